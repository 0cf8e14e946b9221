"""What the records say of unions: figures and rules of all areas, for many unions at once.

The figures of unions that have none below come from one statement per base, grouped by union;
those of a federation or township from what is below it. The rules are run once for the whole
office; a finding about a record (an election, a contract …) is said of the union the record
belongs to.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import Connection, Table, select

from app.areas.organisations.records import UNION_SPELL
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

Checks = Callable[[], Iterable[Finding]]
"""Runs the checks of all areas with every result (``every=True``)."""


def facts_of(
    conn: Connection,
    rubric: Rubric,
    unions: Sequence[str],
    *,
    registry: Registry,
    scope: Scope,
    checks: Checks,
) -> dict[str, Facts]:
    """What the records say of each union, as far as the rubric asks.

    Args:
        unions: hex ids.
        registry: the figures of all areas.
        scope: day and period; its unit is not looked at.
        checks: run once, if a rule is asked for.
    """
    whole = replace(scope, unit=None)
    codes = [c for c in sorted(rubric.codes()) if c in registry.figures or c in registry.rates]
    rules = {c for c in rubric.codes() if "-" in c or c not in codes}
    known = sorted({c for item in rubric.items for c in item.known if c in registry.figures})
    with_lower = [code for code in codes if code.startswith(rubric.below)]
    own = [code for code in codes if code not in with_lower]
    values = _values(conn, registry, with_lower, unions, whole, lower=True)
    for union, more in _values(conn, registry, own, unions, whole).items():
        values[union] |= more
    ever = replace(whole, period=Period(scope.opening or BEGINNING, scope.period.last))
    kept = _values(conn, registry, known, unions, ever)
    ruled = _ruled(conn, checks(), rules) if rules else {}
    return {
        union: Facts(
            {code: _fact(registry, code, values[union].get(code)) for code in codes},
            {code: bool((v := kept[union].get(code)) and v.value) for code in known},
            ruled.get(union, {}),
        )
        for union in unions
    }


def uppers(conn: Connection, day: date) -> set[str]:
    """Unions that have others below them on a day."""
    query = select(UNION_SPELL.c.upper_id).where(
        on_day(UNION_SPELL, day), UNION_SPELL.c.upper_id.is_not(None)
    )
    return set(conn.execute(query.distinct()).scalars())


def _values(
    conn: Connection,
    registry: Registry,
    codes: Sequence[str],
    unions: Sequence[str],
    scope: Scope,
    *,
    lower: bool = False,
) -> dict[str, dict[str, Value]]:
    """The figures of each union; with ``lower`` those of a union that has others below it hold
    what is below, too."""
    if not codes:
        return {union: {} for union in unions}
    above = uppers(conn, scope.day) if lower else set()
    found: dict[str, dict[str, Value]] = {}
    alone = [union for union in unions if union not in above]
    if alone:
        rows = table(conn, by_own(registry), codes, scope, OWN.name).rows
        none = {code: _nothing(registry, code) for code in codes}
        found |= {union: dict(rows.get(union, none)) for union in alone}
    for union in unions:
        if union in above:
            found[union] = evaluate(conn, registry, codes, replace(scope, unit=union))
    return found


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
        return Fact(int(value.value) * HUNDRED, f"{figure.title}{int(value.value):,}{figure.unit}")
    top, below = int(value.numerator or 0), int(value.denominator or 0)
    names = [registry.get(figure.numerator), registry.get(figure.denominator)]
    words = (
        f"{figure.title}{rate(top, below)}（{names[0].title}{top:,}／{names[1].title}{below:,}）"
    )
    hundredths = (2 * top * HUNDRED * HUNDRED + below) // (2 * below) if below else 0
    return Fact(hundredths, words, top, below)


# -- rules -----------------------------------------------------------------------------------------


def _ruled(
    conn: Connection, findings: Iterable[Finding], rules: set[str]
) -> dict[str, dict[str, Ruled]]:
    """Union → rule → how it came out: failed if anything of the union fails it."""
    asked = [f for f in findings if f.rule in rules and f.id]
    owners = owners_of(conn, asked)
    every: dict[tuple[str, str], list[Finding]] = defaultdict(list)
    for finding in asked:
        union = finding.id if finding.kind == "union" else owners.get((finding.kind, finding.id))
        if union:
            every[union, finding.rule].append(finding)
    found: dict[str, dict[str, Ruled]] = defaultdict(dict)
    for (union, rule), mine in every.items():
        found[union][rule] = _together(mine)
    return found


_ORDER = (Result.FAIL, Result.NO_DATA, Result.PASS, Result.NOT_APPLICABLE)


def _together(findings: Sequence[Finding]) -> Ruled:
    worst = min((f.result for f in findings), key=_ORDER.index)
    words = [f.message for f in findings if f.result is worst]
    if worst is Result.NOT_APPLICABLE:
        return Ruled(worst, "")
    return Ruled(worst, "；".join(dict.fromkeys(w.rstrip("。") for w in words[:3])))


def owners_of(conn: Connection, findings: Iterable[Finding]) -> dict[tuple[str, str], str]:
    """Which union the record of a finding belongs to: kind and id → union."""
    by_kind: dict[str, set[str]] = defaultdict(set)
    for finding in findings:
        if finding.kind != "union":
            by_kind[finding.kind].add(finding.id)
    found: dict[tuple[str, str], str] = {}
    for kind, ids in by_kind.items():
        found |= {(kind, one): union for one, union in _unions_of(conn, kind, ids).items()}
    return found


def _unions_of(conn: Connection, kind: str, ids: Iterable[str]) -> Mapping[str, str]:
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


def _chosen(conn: Connection, of: Table, column: Any, ids: Iterable[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for part in in_parts(sorted(i for i in ids if i)):
        query = select(of.c.id, column).where(of.c.id.in_(part), column.is_not(None))
        found |= {row[0]: row[1] for row in conn.execute(query)}
    return found
