"""Running the rules of the area over a year and a day."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from sqlalchemy import Connection

from app.base.findings import Finding
from app.base.progress import SILENT, Progress
from app.figures.checks import explained
from app.figures.registry import Registry
from app.rules.book import RuleBook
from app.rules.quick import judged_by
from app.store.notes import setting

from . import bargains, meetings
from .look import Look, Table

AREA = "five_ones"
TABLES: Sequence[Callable[[Look], list[Table]]] = (meetings.tables, bargains.tables)
"""What each slice judges: rules with the facts they are put to."""


def run_checks(
    conn: Connection,
    *,
    day: date,
    year: int,
    book: RuleBook,
    unit: str | None = None,
    rule: str | None = None,
    every: bool = False,
    registry: Registry | None = None,
    today: date | None = None,
    progress: Progress = SILENT,
) -> list[Finding]:
    """Every rule of the area, explanations beside the findings; see
    ``app.areas.organisations.checks.run.run_checks`` for the arguments."""
    del registry
    opening = setting(conn, "opening")
    if opening and day < date.fromisoformat(opening):
        return []
    look = Look(conn, day, book.period_of("annual", year), unit, book)
    tables = [table for make in TABLES for table in make(look)]
    chosen = [r for r in book.rules(AREA, on=day) if (r.enabled if rule is None else r.id == rule)]
    found: list[Finding] = []
    for step, one in enumerate(chosen):
        progress.step(step, len(chosen), one.title)
        for judges, facts in tables:
            judge = judges.get(one.id)
            if judge is not None:
                found += judged_by(judge, one, facts(one), every=every)
    return explained(conn, found, today or day)
