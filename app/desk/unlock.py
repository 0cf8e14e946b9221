"""The unlock window: the first thing seen, so it imports Qt and plain ideas, nothing heavier.

Whatever opens a workspace (SQLAlchemy, the areas) is imported by ``enter`` in a worker thread,
after the window takes typing.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import QFileDialog, QLineEdit, QWidget

from app.base.errors import UnionDeskError
from app.desk import theme
from app.desk.icons import emblem
from app.desk.operations import Operations
from app.desk.roomy import Roomy
from app.desk.settings import Settings
from app.desk.single import call
from app.desk.widgets import (
    Combo,
    button,
    card,
    centred,
    column,
    fit_screen,
    label,
    named,
    row,
    tip,
)

Enter = Callable[[Path, str | None, str], Any]
"""(folder, user or None for the only one, password) to the open workspace. In a worker thread."""
Recover = Callable[[Path, str | None, str], Any]
"""The same with the recovery key as typed."""
BROKEN = frozenset({"DAMAGED", "JOURNAL_LOST", "JOURNAL_FOREIGN"})
"""What only a backup helps against."""
KEYS_GONE = frozenset({"KEYS_MISSING", "KEYS_DAMAGED"})
"""What the recovery key helps against, or the key file out of a backup."""


class UnlockWindow(QWidget):
    """Choose a workspace, type the password.

    Args:
        ops: an ``Operations`` without a workspace.
        enter, recover: open a workspace.
        users: how many users a workspace has; one needs no name.
        rescue: puts a backup in the place of a damaged workspace (``app.desk.rescue``); None:
            not offered.

    Signals:
        opened: the open workspace; the caller shows the shell and closes this window.
        first_run_wanted: ``new``, ``open`` or ``restore``; and the backup to restore, or empty.
    """

    opened = Signal(object)
    first_run_wanted = Signal(str, str)

    def __init__(
        self,
        ops: Operations,
        settings: Settings,
        *,
        enter: Enter,
        recover: Recover,
        users: Callable[[Path], int],
        warm: Callable[[], object] | None = None,
        rescue: Any = None,
    ) -> None:
        super().__init__()
        self.setObjectName("unlock")
        self.setWindowTitle("基层工会工作台")
        self.setProperty("ground", "page")
        self._ops, self._settings, self._enter_with = ops, settings, enter
        self._recover_with, self._users, self._warm = recover, users, warm
        self._rescue_with = rescue
        self._broken: UnionDeskError | None = None
        self._by_key = False
        self._busy = False
        self._warmed = False
        ground = QWidget()
        column(self, space=0).addWidget(Roomy(ground))
        lines = column(ground, space=0, margins=(24, 12, 24, 12))
        lines.addStretch(1)
        box = card()
        box.setFixedWidth(theme.px(440))
        self._inner = column(box, space=8, margins=(32, 20, 32, 16))
        self._head()
        self._fields()
        self._foot()
        lines.addLayout(centred(box))
        lines.addStretch(1)
        self._fill_recent()
        fit_screen(self, 620, 560)

    def folder(self) -> Path | None:
        """The workspace chosen."""
        data = self.workspaces.currentData()
        return Path(data) if data else None

    def choose(self, folder: Path) -> None:
        """Put a workspace first and choose it."""
        if self.workspaces.findData(str(folder)) < 0:
            self.workspaces.insertItem(0, folder.name, str(folder))
        self.workspaces.setCurrentIndex(self.workspaces.findData(str(folder)))

    def say(self, text: str, advice: str = "") -> None:
        """A sentence below the password, with advice in grey."""
        self.message.setText(text)
        self.message.setVisible(bool(text))
        self.advice.setText(advice)
        self.advice.setVisible(bool(advice))
        self._broken = None
        self.way_out.hide()

    # building

    def _head(self) -> None:
        line = row(space=10)
        mark = label()
        mark.setPixmap(emblem(theme.px(32)))
        line.addWidget(mark)
        line.addWidget(label("基层工会工作台", "title"), 1)
        self._inner.addLayout(line)
        self._inner.addSpacing(theme.px(4))

    def _fields(self) -> None:
        self._inner.addWidget(label("工作库", "small"))
        self.workspaces = Combo()
        named(self.workspaces, "unlock_workspace", "工作库")
        self.workspaces.currentIndexChanged.connect(lambda _n: self._chosen())
        self._inner.addWidget(self.workspaces)
        self._user_words = label("用户", "small")
        self._inner.addWidget(self._user_words)
        self.user = QLineEdit()
        named(self.user, "unlock_user", "用户")
        self.user.setPlaceholderText("经办人姓名")
        self.user.setMaxLength(40)
        self.user.returnPressed.connect(self._to_password)
        self._inner.addWidget(self.user)
        self._password_words = label("口令", "small")
        self._inner.addWidget(self._password_words)
        self.password = QLineEdit()
        named(self.password, "unlock_password", "口令")
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.password.returnPressed.connect(self._open)
        self.password.installEventFilter(self)
        self._inner.addWidget(self.password)
        self.caps = label("大写锁定已打开", "small", name="unlock_caps")
        self.caps.setProperty("tone", "warn")
        self.caps.hide()
        self._inner.addWidget(self.caps)
        self.message = label("", "error", wrap=True, name="unlock_message")
        self.advice = label("", "small", wrap=True, name="unlock_advice")
        self._inner.addWidget(self.message)
        self._inner.addWidget(self.advice)
        self.way_out = button("unlock_rescue", "从备份恢复…", self._open_rescue, "link")
        self._inner.addWidget(self.way_out, 0, Qt.AlignmentFlag.AlignLeft)
        self.say("")

    def _foot(self) -> None:
        self.main = button("unlock_open", "打开", self._open, "main")
        self._inner.addWidget(self.main)
        self.switch = button("unlock_switch", "忘记口令，用恢复密钥", self._swap, "link")
        self._inner.addWidget(self.switch, 0, Qt.AlignmentFlag.AlignHCenter)
        self._inner.addSpacing(theme.px(4))
        line = row(space=0)
        line.addWidget(button("unlock_other", "打开其他工作库…", self._browse, "quiet"))
        line.addStretch(1)
        line.addWidget(
            button("unlock_restore", "从备份恢复…", lambda: self._first_run("restore"), "quiet")
        )
        line.addStretch(1)
        line.addWidget(button("unlock_new", "新建…", lambda: self._first_run("new"), "quiet"))
        self._inner.addLayout(line)

    def _fill_recent(self) -> None:
        for name in self._settings.get("recent"):
            self.workspaces.addItem(Path(name).name, name)
            at = self.workspaces.count() - 1
            self.workspaces.setItemData(at, name, Qt.ItemDataRole.ToolTipRole)
        self._show_user(False)
        self._chosen()

    # what happens

    def showEvent(self, event: Any) -> None:
        super().showEvent(event)
        self.password.setFocus()
        if self._warm is not None and not self._warmed:
            self._warmed = True
            warm = self._warm
            QTimer.singleShot(
                400, self, lambda: self._ops.think(warm, owner=self, done=lambda _done: None)
            )

    def _chosen(self) -> None:
        folder = self.folder()
        tip(self.workspaces, str(folder) if folder else "")
        self.main.setEnabled(folder is not None)
        self.say("")
        if folder is None:
            self.say("", "还没有打开过工作库：可以新建，或打开已有的文件夹。")
            return
        users = self._users
        self._ops.think(
            lambda: users(folder),
            owner=self,
            done=lambda count: self._show_user(count > 1),
            failed=self._failed,
            slot="users",
        )

    def _show_user(self, on: bool) -> None:
        if not on:
            self.user.clear()
        self.user.setVisible(on)
        self._user_words.setVisible(on)
        if on and not self.password.text():
            self.user.setFocus()

    def _to_password(self) -> None:
        self.password.setFocus()

    def _swap(self) -> None:
        self._by_key = not self._by_key
        self._password_words.setText("恢复密钥" if self._by_key else "口令")
        self.password.clear()
        normal, hidden = QLineEdit.EchoMode.Normal, QLineEdit.EchoMode.Password
        self.password.setEchoMode(normal if self._by_key else hidden)
        self.password.setPlaceholderText("对照打印的恢复密钥逐组输入" if self._by_key else "")
        self.password.setAccessibleName("恢复密钥" if self._by_key else "口令")
        self.switch.setText("用口令打开" if self._by_key else "忘记口令，用恢复密钥")
        advice = "没有口令也没有恢复密钥，任何人都打不开数据，程序的作者也不能。"
        self.say("", advice if self._by_key else "")
        self.password.setFocus()

    def _open(self) -> None:
        folder, secret = self.folder(), self.password.text()
        if folder is None or self._busy:
            return
        if not secret:
            self.say("请输入恢复密钥。" if self._by_key else "请输入口令。")
            self.password.setFocus()
            return
        name = self.user.text().strip()
        if self.user.isVisible() and not name:
            self.say("请输入用户姓名。")
            self.user.setFocus()
            return
        self._set_busy(True)
        if self._by_key:
            recover = self._recover_with
            self._run(lambda: recover(folder, name or None, secret), folder)
        else:
            enter = self._enter_with
            self._run(lambda: enter(folder, name or None, secret), folder)

    def _run(self, work: Callable[[], Any], folder: Path) -> None:
        self._ops.think(
            work, owner=self, done=lambda made: self._opened(made, folder), failed=self._failed
        )

    def _opened(self, made: Any, folder: Path) -> None:
        self._set_busy(False)
        self.password.clear()
        self._settings.remember_workspace(folder)
        self.opened.emit(made)

    def _failed(self, error: BaseException) -> bool:
        self._set_busy(False)
        if not isinstance(error, UnionDeskError) or error.code == "BUG":
            return False
        self.say(error.message, error.advice)
        folder = self.folder()
        if error.code == "IN_USE" and folder is not None and call(folder):
            self.say("这个工作库在本机已经打开，它的窗口已经到最前面。")
        if error.code == "USER_NEEDED":
            self._show_user(True)
        else:
            self.password.setFocus()
            self.password.selectAll()
        if folder is None or self._rescue_with is None:
            return True
        if error.code in BROKEN:
            self.offer_rescue(error)
        elif error.code in KEYS_GONE:
            self._keep_way_out(error, "从备份取回钥匙文件…")
        return True

    def offer_rescue(self, error: UnionDeskError) -> None:
        """Say that the workspace chosen is broken, and show its backups."""
        self.say(error.message, error.advice)
        self._keep_way_out(error, "查看备份，从备份恢复…")
        self._open_rescue()

    def _keep_way_out(self, error: UnionDeskError, words: str) -> None:
        self._broken = error
        self.way_out.setText(words)
        self.way_out.setAccessibleName(words)
        self.way_out.show()

    def _open_rescue(self) -> None:
        from app.desk.rescue import RescueDialog  # the store comes with it

        folder, error = self.folder(), self._broken
        if folder is None or error is None:
            return
        made = RescueDialog(self, self._ops, folder, error, self._rescue_with)
        made.fields.fill(self.password.text(), self.user.text(), self._by_key)
        made.restored.connect(self._rescued)
        made.elsewhere_wanted.connect(lambda file: self._first_run("restore", file))
        made.open()

    def _rescued(self) -> None:
        self.password.clear()
        self._chosen()
        self.say("", "已从备份取回，请输入口令打开。")
        self.password.setFocus()

    def _set_busy(self, on: bool) -> None:
        self._busy = on
        self.main.setText("正在打开…" if on else "打开")
        for widget in (self.main, self.workspaces, self.user, self.password, self.switch):
            widget.setEnabled(not on)
        if on:
            self.say("")

    def _browse(self) -> None:
        dialog = QFileDialog(self, "选择工作库所在的文件夹")
        named(dialog, "unlock_folder", "选择工作库")
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda name: self.choose(Path(name)))
        dialog.open()

    def _first_run(self, what: str, file: str = "") -> None:
        self.first_run_wanted.emit(what, file)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            text = event.text()
            if len(text) == 1 and text.isascii() and text.isalpha() and not self._by_key:
                shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
                self.caps.setVisible(text.isupper() != shift)
            elif event.key() == Qt.Key.Key_CapsLock:
                self.caps.setVisible(not self.caps.isVisible() and bool(self.password.text()))
        return False

    def closeEvent(self, event: QCloseEvent) -> None:
        self.password.clear()
        super().closeEvent(event)
