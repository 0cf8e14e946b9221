"""What was computed of a year for the whole office, kept until the records change."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import Any

from sqlalchemy import Connection, func, select

from app.base.findings import Finding
from app.figures.registry import Registry, Scope
from app.store.evidence import EVIDENCE
from app.store.system import ENTRY
from app.store.work import in_parts

from ..records import ASSESSMENT, ASSESSMENT_LINE, IMPROVEMENT, RUBRIC, TARGET
from .assessments import Assessed, assessed_unions, offered, read_assessments

Results = Callable[[Connection, AbstractSet[str], date], Iterable[Finding]]
OWN = frozenset(
    table.name for table in (ASSESSMENT, ASSESSMENT_LINE, IMPROVEMENT, RUBRIC, TARGET, EVIDENCE)
)
"""Kinds whose change leaves what the records say of the unions as it is."""


@dataclass(frozen=True, slots=True)
class Scores:
    """The assessments of all unions of an office for a year.

    Attributes:
        year, day: computed for; ``day`` is the day looked at.
        entry: newest entry of the log when they were read.
        scope: of figures and rules.
        results: what rules say on a reading connection, with passes; see ``Checks``.
        found: union → its assessment, begun or as it would stand.
        keys: digest of a rubric → what ``start_assessments`` calls it.
    """

    year: int
    day: date
    entry: int
    scope: Scope
    results: Results
    found: Mapping[str, Assessed] = field(default_factory=dict)
    keys: Mapping[str, str] = field(default_factory=dict)


def newest(conn: Connection) -> int:
    """Number of the newest entry of the log."""
    return int(conn.execute(select(func.max(ENTRY.c.number))).scalar() or 0)


def read_scores(
    conn: Connection,
    *,
    year: int,
    day: date,
    scope: Scope,
    registry: Registry,
    results: Results,
) -> Scores:
    """All unions of the office."""
    entry = newest(conn)
    found = _read(conn, assessed_unions(conn, scope.day), year, scope, registry, results)
    return Scores(year, day, entry, scope, results, found, _keys(conn, year))


def again(
    conn: Connection, before: Scores, kinds: Mapping[str, set[str]], registry: Registry
) -> Scores:
    """The same after acts of this area alone: only the unions concerned are scored anew."""
    entry = newest(conn)
    unions = _touched(conn, before, kinds) & before.found.keys()
    fresh = _read(conn, sorted(unions), before.year, before.scope, registry, before.results)
    return Scores(
        before.year, before.day, entry, before.scope, before.results,
        {**before.found, **fresh}, _keys(conn, before.year),
    )  # fmt: skip


def read_one(conn: Connection, scores: Scores, union: str, registry: Registry) -> Assessed | None:
    """One union as it is now, with what the rules said before."""
    return _read(
        conn, [union], scores.year, scores.scope, registry, scores.results
    ).get(union)  # fmt: skip


def _read(
    conn: Connection,
    unions: Sequence[str],
    year: int,
    scope: Scope,
    registry: Registry,
    results: Results,
) -> dict[str, Assessed]:
    read = read_assessments(
        conn, unions, year=year, scope=scope, registry=registry,
        checks=partial(results, conn), planned=True,
    )  # fmt: skip
    return {one.union_id: one for one in read}


def _keys(conn: Connection, year: int) -> dict[str, str]:
    found: dict[str, str] = {}
    for key, rubric in offered(conn, year).items():
        found.setdefault(rubric.digest, key)
    return found


def _touched(conn: Connection, before: Scores, kinds: Mapping[str, set[str]]) -> set[str]:
    """Unions whose assessment, line or improvement was touched; also of what is gone by now. What
    is on offer decides by which rubric those are scored that nobody began."""
    ids = set(kinds.get(ASSESSMENT.name, ()))
    unions: set[str] = set()
    if RUBRIC.name in kinds:
        unions.update(union for union, one in before.found.items() if one.row is None)
    for table in (ASSESSMENT_LINE, IMPROVEMENT):
        for part in in_parts(kinds.get(table.name, ())):
            query = select(table.c.assessment_id).where(table.c.id.in_(part))
            ids.update(conn.execute(query).scalars())
    for part in in_parts(ids):
        query = select(ASSESSMENT.c.union_id).where(ASSESSMENT.c.id.in_(part))
        unions.update(conn.execute(query).scalars())
    gone: set[Any] = ids | kinds.get(ASSESSMENT_LINE.name, set())
    gone |= kinds.get(IMPROVEMENT.name, set())
    for union, one in before.found.items():
        if one.row is None:
            continue
        mine = {one.row["id"], *(line["id"] for line in one.lines.values())}
        if gone & (mine | {each["id"] for each in one.improvements}):
            unions.add(union)
    return unions
