"""The home page: what waits for whom, and what most members lack."""

from __future__ import annotations

from datetime import date
from typing import Any

from app.areas.members import acts
from app.areas.members.due import due, home, missing
from app.rules.book import RuleBook
from app.rules.packs import shipped

D = date
DAY = D(2026, 11, 22)
BOOK = RuleBook(shipped(), "120114114")


def titles(people: Any, unit: str | None = None) -> list[str]:
    return [d.title for d in people.space.read(lambda c: due(c, day=DAY, book=BOOK, unit=unit))]


def test_an_empty_register_says_nothing(people: Any) -> None:
    assert titles(people) == []
    assert people.space.read(lambda c: home(c, day=DAY, book=BOOK)) == []
    assert people.space.read(lambda c: missing(c, day=DAY)) == []


def test_what_waits(people: Any) -> None:
    gone = [people.member(f"走{n}") for n in range(5)]
    people.space.do(acts.send_out, gone, to_name="外地工会", on=D(2026, 5, 1))
    people.space.do(acts.send_out, [people.member("刚走")], to_name="外地", on=D(2026, 11, 1))
    people.space.do(
        acts.register_incoming,
        people.person("来人"),
        from_name="外地",
        to_union_id=people.two,
        sent_on=D(2026, 11, 1),
    )
    people.space.do(acts.apply, name="申请", received_on=D(2026, 11, 2), union_id=people.one)
    people.space.do(
        acts.add_campaign,
        name="集中行动",
        since=D(2026, 3, 1),
        until=D(2026, 12, 31),
        targets={people.one: 20},
    )
    found = titles(people)
    assert [t for t in found if t.startswith("走")] == [
        f"走{n} 转往外地工会还没有接收" for n in range(3)
    ]
    assert "另有 2 人转出后没有接收" in found
    assert "1 封转入介绍信待接收" in found
    assert "1 份入会申请待审批" in found
    assert "集中行动" in found
    assert "1 封转入介绍信待接收" not in titles(people, people.one)
    assert "1 封转入介绍信待接收" in titles(people, people.two)
    assert not [t for t in titles(people, people.two) if t.startswith("走")]


def test_the_card_and_what_lacks(people: Any) -> None:
    people.member("甲", sex="1", ethnicity="01", birth_on=D(1990, 1, 1), phone="13800000000")
    people.member("乙", no_phone=True)
    people.space.do(acts.retain, [people.member("丙")], on=D(2026, 2, 1))
    card = people.space.read(lambda c: home(c, day=DAY, book=BOOK))[0]
    assert (card.value, card.note) == ("2", "都已实名录入")
    lacks = {d.title: d.note for d in people.space.read(lambda c: missing(c, day=DAY))}
    assert lacks == {
        "会员工作单位没有填": "2 人",
        "会员出生日期没有填": "1 人",
        "会员民族没有填": "1 人",
    }
