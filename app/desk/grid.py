"""A grid for keying in many numbers, days and codes quickly: down with Enter, a block pasted from
WPS."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QTableView,
)

from app.desk import theme
from app.desk.grid_model import GridColumn, GridModel, GridRow
from app.desk.widgets import column, label, named, row

__all__ = ["Grid", "GridColumn", "GridModel", "GridRow"]
NAME_WIDTH = 150
HELP = "Enter 到下一行，Delete 清空；可从 WPS 表格整块粘贴。"


class _Grid(QTableView):
    pasted = Signal()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        head = self.horizontalHeader()
        if head.isSectionHidden(0):
            return
        self.setColumnHidden(1, event.size().width() < theme.px(560))
        others = sum(head.sectionSize(n) for n in range(1, head.count()))
        wide = max(theme.px(NAME_WIDTH), event.size().width() - others)
        if wide != head.sectionSize(0):
            head.resizeSection(0, wide)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Paste):
            self.pasted.emit()
            return
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            model = self.model()
            for index in self.selectedIndexes():
                model.setData(index, "")
            return
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            # of a cell being written the editor tells, when it is closed: a step each would skip
            if self.state() != QAbstractItemView.State.EditingState:
                self._down()
            return
        super().keyPressEvent(event)

    def closeEditor(self, editor: Any, hint: Any) -> None:
        super().closeEditor(editor, hint)
        if hint == QAbstractItemDelegate.EndEditHint.SubmitModelCache:
            self._down()

    def _down(self) -> None:
        now = self.currentIndex()
        below = self.model().index(now.row() + 1, now.column())
        if below.isValid():
            self.setCurrentIndex(below)


class Grid(QFrame):
    """The grid with its line of help and messages.

    Attributes:
        help: what the line says while nothing is keyed in.

    Args:
        side: width in pixels at 100 % of the names at the side, where they stay when the columns
            are many; 0: they stand in the first column.

    Signals:
        edited: what was keyed in has changed; ``changes`` has it.
    """

    edited = Signal()

    def __init__(
        self, name: str, title: str, columns: Sequence[GridColumn], *, side: int = 0
    ) -> None:
        super().__init__()
        self.help = HELP
        self.setProperty("card", "true")
        lines = column(self, space=0, margins=(1, 1, 1, 1))
        bar = QFrame()
        bar.setProperty("bar", "inner")
        line = row(bar, space=8, margins=(12, 8, 12, 8))
        line.addWidget(label(title, "strong"))
        self.said = label(HELP, "small", wrap=True)
        line.addWidget(self.said, 1)
        lines.addWidget(bar)
        self.model = GridModel(columns, self)
        self.table = _Grid()
        named(self.table, name, title)
        self.table.setModel(self.model)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
        self.table.setEditTriggers(
            QAbstractItemView.EditTrigger.AnyKeyPressed
            | QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.EditKeyPressed
        )
        left, head = self.table.verticalHeader(), self.table.horizontalHeader()
        left.setDefaultSectionSize(theme.px(32))
        left.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        head.setHighlightSections(False)
        left.setHighlightSections(False)
        if side:
            self.model.named = True
            left.setFixedWidth(theme.px(side))
            left.setTextElideMode(Qt.TextElideMode.ElideRight)
            self.table.setColumnHidden(0, True)
            self.table.setColumnHidden(1, True)
        self._widen()
        lines.addWidget(self.table, 1)
        self.model.edited.connect(self._tell)
        self.model.refused.connect(self._refused)
        self.table.pasted.connect(self._paste)

    def _widen(self) -> None:
        """The widths of the columns; heads of two lines need their room."""
        columns = self.model.columns
        double = any("\n" in which.title for which in columns)
        self.table.horizontalHeader().setFixedHeight(theme.px(52 if double else 34))
        self.table.setColumnWidth(1, theme.px(130))
        for place, which in enumerate(columns):
            self.table.setColumnWidth(place + 2, theme.px(which.width))

    def load(
        self,
        rows: Sequence[GridRow],
        changes: Mapping[str, Mapping[str, Any]] | None = None,
        columns: Sequence[GridColumn] | None = None,
    ) -> None:
        """Show these lines; see ``GridModel.load``."""
        self.model.load(rows, changes, columns)
        if columns is not None:
            self._widen()
            hidden = self.model.named
            self.table.setColumnHidden(0, hidden)
            if hidden:
                self.table.setColumnHidden(1, True)
        first = next((n for n, c in enumerate(self.model.columns) if c.editable), None)
        if rows and first is not None:
            self.table.setCurrentIndex(self.model.index(0, first + 2))

    def changes(self) -> dict[str, dict[str, Any]]:
        """Record id to the values keyed in."""
        return self.model.changes()

    def is_dirty(self) -> bool:
        """Whether anything was keyed in."""
        return bool(self.model.changes())

    def _paste(self) -> None:
        now = self.table.currentIndex()
        text = QGuiApplication.clipboard().text()
        if now.isValid() and text:
            taken, refused = self.model.paste(now.row(), now.column(), text)
            if refused:
                self.said.setText(f"贴入 {taken} 格，{refused} 格没有读懂，没有改动。")

    def _refused(self, text: str) -> None:
        self.said.setText(text)

    def _tell(self) -> None:
        count = sum(len(values) for values in self.model.changes().values())
        self.said.setText(f"已改 {count} 格，还没有保存。" if count else self.help)
        self.edited.emit()
