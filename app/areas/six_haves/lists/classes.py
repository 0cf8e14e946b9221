"""分类: the class in which a unit was put by its last assessment, for 分类指导."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import timedelta

from sqlalchemy import Connection, select

from app.base.days import Period, add_years
from app.figures.registry import Registry, Scope

from ..records import ASSESSMENT
from .assessments import read_assessments
from .overview import total_of


def classes_of(
    conn: Connection, registry: Registry, scope: Scope, year: int, unions: Collection[str]
) -> dict[str, str]:
    """Union → its class by the assessment of the year that was closed, else by last year's; by a
    rubric with points, its grade. Units without one are left out."""
    found: dict[str, str] = {}
    first = add_years(scope.period.first, -1)
    before = Period(first, scope.period.first - timedelta(1))
    earlier = replace(scope, day=before.last, period=before)
    for one, at in ((year, replace(scope, unit=None)), (year - 1, replace(earlier, unit=None))):
        query = select(ASSESSMENT.c.union_id).where(
            ASSESSMENT.c.year == one, ASSESSMENT.c.self_on.is_not(None)
        )
        closed = set(conn.execute(query).scalars()) & (set(unions) - found.keys())
        for read in read_assessments(
            conn, sorted(closed), year=one, scope=at, registry=registry,
            checks=lambda _rules, _day: (),
        ):  # fmt: skip
            found[read.union_id] = total_of(read).grade
    return found
