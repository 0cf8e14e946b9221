"""What is handed to the workspace from outside: the areas' parts, the clock, chance."""

from __future__ import annotations

import random
import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import Connection

from app.base.findings import Finding

from .search import SearchSource

if TYPE_CHECKING:
    from .erase import Eraser
    from .work import Guard

Invariant = Callable[[Connection], Iterable[Finding]]
"""What must hold in the records of an area; ``verify`` runs it and shows what it yields."""


@dataclass(frozen=True, slots=True)
class Wiring:
    """What the areas hand to the store (made in ``app.start``): guards by table name, search
    sources, invariants for ``verify``, what can be erased on request."""

    guards: dict[str, Guard] = field(default_factory=dict)
    search: tuple[SearchSource, ...] = ()
    invariants: tuple[Invariant, ...] = ()
    erasers: tuple[Eraser, ...] = ()


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Clock and chance, injected: demo data and tests are the same each time.

    Attributes:
        now: the present moment, UTC.
        today: the day acts take as today.
        random_bytes: ``n -> bytes``.
    """

    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    today: Callable[[], date] = lambda: datetime.now().astimezone().date()
    random_bytes: Callable[[int], bytes] = secrets.token_bytes


def repeatable(seed: int, today: date) -> Surroundings:
    """A clock that stands still on a day and chance that comes out the same for the same seed and
    day, so that ids and log of sample data do. Never for a workspace of real records."""
    chance = random.Random(f"ids {seed} {today}")  # noqa: S311  sample data
    moment = datetime(today.year, today.month, today.day, 1, tzinfo=UTC)
    return Surroundings(lambda: moment, lambda: today, chance.randbytes)
