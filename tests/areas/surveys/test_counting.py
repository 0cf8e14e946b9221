"""How votes are counted: the same result from counts, from ballots, at every edge."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.areas.surveys.rules.counting import Group, count, keys_of, shown_alone, tally
from app.areas.surveys.rules.forms import from_data, scales, shipped
from app.base.errors import UserError
from app.base.text import rate

UNION = shipped()["rate_union"]
ALL = [("", key) for key, _words in UNION.items]


def percent(value: Fraction) -> str:
    return rate(value.numerator, value.denominator)


def test_141_issued_137_returned_127_satisfied_10_basic():
    votes = {("", "overall"): {"satisfied": 127, "basic": 10}}
    whole = count(UNION, [Group("g", "全体", 160, 141, 137, 0, votes)])
    overall = whole.overall[""]
    assert percent(overall.satisfied) == "92.70%"
    assert percent(overall.accepted) == "100.00%"
    assert percent(whole.return_rate) == "97.16%"
    assert percent(whole.turnout) == "85.63%"
    assert overall.score == Fraction(127 * 100 + 10 * 80, 137)


def test_79_of_80():
    votes = {("", "overall"): {"very": 79, "satisfied": 1}}
    form = shipped()["service"]
    very = count(form, [Group("g", "全体", None, 80, 80, 0, votes)]).overall[""].votes["very"]
    assert rate(very, 80) == "98.75%"


def test_a_blank_abstains_on_its_item_only_and_two_ticks_void_the_item_only():
    ballots = [
        {"overall": "satisfied", "funds": "satisfied"},
        {"overall": "satisfied"},
        {"overall": "invalid", "funds": "unsatisfied"},
        {"overall": "unsatisfied", "funds": "invalid"},
    ]
    votes = tally(ballots, ALL)
    whole = count(UNION, [Group("g", "全体", 4, 4, 4, 0, votes, ballots=4)])
    overall, funds = whole.items["", "overall"], whole.items["", "funds"]
    assert (overall.valid, overall.invalid, overall.abstain) == (3, 1, 0)
    assert overall.satisfied == Fraction(2, 3)
    assert (funds.valid, funds.invalid, funds.abstain) == (3, 1, 1)
    assert funds.satisfied == Fraction(1, 3)
    assert funds.score == Fraction(100, 2)


@given(
    st.lists(
        st.fixed_dictionaries(
            {},
            optional={
                key: st.sampled_from(["satisfied", "basic", "unsatisfied", "abstain", "invalid"])
                for key, _words in UNION.items
            },
        ),
        min_size=1,
        max_size=40,
    ),
    st.integers(1, 39),
)
def test_ballots_and_counts_of_them_and_any_split_into_groups_say_the_same(ballots, cut):
    def group(some):
        return Group("g", "", None, len(some), len(some), 0, tally(some, ALL), ballots=len(some))

    whole = count(UNION, [group(ballots)])
    parts = [part for part in (ballots[:cut], ballots[cut:]) if part]
    assert count(UNION, [group(part) for part in parts]) == whole
    for item in whole.items.values():
        said = sum(item.votes.values())
        assert said + item.abstain + item.invalid == len(ballots)
        assert item.valid == said + item.abstain


def test_groups_with_weights_count_by_weight():
    def group(name, weight, good, bad):
        votes = {("", "overall"): {"satisfied": good, "unsatisfied": bad}}
        return Group(name, name, None, good + bad, good + bad, 0, votes, weight)

    groups = [group("职工", 5000, 90, 10), group("下级", 3000, 8, 2), group("上级", 2000, 1, 1)]
    found = count(UNION, groups).overall[""]
    assert found.satisfied == Fraction(90, 100) / 2 + Fraction(8, 10) * 3 / 10 + Fraction(1, 2) / 5
    assert found.votes["satisfied"] == 99


@pytest.mark.parametrize(("valid", "shown"), [(0, False), (4, False), (5, True)])
def test_a_group_below_five_is_not_shown_by_itself(valid, shown):
    assert shown_alone(Group("g", "", returned=valid + 1, void=1), 5) is shown


def test_what_is_not_there_has_no_rate():
    empty = count(UNION, [Group("g", "全体")])
    assert empty.overall[""].satisfied is None
    assert empty.return_rate is None
    assert empty.turnout is None


def test_words_of_grades_are_read():
    assert UNION.grade(" 满 意 ") == "satisfied"
    assert UNION.grade("弃权") == "abstain"
    assert shipped()["service"].grade("满意") == "satisfied"
    assert shipped()["service"].grade("５分") == "very"
    assert shipped()["service"].grade("5") is None
    assert UNION.grade("很棒") is None


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"items": []}, "至少要有一个项目"),
        ({"items": [["a", "甲"], ["b", "甲"]], "overall": "a"}, "重名"),
        ({"overall": "none"}, "总体评价"),
        ({"grades": []}, "3档"),
    ],
)
def test_a_form_that_cannot_be_counted_is_refused(change, words):
    with pytest.raises(UserError, match=words):
        from_data({**UNION.as_data(), **change})


def test_forms_and_scales_are_whole():
    assert set(shipped()) == {"rate_union", "rate_cadres", "rate_upper", "service"}
    assert {len(grades) for _title, grades in scales().values()} == {3, 4, 5}
    for form in shipped().values():
        assert from_data(form.as_data()) == form
        assert keys_of(form, ["x"])[0][0] == ("x" if form.subjects else "")
