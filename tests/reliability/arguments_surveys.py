"""Arguments for the undoable acts of 民主评议, beside those of ``arguments.Chooser``."""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING, Any

from sqlalchemy import Table, select

from app.areas.surveys.records import (
    BALLOT_BATCH,
    PERSON,
    SURVEY,
    SURVEY_COMMENT,
    SURVEY_GROUP,
    SURVEY_SUBJECT,
    UNION,
)
from app.areas.surveys.rules.counting import Key, ballot_key, keys_of
from app.areas.surveys.rules.forms import Form, from_data, shipped

if TYPE_CHECKING:
    from tests.reliability.arguments import Chooser

IDS: dict[str, Table] = {
    "survey": SURVEY, "group": SURVEY_GROUP, "comment": SURVEY_COMMENT, "batch": BALLOT_BATCH,
    "union": UNION, "object": UNION, "person": PERSON,
}  # fmt: skip
"""What ``…_id`` points at."""
PAPERS = ("expected", "issued", "returned", "void")
VALUES: dict[str, tuple[Table, tuple[str, ...]]] = {
    "add_survey": (SURVEY, ("since", "until", "on_day", "tellers", "note", "object_id")),
    "edit_survey": (SURVEY, ("title", "on_day", "until", "published_on", "counters", "note")),
    "edit_comment": (SURVEY_COMMENT, ("reply", "measure", "responsible", "due_on", "done_on")),
}
"""Which columns an act takes as further values."""


def _papers(chooser: Chooser) -> dict[str, Any]:
    """Heads and papers that fit together, mostly."""
    void = chooser.chance.randrange(3)
    returned = void + chooser.chance.randrange(4, 40)
    return {
        "void": void, "returned": returned, "issued": returned + chooser.chance.choice([0, 3, -1])
    }  # fmt: skip


def more(chooser: Chooser, verb: str) -> dict[str, Any]:
    """What the act takes as ``**values``."""
    if verb in ("add_group", "edit_group"):
        return {**_papers(chooser), "name": chooser.value(SURVEY_GROUP, "name")}
    if verb not in VALUES:
        return {}
    table, columns = VALUES[verb]
    names = chooser.chance.sample(columns, k=chooser.chance.choice([1, 2]))
    return {name: chooser.value(table, name) for name in names}


def _asked(chooser: Chooser, survey_id: str | None = None) -> tuple[str, Form, list[Key]]:
    """A group, preferably with ballots or counts of its own, and what its survey asks."""
    group = select(SURVEY_GROUP.c.id, SURVEY.c.form, SURVEY.c.id.label("survey_id"))
    query = group.join(SURVEY, SURVEY.c.id == SURVEY_GROUP.c.survey_id)
    if survey_id is not None:
        query = query.where(SURVEY.c.id == survey_id)
    rows = chooser.workspace.read(
        lambda c: list(c.execute(query.order_by(SURVEY_GROUP.c.id)).mappings())
    )
    if not rows:
        return "0f" * 16, shipped()["rate_union"], keys_of(shipped()["rate_union"])
    row = chooser.chance.choice(rows)
    named = select(SURVEY_SUBJECT.c.id).where(SURVEY_SUBJECT.c.survey_id == row["survey_id"])
    subjects = chooser.workspace.read(lambda c: list(c.execute(named).scalars()))
    form = from_data(row["form"])
    return row["id"], form, keys_of(form, sorted(subjects))


def _counts(chooser: Chooser, form: Form, keys: list[Key]) -> dict[Key, dict[str, int]]:
    chosen = chooser.chance.sample(keys, k=min(2, len(keys)))
    return {key: {g.code: chooser.chance.randrange(6) for g in form.grades} for key in chosen}


def _ballots(chooser: Chooser, form: Form, keys: list[Key]) -> list[dict[str, str]]:
    grades = [*(g.code for g in form.grades), "invalid"]
    return [
        {ballot_key(key): chooser.chance.choice(grades) for key in keys[:3]}
        for _ in range(chooser.chance.choice([5, 7, 9, 3]))
    ]


class _Last:
    """What was chosen for the call under way: votes must fit the form, subjects the kind."""

    kind = ""
    group: tuple[str, Form, list[Key]] | None = None


def argument(chooser: Chooser, verb: str, name: str, parameter: inspect.Parameter) -> Any:
    """A value for one parameter, or ``NotImplemented`` where the general ones serve."""
    chance = chooser.chance
    if name == "kind":
        _Last.kind = chance.choice(sorted(shipped()))
        return _Last.kind
    if name == "year":
        return chance.choice([2024, 2025, 2026])
    if name == "form":
        return chance.choice([None, shipped()[_Last.kind or "rate_union"].as_data()])
    if name == "subjects":
        if verb == "add_survey" and not shipped()[_Last.kind].subjects:
            return []
        return [{"name": who} for who in chance.sample(["王主席", "李副主席", "赵委员"], k=2)]
    if name == "groups":
        return [_papers(chooser) for _ in range(chance.choice([1, 2]))]
    if name == "group_id" and verb == "take_form" and _Last.group is not None:
        return _Last.group[0]
    if name == "group_id" and verb in ("set_counts", "add_ballots"):
        _Last.group = _asked(chooser)
        return _Last.group[0]
    if name == "ballots" and _Last.group is not None:
        return _ballots(chooser, *_Last.group[1:])
    if name == "counts" and verb == "set_counts" and _Last.group is not None:
        return _counts(chooser, *_Last.group[1:])
    if name == "survey_id":
        return _survey(chooser, verb)
    if name == "papers" and _Last.group is not None:
        return {_Last.group[0]: _papers(chooser)}
    if name == "counts" and _Last.group is not None:
        return {_Last.group[0]: _counts(chooser, *_Last.group[1:])}
    if name == "comments":
        return [("other", "食堂加个热菜"), ("", f"意见{chance.randrange(9)}")]
    if name.endswith("_id") and name.removesuffix("_id") in IDS:
        optional = "None" in str(parameter.annotation)
        return chooser.some_id(IDS[name.removesuffix("_id")], nullable=optional)
    return NotImplemented


def _survey(chooser: Chooser, verb: str) -> Any:
    found = chooser.some_id(SURVEY)
    if verb == "set_subjects" and chooser.chance.random() < 0.9:
        query = select(SURVEY.c.id).where(SURVEY.c.kind == "rate_cadres").order_by(SURVEY.c.id)
        there = chooser.workspace.read(lambda c: list(c.execute(query).scalars()))
        return chooser.chance.choice(there) if there else found
    if verb in ("enter_counts", "take_form"):
        _Last.group = _asked(chooser, found)
    return found
