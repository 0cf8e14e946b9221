"""How many records of each kind there are on a day, for ``info``."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import Connection, func, select

from app.store.meta import on_day

from .records import APPLICATION, EMPLOYMENT, MEMBERSHIP, PERSON, TRANSFER


def counts(conn: Connection, day: date) -> dict[str, int]:
    """People kept, 在籍 and 保留 of the day, employments of the day, transfers and applications
    that wait."""
    spell = MEMBERSHIP.c
    wanted: dict[str, tuple[Any, Any]] = {
        "people": (PERSON, PERSON.c.alias_of_id.is_(None) & PERSON.c.erased_on.is_(None)),
        "members": (MEMBERSHIP, on_day(MEMBERSHIP, day) & (spell.status == "active")),
        "retained": (MEMBERSHIP, on_day(MEMBERSHIP, day) & (spell.status == "retained")),
        "employments": (EMPLOYMENT, on_day(EMPLOYMENT, day)),
        "transfers_waiting": (TRANSFER, TRANSFER.c.state == "sent"),
        "applications_waiting": (APPLICATION, APPLICATION.c.state == "waiting"),
    }
    return {
        key: int(conn.execute(select(func.count()).select_from(table).where(where)).scalar_one())
        for key, (table, where) in wanted.items()
    }
