"""What an area puts on the home page: places to go to, cards with a figure, things that are due."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.base.lists import Tone


@dataclass(frozen=True, slots=True)
class Target:
    """A place in the window: an area, and in it a record, a field, or a named view."""

    area: str
    kind: str = ""
    id: str = ""
    field: str = ""
    view: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """One figure on the home page.

    Attributes:
        key: ASCII name, unique on the page.
        title: what is counted.
        value: as printed, e.g. 62 / 372.
        note: one short line below: change, goal, as of when.
        tone: of the note.
        target: the records behind the figure.
    """

    key: str
    title: str
    value: str
    note: str = ""
    tone: Tone = Tone.IDLE
    target: Target | None = None


@dataclass(frozen=True, slots=True)
class Due:
    """Something to be done.

    Attributes:
        title: what, with the object's name.
        day: until when; None for what has no day.
        note: how far it is, or the rule behind it.
        tone: ``BAD`` overdue, ``WARN`` soon, ``IDLE`` waiting.
        action: the verb on the link, e.g. 开始换届.
        target: where it is done.
        what: stable ASCII word for what is due of the record, e.g. ``term``, where neither field
            nor view of the target tells two of its things apart.
    """

    title: str
    day: date | None = None
    note: str = ""
    tone: Tone = Tone.IDLE
    action: str = "打开"
    target: Target | None = None
    what: str = ""

    @property
    def key(self) -> str:
        """The name under which it is put off; empty: it is of no one record and cannot be."""
        to = self.target
        if to is None or not to.id:
            return ""
        return ":".join((to.area, to.kind, to.id, self.what or to.field or to.view))


@dataclass(frozen=True, slots=True)
class Hit:
    """One result of the search box: what, where it stands, and where a click leads.

    Attributes:
        found: the word that found it where its title did not (a former name, a masked number).
    """

    title: str
    where: str
    kind: str
    id: str
    found: str = ""
