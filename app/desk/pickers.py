"""Choosing by typing: names, pinyin or codes, from a query or from a list in memory."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit

from app.base.lists import Choice, Picker
from app.base.text import squeeze
from app.desk.operations import Operations
from app.desk.search import Popup
from app.desk.widgets import named, restyle

LIMIT = 40


class ChoicePicker:
    """A picker over choices in memory (code lists): by title, key, or search words."""

    def __init__(self, title: str, choices: Sequence[Choice]) -> None:
        self.title = title
        self._choices = tuple(choices)
        self._words = [squeeze(f"{c.title} {c.key} {c.note} {c.search}") for c in choices]
        self._titles = {c.key: c.title for c in choices}

    def search(self, _connection: Any, text: str, limit: int) -> Sequence[Choice]:
        """Choices that hold the text; those that begin with it first."""
        wanted = squeeze(text)
        found = [c for c, w in zip(self._choices, self._words, strict=True) if wanted in w]
        if wanted:
            found.sort(key=lambda c: not squeeze(c.title).startswith(wanted))
        return found[:limit]

    def titles(self, _connection: Any, keys: Sequence[str]) -> dict[str, str]:
        """Titles of keys."""
        return {key: self._titles[key] for key in keys if key in self._titles}


class PickerEdit(QLineEdit):
    """A field that takes one of many: type, choose with the arrows, Enter.

    Signals:
        picked: the key chosen, or None when it was emptied.
    """

    picked = Signal(object)

    def __init__(
        self, name: str, spoken: str, picker: Picker, ops: Operations | None = None
    ) -> None:
        super().__init__()
        named(self, name, spoken)
        self.setPlaceholderText("输入名称、拼音或代码")
        self.setClearButtonEnabled(True)
        self.picker, self._ops = picker, ops
        self._key: str | None = None
        self._title = ""
        self._found: Sequence[Choice] = ()
        self._popup = Popup(name, f"{spoken}的选项", self)
        self._popup.picked.connect(self._pick)
        self._timer = QTimer(self, singleShot=True, interval=120)
        self._timer.timeout.connect(self._ask)
        self.textEdited.connect(self._edited)

    def key(self) -> str | None:
        """What is chosen. ``ValueError`` if something was typed and nothing chosen."""
        text = self.text().strip()
        if not text:
            return None
        if self._key is None or text != self._title:
            raise ValueError("请从列出的选项中选一个。")
        return self._key

    def title(self) -> str:
        """The title of what is chosen."""
        return self._title

    def set_key(self, key: str | None, title: str | None = None) -> None:
        """Show a choice; its title is looked up if it is not given."""
        self._key, self._title = key, title or ""
        self.setText(title or "")
        if key is None or title is not None:
            return
        picker = self.picker
        self._query(lambda connection: picker.titles(connection, [key]), self._title_of(key))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        open_ = self._popup.isVisible()
        if key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            if open_:
                self._popup.step(1 if key == Qt.Key.Key_Down else -1)
            else:
                self._ask()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and open_ and self._found:
            self._pick(self._popup.rows.currentRow())
        elif key == Qt.Key.Key_Escape and open_:
            self._popup.hide()
        else:
            super().keyPressEvent(event)

    def is_choosing(self) -> bool:
        """Whether the options are open, so that Enter belongs to them."""
        return self._popup.isVisible()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._popup.hide()
        if len(self._found) == 1 and self._key is None and self.text().strip():
            self._pick(0)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        restyle(self, wrong=False)
        if self._key is not None:
            self.selectAll()

    def _edited(self, text: str) -> None:
        had = self._key
        self._key = None
        if not text.strip():
            self._popup.hide()
            self._timer.stop()
            if had is not None:
                self.picked.emit(None)
            return
        self._timer.start()

    def _ask(self) -> None:
        text = self.text().strip() if self._key is None else ""
        picker = self.picker
        self._query(lambda connection: picker.search(connection, text, LIMIT), self._show)

    def _query(self, query: Callable[[Any], Any], done: Callable[[Any], object]) -> None:
        """Choices in memory at once, the workspace's from a reader, others in a worker thread."""
        ops = self._ops
        if ops is None or isinstance(self.picker, ChoicePicker):
            done(query(None))
        elif ops.workspace is None or getattr(self.picker, "in_thread", False):
            ops.think(lambda: query(None), owner=self, done=done, slot="picker")
        else:
            ops.ask(query, owner=self, done=done, slot="picker")

    def _title_of(self, key: str) -> Callable[[Any], object]:
        return partial(self._titled, key)

    def _show(self, found: Sequence[Choice]) -> None:
        self._found = found
        if not self.hasFocus():
            return
        said = "" if found else "没有这样的选项。"
        if len(found) >= LIMIT:
            said = f"只列出前 {LIMIT} 个，请多输入几个字。"
        self._popup.fill([(c.title, c.note) for c in found], said, self.text())
        self._popup.below(self, 300)

    def _pick(self, place: int) -> None:
        if not 0 <= place < len(self._found):
            return
        choice = self._found[place]
        self._popup.hide()
        self._key, self._title = choice.key, choice.title
        self.setText(choice.title)
        self.setCursorPosition(0)
        self.picked.emit(choice.key)

    def _titled(self, key: str, titles: Any) -> None:
        if key == self._key:
            self._title = titles.get(key, key)
            self.setText(self._title)
            self.setCursorPosition(0)
