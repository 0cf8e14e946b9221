"""Surveys made, counted, answered; nothing leads from a ballot to a voter."""

from __future__ import annotations

import random
from datetime import date

import pytest
from sqlalchemy import select

from app.areas.surveys.acts import (
    add_ballots,
    add_comments,
    add_group,
    cancel_survey,
    delete_group,
    delete_survey,
    edit_comment,
    edit_group,
    edit_survey,
    enter_counts,
    remove_ballots,
    set_counts,
    set_subjects,
)
from app.areas.surveys.records import BALLOT_CONTENT, SURVEY, SURVEY_COUNT
from app.areas.surveys.rules.forms import shipped
from app.base.errors import UserError
from app.base.text import rate
from app.store.system import CHANGE
from tests.areas.surveys.conftest import Polls

GOOD = {"overall": "satisfied", "funds": "basic"}
BAD = {"overall": "unsatisfied"}


def overall(polls: Polls, survey: str):
    return polls.read(survey).result.overall[""]


def test_counts_are_typed_in_and_what_is_missing_abstained(polls):
    survey = polls.survey(groups=[{"issued": 141, "returned": 137}])
    (group,) = polls.groups(survey)
    counts = {("", "overall"): {"satisfied": 127, "basic": 10}, ("", "funds"): {"satisfied": 100}}
    polls.space.do(set_counts, group, counts=counts)
    found = overall(polls, survey).satisfied
    assert rate(found.numerator, found.denominator) == "92.70%"
    assert polls.read(survey).result.items["", "funds"].abstain == 37
    polls.space.do(set_counts, group, counts={("", "funds"): {"satisfied": 90}})
    assert overall(polls, survey).votes["satisfied"] == 127


def test_the_same_from_ballots(polls):
    survey = polls.survey(groups=[{"issued": 141, "returned": 137}])
    (group,) = polls.groups(survey)
    ballots = [{"overall": "satisfied"}] * 127 + [{"overall": "basic"}] * 10
    random.Random(1).shuffle(ballots)
    polls.space.do(add_ballots, group, ballots=ballots[:60])
    polls.space.do(add_ballots, group, ballots=ballots[60:])
    found = overall(polls, survey)
    assert rate(found.satisfied.numerator, found.satisfied.denominator) == "92.70%"
    assert found.accepted == 1


def test_more_votes_than_valid_ballots_are_refused(polls):
    survey = polls.survey(groups=[{"issued": 20, "returned": 12, "void": 2}])
    (group,) = polls.groups(survey)
    with pytest.raises(UserError, match="共 11 票，多于有效票（收回减废票）10 张"):
        polls.space.do(set_counts, group, counts={("", "overall"): {"satisfied": 11}})
    with pytest.raises(UserError, match="录入后共 11 张"):
        polls.space.do(add_ballots, group, ballots=[GOOD] * 11)
    polls.space.do(add_ballots, group, ballots=[GOOD] * 10)
    with pytest.raises(UserError, match="少于已经录入的 10 张"):
        polls.space.do(edit_group, group, void=3)


def test_counts_and_ballots_do_not_mix(polls):
    survey = polls.survey()
    (group,) = polls.groups(survey)
    polls.space.do(set_counts, group, counts={("", "overall"): {"satisfied": 7}})
    with pytest.raises(UserError, match="直接填写的"):
        polls.space.do(add_ballots, group, ballots=[GOOD] * 5)
    polls.space.do(set_counts, group, counts={("", "overall"): {}})
    assert polls.office.rows(select(SURVEY_COUNT)) == []
    polls.space.do(add_ballots, group, ballots=[GOOD] * 5)
    with pytest.raises(UserError, match="逐票录入的"):
        polls.space.do(set_counts, group, counts={("", "overall"): {"satisfied": 7}})


def test_so_few_ballots_that_they_could_be_told_wait_for_the_others(polls):
    survey = polls.survey(groups=[{"returned": 7}])
    (group,) = polls.groups(survey)
    with pytest.raises(UserError, match="一次至少录入 5 张"):
        polls.space.do(add_ballots, group, ballots=[GOOD] * 4)
    polls.space.do(add_ballots, group, ballots=[GOOD] * 5)
    polls.space.do(add_ballots, group, ballots=[BAD] * 2)
    assert overall(polls, survey).votes == {"satisfied": 5, "basic": 0, "unsatisfied": 2}


def test_neither_the_log_nor_the_order_tells_of_a_ballot(polls):
    survey = polls.survey()
    (group,) = polls.groups(survey)
    ballots = [BAD, GOOD, {"overall": "basic"}, GOOD, BAD, {}]
    batch = polls.space.do(add_ballots, group, ballots=ballots).result
    (content,) = polls.office.rows(select(BALLOT_CONTENT))
    again = polls.survey()
    mixed = [ballots[n] for n in (3, 5, 0, 1, 4, 2)]
    polls.space.do(add_ballots, polls.groups(again)[0], ballots=mixed)
    kept = {row["key"]: row["ballots"] for row in polls.office.rows(select(BALLOT_CONTENT))}
    assert len(kept) == 2
    assert all(ballots == content["ballots"] for ballots in kept.values())
    polls.space.do(remove_ballots, batch)
    logged = [row["data"] or "" for row in polls.office.rows(select(CHANGE))]
    assert not any("satisfied" in data for data in logged if "form" not in data)


def test_a_batch_is_taken_back_as_a_whole_and_comes_back(polls):
    survey = polls.survey()
    (group,) = polls.groups(survey)
    polls.space.do(add_ballots, group, ballots=[GOOD] * 6)
    polls.space.do(add_ballots, group, ballots=[BAD] * 5)
    polls.space.undo()
    assert overall(polls, survey).votes["unsatisfied"] == 0
    polls.space.redo()
    assert overall(polls, survey).votes == {"satisfied": 6, "basic": 0, "unsatisfied": 5}


def test_people_are_rated_by_name(polls):
    survey = polls.survey("rate_cadres", groups=[{"returned": 9}])
    names = [{"name": "王主席", "post_name": "主席"}, {"name": "李副主席"}]
    polls.space.do(set_subjects, survey, subjects=names)
    one, two = (row["id"] for row in polls.read(survey).subjects)
    (group,) = polls.groups(survey)
    ballot = {f"{one}/overall": "satisfied", f"{two}/overall": "basic"}
    polls.space.do(add_ballots, group, ballots=[ballot] * 9)
    result = polls.read(survey).result
    assert result.overall[one].satisfied == 1
    assert (result.overall[two].satisfied, result.overall[two].accepted) == (0, 1)
    with pytest.raises(UserError, match="不能再减少评议对象"):
        polls.space.do(set_subjects, survey, subjects=names[:1])
    with pytest.raises(UserError, match="不按人评"):
        polls.space.do(set_subjects, polls.survey(), subjects=names)


def test_the_form_stays_once_something_is_counted(polls):
    survey = polls.survey()
    (group,) = polls.groups(survey)
    form = shipped()["rate_union"].as_data()
    own = {**form, "items": [["overall", "总体"], ["x", "食堂"]]}
    polls.space.do(edit_survey, survey, form=own)
    assert polls.read(survey).form.items[1] == ("x", "食堂")
    polls.space.do(set_counts, group, counts={("", "x"): {"satisfied": 1}})
    with pytest.raises(UserError, match="评议表样不能再改动"):
        polls.space.do(edit_survey, survey, form=form)
    with pytest.raises(UserError, match="不能再改动或删除"):
        polls.space.do(delete_survey, survey)
    with pytest.raises(UserError, match="没有这个项目"):
        polls.space.do(set_counts, group, counts={("", "funds"): {"satisfied": 1}})


def test_groups(polls):
    survey = polls.survey(groups=[{"union_id": polls.one, "returned": 6}])
    small = polls.space.do(add_group, survey, union_id=polls.two, returned=4).result
    one = polls.groups(survey)[0]
    polls.space.do(add_ballots, one, ballots=[GOOD] * 6)
    polls.space.do(add_ballots, small, ballots=[BAD] * 4)
    found = polls.read(survey)
    assert set(found.alone) == {one}
    assert found.result.overall[""].valid == 10
    with pytest.raises(UserError, match="已经录入票数"):
        polls.space.do(delete_group, small)
    for numbers in ({"issued": 3, "returned": 4}, {"returned": 4, "void": 5}, {"expected": -1}):
        with pytest.raises(UserError):
            polls.space.do(add_group, survey, **numbers)


def test_comments_are_put_down_without_order_and_answered(polls):
    survey = polls.survey()
    said = [("funds", "公开明细"), ("", "多办活动"), ("funds", "公开明细"), ("", "  ")]
    assert polls.space.do(add_comments, survey, comments=said).result == 3
    comments = polls.read(survey).comments
    assert [c["text"] for c in comments] == ["多办活动", "公开明细", "公开明细"]
    polls.space.do(
        edit_comment, comments[0]["id"], reply="下季度安排两次", replied_on=date(2026, 11, 20)
    )
    assert polls.read(survey).comments[0]["reply"] == "下季度安排两次"
    with pytest.raises(UserError, match="怎样答复"):
        polls.space.do(edit_comment, comments[1]["id"], replied_on=date(2026, 11, 20))
    with pytest.raises(UserError, match="意见分类"):
        polls.space.do(add_comments, survey, comments=[("weather", "热")])


def test_made_by_mistake_or_called_off(polls):
    survey = polls.survey()
    polls.space.do(delete_survey, survey)
    assert polls.office.rows(select(SURVEY)) == []
    polls.space.undo()
    polls.space.do(cancel_survey, survey, on=date(2026, 11, 1), reason="改到明年")
    assert polls.read(survey).row["cancelled_on"] == date(2026, 11, 1)


def test_the_sheet_of_the_tellers_goes_in_at_once(polls):
    survey = polls.survey(groups=[{}, {"name": "职工代表"}])
    one, two = polls.groups(survey)
    votes = {("", "overall"): {"satisfied": 20}}
    papers = {"issued": 30, "returned": 25, "void": 1}
    polls.space.do(
        enter_counts, survey, papers={one: papers, two: papers}, counts={one: votes, two: votes},
        on_day=date(2026, 11, 20),
    )  # fmt: skip
    found = polls.read(survey)
    assert (found.result.valid, found.row["on_day"]) == (48, date(2026, 11, 20))
    fewer = {("", "overall"): {"satisfied": 10}}
    polls.space.do(enter_counts, survey, papers={one: {"returned": 11}}, counts={one: fewer})
    assert polls.read(survey).result.valid == 34
    with pytest.raises(UserError, match="多于有效票"):
        polls.space.do(enter_counts, survey, papers={one: {"returned": 5}}, counts={one: votes})
    other = polls.groups(polls.survey())[0]
    with pytest.raises(UserError, match="不是这次评议的"):
        polls.space.do(enter_counts, survey, papers={other: papers})
