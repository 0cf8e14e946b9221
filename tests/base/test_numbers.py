"""Fixtures of domain rules: codes of region 999999 that can be nobody's."""

from __future__ import annotations

from datetime import date
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import uscc

from app.base.numbers import (
    Identity,
    Number,
    credit_check,
    credit_code_kind,
    credit_code_problem,
    identity_problem,
    is_union_credit_code,
    make_credit_code,
    make_identity,
    organisation_code_problem,
    read_credit_code,
    read_identity,
    read_organisation_code,
    read_phone,
)

SOUND = ["81999999TE5T00016B", "89999999TE5T00016J", "91999999TE5T00016A", "52999999TE5T00016B",
         "51999999TE5T00016E", "12999999TE5T00016F"]  # fmt: skip


@pytest.mark.parametrize("code", SOUND)
def test_sound_credit_codes(code):
    assert credit_code_problem(code) is None


@pytest.mark.parametrize(
    ("code", "word"),
    [
        ("91999999TE5T00016B", "校验"),
        ("91999999TE5T0001OA", "字符（O）"),
        ("9199999", "7位"),
        ("123456789", "组织机构代码"),
        ("120222000123456", "工商注册号"),
        ("", "0位"),
    ],
)
def test_wrong_credit_codes_say_why(code, word):
    assert word in credit_code_problem(code)


@pytest.mark.parametrize(
    "number", ["999999199001010016", "999999198506150028", "999999200002291230"]
)
def test_sound_identity_numbers(number):
    assert identity_problem(number) is None


@pytest.mark.parametrize(
    ("number", "word"),
    [
        ("999999190002290012", "日历"),
        ("999999199001010017", "校验"),
        ("99999919900101OO16", "字母O"),
        ("999999900101001", "15位"),
    ],
)
def test_wrong_identity_numbers_say_why(number, word):
    assert word in identity_problem(number)


AREA = st.from_regex(r"[1-9][0-9]{5}", fullmatch=True)
PREFIX = st.sampled_from(["11", "12", "51", "52", "54", "81", "89", "91", "92", "93", "N2"])


@given(st.integers(), PREFIX, AREA)
def test_an_invented_credit_code_is_right_in_both_checks(seed, prefix, area):
    code = make_credit_code(Random(seed), prefix, area)
    assert code == make_credit_code(Random(seed), prefix, area)
    assert read_credit_code(code) == Number(code, False)
    assert is_union_credit_code(code) is (prefix in ("81", "89"))
    assert organisation_code_problem(code[8:17]) is None
    assert credit_code_kind(code)
    if prefix != "N2":  # python-stdnum wants eight digits in front
        assert uscc.is_valid(code)


@given(st.integers(), PREFIX, AREA, st.integers(0, 17), st.sampled_from(uscc._alphabet))
def test_one_wrong_character_of_a_credit_code_is_always_noticed(seed, prefix, area, at, other):
    code = make_credit_code(Random(seed), prefix, area)
    wrong = code[:at] + other + code[at + 1 :]
    assert (credit_code_problem(wrong) is None) is (wrong == code)


@given(st.integers(), st.dates(date(1900, 1, 1), date(2026, 1, 1)), st.booleans(), AREA)
def test_an_identity_number_gives_back_birth_and_sex(seed, born, male, area):
    value = make_identity(Random(seed), born=born, male=male, area=area)
    identity = read_identity(value, today=date(2026, 1, 1))
    assert identity == Identity(value, False, None, (), born, "1" if male else "2", area)


@given(
    st.dates(date(1900, 1, 1), date(2026, 1, 1)), st.integers(0, 17), st.sampled_from("0123456789X")
)
def test_one_wrong_digit_of_an_identity_number_is_always_noticed(born, at, other):
    value = make_identity(Random(1), born=born, male=True)
    wrong = value[:at] + other + value[at + 1 :]
    assert (identity_problem(wrong) is None) is (wrong == value)


@given(st.dates(date(1900, 1, 1), date(1999, 12, 31)))
def test_an_old_number_of_15_digits_is_upgraded_and_said_so(born):
    value = make_identity(Random(2), born=born, male=False, area="110105")
    identity = read_identity(value[:6] + value[8:17])
    assert (identity.value, identity.problem, identity.born) == (value, None, born)
    assert identity.upgraded
    assert identity.repaired
    assert identity.hints


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("53010219200508011x", "53010219200508011X"),
        ("５３０１０２１９２００５０８０１１Ｘ", "53010219200508011X"),
        (" 530102 19200508 011x\u200b", "53010219200508011X"),
        ("'53010219200508011×", "53010219200508011X"),
    ],
)
def test_an_identity_number_is_brought_into_form_and_said_so(typed, value):
    identity = read_identity(typed)
    assert (identity.value, identity.repaired, identity.problem) == (value, True, None)


def test_a_birth_in_the_future_and_a_number_spoilt_by_a_workbook_are_told():
    value = make_identity(Random(3), born=date(2026, 5, 1), male=True)
    assert read_identity(value, today=date(2026, 5, 1)).problem is None
    assert "还没有到" in read_identity(value, today=date(2026, 4, 30)).problem
    assert read_identity(value, today=date(2026, 4, 30)).sex is None
    assert "当作数字" in identity_problem("999999199001010000")
    assert "不可能" in identity_problem("999999178901010019")


def test_an_unusual_credit_code_is_taken_with_a_hint():
    body = "12345678"
    front = "97" + "99999A" + body + "1"
    number = read_credit_code((front + credit_check(front)).lower())
    assert number.problem is None
    assert number.repaired
    assert len(number.hints) == 3
    assert credit_code_kind("97") == ""
    assert credit_code_kind("81999999TE5T00016B") == "工会（基层工会）"


def test_digits_of_other_scripts_are_no_digits():
    assert identity_problem("999999199001010016".replace("0", "٠"))
    assert read_phone("1380000123٤").problem
    assert credit_code_problem("8199999٩TE5T00016B")


def test_organisation_codes_of_the_standard():
    assert read_organisation_code("D2143569-X") == Number("D2143569X", True)  # example of GB 11714
    assert "校验" in organisation_code_problem("D21435690")
    assert "9位" in organisation_code_problem("D2143569")


@pytest.mark.parametrize(
    ("typed", "value", "repaired"),
    [
        ("13800001234", "13800001234", False),
        ("138 0000 1234", "13800001234", True),
        ("138-0000-1234", "13800001234", True),
        ("+86 13800001234", "13800001234", True),
        ("008613800001234", "13800001234", True),
        ("１３８００００１２３４", "13800001234", True),
        ("13800001234.0", "13800001234", True),
        ("0571-88880000", "0571-88880000", False),
        ("057188880000", "0571-88880000", True),
        ("(0571) 8888 0000", "0571-88880000", True),
        ("+86 571 88880000", "0571-88880000", True),
        ("010-88880000转12", "010-88880000转12", False),
        ("010-88880000-12", "010-88880000转12", True),
        ("010-88880000 分机 12", "010-88880000转12", True),
        ("8888000", "8888000", False),
        ("88880000", "88880000", False),
        ("400-800-0000", "4008000000", True),
        ("12351", "12351", False),
    ],
)
def test_a_telephone_is_brought_into_form(typed, value, repaired):
    number = read_phone(typed)
    assert (number.value, number.repaired, number.problem) == (value, repaired, None)


@pytest.mark.parametrize(
    "typed", ["", "无", "1380000123", "138000012345", "12800001234", "0571-1", "1.38E+10"]
)
def test_what_is_no_telephone_says_so(typed):
    assert read_phone(typed).problem
    assert read_phone(typed, mobile_only=True).problem


def test_a_mobile_field_takes_no_landline():
    assert "手机" in read_phone("0571-88880000", mobile_only=True).problem
    assert read_phone("13800001234", mobile_only=True).problem is None


@given(st.text(max_size=30))
def test_reading_never_fails_and_is_stable(text):
    for read in (read_identity, read_credit_code, read_organisation_code, read_phone):
        first = read(text)
        if first.problem is None:
            again = read(first.value)
            assert (again.value, again.problem, again.repaired) == (first.value, None, False)
