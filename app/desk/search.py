"""The search box above: one search over everything, results in a popup below it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QEvent, QObject, QPoint, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QListWidget, QListWidgetItem, QWidget

from app.base.home import Hit
from app.desk import theme
from app.desk.delegates import QUERY_ROLE, TwoLineDelegate
from app.desk.operations import Operations
from app.desk.widgets import button, column, label, named

Finder = Callable[[Any, str, int], tuple[Sequence[Hit], str]]
"""(connection, text, limit) to the hits and a sentence for an empty or cut-off answer."""

LIMIT = 40


class Popup(QFrame):
    """Rows under a line edit; the keyboard stays in the edit."""

    picked = Signal(int)

    def __init__(self, name: str, spoken: str, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.ToolTip | Qt.WindowType.FramelessWindowHint)
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setObjectName(f"{name}_popup")
        self.setProperty("popup", "true")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        lines = column(self, space=0, margins=(4, 4, 4, 4))
        self.rows = QListWidget()
        named(self.rows, f"{name}_results", spoken)
        self.rows.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.rows.setItemDelegate(TwoLineDelegate(self.rows))
        self.rows.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.rows.setMouseTracking(True)
        self.rows.itemClicked.connect(lambda item: self.picked.emit(self.rows.row(item)))
        lines.addWidget(self.rows)
        self.said = label("", "small", wrap=True, name=f"{name}_said")
        self.said.setContentsMargins(*(theme.px(n) for n in (8, 6, 8, 6)))
        lines.addWidget(self.said)

    def fill(self, rows: Sequence[tuple[str, str]], said: str = "", query: str = "") -> None:
        """Show rows of (title, note), and a sentence below; what the query found is marked."""
        self.rows.clear()
        for title, note in rows:
            item = QListWidgetItem(title)
            item.setData(Qt.ItemDataRole.UserRole, note)
            item.setData(QUERY_ROLE, query)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{title} {note}")
            self.rows.addItem(item)
        self.said.setText(said)
        self.said.setVisible(bool(said))
        self.rows.setVisible(bool(rows))
        if rows:
            self.rows.setCurrentRow(0)

    def below(self, edit: QWidget, wide: int = 0) -> None:
        """Show under an edit."""
        height = sum(self.rows.sizeHintForRow(n) for n in range(min(self.rows.count(), 9)))
        self.rows.setFixedHeight(height + 4)
        width = max(edit.width(), theme.px(wide))
        self.setFixedWidth(width)
        self.adjustSize()
        self.move(edit.mapToGlobal(QPoint(0, edit.height() + theme.px(4))))
        self.show()

    def step(self, by: int) -> None:
        """Move the choice with the arrow keys."""
        if self.rows.count():
            place = (self.rows.currentRow() + by) % self.rows.count()
            self.rows.setCurrentRow(place)

    def sizeHint(self) -> QSize:
        return QSize(self.width(), super().sizeHint().height())


class SearchBox(QLineEdit):
    """The box with Ctrl+F.

    Signals:
        found: the ``Hit`` chosen.
    """

    found = Signal(object)

    def __init__(self, ops: Operations, find: Finder | None) -> None:
        super().__init__()
        named(self, "search", "搜索")
        self.setPlaceholderText("搜索单位、会员、拼音、代码、电话　Ctrl+F")
        self.setClearButtonEnabled(True)
        self._ops, self._find = ops, find
        self._hits: Sequence[Hit] = ()
        self._shown_for = ""
        self._popup = Popup("search", "搜索结果", self)
        self._popup.picked.connect(self._pick)
        self._timer = QTimer(self, singleShot=True, interval=120)
        self._timer.timeout.connect(self._ask)
        self.textEdited.connect(lambda _text: self._timer.start())
        self.textChanged.connect(lambda text: None if text else self._popup.hide())

    def put_away(self) -> None:
        """Empty the box, as at lock."""
        self.clear()
        self._hits = ()
        self._popup.fill(())
        self._popup.hide()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in (Qt.Key.Key_Down, Qt.Key.Key_Up) and self._popup.isVisible():
            self._popup.step(1 if key == Qt.Key.Key_Down else -1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self._popup.isVisible() and self._hits and self._shown_for == self.text().strip():
                self._pick(self._popup.rows.currentRow())
            else:
                self._ask()
        elif key == Qt.Key.Key_Escape and (self.text() or self._popup.isVisible()):
            self.put_away()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QEvent) -> None:
        super().focusOutEvent(event)  # type: ignore[arg-type]
        self._popup.hide()

    def _ask(self) -> None:
        find, text = self._find, self.text().strip()
        if not text or find is None:
            self._popup.hide()
            return
        self._ops.ask(
            lambda connection: find(connection, text, LIMIT),
            owner=self,
            done=lambda answer: self._show(answer, text),
            slot="search",
        )

    def _show(self, answer: tuple[Sequence[Hit], str], text: str) -> None:
        """``text``: what was looked for; Enter opens none of its hits once other words stand."""
        self._hits, said = answer
        self._shown_for = text
        if not self.hasFocus() or not self.text().strip():
            return
        if not self._hits and not said:
            said = "没有找到。可以输入名称中的任意几个字、拼音首字母、代码或电话的一段。"
        rows = [(f"{hit.title}　{hit.found}".strip(), hit.where) for hit in self._hits]
        self._popup.fill(rows, said, self.text())
        self._popup.below(self, 420)

    def _pick(self, place: int) -> None:
        if 0 <= place < len(self._hits):
            hit = self._hits[place]
            self._popup.hide()
            self.found.emit(hit)


class PopupWatch(QObject):
    """Hides a popup when its window moves or loses the keyboard."""

    def __init__(self, popup: Popup, window: QWidget) -> None:
        super().__init__(popup)
        self._popup = popup
        window.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Move, QEvent.Type.WindowDeactivate, QEvent.Type.Hide):
            self._popup.hide()
        return False


__all__ = ["Finder", "Popup", "PopupWatch", "SearchBox", "button"]
