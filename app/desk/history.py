"""What was done: the history of one record, and the list from which acts are taken back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QStackedWidget,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeView,
    QWidget,
)

from app.base.lists import Column, Role, Status, Tone
from app.desk import theme
from app.desk.dialogs import Dialog, ask
from app.desk.empty import Empty
from app.desk.operations import Operations
from app.desk.plain_table import PlainTable
from app.desk.widgets import Chip, button, column, label, named, row, safe_tip
from app.store.undo import names_of

Index = QModelIndex | QPersistentModelIndex
ENTRY_ROLE = Qt.ItemDataRole.UserRole + 1


@dataclass(frozen=True, slots=True)
class Alteration:
    """One field an act changed; empty strings for what was not there."""

    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One act in the log.

    Attributes:
        number: of the entry.
        moment: when, in local time.
        user: who.
        title: what, as in the menu.
        note: how many records, or the batch's file.
        changes: fields of the record looked at; empty in the list of all acts.
        undoable: whether it can be taken back now.
        why_not: the sentence where it cannot.
        undone: whether it has been taken back already.
    """

    number: int
    moment: datetime
    user: str
    title: str
    note: str = ""
    changes: tuple[Alteration, ...] = ()
    undoable: bool = False
    why_not: str = ""
    undone: bool = False


class _EntryDelegate(QStyledItemDelegate):
    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(theme.px(100), theme.px(36 if index.data(ENTRY_ROLE) else 26))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        c, box = theme.colours(), option.rect
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(box, QColor(c.chosen))
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(box, QColor(c.hover))
        flags = int(Qt.TextFlag.TextSingleLine) | int(Qt.AlignmentFlag.AlignVCenter)
        left, right = int(Qt.AlignmentFlag.AlignLeft), int(Qt.AlignmentFlag.AlignRight)
        inner = box.adjusted(theme.px(6), 0, -theme.px(8), 0)
        entry = index.data(ENTRY_ROLE)
        painter.setFont(theme.font(13))
        if not isinstance(entry, Entry):
            painter.setPen(QColor(c.muted))
            text = painter.fontMetrics().elidedText(
                str(index.data()), Qt.TextElideMode.ElideRight, inner.width()
            )
            painter.drawText(inner, flags | left, text)
            return
        who = f"{entry.user}　{entry.moment:%Y-%m-%d %H:%M}"
        painter.setPen(QColor(c.muted))
        painter.drawText(inner, flags | right, who)
        room = inner.width() - painter.fontMetrics().horizontalAdvance(who) - theme.px(12)
        painter.setFont(theme.font(14))
        painter.setPen(QColor(c.faint if entry.undone else c.ink))
        words = entry.title + ("（已撤销）" if entry.undone else "")
        words += f"　{entry.note}" if entry.note else ""
        shown = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, room)
        painter.drawText(inner, flags | left, shown)


class HistoryList(QFrame):
    """Acts, newest first, each with the fields it changed.

    Signals:
        undo_wanted: number of the entry somebody wants to take back (asked and confirmed).
    """

    undo_wanted = Signal(int)

    def __init__(self, name: str, purpose: str = "", *, card: bool = True) -> None:
        super().__init__()
        self.name = name
        if card:
            self.setProperty("card", "true")
        lines = column(self, space=0, margins=(1, 1, 1, 1))
        bar = QFrame()
        bar.setProperty("bar", "inner")
        line = row(bar, space=8, margins=(10, 6, 10, 6))
        self._said = label("", "small", wrap=True, name=f"{name}_said")
        line.addWidget(self._said, 1)
        self.undo = button(f"{name}_undo", "撤销这一项…", self._ask, "chip")
        self.undo.setEnabled(False)
        line.addWidget(self.undo)
        lines.addWidget(bar)
        self.model = QStandardItemModel(self)
        self.tree = QTreeView()
        named(self.tree, name, "操作记录")
        self.tree.setModel(self.model)
        self.tree.setHeaderHidden(True)
        self.tree.setItemDelegate(_EntryDelegate(self.tree))
        self.tree.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.tree.setMouseTracking(True)
        self.tree.setIndentation(theme.px(16))
        self.tree.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.tree.selectionModel().currentChanged.connect(lambda *_: self._adapt())
        self._stack = QStackedWidget()
        self._stack.addWidget(self.tree)
        self._stack.addWidget(
            Empty(name, "还没有操作", purpose or "改动以后，这里会记下谁在什么时候改了什么。")
        )
        lines.addWidget(self._stack, 1)
        self.show_entries(())

    def show_entries(self, entries: Sequence[Entry]) -> None:
        """Show these acts."""
        self.model.clear()
        for entry in entries:
            head = QStandardItem(f"{entry.title} {entry.user} {entry.moment:%Y-%m-%d %H:%M}")
            head.setData(entry, ENTRY_ROLE)
            head.setToolTip(safe_tip(f"第 {entry.number} 号　{entry.title}\n{entry.note}".strip()))
            for change in entry.changes:
                text = f"{change.field}：{change.before or '（空）'} → {change.after or '（空）'}"
                line = QStandardItem(text)
                line.setToolTip(safe_tip(text))
                head.appendRow(line)
            self.model.appendRow(head)
        if len(entries) <= 12:
            self.tree.expandAll()
        self._stack.setCurrentIndex(0 if entries else 1)
        self._adapt()

    def current(self) -> Entry | None:
        """The act under the cursor."""
        index = self.tree.currentIndex()
        found = index.data(ENTRY_ROLE) or index.parent().data(ENTRY_ROLE)
        return found if isinstance(found, Entry) else None

    def _adapt(self) -> None:
        entry = self.current()
        self.undo.setEnabled(entry is not None and entry.undoable and not entry.undone)
        said = ""
        if entry is not None:
            said = "已经撤销过了。" if entry.undone else entry.why_not
        self._said.setText(said or "较早的操作和整批导入也可以从这里撤销。")

    def _ask(self) -> None:
        entry = self.current()
        if entry is not None:
            ask(
                self.window(),
                f"{self.name}_undo_question",
                f"撤销「{entry.title}」？",
                "后来又改动过的记录会保持不变，并列出原因。撤销本身也会记入操作记录，可以重做。",
                [("undo", "撤销", lambda: self.undo_wanted.emit(entry.number))],
                main="undo",
            )


_VERDICTS = {
    "reversed": Status("已还原", Tone.GOOD),
    "kept": Status("保持不变", Tone.WARN),
    "impossible": Status("无法还原", Tone.BAD),
}
SHOWN_ROWS = 200


_JUDGED = (
    Column("name", "记录", 220),
    Column("state", "结果", 110, Role.STATUS),
    Column("reason", "原因", 260),
)


def show_verdict(parent: QWidget, verdict: Any, ops: Operations) -> None:
    """What became of the records of an undo, those that stayed as they are by name."""
    left = verdict.left()[:SHOWN_ROWS]

    def show(names: Mapping[str, str]) -> None:
        made = Dialog(parent, "verdict", f"已{verdict.title}", 800 if left else 520)
        for key, status in _VERDICTS.items():
            count = verdict.count(key)
            if not count:
                continue
            line = row(space=8)
            line.addWidget(Chip(status))
            line.addWidget(label(f"{count:,} 条", "strong"))
            line.addStretch(1)
            made.body.addLayout(line)
        if left:
            made.body.addWidget(_judged(left, names))
        made.add_button("close", "知道了", made.accept, "main")
        made.open()

    ops.ask(lambda conn: names_of(conn, left), owner=parent, done=show)


def _judged(left: Sequence[Any], names: Mapping[str, str]) -> PlainTable:
    table = PlainTable("verdict_rows", "没有还原的记录", _JUDGED)
    table.show_entries(
        [
            {
                "name": names.get(one.row, ""),
                "state": _VERDICTS[one.verdict],
                "reason": one.reason,
            }
            for one in left
        ]
    )
    table.setMinimumHeight(theme.px(35 * (min(len(left), 8) + 1) + 8))
    return table
