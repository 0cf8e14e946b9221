"""Blank ballots, the result sheet, the summary and the chapter, from a real survey."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from app import start
from app.areas.surveys.acts import add_ballots, add_comments, edit_comment, set_counts, set_subjects
from app.areas.surveys.paper.chapter import body
from app.base.errors import UserError
from app.paper.asking import year_scope
from app.paper.document import render
from app.paper.model import Chart, CutLine, Document, Table
from tests.paper.reading import open_pdf

TODAY = date(2026, 11, 22)


@pytest.fixture
def paper(polls: Any) -> Any:
    """Makes a paper's document."""

    def make(name: str, **options: str) -> Any:
        def read(conn: Any) -> Any:
            scope = year_scope(conn, 2026, today=TODAY)
            ask = start.ask(conn, scope, year=2026, today=TODAY)
            ask.options = options
            return body(ask) if name == "chapter" else start.papers()[name].make(ask)

        return polls.space.read(read)

    return make


def words(document: Document) -> str:
    """The text of the printed paper, without blanks."""
    printed = render(document)
    assert printed.missing == ()
    text = "".join(page.extract_text() for page in open_pdf(printed.pdf).pages)
    return "".join(text.split())


def oracle(polls: Any) -> str:
    papers = {"expected": 160, "issued": 141, "returned": 137}
    survey: str = polls.survey(on_day=date(2026, 11, 10), tellers="韩丽娟", groups=[papers])
    counts = {("", "overall"): {"satisfied": 127, "basic": 10}}
    polls.space.do(set_counts, polls.groups(survey)[0], counts=counts)
    return survey


def test_ballots_have_no_number_and_lines_to_cut_along(polls: Any, paper: Any) -> None:
    survey = polls.survey(groups=[{"issued": 5}])
    made = paper("survey_ballots", id=survey)
    assert sum(isinstance(block, CutLine) for block in made.blocks) == 4
    ballots = [block for block in made.blocks if not isinstance(block, CutLine)]
    assert all(one == ballots[0] for one in ballots)
    pages = len(open_pdf(render(made).pdf).pages)
    assert pages == 3, "two to a sheet"
    assert len(paper("survey_ballots", id=survey, copies="9").blocks) == 17
    text = words(made)
    assert "沿线裁开" in text
    assert "总体评价" in text
    with pytest.raises(UserError, match="张数"):
        paper("survey_ballots", id=survey, copies="0")
    with pytest.raises(UserError, match="哪一次评议"):
        paper("survey_ballots")


def test_ballots_with_names(polls: Any, paper: Any) -> None:
    survey = polls.survey("rate_cadres")
    polls.space.do(set_subjects, survey, subjects=[{"name": "王建国", "post_name": "主席"}])
    assert "王建国（主席）" in words(paper("survey_ballots", id=survey, copies="1"))


def test_the_result_sheet_prints_the_oracle_and_the_answers(polls: Any, paper: Any) -> None:
    survey = oracle(polls)
    polls.space.do(add_comments, survey, comments=[("funds", "公开明细"), ("", "多办活动")])
    one = next(c for c in polls.read(survey).comments if c["heading"])
    polls.space.do(
        edit_comment, one["id"], reply="每半年公布", replied_on=date(2026, 11, 20),
        responsible="王建国",
    )  # fmt: skip
    made = paper("survey_result", id=survey)
    assert sum(isinstance(block, Chart) for block in made.blocks) == 2
    text = words(made)
    for said in ("92.70%", "100.00%", "97.16%", "85.63%", "经费使用", "公开明细", "每半年公布",
                 "2026-11-20", "未分类", "（待答复）", "韩丽娟"):  # fmt: skip
        assert said in text, said
    assert render(made).pdf == render(paper("survey_result", id=survey)).pdf


def test_79_of_80_on_paper(polls: Any, paper: Any) -> None:
    survey = polls.survey("service", on_day=TODAY, groups=[{"issued": 80, "returned": 80}])
    ballots = [{"overall": "very"}] * 79 + [{"overall": "neutral"}]
    polls.space.do(add_ballots, polls.groups(survey)[0], ballots=ballots)
    assert "98.75" in words(paper("survey_result", id=survey))


def test_a_small_group_is_not_printed(polls: Any, paper: Any) -> None:
    groups = [{"name": "一车间", "returned": 7}, {"name": "小班组", "returned": 3}]
    survey = polls.survey(on_day=TODAY, groups=groups)
    for group, many in zip(polls.groups(survey), (7, 3), strict=True):
        polls.space.do(add_ballots, group, ballots=[{"overall": "satisfied"}] * many)
    text = words(paper("survey_result", id=survey))
    assert "一车间" in text
    assert "小班组" not in text
    assert "少于5张的分组（1个）" in text


def test_the_summary_and_the_chapter(polls: Any, paper: Any) -> None:
    assert "还没有完成计票的评议" in words(paper("survey_summary"))
    assert paper("chapter") == []
    survey = oracle(polls)
    polls.space.do(add_comments, survey, comments=[("funds", "公开明细")])
    text = words(paper("survey_summary", year="2026"))
    assert "甲公司工会" in text
    assert "92.70%" in text
    blocks = paper("chapter")
    said = "".join(getattr(block, "text", "") for block in blocks)
    assert "发出评议票141张，收回137张" in said
    assert "会员评家满意率92.70%，综合满意率100.00%" in said
    assert "意见建议1条" in said
    assert sum(isinstance(block, Table) for block in blocks) == 2
