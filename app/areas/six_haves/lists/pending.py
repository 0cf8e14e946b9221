"""What waits in 六有: improvements with their days, assessments that are not closed yet."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import Connection, RowMapping, func, select

from app.areas.members.lists.queues import within
from app.base.lists import View
from app.base.paths import resource

from ..records import ASSESSMENT, IMPROVEMENT

STAGES = ("self", "review", "final")


@cache
def _days() -> dict[str, tuple[int, int]]:
    table = tomllib.loads(resource("rubrics", "presets", "calendar.toml").read_text("utf-8"))
    found = {}
    for entry in table["stage"]:
        month, day = entry["day"].split("-")
        found[entry["stage"]] = (int(month), int(day))
    return found


def deadline(stage: str, year: int) -> date:
    """The day by which a stage of a year's assessments is to be closed."""
    month, day = _days()[stage]
    return date(year, month, day)


def improvements(conn: Connection, unit: str | None, first: date, last: date) -> list[RowMapping]:
    """Improvements that are not done and due in a span, the earliest first."""
    row = IMPROVEMENT.c
    query = (
        select(row.id, row.item, row.measure, row.due_on, row.responsible, ASSESSMENT.c.union_id)
        .join(ASSESSMENT, ASSESSMENT.c.id == row.assessment_id)
        .where(
            *within(View(date.max, unit), ASSESSMENT.c.union_id),
            row.done_on.is_(None),
            row.due_on.between(first, last),
        )
        .order_by(row.due_on, row.id)
    )
    return list(conn.execute(query).mappings())


def begun(conn: Connection, unit: str | None, year: int) -> Mapping[str, int]:
    """How many assessments of a year wait for each stage; ``done``: 终评 is closed."""
    row: Any = ASSESSMENT.c
    query = select(
        func.count().label("all"),
        func.count(row.self_on).label("self"),
        func.count(row.review_on).label("review"),
        func.count(row.final_on).label("final"),
    ).where(row.year == year, *within(View(date.max, unit), row.union_id))
    one = conn.execute(query).mappings().one()
    return {
        "all": one["all"],
        "self": one["all"] - one["self"],
        "review": one["self"] - one["review"],
        "final": one["review"] - one["final"],
        "done": one["final"],
    }
