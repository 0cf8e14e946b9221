"""What is due, as a list of lines that lead to where it is done."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from datetime import date
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from app.base.home import Due, Target
from app.desk import theme
from app.desk.empty import Empty
from app.desk.later import later_menu
from app.desk.turns import Turns
from app.desk.widgets import Elided, Shape, button, column, label, row, rule

DUE_SHOWN = 60
LEAST = 5
"""So many lines are in sight at least; a page that has less room scrolls."""
LINE = 38
A_TURN = 12
"""So many lines are made in one turn of the event loop."""


class DueList(QFrame):
    """Things to be done, each with shape, day, what, how far, and a link. Those of one record can
    be put off, and come back on their day.

    Args:
        today: for the days offered when something is put off; None: nothing here can be.

    Signals:
        opened: a ``Target``.
        put_off: (due, day) with None to take it up again.
    """

    opened = Signal(object)
    put_off = Signal(object, object)

    def __init__(
        self, name: str, title: str, none: str, today: Callable[[], date] | None = None
    ) -> None:
        super().__init__()
        self._today = today
        self.name, self._none = name, none
        self._wide = 0
        self.setObjectName(name)
        self.setProperty("card", "true")
        lines = column(self, space=0, margins=(1, 1, 1, 1))
        head = row(space=8, margins=(14, 10, 14, 8))
        head.addWidget(label(title, "strong"))
        head.addStretch(1)
        self.count = label("", "muted", name=f"{name}_count")
        head.addWidget(self.count)
        self._later = button(f"{name}_later", "", self._turn_over, "link", spoken="已暂缓的事")
        self._later.hide()
        head.addWidget(self._later)
        lines.addLayout(head)
        lines.addWidget(rule())
        self._area = QScrollArea()
        self._area.setObjectName(f"{name}_area")
        self._area.setWidgetResizable(True)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setMinimumHeight(theme.px(LEAST * LINE))
        lines.addWidget(self._area, 1)
        self._shown: object = None
        self._due: Sequence[Due] = ()
        self._waiting: Sequence[tuple[Due, date]] = ()
        self._over = False
        self._turns = Turns(self)

    def show_due(self, due: Sequence[Due], waiting: Sequence[tuple[Due, date]] = ()) -> None:
        """Show these, in the order given.

        Args:
            waiting: what is put off, each with the day on which it comes back.
        """
        if (list(due), list(waiting)) == self._shown:
            return
        self._shown = (list(due), list(waiting))
        self._due, self._waiting = due, waiting
        self._over = self._over and bool(waiting)
        self._fill()

    def _turn_over(self) -> None:
        self._over = not self._over
        self._fill()

    def _fill(self) -> None:
        self._later.setVisible(bool(self._waiting))
        self._later.setText("返回" if self._over else f"已暂缓 {len(self._waiting):,} 件")
        due = [which for which, _until in self._waiting] if self._over else self._due
        self.count.setText(f"{len(due):,} 件" if due else "")
        lines = self._emptied()
        days = any(which.day for which in due)
        shown = list(enumerate(due[:DUE_SHOWN]))
        self._wide = _widest({which.action for _, which in shown if which.target is not None})
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
        note = f"暂缓到 {self._waiting[place][1]}" if self._over else which.note
        if note:
            line.addWidget(Elided(note, "muted"), 3)
        if self._today is not None:
            line.addWidget(self._putting_off(which, place))
        if which.target is not None:
            line.addWidget(self._action(which, place, which.target))
        return made

    def _action(self, which: Due, place: int, target: Target) -> QWidget:
        room = QWidget()
        room.setFixedWidth(self._wide)
        made = button(
            f"{self.name}_{place}",
            which.action,
            lambda: self.opened.emit(target),
            "link",
            spoken=f"{which.action}：{which.title}",
        )
        inside = row(room, space=0)
        inside.addStretch(1)
        inside.addWidget(made)
        return room

    def _putting_off(self, which: Due, place: int) -> QWidget:
        name = f"{self.name}_{place}_later"
        if not which.key:
            room = QWidget()  # so that the links stand below each other
            room.setFixedWidth(button("", "暂缓", None, "link").sizeHint().width())
            return room
        if self._over:
            made = button(name, "取消暂缓", lambda: self.put_off.emit(which, None), "link",
                          spoken=f"取消暂缓：{which.title}")  # fmt: skip
            return made
        made = button(name, "暂缓", lambda: self._ask(made, which), "link",
                      spoken=f"暂缓：{which.title}")  # fmt: skip
        return made

    def _ask(self, under: QWidget, which: Due) -> None:
        if self._today is not None:
            later_menu(under, self.name, self._today(), partial(self.put_off.emit, which))


def _widest(words: Collection[str]) -> int:
    """The width of links with these words, so that what stands left of them stands in columns."""
    return max((button("", word, None, "link").sizeHint().width() for word in words), default=0)
