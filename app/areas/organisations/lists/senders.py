"""Who is expected to send its workbook: the unions that answer to this office directly."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import select

from app.store.meta import on_day
from app.store.notes import setting

from ..records import PLACE_SPELL, UNION, UNION_SPELL
from .common import name_of


def senders(conn: Any, *, unit: str | None, day: date) -> list[dict[str, str]]:
    """Unions right below the unit (or below the office): ``id``, ``title``, ``type``, ``where``;
    those of villages and federations first.

    Args:
        unit: hex id of the union looked at, None for the office.
        day: the register as of this day.
    """
    query = (
        select(
            UNION.c.id, UNION_SPELL.c.name, UNION_SPELL.c.type, PLACE_SPELL.c.name.label("place")
        )
        .join(UNION_SPELL, UNION_SPELL.c.union_id == UNION.c.id)
        .join(
            PLACE_SPELL,
            (PLACE_SPELL.c.place_id == UNION_SPELL.c.place_id) & on_day(PLACE_SPELL, day),
            isouter=True,
        )
        .where(
            on_day(UNION_SPELL, day),
            UNION_SPELL.c.upper_id == (unit or setting(conn, "root")),
            UNION_SPELL.c.status != "dissolved",
            UNION.c.outside.is_(False),
        )
    )
    found = [
        {
            "id": row["id"],
            "title": row["name"],
            "type": name_of("union_type", row["type"]),
            "where": row["place"] or "",
            "_last": row["type"] in ("single", None),
        }
        for row in conn.execute(query).mappings()
    ]
    found.sort(key=lambda one: (one.pop("_last"), one["title"]))
    return found
