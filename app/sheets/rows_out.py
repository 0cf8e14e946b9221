"""Tables of any length as .xlsx, a block of rows at a time; memory does not grow with them.

openpyxl makes the package with its styles, widths, frozen header and filter. Only the cells are
written here, straight into the archive and column by column: the cell of a value that comes again
and again is made once and names a text of the shared ones, and a column of plain text is put
between the same marks as a whole, as inline strings. No program takes either for a formula.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from itertools import repeat
from operator import add
from types import NoneType
from typing import IO, Any
from xml.sax.saxutils import escape

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Border, Font, PatternFill, Side
from openpyxl.xml.constants import REL_NS, SHARED_STRINGS, SHEET_MAIN_NS

from app.base.errors import UserError
from app.base.known import Known
from app.sheets.grid import MAX_CELL, column_letter, length

Block = Sequence[Sequence[Any]]
"""Some rows of a table by column. What is written is text, int, finite float, ``date`` from 1901
on, or nothing: None."""

DAY_FORMAT = "yyyy-mm-dd"
_MOST = (1 << 31) - (1 << 24)  # bytes of a sheet: above, an archive is of a newer kind
_LEVEL = 2  # a fifth larger than with the usual 6, in a third of the time
_DAY_ZERO = 693_594  # ``date.toordinal`` of the day that a sheet numbers 0
_EDGES = 0.71  # of a cell, beside its characters
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_THIN = Side(style="thin")
_FIRST, _SHARED = "_rels/.rels", "xl/sharedStrings.xml"
_SHORT = MAX_CELL // 2  # characters that a cell holds, however rare they are
_MOST_SHARED = 50_000  # texts; they are in memory to the end
_WAITING = 2  # blocks that are made and not yet packed
_MOST_KNOWN = 4  # times the columns: tables of cells that were made before
_NAMES_SHARED = {
    "[Content_Types].xml": f'<Override PartName="/{_SHARED}" ContentType="{SHARED_STRINGS}"/>',
    "xl/_rels/workbook.xml.rels": f'<Relationship Id="texts" Type="{REL_NS}/sharedStrings"'
    f' Target="/{_SHARED}"/>',
}
_CELLS = re.compile(rb"<sheetData\s*/>|<sheetData>\s*</sheetData>")
_EXTENT = re.compile(rb"<dimension[^>]*/>")
_NOT_IN_XML = re.compile("[\0-\x08\x0b-\x1f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
_TO_LOOK_AT = ("&", "<", ">", "_x", " ")


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """A column of a sheet.

    Attributes:
        head: text of its first row.
        format: number format.
        width: in characters.
        convert: from a value given to the value written.
        own: a text that may stand in a cell is written as it is given.
    """

    head: str
    format: str = "@"
    width: int = 14
    convert: Callable[[Any], Any] = lambda value: value
    own: bool = True


@dataclass(frozen=True, slots=True)
class SheetRows:
    """A sheet to write.

    Attributes:
        title: its name.
        columns: of its cells.
        blocks: what stands below their heads, as it is given.
        fit: what to write in place of a text that no cell holds; it is told the row in the sheet
            and the column, from 0.
    """

    title: str
    columns: Sequence[SheetColumn]
    blocks: Iterable[Block]
    fit: Callable[[str, int, int], str] = lambda text, _row, _column: text[: MAX_CELL // 2]


class _TooLongError(Exception):
    """A text that no cell holds."""


def write_book(file: io.BufferedIOBase, sheets: Iterable[SheetRows]) -> None:
    """A workbook of these sheets, each asked for when the one before it is written; the first one
    can be filtered.

    Args:
        file: open for writing; it need not go back.

    Raises:
        UserError: more than a sheet may hold.
    """
    book = Workbook()
    book.remove(book.active)
    shared = _Shared()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=_LEVEL) as archive:
        for number, sheet in enumerate(sheets, 1):
            page = _page(book, sheet)
            parts = _parts(book)
            if number == 1:  # programs tell a workbook by the first file of the archive
                _put(archive, _FIRST, parts[_FIRST])
            name = f"xl/worksheets/sheet{number}.xml"
            last = f"{column_letter(len(sheet.columns) - 1)}%d"
            before, after = _CELLS.split(_EXTENT.sub(b"", parts[name]))
            with archive.open(name, "w") as out:
                out.write(before)
                rows = _write_rows(out, _Cells(page, sheet, shared), sheet)
                if number == 1:
                    page.auto_filter.ref = f"A1:{last % rows}"
                    _, after = _CELLS.split(_parts(book)[name])
                out.write(after)
        _put(archive, _SHARED, shared.part().encode())
        done = set(archive.namelist())
        for name, data in _parts(book).items():
            if name not in done:
                _put(archive, name, data)


def _page(book: Any, sheet: SheetRows) -> Any:
    page = book.create_sheet(sheet.title)
    page.freeze_panes = "A2"
    for place, one in enumerate(sheet.columns):
        column = page.column_dimensions[column_letter(place)]
        column.width = one.width + _EDGES
        column.number_format = one.format
    return page


def _parts(book: Any) -> dict[str, bytes]:
    """The files of a workbook, without its cells and texts."""
    made = io.BytesIO()
    book.save(made)
    with zipfile.ZipFile(made) as archive:
        found = {name: archive.read(name) for name in archive.namelist()}
    for name, line in _NAMES_SHARED.items():
        before, mark, end = found[name].rpartition(b"</")
        found[name] = before + line.encode() + mark + end
    return found


def _put(archive: zipfile.ZipFile, name: str, data: bytes) -> None:
    with archive.open(name, "w") as out:  # bears no time, as ``writestr`` would
        out.write(data)


def _write_rows(out: IO[bytes], cells: _Cells, sheet: SheetRows) -> int:
    """The number of rows written."""
    out.write(b"<sheetData>")
    row, size = 2, out.write(cells.head())
    with ThreadPoolExecutor(1) as beside:  # packs some rows while the next ones are made
        packed: Future[None] = beside.submit(out.writelines, [])
        made: list[bytes] = []
        for block in sheet.blocks:
            made.append(cells.rows(row, block))
            row, size = row + len(block[0]), size + len(made[-1])
            if size > _MOST:
                raise UserError(
                    "EXPORT-ROWS", "内容太多，一个工作表放不下。", "请先筛选，分几次导出。"
                )
            if packed.done() or len(made) == _WAITING:
                packed.result()
                packed, made = beside.submit(out.writelines, made), []
        packed.result()
    out.writelines(made)
    out.write(b"</sheetData>")
    return row - 1


class _Shared(dict[str, int]):
    """Texts that many cells name by their number."""

    def number(self, text: str) -> int | None:
        """Of a text; None if there are too many already."""
        if len(self) < _MOST_SHARED:
            return self.setdefault(text, len(self))
        return self.get(text)

    def part(self) -> str:
        """The texts as a file of the workbook."""
        texts = "".join([f"<si>{_text(text)}</si>" for text in self])
        return f'{_HEAD}<sst xmlns="{SHEET_MAIN_NS}" uniqueCount="{len(self)}">{texts}</sst>'


class _Cells:
    """Rows of a sheet as its XML.

    The address of a cell ends with the number of its row. What stands from there to the address of
    the next cell is the same for equal values: it is made once, and a row is its number between
    such pieces.
    """

    def __init__(self, page: Any, sheet: SheetRows, shared: _Shared) -> None:
        self._sheet, self._shared = sheet, shared
        places = range(len(sheet.columns))
        self._starts = [f'<c r="{column_letter(place)}'.encode() for place in places]
        self._styles = [_style(page, number_format=one.format) for one in sheet.columns]
        self._day = _style(page, number_format=DAY_FORMAT)
        self._head = _style(
            page,
            font=Font(bold=True),
            fill=PatternFill("solid", fgColor="F3E3E3"),
            border=Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN),
        )
        self._known: dict[tuple[int, type, bytes], Known[Any, bytes]] = {}

    def head(self) -> bytes:
        heads = zip(self._starts, self._sheet.columns, strict=True)
        cells = [at + b"1" + self._end(one.head, self._head).encode() for at, one in heads]
        return b'<row r="1">' + b"".join(cells) + b"</row>"

    def rows(self, first: int, block: Block) -> bytes:
        """Some rows, their pieces made from the last column to the first."""
        count = len(block[0])
        numbers = [b"%d" % row for row in range(first, first + count)]
        pieces: list[Iterable[bytes]] = []
        after: bytes | list[bytes] = b"</row>"  # what follows on a cell: in every row, or in each
        for place in reversed(range(len(block))):
            values = block[place]
            if not any(values) and values.count(None) == count:
                continue
            start, same = self._starts[place], after if isinstance(after, bytes) else b""
            ends = self._ends(place, values, first, same)
            if not all(ends):
                after = _with_gaps(start, numbers, ends, after)
                continue
            pieces.append(ends if isinstance(after, bytes) else list(map(add, ends, after)))
            after = start
        opened = repeat(after, count) if isinstance(after, bytes) else after
        pieces += [[b'">' + one for one in opened], repeat(b'<row r="')]
        return b"".join(map(bytes.join, numbers, zip(*reversed(pieces), strict=False)))

    def _ends(self, place: int, values: Sequence[Any], first: int, same: bytes) -> list[bytes]:
        """What stands in each cell's mark after its address, and what then is the ``same`` in every
        row; nothing: there is no cell."""
        kinds = set(map(type, values)) - {NoneType}
        if kinds == {str} and self._sheet.columns[place].own:
            texts = values if all(values) else [one for one in values if one]
            if _come_once(texts):
                return self._as_given(place, values, texts, same)
        try:
            if len(kinds) == 1:
                return list(map(self._known_of(place, kinds.pop(), same).__getitem__, values))
            return [self._known_of(place, type(value), same)[value] for value in values]
        except _TooLongError:
            column = self._sheet.columns[place]
            written = [column.convert(value) for value in values]
            return [
                self._cell(
                    place, self._sheet.fit(value, row, place) if _is_long(value) else value, same
                )
                for row, value in enumerate(written, first)
            ]

    def _as_given(
        self, place: int, values: Sequence[Any], texts: Sequence[str], same: bytes
    ) -> list[bytes]:
        """Texts between the same marks: put there as a whole, at the ends of lines."""
        opening = f'" s="{self._styles[place]}" t="inlineStr"><is><t>'
        closing = f"</t></is></c>{same.decode()}"
        between = f"{closing}\n{opening}"
        lines = f"{opening}{between.join(texts)}{closing}".encode().split(b"\n")
        if len(texts) == len(values):
            return lines
        each = iter(lines)
        return [next(each) if one else b"" for one in values]

    def _known_of(self, place: int, kind: type, same: bytes) -> Known[Any, bytes]:
        """The ends of one kind of values: 1, 1.0 and True are equal, and not the same."""
        if (place, kind, same) not in self._known:
            convert = self._sheet.columns[place].convert
            if len(self._known) >= _MOST_KNOWN * len(self._sheet.columns):
                self._known.clear()  # the columns with gaps are now these, now those

            def end(value: Any) -> bytes:
                written = convert(value)
                if _is_long(written):
                    raise _TooLongError
                return self._cell(place, written, same)

            self._known[place, kind, same] = Known(end)
        return self._known[place, kind, same]

    def _cell(self, place: int, value: Any, same: bytes) -> bytes:
        end = self._end(value, self._styles[place])
        return end.encode() + same if end else b""

    def _end(self, value: Any, style: int) -> str:
        if value is None:
            return ""
        if isinstance(value, date):
            return f'" s="{self._day}"><v>{value.toordinal() - _DAY_ZERO}</v></c>'
        if isinstance(value, str):
            number = self._shared.number(value)
            if number is not None:
                return f'" s="{style}" t="s"><v>{number}</v></c>'
            return f'" s="{style}" t="inlineStr"><is>{_text(value)}</is></c>'
        return f'" s="{style}"><v>{value!r}</v></c>'


def _with_gaps(
    start: bytes, numbers: list[bytes], ends: list[bytes], after: bytes | list[bytes]
) -> list[bytes]:
    """The cells of a column that not every row has, and what follows in each row."""
    if isinstance(after, bytes):
        pairs = zip(numbers, ends, strict=True)
        return [start + at + end if end else after for at, end in pairs]
    three = zip(numbers, ends, after, strict=True)
    return [start + at + end + more if end else more for at, end, more in three]


def _come_once(texts: Sequence[str]) -> bool:
    """Whether most of these come but once, as names and numbers do, and all can stand in XML."""
    if len(set(texts)) * 2 <= len(texts):
        return False
    text = "".join(texts)
    return _is_plain(text) and (len(text) <= _SHORT or max(map(len, texts)) <= _SHORT)


def _style(page: Any, **looks: Any) -> int:
    cell = WriteOnlyCell(page)
    for name, look in looks.items():
        setattr(cell, name, look)
    return int(cell.style_id)


def _is_long(value: Any) -> bool:
    return isinstance(value, str) and length(value) > MAX_CELL


def _is_plain(text: str) -> bool:
    """Whether text may stand in XML as it is, and nothing of it be lost."""
    return text.isprintable() and not any(sign in text for sign in _TO_LOOK_AT)


def _text(text: str) -> str:
    if _is_plain(text):
        return f"<t>{text}</t>"
    text = escape(_NOT_IN_XML.sub(lambda found: f"_x{ord(found[0]):04X}_", text))
    return f'<t xml:space="preserve">{text}</t>'
