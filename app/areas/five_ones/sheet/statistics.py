"""五个一统计表 as a workbook to hand in: the page that is printed, the ledger, the progress."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from app.base.codes import code_list
from app.base.days import chinese
from app.base.lists import Column, Role
from app.paper.reports import Ask, texts
from app.sheets.report_book import Cell, Grid, Head, Line, ReportBook, Sheet, Slot

from ..lists.lamps import HEADS
from ..lists.ledger import LEDGER
from ..lists.statistics import QUARTERS, STATES, Statistics
from ..paper.year import ledger_rows, summary, year_of

_TEXTS = "five_ones"
_NAMES = tuple(name for _month, _day, name in QUARTERS)
_WIDE = (24, 9, 8, 13, 9, 9, 10, 10, 10, 10, 8)
_WIDTHS = {Role.COUNT: 7, Role.DAY: 11}
"""In characters, by what a column of the ledger holds; of texts as the list has it."""


def sheets(ask: Ask) -> tuple[Sheet, ...]:
    """The 统计表, the 台账 and the progress of every federation."""
    year = year_of(ask)
    found, said = Statistics(year), texts(_TEXTS)
    ledger, quarters = said["ledger"], said["quarters"]
    until = Line(f"截至{chinese(year.day)}", 11)
    page = Sheet(
        "统计表",
        _WIDE,
        (
            Line(f"{ask.office}{year.number}年{ledger['statistics']}", 16),
            until,
            _states(found, quarters["group"]),
            *(Slot(head, text, 4) for head, text in summary(year, ledger)),
            Line(ledger["note"]),
            Line(quarters["note"]),
            Line(ledger["sign"], 11),
        ),
        one_page=True,
    )
    columns = [column for column in LEDGER.columns if column.key != "id"]
    rows = ledger_rows(ask, year)
    head = Line(f"{ask.office}{year.number}年{ledger['title']}", 16)
    book = Sheet(
        "台账",
        (5, *(_WIDTHS.get(column.role, round(column.width / 10)) for column in columns)),
        (head, until, _ledger(columns, rows)),
        landscape=True,
    )
    title = Line(f"{ask.office}{year.number}年{quarters['title']}", 16)
    each = Sheet("各联合会进度", (34, 10, 10, 10, 10), (title, until, _each(found)))
    return (page, book, each)


def _states(found: Statistics, group: str) -> Grid:
    """How many federations are how far, and by each quarter's end; as the paper has it."""
    names = code_list("lamp_state")
    heads = ("项目", "联合会数", *(names.name_of(state) for state in STATES), "完成率")
    rows: list[tuple[Cell, ...]] = []
    for title, counted, quarterly in found.rows():
        states: tuple[Cell, ...] = (None,) * (len(heads) - 1)
        if counted is not None:
            empty = (None,) * (len(STATES) - len(counted.states))
            share = _share(counted.states[0], counted.many)
            states = (counted.many, *counted.states, *empty, share)
        ends = (None,) * len(QUARTERS) if quarterly is None else _or_dash(quarterly.numbers)
        rows.append((title, *states, *ends))
    columns = (*(Head(head) for head in heads), *(Head(name, group) for name in _NAMES))
    return Grid(columns, rows, (len(HEADS),))


def _share(part: int, whole: int) -> Cell:
    """The rate as the paper prints it, rounded half up in integers; — for none of none."""
    return (part * 20_000 + whole) // (2 * whole) / 10_000 if whole else "—"


def _or_dash(numbers: Sequence[int | None]) -> tuple[Cell, ...]:
    return tuple("—" if number is None else number for number in numbers)


def _each(found: Statistics) -> Grid:
    heads = tuple(Head(head) for head in ("联合会", *_NAMES))
    return Grid(heads, [(one.title, *_or_dash(one.numbers)) for one in found.each])


_GROUPS = {
    "m": "①会员代表大会", "w": "②职工代表大会", "c": "④劳动竞赛", "r": "⑤文体活动",
    "signed": "③工资集体协商",
}  # fmt: skip
_WAGE = {"signed_on": "签订日期", "term": "期限", "firms": "覆盖企业", "wage_workers": "覆盖职工",
         "increase": "增幅"}  # fmt: skip
_OWN = {"on": "日期", "due": "应到", "present": "实到", "decided": "主要决议", "title": "名称",
        "people": "人数"}  # fmt: skip


def _ledger(columns: Sequence[Column], rows: Sequence[Mapping[str, Any]]) -> Grid:
    heads = [Head("序号"), *(_head(column) for column in columns)]
    found: list[tuple[Cell, ...]] = [
        (number, *(_cell(column.key, row) for column in columns))
        for number, row in enumerate(rows, 1)
    ]
    return Grid(tuple(heads), found)


def _head(column: Column) -> Head:
    if column.key in _WAGE:
        return Head(_WAGE[column.key], _GROUPS["signed"])
    prefix, _, rest = column.key.partition("_")
    if prefix in _GROUPS and rest in _OWN:
        return Head(_OWN[rest], _GROUPS[prefix])
    return Head(column.title)


def _cell(key: str, row: Mapping[str, Any]) -> Cell:
    value = row.get(key)
    if key == "done":
        return f"{value}/{len(HEADS)}"
    return value if isinstance(value, (int, date)) else str(value or "")


STATISTICS_BOOK = ReportBook("five_ones_statistics", "五个一统计表", sheets)
WORKBOOKS = (STATISTICS_BOOK,)
"""The finished workbooks of this area."""
