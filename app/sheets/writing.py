"""Exports: many rows to .xlsx or .csv, such that text stays text and the file is whole.

A text that looks like a formula is written as a string cell, in CSV behind an apostrophe (which
``plain.plain_cell`` takes off again). ``write_table`` and ``write_list`` work in this process,
``export_file`` in a child that is fed with rows, for large lists beside an open window.
"""

from __future__ import annotations

import csv
import io
import re
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from math import isfinite
from pathlib import Path
from typing import IO, Any

from app.base.codes import code_list
from app.base.errors import KnownError, UserError
from app.base.files import write_for_person
from app.base.lists import mask
from app.base.progress import SILENT, Progress
from app.sheets import child
from app.sheets.fields import DIGITS, Kind, SheetKind
from app.sheets.grid import MAX_CELL
from app.sheets.plain import guard
from app.sheets.rows_out import DAY_FORMAT, Block, SheetColumn, SheetRows, write_book

MAX_ROWS = 1_048_575  # below a header
OVERFLOW = "超长内容"
_KEEP = MAX_CELL - 200
_STEP = 1_000
_PIECE = 1 << 20  # bytes
_FORMATS = {Kind.DAY: DAY_FORMAT, Kind.MONEY: "#,##0.00", Kind.COUNT: "0"}
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
        masked: only the ends of its numbers are shown (``app.base.lists.mask``).
    """

    title: str
    kind: Kind = Kind.TEXT
    width: int = 14
    choices: str = ""
    masked: bool = False


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


def out_columns(kind: SheetKind, *, masked: bool = False) -> list[OutColumn]:
    """The columns of a list, with the headers of its template; ``masked``: without the numbers of
    persons."""
    return [
        OutColumn(f.title, f.kind, f.width, f.choices, masked and f.sensitive) for f in kind.fields
    ]


def write_list(
    path: Path,
    kind: SheetKind,
    rows: Iterable[Mapping[str, Any]],
    progress: Progress = SILENT,
    *,
    masked: bool = False,
) -> Written:
    """A list with the headers of its template; read again, it changes nothing.

    Args:
        path: .xlsx or .csv.
        kind: the list.
        rows: field → value as in ``CheckedRow.values``; absent and None: empty.
        progress: gets (rows, 0, text).
        masked: as of ``out_columns``.

    Raises:
        UserError: another ending than .xlsx and .csv, or more rows than a sheet has.
        KnownError: the disk; see ``write_for_person``.
    """
    columns, blocks = out_columns(kind, masked=masked), blocks_of(kind, rows)
    return write_blocks(path, columns, blocks, sheet=kind.title, progress=progress)


def write_table(
    path: Path,
    columns: Sequence[OutColumn],
    rows: Iterable[Sequence[Any]],
    *,
    sheet: str = "",
    progress: Progress = SILENT,
) -> Written:
    """Rows as a table with one header line; arguments and errors as ``write_list``."""
    return write_blocks(path, columns, _in_blocks(rows), sheet=sheet, progress=progress)


def write_blocks(
    path: Path,
    columns: Sequence[OutColumn],
    blocks: Iterable[Block],
    *,
    sheet: str = "",
    progress: Progress = SILENT,
) -> Written:
    """A table given some rows at a time, by column; arguments and errors as ``write_list``."""
    path = Path(path)
    writer = _WRITERS.get(path.suffix.lower())
    if writer is None:
        raise UserError(
            "EXPORT-NAME",
            f"不能写成「{path.suffix or path.name}」文件。",
            "请把文件名改为以 .xlsx 或 .csv 结尾。",
        )
    table = _Table(columns, blocks, progress)
    title = sheet_title(sheet or path.stem)
    out = _Summed()
    write_for_person(path, lambda file: writer(out.into(file), table, title), check=out.verify)
    progress.step(table.count, table.count, "已写好")
    return Written(str(path), table.count, table.notes)


def blocks_of(kind: SheetKind, rows: Iterable[Mapping[str, Any]]) -> Iterator[Block]:
    """Rows of a list (field → value) for ``write_blocks``."""
    keys = [f.key for f in kind.fields]
    return _in_blocks([row.get(key) for key in keys] for row in rows)


def _in_blocks(rows: Iterable[Sequence[Any]]) -> Iterator[Block]:
    rows = iter(rows)
    while block := list(islice(rows, _STEP)):
        yield list(zip(*block, strict=True))


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


class _Table:
    """Rows on their way out: converted, counted, too long texts cut and kept aside."""

    def __init__(
        self, columns: Sequence[OutColumn], blocks: Iterable[Block], progress: Progress
    ) -> None:
        self.columns = list(columns)
        self.count = 0
        self.notes: list[str] = []
        self.overflow: list[tuple[str, str, int, str]] = []
        self._blocks, self._progress = blocks, progress

    def titles(self) -> list[str]:
        """Headers; equal ones are told apart by blanks, as a sheet's columns are by letters."""
        titles: list[str] = []
        for column in self.columns:
            title = clean_text(column.title)
            while title in titles:
                title += " "
            titles.append(title)
        return titles

    def blocks(self) -> Iterator[Block]:
        """Columns of some rows as they are given, counted."""
        for block in self._blocks:
            self.count += len(block[0])
            if self.count > MAX_ROWS:
                raise UserError(
                    "EXPORT-ROWS",
                    "超过一百万行，一个工作表放不下。",
                    "请先筛选，分几次导出。",
                )
            self._progress.step(self.count, 0, "正在导出")
            yield block

    def fit(self, text: str, row: int, column: int) -> str:
        """What stands in a cell in place of a text that is too long: its beginning; the whole goes
        to ``overflow``."""
        title = self.columns[column].title
        pieces = [text[at : at + _KEEP // 2] for at in range(0, len(text), _KEEP // 2)]
        for number, piece in enumerate(pieces, 1):
            self.overflow.append((f"第 {row} 行", title, number, piece))
        self.notes.append(
            f"第 {row} 行「{title}」超过 {MAX_CELL} 个字，一个单元格放不下；"
            f"全文分段放在工作表「{OVERFLOW}」。"
        )
        return f"{pieces[0]}……（全文见工作表「{OVERFLOW}」）"


def _conversion(column: OutColumn) -> Callable[[Any], Any]:
    """From a value given to the value written: days as ``date``, money in yuan, names for codes."""
    names = {e.code: e.name for e in code_list(column.choices)} if column.choices else {}
    kind, masked = column.kind, column.masked

    def convert(value: Any) -> Any:
        if value is None or value == "":
            return None
        if masked:
            return mask(clean_text(str(value)))
        if isinstance(value, bool):
            return "是" if value else "否"
        if isinstance(value, str):
            value = clean_text(names.get(value, value))
            return _as_day(value) if kind is Kind.DAY else value
        if isinstance(value, date):
            return _as_day(value.isoformat())
        if kind is Kind.MONEY and isinstance(value, int):
            return value / 100
        if isinstance(value, float) and not isfinite(value):
            return None
        return str(value) if kind in DIGITS else value

    return convert


def _as_day(text: str) -> Any:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return text
    return day if day.year >= 1901 else text  # a sheet knows no day before 1900


def _write_xlsx(file: _Summed, table: _Table, sheet: str) -> None:
    write_book(file, _sheets(table, sheet))


def _sheets(table: _Table, sheet: str) -> Iterator[SheetRows]:
    columns = [
        SheetColumn(
            title,
            _FORMATS.get(one.kind, "@"),
            one.width,
            _conversion(one),
            own=not (one.masked or one.choices or one.kind is Kind.DAY),
        )
        for title, one in zip(table.titles(), table.columns, strict=True)
    ]
    yield SheetRows(sheet, columns, table.blocks(), table.fit)
    if table.overflow:
        heads = (("行", "@", 12), ("列", "@", 20), ("段", "0", 8), ("内容", "@", 60))
        found = list(zip(*table.overflow, strict=True))
        yield SheetRows(OVERFLOW, [SheetColumn(*head) for head in heads], [found])


def _write_csv(file: _Summed, table: _Table, _sheet: str) -> None:
    text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="", write_through=True)
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([guard(title) for title in table.titles()])
    convert = [_conversion(column) for column in table.columns]
    for block in table.blocks():
        for row in zip(*block, strict=True):
            writer.writerow([_csv_cell(f(v)) for f, v in zip(convert, row, strict=True)])
    text.flush()
    text.detach()


def _csv_cell(value: Any) -> Any:
    if isinstance(value, str):
        return guard(value)
    if isinstance(value, float):
        return f"{value:.2f}".rstrip("0").rstrip(".") if abs(value) < 1e15 else repr(value)
    return value.isoformat() if isinstance(value, date) else value


_WRITERS: dict[str, Callable[[_Summed, _Table, str], None]] = {
    ".xlsx": _write_xlsx,
    ".csv": _write_csv,
}


class _Summed(io.BufferedIOBase):
    """A file that is only written on to, and the sum of what was written.

    An archive in it has the size of each part behind the part, as in every stream; packed parts
    would take ten times as long to read back as the file.
    """

    name = ""  # a ``TextIOWrapper`` asks for it

    def __init__(self) -> None:
        self._file: IO[bytes] | None = None
        self._sum = 0

    def into(self, file: IO[bytes]) -> _Summed:
        """Begin to write into a file."""
        self._file, self._sum = file, 0
        return self

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        assert self._file is not None
        self._sum = zlib.crc32(data, self._sum)
        return self._file.write(data)

    def verify(self, path: Path) -> None:
        """Read back what was written.

        Raises:
            KnownError: it is not that.
        """
        found = 0
        with path.open("rb") as file:
            while piece := file.read(_PIECE):
                found = zlib.crc32(piece, found)
        if found != self._sum:
            raise KnownError(
                "DISK_ERROR", "写好的表格读回来不完整，没有保存。", "请换一个磁盘再试。"
            )
