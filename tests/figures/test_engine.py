"""Sums, states, groups and records of the engine, over small bases of plain values."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import Integer, String, cast, column, func, literal, select, values

from app.base.days import calendar_year
from app.figures.engine import (
    COUNTED,
    MIXED,
    NO_DATA,
    REPORTED,
    Table,
    Value,
    evaluate,
    records,
    table,
)
from app.figures.registry import NO, Base, Dimension, Figure, Rate, Registry, Scope

SCOPE = Scope(date(2026, 11, 22), calendar_year(2026), opening=date(2026, 1, 1))
ROWS = [  # id, group, number, reported
    ("a", "东", 5, 0),
    ("b", "东", 7, 1),
    ("c", "西", 11, 1),
    ("d", None, 0, 1),
    ("e", "西", None, 1),
]


def _query(rows: list[tuple[Any, ...]]) -> Any:
    names = column("id", String), column("grp", String), column("number", Integer)
    given = values(*names, column("reported", Integer), name="given").data(rows).cte()
    return select(column("id").label("kind"), column("id").label("title"), given)


def _registry(*parts: list[tuple[Any, ...]], overlaps: bool = False) -> Registry:
    registry = Registry()

    def number(code: str, unit: str, measure: Any) -> Figure:
        return Figure(code, code, unit, "", "", "", "rows", measure)

    def links(scope: Scope) -> Any:
        del scope
        pairs = [("a", "甲"), ("a", "乙"), ("b", "甲"), ("c", "乙")]
        names = column("member", String), column("key", String)
        return select(values(*names, name="pairs").data(pairs).cte())

    built = tuple(_query(rows) for rows in parts)
    registry.add(
        Base("rows", lambda _: built if len(built) > 1 else built[0]),
        number("N", "人", lambda c: c.number),
        number("ONLY", "人", lambda c: c.number * (c.grp == "西")),
        number("EMPTY", "人", lambda c: c.number * 0 + None),
        Rate("R", "R", "", "", "", "ONLY", "N"),
        Dimension("grp", "", lambda *_: {"西": "西边", "东": "东边"}, key=lambda c: c.grp),
        Dimension("links", "", lambda *_: {}, join=links, on="id", overlaps=True),
    )
    return registry


@pytest.fixture(params=["one query", "two queries"])
def registry(request: pytest.FixtureRequest) -> Registry:
    return _registry(ROWS) if request.param == "one query" else _registry(ROWS[:2], ROWS[2:])


def _value(table: Table, key: Any, code: str) -> tuple[Any, str]:
    value = table.rows[key][code]
    return value.value, value.state


def test_a_sum_tells_how_much_of_it_was_reported(workspace: Any, registry: Registry) -> None:
    found = workspace.read(lambda c: evaluate(c, registry, ["N", "ONLY", "EMPTY", "R"], SCOPE))
    assert found["N"] == Value("N", 23, MIXED)
    assert found["ONLY"] == Value("ONLY", 11, REPORTED)
    assert found["EMPTY"] == Value("EMPTY", None, NO_DATA)
    assert (found["R"].value, found["R"].numerator, found["R"].denominator) == (47.83, 11, 23)


def test_groups_make_up_the_whole(workspace: Any, registry: Registry) -> None:
    made = workspace.read(lambda c: table(c, registry, ["N", "ONLY"], SCOPE, "grp"))
    whole = workspace.read(lambda c: evaluate(c, registry, ["N", "ONLY"], SCOPE))
    assert made.total == whole
    assert list(made.labels.items()) == [("西", "西边"), ("东", "东边"), (None, "未分类")]
    assert _value(made, "东", "N") == (12, MIXED)
    assert _value(made, "西", "N") == (11, REPORTED)
    assert _value(made, None, "N") == (0, COUNTED)


def test_groups_that_overlap_do_not(workspace: Any, registry: Registry) -> None:
    made = workspace.read(lambda c: table(c, registry, ["N"], SCOPE, "links"))
    assert made.overlaps
    assert made.total["N"].value == 23
    assert {key: row["N"].value for key, row in made.rows.items()} == {"甲": 12, "乙": 16, None: 0}


def test_the_records_add_up(workspace: Any, registry: Registry) -> None:
    found = workspace.read(lambda c: records(c, registry, "N", SCOPE))
    assert [(r.id, r.value, r.source) for r in found] == [
        ("a", 5, COUNTED), ("b", 7, REPORTED), ("c", 11, REPORTED),
    ]  # fmt: skip
    east = workspace.read(lambda c: records(c, registry, "N", SCOPE, "grp", "东"))
    assert [r.id for r in east] == ["a", "b"]


def test_one_statement_serves_every_day_and_unit(workspace: Any, registry: Registry) -> None:
    names = ("day", "first", "last")

    def build(scope: Scope) -> Any:
        row = {"kind": literal("row"), "id": scope.unit, "title": literal("行"), "reported": NO}
        row |= {"day": scope.day, "first": scope.period.first, "last": scope.period.last}
        return select(*(value.label(name) for name, value in row.items()))

    registry.add(Base("asked", build))
    for name in names:  # what the statement was asked, as a number: 20261122
        digits = lambda c, n=name: cast(func.replace(c[n], "-", ""), Integer)  # noqa: E731
        registry.add(Figure(name, name, "个", "", "", "", "asked", digits))
    for day in (date(2026, 11, 22), date(2025, 3, 1)):
        for unit in ("01" * 16, "02" * 16):
            scope = Scope(day, calendar_year(day.year), unit)
            got = workspace.read(lambda c, s=scope: evaluate(c, registry, names, s))
            asked = [day, scope.period.first, scope.period.last]
            assert [got[n].value for n in names] == [int(f"{one:%Y%m%d}") for one in asked]
            found = workspace.read(lambda c, s=scope: records(c, registry, "day", s))
            assert [(r.id, r.value) for r in found] == [(unit, int(f"{day:%Y%m%d}"))]
    assert len(registry.statements) == 2, "one for the numbers, one for their records"


def test_a_scope_without_a_unit_is_another_statement(workspace: Any, registry: Registry) -> None:
    for unit in (None, "01" * 16, None):
        scope = Scope(SCOPE.day, SCOPE.period, unit, SCOPE.opening)
        workspace.read(lambda c, s=scope: evaluate(c, registry, ["N"], s))
    assert len(registry.statements) == 2


def test_nothing_before_the_opening_day(workspace: Any, registry: Registry) -> None:
    early = Scope(date(2025, 12, 31), calendar_year(2025), opening=SCOPE.opening)
    found = workspace.read(lambda c: evaluate(c, registry, ["N"], early))
    assert found["N"] == Value("N", None, NO_DATA)
    assert workspace.read(lambda c: records(c, registry, "N", early)) == []
