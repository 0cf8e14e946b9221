"""The real window on an old notebook, as tests use it: what does not fit, what is open, keys."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QApplication,
    QComboBox,
    QDialog,
    QLabel,
    QLineEdit,
    QMenu,
    QScrollArea,
    QWidget,
)

from app import start
from app.areas import AREAS
from app.areas.organisations.demo import demo_surroundings
from app.base.area import gather
from app.desk.preview import Preview
from app.desk.shell import Shell
from app.store.workspace import Workspace
from tests.desk.heartbeat import rest, until
from tests.desk.tour import Tour, touring
from tests.workspaces import CHEAP

TODAY = date(2026, 11, 22)
PASSWORD = "口令 abc"
WIDE, HIGH = 911, 512
"""Points of 1366 × 768 at 150 %."""
PLAIN = Qt.KeyboardModifier.NoModifier
CONTROLS = (QAbstractButton, QComboBox, QLineEdit)


def make_office(folder: Path) -> None:
    """The sample office with what every area brings."""
    with Workspace.create(
        folder,
        user="经办人",
        password=PASSWORD,
        cost=CHEAP,
        wiring=start.wiring(),
        surroundings=demo_surroundings(1, TODAY),
    ) as workspace:
        for fill in gather(AREAS, "demo"):
            fill(workspace, size="small", seed=1, today=TODAY)


@contextmanager
def small_window(qapp: QApplication, folder: Path, settings: Path) -> Iterator[Tour]:
    """The window of that office at this size."""
    workspace = Workspace.open(
        folder,
        user="经办人",
        password=PASSWORD,
        wiring=start.wiring(),
        surroundings=demo_surroundings(2, TODAY),
    )
    with touring(qapp, workspace, settings) as made:
        made.shell.resize(WIDE, HIGH)
        made.shell.activateWindow()
        until(made.shell.isActiveWindow, 10)
        yield made


def calm(tour: Tour) -> None:
    """Nothing is being read any more, and the cursor of a list has rested."""
    rest(0.3)
    until(lambda: not tour.ops.busy(), 60)
    rest(0.1)
    if not windows(tour.shell):  # without a window manager nobody else makes it active again
        tour.shell.activateWindow()
        until(tour.shell.isActiveWindow, 10)


def scrolls(widget: QWidget, top: QWidget) -> bool:
    """Whether it lies in something that scrolls."""
    above = widget.parentWidget()
    while above is not None and above is not top:
        if isinstance(above, QScrollArea):
            return True
        above = above.parentWidget()
    return False


def cut_off(top: QWidget) -> list[str]:
    """What is squeezed below its own height, or lies outside with nothing that scrolls there."""
    found = []
    for one in top.findChildren(QWidget):
        inner = isinstance(one.parentWidget(), QLineEdit)  # the pictures inside a line edit
        if not one.isVisible() or inner or isinstance(one, QAbstractScrollArea):
            continue
        if isinstance(one, (*CONTROLS, QLabel)):
            need = one.minimumSizeHint().height()
            if isinstance(one, QLabel) and one.wordWrap():
                need = one.heightForWidth(one.width())
            if need > one.height() + 1:
                found.append(f"{one.objectName()} {one.height()} < {need}")
        if isinstance(one, CONTROLS) and not scrolls(one, top):
            seen = QRect(one.mapTo(top, QPoint(0, 0)), one.size())
            if not top.rect().adjusted(-1, -1, 1, 1).contains(seen):
                found.append(f"{one.objectName()} {seen}")
    return found


def over_each_other(shell: Shell) -> list[str]:
    """Neighbours on the rail that overlap."""
    boxes = [(n, b.geometry()) for n, b in shell.rail.buttons.items()]
    boxes.append(("settings", shell.rail._settings.geometry()))
    return [
        f"{a} {b}" for (a, one), (b, two) in pairwise(boxes)
        if one.intersects(two)
    ]  # fmt: skip


def windows(shell: Shell) -> list[QWidget]:
    """What is open beside the window."""
    kinds = (QDialog, QMenu, Preview)
    return [
        w for w in QApplication.topLevelWidgets()
        if w.isVisible() and w is not shell and isinstance(w, kinds)
    ]  # fmt: skip


def shut(shell: Shell, page: Any) -> None:
    for one in windows(shell):
        one.close()
    if getattr(page, "editor", None) is not None and page.editor.is_open():
        page.editor._left()
    rest(0.1)


def parts_of(page: Any) -> list[str]:
    return [part.key for part in getattr(page, "parts_of", ())]


def press(
    key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
) -> QWidget | None:
    """A key to what has the keyboard; what has it then."""
    at = QApplication.activePopupWidget() or QApplication.focusWidget()
    assert at is not None, "nothing has the keyboard"
    QTest.keyClick(at, key, modifier)
    rest(0.05)
    return QApplication.focusWidget()


def name_of(widget: QWidget | None) -> str:
    return widget.objectName() if widget is not None else ""
