"""What the records say of unions: figures and rules of all areas, for many unions at once.

The figures of unions that have none below come from one statement per base, grouped by union;
those of a federation or township from what is below it. The rules are run once for the whole
office; a finding about a record (an election, a contract …) is said of the union the record
belongs to.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import Connection, Table, select

from app.areas.organisations.records import COVERAGE, EMPLOYER, UNION_SPELL
from app.base.days import Period
from app.base.findings import Finding, Result
from app.base.text import rate
from app.figures.engine import Value, evaluate, table
from app.figures.registry import Dimension, Figure, Registry, Scope
from app.store.meta import METADATA, on_day
from app.store.work import in_parts

from ..rules.conditions import HUNDRED
from ..rules.rubric import Rubric
from ..rules.scoring import Fact, Facts, Ruled

OWN = Dimension("own_union", "按工会", lambda _conn, _scope: {}, key=lambda c: c.union_id)
BEGINNING = date(1900, 1, 1)

Checks = Callable[[AbstractSet[str], date], Iterable[Finding]]
"""Runs some rules, of whatever area, as of a day, with every result (``every=True``)."""


def facts_of(
    conn: Connection,
    rubrics: Mapping[str, Rubric],
    *,
    registry: Registry,
    scope: Scope,
    checks: Checks,
) -> dict[str, Facts]:
    """What the records say of each union, as far as its rubric asks.

    Args:
        rubrics: union (hex id) → the rubric it is scored by.
        registry: the figures of all areas.
        scope: day and period; its unit is not looked at.
        checks: run once, if a rule is asked for.
    """
    groups: dict[int, list[str]] = defaultdict(list)
    for union, rubric in rubrics.items():
        groups[id(rubric)].append(union)
    chosen = {key: (rubrics[unions[0]], unions) for key, unions in groups.items()}
    counts = _Counts(conn, registry, replace(scope, unit=None))
    for rubric, unions in chosen.values():
        counts.want(rubric, unions)
    values, kept = counts.values(), counts.ever()
    rules = rules_of(registry, [rubric for rubric, _unions in chosen.values()])
    ruled = _ruled(conn, checks(rules, scope.day), scope.day) if rules else {}
    found: dict[str, Facts] = {}
    for rubric, unions in chosen.values():
        codes, known = _figures_of(registry, rubric), _known_of(registry, rubric)
        for union in unions:
            mine = kept.get(union, {})
            found[union] = Facts(
                {code: _fact(registry, code, values[union].get(code)) for code in codes},
                {code: bool((value := mine.get(code)) and value.value) for code in known},
                ruled.get(union, {}),
            )
    return found


def rules_of(registry: Registry, rubrics: Iterable[Rubric]) -> set[str]:
    """The rules that rubrics name, figure checks included."""
    codes: set[str] = set().union(*(rubric.codes() for rubric in rubrics))
    return {code for code in codes if code not in registry.figures and code not in registry.rates}


def _figures_of(registry: Registry, rubric: Rubric) -> list[str]:
    return [c for c in sorted(rubric.codes()) if c in registry.figures or c in registry.rates]


def _known_of(registry: Registry, rubric: Rubric) -> list[str]:
    return sorted({c for item in rubric.items for c in item.known if c in registry.figures})


class _Counts:
    """Which figures of which unions are asked for, so that they are counted together.

    Args:
        scope: without a unit.
    """

    def __init__(self, conn: Connection, registry: Registry, scope: Scope) -> None:
        self._conn, self._registry, self._scope = conn, registry, scope
        self._own: dict[str, list[str]] = defaultdict(list)
        self._lower: dict[str, list[str]] = defaultdict(list)
        self._known: set[str] = set()

    def want(self, rubric: Rubric, unions: Iterable[str]) -> None:
        """The figures of a rubric for these unions."""
        codes = _figures_of(self._registry, rubric)
        self._known.update(_known_of(self._registry, rubric))
        for union in unions:
            for code in codes:
                wanted = self._lower if code.startswith(rubric.below) else self._own
                wanted[union].append(code)

    def values(self) -> dict[str, dict[str, Value]]:
        """Union → code → its value. Of a union that has others below it, some hold those, too."""
        above = uppers(self._conn, self._scope.day) & self._lower.keys()
        alone = dict(self._own)
        for union, codes in self._lower.items():
            if union not in above:
                alone[union] = [*alone.get(union, ()), *codes]
        found = self._by_union(self._scope, alone)
        for union in sorted(above):
            scope = replace(self._scope, unit=union)
            values = evaluate(self._conn, self._registry, self._lower[union], scope)
            found[union] = {**found.get(union, {}), **values}
        return found

    def ever(self) -> dict[str, dict[str, Value]]:
        """The figures that tell whether an area holds data of a union: since the records begin."""
        begin = self._scope.opening or BEGINNING
        scope = replace(self._scope, period=Period(begin, self._scope.period.last))
        unions = {*self._own, *self._lower}
        return self._by_union(scope, dict.fromkeys(unions, sorted(self._known)))

    def _by_union(
        self, scope: Scope, wanted: Mapping[str, Sequence[str]]
    ) -> dict[str, dict[str, Value]]:
        codes = sorted(set().union(*wanted.values()))
        if not codes:
            return {union: {} for union in wanted}
        rows = table(self._conn, by_own(self._registry), codes, scope, OWN.name).rows
        early = scope.opening is not None and scope.day < scope.opening
        none = {} if early else {code: _nothing(self._registry, code) for code in codes}
        return {union: rows.get(union, none) for union in wanted}


def uppers(conn: Connection, day: date) -> set[str]:
    """Unions that have others below them on a day."""
    query = select(UNION_SPELL.c.upper_id).where(
        on_day(UNION_SPELL, day), UNION_SPELL.c.upper_id.is_not(None)
    )
    return set(conn.execute(query.distinct()).scalars())


def by_own(registry: Registry) -> Registry:
    """The registry with a grouping by the union a record belongs to. The one handed in, which all
    share and choose groupings from, stays as it is; statements that are built serve both."""
    return replace(registry, dimensions={**registry.dimensions, OWN.name: OWN})


def _nothing(registry: Registry, code: str) -> Value:
    """No record at all of a union: 0 of a flow, unknown else."""
    figure = registry.get(code)
    if isinstance(figure, Figure) and registry.bases[figure.base].flow:
        return Value(code, 0, "counted")
    return Value(code, None, "no_data")


def _fact(registry: Registry, code: str, value: Value | None) -> Fact:
    figure = registry.get(code)
    if value is None or value.value is None:
        return Fact(None, f"{figure.title}没有数据")
    if isinstance(figure, Figure):
        return _counted(figure, int(value.value))
    top, below = int(value.numerator or 0), int(value.denominator or 0)
    names = [registry.get(figure.numerator), registry.get(figure.denominator)]
    words = (
        f"{figure.title}{rate(top, below)}（{names[0].title}{top:,}／{names[1].title}{below:,}）"
    )
    hundredths = (2 * top * HUNDRED * HUNDRED + below) // (2 * below) if below else 0
    return Fact(hundredths, words, top, below, figure.unit, names[0].unit)


def _counted(figure: Figure, count: int) -> Fact:
    """A count in words; of one union, whether it is such a union is told as yes or no."""
    subject = figure.title.removesuffix("数").removesuffix("的工会")
    if subject != figure.title.removesuffix("数") and count in (0, 1):
        said = "是" if count else "否"
        return Fact(count * HUNDRED, f"{subject}：{said}", subject=subject)
    title = figure.title.removeprefix("其中：").removesuffix("数").removesuffix(figure.unit)
    return Fact(count * HUNDRED, f"{title}{count:,}{figure.unit}", unit=figure.unit)


# -- rules -----------------------------------------------------------------------------------------


def _ruled(conn: Connection, findings: Iterable[Finding], day: date) -> dict[str, dict[str, Ruled]]:
    """Union → rule → how it came out: failed if anything of the union fails it."""
    every: dict[tuple[str, str], list[Finding]] = defaultdict(list)
    for union, finding in of_unions(conn, findings, day):
        every[union, finding.rule].append(finding)
    found: dict[str, dict[str, Ruled]] = defaultdict(dict)
    for (union, rule), mine in every.items():
        found[union][rule] = _together(mine)
    return found


_UNION_KINDS = frozenset({"union", "organs"})
"""Kinds of findings that are about a union: their id is the union's."""
_ORDER = (Result.FAIL, Result.NO_DATA, Result.PASS, Result.NOT_APPLICABLE)


def _together(findings: Sequence[Finding]) -> Ruled:
    worst = min((f.result for f in findings), key=_ORDER.index)
    words = [f.message for f in findings if f.result is worst]
    if worst is Result.NOT_APPLICABLE:
        return Ruled(worst, "")
    return Ruled(worst, "；".join(dict.fromkeys(w.rstrip("。") for w in words[:3])))


def of_unions(
    conn: Connection, findings: Iterable[Finding], day: date
) -> Iterator[tuple[str, Finding]]:
    """The findings that are about a union or what is its own, each with that union."""
    asked = [finding for finding in findings if finding.id]
    by_kind: dict[str, set[str]] = defaultdict(set)
    for finding in asked:
        by_kind[finding.kind].add(finding.id)
    owners = {kind: _unions_of(conn, kind, ids, day) for kind, ids in by_kind.items()}
    for finding in asked:
        union = owners[finding.kind].get(finding.id)
        if union:
            yield union, finding


def _unions_of(
    conn: Connection, kind: str, ids: Iterable[str], day: date
) -> Mapping[str, str]:  # fmt: skip
    """Which union each record belongs to; an employer to the one that covers it on the day."""
    if kind in _UNION_KINDS:
        return {one: one for one in ids}
    if kind == EMPLOYER.name:
        held = (COVERAGE.c.kind == "found", on_day(COVERAGE, day))
        return _chosen(conn, COVERAGE, COVERAGE.c.union_id, ids, COVERAGE.c.employer_id, held)
    own = METADATA.tables.get(kind)
    if own is None:
        return {}
    if "union_id" in own.c:
        return _chosen(conn, own, own.c.union_id, ids)
    for key in own.foreign_keys:
        upper = key.column.table
        if "union_id" in upper.c and upper.name != kind:
            between = _chosen(conn, own, key.parent, ids)
            above = _chosen(conn, upper, upper.c.union_id, set(between.values()))
            return {one: above[other] for one, other in between.items() if other in above}
    return {}


def _chosen(
    conn: Connection,
    of: Table,
    column: Any,
    ids: Iterable[str],
    key: Any = None,
    held: Sequence[Any] = (),
) -> dict[str, str]:
    by = of.c.id if key is None else key
    found: dict[str, str] = {}
    for part in in_parts(sorted(i for i in ids if i)):
        query = select(by, column).where(by.in_(part), column.is_not(None), *held)
        found |= {row[0]: row[1] for row in conn.execute(query)}
    return found
