"""HTML tables and Excel-2003 XML that travel under the name .xls: what many web systems export."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from html.parser import HTMLParser
from typing import Any

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring

from app.sheets.grid import EMPTY, MAX_COLUMNS, Formula, Merge, Row, Table, TableBook, file_error
from app.sheets.plain import decode
from app.sheets.sniff import broken

_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]+)", re.I)
_MOST_ROWS = 1_048_576
_SPREADSHEET = "{urn:schemas-microsoft-com:office:spreadsheet}"


def read_html(data: bytes, name: str) -> TableBook:
    """Every table of a page as a sheet; tables inside cells are sheets of their own.

    Raises:
        KnownError: IMP-FILE if there is no table.
    """
    notes: list[str] = []
    parser = _Tables()
    parser.feed(_page(data, notes))
    parser.close()
    found = [table for table in parser.tables if table.rows]
    if not found:
        raise file_error(
            "这是网页文件，里面没有表格。",
            "可能是登录过期时下载的网页；请重新下载，或向来表单位要 Excel 原件。",
        )
    names = [name if number == 0 else f"{name}({number + 1})" for number in range(len(found))]
    tables = [
        Table(title, _numbered(table), table.merged)
        for title, table in zip(names, found, strict=True)
    ]
    return TableBook("html", tables, notes)


def _page(data: bytes, notes: list[str]) -> str:
    named = _CHARSET.search(data[:4096])
    if named and data[:2] not in (b"\xff\xfe", b"\xfe\xff"):
        encoding = named[1].decode("ascii").lower()
        encoding = "gb18030" if encoding in ("gbk", "gb2312") else encoding
        try:
            return data.decode(encoding)
        except (LookupError, UnicodeDecodeError):
            pass
    return decode(data, notes)


def _numbered(table: _Table) -> Iterator[Row]:
    yield from enumerate(table.rows, 1)


class _Table:
    def __init__(self) -> None:
        self.rows: list[list[Any]] = []
        self.merged: list[Merge] = []
        self.taken: dict[tuple[int, int], None] = {}

    def start_row(self) -> None:
        if len(self.rows) >= _MOST_ROWS:
            raise broken()
        self.rows.append([])

    def add(self, text: str, across: int, down: int) -> None:
        if not self.rows:
            self.start_row()
        row = self.rows[-1]
        while (len(self.rows), len(row)) in self.taken:
            row.append(EMPTY)
        top, left = len(self.rows), len(row)
        row.extend([text] + [EMPTY] * (across - 1))
        if across > 1 or down > 1:
            self.merged.append(Merge(top, left, top + down - 1, left + across - 1))
            for lower in range(top + 1, top + down):
                self.taken.update(((lower, left + step), None) for step in range(across))


class _Tables(HTMLParser):
    """Collects the cells of all tables of a page."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[_Table] = []
        self._open: list[_Table] = []
        self._cells: list[tuple[list[str], int, int] | None] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            table = _Table()
            self.tables.append(table)
            self._open.append(table)
            self._cells.append(None)
        elif tag in ("script", "style", "title"):
            self._silent += 1
        elif not self._open:
            return
        elif tag == "tr":
            self._finish()
            self._open[-1].start_row()
        elif tag in ("td", "th"):
            self._finish()
            given = dict(attrs)
            across = _span(given.get("colspan"), MAX_COLUMNS)
            self._cells[-1] = ([], across, _span(given.get("rowspan"), 10_000))
        elif tag in ("br", "p", "div") and self._cells[-1]:
            self._cells[-1][0].append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("script", "style", "title"):
            self._silent = max(0, self._silent - 1)
        elif self._open and tag in ("td", "th", "tr"):
            self._finish()
        elif self._open and tag == "table":
            self._finish()
            self._open.pop()
            self._cells.pop()

    def handle_data(self, data: str) -> None:
        if self._open and self._cells[-1] and not self._silent:
            self._cells[-1][0].append(data)

    def close(self) -> None:
        super().close()
        while self._open:
            self._finish()
            self._open.pop()
            self._cells.pop()

    def _finish(self) -> None:
        cell = self._cells[-1]
        if cell is None:
            return
        lines = (" ".join(line.split()) for line in "".join(cell[0]).split("\n"))
        self._open[-1].add("\n".join(line for line in lines if line), cell[1], cell[2])
        self._cells[-1] = None


def _span(text: str | None, most: int) -> int:
    digits = (text or "").strip()
    return (
        max(1, min(int(digits), most))
        if digits.isascii() and digits.isdigit() and len(digits) < 9
        else 1
    )


def read_xml(data: bytes, name: str) -> TableBook:
    """An "XML Spreadsheet 2003" file.

    Raises:
        KnownError: IMP-FILE if it is damaged or holds a DTD.
    """
    try:
        root = fromstring(data, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError):
        raise broken() from None
    tables: list[Table] = []
    for number, sheet in enumerate(root.iter(f"{_SPREADSHEET}Worksheet")):
        merged: list[Merge] = []
        title = sheet.get(f"{_SPREADSHEET}Name") or f"{name}({number + 1})"
        tables.append(Table(title, list(_xml_rows(sheet, merged)), merged))
    if not tables:
        raise broken()
    return TableBook("xml", tables)


def _xml_rows(sheet: Any, merged: list[Merge]) -> Iterator[Row]:
    row = 0
    taken: set[tuple[int, int]] = set()
    for element in sheet.iter(f"{_SPREADSHEET}Row"):
        row = _index(element, row + 1)
        cells: list[Any] = []
        for cell in element.iter(f"{_SPREADSHEET}Cell"):
            column = _index(cell, len(cells) + 1) - 1
            while (row, column) in taken:
                column += 1
            if column >= MAX_COLUMNS:
                break
            cells.extend([EMPTY] * (column - len(cells)))
            across = _number(cell.get(f"{_SPREADSHEET}MergeAcross"))
            down = _number(cell.get(f"{_SPREADSHEET}MergeDown"))
            cells[column:] = [_xml_value(cell), *[EMPTY] * min(across, MAX_COLUMNS)]
            if across or down:
                merged.append(Merge(row, column, row + down, column + across))
                lower = range(row + 1, row + min(down, 10_000) + 1)
                taken.update((r, column + step) for r in lower for step in range(across + 1))
        yield row, cells


def _index(element: Any, following: int) -> int:
    return _number(element.get(f"{_SPREADSHEET}Index")) or following


def _number(text: str | None) -> int:
    return int(text) if text and text.isdigit() and len(text) < 8 else 0


def _xml_value(cell: Any) -> Any:
    data = cell.find(f"{_SPREADSHEET}Data")
    text = "".join(data.itertext()) if data is not None else ""
    kind = data.get(f"{_SPREADSHEET}Type") if data is not None else ""
    value: Any = text
    try:
        if kind == "Number":
            value = float(text)
        elif kind == "DateTime":
            value = datetime.fromisoformat(text[:19])
        elif kind == "Boolean":
            value = text == "1"
        elif kind == "Error":
            value = EMPTY
    except ValueError:
        value = text
    if cell.get(f"{_SPREADSHEET}Formula") is not None:
        return Formula(value, cached=value != EMPTY)
    return value
