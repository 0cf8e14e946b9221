"""Counted votes come in through the pipeline, once, and go out again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from sqlalchemy import select

from app.areas.surveys.acts import add_ballots, set_counts
from app.areas.surveys.records import SURVEY
from app.areas.surveys.sheet.counts import COUNT_SHEET
from app.base.lists import View
from app.base.text import rate
from app.sheets.checking import Options as Reading
from app.sheets.comparing import Options
from app.sheets.intake import read_file, write_blank

DAY = date(2026, 11, 22)
HEAD = ("序号", "工会名称", "评议种类", "评议日期", "发出", "收回", "废票", "项目", "满意",
        "基本满意", "不满意", "满意率")  # fmt: skip


class Books:
    """Writes a workbook and imports it as the command line does."""

    def __init__(self, polls: Any, folder: Path) -> None:
        self.polls, self.folder, self._count = polls, folder, 0

    def write(self, rows: Sequence[Sequence[Any]], head: Sequence[str] = HEAD) -> Path:
        book = Workbook()
        page = book.active
        page.append(["会员评家计票汇总表"])
        page.append(list(head))
        for row in rows:
            page.append(list(row))
        self._count += 1
        path = self.folder / f"汇总{self._count}.xlsx"
        book.save(path)
        return path

    def take(self, path: Path, **how: Any) -> Any:
        given = frozenset({"union"}) if how.get("unit") else frozenset()
        read = read_file(path, COUNT_SHEET.reads, Reading(given=given))
        return COUNT_SHEET.commit(self.polls.space, read.rows, Options(**how), file_name=path.name)

    def surveys(self) -> list[Any]:
        rows = self.polls.office.rows(select(SURVEY).order_by(SURVEY.c.kind))
        return [self.polls.read(row["id"]) for row in rows]


@pytest.fixture
def books(polls: Any, tmp_path: Path) -> Books:
    return Books(polls, tmp_path)


def outcomes(plan: Any) -> list[str]:
    return [row.outcome.value for row in plan.rows]


def said(plan: Any) -> list[str]:
    return [problem.message for row in plan.rows for problem in row.problems]


RATED = "会员评家"
ROWS = [
    (1, "甲公司工会", "会员评家", "2026-11-10", 141, 137, "", "", 127, 10, 0, "92.70%"),
    (2, "甲公司工会", "会员评家", "2026-11-10", "", "", "", "工会经费使用公开", 100, 30, 7, ""),
    (3, "乙公司工会", "会员评家", "2026-11-11", 50, 48, 2, "总体评价", 40, 6, 0, ""),
]


def test_the_oracle_from_a_workbook(books: Books) -> None:
    path = books.write(ROWS)
    changes, plan = books.take(path)
    assert outcomes(plan) == ["new", "changed", "new"], said(plan)
    assert changes.result["surveys"] == 2
    one = next(s for s in books.surveys() if s.row["union_id"] == books.polls.one)
    overall = one.result.overall[""]
    assert rate(overall.satisfied.numerator, overall.satisfied.denominator) == "92.70%"
    assert overall.accepted == 1
    assert rate(one.result.returned, one.result.issued) == "97.16%"
    assert one.row["on_day"] == date(2026, 11, 10)
    assert one.result.items["", "funds"].votes["unsatisfied"] == 7
    _, again = books.take(path)
    assert outcomes(again) == ["same", "same", "same"], said(again)
    books.polls.space.undo()
    assert books.surveys() == []


def test_79_of_80(books: Books) -> None:
    head = ("工会名称", "评议种类", "年度", "收回", "非常满意", "满意", "一般")
    _, plan = books.take(books.write([("甲公司工会", "服务满意度", 2025, 80, 79, 1, 0)], head))
    assert outcomes(plan) == ["new"], said(plan)
    (survey,) = books.surveys()
    overall = survey.result.overall[""]
    assert rate(overall.votes["very"], overall.valid) == "98.75%"
    assert survey.row["year"] == 2025


def test_people_by_name_and_groups(books: Books) -> None:
    head = ("工会名称", "评议种类", "姓名", "分组", "收回", "满意", "基本满意", "不满意")
    rows = [
        ("甲公司工会", "评议工会干部", "王建国", "职工代表", 20, 18, 2, 0),
        ("甲公司工会", "评议工会干部", "李秀英", "职工代表", 20, 15, 5, 0),
        ("甲公司工会", "评议工会干部", "王建国", "委员会", 9, 9, 0, 0),
    ]
    _, plan = books.take(books.write(rows, head))
    assert outcomes(plan) == ["new", "changed", "changed"], said(plan)
    (survey,) = books.surveys()
    assert [s["name"] for s in survey.subjects] == ["王建国", "李秀英"]
    assert [g.name for g in survey.groups] == ["职工代表", "委员会"]
    assert survey.result.overall[survey.subjects[0]["id"]].votes["satisfied"] == 27


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (("甲公司工会", RATED, "2026-11-10", 141, 137, "", "", 130, 10, 0), "多于有效票137张"),
        (("甲公司工会", RATED, "2026-11-10", 100, 137, "", "", 1, 0, 0), "收回票数137，多于100"),
        (("丙公司工会", RATED, "2026-11-10", 9, 9, "", "", 1, 0, 0), "没有叫「丙公司工会」的工会"),
        (("甲公司工会", RATED, "2026-12-10", 9, 9, "", "", 1, 0, 0), "还没有到"),
        (("甲公司工会", RATED, "2026-11-10", 9, 9, "", "食堂", 1, 0, 0), "没有「食堂」这个项目"),
        (("甲公司工会", "评议工会干部", "2026-11-10", 9, 9, "", "", 1, 0, 0), "要填评议对象"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_with_its_cell(books: Books, row: Any, words: str) -> None:
    _, plan = books.take(books.write([(1, *row, "")]))
    assert outcomes(plan) == ["rejected"]
    assert any(words in text for text in said(plan)), said(plan)
    assert books.surveys() == []


def test_other_votes_stay_unless_they_are_taken_over(books: Books) -> None:
    books.take(books.write(ROWS[:1]))
    other = [(1, *ROWS[0][1:8], 120, 17, 0, "")]
    _, plan = books.take(books.write(other))
    assert outcomes(plan) == ["same"]
    assert any("与已有的值不同" in text for text in said(plan))
    _, plan = books.take(books.write(other), policy="overwrite")
    assert outcomes(plan) == ["changed"], said(plan)
    assert books.surveys()[0].result.overall[""].votes["satisfied"] == 120


def test_the_template_and_the_way_out(books: Books, tmp_path: Path) -> None:
    books.take(books.write(ROWS))
    path = tmp_path / "模板.xlsx"
    write_blank(path, COUNT_SHEET)
    heads = {str(cell.value) for row in load_workbook(path).active.iter_rows() for cell in row}
    assert any("评议种类" in head for head in heads)
    rows = books.polls.space.read(lambda c: list(COUNT_SHEET.export(c, View(DAY))))
    assert len(rows) == 20
    mine = [r for r in rows if r["union"] == "甲公司工会" and r["item"] == "总体评价"]
    assert (mine[0]["votes_satisfied"], mine[0]["votes_basic"]) == (127, 10)
    five = books.polls.survey("service", groups=[{"returned": 80}])
    votes = {("", "overall"): {"very": 79, "neutral": 1}}
    books.polls.space.do(set_counts, books.polls.groups(five)[0], counts=votes)
    rows = books.polls.space.read(lambda c: list(COUNT_SHEET.export(c, View(DAY))))
    (row,) = (r for r in rows if r["kind"] == "服务满意度" and r["item"] == "总体评价")
    assert (row["votes_very"], row["votes_neutral"]) == (79, 1)


def test_groups_must_be_named_and_ballots_stay(books: Books) -> None:
    books.polls.survey(groups=[{"name": "一车间"}, {"name": "二车间"}])
    _, plan = books.take(books.write(ROWS[:1]))
    assert any("请写明是哪一组" in text for text in said(plan))
    other = books.polls.survey(union_id=books.polls.two)
    ballots = [{"overall": "satisfied"}] * 5
    books.polls.space.do(add_ballots, books.polls.groups(other)[0], ballots=ballots)
    _, plan = books.take(books.write(ROWS[2:]))
    assert any("逐票录入" in text for text in said(plan))
