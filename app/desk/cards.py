"""The home page: cards with figures that open, and what is due."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QGridLayout, QWidget

from app.base.days import chinese
from app.base.home import Card, Due, Target
from app.base.lists import Tone
from app.desk import theme
from app.desk.due import DueList
from app.desk.page import Desk, Page
from app.desk.views import Views
from app.desk.widgets import Elided, Shape, clear, column, label, restyle, row
from app.desk.year import YearView
from app.store.notes import put_off_due, take_up_due

CARD_WIDTH = 172
"""Width of a card, at 100 %, below which they wrap into another line."""
MARGINS = (16, 12, 12, 12)
LOW = 540
"""Height of the home page, at 100 %, below which a card has two lines and no large figure."""
NARROW = 900
"""Width of the home page, at 100 %, below which its two lists stand one below the other."""
DUE_SHOWN = 60
A_TURN = 12
"""So many lines are made in one turn of the event loop."""


@dataclass(frozen=True, slots=True)
class HomeContent:
    """What is on the home page: of all areas together."""

    cards: Sequence[Card] = ()
    due: Sequence[Due] = ()
    missing: Sequence[Due] = field(default_factory=tuple)
    waiting: Sequence[tuple[Due, date]] = ()
    """What is put off, with the day on which it comes back."""


class CardBox(QFrame):
    """One figure; Enter, Space or a click opens the records behind it.

    Signals:
        opened: its ``Target``.
    """

    opened = Signal(object)

    def __init__(self, which: Card, *, low: bool = False) -> None:
        super().__init__()
        self.which = which
        self.setObjectName(f"card_{which.key}")
        self.setAccessibleName(f"{which.title} {which.value} {which.note}".strip())
        self.setProperty("card", "true")
        lines = column(self, space=0 if low else 3, margins=(16, 7, 12, 7) if low else MARGINS)
        head = row(space=8) if low else column(space=3)
        head.addWidget(Elided(which.title, "muted"), 1)
        head.addWidget(label(which.value, "heading" if low else "figure"))
        lines.addLayout(head)
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
        self._low = False
        self._shown: list[Card] = []

    def set_low(self, low: bool) -> None:
        """For a low window."""
        if low != self._low:
            self._low = low
            self._grid.setVerticalSpacing(theme.px(6 if low else 11))
            cards, self._shown = self._shown, []
            self.show_cards(cards)

    def show_cards(self, cards: Sequence[Card]) -> None:
        """Show these cards; those that stay keep the keyboard."""
        if list(cards) == self._shown:
            return
        self._shown = list(cards)
        clear(self._grid)
        self._boxes = []
        for which in cards:
            box = CardBox(which, low=self._low)
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


class HomePage(Page):
    """首页: what is due and what is missing, with the figures of the day; the year as a calendar.

    Args:
        content: reads the page's content: (connection, unit, day) to ``HomeContent``.
        year: reads what falls into a year: (connection, unit, day, year) to ``Due`` items.
    """

    def __init__(
        self,
        desk: Desk,
        content: Callable[[Any, str | None, Any], HomeContent],
        year: Callable[[Any, str | None, Any, int], Sequence[Due]],
    ) -> None:
        super().__init__(desk)
        self.setObjectName("page_home")
        self._content, self._read_year = content, year
        lines = column(self, space=12, margins=(16, 14, 16, 14))
        head = row(space=10)
        self._title = label("", "title", name="home_title")
        head.addWidget(self._title)
        self._said = Elided("", "muted")
        head.addWidget(self._said, 1)
        self.views = Views("home_view", (("due", "要办的事"), ("year", "年历")))
        self.views.chosen.connect(self._bring)
        head.addWidget(self.views)
        lines.addLayout(head)
        self.cards = CardRow()
        self.cards.opened.connect(desk.go)
        lines.addWidget(self.cards)
        lines.addWidget(self.views.stack, 1)
        self._year: YearView | None = None
        both = QWidget()
        self._below = row(both, space=12)
        self.due = DueList("home_due", "要办的事", "眼下没有到期的事。", lambda: desk.today)
        self.due.opened.connect(desk.go)
        self.due.put_off.connect(self._put_off)
        self._below.addWidget(self.due, 3)
        self.missing = DueList("home_missing", "还缺的资料", "登记的资料都齐了。")
        self.missing.opened.connect(desk.go)
        self._below.addWidget(self.missing, 2)
        self.views.give(lambda: both, self._make_year)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        room = self.parentWidget()  # the page itself is higher where it scrolls
        self.cards.set_low((room or self).height() < theme.px(LOW))
        way = QBoxLayout.Direction
        narrow = event.size().width() < theme.px(NARROW)
        self._below.setDirection(way.TopToBottom if narrow else way.LeftToRight)

    def _make_year(self) -> YearView:
        if self._year is None:
            self._year = YearView(self._ask_year, lambda: self.desk.day)
            self._year.opened.connect(self.desk.go)
        return self._year

    def _bring(self, key: str) -> None:
        self.views.bring(key)
        self.cards.setVisible(key == "due")
        if key == "year":
            self._make_year().look()

    def _ask_year(self, year: int, done: Callable[[Sequence[Due]], Any]) -> None:
        unit, day, read = self.desk.unit, self.desk.day, self._read_year
        self.desk.ops.ask(
            lambda connection: read(connection, unit, day, year),
            owner=self,
            done=done,
            slot="year",
        )

    def _put_off(self, which: Due, until: date | None) -> None:
        if until is None:
            self.desk.ops.act(take_up_due, owner=self, key=which.key)
        else:
            self.desk.ops.act(put_off_due, owner=self, key=which.key, day=which.day, until=until)

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
        if self._year is not None and self.views.front() == "year":
            self._year.look()

    def changed(self, _kinds: dict[str, set[str]]) -> None:
        self.look()

    def _show(self, content: HomeContent) -> None:
        self.cards.show_cards(content.cards)
        self.due.show_due(content.due, content.waiting)
        self.missing.show_due(content.missing)
        late = sum(1 for d in content.due if d.tone is Tone.BAD)
        said = f"有 {len(content.due)} 件事要办" if content.due else "没有要办的事"
        self._said.setText(said + (f"，{late} 件已过期" if late else ""))

    def show_target(self, target: Target) -> None:
        """Open what a card or a line leads to."""
        self.desk.go(target)
