"""What the area tells the home page, the calendar and the search box; what is erased with a
person."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import select

from app.areas.members.acts import add_person
from app.areas.members.acts.erasing import carry_out
from app.areas.surveys.acts import add_comments, edit_comment, edit_survey, set_subjects
from app.areas.surveys.due import calendar, due
from app.areas.surveys.records import SURVEY_SUBJECT
from app.rules.office import rule_book
from app.store.search import find
from app.store.system import CHANGE

TODAY = date(2026, 11, 22)
NAME = "欧阳静怡"


def told(polls: Any, year: int = 0) -> list[tuple[str, str]]:
    def read(conn: Any) -> Any:
        book = rule_book(conn)
        if year:
            return calendar(conn, day=TODAY, year=year, book=book)
        return due(conn, day=TODAY, book=book)

    return [(one.title, one.tone.value) for one in polls.space.read(read)]


def test_a_survey_under_way_and_one_that_was_not_counted_in_time(polls: Any) -> None:
    assert told(polls) == []
    now = polls.survey(since=date(2026, 11, 20), until=date(2026, 12, 1))
    polls.survey("service", since=date(2026, 12, 1), until=date(2026, 12, 20))
    late = polls.survey("rate_upper", since=date(2026, 10, 1), until=date(2026, 10, 20))
    assert {tone for _title, tone in told(polls)} == {"info", "bad"}
    assert all(title.startswith("甲公司工会 ") for title, _tone in told(polls))
    assert len(told(polls, 2026)) == 3
    for survey in (now, late):
        polls.space.do(edit_survey, survey, on_day=TODAY)
    assert told(polls) == []
    assert len(told(polls, 2026)) == 1


def test_comments_that_are_late_and_those_nobody_answered(polls: Any) -> None:
    survey = polls.survey(on_day=date(2026, 10, 1))
    polls.space.do(add_comments, survey, comments=[("", "多办活动"), ("", "公开明细")])
    assert told(polls) == [("2 条职工意见没有答复", "warn")]
    one = polls.read(survey).comments[0]
    polls.space.do(edit_comment, one["id"], due_on=date(2026, 11, 1))
    assert told(polls)[0] == (f"职工意见：{one['text']}", "bad")
    assert told(polls, 2026) == told(polls)[:1]
    polls.space.do(edit_comment, one["id"], done_on=TODAY)
    assert told(polls) == [("1 条职工意见没有答复", "warn")]


def test_a_survey_is_found_by_its_title_and_its_union(polls: Any) -> None:
    survey = polls.survey(title="食堂满意度")
    for text in ("食堂", "shitang", "甲公司工会 食堂"):
        hits, _total = polls.space.read(lambda c, text=text: find(c, text, 9))
        assert [h["id"] for h in hits if h["kind"] == "survey"] == [survey], text


def test_a_name_goes_with_the_persons_data(polls: Any) -> None:
    survey = polls.survey("rate_cadres")
    person = polls.space.do(add_person, plain={"name": NAME}, documents=[("passport", "E1")]).result
    named = [{"name": NAME, "person_id": person, "post_name": "主席"}, {"name": "李秀英"}]
    polls.space.do(set_subjects, survey, subjects=named)
    carry_out(polls.space, person, reason="本人要求")
    rows = polls.office.rows(select(SURVEY_SUBJECT).order_by(SURVEY_SUBJECT.c.position))
    assert [row["name"] for row in rows] == ["已清除", "李秀英"]
    logged = polls.office.rows(select(CHANGE.c.data))
    assert not any(NAME in (row["data"] or "") for row in logged)
