"""Finished workbooks that are handed in as they are: titles, tables, room to write, set to print.

What an area hands in this way is a ``ReportBook`` (its part ``workbooks``): only written, never
read. Lists that are also imported are an ``AreaSheet``.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, TypeAlias

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

from app.base.area import Area, gather
from app.base.errors import UserError
from app.base.files import write_for_person
from app.sheets.grid import column_letter
from app.sheets.template import put_text, save, verify
from app.sheets.writing import Written, sheet_title

PERCENT = "0.00%"
_FORMATS = {date: "yyyy-mm-dd", int: "0", float: PERCENT}
_THIN = Side(style="thin", color="808080")
_BORDER = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_HEAD = PatternFill("solid", fgColor="EDEFF2")
_MIDDLE = Alignment(horizontal="center", vertical="center", wrap_text=True)
_LINE = 15.0
"""Height of a line of text in points."""

Cell: TypeAlias = str | int | float | date | None
"""What a cell holds: text, a whole number, a share (1.0 is 100 %), a day, or nothing."""


@dataclass(frozen=True, slots=True)
class Line:
    """A text over the whole width.

    Attributes:
        size: in points; bold and centred from 14 on.
    """

    text: str
    size: int = 10


@dataclass(frozen=True, slots=True)
class Slot:
    """A name and a text beside it, with room to write more.

    Attributes:
        lines: the height, in lines.
    """

    head: str
    text: str
    lines: int = 3


@dataclass(frozen=True, slots=True)
class Head:
    """A column of a table; neighbours of one ``group`` share a head over them."""

    title: str
    group: str = ""


@dataclass(frozen=True, slots=True)
class Grid:
    """A table.

    Attributes:
        rows: one tuple per row, as long as ``columns``.
        totals: numbers (from 0) of the rows that are bold.
        title: above it.
    """

    columns: tuple[Head, ...]
    rows: Sequence[tuple[Cell, ...]]
    totals: tuple[int, ...] = ()
    title: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet of the workbook.

    Attributes:
        title: its name.
        widths: of its columns, in characters.
        blocks: from top to bottom.
        landscape: how it lies on paper; it is as wide as a page.
        one_page: as high as one page, too.
    """

    title: str
    widths: tuple[int, ...]
    blocks: tuple[Line | Slot | Grid, ...]
    landscape: bool = False
    one_page: bool = False


@dataclass(frozen=True, slots=True)
class ReportBook:
    """What an area hands in as a finished workbook.

    Attributes:
        kind: ASCII name, as on the command line.
        title: e.g. 五个一统计表.
        make: the sheets, from what a paper is asked for (``app.paper.reports.Ask``).
    """

    kind: str
    title: str
    make: Callable[[Any], Sequence[Sheet]]


def books_of(areas: tuple[Area, ...]) -> dict[str, ReportBook]:
    """The finished workbooks of all areas by their kind."""
    return {book.kind: book for part in gather(areas, "workbooks") for book in part}


def write_report(path: Path, sheets: Sequence[Sheet]) -> Written:
    """Write a finished workbook.

    Args:
        path: .xlsx.

    Raises:
        UserError: another ending than .xlsx.
        KnownError: the disk, see ``write_for_person``; a text longer than a cell holds.
    """
    path = Path(path)
    if path.suffix.lower() != ".xlsx":
        raise UserError(
            "EXPORT-NAME", "这张表只能存成 .xlsx 文件。", "请把文件名改为以 .xlsx 结尾。"
        )
    book = Workbook()
    book.remove(book.active)
    for sheet in sheets:
        _Page(book.create_sheet(sheet_title(sheet.title)), sheet).write()
    write_for_person(path, lambda file: save(book, file), check=verify)
    grids = [block for sheet in sheets for block in sheet.blocks if isinstance(block, Grid)]
    return Written(str(path), sum(len(grid.rows) for grid in grids))


class _Page:
    """A sheet on its way: ``row`` is the last one written."""

    def __init__(self, page: Any, sheet: Sheet) -> None:
        self.page, self.sheet, self.row = page, sheet, 0

    def write(self) -> None:
        page, sheet = self.page, self.sheet
        for place, width in enumerate(sheet.widths):
            page.column_dimensions[column_letter(place)].width = width
        for block in sheet.blocks:
            if isinstance(block, Grid):
                self._grid(block)
            elif isinstance(block, Slot):
                self._slot(block)
            else:
                self._line(block)
        page.page_setup.paperSize = page.PAPERSIZE_A4
        page.page_setup.orientation = "landscape" if sheet.landscape else "portrait"
        page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, int(sheet.one_page)
        page.sheet_properties.pageSetUpPr.fitToPage = True
        page.print_options.horizontalCentered = True

    def _put(self, column: int, value: Cell, *, bold: bool = False, border: bool = True) -> Any:
        cell = self.page.cell(self.row, column)
        if isinstance(value, str):
            put_text(cell, value)
        elif value is not None:
            cell.value = value
            cell.number_format = _FORMATS[type(value)]
        side = "right" if isinstance(value, (int, float)) else "left"
        cell.font = Font(bold=bold)
        cell.alignment = Alignment(
            horizontal="center" if isinstance(value, date) else side,
            vertical="center", wrap_text=True, indent=0 if isinstance(value, date) else 1,
        )  # fmt: skip
        if border:
            cell.border = _BORDER
        return cell

    def _over(self, first: int, last: int, rows: int = 1) -> None:
        """One cell out of several."""
        for row in range(self.row, self.row + rows):
            for column in range(first, last + 1):
                if self.page.cell(self.row, first).border.left.style:
                    self.page.cell(row, column).border = _BORDER
        if last > first or rows > 1:
            self.page.merge_cells(
                start_row=self.row, end_row=self.row + rows - 1,
                start_column=first, end_column=last,
            )  # fmt: skip

    def _line(self, line: Line) -> None:
        self.row += 1
        cell = self._put(1, line.text, border=False)
        head = line.size >= 14
        cell.font = Font(bold=head, size=line.size)
        cell.alignment = Alignment(
            horizontal="center" if head else "left", vertical="center", wrap_text=True
        )
        self._over(1, len(self.sheet.widths))
        per_line = max(1, sum(self.sheet.widths) * 10 // (2 * line.size))
        lines = sum(1 + len(part) // per_line for part in line.text.split("\n"))
        self.page.row_dimensions[self.row].height = lines * line.size * 1.6

    def _slot(self, slot: Slot) -> None:
        self.row += 1
        self._put(1, slot.head, bold=True).alignment = _MIDDLE
        self._put(2, slot.text).alignment = Alignment(vertical="top", wrap_text=True)
        self._over(2, len(self.sheet.widths))
        per_line = max(1, sum(self.sheet.widths[1:]) // 2)
        lines = max(slot.lines, 1 + len(slot.text) // per_line)
        self.page.row_dimensions[self.row].height = lines * _LINE

    def _grid(self, grid: Grid) -> None:
        if grid.title:
            self._line(Line(grid.title, 11))
        first = self.row + 1
        self._heads(grid.columns)
        if len([one for one in self.sheet.blocks if isinstance(one, Grid)]) == 1:
            self.page.freeze_panes = self.page.cell(self.row + 1, 1)
            self.page.print_title_rows = f"{first}:{self.row}"
        for number, row in enumerate(grid.rows):
            self.row += 1
            for column, value in enumerate(row, 1):
                self._put(column, value, bold=number in grid.totals)
            self.page.row_dimensions[self.row].height = self._height(row)

    def _heads(self, columns: Sequence[Head]) -> None:
        grouped = any(column.group for column in columns)
        self.row += 1
        place = 0
        while place < len(columns):
            group = columns[place].group
            upto = place + 1
            while group and upto < len(columns) and columns[upto].group == group:
                upto += 1
            self._head(place + 1, group or columns[place].title)
            self._over(place + 1, upto, 1 if group or not grouped else 2)
            if group:
                self.row += 1
                for at in range(place, upto):
                    self._head(at + 1, columns[at].title)
                self.row -= 1
            place = upto
        self.row += grouped
        self.page.row_dimensions[self.row].height = 2 * _LINE

    def _head(self, column: int, text: str) -> None:
        cell = self._put(column, text, bold=True)
        cell.alignment, cell.fill = _MIDDLE, _HEAD

    def _height(self, row: Sequence[Cell]) -> float:
        """Points that the longest text of a row needs; a Chinese character is two wide."""
        lines = 1
        for width, value in zip(self.sheet.widths, row, strict=False):
            if isinstance(value, str):
                room = max(1, width // 2)
                lines = max(lines, sum(1 + (len(t) - 1) // room for t in value.split("\n")))
        return max(18.0, lines * _LINE)
