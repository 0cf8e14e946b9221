"""What unions, employers and places are called: on a day, else as they were called last."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from sqlalchemy import Connection, select

from app.store.meta import on_day

from ..records import EMPLOYER_SPELL, PLACE_SPELL, UNION_SPELL

CHUNK = 900
SPELLS: Mapping[str, tuple[Any, str]] = {
    "union": (UNION_SPELL, "union_id"),
    "employer": (EMPLOYER_SPELL, "employer_id"),
    "place": (PLACE_SPELL, "place_id"),
}
"""Kind → the table that holds its names, and the column that says whose they are."""


def names_of(
    connection: Connection, kind: str, ids: Iterable[str | None], day: date | None = None
) -> dict[str, str]:
    """Id → name on the day; without a day, or where none holds on it, the last one."""
    table, owner = SPELLS[kind]
    order = [table.c.since] if day is None else [on_day(table, day), table.c.since]
    every = sorted({i for i in ids if i})
    found: dict[str, str] = {}
    for start in range(0, len(every), CHUNK):
        rows = connection.execute(
            select(table.c[owner], table.c.name)
            .where(table.c[owner].in_(every[start : start + CHUNK]))
            .order_by(*order)
        )
        found.update({row[0]: row[1] for row in rows})
    return found
