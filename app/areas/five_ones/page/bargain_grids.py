"""Grids in a dialog: the answers of many firms, the confirmations of the employers covered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from PySide6.QtWidgets import QWidget

from app.base.errors import UserError
from app.base.lists import Role, Tone
from app.desk.dialogs import Dialog
from app.desk.grid import Grid, GridColumn, GridRow
from app.desk.page import Desk
from app.desk.widgets import button, label, row, tall

from ..acts import contracts, offers
from ..acts.offers import Answer

_ANSWERS = (
    GridColumn("answered_on", "答复日期", Role.DAY, width=116),
    GridColumn("answer", "答复", Role.CODE, width=110, codes="consultation_answer",
               help="同意、延期或拒绝，打一个字也行"),
    GridColumn("answer_text", "答复内容", Role.TEXT, width=220),
)  # fmt: skip
_COVERS = (
    GridColumn("workers", "职工人数", Role.COUNT, width=100),
    GridColumn("confirmed_on", "书面确认日期", Role.DAY, width=130),
)


class GridDialog(Dialog):
    """A grid that is saved as one act.

    Args:
        fill: (word on the button, values) that fill the empty cells of every line.
    """

    def __init__(
        self,
        desk: Desk,
        parent: QWidget,
        name: str,
        title: str,
        text: str,
        columns: Sequence[GridColumn],
        rows: Sequence[GridRow],
        fill: tuple[str, Mapping[str, Any]],
    ) -> None:
        super().__init__(parent.window(), name, title, 860)
        self.desk, self.origin = desk, parent
        self._fill = fill
        self.body.addWidget(label(text, "muted", wrap=True))
        self.grid = Grid(f"{name}_grid", "各单位", columns)
        tall(self.grid, 380)
        self.body.addWidget(self.grid, 1)
        bar = row(space=8)
        bar.addWidget(button(f"{name}_fill", fill[0], self.fill_empty, "chip"))
        bar.addStretch(1)
        self.body.addLayout(bar)
        self.message = label("", "error", wrap=True, name=f"{name}_message")
        self.message.hide()
        self.body.addWidget(self.message)
        self.add_button("cancel", "取消", self.reject)
        self.main = self.add_button("save", "保存", self.save, "main")
        self.main.setDefault(False)  # Enter goes down the grid
        self.grid.load(rows)

    def fill_empty(self) -> None:
        """Fill what is empty with the usual values."""
        model = self.grid.model
        for place in range(len(model.rows)):
            for number, column in enumerate(model.columns):
                if column.key in self._fill[1] and model.value(place, column.key) is None:
                    model.take(place, number + 2, column.shown(self._fill[1][column.key]))

    def save(self) -> None:
        """Write what was keyed in."""
        changes = self.grid.changes()
        if not changes:
            self.tell("还没有填写或改动。")
            return
        self.tell("")
        self.write(changes)

    def write(self, changes: Mapping[str, Mapping[str, Any]]) -> None:
        """The act."""
        raise NotImplementedError

    def tell(self, text: str) -> None:
        """A sentence below the grid; empty for none."""
        self.message.setText(text)
        self.message.setVisible(bool(text))

    def done_with(self, changes: Any) -> None:
        """Saved."""
        self.desk.notice(f"已完成：{changes.title}。", tone=Tone.GOOD)
        self.accept()

    def failed(self, error: BaseException) -> bool:
        """Refused: the sentence stays in the dialog."""
        if isinstance(error, UserError):
            self.tell(f"{error.message}{error.advice}")
            return True
        return False


class AnswerGrid(GridDialog):
    """应约答复 of a batch in one table."""

    def __init__(
        self, desk: Desk, parent: QWidget, title: str, given: Sequence[Mapping[str, Any]]
    ) -> None:
        rows = [
            GridRow(one["id"], one["employer"], one["number"],
                    {key.key: one[key.key] for key in _ANSWERS})
            for one in given
            if one["contract_id"] is None
        ]  # fmt: skip
        super().__init__(
            desk, parent, "answers", f"录入答复：{title}",
            "一家一行：答复日期和答复。清空就是还没有答复。", _ANSWERS, rows,
            ("没有填的都填：今天同意", {"answered_on": desk.today, "answer": "agreed"}),
        )  # fmt: skip

    def write(self, changes: Mapping[str, Mapping[str, Any]]) -> None:
        """录入应约答复."""
        lines = {one.id: one for one in self.grid.model.rows}
        given = {}
        for one, values in changes.items():
            whole = {**lines[one].values, **values}
            given[one] = Answer(whole["answered_on"], whole["answer"], whole["answer_text"])
        self.desk.ops.act(
            offers.enter_answers, given, owner=self.origin, done=self.done_with, failed=self.failed
        )


class CoverGrid(GridDialog):
    """书面确认 of the employers covered."""

    def __init__(
        self, desk: Desk, parent: QWidget, contract: Mapping[str, Any],
        covers: Sequence[Mapping[str, Any]], day: date,
    ) -> None:  # fmt: skip
        rows = [
            GridRow(one["id"], one["name"], "不在涵盖范围" if one["outside"] else "",
                    {key.key: one[key.key] for key in _COVERS})
            for one in covers
            if one["until"] is None or one["until"] > day
        ]  # fmt: skip
        super().__init__(
            desk, parent, "covers", f"覆盖单位确认：{contract['title']}",
            "区域性、行业性合同覆盖的单位要逐个书面确认。填确认的日期和职工人数。", _COVERS, rows,
            ("没有填的都填：今天确认", {"confirmed_on": desk.today}),
        )  # fmt: skip
        self._contract = contract["id"]

    def write(self, changes: Mapping[str, Mapping[str, Any]]) -> None:
        """登记覆盖确认."""
        self.desk.ops.act(
            contracts.set_covers, self._contract, covers={k: dict(v) for k, v in changes.items()},
            owner=self.origin, done=self.done_with, failed=self.failed,
        )  # fmt: skip
