"""Activities that are planned and wait to be held."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, select

from app.areas.organisations.bases import subtree
from app.areas.organisations.lists.names import names_of
from app.figures.registry import Scope

from ..records import ACTIVITY


@dataclass(frozen=True, slots=True)
class Pending:
    """A planned activity with the name of its union."""

    id: str
    union: str
    kind: str
    title: str
    planned_on: date


def planned(
    conn: Connection, first: date, last: date, unit: str | None, day: date
) -> list[Pending]:
    """Planned for a day from ``first`` to ``last``, the earliest first; neither held nor off."""
    row = ACTIVITY.c
    query = (
        select(row.id, row.union_id, row.kind, row.title, row.planned_on)
        .where(
            row.held_on.is_(None),
            row.cancelled_on.is_(None),
            row.planned_on >= first,
            row.planned_on <= last,
        )
        .order_by(row.planned_on, row.id)
    )
    below = subtree(Scope(day, period=None, unit=unit))  # type: ignore[arg-type]
    if below is not None:
        query = query.where(row.union_id.in_(select(below.c.id)))
    rows = conn.execute(query).all()
    names = names_of(conn, "union", (one.union_id for one in rows), day)
    return [
        Pending(one.id, names.get(one.union_id, ""), one.kind, one.title, one.planned_on)
        for one in rows
    ]
