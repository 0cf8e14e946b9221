"""The small table of a tier or of deductions, and that of grades."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.desk import theme
from app.desk.grid import Grid, GridColumn, GridRow
from app.desk.widgets import button, column, row


class Steps(QWidget):
    """Lines of a few words and numbers, more of which can be added.

    Args:
        word: what a line is called, e.g. 档.

    Signals:
        edited: ``values`` has what stands there now.
    """

    edited = Signal()

    def __init__(
        self, name: str, title: str, columns: Sequence[GridColumn], word: str, *, high: int = 190
    ) -> None:
        super().__init__()
        self.name, self._word, self._loading = name, word, False
        self._columns = tuple(columns)
        lines = column(self, space=6)
        self.grid = Grid(f"{name}_grid", title, columns)
        self.grid.setFixedHeight(theme.px(high))
        self.grid.setMaximumWidth(theme.px(556))  # narrower than where a grid shows its notes
        self.grid.edited.connect(self._edited)
        lines.addWidget(self.grid)
        bar = row(space=6)
        bar.addWidget(button(f"{name}_add", f"加一{word}", self._add, "chip"))
        bar.addWidget(button(f"{name}_remove", f"去掉这一{word}", self._remove, "chip"))
        bar.addStretch(1)
        lines.addLayout(bar)

    def load(self, values: Sequence[Mapping[str, Any]]) -> None:
        """Show these lines."""
        self._loading = True
        self.grid.load([
            GridRow(str(place), f"第{place + 1}{self._word}", "",
                    {c.key: str(one.get(c.key) or "") or None for c in self._columns})
            for place, one in enumerate(values)
        ])  # fmt: skip
        self._loading = False

    def values(self) -> list[dict[str, str]]:
        """The lines as they stand."""
        model = self.grid.model
        return [
            {c.key: str(model.value(place, c.key) or "") for c in self._columns}
            for place in range(len(model.rows))
        ]

    def _add(self) -> None:
        self.load([*self.values(), {}])
        last = len(self.grid.model.rows) - 1
        self.grid.table.setCurrentIndex(self.grid.model.index(last, 2))
        self.grid.table.setFocus()
        self.edited.emit()

    def _remove(self) -> None:
        place = self.grid.table.currentIndex().row()
        values = self.values()
        if 0 <= place < len(values):
            values.pop(place)
            self.load(values)
            self.edited.emit()

    def _edited(self) -> None:
        if not self._loading:
            self.edited.emit()
