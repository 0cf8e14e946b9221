"""The detail of one record: name, tabs, and its buttons at the foot."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QGridLayout,
    QMenu,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QTabBar,
    QWidget,
)

from app.base.home import Target
from app.base.lists import Status, Tone, mask
from app.desk import theme
from app.desk.page import PageAction
from app.desk.roomy import Stack
from app.desk.widgets import (
    Chip,
    Elided,
    Note,
    button,
    clear,
    column,
    label,
    named,
    row,
    rule,
    tip,
)


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of a record: label and value.

    Attributes:
        note: grey addition after the value, e.g. （已录 402）.
        sensitive: shown masked; ``FactSheet.reveal_wanted`` carries ``key``.
        target: makes the value a link.
        tone: of the value.
    """

    label: str
    value: str
    note: str = ""
    key: str = ""
    sensitive: bool = False
    target: Target | None = None
    tone: Tone | None = None


@dataclass(frozen=True, slots=True)
class Remark:
    """A tinted box below the facts: what is wrong or due, its basis, the next step."""

    text: str
    basis: str = ""
    tone: Tone = Tone.WARN
    action: str = ""
    run: Callable[[], object] | None = None


class _Link(QPushButton):
    """A link that ends in … where there is no room, with the whole text as its tip."""

    def __init__(self, name: str, text: str, run: Callable[[], object], spoken: str) -> None:
        super().__init__()
        self._whole = text
        named(self, name, spoken)
        self.setProperty("kind", "inline")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAutoDefault(False)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.clicked.connect(lambda _checked=False: run())
        self.setText(text.replace("&", "&&"))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        room = max(self.width() - 2, 20)
        shown = self.fontMetrics().elidedText(self._whole, Qt.TextElideMode.ElideRight, room)
        self.setText(shown.replace("&", "&&"))
        tip(self, self._whole if shown != self._whole else "")


class FactSheet(QScrollArea):
    """Facts in two columns, with remarks below them.

    Signals:
        went: a link's ``Target``.
        reveal_wanted: key of a masked fact.
    """

    went = Signal(object)
    reveal_wanted = Signal(str)

    def __init__(self, name: str, label_width: int = 84) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._label_width = label_width
        inner = QWidget()
        inner.setProperty("scrolls", True)
        self._lines = column(inner, space=10, margins=(14, 12, 14, 12))
        self.setWidget(inner)

    def show_facts(
        self, facts: Sequence[Fact], remarks: Sequence[Remark] = (), *, remarks_first: bool = False
    ) -> None:
        """Show these facts and remarks; what had the keyboard has it again."""
        at = QApplication.focusWidget()
        kept = at.objectName() if at is not None and self.isAncestorOf(at) else ""
        clear(self._lines)
        if remarks_first:
            self._show_remarks(remarks)
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.px(10))
        grid.setVerticalSpacing(theme.px(9))
        grid.setColumnMinimumWidth(0, theme.px(self._label_width))
        grid.setColumnStretch(1, 1)
        for place, fact in enumerate(facts):
            words = label(fact.label, "muted", wrap=True)
            words.setMaximumWidth(theme.px(self._label_width + 16))
            top = Qt.AlignmentFlag.AlignTop
            grid.addWidget(words, place, 0, top)
            grid.addWidget(self._value(fact, place), place, 1, top)
        self._lines.addLayout(grid)
        if not remarks_first:
            self._show_remarks(remarks)
        self._lines.addStretch(1)
        if kept:
            again = self.findChild(QWidget, kept) or self
            again.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_remarks(self, remarks: Sequence[Remark]) -> None:
        for place, remark in enumerate(remarks):
            self._lines.addWidget(
                Note(
                    remark.text,
                    remark.basis,
                    remark.tone,
                    remark.action,
                    remark.run,
                    f"{self.objectName()}_remark_{place}",
                )
            )

    def _value(self, fact: Fact, place: int) -> QWidget:
        text = fact.value or "—"
        if fact.sensitive and fact.value:
            return self._masked(fact, place)
        if fact.target is not None:
            target = fact.target
            return _Link(
                f"{self.objectName()}_link_{place}",
                text,
                lambda: self.went.emit(target),
                f"{fact.label}：{text}",
            )
        made = label(text + fact.note if fact.note else text, wrap=True)
        made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        if fact.tone is not None:
            made.setProperty("tone", fact.tone.value)
        return made

    def _masked(self, fact: Fact, place: int) -> QWidget:
        made = QWidget()
        line = row(made, space=8)
        line.addWidget(label(mask(fact.value)))
        line.addWidget(
            button(
                f"{self.objectName()}_reveal_{place}",
                "显示",
                lambda: self.reveal_wanted.emit(fact.key),
                "inline",
                spoken=f"显示完整的{fact.label}",
                help="会留下查看记录",
            )
        )
        line.addStretch(1)
        return made


@dataclass(slots=True)
class _Tab:
    key: str
    title: str
    build: Callable[[], QWidget]
    made: QWidget | None = None


class Detail(QFrame):
    """The frame around a record.

    Signals:
        tab_shown: key of the tab brought up; its page reads what it needs.
    """

    tab_shown = Signal(str)

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name
        self.setObjectName(name)
        self.setProperty("card", "true")
        lines = column(self, space=0, margins=(1, 1, 1, 1))
        head = column(space=3, margins=(14, 12, 14, 10))
        line = row(space=8)
        self.title = Elided("", "heading")
        line.addWidget(self.title, 1)
        self._chip = Chip()
        line.addWidget(self._chip)
        head.addLayout(line)
        self.subtitle = Elided("", "muted")
        head.addWidget(self.subtitle)
        lines.addLayout(head)
        self.tabs = QTabBar()
        named(self.tabs, f"{name}_tabs", "详情栏目")
        self.tabs.setExpanding(False)
        self.tabs.setDrawBase(False)
        self.tabs.setUsesScrollButtons(True)
        lines.addWidget(self.tabs)
        lines.addWidget(rule())
        self._stack = Stack()
        lines.addWidget(self._stack, 1)
        self._foot = QFrame()
        self._foot.setProperty("bar", "actions")
        self._buttons = row(self._foot, space=8, margins=(14, 10, 14, 10))
        self._foot.hide()
        lines.addWidget(self._foot)
        self._tabs: list[_Tab] = []
        self.tabs.currentChanged.connect(self._bring)

    def head(self, title: str, subtitle: str = "", status: Status | None = None) -> None:
        """Name of the record, one grey line, its status."""
        self.title.setText(title)
        self.subtitle.setText(subtitle)
        self.subtitle.setVisible(bool(subtitle))
        self._chip.set_status(status or Status(""))

    def add_tab(self, key: str, title: str, build: Callable[[], QWidget]) -> None:
        """A tab whose widget is made when it is first shown."""
        self._tabs.append(_Tab(key, title, build))
        self.tabs.addTab(title)

    def show_tab(self, key: str) -> None:
        """Bring a tab up."""
        for place, tab in enumerate(self._tabs):
            if tab.key == key:
                self.tabs.setCurrentIndex(place)
                self._bring(place)

    def tab(self) -> str:
        """Key of the tab that is up."""
        place = self.tabs.currentIndex()
        return self._tabs[place].key if 0 <= place < len(self._tabs) else ""

    def widget(self, key: str) -> QWidget | None:
        """The widget of a tab, if it has been made."""
        return next((t.made for t in self._tabs if t.key == key), None)

    def set_badge(self, key: str, count: int) -> None:
        """A number after a tab's title; 0 for none."""
        for place, tab in enumerate(self._tabs):
            if tab.key == key:
                self.tabs.setTabText(place, f"{tab.title} {count}" if count else tab.title)

    def set_actions(self, actions: Sequence[PageAction], past: bool = False) -> None:
        """Buttons at the foot: the main one first, then up to one more, the rest in a menu."""
        clear(self._buttons)
        main = [a for a in actions if a.main]
        rest = [a for a in actions if not a.main]
        for which in main:
            made = button(
                f"{self.name}_{which.key}", which.title, which.run, "main", help=which.help
            )
            made.setEnabled(which.enabled and not past)
            self._buttons.addWidget(made)
        if len(rest) == 1:
            made = button(f"{self.name}_{rest[0].key}", rest[0].title, rest[0].run)
            made.setEnabled(rest[0].enabled and not past)
            self._buttons.addWidget(made)
        elif rest:
            more = button(f"{self.name}_more", "更多操作 ▽")
            more.clicked.connect(lambda: self._menu(more, rest, past))
            self._buttons.addWidget(more)
        if past:
            said = Elided("查看的是过去的日期，只读", "small")
            self._buttons.addWidget(said, 1)
        else:
            self._buttons.addStretch(1)
        self._foot.setVisible(bool(actions))

    def _menu(self, opener: QPushButton, actions: Sequence[PageAction], past: bool) -> None:
        menu = QMenu(opener)
        named(menu, f"{self.name}_more_menu", "更多操作")
        for which in actions:
            entry = menu.addAction(which.title.replace("&", "&&"))
            entry.setEnabled(which.enabled and not past)
            entry.triggered.connect(lambda _c=False, run=which.run: run())
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(opener.mapToGlobal(opener.rect().topLeft()))

    def _bring(self, place: int) -> None:
        if not 0 <= place < len(self._tabs):
            return
        tab = self._tabs[place]
        if tab.made is None:
            tab.made = tab.build()
            self._stack.addWidget(tab.made)
        self._stack.setCurrentWidget(tab.made)
        self.tab_shown.emit(tab.key)


__all__ = ["Detail", "Fact", "FactSheet", "Remark", "tip"]
