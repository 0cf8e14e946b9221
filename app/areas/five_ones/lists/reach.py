"""Whom a union answers for when it bargains: the employers it covers, with those of the unions
below it and of the unions that are members of it as a federation."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date
from typing import Any

from sqlalchemy import Connection, Select, select, type_coerce

from app.areas.organisations.records import COVERAGE, FEDERATION_MEMBER, UNION, UNION_SPELL
from app.store.meta import on_day


def unions_below(union_id: str, day: date) -> Select[Any]:
    """Ids of a union, of all unions below it in the tree, and of the members of each federation
    among them, on a day."""
    start = type_coerce(union_id, UNION.c.id.type)
    top = select(start.label("id")).cte("below", recursive=True)
    lower = select(UNION_SPELL.c.union_id).join(top, UNION_SPELL.c.upper_id == top.c.id)
    joined = select(FEDERATION_MEMBER.c.union_id).join(
        top, FEDERATION_MEMBER.c.federation_id == top.c.id
    )
    every = top.union(
        lower.where(on_day(UNION_SPELL, day)), joined.where(on_day(FEDERATION_MEMBER, day))
    )
    return select(every.c.id)


def within(connection: Connection, union_id: str, day: date) -> set[str]:
    """Ids of the employers that a contract of the union may cover on a day (劳动合同法 第五十三条:
    区域内): those covered (建会 or 联系) by it or by a union below it."""
    query = select(COVERAGE.c.employer_id).where(
        on_day(COVERAGE, day), COVERAGE.c.union_id.in_(unions_below(union_id, day))
    )
    return set(connection.execute(query).scalars())


class Reach:
    """The same for all unions of a day at once: two tables are read, the rest is counted here.

    Args:
        connection: a reader.
        day: the day of the tree and of the coverage.
    """

    def __init__(self, connection: Connection, day: date) -> None:
        self._uppers: dict[str, list[str]] = defaultdict(list)
        tree = select(UNION_SPELL.c.union_id, UNION_SPELL.c.upper_id).where(
            on_day(UNION_SPELL, day), UNION_SPELL.c.upper_id.is_not(None)
        )
        joined = select(FEDERATION_MEMBER.c.union_id, FEDERATION_MEMBER.c.federation_id).where(
            on_day(FEDERATION_MEMBER, day)
        )
        for query in (tree, joined):
            for lower, upper in connection.execute(query):
                self._uppers[lower].append(upper)
        self._covering: dict[str, list[str]] = defaultdict(list)
        held = select(COVERAGE.c.employer_id, COVERAGE.c.union_id).where(on_day(COVERAGE, day))
        for employer, union in connection.execute(held):
            self._covering[employer].append(union)
        self._above: dict[str, frozenset[str]] = {}
        self._sizes: Counter[str] | None = None

    def reaches(self, union_id: str, employer_id: str) -> bool:
        """Whether a contract of the union may cover the employer."""
        return any(union_id in self._over(one) for one in self._covering.get(employer_id, ()))

    def area(self, union_id: str) -> int:
        """How many employers it may cover."""
        if self._sizes is None:
            self._sizes = Counter()
            for unions in self._covering.values():
                self._sizes.update(frozenset().union(*(self._over(one) for one in unions)))
        return self._sizes[union_id]

    def _over(self, union_id: str) -> frozenset[str]:
        """The union itself and all above it."""
        known = self._above.get(union_id)
        if known is None:
            found, ahead = {union_id}, [union_id]
            while ahead:
                for upper in self._uppers.get(ahead.pop(), ()):
                    if upper not in found:
                        found.add(upper)
                        ahead.append(upper)
            known = self._above[union_id] = frozenset(found)
        return known
