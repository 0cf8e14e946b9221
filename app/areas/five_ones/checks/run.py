"""Running the rules of the area over a year and a day."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from sqlalchemy import Connection

from app.base.findings import Finding
from app.base.progress import SILENT, Progress
from app.figures.checks import Facts, run_rules
from app.figures.registry import Registry
from app.rules.book import RuleBook, Which

from . import bargains, meetings
from .look import Look

AREA = "five_ones"
TABLES: Sequence[Callable[[Look], list[Facts]]] = (meetings.tables, bargains.tables)
"""What each slice judges: rules with the facts they are put to."""


def run_checks(
    conn: Connection,
    *,
    day: date,
    year: int,
    book: RuleBook,
    unit: str | None = None,
    rule: Which = None,
    every: bool = False,
    registry: Registry | None = None,
    today: date | None = None,
    progress: Progress = SILENT,
) -> list[Finding]:
    """Every rule of the area, explanations beside the findings; see
    ``app.areas.organisations.checks.run.run_checks`` for the arguments."""
    del registry
    look = Look(conn, day, book.period_of("annual", year), unit, book)
    return run_rules(
        conn, AREA, lambda: [table for make in TABLES for table in make(look)], day=day, book=book,
        rule=rule, every=every, today=today, progress=progress,
    )  # fmt: skip
