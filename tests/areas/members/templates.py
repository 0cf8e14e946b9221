"""Blank templates as upper platforms hand them out, and what they send back, made with openpyxl."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import openpyxl
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.worksheet.datavalidation import DataValidation

V1 = (
    "序号", "姓名*", "性别", "出生日期", "民族", "就业状况", "有效证件类别", "证件号码*", "学历",
    "技能等级", "移动电话*", "户籍类型", "户籍所在地", "会籍变化类型", "会籍变化日期",
    "会籍变化原因", "政治面貌", "工作单位", "籍贯", "是否农民工",
)  # fmt: skip
V2 = (
    "用户名*", "姓名*", "性别*", "出生日期*", "民族*", "移动电话*", "证件类别*", "证件号码*",
    "所属企业/工会*", "邮箱", "就业状况", "户籍类型", "学历", "技术等级", "会籍变化类型",
    "会籍变化日期", "会籍变化原因", "政治面貌", "籍贯", "婚姻状态", "家庭住址", "职务",
    "是否农民工", "备注",
)  # fmt: skip
NOTE = "填表说明：1. 带*的为必填项；2. 日期格式为yyyyMMdd；3. 本行请勿删除。"
WORDS = {
    "性别": ("男", "女"),
    "有效证件类别": ("居民身份证", "护照", "军官证"),
    "是否农民工": ("是", "否"),
    "会籍变化类型": ("入会", "转入", "保留", "转出", "除名", "退会"),
}
SCHOOLS = ("研究生", "大学本科", "大专", "中专", "高中", "初中", "小学", "其他")


def column(head: str, heads: Sequence[str] = V1) -> str:
    """Letter of a column."""
    return openpyxl.utils.get_column_letter(heads.index(head) + 1)


def v1(path: Path, *, note_row: int = 8) -> Path:
    """Title, notes and a line above the head in row 4; drop-downs; a merged note at the end."""
    book = openpyxl.Workbook()
    page = book.active
    page.title = "会员导入"
    page["A1"], page["A2"] = "工会会员信息导入模板", "日期一律写成yyyyMMdd，如19900101。"
    page["A3"] = "请不要改动表头"
    for row in (1, 2, 3):
        page.merge_cells(f"A{row}:T{row}")
        page[f"A{row}"].alignment = Alignment(horizontal="center")
    for at, head in enumerate(V1, 1):
        cell = page.cell(4, at, head)
        cell.font, cell.fill = Font(bold=True), PatternFill("solid", fgColor="DDEBF7")
    page["F4"].comment = Comment("1在岗 2待(下)岗 3失业 4退休 5离休 9其他", "平台")
    for head, some in WORDS.items():
        rule = DataValidation(type="list", formula1='"' + ",".join(some) + '"')
        page.add_data_validation(rule)
        rule.add(f"{column(head)}5:{column(head)}6")
    words = book.create_sheet("字典")
    for row, word in enumerate(SCHOOLS, 1):
        words.cell(row, 1, word)
    words.sheet_state = "hidden"
    rule = DataValidation(type="list", formula1=f"字典!$A$1:$A${len(SCHOOLS)}")
    page.add_data_validation(rule)
    rule.add("I5:I500")
    page.cell(note_row, 1, NOTE)
    page.merge_cells(f"A{note_row}:T{note_row}")
    page.row_dimensions[note_row].height = 60
    page.column_dimensions["H"].width = 33
    page.freeze_panes = "A5"
    book.save(path)
    return path


def v2(path: Path) -> Path:
    """24 columns, the head in row 2 under a title, an example below."""
    book = openpyxl.Workbook()
    page = book.active
    page.append(["会员批量导入"])
    page.merge_cells("A1:X1")
    page.append(list(V2))
    page.append(["zhangsan", "张三（示例）", "男", "1990-01-01", "汉族", "13800000000", "身份证",
                 "110101199001011234", "某某公司工会"])  # fmt: skip
    book.save(path)
    return path


def cells(path: Path, first: int, sheet: str = "") -> list[list[Any]]:
    """The rows of a workbook from one on."""
    book = openpyxl.load_workbook(path)
    page = book[sheet] if sheet else book.active
    rows = [list(row) for row in page.iter_rows(min_row=first, values_only=True)]
    while rows and not any(rows[-1]):
        rows.pop()
    return rows


def answered(path: Path, out: Path, wrong: Mapping[str, str]) -> Path:
    """The platform's result: each row with 是否导入成功 and 错误原因, by name."""
    book = openpyxl.load_workbook(path)
    page = book.active
    page["U4"], page["V4"] = "是否导入成功", "错误原因"
    for row in range(5, page.max_row + 1):
        name = page[f"B{row}"].value
        if name:
            page[f"U{row}"] = "否" if name in wrong else "是"
            page[f"V{row}"] = wrong.get(name)
    book.save(out)
    return out


def extended(path: Path) -> None:
    """Move the drop-down whose words stand on another sheet to where Excel writes it since 2010."""
    with ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name = "xl/worksheets/sheet1.xml"
    text = parts[name].decode("utf-8")
    found = re.search(r'<dataValidation [^>]*sqref="I5:I500"[^>]*>.*?</dataValidation>', text)
    assert found
    rest = text.replace(found[0], "").replace('count="5"', 'count="4"')
    formula = f"字典!$A$1:$A${len(SCHOOLS)}"
    main = "http://schemas.microsoft.com/office"
    more = (
        f'<extLst><ext xmlns:x14="{main}/spreadsheetml/2009/9/main" '
        'uri="{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}"><x14:dataValidations '
        f'xmlns:xm="{main}/excel/2006/main" count="1"><x14:dataValidation type="list" '
        f'allowBlank="1"><x14:formula1><xm:f>{formula}</xm:f></x14:formula1>'
        "<xm:sqref>I5:I500</xm:sqref></x14:dataValidation></x14:dataValidations></ext></extLst>"
    )
    parts[name] = rest.replace("</worksheet>", more + "</worksheet>").encode("utf-8")
    with ZipFile(path, "w") as archive:
        for part, data in parts.items():
            archive.writestr(part, data)
