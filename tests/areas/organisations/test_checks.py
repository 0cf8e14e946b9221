"""The checks on a real workspace: facts as of a day, one failure and one pass of each kind."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import event

from app.areas.organisations import acts
from app.areas.organisations.acts import NewPlace
from app.areas.organisations.checks import Register, run_checks
from app.areas.organisations.figures import register
from app.areas.organisations.records import COVERAGE, UNION_SPELL
from app.base.days import calendar_year
from app.base.errors import UserError
from app.base.findings import Result, Severity
from app.figures.engine import evaluate
from app.figures.registry import Registry, Scope
from app.rules.office import rule_book
from app.store.notes import (
    confirm_rule,
    explain_finding,
    put_off_finding,
    receive_pack,
    withdraw_explanation,
)
from tests.areas.organisations.town import OPENING, TODAY, Town


def test_a_new_office_has_only_bare_villages_to_look_at(town: Town):
    found = town.check()
    assert {f.rule for f in found} == {"TWN-02"}
    assert [f.title for f in found] == ["一街村", "二街村", "三街社区"]
    assert all(f.severity is Severity.EXPLAIN and f.kind == "place" for f in found)


def test_every_rule_says_something_with_every(town: Town):
    union = town.union()
    town.employer(of=union)
    rules = {f.rule for f in town.check(every=True)}
    book = town.workspace.read(rule_book)
    asked = {r.id for r in book.rules("organisations", on=TODAY) if r.enabled}
    assert asked - rules == {"STA-04", "READ-01"}  # nobody reports a part or a number
    assert {"L01", "L02", "L03", "L20", "L21"} <= rules


def test_25_members_without_a_committee(town: Town):
    alone = town.employer("乙公司", members=30, workers=40)
    small = town.employer("丙公司", members=24, workers=40)
    (found,) = town.failed("LAW-01")
    assert (found.id, found.title, found.kind) == (alone, "乙公司", "employer")
    assert "有会员30人" in found.message
    assert "第十一条" in found.basis
    assert town.result("LAW-02", small).result is Result.FAIL


def test_an_own_union_keeps_both_rules_and_lends_its_headcount(town: Town):
    union = town.union()
    firm = town.employer(of=union)
    assert town.result("LAW-02", firm).result is Result.NO_DATA
    town.report("union", union, J201=30, J206=10)
    assert town.result("LAW-01", firm).result is Result.PASS
    assert town.result("LAW-02", firm).result is Result.PASS


def test_organisers_of_absorbed_firms_are_counted_by_name(town: Town):
    head = town.federation()
    firm = town.employer("丁公司", of=head, members=5, workers=9)
    assert "没有登记组织员" in town.result("LAW-02", firm).message
    (row,) = town.workspace.read(
        lambda c: c.execute(COVERAGE.select().where(COVERAGE.c.employer_id == firm)).all()
    )
    town.do(acts.edit_coverage, row.id, organiser="李敏")
    assert town.result("LAW-02", firm).result is Result.PASS
    town.do(acts.edit_coverage, row.id, organiser="李敏、王建国")
    assert "组织员2人" in town.result("LAW-02", firm).message


def test_a_joint_union_over_one_unit_and_its_large_units(town: Town):
    joint = town.union("大桥楼宇联合工会委员会", type="joint", form="joint_committee")
    town.employer("戊公司", of=joint, members=5, workers=6)
    assert "只涵盖1个单位" in town.failed("LAW-02")[0].message
    town.employer("己公司", of=joint, members=26, workers=40)
    assert town.failed("LAW-02") == []
    (split,) = town.failed("FED-06")
    assert (split.id, split.severity) == (joint, Severity.EXPLAIN)
    assert "己公司（26人）" in split.message


def test_a_closed_firm_leaves_its_union_to_be_dissolved(town: Town):
    union = town.union()
    firm = town.employer(of=union, workers=3, members=3)
    assert town.result("LAW-11", union).result is Result.PASS
    town.do(acts.close_employer, firm, on=date(2026, 5, 1), status="deregistered")
    (found,) = town.failed("LAW-11")
    assert (found.id, "甲公司" in found.message) == (union, True)
    before = town.result("LAW-11", union, day=date(2026, 4, 30))
    assert before.result is Result.PASS  # as of a day
    town.do(acts.dissolve_union, union, on=date(2026, 6, 1))
    assert [f.field for f in town.failed("LAW-11")] == ["dissolved_reported_on"]


def test_certificates_run_out(town: Town):
    soon = TODAY + timedelta(20)
    late = town.union(certificate_until=TODAY - timedelta(3), term_until=TODAY - timedelta(3))
    town.union("乙公司工会委员会", certificate_until=soon, term_until=soon)
    found = town.failed("CERT-01")
    assert {(f.id == late, f.severity) for f in found} == {
        (True, Severity.MUST), (False, Severity.INFO),
    }  # fmt: skip
    assert all(f.field == "certificate_until" for f in found)


def test_federations_count_children_and_members(town: Town):
    head = town.federation()
    assert town.result("FED-02", head).result is Result.NO_DATA
    town.union("甲公司工会委员会", upper_id=head)
    assert "覆盖工会1个" in town.failed("FED-02")[0].message
    other = town.union("乙公司工会委员会")
    town.do(acts.join_federation, union_id=other, federation_id=head, since=date(2026, 1, 1))
    assert town.result("FED-02", head).result is Result.PASS
    town.union("一街村分会", upper_id=head, type="branch", form="branch")
    assert town.result("FED-02", head).values == {"unions": 2}
    assert town.result("FED-02", head, day=date(2025, 6, 1)).result is Result.FAIL


def test_a_circle_is_told_with_its_chain(town: Town):
    one = town.federation("甲工会联合会")
    two = town.federation("乙工会联合会", upper_id=one)
    town.spoil(UNION_SPELL, one, "union_id", upper_id=two)
    found = town.failed("FED-04")
    assert {f.id for f in found} == {one, two}
    assert "甲工会联合会→乙工会联合会→甲工会联合会" in found[1].message + found[0].message


def test_one_firm_in_two_records_counts_twice(town: Town):
    code = "91120114MA05X00017"
    town.employer("甲公司", of=town.union(), credit_code=code)
    second = town.employer("甲公司（新）", of=town.federation(), credit_code=code)
    (found,) = town.failed("DUP-01")
    assert found.severity is Severity.MUST
    assert "甲公司工会委员会、一街村工会联合会" in found.message
    parent = next(e for e in town.check("DUP-01", every=True) if e.result is Result.FAIL).id
    town.do(acts.edit_employer, second, parent_id=parent)
    assert town.failed("DUP-01") == []  # a branch may have its parent's code


def test_a_firm_in_two_unions_counts_twice(town: Town):
    one, two = town.union(), town.federation()
    firm = town.employer(of=one)
    later = date(2027, 1, 1)
    town.write(
        lambda work: work.insert(
            COVERAGE, union_id=two, employer_id=firm, kind="found", since=None, until=later
        )
    )
    (found,) = town.failed("FED-05")
    assert (found.id, found.severity) == (firm, Severity.EXPLAIN)
    assert "甲公司工会委员会、一街村工会联合会" in found.message


def test_listed_and_reported_numbers_are_held_against_each_other(town: Town):
    head = town.federation()
    for n in range(3):
        town.employer(f"第{n}公司", of=head, workers=10, members=8)
    town.report("union", head, J107=5, J201=40)
    (found,) = town.failed("READ-01")
    assert (found.id, found.severity) == (head, Severity.EXPLAIN)
    assert "涵盖单位已录3个，报告5个" in found.message
    assert "职工" not in found.message  # three of five say nothing of the sum
    town.report("union", head, J107=3)
    assert "职工已录30人，报告40人" in town.failed("READ-01")[0].message
    town.do(acts.mark_complete, head, covered_from=date(2026, 4, 1))
    assert town.failed("READ-01") == []  # the list holds, the older report is history
    town.report("union", head, on=date(2026, 6, 1), J201=31)
    assert "指标按名册计" in town.failed("READ-01")[0].message


def test_parts_above_their_total(town: Town):
    union = town.union()
    town.report("union", union, J201=10, J202=11, J206=8, J207=8)
    firm = town.employer(of=union, workers=5)
    town.report("employer", firm, J203=6)
    found = town.failed("STA-04")
    assert [(f.kind, f.id) for f in found] == [("union", union), ("employer", firm)]
    assert "女职工 11，大于职工人数 10" in found[0].message


def test_rates_of_the_office_and_of_each_union(town: Town):
    union = town.union()
    town.employer(of=union, workers=100, members=50)
    town.employer("乙公司")
    (rate,) = town.failed("STA-01")
    assert (rate.kind, rate.id, rate.severity) == ("figure", "R104", Severity.MUST)
    assert "建会率50.00%" in rate.message
    joining = town.failed("STA-02")
    assert [(f.kind, f.id) for f in joining] == [("figure", "R201"), ("union", union)]
    town.report("union", union, J206=101, J201=100)
    assert "职工数未更新" in town.failed("STA-02")[1].message
    assert town.failed("STA-03")[0].severity is Severity.MUST


def test_half_known_headcounts_judge_no_union(town: Town):
    head = town.federation()
    town.employer("甲公司", of=head, workers=100, members=10)
    town.employer("乙公司", of=head, workers=100)
    assert town.result("STA-02", head).result is Result.NO_DATA


def test_last_year_from_records_or_as_typed(town: Town):
    union = town.union()
    town.employer(of=union)
    town.report("union", union, on=date(2025, 3, 1), J201=100, J206=90)
    town.report("union", union, on=date(2026, 3, 1), J201=121, J206=95)
    (found,) = town.failed("STA-05")
    assert (found.id, found.values["previous"], found.values["current"]) == ("J201", 100, 121)
    # before the opening day: what was typed for the office's own union
    assert town.result("STA-05", "J101", day=date(2024, 6, 1)).result is Result.NO_DATA
    town.report("union", town.root, on=date(2023, 12, 31), J101=2, J107=1)
    typed = town.result("STA-05", "J101", day=date(2024, 6, 1))
    assert (typed.values["previous"], typed.values["current"]) == (2, 1)
    assert typed.result is Result.FAIL


def test_before_the_opening_day_nothing_is_known(town: Town):
    town.union()
    assert town.check(day=date(2023, 12, 31)) == []
    every = town.check(day=date(2023, 12, 31), every=True)
    assert {f.result for f in every} == {Result.NO_DATA}
    assert "启用日" in every[0].message


def test_a_single_union_over_two_units_breaks_l02(town: Town):
    union = town.union()
    town.employer("甲公司", of=union)
    assert town.failed("L02") == []
    town.employer("乙公司", of=union)
    (found,) = town.failed("L02")
    assert (found.kind, found.id, found.severity) == ("union", union, Severity.MUST)
    head = town.federation()
    assert town.result("L02", head).result is Result.NO_DATA  # nothing listed is not a failure
    town.report("union", head, J107=1)
    assert town.result("L02", head).result is Result.FAIL


def test_a_village_is_covered_by_a_union_in_it_or_over_its_firms(town: Town):
    town.federation(place_id=town.villages["一街村"])
    town.employer(of=town.union(), place_id=town.villages["二街村"])
    assert [f.title for f in town.failed("TWN-02")] == ["三街社区"]
    closed = town.result("TWN-02", town.villages["一街村"])
    assert closed.result is Result.PASS


def test_an_office_that_is_the_villages_own_union_covers_it(workspace):
    place = NewPlace("120114102201", "一街村", "village")
    workspace.do(acts.open_office, kind="village", name="一街村联合工会委员会",
                 opening=OPENING, places=[place])  # fmt: skip

    def read(conn) -> list[Result]:
        found = run_checks(
            conn, day=TODAY, year=2026, book=rule_book(conn), rule="TWN-02", every=True
        )
        return [f.result for f in found]

    assert workspace.read(read) == [Result.PASS]


def test_facts_and_figures_count_the_same_units(town: Town):
    """What the rules see of each union adds up to the figure that is printed."""
    number_only = town.federation("甲村工会联合会")
    town.report("union", number_only, J107=97)
    both = town.federation("乙村工会联合会")
    complete = town.federation("丙村工会联合会")
    for head in (both, complete):
        town.report("union", head, J107=9)
        firms = [town.employer(f"{head[-4:]}{n}公司", of=head) for n in range(3)]
        town.do(acts.change_employer, firms[0], since=date(2026, 2, 1), status="suspended")
        town.do(acts.change_employer, firms[1], since=date(2026, 2, 1), status="moved_out")
    town.do(acts.mark_complete, complete, covered_from=date(2026, 4, 1))
    gone = town.union("丁公司工会委员会")
    town.report("union", gone, J107=1)
    town.do(acts.dissolve_union, gone, on=date(2026, 5, 1))
    town.employer("外来公司", of=town.union("外来公司工会", outside=True))
    town.employer("镇机关", of=town.root)
    town.report("union", town.root, J107=400)
    registry = Registry()
    register(registry)

    def read(conn) -> tuple[int, object]:
        scope = Scope(TODAY, calendar_year(2026), opening=OPENING)
        figure = evaluate(conn, registry, ["J107"], scope)["J107"].value
        records = Register(conn, TODAY)
        unions = [u for u in records.own_unions if u.status == "active" and not u.outside]
        return sum(records.covered(u) or 0 for u in unions), figure

    assert town.workspace.read(read) == (97 + 9 + 2 + 1, 97 + 9 + 2 + 1)


def test_the_form_of_the_office_itself(town: Town):
    assert town.result("TWN-01", town.root).result is Result.PASS
    town.do(acts.correct_union, town.root, day=TODAY, form="branch")
    assert town.failed("TWN-01")[0].id == town.root


def test_one_unit_alone_is_what_is_below_it_and_in_its_village(town: Town):
    here = town.villages["一街村"]
    head = town.federation(place_id=here)
    town.union("里面工会委员会", upper_id=head, certificate_until=TODAY - timedelta(1))
    town.union("外面工会委员会", certificate_until=TODAY - timedelta(1))
    town.employer("村里公司", members=30, workers=40, place_id=here)
    town.employer("村外公司", members=30, workers=40, place_id=town.villages["二街村"])
    assert [f.title for f in town.failed("CERT-01", unit=head)] == ["里面工会委员会"]
    assert [f.title for f in town.failed("LAW-01", unit=head)] == ["村里公司"]
    assert {f.title for f in town.failed("LAW-01")} == {"村里公司", "村外公司"}
    assert town.failed("LAW-01", unit=town.root) == town.failed("LAW-01")
    rate = town.result("STA-01", head, unit=head)
    assert (rate.values["numerator"], rate.values["denominator"]) == (0, 1)


def test_an_explanation_stands_until_the_values_change(town: Town):
    firm = town.employer("乙公司", members=30, workers=150)
    (found,) = town.failed("STA-06")
    about = {"rule": found.rule, "kind": found.kind, "object_id": found.id}
    town.do(explain_finding, **about, values=found.values, text="正在筹建")
    assert [f.explanation for f in town.failed("STA-06")] == ["正在筹建"]
    town.report("employer", firm, on=date(2026, 5, 1), J201=160)
    assert [f.explanation for f in town.failed("STA-06")] == [""]
    town.report("employer", firm, on=date(2026, 5, 1), J201=150)
    assert [f.explanation for f in town.failed("STA-06")] == ["正在筹建"]
    town.do(withdraw_explanation, rule="STA-06", object_id=firm)
    assert [f.explanation for f in town.failed("STA-06")] == [""]


def test_what_is_put_off_comes_back_on_its_day(town: Town):
    town.employer("乙公司", members=30, workers=150)
    (found,) = town.failed("STA-06")
    until = date(2026, 12, 1)
    town.do(
        put_off_finding, rule=found.rule, kind=found.kind, object_id=found.id,
        values=found.values, until=until,
    )  # fmt: skip
    assert [f.put_off for f in town.failed("STA-06")] == ["2026-12-01"]
    assert [f.put_off for f in town.failed("STA-06", today=until)] == [""]


def test_the_countys_pack_and_a_confirmed_basis_count(town: Town):
    head = town.federation()
    town.union("甲公司工会委员会", upper_id=head)
    assert town.failed("FED-02")[0].severity is Severity.EXPLAIN
    town.do(confirm_rule, rule="FED-02", basis="已对照")
    assert town.failed("FED-02")[0].severity is Severity.MUST
    pack = '[pack]\nid = "c"\ntitle = "区标准"\nversion = "1"\nscope = "120114"\n'
    town.do(receive_pack, name="区标准.toml", content=f"{pack}[rules.FED-02.params]\nunions = 1\n")
    assert town.failed("FED-02") == []


def test_a_disabled_rule_runs_only_when_asked_for(town: Town):
    pack = '[pack]\nid = "c"\ntitle = "区标准"\nversion = "1"\nscope = "120114"\n'
    town.do(receive_pack, name="x", content=f"{pack}[rules.TWN-02]\nenabled = false\n")
    assert town.check() == []
    assert len(town.failed("TWN-02")) == 3


def test_an_unknown_rule_is_refused(town: Town):
    with pytest.raises(UserError) as caught:
        town.check("LAW-77")
    assert caught.value.code == "RULE-UNKNOWN"


def test_unions_that_belong_elsewhere_are_left_alone(town: Town):
    town.union("外来公司工会", outside=True, certificate_until=TODAY - timedelta(9))
    assert {f.rule for f in town.check()} == {"TWN-02"}


def test_the_number_of_statements_does_not_grow_with_the_town(town: Town):
    def statements() -> int:
        counted = 0

        def count(*_: object) -> None:
            nonlocal counted
            counted += 1

        def read(conn) -> None:
            event.listen(conn, "before_cursor_execute", count)
            run_checks(conn, day=TODAY, year=2026, book=rule_book(conn))

        town.workspace.read(read)
        return counted

    town.employer("第一公司", of=town.union("第一公司工会委员会"), workers=9, members=3)
    few = statements()
    for n in range(12):
        town.employer(f"{n}号公司", of=town.union(f"{n}号公司工会委员会"), workers=9, members=3)
    assert statements() == few
