"""Arguments for the undoable acts of 会员, beside those of ``arguments.Chooser``."""

from __future__ import annotations

import inspect
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import Table, select

from app.areas.members.acts.common import DATED, PLAIN
from app.areas.members.records import (
    APPLICATION,
    CAMPAIGN,
    EMPLOYER,
    EMPLOYMENT,
    FORMER_NAME,
    IDENTITY,
    MEMBERSHIP,
    NOT_SAME,
    PERSON,
    PERSON_SPELL,
    PLATFORM,
    TRANSFER,
    UNION,
)

if TYPE_CHECKING:
    from tests.reliability.arguments import Chooser

IDS: dict[str, Table] = {
    "person": PERSON, "membership": MEMBERSHIP, "transfer": TRANSFER, "employment": EMPLOYMENT,
    "application": APPLICATION, "campaign": CAMPAIGN, "document": IDENTITY, "former": FORMER_NAME,
    "union": UNION, "to_union": UNION, "from_union": UNION, "employer": EMPLOYER, "host": EMPLOYER,
    "keep": PERSON, "other": PERSON, "platform": PLATFORM, "pair": NOT_SAME,
}  # fmt: skip
"""What ``…_id`` and ``…_ids`` point at."""
VALUES: dict[str, tuple[Table, tuple[str, ...]]] = {
    "edit_person": (PERSON, PLAIN),
    "change_person": (PERSON_SPELL, DATED),
    "correct_person": (PERSON_SPELL, DATED),
    "edit_document": (IDENTITY, ("type", "number", "note")),
    "correct_membership": (MEMBERSHIP, ("group_name", "doc_no", "approved_on", "since")),
    "edit_transfer": (TRANSFER, ("number", "handler", "note", "dues_until")),
    "edit_employment": (EMPLOYMENT, ("post", "department", "employee_no", "follows", "host_id")),
    "edit_application": (APPLICATION, ("name", "phone", "source", "union_id", "employer_name")),
    "edit_campaign": (CAMPAIGN, ("name", "note", "doc_no", "until")),
    "apply": (APPLICATION, ("number", "phone", "union_id", "employer_name", "campaign_id")),
    "restore": (MEMBERSHIP, ("doc_no", "approved_on")),
    "transfer_in": (TRANSFER, ("number", "dues_until")),
    "register_member": (MEMBERSHIP, ("doc_no", "approved_on", "group_name")),
    "register_arrival": (TRANSFER, ("number", "dues_until")),
    "edit_platform": (PLATFORM, ("name", "note")),
}
"""Which columns an act takes as further values."""

NEWCOMERS = {"join", "join_together", "record_member", "register_incoming", "transfer_in"}
"""Acts on people who are no members yet."""


def some(chooser: Chooser, table: Table, columns: tuple[str, ...]) -> dict[str, Any]:
    """Values for one or two of the columns."""
    names = chooser.chance.sample(columns, k=min(chooser.chance.choice([1, 2]), len(columns)))
    return {name: chooser.value(table, name) for name in names}


def more(chooser: Chooser, verb: str) -> dict[str, Any]:
    """What the act takes as ``**values``."""
    if verb == "save_person":
        return {
            "plain": some(chooser, PERSON, PLAIN), "dated": some(chooser, PERSON_SPELL, DATED),
            "change": chooser.chance.random() < 0.5, "since": chooser.day(),
        }  # fmt: skip
    return some(chooser, *VALUES[verb])


SENT = {
    "confirm_received": "out", "take_back": "out", "accept_incoming": "in", "refuse_incoming": "in",
}  # fmt: skip
"""Acts on a transfer that still waits, and its direction."""


def fitting(chooser: Chooser, verb: str, name: str) -> str | None:
    """A record on which the act can be done, if there is one: few are by chance."""
    if name.startswith("transfer_id") and verb in SENT:
        query = select(TRANSFER.c.id).where(
            TRANSFER.c.state == "sent", TRANSFER.c.direction == SENT[verb]
        )
    elif name == "person_id" and verb == "restore":
        query = select(MEMBERSHIP.c.person_id).where(
            MEMBERSHIP.c.status == "retained", MEMBERSHIP.c.until.is_(None)
        )
    else:
        return None
    ids = chooser.workspace.read(lambda c: sorted(c.execute(query).scalars()))
    return str(chooser.chance.choice(ids)) if ids and chooser.chance.random() < 0.9 else None


def argument(chooser: Chooser, verb: str, name: str, parameter: inspect.Parameter) -> Any:
    """A value for one parameter, or ``NotImplemented`` where the general ones serve."""
    optional = "None" in str(parameter.annotation)
    one = fitting(chooser, verb, name)
    if one is not None:
        return [one] if name.endswith("_ids") else one
    if name == "on":
        return late(chooser)
    if name in ("person_id", "person_ids") and verb not in NEWCOMERS and chance_of_member(chooser):
        found = some_member(chooser)
        if found is not None:
            return [found] if name == "person_ids" else found
    if name == "replaces":
        return chooser.some_id(IDENTITY, nullable=True)
    if name.endswith("_id"):
        return chooser.some_id(IDS[name.removesuffix("_id")], nullable=optional)
    if name.endswith("_ids"):
        table = IDS[name.removesuffix("_ids")]
        made = {chooser.some_id(table) for _ in range(chooser.chance.choice([1, 1, 2, 3]))}
        return sorted(str(one) for one in made)
    if name == "person":
        plain = {"name": chooser.value(PERSON, "name")}
        return {"plain": plain, "dated": {}, "documents": [("passport", number(chooser))]}
    if name == "plain":
        named = {"name": chooser.value(PERSON, "name")} if verb == "add_person" else {}
        return some(chooser, PERSON, PLAIN) | named
    if name == "dated":
        return some(chooser, PERSON_SPELL, DATED)
    if name == "documents":
        return [("passport", number(chooser))]
    if name == "number":
        return number(chooser)
    if name == "details":
        return {"sex": chooser.chance.choice(["1", "2"]), "education": "21"}
    if name == "targets":
        return {str(chooser.some_id(UNION)): chooser.chance.randrange(50)}
    if name == "status":
        return chooser.chance.choice(["active", "retained"])
    if name == "type":
        return "passport"
    if name == "kind":
        return chooser.chance.choice(["members", "organisations"])
    if name == "layout":
        return {"row": chooser.chance.randrange(9)}
    if name in ("digests", "answers"):
        return {str(chooser.some_id(PERSON)): f"C{chooser.chance.randrange(9)}"}
    return NotImplemented


def chance_of_member(chooser: Chooser) -> bool:
    """Mostly somebody who is a member now is asked for."""
    return bool(chooser.chance.random() < 0.7)


def some_member(chooser: Chooser) -> str | None:
    """A person with an open membership."""
    query = select(MEMBERSHIP.c.person_id).where(MEMBERSHIP.c.until.is_(None)).order_by("person_id")
    ids = chooser.workspace.read(lambda c: list(c.execute(query).scalars()))
    return str(chooser.chance.choice(ids)) if ids else None


def late(chooser: Chooser) -> date:
    """A day of an event: mostly after whatever it follows."""
    if chooser.chance.random() < 0.7:
        return date(2027, 1, 1) + timedelta(days=chooser.chance.randrange(200))
    return chooser.day()


def number(chooser: Chooser) -> str:
    """A document number; now and then one that is there already."""
    return f"E{chooser.chance.randrange(2000):08d}"
