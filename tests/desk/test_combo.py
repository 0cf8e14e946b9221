"""Rolling through a form changes nothing in it."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QComboBox, QWidget

import app.desk  # noqa: F401  before PySide6
from app.desk.widgets import Combo, named

APP = Path(__file__).parents[2] / "app"


def taken(at: QWidget) -> bool:
    """Whether a widget keeps a notch of the wheel, instead of leaving it to what lies below."""
    middle = QPointF(at.rect().center())
    event = QWheelEvent(
        middle,
        QPointF(at.mapToGlobal(middle.toPoint())),
        QPoint(0, 0),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    event.accept()
    at.event(event)
    return event.isAccepted()


@pytest.mark.parametrize("in_focus", [False, True])
def test_the_wheel_moves_the_page_and_not_the_choice(qtbot, in_focus):
    box = Combo()
    named(box, "box", "级别")
    box.addItems(["甲", "乙", "丙"])
    qtbot.addWidget(box)
    box.show()
    if in_focus:
        box.setFocus()
    assert not taken(box)
    assert box.currentText() == "甲"
    box.setFocus()
    qtbot.keyClick(box, Qt.Key.Key_Down)
    assert box.currentText() == "乙"


def test_no_other_box_is_used():
    found = [
        f"{path.relative_to(APP)}:{node.lineno}"
        for path in APP.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == QComboBox.__name__
    ]
    assert found == []
