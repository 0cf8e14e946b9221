"""Days, periods and half-open spells. No clock in here: "today" is passed in."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class Period:
    """A closed period of days, e.g. the working year 1 January to 31 December."""

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ValueError("a period ends before it begins")

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last

    @property
    def after(self) -> date:
        """The first day after the period (for half-open comparisons)."""
        return self.last + timedelta(days=1)

    def previous_year(self) -> Period:
        """The same period a year earlier."""
        return Period(add_years(self.first, -1), add_years(self.last, -1))


def calendar_year(year: int) -> Period:
    """1 January to 31 December."""
    return Period(date(year, 1, 1), date(year, 12, 31))


def add_years(day: date, years: int) -> date:
    """The same day years later; 29 February becomes 28 February in a common year."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def add_months(day: date, months: int) -> date:
    """The same day months later; the month's last day where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def parse_iso(text: str) -> date:
    """A strict ISO day; ``ValueError`` with a Chinese sentence otherwise."""
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise ValueError(f"「{text}」不是日期；请写成 2026-01-31 这样。") from None


def chinese(day: date) -> str:
    """2026年1月31日: Arabic digits, full year, no leading zeros (GB/T 9704-2012, 7.3.5)."""
    return f"{day.year}年{day.month}月{day.day}日"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Half-open [since, until): who leaves on day D is not counted on D.

    ``since`` None: unknown, before the records begin. ``until`` None: still open.
    """

    since: date | None = None
    until: date | None = None

    def covers(self, day: date) -> bool:
        """Whether the span holds on that day."""
        return (self.since is None or self.since <= day) and (
            self.until is None or day < self.until
        )

    def overlaps(self, other: Span) -> bool:
        """Whether there is a day in both."""
        a = self.until is None or other.since is None or other.since < self.until
        b = other.until is None or self.since is None or self.since < other.until
        return a and b
