"""Rows of data: their cells read by the kinds of their fields, then each row as a whole."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import repeat
from typing import Any

from app.base.codes import code_list
from app.base.findings import Severity
from app.sheets.cells import CellReader, Read, show
from app.sheets.checked import CheckedRow, Problem
from app.sheets.fields import Field, SheetKind, load
from app.sheets.grid import EMPTY, Formula, column_index
from app.sheets.header import Layout

RowCheck = Callable[[dict[str, Any], dict[str, str]], Sequence[tuple[Any, ...]]]
RowOfData = tuple[CheckedRow, Sequence[Any], Mapping[int, Any]]
"""The row that is made, its cells, and those of them that a merged cell above has filled."""
_TEXT = {str}


def raw_cells(cells: Sequence[Any]) -> list[Any]:
    """A row as plain data, without empty cells at its end."""
    raw = list(cells) if set(map(type, cells)) <= _TEXT else [raw_cell(cell) for cell in cells]
    while raw and raw[-1] == EMPTY:
        raw.pop()
    return raw


def raw_cell(cell: Any) -> Any:
    """A cell as plain data."""
    if type(cell) is str:
        return cell
    if isinstance(cell, Formula):
        return raw_cell(cell.value)
    return cell if isinstance(cell, bool | int | float) else show(cell)


class RowChecker:
    """Reads the cells of one sheet's rows by the kinds of their fields."""

    def __init__(self, layout: Layout, kind: SheetKind, *, mac_epoch: bool) -> None:
        self._sheet = layout.sheet
        self._columns = [
            (
                column_index(c.column),
                c.column,
                CellReader(kind.field(c.field), factor=c.factor, mac_epoch=mac_epoch),
            )
            for c in layout.columns
        ]
        self._width = max((place + 1 for place, _, _ in self._columns), default=0)
        self._letters = {c.field: c.column for c in layout.columns}
        self._keys = [c.field for c in layout.columns]
        self._obligatory = [f for f in kind.fields if f.obligatory and f.key in self._letters]
        self._needed = {f.key for f in self._obligatory}
        self._row_check: RowCheck | None = load(kind.row_check)

    def check(self, number: int, cells: Sequence[Any], filled: Mapping[int, Any]) -> CheckedRow:
        """One row of data."""
        row = CheckedRow(self._sheet, number)
        self.check_all([(row, cells, filled)])
        return row

    def check_all(self, rows: Sequence[RowOfData]) -> None:
        """Read and judge rows of data, each by itself.

        Many at once cost less: most cells of a column say their values in one step.
        """
        lines = [
            cells if len(cells) >= self._width else [*cells, *[EMPTY] * (self._width - len(cells))]
            for _, cells, _ in rows
        ]
        columns = list(zip(*lines, strict=False))  # as wide as the narrowest is enough
        read = [self._values(rows, columns[one[0]], *one[1:]) for one in self._columns if rows]
        every = zip(*read, strict=True) if read else repeat(())
        for (row, _, filled), values in zip(rows, every, strict=False):
            pairs = zip(self._keys, values, strict=True)
            if None in values:
                row.values = {key: value for key, value in pairs if value is not None}
            else:
                row.values = dict(pairs)
            if filled:
                row.filled = tuple(one[2].field.key for one in self._columns if one[0] in filled)
            self._whole_row(row)
            if row.problems:
                row.judge()

    def _values(
        self, rows: Sequence[RowOfData], column: Sequence[Any], letter: str, reader: CellReader
    ) -> list[Any]:
        """The values of a column, None where there is none; what is to be said goes to the rows."""
        values = list(map(reader.plain.get, column))
        if None not in values:
            return values
        sure = reader.sure
        try:
            if all(map(sure, column)):  # of a column of numbers nearly always
                return list(column)
        except TypeError:  # not texts alone
            pass
        for at, cell in enumerate(column):
            if values[at] is None and cell != EMPTY:
                if type(cell) is str and sure(cell):
                    values[at] = cell
                else:
                    read = reader(cell)
                    values[at] = read.value
                    if read.original is not None or read.doubts:
                        self._noted(rows[at][0], letter, reader.field, read)
        return values

    def _noted(self, row: CheckedRow, letter: str, field: Field, read: Read) -> None:
        """What is to be said of a cell."""
        if read.original is not None:
            row.originals[field.key] = read.original
        for doubt in read.doubts:
            row.problems.append(
                Problem(
                    self._sheet,
                    row.row,
                    letter,
                    field.key,
                    doubt.code,
                    doubt.severity,
                    f"{letter}{row.row}「{field.title}」：{doubt.message}",
                    doubt.candidates,
                )
            )

    @staticmethod
    def _lacks(field: Field, original: str) -> tuple[str, tuple[str, ...]]:
        """What is said of an obligatory field without a value, and what it may be."""
        if not original or not field.choices:
            return "是必填项，没有填", ()
        names = tuple(entry.name for entry in code_list(field.choices))
        return f"「{original}」不是可以选的{field.title}，请改成选项里的一种", names

    def _whole_row(self, row: CheckedRow) -> None:
        if not row.values.keys() >= self._needed:
            self._missing(row)
        if self._row_check is None:
            return
        before = dict(row.values) if row.problems else None
        found = self._row_check(row.values, row.originals)
        if before is not None and row.values != before:
            row.problems = [
                p
                for p in row.problems
                if row.values.get(p.field) == before.get(p.field)
                or (p.severity is not Severity.INFO and p.field in before)
            ]
        for key, code, severity, message, candidates in found:
            letter = self._letters.get(key, "")
            place = f"{letter}{row.row}" if letter else f"第 {row.row} 行"
            row.add(
                code,
                Severity(severity),
                f"{place} {message}",
                field=key,
                column=letter,
                candidates=candidates,
            )

    def _missing(self, row: CheckedRow) -> None:
        for each in self._obligatory:
            if each.key in row.values:
                continue
            if not any(p.field == each.key and p.severity is Severity.MUST for p in row.problems):
                letter = self._letters[each.key]
                said, names = self._lacks(each, row.originals.get(each.key, ""))
                message = f"{letter}{row.row}「{each.title}」：{said}"
                row.add("IMP-REQUIRED", Severity.MUST, message, field=each.key, column=letter,
                        candidates=names)  # fmt: skip
