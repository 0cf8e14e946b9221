"""What waits or lacks something, as few numbers: for the home page."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, and_, exists, func, select

from app.areas.organisations.bases import subtree
from app.areas.organisations.records import UNION
from app.base.days import Period
from app.figures.registry import Scope
from app.store.meta import on_day
from app.store.once import once

from ..records import (
    APPLICATION,
    CAMPAIGN,
    CAMPAIGN_TARGET,
    EMPLOYMENT,
    IDENTITY,
    MEMBERSHIP,
    PERSON,
    TRANSFER,
)


def _within(query: Any, column: Any, day: date, unit: str | None, name: str = "subtree") -> Any:
    """Only of the union and what is below it; ``name`` is another one for each part."""
    below = subtree(Scope(day, Period(day, day), unit), name)
    return query if below is None else query.where(column.in_(select(below.c.id)))


def waiting_transfers(
    conn: Connection, day: date, unit: str | None, direction: str
) -> Sequence[Any]:
    """接转 that wait on the day: (id, name, sent_on, other side), the oldest first."""
    out = direction == "out"
    union = TRANSFER.c.from_union_id if out else TRANSFER.c.to_union_id
    other = TRANSFER.c.to_name if out else TRANSFER.c.from_name
    query = (
        select(TRANSFER.c.id, PERSON.c.name, TRANSFER.c.sent_on, other.label("other"))
        .join(PERSON, PERSON.c.id == TRANSFER.c.person_id)
        .where(
            TRANSFER.c.state == "sent",
            TRANSFER.c.direction == direction,
            TRANSFER.c.sent_on <= day,
        )
        .order_by(TRANSFER.c.sent_on, TRANSFER.c.id)
    )
    return conn.execute(_within(query, union, day, unit)).all()


def waiting_applications(conn: Connection, day: date, unit: str | None) -> tuple[int, date | None]:
    """How many applications wait, and since when the oldest does."""
    query = select(func.count(), func.min(APPLICATION.c.received_on)).where(
        APPLICATION.c.state == "waiting", APPLICATION.c.received_on <= day
    )
    if unit is not None:
        query = _within(query, APPLICATION.c.union_id, day, unit)
    row = conn.execute(query).one()
    oldest = row[1]
    return int(row[0]), date.fromisoformat(oldest) if isinstance(oldest, str) else oldest


def running_campaigns(conn: Connection, day: date, unit: str | None) -> Sequence[Any]:
    """Campaigns of the day: (id, name, until, target, joined so far)."""
    target = select(func.coalesce(func.sum(CAMPAIGN_TARGET.c.target), 0)).where(
        CAMPAIGN_TARGET.c.campaign_id == CAMPAIGN.c.id
    )
    joined = select(func.count()).where(
        MEMBERSHIP.c.campaign_id == CAMPAIGN.c.id,
        MEMBERSHIP.c.began == "joined",
        MEMBERSHIP.c.status != "voided",
        MEMBERSHIP.c.since <= day,
    )
    query = (
        select(
            CAMPAIGN.c.id,
            CAMPAIGN.c.name,
            CAMPAIGN.c.until,
            _within(target, CAMPAIGN_TARGET.c.union_id, day, unit)
            .correlate(CAMPAIGN)
            .scalar_subquery()
            .label("target"),
            _within(joined, MEMBERSHIP.c.union_id, day, unit, "joined_below")
            .correlate(CAMPAIGN)
            .scalar_subquery()
            .label("joined"),
        )
        .where(CAMPAIGN.c.since <= day, CAMPAIGN.c.until >= day)
        .order_by(CAMPAIGN.c.until, CAMPAIGN.c.id)
    )
    return conn.execute(query).all()


LACKING = ("number", "sex", "birth_on", "ethnicity", "phone", "employer")
"""Fields of 实名制采集 that the home page counts where they are not filled in."""


def lacking(conn: Connection, day: date, unit: str | None) -> tuple[int, dict[str, int]]:
    """How many members there are, and how many of them lack each field; the card and the lines of
    one look share one pass over the memberships."""
    return once(conn, ("lacking", day, unit), lambda: _lacking(conn, day, unit))


def _lacking(conn: Connection, day: date, unit: str | None) -> tuple[int, dict[str, int]]:
    def none(condition: Any) -> Any:
        return func.sum(func.iif(condition, 1, 0))

    person = PERSON.c
    documents = exists().where(IDENTITY.c.person_id == person.id)
    works = exists().where(EMPLOYMENT.c.person_id == person.id, on_day(EMPLOYMENT, day))
    query = (
        select(
            func.count(),
            none(~documents).label("number"),
            none(person.sex.is_(None)).label("sex"),
            none(person.birth_on.is_(None)).label("birth_on"),
            none(person.ethnicity.is_(None)).label("ethnicity"),
            none(and_(person.phone.is_(None), func.coalesce(person.no_phone, 0) == 0)).label(
                "phone"
            ),
            none(~works).label("employer"),
        )
        .select_from(MEMBERSHIP)
        .join(PERSON, person.id == MEMBERSHIP.c.person_id)
        .join(UNION, UNION.c.id == MEMBERSHIP.c.union_id)
        .where(
            MEMBERSHIP.c.status == "active",
            on_day(MEMBERSHIP, day),
            UNION.c.outside == False,  # noqa: E712
            person.erased_on.is_(None),
        )
    )
    row = conn.execute(_within(query, MEMBERSHIP.c.union_id, day, unit)).one()._mapping
    total = int(next(iter(row.values())))
    return total, {field: int(row[field] or 0) for field in LACKING}
