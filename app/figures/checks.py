"""Checks between figures (L01 …), and the clerk's explanations laid beside findings."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, select

from app.base.findings import Finding, Result
from app.base.progress import SILENT, Progress
from app.rules.book import Rule, RuleBook, Which
from app.rules.quick import judged_by
from app.rules.relations import Check, Relation, judge
from app.store.notes import setting
from app.store.system import EXPLANATION
from app.store.types import dumps

from .engine import NO_DATA, Table, Value
from .registry import Registry


@dataclass(frozen=True, slots=True)
class Unit:
    """One union with its own figures, for relations that hold for each union alone.

    Attributes:
        type: its type, as ``Relation.types`` names it.
        values: figure code to value; None: not known.
    """

    id: str
    title: str
    type: str
    values: Mapping[str, int | None]


def needed(registry: Registry, checks: Iterable[Check]) -> list[str]:
    """Codes of the figures that the checks of a whole table look at, as far as they exist."""
    found: dict[str, None] = {}
    for check in checks:
        for relation in _known(check, registry).relations:
            if not relation.types:
                found |= dict.fromkeys(relation.left)
                if isinstance(relation.right, tuple):
                    found |= dict.fromkeys(relation.right)
    return list(found)


def figure_findings(
    registry: Registry, checks: Iterable[Check], computed: Table, units: Sequence[Unit] = ()
) -> list[Finding]:
    """All results of figure checks; relations over figures nobody brings are left out.

    Args:
        computed: the figures of ``needed``; its groups are the rows below the whole (L21), unless
            they overlap.
        units: each union alone, for the relations that name union types.
    """
    wanted = [known for check in checks if (known := _known(check, registry)).relations]
    titles = {code: registry.get(code).title for code in registry.codes()}
    values = {code: _whole(value) for code, value in computed.total.items()}
    rows = _rows(computed)
    found = [f for check in wanted for f in judge(check, values, titles, rows=rows)]
    return found + each_findings(wanted, registry, units)


def each_findings(
    checks: Iterable[Check], registry: Registry, units: Iterable[Unit]
) -> list[Finding]:
    """The relations that name union types, put to each union alone."""
    titles = {code: registry.get(code).title for code in registry.codes()}
    typed = [c for c in checks if any(r.types for r in c.relations)]
    return [
        finding
        for unit in units
        if unit.type
        for check in typed
        for finding in judge(
            check, unit.values, titles, union_type=unit.type, unit=(unit.id, unit.title)
        )
    ]


def _known(check: Check, registry: Registry) -> Check:
    """The check without the codes that no area brings."""
    relations: list[Relation] = []
    for relation in check.relations:
        left = tuple(code for code in relation.left if code in registry.figures)
        right = relation.right if isinstance(relation.right, tuple) else ()
        one_by_one = relation.kind in ("each<=", "whole", "rows")
        if not left or any(code not in registry.figures for code in right):
            continue
        if len(left) == len(relation.left) or one_by_one:
            relations.append(dataclasses.replace(relation, left=left))
    return dataclasses.replace(check, relations=tuple(relations))


def _rows(computed: Table) -> list[dict[str, int | None]] | None:
    if computed.overlaps or not computed.rows:
        return None
    # A row without data adds nothing to the whole either.
    return [
        {code: 0 if value.state == NO_DATA else _whole(value) for code, value in row.items()}
        for row in computed.rows.values()
    ]


def _whole(value: Value) -> int | None:
    return None if value.value is None else int(value.value)


Facts = tuple[Mapping[str, Any], Callable[[Rule], Iterable[Any]]]
"""Judges by rule, and what gives the facts that such a rule is put to."""


def run_rules(
    conn: Connection,
    area: str,
    tables: Callable[[], Iterable[Facts]],
    *,
    day: date,
    book: RuleBook,
    rule: Which = None,
    every: bool = False,
    today: date | None = None,
    progress: Progress = SILENT,
) -> list[Finding]:
    """The rules of an area put to their facts, explanations beside the findings; nothing for a day
    before the records begin.

    Args:
        tables: what is judged; asked for once, and only where a rule is to be run.
        day: the day on which the rules are in force.
        rule: only this rule, also where it is not enabled; or only these.
        every: also what passed, lacks data or does not apply; else only failures.
        today: day that put-off findings are held against; None: ``day``.
    """
    opening = setting(conn, "opening")
    if opening and day < date.fromisoformat(opening):
        return []
    chosen = book.chosen(area, rule, on=day)
    facts = list(tables()) if chosen else []
    found: list[Finding] = []
    for step, one in enumerate(chosen):
        progress.step(step, len(chosen), one.title)
        for judges, asked in facts:
            judged = judges.get(one.id)
            if judged is not None:
                found += judged_by(judged, one, asked(one), every=every)
    return explained(conn, found, today or day)


def explained(conn: Connection, findings: Iterable[Finding], today: date) -> list[Finding]:
    """The findings with the clerk's explanations and put-off days beside them.

    An explanation belongs to rule and object and lapses when the values it was written for are
    others now. A day it was put off to is given until that day; then it is an open finding again.
    """
    written = {
        (row.rule, row.object): row
        for row in conn.execute(
            select(
                EXPLANATION.c.rule,
                EXPLANATION.c.object,
                EXPLANATION.c["values"],
                EXPLANATION.c.text,
                EXPLANATION.c.put_off,
            )
        )
    }
    if not written:
        return list(findings)
    return [_with(finding, written.get((finding.rule, finding.id)), today) for finding in findings]


def _with(finding: Finding, row: tuple[object, ...] | None, today: date) -> Finding:
    if row is None or finding.result is not Result.FAIL:
        return finding
    _, _, values, text, put_off = row
    if dumps(values) != dumps(finding.values):
        return finding
    later = isinstance(put_off, date) and today < put_off
    return dataclasses.replace(
        finding,
        explanation=str(text or ""),
        put_off=put_off.isoformat() if later and isinstance(put_off, date) else "",
    )
