"""What goes out: exports, templates, wrong rows; whole files only."""

from __future__ import annotations

import datetime as dt
import errno

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.base.errors import KnownError, UserError
from app.base.files import another_name, safe_file_name, write_atomically, write_for_person
from app.base.findings import Severity
from app.base.progress import Cancelled, Progress
from app.sheets.checked import CheckedRow, Outcome
from app.sheets.fields import Kind
from app.sheets.reading import open_book
from app.sheets.rejected import reason_of, rejected_file, write_rejected
from app.sheets.template import write_template
from app.sheets.writing import OutColumn, export_file, sheet_title, write_list, write_table
from tests.sheets.kinds import EMPLOYERS, UNIONS

UNION = {
    "name": "甲公司工会",
    "upper": "示范镇总工会",
    "type": "single",
    "union_credit": "81999999TE5T00016B",
    "code": "0012",
    "founded": "2018-08-23",
    "workers": 61,
    "wages": 123456,
    "legal": True,
    "phone": "022-23456789",
    "account": "6222020302000012345",
    "note": "=1+1",
}


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
def test_an_export_read_again_is_the_same(tmp_path, checked, ending):
    path = tmp_path / f"工会.{ending}"
    done = write_list(path, UNIONS, [UNION, {"name": "乙公司工会"}])
    _, rows, _ = checked(path, [UNIONS])
    assert done.rows == 2
    assert [row.values for row in rows] == [UNION, {"name": "乙公司工会"}]
    assert [row.problems for row in rows] == [[], []]


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
def test_an_export_without_rows_is_a_list_without_rows(tmp_path, checked, ending):
    path = tmp_path / f"空.{ending}"
    write_list(path, UNIONS, [])
    layouts, rows, _ = checked(path, [UNIONS])
    assert len(layouts[0].columns) == len(UNIONS.fields)
    assert rows == []


def test_an_export_in_a_child(tmp_path, checked):
    path = tmp_path / "工会.xlsx"
    seen = []
    progress = Progress(report=lambda *what: seen.append(what[0]))
    columns = [OutColumn("工会名称"), OutColumn("建会日期", Kind.DAY)]
    rows = ([f"工会{n}", dt.date(2018, 8, 23)] for n in range(2500))
    done = export_file(path, columns, rows, progress=progress)
    assert done.rows == 2500
    assert {1000, 2000} <= set(seen)
    assert len(checked(path, [UNIONS])[1]) == 2500


def test_cancelling_an_export_leaves_nothing(tmp_path):
    progress = Progress(cancelled=lambda: True)
    with pytest.raises(Cancelled):
        export_file(
            tmp_path / "a.xlsx", [OutColumn("a")], ([n] for n in range(5000)), progress=progress
        )
    with pytest.raises(Cancelled):
        write_table(
            tmp_path / "a.xlsx", [OutColumn("a")], ([n] for n in range(5000)), progress=progress
        )
    assert list(tmp_path.iterdir()) == []


def test_columns_in_a_workbook_have_their_format(tmp_path):
    columns = [
        OutColumn("名称"), OutColumn("日", Kind.DAY), OutColumn("额", Kind.MONEY),
        OutColumn("数", Kind.COUNT),
        OutColumn("代码", Kind.NUMBER), OutColumn("型", Kind.CODE, choices="union_type"),
        OutColumn("有", Kind.FLAG),
    ]  # fmt: skip
    write_table(tmp_path / "a.xlsx", columns, [["甲", "2018-08-23", 150, 5, 12, "joint", False]])
    page = openpyxl.load_workbook(tmp_path / "a.xlsx").active
    cells = page[2]
    assert [cell.value for cell in cells] == [
        "甲", dt.datetime(2018, 8, 23), 1.5, 5, "12", "联合基层工会", "否",
    ]  # fmt: skip
    assert cells[1].number_format == "yyyy-mm-dd"
    assert cells[4].data_type == "s"
    assert page.freeze_panes == "A2"


@given(st.lists(st.tuples(st.text(), st.text()), max_size=8), st.sampled_from(["xlsx", "csv"]))
def test_any_text_comes_back(tmp_path_factory, rows, ending):
    path = tmp_path_factory.getbasetemp() / f"任意.{ending}"
    write_table(path, [OutColumn("甲"), OutColumn("乙")], rows)
    book = open_book(path)
    found = dict(book.rows(book.sheets[0].name))
    for number, row in enumerate(rows, 2):
        cells = [*found.get(number, []), "", ""][:2]
        assert cells == [cell.encode("utf-16", "replace").decode("utf-16") for cell in row]


def test_wrong_endings_and_impossible_places(tmp_path):
    with pytest.raises(UserError, match="EXPORT-NAME"):
        write_table(tmp_path / "a.doc", [OutColumn("a")], [])
    with pytest.raises(UserError, match="EXPORT-NAME"):
        write_template(tmp_path / "a.csv", UNIONS)
    with pytest.raises(UserError, match="EXPORT-NAME"):
        write_rejected(tmp_path / "a.csv", [], [])
    with pytest.raises(KnownError, match="NO_FOLDER"):
        write_table(tmp_path / "无" / "a.csv", [OutColumn("a")], [])
    (tmp_path / "夹.xlsx").mkdir()
    with pytest.raises(KnownError, match="READ_ONLY"):
        write_table(tmp_path / "夹.xlsx", [OutColumn("a")], [])


@pytest.mark.parametrize(
    ("text", "title"),
    [("工会[2024]/甲:乙", "工会2024甲乙"), ("", "Sheet1"), ("长" * 40, "长" * 31)],
)
def test_sheet_titles(text, title):
    assert sheet_title(text) == title


# --- templates ------------------------------------------------------------------------------------


def test_a_template_helps_and_its_code_columns_are_text(tmp_path):
    path = tmp_path / "模板.xlsx"
    write_template(path, UNIONS, choices={"upper": ["示范镇总工会", "=甲"]})
    book = openpyxl.load_workbook(path)
    page = book["工会组织"]
    heads = {cell.value: cell for cell in page[3]}
    assert "工会名称*" in heads
    assert "与公章一致的全称" in heads["工会名称*"].comment.text
    assert "填表说明" in page["A2"].value
    for title in ("工会统一社会信用代码", "工会编码", "银行账号"):
        assert page.column_dimensions[heads[title].column_letter].number_format == "@"
    assert page.freeze_panes == "B4"
    assert book["选项"].sheet_state == "hidden"
    lists = {
        v.formula1: str(v.sqref) for v in page.data_validations.dataValidation if v.type == "list"
    }
    assert lists["选项!$A$2:$A$3"].startswith("B4:B")
    assert len(lists) == 3


def test_a_prefilled_template_comes_back_as_it_went(tmp_path, checked):
    path = tmp_path / "预填.xlsx"
    write_template(path, UNIONS, rows=[UNION, {"name": "乙工会"}], title="示范村核对表")
    layouts, rows, _ = checked(path, [UNIONS])
    assert layouts[0].titles[0] == "示范村核对表"
    assert [row.values for row in rows] == [UNION, {"name": "乙工会"}]
    assert [row.problems for row in rows] == [[], []]


def test_a_template_of_some_columns(tmp_path, checked):
    write_template(tmp_path / "a.xlsx", UNIONS, fields=["name", "workers"])
    assert [c.field for c in checked(tmp_path / "a.xlsx", [UNIONS])[0][0].columns] == [
        "name",
        "workers",
    ]


# --- wrong rows -----------------------------------------------------------------------------------


@pytest.fixture
def dirty(make_xlsx, checked):
    rows = [
        ["示范镇台账", None, None, None],
        ["序号", "单位名称", "职工人数", None],
        [None, None, "合计", "其中：女"],
        [1, "甲公司", 5, 2],
        [2, None, 61, 1],
        [3, "=1+1", "很多", 0.5],
        [4, "乙\u0007公司".replace("\u0007", "\ufffd"), 1, 1],
        ["合计", None, 67, 4],
    ]

    def change(book):
        book.active["B6"].data_type = "s"

    merged = ["A1:D1", "A2:A3", "B2:B3", "C2:D2"]
    path = make_xlsx({"台账": rows}, merged=merged, change=change)
    layouts, found, _ = checked(path, [EMPLOYERS])
    return layouts, [row for row in found if row.outcome is Outcome.REJECTED]


def test_wrong_rows_come_back_in_the_layout_of_their_source(tmp_path, dirty):
    layouts, rows = dirty
    path = tmp_path / "错误.xlsx"
    done = write_rejected(path, layouts, rows, [EMPLOYERS])
    page = openpyxl.load_workbook(path)["台账"]
    lines = [[cell.value for cell in row] for row in page.iter_rows()]
    assert done.rows == 2
    assert lines[0][0] == "示范镇台账"
    assert lines[1] == ["序号", "单位名称", "职工人数", None, "是否导入成功", "错误原因"]
    assert lines[2][:4] == [None, None, "合计", "其中：女"]
    assert lines[3][:5] == [2, None, 61, 1, "否"]
    assert lines[3][5] == "原第 5 行：「单位名称」：是必填项，没有填"
    assert "U+FFFD" in lines[4][5]
    assert {str(area) for area in page.merged_cells.ranges} == {"A1:D1", "A2:A3", "B2:B3", "C2:D2"}


def test_corrected_wrong_rows_go_in_again(tmp_path, dirty, checked):
    layouts, rows = dirty
    path = tmp_path / "错误.xlsx"
    rejected_file(path, layouts, rows, [EMPLOYERS])
    book = openpyxl.load_workbook(path)
    page = book["台账"]
    page["B4"], page["B5"] = "丙公司", "丁公司"
    book.save(path)
    again, found, _ = checked(path, [EMPLOYERS])
    assert [row.values["name"] for row in found] == ["丙公司", "丁公司"]
    assert [row.outcome for row in found] == [Outcome.PENDING] * 2
    assert again[0].signature == layouts[0].signature
    found[0].add("IMP-UNION", Severity.MUST, "B4「单位名称」：没有这个工会", column="B")
    write_rejected(path, again, found[:1])
    heads = [cell.value for cell in openpyxl.load_workbook(path)["台账"][2]]
    assert heads.count("错误原因") == 1


def test_no_wrong_rows_is_a_workbook_all_the_same(tmp_path, dirty):
    assert write_rejected(tmp_path / "a.xlsx", dirty[0], []).rows == 0
    assert openpyxl.load_workbook(tmp_path / "a.xlsx").sheetnames == ["台账"]
    assert write_rejected(tmp_path / "b.xlsx", [], []).rows == 0


def test_reasons_of_undecided_rows():
    row = CheckedRow("表", 7, outcome=Outcome.DUPLICATE)
    assert reason_of(row) == "原第 7 行：可能与已有的记录重复，没有决定"
    row.add("IMP-DATE", Severity.EXPLAIN, "C7「日期」：看不懂", column="C")
    row.add("IMP-CODE", Severity.INFO, "D7 统一")
    row.add("IMP-UNION", Severity.MUST, "B7「工会」：没有", column="B")
    assert reason_of(row) == "原第 7 行：「工会」：没有；「日期」：看不懂"


# --- whole files ----------------------------------------------------------------------------------


def test_a_failing_writer_leaves_the_old_file(tmp_path):
    path = tmp_path / "a.txt"
    path.write_bytes(b"old")

    def fails(file):
        file.write(b"half")
        raise OSError(errno.ENOSPC, "full")

    def doubts(_):
        raise KnownError("BAD", "坏", "")

    with pytest.raises(KnownError, match="DISK_FULL"):
        write_for_person(path, fails)
    with pytest.raises(OSError, match="full"):
        write_atomically(path, fails)
    with pytest.raises(KnownError, match="BAD"):
        write_atomically(path, b"new", check=doubts)
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]
    write_for_person(path, lambda file: file.write(b"new"))
    assert path.read_bytes() == b"new"


def test_a_target_that_is_held_open_offers_another_name(tmp_path, monkeypatch):
    """Windows refuses to replace an open file; here the rename itself is made to."""
    from pathlib import Path

    path = tmp_path / "名单.xlsx"
    path.write_bytes(b"old")

    def held(self, target):
        raise PermissionError(13, "in use")

    monkeypatch.setattr(Path, "replace", held)
    with pytest.raises(KnownError, match="FILE_HELD") as caught:
        write_for_person(path, b"new", patience=0.3)
    assert "名单(2).xlsx" in caught.value.advice
    assert [entry.name for entry in tmp_path.iterdir()] == ["名单.xlsx"]


def test_another_name(tmp_path):
    path = tmp_path / "a.xlsx"
    (tmp_path / "a(2).xlsx").touch()
    assert another_name(path).name == "a(3).xlsx"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("CON", "_CON"), ("aux.txt", "_aux.txt"), ("com1.tar.gz", "_com1.tar.gz"),
        ("甲/乙:丙?.xlsx", "甲／乙：丙？.xlsx"),
        ("名单. ", "名单"), ("名单 .xlsx", "名单.xlsx"), ("..", "未命名"), ("", "未命名"),
        ("a\u202egpj.exe", "agpj.exe"),
        ("甲\n乙.xlsx", "甲 乙.xlsx"), ("某工会2024.12月名单", "某工会2024.12月名单"),
        (".xlsx", "xlsx"),
    ],
)  # fmt: skip
def test_file_names(text, name):
    assert safe_file_name(text) == name


def test_file_names_that_differ_only_by_case_or_are_taken():
    assert safe_file_name("Abc.xlsx", taken=["aBC.xlsx", "abc(2).xlsx"]) == "Abc(3).xlsx"


@given(st.text())
def test_any_text_makes_a_name_that_can_be_written(tmp_path_factory, text):
    name = safe_file_name(text + ".xlsx")
    path = tmp_path_factory.getbasetemp() / name
    path.write_bytes(b"x")
    assert path.parent == tmp_path_factory.getbasetemp()
    path.unlink()
    assert name == safe_file_name(name)


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
@pytest.mark.parametrize("damage", ["cut", "flipped", "emptied", "longer"])
def test_a_file_that_is_not_what_was_written_is_never_saved(tmp_path, ending, damage):
    """The disk damages the file while its last rows are still being written."""
    path = tmp_path / f"名单.{ending}"
    path.write_bytes(b"old")

    def rows():
        yield from ([f"工会{n * n}"] for n in range(50_000))
        (part,) = set(tmp_path.iterdir()) - {path}
        with part.open("r+b") as file:
            if damage == "flipped":
                first = file.read(1)
                file.seek(0)
                file.write(bytes([first[0] ^ 1]))
            else:
                file.truncate({"cut": 90, "emptied": 0, "longer": 1 << 22}[damage])

    with pytest.raises(KnownError, match="DISK_ERROR"):
        write_table(path, [OutColumn("工会名称")], rows())
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]
    write_table(path, [OutColumn("工会名称")], [["甲"]])
    assert open_book(path).sheets
