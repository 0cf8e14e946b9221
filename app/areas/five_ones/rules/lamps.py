"""The five lamps of a union's year: 未开展, 已计划, 已开展缺材料, 完成, and what is missing.

Pure: from the facts of a year and the parameters of FIVE-01 (pack national-five-ones).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from app.base.codes import code_list
from app.base.days import Period, chinese, parse_iso
from app.base.findings import Finding
from app.base.text import chinese_number
from app.rules.book import Case
from app.rules.judging import Judge, judged

RULE = "FIVE-01"
WAGE = "wage_consultation"
NONE, PLANNED, SHORT, DONE = "none", "planned", "short", "done"
_ORDER = (NONE, PLANNED, SHORT, DONE)
_WORDS = {
    "due": "应到人数", "present": "实到人数", "participants": "参加人数",
    "signed_on": "签订日期", "filed_on": "报送日期",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Held:
    """Something that one lamp may shine for: an activity, a consultation or a contract.

    Attributes:
        owner, id, title: the record.
        planned_on: when it is to be; None: no day was set.
        held_on: when it was (a contract: signed, a consultation: offered).
        numbers: what was counted, by the key that the rule names; None: not filled in.
        proofs: kinds of evidence on it.
        valid: for a contract: first and last day, both in it.
    """

    owner: str
    id: str
    title: str
    planned_on: date | None = None
    held_on: date | None = None
    numbers: Mapping[str, Any] = field(default_factory=dict)
    proofs: frozenset[str] = frozenset()
    valid: tuple[date, date] | None = None


@dataclass(frozen=True, slots=True)
class Lamp:
    """One of the five.

    Attributes:
        kind: code of ``activity_kind``.
        state: ``none``, ``planned``, ``short`` or ``done``.
        day: when it was held, or is planned.
        missing: what it still lacks to be done, in words.
        fault: why it does not count though nothing is missing: too few came; empty for nothing.
        advice: kinds of proof that are usual and not there, in words.
        shines_for: the record it shines for; None where there is none.
        many: how many activities of the kind were held in the year.
        first: when the first of them was; None where none was held.
        kit: codes of the kinds of proof that are usual for it.
    """

    kind: str
    state: str
    day: date | None = None
    missing: tuple[str, ...] = ()
    advice: tuple[str, ...] = ()
    shines_for: Held | None = None
    many: int = 0
    first: date | None = None
    kit: tuple[str, ...] = ()
    fault: str = ""

    @property
    def held(self) -> bool:
        """Whether it was held at all."""
        return self.state in (SHORT, DONE)


def kinds(params: Mapping[str, Any]) -> tuple[str, ...]:
    """The five, in the order of the policy."""
    named = params["lamps"]
    return tuple(entry.code for entry in code_list("activity_kind") if entry.code in named)


def lamps(
    params: Mapping[str, Any],
    facts: Mapping[str, Sequence[Held]],
    year: Period,
    *,
    federation: bool,
) -> tuple[Lamp, ...]:
    """All five of one union.

    Args:
        params: of FIVE-01.
        facts: kind → what there is of the year.
        federation: which proof kit is advised.
    """
    kit = "federation" if federation else "other"
    return tuple(
        _lamp(kind, params["lamps"][kind], facts.get(kind, ()), year, kit) for kind in kinds(params)
    )


def _lamp(
    kind: str, rule: Mapping[str, Any], facts: Iterable[Held], year: Period, kit: str
) -> Lamp:
    best, days = Lamp(kind, NONE), list[date]()
    for held in facts:
        one = _of(kind, rule, held, year, kit)
        if one.held and one.day is not None:
            days.append(one.day)
        best = max(best, one, key=_near)  # of equal ones the first
    first = min(days, default=None)
    return replace(best, many=len(days), first=first, kit=tuple(rule["kit"][kit]))


def _near(lamp: Lamp) -> tuple[int, int]:
    """How near a lamp is to being done."""
    return (_ORDER.index(lamp.state), -len(lamp.missing) - bool(lamp.fault))


def _of(kind: str, rule: Mapping[str, Any], held: Held, year: Period, kit: str) -> Lamp:
    carried = held.valid is not None and held.valid[0] <= year.first and held.valid[1] >= year.last
    if held.held_on is not None and held.held_on not in year and not carried:
        return Lamp(kind, NONE)
    if held.held_on is None:
        planned = held.planned_on
        if planned is None or planned in year:
            late = (f"原计划{chinese(planned)}",) if planned else ()
            return Lamp(kind, PLANNED, planned, late, (), held)
        return Lamp(kind, NONE)
    missing, fault = [*_numbers(rule, held), *_proofs(rule, held)], _fault(rule, held)
    proof = code_list("proof_kind")
    advice = tuple(proof.name_of(code) for code in rule["kit"][kit] if code not in held.proofs)
    state = SHORT if missing or fault else DONE
    return Lamp(kind, state, held.held_on, tuple(missing), advice, held, fault=fault)


def _numbers(rule: Mapping[str, Any], held: Held) -> list[str]:
    return [_WORDS.get(key, key) for key in rule["numbers"] if not held.numbers.get(key)]


def _fault(rule: Mapping[str, Any], held: Held) -> str:
    """Too few came for the meeting to count."""
    due, present = held.numbers.get("due"), held.numbers.get("present")
    if "quorum" in rule and due and present and not reaches(present, due, rule["quorum"]):
        return f"实到不到应到的{_words(rule['quorum'])}（{present}/{due}）"
    return ""


def _proofs(rule: Mapping[str, Any], held: Held) -> list[str]:
    proof, found = code_list("proof_kind"), []
    if not held.proofs & set(rule["one_of"]):
        found.append("或".join(proof.name_of(code) for code in rule["one_of"]))
    lacks = rule["least"] - len(held.proofs) - len(found)
    if lacks > 0:
        found.append(f"另{lacks}种材料" if held.proofs or found else f"{lacks}种材料")
    return found


def reaches(part: int, whole: int, fraction: Mapping[str, int]) -> bool:
    """Whether part/whole is at least the fraction, in integers: exactly two thirds are enough."""
    return part * fraction["whole"] >= whole * fraction["part"]


def exceeds(part: int, whole: int, fraction: Mapping[str, int]) -> bool:
    """Whether part/whole is more than the fraction, in integers: exactly the half is not."""
    return part * fraction["whole"] > whole * fraction["part"]


def percent(number: int) -> Mapping[str, int]:
    """A percentage as a fraction."""
    return {"part": number, "whole": 100}


def _words(fraction: Mapping[str, int]) -> str:
    return f"{chinese_number(fraction['whole'])}分之{chinese_number(fraction['part'])}"


def missing_words(lamp: Lamp) -> str:
    """What a lamp lacks, as one phrase; empty where nothing is."""
    if lamp.state == NONE:
        return code_list("lamp_state").name_of(NONE)
    if lamp.state == PLANNED:
        return "；".join(lamp.missing) or "还没有定日期"
    lacks = "缺" + "、".join(lamp.missing) if lamp.missing else ""
    return "；".join(part for part in (lamp.fault, lacks) if part)


@dataclass(frozen=True, slots=True)
class YearFacts:
    """The lamps of a federation on a day of the year (FIVE-01).

    Attributes:
        on: the day looked at, or the last day of a year that is over.
        lamps: all five.
        kept: whether the office keeps activities of this union at all.
    """

    id: str
    name: str
    on: date
    year: Period
    lamps: tuple[Lamp, ...]
    kept: bool = True
    where: str = ""
    kind: str = "union"


@judged
def five_01(case: Case, params: dict[str, Any], facts: YearFacts) -> list[Finding]:
    """All five done at the year's end; so many of them by each step of the year."""
    if not facts.kept:
        return [case.no_data("五个一活动")]
    done = sum(lamp.state == DONE for lamp in facts.lamps)
    if done >= params["all"]:
        return [case.passed(done=done)]
    names = code_list("activity_kind")
    missing = "、".join(names.name_of(lp.kind) for lp in facts.lamps if lp.state != DONE)
    values: dict[str, Any] = {"year": facts.year.last.year, "done": done, "missing": missing}
    if facts.on >= facts.year.last:
        return [case.fail("few" if done < params["few"] else "some", **values)]
    passed = [(day, wanted) for day, wanted in _steps(params, facts.year) if facts.on >= day]
    if not passed or done >= passed[-1][1]:
        return [case.passed(done=done)]
    until, wanted = passed[-1]
    return [case.fail("behind", until=until, wanted=wanted, **values)]


def _steps(params: Mapping[str, Any], year: Period) -> list[tuple[date, int]]:
    """By which day of the year how many should be done."""
    number = year.last.year
    return sorted((parse_iso(f"{number}-{day}"), n) for day, n in params["steps"].items())


def wanted_by(params: Mapping[str, Any], day: date, year: Period) -> int:
    """How many should be done by a day of the year; all of them at its end."""
    if day >= year.last:
        return int(params["all"])
    return max((wanted for step, wanted in _steps(params, year) if day >= step), default=0)


def next_step(params: Mapping[str, Any], day: date, year: Period) -> tuple[date, int] | None:
    """The newest step of the year that has come by a day: its day, and how many should be done."""
    steps = [*_steps(params, year), (year.last, int(params["all"]))]
    return max((step for step in steps if step[0] <= day), default=None)


YEAR_RULES: dict[str, Judge[YearFacts]] = {RULE: five_01}
