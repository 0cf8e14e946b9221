"""A county's own table comes in through its workbook as the county writes it, and is used."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from sqlalchemy import select

from app.areas import AREAS
from app.areas.six_haves.acts import answer_line
from app.areas.six_haves.records import RUBRIC
from app.areas.six_haves.rules.rubric import read_rubric, shipped
from app.areas.six_haves.rules.scoring import State
from app.areas.six_haves.sheet import KIND, rows_for
from app.sheets.checking import Options as Reading
from app.sheets.comparing import Options
from app.sheets.intake import letters_of, read_file, sheets_of
from app.sheets.writing import write_list
from tests.areas.six_haves.test_assessments import Scoring, office, six

__all__ = ["office", "six"]
SHEET = sheets_of(AREAS)["rubric"]
POINTS = ("序号", "考核项目", "考核内容", "分值", "扣分标准", "程序依据", "考核办法")
CLASSES = ("项目", "考核内容", "一类", "二类", "三类", "考核办法")


def book(path: Path, head: Any, rows: Any) -> Path:
    made = Workbook()
    page = made.active
    page.append(["2026年工会工作考核细则"])
    page.append(list(head))
    for row in rows:
        page.append(list(row))
    made.save(path)
    return path


def take(six: Scoring, path: Path) -> Any:
    read = read_file(path, SHEET.reads, Reading())
    options = Options(letters=letters_of(read.layouts))
    return SHEET.commit(six.space, read.rows, options, file_name=path.name)


def problems(plan: Any) -> list[tuple[str, str]]:
    return [(p.field, p.message) for row in plan.rows for p in row.problems]


def rubrics(six: Scoring) -> list[Any]:
    return [read_rubric(row["content"]) for row in six.office.rows(select(RUBRIC))]


def test_a_figure_that_does_not_exist_is_told_at_its_row_and_nothing_is_taken_in(
    six: Scoring, tmp_path: Path
) -> None:
    rows = [
        (1, "组织建设", "职工入会率达到95%", 60, "每低1%扣1分", "R201>=95", "查台账"),
        (2, "组织建设", "法人资格登记", 40, "没有登记不得分", "J998>=1", "查证书"),
    ]
    _changes, plan = take(six, book(tmp_path / "细则.xlsx", POINTS, rows))
    assert problems(plan) == [("basis", "F4「程序依据」：没有编号是 J998 的指标或规则。")]
    assert rubrics(six) == []
    rows[1] = (*rows[1][:5], "ELE-04", rows[1][6])
    take(six, book(tmp_path / "改后.xlsx", POINTS, rows))
    (made,) = rubrics(six)
    assert (made.full, [item.how for item in made.items]) == (10_000, ["bool", "bool"])


@pytest.mark.parametrize("code", sorted(shipped()))
def test_what_comes_with_the_program_names_nothing_unknown(
    six: Scoring, tmp_path: Path, code: str
) -> None:
    path = tmp_path / "评分标准.xlsx"
    write_list(path, KIND, rows_for(shipped()[code]))
    _changes, plan = take(six, path)
    assert problems(plan) == []
    assert [row.outcome.value for row in plan.rows][-1] == "same"


def test_three_classes_with_deductions_and_no_points_are_taken_in_and_used(
    six: Scoring, tmp_path: Path
) -> None:
    rows = [
        ("组织机构", "建会和入会", "入会率95%以上【R201>=95】", "入会率90%以上【R201>=90】",
         "入会率80%以上【R201>=80】", "查台账"),
        ("", "办公场所", "有独立办公室", "合署办公", "有牌子", "看现场"),
    ]  # fmt: skip
    take(six, book(tmp_path / "双创优.xlsx", CLASSES, rows))
    (row,) = six.office.rows(select(RUBRIC))
    assert read_rubric(row["content"]).by_class
    assessment = six.start(row["id"])
    computed, judged = (line.item.id for line in six.read()[0].scored.lines)
    assert (six.line(computed).state, six.line(computed).shown) == (State.COMPUTED, "二类")
    assert six.line(judged).state is State.OPEN
    six.do(answer_line, assessment, item=judged, answer="三类", reason="看过", by="王敏",
           on=six.read()[0].row["on_day"])  # fmt: skip
    assert six.read()[0].scored.own.grade == "三类"
