"""A rule that is asked for failures only: what passes is not written out, fifty thousand times."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, cast

from app.base.findings import Finding, Result, Severity
from app.rules.book import Case, Rule

_QUIET = {
    result: Finding(rule="", severity=Severity.INFO, message="", result=result)
    for result in (Result.PASS, Result.NO_DATA, Result.NOT_APPLICABLE)
}


class _QuickCase(Case):
    """Failures in full; every other result as one nameless finding of that result."""

    __slots__ = ()

    def passed(self, **values: Any) -> Finding:  # noqa: ARG002
        return _QUIET[Result.PASS]

    def no_data(self, missing: str, *, field: str = "") -> Finding:  # noqa: ARG002
        return _QUIET[Result.NO_DATA]

    def skip(self, why: str = "") -> Finding:  # noqa: ARG002
        return _QUIET[Result.NOT_APPLICABLE]


class _QuickRule:
    __slots__ = ("_rule", "in_force", "params")

    def __init__(self, rule: Rule) -> None:
        self._rule, self.in_force, self.params = rule, rule.in_force, rule.params

    def about(self, kind: str, object_id: str, title: str, where: str = "") -> Case:
        return _QuickCase(self._rule, kind, object_id, title, where)


def failures_only(rule: Rule) -> Rule:
    """The rule, for judges whose caller keeps only failures: other results come without object
    and sentence."""
    return cast(Rule, _QuickRule(rule))


def judged_by(
    judge: Any, rule: Rule, facts: Iterable[Any], *, every: bool = False
) -> Iterator[Finding]:
    """What a judge says of each fact; only what fails, unless ``every``."""
    asked = rule if every else failures_only(rule)
    for one in facts:
        for finding in judge(asked, one):
            if every or finding.result is Result.FAIL:
                yield finding
