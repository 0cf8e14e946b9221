"""Rules on numbers that are reported and listed, and on units entered twice."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from app.base.findings import Finding
from app.rules.book import Rule


@dataclass(frozen=True, slots=True)
class ListFacts:
    """A union that both lists its units and reports a number (填报数).

    Attributes:
        complete: its list is marked 名册已录全, so that figures take the list.
        pairs: (what, unit, listed, reported), only where both are known.
    """

    id: str
    name: str
    complete: bool
    pairs: tuple[tuple[str, str, int, int], ...]
    where: str = ""
    kind: str = "union"


@dataclass(frozen=True, slots=True)
class DoubledFacts:
    """Employers with one credit code: the first, the names of the others, and the unions that
    count them (a name twice if one union counts two of them)."""

    id: str
    name: str
    code: str | None
    others: tuple[str, ...]
    unions: tuple[str, ...]
    where: str = ""
    kind: str = "employer"


def read_01(rule: Rule, facts: ListFacts) -> list[Finding]:
    """What is listed is what was reported (已录 40 / 报告 61)."""
    case = rule.about(facts.kind, facts.id, facts.name, facts.where)
    if not rule.in_force:
        return [case.skip("当时还没有这项规定")]
    if not facts.pairs:
        return [case.no_data("名册或填报数")]
    differing = [pair for pair in facts.pairs if pair[2] != pair[3]]
    if not differing:
        return [case.passed(differences="")]
    differences = "；".join(
        f"{what}已录{listed}{unit}，报告{reported}{unit}"
        for what, unit, listed, reported in differing
    )
    outcome = "complete" if facts.complete else "open"
    return [case.fail(outcome, field="readings", differences=differences)]


def dup_01(rule: Rule, facts: DoubledFacts) -> list[Finding]:
    """One credit code is one unit; a branch with its parent's code is not looked at."""
    case = rule.about(facts.kind, facts.id, facts.name, facts.where)
    if not rule.in_force:
        return [case.skip("当时还没有这项规定")]
    if not facts.code:
        return [case.no_data("统一社会信用代码", field="credit_code")]
    if not facts.others:
        return [case.passed()]
    values: dict[str, Any] = {"code": facts.code, "others": "、".join(facts.others)}
    if len(facts.unions) > 1:
        unions = "、".join(dict.fromkeys(facts.unions))
        return [case.fail("counted", field="credit_code", unions=unions, **values)]
    return [case.fail("listed", field="credit_code", **values)]


LIST_RULES: dict[str, Callable[[Rule, ListFacts], list[Finding]]] = {"READ-01": read_01}
"""Put to every union that reports a number."""
DOUBLED_RULES: dict[str, Callable[[Rule, DoubledFacts], list[Finding]]] = {"DUP-01": dup_01}
"""Put to every group of employers with one credit code."""
