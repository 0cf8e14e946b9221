"""Lists of members as they arrive: headers of real platforms, dirty cells, a row as a whole."""

from __future__ import annotations

import csv
from datetime import date, datetime
from pathlib import Path
from random import Random
from typing import Any

import openpyxl
import pytest

from app.areas.members.rules.documents import read_document
from app.areas.members.sheet.kinds import MEMBERS
from app.areas.members.sheet.row_check import keys_of, plain_name
from app.base.codes import code_list
from app.base.errors import KnownError
from app.base.numbers import make_identity
from app.sheets.checked import CheckedRow, FileEnd, Outcome
from app.sheets.checking import Options, check
from app.sheets.header import Layout
from app.sheets.template import write_template

CHANCE = Random(7)
MALE, FEMALE = "999999199001010016", "999999198506150028"
SOUND = [
    make_identity(CHANCE, born=date(1970 + n, 1 + n % 12, 1 + n), male=n % 2 == 0)
    for n in range(12)
]
BASE = {"name": "甲一", "number": MALE}


def read(path: Path, **options: Any) -> tuple[list[Layout], list[CheckedRow]]:
    items = list(check(path, [MEMBERS], Options(**options)))
    assert isinstance(items[-1], FileEnd)
    layouts = [item for item in items if isinstance(item, Layout)]
    return layouts, [item for item in items if isinstance(item, CheckedRow)]


@pytest.fixture
def sheet(tmp_path: Path) -> Any:
    """Rows of cells to a workbook, read and checked: (layout, rows of data)."""

    def make(*rows: Any, merged: Any = (), name: str = "名单.xlsx") -> Any:
        path = tmp_path / name
        book = openpyxl.Workbook()
        page = book.active
        for row in rows:
            page.append(list(row))
        for area in merged:
            page.merge_cells(area)
        book.save(path)
        layouts, found = read(path)
        assert len(layouts) == 1
        return layouts[0], [row for row in found if row.outcome is not Outcome.SKIPPED]

    return make


@pytest.fixture
def row(sheet: Any) -> Any:
    """One row by column titles, checked."""

    def make(**cells: Any) -> CheckedRow:
        cells = BASE | cells
        titles = [MEMBERS.field(key).title for key in cells]
        _, rows = sheet(titles, list(cells.values()))
        assert len(rows) == 1
        return rows[0]

    return make


def told(row: CheckedRow) -> set[tuple[str, str, str]]:
    return {(p.field, p.code, p.severity.value) for p in row.problems}


def columns(layout: Layout) -> dict[str, str]:
    return {column.header: column.field for column in layout.columns}


# --- the nine header variants --------------------------------------------------------------------

V1 = {
    "姓名*": "name", "性别": "sex", "出生日期": "birth_on", "民族": "ethnicity",
    "就业状况": "employment_status", "有效证件类别": "document_type", "证件号码*": "number",
    "学历": "education", "技能等级": "skill", "移动电话*": "phone", "户籍类型": "household_type",
    "户籍所在地": "household_place", "会籍变化类型": "change_type", "会籍变化日期": "change_on",
    "会籍变化原因": "change_reason", "政治面貌": "political", "工作单位": "employer",
    "籍贯": "native_place", "是否农民工": "migrant",
}  # fmt: skip
V2 = {
    "姓名": "name", "性别": "sex", "出生日期": "birth_on", "民族": "ethnicity", "移动电话": "phone",
    "证件类别": "document_type", "证件号码": "number", "所属企业/工会": "union", "邮箱": "email",
    "就业状况": "employment_status", "户籍类型": "household_type", "学历": "education",
    "技术等级": "skill", "会籍变化类型": "change_type", "会籍变化日期": "change_on",
    "会籍变化原因": "change_reason",
}  # fmt: skip
V3 = {
    "姓名": "name", "部门": "department", "工会名称": "union", "人员编码": "employee_no",
    "身份证号": "number", "出生年月": "birth_on", "入会时间": "joined_on", "性别": "sex",
    "民族": "ethnicity", "籍贯": "native_place", "文化程度": "education", "政治面貌": "political",
    "职务": "post", "职称": "professional_title", "身份类别": "employment_form",
    "在职/离职": "employment_status",
}  # fmt: skip
V4 = {
    "用户名": "name", "性别": "sex", "民族": "ethnicity", "政治面貌": "political",
    "户籍类型": "household_type", "是否八大群体": "new_group", "就业状态": "employment_status",
    "身份证号": "number", "手机号码": "phone", "是否农民工": "migrant", "单位名称": "employer",
    "所属工会": "union", "入会时间": "joined_on", "备注": "note",
}  # fmt: skip
V5 = {
    "姓名": "name", "性别": "sex", "民族": "ethnicity", "籍贯": "native_place", "出生": "birth_on",
    "政治面貌": "political", "居住地": "address", "身份证号": "number", "电话": "phone",
    "学历": "education", "婚姻": "marital", "单位": "employer",
}  # fmt: skip
V6 = {
    "会员证号码 NO": "card_no", "姓名": "name", "性别": "sex", "出生日期": "birth_on",
    "民族": "ethnicity", "学历": "education", "籍贯": "native_place", "政治面貌": "political",
    "工作单位": "employer", "职务": "post", "职称": "professional_title", "身份证号": "number",
    "备注": "note",
}  # fmt: skip
V7 = {"姓名": "name", "身份证号码(18位)": "number", "手机号码": "phone"}
V8 = {
    "姓名": "name", "身份证号": "number", "所属机构": "employer", "工会小组划分": "group_name",
    "用工形式": "employment_form", "工会职务": "union_post", "户口地址": "household_place",
    "居住地址": "address", "工作起始时间": "worked_from", "困难员工": "hardship",
}  # fmt: skip
V9 = {
    "会员姓名": "name", "证件号": "number", "户籍类型": "household_type", "技术等级": "skill",
    "工会会员标签": "new_group", "有效身份类别": "document_type", "会籍变化类型": "change_type",
    "就业状况": "employment_status", "文化程度": "education", "会籍变化原因": "change_reason",
    "婚姻状态": "marital",
}  # fmt: skip
UNKNOWN = {
    "V2": ["用户名"],
    "V3": ["会费金额(季度)"],
    "V4": ["微信名"],
    "V5": ["日期", "健康", "地区"],
    "V6": ["工资", "家庭主要成员及其工作单位", "个人工作简历"],
    "V8": ["是否会员", "重大疾病互助会会员", "兴趣爱好", "个人荣誉", "是否禁用"],
    "V9": ["国籍", "其他身份"],
}
IGNORED = {"用户名", "会费金额(季度)", "微信名"}
VARIANTS = {
    "V1": V1,
    "V2": V2,
    "V3": V3,
    "V4": V4,
    "V5": V5,
    "V6": V6,
    "V7": V7,
    "V8": V8,
    "V9": V9,
}


@pytest.mark.parametrize("variant", VARIANTS)
@pytest.mark.parametrize("above", [0, 1, 3])
def test_the_header_variants_really_used(sheet: Any, variant: str, above: int) -> None:
    known, unknown = VARIANTS[variant], UNKNOWN.get(variant, [])
    header = ["序号", *unknown, *known]
    titles = [["某工会会员信息表"], ["填报单位：", "某某镇总工会"], ["填表说明：请如实填写"]][
        :above
    ]
    width = openpyxl.utils.get_column_letter(len(header))
    data = [1, *["甲"] * len(unknown), *(_cell(field) for field in known.values())]
    layout, rows = sheet(*titles, header, data, merged=[f"A1:{width}1"] if above else [])
    assert columns(layout) == known
    assert layout.header_row == above + 1
    assert sorted(layout.unmatched) == sorted(set(unknown) - IGNORED)
    assert len(rows) == 1
    assert not [p for p in rows[0].problems if p.severity.value != "info"], rows[0].problems
    assert rows[0].values["name"] == "甲一"
    assert rows[0].values["number"] == MALE


def _cell(field: str) -> Any:
    return {
        "name": "甲一", "number": MALE, "sex": "男", "birth_on": "19900101", "ethnicity": "汉",
        "document_type": "身份证", "phone": 13800001201, "education": "大专",
        "political": "群众", "employment_status": "在岗", "employment_form": "合同工",
        "migrant": "否", "new_group": "快递员", "skill": "中级", "household_type": "非农业",
        "marital": "已婚", "worked_from": "2010.07", "joined_on": "2018年8月23日",
        "change_type": "入会", "change_on": 20180823, "change_reason": "其他", "hardship": "否",
    }.get(field, "某某")  # fmt: skip


def test_the_platform_template_with_notes_above_and_below(sheet: Any) -> None:
    header = ["序号", *V1]
    last = ["填表说明：1.带*的必填；2.日期写成yyyyMMdd；3.证件号码用文本格式；4.不要合并单元格。"]
    layout, rows = sheet(
        ["会员导入"], ["说明"], ["某某市总工会"], header,
        [1, *(_cell(field) for field in V1.values())],
        [2, "乙二", "女", None, "撤拉族", 5, "身份证", FEMALE],
        last,
        merged=["A1:T1", "A2:T2", "A3:T3", "A7:T7"],
    )  # fmt: skip
    assert (layout.header_row, layout.first_row) == (4, 5)
    assert [r.values["name"] for r in rows] == ["甲一", "乙二"]
    second = rows[1]
    assert second.values["birth_on"] == "1985-06-15"
    assert second.values["ethnicity"] == "35"
    assert "employment_status" not in second.values
    assert told(second) == {
        ("document_type", "IMP-CODE", "info"), ("ethnicity", "IMP-CODE", "explain"),
        ("employment_status", "IMP-CODE", "explain"),
    }  # fmt: skip
    assert "change_on" not in second.values


def test_merged_units_down_the_left_and_no_other_cell_is_filled_down(sheet: Any) -> None:
    _, rows = sheet(
        ["单位名称", "姓名", "身份证号", "手机号"],
        ["宏达公司", "甲", SOUND[0], "13800001201"],
        [None, "乙", SOUND[1], None],
        [None, "丙", SOUND[2], None],
        merged=["A2:A4", "D2:D4"],
    )
    assert [r.values.get("employer") for r in rows] == ["宏达公司"] * 3
    assert [r.values.get("phone") for r in rows] == ["13800001201", None, None]


def test_two_row_header_with_groups(sheet: Any) -> None:
    layout, rows = sheet(
        ["序号", "基本信息", None, None, "工会信息", None],
        [None, "姓名", "性别", "身份证号码", "所属工会", "入会时间"],
        [1, "甲一", "男", MALE, "某工会", "2018-8-23"],
        merged=["A1:A2", "B1:D1", "E1:F1"],
    )
    assert [c.field for c in layout.columns] == ["name", "sex", "number", "union", "joined_on"]
    assert rows[0].values["joined_on"] == "2018-08-23"


def test_our_own_template_is_read_back_with_every_column(tmp_path: Path) -> None:
    values = {"name": "甲一", "number": MALE, "sex": "1", "education": "47", "migrant": True}
    path = tmp_path / "模板.xlsx"
    write_template(path, MEMBERS, rows=[values])
    layouts, rows = read(path)
    assert [c.field for c in layouts[0].columns] == [f.key for f in MEMBERS.fields]
    assert layouts[0].unmatched == []
    data = [r for r in rows if r.outcome is Outcome.PENDING]
    more = {"birth_on": "1990-01-01", "document_type": "resident_id"}
    assert [r.values for r in data] == [values | more]
    assert data[0].problems == []


@pytest.mark.parametrize("missing", ["name", "number"])
def test_name_and_number_are_obligatory_and_nothing_else(row: Any, missing: str) -> None:
    assert {f.key for f in MEMBERS.fields if f.obligatory} == {"name", "number"}
    found = row(**{missing: None, "sex": "男"})
    assert found.outcome is Outcome.REJECTED
    assert told(found) == {(missing, "IMP-REQUIRED", "must")}


def test_numbers_phones_addresses_and_cards_are_sensitive() -> None:
    assert {f.key for f in MEMBERS.fields if f.sensitive} == {
        "number", "phone", "address", "card_no", "service_card_no",
    }  # fmt: skip


# --- identity numbers ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "cell", [999999199001010016, 9.99999199001010e17, "9.99999E+17", 110105900307283, 12345678]
)
def test_a_number_cell_in_the_identity_column_is_an_error_with_its_address(row: Any, cell: Any):
    found = row(number=cell)
    assert found.outcome is Outcome.REJECTED
    assert "number" not in found.values
    assert told(found) == {("number", "IMP-NUMBER", "must")}
    assert found.problems[0].message.startswith("B2「证件号码」")


@pytest.mark.parametrize(
    "cell",
    [
        "999999 19900101 0016", "９９９９９９１９９００１０１００１６", "'999999199001010016",
        "　999999199001010016 ", "999999-19900101-0016", "999999199001010016\u200b",
    ],
)  # fmt: skip
def test_an_identity_number_is_repaired_and_said(row: Any, cell: str) -> None:
    found = row(number=cell)
    assert found.outcome is Outcome.PENDING
    assert found.values["number"] == MALE
    assert found.originals["number"] == cell
    assert {s for _, _, s in told(found)} <= {"info"}


def test_a_small_x_is_made_large(row: Any) -> None:
    assert row(number="11010519491231002x").values["number"] == "11010519491231002X"


@pytest.mark.parametrize(
    "cell",
    ["99999919900101001X", "9999991990010100", "999999199O01010016", "999999190002290012", "甲"],
)
def test_a_wrong_identity_number_rejects_the_row(row: Any, cell: str) -> None:
    found = row(number=cell)
    assert found.outcome is Outcome.REJECTED
    assert told(found) == {("number", "MEM-01", "must")}
    assert "number" not in found.values
    assert found.originals["number"] == cell


def test_fifteen_digits_are_upgraded_with_a_doubt(row: Any) -> None:
    found = row(number="110105900307283", sex="男")
    assert found.values["number"] == "11010519900307283X"
    assert found.values["birth_on"] == "1990-03-07"
    assert told(found) == {("number", "MEM-01", "explain")}


@pytest.mark.parametrize(
    ("kind", "number", "code"),
    [
        ("护照", "E12345678", "passport"),
        ("港澳居民来往内地通行证", "h12345678", "hkmo_permit"),
        ("台胞证", "12345678", "taiwan_permit"),
        ("台湾居民来往大陆通行证", "1234567801（B）", "taiwan_permit"),
        ("军官证", "军字第1234567号", "officer"),
        ("外国人永久居留身份证", "911124198108030024", "foreign_pr"),
        ("港澳台居民居住证", "810000199408230021", "hkmot_residence"),
    ],
)
def test_other_documents_are_judged_by_their_own_type(row: Any, kind: str, number: str, code: str):
    found = row(document_type=kind, number=number)
    assert found.outcome is Outcome.PENDING
    assert found.values["document_type"] == code
    assert {s for _, _, s in told(found)} <= {"info"}


@pytest.mark.parametrize(
    ("kind", "number", "near"),
    [("护照", MALE, "居民身份证"), ("身份证", "H12345678", "港澳居民来往内地通行证")],
)
def test_a_number_under_the_wrong_type_says_which_it_looks_like(row: Any, kind, number, near):
    found = row(document_type=kind, number=number)
    assert told(found) - {("document_type", "IMP-CODE", "info")} == {("number", "MEM-01", "must")}
    assert near in found.problems[-1].candidates


def test_without_a_type_a_passport_goes_in_with_a_doubt(row: Any) -> None:
    found = row(number="E12345678")
    assert found.values["document_type"] == "passport"
    assert told(found) == {("number", "IMP-CODE", "explain")}


def test_a_residence_permit_called_identity_card_gets_its_own_type(row: Any) -> None:
    found = row(document_type="居民身份证", number="810000199408230021")
    assert found.values["document_type"] == "hkmot_residence"
    assert told(found) == {("document_type", "IMP-CODE", "info")}


# --- sex and birth date --------------------------------------------------------------------------


def test_sex_and_birth_date_are_taken_from_the_number_without_a_word(row: Any) -> None:
    found = row()
    assert found.values == BASE | {
        "sex": "1", "birth_on": "1990-01-01", "document_type": "resident_id",
    }  # fmt: skip
    assert found.problems == []


@pytest.mark.parametrize(
    ("cells", "field"),
    [
        ({"sex": "女"}, "sex"),
        ({"birth_on": "1990-01-02"}, "birth_on"),
        ({"birth_on": "19910101"}, "birth_on"),
        ({"birth_on": "1990.02"}, "birth_on"),
        ({"birth_on": datetime(1990, 2, 1)}, "birth_on"),
    ],
)
def test_the_number_wins_over_what_is_written_beside_it(row: Any, cells: Any, field: str) -> None:
    found = row(**cells)
    assert found.outcome is Outcome.PENDING
    assert (found.values["sex"], found.values["birth_on"]) == ("1", "1990-01-01")
    assert told(found) == {(field, "MEM-02", "explain")}
    assert field in found.originals


@pytest.mark.parametrize("cell", ["1990.01", "1990年1月", "199001"])
def test_a_birth_month_agrees_with_the_number(row: Any, cell: str) -> None:
    number = make_identity(Random(1), born=date(1990, 1, 16), male=True)
    found = row(number=number, birth_on=cell)
    assert found.values["birth_on"] == "1990-01-16"
    assert found.problems == []


def test_an_unknown_sex_is_no_contradiction(row: Any) -> None:
    found = row(sex="0")
    assert found.values["sex"] == "1"
    assert found.problems == []


def test_a_passport_leaves_sex_and_birth_date_as_they_are_written(row: Any) -> None:
    found = row(document_type="护照", number="E12345678", sex="女", birth_on="1988-08-08")
    assert (found.values["sex"], found.values["birth_on"]) == ("2", "1988-08-08")
    assert {s for _, _, s in told(found)} <= {"info"}


# --- other cells ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("张　三丰", "张三丰"),
        ("周 五", "周五"),
        ("买买提•艾力", "买买提·艾力"),
        ("买买提．艾力", "买买提·艾力"),
        ("阿依古丽·买买提", "阿依古丽·买买提"),
        ("𠮷野家", "𠮷野家"),
        ("㛃㛃", "㛃㛃"),
        ("John Smith", "John Smith"),
        ("J. Smith", "J. Smith"),
    ],
)
def test_names_are_kept_as_people_mean_them(row: Any, written: str, kept: str) -> None:
    assert plain_name(kept) == kept
    found = row(name=written)
    assert found.values["name"] == kept
    assert {s for _, _, s in told(found)} == ({"info"} if written != kept else set())


@pytest.mark.parametrize(
    ("cell", "value", "severity"),
    [
        ("13800001201", "13800001201", None),
        (13800001201, "13800001201", None),
        ("+86 138-0000-1201", "13800001201", None),
        ("1.3800001201E+10", "13800001201", None),
        ("1.38E+10", None, "explain"),
        ("19900001201", "19900001201", None),
        ("12800001201", None, "explain"),
        ("1380000120", None, "explain"),
        ("无", None, None),
    ],
)
def test_phones(row: Any, cell: Any, value: str | None, severity: str | None) -> None:
    found = row(phone=cell)
    assert found.values.get("phone") == value
    expected = {("phone", "MEM-05", severity)} if severity else set()
    assert {t for t in told(found) if t[2] != "info"} == expected
    assert found.outcome is Outcome.PENDING


@pytest.mark.parametrize(
    "cell",
    [
        "20180823", "2018-8-23", "2018/08/23", "2018.8.23", "2018年8月23日", 43335, 20180823,
        "2018-08-23 00:00:00", datetime(2018, 8, 23), date(2018, 8, 23),
    ],
)  # fmt: skip
def test_joining_dates_in_all_their_shapes(row: Any, cell: Any) -> None:
    assert row(joined_on=cell).values["joined_on"] == "2018-08-23"


@pytest.mark.parametrize("field", ["joined_on", "change_on"])
@pytest.mark.parametrize("cell", ["2018-02-30", "去年", "18.8.23", "2018"])
def test_an_unreadable_joining_or_changing_date_rejects(row: Any, field: str, cell: str) -> None:
    found = row(**{field: cell})
    assert told(found) == {(field, "IMP-DATE", "must")}


def test_an_unreadable_birth_date_does_not_where_the_number_tells_it(row: Any) -> None:
    found = row(birth_on="不详年")
    assert found.values["birth_on"] == "1990-01-01"
    assert told(found) == {("birth_on", "IMP-DATE", "explain")}


@pytest.mark.parametrize(
    ("field", "cell", "value", "severity"),
    [
        ("ethnicity", "汉", "01", "info"),
        ("ethnicity", "01", "01", None),
        ("ethnicity", 1, "01", None),
        ("ethnicity", "撤拉族", "35", "explain"),
        ("sex", "男性", "1", "info"),
        ("sex", 1, "1", None),
        ("education", "本科", "20", "info"),
        ("political", "党员", "01", "info"),
        ("household_type", "农业", "agricultural", "info"),
        ("employment_status", "5", None, "explain"),
        ("new_group", "否", None, None),
        ("change_type", "正常", None, None),
        ("skill", "无", None, None),
        ("migrant", "√", True, None),
        ("migrant", "否", False, None),
        ("native_place", "河南洛阳", "河南洛阳", None),
        ("card_no", 12345, "12345", None),
        ("employee_no", 7, "7", None),
        ("service_card_no", 6217001234567890123, None, "explain"),
        ("address", "/", None, None),
    ],
)
def test_words_codes_and_typos(row: Any, field: str, cell: Any, value: Any, severity: Any) -> None:
    found = row(**{field: cell})
    assert found.values.get(field) == value
    assert {s for f, _, s in told(found) if f == field} == ({severity} if severity else set())
    assert found.outcome is Outcome.PENDING


# --- rows that are no data, twice the same, other kinds of file ----------------------------------


def test_totals_examples_blank_rows_and_signatures_are_no_members(sheet: Any) -> None:
    _, rows = sheet(
        ["序号", "姓名", "身份证号", "备注"],
        ["例", "张三", MALE, None],
        [1, "甲一", SOUND[0], "第一行\n第二行"],
        ["小计", "1人"],
        [],
        [2, "乙二", SOUND[1], None],
        ["合计", "2人"],
        ["填表人：", "某某", None, "填表日期：2026-01-01"],
    )
    assert [r.values["name"] for r in rows] == ["甲一", "乙二"]


def test_the_same_person_twice(tmp_path: Path) -> None:
    path = tmp_path / "两遍.csv"
    rows = [
        ["姓名", "证件类别", "身份证号", "手机号"],
        ["甲一", "身份证", SOUND[0], "13800001201"],
        ["乙二", "身份证", SOUND[1], ""],
        ["甲一", "身份证", f" {SOUND[0]} ", "13800001201"],
        ["甲一", "", SOUND[0], "13900001201"],
        ["甲一", "身份证", SOUND[2], ""],
        ["丙三", "护照", "E12345678", ""],
        ["丁四", "护照", "e1234 5678", ""],
    ]
    with path.open("w", encoding="gb18030", newline="") as file:
        csv.writer(file).writerows(rows)
    _, found = read(path)
    assert [(r.outcome.value, r.reason) for r in found] == [
        ("", ""), ("", ""), ("skipped", "repeated"), ("rejected", ""), ("", ""), ("", ""),
        ("rejected", ""),
    ]  # fmt: skip
    assert [p.code for r in found for p in r.problems if p.severity.value == "must"] == [
        "IMP-TWICE", "IMP-TWICE",
    ]  # fmt: skip


def test_what_makes_two_rows_one_person() -> None:
    one = {
        "name": "甲 一",
        "number": MALE,
        "document_type": "resident_id",
        "birth_on": "1990-01-01",
    }
    assert keys_of(one) == [("resident_id", MALE), ("甲一", "1990-01-01")]
    assert keys_of({"name": "甲一"}) == [(), ()]


def test_a_list_without_numbers_is_none(tmp_path: Path) -> None:
    path = tmp_path / "无证件.csv"
    path.write_text("姓名,性别,民族\n甲一,男,汉\n", encoding="utf-8")
    with pytest.raises(KnownError, match="证件号码"):
        read(path)


def test_every_value_read_is_what_the_lists_know(sheet: Any) -> None:
    """Names of all lists written into a workbook come back as their codes."""
    fields = [f for f in MEMBERS.fields if f.choices and f.key not in ("document_type", "sex")]
    longest = max(len(code_list(f.choices)) for f in fields)
    lines = []
    for n in range(longest):
        entries = [code_list(f.choices).entries for f in fields]
        number = make_identity(CHANCE, born=date(1950 + n, 1, 1), male=True)
        lines.append([f"人{n}", number, *(e[n % len(e)].name for e in entries)])
    _, rows = sheet(["姓名", "证件号码", *(f.title for f in fields)], *lines)
    assert len(rows) == longest
    for n, found in enumerate(rows):
        assert found.problems == []
        for f in fields:
            entries = code_list(f.choices).entries
            assert found.values[f.key] == entries[n % len(entries)].code
        assert read_document("resident_id", found.values["number"]).problem is None
