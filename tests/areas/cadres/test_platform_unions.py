"""An upper platform's sheet of unions: terms, branches, groups and titles go up with a union."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.datavalidation import DataValidation

from app.areas import AREAS
from app.areas.cadres import acts
from app.areas.cadres.lists.of_unions import of_unions
from app.areas.members.lists import platforms as reading
from app.areas.members.sheet import platform_answers as answers
from app.areas.members.sheet import platforms as up
from app.areas.organisations.acts import edit_union
from tests.areas.cadres.conftest import Cadres
from tests.areas.members.templates import cells

DAY = date(2026, 11, 22)
HEADS = (
    "工会名称*", "上级工会", "当前届数", "换届年限", "换届日期", "职工之家等级", "是否设立党支部",
    "分工会数", "工会小组数",
)  # fmt: skip


@pytest.fixture
def template(tmp_path: Path) -> Path:
    book = openpyxl.Workbook()
    page = book.active
    page.title = "工会组织信息"
    page.append(HEADS)
    choices = DataValidation(type="list", formula1='"三年一换,五年一换"')
    choices.add("D2:D500")
    page.add_data_validation(choices)
    book.save(tmp_path / "组织模板.xlsx")
    return tmp_path / "组织模板.xlsx"


@pytest.fixture
def told(cadres: Cadres) -> Cadres:
    """甲 is in the second of two terms, has a branch that is gone, one that is not, two groups
    and titles of two levels."""
    body = cadres.body()
    cadres.term(body, since=date(2019, 3, 1), years=5, ordinal=1)
    cadres.term(body, since=date(2024, 3, 1), years=5, ordinal=2)
    gone = cadres.body("branch", name="一车间分会", since=date(2020, 1, 1))
    cadres.do(acts.close_body, gone, on=date(2026, 1, 1))
    cadres.body("branch", name="二车间分会")
    for name in ("一组", "二组"):
        cadres.body("group", name=name)
    for title, level, on in (
        ("合格职工之家", "county", date(2020, 1, 1)), ("模范职工之家", "city", date(2025, 1, 1)),
        ("先进集体", "national", date(2025, 1, 1)),
    ):  # fmt: skip
        cadres.do(acts.add_honour, title=title, union_id=cadres.one, level=level, on_day=on)
    return cadres


def test_what_is_recorded_is_told_as_of_the_day(told: Cadres) -> None:
    def look(day: date) -> dict[str, Any]:
        return told.space.read(lambda c: of_unions(c, [told.one, told.two], day))

    assert look(DAY) == {
        told.one: {"ordinal": 2, "term_years": "五年", "branches": 1, "groups": 2,
                   "home_level": "市级"},
        told.two: {},
    }  # fmt: skip
    before = look(date(2023, 6, 1))[told.one]
    assert (before["ordinal"], before["branches"], before["home_level"]) == (1, 2, "县级")


@pytest.mark.parametrize(
    ("since", "until", "said"),
    [
        (date(2023, 5, 10), date(2026, 5, 10), "三年"),
        (date(2023, 5, 10), date(2026, 5, 9), "三年"),
        (date(2023, 5, 10), date(2027, 5, 9), "4年"),
        (date(2023, 5, 10), date(2026, 8, 1), None),
        (date(2024, 2, 29), date(2029, 2, 28), "五年"),
        (date(2023, 5, 10), None, None),
    ],
)
def test_without_a_term_the_line_of_the_ledger_tells_the_years(
    cadres: Cadres, since: date, until: date | None, said: str | None
) -> None:
    cadres.do(edit_union, cadres.one, term_from=since, term_until=until)
    found = cadres.space.read(lambda c: of_unions(c, [cadres.one], DAY))[cadres.one]
    assert found.get("term_years") == said


def test_they_stand_in_the_platforms_own_workbook_and_agree_with_it(
    told: Cadres, template: Path, tmp_path: Path
) -> None:
    made = up.map_template(template, "organisations", name="组织库")
    assert [c.field for c in made.columns] == [
        "name", "upper", "ordinal", "term_years", "term_from", "home_level", "", "branches",
        "groups",
    ]  # fmt: skip
    platform = up.keep(told.space, made)
    out = tmp_path / "工会.xlsx"
    sent = up.send(told.space, platform, out, areas=AREAS)
    (row,) = [row for row in cells(out, 2) if row[0] == "甲公司工会"]
    assert tuple(row[2:]) == (2, "五年一换", "2024-03-01", "市级", None, 1, 2)
    assert any("「是否设立党支部」" in note and "空着" in note for note in sent.notes)
    found = answers.compare(told.space, platform, out, areas=AREAS)
    assert found.counts() == {"there": 0, "here": 0, "differs": 0, "agree": sent.rows}


def test_a_new_group_makes_the_union_go_up_again(
    told: Cadres, template: Path, tmp_path: Path
) -> None:
    platform = up.keep(told.space, up.map_template(template, "organisations", name="组织库"))
    up.send(told.space, platform, tmp_path / "一.xlsx", areas=AREAS)
    made = told.space.read(lambda c: reading.platform(c, platform))
    assert told.space.read(lambda c: up.waiting(c, made, DAY, areas=AREAS)) == []
    told.body("group", name="三组")
    (one,) = told.space.read(lambda c: up.waiting(c, made, DAY, areas=AREAS))
    assert (one.record, one.why, one.cells[8]) == (told.one, "changed", 3)
    book = openpyxl.load_workbook(tmp_path / "一.xlsx")
    (line,) = [r for r in book.active.iter_rows(min_row=2) if r[0].value == "甲公司工会"]
    line[3].value = "三年一换"
    book.save(tmp_path / "平台.xlsx")
    found = answers.compare(told.space, platform, tmp_path / "平台.xlsx", areas=AREAS)
    assert {(x.field, x.ours, x.theirs) for x in found.lines} == {
        ("换届年限", "五年", "三年"),
        ("工会小组数", "3", "2"),
    }
