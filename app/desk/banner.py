"""The line below the top bar that tells one thing, and the panel of work under way."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QFrame, QProgressBar, QWidget

from app.base.lists import Tone
from app.desk import theme
from app.desk.operations import Notice, Operation, Operations
from app.desk.widgets import Elided, Shape, button, clear, column, label, named, restyle, row

STAYS_MS = {Tone.GOOD: 6000, Tone.INFO: 6000, Tone.IDLE: 6000}
"""How long a notice stays; warnings and errors stay until they are closed."""


class Banner(QFrame):
    """The newest notice. Good news goes by itself, bad news waits to be closed."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("banner")
        self._line = row(self, space=10, margins=(16, 8, 8, 8))
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self.hide)
        self.notice: Notice | None = None
        self.hide()

    def show_notice(self, notice: Notice) -> None:
        """Show a notice in place of the one before."""
        self.notice = notice
        clear(self._line)
        restyle(self, note=notice.tone.value)
        self._line.addWidget(Shape(notice.tone), 0, Qt.AlignmentFlag.AlignVCenter)
        words = column(space=2)
        first = label(notice.text, "strong", wrap=True, name="banner_text")
        words.addWidget(first)
        if notice.advice:
            words.addWidget(label(notice.advice, wrap=True, name="banner_advice"))
        self._line.addLayout(words, 1)
        if notice.action and notice.on_action is not None:
            follow = notice.on_action

            def act() -> None:
                self.hide()
                follow()

            self._line.addWidget(button("banner_action", notice.action, act))
        self._line.addWidget(
            button("banner_close", "关闭", self.hide, "quiet"), 0, Qt.AlignmentFlag.AlignTop
        )
        self.setAccessibleName(notice.text)
        self.show()
        stays = STAYS_MS.get(notice.tone)
        self._timer.stop()
        if stays and not notice.action:
            self._timer.start(stays)


class _Line(QWidget):
    """One job: title, what is done, count, time left, cancel."""

    def __init__(self, operation: Operation, number: int) -> None:
        super().__init__()
        self.operation = operation
        lines = column(self, space=4, margins=(16, 8, 16, 8))
        head = row(space=8)
        head.addWidget(label(operation.title, "strong"))
        self._text = Elided("", "muted")
        head.addWidget(self._text, 1)
        self._left = label("", "muted", name=f"progress_{number}_left")
        head.addWidget(self._left)
        self._cancel = button(f"progress_{number}_cancel", "取消", self._stop, "quiet")
        self._cancel.setVisible(operation.cancellable)
        head.addWidget(self._cancel)
        lines.addLayout(head)
        self._bar = QProgressBar()
        named(self._bar, f"progress_{number}_bar", operation.title)
        self._bar.setTextVisible(False)
        lines.addWidget(self._bar)
        self.tell()

    def tell(self) -> None:
        """Show how far it is."""
        done, total, text = self.operation.state()
        count = f"{done:,} / {total:,}" if total else f"{done:,}" if done else ""
        self._text.setText("　".join(part for part in (text, count) if part))
        self._bar.setRange(0, total if 0 < total < 2**31 else 0)
        self._bar.setValue(done if total < 2**31 else 0)
        left = self.operation.seconds_left()
        if self.operation.cancelled:
            self._left.setText("正在停止…")
        elif left is None:
            self._left.setText("")
        else:
            words = f"{left} 秒" if left < 90 else f"{round(left / 60)} 分钟"
            self._left.setText(f"约剩 {words}")

    def _stop(self) -> None:
        self.operation.cancel()
        self._cancel.setEnabled(False)
        self.tell()


class ProgressPanel(QFrame):
    """Every job that takes a while. Jobs under half a second do not appear."""

    def __init__(self, ops: Operations) -> None:
        super().__init__()
        self.setObjectName("progress_panel")
        self.setProperty("bar", "foot")
        self._ops = ops
        self._lines = column(self, space=0)
        self._shown: dict[int, _Line] = {}
        self._number = 0
        self._timer = QTimer(self, interval=200)
        self._timer.timeout.connect(self._tick)
        ops.started.connect(self._begin)  # a method: let go of when the panel goes
        self.hide()

    def _begin(self, _operation: Operation) -> None:
        self._timer.start()

    def _tick(self) -> None:
        running = {id(op): op for op in self._ops.running() if not op.quiet}
        for key in [key for key in self._shown if key not in running]:
            line = self._shown.pop(key)
            self._lines.removeWidget(line)
            line.deleteLater()
        for key, operation in running.items():
            if key in self._shown:
                self._shown[key].tell()
            elif operation.age() > 0.4:
                self._number += 1
                line = _Line(operation, self._number)
                self._shown[key] = line
                self._lines.addWidget(line)
        self.setVisible(bool(self._shown))
        if not self._ops.running() and not self._shown:
            self._timer.stop()

    def minimumHeight(self) -> int:
        return theme.px(1)
