"""What the area puts on the home page: surveys to be counted, comments to be answered."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from app.areas.organisations.checks.completeness import due_settings
from app.areas.organisations.due import capped
from app.areas.organisations.lists.names import names_of
from app.base.home import Due, Target
from app.base.lists import Tone

from .lists import waiting

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import Connection

    from app.rules.book import RuleBook

AREA = "surveys"
_SAID = 20
"""Of a comment so many characters are told."""


def due(conn: Connection, *, day: date, book: RuleBook, unit: str | None = None) -> list[Due]:
    """Surveys under way and those not counted in time; comments not dealt with in time, and those
    nobody answered."""
    del book
    settings = due_settings()
    shown = settings["shown"]
    ahead = day + timedelta(days=settings["planned_days"])
    return [
        *_open(conn, day, unit, shown),
        *_late(conn, day, unit, shown, ahead),
        *_silent(conn, day, unit, ahead),
    ]


def calendar(
    conn: Connection, *, day: date, year: int, book: RuleBook, unit: str | None = None
) -> list[Due]:
    """What falls into a year: ends of surveys, days by which comments are to be dealt with."""
    del book
    first, last = date(year, 1, 1), date(year, 12, 31)
    surveys = waiting.ending(conn, day, unit, first, last)
    comments = waiting.promised(conn, day, unit, first, last)
    return [*(_survey(one, day) for one in surveys), *(_comment(one, day) for one in comments)]


def _survey(row: Mapping[Any, Any], day: date, where: str = "") -> Due:
    until = row["until"]
    late = until is not None and until < day
    note = "已经结束，还没有计票" if late else "收票截止"
    return Due(
        f"{where}{row['title']}", until, note, Tone.BAD if late else Tone.INFO, "登记计票",
        Target(AREA, "survey", row["id"]), "count",
    )  # fmt: skip


def _comment(row: Mapping[Any, Any], day: date) -> Due:
    late = row["due_on"] < day
    text = row["text"] if len(row["text"]) <= _SAID else row["text"][: _SAID - 1] + "…"
    who = f"责任人 {row['responsible']}" if row["responsible"] else ""
    note = "　".join(part for part in ("已逾期" if late else "办理期限", who) if part)
    return Due(
        f"职工意见：{text}", row["due_on"], note, Tone.BAD if late else Tone.WARN, "办理",
        Target(AREA, "survey_comment", row["id"]), "comment",
    )  # fmt: skip


def _open(conn: Connection, day: date, unit: str | None, shown: int) -> list[Due]:
    rows = waiting.begun(conn, day, unit)
    names = names_of(conn, "union", (one["union_id"] for one in rows), day)
    found = [_survey(one, day, f"{names.get(one['union_id'], '')} ") for one in rows]
    return capped(found, shown, "评议等着计票", Target(AREA, view="surveys"))


def _late(conn: Connection, day: date, unit: str | None, shown: int, ahead: date) -> list[Due]:
    rows = waiting.promised(conn, day, unit, date.min, ahead)
    found = [_comment(one, day) for one in rows]
    return capped(found, shown, "职工意见到期没有办结", Target(AREA, view="survey_comments"))


def _silent(conn: Connection, day: date, unit: str | None, ahead: date) -> list[Due]:
    rows = waiting.unanswered(conn, day, unit, ahead)
    if not rows:
        return []
    return [
        Due(f"{len(rows)} 条职工意见没有答复", None, "", Tone.WARN, "答复",
            Target(AREA, view="survey_comments"))
    ]  # fmt: skip
