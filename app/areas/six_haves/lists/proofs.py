"""What proves an item of an assessment: files on its line, files on the records it rests on, and
what is asked for and not there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection

from app.base.codes import code_list
from app.figures.registry import Registry, Scope
from app.store import evidence
from app.store.evidence import Piece

from ..checks.behind import behind
from ..checks.facts import Checks
from ..records import ASSESSMENT_LINE
from ..rules.rubric import Item
from ..rules.scoring import State
from .assessments import Assessed

_OWNERS = {
    "activity": "activity", "election": "election", "contract": "contract",
    "consultation": "consultation", "survey": "survey", "union": "unions", "organs": "unions",
}  # fmt: skip
"""Kinds of records behind a line → the table that evidence names; never people's own papers."""


@dataclass(frozen=True, slots=True)
class Proofs:
    """What there is for an item.

    Attributes:
        own: put on the line itself.
        records: (record, piece) put on a record that the line rests on, of a kind asked for.
        missing: words of the rubric that nothing there answers.
    """

    own: Sequence[Piece] = ()
    records: Sequence[tuple[str, Piece]] = ()
    missing: Sequence[str] = ()

    @property
    def pieces(self) -> list[Piece]:
        """All of them, each once."""
        return [*self.own, *(piece for _record, piece in self.records)]


NO_PROOFS = Proofs()


def asked_kinds(item: Item) -> list[str]:
    """Codes of the kinds of proof that an item asks for; words that are none are only told."""
    kinds = code_list("proof_kind")
    found: dict[str, None] = {}
    for asked in item.proofs:
        found |= {e.code: None for e in kinds if asked in (e.code, e.name, *e.aliases)}
    return list(found)


def answers(asked: str, piece: Piece) -> bool:
    """Whether a piece is what a word of the rubric asks for: by its kind, its name or caption."""
    entry = code_list("proof_kind")[piece.kind]
    if entry.name in asked or asked in (entry.code, *entry.aliases):
        return True
    return any(asked in text for text in (piece.title, piece.caption or ""))


def proofs_of(
    conn: Connection,
    one: Assessed,
    *,
    registry: Registry,
    scope: Scope,
    checks: Checks,
    only: str | None = None,
) -> dict[str, Proofs]:
    """Item → what proves it, for the items that apply.

    Args:
        only: this item alone.
        scope: day and period of the year.
        checks: runs rules.
    """
    if one.row is not None:
        scope = replace(scope, day=min(scope.day, one.row["on_day"]))
    items = {row["id"]: item for item, row in one.lines.items()}
    own = {
        items[row]: pieces
        for row, pieces in evidence.of(conn, ASSESSMENT_LINE.name, list(items)).items()
    }
    rests: dict[str, dict[tuple[str, str], str]] = {}
    lines = [
        line
        for line in one.scored.lines
        if line.state is not State.NOT_APPLICABLE and only in (None, line.item.id)
    ]
    for line in lines:
        if line.item.proofs and not any(c.startswith(one.rubric.below) for c in line.item.asked()):
            found = behind(
                conn, one.rubric, line.item, one.union_id, registry=registry, scope=scope,
                checks=checks,
            )  # fmt: skip
            rests[line.item.id] = {
                (_OWNERS[b.kind], b.id): b.name for b in reversed(found) if b.kind in _OWNERS
            }
    there = _pieces(conn, (key for keys in rests.values() for key in keys))
    return {
        line.item.id: _proofs(
            line.item,
            own.get(line.item.id, ()),
            [
                (record, piece)
                for key, record in reversed(rests.get(line.item.id, {}).items())
                for piece in there.get(key, ())
            ],
        )
        for line in lines
    }


def _proofs(item: Item, own: Sequence[Piece], records: Sequence[tuple[str, Piece]]) -> Proofs:
    files = {piece.file for piece in own}
    mine = []
    for record, piece in records:
        if piece.file not in files and any(answers(asked, piece) for asked in item.proofs):
            files.add(piece.file)
            mine.append((record, piece))
    pieces = [*own, *(piece for _record, piece in mine)]
    missing = [a for a in item.proofs if not any(answers(a, piece) for piece in pieces)]
    return Proofs(own, mine, missing)


def _pieces(conn: Connection, owners: Iterable[tuple[str, str]]) -> dict[Any, Sequence[Piece]]:
    ids: dict[str, dict[str, None]] = defaultdict(dict)
    for table, record in owners:
        ids[table][record] = None
    return {
        (table, record): pieces
        for table, some in ids.items()
        for record, pieces in evidence.of(conn, table, list(some)).items()
    }
