"""What an empty list, tab or page says: what it is for, and the next step."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from app.desk import theme
from app.desk.widgets import button, column, label


class Empty(QWidget):
    """A quiet page in the middle of an empty place."""

    def __init__(
        self,
        name: str,
        title: str,
        purpose: str,
        next_step: str = "",
        on_next_step: Callable[[], object] | None = None,
    ) -> None:
        super().__init__()
        self.setObjectName(f"{name}_empty")
        lines = column(self, space=8, margins=(24, 24, 24, 24))
        lines.addStretch(2)
        self._heading = heading = label(title, "heading", wrap=True)
        heading.setAlignment(Qt.AlignmentFlag.AlignCenter)
        lines.addWidget(heading)
        self._text = text = label(purpose, "muted", wrap=True)
        text.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        text.setMinimumWidth(min(theme.px(220), 300))
        lines.addWidget(text)
        if next_step and on_next_step is not None:
            step = button(f"{name}_next_step", next_step, on_next_step)
            lines.addSpacing(theme.px(8))
            lines.addWidget(step, 0, Qt.AlignmentFlag.AlignHCenter)
        lines.addStretch(3)

    def say(self, title: str, purpose: str) -> None:
        """Other words."""
        self._heading.setText(title)
        self._text.setText(purpose)
