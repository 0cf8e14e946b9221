"""Reading assessments: for many unions at once, from the records as they are on their day."""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import Connection, RowMapping, select

from app.areas.organisations.lists.common import readings_of, union_names
from app.areas.organisations.records import UNION, UNION_SPELL
from app.base.paths import resource
from app.figures.registry import Registry, Scope
from app.store.meta import on_day
from app.store.work import in_parts

from ..checks.facts import Checks, facts_of
from ..records import ASSESSMENT, ASSESSMENT_LINE, IMPROVEMENT, RUBRIC
from ..rules.rubric import Rubric, read_rubric, shipped
from ..rules.scoring import Scored, Typed, score, thaw

FEDERATIONS = ("regional_federation", "industry_federation")
COUNTED = ("single", "joint", *FEDERATIONS)


@dataclass(frozen=True, slots=True)
class Assessed:
    """One assessment with its scores.

    Attributes:
        row: of the table ``assessment``; None where nobody began one: as it would stand.
        union_id, name: of the union.
        letter: which sort of union.
        lines: rows of ``assessment_line`` by item.
        improvements: rows, by item.
    """

    row: RowMapping | None
    union_id: str
    name: str
    letter: str
    rubric: Rubric
    scored: Scored
    lines: Mapping[str, RowMapping] = field(default_factory=dict)
    improvements: Sequence[RowMapping] = ()


@dataclass(frozen=True, slots=True)
class Sort:
    """What decides which rubric a union gets."""

    type: str
    letter: str
    members: int


def sorts_of(conn: Connection, unions: Iterable[str], day: date) -> dict[str, Sort]:
    """Type, letter and members of unions on a day; only those that are active and assessed."""
    found: dict[str, Sort] = {}
    ids = list(dict.fromkeys(unions))
    members = readings_of(conn, "union_id", ids, day)
    for part in in_parts(ids):
        query = (
            select(UNION_SPELL.c.union_id, UNION_SPELL.c.type, UNION_SPELL.c.level)
            .join(UNION, UNION.c.id == UNION_SPELL.c.union_id)
            .where(
                UNION_SPELL.c.union_id.in_(part),
                on_day(UNION_SPELL, day),
                UNION_SPELL.c.status == "active",
                UNION.c.outside == False,  # noqa: E712
            )
        )
        for row in conn.execute(query):
            letter = _letter(row.type, row.level)
            if letter:
                kind = "township" if letter == "T" else row.type
                heads = members.get(row.union_id, {}).get("J206", 0)
                found[row.union_id] = Sort(kind, letter, heads)
    return found


def assessed_unions(conn: Connection, day: date, below: Iterable[str] | None = None) -> list[str]:
    """Every union that is assessed on a day: 基层工会, federations, the township itself."""
    query = select(UNION_SPELL.c.union_id).where(on_day(UNION_SPELL, day))
    every = list(conn.execute(query).scalars())
    wanted = set(every) if below is None else set(below)
    return [one for one in sorts_of(conn, every, day) if one in wanted]


def below(conn: Connection, unit: str, day: date) -> set[str]:
    """A union and all below it on a day."""
    lower: dict[str, list[str]] = defaultdict(list)
    query = select(UNION_SPELL.c.union_id, UNION_SPELL.c.upper_id).where(on_day(UNION_SPELL, day))
    for row in conn.execute(query):
        if row.upper_id:
            lower[row.upper_id].append(row.union_id)
    found, left = set(), [unit]
    while left:
        one = left.pop()
        if one not in found:
            found.add(one)
            left += lower[one]
    return found


def rubric_for(sort: Sort, rubrics: Iterable[Rubric]) -> Rubric | None:
    """The first rubric offered for this sort of union."""
    for one in rubrics:
        most = one.most is None or sort.members <= one.most
        if sort.type in one.types and sort.members >= one.least and most:
            return one
    # A union between two rubrics, or with no count of members, takes the first of its type.
    return next((one for one in rubrics if sort.type in one.types), None)


@cache
def presets() -> list[dict[str, Any]]:
    """Usual grades to choose from: code, title, source, failed, grades."""
    found: list[dict[str, Any]] = tomllib.loads(
        resource("rubrics", "presets", "grades.toml").read_text("utf-8")
    )["preset"]
    return found


def offered(conn: Connection, year: int) -> dict[str, Rubric]:
    """Rubrics to choose from for a year: the county's own by their id first, then the shipped."""
    query = (
        select(RUBRIC)
        .where(RUBRIC.c.shipped == False, RUBRIC.c.retired_on.is_(None))  # noqa: E712
        .order_by(RUBRIC.c.year.desc(), RUBRIC.c.id.desc())
    )
    own = {
        row["id"]: read_rubric(row["content"])
        for row in conn.execute(query).mappings()
        if row["year"] is None or row["year"] <= year
    }
    return own | shipped()


def read_assessments(
    conn: Connection,
    unions: Sequence[str] | None,
    *,
    year: int,
    scope: Scope,
    registry: Registry,
    checks: Checks,
    planned: bool = False,
) -> list[Assessed]:
    """The assessments of unions for a year.

    Args:
        unions: hex ids; None: all that have an assessment.
        scope: day and period of the year; an assessment is taken as of its own 考核基准日.
        checks: runs rules for the office as of such a day.
        planned: also those that nobody began, as they would stand now.
    """
    query = select(ASSESSMENT).where(ASSESSMENT.c.year == year)
    rows = {row["union_id"]: row for row in conn.execute(query).mappings()}
    wanted = list(rows) if unions is None else [u for u in unions if planned or u in rows]
    sorts = sorts_of(conn, wanted, scope.day)
    stored = _stored(conn, {row["rubric_id"] for row in rows.values()})
    choices = list(offered(conn, year).values()) if planned else []
    days: dict[date, list[str]] = defaultdict(list)
    rubrics: dict[str, Rubric] = {}
    for union in wanted:
        row = rows.get(union)
        rubric = stored[row["rubric_id"]] if row else _planned(sorts.get(union), choices)
        if rubric is not None:
            rubrics[union] = rubric
            days[min(row["on_day"], scope.day) if row else scope.day].append(union)
    lines, improvements = _lines(conn, rows.values()), _improvements(conn, rows.values())
    names = union_names(conn, scope.day, wanted)
    found: dict[str, Assessed] = {}
    for day, mine in days.items():
        open_ = [u for u in mine if u not in rows or rows[u]["self_on"] is None]
        facts = facts_of(
            conn, {union: rubrics[union] for union in open_}, registry=registry,
            scope=replace(scope, day=day), checks=checks,
        )  # fmt: skip
        for union in mine:
            row, rubric = rows.get(union), rubrics[union]
            letter = sorts[union].letter if union in sorts else "G"
            own = lines.get(row["id"], {}) if row else {}
            typed = {item: said_of(line) for item, line in own.items()}
            if union in facts:
                vetoes = (row["vetoes"] or {}) if row else {}
                scored = score(rubric, letter, facts[union], typed, vetoes)
            else:
                assert row is not None
                scored = thaw(rubric, letter, row["frozen"] or {}, typed)
            found[union] = Assessed(
                row, union, names.get(union, ""), letter, rubric, scored, own,
                improvements.get(row["id"], ()) if row else (),
            )  # fmt: skip
    return [found[union] for union in wanted if union in found]


def township_score(own: int, unions: Sequence[int], share: int) -> int:
    """A township's points with the share that comes from the mean of its unions, hundredths.

    Args:
        own, unions: points at the same stage, hundredths.
        share: percent of the mean that is added to the rest of the own score (沂水县: own + 50 % of
            the mean is scaled back to the whole here); 0: the own score alone.
    """
    if not share or not unions:
        return own
    total = sum(unions)
    whole = 100 * len(unions)
    number = own * (100 - share) * len(unions) + total * share
    return (2 * number + whole) // (2 * whole)


def _letter(kind: str | None, level: str) -> str:
    if level in ("local", "dual"):
        return "T"
    if kind in FEDERATIONS:
        return "L"
    return "G" if kind in COUNTED else ""


def _planned(sort: Sort | None, choices: Sequence[Rubric]) -> Rubric | None:
    return None if sort is None else rubric_for(sort, choices)


def _stored(conn: Connection, ids: Iterable[str]) -> dict[str, Rubric]:
    found: dict[str, Rubric] = {}
    for part in in_parts(ids):
        query = select(RUBRIC.c.id, RUBRIC.c.content).where(RUBRIC.c.id.in_(part))
        found |= {row.id: read_rubric(row.content) for row in conn.execute(query)}
    return found


def said_of(line: RowMapping) -> Typed:
    """What a person said, of a row of ``assessment_line``."""
    return Typed(
        line["answer"], line["self_score"], line["review_score"], line["final_score"],
        line["reason"] or "", line["words"] or "",
    )  # fmt: skip


def _lines(conn: Connection, rows: Iterable[RowMapping]) -> dict[str, dict[str, RowMapping]]:
    found: dict[str, dict[str, RowMapping]] = defaultdict(dict)
    for part in in_parts(row["id"] for row in rows):
        query = select(ASSESSMENT_LINE).where(ASSESSMENT_LINE.c.assessment_id.in_(part))
        for line in conn.execute(query).mappings():
            found[line["assessment_id"]][line["item"]] = line
    return found


def _improvements(conn: Connection, rows: Iterable[RowMapping]) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = defaultdict(list)
    for part in in_parts(row["id"] for row in rows):
        query = select(IMPROVEMENT).where(IMPROVEMENT.c.assessment_id.in_(part))
        for one in conn.execute(query.order_by(IMPROVEMENT.c.item)).mappings():
            found[one["assessment_id"]].append(one)
    return found
