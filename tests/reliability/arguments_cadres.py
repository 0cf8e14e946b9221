"""Arguments for the undoable acts of 干部与换届, beside those of ``arguments.Chooser``."""

from __future__ import annotations

import inspect
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import Table, select

from app.areas.cadres.records import (
    BODY,
    EMPLOYER,
    HONOUR,
    PERSON,
    POST,
    TERM,
    TRAINED,
    TRAINING,
    UNION,
)
from app.base.codes import code_list
from tests.reliability import arguments_elections

if TYPE_CHECKING:
    from tests.reliability.arguments import Chooser

IDS: dict[str, Table] = {
    "body": BODY, "term": TERM, "post": POST, "training": TRAINING, "trained": TRAINED,
    "honour": HONOUR, "union": UNION, "person": PERSON, "sender": EMPLOYER,
}  # fmt: skip
"""What ``…_id`` and ``…_ids`` point at."""
VALUES: dict[str, tuple[Table, tuple[str, ...]]] = {
    "edit_body": (BODY, ("doc_no", "note", "appointed")),
    "edit_term": (TERM, ("ordinal", "seats", "doc_no")),
    "assign_post": (POST, ("duties", "front_line", "note", "position")),
    "edit_post": (POST, ("duties", "front_line", "note", "contract_until")),
    "change_post": (POST, ("duties", "note")),
    "add_training": (TRAINING, ("place", "hours", "organiser", "note")),
    "edit_training": (TRAINING, ("title", "place", "hours", "note")),
    "record_trained": (TRAINED, ("hours", "result")),
    "edit_trained": (TRAINED, ("hours", "result")),
    "add_honour": (HONOUR, ("granted_by", "doc_no", "note")),
    "edit_honour": (HONOUR, ("granted_by", "doc_no", "note")),
}
"""Which columns an act takes as further values."""
ALONE = ("activist", "volunteer", "social_worker")
"""Roles outside any body."""


def some(chooser: Chooser, table: Table, columns: tuple[str, ...]) -> dict[str, Any]:
    """Values for one or two of the columns."""
    names = chooser.chance.sample(columns, k=min(chooser.chance.choice([1, 2]), len(columns)))
    return {name: chooser.value(table, name) for name in names}


def more(chooser: Chooser, verb: str) -> dict[str, Any]:
    """What the act takes as ``**values``."""
    if verb in arguments_elections.VERBS:
        return arguments_elections.more(chooser, verb)
    return some(chooser, *VALUES[verb]) if verb in VALUES else {}


def _open(chooser: Chooser, verb: str, table: Table) -> str | None:
    """A record that has not ended, for acts that want one."""
    query = select(table.c.id).order_by(table.c.id)
    if "until" in table.c and not verb.startswith(("edit_", "delete_")):
        query = query.where(table.c.until.is_(None))
    ids = chooser.workspace.read(lambda c: list(c.execute(query).scalars()))
    return str(chooser.chance.choice(ids)) if ids and chooser.chance.random() < 0.95 else None


def argument(chooser: Chooser, verb: str, name: str, parameter: inspect.Parameter) -> Any:
    """A value for one parameter, or ``NotImplemented`` where the general ones serve."""
    if verb in arguments_elections.VERBS:
        return arguments_elections.argument(chooser, verb, name, parameter)
    chance, optional = chooser.chance, "None" in str(parameter.annotation)
    if verb == "delay_term" and name == "until":
        return date(2033, 1, 1) + timedelta(days=chance.randrange(900))
    if name in ("on", "until") or (name == "since" and verb.startswith(("start_", "change_"))):
        return date(2027, 1, 1) + timedelta(days=chance.randrange(900))
    if name == "election_id" or (name == "body_id" and verb.startswith("assign")):
        return None
    if verb == "add_honour" and name == "union_id":
        return chooser.some_id(UNION)
    if name.endswith("_id"):
        table = IDS[name.removesuffix("_id")]
        found = None if optional and chance.random() < 0.5 else _open(chooser, verb, table)
        return found if found is not None else chooser.some_id(table, nullable=optional)
    if name.endswith("_ids"):
        return [_open(chooser, verb, IDS[name.removesuffix("_ids")]) or "0f" * 16]
    return _value(chooser, verb, name)


def _value(chooser: Chooser, verb: str, name: str) -> Any:
    chance = chooser.chance
    person = chooser.some_id(PERSON)
    if verb == "set_up_with_term" and name == "body":
        kinds = ("committee", "audit", "women", "labour_law")
        return {"union_id": chooser.some_id(UNION), "kind": chance.choice(kinds), "since": None}
    if verb == "set_up_with_term" and name == "term":
        return {"since": date(2024, 3, 1), "years": 5} if chance.random() < 0.5 else None
    if name == "who":
        return None if verb == "add_honour" and chance.random() < 0.8 else person
    if name == "people":
        return [person]
    if name == "posts":
        return [{"who": person, "role": chance.choice(ALONE)}]
    if name == "role":
        return chance.choice(ALONE)
    if name == "kind":
        return chance.choice([entry.code for entry in code_list("body_kind")])
    if name == "ended":
        return chance.choice(["moved", "resigned", "retired"])
    if name == "years":
        return chance.choice([3, 5, None])
    if name in ("ordinal", "due_on", "election_id", "level"):
        return None
    if name == "since":
        return None if chance.random() < 0.5 else chooser.day()
    if name == "seats":
        return chance.randrange(3, 9)
    return NotImplemented
