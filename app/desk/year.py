"""The year as a calendar: twelve months, each with what falls into it, one click from its act."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QIcon, QPainter, QPixmap, QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QListWidget, QListWidgetItem, QWidget

from app.base.home import Due
from app.base.lists import Tone
from app.desk import theme
from app.desk.icons import draw_shape
from app.desk.widgets import button, column, label, named, restyle, row, safe_tip

MONTHS = 12
MONTH_WIDTH = 236
"""Width of a month, at 100 %, below which fewer stand side by side."""
MONTH_SHOWN = 100
"""So many lines of one month are listed; the others as a number."""


class MonthBox(QFrame):
    """One month and what falls into it.

    Signals:
        opened: a ``Target``.
    """

    opened = Signal(object)

    def __init__(self, month: int) -> None:
        super().__init__()
        self.setObjectName(f"year_month_{month}")
        self.setProperty("card", "true")
        self._words = f"{month}月"
        lines = column(self, space=0, margins=(1, 1, 1, 1))
        head = row(space=8, margins=(10, 6, 10, 4))
        head.addWidget(label(self._words, "strong"))
        head.addStretch(1)
        self.count = label("", "muted")
        head.addWidget(self.count)
        lines.addLayout(head)
        self.list = QListWidget()
        named(self.list, f"year_list_{month}", f"{month}月的事")
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.list.setUniformItemSizes(True)
        self.list.setMinimumHeight(theme.px(84))
        self.list.itemActivated.connect(self._open)
        self.list.itemClicked.connect(self._open)
        lines.addWidget(self.list, 1)

    def show_due(self, due: Sequence[Due], *, now: bool) -> None:
        """Show what falls into the month; ``now``: it is the month of the day looked at."""
        restyle(self, card="alert" if now else "true")
        self.count.setText(f"{len(due):,} 件" if due else "")
        self.list.clear()
        for which in due[:MONTH_SHOWN]:
            day = f"{which.day.day}日　" if which.day else ""
            item = QListWidgetItem(_shape(which.tone), f"{day}{which.title}")
            item.setToolTip(safe_tip(f"{which.title}　{which.note}".strip()))
            item.setData(Qt.ItemDataRole.UserRole, which)
            self.list.addItem(item)
        if len(due) > MONTH_SHOWN:
            rest = QListWidgetItem(f"还有 {len(due) - MONTH_SHOWN} 件")
            rest.setFlags(Qt.ItemFlag.NoItemFlags)
            self.list.addItem(rest)

    def _open(self, item: QListWidgetItem) -> None:
        which = item.data(Qt.ItemDataRole.UserRole)
        if which is not None and which.target is not None:
            self.opened.emit(which.target)


class YearView(QWidget):
    """Twelve months of a year, and the years before and after.

    Args:
        ask: called with a year and a function that takes its ``Due`` items.
        today: the day whose month is marked.

    Signals:
        opened: a ``Target``.
    """

    opened = Signal(object)

    def __init__(
        self,
        ask: Callable[[int, Callable[[Sequence[Due]], Any]], Any],
        today: Callable[[], date],
    ) -> None:
        super().__init__()
        self.setObjectName("year")
        self._ask, self._today = ask, today
        self._year = 0
        lines = column(self, space=8)
        head = row(space=6)
        head.addWidget(button("year_before", "‹ 上一年", lambda: self._step(-1), "link"))
        self._title = label("", "strong", name="year_title")
        head.addWidget(self._title)
        head.addWidget(button("year_after", "下一年 ›", lambda: self._step(1), "link"))
        head.addStretch(1)
        self._said = label("", "muted", name="year_said")
        head.addWidget(self._said)
        lines.addLayout(head)
        self._grid = QGridLayout()
        self._grid.setSpacing(theme.px(8))
        lines.addLayout(self._grid, 1)
        self.months = [MonthBox(month) for month in range(1, MONTHS + 1)]
        for box in self.months:
            box.opened.connect(self.opened)
        self._across = 0

    def look(self, year: int | None = None) -> None:
        """Read the year again, or show another one."""
        self._year = year or self._year or self._today().year
        asked = self._year
        self._title.setText(f"{asked} 年")
        self._ask(asked, lambda due: self._show(asked, due))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        fit = max(1, event.size().width() // theme.px(MONTH_WIDTH))
        across = max(n for n in (1, 2, 3, 4, 6) if n <= fit)
        if across == self._across:
            return
        self._across = across
        for place, box in enumerate(self.months):
            self._grid.addWidget(box, place // across, place % across)

    def _step(self, years: int) -> None:
        self.look(self._year + years)

    def _show(self, year: int, due: Sequence[Due]) -> None:
        if year != self._year:
            return
        today = self._today()
        for month, box in enumerate(self.months, 1):
            mine = [d for d in due if d.day and (d.day.year, d.day.month) == (year, month)]
            box.show_due(mine, now=(today.year, today.month) == (year, month))
        self._said.setText(f"全年 {len(due):,} 件" if due else "这一年还没有安排")


def _shape(tone: Tone) -> QIcon:
    """The shape of a tone as the picture of a list's line."""
    side = theme.px(11)
    picture = QPixmap(QSize(side, side))
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    ink, _ground = theme.tone_colours(tone)
    draw_shape(painter, tone, QRectF(0, 0, side, side), ink)
    painter.end()
    return QIcon(picture)
