"""The size table of committees and the two measures of FED-01. Whole numbers only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .counting import within_table
from .facts import Chair, FederationFacts


def committee_size(params: Mapping[str, Any], members: int) -> tuple[int, int]:
    """Least and most members of a committee by the number of union members (ELE-01).

    Args:
        params: of ELE-01; see ``within_table``.
    """
    return within_table(params["brackets"], members) or (0, 0)


@dataclass(frozen=True, slots=True)
class Share:
    """How a federation stands (FED-01).

    Attributes:
        inside: chairs of covered unions who sit on the committee.
        unions: covered unions that have a chair.
        seats: members of the committee.
        most: how many a committee of this federation may have; None where nobody knows.
        by_seats: so many chairs that their majority does not fit: the share of seats counts.
        needed: how many more chairs it takes; 0: it is kept.
        missing: the chairs who are not on the committee.
    """

    inside: int
    unions: int
    seats: int
    most: int | None
    by_seats: bool
    needed: int
    missing: tuple[Chair, ...]

    @property
    def kept(self) -> bool:
        """Whether the rule is kept."""
        return self.needed == 0


def majority(of: int) -> int:
    """The least number that is more than half."""
    return of // 2 + 1


def federation_share(facts: FederationFacts, size: Mapping[str, Any]) -> Share:
    """Both measures of FED-01: chairs inside of all chairs, and of all seats. The first counts
    while a majority of the chairs fits the committee's size table.

    Args:
        size: params of ELE-01.
    """
    inside = sum(chair.inside for chair in facts.chairs)
    unions, seats = len(facts.chairs), facts.seats or 0
    most = None if facts.members is None else committee_size(size, facts.members)[1]
    by_seats = most is not None and majority(unions) > max(most, seats)
    if by_seats:
        needed = _seats_needed(inside, seats, most or seats)
    else:
        needed = max(0, majority(unions) - inside)
    missing = tuple(chair for chair in facts.chairs if not chair.inside)
    return Share(inside, unions, seats, most, by_seats, needed, missing)


def _seats_needed(inside: int, seats: int, most: int) -> int:
    """How many chairs have to take a seat so that they hold the majority: free seats first, then
    in place of others."""
    if seats == 0:
        return majority(most)
    free, needed = max(0, most - seats), 0
    while inside * 2 <= seats:
        needed += 1
        inside += 1
        if free:
            free, seats = free - 1, seats + 1
    return needed


def names_of(people: Sequence[str], shown: int = 5) -> str:
    """Names in a sentence; the rest as a number."""
    told = "、".join(people[:shown])
    return f"{told}等{len(people)}人" if len(people) > shown else told
