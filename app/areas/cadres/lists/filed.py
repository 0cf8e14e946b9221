"""What of a union's year lies with its cadres: elections, delegates, training, honours, papers."""

from __future__ import annotations

from sqlalchemy import Connection

from app.areas.organisations.lists.common import name_of
from app.areas.organisations.lists.filed import filed
from app.base.days import Period
from app.base.filed import Filed

from ..records import BODY, DELEGATION, ELECTION, HONOUR, OFFICIAL_PAPER, TERM, TRAINING


def files(conn: Connection, *, union: str, period: Period, persons: bool = False) -> list[Filed]:
    """Elections prepared or held, delegates chosen, terms begun or put off, courses, honours of the
    union, official papers. Honours of one person only with ``persons``."""
    e, t, d = ELECTION.c, TERM.c, DELEGATION.c
    # coalesce takes the first day known: the day of the meeting, else how far it came
    meeting = (e.meeting_on, e.replied_on, e.reported_on, e.requested_on, e.planned_on)
    found = [
        _said(one, "election_kind")
        for one in filed(conn, ELECTION, "elections", period, e.union_id == union,
                         title=e.kind, days=meeting)
    ]  # fmt: skip
    bodies = {row.id: row for row in conn.execute(BODY.select().where(BODY.c.union_id == union))}
    for one in filed(conn, TERM, "elections", period, t.body_id.in_(list(bodies)),
                     title=t.body_id, days=(t.since, t.delay_on, t.approved_on)):  # fmt: skip
        body = bodies[one.title]
        name = body.name or name_of("body_kind", body.kind)
        found.append(Filed(one.owner_kind, one.owner_id, f"{name}任期", one.day, one.subject))
    for one in filed(conn, DELEGATION, "elections", period, d.union_id == union,
                     title=d.kind, days=(d.elected_on, d.since)):  # fmt: skip
        found.append(_titled(one, "会员代表" if one.title == "members" else "职工代表"))
    found += filed(conn, TRAINING, "training", period, TRAINING.c.union_id == union,
                   title=TRAINING.c.title, days=(TRAINING.c.since,))  # fmt: skip
    own = [HONOUR.c.union_id == union]
    if not persons:
        own.append(HONOUR.c.person_id.is_(None))
    found += filed(conn, HONOUR, "training", period, *own,
                   title=HONOUR.c.title, days=(HONOUR.c.on_day,))  # fmt: skip
    p = OFFICIAL_PAPER.c
    return found + filed(conn, OFFICIAL_PAPER, "official", period, p.union_id == union,
                         title=p.title, days=(p.signed_on, p.passed_on))  # fmt: skip


def _said(one: Filed, codes: str) -> Filed:
    return _titled(one, name_of(codes, one.title))


def _titled(one: Filed, title: str) -> Filed:
    return Filed(one.owner_kind, one.owner_id, title, one.day, one.subject)
