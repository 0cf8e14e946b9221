"""The rules of elections and delegates: both sides of each bracket, fraction and limit."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from app.areas.cadres.rules.counting import (
    Outcome,
    count,
    majority,
    quorum,
    with_margin,
)
from app.areas.cadres.rules.delegates import DELEGATION_RULES, POLL_RULES, RECALL_RULES
from app.areas.cadres.rules.election_facts import (
    BallotFacts,
    Counted,
    DelegationFacts,
    ElectionFacts,
    RegisteredFacts,
)
from app.areas.cadres.rules.elections import (
    BALLOT_RULES,
    ELECTION_RULES,
    REGISTERED_RULES,
    RIGHT_RULES,
    answer_due,
)
from app.areas.cadres.rules.papers import PAPER_RULES
from app.areas.cadres.rules.renewal import State, steps_of
from app.base.findings import Result, Severity
from app.rules.book import RuleBook
from app.rules.packs import shipped

ON = date(2026, 11, 22)
BOOK = RuleBook(shipped(), "310115001")
JUDGES: dict[str, Any] = {
    **BALLOT_RULES, **ELECTION_RULES, **REGISTERED_RULES, **DELEGATION_RULES, **POLL_RULES,
    **RECALL_RULES, **PAPER_RULES, **RIGHT_RULES,
}  # fmt: skip
PASS, FAIL = Result.PASS, Result.FAIL
NO_DATA, NOT = Result.NO_DATA, Result.NOT_APPLICABLE


def told(rule: str, facts: Any, on: date = ON) -> list[tuple[Result, str]]:
    """(result, first words that tell one outcome from another) of each finding."""
    found = JUDGES[rule](BOOK.rule(rule, on=on), facts)
    return [(one.result, one.message) for one in found]


def one(rule: str, facts: Any) -> Result:
    (result, _), *_ = told(rule, facts)
    return result


def people(*yes: int | None, **more: Any) -> tuple[Counted, ...]:
    names = "甲乙丙丁戊己庚辛壬癸"
    return tuple(Counted(id=names[n], name=names[n], yes=v, **more) for n, v in enumerate(yes))


def ballot(*yes: int | None, **more: Any) -> BallotFacts:
    counts: dict[str, Any] = {
        "id": "b1", "name": "示例工会换届选举", "on": ON, "seats": 1, "due": 40, "present": 40,
        "issued": 40, "returned": 40, "candidates": people(*yes),
    }  # fmt: skip
    return BallotFacts(**(counts | more))


def election(**more: Any) -> ElectionFacts:
    known: dict[str, Any] = {"id": "e1", "name": "示例工会换届选举", "on": ON}
    return ElectionFacts(**(known | more))


def dated(**days: date) -> ElectionFacts:
    return election(dates=days)


def delegation(**more: Any) -> DelegationFacts:
    known: dict[str, Any] = {"id": "d1", "name": "示例工会", "on": ON}
    return DelegationFacts(**(known | more))


# -- whole numbers ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("base", "needed"), [(1, 1), (2, 2), (3, 2), (40, 21), (41, 21), (99, 50), (100, 51), (101, 51)]
)
def test_more_than_half(base: int, needed: int) -> None:
    """The least number that, doubled, is more than the base."""
    assert majority(2, base) == needed
    assert needed * 2 > base
    assert (needed - 1) * 2 <= base


@pytest.mark.parametrize(
    ("due", "least"), [(3, 2), (4, 3), (30, 20), (31, 21), (100, 67), (201, 134)]
)
def test_two_thirds(due: int, least: int) -> None:
    assert quorum(BOOK.rule("ELE-02", on=ON).params, due) == least


@pytest.mark.parametrize(
    ("seats", "percent", "needed"),
    [
        (3, 5, 4), (5, 5, 6), (7, 5, 8), (20, 5, 21), (21, 5, 23), (40, 5, 42), (41, 5, 44),
        (9, 10, 10), (10, 10, 11), (11, 10, 13), (1, 15, 2), (6, 15, 7), (7, 15, 9), (20, 15, 23),
    ],
)  # fmt: skip
def test_margin_of_candidates(seats: int, percent: int, needed: int) -> None:
    """At least one more, and never rounded down."""
    assert with_margin(seats, percent, 1) == needed


# -- who is elected --------------------------------------------------------------------------------


def outcome(facts: BallotFacts, **more: Any) -> Any:
    return count(BOOK.rule("ELE-04", on=ON), BOOK.rule("ELE-02", on=ON), facts, **more)


@pytest.mark.parametrize(
    ("facts", "what", "elected", "tied"),
    [
        (ballot(21), Outcome.DONE, "甲", ""),
        (ballot(20), Outcome.FEW, "", ""),  # half of 40 is not more than half
        (ballot(20, due=39, present=30, issued=30, returned=30), Outcome.DONE, "甲", ""),
        # 20 of 30 present are two thirds of them, but only half of the 40 entitled
        (ballot(20, present=30, issued=30, returned=30), Outcome.FEW, "", ""),
        (ballot(30, 28, 25, 22, seats=3), Outcome.DONE, "甲乙丙", ""),
        (ballot(30, 28, 20, 19, seats=3), Outcome.FEW, "甲乙", ""),
        (ballot(30, 25, 25, 22, seats=2), Outcome.TIE, "甲", "乙丙"),
        (ballot(25, 25, 25, seats=2), Outcome.TIE, "", "甲乙丙"),
        (ballot(30, 25, 25, 25, seats=3), Outcome.TIE, "甲", "乙丙丁"),
        (ballot(25, 25, 20, seats=2), Outcome.DONE, "甲乙", ""),  # equal, but there is room
        (ballot(30, 20, 20, seats=2), Outcome.FEW, "甲", ""),  # equal below half: no new vote
        (ballot(30, present=26), Outcome.NO_QUORUM, "", ""),  # 27 are two thirds of 40
        (ballot(27, present=27, issued=27, returned=27), Outcome.DONE, "甲", ""),
        (ballot(30, issued=39, returned=40), Outcome.VOID, "", ""),
        (ballot(30, issued=40, returned=39), Outcome.DONE, "甲", ""),
        (ballot(30, due=None), Outcome.MISSING, "", ""),
        (ballot(30, None), Outcome.MISSING, "", ""),
        (ballot(), Outcome.MISSING, "", ""),
    ],
)
def test_the_result_follows_from_the_counts(
    facts: BallotFacts, what: Outcome, elected: str, tied: str
) -> None:
    result = outcome(facts)
    assert result.outcome is what
    assert "".join(c.name for c in result.elected) == elected
    assert "".join(c.name for c in result.tied) == tied
    assert result.next
    assert all(one.reason for one in result.standings)


def test_order_of_entry_does_not_decide() -> None:
    """The same votes in any order give the same result."""
    for turn in range(4):
        votes = people(30, 25, 22, 28)
        facts = ballot(seats=2, candidates=votes[turn:] + votes[:turn])
        assert {c.name for c in outcome(facts).elected} == {"甲", "丁"}


def test_fewer_seats_only_inside_the_size_table() -> None:
    """Four of five: the table from three on allows to leave it; from five on it does not."""
    facts = ballot(30, 29, 28, 27, 10, seats=5)
    assert "减少名额" in outcome(facts, fewer=3).next
    assert "减少名额" not in outcome(facts, fewer=5).next
    assert "减少名额" not in outcome(facts).next


def test_why_each_candidate() -> None:
    reasons = {
        s.candidate.name: s.reason for s in outcome(ballot(30, 25, 25, 20, seats=2)).standings
    }
    assert "当选" in reasons["甲"]
    assert "相等" in reasons["乙"]
    assert "至少21票" in reasons["丁"]
    behind = {s.candidate.name: s.reason for s in outcome(ballot(30, 25)).standings}
    assert "按得票多少未当选" in behind["乙"]


# -- the meeting -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("due", "present", "result", "word"),
    [
        (40, 27, PASS, ""), (40, 26, FAIL, "不足三分之二"), (30, 20, PASS, ""),
        (30, 19, FAIL, "不足三分之二"), (30, 31, FAIL, "实到多于应到"), (None, 20, NO_DATA, ""),
    ],
)  # fmt: skip
def test_ele_02(due: Any, present: Any, result: Result, word: str) -> None:
    (found, said), *_ = told("ELE-02", election(due=due, present=present))
    assert found is result
    assert word in said


@pytest.mark.parametrize(
    ("body", "role", "seats", "candidates", "result"),
    [
        ("committee", "member", 5, 6, PASS), ("committee", "member", 5, 5, FAIL),
        ("committee", "member", 21, 23, PASS), ("committee", "member", 21, 22, FAIL),
        ("standing", "standing_member", 9, 10, PASS), ("standing", "standing_member", 9, 9, FAIL),
        ("standing", "standing_member", 11, 13, PASS),
        ("standing", "standing_member", 11, 12, FAIL),
        ("committee", "chair", 1, 1, PASS), ("committee", "chair", 1, 0, FAIL),
        ("audit", "audit_member", 3, 3, PASS), ("audit", "audit_member", 3, 2, FAIL),
        ("committee", "member", None, 2, NO_DATA),
    ],
)  # fmt: skip
def test_ele_03(body: str, role: str, seats: Any, candidates: int, result: Result) -> None:
    facts = ballot(*[1] * min(candidates, 10), body=body, role=role, seats=seats)
    extra = tuple(Counted(id=str(n), name=str(n), yes=1) for n in range(10, candidates))
    facts = ballot(body=body, role=role, seats=seats, candidates=facts.candidates + extra)
    assert one("ELE-03", facts) is result


def test_written_in_names_are_no_candidates() -> None:
    names = (*people(5, 4), Counted(id="x", name="另选", yes=1, written_in=True))
    assert one("ELE-03", ballot(seats=2, candidates=names)) is FAIL


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({}, []),
        ({"issued": 40, "returned": 40}, []),
        ({"issued": 40, "returned": 41, "present": 41, "due": 41}, ["收回多于发出"]),
        ({"issued": 40, "present": 39}, ["发出多于到会"]),
        ({"valid": 38, "invalid": 2}, []),
        ({"valid": 38, "invalid": 1}, ["之和是39张"]),
        ({"valid": 29, "invalid": 11}, ["比有效票29张还多", "最多29票"]),
        ({"valid": 30, "invalid": 10}, []),
    ],
)
def test_ele_05(more: dict[str, int], words: list[str]) -> None:
    facts = ballot(30, **more)
    failed = [said for result, said in told("ELE-05", facts) if result is FAIL]
    assert len(failed) == len(words)
    assert all(word in said for word, said in zip(words, failed, strict=True))


@pytest.mark.parametrize(
    ("yes", "due", "result"),
    [
        (21, 40, PASS),
        (20, 40, FAIL),
        (21, 41, PASS),
        (20, 41, FAIL),
        (41, 40, FAIL),
        (None, 40, NO_DATA),
    ],
)
def test_law_06(yes: Any, due: int, result: Result) -> None:
    """The base is all, whoever came."""
    facts = ballot(yes, election="recall", due=due, present=30)
    assert one("LAW-06", facts) is result
    assert one("LAW-06", ballot(yes, due=due)) is NOT


@pytest.mark.parametrize(
    ("flags", "body", "role", "words"),
    [
        ({}, "committee", "member", ["没有填"]),
        ({"executive": False, "kin_of_executive": False}, "committee", "member", ["符合"]),
        ({"executive": True}, "committee", "member", ["行政主要负责人"]),
        ({"kin_of_executive": True}, "audit", "audit_member", ["近亲属"]),
        ({"executive": False, "kin_of_executive": False, "personnel_head": True},
         "committee", "chair", ["人力资源"]),
        ({"executive": False, "kin_of_executive": False, "personnel_head": True},
         "committee", "member", ["符合"]),
        ({"foreign": True, "deputy_executive": True}, "committee", "chair", ["行政副职", "外籍"]),
        ({"finance": True}, "audit", "audit_member", ["财务"]),
        ({"finance": True, "executive": False, "kin_of_executive": False},
         "committee", "member", ["符合"]),
    ],
)  # fmt: skip
def test_ele_09(flags: dict[str, bool], body: str, role: str, words: list[str]) -> None:
    facts = ballot(body=body, role=role, candidates=people(None, flags=flags))
    said = [text for _, text in told("ELE-09", facts)]
    assert len(said) == len(words)
    assert all(word in text for word, text in zip(words, said, strict=True))


@pytest.mark.parametrize(
    ("since", "until", "meeting", "words"),
    [
        (date(2026, 11, 9), date(2026, 11, 13), None, ["符合"]),  # five working days
        (date(2026, 11, 10), date(2026, 11, 13), None, ["只有4个工作日"]),
        (date(2026, 9, 28), date(2026, 10, 9), None, ["符合"]),  # the holidays do not count
        (date(2026, 9, 29), date(2026, 10, 9), None, ["只有4个工作日"]),
        (date(2026, 11, 9), date(2026, 11, 13), date(2026, 11, 13), ["还没有结束"]),
        (date(2026, 11, 9), date(2026, 11, 13), date(2026, 11, 14), ["符合"]),
        (date(2029, 11, 5), date(2029, 11, 9), None, ["2029年的节假日安排还没有录入"]),
    ],
)
def test_ele_10(since: date, until: date, meeting: date | None, words: list[str]) -> None:
    days = {"notice_from": since, "notice_until": until, "meeting_on": meeting}
    said = [text for _, text in told("ELE-10", election(dates=days))]
    assert len(said) == len(words)
    assert all(word in text for word, text in zip(words, said, strict=True)), said


@pytest.mark.parametrize(
    ("days", "words"),
    [
        ({"reported_on": 0, "replied_on": 15}, ["符合"]),
        ({"reported_on": 0, "replied_on": 16}, ["用了16天"]),
        ({"reported_on": -15}, ["符合"]),
        ({"reported_on": -16}, ["还没有批复"]),
        ({"requested_on": 0, "request_replied_on": 16}, ["召开大会的请示"]),
        ({"reported_on": 5, "replied_on": 4}, ["批复早于上报"]),
        ({"meeting_on": -10}, ["符合"]),
        ({"meeting_on": -11}, ["还没有报告选举结果"]),
        ({"meeting_on": -11, "reported_on": -1}, ["符合"]),
    ],
)
def test_ele_08(days: dict[str, int], words: list[str]) -> None:
    facts = election(dates={key: ON + timedelta(days=n) for key, n in days.items()})
    said = [text for _, text in told("ELE-08", facts)]
    assert len(said) == len(words)
    assert all(word in text for word, text in zip(words, said, strict=True)), said


def test_a_result_that_was_refused() -> None:
    assert "没有得到批准" in told("ELE-08", election(approved=False))[0][1]
    assert answer_due(dict(BOOK.rule("ELE-08", on=ON).params), date(2026, 11, 1)) == date(
        2026, 11, 16
    )


@pytest.mark.parametrize(
    ("posts", "counted", "result"),
    [
        ((("p1", "甲", "委员"),), True, PASS),
        ((("", "甲", "委员"),), True, PASS),
        ((("p2", "乙", "委员"),), True, FAIL),
        ((("p1", "甲", "主席"),), True, FAIL),
        ((), True, FAIL),
        ((), False, NO_DATA),
    ],
)
def test_ele_04(posts: Any, counted: bool, result: Result) -> None:
    facts = RegisteredFacts(
        id="e1", name="示例", on=ON, elected=(("p1", "甲", "委员"),), posts=posts, counted=counted
    )
    assert one("ELE-04", facts) is result


# -- the calendar ----------------------------------------------------------------------------------


def calendar(
    on: date, kind: str = "renewal", congress: str | None = "delegates", **dates: date
) -> Any:
    params = BOOK.rule("ELE-16", on=ON).params
    return {s.key: s for s in steps_of(params, kind, congress, dates, on)}


def test_the_calendar_counts_from_the_congress() -> None:
    steps = calendar(ON, planned_on=date(2027, 5, 21))
    assert [(ON + timedelta(days=180)), steps["planned_on"].due] == [date(2027, 5, 21), ON]
    assert steps["requested_on"].due == date(2027, 2, 20)
    assert steps["delegates_elected_on"].due == date(2027, 3, 22)
    assert steps["notice_from"].due == date(2027, 4, 21)
    assert steps["reported_on"].due == date(2027, 5, 31)
    assert steps["replied_on"].due == date(2027, 6, 5)
    assert steps["certificate_changed_on"].due == date(2027, 6, 20)


@pytest.mark.parametrize(
    ("on", "state"),
    [
        (date(2027, 1, 20), State.WAITING), (date(2027, 1, 21), State.SOON),
        (date(2027, 2, 20), State.SOON), (date(2027, 2, 21), State.LATE),
    ],
)  # fmt: skip
def test_a_step_is_soon_and_late(on: date, state: State) -> None:
    assert calendar(on, planned_on=date(2027, 5, 21))["requested_on"].state is state


def test_what_does_not_apply_is_left_out() -> None:
    assert "delegates_elected_on" not in calendar(ON, congress="assembly")
    assert "notice_from" not in calendar(ON, kind="recall")
    done = calendar(ON, planned_on=date(2027, 5, 21), requested_on=date(2026, 11, 1))
    assert done["requested_on"].state is State.DONE
    assert calendar(ON)["requested_on"].due is None
    late = election(dates={"planned_on": date(2026, 12, 1)})
    assert "已经过期" in told("ELE-16", late)[0][1]
    assert one("ELE-16", election(dates={"planned_on": date(2027, 12, 1)})) is PASS


# -- what is said ----------------------------------------------------------------------------------


def test_every_rule_of_the_pack_is_judged_and_names_its_basis() -> None:
    rules = {r.id: r for r in BOOK.rules("cadres", on=ON) if r.pack == "national-elections"}
    assert set(rules) == set(JUDGES)
    for rule in rules.values():
        assert rule.basis_text
        if rule.basis is not None and rule.basis.confidence.startswith("mem"):
            assert "依据未核对" in rule.basis_text


def test_what_nobody_has_read_is_explained_at_most() -> None:
    """LAW-06 was read; the rules of elections were not."""
    failed = JUDGES["ELE-02"](BOOK.rule("ELE-02", on=ON), election(due=40, present=20))
    assert failed[0].severity is Severity.EXPLAIN
    recalled = JUDGES["LAW-06"](BOOK.rule("LAW-06", on=ON), ballot(20, election="recall"))
    assert recalled[0].severity is Severity.MUST


@pytest.mark.parametrize(
    ("rule", "before", "since"),
    [
        ("ELE-02", date(2016, 10, 8), date(2016, 10, 9)),
        ("CNG-01", date(2019, 1, 14), date(2019, 1, 15)),
    ],
)
def test_an_old_election_is_not_judged_by_a_later_rule(
    rule: str, before: date, since: date
) -> None:
    facts = election(due=40, present=20) if rule == "ELE-02" else delegation(members=300, seats=5)
    assert told(rule, facts, before)[0][0] is NOT
    assert told(rule, facts, since)[0][0] is FAIL
