"""The only wiring: areas, store and what is opened meet here, and nowhere else."""

from __future__ import annotations

import functools
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Sequence
    from datetime import date
    from typing import Any

    from app.figures.registry import Registry, Scope
    from app.paper.reports import Ask, Report
    from app.store.workspace import Wiring


def main(arguments: Sequence[str] | None = None) -> int:
    """The program: a command with one on the command line, else the window.

    Returns:
        The exit status (see ``app.cli``).
    """
    if getattr(sys, "frozen", False):  # child processes of the packaged program start here, too
        from multiprocessing import freeze_support

        freeze_support()
    from app.cli import run

    return run(sys.argv[1:] if arguments is None else arguments)


BETWEEN = ("市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划")
"""Levels of the national divisions that stand between two names and that nobody says."""


@functools.cache
def wiring() -> Wiring:
    """What the areas hand to the store. Imports the tables of all areas, so that the store's
    metadata is whole before a workspace is made or opened."""
    from app.areas import AREAS
    from app.base.area import gather
    from app.store.workspace import Wiring

    gather(AREAS, "records")
    guards = {table: guard for part in gather(AREAS, "guards") for table, guard in part.items()}
    return Wiring(
        guards=guards,
        search=tuple(source for part in gather(AREAS, "search") for source in part),
        invariants=tuple(check for part in gather(AREAS, "invariants") for check in part),
    )


@functools.cache
def registry() -> Registry:
    """The figures of all areas."""
    from app.areas import AREAS
    from app.base.area import gather
    from app.figures.registry import Registry

    made = Registry()
    for register in gather(AREAS, "figures"):
        register(made)
    return made


@functools.cache
def papers() -> dict[str, Report]:
    """The papers of all areas by name; the annual report first."""
    from app.areas import AREAS
    from app.base.area import gather

    found = {report.name: report for part in gather(AREAS, "papers") for report in part}
    return dict(sorted(found.items(), key=lambda item: item[0] != "annual"))


def ask(
    conn: Any, scope: Scope, *, year: int, today: date, options: dict[str, str] | None = None
) -> Ask:
    """What a paper is asked for, on a reading connection of an open workspace."""
    from dataclasses import replace

    from app.areas import AREAS
    from app.areas.organisations.lists import union_card
    from app.base.area import gather
    from app.divisions import Divisions
    from app.paper.reports import Ask
    from app.rules.office import rule_book
    from app.store.notes import setting

    book = rule_book(conn)
    earlier = scope.period.previous_year()
    unit = union_card(conn, scope.unit, scope.day) if scope.unit else None
    with Divisions() as divisions:
        names = divisions.path(setting(conn, "division", "") or "")
    place = "".join(name for name in names if name not in BETWEEN)

    def findings() -> list[Any]:
        found = []
        for run in gather(AREAS, "checks"):
            found += run(
                conn,
                day=scope.day,
                year=year,
                book=book,
                unit=scope.unit,
                registry=registry(),
                today=today,
            )
        return found

    return Ask(
        conn,
        year,
        scope,
        replace(scope, day=earlier.last, period=earlier),
        unit["name"] if unit else setting(conn, "office_name", ""),
        place,
        registry(),
        book,
        functools.cache(findings),
        options or {},
    )


def window(options: Namespace | None = None) -> int:
    """Open the window; returns the exit status."""
    raise NotImplementedError
