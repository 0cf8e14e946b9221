"""Scoring a union by a rubric, from facts that were fetched: whole numbers, no clock, no records.

A line whose records are missing is 缺数据, never a pass; until records exist it may be
answered by hand (人工填报). Where records answer, a hand's answer counts only as a score with
a reason; an item that the records only propose (``auto`` M) waits until somebody confirms it.
What does not apply is dropped and the rest scaled up, or gets full marks, as the rubric says;
the printed total is the sum of what is printed, the scaling being a line of its own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from app.base.findings import Result

from .conditions import HUNDRED, Condition, plain
from .rubric import Item, Rubric


class State(StrEnum):
    """Where the score of a line comes from."""

    COMPUTED = "computed"
    PROPOSED = "proposed"
    TYPED = "typed"
    JUDGED = "judged"
    NO_DATA = "no_data"
    OPEN = "open"
    NOT_APPLICABLE = "not_applicable"


STATES = {
    State.COMPUTED: "程序计分",
    State.PROPOSED: "待确认",
    State.TYPED: "人工填报",
    State.JUDGED: "人工评定",
    State.NO_DATA: "缺数据",
    State.OPEN: "待评定",
    State.NOT_APPLICABLE: "不适用",
}


@dataclass(frozen=True, slots=True)
class Fact:
    """One figure of a union.

    Attributes:
        value: hundredths; None: no data.
        words: the value with its name and unit.
        numerator, denominator: of a rate.
        unit: of the value; ``each``: of the numerator.
        subject: what a figure that says yes or no is about.
    """

    value: int | None
    words: str
    numerator: int | None = None
    denominator: int | None = None
    unit: str = ""
    each: str = ""
    subject: str = ""


@dataclass(frozen=True, slots=True)
class Ruled:
    """How one rule came out for a union: all its findings for the union or what is its own."""

    result: Result
    words: str = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """What the records say of one union.

    Attributes:
        figures: code → value as of the day or of the year.
        ever: code → whether any such record was ever kept for the union.
        rules: id → how it came out.
        proofs: item id → evidence kinds attached to its line.
    """

    figures: Mapping[str, Fact]
    ever: Mapping[str, bool] = field(default_factory=dict)
    rules: Mapping[str, Ruled] = field(default_factory=dict)
    proofs: Mapping[str, frozenset[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Typed:
    """What a person said of a line.

    Attributes:
        answer: points in hundredths, or the name of a class; None: nothing said.
        self_score, review_score, final_score: hundredths that replace the computed ones.
        reason: of ``answer``.
        words: 工作情况和数字说明 in the person's hand.
    """

    answer: int | str | None = None
    self_score: int | None = None
    review_score: int | None = None
    final_score: int | None = None
    reason: str = ""
    words: str = ""


NOTHING = Typed()


@dataclass(frozen=True, slots=True)
class Line:
    """One item scored.

    Attributes:
        proposed: what the records, or the person's answer, give; hundredths. None: nothing yet.
        own, review, final: the three scores as they stand.
        words: 工作情况和数字说明.
        lost: hundredths below full of the own score.
        raise_by: what would raise the score, in words.
        shown: class name, for a class table.
        veto: this line's veto holds.
    """

    item: Item
    state: State
    proposed: int | None
    own: int | None
    review: int | None
    final: int | None
    words: str
    raise_by: str = ""
    shown: str = ""
    veto: bool = False

    @property
    def todo(self) -> str:
        """What is to be done, and what it brings."""
        advice, more = self.item.advice.rstrip("。"), self.raise_by.rstrip("。")
        if not more or more == advice:
            return self.item.advice
        return f"{advice}（{more}）。" if advice else f"{more}。"

    @property
    def lost(self) -> int:
        """Points below full marks, hundredths."""
        if self.item.how in ("veto", "bonus", "class_all") or self.state is State.NOT_APPLICABLE:
            return 0
        return self.item.points - (self.own or 0)


@dataclass(frozen=True, slots=True)
class Total:
    """What the printed lines add up to: ``lines`` + ``scaled`` + ``bonus`` = ``score``."""

    lines: int
    scaled: int
    bonus: int
    score: int
    grade: str
    vetoed: bool


@dataclass(frozen=True, slots=True)
class Scored:
    """A union scored by a rubric."""

    rubric: Rubric
    lines: Sequence[Line]
    own: Total
    review: Total
    final: Total

    @property
    def sections(self) -> dict[str, int]:
        """Points of each section of the own score, hundredths."""
        found = {key: 0 for key, _title in self.rubric.sections}
        for line in self.lines:
            if line.item.how not in ("veto", "bonus"):
                found[line.item.section] += line.own or 0
        return found


def score(
    rubric: Rubric,
    letter: str,
    facts: Facts,
    typed: Mapping[str, Typed] | None = None,
    vetoes: Mapping[str, str] | None = None,
) -> Scored:
    """Score one union.

    Args:
        letter: which sort of union (``OBJECTS``).
        typed: item id → what a person said.
        vetoes: veto items that hold by judgement, with the reason.
    """
    said = typed or {}
    lines = [
        _line(item, facts, said.get(item.id, NOTHING), rubric.rescale, vetoes or {})
        for item in rubric.items_for(letter)
    ]
    return _scored(rubric, lines)


def _scored(rubric: Rubric, lines: Sequence[Line]) -> Scored:
    return Scored(
        rubric,
        lines,
        _total(rubric, lines, lambda line: line.own),
        _total(rubric, lines, lambda line: line.review),
        _total(rubric, lines, lambda line: line.final),
    )


def freeze(scored: Scored) -> dict[str, Any]:
    """The lines as they stand, as plain data: item → what it was."""
    return {
        line.item.id: {
            "state": line.state.value,
            "proposed": line.proposed,
            "own": line.own,
            "words": line.words,
            "raise_by": line.raise_by,
            "shown": line.shown,
            "veto": line.veto,
        }
        for line in scored.lines
    }


def thaw(
    rubric: Rubric,
    letter: str,
    frozen: Mapping[str, Mapping[str, Any]],
    typed: Mapping[str, Typed] | None = None,
) -> Scored:
    """A closed 自评 as it was, with the scores that 复评 and 终评 give."""
    lines = []
    for item in rubric.items_for(letter):
        kept, said = frozen.get(item.id), (typed or {}).get(item.id, NOTHING)
        if kept is None:
            continue
        review = kept["own"] if said.review_score is None else said.review_score
        final = review if said.final_score is None else said.final_score
        lines.append(
            Line(
                item, State(kept["state"]), kept["proposed"], kept["own"], review, final,
                kept["words"], kept["raise_by"], kept["shown"], kept["veto"],
            )
        )  # fmt: skip
    return _scored(rubric, lines)


def grade_of(rubric: Rubric, points: int) -> str:
    """The grade of so many points, hundredths."""
    return next((g.name for g in rubric.grades if points >= g.least), rubric.failed)


# -- one line --------------------------------------------------------------------------------------


def _line(item: Item, facts: Facts, typed: Typed, rescale: bool, vetoes: Mapping[str, str]) -> Line:
    if not all(_holds(c, facts) is not False for c in item.applies) or _beside(item.needs, facts):
        full = 0 if rescale or item.how in ("veto", "bonus") else item.points
        return Line(item, State.NOT_APPLICABLE, full, full, full, full, "不适用")
    if item.how == "veto":
        return _veto(item, facts, vetoes)
    if item.how == "class_all":
        return _class(item, facts, typed)
    points, words, more = _computed(item, facts) if item.computed else (None, "", "")
    state = State.COMPUTED
    if item.auto == "M" and typed.answer != points:
        state = State.PROPOSED
    if points is None:
        points, state = _answered(item, typed)
        words = words or typed.reason
        more = item.advice
    own = points if typed.self_score is None else typed.self_score
    review = own if typed.review_score is None else typed.review_score
    final = review if typed.final_score is None else typed.final_score
    raised = "" if own is not None and own >= item.points else more or item.advice
    return Line(item, state, points, own, review, final, typed.words or words, raised)


def _answered(item: Item, typed: Typed) -> tuple[int | None, State]:
    confirmed = item.auto == "M" and not typed.reason  # of records that are not there any more
    if isinstance(typed.answer, int) and not confirmed:
        points = max(0, min(typed.answer, item.points))
        return points, State.TYPED if item.computed else State.JUDGED
    return None, State.NO_DATA if item.computed else State.OPEN


def _veto(item: Item, facts: Facts, vetoes: Mapping[str, str]) -> Line:
    found = [_holds(c, facts) for c in item.needs]
    denied = bool(found) and any(held is False for held in found)
    by_hand = item.id in vetoes
    state = State.COMPUTED if found and None not in found else State.JUDGED
    words = vetoes.get(item.id, "") or _words(item.needs, facts)
    return Line(item, state, 0, 0, 0, 0, words, item.advice if denied else "",
                "否决" if denied or by_hand else "无", denied or by_hand)  # fmt: skip


def _class(item: Item, facts: Facts, typed: Typed) -> Line:
    said = typed.answer if isinstance(typed.answer, str) else ""
    unclear = False
    for one in item.classes:
        found = [_holds(c, facts) for c in one.needs]
        if _beside(one.needs, facts):
            found = [None]  # the rules do not speak of such a union: a person decides
        if one.needs and all(found):
            return _classed(item, State.COMPUTED, one.name, _words(one.needs, facts), typed)
        if not one.needs or (None in found and False not in found):
            unclear = True
            if said == one.name:
                state = State.TYPED if one.needs else State.JUDGED
                return _classed(item, state, one.name, typed.reason, typed)
    words = _words(item.classes[-1].needs, facts)
    if said or not unclear:
        return _classed(item, State.COMPUTED, "", words or typed.reason, typed)
    state = State.NO_DATA if item.computed else State.OPEN
    return Line(item, state, None, None, None, None, words, item.advice)


def _classed(item: Item, state: State, name: str, words: str, typed: Typed) -> Line:
    rank = next((p for p, c in enumerate(item.classes) if c.name == name), len(item.classes))
    more = item.classes[rank - 1].text if rank else ""
    shown = name or "未达类别"
    return Line(item, state, 0, 0, 0, 0, typed.words or words,
                f"达到{item.classes[rank - 1].name}：{more}" if more else "", shown)  # fmt: skip


def _computed(item: Item, facts: Facts) -> tuple[int | None, str, str]:
    """Points, what they rest on in words, and what would raise them; points None: no data."""
    if item.known and not any(facts.ever.get(code) for code in item.known):
        return None, "", ""
    if item.value:
        return _valued(item, facts)
    found = [_holds(c, facts) for c in item.needs]
    words = _words(item.needs, facts)
    missing = [c for c, held in zip(item.needs, found, strict=True) if held is False]
    more = "；".join(_wanted(c, facts) for c in missing)
    if item.how == "per_missing":
        if None in found:
            return None, words, ""
        return max(0, item.points - item.each * len(missing)), words, more
    if missing:
        return 0, words, more
    if None in found:
        return None, words, ""
    return item.points, words, ""


def _valued(item: Item, facts: Facts) -> tuple[int | None, str, str]:
    fact = facts.figures.get(item.value)
    if fact is None or fact.value is None:
        return None, fact.words if fact else "", ""
    value = fact.value
    if item.how == "tier":
        points = next((s.points for s in item.steps if value >= s.least), 0)
        better = [s for s in item.steps if s.points > points]
        more = ""
        if better:
            step = better[-1]
            short = _short(fact, step.least)
            more = f"达到{plain(step.least)}{fact.unit}可得{plain(step.points)}分{short}"
        return points, fact.words, more
    if item.how == "count":
        points = min(item.points, item.each * value // HUNDRED)
        more = (
            f"再有{-(-(item.points - points) // item.each)}次得满分" if points < item.points else ""
        )
        return points, fact.words, more
    lacking = max(0, item.target - value)
    points = max(0, item.points - item.deduct * -(-lacking // item.step))
    more = ""
    if lacking:
        more = f"达到{plain(item.target)}{fact.unit}得满分{_short(fact, item.target)}"
    return points, fact.words, more


def _short(fact: Fact, least: int) -> str:
    """How many more of the numerator a rate needs to reach a limit."""
    if fact.numerator is None or not fact.denominator:
        return ""
    need = -(-least * fact.denominator // (HUNDRED * HUNDRED)) - fact.numerator
    return f"（还差{need:,}{fact.each}）" if need > 0 else ""


def _beside(conditions: Sequence[Condition], facts: Facts) -> bool:
    """Whether all that is asked are rules that do not apply to the union."""
    told = [facts.rules.get(c.code) if c.is_rule else None for c in conditions]
    return bool(told) and all(
        one is not None and one.result is Result.NOT_APPLICABLE for one in told
    )


def _holds(condition: Condition, facts: Facts) -> bool | None:
    """Whether the records show it; None: they do not say."""
    if condition.is_rule:
        ruled = facts.rules.get(condition.code)
        if ruled is None or ruled.result is Result.NO_DATA:
            return None
        return ruled.result is not Result.FAIL
    fact = facts.figures.get(condition.code)
    if fact is None or fact.value is None:
        return None
    return condition.holds(fact.value)


def _words(conditions: Sequence[Condition], facts: Facts) -> str:
    found = []
    for condition in conditions:
        told: Any = (facts.rules if condition.is_rule else facts.figures).get(condition.code)
        if told is not None and told.words and told.words not in found:
            found.append(told.words)
    return "；".join(found)


def _wanted(condition: Condition, facts: Facts) -> str:
    if condition.is_rule:
        ruled = facts.rules.get(condition.code)
        return ruled.words if ruled else ""
    fact = facts.figures.get(condition.code)
    if fact is None:
        return condition.code
    if fact.subject and condition.holds(HUNDRED):
        return f"要做到：{fact.subject}"
    return f"{fact.words}，要求{_SIGNS[condition.sign]}{plain(condition.limit)}{fact.unit}"


_SIGNS = {">=": "不少于", "<=": "不超过", ">": "多于", "<": "少于", "=": "等于"}


# -- the whole -------------------------------------------------------------------------------------


def _total(rubric: Rubric, lines: Sequence[Line], which: Any) -> Total:
    vetoed = any(line.veto for line in lines)
    if rubric.by_class:
        return Total(0, 0, 0, 0, rubric.failed if vetoed else _lowest(rubric, lines), vetoed)
    plain_ = [line for line in lines if line.item.how not in ("veto", "bonus")]
    got = sum(which(line) or 0 for line in plain_)
    possible = sum(
        line.item.points
        for line in plain_
        if not (rubric.rescale and line.state is State.NOT_APPLICABLE)
    )
    # Rounded once, half up, on the whole; the difference is printed as a line of its own.
    scaled = (2 * got * rubric.full + possible) // (2 * possible) - got if possible else 0
    bonus = min(
        rubric.bonus_cap, sum(which(line) or 0 for line in lines if line.item.how == "bonus")
    )
    total = got + scaled + bonus
    grade = rubric.failed if vetoed else grade_of(rubric, total)
    return Total(got, scaled, bonus, total, grade, vetoed)


def _lowest(rubric: Rubric, lines: Sequence[Line]) -> str:
    """A class table: the class of the worst line; the fail word while one reaches none."""
    worst, name = -1, ""
    for line in lines:
        if line.item.how != "class_all" or line.state is State.NOT_APPLICABLE:
            continue
        names = [c.name for c in line.item.classes]
        rank = names.index(line.shown) if line.shown in names else len(names)
        if rank > worst:
            worst, name = rank, line.shown if line.shown in names else ""
    return name or rubric.failed
