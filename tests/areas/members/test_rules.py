"""The rules of the members area: each with a pass, every way of failing, and what is missing."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

import pytest

from app.areas.members.rules.facts import (
    BalanceFacts,
    ChainFacts,
    Event,
    ExpelledFacts,
    FilledFacts,
    PersonFacts,
    RetainedFacts,
    RollFacts,
    SameNumberFacts,
    TransferFacts,
)
from app.areas.members.rules.people import (
    CHAIN_RULES,
    FILLED_RULES,
    PERSON_RULES,
    expected_fields,
    missing_fields,
    never_asked,
    retirement_day,
    says_no_phone,
)
from app.areas.members.rules.standing import (
    BALANCE_RULES,
    EXPELLED_RULES,
    RETAINED_RULES,
    ROLL_RULES,
    SAME_NUMBER_RULES,
    TRANSFER_RULES,
)
from app.base.codes import code_list
from app.base.days import add_months
from app.base.findings import Finding, Result, Severity
from app.rules.book import RuleBook
from app.rules.packs import shipped

ON = date(2026, 11, 22)
BOOK = RuleBook(shipped(), "310115001")
JUDGES: dict[str, Any] = {
    **PERSON_RULES, **FILLED_RULES, **CHAIN_RULES, **SAME_NUMBER_RULES, **ROLL_RULES,
    **TRANSFER_RULES, **RETAINED_RULES, **EXPELLED_RULES, **BALANCE_RULES,
}  # fmt: skip
NUMBER = "999999199001010016"  # a man, born on 1 January 1990
OLD = "110105900307283"


def person(**more: Any) -> PersonFacts:
    return PersonFacts(**({"id": "p1", "name": "示例会员", "on": ON} | more))


def balance(before: int | None, came: int, went: int, now: int, **more: Any) -> BalanceFacts:
    return BalanceFacts("figure", "J224", "示例总工会", before, came, went, now, **more)


def chain(*events: Any) -> ChainFacts:
    made = tuple(e if isinstance(e, Event) else Event(e, ON) for e in events)
    return ChainFacts("p1", "示例会员", made)


def roll(**more: Any) -> RollFacts:
    return RollFacts("u1", "宏达公司工会", **more)


def filled(part: int, whole: int) -> FilledFacts:
    return FilledFacts("u1", "宏达公司工会", part, whole)


def same(*others: str, **more: Any) -> SameNumberFacts:
    return SameNumberFacts("p1", "示例会员", others, **more)


def transfer(days: int, state: str = "sent") -> TransferFacts:
    return TransferFacts("t1", "示例会员", ON, state, ON - timedelta(days=days), "外地某工会")


def retained(reason: str | None, **more: Any) -> RetainedFacts:
    return RetainedFacts("p1", "示例会员", reason, **more)


def expelled(decided: int | None, reported: int | None, heard: int | None = None) -> ExpelledFacts:
    days = [None if n is None else ON + timedelta(days=n) for n in (decided, reported, heard)]
    return ExpelledFacts("p1", "示例会员", *days)


def one(rule_id: str, facts: Any) -> Finding:
    found = JUDGES[rule_id](BOOK.rule(rule_id, on=ON), facts)
    assert len(found) == 1, found
    return found[0]


WORKING = {"birth_on": date(1990, 1, 1), "sex": "1", "status": "on_post"}
PASSES = [
    ("MEM-01", person(document_type="resident_id", number=NUMBER)),
    ("MEM-01", person(document_type="passport", number="E12345678")),
    ("MEM-02", person(number=NUMBER, sex="1", birth_on=date(1990, 1, 1))),
    ("MEM-02", person(number=NUMBER, sex="9")),
    ("MEM-03", same()),
    ("MEM-03", same("另一人", decided=True)),
    ("MEM-04", person(**WORKING)),
    ("MEM-04", person(birth_on=date(2010, 11, 22), status="other")),
    ("MEM-04", person(birth_on=date(1950, 1, 1), sex="1", status="retired")),
    ("MEM-04", person(birth_on=date(1950, 1, 1), sex="1", status="on_post", form="rehired")),
    ("MEM-05", person(phone="13800001201", same_phone=3)),
    ("MEM-06", filled(95, 100)),
    ("MEM-07", chain("joined", "transferred_out", "transferred_in", "retained", "restored")),
    ("MEM-07", chain("opening", "left", "joined", Event("expelled", ON, "crime"))),
    ("MEM-07", chain("joined", Event("retained", ON, "unemployed"))),
    ("MEM-08", roll(counted=40, active=40, retained=3)),
    ("MEM-09", person(household_type="agri_family", migrant=False, status="on_post")),
    ("MEM-10", transfer(500, "received")),
    ("MEM-11", roll(active=40, reported=40)),
    ("CON-05", retained("retired")),
    ("L07", balance(100, 20, 5, 115)),
    ("CON-06", expelled(0, 0, 0)),
    ("CON-06", expelled(0, 5, -3)),
]
FAILURES = [
    ("MEM-01", "wrong", "must", person(document_type="resident_id", number="99999919900101001X")),
    ("MEM-01", "wrong", "must", person(document_type="passport", number=NUMBER)),
    ("MEM-01", "old", "explain", person(document_type="resident_id", number=OLD)),
    ("MEM-02", "birth", "explain", person(number=NUMBER, birth_on=date(1990, 1, 2))),
    ("MEM-02", "sex", "explain", person(number=NUMBER, sex="2")),
    ("MEM-03", "undecided", "must", same("另一人")),
    ("MEM-03", "former", "explain", same(former=("另一人",))),
    ("MEM-04", "unborn", "must", person(birth_on=date(2026, 11, 23))),
    ("MEM-04", "young", "must", person(birth_on=date(2010, 11, 23))),
    ("MEM-04", "retirement", "explain", person(**WORKING | {"birth_on": date(1962, 1, 1)})),
    ("MEM-05", "wrong", "explain", person(phone="12800001201")),
    ("MEM-05", "shared", "explain", person(phone="13800001201", same_phone=4)),
    ("MEM-06", "below_target", "explain", filled(94, 100)),
    ("MEM-06", "below_target", "explain", filled(80, 100)),
    ("MEM-06", "below_floor", "explain", filled(79, 100)),
    ("MEM-07", "first", "explain", chain("left")),
    ("MEM-07", "after", "explain", chain("joined", "left", "retained")),
    ("MEM-07", "after", "explain", chain("joined", "died", "joined")),
    ("MEM-07", "after", "explain", chain("joined", "joined")),
    ("MEM-07", "target", "explain", chain("joined", Event("transferred_out", ON, None, False))),
    ("MEM-07", "reason", "explain", chain("joined", Event("left", ON, "crime"))),
    ("MEM-07", "reason", "explain", chain("joined", Event("retained", ON, "own_wish"))),
    ("MEM-07", "reason", "explain", chain("joined", Event("expelled", ON, "work_changed"))),
    ("MEM-08", "counted", "explain", roll(counted=43, active=40, retained=3)),
    ("MEM-09", "suggest", "info", person(household_type="rural", status="on_post")),
    ("MEM-09", "suggest", "info", person(household_type="agri_family", away=True)),
    ("MEM-10", "hanging", "explain", transfer(91)),
    ("MEM-11", "differs", "explain", roll(active=40, reported=61)),
    ("L07", "odd", "must", balance(100, 20, 5, 116)),
    ("CON-05", "no_reason", "explain", retained(None)),
    ("CON-05", "reason", "explain", retained("crime")),
    ("CON-06", "missing", "explain", expelled(0, None, -3)),
    ("CON-06", "missing", "explain", expelled(0, 5)),
    ("CON-06", "order", "explain", expelled(0, -1, -3)),
    ("CON-06", "order", "explain", expelled(0, 1, 1)),
]
MISSING = [
    ("MEM-01", person()),
    ("MEM-02", person(sex="1")),
    ("MEM-04", person(sex="1", status="on_post")),
    ("MEM-04", person(birth_on=date(1950, 1, 1), sex="1")),
    ("MEM-04", person(birth_on=date(1950, 1, 1), status="on_post")),
    ("MEM-05", person()),
    ("MEM-07", chain()),
    ("MEM-08", roll(counted=40)),
    ("MEM-09", person(status="on_post")),
    ("MEM-11", roll(active=40)),
]
NOT_APPLICABLE = [
    ("L07", balance(None, 20, 5, 115)),
    ("MEM-02", person(document_type="passport", number="E12345678", sex="1")),
    ("MEM-02", person(document_type="resident_id", number="1234", sex="1")),
    ("MEM-05", person(no_phone=True)),
    ("MEM-06", filled(0, 0)),
    ("MEM-09", person(household_type="urban", status="on_post")),
    ("MEM-09", person(household_type="rural", status="retired")),
    ("MEM-09", person(household_type="rural", away=False)),
    ("MEM-10", transfer(90)),
]


@pytest.mark.parametrize(("rule_id", "facts"), PASSES)
def test_what_is_right_passes(rule_id: str, facts: Any):
    assert one(rule_id, facts).result is Result.PASS


@pytest.mark.parametrize(("rule_id", "outcome", "severity", "facts"), FAILURES)
def test_what_is_wrong_is_told_in_a_whole_sentence(
    rule_id: str, outcome: str, severity: str, facts: Any
):
    found = one(rule_id, facts)
    assert found.result is Result.FAIL
    assert found.severity is Severity(severity)
    assert not re.search(r"[{}]", found.message), found.message
    assert facts.name in found.message
    said = BOOK.rule(rule_id, on=ON).outcomes[outcome].say or ""
    assert re.fullmatch(re.sub(r"\\\{\w+\\\}", ".*", re.escape(said)), found.message)


@pytest.mark.parametrize(("rule_id", "facts"), MISSING)
def test_missing_input_is_never_a_pass(rule_id: str, facts: Any):
    assert one(rule_id, facts).result is Result.NO_DATA


@pytest.mark.parametrize(("rule_id", "facts"), NOT_APPLICABLE)
def test_rules_that_do_not_apply_say_so(rule_id: str, facts: Any):
    assert one(rule_id, facts).result is Result.NOT_APPLICABLE


def test_every_rule_has_its_cases_and_every_outcome_was_seen():
    own = {rule.id for rule in BOOK.rules("members", on=ON)}
    assert set(JUDGES) == own
    assert {rule_id for rule_id, _ in PASSES} == own
    told = {(rule_id, outcome) for rule_id, outcome, *_ in FAILURES}
    assert told == {(r, o) for r in own for o in BOOK.rule(r, on=ON).outcomes}


def test_the_packs_lists_hold_only_known_codes():
    chain_ = BOOK.rule("MEM-07", on=ON).params
    changes = {entry.code for entry in code_list("membership_change")} | {"opening"}
    reasons = {entry.code for entry in code_list("change_reason")}
    assert set(chain_["first"]) | set(chain_["needs_target"]) <= changes
    assert set(chain_["after"]) == changes
    assert {code for after in chain_["after"].values() for code in after} <= changes
    assert set(chain_["only"]) <= reasons
    assert {code for only in chain_["only"].values() for code in only} <= changes
    assert set(BOOK.rule("CON-05", on=ON).params["reasons"]) <= reasons
    fields = BOOK.rule("MEM-06", on=ON).params
    assert set(fields["without"]) <= {entry.code for entry in code_list("document_type")}
    assert set(fields["no_employer_forms"]) <= {e.code for e in code_list("employment_form")}
    statuses = {entry.code for entry in code_list("employment_status")}
    assert set(fields["no_employer_statuses"]) <= statuses
    households = BOOK.rule("MEM-09", on=ON).params
    agricultural = {e.code for e in code_list("household_type") if e.flag("agricultural")}
    assert set(households["household_types"]) == agricultural
    assert set(households["statuses"]) <= statuses


# --- age of retirement (国务院关于渐进式延迟法定退休年龄的办法, 附表) ------------


@pytest.mark.parametrize(
    ("sex", "manager", "born", "months"),
    [
        ("1", None, date(1964, 12, 31), 60 * 12),
        ("1", None, date(1965, 1, 1), 60 * 12 + 1),
        ("1", None, date(1965, 4, 30), 60 * 12 + 1),
        ("1", None, date(1965, 5, 1), 60 * 12 + 2),
        ("1", None, date(1976, 8, 31), 62 * 12 + 11),
        ("1", None, date(1976, 9, 1), 63 * 12),
        ("1", None, date(1990, 1, 1), 63 * 12),
        ("2", True, date(1969, 12, 31), 55 * 12),
        ("2", True, date(1970, 1, 1), 55 * 12 + 1),
        ("2", True, date(1981, 8, 31), 57 * 12 + 11),
        ("2", True, date(1981, 9, 1), 58 * 12),
        ("2", None, date(1981, 9, 1), 58 * 12),
        ("2", False, date(1974, 12, 31), 50 * 12),
        ("2", False, date(1975, 1, 1), 50 * 12 + 1),
        ("2", False, date(1975, 2, 28), 50 * 12 + 1),
        ("2", False, date(1975, 3, 1), 50 * 12 + 2),
        ("2", False, date(1984, 10, 31), 54 * 12 + 11),
        ("2", False, date(1984, 11, 1), 55 * 12),
    ],
)
def test_the_age_of_retirement_rises_step_by_step(sex, manager, born, months):
    params = dict(BOOK.rule("MEM-04", on=ON).params)
    due = retirement_day(params, born, sex, manager=manager)
    assert due == add_months(born, months)
    facts = {"sex": sex, "manager": manager, "birth_on": born, "status": "on_post"}
    assert one("MEM-04", person(on=due, **facts)).result is Result.FAIL
    assert one("MEM-04", person(on=due - timedelta(days=1), **facts)).result is Result.PASS


def test_without_a_sex_no_age_of_retirement_is_told():
    params = dict(BOOK.rule("MEM-04", on=ON).params)
    assert retirement_day(params, date(1965, 1, 1), None) is None
    assert retirement_day(params, date(1965, 1, 1), "9") is None


def test_before_2025_the_age_rests_on_the_older_document():
    before = BOOK.rule("MEM-04", on=date(2024, 12, 31))
    after = BOOK.rule("MEM-04", on=date(2025, 1, 1))
    assert not before.confirmed
    assert "暂行办法" in before.basis_text
    assert after.confirmed
    assert "渐进式延迟" in after.basis_text


# --- fields that are expected ------------------------------------------------------------------


def test_what_is_expected_depends_on_the_document_and_the_work():
    rule = BOOK.rule("MEM-06", on=ON)
    citizen = expected_fields(rule, person(document_type="resident_id", status="on_post"))
    assert set(citizen) == {
        "name", "sex", "birth_on", "ethnicity", "document_type", "number", "phone", "employer",
    }  # fmt: skip
    foreigner = expected_fields(rule, person(document_type="foreign_pr", status="on_post"))
    assert set(citizen) - set(foreigner) == {"ethnicity"}
    flexible = expected_fields(rule, person(document_type="resident_id", form="flexible"))
    assert set(citizen) - set(flexible) == {"employer"}


def test_no_phone_is_an_answer():
    rule = BOOK.rule("MEM-06", on=ON)
    known = {"name", "sex", "birth_on", "ethnicity", "document_type", "number", "employer"}
    assert missing_fields(rule, person(), known) == ("phone",)
    assert missing_fields(rule, person(no_phone=True), known) == ()
    phones = BOOK.rule("MEM-05", on=ON)
    assert says_no_phone(phones, " 无 ")
    assert says_no_phone(phones, "没有手机")
    assert not says_no_phone(phones, "/")


def test_several_faults_of_one_person_are_told_apart():
    facts = person(number=NUMBER, sex="2", birth_on=date(1991, 1, 1))
    found = JUDGES["MEM-02"](BOOK.rule("MEM-02", on=ON), facts)
    assert [f.field for f in found] == ["birth_on", "sex"]
    assert not any(NUMBER in f.message or NUMBER in str(f.values) for f in found)


@pytest.mark.parametrize("on", [date(2024, 12, 31), ON, date(2028, 2, 29)])
@pytest.mark.parametrize("sex", [None, "1", "2", "9"])
def test_of_whom_age_is_never_asked(sex, on):
    """Everybody born between the two days passes; soon beyond them not everybody does."""
    rule = BOOK.rule("MEM-04", on=on)

    def result(born: date) -> Result:
        facts = person(on=on, birth_on=born, status="on_post", sex=sex)
        return JUDGES["MEM-04"](rule, facts)[0].result

    after, before = never_asked(rule.params, on, sex)
    between = {result(after + timedelta(days)) for days in range(1, (before - after).days, 5)}
    assert Result.FAIL not in between
    assert result(before + timedelta(62)) is Result.FAIL
    if sex in ("1", "2") and on.year == 2024:  # the age does not rise yet
        assert result(after - timedelta(62)) is Result.FAIL
