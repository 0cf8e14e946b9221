"""The code lists of members: words, codes, typos, and numbers that platforms use differently."""

from __future__ import annotations

import pytest

from app.base.codes import How, code_list
from app.sheets.cells import CellReader
from app.sheets.fields import Field, Kind

PEOPLES = [
    "汉", "蒙古", "回", "藏", "维吾尔", "苗", "彝", "壮", "布依", "朝鲜", "满", "侗", "瑶", "白",
    "土家", "哈尼", "哈萨克", "傣", "黎", "傈僳", "佤", "畲", "高山", "拉祜", "水", "东乡",
    "纳西", "景颇", "柯尔克孜", "土", "达斡尔", "仫佬", "羌", "布朗", "撒拉", "毛南", "仡佬",
    "锡伯", "阿昌", "普米", "塔吉克", "怒", "乌孜别克", "俄罗斯", "鄂温克", "德昂", "保安",
    "裕固", "京", "塔塔尔", "独龙", "鄂伦春", "赫哲", "门巴", "珞巴", "基诺",
]  # fmt: skip


@pytest.mark.parametrize(("number", "people"), list(enumerate(PEOPLES, 1)))
def test_the_56_peoples_by_name_short_name_and_number(number, people):
    codes = code_list("ethnicity")
    code = f"{number:02d}"
    assert codes.name_of(code) == f"{people}族"
    for written in (people, f"{people}族", code, str(number)):
        match = codes.match(written)
        assert match is not None
        assert (match.code, match.sure) == (code, True), written


@pytest.mark.parametrize(
    ("name", "text", "code", "how"),
    [
        ("ethnicity", "撤拉族", "35", How.NEAR),
        ("ethnicity", "维吾耳族", "05", How.NEAR),
        ("ethnicity", "其他", "97", How.NAME),
        ("sex", "男性", "1", How.ALIAS),
        ("sex", "女", "2", How.NAME),
        ("sex", "m", "1", How.ALIAS),
        ("sex", "0", "0", How.CODE),
        ("education", "本科", "20", How.ALIAS),
        ("education", "大学毕业", "21", How.ALIAS),
        ("education", "大专", "30", How.ALIAS),
        ("education", "专科毕业", "31", How.ALIAS),
        ("education", "中专", "41", How.ALIAS),
        ("education", "技校", "47", How.ALIAS),
        ("education", "高中", "60", How.ALIAS),
        ("education", "硕士", "14", How.ALIAS),
        ("education", "博士", "11", How.ALIAS),
        ("education", "70", "70", How.CODE),
        ("political", "党员", "01", How.ALIAS),
        ("political", "团员", "03", How.ALIAS),
        ("political", "无党派人士", "12", How.ALIAS),
        ("political", "13", "13", How.CODE),
        ("political", "1", "01", How.CODE),
        ("document_type", "身份证", "resident_id", How.ALIAS),
        ("document_type", "二代身份证", "resident_id", How.ALIAS),
        ("document_type", "台胞证", "taiwan_permit", How.ALIAS),
        ("document_type", "3", "officer", How.ALIAS),
        ("document_type", "111", "resident_id", How.ALIAS),
        ("employment_status", "待(下)岗", "awaiting", How.NAME),
        ("employment_status", "1", "on_post", How.ALIAS),
        ("employment_status", "5 离休", "retired_cadre", How.NAME),
        ("employment_status", "6.离休", "retired_cadre", How.NAME),
        ("employment_status", "内退", "internal_retired", How.ALIAS),
        ("employment_form", "劳务派遣工", "dispatched", How.ALIAS),
        ("new_group", "快递小哥", "courier", How.ALIAS),
        ("new_group", "是", "unspecified", How.ALIAS),
        ("new_group", "网约送餐圆", "delivery_rider", How.NEAR),
        ("skill", "职业资格一级(高级技师)", "senior_technician", How.ALIAS),
        ("skill", "2", "technician", How.ALIAS),
        ("skill", "首席技师", "chief_technician", How.NAME),
        ("household_type", "非农业家庭户口", "non_agri_family", How.NAME),
        ("household_type", "农业", "agricultural", How.ALIAS),
        ("household_type", "非农业", "non_agricultural", How.ALIAS),
        ("household_type", "农转居", "converted", How.NAME),
        ("marital", "已婚", "20", How.NAME),
        ("marital", "离异", "40", How.ALIAS),
        ("membership_change", "5", "expelled", How.ALIAS),
        ("membership_change", "开除会籍", "expelled", How.ALIAS),
        ("change_reason", "劳动(工作)关系发生变化", "work_changed", How.ALIAS),
        ("change_reason", "6 因犯罪被开除会籍", "crime", How.NAME),
    ],
)
def test_a_cell_is_recognised_as_it_is_written(name, text, code, how):
    match = code_list(name).match(text)
    assert match is not None
    assert (match.code, match.how) == (code, how)


@pytest.mark.parametrize(
    ("name", "numbers"),
    [
        (
            "employment_status",
            "on_post awaiting unemployed retired retired_cadre resigned internal_retired sick",
        ),
        ("membership_change", "joined transferred_in retained transferred_out expelled left"),
        ("change_reason", "work_changed laid_off unemployed bankrupt own_wish crime"),
        ("skill", "senior_technician technician senior middle junior"),
    ],
)
def test_numbers_of_the_exchange_stand_as_flags(name, numbers):
    codes = code_list(name)
    for number, code in enumerate(numbers.split(), 1):
        assert codes[code].flags["exchange"] == str(number)


def test_the_eight_steps_of_skill_map_to_the_five_of_the_exchange():
    skills = code_list("skill")
    assert [entry.name for entry in skills] == [
        "学徒工", "初级工", "中级工", "高级工", "技师", "高级技师", "特级技师", "首席技师",
    ]  # fmt: skip
    assert [entry.flags.get("exchange") for entry in skills] == [
        None, "5", "4", "3", "2", "1", "1", "1",
    ]  # fmt: skip


def test_education_is_grouped_by_its_parents():
    codes = code_list("education")
    assert [entry.code for entry in codes.children()] == [
        "10", "20", "30", "40", "60", "70", "80", "90",
    ]  # fmt: skip
    assert codes.top_of("47") == "40"
    assert codes.top_of("28") == "20"


def read(choices: str, text: object):
    return CellReader(Field(key="x", title="某列", kind=Kind.CODE, choices=choices))(text)


@pytest.mark.parametrize("cell", ["5", "6", 5, 6.0])
def test_a_number_that_platforms_use_differently_stays_empty_and_says_so(cell):
    found = read("employment_status", cell)
    assert found.value is None
    assert found.original in ("5", "6")
    assert [(d.code, d.severity.value) for d in found.doubts] == [("IMP-CODE", "explain")]
    assert "各平台" in found.doubts[0].message


@pytest.mark.parametrize(
    ("choices", "cell"),
    [
        ("new_group", "否"),
        ("new_group", "不是"),
        ("membership_change", "正常"),
        ("new_group", "无"),
    ],
)
def test_a_word_for_none_of_them_is_an_empty_cell(choices, cell):
    found = read(choices, cell)
    assert (found.value, found.doubts) == (None, ())


@pytest.mark.parametrize(
    ("choices", "cell", "code", "severity"),
    [
        ("ethnicity", "汉", "01", "info"),
        ("ethnicity", "撤拉族", "35", "explain"),
        ("ethnicity", "火星族", None, "explain"),
        ("education", "大砖", None, "explain"),
    ],
)
def test_what_was_made_of_a_word_is_told(choices, cell, code, severity):
    found = read(choices, cell)
    assert found.value == code
    assert [d.severity.value for d in found.doubts] == [severity]


def test_who_is_of_a_minority_and_who_a_party_member():
    peoples = code_list("ethnicity")
    majority = [entry.code for entry in peoples if entry.flag("minority") is False]
    assert majority == ["01", "97", "98"]
    party = [entry.code for entry in code_list("political") if entry.flag("party_member")]
    assert party == ["01", "02"]
