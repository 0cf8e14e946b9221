"""What is keyed into a grid: columns, lines, and the cells that differ from what was loaded."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor

from app.base.codes import code_list
from app.base.lists import Role, Tone, written
from app.base.text import tidy
from app.desk import theme
from app.desk.days import read_day
from app.desk.fields import read_count, read_money
from app.desk.widgets import safe_tip

Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class GridColumn:
    """One column.

    Attributes:
        role: ``COUNT``, ``MONEY``, ``DAY``, ``TEXT``, or ``CODE`` with its list in ``codes``.
        editable: False for what stands beside for comparison (last year, listed).
        codes: name of a code list; any of its words is understood, the code is kept.
        beside: stands only on the screen beside the column before it: a pasted block, which has
            no such column, passes it over.
    """

    key: str
    title: str
    role: Role = Role.COUNT
    editable: bool = True
    width: int = 110
    help: str = ""
    codes: str = ""
    beside: bool = False

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
    """One line: its record, its name, a grey note, the values known so far.

    Attributes:
        tones: column → how its value is told.
        fixed: nothing of it is keyed in (a line of sums).
        locked: column that is not keyed in here → what stands in its cell, and why in a sentence.
    """

    id: str
    title: str
    note: str
    values: Mapping[str, Any]
    tones: Mapping[str, Tone] = field(default_factory=dict)
    fixed: bool = False
    locked: Mapping[str, tuple[str, str]] = field(default_factory=dict)

    def open(self, which: GridColumn) -> bool:
        """Whether a cell can be keyed in."""
        return which.editable and not self.fixed and which.key not in self.locked


class GridModel(QAbstractTableModel):
    """Numbers being keyed in. Column 0 is the name, column 1 the note.

    Signals:
        edited: something differs from what was loaded, or no longer does.
        refused: a sentence why a cell was not taken.
    """

    edited = Signal()
    refused = Signal(str)
    named = False
    """Whether the names stand at the side, where they stay when the columns are many."""

    def __init__(self, columns: Sequence[GridColumn], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self.rows: list[GridRow] = []
        self._new: dict[tuple[int, str], Any] = {}

    def load(
        self,
        rows: Sequence[GridRow],
        changes: Mapping[str, Mapping[str, Any]] | None = None,
        columns: Sequence[GridColumn] | None = None,
    ) -> None:
        """Show these lines; what was keyed in before is forgotten, but for ``changes``.

        Args:
            changes: record id → values keyed in that differ from the line's.
            columns: other columns than before.
        """
        self.beginResetModel()
        self.rows = list(rows)
        if columns is not None:
            self.columns = tuple(columns)
        self._new = {
            (place, key): value
            for place, line in enumerate(self.rows)
            for key, value in (changes or {}).get(line.id, {}).items()
            if value != line.values.get(key)
        }
        self.endResetModel()
        self.edited.emit()

    def renew(self, rows: Sequence[GridRow]) -> None:
        """The same lines with what is known by now; what was keyed in stays."""
        self.rows = list(rows)
        last = self.index(len(self.rows) - 1, len(self.columns) + 1)
        if last.isValid():
            self.dataChanged.emit(self.index(0, 0), last)
        self.edited.emit()

    def changes(self) -> dict[str, dict[str, Any]]:
        """Record id to the values keyed in that differ, none of a cell that is locked by now."""
        found: dict[str, dict[str, Any]] = {}
        for (place, key), value in self._new.items():
            if key in self.rows[place].locked:
                continue
            found.setdefault(self.rows[place].id, {})[key] = value
        return found

    def value(self, place: int, key: str) -> Any:
        """A value as it stands now."""
        return self._new.get((place, key), self.rows[place].values.get(key))

    def take(self, place: int, number: int, text: str) -> bool:
        """Take what was typed or pasted into a cell; False with ``refused`` if it cannot be."""
        which = self._column(number)
        if which is None or not 0 <= place < len(self.rows):
            return False
        if not self.rows[place].open(which):
            if which.key in self.rows[place].locked and text:
                self.refused.emit(self.rows[place].locked[which.key][1])
            return False
        try:
            value = which.read(text)
        except ValueError as problem:
            title = which.title.replace("\n", "")
            self.refused.emit(f"{self.rows[place].title}，{title}「{text}」：{problem}")
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
        places = [number]
        places += [n for n in range(number + 1, len(self.columns) + 2) if not self._beside(n)]
        for down, line in enumerate(block.rstrip("\r\n").splitlines()):
            for to, cell in zip(places, line.split("\t"), strict=False):
                which = self._column(to)
                if place + down >= len(self.rows) or which is None:
                    continue
                if self.rows[place + down].fixed or which.key in self.rows[place + down].locked:
                    continue
                if self.take(place + down, to, cell.strip()):
                    taken += 1
                else:
                    refused += 1
        return taken, refused

    def _beside(self, number: int) -> bool:
        which = self._column(number)
        return which is not None and which.beside

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
        open_ = which is not None and self.rows[index.row()].open(which)
        return held | Qt.ItemFlag.ItemIsEditable if open_ else held

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
        if which.key in line.locked:
            return _locked(*line.locked[which.key], role)
        value = self.value(index.row(), which.key)
        changed = (index.row(), which.key) in self._new
        if role == Qt.ItemDataRole.DisplayRole:
            return "—" if value is None and not which.editable else which.shown(value)
        if role == Qt.ItemDataRole.EditRole:
            return which.shown(value).replace(",", "") if which.right else which.shown(value)
        if role == Qt.ItemDataRole.FontRole and line.fixed:
            return theme.font(bold=True)
        if role == Qt.ItemDataRole.ForegroundRole:
            return _ink(which, line)
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
            return self._side(section, role)
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

    def _side(self, place: int, role: int) -> Any:
        """The number of a line; its name where the names stand still beside what is keyed in."""
        if place >= len(self.rows):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.rows[place].title if self.named else str(place + 1)
        if self.named and role == Qt.ItemDataRole.ToolTipRole:
            return safe_tip(self.rows[place].title)
        if self.named and role == Qt.ItemDataRole.TextAlignmentRole:
            return int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        return None


def _locked(shown: str, why: str, role: int) -> Any:
    if role == Qt.ItemDataRole.DisplayRole:
        return shown
    if role == Qt.ItemDataRole.ToolTipRole:
        return safe_tip(why)
    if role == Qt.ItemDataRole.ForegroundRole:
        return QColor(theme.colours().muted)
    return QColor(theme.colours().ground) if role == Qt.ItemDataRole.BackgroundRole else None


def _ink(which: GridColumn, line: GridRow) -> QColor | None:
    if which.key in line.tones:
        return theme.tone_colours(line.tones[which.key])[0]
    return None if which.editable or line.fixed else QColor(theme.colours().muted)
