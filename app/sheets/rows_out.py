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
from typing import IO, Any
from xml.sax.saxutils import escape

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Border, Font, PatternFill, Side
from openpyxl.xml.constants import REL_NS, SHARED_STRINGS, SHEET_MAIN_NS

from app.base.errors import UserError
from app.base.known import Known
from app.sheets.grid import column_letter

Block = Sequence[Sequence[Any]]
"""Some rows of a table by column: text, int, finite float, ``date`` from 1901 on, None: nothing."""

DAY_FORMAT = "yyyy-mm-dd"
_MOST = (1 << 31) - (1 << 24)  # bytes of a sheet: above, an archive is of a newer kind
_LEVEL = 2  # a fifth larger than with the usual 6, in a third of the time
_DAY_ZERO = 693_594  # ``date.toordinal`` of the day that a sheet numbers 0
_EDGES = 0.71  # of a cell, beside its characters
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_THIN = Side(style="thin")
_FIRST, _SHARED = "_rels/.rels", "xl/sharedStrings.xml"
_MOST_SHARED = 50_000  # texts; they are in memory to the end
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
class SheetRows:
    """A sheet to write.

    Attributes:
        title: its name.
        heads: texts of its first row, and of each column its number format and its width in
            characters.
        blocks: what stands below.
    """

    title: str
    heads: Sequence[str]
    formats: Sequence[str]
    widths: Sequence[int]
    blocks: Iterable[Block]


def write_book(file: IO[bytes], sheets: Iterable[SheetRows]) -> None:
    """A workbook of these sheets, each asked for when the one before it is written; the first one
    can be filtered.

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
            last = f"{column_letter(len(sheet.heads) - 1)}%d"
            before, after = _CELLS.split(_EXTENT.sub(b"", parts[name]))
            with archive.open(name, "w") as out:
                out.write(before)
                rows = _write_rows(out, _Cells(page, sheet.formats, shared), sheet)
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
    for place, (shape, width) in enumerate(zip(sheet.formats, sheet.widths, strict=True)):
        column = page.column_dimensions[column_letter(place)]
        column.width = width + _EDGES
        column.number_format = shape
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
    row, size = 2, out.write(cells.head(sheet.heads).encode())
    with ThreadPoolExecutor(1) as beside:  # packs some rows while the next ones are made
        packed: Future[int] | None = None
        for block in sheet.blocks:
            data = cells.rows(row, block).encode()
            row, size = row + len(block[0]), size + len(data)
            if packed is not None:
                packed.result()
            packed = beside.submit(out.write, data)
            if size > _MOST:
                raise UserError(
                    "EXPORT-ROWS", "内容太多，一个工作表放不下。", "请先筛选，分几次导出。"
                )
        if packed is not None:
            packed.result()
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
    """Rows of a sheet as its XML."""

    def __init__(self, page: Any, formats: Sequence[str], shared: _Shared) -> None:
        self._shared = shared
        self._letters = [f'<c r="{column_letter(place)}' for place in range(len(formats))]
        self._styles = [_style(page, number_format=shape) for shape in formats]
        self._day = _style(page, number_format=DAY_FORMAT)
        self._head = _style(
            page,
            font=Font(bold=True),
            fill=PatternFill("solid", fgColor="F3E3E3"),
            border=Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN),
        )
        self._known = [Known(self._end_of(style)) for style in self._styles]

    def head(self, titles: Sequence[str]) -> str:
        end = self._end_of(self._head)
        cells = [f"{at}1{end(title)}" for at, title in zip(self._letters, titles, strict=True)]
        return f'<row r="1">{"".join(cells)}</row>'

    def rows(self, first: int, block: Block) -> str:
        """Some rows; each is joined from pieces, most of which are the same in all of them."""
        count = len(block[0])
        numbers = [str(row) for row in range(first, first + count)]
        pieces: list[Iterable[str]] = [repeat('<row r="'), numbers]
        same = '">'  # what stands before the next piece in every row
        for place, values in enumerate(block):
            empty = values.count(None)
            if empty == count:
                continue
            start, known = self._letters[place], self._known[place]
            if not empty and _is_own(values) and _is_plain("".join(values)):
                opening = f'" s="{self._styles[place]}" t="inlineStr"><is><t>'
                pieces += [repeat(same + start), numbers, repeat(opening), values]
                same = "</t></is></c>"
            elif empty:
                ends = [known[value] for value in values]
                found = [
                    start + at + end if end else "" for at, end in zip(numbers, ends, strict=True)
                ]
                pieces += [repeat(same), found]
                same = ""
            else:
                pieces += [repeat(same + start), numbers, [known[value] for value in values]]
                same = ""
        pieces.append(repeat(f"{same}</row>"))
        return "".join(map("".join, zip(*pieces, strict=False)))

    def _end_of(self, style: int) -> Callable[[Any], str]:
        """What stands in a cell's mark after its address, from its value."""

        def end(value: Any) -> str:
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

        return end


def _style(page: Any, **looks: Any) -> int:
    cell = WriteOnlyCell(page)
    for name, look in looks.items():
        setattr(cell, name, look)
    return int(cell.style_id)


def _is_own(values: Sequence[Any]) -> bool:
    """Whether the values are texts most of which come but once, as names and numbers do."""
    return set(map(type, values)) == {str} and len(set(values)) * 2 > len(values)


def _is_plain(text: str) -> bool:
    """Whether text may stand in XML as it is, and nothing of it be lost."""
    return text.isprintable() and not any(sign in text for sign in _TO_LOOK_AT)


def _text(text: str) -> str:
    if _is_plain(text):
        return f"<t>{text}</t>"
    text = escape(_NOT_IN_XML.sub(lambda found: f"_x{ord(found[0]):04X}_", text))
    return f'<t xml:space="preserve">{text}</t>'
