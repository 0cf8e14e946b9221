"""Numbers of persons do not stay on the clipboard: another program, or the next one at the desk,
would have them.

Whatever part of the window copies, the clipboard is looked at, not the copying.
"""

from __future__ import annotations

import re

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QGuiApplication

_UNTOLD = ("offscreen", "minimal")
"""Platforms of Qt that cannot tell whose content it is; there it is taken for ours."""
CLEAR_AFTER = 30_000
"""Milliseconds."""
_SECRET = re.compile(
    r"(?<![0-9A-Za-z])(?:"
    r"1[3-9][0-9]{9}"  # mobile phone
    r"|[0-9]{15,19}|[0-9]{17}[Xx]"  # citizen's number, bank card
    r"|[A-Za-z]{1,2}[0-9]{7,9}"  # passport, 通行证
    r"|(?:[0-9A-Z]{4}-){7,}[0-9A-Z]{4}"  # recovery key
    r")(?![0-9A-Za-z])"
)


class ClipboardGuard(QObject):
    """Clears what this program put on the clipboard: at the lock whatever it is; after half a
    minute and at the exit if a number is in it. What another program put there is left alone."""

    def __init__(self, parent: QObject, *, clear_after: int = CLEAR_AFTER) -> None:
        super().__init__(parent)
        self._board = QGuiApplication.clipboard()
        self._held = ""
        self._timer = QTimer(self, singleShot=True, interval=clear_after)
        self._timer.timeout.connect(self.clear)
        self._board.dataChanged.connect(self._changed)

    def _ours(self) -> bool:
        return self._board.ownsClipboard() or QGuiApplication.platformName() in _UNTOLD

    def _changed(self) -> None:
        self._timer.stop()
        text = self._board.text() if self._ours() else ""
        self._held = text if _SECRET.search(text) else ""
        if self._held:
            self._timer.start()

    def lock(self) -> None:
        """Nothing of this program stays."""
        if self._ours():
            self._board.clear()

    def clear(self) -> None:
        """A number goes, if it is still there."""
        held, self._held = self._held, ""
        self._timer.stop()
        if held and self._board.text() == held:
            self._board.clear()
