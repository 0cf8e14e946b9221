"""Reads that only the window needs: doubles while typing, rows as they are now, names of ids."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from sqlalchemy import Connection, select

from app.base.text import squeeze
from app.store.meta import METADATA, on_day
from app.store.notes import setting

from ..records import (
    COVERAGE,
    EMPLOYER,
    EMPLOYER_SPELL,
    PLACE_SPELL,
    READING,
    UNION,
    UNION_SPELL,
)
from .names import CHUNK, SPELLS, names_of

PLAIN: Mapping[str, Any] = {
    "union": UNION,
    "employer": EMPLOYER,
    "place": METADATA.tables["place"],
}


def root_of(connection: Connection) -> tuple[str, str]:
    """Ids of the office's own union and place."""
    return setting(connection, "root") or "", setting(connection, "root_place") or ""


def same_name(
    connection: Connection, kind: str, name: str, but: str | None = None
) -> list[tuple[str, str]]:
    """(id, name) of records that bear or bore this name, blanks and width left aside."""
    table, owner = SPELLS[kind]
    wanted = squeeze(name)
    if not wanted:
        return []
    near = select(table.c[owner], table.c.name).where(table.c.name.like(f"{name.strip()[:2]}%"))
    found = {
        row[0]: row[1]
        for row in connection.execute(near)
        if row[0] != but and squeeze(row[1]) == wanted
    }
    return list(found.items())


def same_code(
    connection: Connection, kind: str, field: str, code: str, but: str | None = None
) -> str:
    """Name of another record with this code; empty if there is none."""
    table, (spell, owner) = PLAIN[kind], SPELLS[kind]
    bears = (table if field in table.c else spell).c[field]
    query = (
        select(spell.c.name)
        .join(table, table.c.id == spell.c[owner])
        .where(bears == code)
        .order_by(spell.c.since.desc())
        .limit(1)
    )
    if but is not None:
        query = query.where(table.c.id != but)
    return str(connection.execute(query).scalar() or "")


def values_of(connection: Connection, kind: str, record: str, day: date) -> dict[str, Any] | None:
    """All plain and dated fields of a record as kept (codes and ids), None if it is not there."""
    table, (spell, owner) = PLAIN[kind], SPELLS[kind]
    plain = connection.execute(select(table).where(table.c.id == record)).mappings().first()
    dated = (
        connection.execute(select(spell).where(spell.c[owner] == record, on_day(spell, day)))
        .mappings()
        .first()
    )
    if plain is None or dated is None:
        return None
    return {**dated, **plain}


def place_below(connection: Connection, place: str, day: date) -> tuple[str, ...]:
    """A place and all below it on a day."""
    rows = connection.execute(
        select(PLACE_SPELL.c.place_id, PLACE_SPELL.c.upper_id).where(on_day(PLACE_SPELL, day))
    )
    below: dict[str | None, list[str]] = {}
    for row in rows:
        below.setdefault(row.upper_id, []).append(row.place_id)
    found, queue = [place], [place]
    while queue:
        for one in below.get(queue.pop(), []):
            if one not in found:
                found.append(one)
                queue.append(one)
    return tuple(found)


def office_division(connection: Connection) -> str:
    """Code of the national division the office is, or lies in; empty if it has none."""
    return str(setting(connection, "division") or "")


def place_codes(connection: Connection) -> frozenset[str]:
    """The division codes that places bear or bore."""
    query = select(PLACE_SPELL.c.code).where(PLACE_SPELL.c.code.is_not(None)).distinct()
    return frozenset(connection.execute(query).scalars())


def place_above(connection: Connection, code: str) -> tuple[str, str] | None:
    """(id, name) of the nearest place above a division code; the office's own if there is none."""
    now = select(PLACE_SPELL.c.place_id, PLACE_SPELL.c.name, PLACE_SPELL.c.code).where(
        PLACE_SPELL.c.until.is_(None)
    )
    shorter = [code[:width] for width in (9, 6, 4, 2) if width < len(code)]
    found = {
        row.code: row for row in connection.execute(now.where(PLACE_SPELL.c.code.in_(shorter)))
    }
    for one in shorter:
        if one in found:
            return found[one].place_id, found[one].name
    _union, place = root_of(connection)
    names = names_of(connection, "place", [place])
    return (place, names[place]) if place in names else None


def reported(
    connection: Connection, kind: str, owners: Iterable[str], day: date
) -> dict[tuple[str, str], list[tuple[date, int]]]:
    """(owner, code) → the numbers reported up to a day, newest first. ``kind``: of the owners."""
    column = READING.c[f"{kind}_id"]
    every, found = sorted(set(owners)), dict[tuple[str, str], list[tuple[date, int]]]()
    for start in range(0, len(every), CHUNK):
        rows = connection.execute(
            select(column.label("owner"), READING.c.code, READING.c.on_day, READING.c.value)
            .where(column.in_(every[start : start + CHUNK]), READING.c.on_day <= day)
            .order_by(READING.c.on_day.desc())
        )
        for row in rows:
            found.setdefault((row.owner, row.code), []).append((row.on_day, row.value))
    return found


def merged_with(connection: Connection, kind: str, record: str) -> list[tuple[str, str]]:
    """(name, what) of everything that goes along when a union or a place goes into another."""
    links: tuple[tuple[Any, Any, str], ...] = (
        (UNION_SPELL, UNION_SPELL.c.place_id, "工会"),
        (EMPLOYER_SPELL, EMPLOYER_SPELL.c.place_id, "单位"),
        (PLACE_SPELL, PLACE_SPELL.c.upper_id, "下级地点"),
    )
    found: list[tuple[str, str]] = []
    if kind == "union":
        links = ((UNION_SPELL, UNION_SPELL.c.upper_id, "下级工会"),)
        covered = (
            select(EMPLOYER_SPELL.c.name)
            .join(COVERAGE, COVERAGE.c.employer_id == EMPLOYER_SPELL.c.employer_id)
            .where(COVERAGE.c.union_id == record, COVERAGE.c.until.is_(None))
            .where(EMPLOYER_SPELL.c.until.is_(None))
            .order_by(EMPLOYER_SPELL.c.name)
        )
        found += [(name, "涵盖单位") for name in connection.execute(covered).scalars()]
    for table, column, what in links:
        query = select(table.c.name).where(column == record, table.c.until.is_(None))
        if kind == "union":
            query = query.where(table.c.status != "dissolved")
        found += [
            (name, what) for name in connection.execute(query.order_by(table.c.name)).scalars()
        ]
    return found
