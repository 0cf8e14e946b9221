"""Fixtures of domain rules: codes of region 999999 that can be nobody's."""

from __future__ import annotations

import pytest

from app.base.numbers import credit_code_problem, identity_problem

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
