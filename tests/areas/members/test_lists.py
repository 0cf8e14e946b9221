"""The lists of people: as of a day, narrowed by filters that combine, in order."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from app.areas.members.acts import (
    add_document,
    confirm_received,
    edit_person,
    employ,
    expel,
    join,
    leave,
    record_death,
    register_incoming,
    rename_person,
    restore,
    retain,
    send_out,
    take_back,
    transfer,
)
from app.areas.members.lists import (
    APPLICATIONS,
    FORMER,
    MEMBERS,
    TRANSFERS,
    events_of,
    person_card,
    pick_member,
)
from app.areas.members.records import APPLICATION, CAMPAIGN, TRANSFER
from app.base.lists import Ids, View
from app.store import search
from app.store.work import Work, act
from tests.areas.members.conftest import People

DAY = date(2026, 11, 22)
JUNE = date(2026, 6, 1)


def names(people: People, source: Any = MEMBERS, **view: Any) -> list[str]:
    look = View(view.pop("day", DAY), **view)

    def read(conn: Any) -> list[str]:
        ids = source.ids(conn, look)
        return [row["name"] for row in source.rows(conn, ids, look)]

    return people.space.read(read)


def row(people: People, person: str, day: date = DAY, source: Any = MEMBERS) -> dict[str, Any]:
    (found,) = people.space.read(lambda c: source.rows(c, [person], View(day)))
    return dict(found)


def by(**filters: Any) -> dict[str, Any]:
    return {"filters": {k: (v,) if isinstance(v, str) else v for k, v in filters.items()}}


def test_the_list_is_as_of_the_day_looked_at(people: People) -> None:
    people.member("甲一")
    people.member("乙二", since=JUNE)
    third = people.member("丙三", since=date(2026, 3, 1))
    people.space.do(leave, third, on=date(2026, 7, 1))
    assert names(people) == ["乙二", "甲一"]
    assert names(people, day=date(2026, 6, 30)) == ["丙三", "乙二", "甲一"]
    assert names(people, day=date(2026, 2, 1)) == ["甲一"]
    assert names(people, FORMER) == ["丙三"]
    assert names(people, FORMER, day=date(2026, 6, 30)) == []


def test_each_way_to_stand_is_told_and_can_be_asked_for(people: People) -> None:
    who = {name: people.member(name) for name in ("在", "留", "等", "走", "故", "除", "回", "退")}
    people.person("未")
    do = people.space.do
    do(retain, [who["留"], who["回"]], on=JUNE)
    do(restore, who["回"], on=date(2026, 8, 1))
    do(send_out, [who["等"], who["退"]], to_name="外区工会", on=JUNE)
    (sent,) = do(send_out, [who["走"]], to_name="外区工会", on=JUNE).result
    do(confirm_received, [sent], on=date(2026, 9, 1))
    back = people.office.rows(select(TRANSFER).where(TRANSFER.c.person_id == who["退"]))[0]["id"]
    do(take_back, back, on=date(2026, 7, 1))
    do(record_death, who["故"], on=JUNE)
    do(expel, who["除"], on=JUNE, decided_on=JUNE)
    assert {n: str(row(people, i)["status"]) for n, i in who.items()} == {
        "在": "在籍", "留": "保留会籍", "等": "转出待接收", "走": "已终止：转出",
        "故": "已终止：死亡", "除": "已终止：除名", "回": "在籍", "退": "在籍",
    }  # fmt: skip
    assert str(row(people, who["走"], date(2026, 8, 1))["status"]) == "转出待接收"
    assert sorted(names(people)) == sorted(["在", "留", "回", "退"])
    for status, wanted in (
        ("active", "在回退"), ("retained", "留"), ("waiting", "等"), ("ended", "故走除"),
        ("none", "未"),
    ):  # fmt: skip
        assert sorted(names(people, **by(status=status))) == sorted(wanted), status
    every = ("active", "retained", "waiting", "ended", "none")
    assert len(names(people, **by(status=every))) == 9
    assert sorted(names(people, FORMER)) == sorted("等走故除")
    assert names(people, FORMER, **by(ended="died")) == ["故"]
    assert names(people, FORMER, **by(left=("2026-06-02", ""))) == []
    assert len(names(people, FORMER, **by(left=("2026-06-01", "2026-06-01")))) == 4


def test_the_unit_looked_at_and_those_below_it(people: People) -> None:
    people.member("甲")
    people.member("乙", union=people.two)
    assert names(people, unit=people.one) == ["甲"]
    assert names(people, unit=people.office.root) == ["乙", "甲"]
    assert names(people, **by(union=people.two)) == ["乙"]
    assert names(people, **by(union=(people.one, people.two))) == ["乙", "甲"]
    assert names(people, unit=people.one, **by(union=people.two)) == []


FILTERS: list[tuple[dict[str, Any], Sequence[str]]] = [
    ({"sex": "2"}, ["女青", "女长"]),
    ({"age": ("25岁及以下", "26—35岁")}, ["女青", "男青"]),
    ({"sex": "2", "age": "56岁及以上"}, ["女长"]),
    ({"migrant": "yes"}, ["男青"]),
    ({"migrant": "unknown"}, ["女长", "女青"]),
    ({"new_group": "any"}, ["女青"]),
    ({"new_group": "courier"}, ["女青"]),
    ({"new_group": "security_guard"}, []),
    ({"education": "20"}, ["女青"]),
    ({"education": "unknown"}, ["女长", "男青"]),
    ({"political": ("01", "02")}, ["女长"]),
    ({"ethnicity": "minority"}, ["男青"]),
    ({"ethnicity": "01"}, ["女青"]),
    ({"employment_form": "dispatched"}, ["男青"]),
    ({"hardship": "yes"}, ["女长"]),
    ({"model_worker": "yes", "hardship": "yes"}, ["女长"]),
    ({"joined": ("2020-01-01", "2020-12-31")}, ["女青"]),
    ({"joined": ("", "2020-01-01")}, ["女青"]),
    ({"joined": ("gestern", "2020-12-31")}, ["女青"]),
    ({"missing": "phone"}, ["女长"]),
    ({"missing": "employer"}, ["女长", "女青"]),
    ({"missing": "document"}, []),
    ({"missing": "ethnicity"}, []),
    ({"missing": "any"}, ["女长", "女青"]),
    ({"missing": ("phone", "education")}, ["女长", "男青"]),
    ({"sex": "nobody"}, []),
    ({"union": "not an id"}, []),
    ({"what": "ever"}, ["女长", "女青", "男青"]),
]


@pytest.mark.parametrize(("filters", "wanted"), FILTERS)
def test_filters_combine(people: People, filters: dict[str, Any], wanted: list[str]) -> None:
    people.member(
        "女青", sex="2", birth_on=date(1999, 5, 1), ethnicity="01", joined_on=date(2020, 1, 1),
        education="21", new_group="courier", political="13", phone="13800000001",
    )  # fmt: skip
    young = people.member(
        "男青", sex="1", birth_on=date(1995, 5, 1), ethnicity="03", migrant=True, no_phone=True,
        employment_form="dispatched",
    )  # fmt: skip
    people.member("女长", sex="2", birth_on=date(1965, 1, 1), political="01", hardship=True,
                  model_worker=True)  # fmt: skip
    people.at_work(young)
    assert names(people, **by(**filters)) == sorted(wanted)


def test_ready_made_groups_are_filters_of_the_list() -> None:
    for source in (MEMBERS, FORMER, TRANSFERS, APPLICATIONS):
        known = {f.key: {c.key for c in f.choices} for f in source.filters}
        for group in source.groups:
            for key, keys in group.filters.items():
                assert set(keys) <= known[key], group.key
    titles = {g.title for g in MEMBERS.groups}
    assert {"农民工", "女会员", "困难", "劳模", "八大群体", "35岁及以下"} <= titles


def test_the_employer_and_the_campaign(people: People) -> None:
    one, two = people.member("甲"), people.person("乙")
    people.at_work(one, post="装配工", employee_no="007")
    campaign = people.space.do(new_campaign).result
    people.space.do(join, two, union_id=people.one, since=JUNE, campaign_id=campaign)
    people.space.do(employ, two, employer_name="外面的厂", host_id=people.firm)
    assert sorted(names(people, **by(employer=people.firm))) == ["乙", "甲"]
    assert names(people, **by(campaign=campaign)) == ["乙"]
    shown = row(people, one)
    assert (shown["employer"], shown["post"], shown["employee_no"]) == ("甲公司", "装配工", "007")
    other = row(people, two)
    assert (other["employer"], other["host"]) == ("外面的厂", "甲公司")
    assert other["campaign"] == "农民工入会集中行动"


@act("test.campaign", "行动")
def new_campaign(work: Work, /) -> str:
    return work.insert(
        CAMPAIGN, name="农民工入会集中行动", since=date(2026, 1, 1), until=date(2026, 12, 31)
    )


def test_a_row_tells_what_is_missing_by_the_document_and_the_work(people: People) -> None:
    one = people.member("甲", sex="1", birth_on=date(1990, 1, 1))
    assert row(people, one)["missing"] == "手机、工作单位"
    people.space.do(edit_person, one, no_phone=True)
    people.at_work(one)
    assert row(people, one)["missing"] == ""
    people.space.do(add_document, one, type="resident_id", number="110105194912310021")
    assert row(people, one)["missing"] == "民族"


def test_words_are_looked_up_in_the_index(people: People) -> None:
    one = people.member("王小明", number="E77001234")
    people.member("李芳", union=people.two)
    people.space.do(rename_person, one, name="王晓鸣")
    for text in ("王小明", "wxm", "1234", "晓鸣", "甲公司"):
        assert names(people, text=text) == ["王晓鸣"], text
    assert names(people, text="%") == []
    assert names(people, text="晓鸣", unit=people.two) == []


def test_order_puts_what_is_not_known_last_and_ends_in_the_name(people: People) -> None:
    people.member("乙", birth_on=date(1990, 1, 1))
    people.member("甲", birth_on=date(1980, 1, 1))
    people.member("丙", union=people.two)
    assert names(people, sort=(("birth_on", False),)) == ["甲", "乙", "丙"]
    assert names(people, sort=(("birth_on", True),)) == ["乙", "甲", "丙"]
    assert names(people, sort=(("age", False),)) == ["乙", "甲", "丙"]
    assert names(people, sort=(("union", True),)) == ["乙", "甲", "丙"]
    for key in (c.key for c in MEMBERS.columns if c.sortable):
        assert len(names(people, sort=((key, False), (key, True)))) == 3, key
        assert names(people, FORMER, sort=((key, True),)) == []


def test_transfers_wait_until_they_are_answered(people: People) -> None:
    one, two = people.member("甲"), people.member("乙")
    newcomer = people.person("丙")
    (sent,) = people.space.do(send_out, [one], to_name="外区工会", on=JUNE, number="12号").result
    people.space.do(transfer, [two], to_union_id=people.two, on=date(2026, 7, 1))
    people.space.do(register_incoming, newcomer, from_name="外省厂", to_union_id=people.one,
                    sent_on=date(2026, 8, 1))  # fmt: skip
    assert names(people, TRANSFERS) == ["丙", "乙", "甲"]
    assert names(people, TRANSFERS, **by(direction="out", state="sent")) == ["甲"]
    assert names(people, TRANSFERS, unit=people.two) == ["乙"]
    assert names(people, TRANSFERS, text="12号") == ["甲"]
    shown = row(people, sent, source=TRANSFERS)
    assert (shown["from_union"], shown["to_union"], shown["days"]) == (
        "甲公司工会",
        "外区工会",
        174,
    )
    people.space.do(confirm_received, [sent], on=date(2026, 9, 1))
    assert row(people, sent, source=TRANSFERS)["days"] is None
    assert names(people, TRANSFERS, **by(state="sent")) == ["丙"]


@act("test.application", "申请")
def apply(work: Work, /, name: str, state: str = "waiting", **values: Any) -> str:
    decided = None if state == "waiting" else JUNE
    return work.insert(APPLICATION, name=name, state=state, decided_on=decided, **values)


def test_applications_wait_in_a_queue(people: People) -> None:
    do = people.space.do
    do(apply, "王一", received_on=JUNE, union_id=people.one, phone="13800000001")
    first = do(apply, "李二", received_on=date(2026, 5, 1), employer_name="外面的厂").result
    do(apply, "张三", "refused", received_on=JUNE, refusal="资料不全")
    assert names(people, APPLICATIONS) == ["李二", "王一"]
    assert names(people, APPLICATIONS, **by(state="refused")) == ["张三"]
    assert names(people, APPLICATIONS, unit=people.one) == ["王一"]
    assert names(people, APPLICATIONS, text="0001") == ["王一"]
    assert names(people, APPLICATIONS, **by(received=("2026-05-01", "2026-05-31"))) == ["李二"]
    shown = row(people, first, source=APPLICATIONS)
    assert (str(shown["state"]), shown["employer"], shown["days"]) == ("待审批", "外面的厂", 205)


def test_the_card_of_a_person_tells_her_whole_story(people: People) -> None:
    one = people.member("王小明", since=date(2026, 2, 1))
    people.at_work(one, since=date(2026, 2, 1), post="焊工")
    do = people.space.do
    do(transfer, [one], to_union_id=people.two, on=date(2026, 3, 1))
    do(retain, [one], on=date(2026, 4, 1), reason="unemployed", doc_no="留1号")
    do(restore, one, on=date(2026, 5, 1))
    do(leave, one, on=JUNE)
    do(rename_person, one, name="王晓鸣", on=date(2026, 3, 3))
    card = people.space.read(lambda c: person_card(c, one, DAY))
    assert card is not None
    assert [(e.day and e.day.month, e.word, e.union) for e in card["events"]] == [
        (2, "入会", "甲公司工会"), (3, "转入", "乙公司工会"), (4, "转为保留", "乙公司工会"),
        (5, "恢复", "乙公司工会"), (6, "退会", "乙公司工会"),
    ]  # fmt: skip
    assert card["events"][1].from_union == "甲公司工会"
    assert (card["events"][2].reason, card["events"][2].doc_no) == ("失业", "留1号")
    assert card["row"]["name"] == "王晓鸣"
    assert [r["name"] for r in card["former_names"]] == ["王小明"]
    assert [r["employer"] for r in card["employments"]] == ["甲公司"]
    assert [d["word"] for d in card["documents"]] == ["护照"]
    assert [t["direction"] for t in card["transfers"]] == ["内部接转"]
    assert people.space.read(lambda c: person_card(c, "f" * 32, DAY)) is None
    assert people.space.read(lambda c: events_of(c, people.person("新"))) == []


def test_a_member_is_picked_by_the_end_of_a_number(people: People) -> None:
    one = people.member("王小明", number="E77001234")
    people.office.union("王小明工会")
    found = people.space.read(lambda c: pick_member.search(c, "1234", 5))
    assert [(c.key, c.title, c.note) for c in found] == [(one, "王小明", "甲公司工会")]
    assert [c.key for c in people.space.read(lambda c: pick_member.search(c, "王小明", 5))] == [one]
    assert people.space.read(lambda c: pick_member.titles(c, [one, "f" * 32])) == {one: "王小明"}


def test_ids_are_compact_and_behave_as_a_sequence(people: People) -> None:
    every = [people.member(f"王{n}") for n in range(5)]
    ids = people.space.read(lambda c: MEMBERS.ids(c, View(DAY)))
    assert isinstance(ids, Ids)
    assert list(ids) == every
    assert (ids[0], ids[-1], list(ids[1:3]), len(ids)) == (every[0], every[-1], every[1:3], 5)
    assert [ids.index(i) for i in every] == [0, 1, 2, 3, 4]
    assert every[2] in ids
    assert every[2][1:] + every[3][0] not in ids
    with pytest.raises(ValueError, match="ffff"):
        ids.index("f" * 32)
    with pytest.raises(IndexError):
        ids[5]


def test_every_list_reads_every_column_it_declares(people: People) -> None:
    people.member("甲")
    (sent,) = people.space.do(send_out, [people.member("乙")], to_name="外", on=JUNE).result
    people.space.do(apply, "丙", received_on=JUNE)
    people.person("丁", card_no="K1")
    people.person("丁", card_no="K1")
    assert sent
    for source in (MEMBERS, FORMER, TRANSFERS, APPLICATIONS):
        rows = people.space.read(lambda c, s=source: s.rows(c, s.ids(c, View(DAY)), View(DAY)))
        assert rows
        for column in source.columns:
            assert column.key in rows[0], (source.key, column.key)


@pytest.mark.parametrize(
    "text",
    ["' OR 1=1 --", '"', "%", "\0", "zz0", "\uf8f0", "\uf8f1", "NEAR(", "^", "*", "f" * 32, "-"],
)
def test_odd_texts_are_only_texts(people: People, text: str) -> None:
    people.member("甲", number="E00000009")

    def look(conn: Any) -> None:
        assert search.find(conn, text)[0] == []
        for source in (MEMBERS, FORMER, TRANSFERS, APPLICATIONS):
            whole = len(source.ids(conn, View(DAY)))
            assert len(source.ids(conn, View(DAY, sort=((text, True),)))) == whole
            keys = [f.key for f in source.filters]
            for view in (View(DAY, text=text), View(DAY, filters=dict.fromkeys(keys, (text,)))):
                assert len(source.ids(conn, view)) == 0
            assert list(source.rows(conn, [text], View(DAY))) == []

    people.space.read(look)
