"""The rules over real records: what is fetched, who is named, where a finding leads."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from app.areas.cadres import acts
from app.areas.cadres.checks import run_checks
from app.areas.cadres.checks.facts import federation as federation_facts_of
from app.areas.cadres.checks.look import Look
from app.areas.cadres.checks.share import share_of
from app.areas.cadres.page.organs_detail import _share_rows
from app.areas.organisations.acts import NewReading, edit_union, join_federation, set_readings
from app.base.days import calendar_year
from app.base.findings import Finding, Result
from app.base.lists import Tone
from app.rules.office import rule_book

DAY = date(2026, 11, 22)


def found(
    cadres: Any, rule: str, *, day: date = DAY, every: bool = False, **kw: Any
) -> list[Finding]:
    def run(conn: Any) -> list[Finding]:
        book = rule_book(conn)
        return run_checks(conn, day=day, year=day.year, book=book, rule=rule, every=every, **kw)

    return [f for f in cadres.space.read(run) if f.rule == rule]


def results(cadres: Any, rule: str, record: str, **kw: Any) -> list[str]:
    return [f.result.value for f in found(cadres, rule, every=True, **kw) if f.id == record]


@pytest.fixture
def small(cadres):
    """甲 with 30 members (12 women), 250 workers, a committee of one chair."""
    numbers = [
        NewReading("union", cadres.one, code, value)
        for code, value in (("J201", 250), ("J206", 30), ("J207", 12))
    ]
    cadres.do(set_readings, numbers, on_day=date(2026, 6, 1), source="年报")
    cadres.body_id, cadres.term_id, cadres.chair = cadres.led()
    return cadres


def test_the_size_of_a_committee_by_the_members_that_are_reported(small):
    (one,) = found(small, "ELE-01", unit=small.one)
    assert (one.kind, one.id, one.result) == ("organs", small.one, Result.FAIL)
    assert "有会员30人" in one.message
    for name in ("委员甲", "委员乙"):
        small.post("member", body=small.body_id, name=name)
    assert results(small, "ELE-01", small.one) == ["pass"]


def test_women_and_audit_and_a_full_time_chair(small):
    assert results(small, "ELE-12", small.one) == ["fail"]
    small.body("women")
    assert results(small, "ELE-12", small.one) == ["pass"]
    small.do(edit_union, small.one, own_account=True)
    assert results(small, "ELE-11", small.one) == ["fail"]
    audit = small.body("audit")
    person = small.posts(role="chair")[0]["person_id"]
    small.post("audit_director", person, body=audit)
    said = "".join(f.message for f in found(small, "ELE-11"))
    assert "有1人" in said
    assert "（主席）" in said
    small.do(acts.edit_post, small.chair, service="part_time")
    assert results(small, "LAW-05", small.one) == ["fail"]
    small.do(acts.change_post, small.chair, since=date(2026, 1, 1), service="full_time")
    assert results(small, "LAW-05", small.one) == ["pass"]


def test_an_appointed_committee_makes_every_rule_of_elections_not_applicable(cadres):
    body = cadres.body(appointed=True, doc_no="任〔2024〕1号")
    cadres.term(body, date(2018, 1, 1), 5)
    cadres.post("chair", body=body, since=date(2018, 1, 1), name="任命主任")
    rules = [r for r in cadres.space.read(lambda c: rule_book(c).ids) if r.startswith("ELE-")]
    mine = {r: results(cadres, r, cadres.one) for r in rules}
    assert set(mine) >= {"ELE-01", "ELE-06", "ELE-11", "ELE-12", "ELE-15"}
    assert {one for got in mine.values() for one in got} <= {"not_applicable"}
    assert found(cadres, "ELE-14") == []
    assert found(cadres, "LAW-04") == []


def test_a_chair_moved_within_the_term(small):
    small.do(acts.end_post, small.chair, on=date(2026, 5, 1), ended="moved",
             own_consent_on=date(2026, 4, 1))  # fmt: skip
    (one,) = found(small, "LAW-07")
    assert (one.kind, one.id) == ("post", small.chair)
    assert "上一级工会同意" in one.message
    small.do(acts.edit_post, small.chair, upper_consent_on=date(2026, 4, 9))
    assert found(small, "LAW-07") == []
    (vacant,) = found(small, "ELE-15")
    assert "2026年5月1日起空缺" in vacant.message


def test_training_counts_from_the_first_day_of_an_office_without_a_gap(small):
    (one,) = found(small, "ELE-14")
    assert "2024年3月1日任职" in one.message
    small.do(acts.change_post, small.chair, since=date(2026, 6, 1), service="full_time")
    (one,) = found(small, "ELE-14")
    assert "2024年3月1日任职" in one.message
    person = small.posts(until=None)[0]["person_id"]
    course = small.do(acts.add_training, title="上岗", since=date(2024, 10, 1), kind="new_chair")
    small.do(acts.record_trained, course, people=[person])
    assert found(small, "ELE-14") == []


def test_terms_of_the_ledger_are_judged_too_until_detail_is_kept(cadres):
    cadres.do(edit_union, cadres.two, term_until=DAY - timedelta(10))
    assert results(cadres, "ELE-06", cadres.two) == ["fail"]
    body = cadres.body(union=cadres.two)
    cadres.term(body, date(2025, 1, 1), 5)
    assert results(cadres, "ELE-06", cadres.two) == ["pass"]
    audit = cadres.body("audit", union=cadres.two)
    cadres.term(audit, date(2025, 1, 1), 3)
    (one,) = found(cadres, "ELE-13")
    assert "经费审查委员会" in one.message


def test_a_federation_says_live_whose_chair_is_missing(cadres):
    federation = cadres.office.union("镇工会联合会", "regional_federation")
    others = [cadres.one, cadres.two, cadres.office.union("丙公司工会")]
    for union in others:
        cadres.do(join_federation, union_id=union, federation_id=federation, since=None)
    chairs = []
    for union, name in zip(others[:2], ("甲主席", "乙主席"), strict=True):
        body = cadres.body(union=union)
        chairs.append(cadres.people.person(name))
        cadres.post("chair", chairs[-1], body=body, union=union)
    cadres.do(edit_union, others[2], chair="丙主席")
    body = cadres.body(union=federation)
    cadres.post("chair", body=body, union=federation, name="外来主席")
    (one,) = found(cadres, "FED-01")
    assert "至少还要2人" in one.message
    for name in ("甲主席", "乙主席", "丙主席"):
        assert name in one.message
    standing = cadres.space.read(lambda c: share_of(c, federation, DAY))
    assert (standing.share.inside, standing.share.needed, standing.unions) == (0, 2, 3)
    assert standing.said == "还要 2 人才过半数：3 位主席中 0 位进了委员会，委员共 1 人。"
    assert {row.status.tone for row in _share_rows(standing)} == {Tone.WARN}
    for person in chairs:
        cadres.post("member", person, body=body, union=federation)
    assert found(cadres, "FED-01") == []
    standing = cadres.space.read(lambda c: share_of(c, federation, DAY))
    assert [c.person for c in standing.share.missing] == ["丙主席"]
    assert standing.said == "已过半数：3 位主席中 2 位进了委员会，委员共 3 人。"
    rows = [(row.title, row.status.tone) for row in _share_rows(standing)]
    assert rows[0] == ("丙主席", Tone.IDLE)
    assert {tone for _name, tone in rows[1:]} == {Tone.GOOD}
    given = [NewReading("union", others[0], "J206", 40)]
    cadres.do(set_readings, given, on_day=DAY)
    away = cadres.office.union("别处工会")
    cadres.post("chair", body=cadres.body(union=away), union=away, name="别人")

    def looked(conn: Any, top: str | None) -> tuple[Any, Any, Any]:
        look = Look(conn, DAY, calendar_year(DAY.year), rule_book(conn), top=top)
        facts = federation_facts_of(look, look.register.unions[federation])
        return facts, set(look.posts), look.members(federation)

    alone, whole = (cadres.space.read(lambda c, t=top: looked(c, t)) for top in (federation, None))
    assert alone[0] == whole[0]
    assert alone[2] == whole[2] == 40
    assert alone[1] < whole[1]  # of the unions elsewhere nothing is fetched
    assert cadres.space.read(lambda c: share_of(c, cadres.one, DAY)) is None


def test_the_office_has_somebody_full_time(cadres):
    assert results(cadres, "TWN-03", cadres.office.root) == ["fail"]
    cadres.post("staff", union=cadres.office.root, service="full_time", duties="统计")
    assert results(cadres, "TWN-03", cadres.office.root) == ["pass"]
    cadres.post("vice_chair", union=cadres.office.root, name="挂职副主席", service="seconded",
                seconded_until=DAY + timedelta(20))  # fmt: skip
    (one,) = found(cadres, "CAD-01")
    assert "挂职副主席（副主席）" in one.message
    (soon,) = found(cadres, "TWN-04")
    assert "还有20天" in soon.message
