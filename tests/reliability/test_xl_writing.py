"""XL-1 to XL-9 and XL-12 to XL-14, IN-1: workbooks in and out, as far as the kit answers for them.

Cases go through ``check_file``: the spawned child with its memory limit, as in the program. Where
a case has many variants they are read in this process (``here``), by the same code.
"""

from __future__ import annotations

import io
import multiprocessing
import time

import openpyxl
import pytest

from app.sheets.checked import CheckedRow
from app.sheets.checking import check_file
from app.sheets.grid import MAX_CELL
from app.sheets.plain import plain_cell
from app.sheets.reading import open_book
from app.sheets.template import write_template
from app.sheets.writing import OutColumn, write_table
from tests.reliability.workbooks import HEAD, ROW, read, xlsx
from tests.sheets.kinds import EMPLOYERS
from tests.sheets.packages import write_package

# --- XL-12, XL-13, XL-14, IN-1 --------------------------------------------------------------------


def test_xl_12_a_cell_too_long_is_kept_whole_and_said(tmp_path):
    text = "长" * 70_000
    done = write_table(tmp_path / "a.xlsx", [OutColumn("内容")], [[text], ["短"]])
    assert "超过 32767 个字" in done.notes[0]
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    pieces = [row[3] for row in book["超长内容"].iter_rows(min_row=2, values_only=True)]
    assert "".join(pieces) == text
    assert all(len(piece) <= MAX_CELL for piece in pieces)
    assert book["a"]["A3"].value == "短"


def test_xl_13_reading_does_not_hold_the_file(tmp_path):
    path = xlsx(tmp_path / "a.xlsx", HEAD, ROW)
    with path.open("r+b"):
        rows = check_file(path, [EMPLOYERS])
        next(rows)
        xlsx(path, HEAD, ["乙公司", "", 1])
        names = [row.values["name"] for row in rows if isinstance(row, CheckedRow)]
    assert names == ["甲公司"]


def test_xl_14_links_and_macros_are_ignored(tmp_path):
    rows = '<row r="1"><c r="A1" t="inlineStr"><is><t>单位名称</t></is></c></row>'
    rows += '<row r="2"><c r="A2" t="str"><f>cmd|"/c calc"!A0</f><v>甲公司</v></c></row>'
    rows += '<row r="3"><c r="A3" t="str"><f>HYPERLINK("http://x")</f></c></row>'
    extra = {"xl/vbaProject.bin": b"\0" * 99, "xl/externalLinks/externalLink1.xml": "<a/>"}
    path = write_package(tmp_path / "a.xlsm", rows, extra)
    _, found, _ = read(path)
    assert found[0].values == {"name": "甲公司"}
    assert (found[0].problems[0].code, found[0].problems[0].severity.value) == (
        "IMP-FORMULA",
        "explain",
    )
    assert found[1].outcome.value == "rejected"
    assert (found[1].problems[0].code, found[1].problems[0].severity.value) == (
        "IMP-FORMULA",
        "must",
    )


FORMULAS = [
    "=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1", "＋1", "－1", "＠1",
    '"=1+1"', ";=1",
    "=cmd|'/c calc'!A0", "'=1", "''=1", "a\r\nb", "_x0041_", "1e5", "007", "  前后  ", "𠮷",
]  # fmt: skip


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
def test_in_1_formula_text_in_every_column_comes_back_as_text(tmp_path, ending):
    path = tmp_path / f"名单.{ending}"
    columns = [OutColumn(f"列{n}") for n in range(3)]
    write_table(path, columns, [[text] * 3 for text in FORMULAS])
    book = open_book(path)
    found = [cells for _, cells in book.rows(book.sheets[0].name)][1:]
    assert found == [[text] * 3 for text in FORMULAS]


def test_in_1_no_cell_of_an_export_is_a_formula(tmp_path):
    write_table(tmp_path / "a.xlsx", [OutColumn("=甲")], [[text] for text in FORMULAS])
    write_template(
        tmp_path / "b.xlsx", EMPLOYERS, rows=[{"name": text} for text in FORMULAS], title="=1+1"
    )
    for name in ("a.xlsx", "b.xlsx"):
        book = openpyxl.load_workbook(tmp_path / name)
        kinds = {cell.data_type for page in book for row in page.iter_rows() for cell in row}
        assert "f" not in kinds


def test_in_1_no_cell_of_a_csv_begins_like_a_formula(tmp_path):
    import csv

    write_table(tmp_path / "a.csv", [OutColumn("=甲")], [[text] for text in FORMULAS])
    text = (tmp_path / "a.csv").read_bytes()
    assert text.startswith(b"\xef\xbb\xbf")
    cells = [row[0] for row in csv.reader(io.StringIO(text.decode("utf-8-sig"), newline=""))]
    assert not [cell for cell in cells if cell.lstrip(' "')[:1] in tuple("=+-@＝＋－＠\t\r\n;")]
    assert [plain_cell(cell) for cell in cells[1:]] == FORMULAS


def test_in_1_a_formula_text_goes_in_and_out_of_an_import(tmp_path):
    path = xlsx(tmp_path / "a.xlsx", HEAD[:2])
    book = openpyxl.load_workbook(path)
    cell = book.active.cell(2, 1, "=甲公司")
    cell.data_type = "s"
    book.save(path)
    row = read(path)[1][0]
    assert (row.values["name"], row.problems) == ("=甲公司", [])


def test_cancelling_ends_the_child_at_once(tmp_path):
    from app.base.progress import Cancelled, Progress

    path = xlsx(tmp_path / "a.xlsx", HEAD, *[[f"公司{n}", None, n] for n in range(20_000)])
    asked = []
    progress = Progress(cancelled=lambda: asked.append(1) or len(asked) > 3)
    start = time.monotonic()
    with pytest.raises(Cancelled):
        list(check_file(path, [EMPLOYERS], progress=progress))
    assert time.monotonic() - start < 5
    assert not multiprocessing.active_children()
