"""What several commands share: the unit meant, the scope of figures."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Any

from app.base.days import Period
from app.base.errors import UserError
from app.rules.office import rule_book
from app.store.notes import setting
from app.store.search import find, named

if TYPE_CHECKING:
    from app.figures.registry import Scope

WORKING_YEAR = "working_year"


def unit_id(conn: Any, text: str | None) -> str | None:
    """The union meant by ``--unit``: its id, or its name where exactly one has it.

    Raises:
        UserError: NO_UNIT, with near names.
    """
    if not text:
        return None
    plain = text.strip().lower().replace("-", "")
    if re.fullmatch(r"[0-9a-f]{32}", plain):
        if named(conn, plain) is not None:
            return plain
    else:
        hits = [hit for hit in find(conn, text, 200)[0] if hit["kind"] == "union"]
        exact = [hit for hit in hits if hit["title"] == text.strip()]
        if len(exact) == 1:
            return exact[0]["id"]
        if hits:
            near = "、".join(hit["title"] for hit in (exact or hits)[:5])
            raise UserError(
                "NO_UNIT",
                f"「{text}」不能确定是哪一个工会：{near}。",
                "请写全名；重名的请写编号（用 find 可以查到）。",
            )
    raise UserError("NO_UNIT", f"没有「{text}」这个工会。", "编号和名称可以用 find 查到。")


def period_of(conn: Any, year: int | None, today: date, report: str | None = None) -> Period:
    """The period named by ``--year`` of a report, by the rule packs; this year without one."""
    book = rule_book(conn)
    year = year if year is not None else today.year
    if not 1900 <= year <= 2200:
        raise UserError("NO_YEAR", f"没有 {year} 年度。", "请写四位年份。")
    if report is not None:
        return book.period_of(report, year)
    return book.period(WORKING_YEAR, year)


def scope_of(
    conn: Any,
    *,
    today: date,
    year: int | None = None,
    as_of: date | None = None,
    unit: str | None = None,
) -> Scope:
    """What figures are looked at: stocks on ``as_of``, else on the last day of the year or today,
    whichever is earlier; flows in the year."""
    from app.figures.registry import Scope

    if year is None and as_of is not None:
        year = as_of.year
    period = period_of(conn, year, today)
    opening = setting(conn, "opening")
    return Scope(
        day=as_of or min(period.last, today),
        period=period,
        unit=unit_id(conn, unit),
        opening=date.fromisoformat(opening) if opening else None,
    )
