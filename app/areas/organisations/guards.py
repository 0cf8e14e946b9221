"""What must hold after every entry, acts and undo alike: no cycle, no overlap."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import Any

from sqlalchemy import select

from app.base.days import Span
from app.base.errors import UserError
from app.store import spells
from app.store.work import Guard, Work

from .records import COVERAGE, EMPLOYER_SPELL, PLACE_SPELL, UNION_SPELL

_Timeline = dict[str, list[tuple[Span, str | None]]]


def _timeline(work: Work, table: Any, owner: str) -> _Timeline:
    found: _Timeline = defaultdict(list)
    for row in work.rows(select(table.c[owner], table.c.since, table.c.until, table.c.upper_id)):
        found[row[owner]].append((Span(row["since"], row["until"]), row["upper_id"]))
    return found


def cycle(timeline: _Timeline, start: str) -> list[str] | None:
    """A chain of uppers that comes back to ``start`` on some day, if there is one."""
    for span, upper in timeline.get(start, []):
        if upper == start:
            return [start]
        days = [span.since or date.min]
        tried: set[date] = set()
        while upper is not None and days:
            day = days.pop()
            if day in tried:
                continue
            tried.add(day)
            chain, at = [start], upper
            while at is not None and at not in chain:
                chain.append(at)
                following = None
                for other, next_upper in timeline.get(at, []):
                    if other.covers(day):
                        following = next_upper
                    elif other.since is not None and other.since > day and span.covers(other.since):
                        days.append(other.since)
                if following == start:
                    return chain
                at = following  # type: ignore[assignment]
    return None


def _tree(work: Work, ids: set[str], table: Any, what: str) -> None:
    owner = spells.owner_column(table)
    owners = {
        row[owner] for part in _chunks(ids) for row in work.rows(
            select(table.c[owner]).where(table.c.id.in_(part))
        )
    }  # fmt: skip
    if not owners:
        return
    timeline = _timeline(work, table, owner)
    for one in owners:
        chain = cycle(timeline, one)
        if chain is not None:
            names = [spells.latest(work, table, i)["name"] for i in chain]
            raise UserError(
                "LOOP",
                f"隶属关系绕成了圈：{' → '.join([*names, names[0]])}。",
                f"一个{what}不能归属于它自己的下级，请重新选择上级。",
            )


def _no_overlap(work: Work, ids: set[str], table: Any, owner: str) -> None:
    owners = {
        row[owner] for part in _chunks(ids) for row in work.rows(
            select(table.c[owner]).where(table.c.id.in_(part))
        )
    }  # fmt: skip
    rows_of: dict[str, list[Any]] = defaultdict(list)
    for part in _chunks(owners):
        for row in work.rows(select(table).where(table.c[owner].in_(part))):
            if row.get("kind", "found") == "found":
                rows_of[row[owner]].append(row)
    for rows in rows_of.values():
        if len(rows) > 1 and spells.overlap(rows):
            raise UserError(
                "OVERLAP",
                f"同一对象在同一段时间有两条{table.info['title']}。",
                "请先更正或结束其中一条。",
            )


def _chunks(ids: set[str]) -> list[list[str]]:
    every = sorted(ids)
    return [every[i : i + 500] for i in range(0, len(every), 500)]


def _unions(work: Work, ids: set[str]) -> None:
    _tree(work, ids, UNION_SPELL, "工会")
    _no_overlap(work, ids, UNION_SPELL, "union_id")


def _places(work: Work, ids: set[str]) -> None:
    _tree(work, ids, PLACE_SPELL, "地点")


def _employers(work: Work, ids: set[str]) -> None:
    _no_overlap(work, ids, EMPLOYER_SPELL, "employer_id")


def _coverage(work: Work, ids: set[str]) -> None:
    _no_overlap(work, ids, COVERAGE, "employer_id")


GUARDS: dict[str, Guard] = {
    UNION_SPELL.name: _unions,
    PLACE_SPELL.name: _places,
    EMPLOYER_SPELL.name: _employers,
    COVERAGE.name: _coverage,
}
