"""Identity documents: each judged by its own type, and what a number tells."""

from __future__ import annotations

from datetime import date
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.areas.members.rules.documents import guess_type, issued_on, normalise, read_document
from app.base.codes import code_list
from app.base.numbers import make_identity

MALE, FEMALE, LEAP = "999999199001010016", "999999198506150028", "999999200002291230"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (MALE, MALE),
        (" 999999 19900101 0016 ", MALE),
        ("９９９９９９１９９００１０１００１６", MALE),
        ("'999999199001010016", MALE),
        ("999999-19900101-0016", MALE),
        ("11010519491231002x", "11010519491231002X"),
        ("11010519491231002×", "11010519491231002X"),
        ("11010519491231002Ⅹ", "11010519491231002Ⅹ"),
        ("e1234 5678", "E12345678"),
        ("0012345601（B）", "0012345601(B)"),
        ("军字第 1234567 号", "军字第1234567号"),
    ],
)
def test_the_normal_form(typed, kept):
    assert normalise(typed) == kept
    assert normalise(kept) == kept


@pytest.mark.parametrize(
    ("kind", "number"),
    [
        ("resident_id", MALE),
        ("resident_id", "11010519491231002X"),
        ("hkmo_permit", "H12345678"),
        ("hkmo_permit", "M1234567800"),
        ("taiwan_permit", "12345678"),
        ("taiwan_permit", "1234567801"),
        ("taiwan_permit", "1234567801(B)"),
        ("hkmot_residence", "810000199408230021"),
        ("foreign_pr_old", "USA110099010101"),
        ("foreign_pr", "911124198108030024"),
        ("passport", "E12345678"),
        ("passport", "EA1234567"),
        ("passport", "123456789"),
        ("officer", "军字第1234567号"),
        ("officer", "12345678"),
        ("other", "某证012"),
    ],
)
def test_a_right_number_of_each_type(kind, number):
    found = read_document(kind, number)
    assert found.problem is None
    assert (found.type, found.number, found.guessed) == (kind, number, False)


@pytest.mark.parametrize(
    ("kind", "number", "why"),
    [
        ("resident_id", "99999919900101001", "17位"),
        ("resident_id", "9999991990010100161", "19位"),
        ("resident_id", "99999919900101001X", "校验"),
        ("resident_id", "999999190002290012", "日历"),
        ("resident_id", "9999991990O1010016", "字母O应为数字0"),
        ("resident_id", "99999919900101000", "17位"),
        ("resident_id", "999999199001010000", "被当作数字"),
        ("resident_id", "110105909999283", "15位"),
        ("resident_id", "E12345678", "9位"),
        ("hkmo_permit", "A12345678", "字母H或M"),
        ("hkmo_permit", "H1234567", "字母H或M"),
        ("hkmo_permit", "H123456789", "字母H或M"),
        ("taiwan_permit", "1234567", "8位数字"),
        ("taiwan_permit", "123456789", "8位数字"),
        ("hkmot_residence", MALE, "810000"),
        ("hkmot_residence", "810000199408230022", "校验"),
        ("foreign_pr_old", "US1100990101011", "3个字母"),
        ("foreign_pr", "110105194912310021", "9开头"),
        ("foreign_pr", "911124198108030025", "校验"),
        ("passport", "E1", "5至15位"),
        ("passport", "ABCDEFG", "5至15位"),
        ("officer", "军字第12345号", "某字第某号"),
        ("other", "1", "3至30"),
    ],
)
def test_a_wrong_number_of_each_type_says_what_is_wrong(kind, number, why):
    found = read_document(kind, number)
    assert found.problem is not None
    assert why in found.problem
    assert found.sex is None
    assert found.born is None


@pytest.mark.parametrize("kind", ["passport", "hkmo_permit", "taiwan_permit", "officer", "other"])
@pytest.mark.parametrize("number", [MALE, "11010519491231002X", "110105900307283"])
def test_an_identity_number_under_another_type_is_told(kind, number):
    found = read_document(kind, number)
    assert found.problem is not None
    assert "居民身份证" in found.problem
    assert found.likely == "resident_id"


def test_a_permit_under_the_identity_card_is_told():
    assert read_document("resident_id", "H12345678").likely == "hkmo_permit"
    assert read_document("resident_id", "E12345678").likely == "passport"


@pytest.mark.parametrize(
    ("number", "kind"),
    [
        (MALE, "resident_id"),
        ("110105900307283", "resident_id"),
        ("820000199408230029", "hkmot_residence"),
        ("911124198108030024", "foreign_pr"),
        ("H12345678", "hkmo_permit"),
        ("E12345678", "passport"),
        ("USA110099010101", "foreign_pr_old"),
        ("军字第1234567号", "officer"),
        ("12345678", None),
        ("1101051949123100", None),
        ("甲", None),
    ],
)
def test_the_type_of_a_number_without_one(number, kind):
    assert guess_type(number) == kind


def test_digits_without_a_type_are_judged_as_an_identity_number():
    found = read_document(None, "12345678")
    assert (found.type, found.guessed) == ("resident_id", False)
    assert found.problem == "身份证号是8位，应为18位"


def test_what_is_only_guessed_says_so():
    assert read_document(None, "E12345678").guessed
    assert not read_document(None, MALE).guessed


def test_a_residence_permit_written_as_identity_card_is_taken_for_what_it_is():
    found = read_document("resident_id", "810000199408230021")
    assert (found.type, found.problem, found.born) == ("hkmot_residence", None, "1994-08-23")


@pytest.mark.parametrize("kind", [None, "resident_id"])
def test_fifteen_digits_are_upgraded_and_marked(kind):
    found = read_document(kind, "110105900307283")
    assert (found.number, found.upgraded, found.problem) == ("11010519900307283X", True, None)
    assert (found.sex, found.born) == ("1", "1990-03-07")


@given(
    st.dates(date(1900, 1, 1), date(2025, 12, 31)),
    st.booleans(),
    st.integers(0, 2**32),
    st.integers(0, 16),
)
def test_a_number_tells_sex_and_birth_and_one_wrong_digit_is_found(born, male, seed, place):
    number = make_identity(Random(seed), born=born, male=male)
    found = read_document(None, number)
    assert found.problem is None
    assert (found.sex, found.born) == ("1" if male else "2", born.isoformat())
    other = str((int(number[place]) + 1) % 10)
    assert read_document(None, number[:place] + other + number[place + 1 :]).problem is not None


def test_types_are_issued_from_their_day_on():
    assert not issued_on("foreign_pr", date(2023, 11, 30))
    assert issued_on("foreign_pr", date(2023, 12, 1))
    assert issued_on("resident_id", date(1990, 1, 1))


def test_every_type_has_a_shape_and_words_for_a_person():
    for entry in code_list("document_type"):
        assert entry.flags["words"]
        assert entry.flag("citizen") or entry.flags["shape"]
