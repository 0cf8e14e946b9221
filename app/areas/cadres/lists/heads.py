"""Members and workers of each union, as the figures count them, with all below it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from sqlalchemy import Connection, func, select

from app.areas.members.bases import counted_heads
from app.areas.organisations.bases import head_parts
from app.areas.organisations.records import FEDERATION_MEMBER, UNION_SPELL
from app.base.days import Period
from app.figures.registry import Scope
from app.store.meta import on_day
from app.store.work import in_parts

CODES = ("J201", "J206", "J207")
"""Workers, members, women among the members."""
Heads = dict[str, int | None]


def heads_by_union(
    conn: Connection, day: date, among: Collection[str] | None = None
) -> dict[str, Heads]:
    """Union → its own workers, members and women members on a day, as J201, J206 and J207 count
    them (reported, or from the roster); a number that nobody knows is None. ``among``: only of
    these unions."""
    scope = Scope(day, Period(day, day))
    found: dict[str, Heads] = defaultdict(lambda: dict.fromkeys(CODES))
    for part in (*head_parts(scope), counted_heads(scope)):
        sub = part.subquery()
        sums = (func.sum(sub.c[code]).label(code) for code in CODES)
        query = select(sub.c.union_id, *sums).group_by(sub.c.union_id)
        for row in _rows(conn, query, sub.c.union_id, among):
            heads = found[row["union_id"]]
            for code in CODES:
                if row[code] is not None:
                    heads[code] = (heads[code] or 0) + int(row[code])
    return dict(found)


def _rows(
    conn: Connection, query: Any, column: Any, among: Collection[str] | None
) -> Iterator[Any]:
    if among is None:
        yield from conn.execute(query).mappings()
        return
    for part in in_parts(list(among)):
        yield from conn.execute(query.where(column.in_(part))).mappings()


def unions_below(conn: Connection, day: date) -> dict[str, set[str]]:
    """Union → the unions directly below it or members of it (a federation's) on a day."""
    found: dict[str, set[str]] = defaultdict(set)
    tree = select(UNION_SPELL.c.upper_id, UNION_SPELL.c.union_id).where(
        on_day(UNION_SPELL, day), UNION_SPELL.c.upper_id.is_not(None)
    )
    joined = select(FEDERATION_MEMBER.c.federation_id, FEDERATION_MEMBER.c.union_id)
    for query in (tree, joined.where(on_day(FEDERATION_MEMBER, day))):
        for upper, lower in conn.execute(query):
            found[str(upper)].add(str(lower))
    return found


def all_below(below: Mapping[str, Iterable[str]], union_id: str) -> set[str]:
    """A union with all below it, each once."""
    seen, waiting = {union_id}, [union_id]
    while waiting:
        fresh = set(below.get(waiting.pop(), ())) - seen
        seen |= fresh
        waiting += fresh
    return seen


def rolled_up(
    own: Mapping[str, Heads], below: Mapping[str, Iterable[str]], union_id: str, code: str
) -> int | None:
    """A number of a union with all below it, each union once; None if nobody knows any."""
    known = (own.get(one, {}).get(code) for one in all_below(below, union_id))
    values = [value for value in known if value is not None]
    return sum(values) if values else None
