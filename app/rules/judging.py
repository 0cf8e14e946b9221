"""How an area writes a rule: a pure function of case, parameters and facts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol, TypeVar

from app.base.findings import Finding
from app.rules.book import Case, Rule


class Judged(Protocol):
    """An object that a rule is put to; ``where`` is the place named beside its name."""

    @property
    def kind(self) -> str: ...
    @property
    def id(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def where(self) -> str: ...


Facts = TypeVar("Facts", bound=Judged)
Judge = Callable[[Rule, Facts], list[Finding]]


def judged(
    function: Callable[[Case, dict[str, Any], Facts], list[Finding]],
) -> Judge[Facts]:
    """A rule function from its body: case, params, facts; skipped where no rule is in force."""

    def judge(rule: Rule, facts: Facts) -> list[Finding]:
        case = rule.about(facts.kind, facts.id, facts.name, facts.where)
        if not rule.in_force:
            return [case.skip("当时还没有这项规定")]
        return function(case, dict(rule.params), facts)

    judge.__name__, judge.__doc__ = function.__name__, function.__doc__
    return judge
