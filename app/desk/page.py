"""What an area's screen is given, and what it gives back to the shell.

An area's ``page`` part names a ``PageEntry`` (or a tuple of them)::

    PAGE = PageEntry("organisations", "组织", "organisations", 10, lambda desk: UnionsPage(desk))
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QWidget

from app.base.home import Target
from app.base.lists import Tone
from app.desk.operations import Operations
from app.desk.settings import ListStates, Settings

Entry = tuple[str, str, Callable[[], object]]
"""(key, words, what it does)."""


@dataclass(frozen=True, slots=True)
class PageAction:
    """One button at the right of the top bar; at most one of a page is ``main``.

    Attributes:
        menu: what stands in the menu that ``run`` opens; in a narrow window, where the buttons are
            a menu themselves, it stands there.
    """

    key: str
    title: str
    run: Callable[[], object]
    main: bool = False
    enabled: bool = True
    help: str = ""
    menu: Callable[[], Sequence[Entry]] | None = None


class Desk(QObject):
    """What every page is given.

    Attributes:
        workspace: the open workspace.
        ops: runs acts, reads and long jobs.
        settings: of this machine.
        states: of the lists of this user.
        unit: hex id of the unit looked at, None for all.
        day: the day looked at.
        areas: the descriptors, for what comes from above.

    Signals:
        looked: another unit or day is looked at.
        went: a ``Target`` somebody wants to see; the shell brings its page up.
        replaced: the workspace was closed and another state put in its place; open it anew.
        rekeyed: the same under a new key (``app.desk.keeping.rekeying.Rekeyed``).
        revealed: (kind, id, column key): a masked value is to be shown; the store logs it.
    """

    looked = Signal()
    went = Signal(object)
    revealed = Signal(str, str, str)
    replaced = Signal()
    rekeyed = Signal(object)

    def __init__(
        self,
        workspace: Any,
        ops: Operations,
        settings: Settings,
        *,
        today: Callable[[], date],
        states: ListStates | None = None,
        areas: Sequence[Any] = (),
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.workspace, self.ops, self.settings = workspace, ops, settings
        self.states = states or ListStates()
        self.areas = tuple(areas)
        self._today = today
        self.unit: str | None = None
        self.unit_title = ""
        self._day: date | None = None

    @property
    def today(self) -> date:
        """The present day."""
        return self._today()

    @property
    def day(self) -> date:
        """The day looked at: today unless another was chosen."""
        return self._day or self._today()

    @property
    def is_past(self) -> bool:
        """Whether another day than today is looked at; then everything is for reading."""
        return self._day is not None and self._day != self._today()

    def look_at_day(self, day: date | None) -> None:
        """Look at another day; None for today, whatever day it is."""
        self._day = None if day == self._today() else day
        self.looked.emit()

    def look_at_unit(self, unit: str | None, title: str = "") -> None:
        """Look at another unit; None for the whole workspace."""
        if unit != self.unit:
            self.unit, self.unit_title = unit, title
            self.looked.emit()

    def go(self, target: Target) -> None:
        """Bring a record, a field or a view in sight, on whatever page it is."""
        self.went.emit(target)

    def notice(self, text: str, advice: str = "", tone: Tone = Tone.INFO) -> None:
        """One sentence in the banner."""
        self.ops.notice(text, advice, tone)


class Page(QWidget):
    """Base of the screens. Override what the page can do; everything has a quiet default.

    Signals:
        actions_changed: the buttons of ``page_actions`` are to be shown anew.
    """

    actions_changed = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.setProperty("ground", "page")

    def page_actions(self) -> Sequence[PageAction]:
        """Buttons for the top bar, left to right, the main one last."""
        return ()

    def parts(self) -> Sequence[Callable[[], object]]:
        """What is still to be made when a new page has come up, before it looks for the first
        time: each in a turn of the event loop of its own, and each under 50 ms."""
        return ()

    def look(self) -> None:
        """The page came up, or another unit or day is looked at: read what is to be shown."""

    def changed(self, kinds: dict[str, set[str]]) -> None:
        """An act was done; kinds and ids it touched. Only called while the page is up."""

    def jump(self, target: Target) -> None:
        """Show this record, field or view."""

    def save(self) -> None:
        """Ctrl+S."""

    def edit(self) -> None:
        """F2."""

    def back(self) -> bool:
        """Esc or the back step. True if there was a step back inside the page."""
        return False

    def first(self) -> QWidget | None:
        """What has the keyboard when the page comes up; None: what Tab would lead to first."""
        return None

    def take_keyboard(self) -> None:
        """The page came up: the keyboard is where it can be seen."""
        first = self.first()
        if first is not None and first.isVisible():
            first.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.setFocus()
        self.focusNextPrevChild(True)

    def is_dirty(self) -> bool:
        """Whether something typed is not saved yet."""
        return False

    def conceal(self) -> None:
        """The window is being locked: mask what was revealed."""


@dataclass(frozen=True, slots=True)
class UnitAct:
    """What a page offers to do for one union, among the acts of the union's own record.

    Attributes:
        key: ASCII; the ``view`` of the ``Target`` that the page is sent to, with the union as id.
        title: on the button.
        beside: key of the act of the record after which it stands; at the end where that is not.
        states: of the union for which it fits; empty: any.
    """

    key: str
    title: str
    beside: str = ""
    states: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PageEntry:
    """One line of the rail.

    Attributes:
        name: ASCII; the ``area`` of a ``Target``.
        title: as on the rail.
        picture: name of an icon.
        order: place on the rail.
        build: makes the page when it is first opened.
        short: two to four characters for the narrow rail.
        kinds: kinds of records shown here: ``Target.kind`` alone is then enough.
        ahead: modules that ``build`` imports, so that they can be imported in the background.
        of_unit: what it shows of one union where a ``Target`` of view ``of_unit`` asks for it, and
            the figure that counts them: the detail of the union leads there. ("", "") for nothing.
        unit_acts: what it offers to do for a union.
        help: what stands under F1: a file of ``resources/help/pages``, without ``.md``.
    """

    name: str
    title: str
    picture: str
    order: int
    build: Callable[[Desk], Page]
    short: str = ""
    kinds: frozenset[str] = frozenset()
    ahead: tuple[str, ...] = ()
    of_unit: tuple[str, str] = ("", "")
    unit_acts: tuple[UnitAct, ...] = ()
    help: str = ""


def entries_of(areas: Sequence[Any]) -> list[PageEntry]:
    """The rail lines the areas bring, in order. Imports the areas' page modules."""
    found: list[PageEntry] = []
    for area in areas:
        part = area.load("page")
        if isinstance(part, PageEntry):
            found.append(part)
        elif part is not None:
            found.extend(part)
    return sorted(found, key=lambda entry: entry.order)
