"""入会申请, 集体入会 and 专项行动."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from app.areas.members import acts
from app.areas.members.records import APPLICATION, CAMPAIGN_TARGET, EMPLOYMENT, MEMBERSHIP, PERSON
from app.base.errors import UserError

D = date


def applied(people: Any, name: str = "王小明", **kw: Any) -> str:
    kw.setdefault("received_on", D(2026, 3, 1))
    return people.space.do(acts.apply, name=name, **kw).result


def test_an_application_becomes_a_member(people: Any) -> None:
    row = applied(
        people,
        document_type="passport",
        number="E9",
        phone="13800000000",
        union_id=people.one,
        employer_name="快递站",
        details={"sex": "1", "birth_on": "1990-02-03", "migrant": True},
    )
    made = people.space.do(acts.approve_applications, [row], on=D(2026, 3, 20)).result
    person = people.office.rows(select(PERSON))[0]
    assert (person["id"], person["birth_year"], person["phone"]) == (made[0], 1990, "13800000000")
    member = people.office.rows(select(MEMBERSHIP))[0]
    assert (member["since"], member["approved_on"]) == (D(2026, 3, 20), D(2026, 3, 20))
    assert people.office.rows(select(EMPLOYMENT))[0]["employer_name"] == "快递站"
    with pytest.raises(UserError, match="STATUS"):
        people.space.do(acts.approve_applications, [row], on=D(2026, 3, 21))
    people.space.undo()
    assert people.office.rows(select(PERSON)) == []
    assert people.office.rows(select(APPLICATION))[0]["state"] == "waiting"


def test_a_known_person_is_not_made_twice(people: Any) -> None:
    known = people.person("王小明", "E9")
    row = applied(people, document_type="passport", number="E9", union_id=people.one)
    assert people.space.do(acts.approve_applications, [row], on=D(2026, 3, 20)).result == [known]


def test_a_member_cannot_be_approved_again_and_nobody_is_written(people: Any) -> None:
    people.space.do(acts.record_member, people.person("老会员", "E1"), union_id=people.two)
    new = applied(people, "新人", union_id=people.one)
    old = applied(people, "老会员", document_type="passport", number="E1", union_id=people.one)
    with pytest.raises(UserError, match="MEMBER") as told:
        people.space.do(acts.approve_applications, [new, old], on=D(2026, 3, 20))
    assert "老会员" in told.value.message
    assert {r["state"] for r in people.office.rows(select(APPLICATION))} == {"waiting"}


def test_without_a_union_or_a_reason_it_is_not_decided(people: Any) -> None:
    row = applied(people)
    with pytest.raises(UserError, match="REQUIRED"):
        people.space.do(acts.approve_applications, [row], on=D(2026, 3, 20))
    with pytest.raises(UserError, match="REQUIRED"):
        people.space.do(acts.refuse_applications, [row], on=D(2026, 3, 20), refusal=" ")
    people.space.do(acts.refuse_applications, [row], on=D(2026, 3, 20), refusal="不在本地工作")
    assert people.office.rows(select(APPLICATION))[0]["refusal"] == "不在本地工作"


def test_a_campaign_with_targets_counts_who_joined_in_it(people: Any) -> None:
    campaign = people.space.do(
        acts.add_campaign,
        name="农民工入会集中行动",
        since=D(2026, 3, 1),
        until=D(2026, 6, 30),
        targets={people.one: 20, people.two: 5},
    ).result
    everybody = [people.person(f"人{n}") for n in range(3)]
    people.space.do(
        acts.join_together,
        everybody,
        union_id=people.one,
        since=D(2026, 4, 1),
        campaign_id=campaign,
    )
    rows = people.office.rows(select(MEMBERSHIP))
    assert [r["campaign_id"] for r in rows] == [campaign] * 3
    with pytest.raises(UserError, match="REFERRED"):
        people.space.do(acts.delete_campaign, campaign)
    people.space.do(acts.tag_members, [r["id"] for r in rows], campaign_id=None)
    people.space.do(acts.set_targets, campaign, targets={people.two: 0})
    assert len(people.office.rows(select(CAMPAIGN_TARGET))) == 1
    people.space.do(acts.delete_campaign, campaign)
    people.space.undo()
    assert len(people.office.rows(select(CAMPAIGN_TARGET))) == 1


def test_everybody_who_cannot_be_approved_is_told_at_once(people: Any) -> None:
    people.space.do(acts.record_member, people.person("老会员", "E1"), union_id=people.two)
    rows = [
        applied(people, "新人", union_id=people.one),
        applied(people, "老会员", document_type="passport", number="E1", union_id=people.one),
        applied(people, "没写工会"),
    ]
    with pytest.raises(UserError) as told:
        people.space.do(acts.approve_applications, rows, on=D(2026, 3, 20))
    assert "有 2 份申请不能批准" in told.value.message
    assert "老会员" in told.value.message
    assert "没写工会" in told.value.message
    assert "新人" not in told.value.message
    assert len(people.office.rows(select(PERSON))) == 1


def test_the_paper_of_an_application_names_the_firm_and_then_what_was_decided(people: Any) -> None:
    from app.areas.members.lists.forms import application_facts

    firm = people.office.employer("乙公司")
    row = applied(
        people,
        document_type="passport",
        number="E9",
        union_id=people.one,
        employer_id=firm,
        details={"sex": "1"},
    )
    told = people.space.read(lambda conn: application_facts(conn, row))
    assert (told["employer"], told.get("approved_on")) == ("乙公司", None)
    person = people.space.do(acts.approve_applications, [row], on=D(2026, 3, 20)).result[0]
    people.space.do(acts.edit_person, person, card_no="20260001")
    told = people.space.read(lambda conn: application_facts(conn, row))
    assert (told["employer"], told["approved_on"]) == ("乙公司", "2026年3月20日")
    assert (told["person_id"], told["card_no"]) == (person, "20260001")


def test_the_clerk_sees_what_was_noted_and_who_is_in_the_register(people: Any) -> None:
    from app.areas.members.page.reading import read_application

    known = people.person("老会员", "E1")
    people.space.do(acts.join, known, union_id=people.two, since=D(2025, 3, 1))
    people.space.do(acts.leave, known, on=D(2026, 2, 1))
    row = applied(
        people,
        "老会员",
        document_type="passport",
        number="E1",
        details={"note": "原表：没有这个工会", "native_place": "天津"},
    )
    card = people.space.read(lambda conn: read_application(conn, row, D(2026, 3, 2)))
    told = {fact.label: fact for fact in card.facts}
    assert (told["备注"].value, told["籍贯"].value) == ("原表：没有这个工会", "天津")
    assert told["名册里已有"].value == "老会员，乙公司工会，2026年2月1日退会"
    assert told["名册里已有"].target.id == known
