"""Running the rules of the area over a year: every union's work is rated once a year (CNG-10)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import partial

from sqlalchemy import Connection, select

from app.areas.five_ones.checks.look import Look
from app.areas.five_ones.checks.meetings import Meetings
from app.areas.five_ones.rules.meetings import CongressFacts, cng_10
from app.base.findings import Finding
from app.base.progress import SILENT, Progress
from app.figures.checks import Facts, run_rules
from app.figures.registry import Registry
from app.rules.book import Rule, RuleBook, Which

from .records import SURVEY

AREA = "surveys"
RATED = "CNG-10"


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

    def tables() -> Iterator[Facts]:
        look = Look(conn, day, book.period_of("annual", year), unit, book)
        yield {RATED: cng_10}, partial(_rated, look)

    return run_rules(
        conn,
        AREA,
        tables,
        day=day,
        book=book,
        rule=rule,
        every=every,
        today=today,
        progress=progress,
    )


def _rated(look: Look, rule: Rule) -> Iterator[CongressFacts]:
    """Every union: whether its members' congress rated its work, or its members did in a survey."""
    row = SURVEY.c
    held = select(row.union_id).where(
        row.kind.in_(rule.params.get("surveys", ())),
        row.on_day.between(look.period.first, look.last),
        row.cancelled_on.is_(None),
    )
    surveyed = set(look.conn.execute(held).scalars())
    for facts in Meetings(look).congresses(rule):
        yield replace(facts, rated=True) if facts.id in surveyed else facts
