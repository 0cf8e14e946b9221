"""Goals of a year set in the real window: one by a form, many in the grid."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLineEdit
from sqlalchemy import select

from app.areas import AREAS
from app.areas.six_haves.acts import set_targets, take_in_rubric
from app.areas.six_haves.page.target_grid import TargetGrid
from app.areas.six_haves.page.target_lines import SUM, now_key
from app.areas.six_haves.records import TARGET
from app.areas.six_haves.rules.rubric import shipped
from app.base.lists import View
from app.sheets.checking import Options as Reading
from app.sheets.comparing import Options
from app.sheets.intake import read_file, sheets_of
from tests.areas.six_haves.test_assessments import DAY, Scoring, office, six
from tests.areas.six_haves.windows import Shown, open_page
from tests.desk.pages import unnamed

__all__ = ["office", "six"]


@pytest.fixture
def shown(qtbot: Any, qapp: Any, six: Scoring, tmp_path: Any) -> Any:
    yield from open_page(qtbot, qapp, six, tmp_path)


def targets(shown: Shown) -> dict[tuple[str, str], int]:
    found = shown.six.office.rows(select(TARGET).where(TARGET.c.year == 2026))
    return {(row["union_id"], row["code"]): row["value"] for row in found}


def rows(shown: Shown, table: Any) -> list[Any]:
    return shown.six.office.rows(select(table))


class Filled:
    """The grid over a federation with two unions below it, beside the union of the office."""

    def __init__(self, shown: Shown) -> None:
        self.shown, six = shown, shown.six
        self.above = six.office.union("一街村工会联合会", "regional_federation")
        self.below = [six.office.union(f"{name}公司工会", upper_id=self.above) for name in "乙丙"]
        for place, union in enumerate(self.below):
            six.numbers(union, J201=50, J206=20 + place)
        shown.page.bring("six_targets")
        shown.settle()

    def open(self, **how: Any) -> TargetGrid:
        """From the main button of the view."""
        self.shown.page.main_act()
        made = self.shown.dialog("target_grid")
        assert isinstance(made, TargetGrid)
        return self.ready(made)

    def ready(self, made: TargetGrid) -> TargetGrid:
        """Until what stands is known."""
        self.shown.wait(lambda: made._data is not None and made._data.counted)
        self.shown.settle()
        return made

    def units(self, made: TargetGrid, sort: str) -> None:
        """Choose which unions are shown."""
        made.which.setCurrentIndex(made.which.findData(sort))
        made.which.activated.emit(made.which.currentIndex())
        self.ready(made)

    def add(self, made: TargetGrid, text: str, title: str) -> None:
        """Choose a figure by typing some of its words."""
        made.figure.setFocus()
        made.figure.setText(text)
        made.figure._key = None
        made.figure._ask()
        self.shown.wait(lambda: any(c.title == title for c in made.figure._found))
        made.figure._pick([c.title for c in made.figure._found].index(title))
        self.shown.wait(lambda: made.figure.text() == "")
        self.ready(made)

    def cell(self, made: TargetGrid, union: str, key: str) -> Any:
        """What a cell shows."""
        model = made.grid.model
        place = [row.id for row in model.rows].index(union)
        number = [column.key for column in model.columns].index(key) + 2
        return model.index(place, number)

    def said(self, made: TargetGrid, union: str, key: str) -> str:
        return str(self.cell(made, union, key).data() or "")


def press(made: TargetGrid, key: str) -> None:
    button = made.findChild(QAbstractButton, f"target_grid_{key}")
    assert button.isVisible()
    button.click()


def test_typed_pasted_saved_and_taken_back(shown: Shown) -> None:
    filled = Filled(shown)
    made = filled.open()
    assert "还没有指标" in made.said.text()
    filled.units(made, "all")
    filled.add(made, "会员人数", "会员人数")
    filled.add(made, "职工 入会率", "职工入会率")
    names = [row.title for row in made.grid.model.rows]
    assert names[0] == "王庆坨镇总工会"
    assert names[1] == "一街村工会联合会"
    assert names[-1] == "合计"
    assert filled.said(made, filled.above, now_key("J206")) == "41人"

    # typed: Enter goes down; what it is to be stands beside it at once, and in the sums
    table = made.grid.table
    table.setCurrentIndex(filled.cell(made, filled.above, "J206"))
    table.setFocus()
    QTest.keyClick(table, "5")
    QTest.keyClick(table.findChild(QLineEdit), "0")
    QTest.keyClick(table.findChild(QLineEdit), Qt.Key.Key_Return)
    shown.wait(lambda: "82% 落后" in filled.said(made, filled.above, now_key("J206")))
    assert filled.said(made, SUM, "J206") == "50"

    # pasted as a block: two figures across, the columns between them passed over
    QGuiApplication.clipboard().setText("20\t95%\n30\t90.5\n")
    table.setCurrentIndex(filled.cell(made, filled.below[0], "J206"))
    order = [row.id for row in made.grid.model.rows]
    place = order.index(filled.below[0])
    QTest.keyClick(table, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    shown.wait(lambda: len(made.changes()) == 5)
    after = order[place + 1]
    assert made.changes() == {
        (filled.above, "J206"): 50, (filled.below[0], "J206"): 20, (after, "J206"): 30,
        (filled.below[0], "R201"): 9500, (after, "R201"): 9050,
    }  # fmt: skip
    shown.wait(lambda: "✓ 达标" in filled.said(made, filled.below[0], now_key("J206")))
    assert "42% 落后" in filled.said(made, filled.below[0], now_key("R201"))

    # the sums hold the federation alone of those below it; rates have none
    inside = after in filled.below
    shown.wait(lambda: filled.said(made, SUM, "J206") == ("50" if inside else "80"))
    assert filled.said(made, SUM, "R201") == ""

    # what cannot be is told, and nothing is lost unasked
    made.grid.model.take(place, 2, "许多")
    assert "请填整数" in made.grid.said.text()
    made.reject()
    leave = shown.dialog("target_grid_leave")
    leave.reject()
    assert made.isVisible()

    press(made, "save")
    shown.wait(made.write_button.isVisible)
    assert targets(shown)[after, "R201"] == 9050
    filled.ready(made)
    assert made.which.currentData() == "aimed"
    assert not made.changes()
    assert "3 个工会，5 项目标" in made.said.text()
    assert not made.grid.model.flags(filled.cell(made, filled.above, "J206")) & (
        Qt.ItemFlag.ItemIsEditable
    )
    assert unnamed(made) == []
    press(made, "close")
    shown.settle()
    assert shown.page.list("six_targets").count() == 5
    shown.undone("下达年度目标")
    assert targets(shown) == {}


def test_cleared_and_changed_in_the_grid(shown: Shown) -> None:
    filled = Filled(shown)
    union = filled.below[0]
    shown.six.do(set_targets, year=2026, targets={(union, "J206"): 30, (filled.above, "J206"): 60})
    made = filled.open()
    assert [row.id for row in made.grid.model.rows] == [filled.above, union, SUM]
    press(made, "write")
    filled.ready(made)
    made.grid.table.setCurrentIndex(filled.cell(made, union, "J206"))
    made.grid.table.setFocus()
    QTest.keyClick(made.grid.table, Qt.Key.Key_Delete)
    shown.wait(lambda: made.changes() == {(union, "J206"): None})
    filled.units(made, "federations")
    assert made.changes() == {(union, "J206"): None}
    press(made, "save")
    shown.wait(made.write_button.isVisible)
    assert targets(shown) == {(filled.above, "J206"): 60}
    press(made, "write")
    filled.ready(made)
    made.grid.model.take(0, 2, "70")
    shown.wait(lambda: bool(made.changes()))
    press(made, "drop")
    filled.ready(made)
    assert filled.said(made, filled.above, "J206") == "60"
    made.reject()


def test_last_years_goals_are_a_beginning_that_is_looked_at_before_it_is_kept(
    shown: Shown,
) -> None:
    filled = Filled(shown)
    last = {(filled.above, "J206"): 45, (filled.below[0], "R201"): 9000}
    shown.six.do(set_targets, year=2025, targets=last)
    made = filled.open()
    press(made, "copy")
    shown.wait(lambda: made.changes() == last)
    filled.ready(made)
    assert targets(shown) == {}
    assert "91% 进行中" in filled.said(made, filled.above, now_key("J206"))
    press(made, "save")
    shown.wait(made.write_button.isVisible)
    assert targets(shown) == last
    filled.ready(made)
    press(made, "copy")
    shown.wait(lambda: "没有可以复制的目标" in made.wrong.text())
    made.reject()


def test_next_years_goals_are_set_before_the_year_begins(shown: Shown) -> None:
    filled = Filled(shown)
    made = filled.open()
    made.year.setCurrentIndex(made.year.findData(2027))
    made.year.activated.emit(made.year.currentIndex())
    filled.ready(made)
    filled.units(made, "federations")
    filled.add(made, "会员人数", "会员人数")
    made.grid.model.take(0, 2, "60")
    shown.wait(lambda: "68% 进行中" in filled.said(made, filled.above, now_key("J206")))
    press(made, "save")
    shown.wait(made.write_button.isVisible)
    filled.ready(made)
    assert [(r["year"], r["value"]) for r in rows(shown, TARGET)] == [(2027, 60)]
    made.reject()
    source = shown.page.list("six_targets").source
    view = View(DAY, filters={"year": "-1"})
    assert len(shown.read(lambda c: source.ids(c, view))) == 1
    behind = View(DAY, filters={"year": "-1", "pace": ("behind",)})
    assert shown.read(lambda c: source.ids(c, behind)) == []


def test_the_list_goes_out_as_the_workbook_that_comes_in_again(shown: Shown, tmp_path: Any) -> None:
    filled = Filled(shown)
    goals = {(filled.above, "J206"): 45, (filled.below[0], "R201"): 9000}
    shown.six.do(set_targets, year=2026, targets=goals)
    shown.page.look()
    shown.settle()
    path = tmp_path / "年度目标.xlsx"
    shown.page.exporter.write(shown.page.list("six_targets"), path, way="sheet")
    shown.wait(path.exists)
    shown.settle()
    sheet = sheets_of(AREAS)["targets"]
    read = read_file(path, sheet.reads, Reading())
    plan = shown.read(lambda c: sheet.plan(c, read.rows, Options(), today=DAY))
    assert [row.outcome.value for row in plan.rows] == ["same", "same"]


def test_the_township_says_how_its_points_were_put_together(shown: Shown) -> None:
    root = shown.six.office.root
    shown.six.numbers(root, J206=40)
    content = {**shipped()["six-25"].as_data(), "title": "本县评分表", "share": 40}
    rubric = shown.six.do(take_in_rubric, content=content)
    shown.six.start(rubric, root)
    shown.page.compute()
    card = shown.show("six_union", root)
    facts = {fact.label: fact.value for fact in card.facts}
    assert "占 60%；所属 1 个工会平均" in facts["怎样合成"]
    assert facts["合并得分"] in facts["怎样合成"]


def test_a_goal_is_set_and_its_progress_is_shown(shown: Shown) -> None:
    page, union = shown.page, shown.six.union
    page.bring("six_targets")
    shown.settle()
    (one,) = [run for key, _words, run in page.part().more(page) if key == "one"]
    one()
    shown.wait(page.editor.is_open)
    shown.fill(union_id=(union, "甲公司工会"), code=("R201", "职工入会率"), value="9x")
    assert "最多两位小数" in shown.refused()["value"]
    shown.fill(value="95")
    shown.save()
    shown.settle()
    (made,) = rows(shown, TARGET)
    assert (made["code"], made["value"]) == ("R201", 9500)
    made_list = page.list("six_targets")
    view = made_list.view()
    (row,) = shown.read(lambda c: list(made_list.source.rows(c, [made["id"]], view)))
    assert (row["goal"], row["now"], row["progress"].word) == ("95%", "93%", "进行中 97%")
    assert shown.show("target", made["id"]).status.word == "进行中 97%"
    shown.act("target", "edit")
    shown.fill(value="93")
    shown.save()
    assert shown.show("target", made["id"]).status.word == "达标"
    (drop,) = [a for a in page.details["target"].acts_of(page.details["target"].card)
               if a.key == "drop"]  # fmt: skip
    drop.run()
    shown.dialog("sure_drop")
    shown.chip("sure_drop_yes")
    shown.wait(lambda: rows(shown, TARGET) == [])
