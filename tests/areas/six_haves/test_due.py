"""The home page and the year: improvements with their days, stages that are not closed."""

from __future__ import annotations

from datetime import date
from typing import Any

from app.areas.six_haves.acts import add_improvement, close_assessment, edit_improvement
from app.areas.six_haves.due import calendar, due, home
from app.areas.six_haves.lists import IMPROVEMENTS
from app.areas.six_haves.rules.scoring import freeze
from app.base.lists import Tone, View
from app.rules.office import rule_book
from tests.areas.six_haves.test_assessments import DAY, Scoring, office, six

__all__ = ["office", "six"]


def dues(six: Scoring, day: date = DAY) -> dict[str, Any]:
    found = six.space.read(lambda c: due(c, day=day, book=rule_book(c)))
    return {one.what: one for one in found}


def test_a_stage_is_told_a_month_ahead_and_when_it_is_late(six: Scoring) -> None:
    made = six.start()
    assert "self" not in dues(six, date(2026, 11, 9))
    one = dues(six)["self"]
    assert (one.day, one.tone) == (date(2026, 12, 10), Tone.WARN)
    assert "自评还有 1 个工会" in one.title
    assert dues(six, date(2026, 12, 11))["self"].tone is Tone.BAD
    # the last year's stays until it is closed
    assert dues(six, date(2027, 1, 5))["self"].tone is Tone.BAD
    six.do(close_assessment, made, stage="self", on=DAY, frozen=freeze(six.read()[0].scored))
    assert "self" not in dues(six)
    assert "复评还有 1 个" in dues(six)["review"].title
    (card,) = six.space.read(lambda c: home(c, day=DAY, book=rule_book(c)))
    assert card.value == "1 / 1"


def test_no_card_where_nothing_was_begun(six: Scoring) -> None:
    assert six.space.read(lambda c: home(c, day=DAY, book=rule_book(c))) == []


def test_improvements_are_due_until_they_are_done(six: Scoring) -> None:
    made = six.start()
    one = six.do(add_improvement, made, item="B6", measure="发展2名职工入会", responsible="王敏",
                 due_on=date(2026, 12, 1))  # fmt: skip
    told = dues(six)["improve"]
    assert (told.day, told.target.id, told.tone) == (date(2026, 12, 1), one, Tone.WARN)
    assert "王敏" in told.note
    assert dues(six, date(2026, 12, 2))["improve"].tone is Tone.BAD
    year = six.space.read(lambda c: calendar(c, day=DAY, year=2026, book=rule_book(c)))
    assert [each.what for each in year] == ["self", "improve"]
    late = View(date(2026, 12, 2), filters={"state": ("late",)})
    assert six.space.read(lambda c: list(IMPROVEMENTS.ids(c, late))) == [one]
    six.do(edit_improvement, one, done_on=DAY, result="已入会2人")
    assert "improve" not in dues(six)
    assert six.space.read(lambda c: list(IMPROVEMENTS.ids(c, late))) == []
    (row,) = six.space.read(lambda c: IMPROVEMENTS.rows(c, [one], View(DAY)))
    assert (row["state"].word, row["union"]) == ("已完成", "甲公司工会")
