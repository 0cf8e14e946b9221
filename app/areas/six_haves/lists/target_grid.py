"""What a grid of goals shows: unions, figures, goals, and what stands now."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import Connection, select

from app.areas.organisations.lists.names import names_of
from app.figures.registry import Registry

from ..records import TARGET
from ..rules.goals import Sum, passed, together
from .goals import copied, scope_of, standing, units_of, uppers_of

Key = tuple[str, str]
"""(union, code of a figure or rate)."""


@dataclass(frozen=True, slots=True)
class GridData:
    """Goals of a year for a grid.

    Attributes:
        day: as of which day, within the year; share: how much of the year is over, percent.
        units: (id, name); codes: figures across.
        goals: those that are set, of these units.
        now: what stands; empty while it is not ``counted``.
        copied: last year's goals, where they were asked for.
        uppers: union → the one above it.
    """

    year: int
    day: date
    share: int
    units: Sequence[tuple[str, str]]
    codes: Sequence[str]
    goals: Mapping[Key, int | None]
    now: Mapping[Key, int | None]
    counted: bool
    copied: Mapping[Key, int] = field(default_factory=dict)
    uppers: Mapping[str, str | None] = field(default_factory=dict)


def read_grid(
    connection: Connection,
    *,
    registry: Registry,
    year: int,
    day: date,
    sort: str,
    unit: str | None = None,
    also: Collection[str] = (),
    codes: Sequence[str] = (),
    copy: bool = False,
    counted: bool = False,
) -> GridData:
    """The grid of a year.

    Args:
        sort: which units, a key of ``SORTS``; also: further ones.
        unit: of this union and of what is below it.
        codes: figures that are shown beside those of the year's goals.
        copy: last year's goals are asked for as a beginning.
        counted: what stands is counted: 10 ms for each union.
    """
    scope = scope_of(connection, year, day)
    rows = connection.execute(select(TARGET).where(TARGET.c.year == year)).mappings().all()
    every: dict[Key, int | None] = {(row["union_id"], row["code"]): row["value"] for row in rows}
    taken = copied(connection, registry, year, every) if copy else {}
    units = units_of(connection, sort, year=year, day=scope.day, unit=unit)
    if unit is not None and taken:
        inside = {
            one for one, _n in units_of(connection, "all", year=year, day=scope.day, unit=unit)
        }
        taken = {key: goal for key, goal in taken.items() if key[0] in inside}
    more = {*also, *(union for union, _code in taken)} - {union for union, _name in units}
    names = names_of(connection, "union", more, scope.day)
    units += sorted(((one, names.get(one, "")) for one in more), key=lambda one: one[::-1])
    across = {row["code"] for row in rows} | {code for _union, code in taken}
    known = {code for code in across if code in registry.figures or code in registry.rates}
    order = [*sorted(known), *(code for code in dict.fromkeys(codes) if code not in known)]
    now = standing(connection, registry, {u: order for u, _n in units}, scope) if counted else {}
    shown = {union for union, _name in units}
    return GridData(
        year, scope.day, passed(scope.period, scope.day), units, order,
        {key: goal for key, goal in every.items() if key[0] in shown}, now, counted, taken,
        uppers_of(connection, scope.day),
    )  # fmt: skip


def sum_of(data: GridData, code: str, goals: Mapping[Key, int | None]) -> Sum:
    """The goals of a figure that may be summed put together, of the units shown."""
    mine: dict[str, tuple[int, int | None]] = {}
    for union, _name in data.units:
        goal = goals.get((union, code))
        if goal is not None:
            mine[union] = (goal, data.now.get((union, code)))
    return together(mine, data.uppers, data.share, summed=True)
