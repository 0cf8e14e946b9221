"""The home page: cards with figures that open, and what is due."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QScrollArea, QVBoxLayout, QWidget

from app.base.days import chinese
from app.base.home import Card, Due, Target
from app.base.lists import Tone
from app.desk import theme
from app.desk.empty import Empty
from app.desk.page import Desk, Page
from app.desk.turns import Turns
from app.desk.widgets import Elided, Shape, button, clear, column, label, restyle, row, rule

CARD_WIDTH = 172
"""Width of a card, at 100 %, below which they wrap into another line."""
DUE_SHOWN = 60
A_TURN = 12
"""So many lines are made in one turn of the event loop."""


@dataclass(frozen=True, slots=True)
class HomeContent:
    """What is on the home page: of all areas together."""

    cards: Sequence[Card] = ()
    due: Sequence[Due] = ()
    missing: Sequence[Due] = field(default_factory=tuple)


class CardBox(QFrame):
    """One figure; Enter, Space or a click opens the records behind it.

    Signals:
        opened: its ``Target``.
    """

    opened = Signal(object)

    def __init__(self, which: Card) -> None:
        super().__init__()
        self.which = which
        self.setObjectName(f"card_{which.key}")
        self.setAccessibleName(f"{which.title} {which.value} {which.note}".strip())
        self.setProperty("card", "true")
        lines = column(self, space=3, margins=(16, 12, 12, 12))
        lines.addWidget(Elided(which.title, "muted"))
        lines.addWidget(label(which.value, "figure"))
        foot = row(space=5)
        if which.note and which.tone is not Tone.IDLE:
            foot.addWidget(Shape(which.tone, 9))
        note = Elided(which.note, "small")
        if which.tone is not Tone.IDLE:
            note.setProperty("tone", which.tone.value)
        foot.addWidget(note, 1)
        lines.addLayout(foot)
        if which.target is not None:
            self.setCursor(Qt.CursorShape.PointingHandCursor)
            self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        inside = QRectF(self.rect()).contains(event.position())
        if event.button() == Qt.MouseButton.LeftButton and inside:
            self._open()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._open()
            return
        super().keyPressEvent(event)

    def focusInEvent(self, event: Any) -> None:
        super().focusInEvent(event)
        restyle(self, card="alert")

    def focusOutEvent(self, event: Any) -> None:
        super().focusOutEvent(event)
        restyle(self, card="true")

    def _open(self) -> None:
        if self.which.target is not None:
            self.opened.emit(self.which.target)


class CardRow(QWidget):
    """Cards side by side, as many in a line as fit.

    Signals:
        opened: the ``Target`` of a card.
    """

    opened = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(theme.px(11))
        self._boxes: list[CardBox] = []
        self._across = 0

    def show_cards(self, cards: Sequence[Card]) -> None:
        """Show these cards."""
        clear(self._grid)
        self._boxes = []
        for which in cards:
            box = CardBox(which)
            box.opened.connect(self.opened)
            self._boxes.append(box)
        self._across = 0
        self._lay_out(self.width())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out(event.size().width())

    def _lay_out(self, width: int) -> None:
        if not self._boxes:
            return
        fit = max(1, (width + theme.px(11)) // theme.px(CARD_WIDTH))
        across = min(len(self._boxes), fit)
        lines = -(-len(self._boxes) // across)
        across = -(-len(self._boxes) // lines)
        if across == self._across:
            return
        for place in range(self._across):
            self._grid.setColumnStretch(place, 0)
        self._across = across
        for place, box in enumerate(self._boxes):
            self._grid.addWidget(box, place // across, place % across)
        for place in range(across):
            self._grid.setColumnStretch(place, 1)


class DueList(QFrame):
    """Things to be done, each with shape, day, what, how far, and a link.

    Signals:
        opened: a ``Target``.
    """

    opened = Signal(object)

    def __init__(self, name: str, title: str, none: str) -> None:
        super().__init__()
        self.name, self._none = name, none
        self.setObjectName(name)
        self.setProperty("card", "true")
        lines = column(self, space=0, margins=(1, 1, 1, 1))
        head = row(space=8, margins=(14, 10, 14, 8))
        head.addWidget(label(title, "strong"))
        head.addStretch(1)
        self.count = label("", "muted", name=f"{name}_count")
        head.addWidget(self.count)
        lines.addLayout(head)
        lines.addWidget(rule())
        self._area = QScrollArea()
        self._area.setObjectName(f"{name}_area")
        self._area.setWidgetResizable(True)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        lines.addWidget(self._area, 1)
        self._due: list[Due] | None = None
        self._turns = Turns(self)

    def show_due(self, due: Sequence[Due]) -> None:
        """Show these, in the order given."""
        if list(due) == self._due:
            return
        self._due = list(due)
        self.count.setText(f"{len(due):,} 件" if due else "")
        lines = self._emptied()
        days = any(which.day for which in due)
        shown = list(enumerate(due[:DUE_SHOWN]))
        parts = [
            partial(self._put, lines, shown[first : first + A_TURN], days)
            for first in range(0, len(shown), A_TURN)
        ]
        self._turns.begin([*parts, partial(self._end, lines, len(due))])
        self._turns.next()

    def _emptied(self) -> QVBoxLayout:
        """A new widget for the lines; the old ones go with theirs."""
        old = self._area.takeWidget()
        if old is not None:
            old.hide()
            old.deleteLater()
        inner = QWidget()
        inner.setProperty("scrolls", True)
        lines = column(inner, space=0)
        self._area.setWidget(inner)
        return lines

    def _put(self, lines: QVBoxLayout, due: Sequence[tuple[int, Due]], days: bool) -> None:
        for place, which in due:
            lines.addWidget(self._line(which, place, days))
            lines.addWidget(rule())

    def _end(self, lines: QVBoxLayout, count: int) -> None:
        if not count:
            lines.addWidget(Empty(self.name, "都办好了", self._none))
        elif count > DUE_SHOWN:
            more = label(f"还有 {count - DUE_SHOWN} 件，办完前面的会接着列出。", "small")
            more.setContentsMargins(*(theme.px(n) for n in (14, 8, 14, 8)))
            lines.addWidget(more)
        lines.addStretch(1)

    def _line(self, which: Due, place: int, days: bool) -> QWidget:
        made = QWidget()
        made.setMinimumHeight(theme.px(36))
        line = row(made, space=8, margins=(14, 2, 10, 2))
        line.addWidget(Shape(which.tone))
        if days:
            day = label(which.day.strftime("%m-%d") if which.day else "", "muted")
            day.setFixedWidth(theme.px(46))
            line.addWidget(day)
        line.addWidget(Elided(which.title), 7)
        if which.note:
            line.addWidget(Elided(which.note, "muted"), 3)
        if which.target is not None:
            target = which.target
            line.addWidget(
                button(
                    f"{self.name}_{place}",
                    which.action,
                    lambda: self.opened.emit(target),
                    "link",
                    spoken=f"{which.action}：{which.title}",
                )
            )
        return made


class HomePage(Page):
    """首页: what is due and what is missing, with the figures of the day.

    Args:
        content: reads the page's content: (connection, unit, day) to ``HomeContent``.
        extra: panels of areas, shown at the right.
    """

    def __init__(
        self,
        desk: Desk,
        content: Callable[[Any, str | None, Any], HomeContent],
        extra: Sequence[QWidget] = (),
    ) -> None:
        super().__init__(desk)
        self.setObjectName("page_home")
        self._content = content
        lines = column(self, space=12, margins=(16, 14, 16, 14))
        head = row(space=10)
        self._title = label("", "title", name="home_title")
        head.addWidget(self._title)
        self._said = Elided("", "muted")
        head.addWidget(self._said, 1)
        lines.addLayout(head)
        self.cards = CardRow()
        self.cards.opened.connect(desk.go)
        lines.addWidget(self.cards)
        below = row(space=12)
        self.due = DueList("home_due", "要办的事", "眼下没有到期的事。")
        self.due.opened.connect(desk.go)
        below.addWidget(self.due, 3)
        self.missing = DueList("home_missing", "还缺的资料", "登记的资料都齐了。")
        self.missing.opened.connect(desk.go)
        below.addWidget(self.missing, 2)
        for panel in extra:
            below.addWidget(panel, 2)
        self._below = below
        lines.addLayout(below, 1)

    def look(self) -> None:
        desk, content = self.desk, self._content
        unit, day = desk.unit, desk.day
        words = "今天，" if not desk.is_past else "查看 "
        self._title.setText(words + chinese(day))
        desk.ops.ask(
            lambda connection: content(connection, unit, day),
            owner=self,
            done=self._show,
            slot="home",
        )

    def changed(self, _kinds: dict[str, set[str]]) -> None:
        self.look()

    def _show(self, content: HomeContent) -> None:
        self.cards.show_cards(content.cards)
        self.due.show_due(content.due)
        self.missing.show_due(content.missing)
        late = sum(1 for d in content.due if d.tone is Tone.BAD)
        said = f"有 {len(content.due)} 件事要办" if content.due else "没有要办的事"
        self._said.setText(said + (f"，{late} 件已过期" if late else ""))

    def show_target(self, target: Target) -> None:
        """Open what a card or a line leads to."""
        self.desk.go(target)
