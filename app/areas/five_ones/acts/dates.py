"""Days that must follow each other, whatever is written about a record."""

from __future__ import annotations

import itertools
from datetime import date

from app.base.days import chinese
from app.base.errors import UserError


def in_order(*steps: tuple[str, date | None]) -> None:
    """Each day that is known is not before the known one ahead of it.

    Args:
        steps: (word, day) in the order in which they must happen.

    Raises:
        UserError: DATES, naming the two steps.
    """
    known = [(word, day) for word, day in steps if day is not None]
    for (earlier, first), (later, then) in itertools.pairwise(known):
        if then < first:
            raise UserError(
                "DATES",
                f"{later}日期（{chinese(then)}）早于{earlier}日期（{chinese(first)}）。",
                "请核对这两个日期，改正后再保存。",
            )
