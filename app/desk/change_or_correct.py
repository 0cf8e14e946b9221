"""编辑 of a dated field asks: always wrong (更正), or different from a day on (变更)?"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtWidgets import QButtonGroup, QLineEdit, QRadioButton, QWidget

from app.base.text import tidy
from app.desk.days import DayEdit
from app.desk.dialogs import Dialog
from app.desk.widgets import column, label, named, row


@dataclass(frozen=True, slots=True)
class Difference:
    """One dated field that was edited: its label, what it was and what it is to be."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Way:
    """The answer: ``change`` from a day on with its document, or ``correct``."""

    change: bool
    since: date | None = None
    document: str = ""


class ChangeOrCorrect(Dialog):
    """The question. Use ``ask_change_or_correct``."""

    def __init__(
        self,
        parent: QWidget | None,
        differences: Sequence[Difference],
        *,
        change_first: bool,
        today: date,
        on_answer: Callable[[Way], object],
    ) -> None:
        super().__init__(parent, "change_or_correct", "是变更，还是更正？", 480)
        self._today, self._answered = today, on_answer
        for which in differences:
            line = row(space=8)
            line.addWidget(label(which.label, "muted"))
            line.addWidget(label(f"{which.before} → {which.after}", "strong", wrap=True), 1)
            self.body.addLayout(line)
        self.change = QRadioButton("变更：从某一天起是新的，以前的仍按原样")
        named(self.change, "way_change", "变更")
        self.body.addWidget(self.change)
        inner = column(space=8, margins=(26, 0, 0, 0))
        first = row(space=8)
        first.addWidget(label("自"))
        self.since = DayEdit("way_since", "变更日期")
        self.since.set_day(today)
        first.addWidget(self.since)
        first.addWidget(label("起"))
        first.addStretch(1)
        inner.addLayout(first)
        self.document = QLineEdit()
        named(self.document, "way_document", "批复文号")
        self.document.setPlaceholderText("批复文号（没有可不填）")
        self.document.setMaxLength(80)
        inner.addWidget(self.document)
        self.body.addLayout(inner)
        self.correct = QRadioButton("更正：原来就录错了，以前的也一起改")
        named(self.correct, "way_correct", "更正")
        self.body.addWidget(self.correct)
        self._group = QButtonGroup(self)
        self._group.addButton(self.change)
        self._group.addButton(self.correct)
        self.message = label("", "error", wrap=True, name="way_message")
        self.message.hide()
        self.body.addWidget(self.message)
        self.change.toggled.connect(self._adapt)
        (self.change if change_first else self.correct).setChecked(True)
        self._adapt()
        self.add_button("cancel", "取消", self.reject)
        self.add_button("ok", "保存", self._done, "main")

    def _adapt(self) -> None:
        on = self.change.isChecked()
        self.since.setEnabled(on)
        self.document.setEnabled(on)

    def _done(self) -> None:
        if self.correct.isChecked():
            way = Way(False)
        else:
            try:
                since = self.since.day()
            except ValueError as problem:
                self._tell(str(problem))
                return
            if since is None:
                self._tell("请填写从哪一天起变更。")
                return
            way = Way(True, since, tidy(self.document.text()))
        self.accept()
        self._answered(way)

    def _tell(self, text: str) -> None:
        self.message.setText(text)
        self.message.show()
        self.since.setFocus()


def ask_change_or_correct(
    parent: QWidget | None,
    differences: Sequence[Difference],
    *,
    change_first: bool,
    today: date,
    on_answer: Callable[[Way], object],
) -> ChangeOrCorrect:
    """Ask once for all dated fields of one edit.

    Args:
        differences: what was edited.
        change_first: the default answer (``Field.change_first`` of the first field).
        today: default day of a 变更.
        on_answer: called with the ``Way``; not called on 取消.
    """
    made = ChangeOrCorrect(
        parent, differences, change_first=change_first, today=today, on_answer=on_answer
    )
    made.open()
    return made
