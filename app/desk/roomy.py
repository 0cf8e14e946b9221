"""A room that scrolls what is higher than the screen: at 150 % on an old notebook the window has
911 × 512 points, and what is squeezed below its own height lies over its neighbour."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QFrame, QScrollArea, QStackedWidget, QWidget

from app.desk import theme

LEAST = 120
"""So much of a room is to be seen, at 100 %, before it scrolls."""


class Roomy(QScrollArea):
    """One widget, as large as the room there is and never smaller than it must be.

    What has the focus is brought in sight.

    Args:
        inner: what is shown.
        wraps: its wrapped labels count with all their lines; otherwise, as in a page whose lists
            take what they get, with one.
    """

    def __init__(self, inner: QWidget, *, wraps: bool = True) -> None:
        super().__init__()
        self.setObjectName(f"{inner.objectName() or type(inner).__name__}_room")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.viewport().setAutoFillBackground(False)
        self._inner, self._wraps = inner, wraps
        self.setWidget(inner)
        inner.setAutoFillBackground(False)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._follow)

    def least(self, width: int) -> QSize:
        """What the widget needs at least where it may be so wide."""
        inner = self._inner
        need = inner.minimumSizeHint().expandedTo(inner.minimumSize())
        layout = inner.layout()
        if self._wraps and layout is not None and layout.hasHeightForWidth():
            wide = max(width, need.width())
            need.setHeight(max(need.height(), layout.totalMinimumHeightForWidth(wide)))
        return need

    def whole(self, width: int) -> int:
        """The height at which nothing in it would have to scroll."""
        layout = self._inner.layout()
        wrapped = layout.totalHeightForWidth(width) if layout is not None else -1
        return max(wrapped, self.least(width).height())

    def minimumSizeHint(self) -> QSize:
        need = self.least(self._inner.width())
        return QSize(need.width(), min(need.height(), theme.px(LEAST)))

    def sizeHint(self) -> QSize:
        return self._inner.sizeHint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        answer = super().eventFilter(watched, event)
        if watched is self._inner and event.type() == QEvent.Type.LayoutRequest:
            self._fit()
            self.updateGeometry()
        return answer

    def _fit(self) -> None:
        room = self.maximumViewportSize()
        need = self.least(room.width())
        if need.height() > room.height():  # the bar takes its width
            room.setWidth(room.width() - self.verticalScrollBar().sizeHint().width())
            need = self.least(room.width())
        self._inner.resize(room.expandedTo(need))

    def _follow(self, _before: QWidget | None, now: QWidget | None) -> None:
        if now is None or not self._inner.isAncestorOf(now):
            return
        if now.height() <= self.viewport().height():
            self.ensureWidgetVisible(now, 0, theme.px(8))


class Stack(QStackedWidget):
    """Pages one at a time; only the one shown says how small the window may become."""

    def __init__(self) -> None:
        super().__init__()
        self.currentChanged.connect(lambda _place: self.updateGeometry())

    def minimumSizeHint(self) -> QSize:
        shown = self.currentWidget()
        return shown.minimumSizeHint() if shown is not None else QSize(0, 0)
