"""更换密钥: what it means, the password, and how far it is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtWidgets import QLineEdit, QWidget

from app.base.errors import UnionDeskError
from app.base.progress import Progress
from app.desk.banner import ProgressPanel
from app.desk.dialogs import Dialog
from app.desk.page import Desk
from app.desk.widgets import label, named
from app.store import users
from app.store.keys import recovery_text
from app.store.notes import setting
from app.store.rekey import rekey

WHAT = (
    "全部数据用一把新密钥重新加密：旧的恢复密钥从此打不开工作库。"
    "恢复密钥那张纸丢了，或者知道它的人离开了，就这样做。",
    "更换前自动备份；以前的备份仍要用旧的恢复密钥打开，旧的那张纸请留着。"
    "除您以外，其他用户的口令会失效，要重新设置。",
)


@dataclass(frozen=True, slots=True)
class Rekeyed:
    """What is left to tell when the workspace has been closed under its new key.

    Attributes:
        text: the new recovery key, in groups.
        office: name of the office, for the sheet.
        lapsed: users whose passwords went with the old key.
    """

    text: str
    office: str
    lapsed: tuple[str, ...]


def change_key(workspace: Any, password: str, progress: Progress) -> Rekeyed:
    """Change the key; in a worker thread. As ``app.store.rekey.rekey``."""
    office = workspace.read(lambda conn: setting(conn, "office_name", ""))
    others = tuple(
        user.name
        for user in users.users(workspace)
        if not user.disabled and user.name != workspace.user
    )
    key = rekey(workspace, password, progress=progress)
    return Rekeyed(recovery_text(key), office, others)


class RekeyDialog(Dialog):
    """Asks for the password and changes the key; ``done`` gets what is left to tell."""

    def __init__(
        self, parent: QWidget | None, desk: Desk, done: Callable[[Rekeyed], object]
    ) -> None:
        super().__init__(parent, "rekey", "更换密钥", 520)
        self._desk, self._done, self._busy = desk, done, False
        for text in WHAT:
            self.body.addWidget(label(text, wrap=True))
        self.body.addWidget(label(f"「{desk.workspace.user}」现在的口令", "small"))
        self.password = QLineEdit()
        named(self.password, "rekey_password", "现在的口令")
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.body.addWidget(self.password)
        self.message = label("", "error", wrap=True, name="rekey_message")
        self.message.hide()
        self.body.addWidget(self.message)
        self.body.addWidget(ProgressPanel(desk.ops))
        self.cancel = self.add_button("cancel", "取消", self.reject)
        self.main = self.add_button("go", "更换密钥", self.begin, "main")

    def begin(self) -> None:
        """Change it; what is refused is said here, and nothing has changed then."""
        password, workspace = self.password.text(), self._desk.workspace
        if not password:
            self._say("请输入口令。")
            return
        self._set_busy(True)
        self._desk.ops.run(
            "更换密钥",
            lambda progress: change_key(workspace, password, progress),
            owner=self,
            done=self._changed,
            failed=self._failed,
            cancellable=False,
        )

    def _changed(self, made: Rekeyed) -> None:
        self._set_busy(False)
        self.accept()
        self._done(made)

    def _failed(self, error: BaseException) -> bool:
        self._set_busy(False)
        if not isinstance(error, UnionDeskError) or error.code == "BUG":
            return False
        self._say(f"{error.message}{error.advice}")
        self.password.setFocus()
        self.password.selectAll()
        return True

    def _say(self, text: str) -> None:
        self.message.setText(text)
        self.message.setVisible(bool(text))

    def _set_busy(self, on: bool) -> None:
        self._busy = on
        self._say("")
        for widget in (self.password, self.cancel, self.main):
            widget.setEnabled(not on)

    def reject(self) -> None:
        """Not while the files are being exchanged."""
        if not self._busy:
            super().reject()
