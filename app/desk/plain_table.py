"""A small table of rows that are all there: figures, the records behind one, backups, users."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtWidgets import QHeaderView, QSizePolicy, QStackedWidget, QWidget

from app.base.lists import Column, Status
from app.desk import theme
from app.desk.empty import Empty
from app.desk.list_table import Table
from app.desk.table import VALUE_ROLE, cell_text
from app.desk.widgets import column, safe_tip

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
GIVES = 200
"""Width at 100 % from which a column gives way where there is no room for all."""
NARROWEST = 0.4
"""The share of its width that such a column keeps."""


class PlainModel(QAbstractTableModel):
    """Rows as mappings, columns as data."""

    def __init__(self, columns: Sequence[Column], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self.entries: list[Mapping[str, Any]] = []

    def fill(self, entries: Sequence[Mapping[str, Any]]) -> None:
        """Show these rows."""
        self.beginResetModel()
        self.entries = list(entries)
        self.endResetModel()

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.entries)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        shown = self.columns[index.column()]
        value = self.entries[index.row()].get(shown.key)
        if role == Qt.ItemDataRole.DisplayRole:
            return "" if isinstance(value, Status) else cell_text(shown, value)
        if role == Qt.ItemDataRole.ToolTipRole:
            return safe_tip(cell_text(shown, value))
        if role == VALUE_ROLE and isinstance(value, Status):
            return value
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if shown.right else Qt.AlignmentFlag.AlignLeft
            return int(side | Qt.AlignmentFlag.AlignVCenter)
        return None

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal:
            return None
        shown = self.columns[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return shown.title
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if shown.right else Qt.AlignmentFlag.AlignLeft
            return int(side | Qt.AlignmentFlag.AlignVCenter)
        return None


class PlainTable(QWidget):
    """The table with its empty state.

    Signals:
        opened: the row (a mapping) that was double-clicked or entered.
        chosen: the row under the cursor, or None.
    """

    opened = Signal(object)
    chosen = Signal(object)

    def __init__(
        self, name: str, spoken: str, columns: Sequence[Column], *, purpose: str = ""
    ) -> None:
        super().__init__()
        lines = column(self, space=0)
        self.model = PlainModel(columns, self)
        self.table = Table(name, spoken)
        self.table.setProperty("card", "true")
        self.table.setModel(self.model)
        self.table.setSortingEnabled(False)
        head = self.table.horizontalHeader()
        head.setSectionResizeMode(len(tuple(columns)) - 1, QHeaderView.ResizeMode.Stretch)
        self._room = 0
        self._chosen: dict[int, int] = {}
        self._sharing = False
        head.sectionResized.connect(self._resized)
        self.table.viewport().installEventFilter(self)
        self.table.opened.connect(lambda at: self.opened.emit(self.model.entries[at]))
        self.table.selectionModel().currentChanged.connect(
            lambda now, _old: self.chosen.emit(self._at(now))
        )
        self.stack = QStackedWidget()
        self._empty = Empty(name, "还没有内容", purpose or spoken)
        self.stack.addWidget(self.table)
        self.stack.addWidget(self._empty)
        self.stack.setCurrentIndex(1)
        lines.addWidget(self.stack)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self.table.viewport().width() != self._room:
            self._room = self.table.viewport().width()
            self._share(self._room)
        return super().eventFilter(watched, event)

    def _resized(self, place: int, _before: int, width: int) -> None:
        if not self._sharing and place < len(self.model.columns) - 1:
            self._chosen[place] = width

    def _share(self, room: int) -> None:
        """The widths declared, or chosen by the person; where they do not fit, the wide columns
        whose width nobody has chosen give way together."""
        wanted = [
            self._chosen.get(place, theme.px(shown.width))
            for place, shown in enumerate(self.model.columns)
        ]
        give = [
            place
            for place, width in enumerate(wanted)
            if width >= theme.px(GIVES) and place not in self._chosen
        ]
        excess, giving = sum(wanted) - room, sum(wanted[place] for place in give)
        if excess > 0 and giving:
            share = max(NARROWEST, 1 - excess / giving)
            wanted = [round(w * share) if n in give else w for n, w in enumerate(wanted)]
        self._sharing = True
        for place, width in enumerate(wanted[:-1]):  # the last one takes the rest
            self.table.setColumnWidth(place, width)
        self._sharing = False

    def _at(self, index: Index) -> Mapping[str, Any] | None:
        return self.model.entries[index.row()] if index.isValid() else None

    def give_way(self, least: int) -> None:
        """In a small dialog: be as low as ``least`` (at 100 %) before anything else is cut off."""
        for page in (self.table, self._empty):
            page.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        self.setMinimumHeight(theme.px(least))

    def current(self) -> Mapping[str, Any] | None:
        """The row under the cursor."""
        return self._at(self.table.currentIndex())

    def explain(self, title: str, purpose: str) -> None:
        """What is said in place of no rows."""
        self._empty.say(title, purpose)

    def show_entries(self, entries: Sequence[Mapping[str, Any]]) -> None:
        """Show these rows."""
        self.model.fill(entries)
        self.stack.setCurrentIndex(0 if entries else 1)
