"""The figures of surveys against what the counting rules say, for counts and for ballots."""

from __future__ import annotations

import random
from datetime import date

import pytest

from app.areas.organisations.figures import register as organisations
from app.areas.surveys.acts import (
    add_ballots,
    add_comments,
    cancel_survey,
    edit_comment,
    set_counts,
    set_subjects,
)
from app.areas.surveys.figures import register
from app.base.days import Period
from app.figures.engine import evaluate, records
from app.figures.registry import Registry, Scope

DAY = date(2026, 11, 22)
GRADES = ["satisfied", "basic", "unsatisfied", "invalid", "abstain"]


@pytest.fixture
def figures(polls):
    registry = Registry()
    organisations(registry)
    register(registry)
    scope = Scope(DAY, Period(date(2026, 1, 1), date(2026, 12, 31)))

    def of(*codes, unit=None):
        one = Scope(scope.day, scope.period, unit)
        found = polls.space.read(lambda conn: evaluate(conn, registry, codes, one))
        return [found[code].value for code in codes]

    of.registry, of.scope = registry, scope
    return of


def test_no_survey_is_none_held(figures):
    assert figures("J406", "V101", "V105") == [0, 0, 0]


def test_counts_and_ballots_of_several_unions_add_up(polls, figures):
    chance = random.Random(3)
    valid = votes = satisfied = accepted = 0
    for union, ballots in ((polls.one, True), (polls.two, False)):
        papers = {"expected": 60, "issued": 50, "returned": 41, "void": 1}
        survey = polls.survey(union_id=union, on_day=date(2026, 6, 1), groups=[papers])
        (group,) = polls.groups(survey)
        said = [chance.choice(GRADES) for _ in range(40)]
        if ballots:
            polls.space.do(add_ballots, group, ballots=[{"overall": g} for g in said])
        else:
            counts = {grade: said.count(grade) for grade in GRADES}
            polls.space.do(set_counts, group, counts={("", "overall"): counts})
        result = polls.read(survey).result.overall[""]
        valid, votes = valid + 40, votes + result.valid
        satisfied += result.votes["satisfied"]
        accepted += result.votes["satisfied"] + result.votes["basic"]
    codes = ("J406", "V101", "V102", "V103", "V104", "V105", "V106", "V107", "V108")
    assert figures(*codes) == [2, 2, 120, 100, 82, valid, votes, satisfied, accepted]
    assert figures("V101", unit=polls.one) == [1]


def test_papers_without_votes_are_no_data_and_not_nought_percent(polls, figures):
    empty = polls.survey(on_day=date(2026, 6, 1), groups=[{"issued": 10, "returned": 8}])
    codes = ("V104", "V105", "V106", "V107", "V111", "V112")
    assert figures(*codes) == [8, 8, 0, 0, None, None]
    result = polls.read(empty).result
    assert (result.valid, result.overall[""].valid, result.overall[""].satisfied) == (8, 0, None)
    counted = polls.survey(union_id=polls.two, on_day=date(2026, 6, 2), groups=[{"returned": 4}])
    (group,) = polls.groups(counted)
    polls.space.do(set_counts, group, counts={("", "overall"): {"satisfied": 3}})
    assert figures(*codes) == [12, 12, 4, 3, 75.0, 75.0]
    (group,) = polls.groups(empty)
    polls.space.do(add_ballots, group, ballots=[{}] * 8)  # every voter left the item blank
    assert figures("V106", "V107", "V111") == [12, 3, 25.0]


def test_one_group_counted_and_one_not(polls, figures):
    survey = polls.survey(on_day=date(2026, 6, 1), groups=[{"returned": 10}, {"returned": 20}])
    first, _second = polls.groups(survey)
    polls.space.do(set_counts, first, counts={("", "overall"): {"satisfied": 9, "basic": 1}})
    assert figures("V105", "V106", "V111", "V112") == [30, 10, 90.0, 100.0]
    overall = polls.read(survey).result.overall[""]
    assert (overall.valid, float(overall.satisfied)) == (10, 0.9)


def test_without_papers_the_votes_of_the_survey_itself_count(polls, figures):
    for union, votes in ((polls.one, 3), (polls.two, 9)):
        survey = polls.survey(union_id=union, on_day=date(2026, 6, 1), groups=[{"name": "全体"}])
        (group,) = polls.groups(survey)
        polls.space.do(set_counts, group, counts={("", "overall"): {"satisfied": votes}})
    assert figures("V105", "V106", unit=polls.one) == [3, 3]
    assert figures("V105", "V106", "V111") == [12, 12, 100.0]


def test_people_rated_by_name_each_have_a_vote(polls, figures):
    survey = polls.survey("rate_cadres", on_day=date(2026, 6, 1), groups=[{"returned": 6}])
    polls.space.do(set_subjects, survey, subjects=[{"name": "王"}, {"name": "李"}])
    one, two = (row["id"] for row in polls.read(survey).subjects)
    (group,) = polls.groups(survey)
    ballot = {f"{one}/overall": "satisfied", f"{two}/overall": "basic"}
    polls.space.do(add_ballots, group, ballots=[ballot] * 6)
    assert figures("V205", "V206", "V207", "V208") == [6, 12, 6, 12]


def test_called_off_or_of_another_year_counts_nowhere(polls, figures):
    polls.survey(on_day=date(2025, 6, 1))
    survey = polls.survey(on_day=date(2026, 6, 1))
    polls.space.do(cancel_survey, survey, on=DAY, reason="重来")
    polls.survey()
    assert figures("V101", "J406") == [0, 0]


def test_comments_answered_and_dealt_with(polls, figures):
    survey = polls.survey(on_day=date(2026, 6, 1))
    polls.survey(on_day=None)
    said = [("funds", "公开明细"), ("", "多办活动"), ("other", "停车位")]
    polls.space.do(add_comments, survey, comments=said)
    one, two, _three = polls.read(survey).comments
    answer = {"reply": "好", "replied_on": date(2026, 6, 9)}
    polls.space.do(edit_comment, one["id"], **answer, done_on=date(2026, 7, 1))
    polls.space.do(edit_comment, two["id"], **answer, done_on=date(2026, 12, 1))
    assert figures("V501", "V504", "V502", "V503") == [3, 2, 1, 33.33]
    polls.space.do(cancel_survey, survey, on=DAY, reason="重来")
    assert figures("V501", "V502", "V503") == [0, 0, None]


def test_a_figure_opens_into_its_surveys(polls, figures):
    survey = polls.survey(on_day=date(2026, 6, 1), groups=[{"issued": 9, "returned": 8}])
    found = polls.space.read(
        lambda conn: list(records(conn, figures.registry, "V104", figures.scope))
    )
    assert [(r.kind, r.id, r.value) for r in found] == [("survey", survey, 8)]
