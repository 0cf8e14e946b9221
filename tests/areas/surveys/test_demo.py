"""The sample surveys: three years, counted both ways, the same for the same seed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from sqlalchemy import func, select

from app import start
from app.areas.organisations.demo import demo as organisations
from app.areas.organisations.figures import register as register_organisations
from app.areas.surveys.demo import demo
from app.areas.surveys.figures import register
from app.areas.surveys.lists import COMMENTS, SURVEYS
from app.areas.surveys.records import BALLOT_BATCH, SURVEY, SURVEY_COUNT
from app.base.days import calendar_year
from app.base.lists import View
from app.figures.engine import evaluate, records
from app.figures.registry import Registry, Scope
from app.store.surroundings import repeatable
from app.store.verify import verify
from app.store.workspace import Workspace
from tests.workspaces import CHEAP

TODAY = date(2026, 11, 22)


def made(folder: Any) -> Workspace:
    space = Workspace.create(
        folder, user="经办人", password="口令", cost=CHEAP, wiring=start.wiring(),
        surroundings=repeatable(1, TODAY),
    )  # fmt: skip
    organisations(space, size="small", seed=1, today=TODAY)
    demo(space, size="small", seed=1, today=TODAY)
    return space


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    space = made(tmp_path_factory.mktemp("demo") / "示例")
    yield space
    space.close()


def shown(space: Workspace) -> list[dict[str, Any]]:
    view = View(TODAY)
    return space.read(lambda c: [dict(r) for r in SURVEYS.rows(c, SURVEYS.ids(c, view), view)])


def test_three_years_counted_by_hand_and_from_ballots(sample: Workspace) -> None:
    query = select(SURVEY.c.year, func.count()).group_by(SURVEY.c.year)
    years = sample.read(lambda c: {row[0]: row[1] for row in c.execute(query)})
    assert sorted(years) == [2024, 2025, 2026]
    for table in (BALLOT_BATCH, SURVEY_COUNT):
        counted = select(func.count()).select_from(table)
        assert sample.read(lambda c, q=counted: c.execute(q).scalar()) > 5


def test_they_are_at_every_stage(sample: Workspace) -> None:
    rows = shown(sample)
    assert {"已公布", "未开始"} <= {row["state"].word for row in rows}
    assert {row["kind"] for row in rows} >= {"会员评家", "评议工会干部"}
    done = [row for row in rows if row["state"].word == "已公布"]
    assert all(row["satisfied"].endswith("%") for row in done)
    view = View(TODAY)
    states = sample.read(
        lambda c: {r["state"].word for r in COMMENTS.rows(c, COMMENTS.ids(c, view), view)}
    )
    assert "已办结" in states


def test_the_same_seed_gives_the_same_surveys(sample: Workspace, tmp_path: Any) -> None:
    again = made(tmp_path / "再来")
    try:
        keys = ("title", "satisfied", "accepted", "returned", "comments")
        assert [[r[k] for k in keys] for r in shown(again)] == [
            [r[k] for k in keys] for r in shown(sample)
        ]
        assert verify(again) == []
    finally:
        again.close()


def test_every_figure_is_the_sum_of_its_records(sample: Workspace) -> None:
    registry = Registry()
    register_organisations(registry)
    register(registry)
    codes = [code for code in registry.figures if code.startswith("V") or code == "J406"]

    def look(conn: Any) -> None:
        for year, day in ((2025, date(2025, 12, 31)), (2026, TODAY)):
            scope = Scope(day, calendar_year(year))
            values = evaluate(conn, registry, codes, scope)
            assert values["V101"].value
            assert values["V501"].value
            for code in codes:
                found = list(records(conn, registry, code, scope))
                assert sum(one.value for one in found) == (values[code].value or 0), code
                assert all(one.title and one.id and one.kind for one in found), code

    sample.read(look)
