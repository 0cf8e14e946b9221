"""The views of a page: a row of chips, and the view whose chip is pressed."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QStackedWidget, QWidget

from app.desk.widgets import button, row


class Views(QWidget):
    """The chips; what they bring up lies in ``stack``, which the page puts where it wants.

    Signals:
        chosen: key of a view whose chip was pressed.
    """

    chosen = Signal(str)

    def __init__(self, name: str, titles: Sequence[tuple[str, str]]) -> None:
        """``titles``: (key, word) of every view, in the order in which they are added."""
        super().__init__()
        line = row(self, space=8)
        self.stack = QStackedWidget()
        self._chips: dict[str, QPushButton] = {}
        for key, words in titles:
            made = button(f"{name}_{key}", words, partial(self.chosen.emit, key), "chip")
            made.setCheckable(True)
            self._chips[key] = made
            line.addWidget(made)

    def __contains__(self, key: str) -> bool:
        return key in self._chips

    def add(self, *views: QWidget) -> None:
        """Put the views in; the first comes up."""
        for view in views:
            self.stack.addWidget(view)
        self.bring(next(iter(self._chips)))

    def bring(self, key: str) -> None:
        """Press the chip of a view and show it."""
        for name, chip in self._chips.items():
            chip.setChecked(name == key)
        self.stack.setCurrentIndex(list(self._chips).index(key))

    def front(self) -> str:
        """Key of the view that is up."""
        return list(self._chips)[self.stack.currentIndex()]
