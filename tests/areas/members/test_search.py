"""The one box finds people by every name and number they have or had."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from app.areas.members.acts import (
    add_document,
    leave,
    rename_person,
    retain,
    send_out,
    void,
)
from app.areas.members.records import MEMBERSHIP, PERSON
from app.areas.organisations.acts import change_union
from app.gathered import hits
from app.store.verify import verify
from app.store.work import Work, act
from tests.areas.members.conftest import People

DAY = date(2026, 6, 1)


@act("test.merge", "合并")
def merge(work: Work, /, person_id: str, *, into: str) -> None:
    """Only the pointer, as a merge leaves it."""
    work.update(PERSON, person_id, alias_of_id=into)


@act("test.erase", "清除", undo=False, why_not="试验")
def erase(work: Work, /, person_id: str) -> None:
    """Only the mark, as an erasing leaves it."""
    work.update(PERSON, person_id, erased_on=DAY)


def found(people: People, query: str) -> list[str]:
    hits, _ = people.space.find(query)
    return [hit["id"] for hit in hits if hit["kind"] == "member"]


def place(people: People, person: str) -> str:
    hits, _ = people.space.find("王")
    return next(hit["where"] for hit in hits if hit["id"] == person)


@pytest.mark.parametrize(
    "query",
    ["王小明", "小明", "王", "wangxiaoming", "wxm", "xm", "xiaom", "E77001234", "1234", "7700",
     "13812345678", "5678", "1381", "620100", "王小明 甲公司", "甲公司 wxm", "王xm", "王xiaom",
     "王小m", "小ming", "ＷＸＭ", "１３８１２３４５６７８", "王　小明", "王小明\r\n",
     "138-1234-5678"],
)  # fmt: skip
def test_a_member_is_found_by(people: People, query: str) -> None:
    one = people.member("王小明", number="E77001234", phone="13812345678", card_no="62010099")
    people.member("李芳", union=people.two)
    assert found(people, query) == [one]


@pytest.mark.parametrize(
    ("name", "queries"),
    [
        ("单雄信", ["shanxiongxin", "danxiongxin", "sxx", "dxx"]),
        ("尉迟恭", ["yuchigong", "ycg"]),
        ("曾黎", ["zengli", "zl"]),
        ("解明", ["xieming", "jieming", "xm", "jm", "解m"]),
        ("仇丽", ["qiuli", "chouli", "ql", "cl"]),
        ("区志", ["ouzhi", "oz", "quzhi", "qz"]),
        ("查英", ["zhaying", "zy", "chaying", "cy"]),
        ("阿依古丽·买买提", ["阿依古丽", "买买提", "ayglmmt"]),
        ("𬱖晓", ["𬱖"]),
    ],
)
def test_a_name_is_found_in_each_of_its_readings(
    people: People, name: str, queries: list[str]
) -> None:
    one = people.member(name)
    for query in queries:
        assert found(people, query) == [one], query


def test_a_half_spelt_name_finds_nobody_else(people: People) -> None:
    people.member("汪小明")
    people.member("王大明")
    for query in ("王xm", "小dm", "王xiaom", "王" + "x" * 20):
        assert found(people, query) == [], query


def test_old_names_and_old_numbers_still_find(people: People) -> None:
    one = people.member("王小明", number="E00000001")
    people.space.do(rename_person, one, name="王晓鸣")
    people.space.do(add_document, one, type="passport", number="E99999999")
    for query in ("王小明", "王晓鸣", "wxm", "E00000001", "E99999999"):
        assert found(people, query) == [one], query
    assert people.space.find("王小明")[0][0]["title"] == "王晓鸣"


def test_the_number_or_former_name_that_found_somebody_is_told(people: People) -> None:
    one = people.member("王小明", number="E77001234", phone="13812345678")
    people.space.do(rename_person, one, name="王晓鸣")

    def told(query: str) -> str:
        (hit,) = people.space.read(lambda conn: hits(conn, query, 40))[0]
        assert hit.id == one
        return hit.found

    assert told("5678") == "138****5678"
    assert told("2345") == "138*2345678"
    assert told("１２３４") in ("E77**1234", "138123*5678")
    assert told("王小明") == "王小明"
    assert told("王晓鸣") == told("wxm") == told("甲公司 wxm") == ""


def test_where_she_is_a_member_is_said_in_words(people: People) -> None:
    one = people.member("王小明")
    assert place(people, one) == "甲公司工会"
    people.space.do(retain, [one], on=DAY)
    assert place(people, one) == "甲公司工会　保留会籍"
    people.space.do(leave, one, on=date(2026, 7, 1))
    assert place(people, one) == "甲公司工会　已终止：退会"
    people.space.undo()
    assert place(people, one) == "甲公司工会　保留会籍"
    other = people.member("王芳")
    people.space.do(send_out, [other], to_name="外区工会", on=DAY)
    assert place(people, other) == "甲公司工会　已终止：转出"
    assert place(people, people.person("王强")) == "未入会"


def test_what_never_was_is_not_told(people: People) -> None:
    one = people.member("王小明", since=DAY)
    (row,) = people.office.rows(select(MEMBERSHIP.c.id).where(MEMBERSHIP.c.person_id == one))
    people.space.do(void, row["id"])
    assert place(people, one) == "未入会"


def test_a_merged_person_is_found_under_the_other(people: People) -> None:
    main = people.member("王小明", number="E00000001")
    other = people.person("王晓鸣", number="E00000002")
    third = people.person("汪小名", number="E00000003")
    people.space.do(merge, third, into=other)
    people.space.do(merge, other, into=main)
    for query in ("王晓鸣", "E00000002", "汪小名", "E00000003"):
        assert found(people, query) == [main], query
    people.space.undo()
    assert found(people, "E00000002") == [other]
    assert found(people, "E00000003") == [other]


def test_an_erased_person_is_not_found_at_all(people: People) -> None:
    one = people.member("王小明", number="E00000001")
    people.space.do(erase, one)
    for query in ("王小明", "wxm", "E00000001", "甲公司 小明"):
        assert found(people, query) == []


def test_a_union_that_gets_another_name_takes_its_members_along(people: People) -> None:
    one = people.member("王小明")
    people.space.do(change_union, people.one, since=DAY, name="丙集团工会")
    assert place(people, one) == "丙集团工会"
    assert found(people, "小明 丙集团") == [one]


def test_the_index_is_what_a_new_one_would_be(people: People) -> None:
    one = people.member("王小明", number="E00000001")
    people.member("李芳", union=people.two)
    people.space.do(retain, [one], on=DAY)
    people.space.do(merge, people.person("张三"), into=one)
    people.space.undo()
    assert [f for f in verify(people.space) if f.rule == "SYS-SEARCH"] == []
