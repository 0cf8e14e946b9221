"""Steps one a turn of the event loop.

Widgets can only be made on the Qt thread, and a screen full of them costs it 0.1 s. Made a few at a
time, with the event loop between, they never stop the window for longer than one step takes.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable

from PySide6.QtCore import QObject, QTimer


class Turns(QObject):
    """Does what it was given, in order, one step a turn; a child of ``parent``, gone with it."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._steps: deque[Callable[[], object]] = deque()
        self._timer = QTimer(self, singleShot=True, interval=0)
        self._timer.timeout.connect(self.next)

    def add(self, *steps: Callable[[], object]) -> None:
        """Do these after what is still to be done."""
        self._steps.extend(steps)
        if self._steps:
            self._timer.start()

    def begin(self, steps: Iterable[Callable[[], object]]) -> None:
        """Do these in place of what is still to be done."""
        self._steps.clear()
        self.add(*steps)

    def finish(self) -> None:
        """Do the rest now: what follows needs it."""
        while self._steps:
            self._steps.popleft()()

    def next(self) -> None:
        """Do one step; the rest follows by itself."""
        if self._steps:
            self._steps.popleft()()
        if self._steps:
            self._timer.start()
