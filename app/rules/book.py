"""What the rules say for one office: packs laid over each other, as of the day of the event."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.base.days import Period, chinese
from app.base.errors import BugError, KnownError, UserError
from app.base.findings import Finding, Result, Severity
from app.rules.packs import Basis, Confidence, Dated, Layer, Outcome, Pack, YearPeriod
from app.rules.relations import Check

UNCHECKED = "依据未核对"
"""The mark beside a basis that nobody has compared with the printed document."""

_HOLE = re.compile(r"\{(\w+)\}")

Which = str | AbstractSet[str] | None
"""Rules to run: all that are enabled, of these the ones named, or one by its id."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule as it holds for the office on a day.

    Attributes:
        id: e.g. ``LAW-01``.
        area: the area that runs it.
        text: what the rule demands, in our own plain Chinese.
        next: what to do when it fails.
        enabled: whether ``check`` runs it without being asked.
        in_force: whether any pack has it in force on the day; else it does not apply.
        params: thresholds and lists as they hold on the day.
        outcomes: the ways it can fail.
        basis: the winning basis; None where none is in force.
        confirmed: the basis was read, needs no document, or a person or a pack confirmed it.
        pack: id of the pack whose word was last.
    """

    id: str
    title: str
    area: str
    text: str
    next: str
    enabled: bool
    in_force: bool
    params: Mapping[str, Any]
    outcomes: Mapping[str, Outcome]
    basis: Basis | None
    confirmed: bool
    pack: str

    @property
    def basis_text(self) -> str:
        """Document, number and article, with 「依据未核对」 until it is confirmed."""
        text = self.basis.text if self.basis else ""
        document = self.basis is not None and self.basis.confidence is not Confidence.DESIGN
        return f"{text}「{UNCHECKED}」" if document and not self.confirmed else text

    def severity(self, failed: Severity) -> Severity:
        """The severity of a failure: ``explain`` at most while the basis is not confirmed."""
        if failed is Severity.MUST and not self.confirmed:
            return Severity.EXPLAIN
        return failed

    def about(self, kind: str, object_id: str, title: str, where: str = "") -> Case:
        """The rule put to one object; ``where`` is the place named beside the title."""
        return Case(self, kind, object_id, title, where)


@dataclass(frozen=True, slots=True)
class Case:
    """One rule put to one object; each method gives one finding."""

    rule: Rule
    kind: str
    id: str
    title: str
    where: str = ""

    def fail(
        self,
        outcome: str,
        *,
        field: str = "",
        shown: Mapping[str, Any] | None = None,
        **values: Any,
    ) -> Finding:
        """A failure: severity and sentence of that outcome, the sentence filled with values.

        Args:
            outcome: key of ``rule.outcomes``.
            field: the record's field to jump to.
            shown: numbers for the sentence that the judgement does not rest on, such as days left;
                an explanation must not lapse because they change.
            values: what the judgement rests on, also for the sentence.
        """
        text = self.rule.outcomes[outcome]
        if text.severity is None or text.say is None:
            raise BugError(f"outcome {self.rule.id}.{outcome} is not complete")
        name = f"{self.title}（{self.where}）" if self.where else self.title
        fill = {key: _shown(value) for key, value in (values | dict(shown or {})).items()}
        fill["name"] = name
        message = _HOLE.sub(lambda hole: fill.get(hole[1], hole[0]), text.say)
        severity = self.rule.severity(text.severity)
        return self._finding(severity, message, Result.FAIL, field, values)

    def passed(self, **values: Any) -> Finding:
        """The rule is kept."""
        message = f"{self.rule.title}：符合。"
        return self._finding(Severity.INFO, message, Result.PASS, "", values)

    def no_data(self, missing: str, *, field: str = "") -> Finding:
        """What the judgement needs is not filled in; ``missing`` names it in Chinese."""
        message = f"没有填{missing}，无法判断。"
        return self._finding(Severity.INFO, message, Result.NO_DATA, field, {})

    def skip(self, why: str = "") -> Finding:
        """The rule does not apply; ``why`` in Chinese."""
        message = f"不适用：{why}。" if why else "不适用。"
        return self._finding(Severity.INFO, message, Result.NOT_APPLICABLE, "", {})

    def _finding(
        self, severity: Severity, message: str, result: Result, field: str, values: dict[str, Any]
    ) -> Finding:
        return Finding(
            rule=self.rule.id,
            severity=severity,
            message=message,
            kind=self.kind,
            id=self.id,
            title=self.title,
            result=result,
            field=field,
            basis=self.rule.basis_text,
            values={
                key: value.isoformat() if isinstance(value, date) else value
                for key, value in values.items()
            },
        )


class RuleBook:
    """The packs that apply to an office, the later over the earlier.

    Packs apply when their scope is a prefix of the division code; the order is national, province,
    city, county, township, village, and as given within one step. Of two packs with one id the
    later given replaces the earlier.

    Args:
        packs: shipped ones first, then those handed over, oldest first.
        division: the office's division code, up to 12 digits.
        confirmed: ids of the rules whose basis a person has compared with the document.

    Raises:
        KnownError: ``PACK-FORMAT`` if a pack does not fit those below it.
    """

    def __init__(
        self, packs: Iterable[Pack], division: str, confirmed: AbstractSet[str] = frozenset()
    ) -> None:
        newest = {pack.id: pack for pack in packs}
        fitting = [pack for pack in newest.values() if division.startswith(pack.scope)]
        self._packs = tuple(sorted(fitting, key=lambda pack: len(pack.scope)))
        self._confirmed = frozenset(confirmed)
        self._layers: dict[str, list[tuple[Pack, Layer]]] = {}
        for pack in self._packs:
            for rule_id, layer in pack.layers.items():
                below = self._layers.setdefault(rule_id, [])
                _fits(pack, layer, [lower for _, lower in below])
                below.append((pack, layer))
        self._checks: dict[str, Check] = {}
        self._periods: dict[str, YearPeriod] = {}
        self._reports: dict[str, str] = {}
        for pack in self._packs:
            self._checks |= pack.checks
            self._periods |= pack.periods
            self._reports |= pack.reports
        for report, period in self._reports.items():
            if period not in self._periods:
                raise _misfit(self._packs[-1], f"reports.{report}", f"没有名为「{period}」的期间")
        self._known: dict[tuple[str, date], Rule] = {}

    @property
    def packs(self) -> tuple[Pack, ...]:
        """The packs that apply, lowest first."""
        return self._packs

    @property
    def ids(self) -> tuple[str, ...]:
        """All rules there are, in the packs' order."""
        return tuple(self._layers)

    def rule(self, rule_id: str, *, on: date) -> Rule:
        """A rule as in force on the day of the event.

        Raises:
            UserError: no pack has a rule of that id.
        """
        known = self._known.get((rule_id, on))
        if known is None:
            known = self._known[rule_id, on] = self._compose(rule_id, on)
        return known

    def rules(self, area: str, *, on: date) -> list[Rule]:
        """The rules of an area on a day, also those not in force or not enabled."""
        every = (self.rule(rule_id, on=on) for rule_id in self._layers)
        return [rule for rule in every if rule.area == area]

    def chosen(self, area: str, which: Which, *, on: date) -> list[Rule]:
        """The rules of an area that are to be run on a day: those enabled, as far as named; one by
        its id also where it is not enabled."""
        rules = self.rules(area, on=on)
        if isinstance(which, str):
            return [rule for rule in rules if rule.id == which]
        return [rule for rule in rules if rule.enabled and (which is None or rule.id in which)]

    def titles(self, on: date) -> dict[str, str]:
        """What each rule and figure check is called, by id."""
        named = {
            rule_id: f"{rule_id} {self.rule(rule_id, on=on).title}" for rule_id in self._layers
        }
        return {check.id: f"{check.id} {check.title}" for check in self._checks.values()} | named

    def checks(self) -> list[Check]:
        """The enabled checks between figures, by id."""
        return [check for _, check in sorted(self._checks.items()) if check.enabled]

    def period(self, name: str, year: int) -> Period:
        """A named period (``working_year`` ...) of a year; it ends in that year."""
        return self._periods[name].of(year)

    def period_of(self, report: str, year: int) -> Period:
        """The period a report (``annual``, ``statistics``) covers in a year."""
        return self.period(self._reports[report], year)

    def periods(self) -> dict[str, str]:
        """Names of the periods to their Chinese titles."""
        return {name: period.title for name, period in self._periods.items()}

    def versions(self) -> list[dict[str, str]]:
        """What a report keeps so that it can be known later by which packs it was made."""
        return [
            {"id": p.id, "title": p.title, "version": p.version, "digest": p.digest}
            for p in self._packs
        ]

    def _compose(self, rule_id: str, on: date) -> Rule:
        layers = self._layers.get(rule_id)
        if layers is None:
            raise UserError(
                "RULE-UNKNOWN",
                f"没有编号为「{rule_id}」的审核规则。",
                "编号见「审核问题」的规则列表。",
            )
        acting = [(pack, layer) for pack, layer in layers if layer.span.covers(on)]
        said = acting or layers
        params: dict[str, Any] = {}
        outcomes: dict[str, Outcome] = {}
        basis, confirmed = None, rule_id in self._confirmed
        for _, layer in said:
            params |= {k: v.value for k, ds in layer.params.items() if (v := _last(ds, on))}
            for key, outcome in layer.outcomes.items():
                outcomes[key] = _over(outcomes.get(key), outcome)
            if (own := _last(layer.bases, on)) is not None:
                basis = own.value
                read = basis.confidence in (Confidence.FOUND, Confidence.DERIVED)
                confirmed = read or rule_id in self._confirmed
            confirmed = confirmed or layer.confirmed
        return Rule(
            id=rule_id,
            title=_latest([layer.title for _, layer in said]),
            area=_latest([layer.area for _, layer in said]),
            text=_latest([layer.text for _, layer in said]),
            next=_latest([layer.next for _, layer in said]),
            enabled=_latest([layer.enabled for _, layer in said], default=True),
            in_force=bool(acting),
            params=params,
            outcomes=outcomes,
            basis=basis,
            confirmed=confirmed,
            pack=said[-1][0].id,
        )


def _last(values: Sequence[Dated], on: date) -> Dated | None:
    """The last of the values that hold on the day."""
    holding = [value for value in values if value.span.covers(on)]
    return holding[-1] if holding else None


def _latest(words: Sequence[Any], default: Any = "") -> Any:
    said = [word for word in words if word is not None]
    return said[-1] if said else default


def _over(lower: Outcome | None, upper: Outcome) -> Outcome:
    if lower is None:
        return upper
    severity = upper.severity if upper.severity is not None else lower.severity
    return Outcome(severity, upper.say if upper.say is not None else lower.say)


def _shown(value: Any) -> str:
    return chinese(value) if isinstance(value, date) else str(value)


def _misfit(pack: Pack, where: str, what: str) -> KnownError:
    return KnownError(
        "PACK-FORMAT",
        f"标准「{pack.title}」不能用：「{where}」处{what}。",
        "请与提供这个标准文件的工会核对，改好后再导入；在此之前仍按原有标准审核。",
    )


def _fits(pack: Pack, layer: Layer, below: list[Layer]) -> None:
    """A layer that changes a rule may only speak of what the rule has; a new one must be whole."""
    if below:
        _fits_params(pack, layer, below)
        _fits_outcomes(pack, layer, below)
        return
    where = f"rules.{layer.id}"
    for key, word in (("title", layer.title), ("area", layer.area), ("text", layer.text)):
        if not word:
            raise _misfit(pack, f"{where}.{key}", "是新规则，缺少这一项")
    if not layer.bases:
        raise _misfit(pack, f"{where}.basis", "是新规则，缺少依据")
    for key, outcome in layer.outcomes.items():
        if outcome.severity is None or not outcome.say:
            raise _misfit(pack, f"{where}.outcomes.{key}", "缺少 severity 或 say")


def _fits_params(pack: Pack, layer: Layer, below: list[Layer]) -> None:
    known = {key: dated[0].value for lower in below for key, dated in lower.params.items()}
    for key, dated in layer.params.items():
        where = f"rules.{layer.id}.params.{key}"
        if key not in known:
            raise _misfit(pack, where, "没有这个参数")
        if any(type(one.value) is not type(known[key]) for one in dated):
            raise _misfit(pack, where, "与原有标准的类型不同")


def _fits_outcomes(pack: Pack, layer: Layer, below: list[Layer]) -> None:
    holes: dict[str, set[str]] = {}
    for lower in below:
        for key, outcome in lower.outcomes.items():
            holes.setdefault(key, {"name"}).update(_HOLE.findall(outcome.say or ""))
    for key, outcome in layer.outcomes.items():
        where = f"rules.{layer.id}.outcomes.{key}"
        if key not in holes:
            raise _misfit(pack, where, "没有这种结果")
        strange = set(_HOLE.findall(outcome.say or "")) - holes[key]
        if strange:
            raise _misfit(pack, where, f"没有「{min(strange)}」这个数可填")
