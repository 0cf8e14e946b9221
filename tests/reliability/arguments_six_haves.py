"""Arguments for the undoable acts of 六有, beside those of ``arguments.Chooser``."""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING, Any

from sqlalchemy import Table, select

from app.areas.six_haves.records import ASSESSMENT, IMPROVEMENT, RUBRIC, UNION
from app.areas.six_haves.rules.rubric import Item, read_rubric, shipped

if TYPE_CHECKING:
    from tests.reliability.arguments import Chooser

IDS: dict[str, Table] = {
    "assessment": ASSESSMENT, "improvement": IMPROVEMENT, "rubric": RUBRIC,
}  # fmt: skip
"""What ``…_id`` points at."""
VALUES: dict[str, tuple[Table, tuple[str, ...]]] = {
    "edit_assessment": (ASSESSMENT, ("practice", "filled_by", "on_day", "self_opinion", "note")),
    "add_improvement": (IMPROVEMENT, ("cause", "responsible", "due_on")),
    "edit_improvement": (IMPROVEMENT, ("cause", "measure", "responsible", "due_on", "result")),
}
"""Which columns an act takes as further values."""
STAGES = ("self", "self", "review", "final")


def more(chooser: Chooser, verb: str) -> dict[str, Any]:
    """What the act takes as ``**values``."""
    table, columns = VALUES[verb]
    names = chooser.chance.sample(columns, k=chooser.chance.choice([1, 2]))
    return {name: chooser.value(table, name) for name in names}


class _Last:
    """What was chosen for the call under way: an answer must fit its item."""

    items: tuple[Item, ...] = ()
    item: Item | None = None


def _begun(chooser: Chooser, verb: str) -> str:
    """An assessment, and what its rubric asks; to be opened again: mostly a closed one."""
    found = str(chooser.some_id(ASSESSMENT))
    if verb == "reopen_assessment":
        closed = select(ASSESSMENT.c.id).where(ASSESSMENT.c.self_on.is_not(None))
        ids = chooser.workspace.read(lambda c: sorted(c.execute(closed).scalars()))
        found = str(chooser.chance.choice(ids)) if ids else found
    query = select(RUBRIC.c.content).join(ASSESSMENT, ASSESSMENT.c.rubric_id == RUBRIC.c.id)
    content = chooser.workspace.read(
        lambda c: c.execute(query.where(ASSESSMENT.c.id == found)).scalar_one_or_none()
    )
    _Last.items = read_rubric(content).items if content else shipped()["six-25"].items
    return found


def _item(chooser: Chooser, verb: str) -> str:
    if chooser.chance.random() < 0.03:
        return "Z99"
    fit = [
        one
        for one in _Last.items
        if {"set_veto": one.how == "veto", "confirm_lines": one.auto == "M"}.get(verb, True)
    ]
    _Last.item = chooser.chance.choice(fit or list(_Last.items))
    return _Last.item.id


def _answer(chooser: Chooser) -> int | str | None:
    one = _Last.item
    if one is None or chooser.chance.random() < 0.1:
        return None
    if one.classes:
        return chooser.chance.choice([c.name for c in one.classes])
    return chooser.chance.randrange(one.points + 2)


def _content(chooser: Chooser) -> dict[str, Any]:
    """A rubric of one's own: a shipped one under another title, now and then with a fault."""
    data = shipped()[chooser.chance.choice(sorted(shipped()))].as_data()
    title = "" if chooser.chance.random() < 0.1 else f"本县评分表{chooser.chance.randrange(5)}"
    return {**data, "title": title}


def argument(chooser: Chooser, verb: str, name: str, parameter: inspect.Parameter) -> Any:
    """A value for one parameter, or ``NotImplemented`` where the general ones serve."""
    chance = chooser.chance
    if name == "assessment_id":
        return _begun(chooser, verb)
    if name == "union_ids":
        return sorted({str(chooser.some_id(UNION)) for _ in range(chance.choice([1, 2, 3]))})
    if name == "groups":
        return {chance.choice(sorted(shipped())): [str(chooser.some_id(UNION))]}
    if name == "rubric":
        stored = chooser.some_id(RUBRIC, nullable=True)
        return stored or chance.choice(sorted(shipped()))
    if name == "year":
        return chance.choice([2024, 2025, 2026])
    if name == "stage":
        return chance.choice(STAGES)
    if name == "item":
        return _item(chooser, verb)
    if name == "answer":
        return _answer(chooser)
    if name == "score":
        found = _answer(chooser)
        return found if isinstance(found, int) else None
    if name == "proposed":
        return {_item(chooser, verb): chance.choice([0, 100, 200])}
    if name == "frozen":
        return {_item(chooser, verb): {"state": "open", "own": None}}
    if name == "computed":
        return chance.choice([None, 100, 200])
    if name == "targets":
        value = chance.choice([None, 0, 95, 9500, -1])
        return {(str(chooser.some_id(UNION)), chance.choice(["J206", "R201"])): value}
    if name == "notes":
        return {(str(chooser.some_id(UNION)), "J206"): chance.choice([None, "县里下达"])}
    if name == "content":
        return _content(chooser)
    if name == "known":
        return None
    if name == "replaces":
        return chooser.some_id(RUBRIC, nullable=True)
    if name.endswith("_id") and name.removesuffix("_id") in IDS:
        return chooser.some_id(IDS[name.removesuffix("_id")])
    return NotImplemented
