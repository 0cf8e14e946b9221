"""The bounded reader of .xlsx sheets: row after row, never more memory than a few rows.

Slower than python-calamine by a factor of five, and safe for what that cannot take: a far cell
(XFD1048576), a million empty formatted rows, positions that are only counted.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from io import BufferedReader, BytesIO, RawIOBase
from typing import Any

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import ParseError, iterparse

from app.sheets.grid import EMPTY, MAX_COLUMNS, MAX_EMPTY_ROWS, Formula, Merge, Row, column_index
from app.sheets.package import pieces
from app.sheets.sniff import broken

_DAY_FORMATS = {*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)}
_QUOTED = re.compile(r'"[^"]*"|\\.|_.|\[(?!h|m|s)[^\]]*\]', re.I)
_DAY_LETTERS = re.compile(r"[ymdhs年月日]", re.I)
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_MOST_CELLS = 16_384
_PLACE = re.compile(r"([A-Z]{1,3})(\d{1,7})$")


class _Pieces(RawIOBase):
    """A part of the package as a file to read from."""

    def __init__(self, source: Iterator[bytes]) -> None:
        self._source = source
        self._rest = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while not self._rest:
            piece = next(self._source, None)
            if piece is None:
                return 0
            self._rest = piece
        count = min(len(buffer), len(self._rest))
        buffer[:count] = self._rest[:count]
        self._rest = self._rest[count:]
        return count


def _events(data: bytes, info: zipfile.ZipInfo) -> Iterator[tuple[str, Any]]:
    file = BufferedReader(_Pieces(pieces(data, info)), 1 << 16)
    try:
        yield from iterparse(file, events=("start", "end"), forbid_dtd=True)
    except (ParseError, DefusedXmlException):
        raise broken() from None


def _local(element: Any) -> str:
    return str(element.tag).rsplit("}", 1)[-1]


class StreamBook:
    """Shared strings and styles of one package, and its sheets row by row."""

    def __init__(self, data: bytes, *, mac_epoch: bool) -> None:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            self._parts = {info.filename.lstrip("/"): info for info in archive.infolist()}
        self._data = data
        self._epoch = datetime(1904, 1, 1) if mac_epoch else datetime(1899, 12, 30)  # noqa: DTZ001
        self._texts: list[str] | None = None
        self._days: list[bool] | None = None

    def rows(self, part: str) -> Iterator[Row]:
        """All rows up to 1,000 empty ones in succession, at most 512 columns each."""
        number = last = started = 0
        sheet = None
        for event, element in _events(self._data, self._parts[part]):
            tag = _local(element)
            if event == "start":
                started = started + 1 if tag == "c" else 0 if tag == "row" else started
                if started > _MOST_CELLS:  # more than a row can have: it would fill the memory
                    raise broken()
                if tag == "sheetData":
                    sheet = element
                continue
            if tag == "row":
                declared = element.get("r", "")
                number = int(declared) if declared.isdigit() else number + 1
                cells = self._row(element)
                if sheet is not None:
                    sheet.clear()
                if cells:
                    last = number
                    yield number, cells
                elif number - last > MAX_EMPTY_ROWS:
                    return
            elif tag == "sheetData":
                return

    def merged(self, part: str) -> list[Merge]:
        """The merged ranges; they stand after the rows, so the whole part is read."""
        found: list[Merge] = []
        for piece in _tails(pieces(self._data, self._parts[part])):
            if b"mergeCell " not in piece:
                continue
            for match in re.finditer(rb'mergeCell ref="([A-Z]+)(\d+):([A-Z]+)(\d+)"', piece):
                left, top, right, bottom = (group.decode() for group in match.groups())
                merge = Merge(int(top), column_index(left), int(bottom), column_index(right))
                if merge not in found[-2:]:
                    found.append(merge)
            if len(found) > 20_000:
                return []
        return found

    def _row(self, row: Any) -> list[Any]:
        cells: list[Any] = []
        column = -1
        for cell in row:
            if _local(cell) != "c":
                continue
            place = _PLACE.match(cell.get("r", ""))
            column = column_index(place[1]) if place else column + 1
            value = self._cell(cell)
            if value != EMPTY and column >= MAX_COLUMNS:  # one is enough to know of the rest
                return [*cells, *[EMPTY] * (MAX_COLUMNS - len(cells)), value]
            if value != EMPTY:
                cells.extend([EMPTY] * (column - len(cells)))
                cells[column:] = [value]
        return cells

    def _cell(self, cell: Any) -> Any:
        kind = cell.get("t", "n")
        raw, formula = "", False
        for child in cell:
            tag = _local(child)
            if tag == "v":
                raw = child.text or ""
            elif tag == "f":
                formula = True
            elif tag == "is":
                raw = "".join(t.text or "" for t in child.iter() if _local(t) == "t")
        value = self._value(kind, raw, cell.get("s", "")) if raw else EMPTY
        return Formula(value, cached=value != EMPTY) if formula else value

    def _value(self, kind: str, raw: str, style: str) -> Any:
        if kind == "s":
            texts = self._shared()
            return texts[int(raw)] if raw.isdigit() and int(raw) < len(texts) else EMPTY
        if kind in ("str", "inlineStr"):
            return unescape(raw)
        if kind == "b":
            return raw == "1"
        if kind == "e":
            return EMPTY
        if kind == "d":
            return raw
        try:
            number = float(raw)
        except ValueError:
            return raw
        if style.isdigit() and int(style) < len(days := self._day_styles()) and days[int(style)]:
            return _moment(number, self._epoch)
        return number

    def _shared(self) -> list[str]:
        if self._texts is None:
            self._texts = []
            info = self._parts.get("xl/sharedStrings.xml")
            for event, element in _events(self._data, info) if info else ():
                if event == "end" and _local(element) == "si":
                    parts = (
                        t.text or ""
                        for child in element
                        for t in ([child] if _local(child) == "t" else child)
                        if _local(t) == "t" and _local(child) != "rPh"
                    )
                    self._texts.append(unescape("".join(parts)))
                    element.clear()
        return self._texts

    def _day_styles(self) -> list[bool]:
        if self._days is None:
            self._days = []
            formats: dict[str, str] = {}
            inside = False
            info = self._parts.get("xl/styles.xml")
            for event, element in _events(self._data, info) if info else ():
                tag = _local(element)
                if tag == "cellXfs":
                    inside = event == "start"
                elif event == "end" and tag == "numFmt":
                    formats[element.get("numFmtId", "")] = element.get("formatCode", "")
                elif event == "end" and tag == "xf" and inside:
                    number = element.get("numFmtId", "0")
                    self._days.append(is_day_format(number, formats.get(number, "")))
        return self._days


def is_day_format(number: str, code: str) -> bool:
    """Whether a number format shows days or times."""
    if code:
        return bool(_DAY_LETTERS.search(_QUOTED.sub("", code))) and "general" not in code.lower()
    return number.isdigit() and int(number) in _DAY_FORMATS


def _moment(number: float, epoch: datetime) -> Any:
    try:
        moment = epoch + timedelta(days=number)
    except (OverflowError, ValueError):
        return number
    moment = (moment + timedelta(microseconds=500_000)).replace(microsecond=0)
    if moment.time() == datetime.min.time():
        return date(moment.year, moment.month, moment.day)
    return moment


def unescape(text: str) -> str:
    """``_x000D_`` of the file format back to the character."""
    if "_x" not in text:
        return text
    return _ESCAPE.sub(lambda found: chr(int(found[1], 16)), text)


def _tails(source: Iterator[bytes]) -> Iterator[bytes]:
    carry = b""
    for piece in source:
        yield carry + piece
        carry = piece[-64:]
