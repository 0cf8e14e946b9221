"""The activities that are there, by union, kind and day: what a ledger is compared with."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import Connection, select

from ..records import ACTIVITY, CONGRESS, RESOLUTION

Key = tuple[str, str, date | None]


def known_activities(conn: Connection) -> dict[Key, list[dict[str, Any]]]:
    """All activities with their congress and the titles of its ``decisions``, by union, kind and
    day; called-off ones not."""
    beside = [c for c in CONGRESS.c if c.name not in ("id", "rev", "activity_id", "women")]
    query = (
        select(ACTIVITY, *beside, CONGRESS.c.women.label("congress_women"))
        .outerjoin(CONGRESS, CONGRESS.c.activity_id == ACTIVITY.c.id)
        .where(ACTIVITY.c.cancelled_on.is_(None))
        .order_by(ACTIVITY.c.id)
    )
    titles: dict[str, list[str]] = {}
    for activity, title in conn.execute(select(RESOLUTION.c.activity_id, RESOLUTION.c.title)):
        titles.setdefault(activity, []).append(title)
    found: dict[Key, list[dict[str, Any]]] = {}
    for row in conn.execute(query).mappings():
        one = dict(row)
        if one["form"] is not None:
            one["women"] = one["congress_women"]
        one["decisions"] = tuple(titles.get(one["id"], ()))
        day = one["held_on"] or one["planned_on"]
        found.setdefault((one["union_id"], one["kind"], day), []).append(one)
    return found
