"""Tree, list and detail side by side; below 1000 logical pixels one pane with a back step."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QSplitter, QWidget

from app.desk import theme
from app.desk.widgets import button, column, named

NARROW = 1000 - 72
"""Width of a page, at 100 %, below which the panes collapse (the window less its narrow rail)."""


class Panes(QWidget):
    """Up to three panes. In a narrow page the detail covers the list and has a way back.

    Signals:
        narrowed: True when the panes have collapsed, False when they stand side by side again.
    """

    narrowed = Signal(bool)

    def __init__(
        self,
        name: str,
        middle: QWidget,
        detail: QWidget | None = None,
        tree: QWidget | None = None,
        *,
        widths: tuple[int, int, int] = (232, 640, 300),
    ) -> None:
        super().__init__()
        self._tree, self._middle, self._detail = tree, middle, detail
        self._widths = widths
        self._narrow = False
        self._on_detail = False
        self._side = button(f"{name}_tree", "≡ 组织树", self._swap_tree, "quiet")
        self._back = button(f"{name}_back", "返回列表", self.show_list, "quiet", picture="back")
        self._split = QSplitter(Qt.Orientation.Horizontal)
        named(self._split, f"{name}_panes", "分栏")
        self._split.setChildrenCollapsible(False)
        self._split.setHandleWidth(theme.px(12))
        for pane in (tree, middle, detail):
            if pane is not None:
                self._split.addWidget(pane)
        at = self._split.indexOf(middle)
        self._split.setStretchFactor(at, 1)
        lines = column(self, space=4)
        lines.addWidget(self._back, 0, Qt.AlignmentFlag.AlignLeft)
        lines.addWidget(self._side, 0, Qt.AlignmentFlag.AlignLeft)
        lines.addWidget(self._split, 1)
        self._tree_out = False
        sizes = [theme.px(w) for w, p in zip(widths, (tree, middle, detail), strict=True) if p]
        self._split.setSizes(sizes)
        self._arrange()

    def is_narrow(self) -> bool:
        """Whether only one pane is shown."""
        return self._narrow

    def show_detail(self) -> None:
        """Bring the detail in sight; side by side it is anyway."""
        self._turn(True)

    def show_list(self) -> None:
        """Back to the list."""
        self._turn(False)

    def is_covered(self) -> bool:
        """Whether the detail covers the list."""
        return self._narrow and self._on_detail and self._detail is not None

    def take_keyboard(self) -> None:
        """To what is in sight: the way back, or the place in the list that was left."""
        if self.is_covered():
            self._back.setFocus(Qt.FocusReason.OtherFocusReason)
        elif (left := self._middle.focusWidget()) is not None:
            left.setFocus(Qt.FocusReason.OtherFocusReason)

    def _turn(self, on_detail: bool) -> None:
        """The keyboard goes along: Qt would give it to whatever comes next in the window."""
        before, now = self.is_covered(), QApplication.focusWidget()
        inside = now is not None and self.isAncestorOf(now)
        left = self._middle.focusWidget()  # hiding what has the keyboard hands it on
        self._on_detail = on_detail
        self._arrange()
        if inside and before != self.is_covered():
            if before and left is not None:
                left.setFocus(Qt.FocusReason.OtherFocusReason)
            else:
                self.take_keyboard()

    def back(self) -> bool:
        """One step back, if the detail covers the list."""
        if self._narrow and self._on_detail:
            self.show_list()
            return True
        return False

    def resizeEvent(self, event: QResizeEvent) -> None:
        narrow = event.size().width() < theme.px(NARROW)
        if narrow != self._narrow:
            self._narrow = narrow
            self._arrange()
            self.narrowed.emit(narrow)
        super().resizeEvent(event)

    def _swap_tree(self) -> None:
        self._tree_out = not self._tree_out
        self._arrange()

    def _arrange(self) -> None:
        covered = self.is_covered()
        self._back.setVisible(covered)
        self._side.setVisible(self._narrow and not covered and self._tree is not None)
        self._middle.setVisible(not covered)
        if self._detail is not None:
            self._detail.setVisible(covered or not self._narrow)
        if self._tree is not None:
            self._tree.setVisible(not covered and (not self._narrow or self._tree_out))
