"""The records behind a line: of each figure those that add up to it, of each rule its findings."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import Connection

from app.base.findings import Finding, Result
from app.figures.engine import records
from app.figures.registry import Rate, Registry, Scope
from app.rules.office import rule_book

from ..rules.rubric import Item, Rubric
from .facts import OWN, Checks, by_own, of_unions

RESULTS = {
    Result.PASS: "符合",
    Result.FAIL: "不符合",
    Result.NO_DATA: "缺数据",
    Result.NOT_APPLICABLE: "不适用",
}
SOURCES = {"counted": "记录", "reported": "填报数"}


@dataclass(frozen=True, slots=True)
class Behind:
    """One record that a line rests on.

    Attributes:
        code: of the figure or rule; ``title``: what it is called.
        name: of the record; ``record``: that, or what the rule says of it where it is not kept.
        part: 分子, 分母, or how the rule came out.
        value: what the record adds to the figure; None for a rule.
        kind, id: of the record; empty: it stands for no one record.
    """

    code: str
    title: str
    name: str
    record: str
    part: str
    value: int | None
    source: str
    kind: str
    id: str


def behind(
    conn: Connection,
    rubric: Rubric,
    item: Item,
    union: str,
    *,
    registry: Registry,
    scope: Scope,
    checks: Checks,
) -> list[Behind]:
    """What a line of a union rests on.

    Args:
        scope: day (考核基准日) and period of the year.
        checks: runs rules.
    """
    found: list[Behind] = []
    codes = sorted(item.asked())
    for code in codes:
        if code in registry.figures or code in registry.rates:
            below = code.startswith(rubric.below)
            found += _figure(conn, registry, code, union, scope, below=below)
    rules = {code for code in codes if code not in registry.figures and code not in registry.rates}
    return found + _rules(conn, checks(rules, scope.day), union, scope.day) if rules else found


def _figure(
    conn: Connection, registry: Registry, code: str, union: str, scope: Scope, *, below: bool
) -> list[Behind]:
    thing = registry.get(code)
    parts = [("", code)]
    if isinstance(thing, Rate):
        parts = [("分子", thing.numerator), ("分母", thing.denominator)]
    found = []
    for part, one in parts:
        if below:
            rows = records(conn, registry, one, replace(scope, unit=union))
        else:
            whole = replace(scope, unit=None)
            rows = records(conn, by_own(registry), one, whole, OWN.name, union)
        found += [
            Behind(code, thing.title, row.title, row.title, part, row.value,
                   SOURCES.get(row.source, ""), row.kind, row.id)
            for row in rows
        ]  # fmt: skip
    return found


def _rules(
    conn: Connection, findings: Iterable[Finding], union: str, day: date
) -> list[Behind]:  # fmt: skip
    book = rule_book(conn)
    return [
        Behind(f.rule, book.rule(f.rule, on=day).title, f.title,
               f.title if f.result is Result.PASS else f.message,
               RESULTS[f.result], None, "规则", f.kind, f.id)
        for owner, f in of_unions(conn, findings, day)
        if owner == union and f.result is not Result.NOT_APPLICABLE
    ]  # fmt: skip
