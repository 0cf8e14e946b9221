"""Opening any workbook. Runs in the child process of ``child.py``; see there for the limits."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from io import BytesIO
from itertools import chain, islice
from pathlib import Path
from typing import Any

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from app.sheets import markup, ole, package, plain
from app.sheets.grid import (
    EMPTY,
    SAVE_AS,
    Book,
    Formula,
    Merge,
    Row,
    Sheet,
    bounded,
    file_error,
)
from app.sheets.sniff import broken, encrypted, sniff
from app.sheets.stream import StreamBook

MAX_FILE = 200 * 1024 * 1024
_PART = 4000
"""Rows that are packed at once: the text is so long that its memory goes back to the system."""
_BETWEEN = "\x1f"  # no workbook can hold it; a cell that does all the same is noticed
Block = tuple[int, str] | list[list[Any]]
"""Rows as one text: texts alone, so many to a row, or (0) JSON; or as they are."""
_NO_FORMULAS: dict[int, dict[int, bool]] = {}


def open_book(path: Path, *, careful: bool = False) -> Book:
    """Read a file as a workbook, whatever its ending says. The file is read once, and closed.

    Args:
        path: the file.
        careful: use the bounded reader for all of it.

    Raises:
        KnownError: IMP-FILE: not a workbook, damaged, encrypted, harmful; no sheet with cells.
    """
    return open_data(read_bytes(path), path.stem, careful=careful)


def open_data(data: bytes, name: str, *, careful: bool = False) -> Book:
    """``open_book`` for a file that has been read; ``name`` is for sheets that have none."""
    kind = sniff(data)
    if kind == "zip":
        book = _from_package(data, careful=careful)
    elif kind in ("ole", "biff"):
        old = ole.inspect(data) if kind == "ole" else ole.scan(data)
        formulas = dict(enumerate(old.formulas))
        book = _CalamineBook(data, "xls", mac_epoch=old.mac_epoch, formulas=formulas.get)
    elif kind == "html":
        book = markup.read_html(data, name)
    elif kind == "xml":
        book = markup.read_xml(data, name)
    elif kind == "mht":
        raise file_error("这是单个网页文件（mht），不是表格。", SAVE_AS)
    else:
        book = plain.read_text(data, name)
    if not any(sheet.cells for sheet in book.sheets):
        raise file_error("这个工作簿里没有数据表（只有图表）。", "请确认来表单位发的是数据表。")
    return book


def read_bytes(path: Path) -> bytes:
    """The whole file as it is now; a spreadsheet program may have it open.

    Raises:
        KnownError: IMP-FILE if it is missing, a folder, too large or not allowed.
    """
    try:
        if path.is_dir():
            raise file_error(f"「{path.name}」是文件夹，不是文件。", "请选择里面的表格文件。")
        if path.stat().st_size > MAX_FILE:
            raise file_error(
                "这个文件超过 200 MB，不像名单表格。", "请只保留需要的工作表，另存后再导入。"
            )
        return path.read_bytes()
    except FileNotFoundError:
        raise file_error(f"找不到文件「{path.name}」。", "请确认它没有被移走或改名。") from None
    except PermissionError:
        raise file_error(
            f"「{path.name}」正被别的程序占用，或没有权限读。",
            "请在 WPS 或 Excel 里关闭它，或复制一份再导入。",
        ) from None
    except OSError:
        raise file_error(
            f"「{path.name}」读不出来，磁盘或U盘可能有故障。", "请把它复制到电脑上再导入。"
        ) from None


def _from_package(data: bytes, *, careful: bool) -> Book:
    found = package.inspect(data)
    if found.kind == "xlsx":
        return _PackageBook(data, found, careful=careful)
    return _CalamineBook(data, found.kind, mac_epoch=False, formulas=lambda _: None)


class _CalamineBook:
    """.xls, .xlsb and .ods through python-calamine."""

    def __init__(
        self,
        data: bytes,
        kind: str,
        *,
        mac_epoch: bool,
        formulas: Callable[[int], dict[int, dict[int, bool]] | None],
    ) -> None:
        self.kind, self.mac_epoch = kind, mac_epoch
        self.notes: list[str] = []
        self._book = _Fast(data)
        self._formulas = formulas
        self.sheets = [
            Sheet(
                meta.name,
                meta.visible != SheetVisibleEnum.Visible,
                meta.typ == SheetTypeEnum.WorkSheet,
            )
            for meta in self._book.book.sheets_metadata
        ]

    def rows(self, sheet: str) -> Iterator[Row]:
        number = [s.name for s in self.sheets].index(sheet)
        rows = _calamine_rows(self._book, sheet, self._formulas(number) or _NO_FORMULAS)
        return bounded(rows, self.notes, sheet)

    def merged(self, sheet: str) -> list[Merge]:
        return _calamine_merged(self._book, sheet)


class _PackageBook:
    """.xlsx: fast where it is safe, bounded where it is not."""

    def __init__(self, data: bytes, found: package.Package, *, careful: bool) -> None:
        self.kind, self.mac_epoch = "xlsx", found.mac_epoch
        self.notes: list[str] = []
        self.sheets = [sheet for sheet, _ in found.sheets]
        self._parts = {sheet.name: part for sheet, part in found.sheets if part}
        self._scans = found.scans
        self._data, self._careful = data, careful
        self._fast: _Fast | None = None
        self._slow: StreamBook | None = None

    def _bounded(self, sheet: str) -> bool:
        return self._careful or self._scans[self._parts[sheet]].bounded

    def _stream(self) -> StreamBook:
        if self._slow is None:
            self._slow = StreamBook(self._data, mac_epoch=self.mac_epoch)
        return self._slow

    def _calamine(self) -> _Fast:
        if self._fast is None:
            self._fast = _Fast(self._data)
            if not any(map(self._bounded, self._parts)):
                self._data = b""  # the parser has its own copy
        return self._fast

    def rows(self, sheet: str) -> Iterator[Row]:
        if self._bounded(sheet):
            rows = self._stream().rows(self._parts[sheet])
        else:
            rows = _calamine_rows(self._calamine(), sheet, self._scans[self._parts[sheet]].formulas)
        return bounded(rows, self.notes, sheet)

    def merged(self, sheet: str) -> list[Merge]:
        if self._bounded(sheet):
            return self._stream().merged(self._parts[sheet])
        return _calamine_merged(self._calamine(), sheet)


def _open(data: bytes) -> CalamineWorkbook:
    try:
        return CalamineWorkbook.from_filelike(BytesIO(data))
    except PasswordError:
        raise encrypted() from None
    except (CalamineError, OSError, ValueError):
        raise broken() from None


class _Fast:
    """python-calamine parses a whole sheet each time it is asked for it: the last one is kept.

    A long one is let go of as soon as its rows are asked for: as a few long texts they take a third
    of the memory, and the process that takes the rows needs some, too.
    """

    def __init__(self, data: bytes) -> None:
        self.book = _open(data)
        self._one = len(self.book.sheet_names) == 1
        self._last: tuple[str, CalamineSheet] | None = None
        self._starts: dict[str, tuple[int, int]] = {}
        self._merged: dict[str, list[Any]] = {}
        self._blocks: dict[str, list[Block]] = {}

    def merged(self, name: str) -> list[Any]:
        """The merged ranges of a sheet, as far as they can be read."""
        if name not in self._merged:
            try:
                self._merged[name] = self.sheet(name).merged_cell_ranges or []
            except (CalamineError, ValueError, OSError):
                self._merged[name] = []
        return self._merged[name]

    def start(self, name: str) -> tuple[int, int]:
        """Row and column of its first used cell, from 0."""
        if name not in self._starts:
            self._starts[name] = self.sheet(name).start or (0, 0)
        return self._starts[name]

    def rows(self, name: str) -> Iterator[list[Any]]:
        """The cells of a sheet from its first used column on, row by row; they are the caller's."""
        if name in self._blocks:
            yield from _unpacked(self._blocks[name])
            return
        source = self.sheet(name).iter_rows()
        first = list(islice(source, _PART))
        if len(first) < _PART:
            yield from first
            return
        block = _packed(first)
        yield from first
        del first
        self.start(name)
        self.merged(name)
        rest = _all_packed(source)
        self._blocks[name], self._last = [block, *rest], None
        del source
        yield from _unpacked(rest)

    def sheet(self, name: str) -> CalamineSheet:
        """The parsed sheet."""
        if self._last is None or self._last[0] != name:
            self._last = None  # never two in memory
            self._last = (name, self.book.get_sheet_by_name(name))
            if self._one:  # nothing else is to come of the file's bytes
                self.book.close()
        return self._last[1]


def _packed(rows: list[list[Any]]) -> Block:
    """Rows as one text; as they are, if there are days or moments in them."""
    width = len(rows[0])
    try:
        text = _BETWEEN.join(chain.from_iterable(rows))
        alike = width and set(map(len, rows)) == {width}
        if alike and text.count(_BETWEEN) == width * len(rows) - 1:
            return width, text
    except TypeError:  # not texts alone
        pass
    try:
        return 0, json.dumps(rows, ensure_ascii=False)
    except TypeError:
        return rows


def _all_packed(rows: Iterator[list[Any]]) -> list[Block]:
    blocks = []
    while part := list(islice(rows, _PART)):
        blocks.append(_packed(part))
    return blocks


def _unpacked(blocks: list[Block]) -> Iterator[list[Any]]:
    for block in blocks:
        if isinstance(block, list):
            yield from map(list, block)
            continue
        width, text = block
        if width:
            cells = text.split(_BETWEEN)
            yield from (cells[at : at + width] for at in range(0, len(cells), width))
        else:
            yield from json.loads(text)


def _calamine_rows(book: _Fast, name: str, formulas: dict[int, dict[int, bool]]) -> Iterator[Row]:
    number = 0
    try:
        # the parser gives the first row in any case, but only from the first used column on
        left = [EMPTY] * book.start(name)[1]
        for number, cells in enumerate(book.rows(name), 1):
            if left:
                cells[:0] = left
            if number in formulas:
                _mark(cells, formulas[number])
            yield number, cells
        for row in sorted(row for row in formulas if row > number):
            cells = []
            _mark(cells, formulas[row])
            yield row, cells
    except PasswordError:
        raise encrypted() from None
    except (CalamineError, OSError, ValueError, OverflowError):
        raise broken() from None


def _mark(cells: list[Any], formulas: dict[int, bool]) -> None:
    for column, cached in formulas.items():
        if column >= len(cells):
            cells.extend([EMPTY] * (column + 1 - len(cells)))
        value = cells[column]
        has = cached and value != EMPTY
        cells[column] = Formula(value if has else EMPTY, cached=has)


def _calamine_merged(book: _Fast, name: str) -> list[Merge]:
    ranges = book.merged(name)
    return [Merge(top + 1, left, bottom + 1, right) for (top, left), (bottom, right) in ranges]
