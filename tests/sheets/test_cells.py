"""What a cell means, what is repaired and said, and what is left empty."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.sheets.cells import CellReader, clean
from app.sheets.fields import Field, Kind
from app.sheets.grid import Formula


def read(kind, value, **options):
    if kind is Kind.CODE:
        options.setdefault("choices", "union_type")
    return CellReader(Field(key="f", title="格", kind=kind, **options))(value)


def told(result):
    return [(doubt.code, doubt.severity.value) for doubt in result.doubts]


@pytest.mark.parametrize(
    "value", ["", "无", "/", "—", "-", "――"[:0], "暂无", " / ", "N/A", "#REF!"]
)
@pytest.mark.parametrize(
    "kind", [Kind.TEXT, Kind.DAY, Kind.COUNT, Kind.CREDIT, Kind.PHONE, Kind.CODE]
)
def test_empty_in_many_ways(kind, value):
    result = read(kind, value)
    assert (result.value, told(result)) == (None, [])


@pytest.mark.parametrize(
    ("kind", "value"), [(Kind.TEXT, None), (Kind.DAY, None), (Kind.COUNT, 0), (Kind.FLAG, False)]
)
def test_a_zero_is_empty_only_in_text_and_days(kind, value):
    assert read(kind, "0").value == value


def test_none_in_a_flag_is_no():
    assert read(Kind.FLAG, "无").value is False


@pytest.mark.parametrize(
    ("value", "count"),
    [
        (61, 61), (61.0, 61), ("61", 61), ("６１", 61), ("61人", 61), ("1,234", 1234),
        ("１，２３４", 1234), ("一", None),
        ("1.2万", 12000), ("61.0", 61), (61.5, None), ("-1", None), (-1, None), ("很多", None),
        (True, None),
    ],
)  # fmt: skip
def test_counts(value, count):
    result = read(Kind.COUNT, value)
    assert result.value == count
    assert [code for code, severity in told(result) if severity != "info"] == (
        [] if count is not None else ["IMP-CODE"]
    )


@pytest.mark.parametrize(
    ("value", "fen"),
    [
        (12.5, 1250), ("12.50", 1250), ("￥1,234.56", 123456), ("1.2万元", 1_200_000), ("3元", 300),
        (0.1 + 0.2, 30), ("12.345", 1235), ("一百", None), (1234567.89, 123456789),
    ],
)  # fmt: skip
def test_money_in_yuan_is_kept_in_fen(value, fen):
    assert read(Kind.MONEY, value).value == fen


def test_money_in_units_of_ten_thousand():
    reader = CellReader(Field(key="f", title="格", kind=Kind.MONEY), factor=10_000)
    assert reader(12.345678).value == 12_345_678
    assert reader("12.5").value == 12_500_000


@pytest.mark.parametrize("value", ["是", "有", "√", "Y", "1", 1, True, "已建", " 是 "])
def test_yes(value):
    assert read(Kind.FLAG, value).value is True


@pytest.mark.parametrize("value", ["否", "无", "×", "n", "0", 0, False, "未建"])
def test_no(value):
    assert read(Kind.FLAG, value).value is False


def test_a_flag_that_says_neither():
    result = read(Kind.FLAG, "也许")
    assert (result.value, told(result), result.original) == (
        None,
        [("IMP-CODE", "explain")],
        "也许",
    )
    assert result.doubts[0].candidates == ("是", "否")


def test_codes_by_name_by_other_words_and_by_likeness():
    assert read(Kind.CODE, "单独基层工会") == read(Kind.CODE, "single")
    alias = read(Kind.CODE, "独立基层工会")
    assert (alias.value, told(alias), alias.original) == (
        "single",
        [("IMP-CODE", "info")],
        "独立基层工会",
    )
    near = read(Kind.CODE, "区域性工会联合汇")
    assert (near.value, told(near)) == ("regional_federation", [("IMP-CODE", "explain")])
    assert "区域性工会联合会" in near.doubts[0].message


def test_a_word_outside_its_list_stays_empty_and_is_kept():
    result = read(Kind.CODE, "工会基层组织")
    assert (result.value, result.original, told(result)) == (
        None,
        "工会基层组织",
        [("IMP-CODE", "explain")],
    )


@pytest.mark.parametrize(
    ("value", "kept"),
    [
        ("91999999TE5T00016A", "91999999TE5T00016A"), ("91999999te5t00016a", "91999999TE5T00016A"),
        ("９１９９９９９９ＴＥ５Ｔ０００１６Ａ", "91999999TE5T00016A"),
        (" 91999999 TE5T00016A", "91999999TE5T00016A"),
        ("91999999TE5T00016B", None), ("123", None),
    ],
)  # fmt: skip
def test_credit_codes(value, kept):
    result = read(Kind.CREDIT, value, holder="employer")
    assert result.value == kept
    assert [code for code, severity in told(result) if severity == "explain"] == (
        [] if kept else ["IMP-CREDIT"]
    )


def test_the_code_of_the_enterprise_where_the_unions_belongs():
    result = read(Kind.CREDIT, "91999999TE5T00016A", holder="union")
    assert (result.value, told(result)) == (None, [("IMP-CREDIT", "explain")])
    assert result.doubts[0].candidates == ("91999999TE5T00016A",)
    assert read(Kind.CREDIT, "81999999TE5T00016B", holder="employer").value is None
    assert read(Kind.CREDIT, "81999999TE5T00016B", holder="union").value == "81999999TE5T00016B"


def test_a_letter_for_a_digit_in_a_credit_code_is_offered_not_taken():
    result = read(Kind.CREDIT, "91999999TE5TOOO16A")
    assert result.value is None
    assert result.doubts[0].candidates == ("91999999TE5T00016A",)


@pytest.mark.parametrize(
    ("kind", "severity"), [(Kind.IDENTITY, "must"), (Kind.CREDIT, "must"), (Kind.NUMBER, "must"),
                           (Kind.ACCOUNT, "explain")]
)  # fmt: skip
@pytest.mark.parametrize("value", [1.1010119900307e17, 12, "1.10101E+17"])
def test_a_number_where_a_code_belongs(kind, severity, value):
    result = read(kind, value)
    assert result.value is None
    assert told(result) == [("IMP-NUMBER", severity)]


def test_a_long_number_in_a_text_column():
    assert read(Kind.TEXT, 2018.0).value == "2018"
    assert told(read(Kind.TEXT, 1.1010119900307e17)) == [("IMP-NUMBER", "explain")]


@pytest.mark.parametrize(
    ("value", "number"),
    [
        ("13800000001", "13800000001"), (13800000001.0, "13800000001"),
        ("138 0000 0001", "13800000001"),
        ("+86-138-0000-0001", "13800000001"), ("13800000001.0", "13800000001"),
        ("1.3800000001E+10", "13800000001"), ("1.38E+10", None), ("022-23456789", "022-23456789"),
        ("（022）23456789", "022-23456789"), ("23456789", "23456789"), ("12345", None),
        ("没有电话的", None),
        ("13800000001、022-23456789", "13800000001、022-23456789"), ("19900000001", "19900000001"),
        ("12800000001", None),
    ],
)  # fmt: skip
def test_phones(value, number):
    result = read(Kind.PHONE, value)
    assert result.value == number
    assert told(result) == ([] if number else [("MEM-05", "explain")])


def test_a_mobile_is_one_mobile():
    assert read(Kind.MOBILE, "13800000001").value == "13800000001"
    assert read(Kind.MOBILE, "022-23456789").value is None
    assert read(Kind.MOBILE, "13800000001/13800000002").value is None


def test_formulas():
    cached = read(Kind.COUNT, Formula(61.0, cached=True))
    assert (cached.value, told(cached)) == (61, [("IMP-FORMULA", "explain")])
    assert told(read(Kind.TEXT, Formula("", cached=False))) == [("IMP-FORMULA", "explain")]
    assert told(read(Kind.TEXT, Formula("", cached=False), obligatory=True)) == [
        ("IMP-FORMULA", "must")
    ]
    assert read(Kind.TEXT, "=1+1").value == "=1+1"


def test_a_moment_without_a_day():
    assert told(read(Kind.DAY, dt.time(3, 4), must=True)) == [("IMP-DATE", "must")]


def test_clean_text_costs_nothing_and_says_nothing():
    assert clean("天津甲公司") == ("天津甲公司", ())


@given(st.text())
def test_cleaning_twice_changes_nothing_more(text):
    cleaned, doubts = clean(text)
    if not any(doubt.severity.value == "must" for doubt in doubts):
        again, more = clean(cleaned)
        assert again == cleaned
        assert all(doubt.severity.value == "explain" for doubt in more)


@given(st.one_of(st.text(), st.integers(), st.floats(), st.booleans(), st.dates(), st.datetimes()))
def test_no_cell_breaks_a_reader(value):
    for kind in Kind:
        result = read(kind, value)
        assert result.value is None or isinstance(result.value, str | int | bool)


@pytest.mark.parametrize(
    ("cell", "numbers"),
    [
        ("+86 138-0000-1201", "13800001201"),
        ("86 13800001201", "13800001201"),
        ("13800001201 13900001202", "13800001201、13900001202"),
        ("0571-88886686 13900001202", "0571-88886686、13900001202"),
    ],
)
def test_a_country_code_apart_is_no_number_of_its_own(cell, numbers):
    found = CellReader(Field(key="x", title="电话", kind=Kind.PHONE))(cell)
    assert (found.value, found.doubts) == (numbers, ())


@pytest.mark.parametrize(("value", "said"), [("A.是", True), ("B、否", False), ("2. 没有", False)])
def test_an_option_letter_before_yes_or_no(value, said):
    assert read(Kind.FLAG, value).value is said
