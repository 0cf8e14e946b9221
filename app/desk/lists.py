"""A list with its filter bar: count always in sight, columns by choice, copy as it is shown."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPoint, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QAbstractItemView, QFrame, QMenu, QStackedWidget, QWidget

from app.base.lists import Column, ListSource, Tone, View
from app.desk.empty import Empty
from app.desk.list_bar import ListBar
from app.desk.list_table import ColumnKeeper, Table
from app.desk.operations import Operations
from app.desk.settings import ListStates
from app.desk.table import RecordModel, cell_text
from app.desk.widgets import column, named

COPY_LIMIT = 20_000


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
        self._sort: tuple[tuple[str, bool], ...] = ()
        self._restore_id = ""
        self.model = RecordModel(source, ops, self)
        self.table = Table(self.name, source.title)
        self.table.setModel(self.model)
        self.columns = ColumnKeeper(self.table, self.model.columns)
        groups = getattr(source, "groups", ())
        self.bar = ListBar(self.name, source.title, source.filters, ops, groups)
        self.bar.keeper = self.columns
        self._saving = QTimer(self, singleShot=True, interval=400)
        self._saving.timeout.connect(self.save_state)
        empty = Empty(self.name, source.title, source.purpose, next_step, on_next_step)
        none = Empty(
            f"{self.name}_none",
            "没有符合条件的记录",
            "换一个筛选条件，或者看全部记录。",
            "清除筛选",
            self.bar.clear,
        )
        self._empty, self._none = empty, none
        self._stack = QStackedWidget()
        for page in (self.table, empty, none):
            self._stack.addWidget(page)
        lines = column(self, space=0, margins=(1, 1, 1, 1))
        lines.addWidget(self.bar)
        lines.addWidget(self._stack, 1)
        self._load_state()
        self._connect()

    def look(self, *, day: date, unit: str | None = None, **filters: Any) -> None:
        """Show the records of a unit on a day, with filters set from outside if any."""
        self._base = View(day, unit)
        for key, value in filters.items():
            self.bar.put(key, value)
        self._again()

    def refresh(self, kinds: dict[str, set[str]] | None = None) -> None:
        """Read again if any of the changed kinds may matter; always without ``kinds``."""
        if self._base is not None and (kinds is None or self.source.kinds & kinds.keys()):
            self.model.refresh()

    def view(self) -> View:
        """The view exactly as shown, for export and print."""
        assert self._base is not None
        return replace(
            self._base, text=self.bar.words(), filters=self.bar.chosen(), sort=self._sort
        )

    def columns_shown(self) -> tuple[Column, ...]:
        """The columns on the screen, in their order."""
        return self.columns.shown()

    def count(self) -> int:
        """How many records the filters leave."""
        return self.model.rowCount()

    def selected(self) -> Sequence[str]:
        """Ids of the selected rows, top to bottom; taken by ranges, for all of a million may be."""
        ids = self.model.ids()
        ranges = self.table.selectionModel().selection().toList()
        spans = sorted({(each.top(), each.bottom() + 1) for each in ranges})
        if len(spans) == 1:
            return ids[slice(*spans[0])]
        found: list[str] = []
        reached = 0
        for first, after in spans:
            found += ids[max(first, reached) : max(after, reached)]
            reached = max(after, reached)
        return found

    def select_all(self) -> None:
        """Select every row that the filters leave, seen or not."""
        self.table.selectAll()
        self.table.setFocus()

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

    def select_first(self) -> None:
        """Put the cursor on the first record, if there is one."""
        if self.model.rowCount():
            self.select(self.model.id_at(0))

    def clear_filters(self) -> None:
        """Show everything again."""
        self.bar.clear()

    def copy(self) -> None:
        """Selected rows to the clipboard as tab-separated text, as shown and masked."""
        chosen, shown = self.selected(), self.columns_shown()
        ids = list(chosen[:COPY_LIMIT])
        if not ids or self._base is None:
            return
        source, view = self.source, self.view()
        self._ops.ask(
            lambda connection: source.rows(connection, ids, view),
            owner=self,
            done=lambda rows: self._to_clipboard(shown, rows, len(chosen)),
        )

    def reveal(self, record: str, key: str) -> None:
        """Show one sensitive cell in full; the caller has had it logged."""
        self.model.reveal(record, key)

    def conceal(self) -> None:
        """Mask everything again."""
        self.model.conceal()

    def save_state(self) -> None:
        """Keep columns, order, widths, sort and filters for this user."""
        if self._states is not None:
            state = {
                **self.columns.state(),
                "filters": dict(self.bar.chosen()),
                "sets": dict(self.bar.sets.sets),
            }
            self._states.save(self.source.key, state)

    def _connect(self) -> None:
        self.bar.filtered.connect(self._filtered)
        self.bar.sets.kept.connect(self.save_state)
        self.columns.touched.connect(self._saving.start)
        self.columns.sorted_by.connect(self._sorted)
        self.model.loaded.connect(self._loaded)
        self.model.modelAboutToBeReset.connect(self._before_reset)
        self.table.selectionModel().currentRowChanged.connect(self._moved)
        self.table.opened.connect(self._open)
        self.table.copy_wanted.connect(self.copy)
        self.table.customContextMenuRequested.connect(self._menu)

    def _filtered(self) -> None:
        self._saving.start()
        self._again()

    def _again(self) -> None:
        if self._base is not None:
            self.model.look(self.view())

    def _before_reset(self) -> None:
        self._restore_id = self._restore_id or self.current()

    def _loaded(self, count: int) -> None:
        self.bar.count.setText(f"{count:,} 条")
        page = self.table if count else self._none if self.bar.narrowed() else self._empty
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

    def _sorted(self, key: str, falling: bool) -> None:
        self._sort = ((key, falling),) if key else ()
        self._again()

    def _to_clipboard(self, shown: Sequence[Column], rows: Sequence[Any], wanted: int) -> None:
        lines = ["\t".join(c.title for c in shown)]
        for values in rows:
            cells = (cell_text(c, values.get(c.key)) for c in shown)
            lines.append("\t".join(" ".join(cell.replace("—", "").split()) for cell in cells))
        QGuiApplication.clipboard().setText("\n".join(lines))
        if wanted > COPY_LIMIT:
            said = f"选中 {wanted:,} 行，只复制了最前面的 {len(rows):,} 行。"
            self._ops.notice(said, "要全部带走，请用「导出」。", Tone.WARN)
            return
        self._ops.notice(f"已复制 {len(rows):,} 行，可以粘贴到表格中。")

    def _load_state(self) -> None:
        state = self._states.load(self.source.key) if self._states else {}
        self._sort = self.columns.load(state)
        self.bar.sets.load(state.get("sets"))
        for key, value in state.get("filters", {}).items():
            if key in self.bar.buttons:
                self.bar.put(key, value)
