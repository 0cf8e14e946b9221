"""What the area puts on the home page: terms that run out, posts without a holder, secondments and
contracts that end, what elections wait for; each slice adds its source by a line."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from app.areas.organisations.checks.completeness import due_settings
from app.areas.organisations.due import capped
from app.base.days import add_months, chinese
from app.base.home import Due, Target
from app.base.lists import Tone

from .lists import running
from .lists.waiting import election_due

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from app.rules.book import RuleBook

AREA = "cadres"
Source = Callable[..., list[Due]]


def due(conn: Connection, *, day: date, book: RuleBook, unit: str | None = None) -> list[Due]:
    """What is to be done as of a day: overdue first, then by day."""
    found = [one for source in SOURCES for one in source(conn, day=day, book=book, unit=unit)]
    order = {Tone.BAD: 0, Tone.WARN: 1}
    return sorted(found, key=lambda d: (order.get(d.tone, 2), d.day or date.max, d.title))


def own_due(conn: Connection, *, day: date, book: RuleBook, unit: str | None = None) -> list[Due]:
    """Terms, chairs, secondments, contracts."""
    shown = due_settings()["shown"]
    ahead = day + timedelta(int(book.rule("ELE-06", on=day).params["warn_days"]))
    found = capped(
        [_term(row, day) for row in running.terms(conn, day, ahead, unit)],
        shown, "本届届满", Target(AREA, view="organs"),
    )  # fmt: skip
    months = int(book.rule("ELE-15", on=day).params["warn_months"])
    found += capped(
        [_vacant(row, day, months) for row in running.vacancies(conn, day, unit)],
        shown, "主席空缺", Target(AREA, view="organs"),
    )  # fmt: skip
    for column, rule, make in (
        ("seconded_until", "TWN-04", _seconded), ("contract_until", "LAW-08", _contract),
    ):  # fmt: skip
        until = day + timedelta(int(book.rule(rule, on=day).params["days"]))
        rows = running.posts(conn, column, day, until, unit)
        what = "挂职期满" if column == "seconded_until" else "劳动合同到期"
        found += capped([make(row, day) for row in rows], shown, what, Target(AREA, view="posts"))
    return found


def calendar(
    conn: Connection, *, day: date, year: int, book: RuleBook, unit: str | None = None
) -> list[Due]:
    """What falls into a year: ends of terms, of secondments and of contracts."""
    del book
    first, last = date(year, 1, 1), date(year, 12, 31)
    found = [_term(row, day) for row in running.terms(conn, day, last, unit) if row.due >= first]
    for column, make in (("seconded_until", _seconded), ("contract_until", _contract)):
        rows = running.posts(conn, column, day, last, unit)
        found += [make(row, day) for row in rows if row.until >= first]
    return found


def missing(conn: Connection, *, day: date, unit: str | None = None) -> list[Due]:
    """How many unions have no term, how many posts no duties or no kind."""
    lacks = running.lacking(conn, day, unit)
    words = {
        "term": ("任期没有填", "个工会", "organs"), "duties": ("职责没有写", "项任职", "posts"),
        "service": ("专兼挂没有填", "项任职", "posts"),
    }  # fmt: skip
    return [
        Due(words[key][0], None, f"{count:,} {words[key][1]}", Tone.IDLE, "补填",
            Target(AREA, view=words[key][2]))
        for key, count in lacks.items()
        if count
    ]  # fmt: skip


def _term(row: Any, day: date) -> Due:
    target = Target(AREA, "organs", row.id, "due_on")
    if row.delay is not None and row.due <= day <= row.delay:
        left = (row.delay - day).days
        return Due(f"{row.name} 延期换届期满", row.delay, f"还有 {left} 天", Tone.WARN, "办理换届",
                   target, "delay")  # fmt: skip
    left = (row.due - day).days
    if left > 0:
        note = f"还有 {left} 天"
        title = f"{row.name} 本届届满"
        return Due(title, row.due, note, Tone.WARN, "着手换届", target, "term")
    return Due(f"{row.name} 届满{_long(row.due, day)}未换届", row.due, f"{chinese(row.due)}届满",
               Tone.BAD, "办理换届", target, "term")  # fmt: skip


def _vacant(row: Any, day: date, months: int) -> Due:
    tone = Tone.BAD if day > add_months(row.since, months) else Tone.WARN
    title = f"{row.name} 主席空缺{_long(row.since, day)}"
    target = Target(AREA, "organs", row.id, "chair")
    return Due(title, row.since, "请补选主席", tone, "登记主席", target, "chair")


def _seconded(row: Any, day: date) -> Due:
    return _until(row, day, "挂职期满", "seconded_until")


def _contract(row: Any, day: date) -> Due:
    return _until(row, day, "劳动合同到期", "contract_until")


def _until(row: Any, day: date, what: str, field: str) -> Due:
    left = (row.until - day).days
    note = f"{chinese(row.until)}已到期" if left < 0 else f"{row.union}，还有 {left} 天"
    return Due(f"{row.person} {what}", row.until, note, Tone.BAD if left < 0 else Tone.WARN, "办理",
               Target(AREA, "post", row.id, field), field)  # fmt: skip


def _long(since: date, day: date) -> str:
    """How long ago, in days up to two months, then in whole months."""
    days = (day - since).days
    if days <= 60:
        return f" {days} 天"
    months = (day.year - since.year) * 12 + day.month - since.month - (day.day < since.day)
    return f" {months} 个月"


SOURCES: tuple[Source, ...] = (own_due, election_due)
