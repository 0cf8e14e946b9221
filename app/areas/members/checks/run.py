"""Running the rules of the area over the members of a day."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from sqlalchemy import Connection

from app.base.findings import Finding, Result
from app.base.progress import SILENT, Progress
from app.figures.checks import explained
from app.figures.registry import Registry
from app.rules.book import Rule, RuleBook
from app.rules.quick import failures_only
from app.store.notes import setting

from ..rules.people import CHAIN_RULES, FILLED_RULES, PERSON_RULES
from ..rules.standing import (
    EXPELLED_RULES,
    RETAINED_RULES,
    ROLL_RULES,
    SAME_NUMBER_RULES,
    TRANSFER_RULES,
)
from .fetch import Roll

AREA = "members"


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
    """Every rule of the area against the members of a day, explanations beside the findings; see
    ``app.areas.organisations.checks.run.run_checks`` for the arguments."""
    del registry
    opening = setting(conn, "opening")
    if opening and day < date.fromisoformat(opening):
        return []
    roll = Roll(conn, day, unit)
    period = book.period_of("annual", year)
    tables: list[tuple[Mapping[str, Any], Callable[[Rule], Iterable[Any]]]] = [
        (PERSON_RULES, lambda _rule: roll.people()),
        (FILLED_RULES, roll.filled),
        (CHAIN_RULES, lambda _rule: roll.chains()),
        (SAME_NUMBER_RULES, lambda _rule: roll.same_numbers()),
        ({"MEM-11": ROLL_RULES["MEM-11"]}, lambda _rule: roll.rolls()),
        (TRANSFER_RULES, lambda _rule: roll.transfers()),
        (RETAINED_RULES, lambda _rule: roll.retained()),
        (EXPELLED_RULES, lambda _rule: roll.expelled(period)),
    ]
    chosen = [r for r in book.rules(AREA, on=day) if (r.enabled if rule is None else r.id == rule)]
    found: list[Finding] = []
    for step, one in enumerate(chosen):
        progress.step(step, len(chosen), one.title)
        for judges, facts in tables:
            judge = judges.get(one.id)
            if judge is not None:
                found += _judged(judge, one, facts(one), every=every)
    return explained(conn, found, today or day)


def _judged(judge: Any, rule: Rule, facts: Iterable[Any], *, every: bool) -> Iterator[Finding]:
    asked = rule if every else failures_only(rule)
    for one in facts:
        for finding in judge(asked, one):
            if every or finding.result is Result.FAIL:
                yield finding
