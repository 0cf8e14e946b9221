"""Reads that only papers need."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection, func, select

from app.figures.registry import Scope
from app.store.meta import on_day

from .. import bases
from ..records import EMPLOYER, EMPLOYER_SPELL, UNION, UNION_SPELL


def events_of(connection: Connection, scope: Scope) -> list[dict[str, Any]]:
    """Unions founded, dissolved and restored in the period, by day."""
    events = bases.union_events(scope).subquery()
    rows = connection.execute(
        select(events, UNION.c.founded_doc, UNION.c.dissolved_doc)
        .join(UNION, UNION.c.id == events.c.union_id)
        .where(events.c.status.in_(("active", "dissolved")))
        .order_by(events.c.since, events.c.title)
    ).mappings()
    found = []
    for row in rows:
        gone = row["status"] == "dissolved"
        again = row["before"] == "dissolved"
        found.append(
            {
                "name": row["title"],
                "day": row["since"],
                "what": "撤销" if gone else "恢复" if again else "新建",
                "doc": row["dissolved_doc"] if gone else row["founded_doc"],
            }
        )
    return found


def left_out(connection: Connection, day: date) -> dict[str, int]:
    """Employers that are not in the denominator of 建会率, by reason (each under the first)."""
    rows = connection.execute(
        select(
            EMPLOYER_SPELL.c.status,
            EMPLOYER.c.unit_level,
            EMPLOYER.c.should_unionise,
            func.count().label("n"),
        )
        .join(EMPLOYER, EMPLOYER.c.id == EMPLOYER_SPELL.c.employer_id)
        .where(on_day(EMPLOYER_SPELL, day))
        .group_by(EMPLOYER_SPELL.c.status, EMPLOYER.c.unit_level, EMPLOYER.c.should_unionise)
    )
    found = {"closed": 0, "other": 0, "deferred": 0, "exempt": 0}
    for row in rows:
        if row.status not in bases.OPEN_STATUS:
            found["closed"] += row.n
        elif row.unit_level != "legal_person":
            found["other"] += row.n
        elif row.should_unionise in ("deferred", "exempt"):
            found[row.should_unionise] += row.n
    return found


def certificates_ending(connection: Connection, day: date, days: int) -> list[dict[str, Any]]:
    """Certificates that have run out or run out within so many days."""
    rows = connection.execute(
        select(UNION_SPELL.c.name, UNION.c.certificate_no, UNION.c.certificate_until)
        .join(UNION, UNION.c.id == UNION_SPELL.c.union_id)
        .where(
            on_day(UNION_SPELL, day),
            UNION_SPELL.c.status == "active",
            UNION.c.certificate_until.is_not(None),
            UNION.c.certificate_until <= day + timedelta(days=days),
        )
        .order_by(UNION.c.certificate_until, UNION_SPELL.c.name)
    )
    found = []
    for row in rows:
        left = (row.certificate_until - day).days
        state = f"已过期 {-left} 日" if left < 0 else f"还有 {left} 日"
        found.append(
            {
                "name": row.name,
                "certificate_no": row.certificate_no,
                "until": row.certificate_until,
                "state": state,
            }
        )
    return found
