"""Users: add, new password, disable, enable; the recovery sheet."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QLineEdit, QWidget

from app.base.errors import UnionDeskError, UserError
from app.base.lists import Column, Role, Status, Tone
from app.base.progress import Progress
from app.desk.dialogs import Dialog, ask
from app.desk.keeping.rekeying import RekeyDialog
from app.desk.newoffice import SHORTEST
from app.desk.page import Desk
from app.desk.plain_table import PlainTable
from app.desk.preview import open_preview
from app.desk.widgets import button, column, label, named, row
from app.paper.child import in_child
from app.paper.recovery import recovery_paper
from app.store import users as store
from app.store.keys import recovery_text
from app.store.notes import setting

COLUMNS = (
    Column("name", "姓名", 180),
    Column("state", "状态", 140, Role.STATUS),
    Column("note", "说明", 360),
)


class UsersView(QWidget):
    """Everybody who can open this workspace; each may do everything."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        lines = column(self, space=10)
        said = "能打开工作库的人都能查看和修改全部数据；谁做了什么，操作记录里都有。"
        lines.addWidget(label(said, "muted", wrap=True))
        bar = row(space=8)
        bar.addWidget(button("user_add", "添加用户…", self._ask_add))
        bar.addWidget(button("user_password", "更改我的口令…", self._ask_password))
        self.switch = button("user_switch", "停用", self._switch)
        self.switch.setEnabled(False)
        bar.addWidget(self.switch)
        self.reset = button("user_reset", "重设口令…", self._reset)
        self.reset.setEnabled(False)
        bar.addWidget(self.reset)
        bar.addStretch(1)
        bar.addWidget(button("user_rekey", "更换密钥…", self.ask_rekey))
        bar.addWidget(button("user_recovery", "打印恢复密钥…", self._recovery))
        lines.addLayout(bar)
        self.table = PlainTable("user_list", "用户", COLUMNS)
        self.table.chosen.connect(self._chosen)
        lines.addWidget(self.table, 1)

    def look(self) -> None:
        """Read the users."""
        workspace = self.desk.workspace
        self.desk.ops.think(
            lambda: store.users(workspace), owner=self, done=self._show, slot="users"
        )

    def _show(self, found: list[store.User]) -> None:
        me = self.desk.workspace.user
        self.table.show_entries(
            [
                {
                    "name": user.name,
                    "state": Status("已停用", Tone.IDLE)
                    if user.disabled
                    else Status("在用", Tone.GOOD),
                    "note": "现在登录的就是这位用户"
                    if user.name == me
                    else ""
                    if user.has_password
                    else "还没有口令，请点「重设口令」",
                    "disabled": user.disabled,
                }
                for user in found
            ]
        )

    def _chosen(self, entry: Any) -> None:
        self.switch.setEnabled(entry is not None)
        if entry is not None:
            self.switch.setText("启用…" if entry["disabled"] else "停用…")
        self.reset.setEnabled(entry is not None and self._may_reset(entry))

    def _may_reset(self, entry: Any) -> bool:
        """The own password only by whoever came with the recovery key: the old one is forgotten."""
        workspace = self.desk.workspace
        return not entry["disabled"] and (entry["name"] != workspace.user or workspace.by_key)

    def _ask_add(self) -> None:
        workspace = self.desk.workspace
        PasswordDialog(
            self.window(),
            "添加用户",
            name=True,
            do=lambda name, _old, new: self._run(lambda: store.add_user(workspace, name, new)),
        ).open()

    def _ask_password(self) -> None:
        workspace = self.desk.workspace
        PasswordDialog(
            self.window(),
            "更改我的口令",
            old=True,
            do=lambda _name, old, new: self._run(
                lambda: store.change_password(workspace, old, new, workspace.user or None)
            ),
        ).open()

    def _reset(self) -> None:
        entry, workspace = self.table.current(), self.desk.workspace
        if entry is None:
            return
        name = str(entry["name"])
        PasswordDialog(
            self.window(),
            f"为「{name}」重设口令",
            do=lambda _name, _old, new: self._run(lambda: store.set_password(workspace, name, new)),
        ).open()

    def ask_rekey(self) -> None:
        """更换密钥: the workspace is closed by it and asked for again."""
        RekeyDialog(self.window(), self.desk, self.desk.rekeyed.emit).open()

    def _switch(self) -> None:
        entry, workspace = self.table.current(), self.desk.workspace
        if entry is None:
            return
        name = str(entry["name"])
        if entry["disabled"]:
            PasswordDialog(
                self.window(),
                f"启用「{name}」",
                do=lambda _name, _old, new: self._run(
                    lambda: store.enable_user(workspace, name, new)
                ),
            ).open()
            return

        def disable() -> None:
            self._run(lambda: store.disable_user(workspace, name))

        ask(
            self.window(),
            "user_disable",
            f"停用「{name}」？",
            "停用以后这位用户的口令不能再打开工作库；以前的操作记录保留。",
            (("yes", "停用", disable),),
        )

    def _run(self, work: Callable[[], object]) -> None:
        self.desk.ops.run(
            "用户和口令",
            lambda _progress: work(),
            owner=self,
            done=self._done,
            cancellable=False,
        )

    def _done(self, _result: object) -> None:
        self.desk.notice("已保存。", tone=Tone.GOOD)
        self.look()

    def _recovery(self) -> None:
        workspace, today = self.desk.workspace, self.desk.today

        def make(progress: Progress) -> bytes:
            office = workspace.read(lambda conn: setting(conn, "office_name", ""))
            paper = recovery_paper(recovery_text(workspace.key), office=office, on=today)
            return in_child(paper, progress).pdf

        open_preview(self, self.desk.ops, "恢复密钥", make)


class PasswordDialog(Dialog):
    """A new password, typed twice, and what else is needed with it."""

    def __init__(
        self,
        parent: QWidget | None,
        title: str,
        *,
        do: Callable[[str, str, str], object],
        name: bool = False,
        old: bool = False,
    ) -> None:
        super().__init__(parent, "password_dialog", title, 420)
        self._do = do
        self.name = self._line("user_name", "姓名", hidden=False) if name else None
        self.old = self._line("old_password", "现在的口令") if old else None
        self.new = self._line("new_password", "新口令")
        self.again = self._line("new_password_again", "再输一次")
        self.wrong = label("", "error", wrap=True, name="password_wrong")
        self.body.addWidget(self.wrong)
        self.add_button("cancel", "取消", self.reject)
        self.add_button("save", "保存", self.save, "main")

    def _line(self, key: str, words: str, *, hidden: bool = True) -> QLineEdit:
        self.body.addWidget(label(words, "muted"))
        made = QLineEdit()
        named(made, key, words)
        if hidden:
            made.setEchoMode(QLineEdit.EchoMode.Password)
        self.body.addWidget(made)
        return made

    def save(self) -> None:
        """Check what was typed; what is wrong is said here."""
        try:
            self._check()
        except UnionDeskError as error:
            self.wrong.setText(f"{error.message}{error.advice}")
            return
        self.accept()
        self._do(
            self.name.text().strip() if self.name else "",
            self.old.text() if self.old else "",
            self.new.text(),
        )

    def _check(self) -> None:
        if self.name is not None and not self.name.text().strip():
            raise UserError("USER_EMPTY", "姓名不能为空。")
        if len(self.new.text()) < SHORTEST:
            raise UserError("PASSWORD_SHORT", f"新口令至少 {SHORTEST} 个字符。")
        if self.new.text() != self.again.text():
            raise UserError("PASSWORD_TWICE", "两次输入的口令不一样。")
