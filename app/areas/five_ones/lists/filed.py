"""What of a union's year lies with its activities, consultations and contracts."""

from __future__ import annotations

from sqlalchemy import Connection, and_, or_, select

from app.areas.organisations.lists.filed import filed
from app.base.codes import code_list
from app.base.days import Period
from app.base.filed import Filed

from ..records import ACTIVITY, CONSULTATION, CONTRACT, OFFER_BATCH

_OTHER = "other_activities"
_BARGAINING = "bargaining"


def files(conn: Connection, *, union: str, period: Period, persons: bool = False) -> list[Filed]:
    """Activities held, else planned, in the period; consultations; contracts signed, filed or in
    force in it; offers sent to many."""
    del persons
    a, t, c = ACTIVITY.c, CONSULTATION.c, CONTRACT.c
    found: list[Filed] = []
    for kind in code_list("activity_kind").entries:
        subject = kind.code if kind.flag("five") else _OTHER
        if kind.flag("process"):
            subject = _BARGAINING
        planned = and_(a.held_on.is_(None), a.planned_on.between(period.first, period.last))
        held = a.held_on.between(period.first, period.last)
        found += filed(
            conn, ACTIVITY, subject, period, a.union_id == union, a.kind == kind.code,
            a.cancelled_on.is_(None), or_(held, planned),
            title=a.title, days=(a.held_on, a.planned_on),
        )  # fmt: skip
    contracts = or_(
        and_(c.since <= period.last, or_(c.ends_on.is_(None), c.ends_on >= period.first)),
        c.signed_on.between(period.first, period.last),
    )
    ids = conn.execute(select(c.id).where(c.union_id == union, contracts)).scalars().all()
    found += filed(conn, OFFER_BATCH, _BARGAINING, period, OFFER_BATCH.c.union_id == union,
                   title=OFFER_BATCH.c.title, days=(OFFER_BATCH.c.offered_on,))  # fmt: skip
    led = or_(
        t.contract_id.in_(ids),
        *(one.between(period.first, period.last) for one in (t.offered_on, t.closed_on)),
    )
    rows = conn.execute(
        select(t.id, t.title, t.offered_on).where(t.union_id == union, led)
        .order_by(t.offered_on, t.id)
    )  # fmt: skip
    found += [Filed(CONSULTATION.name, row[0], row[1], row[2], _BARGAINING) for row in rows]
    signed = conn.execute(
        select(c.id, c.title, c.signed_on).where(c.id.in_(ids)).order_by(c.signed_on, c.id)
    )
    return found + [Filed(CONTRACT.name, row[0], row[1], row[2], "contracts") for row in signed]
