"""Code lists: every shipped list loads, and cells are recognised as clerks write them."""

from __future__ import annotations

from datetime import date

import pytest

from app.base.codes import How, code_list, load_code_list
from app.base.paths import resource

NAMES = sorted(path.stem for path in resource("codes").glob("*.toml"))


@pytest.mark.parametrize("name", NAMES)
def test_every_shipped_list_loads_and_finds_its_own_words(name):
    codes = code_list(name)
    assert codes.title
    assert codes.source
    for entry in codes:
        assert codes.match(entry.code) is not None
        assert codes.match(entry.code).code == entry.code
        found = codes.match(entry.name)
        assert found is not None
        assert found.how is How.NAME
        assert codes[found.code].name == entry.name
        for alias in entry.aliases:
            assert codes.match(alias).code == entry.code, alias


def test_the_lists_named_in_the_glossary_are_there():
    assert set(NAMES) >= {
        "industry", "economic_type", "legal_form", "unit_nature", "unit_level", "employer_status",
        "should_unionise", "union_level", "union_type", "union_form", "union_status",
        "place_kind", "coverage_kind", "office_kind",
    }  # fmt: skip


def test_industry_has_twenty_sections_and_ninety_seven_divisions():
    industry = code_list("industry")
    assert len(industry.children()) == 20
    assert len(industry) == 20 + 97
    assert industry.top_of("C13") == "C"
    assert industry.name_of("I") == "信息传输、软件和信息技术服务业"


@pytest.mark.parametrize(
    ("name", "text", "code", "how"),
    [
        ("industry", "制造业", "C", How.NAME),
        ("industry", "C", "C", How.CODE),
        ("industry", "c13", "C13", How.CODE),
        ("industry", "Ｃ　制造业", "C", How.NAME),
        ("industry", "03制造业", "C", How.NAME),
        ("industry", "信息传输、计算机服务和软件业", "I", How.ALIAS),
        ("industry", "交通运输仓储和邮政业", "G", How.NAME),
        ("industry", "教育", "P", How.NAME),
        ("industry", "制照业", "C", How.NEAR),
        ("economic_type", "170私营", "170", How.ALIAS),
        ("economic_type", "国有独资公司", "151", How.NAME),
        ("unit_nature", "个体工商户", "individual_economy", How.ALIAS),
        ("union_type", "独立基层工会", "single", How.ALIAS),
        ("union_type", "1 独立(单独)基层工会", "single", How.ALIAS),
        ("union_type", "村街联合会", "regional_federation", How.ALIAS),
        ("union_form", "联合工会委员会", "joint_committee", How.NAME),
        ("employer_status", "存续（在营、开业、在册）", "active", How.ALIAS),
    ],
)
def test_a_cell_is_recognised_as_it_is_written(name, text, code, how):
    match = code_list(name).match(text)
    assert match is not None
    assert (match.code, match.how) == (code, how)
    assert match.sure is (how is not How.NEAR)


@pytest.mark.parametrize("text", ["", "  ", "园区工会", "某某", "联独基层工会", "123456"])
def test_what_is_ambiguous_or_unknown_is_not_guessed(text):
    assert code_list("union_type").match(text) is None


def test_one_wrong_character_of_three_is_a_near_match():
    peoples = load_code_list(
        'title="民族"\nsource="GB/T 3304-1991"\n'
        '[[code]]\ncode="35"\nname="撒拉族"\n[[code]]\ncode="24"\nname="拉祜族"\n'.encode()
    )
    match = peoples.match("撤拉族")
    assert match is not None
    assert (match.code, match.how) == ("35", How.NEAR)


def test_two_equally_near_words_are_left_to_a_person():
    codes = load_code_list(
        'title="t"\nsource="s"\n[[code]]\ncode="1"\nname="东方村"\n'
        '[[code]]\ncode="2"\nname="东风村"\n'.encode()
    )
    assert codes.match("东芳村") is None


def test_economic_types_say_public_or_not_only_where_the_type_decides():
    types = code_list("economic_type")
    assert types["110"].flag("public") is True
    assert types["173"].flag("public") is False
    assert types["159"].flag("public") is None


def test_dated_entries_are_offered_only_while_valid():
    codes = load_code_list(
        'title="t"\nsource="s"\n[[code]]\ncode="1"\nname="甲"\nuntil=2020-01-01\n'
        '[[code]]\ncode="2"\nname="乙"\nsince=2020-01-01\n'.encode()
    )
    assert codes.choices(date(2019, 12, 31)) == [("1", "甲")]
    assert codes.choices(date(2020, 1, 1)) == [("2", "乙")]
    assert len(codes.choices()) == 2


@pytest.mark.parametrize(
    "toml",
    [
        'title="t"\nsource="s"\n[[code]]\ncode="1"\nname="甲"\n[[code]]\ncode="1"\nname="乙"\n',
        'title="t"\nsource="s"\n[[code]]\ncode="1"\nname="甲"\nparent="9"\n',
        'title="t"\nsource="s"\n[[code]]\ncode="1"\nname="甲"\naliases=["丙"]\n'
        '[[code]]\ncode="2"\nname="乙"\naliases=["丙"]\n',
        'title="t"\n[[code]]\ncode="1"\nname="甲"\n',
        "title=",
    ],
)
def test_a_list_that_contradicts_itself_is_refused(toml):
    with pytest.raises(ValueError):
        load_code_list(toml.encode())


def test_an_unknown_code_is_shown_as_it_is():
    codes = code_list("union_type")
    assert codes.name_of("future") == "future"
    assert codes.name_of(None) == ""
    assert codes.get(None) is None
    assert "single" in codes


def test_words_for_none_and_words_without_one_meaning_match_nothing():
    codes = load_code_list(
        'title="t"\nsource="s"\nnone=["否"]\nunclear=["5"]\n'
        '[[code]]\ncode="5"\nname="离休"\n[[code]]\ncode="6"\nname="退职"\n'.encode()
    )
    assert codes.match("否") is None
    assert codes.match(" 5 ") is None
    assert codes.match("5 离休").how is How.NAME
    assert codes.match("6").how is How.CODE
    assert (codes.none, codes.unclear) == ({"否"}, {"5"})


def test_a_code_that_a_workbook_took_for_a_number_is_found():
    codes = load_code_list('title="t"\nsource="s"\n[[code]]\ncode="01"\nname="甲"\n'.encode())
    assert codes.match("1").code == "01"
    assert codes.match("2") is None
