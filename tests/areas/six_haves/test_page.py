"""A union's assessment carried through in the real window, from its begin to 终评."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtWidgets import QLabel
from sqlalchemy import select

from app.areas import AREAS
from app.areas.organisations.acts import edit_union
from app.areas.six_haves.lists.assessments import presets
from app.areas.six_haves.records import ASSESSMENT, ASSESSMENT_LINE, IMPROVEMENT, RUBRIC
from app.paper.asking import ask_of, papers_of, year_scope
from app.store import evidence
from tests.areas.six_haves.test_answers import contest
from tests.areas.six_haves.test_assessments import DAY, Scoring, office, six
from tests.areas.six_haves.windows import Shown, open_page
from tests.desk.pages import unnamed

__all__ = ["office", "six"]


@pytest.fixture
def shown(qtbot: Any, qapp: Any, six: Scoring, tmp_path: Any) -> Any:
    yield from open_page(qtbot, qapp, six, tmp_path)


def rows(shown: Shown, table: Any) -> list[Any]:
    return shown.six.office.rows(select(table))


def tab_rows(shown: Shown, tab: str) -> dict[str, Any]:
    detail = shown.page.details["six_union"]
    detail.show_tab(tab)
    shown.settle()
    return {row.id: row for row in detail.widget(tab).model.rows}


def test_an_assessment_from_its_begin_to_the_last_score(shown: Shown) -> None:
    union, page = shown.six.union, shown.page
    row = shown.row(union)
    assert (row["stage"].word, row["own"] != "", row["review"]) == ("未评", True, "")
    assert shown.show("six_union", union).status.word == "未评"
    shown.act("six_union", "start")
    shown.fill(filled_by="王敏")
    shown.save()
    shown.ready()
    (made,) = rows(shown, ASSESSMENT)
    assert (made["union_id"], made["on_day"], made["filled_by"]) == (union, DAY, "王敏")
    assert shown.row(union)["stage"].word == "自评中"

    # a line that the records answer opens the records behind it
    line = f"{union}:B6"
    card = shown.show("six_line", line)
    assert card.status.word == "程序计分"
    detail = page.details["six_line"]
    detail.show_tab("behind")
    shown.settle()
    entries = detail.widget("behind").model.entries
    assert {e["part"]: e["value"] for e in entries} == {"分子": 93, "分母": 100}

    # a score against the records needs its reason
    shown.act("six_line", "score")
    shown.fill(score="3")
    assert "请写明原因" in shown.refused()["reason"]
    shown.fill(reason="年底又发展5人")
    shown.save()
    shown.ready()
    assert rows(shown, ASSESSMENT_LINE)[0]["self_score"] == 300

    # what has no data is answered by hand, with evidence on the line
    before = shown.row(union)
    line = f"{union}:C2"
    assert shown.show("six_line", line).status.word == "缺数据"
    shown.act("six_line", "answer")
    shown.fill(answer="9")
    assert "应在 0 至 3 分之间" in shown.refused()["answer"]
    shown.fill(answer="3", reason="见竞赛方案和照片")
    shown.save()
    after = shown.row(union)
    assert after["no_data"] == before["no_data"] - 1
    assert float(after["own"]) > float(before["own"])
    assert shown.show("six_line", line).status.word == "人工填报"

    # improvements come from lost points in one click
    shown.show("six_union", union)
    lost = [one for one in tab_rows(shown, "improving").values() if one.target is None]
    assert lost
    made_list = page.details["six_union"].widget("improving")
    made_list.select(lost[0].id)
    shown.chip("detail_six_union_improving_make")
    shown.wait(lambda: len(rows(shown, IMPROVEMENT)) == 1)
    shown.ready()
    entry = rows(shown, IMPROVEMENT)[0]
    assert lost[0].id == f"lost:{entry['item']}"
    shown.show("improvement", entry["id"])
    shown.act("improvement", "edit")
    shown.fill(done_on=DAY)
    assert "完成情况" in shown.refused()["result"]
    shown.fill(result="已补齐")
    shown.save()
    shown.ready()
    assert rows(shown, IMPROVEMENT)[0]["result"] == "已补齐"

    # closed three times; a closed 自评 stays as it was
    for stage, word in (("self", "已自评"), ("review", "已复评"), ("final", "已终评")):
        shown.show("six_union", union)
        if stage == "review":
            shown.show("six_line", f"{union}:B6")
            shown.act("six_line", "score")
            shown.fill(score="1", reason="核减")
            shown.save()
            shown.show("six_union", union)
        shown.act("six_union", "close")
        shown.fill(opinion="同意")
        shown.save()
        assert shown.row(union)["stage"].word == word
    row = shown.row(union)
    assert float(row["own"]) - float(row["final"]) == pytest.approx(2, abs=0.2)
    shown.show("six_union", union)
    assert "close" not in shown.acts("six_union")
    (reopen,) = [a for a in page.details["six_union"].acts_of(page.details["six_union"].card)
                 if a.key == "reopen"]  # fmt: skip
    reopen.run()
    shown.dialog("sure_reopen")
    shown.chip("sure_reopen_yes")
    shown.wait(lambda: rows(shown, ASSESSMENT)[0]["final_on"] is None)
    assert shown.row(union)["stage"].word == "已复评"


def test_many_unions_at_once_each_with_its_rubric(shown: Shown) -> None:
    small = shown.six.office.union("乙公司工会")
    shown.six.numbers(small, J201=9, J206=9)
    shown.page.compute()
    shown.ready()
    shown.page.start([shown.six.union, small])
    shown.wait(shown.page.editor.is_open)
    shown.save()
    shown.ready()
    assert shown.row(small)["rubric"] != shown.row(shown.six.union)["rubric"]
    assert len(rows(shown, ASSESSMENT)) == 2
    shown.undone("开始六有评分")
    assert rows(shown, ASSESSMENT) == []


def test_filters_and_sorting_by_what_was_computed(shown: Shown) -> None:
    small = shown.six.office.union("乙公司工会")
    shown.six.numbers(small, J201=9, J206=9)
    shown.page.compute()
    shown.ready()
    made = shown.page.list("six_haves")
    view = made.view()

    def ids(**filters: Any) -> list[str]:
        from dataclasses import replace

        return list(shown.read(lambda c: made.source.ids(c, replace(view, filters=filters))))

    assert {shown.six.union, small} <= set(ids(stage=("none",)))
    assert ids(stage=("final",)) == []
    assert shown.six.union in ids(rubric=("six-25",))
    assert small in ids(rubric=("six-small",))
    assert set(ids(grade=("未达标",))) | set(ids(grade=("模范",))) <= set(ids())


def test_evidence_hangs_on_a_line(shown: Shown) -> None:
    shown.six.start()
    shown.page.compute()
    line = f"{shown.six.union}:C6"
    shown.show("six_line", line)
    detail = shown.page.details["six_line"]
    detail.show_tab("evidence")
    assert detail._papers.currentIndex() == 0
    detail._open_line()
    shown.wait(lambda: len(rows(shown, ASSESSMENT_LINE)) == 1)
    shown.ready()
    shown.wait(lambda: detail._papers.currentIndex() == 1)
    (row,) = rows(shown, ASSESSMENT_LINE)
    file = evidence.keep(shown.six.space, b"x", kind="photo", title="a.txt",
                         media_type="text/plain")  # fmt: skip
    shown.six.space.do(evidence.attach, "assessment_line", row["id"], files=[file])
    assert shown.read(lambda c: evidence.kinds_of(c, "assessment_line", [row["id"]]))


def test_every_widget_has_its_name(shown: Shown) -> None:
    shown.six.start()
    shown.page.compute()
    shown.show("six_line", f"{shown.six.union}:C6")
    detail = shown.page.details["six_line"]
    for tab in ("facts", "behind", "evidence", "history"):
        detail.show_tab(tab)
    shown.show("six_union", shown.six.union)
    for tab in ("facts", "lines", "improving", "history"):
        tab_rows(shown, tab) if tab in ("lines", "improving") else None
        shown.page.details["six_union"].show_tab(tab)
    shown.page.bring("six_improving")
    shown.settle()
    assert unnamed(shown.page) == []


def test_a_rubric_with_other_grades_its_workbook_and_its_end(shown: Shown, tmp_path: Any) -> None:
    page = shown.page
    page.bring("six_rubrics")
    shown.wait(lambda: page.list().count() == 3)
    shown.show("rubric", "shipped:six-25")
    detail = page.details["rubric"]
    detail.show_tab("items")
    shown.settle()
    assert detail.widget("items").count() > 40
    path = tmp_path / "评分标准.xlsx"
    detail.write(path)
    shown.settle()
    assert path.exists()
    shown.act("rubric", "regrade")
    preset = presets()[-1]
    shown.fill(preset=(preset["code"], preset["title"]), title="本县评分表")
    shown.save()
    shown.settle()
    (made,) = rows(shown, RUBRIC)
    assert (made["title"], made["shipped"]) == ("本县评分表", False)
    assert [g["name"] for g in made["content"]["grades"]] == [g["name"] for g in preset["grades"]]
    shown.show("rubric", made["id"])
    (retire,) = [a for a in detail.acts_of(detail.card) if a.key == "retire"]
    retire.run()
    shown.dialog("sure_retire")
    shown.chip("sure_retire_yes")
    shown.wait(lambda: rows(shown, RUBRIC)[0]["retired_on"] == DAY)
    shown.undone("停用评分标准")
    assert rows(shown, RUBRIC)[0]["retired_on"] is None


@pytest.mark.parametrize("name", ["six_sheet", "six_application", "six_improvements"])
def test_papers_are_of_the_union_and_year_asked_for(six: Scoring, name: str) -> None:
    six.office.union("乙公司工会")

    def make(conn: Any) -> Any:
        scope = year_scope(conn, DAY.year, today=DAY)
        options = {"id": six.union, "year": str(DAY.year)}
        ask = ask_of(conn, AREAS, scope, year=DAY.year, today=DAY, options=options)
        return papers_of(AREAS)[name].make(ask)

    document = six.space.read(make)
    assert document.title.startswith("甲公司工会")
    assert "93人" in str(document.blocks) or name == "six_improvements"


def test_what_the_records_answer_is_not_filled_in_by_hand_and_proposals_are_confirmed(
    shown: Shown,
) -> None:
    union, six = shown.six.union, shown.six
    six.do(edit_union, union, has_office=True, has_sign=True, has_seal=False)
    contest(six, "recreation")
    made = six.start()
    shown.page.compute()
    shown.ready()

    # computed: no answer by hand, and no red button that invites to differ
    shown.show("six_line", f"{union}:B6")
    assert "answer" not in shown.acts("six_line")
    detail = shown.page.details["six_line"]
    assert not [a.key for a in detail.acts_of(detail.card) if a.main]

    # no data: filled in by hand, not given other points; what is missing is told
    card = shown.show("six_line", f"{union}:F1")
    assert "answer" in shown.acts("six_line")
    assert "score" not in shown.acts("six_line")
    assert {f.label: f.value for f in card.facts}["还缺材料"] == "测评汇总"
    detail.show_tab("behind")
    shown.settle()
    assert "缺数据" in words_of(detail.widget("behind"))

    # a 0 of the records says why there is nothing to open
    shown.show("six_line", f"{union}:C2")
    shown.settle()
    assert "劳动竞赛0次" in words_of(detail.widget("behind"))

    # proposed: one click, and the whole assessment at once
    assert shown.show("six_line", f"{union}:C1").status.word == "待确认"
    (confirm,) = [a for a in detail.acts_of(detail.card) if a.key == "confirm"]
    confirm.run()
    shown.wait(lambda: rows(shown, ASSESSMENT_LINE) != [])
    shown.ready()
    assert shown.show("six_line", f"{union}:C1").status.word == "程序计分"
    (line,) = rows(shown, ASSESSMENT_LINE)
    assert (line["assessment_id"], line["item"], line["answer"]) == (made, "C1", 200)
    shown.show("six_union", union)
    detail = shown.page.details["six_union"]
    (rest,) = [a for a in detail.acts_of(detail.card) if a.key == "confirm"]
    assert rest.title == "确认 1 项程序计分"
    rest.run()
    shown.wait(lambda: len(rows(shown, ASSESSMENT_LINE)) == 2)
    shown.show("six_union", union)
    assert "confirm" not in shown.acts("six_union")


def words_of(table: Any) -> str:
    """What stands in place of no rows."""
    assert table.stack.currentIndex() == 1
    return "　".join(label.text() for label in table.stack.currentWidget().findChildren(QLabel))
