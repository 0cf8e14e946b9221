"""The menu that puts something off to a day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from PySide6.QtWidgets import QMenu, QWidget

from app.desk.widgets import named

DAYS = (("一周后", 7), ("一个月后", 30), ("三个月后", 91))


def later_menu(
    under: QWidget,
    name: str,
    today: date,
    chosen: Callable[[date | None], object],
    *,
    put_off: bool = False,
) -> None:
    """Ask below a widget until when, and call ``chosen`` with the day.

    Args:
        name: the menu is called this and ``_later_menu``.
        put_off: it is put off already, and can be taken up again (``chosen`` with None).
    """
    menu = QMenu(under)
    named(menu, f"{name}_later_menu", "暂缓到")
    offered = [(words, today + timedelta(days=days)) for words, days in DAYS]
    offered.append(("年底", date(today.year, 12, 31)))
    for words, until in offered:
        if until > today:
            menu.addAction(f"{words}　{until}").triggered.connect(
                lambda _checked=False, day=until: chosen(day)
            )
    if put_off:
        menu.addSeparator()
        menu.addAction("取消暂缓").triggered.connect(lambda: chosen(None))
    menu.aboutToHide.connect(menu.deleteLater)
    menu.popup(under.mapToGlobal(under.rect().bottomLeft()))
