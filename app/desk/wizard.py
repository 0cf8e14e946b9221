"""The frame around the steps of a flow: line of steps, the step, back and on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QApplication, QWidget

from app.desk.flow import Flow
from app.desk.roomy import Roomy, Stack
from app.desk.widgets import button, clear, column, first_stop, label, row

_NUMBERS = "①②③④⑤⑥⑦⑧⑨⑩"


class StepPage(QWidget):
    """One step on the screen.

    Signals:
        changed: the frame looks again at ``ready`` and ``main_words``.
        advance: go on, as if the main button had been pressed.
    """

    changed = Signal()
    advance = Signal()

    def enter(self, data: dict[str, Any]) -> None:
        """The step came up; ``data`` is what was gathered so far."""

    def gathered(self) -> dict[str, Any] | None:
        """What was entered; None if a message beside a field says what is wrong."""
        return {}

    def ready(self) -> bool:
        """Whether the main button can be pressed."""
        return True

    def main_words(self) -> str:
        """Words on the main button; empty for 下一步 or 完成."""
        return ""

    def hint(self) -> str:
        """A grey line beside the buttons."""
        return ""


class Wizard(QWidget):
    """Walks a person through a ``Flow``.

    Signals:
        finished: the last step was left; what was gathered.
        cancelled: the person left.
        stepped: key of the step that came up.
    """

    finished = Signal(object)
    cancelled = Signal()
    stepped = Signal(str)

    def __init__(self, name: str, flow: Flow, pages: dict[str, Callable[[], StepPage]]) -> None:
        super().__init__()
        self.setObjectName(name)
        self.name, self.flow = name, flow
        self._build = pages
        self._pages: dict[str, StepPage] = {}
        lines = column(self, space=12)
        self._line = row(space=8)
        lines.addLayout(self._line)
        self._rooms: dict[str, Roomy] = {}
        self._stack = Stack()
        lines.addWidget(self._stack, 1)
        self._problem = label("", "error", wrap=True, name=f"{name}_problem")
        self._problem.hide()
        lines.addWidget(self._problem)
        foot = row(space=8)
        self._hint = label("", "muted", wrap=True)
        foot.addWidget(self._hint, 1)
        self._cancel = button(f"{name}_cancel", "取消", self.cancelled.emit, "quiet")
        foot.addWidget(self._cancel)
        self._back = button(f"{name}_back", "上一步", self.back)
        foot.addWidget(self._back)
        self.main = button(f"{name}_main", "下一步", self.forward, "main")
        foot.addWidget(self.main)
        lines.addLayout(foot)
        self._show()

    def page(self, key: str = "") -> StepPage:
        """The widget of a step, made if it is the first time."""
        key = key or self.flow.step.key
        if key not in self._pages:
            made = self._build[key]()
            made.changed.connect(self._adapt)
            made.advance.connect(self.forward)
            self._pages[key] = made
            self._rooms[key] = Roomy(made)
            self._stack.addWidget(self._rooms[key])
        return self._pages[key]

    def forward(self) -> None:
        """The main button."""
        page = self.page()
        if not page.ready():
            return
        entered = page.gathered()
        if entered is None:
            return
        was_last = self.flow.is_last()
        problem = self.flow.forward(**entered)
        self._problem.setText(problem)
        self._problem.setVisible(bool(problem))
        if problem:
            return
        if was_last and self.flow.is_last():
            self.finished.emit(self.flow.data)
            return
        self._show()

    def back(self) -> None:
        """One step back."""
        self.flow.back()
        self._problem.hide()
        self._show()

    def forward_to(self, key: str) -> None:
        """Go on to a step, whatever this one would gather: its work is done already."""
        self.flow.trail.append(key)
        self._problem.hide()
        self._show()

    def retreat(self) -> None:
        """Back to the step before, also from one that lets nobody back: its work failed."""
        if len(self.flow.trail) > 1:
            self.flow.trail.pop()
            self._show()

    def allow_cancel(self, on: bool) -> None:
        """Whether the flow can be left here."""
        self._cancel.setVisible(on)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._to_step()

    def _to_step(self) -> None:
        """The keyboard goes into the step that came up, not to the button pressed before or to
        取消, which Enter would press."""
        page, at = self.page(), QApplication.focusWidget()
        inside = at is None or not at.isVisible() or self.isAncestorOf(at)
        if not self.isVisible() or not inside or (at is not None and page.isAncestorOf(at)):
            return
        stop = first_stop(page)
        if stop is not None:
            stop.setFocus(Qt.FocusReason.TabFocusReason)

    def _show(self) -> None:
        page = self.page()
        self._stack.setCurrentWidget(self._rooms[self.flow.step.key])
        clear(self._line)
        for place, (_key, title, state) in enumerate(self.flow.line()):
            if place:
                self._line.addWidget(label("›", "muted"))
            mark = "✓" if state == "done" else _NUMBERS[min(place, 9)]
            words = label(f"{mark} {title}", "strong" if state == "now" else "muted")
            if state == "now":
                words.setProperty("tone", "bad")
            self._line.addWidget(words)
        self._line.addStretch(1)
        page.enter(self.flow.data)
        self._adapt()
        self._to_step()
        self.stepped.emit(self.flow.step.key)

    def _adapt(self) -> None:
        page = self.page()
        last = self.flow.is_last()
        self.main.setText(page.main_words() or ("完成" if last else "下一步"))
        self.main.setAccessibleName(self.main.text())
        self.main.setEnabled(page.ready())
        self._back.setVisible(self.flow.can_go_back())
        self._hint.setText(page.hint())
