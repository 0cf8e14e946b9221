"""A pane of several views, each of which can be made in a turn of its own."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from app.desk.views import Views
from app.desk.widgets import column, row


def scrolling(name: str) -> tuple[QScrollArea, QVBoxLayout]:
    """A view that scrolls where there is no room, and the lines in it."""
    area = QScrollArea()
    area.setObjectName(name)
    area.setWidgetResizable(True)
    inner = QWidget()
    inner.setProperty("scrolls", True)
    lines = column(inner, space=8, margins=(2, 2, 12, 2))
    area.setWidget(inner)
    return area, lines


class Tabbed(QWidget):
    """The chips above, the view whose chip is pressed below.

    Signals:
        edited: something was typed or chosen by a person.
    """

    edited = Signal()

    def __init__(self, name: str, titles: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self._loading = False
        self._count, self._made = len(titles), list[QWidget]()
        self.views = Views(name, titles)
        self.views.chosen.connect(self.views.bring)
        lines = column(self, space=8)
        top = row()
        top.addWidget(self.views)
        top.addStretch(1)
        lines.addLayout(top)
        lines.addWidget(self.views.stack, 1)

    def add(self, view: QWidget) -> None:
        """The next view; with the last one the first comes up. It belongs to the stack at once: a
        widget without a parent is deleted by whatever thread collects it."""
        self._made.append(view)
        self.views.stack.addWidget(view)
        if len(self._made) == self._count:
            self.views.give(*(lambda view=view: view for view in self._made))

    def touched(self, *_args: object) -> None:
        """Something was edited; while the pane is being filled nothing is told."""
        if not self._loading:
            self.edited.emit()
