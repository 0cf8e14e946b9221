"""Locking: the content is hidden at once, dialogs too; work under way goes on behind it."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QWindow
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from app.base.errors import KnownError, UserError
from app.desk import theme
from app.desk.operations import Operations
from app.desk.widgets import button, card, centred, column, label, named

_INPUT = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
        QEvent.Type.InputMethod,
    }
)


class IdleWatch(QObject):
    """Notices when nobody has touched keyboard or mouse for a while.

    Only the windows themselves are watched, not every event of the program: a filter on the
    application would be asked for each repaint.

    Signals:
        idle: the time is over.
    """

    idle = Signal()

    def __init__(self, minutes: Callable[[], int], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._minutes = minutes
        self._touched = time.monotonic()
        self._watched: set[int] = set()
        self._timer = QTimer(self, interval=1000)
        self._timer.timeout.connect(self._tick)
        self._timer.start()
        application = QGuiApplication.instance()
        if isinstance(application, QGuiApplication):
            application.focusWindowChanged.connect(self.watch)

    def watch(self, window: QWindow | None) -> None:
        """Listen to a window as well."""
        if window is not None and id(window) not in self._watched:
            self._watched.add(id(window))
            window.installEventFilter(self)

    def touch(self) -> None:
        """Somebody is there."""
        self._touched = time.monotonic()

    def seconds_left(self) -> int:
        """Until the lock, not below 0."""
        return max(0, round(self._minutes() * 60 - (time.monotonic() - self._touched)))

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() in _INPUT:
            self.touch()
        return False

    def _tick(self) -> None:
        if self.seconds_left() <= 0:
            self.touch()
            self.idle.emit()


class LockCover(QWidget):
    """What is seen while locked: the program's name and a password box, no title, no data.

    Signals:
        unlocked: the password was right.
    """

    unlocked = Signal()

    def __init__(self, ops: Operations, check: Callable[[str], bool]) -> None:
        super().__init__()
        self.setProperty("ground", "page")
        self._ops, self._check = ops, check
        lines = column(self)
        lines.addStretch(2)
        box = card()
        box.setFixedWidth(theme.px(380))
        inner = column(box, space=12, margins=(28, 24, 28, 24))
        inner.addWidget(label("已锁定", "title"))
        inner.addWidget(
            label("输入口令，回到刚才的位置。正在进行的工作没有中断。", "muted", wrap=True)
        )
        self._password = QLineEdit()
        named(self._password, "lock_password", "口令")
        self._password.setEchoMode(QLineEdit.EchoMode.Password)
        self._password.setPlaceholderText("口令")
        self._password.returnPressed.connect(self._try)
        inner.addWidget(self._password)
        self._message = label("", "error", wrap=True, name="lock_message")
        self._message.hide()
        inner.addWidget(self._message)
        self._button = button("lock_open", "解锁", self._try, "main")
        inner.addWidget(self._button)
        lines.addLayout(centred(box))
        lines.addStretch(3)

    def begin(self) -> None:
        """The window has just been locked."""
        self._password.clear()
        self._message.hide()
        self._password.setFocus()

    def _try(self) -> None:
        password = self._password.text()
        if not self._button.isEnabled():
            return
        self._button.setEnabled(False)
        self._button.setText("正在核对…")
        check = self._check
        self._ops.think(
            lambda: check(password), owner=self, done=self._answer, failed=self._refused
        )

    def _answer(self, right: bool) -> None:
        self._ready()
        if right:
            self._password.clear()
            self._message.hide()
            self.unlocked.emit()
        else:
            self._tell("口令不对。请检查大小写锁定和输入法后再试。")

    def _refused(self, error: BaseException) -> bool:
        self._ready()
        if isinstance(error, UserError | KnownError):
            self._tell(f"{error.message}{error.advice}")
            return True
        return False

    def _tell(self, text: str) -> None:
        self._message.setText(text)
        self._message.show()
        self._password.selectAll()
        self._password.setFocus()

    def _ready(self) -> None:
        self._button.setEnabled(True)
        self._button.setText("解锁")


class Hidden:
    """The other windows of the program, put away while locked and brought back after."""

    def __init__(self, main: QWidget) -> None:
        self._main = main
        self._windows: list[QWidget] = []

    def put_away(self) -> None:
        """Close popups and hide every window but the main one."""
        for _ in range(8):
            popup = QApplication.activePopupWidget()
            if popup is None:
                break
            popup.close()
        self._windows = []
        for window in QApplication.topLevelWidgets():
            if window is self._main or not window.isVisible():
                continue
            if window.windowType() in (Qt.WindowType.ToolTip, Qt.WindowType.Popup):
                window.hide()
                continue
            self._windows.append(window)
            window.setVisible(False)

    def bring_back(self) -> None:
        """Show what was hidden."""
        for window in self._windows:
            window.setVisible(True)
        self._windows = []
