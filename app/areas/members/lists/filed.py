"""What of a union's year lies with its members: campaigns; papers of single persons if asked."""

from __future__ import annotations

from sqlalchemy import Connection, or_, select

from app.areas.organisations.lists.filed import filed
from app.base.days import Period
from app.base.filed import Filed

from ..records import APPLICATION, CAMPAIGN, CAMPAIGN_TARGET, MEMBERSHIP, PERSON, TRANSFER

_SUBJECT = "members"


def files(conn: Connection, *, union: str, period: Period, persons: bool = False) -> list[Filed]:
    """Campaigns in which the union had a goal; with ``persons`` its members, what they applied for
    and their transfers."""
    part = select(CAMPAIGN_TARGET.c.campaign_id).where(CAMPAIGN_TARGET.c.union_id == union)
    found = filed(
        conn, CAMPAIGN, _SUBJECT, period, CAMPAIGN.c.id.in_(part),
        title=CAMPAIGN.c.name, days=(CAMPAIGN.c.since,),
    )  # fmt: skip
    if not persons:
        return found
    mine = select(MEMBERSHIP.c.person_id).where(
        MEMBERSHIP.c.union_id == union,
        MEMBERSHIP.c.since <= period.last,
        or_(MEMBERSHIP.c.until.is_(None), MEMBERSHIP.c.until > period.first),
    )
    found += filed(
        conn, PERSON, _SUBJECT, period, PERSON.c.id.in_(mine), PERSON.c.erased_on.is_(None),
        title=PERSON.c.name, days=(),
    )  # fmt: skip
    found += filed(
        conn, APPLICATION, _SUBJECT, period, APPLICATION.c.union_id == union,
        title=APPLICATION.c.name, days=(APPLICATION.c.decided_on, APPLICATION.c.received_on),
    )  # fmt: skip
    sides = or_(TRANSFER.c.from_union_id == union, TRANSFER.c.to_union_id == union)
    named = select(PERSON.c.name).where(PERSON.c.id == TRANSFER.c.person_id).scalar_subquery()
    return found + filed(
        conn, TRANSFER, _SUBJECT, period, sides,
        title=named, days=(TRANSFER.c.received_on, TRANSFER.c.sent_on),
    )  # fmt: skip
