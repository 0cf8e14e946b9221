"""Computing figures: one statement per base, groups by a dimension, the records behind a number."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import (
    Connection,
    Integer,
    Select,
    bindparam,
    case,
    cast,
    func,
    literal,
    select,
    union_all,
)

from app.store.types import Day, Id

from .registry import NO, YES, Columns, Dimension, Figure, Rate, Registry, Scope

COUNTED, REPORTED, MIXED, NO_DATA = "counted", "reported", "mixed", "no_data"

_KEPT = 200
"""How many statements are kept built; putting one together takes about 10 ms."""

_PARAMETERS: dict[str, Any] = {
    name: bindparam(f"scope_{name}", type_=kind)
    for name, kind in (("day", Day), ("first", Day), ("last", Day), ("unit", Id), ("opening", Day))
}

_KEY = "group_key"
"""Name of the parameter that holds a group's key."""

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
        grouped = dimension if dimension is not None and dimension.fits(base) else None
        apart = grouped is None or grouped.overlaps or registry.bases[base].crossing
        if apart:
            whole |= _sums(conn, registry, base, figures, scope, None)[None]
        if grouped is not None:
            for key, cells in _sums(conn, registry, base, figures, scope, grouped).items():
                groups[key].update(cells)
                if not apart:  # every record is in one group: they make up the whole
                    for code, cell in cells.items():
                        whole[code] = _added(whole.get(code), cell)
        if _kept(conn, registry, base):
            for figure in figures:
                whole[figure.code] = _added(whole.get(figure.code), (0, None))
    result.total = _with_rates(registry, wanted, _values(registry, plain, whole))
    sums = {key: _values(registry, list(cells), cells, key) for key, cells in groups.items()}
    if dimension is not None:
        result.overlaps = dimension.overlaps
        labels = dict(dimension.labels(conn, scope))
        order = [k for k in labels if k in sums] + [k for k in sums if k not in labels]
        for key in order:
            for code in plain:
                fits = dimension.fits(registry.figures[code].base)
                none = Value(code, 0, COUNTED, key) if fits else Value(code, None, NO_DATA, key)
                sums[key].setdefault(code, none)
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
    asked = ("records", code, by, key is None, scope.unit is None, scope.opening is None)
    query = _statement(registry, asked, lambda: _records_query(registry, code, scope, by, key))
    values = {**_values_of(scope), **({} if by is None or key is None else {_KEY: key})}
    return [
        Record(
            row.kind,
            row.id,
            row.title,
            row.value,
            REPORTED if row.reported else COUNTED,
            row.key,
        )
        for row in conn.execute(query, values)
    ]


def _records_query(
    registry: Registry, code: str, scope: Scope, by: str | None, key: Any
) -> Select[Any]:
    """The records behind a figure; those of a group where its key is ``_KEY``, or none."""
    figure = registry.figures[code]
    stated = _stated(scope)
    queries = _queries(registry, figure.base, stated)
    built = queries[0] if len(queries) == 1 else _united(queries)
    sub = built.cte(f"base_{figure.base}")
    mapping = _mapping(registry, stated, by)
    source, group, columns = _joined(registry, figure.base, sub, mapping, by)
    measure = figure.measure(columns)
    query = (
        select(
            columns.kind,
            columns.id,
            columns.title,
            cast(measure, Integer).label("value"),
            _reported(figure, columns).label("reported"),
            (group if group is not None else literal(None)).label("key"),
        )
        .where(measure != 0)
        .select_from(source)
        .order_by(columns.title, columns.id)
    )
    if by is None or group is None:
        return query
    wanted = group.is_(None) if key is None else group == bindparam(_KEY, type_=group.type)
    return query.where(wanted)


def _statement(registry: Registry, asked: Any, build: Callable[[], Any]) -> Any:
    """A statement that is kept once it was built."""
    query = registry.statements.get(asked)
    if query is None:
        if len(registry.statements) >= _KEPT:
            registry.statements.clear()
        query = registry.statements[asked] = build()
    return query


def _united(queries: Sequence[Select[Any]]) -> Select[Any]:
    """The rows of several queries, their columns put together by name."""
    names = queries[0].selected_columns.keys()
    parts = [query.subquery() for query in queries]
    united = union_all(*(select(*(part.c[name] for name in names)) for part in parts))
    return select(united.subquery())


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


@dataclass(frozen=True, slots=True)
class _Days:
    """What a statement may ask of a period."""

    first: Any
    last: Any


def _stated(scope: Scope) -> Scope:
    """A scope as a statement has it: parameters in place of values. What is None stays None."""
    period: Any = scope.period and _Days(_PARAMETERS["first"], _PARAMETERS["last"])
    return Scope(
        _PARAMETERS["day"],
        period,
        scope.unit and _PARAMETERS["unit"],
        scope.opening and _PARAMETERS["opening"],
    )


def _values_of(scope: Scope) -> dict[str, Any]:
    """The values of the parameters."""
    values = {
        "day": scope.day,
        "first": scope.period.first,
        "last": scope.period.last,
        "unit": scope.unit,
        "opening": scope.opening,
    }
    return {_PARAMETERS[name].key: value for name, value in values.items()}


def _kept(conn: Connection, registry: Registry, base: str) -> bool:
    """Whether a base says that its records are kept, so that none means 0."""
    asked = registry.bases[base].kept
    return asked is not None and conn.execute(asked()).first() is not None


def _reported(figure: Figure, columns: Columns) -> Any:
    return figure.reported(columns) if figure.reported else columns.reported


def _queries(registry: Registry, base: str, scope: Scope) -> tuple[Select[Any], ...]:
    built = registry.bases[base].build(scope)
    return built if isinstance(built, tuple) else (built,)


class _Crossing:
    """The columns of moves, grouped: what is ``inside`` is told by the group."""

    def __init__(self, columns: Columns, inside: Any) -> None:
        self._columns, self.inside = columns, inside

    def __getattr__(self, name: str) -> Any:
        return self._columns[name]

    def __getitem__(self, name: str) -> Any:
        return self.inside if name == "inside" else self._columns[name]


def _joined(
    registry: Registry, base: str, sub: Any, mapping: Any | None, by: str | None
) -> tuple[Any, Any | None, Columns]:
    """What to select from, the grouping key, and the columns a figure sees."""
    if by is None:
        return sub, None, sub.c
    dimension = registry.dimensions[by]
    if mapping is None:
        assert dimension.key is not None
        return sub, dimension.key(sub.c), sub.c
    source = sub.outerjoin(mapping, mapping.c.member == sub.c[dimension.on])
    if not registry.bases[base].crossing:
        return source, mapping.c.key, sub.c
    other = mapping.alias()
    here = (other.c.member == sub.c[f"other_{dimension.on}"]) & (other.c.key == mapping.c.key)
    inside = case((other.c.key.is_not(None), YES), else_=NO)
    return source.outerjoin(other, here), mapping.c.key, _Crossing(sub.c, inside)


def _mapping(registry: Registry, scope: Scope, by: str | None) -> Any | None:
    """The members of each group, where the key is no column of the base."""
    join = registry.dimensions[by].join if by else None
    return None if join is None else join(scope).cte(f"by_{by}")


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
    mixed = registry.bases[base].reported
    codes = tuple(figure.code for figure in figures)
    asked = (base, codes, by, scope.unit is None, scope.opening is None)
    query = _statement(
        registry, asked, lambda: _sums_query(registry, base, figures, _stated(scope), by)
    )
    found: dict[Any, _Sums] = {}
    for row in conn.execute(query, _values_of(scope)):
        values = iter(row)
        key = None if dimension is None else next(values)
        cells = found.setdefault(key, {})
        for figure in figures:
            cell = next(values), next(values) if mixed else None
            cells[figure.code] = _added(cells.get(figure.code), cell)
    return found


def _sums_query(
    registry: Registry, base: str, figures: list[Figure], scope: Scope, by: str | None
) -> Any:
    """One statement; one row per query of the base and group."""
    mapping, parts = _mapping(registry, scope, by), []
    for number, built in enumerate(_queries(registry, base, scope)):
        sub = built.cte(f"base_{base}_{number}")
        source, group, columns = _joined(registry, base, sub, mapping, by)
        cells: list[Any] = [] if group is None else [group]
        for figure in figures:
            measure = figure.measure(columns)
            cells.append(func.sum(measure))
            if registry.bases[base].reported:
                cells.append(func.sum(case((_reported(figure, columns) == YES, measure))))
        query = select(*(cell.label(f"c{k}") for k, cell in enumerate(cells))).select_from(source)
        parts.append(query if group is None else query.group_by(group))
    return parts[0] if len(parts) == 1 else union_all(*parts)


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
        base = registry.bases[figure.base]
        if value is None and base.kept is None and (base.flow or _zero_is_known(figure)):
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
