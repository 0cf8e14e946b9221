"""Ledgers as offices keep them, walked through the window: activities, contests, contracts."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from sqlalchemy import select

from app.areas.five_ones.records import ACTIVITY, CONGRESS, CONTRACT, CONTRACT_COVER
from app.areas.organisations.acts import cover_employer
from tests.desk.walks import KindWalk, walking

D = date
FED, FIRM = "工贸园工会联合会", "宏达公司工会"


@pytest.fixture
def walk(qapp: Any, qtbot: Any, year: Any, tmp_path: Path, request: Any) -> Any:
    with walking(qapp, qtbot, year.space, tmp_path, request.param) as made:
        yield made


def kept(year: Any, table: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = year.office.rows(select(table))
    return found


def activities(path: Path) -> Path:
    """A title, merged names of unions, days in many shapes, a line of totals, who made it."""
    book = Workbook()
    page = book.active
    page.append(["2026年劳动竞赛、文体活动台账"])
    page.merge_cells("A1:K1")
    page.append(["序号", "单位", "活动类型", "活动名称", "活动时间", "地点", "参加人数", "其中女",
                 "获奖人数", "经费（元）", "备注"])  # fmt: skip
    for row in [
        [1, FED, "劳动竞赛", "装配技能比武", "2026.5.12", "厂区", "86人", "30", "9", "", ""],
        [2, None, "文体活动", "迎“五一”拔河赛", "4月28日", "文化广场", 120, "", "", "8000", ""],
        [3, None, "技能竞赛", "叉车比赛", "2026年6月12日-14日", "", 45, 20, "", "", ""],
        [4, FIRM, "健步走", "职工健步走", datetime(2026, 9, 15), "湿地公园", 60, 20, "", "", ""],
        [5, "没有的公司工会", "劳动竞赛", "焊接赛", "2026-6-1", "", 20, "", "", "", ""],
        [6, FIRM, "职代会", "一届三次职代会", "2026/3/20", "会议室", 33, "", "", "", ""],
        ["合计", "", None, None, None, None, 364, None, None, 8000, None],
        ["填表人：王某", None, None, None, "审核：李某"],
    ]:
        page.append(row)
    page.merge_cells("B3:B5")
    book.save(path)
    return path


@pytest.mark.parametrize("walk", ["activities"], indirect=True)
def test_a_messy_ledger_of_activities(walk: KindWalk, year: Any, tmp_path: Path) -> None:
    walk.choose(activities(tmp_path / "竞赛台账.xlsx"))
    assert walk.columns().ready()
    step = walk.check()
    assert walk.counts(step) == {
        "every": 6, "new": 4, "changed": 0, "same": 0, "doubt": 0, "wrong": 2,
    }  # fmt: skip
    assert walk.refused(step) == {
        "C6": "C6「活动种类」：「健步走」不是可以选的活动种类，请改成选项里的一种",
        "B7": "B7「工会名称」：没有叫「没有的公司工会」的工会，请选对名称",
    }
    assert [line["name"] for line in step.tabs.wrong] == [FIRM, "没有的公司工会"]
    assert any("没有写年份" in line["said"] for line in step.tabs.look)
    walk.mend(step, "C6", "文体活动")
    walk.mend(step, "B7", FIRM)
    assert (walk.counts(step)["wrong"], walk.counts(step)["new"]) == (0, 6)
    done = walk.commit()
    found = {row["title"]: row for row in kept(year, ACTIVITY)}
    assert found["迎“五一”拔河赛"]["held_on"] == D(2026, 4, 28)
    assert (found["叉车比赛"]["held_on"], found["叉车比赛"]["until"]) == (
        D(2026, 6, 12), D(2026, 6, 14),
    )  # fmt: skip
    assert {found[t]["union_id"] for t in ("装配技能比武", "迎“五一”拔河赛", "叉车比赛")} == {
        year.fed
    }
    assert found["职工健步走"]["kind"] == "recreation"
    assert len(kept(year, CONGRESS)) == 1
    walk.undo(done)
    assert kept(year, ACTIVITY) == []


@pytest.mark.parametrize("walk", ["activities"], indirect=True)
def test_a_ledger_of_one_kind_needs_no_column_of_it(
    walk: KindWalk, year: Any, tmp_path: Path
) -> None:
    book = Workbook()
    book.active.append(["2026年劳动竞赛开展情况统计"])
    book.active.append(["序号", "工会名称", "竞赛名称", "竞赛时间", "参赛人数", "获奖人数"])
    book.active.append([1, FED, "安康杯竞赛", "2026.6.10", 52, 6])
    path = tmp_path / "竞赛统计.xlsx"
    book.save(path)
    source = walk.choose(path)
    assert source._type_label.text() == "没写活动种类的"
    columns = walk.columns()
    assert not columns.ready()
    assert "回上一步选「没写活动种类的」" in columns.said.text()
    walk.page.wizard.back()
    source.type.setCurrentIndex(source.type.findData("labour_contest"))
    assert walk.columns().ready()
    step = walk.check()
    assert walk.counts(step)["new"] == 1
    done = walk.commit()
    (row,) = kept(year, ACTIVITY)
    assert (row["kind"], row["participants"]) == ("labour_contest", 52)
    walk.undo(done)
    assert kept(year, ACTIVITY) == []


def contracts(path: Path) -> Path:
    """Two-line heads, merged names of firms, shares with and without a sign, a line of totals."""
    book = Workbook()
    page = book.active
    page.append(["工贸园集体合同签订情况登记表"])
    page.merge_cells("A1:K1")
    page.append(["单位：家、人"])
    page.append(["序号", "企业名称", "合同类型", "签订时间", "合同期限", "", "报送时间",
                 "覆盖职工数", "女职工数", "工资增幅%", "备注"])  # fmt: skip
    page.append(["", "", "", "", "起", "止", "", "", "", "", ""])
    for span in ("A3:A4", "B3:B4", "C3:C4", "D3:D4", "E3:F3", "G3:G4", "H3:H4", "I3:I4", "J3:J4",
                 "K3:K4"):  # fmt: skip
        page.merge_cells(span)
    for row in [
        [
            1,
            "宏达公司",
            "综合集体合同",
            "2026.3.1",
            "2026.3.1",
            "2029.2.28",
            "2026年3月9日",
            "86",
            "31",
            "",
            "",
        ],
        [
            None,
            None,
            "工资专项",
            datetime(2026, 3, 1),
            "2026-3-1",
            "2027-2-28",
            "2026.3.9",
            86,
            31,
            "5",
            "",
        ],
        [None, None, "女职工专项", "2026年3月1日", "2026.3.1", "2029.2.28", "", 86, 31, "", ""],
        [
            2,
            "不认识的公司",
            "工资",
            "2026-5-1",
            "2026-5-1",
            "2027-4-30",
            "",
            "12人",
            "",
            "5.5%",
            "",
        ],
        [3, "宏达公司", "劳动安全", "2026-5-1", "2027-5-1", "2026-4-30", "", 12, "", "", "填反"],
        ["合计", "3家", None, None, None, None, None, 98, None, None, None],
    ]:
        page.append(row)
    page.merge_cells("B5:B7")
    book.save(path)
    return path


@pytest.mark.parametrize("walk", ["contracts"], indirect=True)
def test_a_messy_ledger_of_contracts(walk: KindWalk, year: Any, tmp_path: Path) -> None:
    year.space.do(cover_employer, union_id=year.firm, employer_id=year.employer, since=None)
    walk.choose(contracts(tmp_path / "合同登记.xlsx"))
    assert walk.columns().ready()
    step = walk.check()
    assert (walk.counts(step)["new"], walk.counts(step)["wrong"]) == (3, 2)
    said = walk.refused(step)
    assert "没有叫「不认识的公司」的单位" in said["B8"]
    assert said["F9"] == "F9「到期日期」：到期日期早于开始日期"
    walk.mend(step, "B8", "宏达公司")
    walk.mend(step, "F9", "2028-4-30")
    assert walk.counts(step)["wrong"] == 0
    done = walk.commit()
    found = {(row["kind"], row["signed_on"]): row for row in kept(year, CONTRACT)}
    assert len(found) == 5
    assert {row["union_id"] for row in found.values()} == {year.firm}
    assert found["wage", D(2026, 3, 1)]["increase"] == 500
    assert found["wage", D(2026, 5, 1)]["increase"] == 550
    assert found["women", D(2026, 3, 1)]["ends_on"] == D(2029, 2, 28)
    assert len(kept(year, CONTRACT_COVER)) == 5
    walk.undo(done)
    assert kept(year, CONTRACT) == []
