"""The sample township: an office that keeps its register, with a few flaws of each kind."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from app import start
from app.areas.cadres.checks import INVARIANTS, run_checks
from app.areas.cadres.demo import demo
from app.areas.members.demo import demo as members
from app.areas.organisations.demo import demo as organisations
from app.base.findings import Result
from app.rules.office import rule_book
from app.store.surroundings import repeatable
from app.store.workspace import Workspace
from tests.workspaces import CHEAP

TODAY = date(2026, 11, 22)
FEW = 12
"""Of some 400 unions."""


@pytest.fixture(scope="module")
def township(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    space = Workspace.create(
        tmp_path_factory.mktemp("demo") / "镇", user="经办人", password="口令", cost=CHEAP,
        wiring=start.wiring(), surroundings=repeatable(1, TODAY),
    )  # fmt: skip
    for fill in (organisations, members, demo):
        fill(space, size="township", seed=1, today=TODAY)
    yield space
    space.close()


def test_what_nobody_has_filled_in_shows_at_a_few_unions(township: Workspace) -> None:
    def look(conn: Any) -> Counter[str]:
        found = run_checks(conn, day=TODAY, year=TODAY.year, book=rule_book(conn))
        return Counter(f.rule for f in found if f.result is Result.FAIL)

    counts = township.read(look)
    shown = {rule: counts[rule] for rule in ("ELE-14", "CAD-01", "TWN-03")}
    assert all(0 < many <= FEW for many in shown.values()), shown


def test_the_sample_agrees_with_itself(township: Workspace) -> None:
    assert township.read(lambda conn: [one for check in INVARIANTS for one in check(conn)]) == []
