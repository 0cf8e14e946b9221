"""Surveys carried through in the real window: made, counted, keyed in by ballot, answered."""

from __future__ import annotations

from datetime import date
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from sqlalchemy import select

from app.areas.surveys.page.form_files import take_form_file
from app.areas.surveys.records import BALLOT_BATCH, SURVEY, SURVEY_COMMENT, SURVEY_SUBJECT
from app.areas.surveys.rules.forms import shipped
from tests.areas.surveys.test_online import write_form
from tests.desk.pages import unnamed

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


def test_a_form_of_ones_own(shown: Any) -> None:
    from app.areas.surveys.page import forms

    page = shown.page
    page.open_form(forms.add_own(page.make, (shown.polls.one, "甲公司工会")))
    shown.wait(page.editor.is_open)
    shown.fill(kind=("service", "服务满意度"), form_title="食堂满意度测评表",
               scale=("four", ""), items="饭菜\n价钱\n总体评价")  # fmt: skip
    shown.save()
    (survey,) = rows(shown, SURVEY)
    form = shown.polls.read(survey["id"]).form
    assert [words for _key, words in form.items] == ["饭菜", "价钱", "总体评价"]
    assert form.overall == shipped()["service"].overall
    assert form.grades[0].name == "优秀"


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
