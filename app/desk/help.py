"""F1: what the page is for, its commonest jobs step by step, and the keys."""

from __future__ import annotations

import html
from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QListWidget, QTextBrowser, QWidget

from app.base.help_text import help_lines
from app.desk import theme
from app.desk.dialogs import SHORTCUTS, Dialog
from app.desk.page import PageEntry
from app.desk.widgets import fit_screen, named, row, tall

KEYS = "按键"
"""The last section: the keys that work everywhere."""


def keys_of(place: int) -> str:
    """The keys that bring up the page at this place of the rail, from 0; empty: there are none."""
    return f"Alt+{(place + 1) % 10}" if place < 10 else ""


def section(entry: PageEntry, keys: str) -> str:
    """The help of a page as rich text; of its file nothing is taken for a mark but its own."""
    parts = []
    for line in help_lines("pages", f"{entry.help}.md"):
        text = html.escape(line.text)
        if line.kind == "title":
            parts.append(f"<h2>{text}</h2>")
        elif line.kind == "heading":
            parts.append(f"<h3>{text}</h3>")
        elif line.kind == "step":
            parts.append(f"<p>{line.number}. {text}</p>")
        else:
            parts.append(f"<p>{text}</p>")
    if keys:
        parts.append(f"<h3>按键</h3><p><b>{keys}</b>　到这一页</p>")
    return "".join(parts)


def all_keys() -> str:
    """The keys that work everywhere, as rich text."""
    lines = (f"<p><b>{html.escape(k)}</b>　{html.escape(said)}</p>" for k, said in SHORTCUTS)
    return f"<h2>{KEYS}</h2>" + "".join(lines)


class HelpDialog(Dialog):
    """The pages at the left, the help of one at the right. It stays open beside the work.

    Attributes:
        pages: the list; up and down choose a page.
        shown: the help of the page chosen; Tab leads there, arrows and Page Down scroll.
    """

    def __init__(
        self, parent: QWidget, entries: Sequence[PageEntry], current: str, about: str = ""
    ) -> None:
        """``about``: title of the window it is asked from; what the page says of it is shown."""
        super().__init__(parent, "help", "帮助", 720)
        self.setWindowModality(Qt.WindowModality.NonModal)
        told = [(place, entry) for place, entry in enumerate(entries) if entry.help]
        self._texts = [section(entry, keys_of(place)) for place, entry in told] + [all_keys()]
        halves = row(space=12)
        self.pages = QListWidget()
        named(self.pages, "help_pages", "各页的帮助")
        self.pages.addItems([*(entry.title for _place, entry in told), KEYS])
        self.pages.setFixedWidth(theme.px(140))
        halves.addWidget(self.pages)
        self.shown = QTextBrowser()
        named(self.shown, "help_text", "帮助")
        self.shown.setTabChangesFocus(True)
        self.shown.setOpenLinks(False)
        tall(self.shown, 180)
        halves.addWidget(self.shown, 1)
        self.body.addLayout(halves, 1)
        self.pages.currentRowChanged.connect(self._show)
        names = [entry.name for _place, entry in told]
        self.pages.setCurrentRow(names.index(current) if current in names else len(names))
        self.add_button("close", "关闭", self.accept, "main")
        fit_screen(self, 760, 640)
        if about:
            self.shown.find(about)

    def help_over(self, _window: QWidget) -> None:
        """F1 in the help itself: it is there already."""

    def _show(self, place: int) -> None:
        self.shown.setHtml(self._texts[place])


def open_help(
    parent: QWidget, entries: Sequence[PageEntry], current: str, about: str = ""
) -> HelpDialog:
    """Show the help of a page over the window it is asked from; one that is open makes room."""
    top = parent
    while (above := top.parentWidget()) is not None:
        top = above
    for open_one in top.findChildren(HelpDialog):
        open_one.close()
    made = HelpDialog(parent, entries, current, about)
    made.show()
    made.pages.setFocus()
    return made
