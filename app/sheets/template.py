"""Templates to fill in: notes, drop-downs, text-formatted code columns, prefilled rows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import IO, Any

from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet.datavalidation import DataValidation

from app.base.codes import code_list
from app.base.errors import KnownError, UserError
from app.base.files import write_for_person
from app.base.text import control_characters
from app.sheets.fields import AMOUNTS, Field, Kind, SheetKind
from app.sheets.grid import MAX_CELL, column_letter, length
from app.sheets.writing import Written, clean_text, sheet_title

OPTIONS = "选项"
_LAST_ROW = 5_000  # down to which drop-downs reach
_TITLE, _NOTES, _HEADER = 1, 2, 3
_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_HINTS = {
    Kind.DAY: "日期写成 2018-08-23。",
    Kind.COUNT: "只填整数，不带单位。",
    Kind.MONEY: "单位：元。",
    Kind.FLAG: "填 是 或 否。",
    Kind.CREDIT: "18位，本列已设为文本。",
    Kind.IDENTITY: "18位，本列已设为文本。",
    Kind.NUMBER: "本列已设为文本。",
    Kind.ACCOUNT: "本列已设为文本。",
}
_THIN = Side(style="thin", color="BFBFBF")
_BORDER = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)


def write_template(
    path: Path,
    kind: SheetKind,
    *,
    rows: Iterable[Mapping[str, Any]] = (),
    title: str = "",
    fields: Sequence[str] = (),
    choices: Mapping[str, Sequence[str]] | None = None,
) -> Written:
    """A workbook for somebody else to fill in and send back.

    Args:
        path: .xlsx.
        kind: the list.
        rows: prefilled, field → value as in ``CheckedRow.values``.
        title: line above the table; default 「kind.title」导入模板.
        fields: keys of the columns wanted; default all.
        choices: field → words of a drop-down beside those of code lists (names of villages …).

    Raises:
        UserError: another ending than .xlsx.
        KnownError: the disk; see ``write_for_person``.
    """
    path = Path(path)
    if path.suffix.lower() != ".xlsx":
        raise UserError("EXPORT-NAME", "模板只能存成 .xlsx 文件。", "请把文件名改为以 .xlsx 结尾。")
    chosen = [f for f in kind.asked.fields if not fields or f.key in fields]
    book = Workbook()
    page = book.active
    page.title = sheet_title(kind.title)
    _heading(page, kind, chosen, title or f"{kind.title}导入模板")
    _columns(page, chosen)
    count = 0
    for count, row in enumerate(rows, 1):
        for column, each in enumerate(chosen, 1):
            _put(page.cell(_HEADER + count, column), template_value(each, row.get(each.key)), each)
    _drop_downs(book, page, chosen, choices or {}, max(_LAST_ROW, _HEADER + count + 500))
    page.freeze_panes = page.cell(_HEADER + 1, 1 + sum(1 for f in chosen[:1] if f.obligatory))
    page.page_setup.orientation = "landscape"
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    page.sheet_properties.pageSetUpPr.fitToPage = True
    page.print_title_rows = f"{_HEADER}:{_HEADER}"
    write_for_person(path, lambda file: save(book, file), check=verify)
    return Written(str(path), count)


def _heading(page: Any, kind: SheetKind, fields: Sequence[Field], title: str) -> None:
    width = max(len(fields), 1)
    head = page.cell(_TITLE, 1)
    put_text(head, title)
    head.font = Font(bold=True, size=16)
    head.alignment = Alignment(horizontal="center", vertical="center")
    notes = page.cell(_NOTES, 1)
    lines = [*kind.notes, "带 * 的列必须填写；不要增删、合并列；不需要的列可以空着。"]
    put_text(notes, "填表说明：" + "".join(f"{n}. {line}" for n, line in enumerate(lines, 1)))
    notes.alignment = Alignment(wrap_text=True, vertical="top")
    notes.font = Font(color="666666")
    if width > 1:
        page.merge_cells(start_row=_TITLE, end_row=_TITLE, start_column=1, end_column=width)
        page.merge_cells(start_row=_NOTES, end_row=_NOTES, start_column=1, end_column=width)
    page.row_dimensions[_TITLE].height = 28
    total = sum(f.width for f in fields) or 20
    page.row_dimensions[_NOTES].height = 18 * (1 + len(notes.value) * 2 // total)
    page.row_dimensions[_HEADER].height = 32


def _columns(page: Any, fields: Sequence[Field]) -> None:
    for column, each in enumerate(fields, 1):
        cell = page.cell(_HEADER, column)
        put_text(cell, f"{each.title}*" if each.obligatory else each.title)
        cell.font = Font(bold=True, color="C0272D" if each.obligatory else "000000")
        cell.fill = PatternFill("solid", fgColor="F3E9E9" if each.obligatory else "EDEFF2")
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
        cell.border = _BORDER
        if text := hint(each):
            cell.comment = Comment(text, "工作台", width=260, height=90)
        size = page.column_dimensions[column_letter(column - 1)]
        size.width = each.width
        size.number_format = number_format(each)


def hint(each: Field) -> str:
    """What the person who fills in this column should know."""
    example = f"例：{each.example}" if each.example else ""
    note = each.note if not each.note or each.note[-1] in "。；！？" else f"{each.note}。"
    start = "必填。" if each.obligatory else ""
    return f"{start}{note}{_HINTS.get(each.kind, '')}{example}"


def number_format(each: Field) -> str:
    """Code columns are text, so that no spreadsheet rounds them."""
    if each.kind in AMOUNTS:
        return "#,##0.00" if each.kind is Kind.MONEY else "0"
    return "yyyy-mm-dd" if each.kind is Kind.DAY else "@"


def template_value(each: Field, value: Any) -> Any:
    """A value as a person writes it in a sheet."""
    if value is None:
        return None
    if isinstance(value, bool):
        return "是" if value else "否"
    if each.kind is Kind.CODE:
        return code_list(each.choices).name_of(str(value))
    if each.kind is Kind.MONEY and isinstance(value, int):
        return value / 100
    return value if each.kind in AMOUNTS else str(value)


def _put(cell: Any, value: Any, each: Field) -> None:
    if isinstance(value, str):
        put_text(cell, value)
    else:
        cell.value = value
    cell.number_format = number_format(each) if each.kind is not Kind.DAY else "@"


def put_text(cell: Any, text: str) -> None:
    """Text that stays text: never a formula, never cut in silence."""
    if length(text) > MAX_CELL:
        raise KnownError(
            "EXPORT-LONG",
            f"有一格超过 {MAX_CELL} 个字（{cell.coordinate}），一个单元格放不下。",
            "请缩短这段文字再导出。",
        )
    text = clean_text(text)
    if control_characters(text):
        text = "".join(c for c in text if c in "\t\r\n" or not control_characters(c))
    cell.value = _ESCAPED.sub("_x005F_", text).replace("\r", "_x000D_")
    cell.data_type = "s"


def _drop_downs(
    book: Any,
    page: Any,
    fields: Sequence[Field],
    choices: Mapping[str, Sequence[str]],
    last: int,
) -> None:
    options = book.create_sheet(OPTIONS)
    options.sheet_state = "hidden"
    used = 0
    for column, each in enumerate(fields, 1):
        words = list(choices.get(each.key, ()))
        if each.kind is Kind.FLAG:
            words = words or ["是", "否"]
        elif each.kind is Kind.CODE:
            words = words or [entry.name for entry in code_list(each.choices)]
        letter = column_letter(column - 1)
        area = f"{letter}{_HEADER + 1}:{letter}{last}"
        rule = _amount_rule(each)
        if words:
            used += 1
            for row, word in enumerate([each.title, *words], 1):
                put_text(options.cell(row, used), word)
            place = column_letter(used - 1)
            formula = f"{OPTIONS}!${place}$2:${place}${len(words) + 1}"
            # another word may be written all the same: the import says what it makes of it
            rule = DataValidation(
                type="list", formula1=formula, allow_blank=True, showErrorMessage=False
            )
        if rule is None and hint(each):
            rule = DataValidation(allow_blank=True)
        if rule is not None:
            rule.promptTitle, rule.prompt = each.title[:32], hint(each)[:250] or "请从列表中选择。"
            rule.showInputMessage = True
            page.add_data_validation(rule)
            rule.add(area)
    if not used:
        book.remove(options)


def _amount_rule(each: Field) -> DataValidation | None:
    if each.kind not in AMOUNTS:
        return None
    kind = "decimal" if each.kind is Kind.MONEY else "whole"
    return DataValidation(
        type=kind,
        operator="greaterThanOrEqual",
        formula1="0",
        allow_blank=True,
        showErrorMessage=True,
        errorStyle="warning",
        errorTitle=each.title[:32],
        error="这里应填数字，不带单位。",
    )


def save(book: Any, file: IO[bytes]) -> None:
    """Write an openpyxl workbook."""
    book.save(file)


def verify(path: Path) -> None:
    """Read a finished workbook back."""
    try:
        with path.open("rb") as file:
            load_workbook(file, read_only=True).close()
    except (InvalidFileException, KeyError, ValueError, OSError):
        raise KnownError(
            "DISK_ERROR", "写好的表格读回来不完整，没有保存。", "请换一个磁盘再试。"
        ) from None
