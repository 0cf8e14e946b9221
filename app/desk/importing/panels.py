"""What can be done with the line under the cursor: mend a cell, say who it is, take a value over.

Each panel is told the line (``show_line``) and says what was decided by its signals.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QFrame, QLineEdit, QPushButton

from app.desk import theme
from app.desk.importing.tabs import WAITS
from app.desk.widgets import Combo, Elided, button, clear, column, label, named, row


class Panel(QFrame):
    """A bar under a table, below the whole sentence of the line: its column has seldom room for it.

    Signals:
        decided: what is to be done (name, line, value).
    """

    decided = Signal(str, object, object)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("bar", "inner")
        self.line: Mapping[str, Any] | None = None
        whole = column(self, space=6, margins=(12, 8, 12, 8))
        self.sentence = label("", wrap=True, name="import_sentence")
        whole.addWidget(self.sentence)
        self.bar = row(space=8)
        whole.addLayout(self.bar)

    def show_line(self, line: Mapping[str, Any] | None) -> None:
        """The line under the cursor; None: none."""
        self.line = line
        self.setEnabled(line is not None)
        said = str(line.get("said", "")).strip() if line is not None else ""
        self.sentence.setText(said)
        self.sentence.setVisible(bool(said))

    def decide(self, what: str, value: object = None) -> None:
        """Tell what was decided about the line."""
        if self.line is not None:
            self.decided.emit(what, self.line, value)


class MendPanel(Panel):
    """A wrong cell: choose what was meant, or type it right; the row is checked again."""

    def __init__(self) -> None:
        super().__init__()
        self.cell = label("", "strong", name="import_mend_cell")
        self.bar.addWidget(self.cell)
        self.edit = QLineEdit()
        named(self.edit, "import_mend_edit", "改为")
        self.edit.setMinimumWidth(theme.px(120))
        self.edit.returnPressed.connect(self._mend)
        self.bar.addWidget(self.edit, 2)
        self.ok = button("import_mend_ok", "改好，重新检查", self._mend)
        self.bar.addWidget(self.ok)
        self.near_label = label("相近的", "muted", name="import_near_label")
        self.bar.addWidget(self.near_label)
        self.near = Combo()
        named(self.near, "import_near", "相近的")
        self.near.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.bar.addWidget(self.near, 2)
        self.choose = button("import_near_ok", "就是它", self._choose)
        self.bar.addWidget(self.choose)
        self.bar.addStretch(1)
        self.skip = button("import_skip", "跳过这一行", lambda: self.decide("skip"), "quiet")
        self.bar.addWidget(self.skip)
        self.show_line(None)

    def show_line(self, line: Mapping[str, Any] | None) -> None:
        super().show_line(line)
        editable = line is not None and line["column"] >= 0
        self.cell.setText(str(line["cell"]) if line else "选一行来处理")
        self.edit.setText(str(line["old"]) if line and editable else "")
        self.edit.setVisible(editable)
        self.ok.setVisible(editable)
        near: Sequence[str] = line["candidates"] if line else ()
        answers = bool(line and line["answers"])
        self.near_label.setText("怎么办" if answers else "相近的")
        self.near.setAccessibleName(self.near_label.text())
        self.choose.setText("这样办" if answers else "就是它")
        self.near.clear()
        self.near.addItems(list(near))
        for widget in (self.near_label, self.near, self.choose):
            widget.setVisible(bool(near))

    def _mend(self) -> None:
        self.decide("mend", self.edit.text().strip())

    def _choose(self) -> None:
        self.decide("name", self.near.currentText())


class DoubtPanel(Panel):
    """Something that may be there already: the same, another, or leave it."""

    def __init__(self) -> None:
        super().__init__()
        self.bar.addWidget(label("与已有的", "muted", name="import_doubt_label"))
        self.which = Combo()
        named(self.which, "import_doubt_which", "已有的哪一个")
        self.which.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.bar.addWidget(self.which, 3)
        self.same = button("import_same", "是同一个", self._same)
        self.bar.addWidget(self.same)
        self.other = button("import_other", "是另一个，新增", lambda: self.decide("new"))
        self.bar.addWidget(self.other)
        self._answers = row(space=8)
        self._further: list[QPushButton] = []
        self.bar.addLayout(self._answers)
        self.skip = button("import_doubt_skip", "跳过这一行", lambda: self.decide("skip"))
        self.bar.addWidget(self.skip)
        self.undo = button("import_doubt_undo", "重新决定", lambda: self.decide("undo"), "quiet")
        self.bar.addWidget(self.undo)
        self.show_line(None)

    def show_line(self, line: Mapping[str, Any] | None) -> None:
        super().show_line(line)
        self.which.clear()
        for key, words in line.get("named", ()) if line else ():
            self.which.addItem(words, key)
        if line and line.get("chosen"):
            self.which.setCurrentIndex(self.which.findData(line["chosen"]))
        self._adapt()

    def offer(self, answers: Sequence[tuple[str, str]]) -> None:
        """Further answers about the one that is there already."""
        clear(self._answers)
        self._further = [
            button(f"import_answer_{key}", words, partial(self._answer, key))
            for key, words in answers
        ]
        for one in self._further:
            self._answers.addWidget(one)
        self._adapt()

    def _adapt(self) -> None:
        """What was decided of another kind of doubt (同一人更名) can only be decided anew."""
        known = self.which.count() > 0
        for one in (self.which, self.same, *self._further):
            one.setEnabled(known)
        self.other.setEnabled(known or bool(self.line and self.line["state"].word == WAITS))

    def _same(self) -> None:
        self.decide("record", self.which.currentData())

    def _answer(self, key: str) -> None:
        if self.which.count():
            self.decide("answer", {key: True, "record": self.which.currentData()})


class TransferPanel(Panel):
    """People who belong elsewhere: what is done with the chosen ones."""

    def __init__(self) -> None:
        super().__init__()
        self.said = Elided("", "muted")
        self.bar.addWidget(self.said, 1)
        self.every = button("import_transfer_every", "全选", lambda: self.decide("every"), "quiet")
        self.bar.addWidget(self.every)
        self._answers = row(space=8)
        self.bar.addLayout(self._answers)
        self.skip = button("import_transfer_skip", "跳过", lambda: self.decide("skip_these"))
        self.bar.addWidget(self.skip)
        self.undo = button(
            "import_transfer_undo", "重新决定", lambda: self.decide("undo_these"), "quiet"
        )
        self.bar.addWidget(self.undo)
        self.show_line(None)

    def offer(self, answers: Sequence[tuple[str, str]]) -> None:
        """What may be answered."""
        clear(self._answers)
        for key, words in answers:
            chosen = partial(self.decide, "answer_these", {key: True})
            self._answers.addWidget(button(f"import_answer_{key}", words, chosen))

    def show_line(self, line: Mapping[str, Any] | None) -> None:
        super().show_line(line)
        self.said.setText(f"选中的怎么办？（{line['name']} 等）" if line else "选几行来决定")


class AbsentPanel(Panel):
    """Members whom the whole roster does not name: what became of the chosen ones."""

    def __init__(self) -> None:
        super().__init__()
        self.said = Elided("", "muted")
        self.bar.addWidget(self.said, 1)
        self.every = button("import_absent_every", "全选", lambda: self.decide("every"), "quiet")
        self.bar.addWidget(self.every)
        self.what = Combo()
        named(self.what, "import_absent_what", "选中的怎么办")
        self.what.currentIndexChanged.connect(lambda _index: self._adapt())
        self.bar.addWidget(self.what)
        self.to_name = QLineEdit()
        named(self.to_name, "import_absent_to", "转到哪个工会")
        self.to_name.setPlaceholderText("转到哪个工会")
        self.to_name.setMinimumWidth(theme.px(150))
        self.bar.addWidget(self.to_name)
        self.ok = button("import_absent_ok", "选中的这样办", self._chosen)
        self.bar.addWidget(self.ok)
        self.undo = button(
            "import_absent_undo", "重新决定", lambda: self.decide("absent", {}), "quiet"
        )
        self.bar.addWidget(self.undo)
        self.show_line(None)

    def offer(self, answers: Sequence[tuple[str, str]]) -> None:
        """What may have become of them."""
        self.what.clear()
        for key, words in answers:
            self.what.addItem(words, key)
        self._adapt()

    def _adapt(self) -> None:
        self.to_name.setVisible(self.what.currentData() == "send_out")

    def _chosen(self) -> None:
        told: dict[str, str] = {"what": str(self.what.currentData())}
        if told["what"] == "send_out":
            told["to_name"] = self.to_name.text().strip()
        self.decide("absent", told)

    def show_line(self, line: Mapping[str, Any] | None) -> None:
        super().show_line(line)
        self.said.setText(f"选中的怎么办？（{line['name']} 等）" if line else "没有缺席的人")


class TakePanel(Panel):
    """A value that differs: leave it, take this one, or take the whole column."""

    def __init__(self) -> None:
        super().__init__()
        self.said = Elided("", "muted")
        self.bar.addWidget(self.said, 1)
        self.one = button("import_take", "采用表中的（选中的）", lambda: self.decide("take"))
        self.bar.addWidget(self.one)
        self.whole = button("import_take_column", "整列采用", lambda: self.decide("take_column"))
        self.bar.addWidget(self.whole)
        self.back = button("import_leave", "不改（选中的）", lambda: self.decide("leave"))
        self.bar.addWidget(self.back)
        self.back_all = button(
            "import_leave_column", "整列不改", lambda: self.decide("leave_column"), "quiet"
        )
        self.bar.addWidget(self.back_all)
        self.bar.setAlignment(Qt.AlignmentFlag.AlignVCenter)
        self.show_line(None)

    def show_line(self, line: Mapping[str, Any] | None) -> None:
        super().show_line(line)
        title = str(line["title"]) if line else ""
        self.said.setText(f"{line['name']} 的{title}" if line else "选一行来决定")
        self.whole.setText(f"整列采用「{title}」" if title else "整列采用")
        self.back_all.setText(f"整列不改「{title}」" if title else "整列不改")
