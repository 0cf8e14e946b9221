"""Rosters of cadres and ledgers of terms as offices keep them, walked through the window."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from sqlalchemy import select

from app.areas.cadres.records import POST, TERM
from app.areas.members.records import PERSON
from tests.areas.cadres.conftest import Cadres
from tests.desk.walks import KindWalk, walking

D = date
ONE, TWO = "甲公司工会", "乙公司工会"


@pytest.fixture
def walk(qapp: Any, qtbot: Any, cadres: Cadres, tmp_path: Path, request: Any) -> Any:
    with walking(qapp, qtbot, cadres.space, tmp_path, request.param) as made:
        yield made


def kept(cadres: Cadres, table: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = cadres.office.rows(select(table))
    return found


def roster(path: Path) -> Path:
    """A title, a line of who fills it in, merged units, days in many shapes, totals, who made it;
    no column of documents."""
    book = Workbook()
    page = book.active
    page.append(["基层工会干部花名册（2026年）"])
    page.merge_cells("A1:J1")
    page.append(["填表单位：王庆坨镇总工会", "", "", "", "", "填表时间：2026年11月"])
    page.append(["序号", "单位", "姓名", "性别", "职务", "专兼职", "出生年月", "文化程度",
                 "任职时间", "联系电话"])  # fmt: skip
    for row in [
        [1, ONE, "郑一鸣", "男", "主席", "兼职", "1980.5", "大专", "2024年3月", "13900001111"],
        [
            2,
            None,
            "周晓兰",
            "女",
            "副主席、女职工委员会主任",
            "兼",
            "1985年7月",
            "本科",
            "2024.3.15",
            "13900001112",
        ],
        [3, None, "吴大伟", "男", "委员", "兼职", "1988-12", "大学", "2024-3-15", ""],
        [
            4,
            TWO,
            "冯 志强",
            "男",
            "工会主席",
            "专职",
            "1979-02-03",
            "高中",
            datetime(2024, 3, 20),
            "139-0000-1114",
        ],
        [5, "没有的公司工会", "褚卫东", "男", "主席", "兼职", "", "", "2024年", ""],
        [6, TWO, "卫红", "女", "后勤部长", "兼职", "", "", "2025.1", ""],
        [7, TWO, "蒋丽", "女", "委员", "兼职", "", "", "2027.1.1", ""],
        ["合计", "7人"],
        ["制表：王某", "", "", "审核：李某"],
    ]:
        page.append(row)
    page.merge_cells("B4:B6")
    book.save(path)
    return path


@pytest.mark.parametrize("walk", ["cadres"], indirect=True)
def test_a_messy_roster_of_cadres(walk: KindWalk, cadres: Cadres, tmp_path: Path) -> None:
    before = len(kept(cadres, PERSON))
    walk.choose(roster(tmp_path / "花名册.xlsx"))
    assert walk.columns().ready()
    step = walk.check()
    assert (walk.counts(step)["every"], walk.counts(step)["wrong"]) == (7, 3)
    said = walk.refused(step)
    assert said["B8"].endswith("没有叫「没有的公司工会」的工会，请选对名称，或先补录它")
    assert "没有看懂职务「后勤部长」" in said["E9"]
    assert "还没有到" in said["I10"]
    walk.mend(step, "B8", TWO)
    walk.mend(step, "E9", "工会小组长")
    walk.mend(step, "I10", "2025-1-1")
    assert walk.refused(step) == {"E8": "E8「工会职务」：同一个工会在表里有两名主席，请核对"}
    walk.mend(step, "E8", "副主席")
    counts = walk.counts(step)
    assert walk.refused(step) == {}
    assert counts["new"] + counts["doubt"] == 7
    done = walk.commit()
    people = {row["name"]: row["id"] for row in kept(cadres, PERSON)}
    posts = kept(cadres, POST)
    roles = {
        name: {post["role"] for post in posts if post["person_id"] == people.get(name)}
        for name in ("郑一鸣", "周晓兰", "冯志强", "卫红")
    }
    assert roles["郑一鸣"] == {"chair"}
    assert roles["周晓兰"] == {"vice_chair", "women_director"}
    assert roles["冯志强"] == {"chair"}
    (chair,) = [post for post in posts if post["person_id"] == people["冯志强"]]
    assert (chair["union_id"], chair["since"]) == (cadres.two, D(2024, 3, 20))
    walk.undo(done)
    assert kept(cadres, POST) == []
    assert len(kept(cadres, PERSON)) == before


def ledger(path: Path) -> Path:
    """Heads in two lines, 届 in words, days in many shapes, a union nobody knows, totals."""
    book = Workbook()
    page = book.active
    page.append(["基层工会换届选举工作台账"])
    page.merge_cells("A1:H1")
    page.append(["序号", "工会名称", "主席", "本届", "", "", "批复文号", "备注"])
    page.append(["", "", "", "届次", "换届时间", "届满时间", "", ""])
    for span in ("A2:A3", "B2:B3", "C2:C3", "D2:F2", "G2:G3", "H2:H3"):
        page.merge_cells(span)
    for row in [
        [1, ONE, "郑一鸣", "第三届", "2024年3月15日", "2029.3.15", "王工发〔2024〕5号", ""],
        [2, TWO, "冯志强", "二", "2022.13.1", "2027/5/31", "", ""],
        [3, "没有的公司工会", "褚卫东", 2, "2023年5月", "2028年5月", "", ""],
        ["", "合计", None, None, None, None, None, "3家"],
    ]:
        page.append(row)
    book.save(path)
    return path


@pytest.mark.parametrize("walk", ["terms"], indirect=True)
def test_a_messy_ledger_of_terms(walk: KindWalk, cadres: Cadres, tmp_path: Path) -> None:
    walk.choose(ledger(tmp_path / "换届台账.xlsx"))
    assert walk.columns().ready()
    step = walk.check()
    assert (walk.counts(step)["new"], walk.counts(step)["wrong"]) == (1, 2)
    assert not [line for line in step.tabs.look if line["field"] == "ordinal"]
    assert "日历上没有这一天" in walk.refused(step)["E5"]
    walk.mend(step, "E5", "2022-6-1")
    step.show_tab("wrong")
    step.panels["wrong"].skip.click()
    walk.settled(step)
    assert (walk.counts(step)["new"], walk.counts(step)["wrong"]) == (2, 0)
    done = walk.commit()
    found = {row["ordinal"]: row for row in kept(cadres, TERM)}
    assert (found[3]["since"], found[3]["due_on"]) == (D(2024, 3, 15), D(2029, 3, 15))
    assert found[3]["doc_no"] == "王工发〔2024〕5号"
    assert (found[2]["since"], found[2]["due_on"]) == (D(2022, 6, 1), D(2027, 5, 31))
    walk.undo(done)
    assert kept(cadres, TERM) == []
