"""Tables of any length: what a sheet shows, and that no more than a block of it is in memory."""

from __future__ import annotations

import datetime as dt
import io
import tracemalloc
import zipfile

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.base.errors import UserError
from app.sheets import rows_out
from app.sheets.fields import Kind
from app.sheets.reading import open_data
from app.sheets.rows_out import SheetColumn, SheetRows, write_book
from app.sheets.writing import OutColumn, write_table

COLUMNS = [OutColumn("姓名"), OutColumn("生日", Kind.DAY), OutColumn("人数", Kind.COUNT)]


def cells(path):
    page = openpyxl.load_workbook(path).worksheets[0]
    return [[cell.value for cell in row] for row in page.iter_rows(min_row=2)]


def test_the_sheet_looks_like_a_list(tmp_path):
    columns = [OutColumn("证件号码", Kind.NUMBER, 22), OutColumn("出生日期", Kind.DAY)]
    write_table(tmp_path / "a.xlsx", columns, [["110101199001010016", "1990-01-01"]] * 3)
    page = openpyxl.load_workbook(tmp_path / "a.xlsx").active
    assert page.auto_filter.ref == "A1:B4"
    assert page.freeze_panes == "A2"
    assert page["A1"].font.bold
    assert (page["A1"].fill.fgColor.rgb, page["A1"].border.left.style) == ("00F3E3E3", "thin")
    assert [page.column_dimensions[c].number_format for c in "AB"] == ["@", "yyyy-mm-dd"]
    assert round(page.column_dimensions["A"].width) == 23
    assert (page["A2"].data_type, page["A2"].number_format) == ("s", "@")
    assert page["B2"].is_date


def test_empty_cells_and_columns_keep_the_others_in_their_place(tmp_path):
    rows = [["甲", None, None], [None, None, 1], [None, None, None], ["丁", None, 0]]
    write_table(tmp_path / "a.xlsx", COLUMNS, rows)
    assert cells(tmp_path / "a.xlsx")[:2] == rows[:2]
    assert cells(tmp_path / "a.xlsx")[3] == rows[3]


def test_days_before_the_first_of_a_sheet_are_text(tmp_path):
    days = [dt.date(1850, 1, 1), "1850-01-01", dt.date(1901, 1, 1), "2026-11-22", "不详"]
    write_table(tmp_path / "a.xlsx", COLUMNS, [["甲", day, 1] for day in days])
    assert [row[1] for row in cells(tmp_path / "a.xlsx")] == [
        "1850-01-01", "1850-01-01", dt.datetime(1901, 1, 1), dt.datetime(2026, 11, 22), "不详",
    ]  # fmt: skip


def test_equal_values_of_several_kinds_stay_what_they_are(tmp_path):
    columns = [OutColumn("任意"), OutColumn("份额", Kind.COUNT)]
    write_table(tmp_path / "a.xlsx", columns, [[True, 1], [1, 1.5], ["1", float("nan")]])
    assert cells(tmp_path / "a.xlsx") == [["是", 1], [1, 1.5], ["1", None]]


def test_masked_columns_show_the_ends_of_their_numbers(tmp_path):
    columns = [OutColumn("证件号码", Kind.NUMBER, masked=True), OutColumn("备注")]
    rows = [["110101199001010016", "甲"], [None, "乙"], ["13800001201", "丙"]]
    write_table(tmp_path / "a.xlsx", columns, rows)
    assert [row[0] for row in cells(tmp_path / "a.xlsx")] == [
        "1101**********0016", None, "138****1201",
    ]  # fmt: skip


def test_a_sheet_that_old_programs_could_not_open_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(rows_out, "_MOST", 10_000)
    with pytest.raises(UserError, match="EXPORT-ROWS"):
        write_table(tmp_path / "a.xlsx", COLUMNS, [["甲", None, 1]] * 5000)
    assert list(tmp_path.iterdir()) == []


def test_texts_that_come_again_are_written_once_and_each_reader_finds_them(tmp_path, monkeypatch):
    monkeypatch.setattr(rows_out, "_MOST_SHARED", 40)
    rows = [
        [f"人{n}", f"岗{n % 70}" if n % 3 else None, f"厂{n % 30}&_x0041_ "] for n in range(900)
    ]
    file = tmp_path / "a.xlsx"
    write_table(file, [OutColumn(title) for title in ("姓名", "岗位", "单位")], rows)
    assert cells(file) == rows
    for careful in (False, True):
        book = open_data(file.read_bytes(), file.name, careful=careful)
        read = [line for _, line in book.rows(book.sheets[0].name)][1:]
        assert [[cell or None for cell in (*line, "")[:3]] for line in read] == rows
    with zipfile.ZipFile(file) as archive:
        texts = archive.read("xl/sharedStrings.xml").decode()
        page = archive.read("xl/worksheets/sheet1.xml").decode()
    assert texts.count("<si>") == 40
    assert "人7<" in page
    assert "厂7" not in page


@given(st.data())
def test_columns_with_gaps_here_and_there_come_back(data):
    """Some columns have a cell in every row of a block, some have none, some now and then."""
    texts = st.sampled_from(["甲", "乙&", "第三组", ""]) | st.text(max_size=3)
    kinds = [
        st.just(None),
        st.none() | texts,
        texts,
        st.integers(0, 3) | st.none(),
        st.dates(dt.date(1901, 1, 1)),
    ]
    blocks = []
    for _ in range(data.draw(st.integers(1, 4))):
        count = data.draw(st.integers(1, 6))
        block = [data.draw(st.sampled_from(kinds)) for _ in range(5)]
        blocks.append([[data.draw(one) for _ in range(count)] for one in block])
    columns = [
        SheetColumn(title, convert=lambda v: v if v != "" else None) for title in "甲乙丙丁戊"
    ]
    with io.BytesIO() as file:
        write_book(file, [SheetRows("表", columns, blocks)])
        book = open_data(file.getvalue(), "a.xlsx")
        read = dict(book.rows(book.sheets[0].name))
    rows = [row for block in blocks for row in zip(*block, strict=True)]
    for number, row in enumerate(rows, 2):
        found = [*read.get(number, []), *[""] * 5][:5]
        assert found == ["" if cell is None else cell for cell in row]


def test_memory_does_not_grow_with_the_rows():
    def most(number):
        blocks = ([[f"{n}号{row}" for row in range(1000)]] * 9 for n in range(number))
        sheet = SheetRows("表", [SheetColumn(title) for title in "甲乙丙丁戊己庚辛壬"], blocks)
        with io.BytesIO() as file:
            tracemalloc.start()
            write_book(file, [sheet])
            size, peak = len(file.getvalue()), tracemalloc.get_traced_memory()[1]
            tracemalloc.stop()
        return peak - size

    few, many = most(8), most(40)
    assert many < few * 1.5


def test_the_same_table_is_the_same_rows(tmp_path):
    for name in "ab":
        write_table(tmp_path / f"{name}.xlsx", COLUMNS, [["甲", "2026-01-01", 1]], sheet="表")
    made = []
    for name in "ab":
        with zipfile.ZipFile(tmp_path / f"{name}.xlsx") as archive:
            made.append(archive.read("xl/worksheets/sheet1.xml"))
            assert archive.namelist()[0] == "_rels/.rels"
            assert {entry.date_time[0] for entry in archive.infolist()} == {1980}
    assert made[0] == made[1]


@given(
    st.lists(st.tuples(st.text(), st.none() | st.dates(), st.none() | st.integers(0, 9**9))).filter(
        bool
    )
)
def test_any_rows_come_back(tmp_path_factory, rows):
    path = tmp_path_factory.getbasetemp() / "行.xlsx"
    write_table(path, COLUMNS, rows)
    page = openpyxl.load_workbook(path).active
    for number, (_, day, count) in enumerate(rows, 2):
        assert page.cell(number, 3).value == count
        found = page.cell(number, 2).value
        if day is not None and day.year > 1900:
            assert found.date() == day
        else:
            assert found == (day and day.isoformat())
