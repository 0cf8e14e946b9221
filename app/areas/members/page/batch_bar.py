"""The bar below a list: what can be done with all selected rows at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFrame

from app.desk.lists import ListView
from app.desk.page import Desk
from app.desk.widgets import button, label, row

LEAST = 2
"""From so many selected rows on the bar is shown."""
MOST = 50_000
"""So many are reviewed one by one before an act."""


class BatchBar(QFrame):
    """Hidden until several rows are selected.

    Args:
        acts: (key, words, what is done with the ids).
    """

    def __init__(
        self,
        name: str,
        shown: ListView,
        acts: Sequence[tuple[str, str, Callable[[Sequence[str]], object]]],
        desk: Desk,
    ) -> None:
        super().__init__()
        self.setObjectName(f"{name}_batch")
        self.setProperty("bar", "actions")
        self._list, self._desk = shown, desk
        line = row(self, space=6, margins=(10, 6, 10, 6))
        self.said = label("", "strong", name=f"{name}_batch_said")
        line.addWidget(self.said)
        self.every = button(
            f"{name}_batch_every", "选中全部", shown.select_all, "quiet", help="Ctrl+A"
        )
        line.addWidget(self.every)
        line.addStretch(1)
        for key, words, run in acts:
            line.addWidget(button(f"{name}_batch_{key}", words, partial(self._run, run), "chip"))
        self._counting = QTimer(self, singleShot=True, interval=60)
        self._counting.timeout.connect(self._adapt)
        shown.table.selectionModel().selectionChanged.connect(lambda *_: self._counting.start())
        shown.counted.connect(lambda _count: self._counting.start())
        self.hide()

    def _count(self) -> int:
        """How many rows are selected, without asking for each of a million."""
        ranges = self._list.table.selectionModel().selection().toList()
        return sum(each.bottom() - each.top() + 1 for each in ranges)

    def _adapt(self) -> None:
        count = self._count()
        self.said.setText(f"已选 {count:,} 条")
        every = self._list.count()
        self.every.setText(f"选中全部 {every:,} 条")
        self.every.setAccessibleName(self.every.text())
        self.every.setVisible(count < every)
        self.setVisible(count >= LEAST and not self._desk.is_past)

    def _run(self, run: Callable[[Sequence[str]], object]) -> None:
        if self._count() > MOST:
            self._desk.notice(f"一次最多办理 {MOST:,} 条。", "请先筛选，或者分几次选择。")
            return
        ids = self._list.selected()
        if ids:
            run(ids)
