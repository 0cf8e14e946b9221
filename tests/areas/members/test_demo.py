"""The sample people agree with the sample headcounts, on every day there is one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from sqlalchemy import func, select

from app import start
from app.areas import AREAS
from app.areas.members.records import IDENTITY, MEMBERSHIP, PERSON
from app.areas.organisations.records import READING, UNION
from app.base.area import gather
from app.base.days import calendar_year
from app.base.numbers import identity_problem
from app.figures.engine import evaluate
from app.figures.registry import Scope
from app.paper.asking import findings_of, year_scope
from app.store.meta import on_day
from app.store.surroundings import repeatable
from app.store.verify import verify
from app.store.workspace import Workspace
from tests.workspaces import CHEAP

TODAY = date(2026, 11, 22)


def made(folder: Any, seed: int = 1) -> Workspace:
    space = Workspace.create(
        folder,
        user="经办人",
        password="口令",
        cost=CHEAP,
        wiring=start.wiring(),
        surroundings=repeatable(seed, TODAY),
    )
    for fill in gather(AREAS, "demo"):
        fill(space, size="small", seed=seed, today=TODAY)
    return space


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    space = made(tmp_path_factory.mktemp("demo") / "小")
    yield space
    space.close()


def test_rosters_hold_what_was_reported_on_every_day(small: Workspace) -> None:
    def both(conn: Any) -> list[tuple[Any, ...]]:
        complete = select(UNION.c.id).where(UNION.c.members_complete_from.is_not(None))
        reported = conn.execute(
            select(READING.c.union_id, READING.c.on_day, READING.c.value).where(
                READING.c.code == "J206", READING.c.union_id.in_(complete)
            )
        ).all()
        return [
            (
                row.union_id,
                row.on_day,
                row.value,
                conn.execute(
                    select(func.count()).where(
                        MEMBERSHIP.c.union_id == row.union_id,
                        MEMBERSHIP.c.status == "active",
                        on_day(MEMBERSHIP, row.on_day),
                    )
                ).scalar_one(),
            )
            for row in reported
        ]

    found = small.read(both)
    assert len(found) > 40
    assert [row for row in found if row[2] != row[3]] == []


def test_numbers_are_sound_and_nobody_is_twice(small: Workspace) -> None:
    numbers = small.read(lambda c: list(c.execute(select(IDENTITY.c.number)).scalars()))
    assert len(numbers) == len(set(numbers)) > 800
    assert [n for n in numbers if identity_problem(n)] == []
    phones = small.read(lambda c: list(c.execute(select(PERSON.c.phone)).scalars()))
    assert all(p is None or p[3:7] == "0000" for p in phones)


def test_the_years_balance_and_the_parts_stay_below_the_whole(small: Workspace) -> None:
    registry, opening = start.registry(), date(2024, 1, 1)
    stocks = {}
    codes = [f"J2{n:02d}" for n in range(1, 25)]
    for year in (2024, 2025, 2026):
        scope = Scope(min(date(year, 12, 31), TODAY), calendar_year(year), opening=opening)
        now = small.read(lambda c, s=scope: evaluate(c, registry, codes, s))
        value = {code: v.value or 0 for code, v in now.items()}
        for part, whole in (("J207", "J202"), ("J208", "J203"), ("J209", "J204"), ("J210", "J205")):
            assert value[part] <= value["J206"]
            assert value[part] <= value[whole], part
        stocks[year] = value
    for year in (2025, 2026):
        then, now = stocks[year - 1], stocks[year]
        came = sum(now[c] for c in ("J220", "J214", "J215", "J221"))
        went = sum(now[c] for c in ("J216", "J217", "J222"))
        assert now["J224"] == then["J224"] + came - went


def test_the_sample_is_whole_and_comes_out_the_same(small: Workspace, tmp_path: Any) -> None:
    assert verify(small) == []
    again = made(tmp_path / "又")
    try:
        rows = [
            space.read(lambda c: list(c.execute(select(IDENTITY).order_by(IDENTITY.c.id))))
            for space in (small, again)
        ]
        assert rows[0] == rows[1]
    finally:
        again.close()


def test_a_rule_finds_a_handful_of_the_sample(small: Workspace) -> None:
    """A clerk who opens the sample sees an office that is kept, with something left to do."""

    def found(conn: Any) -> Counter[str]:
        scope = year_scope(conn, 2026, today=TODAY)
        return Counter(f.rule for f in findings_of(conn, AREAS, scope, year=2026, today=TODAY))

    rules = small.read(found)
    assert len(rules) > 10
    people = small.read(lambda c: c.execute(select(func.count(PERSON.c.id))).scalar_one())
    unions = small.read(lambda c: c.execute(select(func.count(UNION.c.id))).scalar_one())
    assert rules["MEM-04"] <= people // 500
    assert rules["CON-01"] <= unions // 10
