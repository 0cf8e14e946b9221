"""Running the rules of the area over the records of a day."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from functools import cached_property
from typing import Any

from sqlalchemy import Connection

from app.base.days import add_years, chinese
from app.base.findings import Finding, Result, Severity
from app.base.progress import SILENT, Progress
from app.figures.checks import Unit, explained, figure_findings, needed
from app.figures.engine import Table, Value, evaluate, table
from app.figures.registry import Registry, Scope
from app.rules.book import Rule, RuleBook, Which
from app.rules.quick import judged_by
from app.rules.relations import Check

from .. import rules
from ..bases import COUNTED_TYPES, OPEN_STATUS
from ..figures import register
from ..rules import ChangeFacts, RateFacts
from . import facts as make
from .fetch import Register

AREA = "organisations"
RULE_FIGURES = {
    "STA-01": ("R104",),
    "STA-02": ("R201",),
    "STA-05": ("J101", "J107", "J201", "J206"),
}
"""The figures of the whole that a rule looks at."""

_Facts = Callable[[], Iterable[Any]]


def run_checks(
    conn: Connection,
    *,
    day: date,
    year: int,
    book: RuleBook,
    unit: str | None = None,
    rule: Which = None,
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
        rule: only this rule or figure check, also where it is not enabled; or only these.
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
    records = Register(conn, day, unit, registry)
    if records.opening is not None and day < records.opening:
        found = _too_early(records.opening, [*chosen, *checks]) if every else []
        return explained(conn, found, today or day)
    scope = Scope(day, book.period_of("annual", year), records.unit, records.opening)
    numbers = Numbers(conn, registry, scope, chosen, checks)
    found = []
    for step, one in enumerate(chosen):
        progress.step(step, len(chosen), one.title)
        for judges, facts in _tables(records, numbers, every=every):
            judge = judges.get(one.id)
            if judge is not None:
                found += judged_by(judge, one, facts(), every=every)
    figures = _figures(records, numbers, checks)
    found += figures if every else [f for f in figures if f.result is Result.FAIL]
    return explained(conn, found, today or day)


class Numbers:
    """The figures that the run looks at: all of them computed together, when first asked for."""

    def __init__(
        self,
        conn: Connection,
        registry: Registry,
        scope: Scope,
        chosen: list[Rule],
        checks: list[Check],
    ) -> None:
        self.conn, self.registry, self.scope = conn, registry, scope
        codes = needed(registry, checks)
        for rule in chosen:
            codes += RULE_FIGURES.get(rule.id, ())
        self._codes = list(dict.fromkeys(codes))
        self._by = ("place" if scope.unit is None else "union") if checks else None

    @cached_property
    def present(self) -> Table:
        """The figures of the scope, and of the places (or unions) below it for L21."""
        return table(self.conn, self.registry, self._codes, self.scope, self._by)

    @cached_property
    def earlier(self) -> Mapping[str, Value]:
        """The compared figures of the same day last year, or what was typed for that year."""
        scope = self.scope
        period = scope.period.previous_year()
        day = add_years(scope.day, -1)
        if scope.opening is not None and day < scope.opening:
            day = period.last  # typed numbers stand at the end of their year
        before = Scope(min(day, scope.day), period, scope.unit, scope.opening)
        return evaluate(self.conn, self.registry, RULE_FIGURES["STA-05"], before)


def _chosen(book: RuleBook, rule: Which, day: date) -> tuple[list[Rule], list[Check]]:
    """The rules and figure checks to run."""
    checks = book.checks()
    if not isinstance(rule, str):
        named = [check for check in checks if rule is None or check.id in rule]
        return book.chosen(AREA, rule, on=day), named
    same = [check for check in checks if check.id == rule]
    return ([], same) if same else ([book.rule(rule, on=day)], [])


def _too_early(opening: date, chosen: Iterable[Rule | Check]) -> list[Finding]:
    message = f"启用日{chinese(opening)}以前没有记录，无法判断。"
    return [
        Finding(
            rule=one.id,
            severity=Severity.INFO,
            message=message,
            title=one.title,
            result=Result.NO_DATA,
        )
        for one in chosen
    ]


def _tables(
    records: Register, numbers: Numbers, *, every: bool
) -> list[tuple[Mapping[str, Any], _Facts]]:
    """Rule tables, each with the facts it is put to."""
    return [
        (rules.UNION_RULES, lambda: records.once("union", make.union_facts)),
        (rules.EMPLOYER_RULES, lambda: records.once("employer", make.employer_facts)),
        (rules.PLACE_RULES, lambda: make.place_facts(records)),
        ({"STA-01": rules.RATE_RULES["STA-01"]}, lambda: [_founding(records, numbers)]),
        ({"STA-02": rules.RATE_RULES["STA-02"]}, lambda: _joining(records, numbers)),
        (rules.PART_RULES, lambda: make.part_facts(records)),
        (rules.CHANGE_RULES, lambda: _changes(records, numbers)),
        (rules.DOUBLE_RULES, lambda: make.double_facts(records, every=every)),
        (rules.DOUBLED_RULES, lambda: make.doubled_facts(records, every=every)),
        (rules.LIST_RULES, lambda: make.list_facts(records)),
    ]


# -- what is judged of the whole ---------------------------------------------------------------


def _whole(records: Register, code: str) -> tuple[str, str, str]:
    """(kind, id, name) of the object that a number of the whole scope belongs to."""
    if records.unit is not None and records.unit in records.unions:
        return "union", records.unit, records.unions[records.unit].name
    return "figure", code, records.office_name


def _founding(records: Register, numbers: Numbers) -> RateFacts:
    """建会率: of the office as figure R104; of a unit over the employers it answers for."""
    kind, object_id, name = _whole(records, "R104")
    if records.unit is None:
        value = numbers.present.total["R104"]
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


def _joining(records: Register, numbers: Numbers) -> Iterator[RateFacts]:
    """入会率 of the whole office, and of each union."""
    if records.unit is None:
        value = numbers.present.total["R201"]
        kind, object_id, name = _whole(records, "R201")
        yield RateFacts(kind, object_id, name, value.numerator, value.denominator)
    yield from make.rate_facts(records)


def _changes(records: Register, numbers: Numbers) -> Iterator[ChangeFacts]:
    """The main figures beside those of last year."""
    for code in RULE_FIGURES["STA-05"]:
        kind, object_id, name = _whole(records, code)
        previous, current = numbers.earlier[code].value, numbers.present.total[code].value
        yield ChangeFacts(
            kind,
            object_id,
            name,
            numbers.registry.get(code).title,
            None if previous is None else int(previous),
            None if current is None else int(current),
        )


def _figures(records: Register, numbers: Numbers, checks: list[Check]) -> list[Finding]:
    if not checks:
        return []
    units = [
        Unit(union.id, union.name, union.type, {"J107": records.covered(union)})
        for union in records.own_unions
        if union.status == "active" and not union.outside and union.type in COUNTED_TYPES
    ]
    return figure_findings(numbers.registry, checks, numbers.present, units)
