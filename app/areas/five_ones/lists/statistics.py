"""五个一统计表: how many federations are how far with each of the five, and by each quarter's end.

Counted here once; screen, paper and workbook show the same numbers in the same order.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from sqlalchemy import Connection

from app.base.codes import code_list
from app.base.lists import Column, Filter, Role, View
from app.base.text import rate

from ..rules.lamps import DONE, NONE, PLANNED, SHORT, wanted_by
from .lamps import HEADS, LAMPS, YEARS, done_of, year_of
from .year import Year, YearUnion, progress

STATES = (DONE, SHORT, PLANNED, NONE)
QUARTERS = ((3, 31, "一季度末"), (6, 30, "二季度末"), (9, 30, "三季度末"), (12, 31, "年末"))
"""Last day of each quarter (month, day), and what it is called."""
WHOLE, SUM, WANTED = "whole", "sum", "wanted"
TOTALS = {WHOLE: "五项全部完成", SUM: "各项合计", WANTED: "每个应完成（项）"}


def counts_of(year: Year) -> dict[str, dict[str, int]]:
    """Kind → state → how many federations."""
    found = {kind: dict.fromkeys(STATES, 0) for kind in HEADS}
    for one in year.federations:
        for lamp in year.lamps[one.id]:
            found[lamp.kind][lamp.state] += 1
    return found


def whole_of(year: Year) -> int:
    """Federations that have all five done."""
    return sum(done_of(year.lamps[one.id]) == len(HEADS) for one in year.federations)


@dataclass(frozen=True, slots=True)
class Counted:
    """One row of the table of states.

    Attributes:
        many: federations in all.
        states: how many of them are how far, in the order of ``STATES``; of 五项全部完成 only
            those that are done.
    """

    key: str
    title: str
    many: int
    states: tuple[int, ...]

    @property
    def rate(self) -> str:
        """Those done, of all."""
        return rate(self.states[0], self.many)


@dataclass(frozen=True, slots=True)
class Quarterly:
    """One row of the progress: a number for each quarter's end, None where it is yet to come."""

    key: str
    title: str
    numbers: tuple[int | None, ...]


class Statistics:
    """The 统计表 of a year."""

    def __init__(self, year: Year) -> None:
        self.year = year
        self.ends = [date(year.number, month, day) for month, day, _name in QUARTERS]

    @cached_property
    def states(self) -> list[Counted]:
        """The five, 五项全部完成 below them."""
        many, counts = len(self.year.federations), counts_of(self.year)
        rows = [
            Counted(kind, word, many, tuple(counts[kind][state] for state in STATES))
            for kind, word in HEADS.items()
        ]
        return [*rows, Counted(WHOLE, TOTALS[WHOLE], many, (whole_of(self.year),))]

    @cached_property
    def _marks(self) -> list[list[tuple[YearUnion, tuple[bool, ...]]] | None]:
        """Quarter → federation → which of the five it had held; the quarter that the day lies in
        counts up to the day."""
        day = self.year.day
        last = next((end for end in self.ends if day <= end), self.ends[-1])
        return [progress(self.year, min(end, day)) if end <= last else None for end in self.ends]

    @cached_property
    def quarters(self) -> list[Quarterly]:
        """Federations that had held each of the five; all together; how many each should have."""

        def held(place: int | None) -> tuple[int | None, ...]:
            return tuple(
                None
                if mark is None
                else sum(sum(flags) if place is None else flags[place] for _one, flags in mark)
                for mark in self._marks
            )

        rows = [Quarterly(kind, HEADS[kind], held(place)) for place, kind in enumerate(HEADS)]
        year = self.year
        wanted = tuple(wanted_by(year.params, end, year.period) for end in self.ends)
        return [
            *rows,
            Quarterly(SUM, TOTALS[SUM], held(None)),
            Quarterly(WANTED, TOTALS[WANTED], wanted),
        ]

    def rows(self) -> list[tuple[str, Counted | None, Quarterly | None]]:
        """The whole table: title, how far, by quarter; None where a row has none."""
        states = {one.key: one for one in self.states}
        quarters = {one.key: one for one in self.quarters}
        titles = {**HEADS, **TOTALS}
        return [(titles[key], states.get(key), quarters.get(key)) for key in titles]

    @cached_property
    def each(self) -> list[Quarterly]:
        """Every federation: how many of the five it had held."""
        by = [
            None if mark is None else {one.id: sum(flags) for one, flags in mark}
            for mark in self._marks
        ]
        return [
            Quarterly(one.id, one.name, tuple(None if m is None else m[one.id] for m in by))
            for one in self.year.federations
        ]


class StatisticsList:
    """The 统计表 as a list: one row for each of the five, and the totals."""

    key = "five_ones_statistics"
    title = "五个一统计表"
    kind = "five_item"
    kinds = LAMPS.kinds
    purpose = (
        "这里是各联合会五个一的合计：每一项有几个联合会完成、缺材料、还没有开展，"
        "到每个季度末开展了几个。选一行，右边列出各联合会。"
    )
    filters: tuple[Filter, ...] = (Filter("year", "年度", YEARS, every="本年"),)

    @property
    def columns(self) -> tuple[Column, ...]:
        """States, then quarters."""
        names = code_list("lamp_state")
        return (
            Column("title", "项目", 126, sortable=False),
            Column("many", "联合会", 58, Role.COUNT, sortable=False),
            *(
                Column(state, names.name_of(state) if state != SHORT else "缺材料",
                       50 if state == DONE else 58, Role.COUNT,
                       sortable=False, help=names.name_of(state))
                for state in STATES
            ),
            Column("rate", "完成率", 68, Role.RATE, sortable=False),
            *(
                Column(f"q{n}", name.replace("度末", "度"), 58 if n < 3 else 48, Role.COUNT,
                       sortable=False,
                       help="到这一天已经开展的联合会数，不看材料是否齐全")
                for n, (_month, _day, name) in enumerate(QUARTERS)
            ),
        )  # fmt: skip

    def ids(self, connection: Connection, view: View) -> Sequence[str]:
        """The five and the totals; nothing where there is no federation."""
        if not Year(connection, year_of(view), view.day, unit=view.unit).federations:
            return []
        rows = {**HEADS, **TOTALS}
        return [key for key, title in rows.items() if all(w in title for w in view.text.split())]

    def rows(
        self, connection: Connection, ids: Sequence[str], view: View
    ) -> Sequence[Mapping[str, Any]]:
        """One page of rows."""
        found = Statistics(Year(connection, year_of(view), view.day, unit=view.unit))
        rows = dict(zip((*HEADS, *TOTALS), map(_row, found.rows()), strict=True))
        return [{"id": one, **rows[one]} for one in ids if one in rows]


def _row(of: tuple[str, Counted | None, Quarterly | None]) -> dict[str, Any]:
    title, counted, quarterly = of
    row: dict[str, Any] = {"title": title}
    if counted is not None:
        row |= dict(zip(STATES, counted.states, strict=False))
        row |= {"many": counted.many, "rate": counted.rate}
    if quarterly is not None:
        row |= {f"q{n}": number for n, number in enumerate(quarterly.numbers)}
    return row


STATISTICS = StatisticsList()
