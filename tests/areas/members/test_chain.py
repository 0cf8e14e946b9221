"""What may follow what in a membership, and the papers that go with it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from app.areas import AREAS
from app.areas.members import acts
from app.areas.members.page import MOVE
from app.areas.members.page.batch_forms import move_everybody
from app.areas.members.records import IDENTITY, MEMBERSHIP, PERSON, TRANSFER
from app.areas.organisations.acts import merge_unions
from app.base.errors import UserError
from app.base.home import Target
from app.paper.asking import findings_of
from tests.areas.members.rosters import identity
from tests.areas.members.test_acts import spells
from tests.areas.members.windows import TODAY

D = date
ENDS = {
    "left": lambda do, one: do(acts.leave, one, on=D(2026, 3, 1)),
    "expelled": lambda do, one: do(acts.expel, one, on=D(2026, 3, 1), decided_on=D(2026, 2, 1)),
    "died": lambda do, one: do(acts.record_death, one, on=D(2026, 3, 1)),
    "sent": lambda do, one: do(acts.send_out, [one], to_name="外地", on=D(2026, 3, 1)),
}
SAYS = {
    "left": "只能重新入会",
    "expelled": "只能重新入会",
    "died": "不能再有会籍",
    "sent": "还在等对方接收",
}


def begins(people: Any, one: str) -> dict[str, Any]:
    """Ways in which a membership can begin."""
    do, union, day = people.space.do, people.two, D(2026, 5, 1)
    return {
        "join": lambda: do(acts.join, one, union_id=union, since=day),
        "letter": lambda: do(
            acts.transfer_in, one, from_name="外地", to_union_id=union, on=day
        ),
        "record": lambda: do(acts.record_member, one, union_id=union, since=day),
    }  # fmt: skip


@pytest.mark.parametrize("end", ENDS)
def test_what_cannot_follow_is_refused_with_a_sentence(people: Any, end: str) -> None:
    one = people.member()
    ENDS[end](people.space.do, one)
    before = spells(people, one)
    allowed = {"join"} if end in ("left", "expelled") else set()
    for way, begin in begins(people, one).items():
        if way in allowed:
            continue
        with pytest.raises(UserError, match="ENDED") as told:
            begin()
        assert SAYS[end] in told.value.message
        assert told.value.advice
    assert spells(people, one) == before
    for way in allowed:
        begins(people, one)[way]()
        assert spells(people, one)[-1][4] == "joined"


def test_who_was_received_elsewhere_may_come_back_but_is_no_opening_member(people: Any) -> None:
    one = people.member()
    (paper,) = people.space.do(acts.send_out, [one], to_name="外地", on=D(2026, 3, 1)).result
    people.space.do(acts.confirm_received, [paper], on=D(2026, 4, 1))
    ways = begins(people, one)
    with pytest.raises(UserError, match="不是启用以前就在"):
        ways["record"]()
    ways["letter"]()
    assert spells(people, one)[-1][4] == "transferred_in"


@pytest.mark.parametrize(
    ("end", "offered"),
    [("left", ["join"]), ("died", []), ("sent", ["received", "take_back"])],
)
def test_the_window_offers_only_what_may_follow(shown: Any, end: str, offered: list[str]) -> None:
    ENDS[end](shown.people.space.do, shown.li)
    shown.member(shown.li)
    steps = {"join", "letter", "record", "received", "take_back", "transfer", "retain", "restore",
             "leave", "expel", "death", "send_out"}  # fmt: skip
    assert [key for key in shown.acts() if key in steps] == offered


def test_the_steps_of_an_expulsion_have_an_order(people: Any) -> None:
    one = people.member()
    for days in (
        {"decided_on": D(2026, 3, 2)},
        {"decided_on": D(2026, 2, 1), "reported_on": D(2026, 2, 10)},
    ):
        with pytest.raises(UserError, match="先由会员小组讨论决定"):
            people.space.do(acts.expel, one, on=D(2026, 3, 1), **days)
    assert spells(people, one)[-1][5] is None


def test_who_is_sent_back_is_what_she_was_in_her_group_with_her_dues(people: Any) -> None:
    do = people.space.do
    one, kept = people.member("甲"), people.member("乙")
    (spell,) = people.office.rows(select(MEMBERSHIP).where(MEMBERSHIP.c.person_id == one))
    do(acts.correct_membership, spell["id"], group_name="一车间", dues_until=D(2026, 4, 30))
    do(acts.retain, [kept], on=D(2026, 2, 1), reason="retired")
    papers = do(acts.send_out, [one, kept], to_name="外地", on=D(2026, 5, 1)).result
    assert [t["dues_until"] for t in people.office.rows(select(TRANSFER))][:1] == [D(2026, 4, 30)]
    for paper in papers:
        do(acts.take_back, paper, on=D(2026, 6, 1))
    rows = people.office.rows(select(MEMBERSHIP).where(MEMBERSHIP.c.until.is_(None)))
    now = {r["person_id"]: (r["status"], r["group_name"], r["dues_until"]) for r in rows}
    assert now == {one: ("active", "一车间", D(2026, 4, 30)), kept: ("retained", None, None)}
    assert people.office.figure("J224").value == 1


def test_everybody_who_moves_has_the_paper_of_it(people: Any) -> None:
    one, kept = people.member("甲"), people.member("乙")
    people.space.do(acts.retain, [kept], on=D(2026, 2, 1), reason="retired")
    with pytest.raises(UserError, match="SAME_UNION"):
        people.space.do(
            acts.move_everybody, people.one, to_union_id=people.one, on=D(2026, 5, 1)
        )  # fmt: skip
    made = people.space.do(
        acts.move_everybody, people.one, to_union_id=people.two, on=D(2026, 5, 1)
    ).result
    papers = people.office.rows(select(TRANSFER))
    assert {p["id"] for p in papers} == set(made)
    assert {(p["person_id"], p["from_union_id"], p["to_union_id"]) for p in papers} == {
        (one, people.one, people.two), (kept, people.one, people.two),
    }  # fmt: skip
    people.space.undo()
    assert people.office.rows(select(TRANSFER)) == []


def test_a_firm_that_leaves_its_joint_union_takes_its_people_along(people: Any) -> None:
    one, other = people.member("甲"), people.member("乙")
    people.at_work(one, since=D(2024, 1, 1))
    people.space.do(
        acts.transfer, [one, other], to_union_id=people.two, on=D(2026, 5, 1),
        employer_id=people.firm,
    )  # fmt: skip
    for who in (one, other):
        assert spells(people, who)[-1][0] == "乙"


def test_a_corrected_day_stands_on_the_paper_too(people: Any) -> None:
    do = people.space.do
    one, two, three = (people.member(name) for name in ("甲", "乙", "丙"))
    do(acts.transfer, [one], to_union_id=people.two, on=D(2026, 5, 1))
    do(acts.send_out, [two], to_name="外地", on=D(2026, 5, 1))
    (sent,) = do(acts.send_out, [three], to_name="外地", on=D(2026, 5, 1)).result
    do(acts.confirm_received, [sent], on=D(2026, 5, 20))

    def spell(person: str, **where: Any) -> str:
        query = select(MEMBERSHIP).filter_by(person_id=person, **where)
        return str(people.office.rows(query)[0]["id"])

    def paper(person: str) -> tuple[Any, Any]:
        (row,) = people.office.rows(select(TRANSFER).filter_by(person_id=person))
        return row["sent_on"], row["received_on"]

    do(acts.correct_membership, spell(one, began="transferred_in"), since=D(2026, 4, 1))
    assert paper(one) == (D(2026, 4, 1), D(2026, 4, 1))
    do(acts.correct_membership, spell(one, ended="transferred_out"), until=D(2026, 4, 5))
    assert paper(one) == (D(2026, 4, 5), D(2026, 4, 5))
    do(acts.correct_membership, spell(two, ended="transferred_out"), until=D(2026, 6, 1))
    assert paper(two) == (D(2026, 6, 1), None)
    with pytest.raises(UserError, match="会早于转出日期"):
        do(acts.correct_membership, spell(three, ended="transferred_out"), until=D(2026, 6, 1))
    assert paper(three) == (D(2026, 5, 1), D(2026, 5, 20))


def test_a_membership_that_never_was_has_no_paper_and_opens_only_what_led_into_it(
    people: Any,
) -> None:
    do = people.space.do
    one, two = people.member("甲"), people.member("乙")
    do(acts.transfer, [one], to_union_id=people.two, on=D(2026, 5, 1))
    do(acts.leave, two, on=D(2026, 3, 1))
    do(acts.join, two, union_id=people.two, since=D(2026, 3, 1))
    for person in (one, two):
        (row,) = people.office.rows(
            select(MEMBERSHIP).filter_by(person_id=person, until=None)
        )  # fmt: skip
        do(acts.void, row["id"])
    assert people.office.rows(select(TRANSFER)) == []
    held = {s[1:] for s in spells(people, one) if s[3] == "active"}
    assert held == {(None, None, "active", "opening", None)}
    held = {s[1:] for s in spells(people, two) if s[3] == "active"}
    assert held == {(None, D(2026, 3, 1), "active", "opening", "left")}
    people.space.undo()
    people.space.undo()
    assert len(people.office.rows(select(TRANSFER))) == 1


def test_a_name_is_kept_as_a_list_would_bring_it(people: Any) -> None:
    for typed, kept in (("李　芳", "李芳"), (" 张 三 ", "张三"), ("买买提•艾力", "买买提·艾力")):
        one = people.person(typed)
        row = people.office.rows(select(PERSON).where(PERSON.c.id == one))[0]
        assert row["name"] == kept
    people.space.do(acts.rename_person, one, name="艾 力")
    assert people.office.rows(select(PERSON).where(PERSON.c.id == one))[0]["name"] == "艾力"


def test_a_blank_in_a_name_hides_nobody_while_typing(shown: Any) -> None:
    from PySide6.QtWidgets import QLabel

    shown.page.main_act()
    shown.fill(name="王　小明", phone="13812341201")
    said = shown.shell.findChild(QLabel, "register_member_number_warning")
    shown.wait(lambda: "「王小明」" in said.text())


def test_a_document_two_people_have_can_still_be_corrected(people: Any) -> None:
    people.person("一", "E777")
    other = people.space.do(
        acts.add_person, plain={"name": "二"}, documents=[("passport", "E777")], despite=True
    ).result
    (row,) = people.office.rows(select(IDENTITY).filter_by(person_id=other))
    people.space.do(acts.edit_document, row["id"], note="复印件不清", until=D(2026, 3, 1))
    people.person("三", "E888")
    with pytest.raises(UserError, match="DOCUMENT_KNOWN"):
        people.space.do(acts.edit_document, row["id"], number="E888")


def test_a_number_of_15_digits_is_known_by_its_18_and_none_is_registered_twice(people: Any) -> None:
    from app.areas.members.rules.duplicates import forms_of

    new = identity(3)
    old = forms_of("resident_id", new)[-1]
    assert len(old) == 15
    one = people.space.do(
        acts.add_person, plain={"name": "一"}, documents=[("resident_id", old)]
    ).result
    with pytest.raises(UserError, match="DOCUMENT_KNOWN"):
        people.space.do(
            acts.add_person, plain={"name": "二"}, documents=[("resident_id", new)]
        )  # fmt: skip
    with pytest.raises(UserError, match="已经登记了这个证件"):
        people.space.do(acts.add_document, one, type="resident_id", number=old)


def test_who_is_a_member_only_by_her_second_record_stays_one(people: Any) -> None:
    keep = people.member("王小明")
    people.space.do(acts.send_out, [keep], to_name="外地", on=D(2025, 4, 1))
    other = people.member("王小明", union=people.two)
    assert people.office.figure("J224").value == 1
    people.space.do(acts.merge_people, keep, other)
    assert people.office.figure("J224").value == 1
    assert spells(people, keep)[-1] == ("乙", D(2025, 4, 1), None, "active", "opening", None)
    people.space.undo()
    assert spells(people, other) == [("乙", None, None, "active", "opening", None)]
    assert D(2025, 4, 1) < TODAY


def test_the_review_of_a_firms_move_names_those_who_move_and_no_others(shown: Any) -> None:
    people = shown.people
    people.at_work(shown.wang, since=D(2026, 3, 1))
    people.space.do(
        acts.employ, shown.li, employer_name="派遣公司", host_id=people.firm, since=D(2026, 3, 2)
    )
    shown.page.open_form(move_everybody(shown.page.make, None))
    shown.fill(from_union_id=(people.one, "甲公司工会"), to_union_id=(people.two, "乙公司工会"),
               employer_id=(people.firm, "甲公司"))  # fmt: skip
    lines = shown.agree()
    assert [line[0] for line in lines] == ["王小明"]
    shown.wait(lambda: not shown.page.editor.is_open())
    assert [shown.standing(who)[1] for who in (shown.wang, shown.li)] == [
        "乙公司工会", "甲公司工会",
    ]  # fmt: skip


def test_no_phone_is_an_answer_but_not_beside_a_phone(shown: Any) -> None:
    shown.member(shown.wang)
    shown.page.edit()
    shown.wait(shown.page.editor.is_open)
    shown.fill(no_phone=True)
    assert "请把手机号清空" in shown.refused()["no_phone"]
    shown.fill(phone=None)
    shown.save()
    values = shown.card(shown.wang)["values"]
    assert (values["phone"], values["no_phone"]) == (None, True)


def test_members_left_in_a_dissolved_union_are_found_until_they_are_moved(people: Any) -> None:
    for name in ("甲", "乙", "丙"):
        kept = people.member(name)
    people.space.do(acts.retain, [kept], on=D(2026, 2, 1), reason="retired")
    people.space.do(merge_unions, people.one, into=people.two, on=D(2026, 5, 1))

    def said() -> list[str]:
        scope = people.office.scope()
        found = people.space.read(
            lambda c: findings_of(c, AREAS, scope, year=2026, today=TODAY, rules="LAW-11")
        )
        return [one.message for one in found if "会员" in one.message]

    (one,) = said()
    assert "还有会员2人没有转出或保留会籍" in one
    people.space.do(acts.move_everybody, people.one, to_union_id=people.two, on=D(2026, 5, 1))
    assert said() == []
    people.space.undo()
    assert len(said()) == 1


def test_the_record_of_a_union_leads_to_moving_all_its_members(shown: Any) -> None:
    people = shown.people
    shown.shell.go(Target("members", "", people.one, view=MOVE))
    shown.wait(shown.page.editor.is_open)
    assert shown.page.editor.form.value("from_union_id") == people.one
    shown.fill(to_union_id=(people.two, "乙公司工会"))
    assert len(shown.agree()) == 3
    shown.wait(lambda: not shown.page.editor.is_open())
    assert shown.standing(shown.wang)[1] == "乙公司工会"
