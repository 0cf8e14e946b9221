"""Sample data of this area: some of the sample unions assessed last year and this year."""

from __future__ import annotations

import random
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from datetime import date
from typing import Any

from app.areas.cadres.checks import run_checks as of_cadres
from app.areas.cadres.figures import FIGURES as CADRES
from app.areas.five_ones.checks import run_checks as of_five_ones
from app.areas.five_ones.figures import FIGURES as FIVE_ONES
from app.areas.members.checks import run_checks as of_members
from app.areas.members.figures import FIGURES as MEMBERS
from app.areas.organisations.checks import run_checks as of_organisations
from app.areas.organisations.figures import FIGURES as ORGANISATIONS
from app.areas.surveys.checks import run_checks as of_surveys
from app.areas.surveys.figures import FIGURES as SURVEYS
from app.base.findings import Finding
from app.base.progress import SILENT, Progress
from app.figures.registry import Registry, Scope
from app.rules.office import rule_book
from app.store.notes import setting
from app.store.workspace import Workspace

from ..figures import FIGURES
from ..lists.assessments import Assessed, assessed_unions, offered, read_assessments
from .rows import close_demo, fill_demo

__all__ = ["demo"]

SIZES = ("small", "township")
"""Larger offices are there to measure other things."""
MANY = 40
"""So many unions are assessed, at most."""
_CHECKS = (of_organisations, of_members, of_cadres, of_five_ones, of_surveys)
_FIGURES = (ORGANISATIONS, MEMBERS, CADRES, FIVE_ONES, SURVEYS, FIGURES)


def demo(
    workspace: Workspace,
    *,
    size: str = "township",
    seed: int = 1,
    today: date,
    progress: Progress = SILENT,
) -> Mapping[str, Any]:
    """Two years of assessments in a workspace that has its sample records already.

    Returns:
        Nothing that the other areas do not say.
    """
    if size not in SIZES:
        return {}
    chance = random.Random(f"{fill_demo.code} {size} {seed} {today}")  # noqa: S311  invented data
    for year in (today.year - 1, today.year):
        progress.step(0, 0, f"{year}年六有评分")
        reading = _Reading(year, today)
        planned, keys = workspace.read(reading.planned)
        workspace.do(fill_demo, planned, keys, chance, year=year)
        workspace.do(close_demo, workspace.read(reading.begun), chance, year=year)
    return {}


class _Reading:
    """Some unions of an office at the end of a year, or today."""

    def __init__(self, year: int, today: date) -> None:
        self.year, self.today = year, today
        self.registry = Registry()
        for register in _FIGURES:
            register(self.registry)

    def planned(self, conn: Any) -> tuple[list[Assessed], dict[str, str]]:
        """As they would stand, and what the rubrics are called."""
        unions = sorted(assessed_unions(conn, self._scope(conn).day))
        step = max(1, len(unions) // MANY)
        keys = {rubric.digest: key for key, rubric in offered(conn, self.year).items()}
        return self._read(conn, unions[::step][:MANY]), keys

    def begun(self, conn: Any) -> list[Assessed]:
        """Those that were begun."""
        return self._read(conn, None)

    def _scope(self, conn: Any) -> Scope:
        period = rule_book(conn).period_of("annual", self.year)
        opening = date.fromisoformat(setting(conn, "opening"))
        return Scope(min(period.last, self.today), period, None, opening)

    def _read(self, conn: Any, unions: list[str] | None) -> list[Assessed]:
        scope = self._scope(conn)
        book = rule_book(conn)

        def checks(rules: AbstractSet[str], day: date) -> list[Finding]:
            return [
                finding
                for run in _CHECKS
                for finding in run(conn, day=day, year=self.year, book=book, rule=rules, every=True,
                                   registry=self.registry, today=self.today)
            ]  # fmt: skip

        return read_assessments(
            conn, unions, year=self.year, scope=scope, registry=self.registry,
            checks=checks, planned=unions is not None,
        )  # fmt: skip
