"""Assessments over real records: what the records answer, what a person adds, what is kept."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Any

import pytest
from sqlalchemy import select

from app.areas.organisations.acts import NewReading, edit_union, set_readings
from app.areas.six_haves.acts import (
    add_improvement,
    answer_line,
    close_assessment,
    delete_assessment,
    edit_assessment,
    edit_improvement,
    reopen_assessment,
    retire_rubric,
    score_line,
    set_targets,
    set_veto,
    start_assessments,
    take_in_rubric,
    write_words,
)
from app.areas.six_haves.lists import assessed_unions, offered, read_assessments, township_score
from app.areas.six_haves.records import ASSESSMENT, ASSESSMENT_LINE, RUBRIC, TARGET
from app.areas.six_haves.rules.rubric import shipped
from app.areas.six_haves.rules.scoring import State, freeze
from app.base.days import Period
from app.base.errors import UserError
from app.figures.registry import Scope
from app.paper.asking import Results
from app.start import registry
from app.store.types import dumps
from tests.areas.organisations.conftest import Office, office

__all__ = ["office"]
DAY = date(2026, 11, 22)
SCOPE = Scope(DAY, Period(date(2026, 1, 1), date(2026, 12, 31)))


class Scoring:
    """An office with a union of 100 workers and 93 members."""

    def __init__(self, office: Office) -> None:
        self.office, self.space = office, office.space
        self.union = office.union("甲公司工会")
        self.numbers(self.union, J201=100, J206=93, J207=40)

    def numbers(self, union: str, **numbers: int) -> None:
        readings = [NewReading("union", union, code, n) for code, n in numbers.items()]
        self.space.do(set_readings, readings, on_day=DAY)

    def start(self, rubric: str = "six-25", union: str | None = None) -> str:
        (made,) = self.space.do(
            start_assessments, [union or self.union], year=2026, on_day=DAY, rubric=rubric
        ).result
        return made

    def read(self, unions: Any = None, **kw: Any) -> list[Any]:
        from app.areas import AREAS

        def run(conn):
            checks = partial(Results(AREAS, SCOPE, year=2026, today=DAY), conn)
            return read_assessments(
                conn, unions, year=2026, scope=SCOPE, registry=registry(), checks=checks, **kw
            )

        return self.space.read(run)

    def line(self, item: str) -> Any:
        (one,) = self.read()
        return next(line for line in one.scored.lines if line.item.id == item)

    def do(self, act: Any, *args: Any, **kw: Any) -> Any:
        return self.space.do(act, *args, **kw).result


@pytest.fixture
def six(office: Office) -> Scoring:
    return Scoring(office)


WHO = {"by": "王敏", "on": DAY}


def test_the_records_answer_what_they_can_and_nothing_is_a_pass_without_them(six):
    six.start()
    line = six.line("B6")
    assert (line.state, line.own) == (State.COMPUTED, 200)
    assert "93.00%" in line.words
    assert "会员人数93／职工人数100" in line.words
    assert line.raise_by == "达到95%可得3分（还差2人）"
    assert six.line("C1").state is State.NO_DATA
    assert six.line("C2").state is State.NO_DATA
    assert six.line("C6").state is State.OPEN
    six.do(edit_union, six.union, has_office=True, has_sign=True, has_seal=False)
    line = six.line("C1")
    assert (line.state, line.own) == (State.PROPOSED, 200)


def test_what_is_missing_is_answered_by_hand_with_its_reason(six):
    made = six.start()
    with pytest.raises(UserError, match="人工填报要写明依据"):
        six.do(answer_line, made, item="C2", answer=300, **WHO)
    six.do(answer_line, made, item="C2", answer=300, reason="见竞赛方案和照片", **WHO)
    line = six.line("C2")
    assert (line.state, line.own, line.words) == (State.TYPED, 300, "见竞赛方案和照片")
    with pytest.raises(UserError, match="应在 0 至 3 分之间"):
        six.do(answer_line, made, item="C2", answer=301, reason="多", **WHO)
    six.do(answer_line, made, item="C2", answer=None, **WHO)
    assert six.line("C2").state is State.NO_DATA


def test_a_score_against_the_records_needs_its_reason(six):
    made = six.start()
    with pytest.raises(UserError, match="请写明原因"):
        six.do(score_line, made, stage="self", item="B6", score=300, computed=200, **WHO)
    six.do(score_line, made, stage="self", item="B6", score=300, computed=200,
           reason="年底又发展5人", **WHO)  # fmt: skip
    assert six.line("B6").own == 300
    six.do(score_line, made, stage="self", item="B6", score=None, **WHO)
    assert six.line("B6").own == 200


def test_the_stages_follow_each_other_and_a_closed_one_stays(six):
    made = six.start()
    with pytest.raises(UserError, match="还没有自评"):
        six.do(close_assessment, made, stage="review", on=DAY)
    (before,) = six.read()
    six.do(close_assessment, made, stage="self", on=DAY, frozen=freeze(before.scored))
    six.numbers(six.union, J206=100)
    (after,) = six.read()
    assert after.scored == before.scored
    with pytest.raises(UserError, match="自评已经确定"):
        six.do(score_line, made, stage="self", item="B6", score=100, computed=200, **WHO)
    six.do(
        score_line, made, stage="review", item="B6", score=100, computed=200, reason="核减", **WHO
    )
    assert (six.line("B6").own, six.line("B6").final) == (200, 100)
    six.do(reopen_assessment, made, stage="self")
    assert six.line("B6").own == 300


def test_the_same_records_day_and_rubric_give_the_same_to_the_byte(six):
    six.start()
    one, two = (dumps(freeze(six.read()[0].scored)) for _ in range(2))
    assert one == two


def test_vetoes_by_judgement(six):
    made = six.start()
    six.do(set_veto, made, item="V3", reason="审计报告〔2026〕3号")
    (found,) = six.read()
    assert (found.scored.own.vetoed, found.scored.own.grade) == (True, "未达标")
    with pytest.raises(UserError, match="不是一票否决项"):
        six.do(set_veto, made, item="B6", reason="x")
    six.do(set_veto, made, item="V3", reason=None)
    assert not six.read()[0].scored.own.vetoed


def test_words_of_ones_own(six):
    made = six.start()
    six.do(write_words, made, item="B6", words="本年新发展会员12人。")
    assert six.line("B6").words == "本年新发展会员12人。"
    six.do(write_words, made, item="B6", words=" ")
    assert "93.00%" in six.line("B6").words


def test_all_unions_at_once_begun_or_not(six):
    small = six.office.union("乙公司工会")
    six.numbers(small, J201=9, J206=9)
    unions = six.space.read(lambda conn: assessed_unions(conn, DAY))
    assert {six.union, small} <= set(unions)
    six.start()
    found = {one.union_id: one for one in six.read(unions, planned=True)}
    assert found[six.union].row is not None
    assert found[small].row is None
    assert found[six.union].rubric.code == "six-25"
    assert found[small].rubric.code == "six-small"
    assert [line.own for line in found[small].scored.lines if line.item.id == "B2"] == [1000]
    assert six.do(start_assessments, unions, year=2026, on_day=DAY, rubric="six-25") != []
    assert six.do(start_assessments, unions, year=2026, on_day=DAY, rubric="six-25") == []


def test_a_rubric_is_kept_as_it_was_used(six):
    made = six.start()
    (row,) = six.office.rows(select(RUBRIC))
    assert (row["shipped"], row["digest"]) == (True, shipped()["six-25"].digest)
    content = {**shipped()["six-25"].as_data(), "title": "本县评分表", "version": "2026-county"}
    own = six.do(take_in_rubric, content=content, year=2026, source="县总工会")
    assert own == six.do(take_in_rubric, content=content)
    assert next(iter(six.space.read(lambda c: offered(c, 2026)).values())).title == "本县评分表"
    assert own not in six.space.read(lambda c: offered(c, 2025))
    six.do(edit_assessment, made, rubric_id=own)
    assert six.read()[0].rubric.title == "本县评分表"
    six.do(answer_line, made, item="C6", answer=100, **WHO)
    with pytest.raises(UserError, match="不能再换评分标准"):
        six.do(edit_assessment, made, rubric_id=row["id"])
    six.do(retire_rubric, own, on=DAY)
    assert own not in six.space.read(lambda c: offered(c, 2026))
    with pytest.raises(UserError, match="已经停用"):
        six.do(start_assessments, [], year=2026, on_day=DAY, rubric=own)
    with pytest.raises(UserError, match="没有指标或规则"):
        six.do(take_in_rubric, content={**content, "version": "x"}, known={"J405"})


def test_improvements_and_goals(six):
    made = six.start()
    one = six.do(add_improvement, made, item="B6", measure="发展2名职工入会", due_on=DAY)
    with pytest.raises(UserError, match="完成情况"):
        six.do(edit_improvement, one, done_on=DAY)
    six.do(edit_improvement, one, done_on=DAY, result="已入会2人")
    assert six.read()[0].improvements[0]["result"] == "已入会2人"
    six.do(set_targets, year=2026, targets={(six.union, "R201"): 9500, (six.union, "J206"): 95})
    six.do(set_targets, year=2026, targets={(six.union, "J206"): None})
    assert [r["code"] for r in six.office.rows(select(TARGET))] == ["R201"]


def test_begun_by_mistake(six):
    made = six.start()
    six.do(answer_line, made, item="C6", answer=100, **WHO)
    six.do(delete_assessment, made)
    assert six.office.rows(select(ASSESSMENT)) == six.office.rows(select(ASSESSMENT_LINE)) == []
    six.space.undo()
    assert six.line("C6").own == 100


def test_the_share_of_the_unions_in_a_townships_score():
    assert township_score(8000, [9000, 7000, 5000], 40) == 7600
    assert township_score(8000, [9001], 50) == 8501
    assert township_score(8000, [], 50) == township_score(8000, [9000], 0) == 8000


def test_scoring_leaves_the_groupings_to_choose_from_as_they_are(six):
    before = set(registry().dimensions)
    six.start()
    six.read()
    assert set(registry().dimensions) == before
