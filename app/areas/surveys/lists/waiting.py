"""What waits in the area: surveys to be counted, comments to be dealt with."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import Connection, RowMapping, func, select

from app.areas.members.lists.queues import within
from app.base.lists import View

from ..records import SURVEY, SURVEY_COMMENT


def ending(
    conn: Connection, day: date, unit: str | None, first: date, last: date
) -> list[RowMapping]:
    """Surveys not counted yet whose last day lies in a period."""
    return _pending_surveys(conn, day, unit, SURVEY.c.until.between(first, last))


def begun(conn: Connection, day: date, unit: str | None) -> list[RowMapping]:
    """Surveys that have begun and are not counted yet."""
    row = SURVEY.c
    return _pending_surveys(conn, day, unit, func.coalesce(row.since, row.until) <= day)


def promised(
    conn: Connection, day: date, unit: str | None, first: date, last: date
) -> list[RowMapping]:
    """Comments not dealt with whose last day lies in a period."""
    return _pending_comments(conn, day, unit, SURVEY_COMMENT.c.due_on.between(first, last))


def unanswered(conn: Connection, day: date, unit: str | None, after: date) -> list[RowMapping]:
    """Comments that nobody answered, without those to be dealt with by ``after``."""
    said = SURVEY_COMMENT.c
    later = func.coalesce(said.due_on > after, True)
    return _pending_comments(conn, day, unit, said.reply.is_(None), later)


def _pending_surveys(
    conn: Connection, day: date, unit: str | None, *where: Any
) -> list[RowMapping]:
    """Surveys that are not counted yet."""
    row = SURVEY.c
    query = (
        select(row.id, row.title, row.union_id, row.since, row.until)
        .where(
            *within(View(day, unit), row.union_id),
            row.cancelled_on.is_(None),
            row.on_day.is_(None),
            *where,
        )
        .order_by(row.until, row.id)
    )
    return list(conn.execute(query).mappings())


def _pending_comments(
    conn: Connection, day: date, unit: str | None, *where: Any
) -> list[RowMapping]:
    """Comments that are not dealt with."""
    said = SURVEY_COMMENT.c
    query = (
        select(said.id, said.text, said.due_on, said.responsible)
        .join(SURVEY, SURVEY.c.id == said.survey_id)
        .where(
            *within(View(day, unit), SURVEY.c.union_id),
            SURVEY.c.cancelled_on.is_(None),
            said.done_on.is_(None),
            *where,
        )
        .order_by(said.due_on, said.id)
    )
    return list(conn.execute(query).mappings())
