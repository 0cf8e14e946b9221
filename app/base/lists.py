"""Lists as data: columns, filters and views, in one form for screen, print and workbook.

An area's ``lists.py`` declares a ``ListSource``; the window, the workbook export and the command
line read it. Nothing in here knows a database or a window: the connection is handed through.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any, Protocol, overload


class Role(StrEnum):
    """What a column holds; decides how it is written, aligned and sorted."""

    TEXT = "text"
    CODE = "code"
    COUNT = "count"
    MONEY = "money"
    RATE = "rate"
    DAY = "day"
    STATUS = "status"


class Tone(StrEnum):
    """How a status is told: each tone has its own shape beside its colour."""

    GOOD = "good"
    WARN = "warn"
    BAD = "bad"
    IDLE = "idle"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Status:
    """A word with a tone, the value of a cell of role ``STATUS``."""

    word: str
    tone: Tone = Tone.IDLE

    def __str__(self) -> str:
        return self.word


class Counted(int):
    """A number that counts, with another one that was reported: where the two differ, a person
    sees both. In sums and workbooks it is the number that counts.

    Attributes:
        reported: what was reported.
    """

    reported: int

    def __new__(cls, value: int, reported: int) -> Counted:
        """Both numbers."""
        made = super().__new__(cls, value)
        made.reported = reported
        return made

    def __reduce__(self) -> tuple[type[Counted], tuple[int, int]]:
        return Counted, (int(self), self.reported)

    def __str__(self) -> str:
        return f"{int(self):,}（报{self.reported:,}）"


def counted(value: int | None, reported: int | None) -> int | None:
    """A number as it counts, with the reported one beside where there is one that differs."""
    if value is None or reported is None or value == reported:
        return value
    return Counted(value, reported)


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a list.

    Attributes:
        key: ASCII name; the key of the value in a row.
        title: heading as the clerk knows it.
        width: in pixels at 100 %.
        role: see ``Role``.
        sensitive: shown masked until revealed on purpose.
        exportable: goes into workbooks and prints.
        shown: on the screen without having been chosen.
        sortable: the source can order by it.
        help: what it counts or means, for the tooltip.
    """

    key: str
    title: str
    width: int = 120
    role: Role = Role.TEXT
    sensitive: bool = False
    exportable: bool = True
    shown: bool = True
    sortable: bool = True
    help: str = ""

    @property
    def right(self) -> bool:
        """Whether it stands at the right edge of its column."""
        return self.role in (Role.COUNT, Role.MONEY, Role.RATE)


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing to choose: key kept, title shown, note in grey beside it, words it is found by."""

    key: str
    title: str
    note: str = ""
    search: str = ""


class How(StrEnum):
    """How a filter is set."""

    CHOICE = "choice"
    RECORD = "record"
    PERIOD = "period"


@dataclass(frozen=True, slots=True)
class Filter:
    """One filter of a list: a choice of keys (several with ``many``).

    Attributes:
        how: ``CHOICE`` among ``choices``; ``RECORD``: ids of records found by typing in ``source``;
            ``PERIOD``: the first and the last day as ISO text, empty for open.
        every: what is shown while nothing is chosen, in one word.
    """

    key: str
    title: str
    choices: tuple[Choice, ...] = ()
    many: bool = False
    how: How = How.CHOICE
    source: Picker | None = None
    every: str = "全部"


@dataclass(frozen=True, slots=True)
class Group:
    """A ready-made choice of filters under a name; who is in it is looked up each time."""

    key: str
    title: str
    filters: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class View:
    """What is looked at: which unit, which day, narrowed and ordered how.

    Attributes:
        unit: hex id of the unit chosen above, None for all.
        day: the day looked at.
        text: words searched for, literally.
        filters: filter key to chosen key, or tuple of keys for a filter with ``many``.
        sort: column keys with True for descending, first one first.
    """

    day: date
    unit: str | None = None
    text: str = ""
    filters: Mapping[str, Any] = field(default_factory=dict)
    sort: tuple[tuple[str, bool], ...] = ()


class Ids(Sequence[str]):
    """Many hex ids in one text of 32 characters each: a million take 32 MB and are made at once."""

    __slots__ = ("_text",)
    WIDTH = 32

    def __init__(self, text: str = "") -> None:
        """``text``: the ids in lower case, one after another with nothing between."""
        self._text = text

    def __len__(self) -> int:
        return len(self._text) // self.WIDTH

    @overload
    def __getitem__(self, place: int) -> str: ...
    @overload
    def __getitem__(self, place: slice) -> Ids: ...
    def __getitem__(self, place: int | slice) -> str | Ids:
        if isinstance(place, slice):
            first, last, step = place.indices(len(self))
            if step == 1:
                return Ids(self._text[first * self.WIDTH : max(first, last) * self.WIDTH])
            return Ids("".join(self[n] for n in range(first, last, step)))
        if place < 0:
            place += len(self)
        if not 0 <= place < len(self):
            raise IndexError(place)
        return self._text[place * self.WIDTH : (place + 1) * self.WIDTH]

    def __iter__(self) -> Iterator[str]:
        text, width = self._text, self.WIDTH
        return (text[at : at + width] for at in range(0, len(text), width))

    def index(self, value: str, start: int = 0, stop: int | None = None) -> int:
        """The place of an id; ``ValueError`` if it is not there."""
        last = len(self._text) if stop is None else stop * self.WIDTH
        at = self._text.find(value, start * self.WIDTH, last) if len(value) == self.WIDTH else -1
        while at % self.WIDTH and at >= 0:
            at = self._text.find(value, at + 1, last)
        if at < 0:
            raise ValueError(value)
        return at // self.WIDTH

    def __contains__(self, value: object) -> bool:
        try:
            self.index(str(value))
        except ValueError:
            return False
        return True

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Ids) and self._text == other._text

    def __hash__(self) -> int:
        return hash(self._text)


class ListSource(Protocol):
    """A list an area brings. ``ids`` is the whole list in order, ``rows`` one page of it. It may
    have ``groups``, a tuple of ``Group``.

    Attributes:
        key: ASCII name of the list, e.g. ``unions``.
        title: what it is called, e.g. 工会组织.
        kind: kind of the records, for navigation and for refreshing.
        kinds: every kind whose change may change the list.
        purpose: what the list is for, shown when it is empty.
    """

    key: str
    title: str
    kind: str
    kinds: frozenset[str]
    purpose: str
    columns: tuple[Column, ...]
    filters: tuple[Filter, ...]

    def ids(self, connection: Any, view: View) -> Sequence[str]: ...

    def rows(
        self, connection: Any, ids: Sequence[str], view: View
    ) -> Sequence[Mapping[str, Any]]: ...


class Picker(Protocol):
    """A source of things to choose while typing.

    Attributes:
        title: what is chosen, e.g. 上级工会.
    """

    title: str

    def search(self, connection: Any, text: str, limit: int) -> Sequence[Choice]: ...

    def titles(self, connection: Any, keys: Sequence[str]) -> Mapping[str, str]: ...


@dataclass(frozen=True, slots=True)
class TreeNode:
    """One node of a tree.

    Attributes:
        key: unique in its tree, e.g. ``union:<id>`` or ``group:single``.
        kind: kind of the record, or of the group.
        id: hex id, empty for a group that is no record.
        title: name shown.
        count: what is counted, at the right edge, e.g. 1 / 22.
        leaf: nothing below it.
        tone: of a mark beside the name, None for none.
    """

    key: str
    kind: str
    id: str
    title: str
    count: str = ""
    leaf: bool = False
    tone: Tone | None = None


class TreeSource(Protocol):
    """A tree an area brings; read level by level.

    Attributes:
        key: ASCII name.
        title: the word on its tab, e.g. 按隶属.
        counts: what the numbers at the right count, e.g. 组织 / 单位.
        kinds: kinds whose change may change the tree.
    """

    key: str
    title: str
    counts: str
    kinds: frozenset[str]

    def children(self, connection: Any, node: str | None, view: View) -> Sequence[TreeNode]: ...

    def path(self, connection: Any, kind: str, record: str, view: View) -> Sequence[str]: ...


def mask(value: str) -> str:
    """A number with its middle hidden: 3201**********0016, 138****1201; short ones wholly."""
    text = value.strip()
    if len(text) >= 12:
        return text[:4] + "*" * (len(text) - 8) + text[-4:]
    if len(text) >= 7:
        return text[:3] + "*" * (len(text) - 7) + text[-4:]
    return "*" * len(text)


def written(value: Any, role: Role = Role.TEXT) -> str:
    """A cell as a person reads it: thousands marked, money in yuan, — for what is not known."""
    if value is None or value == "":
        return "—"
    if role is Role.MONEY and isinstance(value, int):
        sign = "-" if value < 0 else ""
        return f"{sign}{abs(value) // 100:,}.{abs(value) % 100:02d}"
    if isinstance(value, Counted):
        return str(value)
    if role is Role.COUNT and isinstance(value, int):
        return f"{value:,}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bool):
        return "是" if value else "否"
    return str(value)
