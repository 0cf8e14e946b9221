"""Putting together what a paper is asked for, from an open workspace and the areas' parts."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from app.base.area import Area, gather
from app.base.findings import Finding
from app.divisions import Divisions
from app.figures.registry import Registry, Scope
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
    conn: Any, areas: Areas, scope: Scope, *, year: int, today: date, every: bool = False
) -> list[Finding]:
    """What all checks of all areas say; with ``every`` also what passes or cannot be judged."""
    book, registry = rule_book(conn), registry_of(areas)
    found: list[Finding] = []
    for run in gather(areas, "checks"):
        found += run(
            conn,
            day=scope.day,
            year=year,
            book=book,
            unit=scope.unit,
            every=every,
            registry=registry,
            today=today,
        )
    return found


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
        functools.cache(
            lambda: findings_of(conn, areas, scope, year=year, today=today, every=True)
        ),
        options or {},
    )
