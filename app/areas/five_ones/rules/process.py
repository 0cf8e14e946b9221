"""Where a consultation stands: the steps from offer to publication, what is next and until when;
from which day a contract holds, and on which days. All derived, nothing stored."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from .bargaining_facts import EMPLOYER, WORKERS, ConsultationFacts, ContractFacts

AGREED, LATER, REFUSED, FAILED = "agreed", "later", "refused", "failed"
TITLES = {
    "offer": "发出要约",
    "deliver": "送达对方",
    "answer": "对方答复",
    "sides": "确定双方代表",
    "data": "提供资料",
    "talks": "召开协商会议",
    "outcome": "达成一致",
    "congress": "职代会审议",
    "sign": "签订合同",
    "file": "报送人社部门",
    "review": "审查生效",
    "publish": "公布",
}
"""The steps in order, and what each is called."""


@dataclass(frozen=True, slots=True)
class Deadlines:
    """The terms of the process, from the rule packs: all in days.

    Attributes:
        answer: from the offer to the written answer.
        file_wage, file_other: from signing to filing.
        review: from filing until silence puts it in force.
        publish: from coming into force to publishing.
    """

    answer: int
    file_wage: int
    file_other: int
    review: int
    publish: int

    @classmethod
    def of(cls, params: Mapping[str, Mapping[str, Any]]) -> Deadlines:
        """From the parameters of BAR-04, BAR-06, BAR-07 and BAR-08, by rule."""
        return cls(
            answer=params["BAR-04"]["days"],
            file_wage=params["BAR-06"]["wage_days"],
            file_other=params["BAR-06"]["other_days"],
            review=params["BAR-07"]["days"],
            publish=params["BAR-08"]["days"],
        )

    def filing(self, wage: bool) -> int:
        """Days from signing to filing."""
        return self.file_wage if wage else self.file_other


RULES = ("BAR-04", "BAR-06", "BAR-07", "BAR-08")
"""Whose parameters ``Deadlines`` needs."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a process.

    Attributes:
        key: of ``TITLES``.
        day: when it was done, where it has a day.
        done: whether it was done; ``passed_over``: not, but a later one was.
        due_on: last day for it, where there is one.
        note: e.g. 3人对3人, 2次.
    """

    key: str
    day: date | None = None
    done: bool = False
    due_on: date | None = None
    note: str = ""
    passed_over: bool = False

    @property
    def title(self) -> str:
        """What it is called."""
        return TITLES[self.key]


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a consultation stands on a day.

    Attributes:
        steps: all of them, in order.
        reached: key of the furthest step that was done; empty before the first.
        next: the step that is to be done; None where it is over.
        over: ``done`` published, ``failed`` no agreement, ``refused``, ``closed``; empty: it runs.
    """

    steps: tuple[Step, ...]
    reached: str
    next: Step | None
    over: str = ""

    @property
    def due_on(self) -> date | None:
        """Last day for the next step."""
        return self.next.due_on if self.next else None

    def late(self, on: date) -> bool:
        """Whether the next step is overdue on a day."""
        return self.due_on is not None and on > self.due_on


def effective_on(contract: ContractFacts, days: int) -> date | None:
    """From which day a contract holds (劳动合同法 第五十四条): that of a review without an
    objection, else ``days`` after filing; None where that is not known or there is an objection."""
    if contract.objected or contract.filed_on is None:
        return None
    if contract.reviewed_on is not None:
        return contract.reviewed_on
    return contract.filed_on + timedelta(days=days)


def last_day(contract: ContractFacts) -> date | None:
    """The last day of a contract, earlier where it was ended."""
    if contract.terminated_on is not None:
        return contract.terminated_on - timedelta(days=1)
    return contract.ends_on


def running(contract: ContractFacts, day: date) -> bool:
    """Whether a contract runs on a day by its own dates (signed, begun, neither over nor objected
    to); what is not filled in does not end it."""
    if contract.signed_on is None or contract.objected or contract.signed_on > day:
        return False
    if contract.since is not None and day < contract.since:
        return False
    last = last_day(contract)
    return last is None or day <= last


def standing(facts: ConsultationFacts, terms: Deadlines) -> Standing:
    """Where a consultation stands on its day."""
    done = _done(facts, terms)
    keys = list(TITLES)
    furthest = max((keys.index(key) for key, was in done.items() if was), default=-1)
    due = _due(facts, terms)
    steps = tuple(
        Step(
            key,
            _day(facts, key, terms),
            done[key],
            due.get(key),
            _note(facts, key),
            not done[key] and place < furthest,
        )
        for place, key in enumerate(keys)
    )
    reached = keys[furthest] if furthest >= 0 else ""
    over = _over(facts, done)
    ahead = next((step for step in steps[furthest + 1 :]), None) if not over else None
    return Standing(steps, reached, ahead, over)


def _over(facts: ConsultationFacts, done: Mapping[str, bool]) -> str:
    if done["publish"]:
        return "done"
    if facts.contract is not None:
        return ""
    if facts.outcome == FAILED:
        return "failed"
    if facts.closed_on is not None:
        return "closed"
    return "refused" if facts.answer == REFUSED else ""


def _done(facts: ConsultationFacts, terms: Deadlines) -> dict[str, bool]:
    contract = facts.contract
    held = effective_on(contract, terms.review) if contract is not None else None
    return {
        "offer": facts.offered_on is not None,
        "deliver": facts.delivered_on is not None,
        "answer": facts.answered_on is not None and facts.answer != LATER,
        "sides": bool(facts.side(WORKERS) and facts.side(EMPLOYER)),
        "data": facts.data_on is not None,
        "talks": any(day <= facts.on for day in facts.talks),
        "outcome": facts.outcome == AGREED,
        "congress": facts.vote is not None and facts.vote.held_on is not None,
        "sign": contract is not None and contract.signed_on is not None,
        "file": contract is not None and contract.filed_on is not None,
        "review": held is not None and held <= facts.on,
        "publish": contract is not None and contract.published_on is not None,
    }


def _day(facts: ConsultationFacts, key: str, terms: Deadlines) -> date | None:
    contract, vote = facts.contract, facts.vote
    days: dict[str, date | None] = {
        "offer": facts.offered_on,
        "deliver": facts.delivered_on,
        "answer": facts.answered_on,
        "data": facts.data_on,
        "talks": max((day for day in facts.talks if day <= facts.on), default=None),
        "congress": vote.held_on if vote else None,
        "sign": contract.signed_on if contract else None,
        "file": contract.filed_on if contract else None,
        "review": effective_on(contract, terms.review) if contract else None,
        "publish": contract.published_on if contract else None,
    }
    return days.get(key)


def _due(facts: ConsultationFacts, terms: Deadlines) -> dict[str, date]:
    """Last days, as far as they follow from what is known."""
    found: dict[str, date] = {}
    asked = facts.delivered_on or facts.offered_on
    if asked is not None:
        found["answer"] = asked + timedelta(days=terms.answer)
    ahead = [day for day in facts.talks if day > facts.on]
    if ahead:
        found["data"] = found["talks"] = min(ahead)
    contract = facts.contract
    if contract is None:
        return found
    if contract.signed_on is not None:
        found["file"] = contract.signed_on + timedelta(days=terms.filing(contract.wage))
    if contract.filed_on is not None:
        found["review"] = contract.filed_on + timedelta(days=terms.review)
    held = effective_on(contract, terms.review)
    if held is not None and contract.wage:
        found["publish"] = held + timedelta(days=terms.publish)
    return found


def _note(facts: ConsultationFacts, key: str) -> str:
    if key == "sides":
        sides = len(facts.side(WORKERS)), len(facts.side(EMPLOYER))
        return f"职工方{sides[0]}人，企业方{sides[1]}人" if any(sides) else ""
    if key == "talks" and facts.talks:
        return f"{len(facts.talks)}次"
    return ""
