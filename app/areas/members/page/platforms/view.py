"""上级平台 in the place of lists and detail: the platforms, and one part at a time."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget

from app.desk.dialogs import ask
from app.desk.page import Desk
from app.desk.whole import Whole
from app.desk.widgets import Elided, button, column, label, row

from .adding import AddPlatform
from .answers import Answers
from .columns import Columns
from .compare import Compare
from .part import Part
from .shelf import Shelf
from .upload import Upload

PARTS: dict[str, type[Any]] = {
    "upload": Upload, "answers": Answers, "compare": Compare, "columns": Columns,
}  # fmt: skip


class PlatformsView(Whole):
    """The platforms of the office.

    Signals:
        went: a ``Target`` somebody wants to see.
    """

    keeps = True
    went = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.parts: dict[str, Part] = {}
        lines = column(self, space=8)
        head = row(space=10)
        head.addWidget(button("platforms_back", "返回", self.back, "quiet", picture="back"))
        self.title = label("", "heading", name="platforms_title")
        head.addWidget(self.title)
        self.said = Elided("", "muted")
        head.addWidget(self.said, 1)
        lines.addLayout(head)
        self.stack = QStackedWidget()
        lines.addWidget(self.stack, 1)
        self.shelf = Shelf(desk)
        self.shelf.wanted.connect(self.bring)
        self._add(self.shelf)
        self._show(self.shelf)

    def _add(self, part: Part) -> None:
        part.left.connect(self._to_shelf)
        part.went.connect(self.went.emit)
        self.stack.addWidget(part)

    def part(self) -> Part:
        """The one that is up."""
        found = self.stack.currentWidget()
        assert isinstance(found, Part)
        return found

    def bring(self, key: str, line: Mapping[str, Any] | None) -> None:
        """A part for a platform; ``add``: a new one."""
        if key == "add":
            AddPlatform(self, self._read).open()
            return
        if line is not None:
            part = self._made(key)
            self._show(part)
            part.open(line)
            self._name(str(line["name"]))

    def _made(self, key: str) -> Any:
        if key not in self.parts:
            self.parts[key] = PARTS[key](self.desk)
            self._add(self.parts[key])
        return self.parts[key]

    def _read(self, path: Path, kind: str, name: str) -> None:
        part = self._made("columns")
        self._show(part)
        part.read(path, kind, name)

    def _show(self, part: Part) -> None:
        self.stack.setCurrentWidget(part)
        self.title.setText(part.title())
        self._name("")

    def _name(self, text: str) -> None:
        self.said.setText(text)

    def _to_shelf(self) -> None:
        self._show(self.shelf)
        self.shelf.look()

    # the page's side

    def look(self) -> None:
        """Come up, or another unit is looked at."""
        if not self.part().is_dirty():
            self.part().look()

    def changed(self, kinds: dict[str, set[str]]) -> None:
        """An act was done."""
        del kinds
        self.look()

    def is_dirty(self) -> bool:
        """Whether something decided is not kept."""
        return self.part().is_dirty()

    def save(self) -> None:
        """Ctrl+S."""
        self.part().save()

    def back(self) -> None:
        """To the platforms, then to the lists; asks where something would be lost."""
        part = self.part()
        if part is self.shelf:
            self.left.emit()
        elif isinstance(part, Columns) and part.is_dirty():
            ask(self.window(), "leave_columns", "不保存就离开吗？", "列的对应还没有保存。",
                [("leave", "不保存", part.forget)], cancel="继续填写")  # fmt: skip
        else:
            self._to_shelf()
