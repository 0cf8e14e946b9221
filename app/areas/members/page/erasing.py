"""清除个人信息 on request: what will go, why, a second yes; then where the person still is."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QPlainTextEdit, QWidget

from app.base.errors import UserError
from app.base.lists import Tone
from app.base.progress import Progress
from app.desk import theme
from app.desk.dialogs import Dialog, ask
from app.desk.page import Desk
from app.desk.widgets import Note, label, named
from app.store.erase import holding

from ..acts.erasing import Going, carry_out, what_will_go


def ask_erase(desk: Desk, parent: QWidget, person: str, name: str) -> None:
    """Look at what will go, then ask."""
    desk.ops.ask(
        lambda connection: what_will_go(connection, person),
        owner=parent,
        done=lambda going: EraseDialog(desk, parent, person, name, going).open(),
        slot="erase",
    )


class EraseDialog(Dialog):
    """First step: what goes, what stays, and the reason."""

    def __init__(self, desk: Desk, parent: QWidget, person: str, name: str, going: Going) -> None:
        super().__init__(parent.window(), "erase", f"清除「{name}」的个人信息", 560)
        self._desk, self._page, self._person, self._name = desk, parent, person, name
        items = "、".join(f"{what} {count} 条" for what, count in going.items)
        self.body.addWidget(
            label(f"将清空：{items or '个人资料'}。", wrap=True, name="erase_items")
        )
        self.body.addWidget(label(going.stays, "muted", wrap=True, name="erase_stays"))
        if going.elsewhere:
            others = "、".join(f"{what} {count} 条" for what, count in going.elsewhere)
            self.body.addWidget(
                Note(
                    "别的记录里还写着这个人的姓名或号码，不会改动，请自己查看。",
                    others,
                    Tone.WARN,
                    name="erase_elsewhere",
                )
            )
        self.reason = QPlainTextEdit()
        named(self.reason, "erase_reason", "清除的原因")
        self.reason.setPlaceholderText("清除的原因，例如：本人书面要求。不要写姓名和号码。")
        self.reason.setTabChangesFocus(True)
        self.reason.setFixedHeight(theme.px(64))
        self.body.addWidget(self.reason)
        self.message = label("", "error", wrap=True, name="erase_message")
        self.message.hide()
        self.body.addWidget(self.message)
        self.add_button("cancel", "取消", self.reject)
        self.add_button("next", "下一步…", self._next, "main")

    def _next(self) -> None:
        reason = " ".join(self.reason.toPlainText().split())
        if not reason:
            self.say("请写明清除的原因。")
            return
        ask(
            self, "erase_sure", "清除以后不能撤销",
            f"「{self._name}」的姓名、证件、联系方式等将从名册、操作记录和搜索里清空，"
            "程序里不再有原来的内容。清除要把整个文件重新写一遍，大的文件需要几分钟。",
            [("yes", "确定清除", lambda: self._carry_out(reason))],
        )  # fmt: skip

    def _carry_out(self, reason: str) -> None:
        desk, person = self._desk, self._person

        def work(progress: Progress) -> tuple[Any, tuple[Any, list[Path]]]:
            changes = carry_out(desk.workspace, person, reason=reason, progress=progress)
            return changes, holding(desk.workspace, changes.entry)

        desk.ops.run("清除个人信息", work, owner=self._page, done=self._done, failed=self._failed,
                     cancellable=False)  # fmt: skip

    def _done(self, found: tuple[Any, tuple[Any, list[Path]]]) -> None:
        changes, (backups, folders) = found
        self._desk.ops.changed.emit(changes)
        self.accept()
        self._desk.notice("已清除个人信息。", tone=Tone.GOOD)
        if backups or folders:
            show_holding(self._page, [*(one.backup.path for one in backups), *folders])

    def _failed(self, error: BaseException) -> bool:
        if not isinstance(error, UserError):
            return False
        self.say(f"{error.message}{error.advice}")
        return True

    def say(self, text: str) -> None:
        """What is missing or refused."""
        self.message.setText(text)
        self.message.show()
        self.reason.setFocus()


def show_holding(parent: QWidget, files: list[Path]) -> Dialog:
    """The backups that were made before and still hold the person."""
    made = Dialog(parent.window(), "erase_backups", "备份里还有这个人", 560)
    made.body.addWidget(
        label("清除以前做的这些备份仍然保存着原来的内容。请新做一份备份，再删除它们；拷到别处的"
              "备份程序不知道，请自己处理。旁边 attachments 文件夹里的照片在下一次自动备份时清理。"
              "以后从旧备份恢复时，会再次自动清除。", wrap=True)
    )  # fmt: skip
    for file in files:
        made.body.addWidget(label(str(file), "small", wrap=True))
    made.add_button("close", "知道了", made.accept, "main")
    made.open()
    return made
