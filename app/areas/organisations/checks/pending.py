"""Rows behind the reminders of the home page: few columns, few statements."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, NamedTuple

from sqlalchemy import Connection, func, select

from app.store.meta import on_day
from app.store.system import EXPLANATION

from ..bases import OPEN_STATUS
from ..records import COVERAGE, EMPLOYER, EMPLOYER_SPELL, PLACE_SPELL, READING, UNION_SPELL
from .facts import place_facts
from .fetch import Register


class Planned(NamedTuple):
    """An employer without a union that is to have one by a day."""

    id: str
    name: str
    planned_on: date


class Returned(NamedTuple):
    """A finding that was put off to a day that has come."""

    rule: str
    kind: str
    id: str
    name: str
    put_off: date


def planned(records: Register, until: date) -> list[Planned]:
    """Employers that no union covers and whose planned day is not after ``until``."""
    day = records.day
    found = select(COVERAGE.c.employer_id).where(COVERAGE.c.kind == "found", on_day(COVERAGE, day))
    query = (
        select(
            EMPLOYER.c.id, EMPLOYER_SPELL.c.name, EMPLOYER.c.planned_on, EMPLOYER_SPELL.c.place_id
        )
        .join(EMPLOYER_SPELL, EMPLOYER_SPELL.c.employer_id == EMPLOYER.c.id)
        .where(
            EMPLOYER.c.planned_on <= until,
            EMPLOYER.c.should_unionise.is_distinct_from("exempt"),
            on_day(EMPLOYER_SPELL, day),
            EMPLOYER_SPELL.c.status.in_(OPEN_STATUS),
            EMPLOYER.c.id.not_in(found),
        )
        .order_by(EMPLOYER.c.planned_on, EMPLOYER_SPELL.c.name)
    )
    whole = records.unit is None
    return [
        Planned(row.id, row.name, row.planned_on)
        for row in records.conn.execute(query)
        if whole or row.place_id in records.own_places
    ]


def bare_places(records: Register) -> list[str]:
    """Names of the villages and communities without a union and not covered by one."""
    kinds = ("village", "community")
    return [
        place.name
        for place in place_facts(records)
        if place.place_kind in kinds and not place.has_union and not place.covered
    ]


def returned(conn: Connection, day: date, days: int) -> list[Returned]:
    """Findings put off to one of the last ``days`` days."""
    rows = conn.execute(
        select(EXPLANATION.c.rule, EXPLANATION.c.kind, EXPLANATION.c.object, EXPLANATION.c.put_off)
        .where(EXPLANATION.c.put_off <= day, EXPLANATION.c.put_off > day - timedelta(days))
        .order_by(EXPLANATION.c.put_off, EXPLANATION.c.rule)
    ).all()
    names = _names(conn, day, rows)
    return [
        Returned(row.rule, row.kind, row.object, names.get(row.object, ""), row.put_off)
        for row in rows
    ]


def _names(conn: Connection, day: date, rows: Any) -> dict[str, str]:
    found: dict[str, str] = {}
    for kind, table, owner in (
        ("union", UNION_SPELL, "union_id"),
        ("employer", EMPLOYER_SPELL, "employer_id"),
        ("place", PLACE_SPELL, "place_id"),
    ):
        ids = [row.object for row in rows if row.kind == kind][:500]
        if ids:
            query = select(table.c[owner], table.c.name).where(
                table.c[owner].in_(ids), on_day(table, day)
            )
            found |= {row[0]: row[1] for row in conn.execute(query)}
    return found


def newest_reading(conn: Connection, code: str, day: date) -> date | None:
    """The day of the newest reported number under a code."""
    query = select(func.max(READING.c.on_day)).where(
        READING.c.code == code, READING.c.on_day <= day
    )
    newest: date | None = conn.execute(query).scalar_one()
    return newest
