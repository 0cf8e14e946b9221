"""What is said of evidence: kind, name, caption and day of one piece, the kind of several."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QLineEdit, QWidget

from app.desk import theme
from app.desk.days import DayEdit
from app.desk.dialogs import Dialog
from app.desk.evidence_adding import kind_box
from app.desk.page import Desk
from app.desk.widgets import column, label, named
from app.store import evidence
from app.store.evidence import Piece


def classify(panel: QWidget, desk: Desk, ids: Sequence[str]) -> None:
    """Ask for one kind for several pieces."""
    dialog = Dialog(panel.window(), "evidence_kind", f"{len(ids)} 份材料的种类")
    box = kind_box("evidence_kind_box")
    dialog.body.addWidget(box)

    def go() -> None:
        dialog.accept()
        desk.ops.act(evidence.classify, ids, kind=box.currentData(), owner=panel)

    dialog.add_button("cancel", "取消", dialog.reject)
    dialog.add_button("ok", "保存", go, "main")
    dialog.open()


class Describing(Dialog):
    """What is said of one piece."""

    def __init__(self, panel: QWidget, desk: Desk, piece: Piece) -> None:
        super().__init__(panel.window(), "evidence_describe", "材料的说明")
        self._panel, self._desk, self._piece = panel, desk, piece
        self.kind = kind_box("evidence_describe_kind")
        self.kind.setCurrentIndex(max(0, self.kind.findData(piece.kind)))
        self.name = QLineEdit(piece.title)
        named(self.name, "evidence_describe_title", "名称")
        self.caption = QLineEdit(piece.caption or "")
        named(self.caption, "evidence_describe_caption", "说明")
        self.caption.setPlaceholderText("印在照片下面，例如：3月8日女职工趣味运动会现场")
        self.day = DayEdit("evidence_describe_day", "形成日期")
        self.day.set_day(piece.made_on)
        for words, box in (
            ("种类", self.kind), ("名称", self.name), ("说明", self.caption),
            ("形成日期", self.day),
        ):  # fmt: skip
            line = column(space=4)
            line.addWidget(label(words, "muted"))
            line.addWidget(box)
            self.body.addLayout(line)
        self._message = label("", "error", wrap=True, name="evidence_describe_message")
        self._message.hide()
        self.body.addWidget(self._message)
        for box in (self.name, self.caption):
            box.setMaxLength(120)
        self.setMinimumWidth(theme.px(460))
        self.add_button("cancel", "取消", self.reject)
        self.add_button("ok", "保存", self.save, "main")
        self.caption.setFocus()

    def save(self) -> None:
        """Do it, or say what is wrong."""
        try:
            day = self.day.day()
        except ValueError as wrong:
            self._tell(str(wrong))
            return
        if not self.name.text().strip():
            self._tell("请填写名称。")
            return
        values = {
            "kind": self.kind.currentData(), "title": self.name.text(),
            "caption": self.caption.text(), "made_on": day,
        }  # fmt: skip
        self.accept()
        self._desk.ops.act(evidence.describe, self._piece.id, owner=self._panel, **values)

    def _tell(self, text: str) -> None:
        self._message.setText(text)
        self._message.show()
