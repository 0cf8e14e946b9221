"""One record as the window and the papers show it, and what belongs to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, select

from app.base.lists import Status, Tone, View
from app.figures.registry import Registry
from app.store.meta import on_day

from ..records import (
    CONTACT,
    COVERAGE,
    EMPLOYER_SITE,
    EMPLOYER_SPELL,
    FEDERATION_MEMBER,
    PLACE_SUCCESSION,
    READING,
    UNION_SPELL,
)
from .common import name_of
from .employers import EMPLOYERS
from .names import names_of
from .unions import UNIONS, UnionList


def union_card(
    connection: Connection, union_id: str, day: date, registry: Registry | None = None
) -> Mapping[str, Any] | None:
    """A union's row with ids of its dated fields, None if it does not exist on the day;
    ``registry``: see ``UnionList``."""
    rows = UnionList(registry).rows(connection, [union_id], View(day))
    if not rows:
        return None
    spell = (
        connection.execute(
            select(UNION_SPELL).where(UNION_SPELL.c.union_id == union_id, on_day(UNION_SPELL, day))
        )
        .mappings()
        .one()
    )
    return {**rows[0], "dated": dict(spell)}


def employer_card(
    connection: Connection, employer_id: str, day: date, registry: Registry | None = None
) -> Mapping[str, Any] | None:
    """An employer's row with ids of its dated fields; ``registry``: see ``UnionList``."""
    rows = EMPLOYERS.among(registry).rows(connection, [employer_id], View(day))
    if not rows:
        return None
    spell = (
        connection.execute(
            select(EMPLOYER_SPELL).where(
                EMPLOYER_SPELL.c.employer_id == employer_id, on_day(EMPLOYER_SPELL, day)
            )
        )
        .mappings()
        .one()
    )
    return {**rows[0], "dated": dict(spell)}


def spells_of(connection: Connection, table: Any, owner: str, owner_id: str) -> Sequence[Any]:
    """All dated states of an owner, newest first (历史)."""
    return (
        connection.execute(
            select(table).where(table.c[owner] == owner_id).order_by(table.c.since.desc())
        )
        .mappings()
        .all()
    )


def coverage_of(
    connection: Connection, *, union_id: str | None = None, employer_id: str | None = None
) -> list[dict[str, Any]]:
    """Coverage of a union or an employer, open ones first."""
    query = select(COVERAGE)
    if union_id is not None:
        query = query.where(COVERAGE.c.union_id == union_id)
    if employer_id is not None:
        query = query.where(COVERAGE.c.employer_id == employer_id)
    rows = connection.execute(
        query.order_by(COVERAGE.c.until.is_not(None), COVERAGE.c.since.desc())
    ).mappings()
    found = [dict(row) for row in rows]
    unions = names_of(connection, "union", (r["union_id"] for r in found))
    employers = names_of(connection, "employer", (r["employer_id"] for r in found))
    for row in found:
        row["union"] = unions.get(row["union_id"], "")
        row["employer"] = employers.get(row["employer_id"], "")
        row["kind_word"] = name_of("coverage_kind", row["kind"])
        row["state"] = Status("已结束", Tone.IDLE) if row["until"] else Status("有效", Tone.GOOD)
    return found


def federations_of(connection: Connection, union_id: str) -> list[dict[str, Any]]:
    """Federations a union joined, and for a federation the unions that joined it."""
    rows = connection.execute(
        select(FEDERATION_MEMBER).where(
            (FEDERATION_MEMBER.c.union_id == union_id)
            | (FEDERATION_MEMBER.c.federation_id == union_id)
        )
    ).mappings()
    found = [dict(row) for row in rows]
    names = names_of(
        connection, "union", {r["union_id"] for r in found} | {r["federation_id"] for r in found}
    )
    for row in found:
        row["union"] = names.get(row["union_id"], "")
        row["federation"] = names.get(row["federation_id"], "")
    return found


def readings_list(connection: Connection, owner: str, owner_id: str) -> list[dict[str, Any]]:
    """All reported numbers of an owner, newest first. ``owner``: union_id, employer_id ..."""
    rows = connection.execute(
        select(READING)
        .where(READING.c[owner] == owner_id)
        .order_by(READING.c.on_day.desc(), READING.c.code)
    ).mappings()
    return [dict(row) for row in rows]


def contacts_of(connection: Connection, owner: str, owner_id: str) -> list[dict[str, Any]]:
    """Contacts of a union or an employer."""
    rows = connection.execute(
        select(CONTACT).where(CONTACT.c[owner] == owner_id).order_by(CONTACT.c.name)
    ).mappings()
    return [dict(row) for row in rows]


def sites_of(connection: Connection, employer_id: str) -> list[dict[str, Any]]:
    """Sites of an employer."""
    rows = connection.execute(
        select(EMPLOYER_SITE).where(EMPLOYER_SITE.c.employer_id == employer_id)
    ).mappings()
    return [dict(row) for row in rows]


def succession_of(connection: Connection, place_id: str) -> list[dict[str, Any]]:
    """What a place was merged into or replaced by, and what it took in."""
    rows = connection.execute(
        select(PLACE_SUCCESSION).where(
            (PLACE_SUCCESSION.c.place_id == place_id)
            | (PLACE_SUCCESSION.c.successor_id == place_id)
        )
    ).mappings()
    return [dict(row) for row in rows]


def pick_union(connection: Connection, text: str, day: date, limit: int = 20) -> list[Any]:
    """Unions whose name holds the text, for pickers: (id, name, upper)."""
    view = View(day, text=text)
    ids = list(UNIONS.ids(connection, view))[:limit]
    rows = UNIONS.rows(connection, ids, view)
    return [(row["id"], row["name"], row["upper"]) for row in rows]


def pick_employer(connection: Connection, text: str, day: date, limit: int = 20) -> list[Any]:
    """Employers whose name or code holds the text, for pickers: (id, name, union)."""
    view = View(day, text=text)
    ids = list(EMPLOYERS.ids(connection, view))[:limit]
    rows = EMPLOYERS.rows(connection, ids, view)
    return [(row["id"], row["name"], row["union"]) for row in rows]


__all__ = [
    "contacts_of",
    "coverage_of",
    "employer_card",
    "federations_of",
    "pick_employer",
    "pick_union",
    "readings_list",
    "sites_of",
    "spells_of",
    "succession_of",
    "union_card",
]
