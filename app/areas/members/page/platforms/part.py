"""What the parts of 上级平台 share: a table, a line that says what is in it, a bar of buttons."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from app.base.home import Target
from app.base.lists import Column
from app.base.progress import Progress
from app.desk.choose_path import choose_path
from app.desk.page import Desk
from app.desk.plain_table import PlainTable
from app.desk.widgets import column, label, row

KIND_OF = {"members": "member", "organisations": "union"}
"""What a platform's template asks for → kind of the records that go up."""
AREA_OF = {"member": "members", "union": "organisations"}
WORKBOOKS = "工作簿 (*.xlsx *.xlsm *.xls *.et *.csv)"
MOST = 5_000
"""So many lines are listed; written are all."""


class Part(QWidget):
    """One step with a platform.

    Signals:
        went: a ``Target`` somebody wants to see.
        left: back to the platforms.

    Attributes:
        platform: id, name and kind of the platform.
    """

    went = Signal(object)
    left = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.platform: Mapping[str, Any] = {}
        self._top: QVBoxLayout = column(self, space=8)
        self.said = label("", "muted", wrap=True)
        self._top.addWidget(self.said)

    def title(self) -> str:
        """Beside the way back."""
        raise NotImplementedError

    def look(self) -> None:
        """Another unit is looked at, or an act was done."""

    def is_dirty(self) -> bool:
        """Whether something was decided that is not kept."""
        return False

    def save(self) -> None:
        """Ctrl+S."""

    def kind(self) -> str:
        """Kind of the records of the platform."""
        return KIND_OF[str(self.platform.get("kind", "members"))]

    def table(self, name: str, spoken: str, columns: Sequence[Column], purpose: str) -> PlainTable:
        """A table whose lines open their record."""
        made = PlainTable(name, spoken, columns, purpose=purpose)
        made.opened.connect(self._open)
        return made

    def bar(self) -> QHBoxLayout:
        """A line of boxes and buttons."""
        holder = QWidget()
        self._top.addWidget(holder)
        return row(holder, space=8)

    def run(
        self, title: str, work: Callable[[Progress], Any], done: Callable[[Any], object]
    ) -> None:
        """A job that reads or writes a file."""
        self.desk.ops.run(title, work, owner=self, done=done)

    def choose(self, name: str, title: str, follow: Callable[[Path], object]) -> QFileDialog:
        """Ask for a workbook of the platform."""
        mode = QFileDialog.FileMode.ExistingFile
        return choose_path(
            self, name, title, lambda paths: follow(paths[0]), mode=mode, kinds=WORKBOOKS
        )

    def _open(self, line: Mapping[str, Any]) -> None:
        record = str(line.get("record") or "")
        if record:
            kind = self.kind()
            self.went.emit(Target(AREA_OF[kind], kind, record))
        else:
            self.desk.notice("这一行不是本单位的记录，没有资料可以打开。")


def listed(found: Sequence[Any]) -> tuple[Sequence[Any], str]:
    """As many as are listed, and what is to be said of the others."""
    if len(found) <= MOST:
        return found, ""
    return found[:MOST], f"　只列出前 {MOST:,} 行，导出的是全部。"
