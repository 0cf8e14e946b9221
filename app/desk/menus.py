"""A menu of acts that opens where it was asked for."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QMenu, QWidget

from app.desk import theme
from app.desk.page import Entry as Entry  # the areas take it from here
from app.desk.page import Page
from app.desk.widgets import named


def add_entries(menu: QMenu, entries: Sequence[Entry]) -> None:
    """Put entries at the end of a menu."""
    for key, title, run in entries:
        entry = menu.addAction(title.replace("&", "&&"))
        entry.setObjectName(f"more_{key}")
        entry.triggered.connect(lambda _c=False, r=run: r())


def open_menu(page: Page, name: str, spoken: str, entries: Sequence[Entry]) -> QMenu:
    """Open a menu below 更多 of the top bar."""
    menu = QMenu(page)
    named(menu, f"{name}_more_menu", spoken)
    add_entries(menu, entries)
    window = page.window()
    opener = window.findChild(QWidget, "page_more_acts") or window.findChild(QWidget, "page_more")
    where = opener.rect().bottomLeft() if opener else QPoint(theme.px(400), 0)
    menu.aboutToHide.connect(menu.deleteLater)
    menu.popup((opener or page).mapToGlobal(where))
    return menu
