"""A county's own 六有 table: from its workbook to a scored union, without a line of code."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import openpyxl
from sqlalchemy import select

from app import start
from app.areas.six_haves.acts import answer_line, start_assessments
from app.areas.six_haves.records import RUBRIC
from app.store.workspace import Workspace
from tests.cli.conftest import PASSWORD, Run

DAY = date(2026, 11, 22)
WHO = {"by": "王敏", "on": DAY, "reason": "见材料"}
WRONG = ["组织建设", "组织机构", "有法人资格【法人】", "选举", "有主席"]
THREE = [
    ["某县乡镇工会规范化建设考评标准（2026年）"],
    ["考核项目", "考核内容", "一类", "二类", "三类"],
    ["组织建设", "组织机构", "总工会，有法人资格【LAW-12】", "联合制、代表制选举", "有主席"],
    [None, "干部队伍", "有专职干部和社会化工会工作者", "有专职干部", "有兼职干部"],
    ["阵地", "办公场所", "独立办公室、活动中心", "有办公室", "有牌子"],
    ["填表说明：达到哪一类的全部条件即为哪一类。"],
]
POINTS = [
    ["工会工作考核细则"],
    ["项目", "序号", "考核标准", "分值", "扣分标准", "自查分", "考评分"],
    ["工会建设", 1, "按期换届", 60, "未换届扣60"],
    [None, 2, "会员入会率", 40, "每低1%扣1"],
    ["合计", None, None, 100],
]


def book(path: Path, rows: list[list[object]], *merged: str) -> Path:
    made = openpyxl.Workbook()
    sheet = made.active
    for row in rows:
        sheet.append(row)
    for cells in merged:
        sheet.merge_cells(cells)
    made.save(path)
    return path


def test_a_table_of_three_classes_is_typed_in_and_used(run: Run, office: Path, tmp_path: Path):
    file = book(tmp_path / "三类.xlsx", THREE, "A1:E1", "A3:A4", "A6:E6")
    told = run("import", "rubric", file, folder=office)
    assert (told.status, told.json["new"], told.json["skipped"]) == (0, 3, 1)
    assert run("import", "rubric", file, folder=office).json["same"] == 3
    union = run("find", "总工会", folder=office).json["results"][0]["id"]
    with Workspace.open(office, password=PASSWORD, wiring=start.wiring()) as space:
        rubric = space.read(lambda c: c.execute(select(RUBRIC.c.id)).scalar_one())
        (made,) = space.do(start_assessments, [union], year=2026, on_day=DAY, rubric=rubric).result
        for item, answer in (("1", "二类"), ("2", "一类"), ("3", "二类")):
            space.do(
                answer_line, made, item=item, answer=answer, by="王敏", on=DAY, reason="见材料"
            )
    scored = run("assess", union, "--year", "2026", folder=office).json
    assert (scored["rubric"], scored["grade"]) == (THREE[0][0], "二类")
    assert [item["class"] for item in scored["items"]] == ["二类", "一类", "二类"]
    paper = tmp_path / "评分表.pdf"
    printed = run("report", "six_sheet", paper, "--year", "2026", "--unit", union, folder=office)
    assert (printed.status, printed.json["missing_glyphs"]) == (0, [])


def test_a_table_of_deductions_is_judged_by_a_person(run: Run, office: Path, tmp_path: Path):
    told = run("import", "rubric", book(tmp_path / "细则.xlsx", POINTS), folder=office)
    assert (told.status, told.json["new"], told.json["skipped"]) == (0, 2, 1)


def test_a_wrong_cell_is_told_with_its_address_and_nothing_is_taken_in(
    run: Run, office: Path, tmp_path: Path
):
    rows = [
        *THREE[:2],
        ["组织建设", "组织机构", "有法人资格【法人】", "选举", "有主席"],
        *THREE[3:],
    ]
    told = run("import", "rubric", book(tmp_path / "错.xlsx", rows), folder=office)
    (problem,) = told.json["problems"]
    assert (told.status, told.json["new"], problem["column"], problem["row"]) == (1, 0, "C", 3)
    assert "看不懂" in problem["message"]


def test_what_the_program_ships_is_exported_and_comes_back_the_same(
    run: Run, office: Path, tmp_path: Path
):
    out = tmp_path / "标准.xlsx"
    rows = run("export", "rubric", out, folder=office).json["rows"]
    told = run("import", "rubric", out, folder=office).json
    assert (told["same"], told["new"], told["rejected"]) == (rows, 0, 0)
