"""Two records of the same thing side by side: which value stays is chosen field by field."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QRadioButton, QScrollArea, QWidget

from app.base.errors import UserError
from app.base.lists import Picker, Tone
from app.desk import theme
from app.desk.form_spec import Call
from app.desk.page import Desk
from app.desk.pickers import PickerEdit
from app.desk.whole import Whole
from app.desk.widgets import button, card, clear, column, label, named, row


@dataclass(frozen=True, slots=True)
class Line:
    """One field of both records.

    Attributes:
        words: of the record that stays and of the other one.
        differs: there is something to choose.
        prefer: 0 or 1: which is proposed.
        joined: what both have goes together, there is nothing to choose: both are shown.
    """

    key: str
    title: str
    words: tuple[str, str]
    differs: bool
    prefer: int = 0
    joined: bool = False


class SideBySide(Whole):
    """The first record stays, the second goes; an area says what the fields are and what merges.

    Args:
        name: prefix of the widgets' names.
        word: what a record is called, e.g. 单位.
        what_goes: what becomes of the second, e.g. 合并后删除.

    Signals:
        merged: id of the record that stays.
    """

    keeps = True
    merged = Signal(str)

    def __init__(self, desk: Desk, name: str, word: str, what_goes: str, picker: Picker) -> None:
        super().__init__()
        self._desk, self.name, self._word, self._what_goes = desk, name, word, what_goes
        self._first = self._second = ""
        self._groups: dict[str, QButtonGroup] = {}
        self.outer = lines = column(self, space=8)
        head = row(space=8)
        head.addWidget(label(f"和它重复的{word}", "muted"))
        self.other = PickerEdit(f"{name}_other", f"和它重复的{word}", picker, desk.ops)
        self.other.setMinimumWidth(theme.px(320))
        self.other.picked.connect(self._picked)
        head.addWidget(self.other)
        head.addStretch(1)
        lines.addLayout(head)
        frame = card()
        inner = column(frame, margins=(1, 1, 1, 1))
        area = QScrollArea()
        area.setObjectName(f"{name}_fields")
        area.setWidgetResizable(True)
        body = QWidget()
        body.setProperty("scrolls", True)
        self._lines = column(body, space=8, margins=(16, 12, 16, 12))
        area.setWidget(body)
        inner.addWidget(area)
        lines.addWidget(frame, 1)
        self.message = label("", "error", wrap=True, name=f"{name}_message")
        self.message.hide()
        lines.addWidget(self.message)
        foot = row(space=8)
        self.main = button(f"{name}_save", "合并", self.save, "main", help="Ctrl+S")
        foot.addWidget(self.main)
        self.foot = foot
        foot.addWidget(button(f"{name}_cancel", "取消", self.left.emit))
        foot.addStretch(1)
        lines.addLayout(foot)

    # what an area says

    def read(self, connection: Any, first: str, second: str) -> Any:
        """Both records, None if one is gone; called on a reader."""
        raise NotImplementedError

    def lines_of(self, found: Any) -> Sequence[Line]:
        """The fields of what was read."""
        raise NotImplementedError

    def merging(self, first: str, second: str, chosen: Mapping[str, int]) -> Call:
        """The act; ``chosen``: field → 0 or 1, for those that differ."""
        raise NotImplementedError

    # choosing

    def open(self, first: str, second: str = "") -> None:
        """Begin with the record that stays; the other one is chosen here unless it is known."""
        self._first, self._second = first, ""
        self.other.set_key(second or None)
        self._tell("")
        self.main.setEnabled(False)
        clear(self._lines)
        said = f"先选和它重复的那一个{self._word}，再逐项比较。"
        self._lines.addWidget(label(said, "muted", wrap=True))
        self._lines.addStretch(1)
        if second:
            self._picked(second)
        else:
            self.other.setFocus()

    def pair(self) -> tuple[str, str]:
        """Ids of the record that stays and of the other one, empty while it is not chosen."""
        return self._first, self._second

    def save(self) -> None:
        """Merge with the values chosen."""
        if not self._second:
            return
        chosen = {key: group.checkedId() for key, group in self._groups.items()}
        call = self.merging(self._first, self._second, chosen)
        self.main.setEnabled(False)
        self._desk.ops.act(
            call.act, *call.args, owner=self, done=self._done, failed=self._failed, **call.values
        )

    def _picked(self, other: str | None) -> None:
        if not other:
            return
        if other == self._first:
            self._tell(f"这就是它自己，请选另一个{self._word}。")
            return
        first = self._first
        self._tell("")
        self._desk.ops.ask(
            lambda connection: self.read(connection, first, other),
            owner=self,
            done=lambda found: self._show(other, found),
            slot="pair",
        )

    def _show(self, other: str, found: Any) -> None:
        if found is None:
            return
        self._second, self._groups = other, {}
        clear(self._lines)
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.px(16))
        grid.setVerticalSpacing(theme.px(6))
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(2, 1)
        grid.addWidget(label(f"留下的{self._word}", "strong"), 0, 1)
        grid.addWidget(label(f"重复的{self._word}（{self._what_goes}）", "strong"), 0, 2)
        for place, which in enumerate(self.lines_of(found), 1):
            grid.addWidget(label(which.title, "muted"), place, 0, Qt.AlignmentFlag.AlignTop)
            self._pair_of(grid, place, which)
        self._lines.addLayout(grid)
        self._lines.addStretch(1)
        self.main.setEnabled(True)

    def _pair_of(self, grid: QGridLayout, place: int, which: Line) -> None:
        if which.joined:
            for side, word in enumerate(which.words):
                name = f"{self.name}_{which.key}_{side}"
                top = Qt.AlignmentFlag.AlignTop
                grid.addWidget(label(word, wrap=True, name=name), place, side + 1, top)
            return
        if not which.differs:
            grid.addWidget(label(which.words[which.prefer], wrap=True), place, 1, 1, 2)
            return
        group = QButtonGroup(self)
        for side, word in enumerate(which.words):
            made = QRadioButton(word.replace("&", "&&"))
            whose = "留下的" if side == 0 else "重复的"
            spoken = f"{which.title}用{whose}{self._word}的：{word}"
            named(made, f"{self.name}_{which.key}_{side}", spoken)
            group.addButton(made, side)
            grid.addWidget(made, place, side + 1)
        group.button(which.prefer).setChecked(True)
        self._groups[which.key] = group

    def _done(self, _changes: Any) -> None:
        self._desk.notice(f"已合并重复{self._word}。", tone=Tone.GOOD)
        self.merged.emit(self._first)

    def _failed(self, error: BaseException) -> bool:
        self.main.setEnabled(True)
        if isinstance(error, UserError):
            self._tell(f"{error.message}{error.advice}")
            return True
        return False

    def _tell(self, text: str) -> None:
        self.message.setText(text)
        self.message.setVisible(bool(text))
