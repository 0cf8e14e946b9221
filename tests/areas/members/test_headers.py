"""Lists of members as platforms and offices send them: the header variants really used."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import openpyxl
import pytest

from app.areas.members.sheet.kinds import MEMBERS
from app.base.codes import code_list
from app.base.numbers import make_identity
from app.sheets.checked import CheckedRow, Outcome
from app.sheets.checking import check_file
from app.sheets.header import Layout
from app.sheets.template import write_template
from tests.areas.members.workbooks import FEMALE, MALE, read, told

CHANCE = Random(7)
SOUND = [
    make_identity(CHANCE, born=date(1970 + n, 1 + n % 12, 1 + n), male=n % 2 == 0)
    for n in range(12)
]


def columns(layout: Layout) -> dict[str, str]:
    return {column.header: column.field for column in layout.columns}


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


def test_the_child_process_knows_the_checks_of_the_area(tmp_path: Path) -> None:
    path = tmp_path / "名单.csv"
    path.write_text(f"姓名,身份证号\n甲一,{MALE}\n乙二,{MALE}\n", encoding="utf-8-sig")
    rows = [item for item in check_file(path, [MEMBERS]) if isinstance(item, CheckedRow)]
    assert rows[0].values["birth_on"] == "1990-01-01"
    assert [p.code for p in rows[1].problems] == ["IMP-TWICE"]
