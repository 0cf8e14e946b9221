"""What happens to people and memberships, and what is refused."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from app.areas.members import acts
from app.areas.members.records import (
    EMPLOYMENT,
    FORMER_NAME,
    IDENTITY,
    MEMBERSHIP,
    PERSON,
    PERSON_SPELL,
    TRANSFER,
)
from app.base.errors import UserError

D = date


def spells(people: Any, person: str) -> list[tuple[Any, ...]]:
    """(union is 甲, since, until, status, began, ended) of a person's memberships."""
    rows = people.office.rows(select(MEMBERSHIP).where(MEMBERSHIP.c.person_id == person))
    rows.sort(key=lambda r: (r["since"] or date.min, r["id"]))
    return [
        (
            "甲" if r["union_id"] == people.one else "乙",
            r["since"],
            r["until"],
            r["status"],
            r["began"],
            r["ended"],
        )
        for r in rows
    ]


def test_joining_once_for_life(people: Any) -> None:
    person = people.member(since=D(2026, 3, 1))
    assert spells(people, person) == [("甲", D(2026, 3, 1), None, "active", "joined", None)]
    row = people.office.rows(select(PERSON))[0]
    assert row["joined_on"] == D(2026, 3, 1)
    with pytest.raises(UserError, match="MEMBER") as told:
        people.space.do(acts.join, person, union_id=people.two, since=D(2026, 4, 1))
    assert "转入" in told.value.advice


def test_a_number_is_in_the_register_once_unless_a_person_says_so(people: Any) -> None:
    people.person("王小明", "E1")
    with pytest.raises(UserError, match="DOCUMENT_KNOWN"):
        people.person("李四", "E1")
    people.space.do(
        acts.add_person, plain={"name": "李四"}, documents=[("passport", "E1")], despite=True
    )
    assert len(people.office.rows(select(IDENTITY))) == 2


def test_a_refused_person_leaves_nothing(people: Any) -> None:
    people.person("王小明", "E1")
    with pytest.raises(UserError):
        people.person("李四", "E1")
    assert len(people.office.rows(select(PERSON))) == 1
    assert len(people.office.rows(select(PERSON_SPELL))) == 1


def test_transfer_inside_is_one_act_with_its_paper(people: Any) -> None:
    a, b = people.member("甲一"), people.member("甲二", since=D(2026, 2, 1))
    changes = people.space.do(
        acts.transfer, [a, b], to_union_id=people.two, on=D(2026, 5, 1), number="转2026-1"
    )
    assert len(changes.result) == 2
    assert spells(people, a) == [
        ("甲", None, D(2026, 5, 1), "active", "opening", "transferred_out"),
        ("乙", D(2026, 5, 1), None, "active", "transferred_in", None),
    ]
    papers = people.office.rows(select(TRANSFER))
    assert {p["state"] for p in papers} == {"received"}
    people.space.undo()
    assert spells(people, a) == [("甲", None, None, "active", "opening", None)]
    assert people.office.rows(select(TRANSFER)) == []


def test_nobody_moves_if_one_cannot(people: Any) -> None:
    a, b = people.member("甲一"), people.member("王晚来", since=D(2026, 6, 1))
    with pytest.raises(UserError, match="DATES") as told:
        people.space.do(acts.transfer, [a, b], to_union_id=people.two, on=D(2026, 5, 1))
    assert "王晚来" in told.value.message
    assert len(spells(people, a)) == 1


def test_sent_out_and_sent_back(people: Any) -> None:
    a = people.member()
    paper = people.space.do(acts.send_out, [a], to_name="外地工会", on=D(2026, 5, 1)).result[0]
    assert spells(people, a)[-1][5] == "transferred_out"
    people.space.do(acts.take_back, paper, on=D(2026, 6, 1))
    assert spells(people, a)[-1] == ("甲", D(2026, 6, 1), None, "active", "returned", None)
    with pytest.raises(UserError, match="STATUS"):
        people.space.do(acts.confirm_received, [paper], on=D(2026, 6, 2))


def test_sent_out_and_received(people: Any) -> None:
    a = people.member()
    paper = people.space.do(acts.send_out, [a], to_name="外地工会", on=D(2026, 5, 1)).result[0]
    with pytest.raises(UserError, match="DATES"):
        people.space.do(acts.confirm_received, [paper], on=D(2026, 4, 1))
    people.space.do(acts.confirm_received, [paper], on=D(2026, 5, 20))
    assert people.office.rows(select(TRANSFER))[0]["received_on"] == D(2026, 5, 20)


def test_coming_from_outside_in_two_steps(people: Any) -> None:
    a = people.person()
    paper = people.space.do(
        acts.register_incoming,
        a,
        from_name="外地工会",
        to_union_id=people.one,
        sent_on=D(2026, 5, 1),
    ).result
    assert spells(people, a) == []
    people.space.do(acts.accept_incoming, paper, on=D(2026, 5, 3))
    assert spells(people, a) == [("甲", D(2026, 5, 3), None, "active", "transferred_in", None)]


def test_retained_restored_left(people: Any) -> None:
    a = people.member()
    people.space.do(acts.retain, [a], on=D(2026, 3, 1), reason="retired")
    with pytest.raises(UserError, match="STATUS"):
        people.space.do(acts.transfer, [a], to_union_id=people.two, on=D(2026, 4, 1))
    people.space.do(acts.restore, a, on=D(2026, 4, 1))
    people.space.do(acts.leave, a, on=D(2026, 5, 1))
    assert [s[3:] for s in spells(people, a)] == [
        ("active", "opening", "retained"),
        ("retained", "retained", "restored"),
        ("active", "restored", "left"),
    ]
    people.space.do(acts.join, a, union_id=people.two, since=D(2026, 7, 1))
    assert spells(people, a)[-1][4] == "joined"


def test_expelling_needs_a_decision(people: Any) -> None:
    a = people.member()
    with pytest.raises(UserError, match="REQUIRED"):
        people.space.do(acts.expel, a, on=D(2026, 3, 1), decided_on=None)
    people.space.do(acts.expel, a, on=D(2026, 3, 1), decided_on=D(2026, 2, 20))
    assert spells(people, a)[-1][5] == "expelled"


def test_what_never_was_opens_what_led_into_it(people: Any) -> None:
    a = people.member()
    people.space.do(acts.transfer, [a], to_union_id=people.two, on=D(2026, 5, 1))
    rows = people.office.rows(select(MEMBERSHIP))
    first = next(r for r in rows if r["began"] == "opening")
    second = next(r for r in rows if r["began"] == "transferred_in")
    with pytest.raises(UserError, match="LATER"):
        people.space.do(acts.void, first["id"])
    people.space.do(acts.void, second["id"])
    assert ("甲", None, None, "active", "opening", None) in spells(people, a)


def test_correcting_a_day_moves_the_end_before_it(people: Any) -> None:
    a = people.member()
    people.space.do(acts.transfer, [a], to_union_id=people.two, on=D(2026, 5, 1))
    second = next(
        r for r in people.office.rows(select(MEMBERSHIP)) if r["began"] == "transferred_in"
    )
    people.space.do(acts.correct_membership, second["id"], since=D(2026, 4, 1))
    assert [s[1:3] for s in spells(people, a)] == [(None, D(2026, 4, 1)), (D(2026, 4, 1), None)]


def test_nobody_joins_a_dissolved_union_or_one_not_founded_yet(people: Any) -> None:
    late = people.office.union("新工会", founded_on=D(2026, 6, 1))
    a = people.person()
    with pytest.raises(UserError, match="NO_UNION") as told:
        people.space.do(acts.join, a, union_id=late, since=D(2026, 5, 1))
    assert "才成立" in told.value.message
    people.space.do(acts.join, a, union_id=late, since=D(2026, 6, 1))


def test_one_employment_is_followed(people: Any) -> None:
    a = people.member()
    people.at_work(a)
    other = people.office.employer("乙公司")
    people.space.do(acts.employ, a, employer_id=other, since=D(2026, 5, 1), follows=False)
    rows = people.office.rows(select(EMPLOYMENT))
    assert sorted(r["follows"] for r in rows) == [False, True]
    people.space.do(acts.employ, a, employer_name="丙厂", since=D(2026, 6, 1))
    rows = people.office.rows(select(EMPLOYMENT).where(EMPLOYMENT.c.until.is_not(None)))
    assert [r["until"] for r in rows] == [D(2026, 6, 1)]


def test_everybody_moves_with_the_firm(people: Any) -> None:
    a, b = people.member("甲一"), people.member("甲二")
    people.at_work(a)
    people.space.do(
        acts.move_everybody,
        people.one,
        to_union_id=people.two,
        on=D(2026, 5, 1),
        employer_id=people.firm,
    )
    assert spells(people, a)[-1][0] == "乙"
    assert spells(people, b)[-1][0] == "甲"


def test_names_documents_and_deleting(people: Any) -> None:
    a = people.person("王小明", "E1")
    people.space.do(acts.rename_person, a, name="王晓明", on=D(2026, 3, 1))
    assert people.office.rows(select(FORMER_NAME))[0]["name"] == "王小明"
    old = people.office.rows(select(IDENTITY))[0]
    people.space.do(
        acts.add_document, a, type="passport", number="E2", replaces=old["id"], on=D(2026, 3, 1)
    )
    assert len(people.office.rows(select(IDENTITY).where(IDENTITY.c.until.is_(None)))) == 1
    people.space.do(acts.delete_person, a)
    assert people.office.rows(select(PERSON)) == []
    people.space.undo()
    assert people.office.rows(select(PERSON))[0]["name"] == "王晓明"
    b = people.member("有会籍")
    with pytest.raises(UserError, match="REFERRED"):
        people.space.do(acts.delete_person, b)


def test_dated_fields_have_two_acts(people: Any) -> None:
    a = people.person(migrant=True)
    people.space.do(acts.change_person, a, since=D(2026, 3, 1), migrant=False)
    rows = people.office.rows(select(PERSON_SPELL))
    assert sorted((r["since"] is None, r["migrant"]) for r in rows) == [
        (False, False),
        (True, True),
    ]
    people.space.do(acts.correct_person, a, day=D(2026, 4, 1), education="20")
    assert {r["education"] for r in people.office.rows(select(PERSON_SPELL))} == {"20"}
