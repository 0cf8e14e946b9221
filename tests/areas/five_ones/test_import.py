"""Ledgers of activities and congresses come in through the pipeline, once, and go out again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from sqlalchemy import select

from app.areas.five_ones.records import ACTIVITY, CONGRESS, RESOLUTION
from app.areas.five_ones.sheet.activities import ACTIVITY_SHEET
from app.base.lists import View
from app.sheets.checking import Options as Reading
from app.sheets.comparing import Options
from app.sheets.intake import read_file, write_blank

D = date
DAY = D(2026, 11, 22)
HEAD = (
    "序号",
    "联合会名称",
    "活动类型",
    "活动名称",
    "活动时间",
    "参加人数",
    "其中女职工",
    "经费",
    "类别",
)
FED = "工贸园工会联合会"


class Books:
    """Writes a workbook and imports it as the command line does."""

    def __init__(self, year: Any, folder: Path) -> None:
        self.year, self.space, self.folder, self._count = year, year.space, folder, 0

    def write(
        self, rows: Sequence[Sequence[Any]], head: Sequence[str] = HEAD, title: str = ""
    ) -> Path:
        book = Workbook()
        page = book.active
        if title:
            page.append([title])
        page.append(list(head))
        for row in rows:
            page.append(list(row))
        self._count += 1
        path = self.folder / f"台账{self._count}.xlsx"
        book.save(path)
        return path

    def take(self, path: Path, **how: Any) -> Any:
        given = frozenset({"union"}) if how.get("unit") else frozenset()
        read = read_file(path, ACTIVITY_SHEET.reads, Reading(given=given))
        return ACTIVITY_SHEET.commit(self.space, read.rows, Options(**how), file_name=path.name)

    def rows(self, table: Any = ACTIVITY) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.year.office.rows(select(table))
        return found


@pytest.fixture
def books(year: Any, tmp_path: Path) -> Books:
    return Books(year, tmp_path)


def outcomes(plan: Any) -> list[str]:
    return [row.outcome.value for row in plan.rows]


def codes(plan: Any) -> list[str]:
    return [problem.code for row in plan.rows for problem in row.problems]


def test_a_ledger_of_contests_and_recreation(books: Books) -> None:
    path = books.write(
        [
            (1, FED, "劳动竞赛", "焊工竞赛", "2026/5/10", 86, 20, 12000.5, "技能比武"),
            (2, FED, "文体活动", "运动会", "2026年6月1日", "120人", 60, "", "体育"),
            (3, "宏达公司工会", "培训", "", D(2026, 7, 1), 30, "", "", "普法"),
        ]
    )
    changes, plan = books.take(path)
    assert outcomes(plan) == ["new", "new", "new"], codes(plan)
    assert changes.result["activities"] == 3
    found = {row["kind"]: row for row in books.rows()}
    assert found["labour_contest"]["held_on"] == D(2026, 5, 10)
    assert found["labour_contest"]["spent"] == 1200050
    assert found["labour_contest"]["category"] == "skills"
    assert found["recreation"]["participants"] == 120
    assert found["training"]["title"] == "培训、普法、安全教育"
    assert found["training"]["union_id"] == books.year.firm
    _, again = books.take(path)
    assert outcomes(again) == ["same", "same", "same"]
    assert len(books.rows()) == 3


def test_a_ledger_of_congresses(books: Books) -> None:
    head = (
        "单位名称",
        "项目",
        "会议名称",
        "召开时间",
        "应到",
        "实到",
        "女代表",
        "主要议题",
        "主要决议",
    )
    path = books.write(
        [
            (FED, "会员代表大会", "一届二次会代会", "2026-03-20", 60, 45, 20, "工作报告",
             "通过工作报告；通过经审报告"),
            (FED, "职代会", "", "2026-04-20", 60, 45, "", "工资协议", "通过工资协议"),
        ],
        head,
    )  # fmt: skip
    _, plan = books.take(path)
    assert outcomes(plan) == ["new", "new"], codes(plan)
    counts = {(r["due"], r["present"], r["women"]) for r in books.rows(CONGRESS)}
    assert counts == {(60, 45, None), (60, 45, 20)}
    assert len(books.rows(RESOLUTION)) == 3
    _, again = books.take(path)
    assert outcomes(again) == ["same", "same"]
    assert len(books.rows(RESOLUTION)) == 3


def test_blanks_are_filled_and_what_differs_is_kept_and_told(books: Books) -> None:
    made = books.year.activity("recreation", on=D(2026, 6, 1), title="运动会", participants=100)
    path = books.write([(1, FED, "文体活动", "运动会", "2026-06-01", 120, 60, "", "")])
    _, plan = books.take(path)
    assert (outcomes(plan), codes(plan)) == (["changed"], ["IMP-DIFFERS"])
    (row,) = books.rows()
    assert (row["id"], row["participants"], row["women"]) == (made, 100, 60)
    _, plan = books.take(path, policy="overwrite")
    assert books.rows()[0]["participants"] == 120


def test_a_plan_is_taken_in_as_a_plan(books: Books) -> None:
    head = ("工会", "种类", "名称", "计划时间")
    books.take(books.write([(FED, "文体活动", "元旦长跑", "2026-12-28")], head))
    (row,) = books.rows()
    assert (row["planned_on"], row["held_on"]) == (D(2026, 12, 28), None)


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ((1, "没有的联合会", "劳动竞赛", "竞赛", "2026-05-10", 8, "", "", ""), "IMP-UNION"),
        ((1, FED, "劳动竞赛", "竞赛", "2026-12-10", 8, "", "", ""), "IMP-DATE"),
        ((1, FED, "劳动竞赛", "竞赛", "", 8, "", "", ""), "IMP-REQUIRED"),
        ((1, FED, "劳动竞赛", "竞赛", "2026-05-10", 8, 9, "", ""), "IMP-VALUE"),
        ((1, FED, "工资集体协商", "协商", "2026-05-10", 8, "", "", ""), "IMP-CODE"),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(books: Books, row: Any, code: str) -> None:
    _, plan = books.take(books.write([row]))
    assert (outcomes(plan), codes(plan)) == (["rejected"], [code])
    assert books.rows() == []


def test_a_category_nobody_knows_goes_into_the_note(books: Books) -> None:
    books.take(books.write([(1, FED, "文体活动", "联欢", "2026-05-10", 8, "", "", "广场舞大赛")]))
    (row,) = books.rows()
    assert row["category"] is None
    assert "广场舞大赛" in row["note"]


def test_the_union_may_be_told_by_the_import(books: Books) -> None:
    path = books.write([("劳动竞赛", "竞赛", "2026-05-10", 8)], ("种类", "名称", "日期", "人数"))
    _, plan = books.take(path, unit=books.year.fed)
    assert outcomes(plan) == ["new"], codes(plan)
    assert books.rows()[0]["union_id"] == books.year.fed


def test_several_of_one_day_are_told_apart_by_their_titles(books: Books) -> None:
    both = [(1, FED, "文体活动", title, "2026-05-10", 8, "", "", "") for title in ("球赛", "棋赛")]
    _, plan = books.take(books.write([*both, both[0]]))
    assert outcomes(plan) == ["new", "new", "skipped"]
    assert sorted(row["title"] for row in books.rows()) == ["棋赛", "球赛"]
    _, again = books.take(books.write(both))
    assert outcomes(again) == ["same", "same"]
    _, third = books.take(books.write([(1, FED, "文体活动", "拔河", "2026-05-10", 8, "", "", "")]))
    assert outcomes(third) == ["new"]


def test_the_same_twice_without_a_name_of_the_union(books: Books) -> None:
    head = ("种类", "名称", "计划时间")
    quarter = [("委员会例会", "例会", f"2027-0{month}-10") for month in (1, 4)]
    path = books.write([*quarter, quarter[0]], head)
    _, plan = books.take(path, unit=books.year.fed)
    assert outcomes(plan) == ["new", "new", "duplicate"], codes(plan)
    assert len(books.rows()) == 2


def test_one_entry_that_is_taken_back(books: Books) -> None:
    path = books.write([(1, FED, "劳动竞赛", "竞赛", "2026-05-10", 8, "", "", "")])
    changes, _ = books.take(path)
    assert len(books.rows()) == 1
    books.space.undo(changes.entry)
    assert books.rows() == []


def test_what_goes_out_comes_in_again_as_the_same(books: Books) -> None:
    books.year.congress(resolutions=[{"title": "通过工作报告", "yes": 20}])
    books.year.activity("labour_contest", category="skills", participants=9, spent=120050)
    books.year.planned("recreation", on=D(2026, 12, 1))
    out = books.space.read(lambda c: list(ACTIVITY_SHEET.export(c, View(DAY))))
    fields = [f for f in ACTIVITY_SHEET.kind.fields if any(row.get(f.key) for row in out)]

    def cell(key: str, value: Any) -> Any:
        return value / 100 if key == "spent" and value else value

    path = books.write(
        [[cell(f.key, row.get(f.key)) for f in fields] for row in out], [f.title for f in fields]
    )
    _, plan = books.take(path)
    assert outcomes(plan) == ["same"] * 3, codes(plan)


def test_the_template_reads_itself(tmp_path: Path) -> None:
    path = tmp_path / "模板.xlsx"
    write_blank(path, ACTIVITY_SHEET)
    read = read_file(path, ACTIVITY_SHEET.reads, Reading())
    assert not any(p.code == "IMP-HEADER" for row in read.rows for p in row.problems)
