"""A sample office of the size asked for, and its assessments as the page computes them.

python -m tests.areas.six_haves.township FOLDER: opens it and writes all assessments to the output.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from app import start
from app.areas import AREAS
from app.areas.organisations.demo import demo_surroundings
from app.areas.six_haves.checks.facts import Checks, facts_of
from app.areas.six_haves.lists import assessed_unions, read_assessments
from app.areas.six_haves.lists.assessments import Assessed
from app.areas.six_haves.rules.scoring import Facts, freeze
from app.base.area import gather
from app.figures.registry import Registry, Scope
from app.paper.asking import Results, year_scope
from app.store.types import dumps
from app.store.workspace import Workspace
from tests.conftest import FULL
from tests.workspaces import CHEAP

TODAY = date(2026, 11, 22)
PASSWORD = "口令"
SIZE = "township" if FULL else "small"


def made(folder: Path, size: str = SIZE) -> Workspace:
    """A workspace of sample data."""
    space = Workspace.create(
        folder, user="经办人", password=PASSWORD, cost=CHEAP, wiring=start.wiring(),
        surroundings=demo_surroundings(1, TODAY),
    )  # fmt: skip
    for fill in gather(AREAS, "demo"):
        fill(space, size=size, seed=1, today=TODAY)
    return space


@dataclass(frozen=True, slots=True)
class Looked:
    """All assessments of an office with what they rest on; valid while ``conn`` is.

    Attributes:
        facts: of those that are not closed.
    """

    conn: Any
    scope: Scope
    registry: Registry
    checks: Checks
    found: tuple[Assessed, ...]
    facts: Mapping[str, Facts]


def look(conn: Any, year: int = TODAY.year) -> Looked:
    """The assessments of a year, begun or as they would stand."""
    scope, registry = year_scope(conn, year, today=TODAY), start.registry()
    checks = partial(Results(AREAS, scope, year=year, today=TODAY), conn)
    found = tuple(
        read_assessments(
            conn, assessed_unions(conn, scope.day), year=year, scope=scope, registry=registry,
            checks=checks, planned=True,
        )
    )  # fmt: skip
    rubrics = {
        one.union_id: one.rubric for one in found if one.row is None or not one.row["self_on"]
    }
    facts = facts_of(conn, rubrics, registry=registry, scope=scope, checks=checks)
    return Looked(conn, scope, registry, checks, found, facts)


def written(conn: Any) -> str:
    """All assessments as text: totals and every line as it would be kept."""
    return "".join(
        f"{one.union_id} {one.rubric.digest} {one.scored.own} {one.scored.final} "
        f"{dumps(freeze(one.scored))}\n"
        for one in look(conn).found
    )


def opened(folder: Path) -> Workspace:
    """The workspace again."""
    return Workspace.open(
        folder, password=PASSWORD, wiring=start.wiring(), surroundings=demo_surroundings(1, TODAY)
    )


if __name__ == "__main__":
    with opened(Path(sys.argv[1])) as space:
        sys.stdout.buffer.write(space.read(written).encode())
