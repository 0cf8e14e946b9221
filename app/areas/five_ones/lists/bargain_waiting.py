"""Which consultations and contracts wait for somebody on a day: few of many, so that the home page
is quick."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, func, or_, select

from app.areas.members.lists.queues import within
from app.base.lists import View

from ..records import CONSULTATION, CONTRACT, OFFER_BATCH
from ..rules.process import FAILED, REFUSED


def open_consultations(connection: Connection, day: date, unit: str | None) -> Sequence[str]:
    """Ids of those that are offered and neither over nor wholly done: no contract yet, or one that
    is not published."""
    row = CONSULTATION.c
    query = (
        select(row.id)
        .outerjoin(CONTRACT, CONTRACT.c.id == row.contract_id)
        .where(
            row.offered_on <= day,
            row.closed_on.is_(None),
            func.coalesce(row.outcome, "") != FAILED,
            func.coalesce(row.answer, "") != REFUSED,
            or_(row.contract_id.is_(None), CONTRACT.c.published_on.is_(None)),
            or_(CONTRACT.c.ends_on.is_(None), CONTRACT.c.ends_on >= day),
            *within(View(day, unit), row.union_id),
        )
        .order_by(row.offered_on, row.id)
    )
    return list(connection.execute(query).scalars())


def ending_contracts(
    connection: Connection, first: date, last: date, day: date, unit: str | None
) -> Sequence[str]:
    """Ids of contracts that end in these days and were not ended before."""
    row = CONTRACT.c
    query = (
        select(row.id)
        .where(
            row.ends_on >= first,
            row.ends_on <= last,
            row.terminated_on.is_(None),
            row.signed_on <= day,
            *within(View(day, unit), row.union_id),
        )
        .order_by(row.ends_on, row.id)
    )
    return list(connection.execute(query).scalars())


def waiting_contracts(connection: Connection, day: date, unit: str | None) -> Sequence[str]:
    """Ids of contracts without a recorded consultation that are not filed or not published."""
    row = CONTRACT.c
    led = select(CONSULTATION.c.contract_id).where(CONSULTATION.c.contract_id.is_not(None))
    query = select(row.id).where(
        row.signed_on <= day,
        row.terminated_on.is_(None),
        or_(row.ends_on.is_(None), row.ends_on >= day),
        row.filed_on.is_(None),
        row.id.not_in(led),
        *within(View(day, unit), row.union_id),
    )
    return list(connection.execute(query.order_by(row.signed_on, row.id)).scalars())


def batch_titles(connection: Connection, ids: Sequence[str]) -> dict[str, Any]:
    """Batch → its title."""
    query = select(OFFER_BATCH.c.id, OFFER_BATCH.c.title).where(OFFER_BATCH.c.id.in_(list(ids)))
    return {row.id: row.title for row in connection.execute(query)}
