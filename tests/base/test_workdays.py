"""Working days over weekends, holidays and the days worked instead."""

from __future__ import annotations

from datetime import date

import pytest

from app.base.workdays import is_working_day, working_days, working_days_before


@pytest.mark.parametrize(
    ("first", "last", "count"),
    [
        (date(2026, 11, 16), date(2026, 11, 20), 5),  # Monday to Friday
        (date(2026, 11, 16), date(2026, 11, 19), 4),
        (date(2026, 11, 19), date(2026, 11, 25), 5),  # over a weekend
        (date(2026, 9, 28), date(2026, 10, 12), 7),  # over the national holiday, with the 10th
        (date(2026, 2, 13), date(2026, 2, 24), 3),  # Saturday the 14th is worked
        (date(2026, 11, 20), date(2026, 11, 20), 1),
        (date(2026, 11, 20), date(2026, 11, 19), 0),
    ],
)
def test_holidays_are_left_out_and_days_worked_instead_are_counted(
    first: date, last: date, count: int
) -> None:
    counted = working_days(first, last)
    assert (counted.count, counted.unknown_years) == (count, ())


def test_a_year_without_a_holiday_table_is_named() -> None:
    """Only weekends are known of it."""
    counted = working_days(date(2029, 12, 31), date(2030, 1, 4))
    assert (counted.count, counted.unknown_years) == (5, (2029, 2030))


def test_the_first_day_of_so_many_working_days_before() -> None:
    """Five working days before a Monday after the holiday."""
    first = working_days_before(date(2026, 10, 12), 5)
    assert first == date(2026, 9, 29)
    assert working_days(first, date(2026, 10, 11)).count == 5
    assert not is_working_day(date(2026, 10, 11))
    assert is_working_day(date(2026, 10, 10))
