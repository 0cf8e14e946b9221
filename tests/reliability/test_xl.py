"""XL-1 to XL-9 and XL-12 to XL-14, IN-1: workbooks in and out, as far as the kit answers for them.

Cases go through ``check_file``: the spawned child with its memory limit, as in the program. Where
a case has many variants they are read in this process (``here``), by the same code.
"""

from __future__ import annotations

import datetime as dt
import io
import multiprocessing
import struct
import subprocess
import sys
import time
import zipfile
import zlib

import defusedxml.ElementTree
import openpyxl
import pytest

from app.base.errors import KnownError
from app.base.findings import Severity
from app.sheets import package, stream
from app.sheets.checked import CheckedRow, FileEnd
from app.sheets.checking import Options, check, check_file
from app.sheets.grid import MAX_CELL
from app.sheets.header import Layout
from app.sheets.plain import plain_cell
from app.sheets.reading import open_book
from app.sheets.template import write_template
from app.sheets.writing import OutColumn, write_table
from tests.sheets.kinds import EMPLOYERS, PEOPLE, UNIONS
from tests.sheets.packages import parts, write_package

HEAD = ["单位名称", "统一社会信用代码", "职工人数"]
ROW = ["甲公司", "91999999TE5T00016A", 61]
CODE = "91999999TE5T00016A"


def read(path, kinds=(EMPLOYERS,), options=None, *, here=False):
    """(layouts, rows, end) of a file, through the child."""
    if here:
        items = list(check(path, kinds, options or Options()))
    else:
        items = list(check_file(path, kinds, options))
    assert isinstance(items[-1], FileEnd)
    return (
        [item for item in items if isinstance(item, Layout)],
        [item for item in items if isinstance(item, CheckedRow)],
        items[-1],
    )


def refused(path, kinds=(EMPLOYERS,), *, here=False) -> KnownError:
    with pytest.raises(KnownError) as caught:
        read(path, kinds, here=here)
    assert caught.value.code == "IMP-FILE"
    assert caught.value.advice
    return caught.value


def xlsx(path, *rows, **sheets):
    book = openpyxl.Workbook()
    page = book.active
    for row in rows:
        page.append(row)
    for name, more in sheets.items():
        extra = book.create_sheet(name)
        for row in more:
            extra.append(row)
    book.save(path)
    return path


# --- XL-1 ---------------------------------------------------------------------------------------


def ole(*names):
    """A compound file with streams of these names and nothing in them."""
    sector = 512
    fat = [0xFFFFFFFD, 0xFFFFFFFE] + [0xFFFFFFFF] * 126
    entries = b""
    for name, kind in [("Root Entry", 5), *((n, 2) for n in names)]:
        raw = name.encode("utf-16-le") + b"\0\0"
        entries += raw.ljust(64, b"\0") + struct.pack("<HBB", len(raw), kind, 1) + b"\xff" * 12
        entries += b"\0" * 36 + struct.pack("<II", 0xFFFFFFFE, 0) + b"\0" * 4
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 16
    head += struct.pack("<HHHHH", 62, 3, 0xFFFE, 9, 6) + b"\0" * 6
    head += struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    head += struct.pack("<109I", 0, *[0xFFFFFFFF] * 108)
    assert len(head) == sector
    return head + struct.pack("<128I", *fat) + entries.ljust(sector, b"\0")


REFUSED = {
    "空文件.xlsx": (b"", "空的"),
    "文档.docx": ({"word/document.xml": "<a/>", "[Content_Types].xml": "<a/>"}, "Word"),
    "演示.pptx": ({"ppt/presentation.xml": "<a/>", "[Content_Types].xml": "<a/>"}, "演示"),
    "压缩.xlsx": ({"名单.csv": "a"}, "压缩包"),
    "图.xlsx": (b"\x89PNG\r\n\x1a\n" + b"\0" * 50, "图片"),
    "扫描.xls": (b"%PDF-1.7 \n", "PDF"),
    "文字.wps": (ole("WordDocument"), "Word"),
    "加密.xlsx": (ole("EncryptedPackage", "EncryptionInfo"), "密码"),
    "随便.xls": (ole("随便"), "不是能认出的表格"),
    "乱码.xls": (bytes(range(256)) * 8, "不是能认出的表格"),
    "网页.xls": (b"<html><body><p>\xe7\x99\xbb\xe5\xbd\x95</p></body></html>", "没有表格"),
    "单网页.xls": (b"MIME-Version: 1.0\nContent-Type: multipart/related\n", "网页"),
    "没有名单.csv": ("天气,温度\n晴,20\n".encode(), "没有能导入的"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_xl_1_what_is_no_list_is_refused_in_the_clerks_words(tmp_path, name):
    content, word = REFUSED[name]
    path = tmp_path / name
    if isinstance(content, dict):
        with zipfile.ZipFile(path, "w") as archive:
            for part, text in content.items():
                archive.writestr(part, text)
    else:
        path.write_bytes(content)
    assert word in refused(path, here=name != "文字.wps").message


def test_xl_1_truncated_at_any_length(tmp_path):
    whole = xlsx(tmp_path / "全.xlsx", HEAD, ROW).read_bytes()
    path = tmp_path / "半.xlsx"
    for size in range(4, len(whole) - 1, max(1, len(whole) // 12)):
        path.write_bytes(whole[:size])
        with pytest.raises(KnownError, match="不完整或已损坏"):
            open_book(path)
    path.write_bytes(whole[:-200])
    refused(path)


def test_xl_1_password_of_a_zip_and_of_an_old_xls(tmp_path):
    path = xlsx(tmp_path / "a.xlsx", HEAD, ROW)
    raw = bytearray(path.read_bytes())
    at = 0
    while (at := raw.find(b"PK\x01\x02", at)) >= 0:
        raw[at + 8] |= 1
        at += 4
    path.write_bytes(raw)
    assert "密码" in refused(path).message
    biff = struct.pack("<HHHHHH", 0x809, 16, 0x600, 5, 0, 0) + b"\0" * 8
    biff += struct.pack("<HHHH", 0x2F, 4, 0, 0) + struct.pack("<HH", 0x0A, 0)
    path.write_bytes(b"\x09\x08\x10\x00" + biff[4:] + b"\0" * 600)
    assert "密码" in refused(path).message


def test_xl_1_an_old_xls_called_xlsx_is_read(tmp_path):
    import xlwt

    book = xlwt.Workbook()
    page = book.add_sheet("名单")
    for row, line in enumerate([HEAD, ROW]):
        for column, cell in enumerate(line):
            page.write(row, column, cell)
    path = tmp_path / "名单.xlsx"
    book.save(str(path))
    _, rows, _ = read(path)
    assert rows[0].values == {"name": "甲公司", "credit": CODE, "workers": 61}


def test_xl_1_only_charts(tmp_path):
    book = openpyxl.Workbook()
    book.create_chartsheet("图")
    book.remove(book["Sheet"])
    path = tmp_path / "图表.xlsx"
    book.save(path)
    assert "图表" in refused(path).message


def test_xl_1_hidden_sheets_are_not_read_unless_named(tmp_path):
    path = xlsx(tmp_path / "a.xlsx", HEAD, ROW, 藏=[HEAD, ["乙公司", "", 5]])
    book = openpyxl.load_workbook(path)
    book["藏"].sheet_state = "hidden"
    book.save(path)
    _, rows, end = read(path)
    assert [row.values["name"] for row in rows] == ["甲公司"]
    assert end.skipped_sheets == {"藏": "隐藏的工作表"}
    _, rows, _ = read(path, options=Options(sheet="藏"))
    assert [row.values["name"] for row in rows] == ["乙公司"]


def test_xl_1_a_template_without_rows(tmp_path):
    write_template(tmp_path / "模板.xlsx", EMPLOYERS)
    layouts, rows, end = read(tmp_path / "模板.xlsx")
    assert (len(layouts), rows, end.rows) == (1, [], 0)


def test_xl_1_missing_file_and_folder(tmp_path):
    assert "找不到" in refused(tmp_path / "无.xlsx").message
    assert "文件夹" in refused(tmp_path).message


# --- XL-2, XL-3, XL-4 -----------------------------------------------------------------------------

MEASURE = """
import resource, sys, time
from pathlib import Path
import app.sheets.checking
from app.base.errors import KnownError
from app.sheets.reading import open_book
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
start = time.process_time()
try:
    book = open_book(Path(sys.argv[1]))
    rows = sum(1 for _ in book.rows(book.sheets[0].name))
    book.merged(book.sheets[0].name)
    word = f"rows {rows}"
except KnownError as error:
    word = error.code
seconds = time.process_time() - start
grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024
print(word, "|", round(seconds, 2), "|", grown)
"""


def measured(path):
    """(outcome, seconds, MB grown) of reading in a process of its own."""
    line = subprocess.run(
        [sys.executable, "-c", MEASURE, str(path)], capture_output=True, text=True, check=True
    ).stdout
    word, seconds, grown = line.strip().split(" | ")
    return word, float(seconds), int(grown)


def harmless(path, word):
    outcome, seconds, grown = measured(path)
    assert outcome == word
    assert grown < 150
    assert seconds < 2


def zeros(size):
    """So many zeros packed, and their checksum, without ever having them."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    block, crc, out = b"0" * (1 << 20), 0, []
    for _ in range(size >> 20):
        crc = zlib.crc32(block, crc)
        out.append(packer.compress(block))
    return b"".join([*out, packer.flush()]), crc


def raw_zip(path, entries):
    """A zip written by hand: (name, packed, crc, declared size)."""
    body, directory = b"", b""
    for name, packed, crc, size in entries:
        title = name.encode()
        fields = struct.pack("<HHHHHIII", 20, 0x800, 8, 0, 0x21, crc, len(packed), size)
        directory += b"PK\x01\x02" + struct.pack("<H", 20) + fields
        directory += struct.pack("<HHHHHII", len(title), 0, 0, 0, 0, 0, len(body)) + title
        body += b"PK\x03\x04" + fields + struct.pack("<HH", len(title), 0) + title + packed
    end = struct.pack("<HHHHIIH", 0, 0, len(entries), len(entries), len(directory), len(body), 0)
    path.write_bytes(body + directory + b"PK\x05\x06" + end)
    return path


def packed(text):
    raw = text.encode()
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return packer.compress(raw) + packer.flush(), zlib.crc32(raw), len(raw)


def test_xl_2_high_ratio_and_a_gigabyte_of_shared_strings(tmp_path):
    bomb, crc = zeros(1 << 30)
    entries = [(name, *packed(text)) for name, text in parts().items()]
    path = raw_zip(tmp_path / "弹.xlsx", [*entries, ("xl/sharedStrings.xml", bomb, crc, 1 << 30)])
    harmless(path, "IMP-FILE")
    assert "太大" in refused(path).message


def test_xl_2_a_part_that_lies_about_its_size(tmp_path):
    bomb, crc = zeros(1 << 30)
    entries = [(name, *packed(text)) for name, text in parts().items()]
    for size, total in ((1000, crc), (1000, zlib.crc32(b"0" * 1000))):
        lie = ("xl/sharedStrings.xml", bomb, total, size)
        harmless(raw_zip(tmp_path / "谎.xlsx", [*entries, lie]), "IMP-FILE")


def test_xl_2_many_parts_nested_zip_overlapping_parts(tmp_path):
    many = tmp_path / "多.xlsx"
    write_package(many, extra={f"xl/x{n}.xml": "<a/>" for n in range(1100)})
    harmless(many, "IMP-FILE")
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.xml", b"0" * (50 << 20))
    nested = write_package(
        tmp_path / "套.xlsx",
        '<row r="1"><c r="A1"><v>1</v></c></row>',
        {"xl/a.zip": inner.getvalue()},
    )
    harmless(nested, "rows 1")
    entry = ("xl/workbook.xml", *packed("<a/>" * 9))
    raw = raw_zip(tmp_path / "叠.xlsx", [entry, ("xl/b.xml", *packed("<a/>"))]).read_bytes()
    at = raw.rfind(b"PK\x01\x02")
    overlapping = raw[: at + 42] + struct.pack("<I", 0) + raw[at + 46 :]
    (tmp_path / "叠.xlsx").write_bytes(overlapping)
    harmless(tmp_path / "叠.xlsx", "IMP-FILE")


def test_xl_2_a_real_large_list_is_no_bomb():
    """Our own export of 200,000 rows by 20 columns unpacks to 227 MB at ratio 8."""
    info = zipfile.ZipInfo("xl/worksheets/sheet1.xml")
    info.header_offset, info.file_size, info.compress_size = 0, 227 << 20, 28 << 20
    package._sizes([info], 28 << 20)
    info.compress_size = 3 << 20
    with pytest.raises(KnownError):
        package._sizes([info], 3 << 20)


def test_xl_3_a_far_cell(tmp_path):
    book = openpyxl.Workbook()
    page = book.active
    page.append(HEAD)
    page.append(ROW)
    page["XFD1048576"] = "远"
    book.save(tmp_path / "远.xlsx")
    harmless(tmp_path / "远.xlsx", "rows 2")
    _, rows, end = read(tmp_path / "远.xlsx")
    assert [row.values["name"] for row in rows] == ["甲公司"]
    assert any("没有读" in note for note in end.notes)


def test_xl_3_a_million_empty_formatted_rows(tmp_path):
    real = '<row r="1"><c r="A1" t="inlineStr"><is><t>单位名称</t></is></c></row>'
    empty = "".join(f'<row r="{n}"><c r="A{n}"/><c r="B{n}"/></row>' for n in range(2, 1_048_577))
    path = write_package(tmp_path / "百万.xlsx", real + empty)
    harmless(path, "rows 1")


def test_xl_3_all_columns(tmp_path):
    from app.sheets.grid import column_letter

    cells = "".join(f'<c r="{column_letter(n)}1"><v>{n}</v></c>' for n in range(16_384))
    path = write_package(tmp_path / "宽.xlsx", f'<row r="1">{cells}</row>')
    harmless(path, "rows 1")
    book = open_book(path)
    assert len(next(iter(book.rows("表")))[1]) == 512
    more = "".join("<c><v>1</v></c>" for n in range(40_000))
    harmless(write_package(tmp_path / "宽2.xlsx", f'<row r="400000">{more}</row>'), "IMP-FILE")


def test_xl_3_sparse_cells_that_would_fill_the_memory(tmp_path):
    rows = "".join(f'<row r="{n}"><c r="SR{n}"><v>1</v></c></row>' for n in (1, 299_000))
    harmless(write_package(tmp_path / "疏.xlsx", rows), "rows 1")


def test_xl_3_real_rows_below_some_empty_ones_are_kept(tmp_path):
    book = openpyxl.Workbook()
    page = book.active
    page.append(HEAD)
    for row in (2, 900, 1800):
        page.cell(row, 1, f"公司{row}")
    book.save(tmp_path / "隔.xlsx")
    _, rows, end = read(tmp_path / "隔.xlsx")
    assert [row.row for row in rows] == [2, 900, 1800]
    assert end.notes == []


BOMBS = {
    "实体": '<!DOCTYPE a [<!ENTITY b "ha"><!ENTITY c "&b;&b;&b;">]>',
    "外部": '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>',
    "声明": '<!DOCTYPE worksheet SYSTEM "http://127.0.0.1/a.dtd">',
}


@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/styles.xml"])
@pytest.mark.parametrize("bomb", BOMBS)
def test_xl_4_entities_and_dtd_are_refused(tmp_path, bomb, part):
    text = parts('<row r="1"><c r="A1"><v>1</v></c></row>').get(part, '<?xml version="1.0"?><a/>')
    head, _, rest = text.partition("?>")
    evil = f"{head}?>{BOMBS[bomb]}{rest}"
    for content in (evil, evil.replace(' encoding="UTF-8"', "").encode("utf-16")):
        write_package(tmp_path / "x.xlsx", "", {part: content})
        with pytest.raises(KnownError) as caught:
            open_book(tmp_path / "x.xlsx")
        assert caught.value.code == "IMP-FILE"


def test_xl_4_xml_is_only_parsed_by_defusedxml(tmp_path):
    assert package.fromstring is defusedxml.ElementTree.fromstring
    assert stream.iterparse is defusedxml.ElementTree.iterparse
    (tmp_path / "a.xls").write_text(
        '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "x">]><Workbook '
        'xmlns="urn:schemas-microsoft-com:office:spreadsheet">&b;</Workbook>'
    )
    refused(tmp_path / "a.xls")


# --- XL-5, XL-6 -----------------------------------------------------------------------------------


def test_xl_5_a_number_in_an_identity_column_is_an_error_with_its_address(tmp_path):
    path = xlsx(
        tmp_path / "a.xlsx",
        ["姓名", "身份证号"],
        ["甲", 110101199003070011],
        ["乙", 999999199001010016],
        ["丙", "1.10101E+17"],
        ["丁", "999999199001010016"],
        ["戊", "99999919900101OO16"],
    )
    _, rows, _ = read(path, [PEOPLE])
    assert [row.outcome.value for row in rows] == ["rejected"] * 3 + ["", "rejected"]
    assert [row.problems[0].code for row in rows[:3]] == ["IMP-NUMBER"] * 3
    assert rows[0].problems[0].severity is Severity.MUST
    assert rows[0].problems[0].message.startswith("B2")
    assert (rows[0].problems[0].row, rows[0].problems[0].column) == (2, "B")
    assert "identity" not in rows[0].values
    assert rows[3].values["identity"] == "999999199001010016"
    assert rows[4].problems[0].code == "MEM-01"


def test_xl_5_credit_codes_union_codes_and_accounts(tmp_path):
    path = xlsx(
        tmp_path / "a.xlsx",
        ["工会名称", "工会统一社会信用代码", "工会编码", "银行账号"],
        ["甲工会", 819999990000000160, None, None],
        ["乙工会", None, 120222001, None],
        ["丙工会", None, None, 6222020302000012345],
        ["丁工会", "81999999TE5T00016B", "120222001", "6222020302000012345"],
    )
    _, rows, _ = read(path, [UNIONS])
    assert [(r.problems[0].code, r.problems[0].severity.value) for r in rows[:3]] == [
        ("IMP-NUMBER", "must"),
        ("IMP-NUMBER", "must"),
        ("IMP-NUMBER", "explain"),
    ]
    assert "account" not in rows[2].values
    assert rows[3].problems == []


GOOD_DAYS = [
    "20180823", "2018-8-23", "2018/08/23", "2018.8.23", "2018年8月23日", "2018-08-23 00:00:00",
    "２０１８－０８－２３", "2018-08-23T10:00:00", 20180823, 43335, "43335", dt.date(2018, 8, 23),
    dt.datetime(2018, 8, 23, 9, 30),
]  # fmt: skip
MONTHS = ["2018.8", "2018年8月", "201808", "2018-08", 2018.8, 201808]
BAD_DAYS = [
    "2024.2.30", "2018", 2018, "二〇一八年腊月初三", "农历八月廿三", "18.8.23", "8/23/2018",
    "2018.13", 2018.1, "上半年", "2018年春", "0000-00-00", 99, "2018-8-23-1", True,
]  # fmt: skip


def day_rows(tmp_path, values):
    path = xlsx(
        tmp_path / "日.xlsx",
        ["工会名称", "建会日期"],
        *[[f"工会{n}", v] for n, v in enumerate(values)],
    )
    return read(path, [UNIONS])[1]


def test_xl_6_days_in_all_shapes(tmp_path):
    rows = day_rows(tmp_path, GOOD_DAYS)
    assert [row.values.get("founded") for row in rows] == ["2018-08-23"] * len(GOOD_DAYS)


def test_xl_6_a_month_is_its_first_day_and_says_so(tmp_path):
    rows = day_rows(tmp_path, MONTHS)
    assert [row.values.get("founded") for row in rows] == ["2018-08-01"] * len(MONTHS)
    assert all(row.problems[0].severity is Severity.INFO for row in rows)


def test_xl_6_what_is_no_day_is_refused_never_guessed(tmp_path):
    rows = day_rows(tmp_path, BAD_DAYS)
    assert [row.values.get("founded") for row in rows] == [None] * len(BAD_DAYS)
    assert {row.problems[0].code for row in rows} == {"IMP-DATE"}
    assert {row.outcome.value for row in rows} == {"rejected"}


def test_xl_6_a_doubtful_day_elsewhere_only_asks(tmp_path):
    path = xlsx(tmp_path / "a.xlsx", ["工会名称", "届满日期"], ["甲工会", "2024.2.30"])
    row = read(path, [UNIONS])[1][0]
    assert (row.outcome.value, row.problems[0].severity.value) == ("", "explain")
    assert row.originals["term_until"] == "2024.2.30"


def test_xl_6_day_numbers_of_the_1904_epoch(tmp_path):
    book = openpyxl.Workbook()
    book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    book.active.append(["工会名称", "建会日期"])
    book.active.append(["甲工会", 43335 - 1462])
    book.save(tmp_path / "a.xlsx")
    assert read(tmp_path / "a.xlsx", [UNIONS])[1][0].values["founded"] == "2018-08-23"


# --- XL-7, XL-8, XL-9 -----------------------------------------------------------------------------


def test_xl_7_a_ledger_as_it_really_is(tmp_path):
    book = openpyxl.Workbook()
    page = book.active
    page["A1"] = "示范镇工会台账"
    page.merge_cells("A1:I1")
    page["A2"] = "填报单位：示范镇总工会"
    heads = {
        "A": "序号",
        "B": "职工人数（人）",
        "D": "*基层工会\n名称",
        "E": "工会 类型",
        "F": "成立时间",
        "G": "工资总额(万元)",
        "H": "联系电话",
        "I": "联系电话",
    }
    for letter, text in heads.items():
        page[f"{letter}3"] = text
        if letter != "B":
            page.merge_cells(f"{letter}3:{letter}4")
    page.merge_cells("B3:C3")
    page["B4"], page["C4"] = "合计", "其中：女"
    page.append([1, 61, 20, "甲公司工会", "单独", "2018.8.23", 12.5, "13800000001", "x"])
    page.append(["小计", 61, 20])
    page.append([])
    page.append([2, 7, 3, "乙公司工会", "联建", "2018.8.23", 1, "022-23456789"])
    page.append(["合计", 68, 23])
    page.append(["填表人：某", None, "审核人：某"])
    book.save(tmp_path / "台账.xlsx")
    layouts, rows, _ = read(tmp_path / "台账.xlsx", [UNIONS])
    layout = layouts[0]
    assert (layout.header_row, layout.first_row) == (3, 5)
    assert {(c.column, c.header, c.field) for c in layout.columns} == {
        ("B", "职工人数（人）/合计", "workers"),
        ("C", "职工人数（人）/其中：女", "women"),
        ("D", "*基层工会 名称", "name"),
        ("E", "工会 类型", "type"),
        ("F", "成立时间", "founded"),
        ("G", "工资总额(万元)", "wages"),
        ("H", "联系电话", "phone"),
    }
    assert layout.unmatched == ["联系电话"]
    assert [(row.row, row.outcome.value, row.reason) for row in rows] == [
        (5, "", ""),
        (6, "skipped", "total"),
        (8, "", ""),
        (9, "skipped", "total"),
        (10, "skipped", "signature"),
    ]
    assert rows[0].values["wages"] == 12_500_000
    assert (rows[0].values["workers"], rows[0].values["women"]) == (61, 20)


def test_xl_7_a_missing_obligatory_column_is_named(tmp_path):
    path = xlsx(tmp_path / "a.xlsx", ["统一社会信用代码", "职工人数", "联系电话"], [CODE, 1, ""])
    error = refused(path)
    assert "「单位名称」" in error.message


def test_xl_7_unit_cells_merged_down_the_left(tmp_path):
    book = openpyxl.Workbook()
    page = book.active
    page.append(["所属工会", "职工人数", "单位名称"])
    for number in range(3):
        page.append(
            ["甲联合工会" if number == 0 else None, 61 if number == 0 else None, f"公司{number}"]
        )
    page.append([None, 5, "公司3"])
    page.merge_cells("A2:A4")
    page.merge_cells("B2:B4")
    book.save(tmp_path / "a.xlsx")
    _, rows, _ = read(tmp_path / "a.xlsx")
    assert [row.values.get("union") for row in rows] == ["甲联合工会"] * 3 + [None]
    assert [row.values.get("workers") for row in rows] == [61, None, None, 5]
    assert rows[1].filled == ("union",)


def test_xl_8_characters(tmp_path):
    names = {
        "甲\u200b公司\u3000一厂": ("甲公司 一厂", "info"),
        "Ｂ座１２３号公司": ("B座123号公司", "info"),
        "𠮷𬱖公司": ("𠮷𬱖公司", None),
        "公司🙂": ("公司🙂", None),
        "甲\n公司": ("甲 公司", "info"),
        "\ue123公司": ("\ue123公司", "explain"),
    }
    path = xlsx(tmp_path / "a.xlsx", HEAD[:2], *[[name, None] for name in names])
    _, rows, _ = read(path)
    assert [row.values["name"] for row in rows] == [value for value, _ in names.values()]
    assert [row.problems[0].severity.value if row.problems else None for row in rows] == [
        severity for _, severity in names.values()
    ]
    assert rows[0].originals["name"] == "甲\u200b公司\u3000一厂"


def test_xl_8_control_and_undecodable_characters_reject_the_row(tmp_path):
    cells = "".join(
        f'<row r="{n}"><c r="A{n}" t="inlineStr"><is><t>{text}</t></is></c></row>'
        for n, text in enumerate(["单位名称", "甲_x0007_公司", "乙\ufffd公司", "丙公司"], 1)
    )
    path = write_package(tmp_path / "a.xlsx", cells)
    _, rows, _ = read(path)
    assert [row.outcome.value for row in rows] == ["rejected", "rejected", ""]
    assert "U+0007" in rows[0].problems[0].message
    assert rows[0].problems[0].code == "IMP-CHARACTER"


def test_xl_8_look_alikes_in_numbers(tmp_path):
    number = "99999919900101004X"
    while True:  # find a number whose check digit is X
        from app.base.numbers import identity_problem

        if identity_problem(number) is None:
            break
        number = f"{int(number[:17]) + 1}X"
    path = xlsx(
        tmp_path / "a.xlsx", ["姓名", "身份证号"],
        *[["甲", number[:17] + sign] for sign in ("X", "x", "×", "Ｘ")],
    )  # fmt: skip
    _, rows, _ = read(path, [PEOPLE])
    assert {row.values.get("identity") for row in rows} == {number}
    assert [row.reason for row in rows] == ["", "repeated", "repeated", "repeated"]


CSV = (
    "单位名称,统一社会信用代码,备注\n"
    '甲公司,91999999TE5T00016A,"第一行\n第二行,还有""引号"""\n'
    "㙦圐乙公司,,\n"
)
ENCODINGS = ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"]


@pytest.mark.parametrize("separator", [",", "\t", ";"])
@pytest.mark.parametrize("encoding", ENCODINGS)
def test_xl_9_text_files_in_any_encoding(tmp_path, encoding, separator):
    text = CSV.replace("行,还", "行，还").replace(",", separator)
    path = tmp_path / "名单.csv"
    path.write_bytes(text.encode(encoding))
    _, rows, _ = read(path, here=separator != ";")
    assert [row.values["name"] for row in rows] == ["甲公司", "㙦圐乙公司"]
    assert rows[0].values["note"] == '第一行 第二行，还有"引号"'
    assert rows[0].values["credit"] == CODE
    assert [row.row for row in rows] == [2, 3]


def test_xl_9_gbk(tmp_path):
    path = tmp_path / "名单.txt"
    path.write_bytes("单位名称\t职工人数\r\n甲公司\t61\r\n".encode("gbk"))
    assert read(path)[1][0].values == {"name": "甲公司", "workers": 61}


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
