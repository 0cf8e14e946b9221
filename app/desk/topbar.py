"""The bar above: which unit, which day, the search box, the buttons of the page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtCore import QDate, QPoint, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QPushButton, QWidget

from app.desk import theme
from app.desk.days import make_calendar
from app.desk.menus import add_entries
from app.desk.page import Desk, PageAction
from app.desk.search import Finder, SearchBox
from app.desk.widgets import button, clear, column, named, restyle, row

UnitPopup = Callable[[Desk, Callable[[str | None, str], object]], QWidget]
"""(desk, on_chosen(id, title)) to the tree of units shown under the unit button."""


class TopBar(QFrame):
    """One line. In a narrow window the page's minor buttons go into a menu.

    Signals:
        found: a ``Hit`` of the search box.
    """

    found = Signal(object)

    def __init__(self, desk: Desk, find: Finder | None, unit_popup: UnitPopup | None) -> None:
        super().__init__()
        self.setObjectName("topbar")
        self.setProperty("bar", "top")
        self._desk, self._unit_popup = desk, unit_popup
        self._actions: Sequence[PageAction] = ()
        self._slim = False
        line = row(self, space=10, margins=(16, 9, 16, 9))
        self.unit = button("unit", "", self.open_units, spoken="选择单位")
        self.unit.setMaximumWidth(theme.px(220))
        line.addWidget(self.unit)
        self.day = button("day", "", self.open_days, spoken="查看的日期")
        line.addWidget(self.day)
        self.search = SearchBox(desk.ops, find)
        self.search.setMinimumWidth(theme.px(120))
        self.search.setMaximumWidth(theme.px(400))
        self.search.found.connect(self.found)
        line.addWidget(self.search, 3)
        line.addStretch(1)
        self._buttons: QHBoxLayout = row(space=8)
        line.addLayout(self._buttons)
        self._popup: QFrame | None = None
        desk.looked.connect(self.tell)
        self.tell()

    def tell(self) -> None:
        """Show the unit and the day looked at."""
        title = self._desk.unit_title or "全部单位"
        metrics, room = self.unit.fontMetrics(), theme.px(170)
        shown = metrics.elidedText(title, Qt.TextElideMode.ElideRight, room)
        self.unit.setText(f"{shown} ▽".replace("&", "&&"))
        self.unit.setAccessibleName(f"单位：{title}")
        self.unit.setVisible(self._unit_popup is not None)
        day = self._desk.day.isoformat()
        if self._desk.is_past:
            self.day.setText(f"查看 {day}（只读）▽")
            restyle(self.day, kind="main")
        else:
            self.day.setText(f"今天 {day} ▽" if not self._slim else f"{day} ▽")
            restyle(self.day, kind="")
        self.day.setAccessibleName(f"查看的日期：{day}")

    def set_actions(self, actions: Sequence[PageAction]) -> None:
        """Show the buttons of the page."""
        self._actions = actions
        clear(self._buttons)
        minor = [a for a in actions if not a.main]
        main = [a for a in actions if a.main]
        past = self._desk.is_past
        shown = [*minor, *main]
        if self._slim and len(minor) > 1:
            more = button("page_more", "更多 ▽", None, spoken="更多操作")
            more.clicked.connect(lambda: self._open_menu(more, minor))
            self._buttons.addWidget(more)
            shown = main
        for which in shown:
            kind = "main" if which.main and not past else ""
            made = button(f"page_{which.key}", which.title, which.run, kind, help=which.help)
            made.setEnabled(which.enabled)
            self._buttons.addWidget(made)

    def set_slim(self, slim: bool) -> None:
        """For a narrow window."""
        if slim != self._slim:
            self._slim = slim
            self.set_actions(self._actions)
            self.tell()

    def open_units(self) -> None:
        """Show the tree of units under its button."""
        if self._unit_popup is None:
            return

        def chosen(unit: str | None, title: str) -> None:
            self.close_popup()
            self._desk.look_at_unit(unit, title)

        tree = self._unit_popup(self._desk, chosen)
        tree.setMinimumSize(theme.px(340), theme.px(380))
        self._show_popup(self.unit, "unit_popup", tree)

    def open_days(self) -> None:
        """Offer today, the year's ends, and a calendar."""
        desk, menu = self._desk, QMenu(self.day)
        named(menu, "day_menu", "查看的日期")
        today = desk.today
        menu.addAction(f"今天　{today}").triggered.connect(lambda: desk.look_at_day(None))
        menu.addSeparator()
        for year in range(today.year - 1, today.year - 5, -1):
            end = date(year, 12, 31)
            entry = menu.addAction(f"{year} 年末　{end}")
            entry.triggered.connect(lambda _c=False, d=end: desk.look_at_day(d))
        menu.addSeparator()
        menu.addAction("其他日期…").triggered.connect(self._open_calendar)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.day.mapToGlobal(QPoint(0, self.day.height() + theme.px(4))))

    def close_popup(self) -> None:
        """Close the popup under a button, if one is open."""
        if self._popup is not None:
            self._popup.close()
            self._popup = None

    def _open_calendar(self) -> None:
        calendar = make_calendar("day_calendar", self)
        day = self._desk.day
        calendar.setSelectedDate(QDate(day.year, day.month, day.day))
        today = self._desk.today
        calendar.setMaximumDate(QDate(today.year, today.month, today.day))

        def picked(chosen: QDate) -> None:
            self.close_popup()
            self._desk.look_at_day(date(chosen.year(), chosen.month(), chosen.day()))

        calendar.clicked.connect(picked)
        calendar.activated.connect(picked)
        self._show_popup(self.day, "day_popup", calendar)

    def _show_popup(self, under: QWidget, name: str, inner: QWidget) -> None:
        popup = QFrame(self, Qt.WindowType.Popup)
        popup.setObjectName(name)
        popup.setProperty("popup", "true")
        popup.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        popup.destroyed.connect(self._forget_popup)
        column(popup, space=0, margins=(6, 6, 6, 6)).addWidget(inner)
        popup.move(under.mapToGlobal(QPoint(0, under.height() + theme.px(4))))
        self._popup = popup
        popup.show()
        inner.setFocus()

    def _forget_popup(self) -> None:
        self._popup = None

    def _open_menu(self, opener: QPushButton, actions: Sequence[PageAction]) -> None:
        menu = QMenu(opener)
        named(menu, "page_more_menu", "更多操作")
        for which in (each for each in actions if each.menu is None):
            entry = menu.addAction(which.title.replace("&", "&&"))
            entry.setEnabled(which.enabled)
            entry.triggered.connect(lambda _c=False, run=which.run: run())
        for which in (each for each in actions if each.menu is not None):
            menu.addSeparator()
            add_entries(menu, which.menu() if which.menu is not None else ())
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(opener.mapToGlobal(QPoint(0, opener.height() + theme.px(4))))
