"""The windows before a workspace is open, on a low screen and with the keys alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from app import start
from app.base.errors import KnownError
from app.desk.program import Program
from tests.desk.heartbeat import rest, until
from tests.desk.small import TODAY, cut_off, name_of, press

Key = Qt.Key
LOW = 472
"""The height of a window on 911 × 512 points below its title bar."""


@pytest.fixture
def program(qapp: QApplication, tmp_path: Path) -> Iterator[Program]:
    doors = start.doors(TODAY)
    doors.settings.path = tmp_path / "settings.json"
    doors.settings.set("recent", [])
    made = Program(qapp, doors)
    yield made
    for window in (made.first, made.unlock):
        if window is not None:
            window.blockSignals(True)
            window.close()
            window.deleteLater()
    made._ops.close()
    made.deleteLater()


def up(window: Any) -> Any:
    """On the screen at the size an old notebook leaves, and what has the keyboard is in sight."""
    window.resize(min(window.width(), 860), LOW)
    window.activateWindow()
    until(window.isActiveWindow, 10)
    rest(0.2)
    return window


def tab_to(name: str) -> None:
    """Tab until a widget has the keyboard."""
    for _ in range(60):
        if name_of(QApplication.focusWidget()) == name:
            return
        press(Key.Key_Tab)
    raise AssertionError(f"Tab does not lead to {name}")


def make_a_workspace(program: Program, folder: Path, look: Callable[[str, QWidget], None]) -> None:
    """A new workspace from the three choices to the last step, with keys alone."""
    program.show_first_run()
    window = up(program.first)
    look("choices", window)
    tab_to("first_new")
    press(Key.Key_Space)
    rest(0.2)
    look("place", window)
    assert name_of(QApplication.focusWidget()) == "place_search"
    QTest.keyClicks(QApplication.focusWidget(), "wqt")
    search = window.wizard.page("place")
    until(lambda: QApplication.activePopupWidget() is not None or not search.ready(), 10)
    for _ in range(40):
        rest(0.1)
        press(Key.Key_Return)
        if search.ready():
            break
    look("place chosen", window)
    tab_to("new_office_main")
    press(Key.Key_Space)
    rest(0.5)
    assert name_of(QApplication.focusWidget()) == "office_kind"
    office = window.wizard.page("office")
    until(lambda: office.name.text(), 10)
    office.folder.setText(str(folder))
    look("office", window)
    tab_to("new_office_main")
    press(Key.Key_Space)
    rest(0.2)
    assert name_of(QApplication.focusWidget()) == "new_user"
    for typed in ("jing ban", "kou ling 2026 long", "kou ling 2026 long"):
        QTest.keyClicks(QApplication.focusWidget(), typed)
        look("user", window)
        press(Key.Key_Tab)
    tab_to("new_office_main")
    press(Key.Key_Space)
    key = window.wizard.page("key")
    until(lambda: key._workspace is not None, 60)
    rest(0.3)
    look("key", window)
    assert key.isAncestorOf(QApplication.focusWidget())
    tab_to(key.kept.objectName())
    press(Key.Key_Space)
    tab_to("new_office_main")
    press(Key.Key_Space)
    rest(0.2)
    look("next", window)
    assert name_of(QApplication.focusWidget()) == "next_import"


def test_a_workspace_is_made_with_the_keys_on_a_low_screen(
    program: Program, tmp_path: Path
) -> None:
    wrong: dict[str, list[str]] = {}

    def look(where: str, window: QWidget) -> None:
        if cut := cut_off(window):
            wrong[where] = cut
        assert window.height() == LOW, where

    make_a_workspace(program, tmp_path / "新工作库", look)
    assert wrong == {}
    assert program.first is not None
    house = program.first._made
    assert (tmp_path / "新工作库").is_dir()
    house.workspace.close()


def test_unlock_with_everything_it_can_say_fits_or_scrolls(
    program: Program, tmp_path: Path
) -> None:
    folder = tmp_path / "工作库"
    folder.mkdir()
    program.show_unlock(folder)
    window = program.unlock
    assert window is not None
    rest(0.3)
    until(lambda: not program._ops.busy(), 30)
    window._show_user(True)
    window.caps.show()
    window.offer_rescue(
        KnownError("DAMAGED", "这个工作库的数据文件坏了，里面的内容和校验对不上，打不开。" * 2,
                   "请从备份恢复。程序找到的备份列在另一个窗口里，现在的文件都原样留着。" * 2)
    )  # fmt: skip
    rest(0.5)
    dialog = next(w for w in QApplication.topLevelWidgets() if w.objectName() == "rescue")
    assert cut_off(dialog) == []
    dialog.close()
    up(window)
    assert window.height() == LOW
    assert cut_off(window) == []
    tab_to("unlock_new")  # what lies below comes into sight
    at = QApplication.focusWidget()
    assert at is not None
    assert at.visibleRegion().boundingRect().size() == at.size()


def test_restoring_fits_with_its_longest_answer(program: Program) -> None:
    program.show_first_run("restore")
    window: Any = up(program.first)
    pane = window.findChild(QWidget, "restore_main").parentWidget()
    assert name_of(QApplication.focusWidget()) == "restore_file"
    pane._done((Path("/x"), ["恢复出来的工作库里有很多记录，下面一行一行说明恢复了什么。"] * 12))
    rest(0.3)
    assert window.height() == LOW
    assert cut_off(window) == []
    main = window.findChild(QWidget, "restore_main")
    assert main.visibleRegion().boundingRect().size() == main.size()
