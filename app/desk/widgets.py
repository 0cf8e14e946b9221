"""Small builders: every interactive widget gets an objectName and an accessible name, every label
shows plain text whatever stands in the data."""

from __future__ import annotations

import html
from collections.abc import Callable

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QPushButton,
    QSizePolicy,
    QTableView,
    QTreeView,
    QVBoxLayout,
    QWidget,
)

from app.base.lists import Status, Tone
from app.desk import theme
from app.desk.icons import draw_shape, icon

AROUND_TALL, LEAST_TALL = 330, 140
"""What stands around the table of a dialog, and how low the table may become."""


def label(text: str = "", kind: str = "", *, wrap: bool = False, name: str = "") -> QLabel:
    """A label of plain text. ``kind``: title, heading, strong, figure, muted, small, error, key."""
    made = QLabel()
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setText(text)
    made.setWordWrap(wrap)
    if kind:
        made.setProperty("look", kind)
    if name:
        made.setObjectName(name)
    return made


class Elided(QLabel):
    """A one-line label that ends in … where there is no room, with the whole text as its tip."""

    def __init__(self, text: str = "", kind: str = "") -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self._whole = ""
        if kind:
            self.setProperty("look", kind)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.setText(text)

    def setText(self, text: str) -> None:
        """Show a text."""
        self._whole = text
        super().setText(text)
        self._fit()

    def whole(self) -> str:
        """The text without its ellipsis."""
        return self._whole

    def resizeEvent(self, _event: QEvent) -> None:
        self._fit()

    def _fit(self) -> None:
        room = max(self.width(), 20)
        shown = self.fontMetrics().elidedText(self._whole, Qt.TextElideMode.ElideRight, room)
        super().setText(shown)
        tip(self, self._whole if shown != self._whole else "")

    def sizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        return QSize(metrics.horizontalAdvance(self._whole) + 2, metrics.height())

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(24), self.fontMetrics().height())


def safe_tip(text: str) -> str:
    """A tooltip that shows exactly this text: Qt would read "<b>" in it as markup."""
    if not text:
        return ""
    return f"<p style='white-space:pre-wrap'>{html.escape(text)}</p>"


def tip(widget: QWidget, text: str) -> None:
    """Give a widget a plain tooltip."""
    widget.setToolTip(safe_tip(text))


class Combo(QComboBox):
    """A box to choose from that the mouse wheel leaves alone: rolling through a form must not
    change what was chosen in it."""

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """What lies below rolls instead."""
        event.ignore()


def named(widget: QWidget, name: str, spoken: str) -> None:
    """Give an interactive widget its objectName and what a screen reader says."""
    widget.setObjectName(name)
    widget.setAccessibleName(spoken)
    for part in ("header", "horizontalHeader", "verticalHeader"):
        if isinstance(widget, QTreeView | QTableView) and hasattr(widget, part):
            named(getattr(widget, part)(), f"{name}_{part}", f"{spoken}的标题")


def button(
    name: str,
    text: str,
    on_click: Callable[[], object] | None = None,
    kind: str = "",
    *,
    picture: str = "",
    spoken: str = "",
    help: str = "",
) -> QPushButton:
    """A push button. ``kind``: main, link, quiet, chip, rail, or nothing for an ordinary one."""
    made = QPushButton(text.replace("&", "&&"))
    named(made, name, spoken or text.replace("▽", "").strip())
    if kind:
        made.setProperty("kind", kind)
    if kind in ("link", "inline"):
        made.setCursor(Qt.CursorShape.PointingHandCursor)
    if picture:
        set_picture(made, picture, "#FFFFFF" if kind == "main" else None)
    made.setAutoDefault(False)
    if on_click is not None:
        made.clicked.connect(lambda _checked=False: on_click())
    tip(made, help)
    return made


def set_picture(widget: QPushButton, picture: str, colour: str | None = None) -> None:
    """Put an icon on a button, at the size of the text."""
    widget.setIcon(icon(picture, colour))
    widget.setIconSize(QSize(theme.px(18), theme.px(18)))


def card(kind: str = "true") -> QFrame:
    """A white panel with a thin border. ``kind`` alert gives it the red border."""
    made = QFrame()
    made.setProperty("card", kind)
    return made


def rule() -> QFrame:
    """A thin horizontal line."""
    made = QFrame()
    made.setProperty("rule", True)
    made.setFixedHeight(1)
    return made


def column(
    parent: QWidget | None = None, *, space: int = 8, margins: tuple[int, int, int, int] = (0,) * 4
) -> QVBoxLayout:
    """A vertical layout; lengths at 100 %."""
    made = QVBoxLayout(parent) if parent is not None else QVBoxLayout()
    _measure(made, space, margins)
    return made


def row(
    parent: QWidget | None = None, *, space: int = 8, margins: tuple[int, int, int, int] = (0,) * 4
) -> QHBoxLayout:
    """A horizontal layout; lengths at 100 %."""
    made = QHBoxLayout(parent) if parent is not None else QHBoxLayout()
    _measure(made, space, margins)
    return made


def _measure(layout: QLayout, space: int, margins: tuple[int, int, int, int]) -> None:
    layout.setSpacing(theme.px(space))
    layout.setContentsMargins(*(theme.px(side) for side in margins))


def fit_screen(window: QWidget, width: int, height: int) -> None:
    """Give a window its first size, at 100 %, or what the screen has beside the title bar."""
    room = window.screen().availableGeometry()
    window.resize(
        min(theme.px(width), room.width()), min(theme.px(height), room.height() - theme.TITLE_BAR)
    )


def tall(widget: QWidget, height: int) -> None:
    """Give the table or list of a dialog its least height, at 100 %; less on a low screen, so that
    it scrolls alone and not inside of what scrolls too."""
    room = widget.screen().availableGeometry().height() - theme.px(AROUND_TALL)
    widget.setMinimumHeight(min(theme.px(height), max(theme.px(LEAST_TALL), room)))


def first_stop(inside: QWidget) -> QWidget | None:
    """The first widget in it to which Tab leads; None if there is none."""
    at = inside.nextInFocusChain()
    while at is not None and at is not inside:
        tabbed = at.focusPolicy() & Qt.FocusPolicy.TabFocus
        if tabbed and at.isEnabled() and inside.isAncestorOf(at) and at.isVisibleTo(inside):
            return at
        at = at.nextInFocusChain()
    return None


def centred(widget: QWidget) -> QHBoxLayout:
    """A widget in the middle of its line. An alignment would cut off its wrapped labels."""
    line = row(space=0)
    line.addStretch(1)
    line.addWidget(widget)
    line.addStretch(1)
    return line


def clear(layout: QLayout) -> None:
    """Take everything out of a layout and delete it."""
    while (item := layout.takeAt(0)) is not None:
        widget, inner = item.widget(), item.layout()
        if widget is not None:
            widget.hide()
            widget.setParent(None)
            widget.deleteLater()
        elif inner is not None:
            clear(inner)


def restyle(widget: QWidget, **properties: object) -> None:
    """Set style properties and have the stylesheet read them again."""
    for key, value in properties.items():
        widget.setProperty(key, value)
    widget.style().unpolish(widget)
    widget.style().polish(widget)


class Chip(QWidget):
    """A status: shape, word and colour on a tinted ground."""

    def __init__(self, status: Status | None = None) -> None:
        super().__init__()
        self._status = status or Status("")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set_status(self._status)

    def set_status(self, status: Status) -> None:
        """Show another status."""
        self._status = status
        self.setAccessibleName(status.word)
        self.setVisible(bool(status.word))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(chip_width(self, self._status.word), theme.px(22))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        draw_chip(painter, QRectF(self.rect()), self._status)
        painter.end()


def chip_width(widget: QWidget, word: str) -> int:
    """How wide a chip is."""
    metrics = widget.fontMetrics()
    return int(metrics.horizontalAdvance(word) * 13 / 14) + theme.px(30)


def draw_chip(painter: QPainter, box: QRectF, status: Status) -> None:
    """Draw a chip into ``box``; a word without room ends in …"""
    ink, ground = theme.tone_colours(status.tone)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ground)
    painter.drawRoundedRect(box, theme.px(4), theme.px(4))
    side = theme.px(9)
    left = box.left() + theme.px(7)
    draw_shape(painter, status.tone, QRectF(left, box.center().y() - side / 2, side, side), ink)
    painter.setFont(theme.font(13))
    painter.setPen(ink)
    text = QRectF(left + side + theme.px(5), box.top(), 0, box.height())
    text.setRight(box.right() - theme.px(4))
    shown = painter.fontMetrics().elidedText(
        status.word, Qt.TextElideMode.ElideRight, int(text.width()) + 1
    )
    painter.drawText(text, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)


class Shape(QWidget):
    """A status shape alone, beside a word that stands elsewhere in the row."""

    def __init__(self, tone: Tone, side: int = 11) -> None:
        super().__init__()
        self.tone = tone
        self.setFixedSize(theme.px(side), theme.px(side))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        ink, _ground = theme.tone_colours(self.tone)
        draw_shape(painter, self.tone, QRectF(self.rect()), ink)
        painter.end()


class Note(QFrame):
    """A tinted box that says one thing: shape, sentence, what to do, an action if there is one."""

    def __init__(
        self,
        text: str,
        advice: str = "",
        tone: Tone = Tone.WARN,
        action: str = "",
        on_action: Callable[[], object] | None = None,
        name: str = "note",
    ) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setProperty("note", tone.value)
        lines = column(self, space=4, margins=(12, 10, 12, 10))
        head = row(space=8)
        first = label(text, "strong", wrap=True)
        mark, shape = column(space=0), Shape(tone)
        mark.addSpacing((QFontMetrics(theme.font(bold=True)).height() - shape.height()) // 2)
        mark.addWidget(shape)
        mark.addStretch(1)  # beside the first line of several
        head.addLayout(mark)
        first.setProperty("tone", tone.value)
        head.addWidget(first, 1)
        lines.addLayout(head)
        if advice:
            lines.addWidget(label(advice, "small", wrap=True))
        if action and on_action is not None:
            lines.addWidget(
                button(f"{name}_action", action, on_action, "link"), 0, Qt.AlignmentFlag.AlignLeft
            )
