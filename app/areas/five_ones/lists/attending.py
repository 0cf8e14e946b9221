"""The 届 of delegates that meets at a congress."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection, select

from app.areas.cadres.lists.delegations import delegations
from app.areas.cadres.lists.pickers import DelegationPicker
from app.store.meta import on_day

from ..records import DELEGATION
from ..rules.meetings import DELEGATES


def delegation_in_office(
    connection: Connection, union: str, kind: str, day: date
) -> tuple[str, str] | None:
    """Id and name of the delegates of a union's congress (``kind`` of the activity) in office on a
    day; None if none are kept."""
    own = DELEGATION.c
    query = (
        select(own.id)
        .where(own.union_id == union, own.kind == DELEGATES.get(kind), on_day(DELEGATION, day))
        .order_by(own.since.desc())
        .limit(1)
    )
    found = connection.execute(query).scalar()
    return None if found is None else (found, delegation_name(connection, found))


def delegation_name(connection: Connection, delegation: str | None) -> str:
    """What a 届 is called; empty for none."""
    if delegation is None:
        return ""
    return DelegationPicker().titles(connection, [delegation]).get(delegation, "")


def delegates_of(connection: Connection, delegation: str, day: date | None = None) -> int | None:
    """How many delegates are in office on a day (None: the last one of the 届), counted from their
    list or as reported; None where nobody knows."""
    if day is None:
        until = connection.execute(
            select(DELEGATION.c.until).where(DELEGATION.c.id == delegation)
        ).scalar()
        day = until - timedelta(1) if until is not None else date.max
    found = delegations(connection, [delegation], day).get(delegation)
    total = found.numbers["total"] if found is not None else None
    return total or None


def serving(connection: Connection, delegation: str, day: date) -> list[Mapping[str, Any]]:
    """The delegates in office on a day by the strokes of their surnames; none where the 届 is only
    reported."""
    found = delegations(connection, [delegation], day).get(delegation)
    return list(found.serving) if found is not None and found.row["listed"] else []
