"""The rules of the congresses and of the lamps: both sides of every fraction, bracket and term."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

import pytest

from app.areas.five_ones.rules.lamps import YEAR_RULES, Held, Lamp, YearFacts, lamps
from app.areas.five_ones.rules.meetings import (
    BOARD_RULES,
    CONGRESS_RULES,
    MEETING_RULES,
    BoardFacts,
    CongressFacts,
    MeetingFacts,
    Vote,
)
from app.base.codes import code_list
from app.base.days import calendar_year
from app.base.findings import Finding, Result, Severity
from app.rules.book import RuleBook
from app.rules.packs import shipped

ON = date(2026, 6, 12)  # a Friday
BOOK = RuleBook(shipped(), "110105001")
JUDGES: dict[str, Any] = {**MEETING_RULES, **CONGRESS_RULES, **BOARD_RULES, **YEAR_RULES}
YEAR = calendar_year(2026)
PARAMS = BOOK.rule("FIVE-01", on=ON).params
FIVE = ("members_congress", "workers_congress", "wage_consultation", "labour_contest", "recreation")


def members(**more: Any) -> MeetingFacts:
    return MeetingFacts(**({"id": "a1", "name": "工贸园联合会大会", "which": "members_congress",
                            "on": ON, "due": 60, "present": 40} | more))  # fmt: skip


def workers(**more: Any) -> MeetingFacts:
    return members(**({"which": "workers_congress"} | more))


def area(**more: Any) -> MeetingFacts:
    return workers(**({"regional": True, "delegates": 30} | more))


def year(held: int | None, on: date = ON, rated: bool | None = None) -> CongressFacts:
    return CongressFacts("u1", "宏达公司工会", on, held, rated)


def board(form: str | None, workers: int | None, seats: int | None) -> BoardFacts:
    return BoardFacts("u1", "宏达公司工会", form, workers, seats)


def five(done: int, on: date, *, kept: bool = True) -> YearFacts:
    states = ["done"] * done + ["short"] * (5 - done)
    made = tuple(Lamp(kind, state) for kind, state in zip(FIVE, states, strict=True))
    return YearFacts("u1", "工贸园联合会", on, YEAR, made, kept)


JUNE, SEPTEMBER, END = date(2026, 6, 30), date(2026, 9, 30), date(2026, 12, 31)
DAY = timedelta(days=1)
PASSES = [
    ("CNG-06", members(due=60, present=40, votes=(Vote("报告", 31), Vote("未计票")))),
    ("CNG-06", members(due=3, present=2, votes=(Vote("报告", 2),))),
    ("CNG-07", members(notice_on=date(2026, 6, 5))),  # Friday to Thursday: five working days
    ("CNG-07", members(notice_on=date(2026, 5, 6))),
    ("CNG-10", year(1, rated=True)),
    ("CON-01", year(1)),
    ("DEM-01", workers(workers=600, delegates=30)),
    ("DEM-01", workers(workers=620, delegates=31)),
    ("DEM-01", workers(workers=2000, delegates=100)),
    ("DEM-01", workers(workers=4000, delegates=200)),
    ("DEM-01", workers(workers=4000, delegates=100, agreed_doc="会商纪要")),
    ("DEM-02", workers(delegates=50, managers=10)),
    ("DEM-03", workers(delegates=50, women=20, workers=500, women_workers=200)),
    ("DEM-04", workers(due=60, present=40)),
    ("DEM-05", workers(materials_on=ON - timedelta(days=7))),
    ("DEM-06", workers(due=60, present=60, votes=(Vote("草案", 31),))),
    ("DEM-06", workers(due=61, present=61, votes=(Vote("草案", 31),))),
    ("DEM-07", area(delegates=30, owners=6, front_line=15)),
    ("DEM-07", area(delegates=31)),
    ("DEM-08", board("limited_company", 299, 0)),
    ("DEM-08", board("joint_stock", 300, 1)),
    ("DEM-09", workers(beside=True, proofs=frozenset({"agenda"}), votes=(Vote("草案"),))),
    ("DEM-09", members(beside=True, proofs=frozenset({"agenda", "resolution"}))),
    ("FIVE-01", five(5, END)),
    ("FIVE-01", five(0, JUNE - DAY)),
    ("FIVE-01", five(2, JUNE)),
    ("FIVE-01", five(2, SEPTEMBER - DAY)),
    ("FIVE-01", five(4, END - DAY)),
]
FAILURES = [
    ("CNG-06", "quorum", "explain", members(due=60, present=39)),
    ("CNG-06", "quorum", "explain", members(due=61, present=40)),
    ("CNG-06", "vote", "explain", members(due=60, present=40, votes=(Vote("报告", 30),))),
    ("CNG-07", "short", "explain", members(notice_on=date(2026, 6, 8))),
    ("CNG-07", "short", "explain", members(notice_on=ON)),
    ("CNG-10", "none", "explain", year(1, rated=False)),
    ("CON-01", "none", "explain", year(0, END)),
    ("CON-01", "not_yet", "explain", year(0, SEPTEMBER)),
    ("DEM-01", "few", "explain", workers(workers=600, delegates=29)),
    ("DEM-01", "few", "explain", workers(workers=601, delegates=30)),
    ("DEM-01", "few", "explain", workers(workers=4000, delegates=99, agreed_doc="会商纪要")),
    ("DEM-01", "not_agreed", "explain", workers(workers=2001, delegates=100)),
    ("DEM-02", "many", "explain", workers(delegates=50, managers=11)),
    ("DEM-03", "few", "explain", workers(delegates=50, women=19, workers=500, women_workers=200)),
    ("DEM-04", "quorum", "explain", workers(due=60, present=39)),
    ("DEM-05", "short", "explain", workers(materials_on=ON - timedelta(days=6))),
    ("DEM-06", "vote", "explain", workers(due=60, present=60, votes=(Vote("草案", 30),))),
    ("DEM-06", "vote", "explain", workers(due=100, present=67, votes=(Vote("草案", 50),))),
    ("DEM-07", "few", "explain", area(delegates=29)),
    ("DEM-07", "owners", "explain", area(delegates=30, owners=7)),
    ("DEM-07", "front_line", "explain", area(delegates=30, front_line=14)),
    ("DEM-08", "none", "explain", board("limited_company", 300, 0)),
    ("DEM-09", "mixed", "explain", workers(beside=True, votes=(Vote("草案"),))),
    ("DEM-09", "mixed", "explain", members(beside=True, proofs=frozenset({"agenda"}))),
    ("FIVE-01", "few", "must", five(2, END)),
    ("FIVE-01", "some", "explain", five(3, END)),
    ("FIVE-01", "some", "explain", five(4, END)),
    ("FIVE-01", "behind", "explain", five(1, JUNE)),
    ("FIVE-01", "behind", "explain", five(3, SEPTEMBER)),
]
MISSING = [
    ("CNG-06", members(due=None)),
    ("CNG-07", members()),
    ("CON-01", year(None)),
    ("DEM-01", workers(delegates=30)),
    ("DEM-02", workers(delegates=50)),
    ("DEM-03", workers(delegates=50, women=20)),
    ("DEM-04", workers(present=None)),
    ("DEM-05", workers()),
    ("DEM-06", workers(due=None, votes=(Vote("草案", 50),))),
    ("DEM-07", area(delegates=None)),
    ("DEM-08", board(None, 400, 0)),
    ("DEM-08", board("limited_company", 400, None)),
    ("FIVE-01", five(0, END, kept=False)),
]
NOT_APPLICABLE = [
    ("CNG-06", workers()),
    ("CNG-07", members(form="assembly")),
    ("CNG-10", year(0)),
    ("CON-01", year(0, SEPTEMBER - DAY)),
    ("DEM-01", workers(form="assembly")),
    ("DEM-02", area()),
    ("DEM-03", members()),
    ("DEM-05", workers(form="assembly")),
    ("DEM-07", workers()),
    ("DEM-08", board("partnership", 400, 0)),
    ("DEM-09", workers()),
]


def told(rule_id: str, facts: Any) -> list[Finding]:
    found: list[Finding] = JUDGES[rule_id](BOOK.rule(rule_id, on=ON), facts)
    return found


@pytest.mark.parametrize(("rule_id", "facts"), PASSES)
def test_what_is_right_passes(rule_id: str, facts: Any) -> None:
    assert [f.result for f in told(rule_id, facts)] == [Result.PASS]


@pytest.mark.parametrize(("rule_id", "outcome", "severity", "facts"), FAILURES)
def test_what_is_wrong_is_told_in_a_whole_sentence(
    rule_id: str, outcome: str, severity: str, facts: Any
) -> None:
    (found,) = told(rule_id, facts)
    assert (found.result, found.severity) == (Result.FAIL, Severity(severity))
    assert not re.search(r"[{}]", found.message), found.message
    said = BOOK.rule(rule_id, on=ON).outcomes[outcome].say or ""
    assert re.fullmatch(re.sub(r"\\\{\w+\\\}", ".*", re.escape(said)), found.message)
    unread = BOOK.rule(rule_id, on=ON).basis
    assert unread is not None
    assert ("依据未核对" in found.basis) is unread.confidence.value.startswith("mem")


@pytest.mark.parametrize(("rule_id", "facts"), MISSING)
def test_missing_input_is_never_a_pass(rule_id: str, facts: Any) -> None:
    assert [f.result for f in told(rule_id, facts)] == [Result.NO_DATA]


@pytest.mark.parametrize(("rule_id", "facts"), NOT_APPLICABLE)
def test_rules_that_do_not_apply_say_so(rule_id: str, facts: Any) -> None:
    assert [f.result for f in told(rule_id, facts)] == [Result.NOT_APPLICABLE]


def test_every_rule_has_its_cases_and_every_outcome_was_seen() -> None:
    (pack,) = (pack for pack in shipped() if pack.id == "national-five-ones")
    own = set(pack.layers)
    assert set(JUDGES) == own
    assert {rule_id for rule_id, _ in PASSES} == own
    seen = {(rule_id, outcome) for rule_id, outcome, *_ in FAILURES}
    assert seen == {(r, o) for r in own for o in BOOK.rule(r, on=ON).outcomes}


def test_several_faults_of_one_meeting_are_all_told() -> None:
    facts = members(due=60, present=39, votes=(Vote("甲", 30), Vote("乙", 31), Vote("丙", 0)))
    assert [f.field for f in told("CNG-06", facts)] == ["present", "yes", "yes"]


def test_the_board_rule_begins_with_the_law() -> None:
    before = BOOK.rule("DEM-08", on=date(2024, 6, 30))
    facts = board("limited_company", 300, 0)
    assert before.basis is None
    assert BOOK.rule("DEM-08", on=date(2024, 7, 1)).basis is not None
    assert judged_in_2024(facts).result is Result.FAIL


def judged_in_2024(facts: BoardFacts) -> Finding:
    (found,) = BOARD_RULES["DEM-08"](BOOK.rule("DEM-08", on=date(2024, 7, 1)), facts)
    return found


# --- lamps ----------------------------------------------------------------------------------------

COUNTED = {
    "members_congress": {"due": 60, "present": 40},
    "workers_congress": {"due": 60, "present": 40},
    "wage_consultation": {"signed_on": ON, "filed_on": ON},
    "labour_contest": {"participants": 1},
    "recreation": {"participants": 1},
}


def held(kind: str, *proofs: str, **more: Any) -> Held:
    values: dict[str, Any] = {"held_on": ON, "numbers": COUNTED[kind]} | more
    return Held("activity", "a1", "一次活动", proofs=frozenset(proofs), **values)


def lamp(kind: str, *facts: Held, federation: bool = True) -> Lamp:
    found = lamps(PARAMS, {kind: facts}, YEAR, federation=federation)
    return next(one for one in found if one.kind == kind)


@pytest.mark.parametrize("kind", FIVE)
def test_a_lamp_turns_from_nothing_to_done(kind: str) -> None:
    rule = PARAMS["lamps"][kind]
    proof = rule["one_of"][0]
    assert lamp(kind).state == "none"
    planned = held(kind, held_on=None, planned_on=ON)
    assert lamp(kind, planned).state == "planned"
    bare = lamp(kind, held(kind))
    assert (bare.state, len(bare.missing)) == ("short", 2)
    assert lamp(kind, held(kind, proof)).state == "short"  # one kind of two
    assert lamp(kind, held(kind, "photo", "notice")).state == "short"  # none of those that must be
    done = lamp(kind, held(kind, proof, "photo"))
    assert (done.state, done.missing) == ("done", ())
    uncounted = lamp(kind, held(kind, proof, "photo", numbers={}))
    assert uncounted.state == "short"
    assert len(uncounted.missing) == len(rule["numbers"])


@pytest.mark.parametrize("kind", FIVE[:2])
def test_two_thirds_are_enough_for_a_congress(kind: str) -> None:
    proofs = ("minutes", "photo")
    assert lamp(kind, held(kind, *proofs, numbers={"due": 60, "present": 40})).state == "done"
    few = lamp(kind, held(kind, *proofs, numbers={"due": 60, "present": 39}))
    assert few.state == "short"
    assert (few.missing, few.fault) == ((), "实到不到应到的三分之二（39/60）")


def test_the_day_must_lie_in_the_year() -> None:
    for day, state in ((date(2025, 12, 31), "none"), (YEAR.first, "done"), (YEAR.last, "done")):
        assert (
            lamp("recreation", held("recreation", "summary", "photo", held_on=day)).state == state
        )


def test_an_agreement_of_before_shines_only_if_it_holds_all_year() -> None:
    def agreement(first: date, last: date) -> str:
        facts = held("wage_consultation", "contract", "minutes", held_on=date(2025, 6, 1),
                     valid=(first, last))  # fmt: skip
        return lamp("wage_consultation", facts).state

    assert agreement(date(2025, 6, 1), date(2026, 12, 31)) == "done"
    assert agreement(date(2025, 6, 1), date(2026, 12, 30)) == "none"
    assert agreement(date(2026, 1, 2), date(2027, 1, 1)) == "none"


def test_the_best_of_several_shines_and_all_are_counted() -> None:
    bad, good = held("recreation"), held("recreation", "summary", "photo")
    found = lamp("recreation", bad, good, held("recreation", "photo"))
    assert (found.state, found.many, found.shines_for) == ("done", 3, good)


def test_a_federation_and_a_firm_are_advised_differently() -> None:
    facts = held("workers_congress", "minutes", "photo")
    both = [lamp("workers_congress", facts, federation=f).advice for f in (True, False)]
    assert "检查意见表" in both[1]
    assert "检查意见表" not in both[0]
    assert "名册" in both[0]


def test_the_kits_hold_only_known_proofs() -> None:
    known = {entry.code for entry in code_list("proof_kind")}
    assert tuple(PARAMS["lamps"]) == FIVE
    for rule in PARAMS["lamps"].values():
        assert set(rule["one_of"]) | {k for kit in rule["kit"].values() for k in kit} <= known
        assert set(rule["one_of"]) & set(rule["kit"]["federation"])
    assert set(BOOK.rule("CNG-10", on=ON).params["proofs"]) <= known
    topics = {entry.code for entry in code_list("congress_topic")}
    assert set(BOOK.rule("CNG-10", on=ON).params["topics"]) <= topics
    forms = {entry.code for entry in code_list("legal_form")}
    assert set(BOOK.rule("DEM-08", on=ON).params["companies"]) <= forms
