"""The rules of 会员 over real records: who is found, what is said, and that sound people pass."""

from __future__ import annotations

from datetime import date
from random import Random
from typing import Any

import pytest
from sqlalchemy import select

from app.areas.members import acts
from app.areas.members.checks import INVARIANTS, run_checks
from app.areas.members.checks.person import check_person
from app.areas.members.records import MEMBERSHIP, TRANSFER
from app.areas.organisations.acts import NewReading, set_readings
from app.base.findings import Finding
from app.base.numbers import make_identity
from app.rules.book import RuleBook
from app.rules.packs import shipped
from app.store.notes import explain_finding

D = date
DAY = D(2026, 11, 22)
BOOK = RuleBook(shipped(), "120114114")


def findings(people: Any, rule: str = "", **kw: Any) -> list[Finding]:
    asked: dict[str, Any] = {"day": DAY, "year": 2026, "book": BOOK, "rule": rule or None, **kw}
    return people.space.read(lambda c: run_checks(c, **asked))


def told(people: Any, rule: str, **kw: Any) -> list[str]:
    return [f.message for f in findings(people, rule, **kw)]


def numbered(people: Any, name: str, number: str, **plain: Any) -> str:
    row = people.space.do(
        acts.add_person, plain={"name": name, **plain}, documents=[("resident_id", number)],
        despite=True,
    ).result  # fmt: skip
    people.space.do(acts.record_member, row, union_id=people.one)
    return row


def test_a_sound_person_is_not_found(people: Any) -> None:
    number = make_identity(Random(3), born=D(1990, 3, 7), male=True)
    born = {"sex": "1", "birth_on": D(1990, 3, 7), "ethnicity": "01", "phone": "13800000001"}
    person = numbered(people, "王小明", number, **born)
    people.at_work(person)
    assert findings(people) == []


def test_documents_and_particulars(people: Any) -> None:
    numbered(people, "错号", "110105199003071230")
    number = make_identity(Random(5), born=D(1990, 3, 7), male=True)
    numbered(people, "不符", number, sex="2", birth_on=D(1991, 3, 7))
    assert any("错号" in m for m in told(people, "MEM-01"))
    assert len([m for m in told(people, "MEM-02") if "不符" in m]) == 2


def test_ages_and_phones(people: Any) -> None:
    people.member("太小", birth_on=D(2012, 1, 1), employment_status="on_post")
    people.member("到龄", birth_on=D(1950, 1, 1), sex="1", employment_status="on_post")
    for n in range(4):
        people.member(f"同机{n}", phone="13800000000")
    people.member("座机", phone="02229381234")
    messages = told(people, "MEM-04")
    assert any("太小" in m for m in messages)
    assert any("到龄" in m for m in messages)
    phones = told(people, "MEM-05")
    assert len([m for m in phones if "同机" in m]) == 4
    assert any("座机" in m for m in phones)


def test_the_same_number_until_a_person_says_they_are_two(people: Any) -> None:
    numbered(people, "甲", "E1")
    numbered(people, "乙", "E1")
    assert len(told(people, "MEM-03")) == 2


def test_completeness_per_union(people: Any) -> None:
    people.member("缺项")
    message = told(people, "MEM-06")
    assert len(message) == 1
    assert "甲公司工会" in message[0]


def test_a_chain_without_a_fitting_reason(people: Any) -> None:
    row = people.member()
    people.space.do(acts.leave, row, on=D(2026, 3, 1), reason="crime")
    people.space.do(acts.join, row, union_id=people.one, since=D(2026, 6, 1))
    assert any("不相称" in m for m in told(people, "MEM-07"))
    good = people.member("善始")
    people.space.do(acts.retain, [good], on=D(2026, 3, 1), reason="retired")
    people.space.do(acts.restore, good, on=D(2026, 4, 1))
    people.space.do(acts.transfer, [good], to_union_id=people.two, on=D(2026, 5, 1))
    assert not [m for m in told(people, "MEM-07") if "善始" in m]


def test_a_transfer_nobody_received(people: Any) -> None:
    row = people.member("悬空")
    people.space.do(acts.send_out, [row], to_name="外地工会", on=D(2026, 5, 1))
    assert any("悬空" in m and "外地工会" in m for m in told(people, "MEM-10"))
    assert told(people, "MEM-10", day=D(2026, 7, 30)) == []
    assert len(told(people, "MEM-10", day=D(2026, 7, 31))) == 1


def test_the_list_beside_the_report_of_its_day(people: Any) -> None:
    people.member("甲一")
    people.member("晚到", since=D(2026, 6, 1))
    reading = NewReading("union", people.one, "J206", 1)
    people.space.do(set_readings, [reading], on_day=D(2026, 5, 1), source="台账")
    assert told(people, "MEM-11") == []
    reading = NewReading("union", people.one, "J206", 61)
    people.space.do(set_readings, [reading], on_day=D(2026, 7, 1), source="台账")
    assert ["2人" in m and "61人" in m for m in told(people, "MEM-11")] == [True]


def test_a_report_that_counts_the_retained(people: Any) -> None:
    people.member("在籍")
    kept = people.member("留")
    people.space.do(acts.retain, [kept], on=D(2026, 3, 1), reason="retired")

    def report(value: int, on: date) -> None:
        reading = NewReading("union", people.one, "J206", value)
        people.space.do(set_readings, [reading], on_day=on, source="台账")

    report(2, D(2026, 6, 30))
    (found,) = findings(people, "MEM-08")
    assert (found.kind, found.id) == ("union", people.one)
    assert "填报的会员数是2人，名册上在籍1人、保留会籍1人" in found.message
    report(1, D(2026, 9, 30))
    assert told(people, "MEM-08") == []
    report(7, D(2026, 10, 31))
    assert told(people, "MEM-08") == []
    assert len(told(people, "MEM-11")) == 1


def test_every_union_is_compared_on_the_day_of_its_own_report(people: Any) -> None:
    for union, name in ((people.one, "甲"), (people.two, "乙")):
        people.member(f"{name}一", union=union)
        people.member(f"{name}二", union=union, since=D(2026, 6, 1))
    for union, day, value in ((people.one, D(2026, 5, 1), 31), (people.two, D(2026, 7, 1), 42)):
        reading = NewReading("union", union, "J206", value)
        people.space.do(set_readings, [reading], on_day=day, source="台账")
    two, one = told(people, "MEM-11")  # by name
    assert "1人" in one
    assert "31人" in one
    assert "2人" in two
    assert "42人" in two


def test_retained_and_expelled_need_their_papers(people: Any) -> None:
    row = people.member("留")
    people.space.do(acts.retain, [row], on=D(2026, 3, 1))
    assert any("没有写原因" in m for m in told(people, "CON-05"))
    out = people.member("除")
    people.space.do(acts.expel, out, on=D(2026, 3, 1), decided_on=D(2026, 2, 1))
    assert any("报上一级" in m for m in told(people, "CON-06"))
    ended = next(r for r in people.office.rows(select(MEMBERSHIP)) if r["ended"] == "expelled")
    people.space.do(acts.correct_membership, ended["id"], end_reported_on=D(2026, 2, 20))
    assert any("先后不对" in m for m in told(people, "CON-06"))  # reported before it was decided
    people.space.do(acts.correct_membership, ended["id"], end_reported_on=D(2026, 3, 5))
    assert told(people, "CON-06") == []


def test_the_year_must_roll_forward(people: Any) -> None:
    a = people.member("旧一")
    people.member("新一", since=D(2026, 3, 1))
    people.space.do(acts.leave, a, on=D(2026, 5, 1))
    results = findings(people, "L07", every=True)
    assert [r.result.value for r in results] == ["not_applicable"]
    later = {"day": D(2027, 6, 1), "year": 2027}
    assert [r.result.value for r in findings(people, "L07", every=True, **later)] == ["pass"]
    people.member("新二", since=D(2026, 4, 1))
    wrong = "UPDATE membership SET since = '2027-02-01' WHERE since = '2026-04-01'"
    wrong = wrong.replace("SET", "SET began = 'retained',")
    people.space.on_writer(lambda raw: raw.execute(wrong))
    assert any("应为" in m for m in told(people, "L07", **later))


def test_the_roster_must_roll_forward_where_others_only_report(people: Any) -> None:
    people.member("旧一")
    people.member("新一", since=D(2027, 3, 1))
    reading = NewReading("union", people.two, "J206", 41)
    people.space.do(set_readings, [reading], on_day=D(2026, 7, 1), source="台账")
    later = {"day": D(2027, 6, 1), "year": 2027}
    assert [r.result.value for r in findings(people, "L07", every=True, **later)] == ["pass"]


def test_only_the_unit_asked_for_and_not_before_the_opening(people: Any) -> None:
    people.member("甲一", phone="1")
    people.member("乙一", phone="1", union=people.two)
    assert len(told(people, "MEM-05")) == 2
    assert len(told(people, "MEM-05", unit=people.two)) == 1
    assert findings(people, day=D(2025, 12, 31)) == []


def test_records_broken_by_hand_are_seen(people: Any) -> None:
    people.member("甲一", birth_on=D(1990, 1, 1))
    whole = people.space.read(lambda c: [f for check in INVARIANTS for f in check(c)])
    assert whole == []
    people.space.on_writer(lambda raw: raw.execute("UPDATE person SET birth_year = 1980"))
    broken = people.space.read(lambda c: [f.rule for check in INVARIANTS for f in check(c)])
    assert broken == ["INV-BIRTH"]


def test_beside_a_person_stands_what_the_whole_check_says_of_her(people: Any) -> None:
    one = numbered(people, "甲", "E1", phone="12345")
    two = numbered(people, "乙", "E1")
    out = people.member("悬空")
    people.space.do(acts.send_out, [out], to_name="外地工会", on=D(2026, 5, 1))
    kept = people.member("留")
    people.space.do(acts.retain, [kept], on=D(2026, 3, 1))
    gone = people.member("除")
    people.space.do(acts.expel, gone, on=D(2026, 3, 1), decided_on=D(2026, 2, 1))
    sound = people.member("平安", phone="13800000001", sex="1", birth_on=D(1990, 3, 7))
    every = findings(people)
    transfers = {row["id"]: row["person_id"] for row in people.office.rows(select(TRANSFER))}

    def hers(person: str) -> list[tuple[str, str]]:
        found = people.space.read(
            lambda c: check_person(c, person, day=DAY, year=2026, book=BOOK, today=DAY)
        )
        return sorted((f.rule, f.message) for f in found)

    for person in (one, two, out, kept, gone, sound):
        about = [f for f in every if person in (f.id, transfers.get(f.id))]
        assert hers(person) == sorted((f.rule, f.message) for f in about)
    rules = [{rule for rule, _ in hers(person)} for person in (one, out, kept, gone)]
    assert {"MEM-03", "MEM-05"} <= rules[0]
    assert "MEM-10" in rules[1]
    assert "CON-05" in rules[2]
    assert rules[3] == {"CON-06"}


@pytest.mark.parametrize("code", ["MEM-01", "MEM-10", "CON-05"])
def test_an_explanation_stands_beside_its_finding(people: Any, code: str) -> None:
    row = people.member("某", phone="13800000001")
    people.space.do(acts.send_out, [row], to_name="外地", on=D(2026, 5, 1))
    kept = people.member("留")
    people.space.do(acts.retain, [kept], on=D(2026, 3, 1))
    numbered(people, "错号", "110105199003071230")
    found = findings(people, code)
    assert found
    first = found[0]
    people.space.do(
        explain_finding,
        rule=code,
        kind=first.kind,
        object_id=first.id,
        values=first.values,
        text="已核实",
    )
    again = findings(people, code)
    assert [f.explanation for f in again if f.id == first.id] == ["已核实"]


def test_a_transfer_hung_on_the_day_looked_at_though_it_was_answered_later(people: Any) -> None:
    one = people.member("悬过")
    (paper,) = people.space.do(acts.send_out, [one], to_name="外地工会", on=D(2026, 1, 10)).result
    people.space.do(acts.confirm_received, [paper], on=D(2026, 9, 1))
    assert len(told(people, "MEM-10", day=D(2026, 8, 31))) == 1
    assert told(people, "MEM-10", day=D(2026, 9, 1)) == []


def test_what_an_expulsion_lacks_stands_with_her_in_later_years(people: Any) -> None:
    one = people.member("除")
    people.space.do(acts.expel, one, on=D(2026, 3, 1), decided_on=D(2026, 2, 1))
    later = D(2028, 1, 5)
    found = people.space.read(
        lambda c: check_person(c, one, day=later, year=2028, book=BOOK, today=later)
    )
    assert [f.rule for f in found] == ["CON-06"]
