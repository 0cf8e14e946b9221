"""The window: pages, search, day and unit, lock, narrow and wide, everything named."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)

from app.base.home import Target
from app.base.lists import Tone
from app.desk.dialogs import ask
from app.desk.operations import Notice
from app.desk.page import Desk
from app.desk.settings import ListStates, Settings
from app.desk.shell import Shell

from . import samples
from .conftest import TODAY


@pytest.fixture
def shell(qtbot, qapp, bench, ops, tmp_path):
    desk = Desk(bench, ops, Settings(tmp_path / "s.json"), today=lambda: TODAY, states=ListStates())
    made = Shell(
        desk, samples.entries(), check_password=lambda p: p == "对的口令",
        report=lambda _error: Path("report.txt"), find=samples.find,
        unit_popup=samples.unit_popup, title="王庆坨镇",
    )  # fmt: skip
    qtbot.addWidget(made)
    made.resize(1366, 768)
    made.show()
    made.open("home")
    page = made.open("organisations")
    qtbot.waitUntil(lambda: page.list.count() == 120 and page.list.model.row(0) is not None)
    yield made
    made.setProperty("may_close", True)
    made.close()


def test_only_built_areas_are_on_the_rail_and_pages_are_made_when_opened(shell):
    assert list(shell.rail.buttons) == ["home", "organisations", "forms", "wizard"]
    assert shell.page("forms") is None
    shell.open("forms")
    assert shell.page("forms") is not None
    assert shell.rail.buttons["forms"].isChecked()
    shell.back()
    assert shell.current() == "organisations"


def test_a_target_of_a_kind_finds_its_page(qtbot, shell):
    shell.open("home")
    shell.go(Target("", "employer", f"{7:032x}"))
    assert shell.current() == "organisations"
    qtbot.waitUntil(lambda: shell.page().list.current() == f"{7:032x}")


def test_search_shows_hits_and_enter_opens_one(qtbot, shell):
    shell.activateWindow()
    box = shell.topbar.search
    box.setFocus()
    qtbot.waitUntil(box.hasFocus)
    qtbot.keyClicks(box, "x")
    box.clear()
    box.setText("恒泰")
    box._ask()
    qtbot.waitUntil(box._popup.isVisible)
    assert len(box._hits) == 12
    with qtbot.waitSignal(box.found) as got:
        qtbot.keyClick(box, Qt.Key.Key_Return)
    assert got.args[0].title.startswith("天津恒泰")


def test_enter_opens_nothing_that_was_found_for_other_words(qtbot, shell):
    shell.activateWindow()
    box = shell.topbar.search
    box.setFocus()
    qtbot.waitUntil(box.hasFocus)
    box.setText("恒泰")
    box._ask()
    qtbot.waitUntil(box._popup.isVisible)
    opened = []
    box.found.connect(opened.append)
    box.setText("恒泰工会没有")  # typed on, and Enter before the answer has come
    qtbot.keyClick(box, Qt.Key.Key_Return)
    assert opened == []
    qtbot.waitUntil(lambda: box._popup.rows.count() == 0)


def test_a_past_day_is_marked_and_for_reading(qtbot, shell):
    from datetime import date

    shell.desk.look_at_day(date(2025, 12, 31))
    assert shell.topbar.day.text() == "查看 2025-12-31（只读）▽"
    assert shell.desk.is_past
    shell.desk.look_at_day(None)
    assert not shell.desk.is_past
    assert shell.topbar.day.text().startswith("今天 2026-11-22")


def test_a_number_on_the_clipboard_does_not_outlive_the_window(qtbot, shell):
    QGuiApplication.clipboard().setText("会员\t13900001111")
    shell.close()
    assert QGuiApplication.clipboard().text() == ""


def test_locking_hides_content_dialogs_titles_and_clipboard_at_once(qtbot, shell):
    dialog = ask(shell, "q", "天津恒泰车料有限公司怎么办？", "", [("a", "好", lambda: None)])
    QGuiApplication.clipboard().setText("天津恒泰")
    page = shell.page()
    page.list.reveal(page.list.model.id_at(0), "phone")
    with qtbot.waitSignal(shell.locked):
        shell.lock()
    assert shell.is_locked()
    assert not dialog.isVisible()
    assert not page.isVisible()
    assert not shell.rail.isVisible()
    assert QGuiApplication.clipboard().text() == ""
    assert "恒泰" not in shell.windowTitle()
    for window in QApplication.topLevelWidgets():
        if window.isVisible():
            texts = [w.text() for w in window.findChildren(QLabel) if w.isVisible()]
            assert not any("恒泰" in text or "王庆坨" in text for text in texts)
    shell.open("forms")
    assert shell.is_locked()
    shell.cover._password.setText("错的")
    shell.cover._try()
    qtbot.waitUntil(shell.cover._message.isVisible)
    assert shell.is_locked()
    shell.cover._password.setText("对的口令")
    with qtbot.waitSignal(shell.unlocked):
        shell.cover._try()
    assert dialog.isVisible()
    phone = [c.key for c in page.list.model.columns].index("phone")
    assert "*" in page.list.model.text(0, phone)
    dialog.close()


def test_idle_locks_while_work_goes_on(qtbot, shell, ops):
    gate, done = threading.Event(), []
    ops.run("导入", lambda _p: gate.wait(10), owner=shell, done=done.append)
    shell.idle._touched -= 5 * 60
    with qtbot.waitSignal(shell.locked, timeout=3000):
        pass
    assert ops.running()
    gate.set()
    qtbot.waitUntil(lambda: done == [True])
    assert shell.is_locked()


def test_a_touch_puts_the_lock_off(qtbot, shell):
    shell.idle._touched -= 200
    assert shell.idle.seconds_left() <= 100
    qtbot.mouseClick(shell.windowHandle(), Qt.MouseButton.LeftButton)
    shell.idle.watch(shell.windowHandle())
    qtbot.keyClick(shell.windowHandle(), Qt.Key.Key_Shift)
    assert shell.idle.seconds_left() > 290


def test_narrow_windows_show_one_pane_with_a_way_back(qtbot, shell):
    page = shell.page()
    assert not page.panes.is_narrow()
    assert page.detail.isVisible()
    shell.resize(940, 600)
    qtbot.waitUntil(page.panes.is_narrow)
    assert not page.detail.isVisible()
    assert not page.tree.isVisible()
    page.panes.show_detail()
    assert page.detail.isVisible()
    assert not page.list.isVisible()
    shell.back()
    assert page.list.isVisible()
    assert shell.rail.width() < 80


def test_good_news_goes_by_itself_and_warnings_stay(qtbot, shell):
    shell.notify(Notice("已保存。", tone=Tone.GOOD))
    assert shell.banner._timer.isActive()
    shell.notify(Notice("磁盘快满了。", "请清理。", Tone.BAD))
    assert not shell.banner._timer.isActive()
    assert shell.banner.isVisible()


def test_unsaved_content_is_asked_about_before_leaving(qtbot, shell):
    page = shell.open("forms")
    page.form.put("workers", 99)
    shell.close()
    assert shell.isVisible()
    dialog = next(w for w in QApplication.topLevelWidgets() if w.objectName() == "leave")
    dialog.close()


def test_a_bug_shows_the_report_without_values(qtbot, shell, ops):
    def bug(_progress):
        raise KeyError("天津恒泰")

    ops.run("活", bug, owner=shell)
    qtbot.waitUntil(lambda: any(w.objectName() == "crash" for w in QApplication.topLevelWidgets()))
    dialog = next(w for w in QApplication.topLevelWidgets() if w.objectName() == "crash")
    text = dialog.findChild(QPlainTextEdit, "crash_text").toPlainText()
    assert "KeyError" in text
    assert "恒泰" not in text
    dialog.close()


INTERACTIVE = (QAbstractButton, QLineEdit, QPlainTextEdit, QComboBox, QAbstractItemView)


def foreign(widget: QWidget) -> bool:
    """Qt's own inner parts: the clear button of a line edit, scroll buttons of a tab bar ..."""
    if widget.objectName().startswith("qt_"):
        return True
    parent = widget.parentWidget()
    kind = type(widget).__name__
    inner = kind in ("QLineEditIconButton", "QTableCornerButton", "QComboBoxListView")
    if inner or (isinstance(widget, QAbstractButton) and isinstance(parent, QLineEdit)):
        return True
    while parent is not None:
        if isinstance(parent, QComboBox):
            return True
        if type(parent).__name__ in ("QTabBar", "QCalendarWidget", "QComboBoxPrivateContainer"):
            return True
        if type(parent).__name__ in ("Table", "_Grid") and isinstance(widget, QAbstractButton):
            return True
        parent = parent.parentWidget()
    return False


def test_everything_interactive_is_named_and_every_label_is_plain(qtbot, shell):
    for name in shell.entries:
        shell.open(name)
    page = shell.page("organisations")
    for tab in ("facts", "findings", "history"):
        page.detail.show_tab(tab)
    nameless = [
        f"{type(w).__name__} in {type(w.parentWidget()).__name__} {w.objectName()!r}"
        for w in shell.findChildren(QWidget)
        if isinstance(w, INTERACTIVE)
        and not foreign(w)
        and not (w.objectName() and w.accessibleName())
    ]
    assert nameless == []
    rich = [
        w.text() for w in shell.findChildren(QLabel) if w.textFormat() != Qt.TextFormat.PlainText
    ]
    assert rich == []


def test_markup_in_data_is_shown_as_text(qtbot, shell):
    from app.desk.widgets import Elided, button, label, safe_tip

    evil = "<img src='file:///etc/passwd'><b>甲</b>"
    assert label(evil).textFormat() == Qt.TextFormat.PlainText
    assert Elided(evil).textFormat() == Qt.TextFormat.PlainText
    assert "<img" not in safe_tip(evil)
    assert "&lt;img" in safe_tip(evil)
    made = button("b", "甲&乙")
    assert made.text() == "甲&&乙"
    shell.notify(Notice(evil, evil, Tone.BAD))
    for words in shell.banner.findChildren(QLabel):
        assert words.textFormat() == Qt.TextFormat.PlainText


def test_every_tooltip_is_escaped(shell):
    for name in shell.entries:
        shell.open(name)
    for widget in shell.findChildren(QWidget):
        text = widget.toolTip()
        assert not text or text.startswith("<p style") or "<" not in text


@pytest.mark.parametrize(("scheme", "scale"), [("dark", 100), ("light", 150), ("light", 200)])
def test_nothing_is_cut_off_at_other_looks(qtbot, qapp, bench, tmp_path, scheme, scale):
    from app.desk import theme
    from app.desk.operations import Operations

    theme.apply(qapp, scheme, scale)
    try:
        ops = Operations(bench)
        desk = Desk(bench, ops, Settings(tmp_path / "s.json"), today=lambda: TODAY)
        made = Shell(
            desk, samples.entries(), check_password=lambda _p: True,
            report=lambda _e: Path("r"), find=samples.find, title="王庆坨镇",
        )  # fmt: skip
        qtbot.addWidget(made)
        made.resize(1920, 1080)
        made.show()
        for name in made.entries:
            page = made.open(name)
            qtbot.wait(30)
            for button in page.findChildren(QAbstractButton):
                if button.isVisible() and button.text() and not foreign(button):
                    wide = button.fontMetrics().horizontalAdvance(button.text().replace("&&", "&"))
                    assert button.width() >= wide, f"{name}: {button.text()}"
            made.resize(1366, 768)
            qtbot.wait(30)
            assert made.width() <= 1366, name
            made.resize(1920, 1080)
        made.setProperty("may_close", True)
        made.close()
        ops.close()
    finally:
        theme.apply(qapp)
