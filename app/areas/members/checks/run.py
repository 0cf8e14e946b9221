"""Running the rules of the area over the members of a day."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection

from app.areas.organisations.figures import register as organisations
from app.base.days import Period
from app.base.findings import Finding
from app.base.progress import SILENT, Progress
from app.figures.checks import explained
from app.figures.engine import evaluate
from app.figures.registry import Registry, Scope
from app.rules.book import Rule, RuleBook, Which
from app.rules.quick import judged_by
from app.store.notes import setting

from ..figures import CAME, WENT
from ..figures import register as members
from ..rules.facts import BalanceFacts
from ..rules.people import CHAIN_RULES, FILLED_RULES, PERSON_RULES
from ..rules.standing import (
    BALANCE_RULES,
    EXPELLED_RULES,
    RETAINED_RULES,
    ROLL_RULES,
    SAME_NUMBER_RULES,
    TRANSFER_RULES,
)
from .fetch import Roll

AREA = "members"
Tables = list[tuple[Mapping[str, Any], Callable[[Rule], Iterable[Any]]]]
"""Judges by rule, and what fetches their facts."""


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
    """Every rule of the area against the members of a day, explanations beside the findings; see
    ``app.areas.organisations.checks.run.run_checks`` for the arguments."""
    written = setting(conn, "opening")
    opening = date.fromisoformat(written) if written else None
    if opening is not None and day < opening:
        return []
    if registry is None:
        registry = Registry()
        organisations(registry)
        members(registry)
    roll = Roll(conn, day, unit)
    period = book.period_of("annual", year)
    tables: Tables = [
        *of_people(roll, period),
        (FILLED_RULES, roll.filled),
        (ROLL_RULES, lambda _rule: roll.rolls()),
        (BALANCE_RULES, lambda _rule: [_balance(roll, registry, period, opening)]),
    ]
    chosen = book.chosen(AREA, rule, on=day)
    found: list[Finding] = []
    for step, one in enumerate(chosen):
        progress.step(step, len(chosen), one.title)
        for judges, facts in tables:
            judge = judges.get(one.id)
            if judge is not None:
                found += judged_by(judge, one, facts(one), every=every)
    return explained(conn, found, today or day)


def of_people(roll: Roll, period: Period) -> Tables:
    """The rules that are about single people, and what fetches their facts."""
    return [
        (PERSON_RULES, lambda _rule: roll.people()),
        (CHAIN_RULES, lambda _rule: roll.chains()),
        (SAME_NUMBER_RULES, lambda _rule: roll.same_numbers()),
        (TRANSFER_RULES, lambda _rule: roll.transfers()),
        (RETAINED_RULES, lambda _rule: roll.retained()),
        (EXPELLED_RULES, lambda _rule: roll.expelled(period)),
    ]


def _balance(roll: Roll, registry: Registry, period: Period, opening: date | None) -> BalanceFacts:
    """The roll-forward of the scope's roster from the last day of the year before: members of whom
    only a number is reported come and go unseen."""
    scope = Scope(roll.day, period, roll.unit, opening)
    earlier = replace(scope, day=period.first - timedelta(days=1))
    codes = ("J224", *CAME, *WENT)
    now = evaluate(roll.conn, registry, codes, scope)
    then = evaluate(roll.conn, registry, ("J224",), earlier)["J224"]
    name = roll.unions.get(roll.unit or "") or setting(roll.conn, "office_name", "")
    kind, object_id = ("union", roll.unit) if roll.unit else ("figure", "J224")

    def total(codes: tuple[str, ...]) -> int:
        return sum(int(now[code].value or 0) for code in codes)

    return BalanceFacts(
        kind,
        object_id,
        name,
        None if then.value is None else int(then.value),
        total(CAME),
        total(WENT),
        None if now["J224"].value is None else int(now["J224"].value),
    )
