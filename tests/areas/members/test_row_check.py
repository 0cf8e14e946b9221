"""Rows of members' lists: dirty cells, documents by type, the row judged as a whole."""

from __future__ import annotations

import csv
from datetime import date, datetime
from pathlib import Path
from random import Random
from typing import Any

import pytest

from app.areas.members.sheet.kinds import MEMBERS
from app.areas.members.sheet.row_check import keys_of, plain_name
from app.base.errors import KnownError
from app.base.numbers import make_identity
from app.sheets.checked import Outcome
from tests.areas.members.workbooks import BASE, MALE, read, told

SOUND = [make_identity(Random(n), born=date(1970 + n, 1, 1), male=True) for n in range(4)]


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
