"""The rules of consultations and contracts: both sides of each limit, and local figures."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from app.areas.five_ones.rules.bargaining import CONSULTATION_RULES
from app.areas.five_ones.rules.bargaining_facts import (
    ConsultationFacts,
    ContractFacts,
    Seat,
    Vote,
    WageYearFacts,
)
from app.areas.five_ones.rules.contracts import CONTRACT_RULES, WAGE_YEAR_RULES
from app.areas.five_ones.rules.process import (
    RULES,
    TITLES,
    Deadlines,
    effective_on,
    running,
    standing,
)
from app.base.codes import code_list
from app.base.findings import Finding, Result, Severity
from app.rules.book import RuleBook
from app.rules.packs import shipped
from app.rules.relations import judge

D = date
ON = D(2026, 11, 22)
BOOK = RuleBook(shipped(), "120114102")
CHONGQING, HENAN = RuleBook(shipped(), "500101001"), RuleBook(shipped(), "410105001")
BEIJING, HANGZHOU = RuleBook(shipped(), "110101001"), RuleBook(shipped(), "330106001")
JUDGES: dict[str, Any] = {**CONSULTATION_RULES, **CONTRACT_RULES, **WAGE_YEAR_RULES}
TERMS = Deadlines.of({rule: BOOK.rule(rule, on=ON).params for rule in RULES})


def seats(count: int, *, outside: int = 0, office: str | None = None, **head: Any) -> Any:
    """A side whose first one is the head; the last ``outside`` are experts from outside."""
    made = [Seat(f"代表{n}", outside=n >= count - outside) for n in range(count)]
    if made:
        made[0] = replace(made[0], head=True, office=office, **head)
    return tuple(made)


def table(workers: int, employer: int, /, **more: Any) -> ConsultationFacts:
    sides = {
        "workers": seats(workers, office="chair"),
        "employer": seats(employer, office="legal_representative"),
    }
    return talk(seats=sides | more.pop("seats", {}), **more)


def talk(**more: Any) -> ConsultationFacts:
    return ConsultationFacts(**({"id": "c1", "name": "宏达公司工资协商", "on": ON} | more))


def asked(days: int, **more: Any) -> ConsultationFacts:
    """Offered so many days ago."""
    return talk(offered_on=ON - timedelta(days=days), **more)


def answered(days: int, answer: str = "agreed", **more: Any) -> ConsultationFacts:
    start = D(2026, 3, 1)
    return talk(offered_on=start, answered_on=start + timedelta(days=days), answer=answer, **more)


def voted(due: int, present: int, yes: int | None, **more: Any) -> ConsultationFacts:
    vote = Vote(D(2026, 4, 1), due, present, yes, more.pop("decided", True))
    return talk(vote=vote, contract=deal(signed_on=D(2026, 4, 2)), **more)


def deal(**more: Any) -> ContractFacts:
    return ContractFacts(**({"id": "k1", "name": "宏达公司工资协议", "on": ON} | more))


def filed(took: int, form: str = "wage") -> ContractFacts:
    signed = D(2026, 5, 1)
    return deal(form=form, signed_on=signed, filed_on=signed + timedelta(days=took))


def unfiled(waited: int, form: str = "wage", **more: Any) -> ContractFacts:
    return deal(form=form, signed_on=ON - timedelta(days=waited), **more)


def published(took: int | None, waited: int = 0, **more: Any) -> ContractFacts:
    held = D(2026, 6, 1) if took is not None else ON - timedelta(days=waited)
    on = None if took is None else held + timedelta(days=took)
    return deal(filed_on=held, effective=held, published_on=on, **more)


def lasting(days: int, form: str = "wage") -> ContractFacts:
    since = D(2026, 1, 1)
    return deal(form=form, since=since, ends_on=since + timedelta(days=days - 1))


def spell(since: date, ends_on: date) -> ContractFacts:
    return deal(form="comprehensive", since=since, ends_on=ends_on)


def ends(left: int, form: str = "wage", **more: Any) -> ContractFacts:
    return deal(form=form, ends_on=ON + timedelta(days=left), **more)


def area(employers: int, of: int, confirmed: int | None = None, **more: Any) -> ContractFacts:
    sure = employers if confirmed is None else confirmed
    return deal(scope="regional", employers=employers, confirmed=sure, area=of, **more)


def year(**more: Any) -> WageYearFacts:
    given = {"id": "u1", "name": "工贸园联合会", "on": ON, "last": D(2026, 12, 31),
             "type": "regional_federation"}  # fmt: skip
    return WageYearFacts(**(given | more))


BOTH = seats(3, office="chair"), seats(3, office="legal_representative")
MANDATE = {"mandate_on": D(2026, 1, 5)}

PASSES = [
    ("BAR-01", table(3, 3)),
    ("BAR-01", table(9, 9)),
    ("BAR-02", talk(seats={"workers": seats(3, outside=1), "employer": seats(6, outside=2)})),
    ("BAR-03", table(3, 3)),
    ("BAR-03", talk(seats={"workers": seats(3, **MANDATE), "employer": seats(3, **MANDATE)})),
    ("BAR-04", answered(20)),
    ("BAR-04", answered(0)),
    ("BAR-04", answered(21, delivered_on=D(2026, 3, 2))),
    ("BAR-04", answered(20, "later", talks=(D(2026, 4, 9),))),
    ("BAR-05", voted(30, 20, 16)),
    ("BAR-05", voted(31, 21, 16)),
    ("BAR-05", talk(contract=deal(signed_on=ON, agreed=True))),
    ("BAR-06", filed(7)),
    ("BAR-06", filed(10, "comprehensive")),
    ("BAR-07", filed(3)),
    ("BAR-07", deal(filed_on=D(2026, 5, 1), reviewed_on=D(2026, 5, 1))),
    ("BAR-08", published(5)),
    ("BAR-08", published(-30)),
    ("BAR-09", lasting(400)),
    ("BAR-09", lasting(365, "comprehensive")),
    ("BAR-09", lasting(3 * 365, "women")),
    ("BAR-09", spell(D(2024, 2, 29), D(2025, 2, 27))),
    ("BAR-09", spell(D(2024, 1, 1), D(2026, 12, 31))),
    ("BAR-10", ends(61)),
    ("BAR-10", ends(91, "comprehensive")),
    ("BAR-11", area(80, 100)),
    ("BAR-11", area(3, 0)),
    ("BAR-12", year(signed=1)),
    ("BAR-12", year(through=1)),
    ("BAR-14", deal(form="comprehensive", women_clause=True)),
]
FAILURES = [
    ("BAR-01", "few", "explain", table(2, 2)),
    ("BAR-01", "few", "explain", table(3, 2)),
    ("BAR-01", "unequal", "explain", table(4, 3)),
    ("BAR-01", "unequal", "explain", table(3, 4)),
    ("BAR-02", "many", "must",
     talk(seats={"workers": seats(5, outside=2), "employer": seats(5)})),
    ("BAR-02", "head", "explain",
     talk(seats={"workers": (Seat("甲", head=True, outside=True), Seat("乙"), Seat("丙")),
                 "employer": seats(3)})),
    ("BAR-03", "none", "must", talk(seats={"workers": BOTH[0], "employer": (Seat("甲"),)})),
    ("BAR-03", "no_mandate", "must", talk(seats={"workers": seats(3), "employer": BOTH[1]})),
    ("BAR-03", "no_mandate", "must",
     talk(seats={"workers": BOTH[0], "employer": seats(3, office="chair")})),
    ("BAR-04", "late", "must", answered(21)),
    ("BAR-04", "waiting", "must", asked(21)),
    ("BAR-04", "refused", "explain", answered(3, "refused")),
    ("BAR-04", "later", "explain", answered(3, "later")),
    ("BAR-05", "none", "explain", talk(contract=deal(signed_on=ON))),
    ("BAR-05", "quorum", "explain", voted(30, 19, 16)),
    ("BAR-05", "quorum", "explain", voted(31, 20, 16)),
    ("BAR-05", "not_passed", "explain", voted(30, 20, 15)),
    ("BAR-05", "not_passed", "explain", voted(31, 21, 15)),
    ("BAR-05", "after", "explain",
     talk(vote=Vote(D(2026, 4, 3), 30, 30, 30, True), contract=deal(signed_on=D(2026, 4, 2)))),
    ("BAR-06", "late", "must", filed(8)),
    ("BAR-06", "waiting", "must", unfiled(8)),
    ("BAR-06", "late_other", "explain", filed(11, "comprehensive")),
    ("BAR-06", "waiting_other", "explain", unfiled(11, "women")),
    ("BAR-07", "objected", "must", deal(filed_on=D(2026, 5, 1), objected=True)),
    ("BAR-07", "order", "must", deal(filed_on=D(2026, 5, 2), reviewed_on=D(2026, 5, 1))),
    ("BAR-08", "late", "explain", published(6)),
    ("BAR-08", "waiting", "explain", published(None, waited=6)),
    ("BAR-09", "long_wage", "explain", lasting(401)),
    ("BAR-09", "short", "explain", lasting(364, "comprehensive")),
    ("BAR-09", "short", "explain", spell(D(2024, 2, 29), D(2025, 2, 26))),
    ("BAR-09", "long", "explain", spell(D(2024, 1, 1), D(2027, 1, 1))),
    ("BAR-10", "soon", "explain", ends(60)),
    ("BAR-10", "soon", "explain", ends(0)),
    ("BAR-10", "over", "must", ends(-1)),
    ("BAR-10", "soon_other", "explain", ends(90, "comprehensive")),
    ("BAR-10", "over_other", "explain", ends(-1, "safety")),
    ("BAR-11", "outside", "explain", area(10, 10, outside=("外地公司",))),
    ("BAR-11", "none", "explain", area(0, 10)),
    ("BAR-11", "unconfirmed", "explain", area(80, 100, confirmed=79)),
    ("BAR-11", "low", "explain", area(79, 100)),
    ("BAR-12", "none", "must", year(on=D(2026, 12, 31))),
    ("BAR-12", "not_yet", "explain", year()),
    ("BAR-12", "not_yet", "explain", year(on=D(2026, 9, 30))),
    ("BAR-12", "running", "explain", year(running=1)),
    ("BAR-14", "none", "explain", deal(form="comprehensive", women_clause=False, women=3)),
]  # fmt: skip
LOCAL = [
    (HANGZHOU, "BAR-01", "many", "must", table(10, 10)),
    (BEIJING, "BAR-01", "many", "must", table(11, 11)),
    (BEIJING, "BAR-05", "not_passed", "must", voted(30, 20, 15)),
    (BEIJING, "BAR-06", "late_other", "must", filed(11, "comprehensive")),
    (CHONGQING, "BAR-01", "many", "must", table(16, 16)),
    (CHONGQING, "BAR-01", "unequal", "must", table(3, 4)),
    (CHONGQING, "BAR-09", "long", "must", spell(D(2024, 1, 1), D(2027, 1, 1))),
    (CHONGQING, "BAR-13", "woman", "must", table(3, 3, workers=50, women=10)),
    (CHONGQING, "BAR-13", "dispatched", "must", table(3, 3, workers=100, dispatched=6)),
    (HENAN, "BAR-01", "few", "must", table(2, 2)),
    (HENAN, "BAR-13", "front_line", "must", table(4, 4, seats={"workers": (
        Seat("甲", front_line=True), Seat("乙"), Seat("丙"), Seat("丁"))})),
    (HENAN, "BAR-13", "woman", "must", table(3, 3, workers=100, women=10, seats={"workers": (
        Seat("甲", front_line=True), Seat("乙"), Seat("丙"))})),
]  # fmt: skip
LOCAL_PASSES = [
    (HANGZHOU, "BAR-01", table(9, 9)),
    (CHONGQING, "BAR-01", table(15, 12)),
    (CHONGQING, "BAR-13", table(3, 3, workers=51, women=10)),
    (CHONGQING, "BAR-13", table(3, 3, workers=100, dispatched=5)),
    (HENAN, "BAR-13", table(3, 3, workers=100, women=10, seats={"workers": (
        Seat("甲", front_line=True), Seat("乙", sex="2"), Seat("丙"))})),
    (HENAN, "BAR-13", table(3, 3, workers=101, women=10, seats={"workers": (
        Seat("甲", front_line=True), Seat("乙"), Seat("丙"))})),
]  # fmt: skip
MISSING = [
    ("BAR-01", talk()),
    ("BAR-02", talk()),
    ("BAR-03", talk()),
    ("BAR-04", asked(40, talks=(D(2026, 11, 1),))),
    ("BAR-05", talk(vote=Vote(ON), contract=deal())),
    ("BAR-05", voted(30, 20, None)),
    ("BAR-05", voted(30, 20, None, decided=False)),
    ("BAR-06", deal()),
    ("BAR-06", unfiled(800, ends_on=D(2025, 1, 1))),
    ("BAR-08", published(None, waited=800, renewed=True)),
    ("BAR-09", deal(since=ON)),
    ("BAR-09", deal(ends_on=ON)),
    ("BAR-10", deal()),
    ("BAR-14", deal(form="comprehensive")),
]
NOT_APPLICABLE = [
    ("BAR-04", talk()),
    ("BAR-04", asked(20)),
    ("BAR-05", talk()),
    ("BAR-06", unfiled(7)),
    ("BAR-06", unfiled(10, "women")),
    ("BAR-07", deal()),
    ("BAR-07", deal(filed_on=D(2020, 5, 1), objected=True, ends_on=D(2021, 5, 1))),
    ("BAR-08", deal(form="comprehensive", effective=ON)),
    ("BAR-08", published(None, waited=5)),
    ("BAR-08", deal(effective=ON + timedelta(days=1))),
    ("BAR-10", ends(-1, renewed=True)),
    ("BAR-10", ends(5, terminated_on=ON)),
    ("BAR-11", deal(employers=1, confirmed=0)),
    ("BAR-11", area(0, 10, ends_on=ON - timedelta(days=1))),
    ("BAR-12", year(type="single")),
    ("BAR-12", year(on=D(2026, 9, 29))),
    ("BAR-14", deal()),
    ("BAR-14", deal(form="comprehensive", women=0)),
]


def all_of(rule_id: str, facts: Any, book: RuleBook = BOOK) -> list[Finding]:
    found: list[Finding] = JUDGES[rule_id](book.rule(rule_id, on=facts.on), facts)
    return found


def check_told(book: RuleBook, rule_id: str, outcome: str, severity: str, facts: Any) -> None:
    said = book.rule(rule_id, on=facts.on).outcomes[outcome].say or ""
    shape = re.sub(r"\\\{\w+\\\}", ".*", re.escape(said))
    hit = [f for f in all_of(rule_id, facts, book) if re.fullmatch(shape, f.message)]
    assert len(hit) == 1
    assert hit[0].result is Result.FAIL
    assert hit[0].severity is Severity(severity)
    assert not re.search(r"[{}]", hit[0].message), hit[0].message
    assert facts.name in hit[0].message


@pytest.mark.parametrize(("rule_id", "facts"), PASSES)
def test_what_is_right_passes(rule_id: str, facts: Any) -> None:
    assert [f.result for f in all_of(rule_id, facts)] == [Result.PASS]


@pytest.mark.parametrize(("rule_id", "outcome", "severity", "facts"), FAILURES)
def test_what_is_wrong_is_told(rule_id: str, outcome: str, severity: str, facts: Any) -> None:
    check_told(BOOK, rule_id, outcome, severity, facts)


@pytest.mark.parametrize(("book", "rule_id", "outcome", "severity", "facts"), LOCAL)
def test_local_figures_hold_where_they_apply(
    book: RuleBook, rule_id: str, outcome: str, severity: str, facts: Any
) -> None:
    check_told(book, rule_id, outcome, severity, facts)


@pytest.mark.parametrize(("book", "rule_id", "facts"), LOCAL_PASSES)
def test_local_figures_let_pass_what_they_allow(book: RuleBook, rule_id: str, facts: Any) -> None:
    assert [f.result for f in all_of(rule_id, facts, book)] == [Result.PASS]


@pytest.mark.parametrize(("rule_id", "facts"), MISSING)
def test_missing_input_is_never_a_pass(rule_id: str, facts: Any) -> None:
    assert [f.result for f in all_of(rule_id, facts)] == [Result.NO_DATA]


@pytest.mark.parametrize(("rule_id", "facts"), NOT_APPLICABLE)
def test_rules_that_do_not_apply_say_so(rule_id: str, facts: Any) -> None:
    assert [f.result for f in all_of(rule_id, facts)] == [Result.NOT_APPLICABLE]


def test_every_rule_has_its_cases_and_every_outcome_was_seen() -> None:
    own = {r for r in BOOK.ids if r.startswith("BAR-")}
    assert own | {"BAR-13"} == set(JUDGES)
    assert {rule_id for rule_id, _ in PASSES} == own
    told = {(r, o) for r, o, *_ in FAILURES} | {(r, o) for _, r, o, *_ in LOCAL}
    wanted = {(r, o) for r in own for o in BOOK.rule(r, on=ON).outcomes}
    wanted |= {("BAR-13", o) for o in CHONGQING.rule("BAR-13", on=ON).outcomes}
    assert told == wanted


def test_the_packs_lists_hold_only_known_codes() -> None:
    types = {entry.code for entry in code_list("union_type")}
    assert set(BOOK.rule("BAR-12", on=ON).params["types"]) <= types
    kinds = {entry.code for entry in code_list("contract_kind")}
    assert set(BOOK.rule("BAR-14", on=ON).params["kinds"]) <= kinds
    offices = {entry.code for entry in code_list("negotiator_office")}
    heads = BOOK.rule("BAR-03", on=ON).params
    assert {heads["workers_office"], heads["employer_office"]} == offices


# --- from which day it holds (劳动合同法 第五十四条) ---------------------------------------------


@pytest.mark.parametrize(
    ("facts", "day"),
    [
        (deal(), None),
        (deal(filed_on=D(2026, 3, 1)), D(2026, 3, 16)),
        (deal(filed_on=D(2026, 2, 20)), D(2026, 3, 7)),
        (deal(filed_on=D(2024, 2, 20)), D(2024, 3, 6)),
        (deal(filed_on=D(2026, 3, 1), reviewed_on=D(2026, 3, 9)), D(2026, 3, 9)),
        (deal(filed_on=D(2026, 3, 1), reviewed_on=D(2026, 3, 9), objected=False), D(2026, 3, 9)),
        (deal(filed_on=D(2026, 3, 1), reviewed_on=D(2026, 3, 9), objected=True), None),
    ],
)
def test_a_contract_holds_from_its_review_or_after_silence(
    facts: ContractFacts, day: date | None
) -> None:
    assert effective_on(facts, TERMS.review) == day


@pytest.mark.parametrize(
    ("facts", "day", "runs"),
    [
        (deal(signed_on=D(2026, 1, 5)), D(2026, 1, 4), False),
        (deal(signed_on=D(2026, 1, 5)), D(2026, 1, 5), True),
        (deal(signed_on=D(2026, 1, 5), since=D(2026, 2, 1)), D(2026, 1, 31), False),
        (deal(signed_on=D(2026, 1, 5), ends_on=D(2026, 12, 31)), D(2026, 12, 31), True),
        (deal(signed_on=D(2026, 1, 5), ends_on=D(2026, 12, 31)), D(2027, 1, 1), False),
        (deal(signed_on=D(2026, 1, 5), terminated_on=D(2026, 6, 1)), D(2026, 6, 1), False),
        (deal(signed_on=D(2026, 1, 5), terminated_on=D(2026, 6, 1)), D(2026, 5, 31), True),
        (deal(signed_on=D(2026, 1, 5), objected=True), ON, False),
        (deal(), ON, False),
    ],
)
def test_on_which_days_a_contract_runs(facts: ContractFacts, day: date, runs: bool) -> None:
    assert running(facts, day) is runs


# --- where a consultation stands ----------------------------------------------------------------


def test_the_process_goes_from_offer_to_publication_with_its_last_days() -> None:
    steps = talk(on=D(2026, 4, 21))
    told = []
    signed = deal(signed_on=D(2026, 4, 10))
    for more in (
        {},
        {"offered_on": D(2026, 3, 1)},
        {"delivered_on": D(2026, 3, 3)},
        {"answered_on": D(2026, 3, 10), "answer": "agreed"},
        {"seats": {"workers": BOTH[0], "employer": BOTH[1]}},
        {"data_on": D(2026, 3, 20)},
        {"talks": (D(2026, 3, 25), D(2026, 4, 1))},
        {"outcome": "agreed"},
        {"vote": Vote(D(2026, 4, 8), 30, 25, 20, True)},
        {"contract": signed},
        {"contract": replace(signed, filed_on=D(2026, 4, 15))},
        {"contract": replace(signed, filed_on=D(2026, 4, 15), reviewed_on=D(2026, 4, 20))},
        {"contract": replace(signed, filed_on=D(2026, 4, 15), reviewed_on=D(2026, 4, 20),
                             published_on=D(2026, 4, 22))},
    ):  # fmt: skip
        steps = replace(steps, **more)  # type: ignore[arg-type]
        now = standing(steps, TERMS)
        told.append((now.next.key if now.next else now.over, now.due_on))
    assert [key for key, _ in told] == [*TITLES, "done"]
    due = dict(told)
    assert due["answer"] == D(2026, 3, 23)
    assert due["file"] == D(2026, 4, 17)
    assert due["review"] == D(2026, 4, 30)
    assert due["publish"] == D(2026, 4, 25)
    assert [step.done for step in now.steps] == [True] * len(TITLES)


def test_fifteen_days_of_silence_are_a_review() -> None:
    contract = deal(signed_on=D(2026, 4, 10), filed_on=D(2026, 4, 15))
    for on, ahead in ((D(2026, 4, 29), "review"), (D(2026, 4, 30), "publish")):
        now = standing(talk(on=on, contract=contract), TERMS)
        assert now.next is not None
        assert now.next.key == ahead


def test_the_days_of_other_contracts_are_longer() -> None:
    facts = talk(form="comprehensive", contract=deal(form="comprehensive", signed_on=ON))
    assert standing(facts, TERMS).due_on == ON + timedelta(days=10)


def test_steps_that_were_passed_over_are_told_and_not_asked_for() -> None:
    now = standing(talk(offered_on=D(2026, 3, 1), contract=deal(signed_on=D(2026, 4, 1))), TERMS)
    assert now.next is not None
    assert now.next.key == "file"
    assert [s.key for s in now.steps if s.passed_over] == [
        "deliver", "answer", "sides", "data", "talks", "outcome", "congress",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("more", "over"),
    [
        ({"answer": "refused"}, "refused"),
        ({"answer": "later"}, ""),
        ({"outcome": "failed"}, "failed"),
        ({"closed_on": ON}, "closed"),
    ],
)
def test_a_consultation_can_be_over_without_a_contract(more: dict[str, Any], over: str) -> None:
    now = standing(answered(5, **more), TERMS)
    assert now.over == over
    assert (now.next is None) is bool(over)


def test_a_step_is_late_the_day_after_its_last_day() -> None:
    assert not standing(asked(20, delivered_on=ON - timedelta(days=20)), TERMS).late(ON)
    assert standing(asked(21, delivered_on=ON - timedelta(days=21)), TERMS).late(ON)


# --- L12, L13 ------------------------------------------------------------------------------------

SIX = {"J107": 372, "J601": 40, "J602": 300, "J603": 5200, "J604": 60, "J605": 320, "J606": 5400,
       "J607": 6, "J608": 1, "J612": 9, "J613": 7}  # fmt: skip


@pytest.mark.parametrize(
    ("check", "more", "bad"),
    [
        ("L12", {}, 0),
        ("L12", {"J602": 372}, 0),
        ("L12", {"J602": 373}, 1),
        ("L12", {"J603": 300}, 0),
        ("L12", {"J603": 299}, 1),
        ("L12", {"J605": 0, "J606": 0}, 2),
        ("L12", {"J604": 0, "J605": 0, "J606": 0}, 0),
        ("L12", {"J607": 100, "J608": 0}, 0),
        ("L12", {"J607": 100}, 1),
        ("L13", {"J613": 9}, 0),
        ("L13", {"J613": 10}, 1),
    ],
)
def test_the_figures_of_table_six_fit_each_other(
    check: str, more: dict[str, int], bad: int
) -> None:
    checks = {one.id: one for one in BOOK.checks()}
    found = judge(checks[check], SIX | more, {})
    assert sum(f.result is Result.FAIL for f in found) == bad
