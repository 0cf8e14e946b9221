"""The home page: what is behind the calendar, the card, the year; and the search box."""

from __future__ import annotations

from datetime import date
from typing import Any

from app.areas.five_ones import acts
from app.areas.five_ones.due import calendar, due, home
from app.base.lists import Tone
from app.rules.office import rule_book
from app.store.search import find

D = date
TODAY = D(2026, 11, 22)


def dues(year: Any, day: date = TODAY, **kw: Any) -> list[Any]:
    found: list[Any] = year.space.read(lambda c: due(c, day=day, book=rule_book(c), **kw))
    return found


def test_a_planned_activity_is_told_two_weeks_ahead_and_when_it_is_late(year: Any) -> None:
    made = year.planned(on=D(2026, 12, 6), title="冬季长跑")
    assert [d for d in dues(year, D(2026, 11, 21)) if d.what == "held"] == []
    (one,) = [d for d in dues(year, TODAY) if d.what == "held"]
    assert (one.target.kind, one.target.id, one.day, one.tone) == (
        "activity", made, D(2026, 12, 6), Tone.WARN,
    )  # fmt: skip
    assert one.key
    late = [d for d in dues(year, D(2026, 12, 7)) if d.what == "held"]
    assert late[0].tone is Tone.BAD
    year.space.do(acts.cancel_activity, made, on=TODAY, reason="天气")
    assert [d for d in dues(year) if d.what == "held"] == []


def test_federations_that_lag_are_told_with_what_is_left(year: Any) -> None:
    year.activity("recreation", participants=9)
    (one,) = [d for d in dues(year) if d.what == "year"]
    assert one.target.id == year.fed
    assert "完成 0 项，应完成 4 项" in one.title
    assert "劳动竞赛" in one.note
    (june,) = [d for d in dues(year, D(2026, 6, 16)) if d.what == "year"]
    assert "应完成 2 项" in june.title
    assert [d for d in dues(year, D(2026, 6, 15)) if d.what == "year"] == []


def test_more_than_a_few_are_told_as_a_number(year: Any) -> None:
    for number in range(8):
        year.planned(on=D(2026, 11, 1 + number), title=f"活动{number}")
    told = [d for d in dues(year) if d.what != "year"]
    assert len(told) == 6
    assert "另有 3 项" in told[-1].title


def test_the_card_and_the_year(year: Any) -> None:
    def read(conn: Any) -> Any:
        book = rule_book(conn)
        return home(conn, day=TODAY, book=book), calendar(conn, day=TODAY, year=2026, book=book)

    assert year.space.read(read) == ([], [])
    year.prove(year.activity("recreation", participants=9), "summary", "photo")
    made = year.planned(on=D(2026, 12, 30))
    cards, entries = year.space.read(read)
    assert [(c.value, c.note) for c in cards] == [("0 / 1", "各项完成 1 / 5")]
    assert [e.target.id for e in entries] == [made]


def test_the_search_box_finds_activities(year: Any) -> None:
    made = year.activity(title="电动车装配技能竞赛")

    def hits(text: str) -> list[str]:
        return [h["id"] for h in year.space.read(lambda c: find(c, text, 20))[0]]

    assert made in hits("电动车装配")
    year.space.do(acts.edit_activity, made, title="叉车比武")
    assert made not in hits("电动车装配")
    assert made in hits("叉车比武")
