"""The sample assessments: two years, a past one closed, the same for the same seed."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

from sqlalchemy import select

from app import start
from app.areas.organisations.demo import demo as organisations
from app.areas.six_haves.demo import demo
from app.areas.six_haves.lists.overview import stage_of
from app.areas.six_haves.records import ASSESSMENT, IMPROVEMENT
from app.store.surroundings import repeatable
from app.store.verify import verify
from app.store.workspace import Workspace
from tests.store.acts import dump
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


def test_two_years_the_past_one_closed(tmp_path: Any) -> None:
    space = made(tmp_path / "示例")
    rows = space.read(lambda c: list(c.execute(select(ASSESSMENT)).mappings()))
    stages = Counter((row["year"], stage_of(row)) for row in rows)
    assert set(stages) == {(2025, "final"), (2026, "begun"), (2026, "self")}
    assert all(row["frozen"] for row in rows if row["self_on"])
    todo = space.read(lambda c: list(c.execute(select(IMPROVEMENT)).mappings()))
    assert {row["done_on"] is None for row in todo} == {True, False}
    assert verify(space) == []
    again = made(tmp_path / "示例二")
    assert dump(space)["assessment"] == dump(again)["assessment"]
    again.close()
    space.close()
