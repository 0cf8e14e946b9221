"""Running the rules of the area over the records of a day."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from sqlalchemy import Connection

from app.base.days import add_years, chinese
from app.base.findings import Finding, Result, Severity
from app.base.progress import SILENT, Progress
from app.figures.checks import Unit, explained, figure_findings
from app.figures.engine import Value, evaluate
from app.figures.registry import Registry, Scope
from app.rules.book import Rule, RuleBook
from app.rules.relations import Check

from .. import rules
from ..bases import COUNTED_TYPES, OPEN_STATUS
from ..figures import register
from ..rules import ChangeFacts, RateFacts
from . import facts as make
from .fetch import Register

AREA = "organisations"
CHANGES = ("J101", "J107", "J201", "J206")
"""Figures compared with last year (STA-05; checks L17)."""

_Facts = Callable[[], Iterable[Any]]


def run_checks(
    conn: Connection,
    *,
    day: date,
    year: int,
    book: RuleBook,
    unit: str | None = None,
    rule: str | None = None,
    every: bool = False,
    registry: Registry | None = None,
    today: date | None = None,
    progress: Progress = SILENT,
) -> list[Finding]:
    """Every rule of the area against the data of a day, explanations beside the findings.

    Args:
        day: the day stocks are looked at; before the opening day every rule answers no_data.
        year: the year of flows and of the comparison with last year.
        unit: hex id of a union: only it, what is below it and what it covers.
        rule: only this rule or figure check, also where it is not enabled.
        every: also what passed, lacks data or does not apply; else only failures.
        registry: the figures of all areas; None: those of this area.
        today: day that put-off findings are held against; None: ``day``.

    Raises:
        UserError: RULE-UNKNOWN.
    """
    if registry is None:
        registry = Registry()
        register(registry)
    chosen, checks = _chosen(book, rule, day)
    records = Register(conn, day, unit)
    if records.opening is not None and day < records.opening:
        found = _too_early(records.opening, [*chosen, *checks])
    else:
        scope = Scope(day, book.period_of("annual", year), records.unit, records.opening)
        tables = _tables(conn, records, registry, scope, every=every)
        found = []
        for number, one in enumerate(chosen):
            progress.step(number, len(chosen) + 1, one.title)
            for judges, facts in tables:
                judge = judges.get(one.id)
                if judge is not None:
                    found += _judged(judge, one, facts(), every=every)
        figures = _figures(conn, registry, checks, scope, records)
        found += figures if every else [f for f in figures if f.result is Result.FAIL]
    if not every:
        found = [f for f in found if f.result is Result.FAIL]
    return explained(conn, found, today or day)


def _chosen(book: RuleBook, rule: str | None, day: date) -> tuple[list[Rule], list[Check]]:
    """The rules and figure checks to run."""
    checks = book.checks()
    if rule is None:
        return [r for r in book.rules(AREA, on=day) if r.enabled], checks
    same = [check for check in checks if check.id == rule]
    return ([], same) if same else ([book.rule(rule, on=day)], [])


def _too_early(opening: date, chosen: Iterable[Rule | Check]) -> list[Finding]:
    message = f"启用日{chinese(opening)}以前没有记录，无法判断。"
    return [
        Finding(rule=one.id, severity=Severity.INFO, message=message, title=one.title, result=Result.NO_DATA)
        for one in chosen
    ]


def _judged(judge: Any, rule: Rule, facts: Iterable[Any], *, every: bool) -> Iterator[Finding]:
    for one in facts:
        for finding in judge(rule, one):
            if every or finding.result is Result.FAIL:
                yield finding


def _tables(
    conn: Connection, records: Register, registry: Registry, scope: Scope, *, every: bool
) -> list[tuple[Mapping[str, Any], _Facts]]:
    """Rule tables, each with the facts it is put to; facts are made once, when first asked for."""
    return [
        (rules.UNION_RULES, _once(lambda: make.union_facts(records))),
        (rules.EMPLOYER_RULES, _once(lambda: make.employer_facts(records))),
        (rules.PLACE_RULES, _once(lambda: make.place_facts(records))),
        ({"STA-01": rules.RATE_RULES["STA-01"]}, lambda: [_founding(conn, records, registry, scope)]),
        ({"STA-02": rules.RATE_RULES["STA-02"]}, lambda: _joining(conn, records, registry, scope)),
        (rules.PART_RULES, lambda: make.part_facts(records)),
        (rules.CHANGE_RULES, lambda: _changes(conn, records, registry, scope)),
        (rules.DOUBLE_RULES, lambda: make.double_facts(records)),
        (rules.DOUBLED_RULES, lambda: make.doubled_facts(records, every=every)),
        (rules.LIST_RULES, lambda: make.list_facts(records)),
    ]


def _once(facts: _Facts) -> _Facts:
    made: list[Any] = []
    asked = False

    def get() -> list[Any]:
        nonlocal asked
        if not asked:
            made.extend(facts())
            asked = True
        return made

    return get


# -- what is judged of the whole ---------------------------------------------------------------


def _whole(records: Register, scope: Scope, code: str) -> tuple[str, str, str]:
    """(kind, id, name) of the object that a number of the whole scope belongs to."""
    if scope.unit is not None and scope.unit in records.unions:
        return "union", scope.unit, records.unions[scope.unit].name
    return "figure", code, records.office_name


def _founding(
    conn: Connection, records: Register, registry: Registry, scope: Scope
) -> RateFacts:
    """建会率: of the office as figure R104; of a unit over the employers it answers for."""
    kind, object_id, name = _whole(records, scope, "R104")
    if scope.unit is None:
        value = evaluate(conn, registry, ["R104"], scope)["R104"]
        return RateFacts(kind, object_id, name, value.numerator, value.denominator)
    due = [
        employer.id
        for employer in records.own_employers
        if employer.unit_level == "legal_person"
        and employer.status in OPEN_STATUS
        and employer.should_unionise in (None, "required")
    ]
    done = [one for one in due if one in records.found_of]
    return RateFacts(kind, object_id, name, len(done), len(due))


def _joining(
    conn: Connection, records: Register, registry: Registry, scope: Scope
) -> Iterator[RateFacts]:
    """入会率 of the whole office, and of each union."""
    if scope.unit is None:
        value = evaluate(conn, registry, ["R201"], scope)["R201"]
        kind, object_id, name = _whole(records, scope, "R201")
        yield RateFacts(kind, object_id, name, value.numerator, value.denominator)
    yield from make.rate_facts(records)


def _changes(
    conn: Connection, records: Register, registry: Registry, scope: Scope
) -> Iterator[ChangeFacts]:
    """The main figures beside those of the same day last year, or what was typed for that year."""
    period = scope.period.previous_year()
    before = add_years(scope.day, -1)
    if scope.opening is not None and before < scope.opening:
        before = period.last  # typed numbers stand at the end of their year
    present = evaluate(conn, registry, CHANGES, scope)
    earlier = evaluate(conn, registry, CHANGES, Scope(before, period, scope.unit, scope.opening))
    for code in CHANGES:
        kind, object_id, name = _whole(records, scope, code)
        yield ChangeFacts(
            kind, object_id, name, registry.get(code).title, _int(earlier[code]), _int(present[code])
        )


def _int(value: Value) -> int | None:
    return None if value.value is None else int(value.value)


def _figures(
    conn: Connection, registry: Registry, checks: list[Check], scope: Scope, records: Register
) -> list[Finding]:
    if not checks:
        return []
    units = [
        Unit(union.id, union.name, union.type, {"J107": records.covered(union)})
        for union in records.own_unions
        if union.status == "active" and not union.outside and union.type in COUNTED_TYPES
    ]
    by = "place" if scope.unit is None else "union"
    return figure_findings(conn, registry, checks, scope, by=by, units=units)
