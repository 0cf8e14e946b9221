"""What takes the whole page: headcounts in a grid, all findings, what is missing, doubled employers
side by side."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from app.base.home import Target
from app.desk.dialogs import ask
from app.desk.findings import FindingList
from app.desk.page import Desk
from app.desk.problems import Problems
from app.desk.rows import Row, RowList
from app.desk.widgets import Elided, button, column, label, row

from .doubles import Doubles
from .headcounts import Headcounts
from .problems import read_missing


class Workplace(QWidget):
    """One of the wide views, with a way back.

    Signals:
        went: a ``Target`` somebody wants to see.
        left: back to tree, list and detail.
    """

    went = Signal(object)
    left = Signal()

    def __init__(self, desk: Desk, problems: Problems) -> None:
        super().__init__()
        self._desk, self._problems = desk, problems
        self._again: Callable[[], object] | None = None
        self._rule = ""
        lines = column(self, space=8)
        head = row(space=10)
        head.addWidget(button("workplace_back", "返回", self.back, "quiet", picture="back"))
        self.title = label("", "heading", name="workplace_title")
        head.addWidget(self.title)
        self.said = Elided("", "muted")
        head.addWidget(self.said, 1)
        lines.addLayout(head)
        self._stack = QStackedWidget()
        lines.addWidget(self._stack, 1)
        self.findings = FindingList("all_findings", lambda: desk.today)
        self.findings.went.connect(lambda target: self.went.emit(_here(target)))
        self.findings.explained.connect(problems.explain)
        self.findings.put_off.connect(problems.put_off)
        self.missing = RowList("missing", "还没有填的资料", "该填的都填了。", card=True)
        self.missing.opened.connect(self._open_missing)
        self.heads = Headcounts(desk)
        self.heads.left.connect(self.left)
        self.doubles = Doubles(desk)
        self.doubles.left.connect(self.left)
        self.doubles.merged.connect(
            lambda record: self.went.emit(Target("organisations", "employer", record))
        )
        for page in (self.findings, self.missing, self.heads, self.doubles):
            self._stack.addWidget(page)
        problems.told.connect(self._show_findings)

    def open(self, which: str, **more: Any) -> None:
        """Bring one up: findings, missing, heads, doubles."""
        self.said.setText("")
        views: dict[str, Callable[..., None]] = {
            "findings": self._findings,
            "missing": self._missing,
            "heads": self._heads,
            "doubles": self._doubles,
        }
        views[which](**more)

    def look(self) -> None:
        """Another day or unit is looked at."""
        if self.isVisible() and self._again is not None:
            self._again()

    def changed(self, _kinds: dict[str, set[str]]) -> None:
        """An act was done."""
        if self.isVisible() and self._again is not None and not self.is_dirty():
            self._again()

    def is_dirty(self) -> bool:
        """Whether something keyed in is not saved."""
        return self.heads.is_dirty()

    def save(self) -> None:
        """Ctrl+S."""
        if self._stack.currentWidget() is self.heads:
            self.heads.save()
        elif self._stack.currentWidget() is self.doubles:
            self.doubles.save()

    def back(self) -> bool:
        """Back to the lists; asks where something keyed in would be lost."""
        if not self.is_dirty():
            self.left.emit()
            return True

        def leave() -> None:
            self.heads.forget()
            self.left.emit()

        ask(self.window(), "leave_grid", "不保存就离开吗？", "填写的人数还没有保存。",
            [("leave", "不保存", leave)], cancel="继续填写")  # fmt: skip
        return True

    # findings

    def _findings(self, rule: str = "") -> None:
        self._rule, self._again = rule, None
        self.title.setText("审核问题")
        self._stack.setCurrentWidget(self.findings)
        self._show_findings()

    def _show_findings(self) -> None:
        found = self._problems.findings
        if self._rule:
            found = tuple(f for f in found if f.rule == self._rule)
        self.findings.show_findings(found, self._problems.titles)
        if self._stack.currentWidget() is self.findings:
            words = "正在审核…" if not self._problems.known else f"截至 {self._desk.day}"
            only = self._problems.titles.get(self._rule, self._rule)
            self.said.setText(f"{only}　{words}" if self._rule else words)

    # what is missing

    def _missing(self, kind: str = "", field: str = "") -> None:
        day = self._desk.day
        self.title.setText("还没有填的资料")
        self._stack.setCurrentWidget(self.missing)
        self._again = lambda: self._missing(kind, field)
        self._desk.ops.ask(
            lambda connection: read_missing(connection, day, kind, field),
            owner=self, done=lambda found: self._show(self.missing, *found), slot="missing",
        )  # fmt: skip

    def _show(self, rows: RowList, found: list[Row], said: str) -> None:
        rows.show_rows(found)
        self.said.setText(said)

    def _open_missing(self, one: Row) -> None:
        found = one.data
        self.went.emit(Target("organisations", found.kind, found.id, found.field, "edit"))

    # headcounts, doubles

    def _heads(self, source: Any, view: Any, kind: str) -> None:
        self._again = None
        self.title.setText("批量填人数")
        said = "只列筛选出来的；改过的格子存为这一天的填报数。"
        if kind == "union":
            said += "名册已录全的工会不用填会员。"
        self.said.setText(said)
        self._stack.setCurrentWidget(self.heads)
        self.heads.open(source, view, kind)

    def _doubles(self, record: str) -> None:
        self._again = None
        self.title.setText("合并重复单位")
        self.said.setText("逐项选留下哪一个；全部资料归到留下的单位，另一条删除。")
        self._stack.setCurrentWidget(self.doubles)
        self.doubles.open(record)


def _here(target: Target) -> Target:
    return Target("organisations", target.kind, target.id, target.field, "edit")
