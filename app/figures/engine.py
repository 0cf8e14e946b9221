"""Computing figures: one statement per base, groups by a dimension, the records behind a number."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Integer, case, cast, func, literal, select

from .registry import Columns, Dimension, Figure, Rate, Registry, Scope

COUNTED, REPORTED, MIXED, NO_DATA = "counted", "reported", "mixed", "no_data"

_Cell = tuple[int | None, int | None]
_Sums = dict[str, _Cell]


@dataclass(frozen=True, slots=True)
class Value:
    """One figure for the whole scope or for one group.

    Attributes:
        value: whole number; percent for a rate; None where there are no data.
        state: ``counted``, ``reported``, ``mixed`` or ``no_data``.
        key: the group's key (None: the whole, or the group without a key).
        numerator, denominator: of a rate.
    """

    code: str
    value: int | float | None
    state: str
    key: Any = None
    numerator: int | None = None
    denominator: int | None = None


@dataclass(frozen=True, slots=True)
class Record:
    """One record behind a figure; the values add up to it."""

    kind: str
    id: str
    title: str
    value: int
    source: str
    key: Any = None


@dataclass(slots=True)
class Table:
    """Figures by group: ``rows[key][code]``; ``labels`` in the order of printing."""

    total: dict[str, Value]
    rows: dict[Any, dict[str, Value]] = field(default_factory=dict)
    labels: dict[Any, str] = field(default_factory=dict)
    overlaps: bool = False


def percent(numerator: int, denominator: int) -> float | None:
    """Percent with two decimals, rounded half up in integers; None for an empty denominator."""
    if denominator == 0:
        return None
    return ((numerator * 20_000 + denominator) // (2 * denominator)) / 100


def evaluate(
    conn: Connection, registry: Registry, codes: Iterable[str], scope: Scope
) -> dict[str, Value]:
    """The figures for the whole scope."""
    return table(conn, registry, codes, scope).total


def table(
    conn: Connection,
    registry: Registry,
    codes: Iterable[str],
    scope: Scope,
    by: str | None = None,
) -> Table:
    """The figures for the whole scope and, if asked, for each group of a dimension."""
    wanted = list(dict.fromkeys(codes))
    plain = _needed(registry, wanted)
    if scope.opening is not None and scope.day < scope.opening:
        return Table(_typed(conn, registry, wanted, plain, scope))
    result = Table({})
    groups: dict[Any, _Sums] = defaultdict(dict)
    whole: _Sums = {}
    dimension = registry.dimensions[by] if by else None
    for base, figures in _by_base(registry, plain).items():
        if dimension is None or dimension.overlaps:
            whole |= _sums(conn, registry, base, figures, scope, None)[None]
        if dimension is not None:
            for key, cells in _sums(conn, registry, base, figures, scope, dimension).items():
                groups[key].update(cells)
                if not dimension.overlaps:  # every record is in one group: they make up the whole
                    for code, cell in cells.items():
                        whole[code] = _added(whole.get(code), cell)
    result.total = _with_rates(registry, wanted, _values(registry, plain, whole))
    sums = {key: _values(registry, list(cells), cells, key) for key, cells in groups.items()}
    if dimension is not None:
        result.overlaps = dimension.overlaps
        labels = dict(dimension.labels(conn, scope))
        order = [k for k in labels if k in sums] + [k for k in sums if k not in labels]
        for key in order:
            for code in plain:
                sums[key].setdefault(code, Value(code, 0, COUNTED, key))
            result.rows[key] = _with_rates(registry, wanted, sums[key], key)
            result.labels[key] = labels.get(key, "未分类" if key is None else str(key))
    return result


def records(
    conn: Connection,
    registry: Registry,
    code: str,
    scope: Scope,
    by: str | None = None,
    key: Any = None,
) -> list[Record]:
    """The records behind one figure (of one group, if ``by`` is given)."""
    if scope.opening is not None and scope.day < scope.opening:
        return []
    figure = registry.figures[code]
    sub, columns, join, group = _parts(registry, figure.base, scope, by)
    measure = figure.measure(columns)
    query = select(
        columns.kind,
        columns.id,
        columns.title,
        cast(measure, Integer).label("value"),
        _reported(figure, columns).label("reported"),
        (group if group is not None else literal(None)).label("key"),
    ).where(measure != 0)
    query = query.select_from(join if join is not None else sub)
    if by is not None and group is not None:
        query = query.where(group == key if key is not None else group.is_(None))
    return [
        Record(
            row.kind,
            row.id,
            row.title,
            row.value,
            REPORTED if row.reported else COUNTED,
            row.key,
        )
        for row in conn.execute(query.order_by(columns.title, columns.id))
    ]


def _needed(registry: Registry, codes: list[str]) -> list[str]:
    plain: list[str] = []
    for code in codes:
        thing = registry.get(code)
        plain += [thing.numerator, thing.denominator] if isinstance(thing, Rate) else [code]
    return list(dict.fromkeys(plain))


def _by_base(registry: Registry, codes: list[str]) -> dict[str, list[Figure]]:
    found: dict[str, list[Figure]] = defaultdict(list)
    for code in codes:
        figure = registry.figures[code]
        found[figure.base].append(figure)
    return found


def _reported(figure: Figure, columns: Columns) -> Any:
    return figure.reported(columns) if figure.reported else columns.reported


def _parts(registry: Registry, base: str, scope: Scope, by: str | None) -> Any:
    """The base as a subquery, its columns, the join with a dimension, the grouping key."""
    sub = registry.bases[base].build(scope).cte(f"base_{base}")
    columns: Any = sub.c
    if by is None:
        return sub, columns, None, None
    dimension = registry.dimensions[by]
    if dimension.join is not None:
        mapping = dimension.join(scope).cte(f"by_{by}")
        join = sub.outerjoin(mapping, mapping.c.member == columns[dimension.on])
        return sub, columns, join, mapping.c.key
    assert dimension.key is not None
    return sub, columns, None, dimension.key(columns)


def _sums(
    conn: Connection,
    registry: Registry,
    base: str,
    figures: list[Figure],
    scope: Scope,
    dimension: Dimension | None,
) -> dict[Any, _Sums]:
    """Group key → code → (sum, how much of it was reported); the key is None for the whole."""
    by = dimension.name if dimension else None
    sub, columns, join, group = _parts(registry, base, scope, by)
    mixed = registry.bases[base].reported
    cells: list[Any] = [] if group is None else [group]
    for figure in figures:
        measure = figure.measure(columns)
        cells.append(func.sum(measure))
        if mixed:
            cells.append(func.sum(case((_reported(figure, columns) == 1, measure))))
    query = select(*(cell.label(f"c{k}") for k, cell in enumerate(cells)))
    query = query.select_from(join if join is not None else sub)
    if group is not None:
        query = query.group_by(group)
    found: dict[Any, _Sums] = {}
    for row in conn.execute(query):
        values = iter(row)
        key = None if group is None else next(values)
        found[key] = {f.code: (next(values), next(values) if mixed else None) for f in figures}
    return found


def _added(one: _Cell | None, two: _Cell) -> _Cell:
    """Two cells put together; None stays None only where both are."""
    if one is None:
        return two
    value, reported = (
        b if a is None else a if b is None else a + b for a, b in zip(one, two, strict=True)
    )
    return value, reported


def _values(registry: Registry, codes: list[str], sums: _Sums, key: Any = None) -> dict[str, Value]:
    found = {}
    for code in codes:
        figure = registry.figures[code]
        value, reported = sums.get(code, (None, None))
        if value is None and (registry.bases[figure.base].flow or _zero_is_known(figure)):
            value = 0
        found[code] = Value(code, value, _state(value, reported), key)
    return found


def _zero_is_known(figure: Figure) -> bool:
    """Counting records: no row means none; summing numbers: no row means not known."""
    return figure.unit != "人" and figure.unit != "元"


def _state(value: int | None, reported: int | None) -> str:
    if value is None:
        return NO_DATA
    if not reported:
        return COUNTED
    return REPORTED if reported == value else MIXED


def _with_rates(
    registry: Registry, wanted: list[str], values: dict[str, Value], key: Any = None
) -> dict[str, Value]:
    result: dict[str, Value] = {}
    for code in wanted:
        thing = registry.get(code)
        if isinstance(thing, Figure):
            result[code] = values[code]
            continue
        top, bottom = values[thing.numerator], values[thing.denominator]
        if top.value is None or bottom.value is None:
            result[code] = Value(code, None, NO_DATA, key)
            continue
        states = {v.state for v in (top, bottom) if v.value}
        rate = percent(int(top.value), int(bottom.value))
        state = NO_DATA if rate is None else states.pop() if len(states) == 1 else MIXED
        result[code] = Value(code, rate, state, key, int(top.value), int(bottom.value))
    return result


def _typed(
    conn: Connection, registry: Registry, wanted: list[str], plain: list[str], scope: Scope
) -> dict[str, Value]:
    """Before the opening day there are no records: what was typed for past years, or no data."""
    typed = registry.typed(conn, scope, plain) if registry.typed else {}
    values = {
        code: Value(code, typed[code], REPORTED) if code in typed else Value(code, None, NO_DATA)
        for code in plain
    }
    return _with_rates(registry, wanted, values)
