"""The home page: cards with figures that open, and what is due."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QMouseEvent, QResizeEvent, QShowEvent
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
SOON = 300
"""After so many milliseconds the page shows what has come and says of the rest that it is counted;
before, it waits, so that a small office sees no flicker."""
COUNTING = "正在算…"
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


@dataclass(frozen=True, slots=True)
class HomePart:
    """What one area brings to the home page.

    Attributes:
        key: ASCII name.
        title: of the card that stands there while it is read; empty: it brings no cards.
        read: (connection, unit, day) to its ``HomeContent``.
    """

    key: str
    title: str
    read: Callable[[Any, str | None, date], HomeContent]


def together(contents: Iterable[HomeContent]) -> HomeContent:
    """What several areas bring as one: cards in their order, what is due by day."""
    every = list(contents)
    return HomeContent(
        [card for one in every for card in one.cards],
        sorted((d for one in every for d in one.due), key=lambda d: d.day or date.max),
        [item for one in every for item in one.missing],
        sorted((w for one in every for w in one.waiting), key=lambda w: w[0].day or date.max),
    )


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


def _read(part: HomePart, unit: str | None, day: date, connection: Any) -> HomeContent:
    return part.read(connection, unit, day)


class HomePage(Page):
    """首页: what is due and what is missing, with the figures of the day; the year as a calendar.

    Args:
        parts: what each area brings, each read by itself and shown when it has come.
        year: reads what falls into a year: (connection, unit, day, year) to ``Due`` items.
    """

    def __init__(
        self,
        desk: Desk,
        parts: Sequence[HomePart],
        year: Callable[[Any, str | None, Any, int], Sequence[Due]],
    ) -> None:
        super().__init__(desk)
        self.setObjectName("page_home")
        self._parts, self._read_year = parts, year
        self._found: dict[str, HomeContent] = {}
        self._awaited: set[str] = set()
        self._of: tuple[str | None, date] | None = None
        self._dropped = False
        self._soon = QTimer(self, singleShot=True, interval=SOON)
        self._soon.timeout.connect(self._show)
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
        desk = self.desk
        unit, day = desk.unit, desk.day
        words = "今天，" if not desk.is_past else "查看 "
        self._title.setText(words + chinese(day))
        if (unit, day) != self._of:
            self._of, self._found = (unit, day), {}
        self._awaited, self._dropped = {part.key for part in self._parts}, False
        self._soon.start()
        for part in reversed(self._parts):  # the lowest areas have the most to count
            desk.ops.ask(
                partial(_read, part, unit, day),
                owner=self,
                done=partial(self._came, part.key),
                failed=partial(self._failed, part.key),
                slot=f"home_{part.key}",
            )
        if self._year is not None and self.views.front() == "year":
            self._year.look()

    def changed(self, _kinds: dict[str, set[str]]) -> None:
        self.look()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if self._awaited and not event.spontaneous():
            self._dropped = True
            self._awaited.clear()
            self._soon.stop()
            self.desk.ops.drop(self)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._dropped:
            QTimer.singleShot(0, self, self._take_up)

    def _take_up(self) -> None:
        """It was left before all had come, and is up again without having been told to look."""
        if self._dropped:
            self.look()

    def _failed(self, key: str, _error: BaseException) -> None:
        self._over(key)

    def _came(self, key: str, content: HomeContent) -> None:
        self._found[key] = content
        self._over(key)

    def _over(self, key: str) -> None:
        self._awaited.discard(key)
        if not self._awaited:
            self._soon.stop()
        if not self._soon.isActive():
            self._show()

    def _show(self) -> None:
        cards: list[Card] = []
        for part in self._parts:
            if part.key in self._found:
                cards += self._found[part.key].cards
            elif part.title:
                value = COUNTING if part.key in self._awaited else "—"
                cards.append(Card(part.key, part.title, value))
        self.cards.show_cards(cards)
        whole = not self._awaited
        found = together(self._found[p.key] for p in self._parts if p.key in self._found)
        if found.due or found.waiting or whole:
            self.due.show_due(found.due, found.waiting)
        if found.missing or whole:
            self.missing.show_due(found.missing)
        late = sum(1 for d in found.due if d.tone is Tone.BAD)
        said = f"有 {len(found.due)} 件事要办" if found.due else "没有要办的事"
        said += f"，{late} 件已过期" if late else ""
        self._said.setText(said if whole else COUNTING)

    def show_target(self, target: Target) -> None:
        """Open what a card or a line leads to."""
        self.desk.go(target)
