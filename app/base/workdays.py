"""Working days: Monday to Friday, less the public holidays, plus the days worked instead.

The yearly arrangement of the State Council's office stands in ``resources/rules/holidays.toml``.
For a year that is not in it only weekends are left out, and whoever counts is told so.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from app.base.paths import resource

_SATURDAY = 5
_ONE = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class WorkingDays:
    """A number of working days.

    Attributes:
        count: how many.
        unknown_years: years among them whose holidays are not known, oldest first.
    """

    count: int
    unknown_years: tuple[int, ...] = ()


@cache
def _years() -> Mapping[int, tuple[frozenset[str], frozenset[str]]]:
    read = tomllib.loads(resource("rules", "holidays.toml").read_text("utf-8"))
    return {
        int(year): (frozenset(days["rest"]), frozenset(days["work"]))
        for year, days in read.items()
        if year.isdigit()
    }


def is_working_day(day: date) -> bool:
    """Whether people work on a day, as far as the holidays of its year are known."""
    rest, work = _years().get(day.year, (frozenset(), frozenset()))
    written = f"{day:%m-%d}"
    return written in work or (day.weekday() < _SATURDAY and written not in rest)


def working_days(first: date, last: date) -> WorkingDays:
    """The working days from a day to another one, both counted; none where ``last`` is earlier."""
    count, day = 0, first
    while day <= last:
        count += is_working_day(day)
        day += _ONE
    years = range(first.year, last.year + 1) if first <= last else ()
    return WorkingDays(count, tuple(year for year in years if year not in _years()))


def working_days_before(day: date, count: int) -> date:
    """The latest day from which on there are ``count`` working days before ``day`` (公示 of five
    working days that must be over by then)."""
    first = day
    while count > 0:
        first -= _ONE
        count -= is_working_day(first)
    return first
