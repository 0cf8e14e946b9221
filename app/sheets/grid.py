"""Plain rows of a workbook: what every reader gives and everything else works on.

A row is its number, as the spreadsheet shows it (from 1; in a text file the record's number),
and a list of values. A value is text, a number, a bool, a day or moment, or a ``Formula``; an
empty cell is ``""``, so that a list of cells needs no second pass.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any, Protocol

from app.base.errors import KnownError

MAX_EMPTY_ROWS = 1_000
MAX_COLUMNS = 512
MAX_CELL = 32_767  # characters a spreadsheet cell can hold


def length(text: str) -> int:
    """Characters as a spreadsheet counts them: rare ones are two."""
    return len(text) if len(text) * 2 <= MAX_CELL else len(text.encode("utf-16-le")) // 2


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula in a cell.

    Attributes:
        value: the value the spreadsheet last computed; ``""`` where there is none.
        cached: whether there is one.
    """

    value: Any
    cached: bool


Value = str | int | float | bool | date | datetime | time | timedelta | Formula
Row = tuple[int, list[Any]]
EMPTY = ""


@dataclass(frozen=True, slots=True)
class Merge:
    """A merged range: rows from 1, columns from 0, all inclusive."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet of a workbook.

    Attributes:
        name: as on its tab.
        hidden: not shown by the spreadsheet.
        cells: whether it has cells at all (a chart sheet has none).
    """

    name: str
    hidden: bool = False
    cells: bool = True


class Book(Protocol):
    """An open workbook, whatever it was.

    Attributes:
        kind: ``xlsx``, ``xls``, ``xlsb``, ``ods``, ``csv``, ``html`` or ``xml``.
        sheets: in the order of the file.
        mac_epoch: day numbers count from 1904.
        notes: what a person should know of the reading, in Chinese.
    """

    kind: str
    sheets: list[Sheet]
    mac_epoch: bool
    notes: list[str]

    def rows(self, sheet: str) -> Iterator[Row]:
        """The rows that hold something, in order, within the bounds of this module."""

    def merged(self, sheet: str) -> list[Merge]:
        """The merged ranges, as far as the format tells."""


@dataclass
class Table:
    """A sheet that is already in memory (text files, HTML)."""

    name: str
    rows: Iterable[Row]
    merged: list[Merge] = field(default_factory=list)


class TableBook:
    """A ``Book`` over sheets that are already in memory or come from a generator once."""

    def __init__(self, kind: str, tables: list[Table], notes: list[str] | None = None) -> None:
        self.kind = kind
        self.sheets = [Sheet(table.name) for table in tables]
        self.mac_epoch = False
        self.notes = notes or []
        self._tables = {table.name: table for table in tables}

    def rows(self, sheet: str) -> Iterator[Row]:
        return bounded(self._tables[sheet].rows, self.notes, sheet)

    def merged(self, sheet: str) -> list[Merge]:
        return self._tables[sheet].merged


def bounded(rows: Iterable[Row], notes: list[str], sheet: str) -> Iterator[Row]:
    """Rows that hold something, up to 1,000 empty ones or 512 columns; notes what is left out."""
    last = 0
    for number, cells in rows:
        if len(cells) > MAX_COLUMNS:
            if any(cell != EMPTY for cell in cells[MAX_COLUMNS:]):
                _note(notes, f"工作表「{sheet}」第 {MAX_COLUMNS} 列以后的内容没有读。")
            cells = cells[:MAX_COLUMNS]
        if cells.count(EMPTY) == len(cells):
            if number - last > MAX_EMPTY_ROWS:
                return
            continue
        if number - last > MAX_EMPTY_ROWS + 1:
            _note(notes, f"工作表「{sheet}」第 {last} 行以后隔了一千多个空行，后面的内容没有读。")
            return
        last = number
        yield number, cells


def _note(notes: list[str], text: str) -> None:
    if text not in notes:
        notes.append(text)


def column_letter(index: int) -> str:
    """0 → A, 25 → Z, 26 → AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def column_index(letters: str) -> int:
    """A → 0, AA → 26."""
    index = 0
    for letter in letters:
        index = index * 26 + ord(letter) - 64
    return index - 1


def address(row: int, column: int) -> str:
    """D16, as a person sees it."""
    return f"{column_letter(column)}{row}"


def file_error(message: str, advice: str) -> KnownError:
    """``IMP-FILE``: not readable as a list; the message says what it is, the advice what to do."""
    return KnownError("IMP-FILE", message, advice)


SAVE_AS = "请在 WPS 或 Excel 里打开它，用「文件 → 另存为」存成「Excel 工作簿（*.xlsx）」，再导入。"
