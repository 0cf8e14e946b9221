"""Duplicates: found while typing and by a scan, merged side by side, said apart, taken back."""

from __future__ import annotations

import time
from datetime import date, timedelta
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from app.areas.members.acts import (
    add_document,
    add_former_name,
    employ,
    maybe_same,
    merge_people,
    not_same,
    rename_person,
    send_out,
    transfer,
)
from app.areas.members.acts.erasing import carry_out, what_will_go
from app.areas.members.lists.candidates import candidates, said_apart
from app.areas.members.lists.duplicates import DUPLICATES, pair_of, scan
from app.areas.members.lists.side_by_side import side_by_side
from app.areas.members.records import (
    EMPLOYMENT,
    FORMER_NAME,
    IDENTITY,
    MEMBERSHIP,
    NOT_SAME,
    PERSON,
    PERSON_SPELL,
    TRANSFER,
)
from app.areas.members.rules.duplicates import Traits, likeness, near_names, weights
from app.areas.organisations.acts.common import references
from app.base.errors import UserError
from app.base.lists import View
from app.store.notes import choose_name, explain_finding
from app.store.system import CHOICE, EXPLANATION
from app.store.verify import verify
from app.store.work import Work, act
from tests.areas.members.conftest import People
from tests.store.acts import dump

DAY = date(2026, 11, 22)
OLD, NEW = "320102800101001", "320102198001010016"
BORN = date(1980, 1, 1)


def typed(people: People, **what: Any) -> list[Any]:
    return people.space.read(lambda c: candidates(c, DAY, **what))


def scanned(people: People) -> dict[frozenset[str], Any]:
    found = people.space.read(scan)
    return {frozenset(pair): same for pair, same in found.items()}


# -- the score -------------------------------------------------------------------------------------

TRAITS = st.builds(
    Traits,
    name=st.sampled_from(["王小明", "王晓明", "李四", "阿卜杜·热合曼"]),
    birth_on=st.sampled_from([None, BORN, date(1981, 1, 1)]),
    phone=st.sampled_from([None, "13800000001", "13800000002"]),
    sex=st.sampled_from([None, "1", "2"]),
    former=st.frozensets(st.sampled_from(["王小明", "李四"])),
    documents=st.lists(
        st.tuples(st.sampled_from(["resident_id", "passport"]), st.sampled_from([OLD, NEW, "E1"]))
    ).map(tuple),
)


@given(TRAITS, TRAITS)
def test_the_score_knows_no_order_and_stays_in_its_range(one: Traits, two: Traits) -> None:
    assert likeness(one, two) == likeness(two, one)
    assert 0 <= likeness(one, two).score <= 100
    assert bool(likeness(one, two).why) or likeness(one, two).score == 0


@pytest.mark.parametrize(
    ("more", "shown", "why"),
    [
        ({"documents": (("passport", "e 1"),)}, True, "证件号码相同"),
        ({"documents": (("other", "E1"),)}, True, "号码相同，登记的证件类型不同"),
        ({"name": "王小明", "birth_on": BORN}, True, "姓名相同"),
        ({"name": "王小明", "phone": "13800000001"}, True, "手机号相同"),
        ({"name": "王小明"}, False, "姓名相同"),
        ({"name": "王晓明", "birth_on": BORN, "phone": "13800000001"}, True, "出生日期相同"),
        ({"name": "王晓明", "birth_on": BORN}, False, "出生日期相同"),
        (
            {"name": "李四", "birth_on": BORN, "former": frozenset({"王小明"})},
            True,
            "姓名与曾用名相同",
        ),
        ({"name": "王小明", "birth_on": BORN, "sex": "2"}, False, "性别不同"),
    ],
)
def test_what_is_shown_and_why(more: dict[str, Any], shown: bool, why: str) -> None:
    one = Traits("王小明", BORN, "13800000001", "1", documents=(("passport", "E1"),))
    same = likeness(one, Traits(**{"name": "赵六", **more}))
    assert (same.score >= weights().threshold) is shown, same
    assert any(each.startswith(why) for each in same.why)


def test_namesakes_with_right_numbers_of_their_own_are_two() -> None:
    def person(number: str, **kw: Any) -> Traits:
        return Traits("王小明", BORN, documents=(("resident_id", number),), **kw)

    other = "320102198001010030"
    assert likeness(person(NEW), person(other)).score < weights().threshold
    assert "身份证号不同" in likeness(person(NEW), person(other)).why
    swapped = NEW[:-2] + NEW[-1] + NEW[-2]
    assert "证件号码只差一位或相邻两位颠倒" in likeness(person(NEW), person(swapped)).why
    assert likeness(person(NEW), person(OLD)).why[0] == "15位旧号码升为18位后相同"


def test_near_names() -> None:
    assert near_names("王小明", "王晓明")
    assert near_names("王小明", "王小")
    assert near_names("欧阳娜", "欧阳那")
    assert not near_names("王小明", "李小红")
    assert not near_names("王", "李")


# -- while typing ----------------------------------------------------------------------------------


def test_a_number_is_found_however_it_was_written_and_whenever(people: People) -> None:
    person = people.person("王小明", number="E00000777")
    space = people.space
    known = space.read(lambda c: c.execute(select(IDENTITY.c.id)).scalar_one())
    space.do(add_document, person, type="resident_id", number=NEW, replaces=known)
    for kind, number in (
        ("passport", "e0000 0777"), ("resident_id", OLD), ("resident_id", NEW), (None, NEW),
        (None, "E00000777"),
    ):  # fmt: skip
        (hit,) = typed(people, name="另名", documents=[(kind, number)])
        assert (hit.id, hit.certain, hit.score) == (person, True, 100)
    assert typed(people, documents=[("passport", "E00000778")]) == []
    assert typed(people, documents=[("resident_id", NEW)], besides=person) == []
    old = people.person("李四", number=OLD)
    space.do(add_document, old, type="resident_id", number=OLD, despite=True)
    assert {h.id for h in typed(people, documents=[("resident_id", NEW)])} == {person, old}


def test_a_name_finds_with_birth_date_or_phone_also_a_former_one(people: People) -> None:
    person = people.member("王小明", birth_on=BORN, phone="13800000001")
    people.member("王小明", birth_on=date(1970, 1, 1), phone="13800000002")
    assert [h.id for h in typed(people, name="王小明", birth_on=BORN)] == [person]
    assert [h.id for h in typed(people, name="王小明", phone="13800000001")] == [person]
    assert typed(people, name="王小明") == []
    assert typed(people, name="张三", birth_on=BORN) == []
    people.space.do(rename_person, person, name="王大明")
    (hit,) = typed(people, name="王小明", birth_on=BORN)
    assert (hit.id, hit.name, hit.place, hit.certain) == (person, "王大明", "甲公司工会", False)
    assert hit.why == ("姓名与曾用名相同", "出生日期相同")
    apart = people.person("王大明", birth_on=BORN)
    assert {h.id for h in typed(people, name="王大明", birth_on=BORN)} == {person, apart}
    people.space.do(not_same, person, apart)
    assert typed(people, name="王大明", birth_on=BORN, besides=apart) == []


# -- the scan --------------------------------------------------------------------------------------


def test_the_scan_finds_pairs_with_reasons_the_likeliest_first(people: People) -> None:
    space = people.space
    one = people.member("王小明", birth_on=BORN, phone="13800000001")
    two = people.member("王小明", birth_on=BORN)
    three = people.member("王晓明", birth_on=BORN, phone="13800000001")
    old, new = people.person("赵六", number=OLD), people.person("赵七", number=NEW)
    for person, number in ((old, OLD), (new, NEW)):
        space.do(add_document, person, type="resident_id", number=number, despite=True)
    card = people.person("钱一", card_no="K1", birth_on=BORN)
    again = people.person("钱一一", card_no="K1")
    people.member("无关的人", birth_on=date(1999, 9, 9), phone="13800000009")
    found = scanned(people)
    assert {pair: same.why for pair, same in found.items()} == {
        frozenset({one, two}): ("姓名相同", "出生日期相同"),
        frozenset({one, three}): ("出生日期相同", "手机号相同", "姓名相近（只差一个字或读音相同）"),
        frozenset({old, new}): ("15位旧号码升为18位后相同", "姓名相近（只差一个字或读音相同）"),
        frozenset({card, again}): ("会员证号或服务卡号相同", "姓名相近（只差一个字或读音相同）"),
    }
    scores = [same.score for same in space.read(scan).values()]
    assert scores == sorted(scores, reverse=True)
    view = View(DAY)
    keys = space.read(lambda c: DUPLICATES.ids(c, view))
    rows = space.read(lambda c: DUPLICATES.rows(c, keys, view))
    assert [row["score"] for row in rows] == scores
    assert {frozenset(pair_of(row["id"])) for row in rows} == set(found)
    assert rows[0]["why"].startswith("15位旧号码")
    assert set(rows[0]) >= {c.key for c in DUPLICATES.columns}
    inside = View(DAY, unit=people.two)
    assert space.read(lambda c: DUPLICATES.ids(c, inside)) == []
    named = View(DAY, text="钱一")
    assert len(space.read(lambda c: DUPLICATES.ids(c, named))) == 1
    space.do(not_same, two, one)
    assert frozenset({one, two}) not in scanned(people)
    noted = space.read(lambda c: said_apart(c, one))
    assert set(noted) == {two}
    space.do(maybe_same, noted[two])
    assert frozenset({one, two}) in scanned(people)


@act("test.quick_people", "快速加人（试验）")
def quick_people(work: Work, *, rows: list[dict[str, Any]]) -> None:
    work.start_batch()
    ids = work.insert_rows(PERSON, rows)
    work.insert_rows(PERSON_SPELL, [{"person_id": i, "since": None, "until": None} for i in ids])


def test_one_phone_for_a_whole_firm_makes_no_million_pairs(people: People, times: Any) -> None:
    many = times(3000, 300)
    rows = [
        {"name": f"工友{k:05d}号", "phone": "02788888888", "birth_on": BORN, "birth_year": 1980}
        for k in range(many)
    ]
    people.space.do(quick_people, rows=rows)
    assert len(people.space.read(scan)) < many


def test_the_scan_takes_seconds_for_200_000_people(people: People, times: Any) -> None:
    """Processor time beside that of reading names and birth dates of everybody once."""
    many = times(200_000, 20_000)
    chance = Random(3)
    names = [f"{a}{b}{c}" for a in "王李张刘陈" for b in "小大国建志" for c in "明红军华伟"]
    rows = [
        {"name": chance.choice(names) + chance.choice(names)[1:], "phone": f"139{k // 2:08d}",
         "birth_on": date(1960, 1, 1) + timedelta(days=chance.randrange(15_000)),
         "birth_year": 1980}
        for k in range(many)
    ]  # fmt: skip
    people.space.do(quick_people, rows=rows)

    def timed(conn: Any) -> tuple[float, float, int]:
        begun = time.thread_time()
        conn.execute(select(PERSON.c.id, PERSON.c.name, PERSON.c.birth_on)).all()
        once = time.thread_time()
        found = len(scan(conn))
        return once - begun, time.thread_time() - once, found

    plain, spent, found = people.space.read(timed)
    assert found > 0
    assert spent < 25 * plain, f"{spent:.2f} s beside {plain:.2f} s for {many}, {found} pairs"


# -- merging ---------------------------------------------------------------------------------------


def one_of(people: People, table: Any, **where: Any) -> dict[str, Any]:
    rows = people.office.rows(select(table).filter_by(**where))
    assert len(rows) == 1, rows
    return rows[0]


def test_everything_that_pointed_at_the_second_points_at_the_first(people: People) -> None:
    space = people.space
    keep = people.member("王小明", number="E1", since=date(2026, 3, 1), phone="13800000001")
    other = people.member("王晓明", number="e-1", since=date(2024, 1, 1), address="一街")
    space.do(add_document, other, type="resident_id", number=NEW)
    space.do(add_former_name, other, name="王二")
    space.do(transfer, [other], to_union_id=people.two, on=date(2025, 1, 1))
    space.do(send_out, [other], to_name="外地工会", on=date(2025, 6, 1))
    people.at_work(keep, since=date(2026, 3, 1))
    people.at_work(other, since=date(2024, 1, 1))
    space.do(employ, other, employer_name="小店", since=date(2025, 1, 1))
    third = people.person("第三人")
    space.do(not_same, other, third)
    space.do(choose_name, kind="person", text="王晓明", record=other)
    space.do(explain_finding, rule="MEM-04", kind="person", object_id=other, values={}, text="对")
    space.do(explain_finding, rule="MEM-05", kind="person", object_id=other, values={}, text="对")
    space.do(explain_finding, rule="MEM-05", kind="person", object_id=keep, values={}, text="留")
    before = dump(space)
    done = space.do(merge_people, keep, other, plain={"name": "王晓明", "address": "一街"},
                    dated={"migrant": True})  # fmt: skip
    for column in references(PERSON):
        held = {r[column.name] for r in people.office.rows(select(column.table))} & {keep, other}
        if column.table is PERSON_SPELL:
            assert held == {keep, other}, "dated particulars stay each with its record"
        else:
            assert other not in held, column
    row = one_of(people, PERSON, id=keep)
    assert (row["name"], row["address"], row["phone"]) == ("王晓明", "一街", "13800000001")
    assert one_of(people, PERSON, id=other)["alias_of_id"] == keep
    names = people.office.rows(select(FORMER_NAME.c.name).where(FORMER_NAME.c.person_id == keep))
    assert {r["name"] for r in names} == {"王小明", "王二"}
    numbers = people.office.rows(select(IDENTITY).where(IDENTITY.c.person_id == keep))
    assert {(r["type"], r["number"]) for r in numbers} == {("passport", "E1"), ("resident_id", NEW)}
    assert one_of(people, PERSON_SPELL, person_id=keep)["migrant"] is True
    assert {r["person_id"] for r in people.office.rows(select(TRANSFER))} == {keep}
    work = people.office.rows(select(EMPLOYMENT).where(EMPLOYMENT.c.person_id == keep))
    assert sum(r["follows"] and r["until"] is None for r in work) == 1
    pair = one_of(people, NOT_SAME)
    assert {pair["person_id"], pair["other_id"]} == {keep, third}
    assert one_of(people, CHOICE)["record"] == keep
    texts = {r["rule"]: r["text"] for r in people.office.rows(select(EXPLANATION))}
    assert texts == {"MEM-04": "对", "MEM-05": "留"}
    assert verify(space) == []
    hits, _ = space.find(NEW)
    assert [h["id"] for h in hits] == [keep]
    assert space.find("王小明")[0][0]["id"] == keep
    (hit,) = typed(people, documents=[("resident_id", NEW)])
    assert hit.id == keep
    after = dump(space)
    space.undo(done.entry)
    assert dump(space) == before
    assert verify(space) == []
    space.redo()
    assert dump(space) == after


def test_memberships_that_overlap_are_voided_and_counted_once(people: People) -> None:
    space = people.space
    keep = people.member("王小明", since=date(2026, 3, 1))
    other = people.member("王小明", union=people.two, since=date(2026, 2, 1))
    assert people.office.figure("J224").value == 2
    space.do(merge_people, keep, other)
    assert people.office.figure("J224").value == 1
    rows = people.office.rows(select(MEMBERSHIP).where(MEMBERSHIP.c.person_id == keep))
    assert {(r["union_id"], r["status"]) for r in rows} == {
        (people.one, "active"), (people.two, "voided"),
    }  # fmt: skip
    assert verify(space) == []


def test_a_later_import_of_the_second_means_the_first(people: People) -> None:
    from app.areas.members.lists.snapshot import Register

    keep, other = people.person("王小明", number="E1"), people.person("王二", number="E2")
    people.space.do(merge_people, keep, other)
    found = people.space.read(lambda c: Register(c, DAY).by_number(["E2"]))
    assert found == {"E2": {"passport": [keep]}}


def test_chains_of_merges_end_at_one(people: People) -> None:
    space = people.space
    one, two, three = (people.person(f"王{n}明", number=f"E{n}") for n in "一二三")
    space.do(merge_people, two, three)
    space.do(merge_people, one, two)
    aliases = people.office.rows(select(PERSON.c.id, PERSON.c.alias_of_id))
    assert {r["id"]: r["alias_of_id"] for r in aliases} == {one: None, two: one, three: one}
    assert verify(space) == []
    (hit,) = typed(people, documents=[("passport", "E三")])
    assert hit.id == one
    going = space.read(lambda c: what_will_go(c, three))
    assert set(going.ids) == {one, two, three}
    carry_out(space, three, reason="本人要求")
    names = people.office.rows(select(PERSON.c.name))
    assert {r["name"] for r in names} == {"已清除"}
    assert verify(space) == []


def test_merge_and_apart_say_why_they_refuse(people: People) -> None:
    space = people.space
    one, two, three = (people.person(f"王{n}明") for n in "一二三")
    space.do(merge_people, one, two)
    space.do(not_same, one, three)
    for code, run in (
        ("SAME", lambda: space.do(merge_people, one, one)),
        ("MERGED", lambda: space.do(merge_people, two, three)),
        ("MERGED", lambda: space.do(merge_people, three, two)),
        ("NOT_FOUND", lambda: space.do(merge_people, one, "0f" * 16)),
        ("REQUIRED", lambda: space.do(merge_people, one, three, plain={"name": " "})),
        ("FIELD", lambda: space.do(merge_people, one, three, plain={"alias_of_id": one})),
        ("SAME", lambda: space.do(not_same, one, one)),
        ("KNOWN", lambda: space.do(not_same, three, one)),
        ("MERGED", lambda: space.do(not_same, two, three)),
        ("NOT_FOUND", lambda: space.do(maybe_same, "0f" * 16)),
    ):
        before = dump(space)
        with pytest.raises(UserError, match=code):
            run()
        assert dump(space) == before
    space.do(merge_people, three, one)  # those said to be two may be merged all the same
    assert people.office.rows(select(NOT_SAME)) == []


def test_side_by_side_shows_what_is_to_be_chosen(people: People) -> None:
    keep = people.person("王小明", phone="13800000001", sex="1", migrant=True,
                         joined_on=date(2020, 1, 1))  # fmt: skip
    other = people.person("王晓明", address="一街", sex="1", joined_on=date(2015, 1, 1))
    sides = people.space.read(lambda c: side_by_side(c, keep, other, DAY))
    shown = {s.key: (s.one, s.two, s.prefer, s.differs) for s in sides}
    assert shown == {
        "name": ("王小明", "王晓明", 0, True),
        "sex": ("男", "男", 0, False),
        "phone": ("13800000001", "", 0, False),
        "address": ("", "一街", 1, False),
        "joined_on": ("2020-01-01", "2015-01-01", 1, True),
        "migrant": ("是", "", 0, False),
    }
    phone = next(s for s in sides if s.key == "phone")
    assert phone.masked == ("138****0001", "")
    assert {s.title for s in sides} == {"姓名", "性别", "手机", "住址", "入会日期", "农民工"}
    chosen = {s.key: s.values[s.prefer] for s in sides if not s.dated}
    people.space.do(merge_people, keep, other, plain=chosen,
                    dated={s.key: s.values[s.prefer] for s in sides if s.dated})  # fmt: skip
    row = one_of(people, PERSON, id=keep)
    assert (row["address"], row["joined_on"]) == ("一街", date(2015, 1, 1))
