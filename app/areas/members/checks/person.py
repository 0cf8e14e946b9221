"""The rules of one person, judged when she is looked at."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Connection

from app.base.findings import Finding
from app.figures.checks import explained
from app.rules.book import RuleBook
from app.rules.quick import judged_by

from ..rules.people import CHAIN_RULES, PERSON_RULES
from .fetch import Roll
from .run import AREA


def check_person(
    conn: Connection, person_id: str, *, day: date, year: int, book: RuleBook, today: date
) -> list[Finding]:
    """What the rules say of one member on a day, explanations beside the findings."""
    del year
    roll = Roll(conn, day, only=person_id)
    found: list[Finding] = []
    for rule in book.rules(AREA, on=day):
        if not rule.enabled:
            continue
        if rule.id in PERSON_RULES:
            found += judged_by(PERSON_RULES[rule.id], rule, roll.people())
        elif rule.id in CHAIN_RULES:
            found += judged_by(CHAIN_RULES[rule.id], rule, roll.chains())
    return explained(conn, found, today)
