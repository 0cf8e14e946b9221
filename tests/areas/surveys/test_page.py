"""Surveys carried through in the real window: made, counted, keyed in by ballot, answered."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from sqlalchemy import select

from app.areas import AREAS
from app.areas.surveys.acts import add_group, set_subjects
from app.areas.surveys.page import forms
from app.areas.surveys.page.form_files import take_form_file
from app.areas.surveys.records import BALLOT_BATCH, SURVEY, SURVEY_COMMENT, SURVEY_SUBJECT
from app.areas.surveys.rules.forms import scales, shipped
from app.paper.asking import ask_of, papers_of, year_scope
from app.paper.document import render
from tests.areas.surveys.test_online import write_form
from tests.desk.pages import unnamed
from tests.paper.reading import open_pdf

DAY = date(2026, 11, 20)


def rows(shown: Any, table: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = shown.polls.office.rows(select(table))
    return found


def facts(shown: Any, kind: str = "survey") -> dict[str, str]:
    return {f.label: f.value for f in shown.page.details[kind].card.facts}


def put(dialog: Any, grid: Any, line: int, **values: int) -> None:
    """Key numbers into a line of a grid."""
    model = grid.model
    for number, which in enumerate(model.columns):
        if which.key in values:
            assert model.take(line, number + 2, str(values[which.key]))
    del dialog


def test_a_survey_from_its_form_to_its_result(shown: Any) -> None:
    page = shown.page
    page.main_act()
    shown.wait(page.editor.is_open)
    shown.fill(union_id=(shown.polls.one, "甲公司工会"), kind=("rate_union", "会员评家"),
               since=date(2026, 11, 1), until=date(2026, 11, 15),
               expected=160, issued=141)  # fmt: skip
    shown.save()
    (survey,) = rows(shown, SURVEY)
    card = shown.show("survey", survey["id"])
    assert card.status.word == "逾期未计票"
    assert shown.acts("survey")[:2] == ["count", "ballots"]

    shown.act("survey", "count")
    dialog = shown.dialog("survey_counts")
    put(dialog, dialog.papers, 0, returned=137)
    lines = [row.title for row in dialog.votes.model.rows]
    put(dialog, dialog.votes, lines.index("总体评价"), satisfied=127, basic=10)
    assert "满意率 92.70%，综合满意率 100.00%" in dialog.said.text()
    dialog.day.set_day(DAY)
    dialog.save()
    shown.wait(lambda: not shown._dialogs("survey_counts"))
    shown.settle()
    told = facts(shown)
    assert (told["满意率"], told["综合满意率"]) == ("92.70%", "100.00%")
    assert shown.page.details["survey"].card.status.word == "已计票"
    detail = page.details["survey"]
    detail.show_tab("results")
    shown.wait(lambda: detail.table is not None and len(detail.table.model.entries) == 10)
    assert detail.table.model.entries[-1]["satisfied"] == "92.70%"
    detail.show_tab("chart")
    shown.wait(lambda: detail.widget("chart").has_chart())
    assert unnamed(page) == []
    shown.undone("登记计票")
    assert "满意率" not in facts(shown)


def test_ballots_are_keyed_in_by_digits(shown: Any) -> None:
    survey = shown.polls.survey(groups=[{"issued": 8, "returned": 6}])
    shown.show("survey", survey)
    shown.act("survey", "ballots")
    dialog = shown.dialog("survey_ballots")
    table = dialog.grid.table
    assert len(dialog.grid.model.rows) == 6
    table.setFocus()
    for _ballot in range(5):
        QTest.keyClicks(table, "1" * 10)
    QTest.keyClicks(table, "    ")  # four abstentions
    QTest.keyClicks(table, "230")  # 基本满意, 不满意, two ticks
    found = dialog.ballots()
    assert len(found) == 6
    assert found[0] == dict.fromkeys(found[0], "satisfied")
    assert len(found[0]) == 10
    assert sorted(found[5].values()) == ["basic", "invalid", "unsatisfied"]
    QTest.keyClick(table, Qt.Key.Key_4)  # no grade of this scale
    assert dialog.ballots() == found
    assert "已录 6 张" in dialog.said.text()
    assert unnamed(dialog) == []
    dialog.save()
    shown.wait(lambda: not shown._dialogs("survey_ballots"))
    shown.settle()
    assert [row["ballots"] for row in rows(shown, BALLOT_BATCH)] == [6]
    page = shown.page
    page.details["survey"].show_tab("groups")
    shown.wait(lambda: page.details["survey"].batches.count() == 1)
    shown.undone("录入评议票")
    assert rows(shown, BALLOT_BATCH) == []


def test_people_are_rated_by_name_on_screen(shown: Any) -> None:
    survey = shown.polls.survey("rate_cadres")
    shown.show("survey", survey)
    detail = shown.page.details["survey"]
    detail.show_tab("subjects")
    for name, post in (("王建国", "主席"), ("李秀英", "副主席")):
        shown.chip("detail_survey_subjects_add")
        shown.wait(shown.page.editor.is_open)
        shown.fill(name=name, post_name=post)
        shown.save()
        shown.settle()
    assert [r["name"] for r in rows(shown, SURVEY_SUBJECT)] == ["王建国", "李秀英"]
    shown.act("survey", "ballots")
    dialog = shown.dialog("survey_ballots")
    assert [c.title for c in dialog.grid.model.columns][:2] == [
        "王建国·政治素质",
        "王建国·履职能力",
    ]


def test_comments_are_written_down_answered_and_dealt_with(shown: Any) -> None:
    survey = shown.polls.survey()
    shown.show("survey", survey)
    shown.form("survey", "comment")
    shown.fill(heading=("funds", "经费使用"), text="开支公布明细\n多办活动")
    shown.save()
    shown.settle()
    comment = next(r for r in rows(shown, SURVEY_COMMENT) if r["text"] == "开支公布明细")
    card = shown.show("survey_comment", comment["id"])
    assert card.status.word == "待答复"
    shown.form("survey_comment", "answer")
    shown.fill(replied_on=DAY)
    assert "怎样答复" in shown.refused()["reply"]
    shown.fill(reply="每半年公布", responsible="王建国", due_on=date(2026, 12, 1), done_on=DAY)
    shown.save()
    shown.settle()
    assert shown.show("survey_comment", comment["id"]).status.word == "已办结"


def own_form(shown: Any, scale: str = "four") -> Any:
    """自编评议表 through the form; the survey."""
    page = shown.page
    page.open_form(forms.add_own(page.make, (shown.polls.one, "甲公司工会")))
    shown.wait(page.editor.is_open)
    shown.fill(kind=("service", "服务满意度"), form_title="食堂满意度测评表",
               scale=(scale, ""), items="饭菜\n价钱\n总体评价")  # fmt: skip
    shown.save()
    return rows(shown, SURVEY)[-1]


def printed(shown: Any, name: str, survey: str) -> str:
    """The words of a paper of a survey."""

    def make(conn: Any) -> Any:
        scope = year_scope(conn, DAY.year, today=DAY)
        options = {"id": survey}
        ask = ask_of(conn, AREAS, scope, year=DAY.year, today=DAY, options=options)
        return papers_of(AREAS)[name].make(ask)

    pages = open_pdf(render(shown.read(make)).pdf).pages
    return "".join("".join(page.extract_text() for page in pages).split())


def test_a_form_of_ones_own(shown: Any) -> None:
    survey = own_form(shown)
    form = shown.polls.read(survey["id"]).form
    assert [words for _key, words in form.items] == ["饭菜", "价钱", "总体评价"]
    assert form.overall == shipped()["service"].overall
    assert form.grades[0].name == "优秀"


@pytest.mark.parametrize(
    ("scale", "votes", "rates"),
    [
        ("three", (12, 5, 3), ("60.00%", "85.00%")),
        ("four", (12, 5, 2, 1), ("85.00%", "95.00%")),
        ("five", (8, 6, 3, 2, 1), ("70.00%", "85.00%")),
    ],
)
def test_a_form_of_ones_own_is_printed_counted_and_its_result_printed(
    shown: Any, scale: str, votes: tuple[int, ...], rates: tuple[str, str]
) -> None:
    survey = own_form(shown, scale)
    grades = [grade.name for grade in scales()[scale][1]]
    blank = printed(shown, "survey_ballots", survey["id"])
    for words in ("食堂满意度测评表", "饭菜", "价钱", "意见建议", *grades):
        assert words in blank
    shown.show("survey", survey["id"])
    shown.act("survey", "count")
    dialog = shown.dialog("survey_counts")
    put(dialog, dialog.papers, 0, issued=20, returned=20)
    for line in range(3):
        said = {grade.code: n for grade, n in zip(scales()[scale][1], votes, strict=True)}
        put(dialog, dialog.votes, line, **said)
    assert f"满意率 {rates[0]}，综合满意率 {rates[1]}" in dialog.said.text()
    dialog.save()
    shown.wait(lambda: not shown._dialogs("survey_counts"))
    shown.settle()
    assert (facts(shown)["满意率"], facts(shown)["综合满意率"]) == rates
    result = printed(shown, "survey_result", survey["id"])
    for words in ("食堂满意度测评表", "饭菜", *rates, *grades):
        assert words in result
    assert "edit_form" not in shown.acts("survey")


def test_a_form_of_ones_own_serves_again(shown: Any) -> None:
    survey = own_form(shown)
    polls = shown.polls
    polls.space.do(add_group, survey["id"], name="职工代表")
    first = rows(shown, SURVEY)[-1]
    shown.show("survey", survey["id"])
    shown.form("survey", "again")
    shown.fill(items="饭菜\n价钱\n卫生\n总体评价", year="2027", since=date(2027, 3, 1))
    shown.save()
    shown.settle()
    second = next(row for row in rows(shown, SURVEY) if row["id"] != survey["id"])
    old, new = polls.read(survey["id"]), polls.read(second["id"])
    assert (second["year"], second["kind"], second["title"]) == (2027, "service", first["title"])
    assert [words for _key, words in new.form.items] == ["饭菜", "价钱", "卫生", "总体评价"]
    assert set(dict(old.form.items)) < set(dict(new.form.items)), "items keep their keys"
    assert (new.form.overall, new.form.grades) == (old.form.overall, old.form.grades)
    assert [group.own_name for group in new.groups] == ["职工代表"]
    shown.undone("新增民主评议")
    assert [row["id"] for row in rows(shown, SURVEY)] == [survey["id"]]


def test_people_rated_by_name_are_rated_again(shown: Any) -> None:
    polls = shown.polls
    survey = polls.survey("rate_cadres")
    polls.space.do(set_subjects, survey, subjects=[{"name": "王建国", "post_name": "主席"}])
    shown.show("survey", survey)
    shown.form("survey", "again")
    shown.save()
    shown.settle()
    subjects = rows(shown, SURVEY_SUBJECT)
    assert [(one["name"], one["post_name"]) for one in subjects] == [("王建国", "主席")] * 2
    assert len({one["survey_id"] for one in subjects}) == 2


def test_the_file_of_an_online_form_is_shown_before_it_goes_in(shown: Any, tmp_path: Any) -> None:
    survey = shown.polls.survey()
    shown.show("survey", survey)
    detail = shown.page.details["survey"]
    take_form_file(shown.desk, detail, detail.data, write_form(tmp_path, bad=True))
    dialog = shown.dialog("survey_online")
    assert "读到评议票 12 张" in dialog.said.text()
    assert "1 格读不懂" in dialog.said.text()
    assert "读不懂" in dialog.main.text()
    dialog.save()
    shown.wait(lambda: not shown._dialogs("survey_online"))
    shown.settle()
    assert [row["ballots"] for row in rows(shown, BALLOT_BATCH)] == [12]
    assert len(rows(shown, SURVEY_COMMENT)) == 1
    shown.undone("录入网上问卷")
    assert rows(shown, SURVEY_COMMENT) == []
