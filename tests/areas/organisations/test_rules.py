"""The rules of the organisations area: each with a pass, a failure, and input that is missing."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.areas.organisations.rules import (
    CHANGE_RULES,
    DOUBLE_RULES,
    DOUBLED_RULES,
    EMPLOYER_RULES,
    LIST_RULES,
    PART_RULES,
    PLACE_RULES,
    RATE_RULES,
    UNION_RULES,
    ChangeFacts,
    CoveredEmployer,
    DoubledFacts,
    DoubleFacts,
    EmployerFacts,
    ListFacts,
    PartFacts,
    PlaceFacts,
    RateFacts,
    UnionFacts,
)
from app.base.findings import Finding, Result, Severity
from app.rules.book import RuleBook
from app.rules.packs import read_pack, shipped

ON = date(2026, 6, 30)
BOOK = RuleBook(shipped(), "310115001")
TABLES: dict[type, dict[str, Any]] = {
    UnionFacts: UNION_RULES,
    EmployerFacts: EMPLOYER_RULES,
    PlaceFacts: PLACE_RULES,
    RateFacts: RATE_RULES,
    PartFacts: PART_RULES,
    ChangeFacts: CHANGE_RULES,
    DoubleFacts: DOUBLE_RULES,
    ListFacts: LIST_RULES,
    DoubledFacts: DOUBLED_RULES,
}
CODE = "81999999TE5T00016B"


def union(**more: Any) -> UnionFacts:
    given_ = {"id": "u1", "name": "宏达公司工会", "on": ON, "type": "single", "where": "青山村"}
    return UnionFacts(**(given_ | more))


def joint(**more: Any) -> UnionFacts:
    return union(name="大桥楼宇联合工会委员会", type="joint", **more)


def federation(**more: Any) -> UnionFacts:
    return union(name="青山村工会联合会", type="regional_federation", **more)


def employer(**more: Any) -> EmployerFacts:
    return EmployerFacts(**({"id": "e1", "name": "宏达公司", "on": ON} | more))


def share(numerator: int | None, denominator: int | None, **more: Any) -> RateFacts:
    given_ = {"kind": "union", "id": "u0", "name": "大桥镇", "type": "single"}
    return RateFacts(numerator=numerator, denominator=denominator, **(given_ | more))


def part(total: int | None, **more: Any) -> PartFacts:
    return PartFacts("union", "u1", "宏达公司工会", "会员人数", total, **more)


def change(previous: int | None, current: int | None) -> ChangeFacts:
    return ChangeFacts("union", "u0", "大桥镇", "会员人数", previous, current)


def place(has: bool | None, covered: bool | None, kind: str = "village") -> PlaceFacts:
    return PlaceFacts("p1", "青山村", kind, has, covered)


def double(*unions: str) -> DoubleFacts:
    return DoubleFacts("employer", "e1", "宏达公司", unions)


def listed(*pairs: tuple[str, str, int, int], complete: bool = False) -> ListFacts:
    return ListFacts("u1", "青山村工会联合会", complete, pairs)


def doubled(others: tuple[str, ...], *unions: str, code: str | None = CODE) -> DoubledFacts:
    return DoubledFacts("e1", "宏达公司", code, others, unions)


UNITS = ("涵盖单位", "个", 40, 61)


def judge(rule_id: str, facts: Any, book: RuleBook = BOOK, on: date = ON) -> list[Finding]:
    function = TABLES[type(facts)][rule_id]
    found: list[Finding] = function(book.rule(rule_id, on=on), facts)
    assert found
    return found


def one(rule_id: str, facts: Any, **more: Any) -> Finding:
    (found,) = judge(rule_id, facts, **more)
    return found


def firms(*members: int | None, status: str = "active") -> tuple[CoveredEmployer, ...]:
    return tuple(CoveredEmployer(f"第{n}公司", status, m) for n, m in enumerate(members, 1))


PASSES: list[tuple[str, Any]] = [
    ("READ-01", listed(("涵盖单位", "个", 61, 61), ("会员", "人", 9, 9))),
    ("DUP-01", doubled((), "甲工会")),
    ("LAW-01", employer(members=30, union_type="single")),
    ("LAW-01", employer(members=None, union_type="single")),
    ("LAW-02", employer(members=10, union_type="single")),
    ("LAW-02", employer(members=10, union_type="joint", union_employers=2)),
    ("LAW-02", employer(members=10, organisers=1)),
    ("LAW-02", employer(members=10, union_type="regional_federation", organisers=1)),
    ("LAW-10", union(approval_no="镇工〔2026〕1号", approved_on=ON)),
    ("LAW-11", union(employers=firms(10))),
    ("LAW-11", joint(employers=firms(1, status="revoked") + firms(1))),
    ("LAW-11", union(status="dissolved", dissolved_reported_on=ON, members_left=0)),
    ("LAW-12", union(credit_code=CODE, certificate_no="123")),
    ("LAW-12", union(credit_code="89999999TE5T00016J", certificate_no="123")),
    ("CERT-01", union(certificate_until=date(2028, 1, 1), term_until=date(2028, 1, 1))),
    ("FED-02", federation(covered_unions=2)),
    ("FED-03", federation(covered_unions=1, covered_employers=9)),
    ("FED-03", joint(covered_unions=0, covered_employers=3)),
    ("FED-04", union(uppers=(("u0", "大桥镇总工会"),))),
    ("FED-04", union(is_root=True)),
    ("FED-05", double("甲工会")),
    ("FED-06", joint(employers=firms(24, 3))),
    ("FED-07", federation(form="federation")),
    ("FED-07", union(form="committee", name="宏达公司工会委员会")),
    ("STA-01", share(8, 10)),
    ("STA-02", share(80, 100)),
    ("STA-02", share(100, 100)),
    ("STA-03", union(members=9, workers=9)),
    ("STA-04", part(10, parts=(("女会员", 10),), rows=(4, 6))),
    ("STA-05", change(100, 120)),
    ("STA-05", change(0, 0)),
    ("STA-06", employer(members=30, workers=200, union_type="regional_federation")),
    ("LOC-01", employer(opened_on=date(2020, 1, 1), union_type="joint")),
    ("TWN-01", union(is_root=True, office_kind="township", form="general_union")),
    ("TWN-02", place(True, False)),
    ("TWN-02", place(False, True)),
]

M, E, I = Severity.MUST, Severity.EXPLAIN, Severity.INFO  # noqa: E741

FAILURES: list[tuple[str, str, Severity, Any, str]] = [
    ("READ-01", "open", E, listed(UNITS), "已录40个，报告61个"),
    ("READ-01", "complete", E, listed(UNITS, complete=True), "指标按名册计"),
    ("DUP-01", "counted", M, doubled(("宏达分店",), "甲工会", "甲工会"), "（甲工会）"),
    ("DUP-01", "listed", E, doubled(("宏达分店",), "甲工会"), "与宏达分店的"),
    ("LAW-01", "none", M, employer(members=25, where="青山村"), "宏达公司（青山村）有会员25人"),
    ("LAW-01", "none", M, employer(members=40, union_type="regional_federation"), "40人"),
    ("LAW-01", "inside", E, employer(members=25, union_type="joint", union_name="楼宇工会"),
     "「楼宇工会」"),
    ("LAW-01", "preparing", E,
     employer(members=25, union_type="single", union_status="preparing", union_name="宏达工会"),
     "筹备"),
    ("LAW-02", "none", M, employer(members=24), "24人"),
    ("LAW-02", "absorbed", E,
     employer(members=3, union_type="regional_federation", union_name="青山联合会"), "青山联合会"),
    ("LAW-02", "alone", M,
     employer(members=3, union_type="joint", union_name="楼宇工会", union_employers=1), "涵盖1个"),
    ("LAW-02", "organisers", M, employer(members=3, organisers=2), "组织员2人，应为1人"),
    ("LAW-10", "late", E, union(meeting_on=ON - timedelta(31)), "批复文号和批准日期"),
    ("LAW-10", "late", E, union(meeting_on=ON - timedelta(31), approval_no="1号"), "批准日期"),
    ("LAW-11", "still_active", E, union(employers=firms(5, status="deregistered")), "第1公司"),
    ("LAW-11", "not_reported", M,
     union(status="dissolved", dissolved_on=date(2026, 3, 1), members_left=0), "2026年3月1日撤销"),
    ("LAW-11", "members_left", M,
     union(status="dissolved", dissolved_reported_on=ON, members_left=4), "会员4人"),
    ("LAW-12", "none", E, union(legal_person=False), "没有法人资格"),
    ("LAW-12", "incomplete", E, union(legal_person=True, certificate_no="1"), "统一社会信用代码"),
    ("LAW-12", "incomplete", E, union(legal_person=True, credit_code=CODE), "证书号"),
    ("LAW-12", "foreign_code", M, union(credit_code="91999999TE5T00016A"), "81或89"),
    ("LAW-12", "bad_code", M, union(credit_code=CODE[:-1] + "C"), "校验码"),
    ("LAW-12", "bad_code", M, union(credit_code="81O99999TE5T00016B"), "字符"),
    ("CERT-01", "expired", M,
     union(certificate_until=ON - timedelta(1), term_until=ON - timedelta(1)), "过期1天"),
    ("CERT-01", "term_differs", E,
     union(certificate_until=date(2028, 1, 1), term_until=date(2027, 1, 1)), "2027年1月1日"),
    ("CERT-01", "renew", I,
     union(certificate_until=ON + timedelta(30), term_until=ON + timedelta(30)), "还有30天"),
    ("CERT-01", "soon", I,
     union(certificate_until=ON + timedelta(60), term_until=ON + timedelta(60)), "还有60天"),
    ("FED-02", "few", E, federation(covered_unions=1), "1个，少于2个"),
    ("FED-03", "only_employers", E, federation(covered_unions=0, covered_employers=97), "97个"),
    ("FED-03", "over_unions", M, joint(covered_unions=2, covered_employers=3), "2个工会"),
    ("FED-04", "cycle", M, union(uppers=(("u2", "乙"), ("u1", "宏达公司工会"))), "成环"),
    ("FED-04", "cycle", M, union(uppers=(("u2", "乙"), ("u3", "丙"), ("u2", "乙"))), "成环"),
    ("FED-04", "no_upper", M, union(), "没有上级工会"),
    ("FED-04", "deep", M, union(uppers=tuple((f"x{n}", f"第{n}") for n in range(6))), "第7级"),
    ("FED-05", "twice", E, double("甲工会", "乙工会"), "甲工会、乙工会"),
    ("FED-06", "split", E, joint(employers=firms(25, 24, None)), "有1个：第1公司（25人）"),
    ("FED-07", "ending", E, federation(form="joint_committee"), "「联合工会委员会」"),
    ("STA-01", "below_target", E, share(799, 1000), "79.90%"),
    ("STA-01", "below_floor", M, share(599, 1000), "低于60%"),
    ("STA-02", "below_target", E, share(600, 1000), "60.00%"),
    ("STA-02", "below_floor", M, share(0, 1000), "0.00%"),
    ("STA-02", "over_own", M, share(101, 100), "职工数未更新"),
    ("STA-02", "over_own", M, share(5, 0), "会员5人"),
    ("STA-02", "over_open", E, share(101, 100, type="joint"), "101.00%"),
    ("STA-03", "own", M, union(members=10, workers=9), "会员10人，多于职工9人"),
    ("STA-03", "open", E, joint(members=10, workers=9), "会员10人，多于职工9人"),
    ("STA-04", "part", M, part(10, parts=(("女会员", 11),)), "女会员 11，大于会员人数 10"),
    ("STA-04", "sum", M, part(10, rows=(4, 5)), "下级之和为 9，相差 1"),
    ("STA-05", "change", E, change(100, 121), "增加21.00%"),
    ("STA-05", "change", E, change(100, 79), "减少21.00%"),
    ("STA-05", "from_zero", E, change(0, 5), "上年为 0"),
    ("STA-06", "priority", E, employer(workers=100), "职工100人"),
    ("STA-06", "members", E, employer(members=25), "会员25人"),
    ("LOC-01", "late", E, employer(opened_on=date(2025, 12, 29)), "超过6个月"),
    ("TWN-01", "form", E, union(is_root=True, office_kind="zone", form="branch"), "形式"),
    ("TWN-02", "bare", E, place(False, False), "青山村没有工会"),
]  # fmt: skip

MISSING: list[tuple[str, Any]] = [
    ("LAW-01", employer()),
    ("LAW-01", employer(union_type="joint")),
    ("LAW-02", employer(union_type="single")),
    ("LAW-02", employer(members=5, union_type="joint")),
    ("LAW-10", union()),
    ("LAW-10", union(approval_no="1号")),
    ("LAW-11", union()),
    ("LAW-11", union(status="dissolved", dissolved_reported_on=ON)),
    ("LAW-12", union()),
    ("LAW-12", union(credit_code=CODE)),
    ("CERT-01", union(certificate_no="1")),
    ("CERT-01", union(certificate_until=date(2028, 1, 1))),
    ("FED-02", federation()),
    ("FED-03", federation()),
    ("FED-03", federation(covered_unions=0, covered_employers=0)),
    ("FED-03", federation(covered_employers=97)),
    ("FED-03", joint()),
    ("FED-06", joint()),
    ("FED-06", joint(employers=firms(3, None))),
    ("FED-07", union()),
    ("STA-01", share(5, None)),
    ("STA-01", share(None, 5)),
    ("STA-01", share(0, 0)),
    ("STA-02", share(5, None)),
    ("STA-02", share(None, 5)),
    ("STA-03", union(members=3)),
    ("STA-03", union(workers=3)),
    ("STA-04", part(None)),
    ("STA-04", part(5, parts=(("女会员", None),))),
    ("STA-04", part(5, rows=(5, None))),
    ("STA-04", part(0, rows=())),
    ("STA-05", change(None, 5)),
    ("STA-05", change(5, None)),
    ("STA-06", employer()),
    ("STA-06", employer(members=5)),
    ("LOC-01", employer()),
    ("TWN-01", union(is_root=True, office_kind="township")),
    ("TWN-02", place(None, False)),
    ("TWN-02", place(False, None)),
]

MISSING += [("READ-01", listed()), ("DUP-01", doubled((), code=None))]

NOT_APPLICABLE: list[tuple[str, Any]] = [
    ("LAW-01", employer(members=24)),
    ("LAW-01", employer(members=30, status="deregistered")),
    ("LAW-01", employer(members=30, should_unionise="exempt")),
    ("LAW-02", employer(members=25)),
    ("LAW-02", employer(members=0)),
    ("LAW-02", employer(members=5, status="moved_out")),
    ("LAW-02", employer(members=5, union_type="branch")),
    ("LAW-02", employer(members=5, union_type="single", union_status="preparing")),
    ("LAW-10", union(meeting_on=ON - timedelta(30))),
    ("LAW-10", union(type="branch")),
    ("LAW-10", union(outside=True)),
    ("LAW-11", union(status="preparing")),
    ("LAW-11", federation()),
    ("LAW-12", union(type="group")),
    ("LAW-12", union(status="dissolved")),
    ("LAW-12", union(outside=True)),
    ("CERT-01", union()),
    ("CERT-01", union(legal_person=False)),
    ("CERT-01", union(status="preparing", certificate_until=ON)),
    ("FED-02", union(covered_unions=0)),
    ("FED-03", union(covered_unions=1)),
    ("FED-04", union(outside=True)),
    ("FED-04", union(status="dissolved")),
    ("FED-06", federation(employers=firms(90))),
    ("FED-07", union(status="dissolved", form="federation")),
    ("FED-07", union(form="other")),
    ("STA-02", share(0, 0)),
    ("STA-03", union(outside=True, members=5, workers=1)),
    ("STA-06", employer(workers=300, should_unionise="deferred")),
    ("STA-06", employer(workers=99, members=24)),
    ("LOC-01", employer(status="revoked", opened_on=date(2020, 1, 1))),
    ("LOC-01", employer(opened_on=date(2025, 12, 31))),
    ("TWN-01", union(office_kind="township", form="branch")),
    ("TWN-01", union(is_root=True, office_kind="enterprise", form="branch")),
    ("TWN-02", place(False, False, "park")),
]


@pytest.mark.parametrize(("rule_id", "facts"), PASSES)
def test_kept_rules_pass(rule_id: str, facts: Any):
    assert one(rule_id, facts).result is Result.PASS


@pytest.mark.parametrize(("rule_id", "outcome", "severity", "facts", "said"), FAILURES)
def test_broken_rules_are_told_with_their_figures(
    rule_id: str, outcome: str, severity: Severity, facts: Any, said: str
):
    found = one(rule_id, facts)
    assert found.result is Result.FAIL
    assert found.severity is severity
    assert said in found.message
    assert found.message.startswith(facts.name)
    assert not re.search(r"[{}]|None", found.message)
    wording = BOOK.rule(rule_id, on=ON).outcomes[outcome].say or ""
    assert found.message.endswith(re.split(r"[{}]", wording)[-1])
    assert (found.kind, found.id, found.title) == (facts.kind, facts.id, facts.name)
    assert found.basis


@pytest.mark.parametrize(("rule_id", "facts"), MISSING)
def test_missing_input_is_never_a_pass(rule_id: str, facts: Any):
    found = one(rule_id, facts)
    assert found.result is Result.NO_DATA
    assert "没有填" in found.message


@pytest.mark.parametrize(("rule_id", "facts"), NOT_APPLICABLE)
def test_rules_that_do_not_apply_say_so(rule_id: str, facts: Any):
    assert one(rule_id, facts).result is Result.NOT_APPLICABLE


def test_every_rule_has_its_cases_and_every_outcome_was_seen():
    judged = {rule_id for table in TABLES.values() for rule_id in table}
    own = {rule.id for rule in BOOK.rules("organisations", on=ON)}
    assert judged == own
    for cases in (PASSES, FAILURES):
        assert {case[0] for case in cases} == judged
    assert {case[0] for case in MISSING} == judged - {"FED-04", "FED-05"}  # complete by nature
    told = {(rule_id, outcome) for rule_id, outcome, *_ in FAILURES}
    every = {(rule_id, o) for rule_id in own for o in BOOK.rule(rule_id, on=ON).outcomes}
    assert told == every


@pytest.mark.parametrize("facts", [case[3] for case in FAILURES if case[0] == "LAW-01"])
def test_before_the_law_nothing_is_judged(facts: Any):
    assert one("LAW-01", facts, on=date(1995, 1, 1)).result is Result.NOT_APPLICABLE


def test_several_faults_of_one_union_are_told_apart():
    late = union(certificate_until=ON - timedelta(9), term_until=date(2027, 1, 1))
    assert [f.severity for f in judge("CERT-01", late)] == [M, E]
    gone = union(status="dissolved", members_left=2)
    assert [f.field for f in judge("LAW-11", gone)] == ["dissolved_reported_on", ""]
    unsure = judge("CERT-01", union(certificate_until=ON))
    assert [f.result for f in unsure] == [Result.FAIL, Result.NO_DATA]


def test_a_certificate_is_valid_on_its_last_day_and_reminders_start_on_time():
    def of(days: int) -> Finding:
        until = ON + timedelta(days)
        return one("CERT-01", union(certificate_until=until, term_until=until))

    assert of(0).severity is I
    assert of(-1).severity is M
    assert "已可以申请换发" in of(30).message
    assert "已可以申请换发" not in of(31).message
    assert of(61).result is Result.PASS


def test_days_left_do_not_make_an_explanation_lapse():
    until = ON - timedelta(1)
    today = union(certificate_until=until, term_until=until)
    later = union(certificate_until=until, term_until=until, on=ON + timedelta(40))
    assert one("CERT-01", today).values == one("CERT-01", later).values
    assert one("CERT-01", today).message != one("CERT-01", later).message


def test_a_county_may_lower_the_threshold():
    head = '[pack]\nid = "c"\ntitle = "c"\nversion = "1"\nscope = "310115"\n'
    local = read_pack((head + "[rules.LAW-01.params]\nmembers = 20\n").encode(), "c")
    book = RuleBook([*shipped(), local], "310115001")
    assert "达到20人" in one("LAW-01", employer(members=20), book=book).message


def test_an_unconfirmed_rule_is_at_most_to_be_explained():
    sure = RuleBook(shipped(), "310115001", {"FED-02"})
    assert one("FED-02", federation(covered_unions=1)).severity is E
    assert one("FED-02", federation(covered_unions=1), book=sure).severity is M
    assert "依据未核对" in one("FED-02", federation(covered_unions=1)).basis


@given(st.integers(0, 200))
def test_exactly_25_members_part_the_two_rules(members: int):
    facts = employer(members=members)
    large, small = one("LAW-01", facts), one("LAW-02", facts)
    assert (large.result is Result.FAIL) is (members >= 25)
    assert (small.result is Result.FAIL) is (0 < members < 25)


@given(st.integers(0, 10**6), st.integers(1, 10**6))
def test_rates_are_judged_without_rounding(numerator: int, denominator: int):
    found = one("STA-01", share(numerator, denominator))
    if numerator * 5 >= denominator * 4:
        assert found.result is Result.PASS
    else:
        assert found.severity is (E if numerator * 5 >= denominator * 3 else M)


@given(st.integers(0, 10**6), st.integers(0, 10**6))
def test_a_fifth_more_or_less_needs_no_reason(previous: int, current: int):
    found = one("STA-05", change(previous, current))
    assert (found.result is Result.PASS) is (abs(current - previous) * 5 <= previous)


@given(st.integers(0, 1000), st.integers(0, 1000))
def test_members_over_workers_are_always_told(members: int, workers: int):
    single = one("STA-03", union(members=members, workers=workers))
    open_ = one("STA-03", joint(members=members, workers=workers))
    assert (single.result is Result.FAIL) is (members > workers) is (open_.result is Result.FAIL)


@given(st.lists(st.integers(0, 100), min_size=1, max_size=20), st.integers(-3, 3))
def test_rows_add_up_or_it_is_told(rows: list[int], off: int):
    total = sum(rows) + off
    found = one("STA-04", part(total, rows=tuple(rows)))
    assert (found.result is Result.PASS) is (off == 0)
