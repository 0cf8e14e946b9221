"""专项行动进度表: target, joined and percent per unit, by month and by week."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.base.days import chinese
from app.base.errors import UserError
from app.base.lists import View
from app.base.text import rate
from app.paper.figured import CENTRE, RIGHT, numbered
from app.paper.model import (
    Block,
    Chart,
    Column,
    Document,
    KeyFigures,
    Note,
    Series,
    Table,
    Title,
)
from app.paper.reports import Ask, texts

from ..lists.campaigns import CAMPAIGN_LIST, progress_of
from ..lists.campaigns import Table as Progress
from .forms import asked

_BARS = 30
"""More units than this are not drawn; the table has them all."""
_FULL = 100.0


def campaign(ask: Ask) -> Document:
    """进度表 of a 专项行动 (``--option id=``) as of the day.

    Raises:
        UserError: REQUIRED; NOT_FOUND.
    """
    record = asked(ask)[0]
    day = ask.scope.day
    known = CAMPAIGN_LIST.rows(ask.conn, [record], View(day))
    weeks = progress_of(ask.conn, record, day, "week")
    months = progress_of(ask.conn, record, day, "month")
    if not known or weeks is None or months is None:
        raise UserError("NOT_FOUND", "找不到这个专项行动。", "它可能刚刚被删除，请刷新后再试。")
    said, row = texts("member_campaign")["campaign"], known[0]
    target = sum(line.target for line in months.lines)
    joined = sum(line.total for line in months.lines)
    period = said["period"].format(since=chinese(row["since"]), until=chinese(row["until"]))
    title = f"{row['name']}{said['title']}"
    as_of = months.spans[-1][1] if months.spans else day
    blocks: list[Block] = [
        Title(title, subtitle=f"（截至{chinese(as_of)}）"),
        KeyFigures(
            (
                ("目标", str(target), "人"),
                ("已入会", str(joined), "人"),
                ("完成率", rate(joined, target), ""),
            )
        ),
        _units(months, weeks, said, period),
    ]
    if bars := _bars(months, said):
        blocks.append(bars)
    blocks += [
        _spans(months, target, f"表#　{said['months']}"),
        _spans(weeks, target, f"表#　{said['weeks']}"),
    ]
    if late := int(row["late"]):
        blocks.append(Note(said["late"].format(count=late)))
    return Document(title, tuple(numbered(blocks)), ask.office, day.isoformat())


def _units(months: Progress, weeks: Progress, said: Mapping[str, str], period: str) -> Table:
    """Each unit with its target; at the end the whole."""
    recent = {line.union_id: line.joined[-1:] for line in weeks.lines}
    rows: list[tuple[Any, ...]] = [
        (
            number,
            line.union,
            _target(line.target),
            *_last(recent.get(line.union_id, [])),
            *_last(line.joined[-1:]),
            line.total,
            rate(line.total, line.target),
        )
        for number, line in enumerate(months.lines, 1)
    ]
    target, joined = sum(one.target for one in months.lines), sum(o.total for o in months.lines)
    rows.append(
        (
            "",
            "合计",
            _target(target),
            *_last([sum(part[0] for part in recent.values() if part)] if weeks.spans else []),
            *_last([sum(one.joined[-1] for one in months.lines)] if months.spans else []),
            joined,
            rate(joined, target),
        )
    )
    columns = (
        Column("序号", 0.6, CENTRE),
        Column("单位", 3.2),
        Column("目标\n（人）", 0.9, RIGHT),
        Column("最近一周\n入会", 1.1, RIGHT),
        Column("最近一月\n入会", 1.1, RIGHT),
        Column("累计入会\n（人）", 1.1, RIGHT),
        Column("完成率", 1.1, RIGHT),
    )
    return Table(
        columns,
        tuple(rows) if months.lines else (),
        title=f"表#　{said['units']}",
        totals=(len(rows) - 1,) if months.lines else (),
        size=9,
        empty=said["none"],
        note=f"{period}{said['note']}",
    )


def _target(target: int) -> str:
    return str(target) if target else "—"


def _last(counts: list[int]) -> tuple[str]:
    return (str(counts[0]) if counts else "—",)


def _bars(months: Progress, said: Mapping[str, str]) -> Chart | None:
    """How far each unit with a target is."""
    lines = [line for line in months.lines if line.target]
    lines.sort(key=lambda line: -line.total / line.target)
    if not lines:
        return None
    top = lines[:_BARS]
    series = Series(
        said["chart"],
        tuple(min(_FULL, _FULL * line.total / line.target) for line in top),
        tuple(f"{rate(line.total, line.target)}（{line.total}/{line.target}）" for line in top),
    )
    return Chart(
        f"图#　{said['chart']}",
        tuple(line.union for line in top),
        (series,),
        unit="%",
        top=_FULL,
        note=said["chart_note"],
    )


def _spans(table: Progress, target: int, title: str) -> Table:
    """Who joined in each week or month, and how many there are then."""
    rows, total = [], 0
    for place, (first, last) in enumerate(table.spans):
        came = sum(line.joined[place] for line in table.lines)
        total += came
        rows.append((f"{first:%Y.%m.%d}—{last:%Y.%m.%d}", came, total, rate(total, target)))
    columns = (
        Column("时间", 2.4, CENTRE),
        Column("新入会（人）", 1.2, RIGHT),
        Column("累计（人）", 1.2, RIGHT),
        Column("占目标", 1.2, RIGHT),
    )
    return Table(columns, tuple(rows), title=title, size=9, empty="（行动还没有开始）")
