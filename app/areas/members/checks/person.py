"""The rules of one person, judged when she is looked at."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Connection

from app.base.days import Period
from app.base.findings import Finding
from app.figures.checks import explained
from app.rules.book import RuleBook
from app.rules.quick import judged_by

from .fetch import Roll
from .run import AREA, of_people


def check_person(
    conn: Connection, person_id: str, *, day: date, year: int, book: RuleBook, today: date
) -> list[Finding]:
    """What the rules say of one member on a day, explanations beside the findings. Of an expulsion
    also in later years: what it lacks can still be added.

    Args:
        year: of the period asked for; the day counts.
    """
    del year
    roll = Roll(conn, day, only=person_id)
    tables = of_people(roll, Period(date.min, day))
    found: list[Finding] = []
    for rule in book.rules(AREA, on=day):
        for judges, facts in tables if rule.enabled else ():
            if rule.id in judges:
                found += judged_by(judges[rule.id], rule, facts(rule))
    return explained(conn, found, today)
