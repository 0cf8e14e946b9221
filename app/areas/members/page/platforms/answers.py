"""读平台的回执: which rows of what went up the platform took, and which it refused and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from app.base.lists import Column, Role, Status, Tone
from app.desk.page import Desk
from app.desk.widgets import button

from ...acts.platforms import record_answers
from ...sheet.platform_answers import Answer, read_answers, told_of
from .part import Part, listed

COLUMNS = (
    Column("place", "行", 70),
    Column("name", "姓名、名称", 200),
    Column("state", "平台", 130, Role.STATUS),
    Column("said", "原因", 520),
)
TAKEN = Status("已接收", Tone.GOOD)
NOT_TAKEN = Status("未接收", Tone.BAD)
UNKNOWN = Status("不是本单位的", Tone.IDLE)


class Answers(Part):
    """One result file."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._answers: Sequence[Answer] = ()
        self.rows = self.table(
            "platform_answers", "平台的回执", COLUMNS,
            "选平台导入后下载的结果文件（带「是否导入成功」「错误原因」的那个）。",
        )  # fmt: skip
        self._top.addWidget(self.rows, 1)
        bar = self.bar()
        bar.addWidget(button("platform_answers_file", "选择结果文件…", self.choose_file))
        bar.addStretch(1)
        self.main = button("platform_answers_keep", "登记回执", self.keep, "main")
        bar.addWidget(self.main)

    def title(self) -> str:
        return "平台的回执"

    def is_dirty(self) -> bool:
        return bool(told_of(self._answers))

    def open(self, line: Mapping[str, Any]) -> None:
        """Of a platform; a file read before stays until it is noted."""
        if line.get("id") != self.platform.get("id") or not self._answers:
            self.platform = line
            self._show(())
            self.choose_file()

    def choose_file(self) -> None:
        """Ask for the platform's file."""
        self.choose("platform_result", "选择平台的结果文件", self.read)

    def read(self, path: Path) -> None:
        """Read it; nothing is noted yet."""
        record, workspace = str(self.platform["id"]), self.desk.workspace
        self.run(
            "读平台的回执",
            lambda progress: read_answers(workspace, record, path, progress),
            self._show,
        )

    def _show(self, found: Sequence[Answer]) -> None:
        self._answers = found
        known = told_of(found)
        refused = [one for one in found if one.record and one.reason]
        order = sorted(found, key=lambda one: (one.record == "", one.reason is None))
        shown, more = listed(order)
        self.rows.show_entries([_line(one) for one in shown])
        self.main.setEnabled(bool(known))
        if not found:
            self.said.setText(" ")
            return
        said = f"平台接收 {len(known) - len(refused):,} 条，未接收 {len(refused):,} 条"
        strange = sum(not one.record for one in found)
        said += f"，{strange:,} 行不是本单位的记录。" if strange else "。"
        said += "登记以后，未接收的改好了会再列进「要上传的」。" if refused else ""
        if not known:
            said = "结果文件里没有一行是本单位的记录，请核对是不是选错了文件。"
        self.said.setText(said + more)

    def save(self) -> None:
        self.keep()

    def keep(self) -> None:
        """Note what the platform said."""
        known = told_of(self._answers)
        if not known:
            return

        def done(_changes: Any) -> None:
            self._answers = ()
            self.desk.notice(f"已登记平台对 {len(known):,} 条的回执。", tone=Tone.GOOD)
            self.left.emit()

        self.desk.ops.act(
            record_answers, self.platform["id"], owner=self, done=done, answers=known,
            on=self.desk.today,
        )  # fmt: skip


def _line(one: Answer) -> dict[str, Any]:
    state = UNKNOWN if not one.record else TAKEN if one.reason is None else NOT_TAKEN
    return {"record": one.record, "place": str(one.row), "name": one.name or " ", "state": state,
            "said": one.reason or " "}  # fmt: skip
