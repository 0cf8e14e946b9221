"""Every number the program prints, defined once.

A *base* is a set of records on a day or in a period (unions, covered units, headcounts ...): a
query with one row per record, each with the columns its figures need. A *figure* over a base is a
condition and a measure: what one row contributes. Figures over one base are computed together in
one statement; opening a figure lists the contributing rows, whose values therefore add up to it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, Integer, Select, case, literal_column

from app.base.days import Period

NO, YES = literal_column("0", Integer), literal_column("1", Integer)
"""Written into the statement: a bound value would be fetched anew for every row and figure."""


def flag(condition: Any) -> ColumnElement[Any]:
    """1 where a condition holds, else 0: what a row adds to a figure that counts rows."""
    return case((condition, YES), else_=NO)


Columns = Any
"""The columns of a base's subquery."""


@dataclass(frozen=True, slots=True)
class Scope:
    """What is looked at.

    Attributes:
        day: the day of stocks.
        period: the period of flows.
        unit: hex id of the union whose subtree is meant; None: everything of the office.
        opening: 启用日; a day before it has no counted data.
    """

    day: date
    period: Period
    unit: str | None = None
    opening: date | None = None


@dataclass(frozen=True, slots=True)
class Base:
    """A set of records.

    Attributes:
        name: ASCII name.
        build: the query. The scope it gets holds parameters where a scope has values, so that one
            statement serves every day and unit: they go into the SQL, never into Python. Must
            select ``kind``, ``id``, ``title``, ``reported`` (0/1) beside what
            its figures need. Where the records come from several places, one query for each:
            they are summed apart, which is faster than putting them together first.
        flow: whether its rows are events of the period rather than a stock of the day.
        reported: whether a row may hold a reported number (填报数); else all is counted.
        crossing: whether its rows are moves from one union to another. Beside ``union_id`` and
            ``place_id`` they hold ``other_union_id`` and ``other_place_id`` (NULL: outside) and
            ``inside``: 1 if both ends lie in the scope. Grouped, ``inside`` is 1 where both ends
            lie in the same group, so that a group's moves are those that cross its border; the
            whole is then not the sum of its groups.
        kept: a query with a row where such records are kept at all: only then no row means 0,
            else it means not known. None: always kept.
    """

    name: str
    build: Callable[[Scope], Select[Any] | tuple[Select[Any], ...]]
    flow: bool = False
    reported: bool = True
    crossing: bool = False
    kept: Callable[[], Select[Any]] | None = None


@dataclass(frozen=True, slots=True)
class Figure:
    """One number.

    Attributes:
        code: e.g. ``J101``.
        title: as printed.
        unit: 个, 人, 家.
        definition: what is counted, in plain Chinese.
        source: document or table it comes from.
        table: heading it is printed under (表一 组织 ...).
        base: name of its base.
        measure: what a row contributes, never below 0; NULL: unknown for this row.
        reported: 1 if the row's contribution is a reported number; default: the base's column.
        part_of: code of the figure it is an 其中 of.
    """

    code: str
    title: str
    unit: str
    definition: str
    source: str
    table: str
    base: str
    measure: Callable[[Columns], ColumnElement[Any]]
    reported: Callable[[Columns], ColumnElement[Any]] | None = None
    part_of: str = ""


@dataclass(frozen=True, slots=True)
class Rate:
    """A quotient of two figures, in percent with two decimals, computed in integers."""

    code: str
    title: str
    definition: str
    source: str
    table: str
    numerator: str
    denominator: str
    unit: str = "%"


@dataclass(frozen=True, slots=True)
class Dimension:
    """A way to group figures.

    Attributes:
        name: ASCII name used by ``--by``.
        title: e.g. 按村（社区）.
        key: for a base's columns, the grouping key; None if the base cannot be grouped so.
        join: a query (``member``, ``key``) to join on the base's ``union_id`` or ``place_id``;
            used where the key is not a column. Its scope holds parameters, as for a base.
        on: the base column that ``member`` meets.
        labels: key → title, in the order of printing.
        overlaps: a record may fall into several groups.
        bases: the bases that can be grouped so; empty: all. A figure over another base has no
            data in a group.
    """

    name: str
    title: str
    labels: Callable[[Connection, Scope], Mapping[Any, str]]
    key: Callable[[Columns], ColumnElement[Any]] | None = None
    join: Callable[[Scope], Select[Any]] | None = None
    on: str = ""
    overlaps: bool = False
    bases: frozenset[str] = frozenset()

    def fits(self, base: str) -> bool:
        """Whether figures over this base can be grouped so."""
        return not self.bases or base in self.bases


def _parts(built: Select[Any] | tuple[Select[Any], ...]) -> tuple[Select[Any], ...]:
    return built if isinstance(built, tuple) else (built,)


@dataclass(slots=True)
class Registry:
    """All bases, figures, rates and dimensions that the areas bring."""

    bases: dict[str, Base] = field(default_factory=dict)
    figures: dict[str, Figure] = field(default_factory=dict)
    rates: dict[str, Rate] = field(default_factory=dict)
    dimensions: dict[str, Dimension] = field(default_factory=dict)
    typed: Callable[[Connection, Scope, list[str]], dict[str, int]] | None = None
    """Numbers typed for the whole office, for days before the opening."""
    extensions: dict[str, list[Callable[[Scope], Any]]] = field(default_factory=dict, repr=False)
    """What higher areas added to a base of a lower one (``extend``) or brought for it (``bring``),
    by its name."""
    statements: dict[Any, Any] = field(default_factory=dict, repr=False, compare=False)
    """Statements the engine has built, by what was asked but for the values of the scope."""

    def add(self, *things: Base | Figure | Rate | Dimension) -> None:
        """Register; a code is defined once."""
        for thing in things:
            if isinstance(thing, Base):
                place: dict[str, Any] = self.bases
                key = thing.name
            elif isinstance(thing, Dimension):
                place, key = self.dimensions, thing.name
            else:
                place = self.figures if isinstance(thing, Figure) else self.rates
                key = thing.code
            if key in place:
                raise ValueError(f"{key} is defined twice")
            place[key] = thing

    def extend(
        self, name: str, build: Callable[[Scope], Select[Any] | tuple[Select[Any], ...]]
    ) -> None:
        """More records of a base that a lower area has: they are summed beside its own."""
        base = self.bases[name]

        def both(scope: Scope) -> tuple[Select[Any], ...]:
            return *_parts(base.build(scope)), *_parts(build(scope))

        self.bases[name] = replace(base, build=both)
        self.extensions.setdefault(name, []).append(build)

    def bring(self, name: str, build: Callable[[Scope], Select[Any]]) -> None:
        """Records that a lower area asks for by a name, and that only a higher one has."""
        self.extensions.setdefault(name, []).append(build)

    def refine(self, name: str, change: Callable[[Select[Any], Scope], Select[Any]]) -> None:
        """A base of a lower area whose rows a higher one knows more of; ``change`` gets each query
        of the base and returns it with the same columns."""
        base = self.bases[name]

        def refined(scope: Scope) -> tuple[Select[Any], ...]:
            return tuple(change(part, scope) for part in _parts(base.build(scope)))

        self.bases[name] = replace(base, build=refined)

    def group_also(self, base: str, *dimensions: str) -> None:
        """A base of a higher area can be grouped by dimensions that name their bases: it has the
        columns they look at."""
        for name in dimensions:
            known = self.dimensions[name]
            self.dimensions[name] = replace(known, bases=known.bases | {base})

    def codes(self) -> list[str]:
        """All codes in order."""
        return sorted([*self.figures, *self.rates])

    def get(self, code: str) -> Figure | Rate:
        """A figure or rate by code; ``KeyError`` if there is none."""
        return self.figures[code] if code in self.figures else self.rates[code]
