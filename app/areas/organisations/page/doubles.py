"""合并重复单位: the two records side by side, chosen field by field."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QRadioButton, QScrollArea, QWidget

from app.base.errors import UserError
from app.base.lists import Tone
from app.desk import theme
from app.desk.fields import Field, in_words
from app.desk.page import Desk
from app.desk.pickers import PickerEdit
from app.desk.widgets import button, card, clear, column, label, named, row

from .. import acts
from ..lists.window import names_of, values_of
from .employer_forms import dated_fields, plain_fields
from .pickers import RecordPicker
from .union_forms import Maker


class Doubles(QWidget):
    """The first employer stays, the second goes.

    Signals:
        left: cancelled.
        merged: id of the employer that stays.
    """

    left = Signal()
    merged = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._first = self._second = ""
        self._values: tuple[Mapping[str, Any], Mapping[str, Any]] = ({}, {})
        self._groups: dict[str, QButtonGroup] = {}
        lines = column(self, space=8)
        head = row(space=8)
        head.addWidget(label("和它重复的单位", "muted"))
        picker = RecordPicker("employer", lambda: desk.today)
        self.other = PickerEdit("doubles_other", "和它重复的单位", picker, desk.ops)
        self.other.setMinimumWidth(theme.px(320))
        self.other.picked.connect(self._picked)
        head.addWidget(self.other)
        head.addStretch(1)
        lines.addLayout(head)
        frame = card()
        inner = column(frame, margins=(1, 1, 1, 1))
        area = QScrollArea()
        area.setObjectName("doubles_fields")
        area.setWidgetResizable(True)
        body = QWidget()
        body.setProperty("scrolls", True)
        self._lines = column(body, space=8, margins=(16, 12, 16, 12))
        area.setWidget(body)
        inner.addWidget(area)
        lines.addWidget(frame, 1)
        self.message = label("", "error", wrap=True, name="doubles_message")
        self.message.hide()
        lines.addWidget(self.message)
        foot = row(space=8)
        self.main = button("doubles_save", "合并", self.save, "main", help="Ctrl+S")
        foot.addWidget(self.main)
        foot.addWidget(button("doubles_cancel", "取消", self.left.emit))
        foot.addStretch(1)
        lines.addLayout(foot)

    def open(self, employer: str) -> None:
        """Begin with the employer that stays."""
        self._first, self._second = employer, ""
        self.other.set_key(None)
        self._tell("")
        self.main.setEnabled(False)
        clear(self._lines)
        self._lines.addWidget(label("先选和它重复的那一个单位，再逐项比较。", "muted", wrap=True))
        self._lines.addStretch(1)
        self.other.setFocus()

    def save(self) -> None:
        """Merge with the values chosen."""
        if not self._second:
            return
        plain, dated = self._chosen()
        self.main.setEnabled(False)
        self._desk.ops.act(
            acts.merge_doubled_employers, self._second, owner=self, done=self._done,
            failed=self._failed, into=self._first, values=plain, dated=dated,
        )  # fmt: skip

    def _picked(self, other: str | None) -> None:
        if not other:
            return
        if other == self._first:
            self._tell("这就是它自己，请选另一个单位。")
            return
        first, day = self._first, self._desk.today
        self._tell("")
        self._desk.ops.ask(
            lambda connection: _pair(connection, first, other, day),
            owner=self,
            done=lambda found: self._show(other, *found),
            slot="pair",
        )

    def _fields(self) -> tuple[Field, ...]:
        make = Maker(self._desk.today)
        return (*dated_fields(make), *plain_fields(make))

    def _show(
        self,
        other: str,
        first: Mapping[str, Any] | None,
        second: Mapping[str, Any] | None,
        titles: dict[str, str],
    ) -> None:
        if first is None or second is None:
            return
        self._second, self._values = other, (first, second)
        self._groups = {}
        clear(self._lines)
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.px(16))
        grid.setVerticalSpacing(theme.px(6))
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(2, 1)
        grid.addWidget(label("留下的单位", "strong"), 0, 1)
        grid.addWidget(label("重复的单位（合并后删除）", "strong"), 0, 2)
        line = 1
        for field in self._fields():
            mine, its = first.get(field.key), second.get(field.key)
            if mine is None and its is None:
                continue
            grid.addWidget(label(field.label, "muted"), line, 0, Qt.AlignmentFlag.AlignTop)
            self._pair_of(grid, line, field, (mine, its), titles)
            line += 1
        self._lines.addLayout(grid)
        self._lines.addStretch(1)
        self.main.setEnabled(True)

    def _pair_of(
        self,
        grid: QGridLayout,
        line: int,
        field: Field,
        values: tuple[Any, Any],
        titles: dict[str, str],
    ) -> None:
        words = [in_words(field, value, titles) for value in values]
        if values[0] == values[1]:
            grid.addWidget(label(words[0], wrap=True), line, 1, 1, 2)
            return
        group = QButtonGroup(self)
        for side, word in enumerate(words):
            made = QRadioButton(word.replace("&", "&&"))
            which = "留下的" if side == 0 else "重复的"
            named(made, f"doubles_{field.key}_{side}", f"{field.label}用{which}单位的：{word}")
            group.addButton(made, side)
            grid.addWidget(made, line, side + 1)
        group.button(0 if values[0] is not None else 1).setChecked(True)
        self._groups[field.key] = group

    def _chosen(self) -> tuple[dict[str, Any], dict[str, Any]]:
        plain: dict[str, Any] = {}
        dated: dict[str, Any] = {}
        for field in self._fields():
            group = self._groups.get(field.key)
            if group is not None and group.checkedId() == 1:
                (dated if field.dated else plain)[field.key] = self._values[1][field.key]
            elif group is not None and not field.dated:
                plain[field.key] = self._values[0][field.key]
        return plain, dated

    def _done(self, _changes: Any) -> None:
        self._desk.notice("已合并重复单位。", tone=Tone.GOOD)
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


def _pair(
    connection: Any, first: str, second: str, day: Any
) -> tuple[Mapping[str, Any] | None, Mapping[str, Any] | None, dict[str, str]]:
    pair = [values_of(connection, "employer", one, day) for one in (first, second)]
    places = [v["place_id"] for v in pair if v and v["place_id"]]
    parents = [v["parent_id"] for v in pair if v and v["parent_id"]]
    titles = names_of(connection, "place", places) | names_of(connection, "employer", parents)
    return pair[0], pair[1], titles
