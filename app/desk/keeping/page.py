"""The page: four views, one at a time."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from app.base.home import Target
from app.desk.history import Entry, HistoryList, show_verdict
from app.desk.keeping.backups import BackupsView
from app.desk.keeping.health import HealthView
from app.desk.keeping.users import UsersView
from app.desk.page import Desk, Page, PageAction
from app.desk.views import Views
from app.desk.widgets import column, label, named, row
from app.store import history
from app.store.work import ACTS

SHOWN_ACTS = 500
VIEWS = (
    ("backups", "备份"),
    ("acts", "操作记录"),
    ("users", "用户和口令"),
    ("health", "检查工作库"),
)


class KeepingPage(Page):
    """备份, 操作记录, 用户和口令, 检查."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        named(self, "keeping_page", "数据备份与交接")
        lines = column(self, space=10, margins=(16, 14, 16, 14))
        head = row(space=8)
        head.addWidget(label("数据备份与交接", "title", name="keeping_title"))
        self.views = Views("keeping", VIEWS)
        self.views.chosen.connect(self.show_view)
        head.addWidget(self.views)
        head.addStretch(1)
        lines.addLayout(head)
        self.views.give(
            lambda: self.backups, lambda: self.acts, lambda: self.users, lambda: self.health
        )
        lines.addWidget(self.views.stack, 1)  # the shell reads a page when it brings it up

    @cached_property
    def backups(self) -> BackupsView:
        """备份."""
        return BackupsView(self.desk)

    @cached_property
    def acts(self) -> HistoryList:
        """操作记录."""
        made = HistoryList(
            "keeping_act_list", "做过的每一项操作都在这里，可以随时撤销，包括整批导入。"
        )
        made.undo_wanted.connect(self._undo)
        return made

    @cached_property
    def users(self) -> UsersView:
        """用户和口令."""
        return UsersView(self.desk)

    @cached_property
    def health(self) -> HealthView:
        """检查工作库."""
        return HealthView(self.desk)

    def show_view(self, key: str) -> None:
        """Bring one view up and read it."""
        self.views.bring(key)
        self.look()

    def page_actions(self) -> Sequence[PageAction]:
        """立即备份."""
        return (PageAction("backup", "立即备份", self.backups.make_now, main=True),)

    def look(self) -> None:
        """Read what the view in front shows."""
        front = self.views.front()
        if front == "backups":
            self.backups.look()
        elif front == "acts":
            self._read_acts()
        elif front == "users":
            self.users.look()

    def changed(self, kinds: dict[str, set[str]]) -> None:
        """Acts appear in the list at once."""
        del kinds
        if self.views.front() in ("acts", "users"):
            self.look()

    def jump(self, target: Target) -> None:
        """A view by its name."""
        if target.view in self.views:
            self.show_view(target.view)

    def _read_acts(self) -> None:
        def read(conn: Any) -> list[history.Entry]:
            return history.entries(conn, limit=SHOWN_ACTS)

        self.desk.ops.ask(read, owner=self, done=self._show_acts, slot="keeping_acts")

    def _show_acts(self, found: list[history.Entry]) -> None:
        self.acts.show_entries([_shown(entry) for entry in found])

    def _undo(self, number: int) -> None:
        self.desk.ops.undo(
            owner=self,
            entry=number,
            done=lambda verdict: show_verdict(self, verdict, self.desk.ops),
        )


def _shown(entry: history.Entry) -> Entry:
    act = ACTS.get(entry.act)
    why = "" if entry.undoable else act.why_not if act is not None else "这项操作不能撤销。"
    return Entry(
        entry.number,
        entry.moment.astimezone(),
        entry.user,
        entry.title,
        note="整批导入" if entry.batch else "",
        undoable=entry.undoable and not entry.undone,
        why_not=why,
        undone=entry.undone,
    )
