"""A dialog to tick many of a list: searched while typing, ticked all at once or by a group."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QHeaderView, QLineEdit, QTableView, QWidget

from app.base.lists import Column
from app.base.text import squeeze
from app.desk import theme
from app.desk.dialogs import Dialog
from app.desk.table import cell_text
from app.desk.widgets import button, label, named, row, safe_tip, tall

Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Group:
    """A button that ticks what fits."""

    key: str
    title: str
    fits: Callable[[Any], bool]


class TickModel(QAbstractTableModel):
    """Rows (mappings with ``id``) with a box in the first column."""

    def __init__(self, columns: Sequence[Column], rows: Sequence[Any]) -> None:
        super().__init__()
        self.columns, self.every = tuple(columns), list(rows)
        self.shown = list(self.every)
        self.ticked: set[str] = set()
        self.told: Callable[[], object] = lambda: None

    def narrow(self, text: str) -> None:
        """Show only rows whose first column holds the text."""
        words = squeeze(text)
        key = self.columns[0].key
        self.beginResetModel()
        self.shown = [one for one in self.every if words in squeeze(str(one[key] or ""))]
        self.endResetModel()

    def tick(self, ids: Sequence[str], *, on: bool = True) -> None:
        """Tick or untick rows."""
        self.ticked = self.ticked | set(ids) if on else self.ticked - set(ids)
        if self.shown:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self.shown) - 1, 0))
        self.told()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.shown)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.columns)

    def flags(self, index: Index) -> Qt.ItemFlag:
        held = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return held | Qt.ItemFlag.ItemIsUserCheckable if index.column() == 0 else held

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self.shown):
            return None
        one, shown = self.shown[index.row()], self.columns[index.column()]
        if role == Qt.ItemDataRole.CheckStateRole and index.column() == 0:
            return Qt.CheckState.Checked if one["id"] in self.ticked else Qt.CheckState.Unchecked
        if role == Qt.ItemDataRole.DisplayRole:
            return cell_text(shown, one.get(shown.key))
        if role == Qt.ItemDataRole.ToolTipRole:
            return safe_tip(cell_text(shown, one.get(shown.key)))
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self._side(shown)
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.CheckStateRole or not index.isValid():
            return False
        self.tick([self.shown[index.row()]["id"]], on=Qt.CheckState(value) == Qt.CheckState.Checked)
        return True

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.columns[section].title
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self._side(self.columns[section])
        return None

    @staticmethod
    def _side(shown: Column) -> int:
        side = Qt.AlignmentFlag.AlignRight if shown.right else Qt.AlignmentFlag.AlignLeft
        return int(side | Qt.AlignmentFlag.AlignVCenter)


class ChooseDialog(Dialog):
    """Tick some of a list.

    Args:
        columns: the first is searched and has the box.
        rows: mappings with ``id``.
        groups: buttons that tick what fits.
        words: on the main button.
        unit: what is counted, e.g. 家.
        done: what is done with the ids ticked, in the order of the list.
    """

    def __init__(
        self,
        parent: QWidget,
        name: str,
        title: str,
        text: str,
        columns: Sequence[Column],
        rows: Sequence[Any],
        *,
        groups: Sequence[Group] = (),
        words: str = "确定",
        unit: str = "个",
        done: Callable[[list[str]], object],
    ) -> None:
        super().__init__(parent.window(), name, title, 720)
        self._unit, self._done = unit, done
        self.body.addWidget(label(text, "muted", wrap=True))
        self.model = TickModel(columns, rows)
        self.model.told = self._tell
        bar = row(space=6)
        self.search = QLineEdit()
        named(self.search, f"{name}_search", "查找")
        self.search.setPlaceholderText("按名称查找")
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self.model.narrow)
        bar.addWidget(self.search, 1)
        for group in (Group("every", "全选", lambda _one: True), *groups):
            bar.addWidget(
                button(f"{name}_{group.key}", group.title, partial(self._tick, group), "chip")
            )
        bar.addWidget(button(f"{name}_none", "清空", self._clear, "chip"))
        self.body.addLayout(bar)
        self.table = self._table(name, title)
        self.body.addWidget(self.table, 1)
        self.said = label("", "strong", name=f"{name}_said")
        self._buttons.insertWidget(0, self.said)
        self.add_button("cancel", "取消", self.reject)
        self.main = self.add_button("ok", words, self._go, "main")
        self._tell()

    def _table(self, name: str, title: str) -> QTableView:
        made = QTableView()
        named(made, f"{name}_rows", title)
        made.setModel(self.model)
        made.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        made.setShowGrid(False)
        tall(made, 320)
        side, head = made.verticalHeader(), made.horizontalHeader()
        side.hide()
        side.setDefaultSectionSize(theme.px(30))
        head.setFixedHeight(theme.px(32))
        head.setHighlightSections(False)
        head.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for place, shown in enumerate(self.model.columns[1:], 1):
            made.setColumnWidth(place, theme.px(shown.width))
        return made

    def chosen(self) -> list[str]:
        """The ids ticked, in the order of the list."""
        return [one["id"] for one in self.model.every if one["id"] in self.model.ticked]

    def _tick(self, group: Group) -> None:
        self.model.tick([one["id"] for one in self.model.shown if group.fits(one)])

    def _clear(self) -> None:
        self.model.tick([one["id"] for one in self.model.every], on=False)

    def _tell(self) -> None:
        count = len(self.model.ticked)
        self.said.setText(f"已选 {count:,} {self._unit}，共 {len(self.model.every):,} {self._unit}")
        self.main.setEnabled(bool(count))

    def _go(self) -> None:
        ids = self.chosen()
        self.accept()
        self._done(ids)
