"""What takes a whole page for a while, in place of its lists and detail: an editor, say."""

from __future__ import annotations

from typing import ClassVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.desk.roomy import Stack


class Whole(QWidget):
    """One such screen; it goes when it is left.

    Attributes:
        keeps: it stays as it was left, and can be shown again.

    Signals:
        left: back to the lists.
    """

    keeps: ClassVar[bool] = False
    left = Signal()

    def look(self) -> None:
        """Another unit or day is looked at, or the page came up again."""

    def changed(self, kinds: dict[str, set[str]]) -> None:
        """An act was done; kinds and ids it touched."""

    def save(self) -> None:
        """Ctrl+S."""

    def back(self) -> None:
        """Esc: asks where something would be lost, and leaves."""
        self.left.emit()

    def put_aside(self) -> None:
        """Another record is wanted: keep what was typed, this screen goes."""

    def is_dirty(self) -> bool:
        """Whether something is not saved."""
        return False


class WholeStack(Stack):
    """The lists of a page, and above them the screen that takes the page."""

    def __init__(self, lists: QWidget) -> None:
        super().__init__()
        self._lists = lists
        self.addWidget(lists)

    def up(self) -> Whole | None:
        """The screen that has the page, None while the lists are shown."""
        found = self.currentWidget()
        return found if isinstance(found, Whole) else None

    def show_whole(self, made: Whole) -> None:
        """Give a screen the page."""
        self.show_lists()
        if not self.holds(made):
            self.addWidget(made)
        self.setCurrentWidget(made)

    def holds(self, made: Whole) -> bool:
        """Whether the screen was shown before, and is kept."""
        return self.indexOf(made) >= 0

    def show_lists(self) -> None:
        """The lists again; a screen that is not kept is forgotten."""
        made = self.up()
        self.setCurrentWidget(self._lists)
        if made is not None and not made.keeps:
            self.removeWidget(made)
            made.deleteLater()
