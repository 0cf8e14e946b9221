"""Whatever a file is: the right rows with the right numbers, or a sentence."""

from __future__ import annotations

import datetime as dt
import io
import zipfile

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.base.errors import KnownError
from app.sheets.grid import Formula, Merge, address, column_index, column_letter
from app.sheets.package import Reach, inspect
from app.sheets.plain import guard, plain_cell
from app.sheets.reading import open_book
from app.sheets.writing import OutColumn, write_table
from tests.sheets.packages import write_package

HEAD = ["单位名称", "职工人数"]
ROW = ["甲公司", "61"]


def rows_of(path, sheet=None, *, careful=False):
    book = open_book(path, careful=careful)
    return list(book.rows(sheet or book.sheets[0].name))


def texts(rows):
    return [[cell for cell in cells if cell != ""] for _, cells in rows]


@pytest.mark.parametrize("index", [0, 25, 26, 511, 701, 702, 16383])
def test_column_letters_there_and_back(index):
    assert column_index(column_letter(index)) == index


def test_addresses_as_a_person_sees_them():
    assert (address(16, 3), column_letter(16383)) == ("D16", "XFD")


@pytest.mark.parametrize("careful", [False, True])
def test_row_numbers_are_those_of_the_spreadsheet(make_xlsx, careful):
    def change(book):
        page = book.active
        page["C4"], page["E9"] = "甲", 5

    found = rows_of(make_xlsx([], change=change), careful=careful)
    assert [number for number, _ in found] == [4, 9]
    assert found[0][1][:3] == ["", "", "甲"]
    assert found[1][1][4] == 5


@pytest.mark.parametrize("careful", [False, True])
def test_an_empty_sheet_has_no_rows(make_xlsx, careful):
    path = make_xlsx([HEAD, ROW], change=lambda book: book.create_sheet("Sheet2"))
    assert rows_of(path, "Sheet2", careful=careful) == []
    assert len(rows_of(path, careful=careful)) == 2


@pytest.mark.parametrize("careful", [False, True])
def test_values_keep_their_type(make_xlsx, careful):
    day, moment = dt.date(2018, 8, 23), dt.datetime(2018, 8, 23, 10, 30)
    cells = rows_of(make_xlsx([["字", 1, 1.5, True, day, moment, "=1+1"]]), careful=careful)[0][1]
    assert cells[:6] == ["字", 1, 1.5, True, day, moment]
    assert type(cells[3]) is bool
    assert cells[6] == Formula("", cached=False)


@pytest.mark.parametrize("careful", [False, True])
def test_days_of_the_1904_epoch(make_xlsx, careful):
    def change(book):
        book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
        book.active["A1"] = dt.date(2018, 8, 23)

    path = make_xlsx([], change=change)
    assert open_book(path).mac_epoch
    assert rows_of(path, careful=careful)[0][1][0] == dt.date(2018, 8, 23)


@pytest.mark.parametrize("careful", [False, True])
def test_a_formula_with_its_cached_value(tmp_path, careful):
    path = tmp_path / "公式.xlsx"
    write_package(
        path,
        '<row r="1"><c r="A1"><f>B1*2</f><v>61</v></c><c r="B1"><f>1/0</f></c>'
        '<c r="C1" t="e"><f>1/0</f><v>#DIV/0!</v></c>'
        '<c r="D1" t="str"><f t="shared" si="0"/><v>文</v></c></row>',
    )
    cells = rows_of(path, careful=careful)[0][1]
    assert cells[0] == Formula(61, cached=True)
    assert cells[1] == Formula("", cached=False)
    assert cells[2] == Formula("", cached=False)
    assert cells[3] == Formula("文", cached=True)


def test_cells_without_addresses_are_counted(tmp_path):
    path = tmp_path / "无地址.xlsx"
    write_package(
        path, "<row><c><v>1</v></c><c><f>A1</f><v>2</v></c></row><row><c><v>3</v></c></row>"
    )
    assert rows_of(path) == [(1, [1, Formula(2, cached=True)]), (2, [3])]


def test_old_xls_with_merged_cells_formulas_and_days(tmp_path):
    import xlwt

    book = xlwt.Workbook()
    page = book.add_sheet("村")
    page.write(0, 0, "单位")
    page.write_merge(1, 2, 0, 0, "甲公司")
    page.write(1, 1, xlwt.Formula("1+1"))
    page.write(2, 1, 110101199003070011)
    style = xlwt.easyxf(num_format_str="YYYY-MM-DD")
    page.write(3, 1, dt.date(2018, 8, 23), style)
    path = tmp_path / "老.xls"
    book.save(str(path))
    opened = open_book(path)
    found = dict(opened.rows("村"))
    assert opened.kind == "xls"
    assert opened.merged("村") == [Merge(2, 0, 3, 0)]
    assert isinstance(found[2][1], Formula)
    assert isinstance(found[3][1], float)
    assert found[4][1] == dt.date(2018, 8, 23)


def test_old_xls_of_the_1904_epoch(tmp_path):
    import xlwt

    book = xlwt.Workbook()
    book.dates_1904 = True
    book.add_sheet("村").write(0, 0, 5)
    path = tmp_path / "老.xls"
    book.save(str(path))
    assert open_book(path).mac_epoch


@pytest.mark.parametrize("name", ["真.et", "真.xls", "真.wps", "没有后缀"])
def test_the_ending_does_not_matter(make_xlsx, name):
    assert texts(
        rows_of(make_xlsx([HEAD, ROW], name="a.xlsx").rename(name_path(make_xlsx, name)))
    ) == [HEAD, ROW]


def name_path(make_xlsx, name):
    return make_xlsx([["x"]], name="ort.xlsx").with_name(name)


HTML = """<html><head><meta http-equiv=Content-Type content="text/html; charset={charset}">
<style>td {{ color: red }}</style></head><body><table>
<tr><th colspan=2>名单</th></tr><tr><td>单位<br>名称</td><td>职工&nbsp;人数</td></tr>
<tr><td rowspan="2">甲公司</td><td>61</td></tr><tr><td>7</td></tr></table></body></html>"""


@pytest.mark.parametrize("encoding", ["gb2312", "utf-8"])
def test_html_called_xls(tmp_path, encoding):
    path = tmp_path / "导出.xls"
    path.write_bytes(HTML.format(charset=encoding).encode(encoding, errors="replace"))
    book = open_book(path)
    found = list(book.rows("导出"))
    assert book.kind == "html"
    assert found[1] == (2, ["单位\n名称", "职工 人数"])
    assert found[3] == (4, ["", "7"])
    assert Merge(3, 0, 4, 0) in book.merged("导出")


def test_excel_2003_xml_called_xls(tmp_path):
    path = tmp_path / "导出.xls"
    path.write_text(
        '<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" '
        'xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="名单"><Table>'
        '<Row ss:Index="3"><Cell><Data ss:Type="String">甲公司</Data></Cell>'
        '<Cell ss:Index="4"><Data ss:Type="Number">61</Data></Cell>'
        '<Cell><Data ss:Type="DateTime">2018-08-23T00:00:00.000</Data></Cell></Row>'
        "</Table></Worksheet></Workbook>",
        encoding="utf-8",
    )
    assert rows_of(path, "名单") == [(3, ["甲公司", "", "", 61.0, dt.datetime(2018, 8, 23)])]


def test_tab_text_called_xls(tmp_path):
    path = tmp_path / "导出.xls"
    path.write_bytes("单位名称\t职工人数\r\n甲公司\t61\r\n".encode("gbk"))
    assert texts(rows_of(path)) == [HEAD, ROW]


def test_ods(tmp_path):
    content = (
        '<?xml version="1.0" encoding="UTF-8"?><office:document-content '
        'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body>'
        '<office:spreadsheet><table:table table:name="表"><table:table-row><table:table-cell '
        'office:value-type="string"><text:p>甲公司</text:p></table:table-cell></table:table-row>'
        "</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    path = tmp_path / "表.ods"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
        archive.writestr(
            "META-INF/manifest.xml",
            "<manifest:manifest "
            'xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>',
        )
    assert texts(rows_of(path)) == [["甲公司"]]


def test_an_unclosed_quote_does_not_swallow_the_file(tmp_path):
    path = tmp_path / "坏引号.csv"
    lines = [f'公司{n},"地址{n}",{n}' for n in range(3000)]
    lines[5] = '公司5,"没有收尾,5'
    path.write_text("\n".join(lines), encoding="utf-8")
    found = rows_of(path)
    assert len(found) == 3000
    assert found[2000] == (2001, ["公司2000", "地址2000", "2000"])


def test_the_sep_line_of_a_csv(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("sep=;\n甲,乙;1\n", encoding="utf-8")
    assert texts(rows_of(path)) == [["甲,乙", "1"]]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ('="0012"', "0012"),
        ("'=1+1", "=1+1"),
        ("''=1", "'=1"),
        ("'甲", "'甲"),
        ("甲", "甲"),
        ("", ""),
    ],
)
def test_guards_of_csv_cells(written, meant):
    assert plain_cell(written) == meant


@given(st.text())
def test_a_guarded_csv_cell_comes_back(text):
    assert plain_cell(guard(text)) == text
    assert not guard(text).startswith(("=", "+", "-", "@", "\t", "\r"))


@given(st.binary(max_size=600))
def test_random_bytes_give_rows_or_a_sentence(tmp_path_factory, data):
    _survives(tmp_path_factory, data)


SEED = io.BytesIO()
_book = openpyxl.Workbook()
_book.active.append([*HEAD, "=1"])
_book.active.append(ROW)
_book.save(SEED)


@given(st.data())
def test_damaged_workbooks_give_rows_or_a_sentence(tmp_path_factory, data):
    raw = bytearray(SEED.getvalue())
    for _ in range(data.draw(st.integers(1, 6))):
        raw[data.draw(st.integers(0, len(raw) - 1))] = data.draw(st.integers(0, 255))
    _survives(tmp_path_factory, bytes(raw[: data.draw(st.integers(1, len(raw)))]))


@given(
    st.binary(max_size=300),
    st.sampled_from(
        [
            b"<table>",
            b"<html><table><tr>",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
            b"PK\x03\x04",
            b"\x09\x08\x10\x00",
        ]
    ),
)
def test_random_bytes_behind_a_known_beginning(tmp_path_factory, data, head):
    _survives(tmp_path_factory, head + data)


def _survives(factory, data):
    path = factory.getbasetemp() / "乱.xlsx"
    path.write_bytes(data)
    told = None
    try:
        book = open_book(path)
        for sheet in book.sheets:
            if sheet.cells:
                list(book.rows(sheet.name))
                book.merged(sheet.name)
    except KnownError as error:
        told = error
    assert told is None or (told.code == "IMP-FILE" and told.message and told.advice)


def test_a_long_sheet_is_let_go_of_and_its_rows_can_be_asked_for_again(tmp_path):
    """Beyond some thousand rows only packed rows stay in memory; days among them as well."""
    book = openpyxl.Workbook()
    page = book.active
    for n in range(1, 9_003):
        page.cell(n, 3, f"会员{n}")
        page.cell(n, 4, dt.date(2026, 1, 1 + n % 28) if n > 6_000 else n)
    page.merge_cells("C5:C7")
    path = tmp_path / "长.xlsx"
    book.save(path)
    opened = open_book(path)
    for _ in range(2):
        rows = list(opened.rows("Sheet"))
        assert len(rows) == 9_002
        assert rows[0] == (1, ["", "", "会员1", 1])
        assert rows[4_999] == (5_000, ["", "", "会员5000", 5_000])
        assert rows[-1] == (9_002, ["", "", "会员9002", dt.date(2026, 1, 1 + 9_002 % 28)])
        rows[0][1].append("被改过")
        assert [(m.top, m.bottom, m.left) for m in opened.merged("Sheet")] == [(5, 7, 2)]


def test_an_export_of_many_rows_is_read_by_the_fast_parser(tmp_path):
    """A writer that streams cannot tell the dimension beforehand; the cells tell how wide it is."""
    path = tmp_path / "多.xlsx"
    write_table(
        path, [OutColumn("姓名"), OutColumn("组别")], ((f"会员{n}", 1) for n in range(9_000))
    )
    (scan,) = inspect(path.read_bytes()).scans.values()
    assert not scan.bounded
    assert len(rows_of(path)) == 9_001


def test_without_a_dimension_far_cells_are_still_for_the_bounded_reader(tmp_path):
    far = '<row r="9000"><c r="SR9000"><v>1</v></c></row>'
    rows = '<row r="1"><c r="A1" t="inlineStr"><is><t>单位名称</t></is></c></row>' + far
    (scan,) = inspect(write_package(tmp_path / "远.xlsx", rows).read_bytes()).scans.values()
    assert scan.bounded


@pytest.mark.parametrize("known", [1, 2, 25, 26, 27, 51, 52, 53, 78, 511, 512])
def test_a_search_finds_the_widest_cell_whatever_is_known_before(known):
    for column in range(530):
        reach = Reach(known)
        held = reach.holds(f'<c r="A1"/><c s="1" r="{address(299_999, column)}"/><c r="B2'.encode())
        assert held == (column < 512), column
        assert reach.width == max(known, column + 1) or not held


@pytest.mark.parametrize("place", ["A300000", "T9999999", "1000000", "AAA1", "SS1", "ZZ5"])
def test_a_far_cell_or_row_is_found_behind_any_other(place):
    text = f'<row r="7"><c r="B7"/><c r="?"/><c r="AD7"/></row><row r="8"><c r="{place}"/>'
    assert not Reach(1).holds(text.encode())
    assert not Reach(512).holds(text.encode())


@pytest.mark.parametrize("reference", ["", "?", "7", "a7", "A", "A_7", "A12x"])
def test_what_is_no_reference_may_mean_any_column(reference):
    reach = Reach(3)
    reach.holds(f'<c r="C6"/><c r="{reference}"/><c r="B7"/>'.encode())
    assert reach.width == (3 if reference == "7" else 512)


@given(
    st.lists(st.tuples(st.integers(1, 299_999), st.integers(0, 511)), min_size=1, max_size=40),
    st.integers(1, 60),
    st.integers(0, 500),
)
def test_the_width_is_that_of_the_widest_cell_in_pieces_cut_anywhere(cells, first, cut):
    text = "".join(f'<row r="{r}"><c r="{address(r, c)}"><v>1</v></c></row>' for r, c in cells)
    reach = Reach(first)
    assert reach.holds(text[:cut].encode())
    assert reach.holds(text[max(0, text[:cut].rfind("c>")) :].encode())
    assert reach.width == max(first, max(column for _, column in cells) + 1)


def test_a_long_sheet_of_texts_alone_is_read_as_the_bounded_reader_reads_it(tmp_path):
    path = tmp_path / "文.xlsx"
    rows = ((f"会员{n}", "" if n % 3 else "汉族\n（蒙古族）", "尾") for n in range(9_000))
    write_table(path, [OutColumn("姓名"), OutColumn("民族"), OutColumn("备注")], rows)
    careful = rows_of(path, careful=True)
    opened = open_book(path)
    for _ in range(2):
        assert list(opened.rows(opened.sheets[0].name)) == careful
