"""The rules of delegates: both sides of each bracket, fraction and limit."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from app.areas.cadres.rules.counting import within_table
from app.areas.cadres.rules.election_facts import PollFacts, RecallFacts
from tests.areas.cadres.test_election_rules import (
    BOOK,
    FAIL,
    NO_DATA,
    NOT,
    ON,
    PASS,
    Result,
    delegation,
    one,
    told,
)


@pytest.mark.parametrize(
    ("members", "low", "high"),
    [
        (100, 30, 40), (200, 30, 40), (201, 40, 60), (1000, 40, 60), (1001, 60, 90),
        (5000, 60, 90), (5001, 90, 130), (10000, 90, 130), (10001, 130, 180), (50000, 130, 180),
        (50001, 180, 240), (900000, 180, 240),
    ],
)  # fmt: skip
def test_cng_01(members: int, low: int, high: int) -> None:
    def judged(seats: int) -> Result:
        return one("CNG-01", delegation(members=members, seats=seats))

    assert [judged(n) for n in (low - 1, low, high, high + 1)] == [FAIL, PASS, PASS, FAIL]
    brackets = BOOK.rule("CNG-01", on=ON).params["brackets"]
    assert within_table(brackets, members) == (low, high)


def test_cng_01_where_there_are_no_delegates() -> None:
    assert one("CNG-01", delegation(members=99, seats=10)) is NOT
    assert one("CNG-01", delegation(members=500, seats=3, union_type="regional_federation")) is NOT
    assert one("CNG-01", delegation(seats=40)) is NO_DATA
    assert one("CNG-01", delegation(members=300, total=40)) is PASS


@pytest.mark.parametrize(
    ("rule", "facts", "result"),
    [
        ("CNG-02", {"total": 40, "managers": 8}, PASS),
        ("CNG-02", {"total": 40, "managers": 9}, FAIL),
        ("CNG-02", {"total": 39, "managers": 8}, FAIL),  # a fifth of 39 is 7.8
        ("CNG-02", {"total": 0, "managers": 0}, NO_DATA),
        ("CNG-03", {"total": 40, "front_line": 21}, PASS),
        ("CNG-03", {"total": 40, "front_line": 20}, FAIL),
        ("CNG-03", {"total": 41, "front_line": 21}, PASS),
        ("CNG-03", {"total": 41}, NO_DATA),
        ("CNG-04", {"total": 40, "women": 16, "members": 100, "women_members": 40}, PASS),
        ("CNG-04", {"total": 40, "women": 15, "members": 100, "women_members": 40}, FAIL),
        ("CNG-04", {"total": 40, "women": 0, "members": 100, "women_members": 40}, FAIL),
        ("CNG-04", {"total": 40, "women": 0, "members": 100, "women_members": 0}, PASS),
        ("CNG-04", {"total": 40, "women": 3}, NO_DATA),
        ("CNG-08", {"seats": 40, "vacant": 10, "oldest": ON}, PASS),
        ("CNG-08", {"seats": 40, "vacant": 11, "oldest": ON}, FAIL),
        ("CNG-08", {"seats": 41, "vacant": 10, "oldest": ON}, PASS),
        ("CNG-08", {"seats": 40}, NO_DATA),
        ("CNG-09", {"elected_on": date(2026, 10, 22)}, PASS),
        ("CNG-09", {"elected_on": date(2026, 10, 21)}, FAIL),
        ("CNG-09", {"elected_on": date(2026, 1, 31), "session_on": date(2026, 2, 28)}, PASS),
        ("CNG-09", {"elected_on": date(2026, 1, 31), "session_on": date(2026, 3, 1)}, FAIL),
        ("CNG-09", {}, NO_DATA),
    ],
)
def test_shares_vacancies_first_meeting(rule: str, facts: dict[str, Any], result: Result) -> None:
    assert one(rule, delegation(**facts)) is result


def test_women_who_are_few_and_none_at_all() -> None:
    """None where there are women is more than a word to think about."""
    none = delegation(total=40, women=0, members=100, women_members=1)
    few = delegation(total=40, women=1, members=100, women_members=40)
    assert "没有女代表" in told("CNG-04", none)[0][1]
    assert "低于" in told("CNG-04", few)[0][1]


@pytest.mark.parametrize(
    ("on", "word"),
    [(date(2026, 11, 22), "以前补选"), (date(2026, 11, 23), "已过三个月")],
)
def test_three_months_for_vacancies(on: date, word: str) -> None:
    facts = delegation(seats=40, vacant=11, oldest=date(2026, 8, 22), on=on)
    assert word in told("CNG-08", facts)[0][1]


@pytest.mark.parametrize(
    ("seats", "candidates", "due", "present", "yes", "words"),
    [
        (6, 7, 60, 40, 31, ["符合"]),
        (7, 8, 60, 40, 31, ["至少要9名"]),
        (7, 9, 60, 39, 31, ["不足三分之二"]),
        (7, 9, 60, 40, 30, ["没有过半数"]),
        (1, 1, 3, 1, 1, ["至少要2名", "不足三分之二", "没有过半数"]),
    ],
)  # fmt: skip
def test_cng_05(
    seats: int, candidates: int, due: int, present: int, yes: int, words: list[str]
) -> None:
    facts = PollFacts(
        id="d1", name="一车间", seats=seats, candidates=candidates, due=due, present=present,
        least_yes=yes,
    )  # fmt: skip
    said = [text for _, text in told("CNG-05", facts)]
    assert len(said) == len(words)
    assert all(word in text for word, text in zip(words, said, strict=True)), said
    assert one("CNG-05", PollFacts(id="d1", name="一车间", seats=seats)) is NO_DATA


@pytest.mark.parametrize(
    ("yes", "every", "result"), [(31, 60, PASS), (30, 60, FAIL), (31, 61, PASS)]
)
def test_cng_11(yes: int, every: int, result: Result) -> None:
    assert (
        one("CNG-11", RecallFacts(id="d1", name="示例", person="甲", yes=yes, every=every))
        is result
    )
