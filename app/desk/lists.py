"""A list with its filter bar: count always in sight, columns by choice, copy as it is shown."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QLineEdit,
    QMenu,
    QStackedWidget,
    QTableView,
    QWidget,
)

from app.base.lists import Column, Filter, ListSource, View
from app.desk import theme
from app.desk.delegates import CellDelegate
from app.desk.empty import Empty
from app.desk.operations import Operations
from app.desk.settings import ListStates
from app.desk.table import RecordModel, cell_text
from app.desk.widgets import button, column, label, named, row, safe_tip

COPY_LIMIT = 20_000


class Table(QTableView):
    """The table inside a list: whole rows, keyboard, no grid."""

    opened = Signal(int)
    copy_wanted = Signal()

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

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_wanted.emit()
            return
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit(self.currentIndex().row())
            return
        super().keyPressEvent(event)


class ListView(QFrame):
    """One list of an area, ready to put on a page.

    Signals:
        chosen: id of the record under the cursor, empty for none.
        opened: id of the record entered with Enter or a double click.
        menu_wanted: (ids selected, global position) for the page's context menu.
        reveal_wanted: (id, column key): somebody asks to see a masked cell in full.
        counted: how many records the filters leave.
    """

    chosen = Signal(str)
    opened = Signal(str)
    menu_wanted = Signal(object, QPoint)
    reveal_wanted = Signal(str, str)
    counted = Signal(int)

    def __init__(
        self,
        source: ListSource,
        ops: Operations,
        states: ListStates | None = None,
        *,
        next_step: str = "",
        on_next_step: Callable[[], object] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setProperty("card", "true")
        self.source = source
        self.name = f"list_{source.key}"
        self._ops, self._states = ops, states
        self._base: View | None = None
        self._filters: dict[str, Any] = {}
        self._sort: tuple[tuple[str, bool], ...] = ()
        self._restore_id = ""
        self._width_chosen = False
        self._buttons: dict[str, Any] = {}
        self.model = RecordModel(source, ops, self)
        self.table = Table(self.name, source.title)
        self.table.setModel(self.model)
        self._typing = QTimer(self, singleShot=True, interval=180)
        self._typing.timeout.connect(self._again)
        self._saving = QTimer(self, singleShot=True, interval=400)
        self._saving.timeout.connect(self._save_state)
        self._empty = Empty(self.name, source.title, source.purpose, next_step, on_next_step)
        self._none = Empty(
            f"{self.name}_none", "没有符合条件的记录", "换一个筛选条件，或者看全部记录。",
            "清除筛选", self.clear_filters,
        )  # fmt: skip
        self._stack = QStackedWidget()
        for page in (self.table, self._empty, self._none):
            self._stack.addWidget(page)
        lines = column(self, space=0, margins=(1, 1, 1, 1))
        lines.addWidget(self._bar())
        lines.addWidget(self._stack, 1)
        self._connect()
        self._load_state()

    # what pages call

    def look(self, *, day: date, unit: str | None = None, **filters: Any) -> None:
        """Show the records of a unit on a day, with filters set from outside if any."""
        self._base = View(day, unit)
        for key, value in filters.items():
            self._set_filter(key, value, again=False)
        self._again()

    def refresh(self, kinds: dict[str, set[str]] | None = None) -> None:
        """Read again if any of the changed kinds may matter; always without ``kinds``."""
        if self._base is not None and (kinds is None or self.source.kinds & kinds.keys()):
            self.model.refresh()

    def view(self) -> View:
        """The view exactly as shown, for export and print."""
        assert self._base is not None
        return replace(
            self._base, text=self._find.text().strip(), filters=dict(self._filters), sort=self._sort
        )

    def columns_shown(self) -> tuple[Column, ...]:
        """The columns on the screen, in their order."""
        head = self.table.horizontalHeader()
        order = [head.logicalIndex(place) for place in range(head.count())]
        return tuple(self.model.columns[n] for n in order if not head.isSectionHidden(n))

    def selected(self) -> list[str]:
        """Ids of the selected rows, top to bottom."""
        rows = sorted(index.row() for index in self.table.selectionModel().selectedRows())
        return [self.model.id_at(row_) for row_ in rows]

    def current(self) -> str:
        """Id under the cursor, empty for none."""
        return self.model.id_at(self.table.currentIndex().row())

    def select(self, record: str) -> None:
        """Put the cursor on a record, now or as soon as the list has arrived."""
        place = self.model.row_of(record)
        if place < 0:
            self._restore_id = record
            return
        self._restore_id = ""
        index = self.model.index(place, 0)
        flags = QItemSelectionModel.SelectionFlag
        self.table.selectionModel().setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)
        self.table.scrollTo(index, QAbstractItemView.ScrollHint.EnsureVisible)

    def clear_filters(self) -> None:
        """Show everything again."""
        self._find.clear()
        for key in list(self._filters):
            self._set_filter(key, None, again=False)
        self._again()

    def copy(self) -> None:
        """Selected rows to the clipboard as tab-separated text, as shown and masked."""
        ids, shown = self.selected()[:COPY_LIMIT], self.columns_shown()
        if not ids or self._base is None:
            return
        source, view = self.source, self.view()
        self._ops.ask(
            lambda connection: source.rows(connection, ids, view),
            owner=self,
            done=lambda rows: self._to_clipboard(shown, rows),
        )

    def focus_filter(self) -> None:
        """Put the cursor into the list's own filter box."""
        self._find.setFocus()

    # the bar

    def _bar(self) -> QFrame:
        bar = QFrame()
        bar.setProperty("bar", "inner")
        line = row(bar, space=8, margins=(10, 8, 10, 8))
        self._find = QLineEdit()
        named(self._find, f"{self.name}_filter", f"在{self.source.title}中筛选")
        self._find.setPlaceholderText("筛选本列表")
        self._find.setClearButtonEnabled(True)
        self._find.setMinimumWidth(theme.px(96))
        self._find.setMaximumWidth(theme.px(180))
        line.addWidget(self._find, 1)
        for which in self.source.filters:
            made = button(f"{self.name}_by_{which.key}", f"{which.title}：全部 ▾", kind="chip")
            made.setCheckable(True)
            made.clicked.connect(lambda _c=False, f=which: self._filter_menu(f))
            self._buttons[which.key] = made
            line.addWidget(made)
        line.addStretch(1)
        self._count = label("", "muted", name=f"{self.name}_count")
        line.addWidget(self._count)
        self._column_button = button(
            f"{self.name}_columns", "列 ▾", self._column_menu, "chip", spoken="选择列"
        )
        line.addWidget(self._column_button)
        return bar

    def _filter_menu(self, which: Filter) -> None:
        opener = self._buttons[which.key]
        opener.setChecked(which.key in self._filters)
        menu = QMenu(opener)
        menu.setProperty("checks", "true")
        named(menu, f"{self.name}_by_{which.key}_menu", which.title)
        chosen = self._filters.get(which.key)
        every = menu.addAction("全部")
        every.setCheckable(True)
        every.setChecked(chosen is None)
        every.triggered.connect(lambda: self._set_filter(which.key, None))
        menu.addSeparator()
        for choice in which.choices:
            entry = menu.addAction(choice.title.replace("&", "&&"))
            entry.setCheckable(True)
            picked = chosen or ()
            entry.setChecked(choice.key in picked if which.many else choice.key == chosen)
            entry.triggered.connect(
                lambda _c=False, k=choice.key: self._set_filter(which.key, self._next(which, k))
            )
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(opener.mapToGlobal(opener.rect().bottomLeft()))

    def _next(self, which: Filter, key: str) -> Any:
        if not which.many:
            return key
        held = list(self._filters.get(which.key) or ())
        held.remove(key) if key in held else held.append(key)
        return tuple(held) or None

    def _set_filter(self, key: str, value: Any, *, again: bool = True) -> None:
        if value in (None, ()):
            self._filters.pop(key, None)
        else:
            self._filters[key] = value
        which = next((f for f in self.source.filters if f.key == key), None)
        if which is not None:
            titles = {choice.key: choice.title for choice in which.choices}
            keys = [value] if isinstance(value, str) else list(value or ())
            word = "、".join(titles.get(k, k) for k in keys) or "全部"
            if len(keys) > 2:
                word = f"{titles.get(keys[0], keys[0])} 等 {len(keys)} 项"
            self._buttons[key].setText(f"{which.title}：{word} ▾".replace("&", "&&"))
            self._buttons[key].setChecked(bool(keys))
        if again:
            self._again()

    def _column_menu(self) -> None:
        menu = QMenu(self._column_button)
        menu.setProperty("checks", "true")
        named(menu, f"{self.name}_columns_menu", "选择列")
        head = self.table.horizontalHeader()
        for place in range(head.count()):
            number = head.logicalIndex(place)
            entry = menu.addAction(self.model.columns[number].title.replace("&", "&&"))
            entry.setCheckable(True)
            entry.setChecked(not head.isSectionHidden(number))
            entry.toggled.connect(lambda on, n=number: self._show_column(n, on))
        menu.addSeparator()
        menu.addAction("恢复默认列").triggered.connect(self._default_columns)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self._column_button.mapToGlobal(self._column_button.rect().bottomLeft()))

    def _show_column(self, number: int, on: bool) -> None:
        if on or len(self.columns_shown()) > 1:
            self.table.setColumnHidden(number, not on)
            self._fill_width()
            self._saving.start()

    # arrivals and state

    def _connect(self) -> None:
        self._find.textChanged.connect(lambda _text: self._typing.start())
        self.model.loaded.connect(self._loaded)
        self.model.modelAboutToBeReset.connect(self._before_reset)
        self.table.selectionModel().currentRowChanged.connect(self._moved)
        self.table.opened.connect(self._open)
        self.table.copy_wanted.connect(self.copy)
        self.table.customContextMenuRequested.connect(self._menu)
        head = self.table.horizontalHeader()
        head.sortIndicatorChanged.connect(self._sorted)
        head.sectionMoved.connect(lambda *_: self._saving.start())
        head.sectionResized.connect(self._resized)
        self.table.viewport().installEventFilter(self)
        theme.theme().changed.connect(self.table.measure)

    def _again(self) -> None:
        if self._base is not None:
            self.model.look(self.view())

    def _before_reset(self) -> None:
        self._restore_id = self._restore_id or self.current()

    def _loaded(self, count: int) -> None:
        self._count.setText(f"{count:,} 条")
        narrowed = bool(self._filters or self._find.text().strip())
        page = self.table if count else self._none if narrowed else self._empty
        self._stack.setCurrentWidget(page)
        if self._restore_id and self.model.row_of(self._restore_id) >= 0:
            self.select(self._restore_id)
        self._restore_id = ""
        self.counted.emit(count)

    def _moved(self, now: QModelIndex, _before: QModelIndex) -> None:
        self.chosen.emit(self.model.id_at(now.row()))

    def _open(self, place: int) -> None:
        if record := self.model.id_at(place):
            self.opened.emit(record)

    def _menu(self, where: QPoint) -> None:
        index = self.table.indexAt(where)
        at = self.table.viewport().mapToGlobal(where)
        if index.isValid() and self.model.columns[index.column()].sensitive:
            menu = QMenu(self)
            named(menu, f"{self.name}_cell_menu", "单元格")
            record, key = self.model.id_at(index.row()), self.model.columns[index.column()].key
            menu.addAction("显示完整号码（留下记录）").triggered.connect(
                lambda: self.reveal_wanted.emit(record, key)
            )
            menu.aboutToHide.connect(menu.deleteLater)
            menu.popup(at)
            return
        self.menu_wanted.emit(self.selected(), at)

    def _sorted(self, section: int, order: Qt.SortOrder) -> None:
        if section < 0 or not self.model.columns[section].sortable:
            self._sort = ()
            if section >= 0:
                self.table.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        else:
            key = self.model.columns[section].key
            self._sort = ((key, order == Qt.SortOrder.DescendingOrder),)
        self._saving.start()
        self._again()

    def _to_clipboard(self, shown: Sequence[Column], rows: Sequence[Any]) -> None:
        lines = ["\t".join(c.title for c in shown)]
        for values in rows:
            cells = (cell_text(c, values.get(c.key)) for c in shown)
            lines.append("\t".join(" ".join(cell.replace("—", "").split()) for cell in cells))
        QGuiApplication.clipboard().setText("\n".join(lines))
        self._ops.notice(f"已复制 {len(rows):,} 行，可以粘贴到表格中。")

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and watched is self.table.viewport():
            self._fill_width()
        return False

    def _fill_width(self) -> None:
        """Give the room that is left over to the first column, unless its width was chosen."""
        head = self.table.horizontalHeader()
        shown = [head.logicalIndex(n) for n in range(head.count())]
        shown = [n for n in shown if not head.isSectionHidden(n)]
        if not shown or self._width_chosen:
            return
        first = shown[0]
        others = sum(head.sectionSize(n) for n in shown[1:])
        natural = theme.px(self.model.columns[first].width)
        wide = max(natural, self.table.viewport().width() - others)
        if head.sectionSize(first) != wide:
            head.blockSignals(True)
            head.resizeSection(first, wide)
            head.blockSignals(False)
            self.table.updateGeometries()
            self.table.viewport().update()

    def _resized(self, section: int, _old: int, _new: int) -> None:
        if self.table.horizontalHeader().visualIndex(section) == 0 and self.isVisible():
            self._width_chosen = True
        self._saving.start()

    def _default_columns(self) -> None:
        head = self.table.horizontalHeader()
        self._width_chosen = False
        for number, which in enumerate(self.model.columns):
            head.moveSection(head.visualIndex(number), number)
            head.setSectionHidden(number, not which.shown)
            head.resizeSection(number, theme.px(which.width))
        self._width_chosen = False
        self._fill_width()

    def _load_state(self) -> None:
        self._default_columns()
        state = self._states.load(self.source.key) if self._states else {}
        keys = [c.key for c in self.model.columns]
        head = self.table.horizontalHeader()
        head.blockSignals(True)
        for place, key in enumerate(k for k in state.get("order", ()) if k in keys):
            head.moveSection(head.visualIndex(keys.index(key)), place)
        for key in keys if "shown" in state else ():
            head.setSectionHidden(keys.index(key), key not in state["shown"])
        for key, wide in state.get("widths", {}).items():
            if key in keys and isinstance(wide, int) and 20 <= wide <= 2000:
                head.resizeSection(keys.index(key), theme.px(wide))
        self._width_chosen = bool(state.get("first_chosen"))
        sort = state.get("sort") or ["", False]
        if sort[0] in keys:
            self._sort = ((sort[0], bool(sort[1])),)
            order = Qt.SortOrder.DescendingOrder if sort[1] else Qt.SortOrder.AscendingOrder
            head.setSortIndicator(keys.index(sort[0]), order)
        else:
            head.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        head.blockSignals(False)

    def _save_state(self) -> None:
        if self._states is None:
            return
        head, every = self.table.horizontalHeader(), self.model.columns
        scale = 100 / theme.theme().scale
        state: dict[str, Any] = {
            "order": [every[head.logicalIndex(n)].key for n in range(head.count())],
            "shown": [c.key for c in self.columns_shown()],
            "widths": {
                c.key: round(head.sectionSize(n) * scale)
                for n, c in enumerate(every)
                if not head.isSectionHidden(n)
            },
            "first_chosen": self._width_chosen,
            "sort": list(self._sort[0]) if self._sort else None,
        }
        self._states.save(self.source.key, state)


__all__ = ["ListView", "Table", "safe_tip"]
