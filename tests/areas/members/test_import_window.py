"""The import wizard with a roster of members: tabs, answers, who is missing, and the way back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from PySide6.QtWidgets import QLabel, QPushButton

from app.areas.members.acts import leave
from app.areas.members.records import EMPLOYMENT, MEMBERSHIP, PERSON
from app.desk.dialogs import Dialog
from app.desk.importing.check import CheckStep
from app.desk.importing.page import ImportPage
from app.desk.importing.panels import AbsentPanel
from app.desk.plain_table import PlainTable
from tests.areas.members.conftest import People
from tests.areas.members.rosters import Books, identity
from tests.areas.organisations.conftest import Office
from tests.desk.desks import desk_on
from tests.desk.test_importing import WAIT, Walk

ONE, TWO = "甲公司工会", "乙公司工会"


@pytest.fixture
def books(office: Office, people: People, tmp_path: Path) -> Books:
    del people
    return Books(office, tmp_path)


@pytest.fixture
def walk(qapp: Any, qtbot: Any, office: Office, tmp_path: Path) -> Iterator[Walk]:
    from app.desk import theme

    theme.apply(qapp)
    with desk_on(office.space, tmp_path) as desk:
        page = ImportPage(desk)
        page.resize(1180, 640)
        page.show()
        source: Any = page.step("source")
        source.kind.setCurrentIndex(source.kind.findData("members"))
        yield Walk(page, qtbot)
        page.start_anew()
        qtbot.waitUntil(lambda: not desk.ops.running(), timeout=WAIT)
    page.close()
    page.deleteLater()


def press(walk: Walk, step: CheckStep, tab: str, name: str, line: int = 0) -> None:
    """Choose a line of a tab and press a button of its panel."""
    step.show_tab(tab)
    step.tables[tab].table.selectRow(line)
    panel = step.panels[tab]
    panel.findChild(object, name).click()
    walk.settled(step)


def test_every_answer_can_be_given_in_the_window(walk: Walk, books: Books, people: People) -> None:
    numbers = [identity(n) for n in range(8)]
    books.take(
        books.write(
            [
                ["会员甲", numbers[0], "13900000001", "", ONE, "甲公司", ""],
                ["会员乙", numbers[1], "13900000002", "", ONE, "甲公司", ""],
                ["会员丙", numbers[2], "13900000003", "", ONE, "甲公司", ""],
                ["会员丁", numbers[3], "13900000004", "", TWO, "", ""],
                ["会员戊", numbers[4], "13900000005", "", TWO, "", ""],
                ["会员己", numbers[5], "13900000006", "", TWO, "", ""],
            ]
        )
    )
    path = books.write(
        [
            ["会员甲", numbers[0], "13911111111", "", TWO, "乙公司", ""],
            ["会员乙", numbers[1], "", "", TWO, "乙公司", ""],
            ["丙改名", numbers[2], "", "", ONE, "", ""],
            ["会员丁", numbers[6], "13900000004", "", TWO, "", ""],
            ["会员庚", numbers[7], "", "", TWO, "", ""],
            ["会员己", numbers[5], "13922222222", "本科", TWO, "", ""],
        ]
    )
    source = walk.choose(path)
    source.complete.setChecked(True)
    walk.columns()
    step = walk.check()
    assert len(step.tabs.transfer) == 2
    assert len(step.tabs.doubt) == 1
    assert [line["name"] for line in step.tabs.new] == ["会员庚"]
    assert [line["name"] for line in step.tabs.wrong] == ["丙改名"]
    missing = [line["name"] for line in step.tabs.absent]
    assert "会员戊" in missing
    assert "会员己" not in missing
    assert step.buttons["transfer"].isVisibleTo(step)
    assert step.buttons["absent"].isVisibleTo(step)

    press(walk, step, "transfer", "import_answer_transfer")
    press(walk, step, "transfer", "import_answer_stays", 1)
    press(walk, step, "doubt", "import_same")
    step.show_tab("wrong")
    step.tables["wrong"].table.selectRow(0)
    panel: Any = step.panels["wrong"]
    assert panel.sentence.text() == step.tabs.wrong[0]["said"]
    assert (panel.near_label.text(), panel.choose.text()) == ("怎么办", "这样办")
    panel.near.setCurrentText("同一人更名")
    panel.choose.click()
    walk.settled(step)
    step.show_tab("doubt")
    asked: Any = step.panels["doubt"]
    for line in step.tabs.doubt:  # what was answered elsewhere can only be decided anew
        step.tables["doubt"].table.selectRow(step.tabs.doubt.index(line))
        own = line["name"] != "丙改名"
        assert asked.sentence.text() == line["said"]
        assert asked.other.isEnabled() is own
        assert asked.findChild(QPushButton, "import_answer_replace").isEnabled() is own
        assert asked.undo.isEnabled()
    step.show_tab("absent")
    at = [line["name"] for line in step.tabs.absent].index("会员戊")
    step.tables["absent"].table.selectRow(at)
    gone = step.panels["absent"]
    assert isinstance(gone, AbsentPanel)
    gone.what.setCurrentIndex(gone.what.findData("die"))
    gone.ok.click()
    walk.settled(step)
    assert not step.tabs.wrong
    assert [line["state"].word for line in step.tabs.transfer] == [
        "转入",
        "会籍留原工会，在本单位另有工作",
    ]
    press(walk, step, "differ", "import_take_column")
    done = walk.commit()
    assert done.undo.isEnabled()
    by_name = {row["name"]: row for row in books.rows(PERSON)}
    assert "丙改名" in by_name
    assert "会员庚" in by_name
    ended = {row["ended"] for row in books.rows(MEMBERSHIP)} - {None}
    assert ended == {"transferred_out", "died"}
    jobs = [row["follows"] for row in books.rows(EMPLOYMENT)
            if row["person_id"] == by_name["会员乙"]["id"]]  # fmt: skip
    assert sorted(jobs) == [False, True]
    del people


def test_without_a_whole_roster_nobody_is_missing(walk: Walk, books: Books) -> None:
    books.take(books.write([["会员甲", identity(0), "", "", ONE, "", ""]]))
    walk.choose(books.write([["会员乙", identity(1), "", "", ONE, "", ""]]))
    walk.columns()
    step = walk.check()
    assert step.tabs.absent == []
    assert not step.buttons["absent"].isVisibleTo(step)
    assert step.buttons["transfer"].isVisibleTo(step)


def test_a_row_refused_in_reading_is_left_out_or_mended_at_its_cell(
    walk: Walk, books: Books, tmp_path: Path
) -> None:
    child = identity(3, born=date(2015, 1, 1))
    path = books.write(
        [
            ["会员甲", identity(0), "", "", ONE, "", ""],
            ["会员乙", identity(0), "", "", ONE, "", ""],
            ["会员丙", "E1234567", "", "", ONE, "", ""],
            ["会员丁", child, "", "", ONE, "", ""],
        ]
    )
    walk.choose(path)
    walk.columns()
    step = walk.check()
    assert [line["cell"] for line in step.tabs.wrong] == ["B3", "B4", "B5"]
    assert step.tabs.wrong[2]["said"].startswith("B5「证件号码」：会员丁2015年1月1日出生")
    press(walk, step, "wrong", "import_skip", 1)
    assert [line["cell"] for line in step.tabs.wrong] == ["B3", "B5"]
    assert step.cards["wrong"].value.text() == "2"
    assert [line["state"].word for line in step.tabs.doubt] == ["跳过这一行"]
    press(walk, step, "doubt", "import_doubt_undo")
    assert [line["cell"] for line in step.tabs.wrong] == ["B3", "B4", "B5"]
    press(walk, step, "wrong", "import_skip", 1)
    step.show_tab("wrong")
    step.tables["wrong"].table.selectRow(0)
    panel: Any = step.panels["wrong"]
    panel.edit.setText(identity(7))
    panel.ok.click()
    walk.settled(step)
    assert [line["name"] for line in step.tabs.new] == ["会员甲", "会员乙"]
    walk.commit()
    walk.page.save_left(tmp_path / "退回.xlsx")
    walk.until(lambda: (tmp_path / "退回.xlsx").exists() and not walk.page.desk.ops.running())
    rows = list(load_workbook(tmp_path / "退回.xlsx").worksheets[0].iter_rows(values_only=True))
    assert [row[0] for row in rows[1:]] == ["会员丁"]
    assert str(rows[1][-1]).startswith("原第 5 行：「证件号码」：会员丁")


def test_what_was_not_brought_back_is_named(walk: Walk, books: Books) -> None:
    rows = [[name, identity(n), "", "", ONE, "", "2026-03-01"] for n, name in enumerate("甲乙")]
    walk.choose(books.write([["会员" + row[0], *row[1:]] for row in rows]))
    walk.columns()
    walk.check()
    done = walk.commit()
    (person,) = [row["id"] for row in books.rows(PERSON) if row["name"] == "会员甲"]
    books.space.do(leave, person, on=date(2026, 11, 20))
    done.undo.click()
    walk.until(lambda: walk.page.window().findChildren(Dialog, "verdict"))
    (dialog,) = walk.page.window().findChildren(Dialog, "verdict")
    (table,) = dialog.findChildren(PlainTable)
    lines = table.model.entries
    assert {"会员甲", "会员甲　会籍"} <= {line["name"] for line in lines}
    assert {line["state"].word for line in lines} == {"保持不变"}
    assert all(line["reason"] for line in lines)
    assert [row["name"] for row in books.rows(PERSON)] == ["会员甲"]
    dialog.accept()


def test_who_belongs_elsewhere_is_behind_the_card_that_counts_her(walk: Walk, books: Books) -> None:
    books.take(books.write([["会员甲", identity(0), "", "", ONE, "", ""]]))
    books.take(books.write([["会员乙", identity(1), "", "", TWO, "", ""]]))
    path = books.write([["会员甲", identity(0), "", "", TWO, "", ""]])
    walk.choose(path).complete.setChecked(True)
    walk.columns()
    step = walk.check()
    assert step.cards["doubt"].value.text() == "1"
    step.cards["doubt"].opened.emit()
    assert step.tab == "transfer"
    press(walk, step, "absent", "import_absent_ok")
    gone = step.panels["absent"]
    assert isinstance(gone, AbsentPanel)
    gone.what.setCurrentIndex(gone.what.findData("die"))
    press(walk, step, "absent", "import_absent_ok")
    done = walk.commit()
    (said,) = [one.text() for one in done.findChildren(QLabel) if "无变化" in one.text()]
    assert said.endswith("缺席的办了 1 人。")


def test_after_a_decision_the_next_doubt_that_waits_is_under_the_cursor(
    walk: Walk, books: Books
) -> None:
    known = [identity(n, born=date(1990, 1, n + 1)) for n in range(3)]
    books.take(books.write([[f"会员{n}", number, "", "", ONE, "", ""]
                            for n, number in zip("甲乙丙", known, strict=True)]))  # fmt: skip
    others = [identity(n + 10, born=date(1990, 1, n + 1)) for n in range(3)]
    walk.choose(books.write([[f"会员{n}", number, "", "", ONE, "", ""]
                             for n, number in zip("甲乙丙", others, strict=True)]))  # fmt: skip
    walk.columns()
    step = walk.check()
    step.show_tab("doubt")
    table, panel = step.tables["doubt"].table, step.panels["doubt"]
    table.selectRow(1)
    at = []
    for _ in range(3):
        panel.findChild(QPushButton, "import_other").click()
        walk.settled(step)
        at.append(table.currentIndex().row())
    assert at == [2, 0, 0]
    assert {line["state"].word for line in step.tabs.doubt} == {"是另一个，新增"}
