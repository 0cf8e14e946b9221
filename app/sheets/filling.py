"""Rows into a foreign template: its sheets, heads, notes, styles and drop-downs stay."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from openpyxl.cell.cell import MergedCell
from openpyxl.styles.numbers import is_date_format
from openpyxl.utils.cell import range_boundaries

from app.base.errors import KnownError, UserError
from app.base.files import write_for_person
from app.base.progress import SILENT, Progress
from app.sheets import child
from app.sheets.daytext import read_day
from app.sheets.grid import column_letter
from app.sheets.template import put_text, save, verify
from app.sheets.writing import Written

MAX_ROWS = 20_000
"""Rows of one filled workbook; it is made as a whole in memory."""
_STEP = 500
TEXT, NUMBER, DAY = "text", "number", "day"


@dataclass(frozen=True, slots=True)
class Place:
    """Where rows go in a template.

    Attributes:
        sheet: its name.
        header_row, first_row, tail_row: see ``blanks.Blank``.
        columns: letter → how its values are written: ``text``, ``number`` or ``day``.
    """

    sheet: str
    header_row: int
    first_row: int
    tail_row: int = 0
    columns: Mapping[str, str] = field(default_factory=dict)


def fill_template(
    path: Path,
    data: bytes,
    place: Place,
    rows: Iterable[Sequence[Any]],
    progress: Progress = SILENT,
) -> Written:
    """Write rows into a template, in a child process.

    Args:
        path: .xlsx.
        data: of ``blanks.Blank``.
        place: where they go.
        rows: values in the order of ``place.columns``: text, int, days as ISO text, or None.

    Raises:
        UserError: another ending than .xlsx; EXPORT-ROWS.
        KnownError: the disk; see ``write_for_person``; TEMPLATE.
    """
    path = Path(path)
    if path.suffix.lower() != ".xlsx":
        raise UserError(
            "EXPORT-NAME", "平台模板只能存成 .xlsx 文件。", "请把文件名改为以 .xlsx 结尾。"
        )
    told = _counted(rows, progress)
    job = child.run("app.sheets.filling:fill_job", path, data, place, feed=told, progress=progress)
    try:
        for message in job:
            return Written(**message)
    except child.ChildDied:
        pass
    raise KnownError("EXPORT-FAILED", "没有写成。", "内存可能不够；请关掉别的程序，或分几次导出。")


def _counted(rows: Iterable[Sequence[Any]], progress: Progress) -> Iterator[list[Any]]:
    for number, row in enumerate(rows, 1):
        if number > MAX_ROWS:
            raise UserError(
                "EXPORT-ROWS",
                f"一个平台模板里最多填{MAX_ROWS}行。",
                "请按工会分几次导出。",
            )
        if number % _STEP == 0:
            progress.step(number, 0, "正在填写模板")
        yield list(row)


# --- in the child: writing ------------------------------------------------------------------------


def fill_job(
    rows: Iterator[list[Any]], path: Path, data: bytes, place: Place
) -> Iterator[dict[str, Any]]:
    """``fill_template`` in the child."""
    book = load_workbook(io.BytesIO(data), rich_text=True)
    if place.sheet not in book.sheetnames:
        raise KnownError("TEMPLATE", "保存的平台模板不完整。", "请重新添加这个平台的模板。")
    page = book[place.sheet]
    filler = _Filler(page, place)
    for row in rows:
        filler.add(row)
    filler.end()
    write_for_person(path, lambda file: save(book, file), check=verify)
    yield {"file": str(path), "rows": filler.rows, "notes": []}


class _Filler:
    """Puts rows into a sheet; what stood at the end of it comes after them again."""

    def __init__(self, page: Any, place: Place) -> None:
        self._page, self._place = page, place
        self.rows, self._row = 0, place.first_row
        first, end = place.first_row, page.max_row
        sample = place.tail_row != first
        self._styles = {
            column: copy(page[f"{column}{first}"]._style) if sample else None
            for column in place.columns
        }
        self._height = page.row_dimensions[first].height if sample else None
        self._tail = [self._kept(row) for row in range(place.tail_row or end + 1, end + 1)]
        areas = [m for m in page.merged_cells.ranges if m.max_row >= first]
        self._areas = [m.bounds for m in areas if place.tail_row and m.min_row >= place.tail_row]
        for area in areas:
            page.merged_cells.remove(area)
        for row in range(first, end + 1):
            for column in range(1, page.max_column + 1):
                if isinstance(page.cell(row, column), MergedCell):
                    del page._cells[row, column]
        page.delete_rows(first, end - first + 1)
        for row in [row for row in page.row_dimensions if row >= first]:
            del page.row_dimensions[row]

    def _kept(self, row: int) -> tuple[float | None, list[tuple[int, Any, Any]]]:
        cells = [
            (cell.column, None if isinstance(cell, MergedCell) else cell.value, copy(cell._style))
            for cell in self._page[row]
        ]
        return self._page.row_dimensions[row].height, cells

    def add(self, values: Sequence[Any]) -> None:
        """The next row."""
        page = self._page
        for (column, how), value in zip(self._place.columns.items(), values, strict=True):
            cell = page[f"{column}{self._row}"]
            style = self._styles[column]
            if style is not None:
                cell._style = copy(style)
            if value is not None and value != "":
                _WRITERS[how](cell, value)
            elif how == TEXT:
                cell.number_format = "@"
        if self._height:
            page.row_dimensions[self._row].height = self._height
        self._row, self.rows = self._row + 1, self.rows + 1

    def end(self) -> None:
        """The notes at the end again, and what reaches down over the rows."""
        page, last = self._page, self._row - 1
        moved = self._row - (self._place.tail_row or self._row)
        for height, cells in self._tail:
            for column, value, style in cells:
                cell = page.cell(self._row, column)
                cell.value, cell._style = value, style
            if height:
                page.row_dimensions[self._row].height = height
            self._row += 1
        for left, top, right, bottom in self._areas:
            page.merge_cells(
                start_row=top + moved, end_row=bottom + moved, start_column=left, end_column=right
            )
        if last >= self._place.first_row:
            self._reach_down(last)

    def _reach_down(self, last: int) -> None:
        for rule in self._page.data_validations.dataValidation:
            for area in rule.sqref.ranges:
                if area.min_row <= self._place.first_row <= area.max_row < last:
                    area.expand(down=last - area.max_row)
        for table in self._page.tables.values():
            left, top, right, bottom = range_boundaries(table.ref)
            if top <= self._place.header_row <= bottom < last:
                table.ref = f"{column_letter(left - 1)}{top}:{column_letter(right - 1)}{last}"
                if table.autoFilter is not None:
                    table.autoFilter.ref = table.ref


def _put_number(cell: Any, value: Any) -> None:
    cell.value = value
    if cell.number_format == "@":
        cell.number_format = "General"


def _put_day(cell: Any, value: Any) -> None:
    cell.value = read_day(value)[0]
    if not is_date_format(cell.number_format):
        cell.number_format = "yyyy-mm-dd"


def _put_as_text(cell: Any, value: Any) -> None:
    put_text(cell, str(value))
    cell.number_format = "@"


_WRITERS: dict[str, Callable[[Any, Any], None]] = {
    TEXT: _put_as_text,
    NUMBER: _put_number,
    DAY: _put_day,
}
