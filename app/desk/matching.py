"""Boxes in a table of a workbook's columns: what each of them is taken for."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QStandardItem, QStandardItemModel

from app.desk.plain_table import PlainTable
from app.desk.turns import Turns
from app.desk.widgets import Combo, named
from app.sheets.fields import SheetKind

A_TURN = 8
"""So many boxes are made in one turn of the event loop."""


class FieldBoxes(QObject):
    """One box per line, in the last column of a table; made in turns, there may be 60.

    Signals:
        chosen: letter of a column, and the key that a person chose for it.
    """

    chosen = Signal(str, str)

    def __init__(self, name: str, table: PlainTable) -> None:
        super().__init__(table)
        self._name, self._table, self._turns = name, table, Turns(self)

    def clear(self) -> None:
        """What is still to be made is of no use any more."""
        self._turns.begin(())

    def show(self, lines: Sequence[tuple[str, str, str]], words: Mapping[str, str]) -> None:
        """The boxes of the lines (letter, head, chosen key) that the table shows now.

        Args:
            words: key → what a column can be taken for.
        """
        model = _model(words, self._table.model)
        boxes = [partial(self._put, place, model, *line) for place, line in enumerate(lines)]
        self._turns.begin(
            partial(_each, boxes[first : first + A_TURN]) for first in range(0, len(boxes), A_TURN)
        )

    def finish(self) -> None:
        """Make the rest now."""
        self._turns.finish()

    def _put(self, place: int, model: QStandardItemModel, letter: str, head: str, key: str) -> None:
        box = Combo()
        named(box, f"{self._name}_{letter}", f"{head}对应的项目")
        box.setSizeAdjustPolicy(box.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.setModel(model)
        box.setCurrentIndex(box.findData(key))
        box.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        box.activated.connect(lambda _at: self.chosen.emit(letter, str(box.currentData())))
        index = self._table.model.index(place, len(self._table.model.columns) - 1)
        self._table.table.setIndexWidget(index, box)


def field_words(kind: SheetKind) -> dict[str, str]:
    """The fields of a list by key, obligatory ones marked."""
    return {f.key: f"{f.title}（必填）" if f.obligatory else f.title for f in kind.fields}


def _model(words: Mapping[str, str], parent: QObject) -> QStandardItemModel:
    """One model for all boxes of a table."""
    made = QStandardItemModel(parent)
    for key, title in words.items():
        item = QStandardItem(title)
        item.setData(key, Qt.ItemDataRole.UserRole)
        made.appendRow(item)
    return made


def _each(steps: Sequence[Callable[[], object]]) -> None:
    for step in steps:
        step()
