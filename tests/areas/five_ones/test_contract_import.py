"""Ledgers of contracts come in through the pipeline, once, and go out again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from sqlalchemy import select

from app.areas.five_ones.records import CONTRACT, CONTRACT_COVER
from app.areas.five_ones.sheet.contracts import CONTRACT_SHEET
from app.base.lists import View
from app.sheets.checking import Options as Reading
from app.sheets.comparing import Options
from app.sheets.intake import read_file
from tests.areas.five_ones.test_bargains import TODAY, Talks, talks

__all__ = ["talks"]
D = date
HEAD = ("序号", "企业名称", "合同类型", "范围", "签订时间", "期限起", "有效期至", "备案日期",
        "职工人数", "女职工", "最低工资标准", "工资增幅", "合同名称")  # fmt: skip


class Books:
    """Writes a workbook and imports it as the command line does."""

    def __init__(self, talks: Talks, folder: Path) -> None:
        self.talks, self.folder, self._count = talks, folder, 0

    def take(self, rows: Sequence[Sequence[Any]], head: Sequence[str] = HEAD, **how: Any) -> Any:
        book = Workbook()
        page = book.active
        page.append(["2026年集体合同台账"])
        page.append(list(head))
        for row in rows:
            page.append(list(row))
        self._count += 1
        path = self.folder / f"台账{self._count}.xlsx"
        book.save(path)
        return self.file(path, **how)

    def file(self, path: Path, **how: Any) -> Any:
        given = frozenset({"union"}) if how.get("unit") else frozenset()
        read = read_file(path, CONTRACT_SHEET.reads, Reading(given=given))
        return CONTRACT_SHEET.commit(
            self.talks.space, read.rows, Options(**how), file_name=path.name
        )

    def rows(self, table: Any = CONTRACT) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.talks.office.rows(select(table))
        return found


@pytest.fixture
def books(talks: Talks, tmp_path: Path) -> Books:
    return Books(talks, tmp_path)


def outcomes(plan: Any) -> list[str]:
    return [row.outcome.value for row in plan.rows]


def said(plan: Any) -> list[str]:
    return [f"{p.code} {p.message}" for row in plan.rows for p in row.problems]


def test_a_ledger_of_firms_contracts(books: Books, talks: Talks) -> None:
    lines = [
        (1, "宏达公司", "工资专项", "", "2026/4/1", "2026-04-01", "2027-03-31", D(2026, 4, 5),
         "80人", 30, 2300, "5.25%", ""),
        (2, "甲公司", "集体合同", "企业", "2026年5月1日", D(2026, 5, 1), D(2029, 4, 30), "", 20, "",
         "", "", "甲公司集体合同"),
    ]  # fmt: skip
    changes, plan = books.take(lines)
    assert outcomes(plan) == ["new", "new"], said(plan)
    assert changes.result["contracts"] == 2
    found = {row["kind"]: row for row in books.rows()}
    wage = found["wage"]
    assert wage["union_id"] == talks.firm
    assert (wage["increase"], wage["minimum_wage"], wage["workers"]) == (525, 230000, 80)
    assert wage["title"] == "宏达公司工资专项集体合同"
    assert found["comprehensive"]["union_id"] == talks.fed
    assert len(books.rows(CONTRACT_COVER)) == 2
    _, again = books.take(lines)
    assert outcomes(again) == ["same", "same"], said(again)
    talks.space.undo(changes.entry)
    assert books.rows() == []
    assert books.rows(CONTRACT_COVER) == []


def test_a_regional_contract_over_several_lines_or_in_one_cell(books: Books, talks: Talks) -> None:
    head = ("工会名称", "覆盖企业", "种类", "范围", "签订日期", "合同名称", "职工人数")
    fed = "工贸园工会联合会"
    lines = [
        (fed, firm, "工资专项", "区域性", "2026-04-01", "区域协议", 10 + n)
        for n, firm in enumerate(("宏达公司", "甲公司", "乙公司"))
    ]
    _, plan = books.take(lines, head)
    assert outcomes(plan) == ["new", "changed", "changed"], said(plan)
    (one,) = books.rows()
    assert (one["scope"], one["workers"]) == ("regional", None)
    assert sorted(r["workers"] for r in books.rows(CONTRACT_COVER)) == [10, 11, 12]
    _, plan = books.take(
        [(fed, "甲公司、乙公司", "女职工", "区域性", "2026-04-02", "女职工合同", 50)], head
    )
    assert outcomes(plan) == ["new"], said(plan)
    assert len(books.rows(CONTRACT_COVER)) == 5


def test_what_cannot_be_is_refused_with_a_sentence(books: Books, talks: Talks) -> None:
    def line(**more: Any) -> tuple[Any, ...]:
        given = dict.fromkeys(HEAD, "") | {"企业名称": "宏达公司", "合同类型": "工资",
                "签订时间": "2026-04-01"} | more  # fmt: skip
        return tuple(given[key] for key in HEAD)

    lines = [
        line(签订时间="2026-12-01"),
        line(备案日期="2026-03-31"),
        line(期限起="2026-04-01", 有效期至="2026-03-01"),
        line(职工人数=10, 女职工=11),
        line(企业名称="宏达公司、甲公司"),
        line(合同类型="加班合同"),
    ]
    _, plan = books.take(lines, unit=talks.fed)
    assert outcomes(plan) == ["rejected"] * 6, said(plan)
    _, none = books.take([line(企业名称="没有这家")])
    assert outcomes(none) == ["rejected"]
    assert "没有叫「没有这家」的单位" in "".join(said(none))
    every = "".join(said(plan))
    for sentence in ("还没有到", "报送日期早于签订日期", "到期日期早于开始日期", "多于覆盖职工",
                     "只能覆盖一个单位"):  # fmt: skip
        assert sentence in every
    assert books.rows() == []


def test_a_firm_of_another_union_goes_into_no_cover(books: Books) -> None:
    head = ("工会名称", "企业名称", "种类", "签订日期", "工资增幅")
    lines = [("工贸园工会联合会", "外地公司", "工资专项", "2026-04-01", "大约5个点")]
    _, plan = books.take(lines, head)
    assert outcomes(plan) == ["new"], said(plan)
    assert any("不在这个工会涵盖范围内" in text for text in said(plan))
    (one,) = books.rows()
    assert one["increase"] is None
    assert "大约5个点" in one["note"]
    assert books.rows(CONTRACT_COVER) == []


def test_what_is_exported_comes_back_unchanged(books: Books, talks: Talks) -> None:
    fed = "工贸园工会联合会"
    head = (
        "工会名称",
        "覆盖企业",
        "种类",
        "范围",
        "签订日期",
        "到期日期",
        "合同名称",
        "最低工资",
        "增幅",
    )
    line = (
        fed,
        "甲公司、乙公司",
        "工资专项",
        "区域性",
        "2026-04-01",
        "2027-03-31",
        "协议",
        2300,
        6,
    )
    books.take([line], head)
    rows = talks.space.read(lambda c: list(CONTRACT_SHEET.export(c, View(TODAY))))
    titles = {f.key: f.title for f in CONTRACT_SHEET.kind.fields}
    keys = list(rows[0])
    values = [
        [row[k] / 100 if k == "minimum_wage" and row[k] else row[k] for k in keys] for row in rows
    ]
    _, plan = books.take(values, [titles[key] for key in keys])
    assert outcomes(plan) == ["same"], said(plan)
