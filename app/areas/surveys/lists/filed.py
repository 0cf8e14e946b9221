"""What of a union's year lies with its surveys: the surveys and how comments were handled."""

from __future__ import annotations

from sqlalchemy import Connection, select

from app.areas.organisations.lists.filed import filed
from app.base.days import Period
from app.base.filed import Filed
from app.store import evidence

from ..records import SURVEY, SURVEY_COMMENT

_SUBJECT = "surveys"


def files(conn: Connection, *, union: str, period: Period, persons: bool = False) -> list[Filed]:
    """Surveys that the union held, and the comments whose handling somebody proved."""
    del persons
    s, c = SURVEY.c, SURVEY_COMMENT.c
    found = filed(
        conn, SURVEY, _SUBJECT, period, s.union_id == union, s.cancelled_on.is_(None),
        title=s.title, days=(s.on_day, s.since),
    )  # fmt: skip
    query = (
        select(c.id, s.title, c.done_on, c.replied_on)
        .join(SURVEY, s.id == c.survey_id)
        .where(c.survey_id.in_([one.owner_id for one in found]))
        .order_by(c.replied_on, c.id)
    )
    rows = conn.execute(query).all()
    proved = evidence.kinds_of(conn, SURVEY_COMMENT.name, [row.id for row in rows])
    return found + [
        Filed(SURVEY_COMMENT.name, row.id, f"{row.title}：意见办理", row.done_on or row.replied_on,
              _SUBJECT)
        for row in rows if row.id in proved
    ]  # fmt: skip
