"""The sample years: three deep, the same for the same seed, with flaws that the checks find."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from sqlalchemy import func, select

from app import start
from app.areas.five_ones.checks import INVARIANTS, run_checks
from app.areas.five_ones.demo import demo
from app.areas.five_ones.lists.year import Year
from app.areas.five_ones.records import ACTIVITY, CONGRESS, RESOLUTION
from app.areas.organisations.demo import demo as organisations
from app.rules.office import rule_book
from app.store.surroundings import repeatable
from app.store.verify import verify
from app.store.workspace import Workspace
from tests.workspaces import CHEAP

TODAY = date(2026, 11, 22)


def made(folder: Any, seed: int = 1) -> Workspace:
    space = Workspace.create(
        folder, user="经办人", password="口令", cost=CHEAP, wiring=start.wiring(),
        surroundings=repeatable(seed, TODAY),
    )  # fmt: skip
    organisations(space, size="small", seed=seed, today=TODAY)
    before = time.thread_time()
    demo(space, size="small", seed=seed, today=TODAY)
    assert time.thread_time() - before < 20
    return space


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    space = made(tmp_path_factory.mktemp("demo") / "示例")
    yield space
    space.close()


def test_three_years_are_kept(sample: Workspace) -> None:
    year = func.substr(func.coalesce(ACTIVITY.c.held_on, ACTIVITY.c.planned_on), 1, 4)
    query = select(year, func.count()).group_by(year)
    counts = sample.read(lambda c: {row[0]: row[1] for row in c.execute(query)})
    assert sorted(counts) == ["2024", "2025", "2026"]
    assert min(counts.values()) > 20


def test_the_lamps_differ_from_federation_to_federation(sample: Workspace) -> None:
    states = sample.read(
        lambda c: {lp.state for ls in Year(c, 2026, TODAY).lamps.values() for lp in ls}
    )
    assert {"none", "short", "done"} <= states


def test_nothing_lies_in_the_future_but_plans(sample: Workspace) -> None:
    late = select(func.count()).where(ACTIVITY.c.held_on > TODAY)
    assert sample.read(lambda c: c.execute(late).scalar()) == 0
    more = (
        select(func.count())
        .join(RESOLUTION, RESOLUTION.c.activity_id == CONGRESS.c.activity_id)
        .where(RESOLUTION.c.yes + RESOLUTION.c.no > CONGRESS.c.present)
    )
    assert sample.read(lambda c: c.execute(more).scalar()) == 0


def test_the_flaws_are_found(sample: Workspace) -> None:
    def read(conn: Any) -> set[str]:
        book = rule_book(conn)
        return {f.rule for f in run_checks(conn, day=TODAY, year=2026, book=book)}

    found = sample.read(read)
    assert {"DEM-04", "CNG-07", "FIVE-01", "DEM-07", "DEM-09"} <= found


def test_the_records_are_sound(sample: Workspace) -> None:
    assert sample.read(lambda c: [f for check in INVARIANTS for f in check(c)]) == []
    assert verify(sample) == []


def test_the_same_seed_makes_the_same(sample: Workspace, tmp_path: Any) -> None:
    def titles(space: Workspace) -> list[Any]:
        query = select(ACTIVITY.c.id, ACTIVITY.c.title, ACTIVITY.c.held_on).order_by(ACTIVITY.c.id)
        return space.read(lambda c: c.execute(query).all())

    again = made(tmp_path / "再一次")
    assert titles(again) == titles(sample)
    again.close()
