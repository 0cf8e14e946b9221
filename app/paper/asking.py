"""Putting together what a paper is asked for, from an open workspace and the areas' parts."""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from datetime import date
from typing import Any

from app.base.area import Area, gather
from app.base.findings import Finding
from app.base.personal import Held
from app.divisions import Divisions
from app.figures.registry import Registry, Scope
from app.rules.book import Which
from app.rules.office import rule_book
from app.store.notes import setting
from app.store.search import named

from .reports import Ask, Report

BETWEEN = ("市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划")
"""Levels of the national divisions that stand between two names and that nobody says."""

Areas = tuple[Area, ...]


@functools.cache
def registry_of(areas: Areas) -> Registry:
    """The figures of all areas."""
    made = Registry()
    for register in gather(areas, "figures"):
        register(made)
    return made


@functools.cache
def papers_of(areas: Areas) -> dict[str, Report]:
    """The papers of all areas by name; the annual report first."""
    found = {report.name: report for part in gather(areas, "papers") for report in part}
    return dict(sorted(found.items(), key=lambda item: item[0] != "annual"))


def year_scope(conn: Any, year: int, *, today: date, unit: str | None = None) -> Scope:
    """Stocks on the last day of the report year or today, whichever is earlier; flows in it."""
    period = rule_book(conn).period_of("annual", year)
    opening = setting(conn, "opening")
    return Scope(
        min(period.last, today),
        period,
        unit,
        date.fromisoformat(opening) if opening else None,
    )


def findings_of(
    conn: Any,
    areas: Areas,
    scope: Scope,
    *,
    year: int,
    today: date,
    every: bool = False,
    rules: Which = None,
) -> list[Finding]:
    """What all checks of all areas say, or only those of some rules; with ``every`` also what
    passes or cannot be judged."""
    book, registry = rule_book(conn), registry_of(areas)
    found: list[Finding] = []
    for run in gather(areas, "checks"):
        found += run(
            conn,
            day=scope.day,
            year=year,
            book=book,
            unit=scope.unit,
            rule=rules,
            every=every,
            registry=registry,
            today=today,
        )
    return found


class Results:
    """What rules say of a year, with what passes or cannot be judged: each rule is run once for a
    day, when it is first asked for. What they judge must not change in between.

    Args:
        scope: what is looked at; its day gives way to the one asked for.
    """

    def __init__(self, areas: Areas, scope: Scope, *, year: int, today: date) -> None:
        self._areas, self._scope, self._year, self._today = areas, scope, year, today
        self._known: dict[date, dict[str, list[Finding]]] = {}

    def __call__(self, conn: Any, rules: AbstractSet[str], day: date) -> list[Finding]:
        """The findings of the rules as of a day."""
        known = self._known.get(day, {})
        new = frozenset(rules - known.keys())
        if new:
            scope, told = replace(self._scope, day=day), dict[str, list[Finding]]()
            for rule in new:
                told[rule] = []
            for finding in findings_of(
                conn, self._areas, scope, year=self._year, today=self._today, every=True, rules=new
            ):
                told.setdefault(finding.rule, []).append(finding)
            known = self._known[day] = {**known, **told}
        return [finding for rule in sorted(rules) for finding in known[rule]]


def ask_of(
    conn: Any,
    areas: Areas,
    scope: Scope,
    *,
    year: int,
    today: date,
    options: Mapping[str, str] | None = None,
) -> Ask:
    """What a paper is asked for, on a reading connection."""
    earlier = scope.period.previous_year()
    unit = named(conn, scope.unit) if scope.unit else None
    with Divisions() as divisions:
        names = divisions.path(setting(conn, "division", "") or "")
    return Ask(
        conn,
        year,
        scope,
        replace(scope, day=earlier.last, period=earlier),
        str(unit["title"]) if unit else setting(conn, "office_name", ""),
        "".join(name for name in names if name not in BETWEEN),
        registry_of(areas),
        rule_book(conn),
        functools.cache(lambda: findings_of(conn, areas, scope, year=year, today=today)),
        functools.partial(Results(areas, scope, year=year, today=today), conn),
        options or {},
        functools.partial(_personal, conn, areas, scope.day),
    )


def _personal(conn: Any, areas: Areas, day: date, ids: Sequence[str]) -> list[Held]:
    return [held for part in gather(areas, "personal") for held in part(conn, ids, day)]


def ask_at(
    conn: Any, areas: Areas, *, day: date, unit: str | None, options: Mapping[str, str]
) -> Ask:
    """What a paper is asked for as of a day that is looked at; ``year`` of the options: of another
    year than that of the day."""
    year = int(options.get("year") or day.year)
    scope = year_scope(conn, year, today=day, unit=unit)
    return ask_of(conn, areas, scope, year=year, today=day, options=options)
