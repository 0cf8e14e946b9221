"""The classes of an item that is not scored by points: name, what is asked, of the records too."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from app.desk import theme
from app.desk.widgets import button, card, clear, column, label, named, row

from .conditions import Catalogue, Conditions

NAME = "rubric_class"
FIRST = ("一类", "二类", "三类")


class _Class(QWidget):
    edited = Signal()

    def __init__(self, place: int, known: Catalogue, values: Mapping[str, Any]) -> None:
        super().__init__()
        frame = card()
        column(self).addWidget(frame)
        lines = column(frame, space=6, margins=(10, 8, 10, 8))
        head = row(space=8)
        head.addWidget(label(f"第{place + 1}个类别", "muted"))
        self.title = QLineEdit(str(values.get("name") or ""))
        named(self.title, f"{NAME}_{place}_name", f"第{place + 1}个类别的名称")
        self.title.setMaximumWidth(theme.px(160))
        head.addWidget(self.title)
        head.addStretch(1)
        self.head = head
        lines.addLayout(head)
        self.asked = QPlainTextEdit(str(values.get("text") or ""))
        named(self.asked, f"{NAME}_{place}_text", f"第{place + 1}个类别的要求")
        self.asked.setTabChangesFocus(True)
        self.asked.setFixedHeight(theme.px(58))
        lines.addWidget(self.asked)
        self.needs = Conditions(f"{NAME}_{place}_needs", "记录要证明什么", none="由人评定。")
        self.needs.know(known)
        self.needs.load(str(values.get("needs") or ""))
        lines.addWidget(self.needs)
        self.title.textEdited.connect(self.edited)
        self.asked.textChanged.connect(self.edited)
        self.needs.edited.connect(self.edited)

    def values(self) -> dict[str, str]:
        """As an item keeps it."""
        return {
            "name": self.title.text().strip(),
            "text": self.asked.toPlainText().strip(),
            "needs": self.needs.text(),
        }


class Classes(QWidget):
    """The classes, the best first.

    Signals:
        edited: ``values`` has what stands there now.
    """

    edited = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._known: Catalogue = {}
        self.every: list[_Class] = []
        lines = column(self, space=8)
        lines.addWidget(label("从高到低的类别", "strong"))
        self._lines = column(space=8)
        lines.addLayout(self._lines)
        bar = row(space=6)
        bar.addWidget(button(f"{NAME}_add", "加一个类别", self._add, "chip"))
        bar.addWidget(button(f"{NAME}_remove", "去掉最后一个", self._remove, "chip"))
        bar.addStretch(1)
        lines.addLayout(bar)

    def know(self, known: Catalogue) -> None:
        """What there is to choose from."""
        self._known = known

    def load(self, values: Sequence[Mapping[str, Any]]) -> None:
        """Show these classes."""
        clear(self._lines)
        self.every = [_Class(place, self._known, one) for place, one in enumerate(values)]
        for one in self.every:
            one.edited.connect(self.edited)
            self._lines.addWidget(one)

    def values(self) -> list[dict[str, str]]:
        """The classes as they stand."""
        return [one.values() for one in self.every]

    def _add(self) -> None:
        place = len(self.every)
        name = FIRST[place] if place < len(FIRST) else ""
        self.load([*self.values(), {"name": name}])
        self.edited.emit()

    def _remove(self) -> None:
        self.load(self.values()[:-1])
        self.edited.emit()
