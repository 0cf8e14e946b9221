"""An old notebook at 150 %: 911 × 512 points, and a clerk who uses the keyboard alone.

The window is the real one over a real sample workspace; keys are real key events to whatever has
the keyboard.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QDialog,
    QMenu,
    QPlainTextEdit,
    QPushButton,
    QTabBar,
    QToolButton,
    QWidget,
)

from app.base.paths import resource
from app.desk.dialogs import Dialog, ask
from app.desk.help import HelpDialog
from app.desk.widgets import label
from tests.desk.heartbeat import rest, until
from tests.desk.small import (
    WIDE,
    calm,
    cut_off,
    name_of,
    over_each_other,
    parts_of,
    press,
    shut,
    windows,
)
from tests.desk.sweeping import sweep
from tests.desk.tour import Tour

LOW = 440
"""The same less the task bar and the title bar."""
Key, Modifier = Qt.Key, Qt.KeyboardModifier


@pytest.mark.parametrize("high", [LOW])
def test_every_page_and_view_fits_or_scrolls(tour: Tour, high: int) -> None:
    shell = tour.shell
    shell.resize(WIDE, high)
    wrong = {}
    for name in shell.entries:
        page = shell.open(name)
        for part in parts_of(page) or [""]:
            if part:
                page.bring(part)
            calm(tour)
            wrong[f"{name} {part}"] = cut_off(shell)
    assert {where: what for where, what in wrong.items() if what} == {}
    assert over_each_other(shell) == []
    assert shell.size().height() == high


@pytest.mark.full
def test_every_dialog_and_form_of_a_page_fits_the_screen(tour: Tour) -> None:
    """What the buttons above a page and the red button of a record open: their buttons can be
    reached on a screen of this size."""
    shell, wrong, opened = tour.shell, {}, 0
    for name in shell.entries:
        page = shell.open(name)
        calm(tour)
        for part in parts_of(page) or [""]:
            if part:
                page.bring(part)
                calm(tour)
            for act in page.page_actions():
                if not act.enabled or act.key in ("import", "print", "backup"):
                    continue
                act.run()
                calm(tour)
                for one in [w for w in windows(shell) if isinstance(w, QDialog)] or [shell]:
                    opened += 1
                    wrong[f"{name} {part} {act.title}"] = cut_off(one)
                shut(shell, page)
                shell.open(name)
    assert opened > 20
    assert {where: what for where, what in wrong.items() if what} == {}


def test_a_dialog_higher_than_the_screen_scrolls_above_its_buttons(tour: Tour) -> None:
    made: Dialog = ask(tour.shell, "long", "很长", "", [("yes", "好", lambda: None)], main="yes")
    lines = [label(f"第{n}行，说明很长，要占好几行的地方。" * 4, wrap=True) for n in range(60)]
    for one in lines:
        made.body.addWidget(one)
    rest(0.3)
    assert made.height() <= made.screen().availableGeometry().height()
    assert cut_off(made) == []
    assert all(one.height() >= one.heightForWidth(one.width()) for one in lines)
    yes = made.findChild(QPushButton, "long_yes")
    assert yes.visibleRegion().boundingRect().size() == yes.size()
    made.close()


def test_every_page_comes_up_by_its_number_with_the_keyboard_in_sight(tour: Tour) -> None:
    shell = tour.shell
    QTest.keyClick(shell, Key.Key_2, Modifier.AltModifier)
    for place, name in enumerate(shell.entries):
        press(getattr(Key, f"Key_{(place + 1) % 10}"), Modifier.AltModifier)
        calm(tour)
        assert shell.current() == name
        # the first time the rows of a list may still be on their way
        at = QApplication.focusWidget()
        assert at is not None, name
        assert at.isVisible(), name
        assert at is not shell.page(), name


def test_tab_goes_through_a_page_and_comes_back(tour: Tour) -> None:
    shell = tour.shell
    shell.open("members")
    calm(tour)
    seen = [name_of(QApplication.focusWidget())]
    while seen[-1] not in seen[:-1] and len(seen) < 120:
        seen.append(name_of(press(Key.Key_Tab)))
    assert seen[-1] == seen[0] == "list_members"
    assert {"page_main", "search", "foot_help", "members_transfers"} <= set(seen)


def test_a_record_is_opened_mended_undone_and_left_with_keys_alone(tour: Tour) -> None:
    shell = tour.shell
    shell.open("members")
    calm(tour)
    assert name_of(QApplication.focusWidget()) == "list_members"
    press(Key.Key_Down)
    press(Key.Key_Down)
    assert name_of(press(Key.Key_Return)) == "members_back"
    calm(tour)
    press(Key.Key_F2)
    calm(tour)
    while name_of(QApplication.focusWidget()) != "edit_member_native_place":
        press(Key.Key_Tab)
    QTest.keyClicks(QApplication.focusWidget(), "wuqing")
    press(Key.Key_S, Modifier.ControlModifier)
    until(lambda: not shell.page().editor.is_open(), 30)
    calm(tour)
    assert name_of(QApplication.focusWidget()) == "members_back"
    assert "编辑会员信息" in shell.foot.undo.text()
    press(Key.Key_Z, Modifier.ControlModifier)
    until(lambda: "编辑会员信息" not in shell.foot.undo.text(), 30)
    calm(tour)
    assert name_of(press(Key.Key_Escape)) == "list_members"
    assert shell.page().list().table.currentIndex().row() == 1


def test_what_was_searched_for_has_the_keyboard(tour: Tour) -> None:
    shell = tour.shell
    shell.open("home")
    assert name_of(press(Key.Key_F, Modifier.ControlModifier)) == "search"
    QTest.keyClicks(QApplication.focusWidget(), "wang")
    until(lambda: shell.topbar.search._popup.isVisible(), 30)
    press(Key.Key_Return)
    calm(tour)
    at = QApplication.focusWidget()
    assert at is not None
    assert shell.page().isAncestorOf(at)


# F1


def helps() -> dict[str, str]:
    return {p.stem: p.read_text("utf-8") for p in resource("help", "pages").glob("*.md")}


def test_f1_shows_the_section_of_the_page_and_arrows_lead_to_the_others(tour: Tour) -> None:
    shell = tour.shell
    for name, entry in shell.entries.items():
        shell.open(name)
        calm(tour)
        press(Key.Key_F1)
        made = next(w for w in windows(shell) if isinstance(w, HelpDialog))
        assert cut_off(made) == []
        text = helps()[entry.help]
        for line in text.splitlines():
            assert line.lstrip("#- ") in made.shown.toPlainText()
        assert text.startswith(f"# {entry.title}\n")
        assert 3 <= text.count("\n## ") <= 4
        before = made.shown.toPlainText()
        QTest.keyClick(made.pages, Key.Key_Down)
        assert made.shown.toPlainText() != before
        QTest.keyClick(made.pages, Key.Key_Escape)
        assert not made.isVisible()
        shell.activateWindow()
    assert {entry.help for entry in shell.entries.values()} == set(helps())


def not_in_the_window(tour: Tour, name: str, asked: set[str]) -> set[str]:
    """Which of the words are on no button or tab and in no menu of a page, those of its first
    records too; looks no further than needed."""
    page, words = tour.shell.open(name), set[str]()
    calm(tour)
    for part in parts_of(page) or [""]:
        if part:
            page.bring(part)
            calm(tour)
        words |= plain(act.title for act in page.page_actions()) | shown(page)
        if part:
            words |= {entry[1] for entry in page.part().more(page) if entry}
            if not asked <= words:
                of_records(tour, page, words)
        elif hasattr(page, "menu_entries"):
            words |= set(page.menu_entries())
        if asked <= words:
            break
    return asked - words


def of_records(tour: Tour, page: Any, words: set[str]) -> None:
    listed = page.list()
    for place in range(min(2, listed.count())):
        listed.table.selectRow(place)
        page.record_opened(page.kind(), listed.current())
        calm(tour)
        words |= shown(page)
        if page.detail() is not None:
            for one in page.detail().findChildren(QPushButton):
                if one.isVisible() and one.isEnabled() and one.text().endswith("▽"):
                    one.click()
                    rest(0.1)
                    menu = QApplication.activePopupWidget()
                    if isinstance(menu, QMenu):
                        words |= {act.text() for act in menu.actions()}
                        menu.close()
        page.panes.show_list()


def shown(top: QWidget) -> set[str]:
    words = {b.text() for b in top.findChildren(QAbstractButton) if b.isVisible()}
    for bar in top.findChildren(QTabBar):
        words |= {bar.tabText(n) for n in range(bar.count())}
    tools = {b.text() for b in top.findChildren(QToolButton) if b.isVisible()}
    return plain(words | tools)


def plain(words: Iterable[str]) -> set[str]:
    """Without the mark of a menu."""
    return {re.sub(r"\s*▽$", "", w.replace("&&", "&")) for w in words}


def test_each_button_named_in_the_help_is_on_its_page(tour: Tour) -> None:
    tour.shell.resize(1366, 768)
    missing = []
    for name, entry in tour.shell.entries.items():
        asked = set(re.findall("「(.+?)」", helps()[entry.help]))
        missing += [f"{name}: {word}" for word in sorted(not_in_the_window(tour, name, asked))]
    assert missing == []


RECORDS = ("members", "cadres", "five_ones", "surveys", "six_haves")
"""The pages of records."""


@pytest.mark.full
@pytest.mark.parametrize("name", RECORDS)
def test_every_act_of_a_record_fits_the_screen(tour: Tour, name: str) -> None:
    wrong: dict[str, list[str]] = {}

    def look(where: str, up: QWidget) -> None:
        crash = up.findChild(QPlainTextEdit, "crash_text")
        assert crash is None, (where, crash.toPlainText())
        room = up.screen().availableGeometry().size()
        if cut := cut_off(up):
            wrong[where] = cut
        elif up is not tour.shell and up.height() > room.height():
            wrong[where] = [f"{up.size()} > {room}"]

    done = sweep(tour, name, look)
    assert len(done) > 8
    assert wrong == {}
