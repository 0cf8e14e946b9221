"""A grid for keying in many numbers, days and codes quickly: down with Enter, a block pasted from
WPS."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QGuiApplication, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QTableView,
)

from app.base.codes import code_list
from app.base.lists import Role, written
from app.base.text import tidy
from app.desk import theme
from app.desk.days import read_day
from app.desk.fields import read_count, read_money
from app.desk.widgets import column, label, named, row, safe_tip

Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class GridColumn:
    """One column.

    Attributes:
        role: ``COUNT``, ``MONEY``, ``DAY``, ``TEXT``, or ``CODE`` with its list in ``codes``.
        editable: False for what stands beside for comparison (last year, listed).
        codes: name of a code list; any of its words is understood, the code is kept.
    """

    key: str
    title: str
    role: Role = Role.COUNT
    editable: bool = True
    width: int = 110
    help: str = ""
    codes: str = ""

    def read(self, text: str) -> Any:
        """What was typed, as it is kept.

        Raises:
            ValueError: with a sentence that says what is wrong.
        """
        if self.role is Role.MONEY:
            return read_money(text)
        if self.role is Role.DAY:
            return read_day(text)
        if self.role is Role.TEXT:
            return tidy(text) or None
        if self.role is Role.CODE:
            return self._code(tidy(text))
        return read_count(text)

    def _code(self, text: str) -> str | None:
        if not text:
            return None
        known = code_list(self.codes)
        match = known.match(text)
        if match is not None and match.sure:
            return match.code
        begun = [entry.code for entry in known if entry.name.startswith(text)]
        if len(begun) == 1:
            return begun[0]
        raise ValueError(f"只能填{'、'.join(entry.name for entry in known)}。")

    def shown(self, value: Any) -> str:
        """A value as a person reads it; empty for none."""
        if value is None:
            return ""
        return code_list(self.codes).name_of(value) if self.codes else written(value, self.role)

    @property
    def right(self) -> bool:
        """Whether it stands at the right edge."""
        return self.role in (Role.COUNT, Role.MONEY)


@dataclass(frozen=True, slots=True)
class GridRow:
    """One line: its record, its name, a grey note, the values known so far."""

    id: str
    title: str
    note: str
    values: Mapping[str, Any]


class GridModel(QAbstractTableModel):
    """Numbers being keyed in. Column 0 is the name, column 1 the note.

    Signals:
        edited: something differs from what was loaded, or no longer does.
        refused: a sentence why a cell was not taken.
    """

    edited = Signal()
    refused = Signal(str)

    def __init__(self, columns: Sequence[GridColumn], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self.rows: list[GridRow] = []
        self._new: dict[tuple[int, str], Any] = {}

    def load(self, rows: Sequence[GridRow]) -> None:
        """Show these lines; what was keyed in before is forgotten."""
        self.beginResetModel()
        self.rows, self._new = list(rows), {}
        self.endResetModel()
        self.edited.emit()

    def changes(self) -> dict[str, dict[str, Any]]:
        """Record id to the values keyed in that differ."""
        found: dict[str, dict[str, Any]] = {}
        for (place, key), value in self._new.items():
            found.setdefault(self.rows[place].id, {})[key] = value
        return found

    def value(self, place: int, key: str) -> Any:
        """A value as it stands now."""
        return self._new.get((place, key), self.rows[place].values.get(key))

    def take(self, place: int, number: int, text: str) -> bool:
        """Take what was typed or pasted into a cell; False with ``refused`` if it cannot be."""
        which = self._column(number)
        if which is None or not which.editable or not 0 <= place < len(self.rows):
            return False
        try:
            value = which.read(text)
        except ValueError as problem:
            self.refused.emit(f"{self.rows[place].title}，{which.title}「{text}」：{problem}")
            return False
        if value == self.rows[place].values.get(which.key):
            self._new.pop((place, which.key), None)
        else:
            self._new[place, which.key] = value
        index = self.index(place, number)
        self.dataChanged.emit(index, index)
        self.edited.emit()
        return True

    def paste(self, place: int, number: int, block: str) -> tuple[int, int]:
        """A tab-separated block into the grid from a cell on; (taken, refused)."""
        taken = refused = 0
        for down, line in enumerate(block.rstrip("\r\n").splitlines()):
            for right, cell in enumerate(line.split("\t")):
                if place + down >= len(self.rows) or self._column(number + right) is None:
                    continue
                if self.take(place + down, number + right, cell.strip()):
                    taken += 1
                else:
                    refused += 1
        return taken, refused

    def _column(self, number: int) -> GridColumn | None:
        return self.columns[number - 2] if 2 <= number < len(self.columns) + 2 else None

    # Qt's own names

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.columns) + 2

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        held = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        which = self._column(index.column())
        return held | Qt.ItemFlag.ItemIsEditable if which and which.editable else held

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self.rows):
            return None
        line, which = self.rows[index.row()], self._column(index.column())
        if role == Qt.ItemDataRole.TextAlignmentRole:
            right = which is not None and which.right
            side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
            return int(side | Qt.AlignmentFlag.AlignVCenter)
        if which is None:
            text = line.title if index.column() == 0 else line.note
            if role == Qt.ItemDataRole.ForegroundRole and index.column() == 1:
                return QColor(theme.colours().muted)
            if role == Qt.ItemDataRole.ToolTipRole:
                return safe_tip(text)
            return text if role == Qt.ItemDataRole.DisplayRole else None
        value = self.value(index.row(), which.key)
        changed = (index.row(), which.key) in self._new
        if role == Qt.ItemDataRole.DisplayRole:
            return "—" if value is None and not which.editable else which.shown(value)
        if role == Qt.ItemDataRole.EditRole:
            return which.shown(value).replace(",", "") if which.right else which.shown(value)
        if role == Qt.ItemDataRole.ForegroundRole and not which.editable:
            return QColor(theme.colours().muted)
        if role == Qt.ItemDataRole.BackgroundRole and changed:
            return QColor(theme.colours().warn_ground)
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.EditRole or not index.isValid():
            return False
        return self.take(index.row(), index.column(), str(value))

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        if orientation == Qt.Orientation.Vertical:
            return str(section + 1) if role == Qt.ItemDataRole.DisplayRole else None
        which = self._column(section)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            right = which is not None and which.right
            side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
            return int(side | Qt.AlignmentFlag.AlignVCenter)
        if role == Qt.ItemDataRole.DisplayRole:
            return which.title if which else ("名称" if section == 0 else "说明")
        if role == Qt.ItemDataRole.ToolTipRole and which:
            return safe_tip(which.help or which.title)
        return None


NAME_WIDTH = 150
HELP = "Enter 到下一行，Delete 清空；可从 WPS 表格整块粘贴。"


class _Grid(QTableView):
    pasted = Signal()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        head = self.horizontalHeader()
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

    Signals:
        edited: what was keyed in has changed; ``changes`` has it.
    """

    edited = Signal()

    def __init__(self, name: str, title: str, columns: Sequence[GridColumn]) -> None:
        super().__init__()
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
        side, head = self.table.verticalHeader(), self.table.horizontalHeader()
        side.setDefaultSectionSize(theme.px(32))
        side.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        head.setFixedHeight(theme.px(34))
        head.setHighlightSections(False)
        side.setHighlightSections(False)
        self.table.setColumnWidth(1, theme.px(130))
        for place, which in enumerate(columns):
            self.table.setColumnWidth(place + 2, theme.px(which.width))
        lines.addWidget(self.table, 1)
        self.model.edited.connect(self._tell)
        self.model.refused.connect(self._refused)
        self.table.pasted.connect(self._paste)

    def load(self, rows: Sequence[GridRow]) -> None:
        """Show these lines."""
        self.model.load(rows)
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
        self.said.setText(f"已改 {count} 格，还没有保存。" if count else HELP)
        self.edited.emit()
