"""Which fonts for official papers this machine has, as the settings show it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFrame

from app.desk.operations import Operations
from app.desk.widgets import column, label

if TYPE_CHECKING:
    from app.paper.fonts_office import OwnFonts, Sought


class FontsFound(QFrame):
    """One line per role: the face that is used, or why the bundled one stays."""

    def __init__(self, ops: Operations) -> None:
        super().__init__()
        self._lines = column(self, space=3)
        self._wait = label("正在查看本机的字体…", "small", name="own_fonts_wait")
        self._lines.addWidget(self._wait)
        ops.think(_look, owner=self, done=self._show, slot="own_fonts")

    def _show(self, found: OwnFonts) -> None:
        self._wait.hide()
        for sought in found.sought:
            self._lines.addWidget(
                label(line(sought), "small", wrap=True, name=f"own_font_{sought.role}")
            )
        if found.unreadable:
            names = "、".join(found.unreadable[:3])
            more = f"等 {len(found.unreadable)} 个" if len(found.unreadable) > 3 else ""
            text = f"读不出来的字体文件：{names}{more}，请重新安装。"
            self._lines.addWidget(label(text, "small", wrap=True, name="own_fonts_unreadable"))


def _look() -> OwnFonts:
    from app.paper.fonts_office import own_fonts  # with reportlab, which takes 0.1 s

    return own_fonts()


def line(sought: Sought) -> str:
    """What was found for one role, in a sentence."""
    if sought.face is not None:
        return f"{sought.title}——有「{sought.face.name}」，可以用。"
    if not sought.refused:
        return f"{sought.title}——本机没有，用程序自带的。"
    face = sought.refused[0]
    return f"{sought.title}——有「{face.name}」，但不能用：{face.refused}仍用程序自带的。"
