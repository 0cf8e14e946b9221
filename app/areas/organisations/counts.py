"""How many records of each kind there are on a day, for ``info``."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import Connection, func, select

from app.store.meta import on_day

from .records import (
    CONTACT,
    COVERAGE,
    EMPLOYER_SPELL,
    FEDERATION_MEMBER,
    PLACE_SPELL,
    READING,
    UNION_SPELL,
)

_GONE_UNION = ("dissolved",)
_GONE_EMPLOYER = ("moved_out", "revoked", "deregistered")


def counts(conn: Connection, day: date) -> dict[str, int]:
    """Records that stand on the day; what is dissolved, closed or ended is left out."""
    unions = on_day(UNION_SPELL, day) & UNION_SPELL.c.status.not_in(_GONE_UNION)
    employers = on_day(EMPLOYER_SPELL, day) & EMPLOYER_SPELL.c.status.not_in(_GONE_EMPLOYER)
    wanted: dict[str, tuple[Any, Any]] = {
        "unions": (UNION_SPELL, unions),
        "employers": (EMPLOYER_SPELL, employers),
        "places": (PLACE_SPELL, on_day(PLACE_SPELL, day)),
        "coverage": (COVERAGE, on_day(COVERAGE, day)),
        "federation_members": (FEDERATION_MEMBER, on_day(FEDERATION_MEMBER, day)),
        "contacts": (CONTACT, None),
        "readings": (READING, READING.c.on_day <= day),
    }
    found = {}
    for key, (table, condition) in wanted.items():
        query = select(func.count()).select_from(table)
        if condition is not None:
            query = query.where(condition)
        found[key] = int(conn.execute(query).scalar_one())
    return found
