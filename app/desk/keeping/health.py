"""The check of the whole workspace, and the repair of what can be repaired harmlessly."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QWidget

from app.base.findings import Finding
from app.base.lists import Tone
from app.desk.findings import FindingList
from app.desk.page import Desk
from app.desk.widgets import Elided, button, column, row
from app.store.verify import TITLES, repair, verify


class HealthView(QWidget):
    """检查工作库: file, keys, chain of acts, dates, search, and what the areas say must hold."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        lines = column(self, space=10)
        bar = row(space=8)
        bar.addWidget(button("health_check", "开始检查", self.check, "main"))
        bar.addWidget(button("health_repair", "修复", self.repair))
        self.said = Elided("检查数据文件、操作记录链、日期、搜索和附件是否完好", "muted")
        bar.addWidget(self.said, 1)
        lines.addLayout(bar)
        self.list = FindingList(
            "health_list",
            lambda: desk.today,
            reports=False,
            none="数据文件、钥匙、操作记录链、日期、搜索和附件都完好。",
        )
        self.list.went.connect(desk.go)
        lines.addWidget(self.list, 1)

    def check(self) -> None:
        """Run the whole list."""
        workspace = self.desk.workspace
        self.desk.ops.run(
            "检查工作库",
            lambda progress: verify(workspace, progress),
            owner=self,
            done=self._show,
        )

    def _show(self, found: list[Finding]) -> None:
        self.list.show_findings(found, TITLES)
        self.said.setText(f"发现 {len(found)} 处问题" if found else "检查完毕，工作库完好")

    def repair(self) -> None:
        """Repair what is harmless (the search index, files that a backup has), checked again."""
        workspace = self.desk.workspace
        self.desk.ops.run(
            "修复",
            lambda progress: repair(workspace, progress),
            owner=self,
            done=self._repaired,
            cancellable=False,
        )

    def _repaired(self, done: Any) -> None:
        self.desk.notice("能自动修复的已经修复。", tone=Tone.GOOD)
        self._show(done.left)
