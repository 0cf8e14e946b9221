"""名册、签到表、发放签收表 of the people a list shows, or of those selected in it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtWidgets import QButtonGroup, QLineEdit, QRadioButton, QWidget

from app.desk.dialogs import Dialog
from app.desk.lists import ListView
from app.desk.page import Desk
from app.desk.papers import preview_paper
from app.desk.widgets import label, named

PAPERS = (("roster", "会员名册"), ("sign_in", "签到表"), ("hand_out", "发放签收表"))
ASKED = (
    ("title", "标题", "可以不填，例如：第三次会员大会签到表"),
    ("item", "发放什么", "例如：中秋慰问品"),
    ("amount", "每人多少", "例如：1份"),
)


class RosterDialog(Dialog):
    """Which paper, and what stands on it."""

    def __init__(self, desk: Desk, parent: QWidget, shown: ListView) -> None:
        super().__init__(parent.window(), "rosters", "打印名册、签到表、签收表", 460)
        self._desk, self._page, self._list = desk, parent, shown
        selected = shown.selected()
        self._ids: Sequence[str] = selected if len(selected) > 1 else ()
        count = len(self._ids) or shown.count()
        words = "选中的" if self._ids else "名单里现在筛选出的"
        said = f"打印{words} {count:,} 人，号码隐去中间几位。"
        if not count:
            said = "名单里现在没有人，打印出来的是空白表。"
        self.body.addWidget(label(said, "muted", wrap=True, name="rosters_said"))
        self._group = QButtonGroup(self)
        for place, (name, title) in enumerate(PAPERS):
            made = QRadioButton(title)
            named(made, f"rosters_{name}", title)
            self._group.addButton(made, place)
            self.body.addWidget(made)
        self._group.button(0).setChecked(True)
        self.boxes: dict[str, QLineEdit] = {}
        for key, title, hint in ASKED:
            box = QLineEdit()
            named(box, f"rosters_{key}", title)
            box.setPlaceholderText(f"{title}：{hint}")
            box.setMaxLength(80)
            self.body.addWidget(box)
            self.boxes[key] = box
        self._group.idToggled.connect(lambda *_: self._adapt())
        self._adapt()
        self.add_button("cancel", "取消", self.reject)
        self.add_button("ok", "打印预览", self._go, "main")

    def name(self) -> str:
        """Which paper is chosen."""
        return PAPERS[self._group.checkedId()][0]

    def _adapt(self) -> None:
        for key in ("item", "amount"):
            self.boxes[key].setVisible(self.name() == "hand_out")

    def _go(self) -> None:
        """The ids are read first: the list may be long."""
        source, view = self._list.source, self._list.view()
        chosen = self._ids
        options = {key: " ".join(box.text().split()) for key, box in self.boxes.items()}
        name, title = PAPERS[self._group.checkedId()]

        def show(ids: Any) -> None:
            found = {key: text for key, text in options.items() if text} | {"id": ",".join(ids)}
            preview_paper(self._page, self._desk, name, title, found)

        self.accept()
        if chosen:
            show(chosen)
        else:
            self._desk.ops.ask(
                lambda connection: source.ids(connection, view), owner=self._page, done=show,
                slot="rosters",
            )  # fmt: skip
