"""The table of a list and the care for its columns: choice, order, widths, sort."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent, QItemSelectionModel, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from app.base.lists import Column
from app.desk import list_order, theme
from app.desk.delegates import CellDelegate
from app.desk.widgets import named

NARROWEST = 0.72
"""The share of its width to which the first column shrinks before the list scrolls."""


class Table(QTableView):
    """The table inside a list: whole rows, keyboard, no grid."""

    opened = Signal(int)
    copy_wanted = Signal()
    order_wanted = Signal()

    def __init__(self, name: str, spoken: str) -> None:
        super().__init__()
        named(self, name, spoken)
        self.setItemDelegate(CellDelegate(self))
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        side = self.verticalHeader()
        side.hide()
        side.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        head = self.horizontalHeader()
        named(head, f"{name}_header", f"{spoken}的列标题")
        head.setSectionsMovable(True)
        head.setHighlightSections(False)
        head.setSortIndicatorShown(True)
        head.setSortIndicatorClearable(True)
        head.setSectionsClickable(True)
        head.setMinimumSectionSize(theme.px(40))
        self.measure()
        self.doubleClicked.connect(lambda index: self.opened.emit(index.row()))

    def measure(self) -> None:
        """Row and header heights at the text size in force."""
        self.verticalHeader().setDefaultSectionSize(theme.px(35))
        self.horizontalHeader().setFixedHeight(theme.px(34))
        delegate = self.itemDelegate()
        if isinstance(delegate, CellDelegate):
            delegate.adopt()

    def setSelectionModel(self, selection: QItemSelectionModel) -> None:
        """The head has a selection of its own, always empty: before it paints a column it would ask
        of every selected row whether the whole column is (14 s where a million are selected)."""
        super().setSelectionModel(selection)
        head = self.horizontalHeader()
        earlier = head.selectionModel()
        head.setSelectionModel(QItemSelectionModel(selection.model(), head))
        if earlier is not None and earlier.parent() is head:
            earlier.deleteLater()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The row of the cursor stays in sight where a banner or a bar takes some of the room."""
        now, along = self.currentIndex(), self.horizontalScrollBar()
        at = self.visualRect(now).center().y() if now.isValid() else -1
        super().resizeEvent(event)
        if 0 <= at < event.oldSize().height():
            across = along.value()
            self.scrollTo(now)
            along.setValue(across)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_wanted.emit()
            return
        if event.key() == Qt.Key.Key_Down and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.order_wanted.emit()
            return
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit(self.currentIndex().row())
            return
        super().keyPressEvent(event)


class ColumnKeeper(QObject):
    """Which columns a table shows, in which order and how wide.

    Signals:
        touched: something to remember has changed.
        sorted_by: (column key or empty, descending).
    """

    touched = Signal()
    sorted_by = Signal(str, bool)

    def __init__(self, table: Table, columns: tuple[Column, ...]) -> None:
        super().__init__(table)
        self._table, self._columns = table, columns
        self._head = table.horizontalHeader()
        self._first_chosen = False
        self._quiet = False
        self._head.sectionMoved.connect(self._touch)
        self._head.sectionResized.connect(self._resized)
        self._head.sortIndicatorChanged.connect(self._sorted)
        self._head.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self._head.customContextMenuRequested.connect(self._head_menu)
        table.order_wanted.connect(self.open_order)
        table.viewport().installEventFilter(self)
        theme.theme().changed.connect(self._rescale)

    def shown(self) -> tuple[Column, ...]:
        """The columns on the screen, in their order."""
        order = [self._head.logicalIndex(place) for place in range(self._head.count())]
        return tuple(self._columns[n] for n in order if not self._head.isSectionHidden(n))

    def every(self) -> list[tuple[int, Column, bool]]:
        """(number, column, shown) in the order of the screen."""
        order = [self._head.logicalIndex(place) for place in range(self._head.count())]
        return [(n, self._columns[n], not self._head.isSectionHidden(n)) for n in order]

    def title(self, number: int) -> str:
        """The head of a column."""
        return self._columns[number].title

    def sortable(self, number: int) -> bool:
        """Whether the list can be in the order of a column."""
        return self._columns[number].sortable

    def order(self) -> tuple[int, bool]:
        """(number of the column sorted by, -1 for none; whether it falls)."""
        falling = self._head.sortIndicatorOrder() == Qt.SortOrder.DescendingOrder
        return self._head.sortIndicatorSection(), falling

    def sort_by(self, number: int, falling: bool) -> None:
        """Sort by a column; -1 for the order the list came in."""
        order = Qt.SortOrder.DescendingOrder if falling else Qt.SortOrder.AscendingOrder
        self._head.setSortIndicator(number, order)

    def open_order(self) -> None:
        """The menu of the order, at the cursor's row or the first."""
        table, name = self._table, self._table.objectName()
        now = table.currentIndex()
        row = max(0, now.row())
        at = QPoint(theme.px(8), table.rowViewportPosition(row) + table.rowHeight(row))
        at.setY(max(0, min(at.y(), table.viewport().height())))
        where = table.viewport().mapToGlobal(at)
        list_order.open_order(table, self, name, where, now.column())

    def _head_menu(self, at: QPoint) -> None:
        number = self._head.logicalIndexAt(at)
        if number >= 0:
            where = self._head.mapToGlobal(at)
            list_order.open_head(self._table, self, self._table.objectName(), where, number)

    def show(self, number: int, on: bool) -> None:
        """Show or hide a column; the last one stays."""
        if on or len(self.shown()) > 1:
            self._table.setColumnHidden(number, not on)
            self.fill()
            self._touch()

    def reset(self) -> None:
        """The columns as declared."""
        self._quiet = True
        for number, which in enumerate(self._columns):
            self._head.moveSection(self._head.visualIndex(number), number)
            self._head.setSectionHidden(number, not which.shown)
            self._head.resizeSection(number, theme.px(which.width))
        self._quiet = False
        self._first_chosen = False
        self.fill()
        self._touch()

    def load(self, state: dict[str, Any]) -> tuple[tuple[str, bool], ...]:
        """Take over a kept state; the sort in it."""
        self.reset()
        self._quiet = True
        self._head.blockSignals(True)
        keys = [c.key for c in self._columns]
        for place, key in enumerate(k for k in state.get("order", ()) if k in keys):
            self._head.moveSection(self._head.visualIndex(keys.index(key)), place)
        for key in keys if "shown" in state else ():
            self._head.setSectionHidden(keys.index(key), key not in state["shown"])
        for key, wide in state.get("widths", {}).items():
            if key in keys and isinstance(wide, int) and 20 <= wide <= 2000:
                self._head.resizeSection(keys.index(key), theme.px(wide))
        self._first_chosen = bool(state.get("first_chosen"))
        key, falling = state.get("sort") or ("", False)
        order = Qt.SortOrder.DescendingOrder if falling else Qt.SortOrder.AscendingOrder
        self._head.setSortIndicator(keys.index(key) if key in keys else -1, order)
        self._head.blockSignals(False)
        self._quiet = False
        self.fill()
        return ((key, bool(falling)),) if key in keys else ()

    def state(self) -> dict[str, Any]:
        """What is worth keeping; widths at 100 %."""
        scale = 100 / theme.theme().scale
        section, falling = self.order()
        return {
            "order": [which.key for _n, which, _on in self.every()],
            "shown": [which.key for which in self.shown()],
            "widths": {
                which.key: round(self._head.sectionSize(n) * scale)
                for n, which, on in self.every()
                if on
            },
            "first_chosen": self._first_chosen,
            "sort": [self._columns[section].key, falling] if section >= 0 else None,
        }

    def fill(self) -> None:
        """Fit the first column to the room the others leave, unless its width was chosen."""
        shown = [n for n, _which, on in self.every() if on]
        if not shown or self._first_chosen:
            return
        first = shown[0]
        others = sum(self._head.sectionSize(n) for n in shown[1:])
        least = theme.px(self._columns[first].width * NARROWEST)
        wide = max(least, self._table.viewport().width() - others)
        if self._head.sectionSize(first) != wide:
            self._quiet = True
            self._head.resizeSection(first, wide)
            self._quiet = False

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and watched is self._table.viewport():
            self.fill()
        return False

    def _resized(self, section: int, _old: int, _new: int) -> None:
        if self._quiet:
            return
        if self._head.visualIndex(section) == 0:
            self._first_chosen = True
        self._touch()

    def _sorted(self, section: int, order: Qt.SortOrder) -> None:
        if section >= 0 and not self._columns[section].sortable:
            self._head.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
            return
        key = self._columns[section].key if section >= 0 else ""
        self.sorted_by.emit(key, order == Qt.SortOrder.DescendingOrder)
        self._touch()

    def _touch(self, *_args: object) -> None:
        if not self._quiet:
            self.touched.emit()

    def _rescale(self) -> None:
        self.load(self.state())
