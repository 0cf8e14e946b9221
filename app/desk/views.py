"""The views of a page: a row of chips, and the view whose chip is pressed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from app.desk.roomy import Stack
from app.desk.widgets import button, row


class Views(QWidget):
    """The chips; what they bring up lies in ``stack``, which the page puts where it wants. A view
    is made when it first comes up: a page that made all of them at once would stop the window.

    Signals:
        chosen: key of a view whose chip was pressed.
    """

    chosen = Signal(str)

    def __init__(self, name: str, titles: Sequence[tuple[str, str]]) -> None:
        """``titles``: (key, word) of every view, in the order in which they are given."""
        super().__init__()
        line = row(self, space=8)
        self.stack = Stack()
        self._chips: dict[str, QPushButton] = {}
        self._makers: dict[str, Callable[[], QWidget]] = {}
        self._front = ""
        for key, words in titles:
            made = button(f"{name}_{key}", words, partial(self.chosen.emit, key), "chip")
            made.setCheckable(True)
            self._chips[key] = made
            line.addWidget(made)

    def __contains__(self, key: str) -> bool:
        return key in self._chips

    def give(self, *makers: Callable[[], QWidget]) -> None:
        """How each view is made, or where it is found; the first comes up."""
        self._makers = dict(zip(self._chips, makers, strict=True))
        self.bring(next(iter(self._chips)))

    def bring(self, key: str) -> None:
        """Press the chip of a view and show it."""
        for name, chip in self._chips.items():
            chip.setChecked(name == key)
        self._front = key
        view = self._makers[key]()
        if self.stack.indexOf(view) < 0:
            self.stack.addWidget(view)
        self.stack.setCurrentWidget(view)

    def name(self, key: str, words: str) -> None:
        """What a chip says, where it tells how many there are."""
        self._chips[key].setText(words)
        self._chips[key].setAccessibleName(words)

    def front(self) -> str:
        """Key of the view that is up."""
        return self._front
