"""What the sample people have to agree with: headcounts of unions and employers over the days."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import Connection, select

from app.areas.organisations.bases import COUNTED_TYPES, HEADS, MEMBER_HEADS
from app.areas.organisations.records import (
    COVERAGE,
    EMPLOYER_SPELL,
    READING,
    UNION_SPELL,
)

ALL, WOMEN = MEMBER_HEADS[:2]
WORKERS, _, MIGRANT, DISPATCHED, NEW_FORMS = HEADS[:5]


@dataclass(slots=True)
class House:
    """Where members work: one employer in one union.

    Attributes:
        founded: first day of the union; None: before the records begin.
        steps: (day, members, women) in the order of days.
        migrant, dispatched, new_forms: how much of the workers are such, 0 to 1.
    """

    union_id: str
    employer_id: str
    founded: date | None
    steps: list[tuple[date, int, int]] = field(default_factory=list)
    migrant: float = 0.0
    dispatched: float = 0.0
    new_forms: float = 0.0


def houses(conn: Connection, opening: date, today: date) -> list[House]:
    """Every employer whose union stands on the last day and has reported members."""
    unions = {
        row.union_id: row
        for row in conn.execute(
            select(UNION_SPELL.c.union_id, UNION_SPELL.c.type, UNION_SPELL.c.status)
            .where(UNION_SPELL.c.until.is_(None))
            .order_by(UNION_SPELL.c.union_id)
        )
    }
    first = {
        row.union_id: row.since
        for row in conn.execute(
            select(UNION_SPELL.c.union_id, UNION_SPELL.c.since).order_by(UNION_SPELL.c.since.desc())
        )
    }
    active = set(
        conn.execute(
            select(EMPLOYER_SPELL.c.employer_id).where(
                EMPLOYER_SPELL.c.until.is_(None), EMPLOYER_SPELL.c.status == "active"
            )
        ).scalars()
    )
    readings = _readings(conn)
    found = []
    covered = conn.execute(
        select(COVERAGE.c.union_id, COVERAGE.c.employer_id, COVERAGE.c.since)
        .where(COVERAGE.c.kind == "found", COVERAGE.c.until.is_(None))
        .order_by(COVERAGE.c.id)
    ).all()
    several: dict[str, int] = defaultdict(int)
    for row in covered:
        several[row.union_id] += 1
    for row in covered:
        union = unions.get(row.union_id)
        if union is None or union.status != "active" or union.type not in COUNTED_TYPES:
            continue
        if row.employer_id not in active:
            continue
        own = readings.get(row.union_id) if several[row.union_id] == 1 else None
        days = own or readings.get(row.employer_id)
        if not days:
            continue
        began = max(
            (d for d in (first.get(row.union_id), row.since) if d is not None), default=None
        )
        house = House(row.union_id, row.employer_id, began)
        for day in sorted(days):
            if opening <= day <= today and (began is None or day >= began):
                heads = days[day]
                house.steps.append((day, heads.get(ALL, 0), heads.get(WOMEN, 0)))
        if house.steps:
            _shares(house, days[house.steps[-1][0]])
            found.append(house)
    return found


def _shares(house: House, heads: dict[str, int]) -> None:
    workers = heads.get(WORKERS) or 1
    house.migrant = heads.get(MIGRANT, 0) / workers
    house.dispatched = heads.get(DISPATCHED, 0) / workers
    house.new_forms = heads.get(NEW_FORMS, 0) / workers


def _readings(conn: Connection) -> dict[str, dict[date, dict[str, int]]]:
    found: dict[str, dict[date, dict[str, int]]] = defaultdict(lambda: defaultdict(dict))
    rows: Any = conn.execute(
        select(READING).where(READING.c.code.in_(HEADS)).order_by(READING.c.id)
    )
    for row in rows:
        owner = row.union_id or row.employer_id
        if owner:
            found[owner][row.on_day][row.code] = row.value
    return found
