"""The model of every list: it holds ids and fetches pages of rows in the background.

A million rows scroll like a thousand: a row that is not there yet is shown as … and asked for,
the pages looked at last first; what was scrolled past is not fetched.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    QTimer,
    Signal,
)

from app.base.lists import Column, ListSource, Role, Status, View, mask, written
from app.desk.operations import Operations
from app.desk.widgets import safe_tip

PAGE = 64
KEPT_PAGES = 64
IN_FLIGHT = 1
"""Pages read at a time. Two compute no faster, for they share the interpreter lock, and the window
would wait for both whenever it draws a cell."""

ID_ROLE = Qt.ItemDataRole.UserRole + 1
VALUE_ROLE = Qt.ItemDataRole.UserRole + 2
COLUMN_ROLE = Qt.ItemDataRole.UserRole + 3

Index = QModelIndex | QPersistentModelIndex


def cell_text(column: Column, value: Any, *, revealed: bool = False) -> str:
    """A cell as shown, copied and printed: sensitive ones masked."""
    text = written(value, column.role)
    if column.sensitive and not revealed and text != "—":
        return mask(text)
    return text


class RecordModel(QAbstractTableModel):
    """Rows of one ``ListSource``.

    Signals:
        loaded: the number of records, when the ids of a view have arrived.
        failed: the ids could not be read; what was shown stays.
    """

    loaded = Signal(int)
    failed = Signal()

    def __init__(self, source: ListSource, ops: Operations, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.source = source
        self.columns: tuple[Column, ...] = tuple(source.columns)
        self._ops = ops
        self._view: View | None = None
        self._ids: Sequence[str] = ()
        self._pages: OrderedDict[int, list[Mapping[str, Any]]] = OrderedDict()
        self._wanted: OrderedDict[int, None] = OrderedDict()
        self._flying: set[int] = set()
        self._generation = 0
        self._revealed: set[tuple[str, str]] = set()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(5)
        self._timer.timeout.connect(self._fetch)

    def look(self, view: View) -> None:
        """Show another view: other unit, day, filters or order."""
        self._view = view
        source = self.source
        self._ops.ask(
            lambda connection: source.ids(connection, view),
            owner=self,
            done=self._set_ids,
            failed=self._not_read,
            slot="ids",
        )

    def refresh(self) -> None:
        """Read the same view again, after a change."""
        if self._view is not None:
            self.look(self._view)

    def id_at(self, row: int) -> str:
        """The id of a row; empty outside the list."""
        return self._ids[row] if 0 <= row < len(self._ids) else ""

    def row_of(self, record: str) -> int:
        """The row of an id, -1 if it is not in the list."""
        try:
            return self._ids.index(record)
        except ValueError:
            return -1

    def ids(self) -> Sequence[str]:
        """All ids in order."""
        return self._ids

    def row(self, row: int) -> Mapping[str, Any] | None:
        """The values of a row, None while they are on their way."""
        page = self._pages.get(row // PAGE)
        if page is None:
            self._want(row // PAGE)
            return None
        place = row % PAGE
        return page[place] if place < len(page) else None

    def reveal(self, record: str, key: str) -> None:
        """Show one sensitive cell in full until ``conceal``; the caller has logged it."""
        self._revealed.add((record, key))
        self._touch_all()

    def conceal(self) -> None:
        """Mask everything again."""
        if self._revealed:
            self._revealed.clear()
            self._touch_all()

    def text(self, row: int, column: int) -> str:
        """A cell as shown."""
        values = self.row(row)
        if values is None:
            return "…"
        which = self.columns[column]
        shown = (self.id_at(row), which.key) in self._revealed
        return cell_text(which, values.get(which.key), revealed=shown)

    # Qt's own names from here on

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._ids)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self._ids):
            return None
        column = self.columns[index.column()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self.text(index.row(), index.column())
        if role == Qt.ItemDataRole.ToolTipRole:
            text = self.text(index.row(), index.column())
            return safe_tip(text) if len(text) > 8 else None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if column.right else Qt.AlignmentFlag.AlignLeft
            return int(side | Qt.AlignmentFlag.AlignVCenter)
        if role == ID_ROLE:
            return self._ids[index.row()]
        if role == COLUMN_ROLE:
            return column
        if role == VALUE_ROLE:
            values = self.row(index.row())
            value = None if values is None else values.get(column.key)
            return value if isinstance(value, Status) or column.role is Role.STATUS else None
        return None

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
            return None
        column = self.columns[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return column.title
        if role == Qt.ItemDataRole.ToolTipRole:
            return safe_tip(column.help or column.title)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if column.right else Qt.AlignmentFlag.AlignLeft
            return int(side | Qt.AlignmentFlag.AlignVCenter)
        return None

    # arrivals

    def _set_ids(self, ids: Sequence[str]) -> None:
        self._generation += 1
        self._flying.clear()
        self._wanted.clear()
        if ids == self._ids and self._ids:
            held = list(self._pages)
            self._pages.clear()
            for page in held[-4:]:
                self._want(page)
            self._touch_all()
        else:
            self.beginResetModel()
            self._pages.clear()
            self._ids = ids
            self._revealed.clear()
            self.endResetModel()
        self.loaded.emit(len(ids))

    def _not_read(self, _error: BaseException) -> bool:
        self.failed.emit()
        return False

    def _want(self, page: int) -> None:
        if page in self._flying:
            return
        self._wanted[page] = None
        self._wanted.move_to_end(page)
        while len(self._wanted) > 4:
            self._wanted.popitem(last=False)
        if not self._timer.isActive():
            self._timer.start()

    def _fetch(self) -> None:
        while self._wanted and len(self._flying) < IN_FLIGHT:
            page, _ = self._wanted.popitem(last=True)
            ids = list(self._ids[page * PAGE : (page + 1) * PAGE])
            if ids and self._view is not None:
                self._fetch_page(page, ids, self._view, self._generation)

    def _fetch_page(self, page: int, ids: list[str], view: View, generation: int) -> None:
        source = self.source
        self._flying.add(page)

        def failed(_error: BaseException) -> bool:
            self._flying.discard(page)
            return False

        self._ops.ask(
            lambda connection: source.rows(connection, ids, view),
            owner=self,
            done=lambda rows: self._set_page(generation, page, rows),
            failed=failed,
        )

    def _set_page(self, generation: int, page: int, rows: Sequence[Mapping[str, Any]]) -> None:
        if generation != self._generation:
            return
        self._flying.discard(page)
        self._pages[page] = list(rows)
        self._pages.move_to_end(page)
        while len(self._pages) > KEPT_PAGES:
            self._pages.popitem(last=False)
        first = page * PAGE
        last = min(first + PAGE, len(self._ids)) - 1
        if last >= first:
            self.dataChanged.emit(self.index(first, 0), self.index(last, len(self.columns) - 1))
        if self._wanted:
            self._timer.start()

    def _touch_all(self) -> None:
        if self._ids:
            self.dataChanged.emit(
                self.index(0, 0), self.index(len(self._ids) - 1, len(self.columns) - 1)
            )
