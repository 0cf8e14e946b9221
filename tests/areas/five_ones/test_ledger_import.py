"""The wide 五个一台账: one row, up to four activities; what goes out comes in as the same."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from sqlalchemy import select

from app.areas.five_ones.records import ACTIVITY, CONGRESS, RESOLUTION
from app.areas.five_ones.sheet.five_ones import FIVE_ONES_SHEET
from app.base.lists import View
from app.sheets.checking import Options as Reading
from app.sheets.comparing import Options
from app.sheets.intake import read_file

D = date
FED = "工贸园工会联合会"
HEAD = (
    "序号", "联合会名称", "涵盖单位数",
    "会员代表大会日期", "会员代表大会应到", "会员代表大会实到", "会员代表大会主要决议",
    "职代会日期", "职代会应到", "职代会实到",
    "劳动竞赛名称", "劳动竞赛日期", "劳动竞赛参赛人数",
    "文体活动名称", "文体活动日期", "文体活动参加人数", "佐证份数",
)  # fmt: skip


def take(year: Any, folder: Path, rows: Any, head: Any = HEAD) -> Any:
    book = Workbook()
    book.active.append(list(head))
    for row in rows:
        book.active.append(list(row))
    path = folder / "台账.xlsx"
    book.save(path)
    read = read_file(path, FIVE_ONES_SHEET.reads, Reading())
    return FIVE_ONES_SHEET.commit(year.space, read.rows, Options(), file_name=path.name)


def outcomes(plan: Any) -> list[str]:
    return [row.outcome.value for row in plan.rows]


def codes(plan: Any) -> list[tuple[str, str]]:
    return [(p.code, p.field) for row in plan.rows for p in row.problems]


WHOLE = (1, FED, 12, "2026-03-20", 60, 45, "通过工作报告；通过经审报告", "2026-04-20", 60, 50,
         "焊工竞赛", "2026-05-10", 86, "健步走", "2026-06-01", 120, 9)  # fmt: skip


def test_a_row_is_a_year(year: Any, tmp_path: Path) -> None:
    changes, plan = take(year, tmp_path, [WHOLE])
    assert (outcomes(plan), codes(plan)) == (["new"], [])
    assert changes.result["activities"] == 4
    found = {row["kind"]: row for row in year.office.rows(select(ACTIVITY))}
    assert set(found) == {"members_congress", "workers_congress", "labour_contest", "recreation"}
    assert found["labour_contest"]["participants"] == 86
    assert {row["present"] for row in year.office.rows(select(CONGRESS))} == {45, 50}
    assert len(year.office.rows(select(RESOLUTION))) == 2
    _, again = take(year, tmp_path, [WHOLE])
    assert outcomes(again) == ["same"]
    year.space.undo(changes.entry)
    assert year.office.rows(select(ACTIVITY)) == []


def test_heads_in_two_lines_are_read(year: Any, tmp_path: Path) -> None:
    book = Workbook()
    page = book.active
    page.append(["序号", "联合会名称", "①会员代表大会", "", "", "④劳动竞赛", "", ""])
    page.append(["", "", "日期", "应到", "实到", "名称", "日期", "参赛人数"])
    for span in ("A1:A2", "B1:B2", "C1:E1", "F1:H1"):
        page.merge_cells(span)
    page.append([1, FED, "2026-03-20", 60, 45, "焊工竞赛", "2026-05-10", 86])
    path = tmp_path / "两层表头.xlsx"
    book.save(path)
    read = read_file(path, FIVE_ONES_SHEET.reads, Reading())
    _, plan = FIVE_ONES_SHEET.commit(year.space, read.rows, Options(), file_name=path.name)
    assert (outcomes(plan), codes(plan)) == (["new"], [])
    found = {row["kind"]: row["held_on"] for row in year.office.rows(select(ACTIVITY))}
    assert found == {"members_congress": D(2026, 3, 20), "labour_contest": D(2026, 5, 10)}
    assert [row["present"] for row in year.office.rows(select(CONGRESS))] == [45]


def test_what_was_not_held_is_left_out(year: Any, tmp_path: Path) -> None:
    row = (1, FED, 12, *[""] * 7, "焊工竞赛", "2026-05-10", 86, "", "", "", 2)
    _, plan = take(year, tmp_path, [row])
    assert outcomes(plan) == ["new"]
    assert [r["kind"] for r in year.office.rows(select(ACTIVITY))] == ["labour_contest"]


@pytest.mark.parametrize(
    ("place", "value", "told"),
    [
        (5, 61, ("IMP-VALUE", "m_present")),
        (11, "2026-12-10", ("IMP-DATE", "c_on")),
        (14, "", ("IMP-REQUIRED", "r_on")),
        (1, "没有的联合会", ("IMP-UNION", "union")),
    ],
)
def test_a_row_with_a_fault_is_refused_as_a_whole(
    year: Any, tmp_path: Path, place: int, value: Any, told: tuple[str, str]
) -> None:
    row = list(WHOLE)
    row[place] = value
    _, plan = take(year, tmp_path, [row])
    assert (outcomes(plan), codes(plan)) == (["rejected"], [told])
    assert year.office.rows(select(ACTIVITY)) == []


def test_what_goes_out_comes_in_again_as_the_same(year: Any, tmp_path: Path) -> None:
    take(year, tmp_path, [WHOLE])
    view = View(D(2026, 11, 22))
    out = year.space.read(lambda c: list(FIVE_ONES_SHEET.export(c, view)))
    fields = FIVE_ONES_SHEET.kind.fields
    rows = [[row.get(f.key) for f in fields] for row in out]
    _, plan = take(year, tmp_path, rows, [f.title for f in fields])
    assert (outcomes(plan), codes(plan)) == (["same"], [])
