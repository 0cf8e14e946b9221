"""How far a goal is: reached, in step with the year, or behind it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeVar

from app.base.days import Period

HUNDRED = 100
Key = TypeVar("Key")


class Pace(StrEnum):
    """How a goal stands on a day."""

    REACHED = "reached"
    IN_STEP = "in_step"
    BEHIND = "behind"
    NO_DATA = "no_data"


PACES: Mapping[Pace, str] = {
    Pace.REACHED: "达标",
    Pace.IN_STEP: "进行中",
    Pace.BEHIND: "落后",
    Pace.NO_DATA: "没有数据",
}


def done(goal: int, now: int | None) -> int | None:
    """How much of a goal is reached, whole percent rounded down: 100 only where it is reached."""
    if now is None:
        return None
    return now * HUNDRED // goal if goal else HUNDRED


def passed(period: Period, day: date) -> int:
    """How much of a period is over at the end of a day (序时进度), whole percent rounded down."""
    whole = (period.last - period.first).days + 1
    over = (min(max(day, period.first), period.last) - period.first).days + 1
    return over * HUNDRED // whole


def pace(goal: int, now: int | None, share: int) -> Pace:
    """How a goal stands.

    Args:
        goal, now: in the same unit; None: nobody knows.
        share: how much of the year is over, percent (``passed``).
    """
    reached = done(goal, now)
    if reached is None:
        return Pace.NO_DATA
    if reached >= HUNDRED:
        return Pace.REACHED
    return Pace.IN_STEP if reached >= share else Pace.BEHIND


@dataclass(frozen=True, slots=True)
class Sum:
    """Goals of one figure put together.

    Attributes:
        units: how many units have the goal; reached, behind: how many of them.
        goal, now: of the uppermost of them; None where they cannot be summed, or are not known.
        summed: how many were summed.
    """

    units: int = 0
    reached: int = 0
    behind: int = 0
    goal: int | None = None
    now: int | None = None
    summed: int = 0


def uppermost(units: Collection[Key], uppers: Mapping[Key, Key | None]) -> set[Key]:
    """Those of the units that are below no other of them: what stands below is in them already."""
    mine = set(units)
    return {unit for unit in mine if not any(above in mine for above in _above(unit, uppers))}


def _above(unit: Key, uppers: Mapping[Key, Key | None]) -> Iterable[Key]:
    seen = {unit}
    at = uppers.get(unit)
    while at is not None and at not in seen:
        yield at
        seen.add(at)
        at = uppers.get(at)


def together(
    goals: Mapping[Key, tuple[int, int | None]],
    uppers: Mapping[Key, Key | None],
    share: int,
    *,
    summed: bool,
) -> Sum:
    """Goals of one figure put together.

    Args:
        goals: unit → (goal, what stands now with all that is below the unit).
        uppers: unit → the one above it.
        share: as of ``pace``.
        summed: whether the figure may be summed (a rate may not).
    """
    paces = [pace(goal, now, share) for goal, now in goals.values()]
    units, reached, behind = len(paces), paces.count(Pace.REACHED), paces.count(Pace.BEHIND)
    if not summed or not goals:
        return Sum(units, reached, behind)
    top = [goals[unit] for unit in uppermost(goals, uppers)]
    known = [now for _goal, now in top if now is not None]
    now = sum(known) if len(known) == len(top) else None
    return Sum(units, reached, behind, sum(goal for goal, _now in top), now, len(top))
