"""The order of a list: the menus that tell it and change it, by key or at the head of a column."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from app.desk.widgets import named

if TYPE_CHECKING:
    from app.desk.list_table import ColumnKeeper

KEYS = "Alt+↓"
"""Opens the menu from the rows; where WPS opens that of a column."""
RISING, FALLING, NONE = "升序", "降序", "默认顺序"


def told(keeper: ColumnKeeper) -> str:
    """The order a list is in."""
    number, falling = keeper.order()
    if number < 0:
        return NONE
    return f"按{keeper.title(number)}{FALLING if falling else RISING}"


def open_order(opener: QWidget, keeper: ColumnKeeper, name: str, at: QPoint, current: int) -> QMenu:
    """The columns on the screen to sort by, the one of the cursor (``current``) first; the one
    sorted by is told, and chosen again turns round."""
    menu = _menu(opener, f"{name}_order_menu", f"排序：{told(keeper)}")
    number, falling = keeper.order()
    for place, which, on in keeper.every():
        if on and which.sortable:
            turned = place == number and not falling
            made = _entry(menu, which.title, partial(keeper.sort_by, place, turned))
            made.setObjectName(f"{name}_order_{which.key}")
            made.setChecked(place == number)
            if place == current:
                menu.setActiveAction(made)
    menu.addSeparator()
    _directions(menu, keeper, number)
    menu.popup(at)
    return menu


def open_head(opener: QWidget, keeper: ColumnKeeper, name: str, at: QPoint, number: int) -> QMenu:
    """What can be done with one column, under the right mouse button on its head."""
    title = keeper.title(number)
    menu = _menu(opener, f"{name}_head_menu", f"{title}这一列")
    _directions(menu, keeper, number)
    menu.addSeparator()
    hide = menu.addAction(f"隐藏「{title}」列".replace("&", "&&"))
    hide.setEnabled(len(keeper.shown()) > 1)
    hide.triggered.connect(lambda: keeper.show(number, False))
    menu.addAction("恢复默认列").triggered.connect(lambda: keeper.reset())
    menu.popup(at)
    return menu


def _directions(menu: QMenu, keeper: ColumnKeeper, number: int) -> None:
    """Up, down and not at all, for one column; -1: the list is not sorted."""
    sorted_by, falling = keeper.order()
    mine = number >= 0 and sorted_by == number
    can = number >= 0 and keeper.sortable(number)
    for words, down in ((RISING, False), (FALLING, True)):
        made = _entry(menu, words, partial(keeper.sort_by, number, down))
        made.setChecked(mine and falling == down)
        made.setEnabled(can)
    made = _entry(menu, NONE, partial(keeper.sort_by, -1, False))
    made.setChecked(sorted_by < 0)


def _entry(menu: QMenu, words: str, run: Callable[[], object]) -> QAction:
    made = menu.addAction(words.replace("&", "&&"))
    made.setCheckable(True)
    made.triggered.connect(lambda _on=False: run())
    return made


def _menu(opener: QWidget, name: str, spoken: str) -> QMenu:
    menu = QMenu(opener)
    menu.setProperty("checks", "true")
    named(menu, name, spoken)
    menu.aboutToHide.connect(menu.deleteLater)
    return menu
