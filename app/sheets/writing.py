"""Exports: many rows to .xlsx or .csv, such that text stays text and the file is whole.

A text that looks like a formula is written as a string cell, in CSV behind an apostrophe (which
``plain.plain_cell`` takes off again). ``write_table`` and ``write_list`` work in this process,
``export_file`` in a child that is fed with rows, for large lists beside an open window.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from pathlib import Path
from typing import IO, Any

import rustpy_xlsxwriter
from openpyxl import Workbook
from openpyxl.styles import Font

from app.base.codes import code_list
from app.base.errors import KnownError, UserError
from app.base.files import write_for_person
from app.base.progress import SILENT, Progress
from app.sheets import child
from app.sheets.fields import DIGITS, Kind, SheetKind
from app.sheets.grid import MAX_CELL
from app.sheets.plain import guard

MAX_ROWS = 1_048_575  # below a header
OVERFLOW = "超长内容"
_KEEP = MAX_CELL - 200
_STEP = 1_000
_FORMATS = {Kind.DAY: "yyyy-mm-dd", Kind.MONEY: "#,##0.00", Kind.COUNT: "0"}
_NOT_IN_TITLES = re.compile(r"[\[\]:*?/\\]|^'|'$")
_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class OutColumn:
    """A column of an export.

    Attributes:
        title: header.
        kind: how values are given and written (``fields.Kind``): ``DAY`` ISO text or date,
            ``MONEY`` fen, ``FLAG`` bool, ``COUNT`` int, anything else text or a number.
        width: in characters.
        choices: code list whose names stand for the codes given.
    """

    title: str
    kind: Kind = Kind.TEXT
    width: int = 14
    choices: str = ""


@dataclass(slots=True)
class Written:
    """What was written.

    Attributes:
        file: path.
        rows: number of data rows.
        notes: what a person should know, in Chinese (cells that were too long).
    """

    file: str
    rows: int
    notes: list[str] = field(default_factory=list)


def out_columns(kind: SheetKind) -> list[OutColumn]:
    """The columns of a list, with the headers of its template."""
    return [OutColumn(f.title, f.kind, f.width, f.choices) for f in kind.fields]


def write_list(
    path: Path,
    kind: SheetKind,
    rows: Iterable[Mapping[str, Any]],
    progress: Progress = SILENT,
) -> Written:
    """A list with the headers of its template; read again, it changes nothing.

    Args:
        path: .xlsx or .csv.
        kind: the list.
        rows: field → value as in ``CheckedRow.values``; absent and None: empty.
        progress: gets (rows, 0, text).

    Raises:
        UserError: another ending than .xlsx and .csv, or more rows than a sheet has.
        KnownError: the disk; see ``write_for_person``.
    """
    keys = [f.key for f in kind.fields]
    values = ([row.get(key) for key in keys] for row in rows)
    return write_table(path, out_columns(kind), values, sheet=kind.title, progress=progress)


def write_table(
    path: Path,
    columns: Sequence[OutColumn],
    rows: Iterable[Sequence[Any]],
    *,
    sheet: str = "",
    progress: Progress = SILENT,
) -> Written:
    """Rows as a table with one header line; arguments and errors as ``write_list``."""
    path = Path(path)
    writer = _WRITERS.get(path.suffix.lower())
    if writer is None:
        raise UserError(
            "EXPORT-NAME",
            f"不能写成「{path.suffix or path.name}」文件。",
            "请把文件名改为以 .xlsx 或 .csv 结尾。",
        )
    table = _Table(columns, rows, progress)
    title = sheet_title(sheet or path.stem)
    check = _verify_package if path.suffix.lower() == ".xlsx" else None
    write_for_person(path, lambda file: writer(file, table, title), check=check)
    progress.step(table.count, table.count, "已写好")
    return Written(str(path), table.count, table.notes)


def export_file(
    path: Path,
    columns: Sequence[OutColumn],
    rows: Iterable[Sequence[Any]],
    *,
    sheet: str = "",
    progress: Progress = SILENT,
) -> Written:
    """``write_table`` in a child process, which is fed with the rows.

    Raises:
        UserError, KnownError: as ``write_table``.
        Cancelled: by ``progress``; nothing is left behind.
    """
    counted = (_with_days(row) for row in _counted(rows, progress))
    job = child.run(
        "app.sheets.writing:export_job",
        Path(path),
        tuple(columns),
        sheet,
        feed=counted,
        progress=progress,
    )
    try:
        for message in job:
            return Written(**message)
    except child.ChildDied:
        pass
    raise KnownError(
        "EXPORT-FAILED", "导出没有完成。", "内存可能不够；请关掉别的程序再试，或分批导出。"
    )


def export_job(
    rows: Iterator[list[Any]], path: Path, columns: Sequence[OutColumn], sheet: str
) -> Iterator[dict[str, Any]]:
    """``export_file`` in the child."""
    done = write_table(path, columns, rows, sheet=sheet)
    yield {"file": done.file, "rows": done.rows, "notes": done.notes}


def _counted(rows: Iterable[Sequence[Any]], progress: Progress) -> Iterator[Sequence[Any]]:
    for number, row in enumerate(rows, 1):
        if number % _STEP == 0:
            progress.step(number, 0, "正在导出")
        yield row


def _with_days(row: Sequence[Any]) -> list[Any]:
    return [value.isoformat() if isinstance(value, date) else value for value in row]


def sheet_title(text: str) -> str:
    """A name that a sheet may have: at most 31 characters, none of []:*?/\\ ."""
    text = _NOT_IN_TITLES.sub("", clean_text(text).replace("\n", " ")).strip()
    return text[:31].strip("'") or "Sheet1"


def clean_text(text: str) -> str:
    """Text that a file can hold: no half surrogates."""
    return _SURROGATE.sub("\ufffd", text) if not text.isprintable() else text


def length(text: str) -> int:
    """Characters as a spreadsheet counts them: rare ones are two."""
    return len(text) if len(text) * 2 <= MAX_CELL else len(text.encode("utf-16-le")) // 2


class _Table:
    """Rows on their way out: converted, counted, too long texts cut and kept aside."""

    def __init__(
        self, columns: Sequence[OutColumn], rows: Iterable[Sequence[Any]], progress: Progress
    ) -> None:
        self.columns = list(columns)
        self.count = 0
        self.notes: list[str] = []
        self.overflow: list[tuple[str, str, int, str]] = []
        self._rows, self._progress = rows, progress

    def titles(self) -> list[str]:
        """Headers; equal ones are told apart by blanks, as a sheet's columns are by letters."""
        titles: list[str] = []
        for column in self.columns:
            title = clean_text(column.title)
            while title in titles:
                title += " "
            titles.append(title)
        return titles

    def values(self, *, most: int = 0) -> Iterator[Sequence[Any]]:
        """Rows with days as ``date``, money in yuan, names for codes.

        Args:
            most: characters of a cell; longer texts are cut, the whole goes to ``overflow``.
        """
        convert = [_converter(column) for column in self.columns]
        rows = iter(self._rows)
        while block := list(islice(rows, _STEP)):
            begun = self.count + 1
            self.count += len(block)
            if self.count > MAX_ROWS:
                raise UserError(
                    "EXPORT-ROWS",
                    "超过一百万行，一个工作表放不下。",
                    "请先筛选，分几次导出。",
                )
            if self.count % _STEP == 0:
                self._progress.step(self.count, 0, "正在导出")
            columns = zip(*block, strict=True)
            made = [f(values) for f, values in zip(convert, columns, strict=True)]
            found: Iterable[Sequence[Any]] = zip(*(cells for cells, _ in made), strict=True)
            if most and any(longest * 2 > most for _, longest in made):
                found = [
                    [self._fit(v, n, at) if type(v) is str else v for at, v in enumerate(row)]
                    for n, row in enumerate(found, begun)
                ]
            yield from found

    def _fit(self, text: str, row: int, column: int) -> str:
        if length(text) <= MAX_CELL:
            return text
        title, row = self.columns[column].title, row + 1
        pieces = [text[at : at + _KEEP // 2] for at in range(0, len(text), _KEEP // 2)]
        for number, piece in enumerate(pieces, 1):
            self.overflow.append((f"第 {row} 行", title, number, piece))
        self.notes.append(
            f"第 {row} 行「{title}」超过 {MAX_CELL} 个字，一个单元格放不下；"
            f"全文分段放在工作表「{OVERFLOW}」。"
        )
        return f"{pieces[0]}……（全文见工作表「{OVERFLOW}」）"


class _Known(dict[Any, Any]):
    """Values that come again and again, each converted once."""

    def __init__(self, convert: Callable[[Any], Any]) -> None:
        super().__init__()
        self._convert = convert

    def __missing__(self, value: Any) -> Any:
        if len(self) > _STEP * 10:
            self.clear()
        self[value] = converted = self._convert(value)
        return converted


_TEXT = frozenset({str, type(None)})


def _converter(column: OutColumn) -> Callable[[Sequence[Any]], tuple[Sequence[Any], int]]:
    """A function from the values given of some rows to the values written, and the length of the
    longest text; what most columns hold, text that may stand as it is, goes through as a whole."""
    names = {e.code: e.name for e in code_list(column.choices)} if column.choices else {}
    kind = column.kind

    def other(value: Any) -> Any:
        if value is None or value == "":
            return None
        if isinstance(value, bool):
            return "是" if value else "否"
        if isinstance(value, str):
            value = clean_text(names.get(value, value))
            return _as_day(value) if kind is Kind.DAY else value
        if kind is Kind.MONEY and isinstance(value, int):
            return value / 100
        return str(value) if kind in DIGITS else value

    known = _Known(other) if names or kind is Kind.DAY else None

    def each(cells: Sequence[Any]) -> tuple[Sequence[Any], int]:
        made = [other(value) for value in cells]
        return made, max((len(value) for value in made if type(value) is str), default=0)

    def converted(cells: Sequence[Any]) -> tuple[Sequence[Any], int]:
        if not _TEXT.issuperset(map(type, cells)):
            return each(cells)
        texts = list(filter(None, cells))
        if not texts:
            return (None,) * len(cells), 0
        longest = max(map(len, texts))
        if known is not None:
            return [known[value] for value in cells], longest
        if "".join(texts).isprintable():
            return [value or None for value in cells], longest
        return each(cells)

    return converted


def _as_day(text: str) -> Any:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return text
    return day if day.year >= 1901 else text  # a sheet knows no day before 1900


def _write_xlsx(file: IO[bytes], table: _Table, sheet: str) -> None:
    titles = table.titles()
    rows = table.values(most=MAX_CELL)
    first = next(rows, None)
    if first is None:
        _write_header_only(file, table, sheet)
        return

    def records() -> Iterator[dict[str, Any]]:
        yield dict(zip(titles, first, strict=True))
        for row in rows:
            yield dict(zip(titles, row, strict=True))

    def too_long() -> Iterator[dict[str, Any]]:
        names = ("行", "列", "段", "内容")
        for entry in table.overflow or [("", "", 0, "")]:
            yield dict(zip(names, entry, strict=True))

    make = rustpy_xlsxwriter.Format
    formats = [make().set_num_format(_FORMATS.get(c.kind, "@")) for c in table.columns]
    head = make().set_bold().set_background_color("#F3E3E3").set_border("thin")
    buffer = io.BytesIO()
    rustpy_xlsxwriter.write_worksheet(
        records(),
        buffer,
        sheet_name=sheet,
        freeze_row=1,
        header_format=head,
        column_formats=formats,
        column_widths=[float(c.width) for c in table.columns],
        autofilter=True,
    )
    if table.overflow:
        _append_sheet(buffer, too_long())
    file.write(buffer.getbuffer())


def _append_sheet(buffer: io.BytesIO, records: Iterable[Mapping[str, Any]]) -> None:
    """Rarely needed: the finished workbook gets one more sheet."""
    from openpyxl import load_workbook

    buffer.seek(0)
    book = load_workbook(buffer)
    extra = book.create_sheet(OVERFLOW)
    extra.append(["行", "列", "段", "内容"])
    for record in records:
        extra.append(list(record.values()))
        cell = extra.cell(extra.max_row, 4)
        cell.data_type = "s"
    buffer.seek(0)
    buffer.truncate()
    book.save(buffer)


def _write_header_only(file: IO[bytes], table: _Table, sheet: str) -> None:
    book = Workbook()
    page = book.active
    page.title = sheet
    page.append(table.titles())
    for cell in page[1]:
        cell.data_type = "s"
        cell.font = Font(bold=True)
    page.freeze_panes = "A2"
    book.save(file)


def _write_csv(file: IO[bytes], table: _Table, _sheet: str) -> None:
    text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="", write_through=True)
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([guard(title) for title in table.titles()])
    for row in table.values():
        writer.writerow([_csv_cell(v) for v in row])
    text.flush()
    text.detach()


def _csv_cell(value: Any) -> Any:
    if isinstance(value, str):
        return guard(value)
    if isinstance(value, float):
        return f"{value:.2f}".rstrip("0").rstrip(".") if abs(value) < 1e15 else repr(value)
    return value.isoformat() if isinstance(value, date) else value


_WRITERS: dict[str, Callable[[IO[bytes], _Table, str], None]] = {
    ".xlsx": _write_xlsx,
    ".csv": _write_csv,
}


def _verify_package(path: Path) -> None:
    try:
        with zipfile.ZipFile(path) as archive:
            bad = archive.testzip()
    except zipfile.BadZipFile:
        bad = path.name
    if bad is not None:
        raise KnownError("DISK_ERROR", "写好的表格读回来不完整，没有保存。", "请换一个磁盘再试。")
