"""关于: which version this is, whose parts are in it, and the pages to print in good time."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from app.base.progress import Progress
from app.base.stamp import version
from app.desk import theme
from app.desk.dialogs import Dialog
from app.desk.icons import emblem
from app.desk.operations import Operations
from app.desk.preview import open_preview
from app.desk.widgets import button, label, row

PAGES = (("broken", "电脑坏了怎么办"), ("setup", "安装说明"))
WORDS = (
    "程序按 GPL-3.0-or-later 许可发布，可以自由使用、复制和修改。\n"
    "其中的字体、程序库和数据各有自己的许可，清单和许可原文在程序文件夹的 about 里。\n"
    "程序不联网，不收集任何信息。"
)


def open_about(parent: QWidget, ops: Operations | None = None, log: Path | None = None) -> Dialog:
    """Show it; with ``ops`` the help pages can be printed from here."""
    made = Dialog(parent, "about", "关于基层工会工作台", 460)
    head = row(space=12)
    mark = label()
    mark.setPixmap(emblem(theme.px(40)))
    head.addWidget(mark)
    name = label(f"版本 {version()}", "strong", name="about_version")
    name.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    head.addWidget(name, 1)
    made.body.addLayout(head)
    made.body.addWidget(label(WORDS, "small", wrap=True))
    if log is not None:
        made.body.addWidget(label(f"日志（没有人名和号码）：{log}", "small", wrap=True))
    if ops is not None:
        line = row(space=8)
        line.addWidget(label("打印出来备用：", "muted"))
        for file, title in PAGES:
            line.addWidget(
                button(f"about_{file}", title, partial(_print, parent, ops, file, title))
            )
        line.addStretch(1)
        made.body.addLayout(line)
    made.add_button("close", "知道了", made.accept, "main")
    made.open()
    return made


def _print(parent: QWidget, ops: Operations, file: str, title: str) -> None:
    def make(progress: Progress) -> Any:
        from app.paper.child import in_child
        from app.paper.help import help_paper

        return in_child(help_paper(file), progress).pdf

    open_preview(parent, ops, title, make)
