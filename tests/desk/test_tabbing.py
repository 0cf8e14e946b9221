"""Tab leads through every page as it is read: nothing is left out, nothing traps, and where the
keyboard is can be seen."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QHeaderView,
    QLineEdit,
    QTabBar,
    QWidget,
)
from shiboken6 import isValid

from tests.desk.heartbeat import until
from tests.desk.small import HIGH, WIDE, calm, parts_of, press
from tests.desk.tour import Tour

Key, Modifier = Qt.Key, Qt.KeyboardModifier
USED = (QAbstractButton, QComboBox, QLineEdit, QTabBar, QAbstractItemView)
MOST = 200


def usable(shell: Any) -> list[QWidget]:
    """What can be used with the mouse, but for what belongs to another widget or is one of several
    that exclude one another: arrows lead to those."""
    return [
        one
        for one in shell.findChildren(QWidget)
        if isinstance(one, USED)
        and one.isVisible()
        and one.isEnabled()
        and one.window() is shell
        and one.focusProxy() is None
        and not isinstance(one, QHeaderView)
        and not isinstance(one.parentWidget(), (QLineEdit, QComboBox, QTabBar, QAbstractItemView))
        and not (isinstance(one, QAbstractButton) and one.autoExclusive() and not one.isChecked())
    ]


def look_at(shell: Any, one: QWidget) -> QImage:
    """A widget and a little around it."""
    at = QRect(one.mapTo(shell, one.rect().topLeft()), one.size()).adjusted(-2, -2, 2, 2)
    return shell.grab(at).toImage()


def walk(shell: Any) -> tuple[list[QWidget], list[str]]:
    """Every stop of Tab until it comes back, and what was wrong at them."""
    seen: list[QWidget] = []
    wrong: list[str] = []
    at = QApplication.focusWidget()
    while at is not None and at not in seen and len(seen) < MOST:
        seen.append(at)
        if at.visibleRegion().isEmpty():
            wrong.append(f"{at.objectName()} is out of sight")
        with_it = look_at(shell, at)
        QTest.keyClick(at, Key.Key_Tab)
        QApplication.processEvents()  # what has it now comes into sight
        now = QApplication.focusWidget()
        if now is at:
            wrong.append(f"{at.objectName()} traps")
        if isValid(at) and not isinstance(at, QLineEdit) and look_at(shell, at) == with_it:
            wrong.append(f"{at.objectName()} does not show that it has the keyboard")
        at = now
    if at is not seen[0]:
        wrong.append(f"came back to {at.objectName() if at else None}, not {seen[0].objectName()}")
    return seen, wrong


@pytest.mark.parametrize("size", [(1366, 768), pytest.param((WIDE, HIGH), marks=pytest.mark.full)])
def test_tab_reaches_everything_on_every_page(tour: Tour, size: tuple[int, int]) -> None:
    shell = tour.shell
    shell.resize(*size)
    wrong: dict[str, list[str]] = {}
    for name in shell.entries:
        page = shell.open(name)
        calm(tour)
        for part in parts_of(page) or [""]:
            if part:
                page.bring(part)
                calm(tour)
                page.list().select_first()
            page.take_keyboard()
            calm(tour)
            seen, found = walk(shell)
            missed = [one.objectName() for one in usable(shell) if one not in seen]
            if missed:  # a list that was reached has enabled buttons above it
                seen = walk(shell)[0]
                missed = [one.objectName() for one in usable(shell) if one not in seen]
            if found or missed:
                wrong[f"{name} {part}"] = [*found, *(f"{one} is not reached" for one in missed)]
    assert wrong == {}


def test_tab_goes_as_the_window_is_read_and_shift_tab_back(tour: Tour) -> None:
    shell = tour.shell
    shell.resize(1366, 768)
    page = shell.open("members")
    calm(tour)
    page.list().select_first()
    calm(tour)
    shell.rail.buttons["members"].setFocus()
    seen, _wrong = walk(shell)
    names = [one.objectName() for one in seen]
    order = [
        "rail_members", "unit", "day", "search", "page_import", "page_main", "members_members",
        "members_duplicates", "list_members_filter", "list_members_columns", "list_members",
        "detail_member_tabs", "detail_member_edit", "detail_member_more", "foot_help",
    ]  # fmt: skip
    assert [each for each in names if each in order] == order
    back = [seen[0]]
    for _ in seen[1:]:
        back.append(press(Key.Key_Backtab, Modifier.ShiftModifier))
    assert [one.objectName() for one in back] == [names[0], *reversed(names[1:])]


def test_the_lines_of_the_home_page_come_one_after_the_other(tour: Tour) -> None:
    """They are made in turns, and each has its button beside it."""
    shell = tour.shell
    page = shell.open("home")
    calm(tour)
    until(lambda: page.findChild(QWidget, "home_due_1") is not None, 10)
    seen, _wrong = walk(shell)
    tops = [
        (one.mapTo(page, one.rect().topLeft()).y(), one.objectName())
        for one in seen
        if one.objectName().startswith("home_due_")
    ]
    assert len(tops) > 3
    numbers = [int(name.split("_")[2]) for _top, name in tops]
    assert numbers == sorted(numbers)
