"""Goals of a year come in from a workbook and go out with their progress."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from sqlalchemy import select

from app.areas import AREAS
from app.areas.six_haves.acts import set_targets
from app.areas.six_haves.records import TARGET
from app.base.lists import View
from app.paper.asking import registry_of
from app.sheets.checking import Options as Reading
from app.sheets.comparing import OVERWRITE, Options
from app.sheets.intake import letters_of, read_file, sheets_of, write_blank
from app.sheets.writing import write_list
from tests.areas.six_haves.test_assessments import DAY, Scoring, office, six
from tests.areas.six_haves.test_targets import federation

__all__ = ["office", "six"]
SHEET = sheets_of(AREAS)["targets"]
HEAD = ("序号", "工会名称", "指标", "目标", "现在", "完成率", "备注")


def book(path: Path, rows: Any, head: Any = HEAD) -> Path:
    made = Workbook()
    page = made.active
    page.append(["2026年度目标任务分解表"])
    page.append(list(head))
    for row in rows:
        page.append(list(row))
    made.save(path)
    return path


def take(six: Scoring, path: Path, **how: Any) -> Any:
    given = frozenset({"union"}) if how.get("unit") else frozenset()
    read = read_file(path, SHEET.reads, Reading(given=given))
    return SHEET.commit(
        six.space, read.rows, Options(letters=letters_of(read.layouts), **how), file_name=path.name
    )


def outcomes(plan: Any) -> list[str]:
    return [row.outcome.value for row in plan.rows]


def problems(plan: Any) -> list[Any]:
    return [problem for row in plan.rows for problem in row.problems]


def test_goals_come_in_from_a_workbook_once_and_are_taken_back(
    six: Scoring, tmp_path: Path
) -> None:
    above, below = federation(six)
    rows = [
        (1, "一街村工会联合会", "会员人数", 300, 20, "6%", "分两批"),
        (2, "一街村工会联合会", "职工入会率", "95%", "", "", ""),
        (3, "乙公司工会", "J206", "1,200人", "", "", ""),
        (4, "乙公司工会", "职工入会率", 0.9, "", "", ""),
    ]
    path = book(tmp_path / "目标.xlsx", rows)
    changes, plan = take(six, path)
    assert outcomes(plan) == ["new"] * 4, [p.message for p in problems(plan)]
    assert changes.result["targets"] == 4
    kept_ = {(r["union_id"], r["code"]): r for r in six.office.rows(select(TARGET))}
    assert {key: row["value"] for key, row in kept_.items()} == {
        (above, "J206"): 300, (above, "R201"): 9500, (below, "J206"): 1200, (below, "R201"): 9000,
    }  # fmt: skip
    assert kept_[above, "J206"]["note"] == "分两批"
    (share,) = problems(plan)
    assert "按 90% 读" in share.message
    _, again = take(six, path)
    assert outcomes(again) == ["same"] * 4
    six.space.undo()
    assert six.office.rows(select(TARGET)) == []


@pytest.mark.parametrize(
    ("row", "address", "words", "near"),
    [
        (("乙公司会工会", "会员人数", 1), "B3", "没有叫「乙公司会工会」的工会", "乙公司工会"),
        (("乙公司工会", "会员总人数", 1), "C3", "没有「会员总人数」这项指标", "会员人数（J206）"),
        (("乙公司工会", "会员人数", "许多"), "D3", "请填整数", ""),
        (("乙公司工会", "会员人数", "95%"), "D3", "不是比率", ""),
        (("乙公司工会", "职工入会率", "很高"), "D3", "请填百分数", ""),
        (("乙公司工会", "会员人数", -5), "D3", "不能小于0", ""),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_with_its_cell(
    six: Scoring, tmp_path: Path, row: Any, address: str, words: str, near: str
) -> None:
    federation(six)
    _, plan = take(six, book(tmp_path / "错.xlsx", [(1, *row, "", "", "")]))
    assert outcomes(plan) == ["rejected"]
    (problem,) = problems(plan)
    assert problem.message.startswith(address), problem.message
    assert words in problem.message
    assert not near or near in problem.candidates
    assert six.office.rows(select(TARGET)) == []


def test_one_goal_told_twice_and_goals_that_differ(six: Scoring, tmp_path: Path) -> None:
    federation(six)
    rows = [(1, "乙公司工会", "会员人数", 30), (2, "乙公司工会", "J206", 40)]
    _, plan = take(six, book(tmp_path / "重.xlsx", rows, HEAD[:4]))
    assert outcomes(plan) == ["new", "rejected"]
    assert "第 3 行已经有" in problems(plan)[0].message
    path = book(tmp_path / "改.xlsx", [(1, "乙公司工会", "会员人数", 50)], HEAD[:4])
    _, plan = take(six, path)
    assert "已有「30人」，表中「50人」" in problems(plan)[0].message
    assert six.office.rows(select(TARGET))[0]["value"] == 30
    _, plan = take(six, path, policy=OVERWRITE)
    assert outcomes(plan) == ["changed"]
    assert six.office.rows(select(TARGET))[0]["value"] == 50


def test_exported_with_progress_and_imported_again_nothing_changes(
    six: Scoring, tmp_path: Path
) -> None:
    above, below = federation(six)
    six.do(
        set_targets, year=2026,
        targets={(above, "J206"): 1500, (below, "R201"): 9525, (six.union, "R201"): 9300,
                 (six.union, "H201"): 2},
        notes={(above, "J206"): "按季推进"},
    )  # fmt: skip
    path = tmp_path / "年度目标.xlsx"
    rows = six.space.read(lambda c: list(SHEET.export(c, View(DAY))))
    assert write_list(path, SHEET.kind, rows).rows == 4
    page = load_workbook(path).active
    head, *lines = [[cell.value for cell in row] for row in page.iter_rows()]
    where = {title: place for place, title in enumerate(head)}
    told = {(line[where["工会名称"]], line[where["指标"]]): line for line in lines}
    rate = told["甲公司工会", "职工入会率"]
    assert [rate[where[t]] for t in ("目标", "现在", "完成率", "情况")] == [
        "93%", "93%", "100%", "达标"
    ]  # fmt: skip
    number = told["一街村工会联合会", "会员人数"]
    assert [number[where[t]] for t in ("目标", "现在", "完成率", "还差", "备注")] == [
        1500, 20, "1%", "1,480人", "按季推进"
    ]  # fmt: skip
    entries = six.office.rows(select(TARGET))
    _, plan = take(six, path)
    assert outcomes(plan) == ["same"] * 4, [p.message for p in problems(plan)]
    assert six.office.rows(select(TARGET)) == entries


def test_goals_of_every_figure_go_out_and_come_in_again(six: Scoring, tmp_path: Path) -> None:
    codes = registry_of(AREAS).codes()
    six.do(
        set_targets, year=2026, targets={(six.union, code): n * 37 for n, code in enumerate(codes)}
    )
    path = tmp_path / "全部.xlsx"
    rows = six.space.read(lambda c: list(SHEET.export(c, View(DAY))))
    assert write_list(path, SHEET.kind, rows).rows == len(codes) > 100
    _, plan = take(six, path)
    assert set(outcomes(plan)) == {"same"}, [p.message for p in problems(plan)]
    six.space.undo()
    _, plan = take(six, path)
    assert set(outcomes(plan)) == {"new"}
    kept = {row["code"]: row["value"] for row in six.office.rows(select(TARGET))}
    assert kept == {code: n * 37 for n, code in enumerate(codes)}


def test_the_template_asks_for_no_progress(tmp_path: Path) -> None:
    path = tmp_path / "模板.xlsx"
    write_blank(path, SHEET)
    words = {cell.value for row in load_workbook(path).active.iter_rows() for cell in row}
    assert any(str(word).startswith("工会名称") for word in words)
    assert not any(str(word).startswith(("现在", "完成率", "还差")) for word in words)
