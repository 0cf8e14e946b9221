"""Who is elected: the result of a vote follows from its counts and the rule pack alone.

工会基层组织选举工作条例 第二十六条: elected is who has more than half of the votes of all who are
entitled to attend (应到会人数), not of those who came; of more than there are seats, those with the
most votes; of equally many, nobody until they are voted on again. All in whole numbers.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from app.rules.book import Rule

from .election_facts import BallotFacts, Counted


class Outcome(StrEnum):
    """What became of a vote."""

    MISSING = "missing"
    NO_QUORUM = "no_quorum"
    VOID = "void"
    TIE = "tie"
    FEW = "few"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Standing:
    """One candidate after the count.

    Attributes:
        elected: None while it is not known.
        tied: equal votes for the last seats; a new vote decides.
        reason: why, in Chinese.
    """

    candidate: Counted
    elected: bool | None
    tied: bool
    reason: str


@dataclass(frozen=True, slots=True)
class Result:
    """The result of a vote.

    Attributes:
        standings: most votes first; candidates without votes last.
        left: seats nobody has.
        needed: votes that are more than half of all due.
        next: what to do now, in Chinese.
        missing: Chinese names of what is not filled in.
    """

    outcome: Outcome
    standings: tuple[Standing, ...] = ()
    left: int = 0
    needed: int = 0
    next: str = ""
    missing: tuple[str, ...] = ()

    @property
    def elected(self) -> tuple[Counted, ...]:
        """Who is elected; nobody where the vote is void."""
        return tuple(one.candidate for one in self.standings if one.elected)

    @property
    def tied(self) -> tuple[Counted, ...]:
        """Who is to be voted on again."""
        return tuple(one.candidate for one in self.standings if one.tied)


def majority(votes_over: int, base: int) -> int:
    """The least number of votes that is more than one ``votes_over``-th of the base: of 41, 21; of
    40 also 21."""
    return base // votes_over + 1


def quorum(params: Mapping[str, Any], due: int) -> int:
    """The least number present that is enough (三分之二以上: exactly two thirds are enough)."""
    return -(-due * int(params["due_times"]) // int(params["present_times"]))


def with_margin(seats: int, percent: int, least_extra: int) -> int:
    """How many candidates there must be: so many per cent more than seats, rounded up, and at least
    ``least_extra`` more."""
    return seats + max(least_extra, -(-seats * percent // 100))


def within_table(brackets: Mapping[str, Mapping[str, int]], members: int) -> tuple[int, int] | None:
    """(least, most) of the bracket a number of members falls into; a ``to`` of 0 is open."""
    for one in brackets.values():
        if one["from"] <= members and (not one["to"] or members <= one["to"]):
            return one["least"], one["most"]
    return None


def count(
    elected_rule: Rule, quorum_rule: Rule, facts: BallotFacts, *, fewer: int | None = None
) -> Result:
    """The result of a vote.

    Args:
        elected_rule: ELE-04.
        quorum_rule: ELE-02.
        fewer: so many seats the size table allows at least; below it no seats can be given up.
    """
    params = elected_rule.params
    say, what = params["reasons"], params["next"]
    missing = _missing(facts)
    if facts.due is None or missing:
        waiting = tuple(Standing(one, None, False, say["waiting"]) for one in facts.candidates)
        said = what["missing"].format(missing="、".join(missing))
        return Result(Outcome.MISSING, waiting, next=said, missing=missing)
    seats = facts.seats or 0
    needed = majority(params["votes_over"], facts.due)
    order = sorted(facts.candidates, key=lambda one: -(one.yes or 0))
    if facts.present is not None and facts.present < quorum(quorum_rule.params, facts.due):
        none = tuple(Standing(one, False, False, what["no_quorum"]) for one in order)
        return Result(Outcome.NO_QUORUM, none, seats, needed, what["no_quorum"])
    if (facts.returned or 0) > (facts.issued or 0):
        none = tuple(Standing(one, False, False, what["void"]) for one in order)
        return Result(Outcome.VOID, none, seats, needed, what["void"])
    standings = _standings(order, seats, needed, facts.due, say)
    chosen = sum(one.elected is True for one in standings)
    tied = sum(one.tied for one in standings)
    left = seats - chosen
    fill = {"seats": seats, "left": left, "tied": tied, "count": chosen}
    if tied:
        return Result(Outcome.TIE, standings, left, needed, what["tie"].format(**fill))
    if left:
        key = "few" if fewer is not None and chosen >= fewer else "few_hard"
        return Result(Outcome.FEW, standings, left, needed, what[key].format(**fill))
    return Result(Outcome.DONE, standings, 0, needed, what["done"].format(**fill))


def _missing(facts: BallotFacts) -> tuple[str, ...]:
    needed = (
        ("应选名额", facts.seats),
        ("应到会人数", facts.due),
        ("实到会人数", facts.present),
        ("发出选票", facts.issued),
        ("收回选票", facts.returned),
    )
    found = [name for name, value in needed if value is None]
    if not facts.candidates:
        found.append("候选人")
    elif any(one.yes is None for one in facts.candidates):
        found.append("赞成票数")
    return tuple(found)


def _standings(
    order: Sequence[Counted], seats: int, needed: int, due: int, say: Mapping[str, str]
) -> tuple[Standing, ...]:
    over = [one for one in order if (one.yes or 0) >= needed]
    last = over[seats - 1].yes if 0 < seats <= len(over) else None
    cut = len(over) > seats and (seats == 0 or over[seats].yes == last)
    found = []
    for one in order:
        yes = one.yes or 0
        fill = {
            "yes": yes, "due": due, "needed": needed, "over": len(over), "seats": seats,
            "others": sum(other.yes == one.yes for other in over) - 1,
        }  # fmt: skip
        if yes < needed:
            found.append(Standing(one, False, False, say["short"].format(**fill)))
        elif seats == 0 or (last is not None and yes < last):
            found.append(Standing(one, False, False, say["behind"].format(**fill)))
        elif cut and yes == last:
            found.append(Standing(one, False, True, say["tied"].format(**fill)))
        else:
            found.append(Standing(one, True, False, say["elected"].format(**fill)))
    return tuple(found)
