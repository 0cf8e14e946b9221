"""Arguments for the undoable acts of 五个一, beside those of ``arguments.Chooser``."""

from __future__ import annotations

import inspect
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import Table, select

from app.areas.five_ones.records import (
    ACTIVITY,
    CONGRESS,
    CONSULTATION,
    CONTRACT,
    CONTRACT_COVER,
    EMPLOYER,
    NEGOTIATOR,
    OFFER_BATCH,
    PERSON,
    RESOLUTION,
    TALK,
    UNION,
    WINNER,
)
from app.base.codes import code_list
from tests.reliability import arguments_bargains

if TYPE_CHECKING:
    from tests.reliability.arguments import Chooser

IDS: dict[str, Table] = {
    "activity": ACTIVITY, "resolution": RESOLUTION, "winner": WINNER, "union": UNION,
    "employer": EMPLOYER, "person": PERSON, "consultation": CONSULTATION, "contract": CONTRACT,
    "cover": CONTRACT_COVER, "negotiator": NEGOTIATOR, "batch": OFFER_BATCH, "talk": TALK,
    "renews": CONTRACT,
}  # fmt: skip
"""What ``…_id`` points at."""
VALUES: dict[str, tuple[Table, tuple[str, ...]]] = {
    "plan_activity": (ACTIVITY, ("place", "budget", "host", "note")),
    "record_activity": (ACTIVITY, ("place", "participants", "spent", "effect")),
    "hold_activity": (ACTIVITY, ("participants", "winners", "spent", "proposals")),
    "edit_activity": (ACTIVITY, ("title", "participants", "women", "place", "held_on", "note")),
    "plan_congress": (ACTIVITY, ("place", "host", "note")),
    "record_congress": (ACTIVITY, ("place", "host", "effect")),
    "add_resolution": (RESOLUTION, ("text", "secret", "yes", "no", "abstain")),
    "edit_resolution": (RESOLUTION, ("title", "text", "yes", "no", "abstain")),
    "add_winner": (WINNER, ("unit_name", "event", "prize", "result")),
    "edit_winner": (WINNER, ("name", "prize", "result", "person_id")),
}
"""Which columns an act takes as further values."""
CONGRESSES = ("members_congress", "workers_congress")


def some(chooser: Chooser, table: Table, columns: tuple[str, ...]) -> dict[str, Any]:
    """Values for one or two of the columns."""
    names = chooser.chance.sample(columns, k=min(chooser.chance.choice([1, 2]), len(columns)))
    return {name: chooser.value(table, name) for name in names}


def more(chooser: Chooser, verb: str) -> dict[str, Any]:
    """What the act takes as ``**values``."""
    if verb in arguments_bargains.VERBS:
        return arguments_bargains.more(chooser, verb)
    return some(chooser, *VALUES[verb]) if verb in VALUES else {}


def _fitting(chooser: Chooser, verb: str) -> str | None:
    """An activity that the act can be done to, if there is one."""
    query = select(ACTIVITY.c.id).order_by(ACTIVITY.c.id)
    if verb in ("edit_congress", "add_resolution"):
        query = query.where(ACTIVITY.c.kind.in_(CONGRESSES))
    elif verb in ("hold_activity", "cancel_activity", "resume_activity"):
        query = query.where(ACTIVITY.c.held_on.is_(None))
    ids = chooser.workspace.read(lambda c: list(c.execute(query).scalars()))
    return str(chooser.chance.choice(ids)) if ids and chooser.chance.random() < 0.9 else None


def _congress(chooser: Chooser) -> dict[str, Any]:
    form = chooser.chance.choice(["assembly", "delegates"])
    return {"form": form, **some(chooser, CONGRESS, ("due", "present", "women", "notice_on"))}


def argument(chooser: Chooser, verb: str, name: str, parameter: inspect.Parameter) -> Any:
    """A value for one parameter, or ``NotImplemented`` where the general ones serve."""
    chance = chooser.chance
    if verb in arguments_bargains.VERBS:
        found = arguments_bargains.argument(chooser, verb, name, parameter)
        if found is not NotImplemented:
            return found
    if name == "activity_id":
        return _fitting(chooser, verb) or chooser.some_id(ACTIVITY)
    if name == "kind":
        codes = [entry.code for entry in code_list("activity_kind")]
        fitting = [code for code in codes if (code in CONGRESSES) == verb.endswith("_congress")]
        return chance.choice(fitting if chance.random() < 0.95 else codes)
    if name == "held_on":
        return chooser.workspace.surroundings.today() - timedelta(days=chance.randrange(900))
    if name == "congress":
        return _congress(chooser)
    if name == "resolutions":
        return [{"title": "通过报告", "yes": chance.randrange(9)}]
    if name == "units":
        return [{"union_id": chooser.some_id(UNION), "participants": chance.randrange(99)}]
    if name == "values":
        return some(chooser, ACTIVITY, ("place", "host", "title"))
    if name.endswith("_id"):
        optional = "None" in str(parameter.annotation)
        if name.removesuffix("_id") in IDS:
            return chooser.some_id(IDS[name.removesuffix("_id")], nullable=optional)
    return NotImplemented
