"""Everything with the keys alone: the order of a list, the help over a dialog, the menus."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QFileDialog,
    QMenu,
    QPlainTextEdit,
    QPushButton,
    QWidget,
)

from app.desk.dialogs import SHORTCUTS, ask_reason
from app.desk.help import HelpDialog
from app.desk.preview import Preview
from tests.desk.heartbeat import rest, until
from tests.desk.small import calm, name_of, press, windows
from tests.desk.tour import Tour

Key, Modifier = Qt.Key, Qt.KeyboardModifier


def menu() -> QMenu:
    """The menu that is up."""
    at = QApplication.activePopupWidget()
    assert isinstance(at, QMenu)
    return at


def words(of: QMenu) -> list[str]:
    return [act.text() for act in of.actions() if not act.isSeparator()]


def column_of(page: Any, key: str) -> list[str]:
    listed = page.list()
    place = [c.key for c in listed.model.columns].index(key)
    until(lambda: listed.model.row(0) is not None, 30)
    return [listed.model.text(n, place) for n in range(min(50, listed.count()))]


def choose(title: str) -> None:
    """Go down a menu to an entry and take it."""
    up = menu()
    for _ in range(40):
        if up.activeAction() is not None and up.activeAction().text() == title:
            press(Key.Key_Return)
            return
        press(Key.Key_Down)
    raise AssertionError(f"{title} not in {words(up)}")


def test_a_list_is_put_in_order_with_the_keys(tour: Tour) -> None:
    shell = tour.shell
    page = shell.open("members")
    calm(tour)
    listed = page.list()
    before = list(listed.model.ids())
    press(Key.Key_Down)
    kept = listed.current()
    press(Key.Key_Down, Modifier.AltModifier)
    assert name_of(menu()) == "list_members_order_menu"
    assert words(menu())[-3:] == ["升序", "降序", "默认顺序"]
    assert [act.text() for act in menu().actions() if act.isChecked()] == ["默认顺序"]
    choose("入会日期")
    calm(tour)
    days = [d for d in column_of(page, "joined_on") if d != "—"]
    assert days == sorted(days)
    assert len(set(days)) > 5
    assert list(listed.model.ids()) != before
    assert listed.current() == kept  # the cursor stays on its record, in sight
    at = listed.table.visualRect(listed.table.currentIndex())
    assert listed.table.viewport().rect().contains(at.center())
    assert name_of(QApplication.focusWidget()) == "list_members"

    press(Key.Key_Down, Modifier.AltModifier)
    assert {a.text() for a in menu().actions() if a.isChecked()} == {"入会日期", "升序"}
    choose("降序")
    calm(tour)
    days = [d for d in column_of(page, "joined_on") if d != "—"]
    assert days == sorted(days, reverse=True)

    listed.bar._open_columns()
    assert "排序：按入会日期降序…\tAlt+↓" in words(menu())
    choose("排序：按入会日期降序…\tAlt+↓")
    rest(0.1)
    choose("默认顺序")
    calm(tour)
    assert list(listed.model.ids()) == before
    assert any(keys == "Alt+↓" for keys, _said in SHORTCUTS)


def test_the_head_of_a_column_has_a_menu(tour: Tour) -> None:
    shell = tour.shell
    page = shell.open("members")
    calm(tour)
    listed = page.list()
    keys = [c.key for c in listed.model.columns]
    head = listed.table.horizontalHeader()
    place = keys.index("joined_on")
    head.customContextMenuRequested.emit(QPoint(head.sectionViewportPosition(place) + 4, 4))
    assert words(menu()) == ["升序", "降序", "默认顺序", "隐藏「入会日期」列", "恢复默认列"]
    choose("降序")
    calm(tour)
    assert listed.view().sort == (("joined_on", True),)
    head.customContextMenuRequested.emit(QPoint(head.sectionViewportPosition(place) + 4, 4))
    choose("隐藏「入会日期」列")
    assert "joined_on" not in [c.key for c in listed.columns_shown()]


def test_f1_over_a_dialog_shows_the_help_of_the_page_and_keeps_what_was_typed(tour: Tour) -> None:
    shell = tour.shell
    shell.open("surveys")
    calm(tour)
    made = ask_reason(shell, "why", "登记计票", "为什么？", lambda _reason: None)
    until(made.isActiveWindow, 10)
    box = made.findChild(QPlainTextEdit, "why_reason")
    QTest.keyClicks(box, "sheng")
    press(Key.Key_F1)
    shown = next(w for w in windows(shell) if isinstance(w, HelpDialog))
    until(shown.isActiveWindow, 10)
    assert "民主评议" in shown.shown.toPlainText()
    assert shown.shown.textCursor().selectedText() == "登记计票"  # what the page says of it
    assert name_of(QApplication.focusWidget()) == "help_pages"
    press(Key.Key_F1)
    assert sum(isinstance(w, HelpDialog) for w in windows(shell)) == 1
    press(Key.Key_Escape)
    rest(0.1)
    assert windows(shell) == [made]
    made.activateWindow()
    until(made.isActiveWindow, 10)
    assert made.isVisible()
    assert box.toPlainText() == "sheng"
    assert QApplication.focusWidget() is box
    press(Key.Key_F1)
    made.close()
    rest(0.1)
    assert [w for w in windows(shell) if isinstance(w, QDialog)] == []


def test_in_a_narrow_window_more_holds_all_and_no_other_more(tour: Tour) -> None:
    shell = tour.shell
    inner = 0
    for name in shell.entries:
        page = shell.open(name)
        calm(tour)
        for part in [p.key for p in getattr(page, "parts_of", ())] or [""]:
            if part:
                page.bring(part)
            opener = shell.topbar.findChild(QWidget, "page_more")
            if opener is None:
                continue
            opener.click()
            told = words(menu())
            menu().close()
            rest(0.05)
            assert not any("▽" in each for each in told), (name, part, told)
            for act in page.page_actions():
                if act.menu is not None:
                    inner += 1
                    assert [title for _key, title, _run in act.menu()] == told[-len(act.menu()) :]
                elif not act.main:
                    assert act.title in told
    assert inner > 5


def test_an_entry_of_the_flat_menu_does_its_work(tour: Tour) -> None:
    shell = tour.shell
    page = shell.open("organisations")
    calm(tour)
    shell.topbar.findChild(QWidget, "page_more").click()
    choose("批量填人数…")
    calm(tour)
    assert page.findChild(QWidget, "organisations_back") is not None


FILES = (
    ("backup", "", ("backup_to_file", "backup_place", "backup_restore_file")),
    ("returns", "rules", ("rules_pack",)),
)


def test_choosing_a_file_leaves_the_window_alive_and_gives_the_keyboard_back(tour: Tour) -> None:
    """A dialog that is executed would stop here, and the lock could not hide it."""
    shell = tour.shell
    for name, view, buttons in FILES:
        page = shell.open(name)
        calm(tour)
        if view:
            page.show_view(view)
            calm(tour)
        for each in buttons:
            opener = page.findChild(QPushButton, each)
            opener.setFocus()
            press(Key.Key_Space)
            rest(0.2)
            (made,) = windows(shell)
            assert isinstance(made, QFileDialog), each
            shell.lock()
            assert not made.isVisible()
            shell.unlock()
            made.close()
            rest(0.1)
            shell.activateWindow()
            until(shell.isActiveWindow, 10)
            assert QApplication.focusWidget() is opener, each


def test_after_an_act_the_keyboard_is_back_at_the_row(tour: Tour) -> None:
    """The paper, the workbook, the lock and a question that was refused: the row that somebody was
    at is chosen and in sight, and has the keyboard."""
    shell = tour.shell
    page = shell.open("members")
    calm(tour)
    listed = page.list()
    for _ in range(30):
        press(Key.Key_Down)
    calm(tour)
    kept = listed.current()
    assert listed.table.currentIndex().row() >= 29

    def back_at_the_row(after: str) -> None:
        calm(tour)
        assert name_of(QApplication.focusWidget()) == "list_members", after
        assert (listed.current(), list(listed.selected())) == (kept, [kept]), after
        at = listed.table.visualRect(listed.table.currentIndex())
        assert listed.table.viewport().rect().contains(at.center()), after

    press(Key.Key_P, Modifier.ControlModifier)
    until(lambda: any(isinstance(w, Preview) for w in windows(shell)), 60)
    (made,) = windows(shell)
    made.activateWindow()
    until(made.isActiveWindow, 10)
    QTest.keyClick(made, Key.Key_Escape)
    back_at_the_row("preview")

    page.exporter.ask(listed)
    rest(0.2)
    press(Key.Key_Escape)
    back_at_the_row("export refused")
    page.exporter.ask(listed)
    page.exporter.dialog._done()
    rest(0.2)
    page.exporter.files.reject()
    back_at_the_row("file refused")
    page.exporter.write(listed, tour.workspace.folder.parent / "名单.xlsx")
    back_at_the_row("export")
    shell.lock()
    rest(0.1)
    shell.unlock()
    back_at_the_row("lock")
    press(Key.Key_F1)
    rest(0.1)
    press(Key.Key_Escape)
    back_at_the_row("help")
