"""A foreign template: read once, filled in with what stood in it left as it was."""

from __future__ import annotations

import re
from pathlib import Path
from zipfile import ZipFile

import openpyxl
import pytest
from openpyxl.worksheet.datavalidation import DataValidation

from app.base.errors import KnownError, UserError
from app.sheets.blanks import Blank, read_blank
from app.sheets.filling import DAY, MAX_ROWS, NUMBER, TEXT, Place, fill_template
from tests.sheets.kinds import PEOPLE

HEADS = [PEOPLE.fields[0].title, PEOPLE.fields[1].title, "备用列"]


def template(path: Path, *rows: list[str], notes: int = 0) -> Path:
    """Title, head, rows, and at the end so many merged notes."""
    book = openpyxl.Workbook()
    page = book.active
    page.append(["人员模板"])
    page.merge_cells("A1:C1")
    page.append(HEADS)
    for row in rows:
        page.append(row)
    for _ in range(notes):
        page.append(["说明：请如实填写，不要改动表头，本行不要删除。"])
        page.merge_cells(start_row=page.max_row, end_row=page.max_row, start_column=1, end_column=3)
    rule = DataValidation(type="list", formula1='"甲,乙"')
    page.add_data_validation(rule)
    rule.add("C3:C4")
    book.save(path)
    return path


def filled(blank: Blank, out: Path, *rows: list[object], how: str = TEXT) -> list[list[object]]:
    forms = {column.column: how for column in blank.columns}
    place = Place(
        blank.layout.sheet, blank.layout.header_row, blank.first_row, blank.tail_row, forms
    )
    assert fill_template(out, blank.data, place, rows).rows == len(rows)
    page = openpyxl.load_workbook(out)[blank.layout.sheet]
    return [list(row) for row in page.iter_rows(values_only=True)]


def test_notes_straight_under_the_head_come_after_the_rows(tmp_path: Path) -> None:
    blank = read_blank(template(tmp_path / "模板.xlsx", notes=2), PEOPLE)
    assert (blank.first_row, blank.tail_row) == (3, 3)
    assert blank.columns[2].options == ("甲", "乙")
    rows = filled(blank, tmp_path / "出.xlsx", *[[f"人{n}", "", "=1+1"] for n in range(5)])
    assert [row[0] for row in rows[2:7]] == [f"人{n}" for n in range(5)]
    assert rows[2][2] == "=1+1"  # text that looks like a formula is text
    assert str(rows[7][0]).startswith("说明")
    page = openpyxl.load_workbook(tmp_path / "出.xlsx").active
    assert page["C3"].data_type == "s"
    assert {str(m) for m in page.merged_cells.ranges} == {"A1:C1", "A8:C8", "A9:C9"}
    assert str(page.data_validations.dataValidation[0].sqref) == "C3:C7"


def test_a_line_of_explanations_stays_and_an_example_goes(tmp_path: Path) -> None:
    path = template(
        tmp_path / "模板.xlsx", ["必填", "18位，必填", ""], ["示例：张三", "", "甲"], notes=1
    )
    blank = read_blank(path, PEOPLE)
    assert (blank.first_row, blank.tail_row) == (4, 5)
    assert "第 4 行" in blank.notes[0]
    rows = filled(blank, tmp_path / "出.xlsx", ["王小明", "", "乙"])
    assert [row[0] for row in rows[2:4]] == ["必填", "王小明"]
    assert str(rows[4][0]).startswith("说明")


def test_numbers_and_days_are_those_of_the_spreadsheet(tmp_path: Path) -> None:
    blank = read_blank(template(tmp_path / "模板.xlsx"), PEOPLE)
    assert filled(blank, tmp_path / "数.xlsx", [1, 2, 3], how=NUMBER)[2] == [1, 2, 3]
    days = filled(blank, tmp_path / "日.xlsx", ["2026-11-22", None, ""], how=DAY)[2]
    assert str(days[0])[:10] == "2026-11-22"


def test_what_cannot_be_written_gets_the_same_head_in_a_new_file(tmp_path: Path) -> None:
    whole = template(tmp_path / "好.xlsx")
    broken = tmp_path / "怪.xlsx"
    with ZipFile(whole) as source, ZipFile(broken, "w") as target:
        for name in source.namelist():
            data = source.read(name)
            target.writestr(name, re.sub(rb'type="list"', b'type="wrong"', data))
    blank = read_blank(broken, PEOPLE)
    assert "读不懂" in blank.notes[0]
    rows = filled(blank, tmp_path / "出.xlsx", ["王小明", "", ""])
    assert rows[1] == HEADS
    text = tmp_path / ("很长的文件名" * 8 + "[1].csv")
    text.write_text("人员\n" + ",".join(HEADS) + "\n", "utf-8")
    blank = read_blank(text, PEOPLE)
    assert "不是 .xlsx" in blank.notes[0]
    assert filled(blank, tmp_path / "出2.xlsx", ["王小明", "", ""])[-1][0] == "王小明"


def test_what_is_no_template_is_refused(tmp_path: Path) -> None:
    bad = tmp_path / "坏.xlsx"
    for content in (b"", b"PK\x03\x04" + bytes(99), bytes(range(256)) * 8):
        bad.write_bytes(content)
        with pytest.raises(KnownError, match="IMP-FILE"):
            read_blank(bad, PEOPLE)
    with pytest.raises(KnownError, match="IMP-FILE"):
        read_blank(tmp_path / "没有.xlsx", PEOPLE)


def test_other_endings_and_too_many_rows_are_refused(tmp_path: Path) -> None:
    blank = read_blank(template(tmp_path / "模板.xlsx"), PEOPLE)
    place = Place(blank.layout.sheet, 2, 3, 0, {"A": TEXT})
    with pytest.raises(UserError, match="EXPORT-NAME"):
        fill_template(tmp_path / "出.xls", blank.data, place, [])
    with pytest.raises(UserError, match="EXPORT-ROWS"):
        fill_template(tmp_path / "出.xlsx", blank.data, place, [["x"]] * (MAX_ROWS + 1))
    assert not (tmp_path / "出.xlsx").exists()
