"""What the area puts on the home page: activities behind the calendar, federations that lag, what
falls into the year.

A slice adds its own to ``DUES`` and ``CALENDARS``.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

from app.base.codes import code_list
from app.base.home import Card, Due, Target
from app.base.lists import Tone

from .bargain_due import ends_due, ends_of_year, steps_due
from .lists.lamps import HEADS, done_of
from .lists.pending import Pending, planned
from .lists.year import Year
from .rules.lamps import DONE, next_step

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from app.figures.registry import Registry
    from app.rules.book import RuleBook

AREA = "five_ones"
AHEAD = timedelta(days=14)
"""So long before its day a planned activity is shown."""
SHOWN = 5
"""So many of one sort are listed one by one; the others as a number."""


def home(
    conn: Connection,
    *,
    day: date,
    book: RuleBook,
    unit: str | None = None,
    registry: Registry | None = None,
) -> list[Card]:
    """五个一: how many federations have all five done."""
    del registry
    year = Year(conn, day.year, day, unit=unit, book=book)
    many = len(year.federations)
    if not many or not year.kept:
        return []
    whole = sum(done_of(year.lamps[one.id]) == len(HEADS) for one in year.federations)
    held = sum(done_of(year.lamps[one.id]) for one in year.federations)
    tone = Tone.GOOD if whole == many else Tone.WARN
    note = f"各项完成 {held} / {many * len(HEADS)}"
    return [Card("five_ones", "五个一全部完成", f"{whole} / {many}", note, tone,
                 Target(AREA, view="five_ones"))]  # fmt: skip


def _activities(conn: Connection, day: date, book: RuleBook, unit: str | None) -> list[Due]:
    """Planned activities whose day has come or comes soon."""
    del book
    rows = planned(conn, date.min, day + AHEAD, unit, day)
    found = [_due(row, day) for row in rows[:SHOWN]]
    if len(rows) > SHOWN:
        found.append(
            Due(f"另有 {len(rows) - SHOWN} 项计划的活动到期", None, "", Tone.WARN, "查看",
                Target(AREA, view="activities"))
        )  # fmt: skip
    return found


def _due(row: Pending, day: date) -> Due:
    late = row.planned_on < day
    kind = code_list("activity_kind").name_of(row.kind)
    note = f"{kind}　{'已过计划日期' if late else '计划日期'}"
    return Due(f"{row.union}：{row.title}", row.planned_on, note, Tone.BAD if late else Tone.WARN,
               "登记", Target(AREA, "activity", row.id), "held")  # fmt: skip


def _lagging(conn: Connection, day: date, book: RuleBook, unit: str | None) -> list[Due]:
    """Federations that have fewer of the five done than the year asks for by now or soon."""
    year = Year(conn, day.year, day, unit=unit, book=book)
    step = next_step(year.params, day + AHEAD, year.period)
    if step is None:
        return []
    until, wanted = step
    behind = [
        one
        for one in year.federations
        if one.id in year.kept and done_of(year.lamps[one.id]) < wanted
    ]
    found = []
    for one in behind[:SHOWN]:
        lamps = year.lamps[one.id]
        left = "、".join(HEADS[lamp.kind] for lamp in lamps if lamp.state != DONE)
        tone = Tone.BAD if until < day else Tone.WARN
        found.append(
            Due(f"{one.name}五个一完成 {done_of(lamps)} 项，应完成 {wanted} 项", until,
                f"还差：{left}", tone, "查看", Target(AREA, "five_year", one.id), "year")
        )  # fmt: skip
    if len(behind) > SHOWN:
        found.append(
            Due(f"另有 {len(behind) - SHOWN} 个联合会五个一进度落后", until, "", Tone.WARN, "查看",
                Target(AREA, view="five_ones"))
        )  # fmt: skip
    return found


def _year(conn: Connection, day: date, book: RuleBook, year: int, unit: str | None) -> list[Due]:
    """The planned activities of a year."""
    del book
    rows = planned(conn, date(year, 1, 1), date(year, 12, 31), unit, day)
    return [_due(row, day) for row in rows]


DUES: Sequence[Callable[[Connection, date, RuleBook, str | None], list[Due]]] = (
    _activities,
    _lagging,
    steps_due,
    ends_due,
)
CALENDARS: Sequence[Callable[[Connection, date, RuleBook, int, str | None], list[Due]]] = (
    _year,
    ends_of_year,
)


def due(conn: Connection, *, day: date, book: RuleBook, unit: str | None = None) -> list[Due]:
    """Everything that waits for somebody."""
    return [one for source in DUES for one in source(conn, day, book, unit)]


def calendar(
    conn: Connection, *, day: date, year: int, book: RuleBook, unit: str | None = None
) -> list[Due]:
    """What falls into a year."""
    return [one for source in CALENDARS for one in source(conn, day, book, year, unit)]
