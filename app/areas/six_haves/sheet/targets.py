"""年度目标 as a workbook: one row, one figure of one union; progress stands beside it going out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import cached_property
from typing import Any

from app.areas.five_ones.sheet.ledger import MUST, LedgerComparer
from app.base.area import Area
from app.base.findings import Severity
from app.base.lists import View
from app.base.text import half_width
from app.figures.registry import Registry
from app.sheets.area_sheet import ComparedSheet
from app.sheets.checked import CheckedRow
from app.sheets.comparing import Options, Plan
from app.sheets.declared import sheet_kind

from ..acts.targets import Key, TargetRow, import_targets
from ..lists.goal_figures import FigureNames, is_rate, kept, said, short_of, title_of
from ..lists.goals import Goals, every_goal, read_goals
from ..rules.goals import PACES

KIND = sheet_kind("targets")
_FIRST = 2000
"""No goals of an earlier year are kept."""


class Comparer(LedgerComparer):
    """Judges the rows of one file in their order."""

    def __init__(
        self,
        conn: Any,
        rows: Sequence[CheckedRow],
        options: Options,
        plan: Plan,
        today: date,
        registry: Registry,
    ) -> None:
        super().__init__(conn, rows, options, plan, today)
        self._registry, self._names = registry, FigureNames(registry)
        self._there = every_goal(conn)
        self._seen: dict[tuple[int, Key], int] = {}
        self._code = ""

    def word(self, field: str, value: Any) -> str:
        """A value as the clerk knows it."""
        if field == "value":
            return said(self._registry, self._code, value)
        return super().word(field, value)

    def one(self, part: int, row: CheckedRow) -> TargetRow | None:
        """The goal of a row."""
        union, code, year = self.union(row), self._figure(row), self._year(row)
        value = self._value(row, code) if code else None
        if union is None or not code or year is None or value is None:
            return None
        key, self._code = (union, code), code
        if (year, key) in self._seen:
            title = title_of(self._registry, code)
            before = f"第 {self._seen[year, key]} 行"
            row.add("IMP-TWICE", MUST, f"{before}已经有这个工会的「{title}」，请只保留一行")
            return None
        self._seen[year, key] = row.row
        note = row.values.get("note") or None
        record = self._there.get((year, union, code))
        if record is None:
            self._did.add("new")
            return TargetRow(part, year, key, value, note)
        changes = self.compare(row, record, {"value": value, "note": note})
        return TargetRow(part, year, key, changes.get("value"), changes.get("note"))

    def _figure(self, row: CheckedRow) -> str | None:
        """The code: that of its own column before the name."""
        code, name = (str(row.values.get(key) or "") for key in ("code", "figure"))
        found = (self._names.code(code) if code else None) or self._names.code(name)
        if found is None or (code and self._names.code(code) is None):
            wrong, field = (code, "code") if code else (name, "figure")
            near = self._names.near(name) if name else ()
            row.add(
                "IMP-FIGURE", MUST, f"没有「{wrong}」这项指标，请选对名称或编号",
                field=field, candidates=near,
            )  # fmt: skip
            return None
        return found

    def _year(self, row: CheckedRow) -> int | None:
        year = row.values.get("year") or self._meant.on_day.year
        if not _FIRST <= year <= self._today.year + 1:
            most = self._today.year + 1
            said = f"「{year}」不能当年度，应在 {_FIRST} 至 {most} 之间"
            row.add("IMP-VALUE", MUST, said, field="year")
            return None
        return int(year)

    def _value(self, row: CheckedRow, code: str) -> int | None:
        text = str(row.values.get("value") or "")
        share = _share(text) if is_rate(self._registry, code) else None
        if share is not None:
            read = said(self._registry, code, share)
            row.add("IMP-VALUE", Severity.EXPLAIN, f"「{text}」按 {read} 读，请核对", field="value")
            return share
        try:
            return kept(self._registry, code, text)
        except ValueError as error:
            row.add("IMP-VALUE", MUST, f"「{text}」不能当目标：{error}", field="value")
            return None


def _share(text: str) -> int | None:
    """A cell of the format 0% holds 0.95 where 95% is shown: that number as hundredths of a
    percent; None: it is not written so."""
    try:
        number = Decimal(half_width(text).strip())
    except InvalidOperation:
        return None
    if not 0 < number <= 1:
        return None
    return int((number * 10_000).to_integral_value())


@dataclass(frozen=True)
class TargetSheet(ComparedSheet):
    """Goals of a year; its unit is the union of rows that name none.

    Attributes:
        areas: whose figures goals are set for.
    """

    areas: tuple[Area, ...] = ()

    act = import_targets
    comparer = Comparer

    def among(self, areas: tuple[Area, ...]) -> TargetSheet:
        return replace(self, areas=areas)

    @cached_property
    def registry(self) -> Registry:
        """The figures of all areas."""
        from app.paper.asking import registry_of

        return registry_of(self.areas)

    def for_comparer(self) -> Mapping[str, Any]:
        return {"registry": self.registry}

    def export(self, conn: Any, view: View) -> Iterator[Mapping[str, Any]]:
        """The goals of the year of the day, with what stands on it."""
        goals = read_goals(conn, self.registry, year=view.day.year, day=view.day, unit=view.unit)
        return rows_of(self.registry, goals)


def rows_of(registry: Registry, goals: Goals) -> Iterator[Mapping[str, Any]]:
    """Goals as the workbook's fields."""
    for goal in goals.found:
        yield {
            "union": goal.union,
            "year": goals.year,
            "figure": title_of(registry, goal.code),
            "code": goal.code,
            "value": _cell(registry, goal.code, goal.value),
            "now": _cell(registry, goal.code, goal.now),
            "done": "" if goal.done is None else f"{goal.done}%",
            "missing": short_of(registry, goal.code, goal.missing),
            "pace": PACES[goal.pace],
            "note": goal.note,
        }


def _cell(registry: Registry, code: str, value: int | None) -> int | str | None:
    """A rate as 95%, all else as a number that can be summed."""
    return said(registry, code, value) if is_rate(registry, code) else value


TARGET_SHEET = TargetSheet(KIND, named={"union": "unions"})
