"""Running the rules of the area over the records of a day."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from sqlalchemy import Connection

from app.base.findings import Finding
from app.base.progress import SILENT, Progress
from app.figures.checks import run_rules
from app.figures.registry import Registry
from app.rules.book import Rule, RuleBook, Which

from ..rules.judges import POST_RULES, TERM_RULES, UNION_RULES, fed_01_with
from . import facts
from .elections import election_tables
from .look import Look

AREA = "cadres"

Tables = Callable[[Look], list[tuple[Mapping[str, Any], Callable[[Rule], Iterable[Any]]]]]
"""Rules with the facts they are put to, from one look at the records."""


def own_tables(look: Look) -> list[tuple[Mapping[str, Any], Callable[[Rule], Iterable[Any]]]]:
    """Bodies, terms, posts, federations."""
    size = dict(look.book.rule("ELE-01", on=look.day).params)
    unions: list[Any] = []

    def every_union(_rule: Rule) -> Iterable[Any]:
        if not unions:
            unions.extend(facts.union_facts(look))
        return unions

    return [
        (TERM_RULES, lambda _rule: facts.term_facts(look)),
        (UNION_RULES, every_union),
        (POST_RULES, lambda _rule: facts.post_facts(look)),
        ({"FED-01": fed_01_with(size)}, lambda _rule: facts.federation_facts(look)),
    ]


TABLES: tuple[Tables, ...] = (own_tables, election_tables)


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
    """Every rule of the area against the records of a day, explanations beside the findings; see
    ``app.areas.organisations.checks.run.run_checks`` for the arguments."""
    del registry
    look = Look(conn, day, book.period_of("annual", year), book, unit)
    return run_rules(
        conn, AREA, lambda: [table for made in TABLES for table in made(look)], day=day, book=book,
        rule=rule, every=every, today=today, progress=progress,
    )  # fmt: skip
