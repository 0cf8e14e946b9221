"""What the sample data consist of before they are written: plain objects, ids filled in later."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

FEDERATIONS = ("regional_federation", "industry_federation")


@dataclass(slots=True, eq=False)
class Spot:
    """A place; ``code`` empty for one of the office's own."""

    name: str
    kind: str
    code: str = ""
    upper: Spot | None = None
    id: str = ""
    quiet: bool = False
    """Nothing begins or ends here in the three years, so that the place can be merged."""


@dataclass(slots=True, eq=False)
class Firm:
    """An employer, as it is today.

    Attributes:
        began: first day of its records; None: before they begin.
        ended, end_status: when and how it stopped.
        workers: headcount today (or on the last day).
        share: members in workers; growth: of workers in a year; the rest are parts of workers.
        wage: yuan a month and head.
        joined: day it came to be covered; None: before the records begin.
    """

    name: str
    spot: Spot
    nature: str
    unit_level: str
    industry: str
    legal_form: str
    credit_code: str
    workers: int
    economic_type: str | None = None
    registered_on: date | None = None
    began: date | None = None
    ended: date | None = None
    end_status: str = "deregistered"
    representative: str = ""
    address: str = ""
    share: float = 0.85
    growth: float = 0.04
    women: float = 0.4
    migrant: float = 0.3
    dispatched: float = 0.0
    new_forms: float = 0.0
    wage: int = 5000
    trade: str = ""
    parent: Firm | None = None
    should: str | None = None
    reason: str | None = None
    planned_on: date | None = None
    joined: date | None = None
    organiser: str | None = None
    liaison: str | None = None
    phone: str | None = None
    members: int | None = None
    """Members of an employer without a union, if they are known."""
    id: str = ""


@dataclass(slots=True, eq=False)
class Body:
    """A union. ``number_only``: it reports how many units it covers and lists none."""

    name: str
    type: str | None
    form: str
    spot: Spot
    upper: Body | None
    level: str = "primary"
    founded: date | None = None
    ended: date | None = None
    firms: list[Firm] = field(default_factory=list)
    members: list[Body] = field(default_factory=list)
    number_only: int = 0
    trade: str = ""
    plain: dict[str, Any] = field(default_factory=dict)
    extra: list[tuple[str, date, int]] = field(default_factory=list)
    """Readings beside the usual ones: code, day, value."""
    skew: Mapping[str, tuple[str, int]] = field(default_factory=dict)
    """A deliberate mistake in the newest readings: code → (other code, what is added to it)."""
    complete: bool = True
    """Whether its list of employers is marked complete (never for a single union)."""
    id: str = ""

    @property
    def own(self) -> bool:
        """A single union of one employer."""
        return self.type == "single"


@dataclass(frozen=True, slots=True)
class Years:
    """The three report years up to today.

    Attributes:
        opening: 启用日, 1 January of the year two years before.
        today: the last day.
    """

    opening: date
    today: date

    @classmethod
    def up_to(cls, today: date) -> Years:
        """Three years with the present one."""
        return cls(date(today.year - 2, 1, 1), today)

    @property
    def reading_days(self) -> list[date]:
        """The opening day, the statistical day of each past year, the last quarter's end."""
        year = self.today.year
        past = [date(year - 2, 9, 30), date(year - 1, 9, 30)]
        quarters = [date(year, 1, 1), date(year, 3, 31), date(year, 6, 30), date(year, 9, 30)]
        return [self.opening, *past, max(q for q in quarters if q <= self.today)]

    def first_of(self, year: int) -> date:
        """1 January of the year 0, 1 or 2."""
        return date(self.opening.year + year, 1, 1)

    def between(self, share: float, first: date, last: date) -> date:
        """A day between two days (both may be it)."""
        return first + timedelta(days=int(share * ((last - first).days + 1)))


@dataclass(slots=True)
class World:
    """Everything that is going to be written.

    Attributes:
        size: row of ``sizes`` in the raw material.
        spots: all places below the office's own; ``here``: that one.
    towns: the township unions of a county.
        lone: employers without a union.
    """

    size: Mapping[str, Any]
    years: Years
    here: Spot
    root: Body
    spots: list[Spot] = field(default_factory=list)
    bodies: list[Body] = field(default_factory=list)
    lone: list[Firm] = field(default_factory=list)
    towns: list[Body] = field(default_factory=list)
    flaws: list[tuple[str, Body | Firm | Spot]] = field(default_factory=list)
    """Deliberate findings: rule and what it is about."""

    def standing(self) -> list[Body]:
        """Unions that there are today, without the root."""
        return [b for b in self.bodies if b.ended is None]
