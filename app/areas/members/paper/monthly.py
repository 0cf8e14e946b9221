"""会籍变动月报: the month's beginnings and ends per union, and whether they add up."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from app.base.days import Period, add_months, chinese
from app.base.errors import UserError
from app.figures.engine import Value, table
from app.paper.figured import CENTRE, RIGHT
from app.paper.model import Column, Document, Note, Signature, Table, Title
from app.paper.reports import Ask, shown, texts

from ..figures import CAME, WENT

_HEADS = {
    "J220": "期初\n录入", "J214": "入会", "J215": "转入", "J221": "恢复", "J216": "转出",
    "J217": "退会、除\n名、死亡", "J222": "转为\n保留",
}  # fmt: skip


def month_of(ask: Ask) -> Period:
    """The month of ``--option month=2026-11``; without it the month of the day looked at.

    Raises:
        UserError: OPTION for what is no month, or one that has not begun.
    """
    text = ask.options.get("month") or ask.scope.day.isoformat()[:7]
    try:
        first = date.fromisoformat(f"{text}-01")
    except ValueError:
        raise UserError("OPTION", f"「{text}」不是月份。", "请写成 2026-01 这样。") from None
    if first > ask.scope.day and ask.options.get("month"):
        raise UserError("OPTION", f"{first.year}年{first.month}月还没有开始。", "请换一个月份。")
    return Period(first, add_months(first, 1) - timedelta(days=1))


def monthly(ask: Ask) -> Document:
    """会籍变动月报 of the unit: one row per union, the whole below, 期末 = 期初 + 增加 − 减少."""
    said, month = texts("member_forms")["monthly"], month_of(ask)
    end = min(month.last, ask.scope.day)
    now = replace(ask.scope, day=end, period=month)
    then = replace(now, day=month.first - timedelta(days=1))
    codes = ("J224", "J225", "J226", "J218", *CAME, *WENT, "J223")
    after = table(ask.conn, ask.registry, codes, now, "union")
    before = table(ask.conn, ask.registry, ("J224",), then, "union")
    rows: list[tuple[Any, ...]] = []
    for number, (key, row) in enumerate(after.rows.items(), 1):
        start = before.rows.get(key, {}).get("J224")
        rows.append((number, after.labels[key], *_cells(start, row)))
    rows.append(("", "合计", *_cells(before.total["J224"], after.total)))
    columns = (
        Column("序号", 0.6, CENTRE),
        Column("工会", 2.8),
        Column("期初\n会员", 0.9, RIGHT),
        *(Column(_HEADS[c], 0.8, RIGHT, "本期增加") for c in CAME),
        *(Column(_HEADS[c], 0.9, RIGHT, "本期减少") for c in WENT),
        Column("合计", 0.9, RIGHT, "期末会员"),
        Column("女", 0.8, RIGHT, "期末会员"),
        Column("农民工", 1.1, RIGHT, "期末会员"),
        Column("范围内\n接转", 0.8, RIGHT),
        Column("保留\n会籍", 0.8, RIGHT),
    )
    title, first = said["title"], month.first
    return Document(
        title,
        (
            Title(f"{ask.office}{title}", subtitle=f"（{first.year}年{first.month}月）"),
            Table(
                columns,
                tuple(rows),
                totals=(len(rows) - 1,),
                size=9,
                empty="（还没有会员）",
                unit="单位：人",
            ),
            Note(said["note"]),
            Signature(ask.office, chinese(end), seal=False),
        ),
        ask.office,
        end.isoformat(),
        landscape=True,
    )


def _cells(before: Value | None, row: Any) -> tuple[str, ...]:
    start = before or Value("J224", 0, "counted")
    return (
        shown(start),
        *(shown(row[c]) for c in (*CAME, *WENT)),
        *(shown(row[c]) for c in ("J224", "J225", "J226")),
        shown(row["J223"]),
        shown(row["J218"]),
    )
