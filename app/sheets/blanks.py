"""A foreign template (the blank form of an upper platform), read once to be filled in many times.

The file is opened in a child process, like every foreign file. What openpyxl would lose of it is
carried over: drop-downs whose words stand on another sheet (an extension of the format, written by
Excel since 2010 and by WPS).
"""

from __future__ import annotations

import base64
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zipfile import BadZipFile, ZipFile

from defusedxml.ElementTree import fromstring
from openpyxl import Workbook, load_workbook
from openpyxl.styles.numbers import is_date_format
from openpyxl.utils.cell import range_boundaries
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from app.base.progress import SILENT, Progress
from app.sheets import child
from app.sheets.checking import Options, look_into
from app.sheets.fields import SheetKind
from app.sheets.grid import Merge, column_index, file_error
from app.sheets.header import Choice, Layout
from app.sheets.package import inspect
from app.sheets.reading import read_bytes
from app.sheets.rows import RowSorter
from app.sheets.sniff import sniff
from app.sheets.template import put_text
from app.sheets.words import words
from app.sheets.writing import sheet_title

MAX_TEMPLATE = 4 * 1024 * 1024
_MOST_WORDS = 1_000
_TAIL = ("note", "signature", "section")
_CELL = r"\$?[A-Z]+(?:\$?\d+)?"
_RANGE = re.compile(rf"^(?:'?(?P<sheet>[^'!]+)'?!)?(?P<area>{_CELL}(?::{_CELL})?)$")
_UNREADABLE = (KeyError, ValueError, TypeError, AttributeError, IndexError)
"""What openpyxl raises on workbooks that other programs open."""
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


@dataclass(frozen=True, slots=True)
class BlankColumn:
    """A column of a template.

    Attributes:
        column: letter.
        header: as written; several lines joined by "/".
        options: the words of its drop-down.
        hints: what its comment and its drop-down say to the person who fills it in.
        day: the template shows days as days of the spreadsheet, not as text.
    """

    column: str
    header: str
    options: tuple[str, ...] = ()
    hints: str = ""
    day: bool = False


@dataclass(frozen=True, slots=True)
class Blank:
    """A template as it was read.

    Attributes:
        name: of the file.
        layout: of the sheet that is to be filled.
        first_row: where our rows begin; ``tail_row``: the first of the notes at the end, or 0.
        columns: all that have a head, left to right.
        data: the template as .xlsx.
        notes: what a person should know, in Chinese.
    """

    name: str
    layout: Layout
    first_row: int
    tail_row: int
    columns: tuple[BlankColumn, ...]
    data: bytes
    notes: tuple[str, ...] = ()


def read_blank(
    path: Path,
    kind: SheetKind,
    *,
    sheet: str = "",
    choice: Choice | None = None,
    progress: Progress = SILENT,
) -> Blank:
    """Read a template: the sheet whose head names most of our columns.

    Args:
        path: .xlsx, .xlsm or .xls.
        kind: the list that it asks for.
        sheet: the one to fill; "" for the best.
        choice: a person's decision about its head.

    Raises:
        KnownError: IMP-FILE: no workbook, too large, or without such a head.
    """
    choices = {sheet: choice} if sheet and choice else {}
    looks = look_into(path, [kind], Options(sheet=sheet, choices=choices), progress)
    layouts = [one.layout for one in looks if one.layout and sheet in ("", one.name)]
    if not layouts:
        raise file_error(
            f"在「{path.name}」里没有找到{kind.title}模板的表头。",
            "请确认这是平台下载的空白模板；表头在别的工作表时，请先选定工作表和表头行。",
        )
    best = max(layouts, key=lambda one: (not one.missing, len(one.columns), one.score))
    try:
        job = child.run("app.sheets.blanks:blank_job", path, best.to_json(), kind)
        (message,) = list(job)
    except child.ChildDied:
        raise file_error(
            f"「{path.name}」打不开。", "请在 WPS 或 Excel 里另存为 .xlsx 再选。"
        ) from None
    best.sheet = message["sheet"]
    columns = tuple(
        BlankColumn(c["column"], c["header"], tuple(c["options"]), c["hints"], c["day"])
        for c in message["columns"]
    )
    return Blank(
        path.name,
        best,
        message["first_row"],
        message["tail_row"],
        columns,
        base64.b64decode(message["data"]),
        tuple(message["notes"]),
    )


# --- in the child: reading ------------------------------------------------------------------------


def blank_job(path: Path, layout_data: Mapping[str, Any], kind: SheetKind) -> Iterator[Any]:
    """The second half of ``read_blank``."""
    layout = Layout.from_json(layout_data)
    data = read_bytes(path)
    if len(data) > MAX_TEMPLATE:
        raise file_error(
            f"「{path.name}」超过 {MAX_TEMPLATE // 1024 // 1024} MB，不像空白模板。",
            "请向平台重新下载模板，或删掉里面的图片和数据另存。",
        )
    notes: list[str] = []
    book, lost = _opened(data, layout)
    notes += lost
    page = book[layout.sheet] if layout.sheet in book.sheetnames else book.active
    first, tail, samples = _zones(page, layout, kind)
    if samples:
        notes.append(f"第 {samples[0]} 行起的示例不留，从那里开始填数据。")
    heads = {c.column: c.header for c in layout.columns} | dict(layout.others)
    buffer = io.BytesIO()
    book.save(buffer)
    yield {
        "sheet": page.title,
        "first_row": first,
        "tail_row": tail,
        "columns": [
            {
                "column": letter,
                "header": heads[letter],
                "options": _options(book, page, letter, first),
                "hints": _hints(page, letter, layout, first),
                "day": is_date_format(page[f"{letter}{first}"].number_format),
            }
            for letter in sorted(heads, key=column_index)
        ],
        "data": base64.b64encode(buffer.getvalue()).decode("ascii"),
        "notes": notes,
    }


def _opened(data: bytes, layout: Layout) -> tuple[Any, list[str]]:
    """The template to write into; where it cannot be written, one with the same head."""
    if sniff(data) != "zip" or inspect(data).kind != "xlsx":
        return _rebuilt(layout), ["原模板不是 .xlsx：已照它的表头另做一份，导出的文件是 .xlsx。"]
    try:
        return _open(data, layout.sheet)
    except (*_UNREADABLE, BadZipFile, InvalidFileException):
        return _rebuilt(layout), ["原模板里有读不懂的内容：已照它的表头另做一份，没有格式和下拉。"]


def _open(data: bytes, sheet: str) -> tuple[Any, list[str]]:
    """The workbook, with the drop-downs that openpyxl leaves out."""
    found = inspect(data)
    book = load_workbook(io.BytesIO(data), rich_text=True)
    for known, part in found.sheets:
        if part and known.name in book.sheetnames:
            with ZipFile(io.BytesIO(data)) as archive:
                root = fromstring(archive.read(part), forbid_dtd=True)
            page = book[known.name]
            if isinstance(page, Worksheet):
                for rule in _extended(root):
                    page.add_data_validation(rule)
    page = book[sheet]
    lost = []
    if page._charts:
        lost.append("模板里的图表没有保留。")
    return book, lost


def _extended(root: Any) -> Iterator[DataValidation]:
    for element in root.iter():
        name = element.tag.rsplit("}", 1)[-1]
        if name != "dataValidation" or element.tag.startswith(_MAIN):
            continue
        parts = {e.tag.rsplit("}", 1)[-1]: e.text or "" for e in element.iter() if e.text}
        if element.get("type") == "list" and parts.get("f") and parts.get("sqref"):
            yield DataValidation(
                type="list",
                formula1=parts["f"],
                allow_blank=element.get("allowBlank") == "1",
                showErrorMessage=element.get("showErrorMessage") == "1",
                showInputMessage=element.get("showInputMessage") == "1",
                errorTitle=element.get("errorTitle"),
                error=element.get("error"),
                promptTitle=element.get("promptTitle"),
                prompt=element.get("prompt"),
                sqref=parts["sqref"],
            )


def _rebuilt(layout: Layout) -> Any:
    """A workbook with the head of a template in a format that cannot be written."""
    book = Workbook()
    page = book.active
    page.title = sheet_title(layout.sheet)
    for number, cells in layout.head:
        for at, value in enumerate(cells, 1):
            if isinstance(value, str):
                put_text(page.cell(number, at), value)
            elif value != "":
                page.cell(number, at).value = value
    for top, left, bottom, right in layout.head_merged:
        page.merge_cells(start_row=top, end_row=bottom, start_column=left + 1, end_column=right + 1)
    return book


def _zones(page: Any, layout: Layout, kind: SheetKind) -> tuple[int, int, list[int]]:
    """Where rows begin, where the notes at the end begin (or 0), and the sample rows between."""
    merged = [
        Merge(m.min_row, m.min_col - 1, m.max_row, m.max_col - 1) for m in page.merged_cells.ranges
    ]
    sorter = RowSorter(layout, kind, merged)
    found: list[tuple[int, str]] = []
    explains = words().explains
    for number, cells in enumerate(page.iter_rows(min_row=layout.first_row), layout.first_row):
        values = ["" if cell.value is None else cell.value for cell in cells]
        plain = [value if isinstance(value, int | float | bool) else str(value) for value in values]
        if any(value != "" for value in plain):
            why = sorter.why_not_data(number, plain)
            if not why and any(explains.search(str(value)) for value in plain):
                why = "header"  # 「必填」「18位」 under the head: the platform counts on that line
            found.append((number, why))
    tail = 0
    while found and found[-1][1] in _TAIL:
        tail = found.pop()[0]
    first = layout.first_row
    while found and found[0][1] in ("header", *_TAIL):
        first = found.pop(0)[0] + 1
    return first, tail, [number for number, why in found if why != "empty"]


def _rules(page: Any, letter: str, row: int) -> Iterator[DataValidation]:
    column = column_index(letter) + 1
    for rule in page.data_validations.dataValidation:
        for area in rule.sqref.ranges:
            if area.min_col <= column <= area.max_col and area.max_row >= row:
                yield rule
                break


def _options(book: Any, page: Any, letter: str, row: int) -> list[str]:
    for rule in _rules(page, letter, row):
        if rule.type == "list" and rule.formula1:
            words = _words(book, page, str(rule.formula1).strip().removeprefix("="))
            if words:
                return words
    return []


def _words(book: Any, page: Any, formula: str) -> list[str]:
    if formula.startswith('"'):
        return [word for part in formula.strip('"').split(",") if (word := part.strip())]
    for names in (page.defined_names, book.defined_names):
        if formula in names:
            formula = str(names[formula].attr_text)
    found = _RANGE.match(formula)
    if found is None or (found["sheet"] and found["sheet"] not in book.sheetnames):
        return []
    source = book[found["sheet"]] if found["sheet"] else page
    left, top, right, bottom = range_boundaries(found["area"])
    bottom = min(bottom or source.max_row, (top or 1) + _MOST_WORDS)
    cells = source.iter_rows(min_row=top or 1, max_row=bottom, min_col=left, max_col=right)
    texts = (str(c.value).strip() for line in cells for c in line if c.value is not None)
    return list(dict.fromkeys(text for text in texts if text))


def _hints(page: Any, letter: str, layout: Layout, first: int) -> str:
    texts = []
    for row in range(layout.header_row, first):
        comment = page[f"{letter}{row}"].comment
        texts.append(comment.text if comment else "")
        if row >= layout.first_row:  # a line of explanations between head and rows
            texts.append(str(page[f"{letter}{row}"].value or ""))
    for rule in _rules(page, letter, first):
        texts += [rule.promptTitle or "", rule.prompt or "", rule.error or ""]
    return "\n".join(text.strip() for text in texts if text and text.strip())
