"""XL-1 to XL-9 and XL-12 to XL-14, IN-1: workbooks in and out, as far as the kit answers for them.

Cases go through ``check_file``: the spawned child with its memory limit, as in the program. Where
a case has many variants they are read in this process (``here``), by the same code.
"""

from __future__ import annotations

import datetime as dt
import struct
import zipfile

import openpyxl
import pytest

from app.base.errors import KnownError
from app.base.findings import Severity
from app.sheets.checking import Options
from app.sheets.reading import open_book
from app.sheets.template import write_template
from tests.reliability.workbooks import CODE, HEAD, ROW, read, refused, xlsx
from tests.sheets.kinds import EMPLOYERS, PEOPLE, UNIONS
from tests.sheets.packages import write_package

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
