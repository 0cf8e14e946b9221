"""The rail of areas at the left: wide with words, narrow with icons and short words."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QFrame, QLabel, QPushButton

from app.desk import theme
from app.desk.icons import emblem, icon
from app.desk.page import PageEntry
from app.desk.widgets import button, column, label, named, restyle, row, tip

WIDE, SLIM = 176, 64
HIGH, HIGH_SLIM = 36, 48
"""How high a button is where there is room for all of them."""
LOW = 24
"""So low they become before they would lie over each other."""
TWO_LINES = 40
"""Height below which a button of the narrow rail is its word alone."""


class RailButton(QPushButton):
    """One area. In the narrow rail the icon stands above a short word."""

    def __init__(self, entry: PageEntry) -> None:
        super().__init__()
        self.entry = entry
        self.setProperty("kind", "rail")
        self.setCheckable(True)
        self.setAutoExclusive(True)
        named(self, f"rail_{entry.name}", entry.title)
        self.count = 0
        self._slim = False
        self.set_slim(False)

    def set_slim(self, slim: bool) -> None:
        """Wide or narrow."""
        self._slim = slim
        self._write()
        self.set_height(theme.px(HIGH_SLIM if slim else HIGH))
        self.setIcon(icon(self.entry.picture) if not slim else icon("none"))
        side = 0 if slim else theme.px(18)
        self.setIconSize(QSize(side, side))
        self.update()

    def set_height(self, height: int) -> None:
        """As high as the rail has room for."""
        self.setMinimumHeight(0)  # over that of the style
        self.setFixedHeight(height)

    def _write(self) -> None:
        room = theme.px(WIDE - 16 - 34 - (30 if self.count else 8))
        title = self.entry.title
        shown = self.fontMetrics().elidedText(title, Qt.TextElideMode.ElideRight, room)
        self.setText("" if self._slim else shown.replace("&", "&&"))
        tip(self, title if self._slim or shown != title else "")

    def set_count(self, count: int) -> None:
        """How many things in this area are overdue; 0 shows nothing."""
        self.count = count
        words = f"{self.entry.title}，{count} 件要办" if count else self.entry.title
        self.setAccessibleName(words)
        self._write()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        c = theme.colours()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._slim:
            self._paint_slim(painter, QColor(c.accent_ink if self.isChecked() else c.muted))
        if self.count:
            side = theme.px(19)
            wide = side if self.count < 10 else side + theme.px(8)
            left = self.width() - wide - theme.px(8 if not self._slim else 2)
            top = (self.height() - side) / 2 if not self._slim else theme.px(2)
            box = QRectF(left, top, wide, side)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(c.accent))
            painter.drawRoundedRect(box, side / 2, side / 2)
            painter.setPen(QColor("#FFFFFF"))
            painter.setFont(theme.font(12))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, str(min(self.count, 99)))
        painter.end()

    def _paint_slim(self, painter: QPainter, ink: QColor) -> None:
        alone = self.height() < theme.px(TWO_LINES)
        words = QRectF(self.rect())
        if not alone:
            side, top = theme.px(20), (self.height() - theme.px(39)) // 2
            picture = icon(self.entry.picture, ink.name(), 20)
            picture.paint(painter, (self.width() - side) // 2, top, side, side)
            words = QRectF(0, top + theme.px(21), self.width(), theme.px(18))
        painter.setPen(ink)
        painter.setFont(theme.font(14 if alone else 12, bold=self.isChecked()))
        painter.drawText(
            words, Qt.AlignmentFlag.AlignCenter, self.entry.short or self.entry.title[:4]
        )


class Rail(QFrame):
    """The areas that are built.

    Signals:
        chosen: name of the area clicked.
        settings_wanted: the settings were asked for.
    """

    chosen = Signal(str)
    settings_wanted = Signal()

    def __init__(self, entries: Sequence[PageEntry]) -> None:
        super().__init__()
        self.setObjectName("rail")
        self.setProperty("bar", "rail")
        self._lines = column(self, space=2, margins=(8, 8, 8, 8))
        head = row(space=8, margins=(10, 4, 4, 10))
        self._mark = QLabel()
        self._mark.setTextFormat(Qt.TextFormat.PlainText)
        self._mark.setPixmap(emblem(theme.px(20)))
        head.addWidget(self._mark)
        self._name = label("工会工作台", "heading")
        head.addWidget(self._name, 1)
        self._head = head
        self._lines.addLayout(head)
        self._slim = False
        self.buttons: dict[str, RailButton] = {}
        group = QButtonGroup(self)
        for entry in entries:
            made = RailButton(entry)
            made.clicked.connect(lambda _c=False, n=entry.name: self.chosen.emit(n))
            group.addButton(made)
            self.buttons[entry.name] = made
            self._lines.addWidget(made)
        self._lines.addStretch(1)
        self._settings = button(
            "rail_settings", "设置", self.settings_wanted.emit, "rail", picture="settings"
        )
        self._lines.addWidget(self._settings)
        self.set_slim(False)

    def set_slim(self, slim: bool) -> None:
        """Wide with words, or narrow with icons."""
        self.setFixedWidth(theme.px(SLIM if slim else WIDE))
        around = (4, 8, 4, 8) if slim else (8, 8, 8, 8)
        head = (18, 4, 0, 8) if slim else (10, 4, 4, 10)
        self._lines.setContentsMargins(*(theme.px(n) for n in around))
        self._head.setContentsMargins(*(theme.px(n) for n in head))
        self._settings.setText("" if slim else "设置")
        restyle(self._settings, slim=slim)
        self._slim = slim
        for made in self.buttons.values():
            made.set_slim(slim)
        self._fit()

    def minimumSizeHint(self) -> QSize:
        return QSize(self.width(), self._around() + len(self.buttons) * theme.px(LOW))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _around(self) -> int:
        """What the buttons of the areas leave to the rest, without the mark above."""
        margins, count = self._lines.contentsMargins(), len(self.buttons)
        space = self._lines.spacing() * (count + 2)
        return margins.top() + margins.bottom() + space + self._settings.sizeHint().height()

    def _fit(self) -> None:
        """All areas are in sight however low the window is: first the mark goes, then pictures."""
        high = theme.px(HIGH_SLIM if self._slim else HIGH)
        count, room = max(1, len(self.buttons)), self.height() - self._around()
        around = self._head.contentsMargins()
        head = max(theme.px(20), self._name.sizeHint().height()) + self._lines.spacing()
        head += around.top() + around.bottom()
        with_mark = (room - head) // count >= min(high, theme.px(TWO_LINES))
        self._mark.setVisible(with_mark)
        self._name.setVisible(with_mark and not self._slim)
        each = (room - (head if with_mark else 0)) // count
        for made in self.buttons.values():
            made.set_height(max(theme.px(LOW), min(high, each)))

    def show_chosen(self, name: str) -> None:
        """Mark an area as the one shown."""
        if name in self.buttons:
            self.buttons[name].setChecked(True)
