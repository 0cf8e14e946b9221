"""Lists as of a day, narrowed and put in order; persons and posts apart."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from app.areas.cadres import acts
from app.areas.cadres.lists import LISTS, ORGANS, POSTS
from app.areas.cadres.lists.people import CADRES, by_union
from app.areas.organisations.acts import edit_union
from app.base.lists import View

DAY = date(2026, 11, 22)


def rows(cadres, source, day=DAY, unit=None, text="", sort=(), **filters):
    view = View(day, unit, text, filters, sort)
    return cadres.space.read(lambda c: list(source.rows(c, list(source.ids(c, view)), view)))


def names(cadres, source, key="name", **how):
    return [row[key] for row in rows(cadres, source, **how)]


@pytest.fixture
def staffed(cadres):
    body = cadres.body()
    cadres.term(body, date(2024, 3, 1), 3)
    chair = cadres.people.member("王主席", sex="2", model_worker=True)
    cadres.post("chair", chair, body=body, service="full_time", duties="全面")
    cadres.post("member", body=body, name="李委员", service="part_time", front_line=True)
    audit = cadres.body("audit")
    cadres.post("audit_director", chair, body=audit)
    cadres.post("staff", union=cadres.two, name="赵挂职", service="seconded",
                seconded_until=DAY + timedelta(30))  # fmt: skip
    cadres.post("activist", name="钱积极")
    old = cadres.post("women_member", name="孙前任", since=date(2024, 1, 1))
    cadres.do(acts.end_post, old, on=date(2026, 1, 1), ended="retired")
    return cadres


def test_every_list_comes_up_in_every_order_and_with_every_filter(staffed):
    for source in LISTS[:5]:
        for column in source.columns:
            for turned in (False, True):
                assert rows(staffed, source, sort=((column.key, turned),)) is not None
        for one in source.filters:
            for choice in one.choices:
                value = (choice.key,) if one.many else choice.key
                rows(staffed, source, **{one.key: value})
        for group in getattr(source, "groups", ()):
            rows(staffed, source, **dict(group.filters))


def test_a_person_stands_once_however_many_posts_she_has(staffed):
    assert sorted(names(staffed, CADRES)) == ["李委员", "王主席", "赵挂职"]
    (chair,) = rows(staffed, CADRES, text="王主席")
    assert chair["count"] == 2
    assert "甲公司工会 主席" in chair["posts"]
    assert chair["service"] == "专职"
    assert str(chair["state"]) == "在籍"
    assert names(staffed, CADRES, who=("activist",)) == ["钱积极"]
    assert names(staffed, CADRES, mark=("model_worker",)) == ["王主席"]
    assert names(staffed, CADRES, mark=("front_line",)) == ["李委员"]
    assert names(staffed, CADRES, sex=("2",)) == ["王主席"]
    assert names(staffed, CADRES, unit=staffed.two) == ["赵挂职"]
    assert len(rows(staffed, CADRES, training=("never",))) == 3


def test_a_roster_goes_by_union_and_post(staffed):
    order = staffed.space.read(lambda c: by_union(c, View(DAY)))
    told = staffed.space.read(lambda c: [r["name"] for r in CADRES.rows(c, order, View(DAY))])
    assert told in (["赵挂职", "王主席", "李委员"], ["王主席", "李委员", "赵挂职"])


def test_posts_of_the_day_those_that_ended_and_what_they_lack(staffed):
    assert len(rows(staffed, POSTS)) == 5
    assert names(staffed, POSTS, "person", when="ended") == ["孙前任"]
    assert names(staffed, POSTS, "person", day=date(2025, 6, 1), role=("women_member",)) == [
        "孙前任"
    ]
    assert sorted(names(staffed, POSTS, "person", lacks=("duties",))) == [
        "李委员",
        "王主席",
        "赵挂职",
    ]
    assert names(staffed, POSTS, "person", running=("seconded",)) == ["赵挂职"]
    (one,) = rows(staffed, POSTS, running=("seconded",))
    assert str(one["state"]) == "挂职剩 30 天"


def test_unions_by_term_and_day(staffed):
    (one,) = rows(staffed, ORGANS, text="甲公司")
    assert (one["chair"], one["service"], one["members"], one["audit"]) == (
        "王主席",
        "专职",
        2,
        "1 人",
    )
    assert str(one["state"]) == "99 天后届满"
    later = rows(staffed, ORGANS, text="甲公司", day=date(2027, 3, 2))[0]
    assert str(later["state"]) == "届满 1 天"
    assert names(staffed, ORGANS, due=("over",), day=date(2027, 3, 1)) == ["甲公司工会"]
    before = rows(staffed, ORGANS, text="甲公司", day=date(2024, 2, 1))[0]
    assert before["chair"] == ""
    staffed.do(edit_union, staffed.two, chair="老赵", term_until=date(2026, 12, 1))
    assert names(staffed, ORGANS, due=("1",)) == ["乙公司工会"]
    assert names(staffed, ORGANS, text="老赵") == ["乙公司工会"]
    assert "乙公司工会" not in names(staffed, ORGANS, chair="vacant")
    working = staffed.office.union("园区工会工作委员会", "working_committee")
    staffed.body(union=working, appointed=True)
    assert names(staffed, ORGANS, elected="no") == ["园区工会工作委员会"]
    assert str(rows(staffed, ORGANS, text="园区")[0]["state"]) == "任命产生"
