"""Days as people type them, and a line edit for one."""

from __future__ import annotations

import re
from datetime import date

from PySide6.QtCore import QDate, QPoint, Qt, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QCalendarWidget, QFrame, QLineEdit, QWidget

from app.base.text import half_width
from app.desk import theme
from app.desk.icons import icon
from app.desk.widgets import column, named, restyle

_PARTS = re.compile(r"^(\d{4})\s*[-./年]\s*(\d{1,2})\s*[-./月]\s*(\d{1,2})\s*日?$")


def read_day(text: str) -> date | None:
    """20260131, 2026-1-31, 2026.1.31, 2026/1/31, 2026年1月31日. None for nothing typed.

    Raises:
        ValueError: with a Chinese sentence that says what is wrong.
    """
    typed = " ".join(half_width(text).split())
    if not typed:
        return None
    match = _PARTS.match(typed)
    if match:
        year, month, day = (int(part) for part in match.groups())
    elif re.fullmatch(r"\d{8}", typed):
        year, month, day = int(typed[:4]), int(typed[4:6]), int(typed[6:])
    else:
        raise ValueError("请写成 2026-01-31 或 20260131。")
    if not 1900 <= year <= 2199:
        raise ValueError(f"{year} 年不对，请写四位年份。")
    try:
        return date(year, month, day)
    except ValueError:
        raise ValueError(f"没有 {year} 年 {month} 月 {day} 日这一天。") from None


class DayEdit(QLineEdit):
    """A field for one day: typed any usual way, or picked from a calendar with Alt+↓.

    Signals:
        day_changed: a valid day or None was entered.
    """

    day_changed = Signal(object)

    def __init__(self, name: str, spoken: str) -> None:
        super().__init__()
        named(self, name, spoken)
        self.setPlaceholderText("年-月-日")
        self.setMaxLength(16)
        pick = self.addAction(icon("day"), QLineEdit.ActionPosition.TrailingPosition)
        pick.setObjectName(f"{name}_pick")
        pick.setText("选日期")
        pick.setToolTip("选日期")
        pick.triggered.connect(self.open_calendar)
        self._popup: QFrame | None = None
        self.editingFinished.connect(self._tidy)

    def day(self) -> date | None:
        """The day. ``ValueError`` with a sentence if it is none."""
        return read_day(self.text())

    def set_day(self, day: date | None) -> None:
        """Show a day."""
        self.setText(day.isoformat() if day else "")

    def open_calendar(self) -> None:
        """Show a calendar under the field."""
        popup = QFrame(self, Qt.WindowType.Popup)
        popup.setProperty("popup", "true")
        popup.setObjectName(f"{self.objectName()}_calendar_popup")
        popup.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        lines = column(popup, space=0, margins=(4, 4, 4, 4))
        calendar = make_calendar(f"{self.objectName()}_calendar", popup)
        try:
            day = self.day()
        except ValueError:
            day = None
        if day is not None:
            calendar.setSelectedDate(QDate(day.year, day.month, day.day))

        def picked(chosen: QDate) -> None:
            self.set_day(date(chosen.year(), chosen.month(), chosen.day()))
            popup.close()
            self.setFocus()
            self.textEdited.emit(self.text())
            self._tidy()

        calendar.clicked.connect(picked)
        calendar.activated.connect(picked)
        lines.addWidget(calendar)
        popup.move(self.mapToGlobal(QPoint(0, self.height() + theme.px(2))))
        popup.show()
        self._popup = popup

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        restyle(self, wrong=False)

    def _tidy(self) -> None:
        try:
            day = self.day()
        except ValueError:
            restyle(self, wrong=True)
            return
        restyle(self, wrong=False)
        self.set_day(day)
        self.day_changed.emit(day)


def make_calendar(name: str, parent: QWidget) -> QCalendarWidget:
    """A calendar that begins on Monday, with names for its buttons."""
    calendar = QCalendarWidget(parent)
    named(calendar, name, "日历")
    calendar.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
    calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
    calendar.setMinimumSize(theme.px(300), theme.px(230))
    return calendar
