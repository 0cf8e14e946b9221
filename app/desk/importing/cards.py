"""The counts above the check's tabs, and what the tabs are called."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QFrame

from app.base.lists import Tone
from app.desk.widgets import Elided, Shape, column, label, row

CARDS = (
    ("every", "全部行", Tone.IDLE),
    ("new", "新增", Tone.GOOD),
    ("changed", "更新", Tone.INFO),
    ("same", "无变化", Tone.IDLE),
    ("doubt", "疑似重复、转入", Tone.WARN),
    ("wrong", "错误", Tone.BAD),
)
TABS = (
    ("every", "全部"),
    ("new", "新增"),
    ("changed", "更新"),
    ("differ", "不同未改"),
    ("same", "无变化"),
    ("doubt", "疑似重复"),
    ("transfer", "转入"),
    ("absent", "缺席"),
    ("wrong", "错误"),
    ("look", "请核对"),
)
WHOLE = ("every", "new", "same")
EMPTY = {
    "every": "这个文件里没有数据行。",
    "new": "没有要新增的。",
    "changed": "没有要补或要改的值。",
    "differ": "没有与已有记录不同的值。",
    "same": "没有与已有记录完全相同的行。",
    "doubt": "没有疑似重复的行。",
    "transfer": "没有会籍在别的工会的人。",
    "absent": "本单位的会员都在表里。",
    "wrong": "没有错误，可以导入。",
    "look": "没有要核对的值。",
}


class CountCard(QFrame):
    """A count that opens its tab.

    Signals:
        opened: it was clicked.
    """

    opened = Signal()

    def __init__(self, key: str, title: str, tone: Tone) -> None:
        super().__init__()
        self.setObjectName(f"import_card_{key}")
        self.setProperty("card", "true")
        self._title = title
        lines = column(self, space=0, margins=(12, 7, 8, 7))
        head = row(space=6)
        self.shape = Shape(tone, 9)
        self.shape.setVisible(tone is not Tone.IDLE)
        head.addWidget(self.shape)
        head.addWidget(Elided(title, "muted"), 1)
        lines.addLayout(head)
        self.value = label("0", "title", name=f"import_count_{key}")
        lines.addWidget(self.value)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def set_count(self, count: int) -> None:
        """Show a count."""
        self.value.setText(f"{count:,}")
        self.setAccessibleName(f"{self._title} {count}")

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.opened.emit()
