"""How a survey is counted: rates from votes, with whole numbers until the last step.

回收率 = 收回 ÷ 发出; 有效票 = 收回 − 废票; 参评率 = 有效票 ÷ 应参评; per item: 满意率 = 满意
÷ 有效票, 综合满意率 = (满意 + 基本满意) ÷ 有效票, weighted score = Σ weight × votes ÷ (有效票
− 弃权). A blank is an abstention on its item only; two ticks make the item of that ballot
invalid, so that it leaves the item's 有效票. A rate is a fraction until it is printed; it is
rounded once, half up.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from .forms import ABSTAIN, INVALID, Form

Key = tuple[str, str]
"""(subject id or "", item)."""


@dataclass(frozen=True, slots=True)
class Group:
    """What one group handed in.

    Attributes:
        id, name: of the group.
        expected, issued, returned, void: heads and papers; None where not written down.
        votes: per subject and item, votes per grade (with ``abstain`` and ``invalid``).
        weight: its share of the whole in hundredths of a percent; None: heads count.
        ballots: how many ballots stand behind ``votes`` (or the most votes of an item).
        own_name: the name it was given; "" where it is called after its union or is all.
    """

    id: str
    name: str
    expected: int | None = None
    issued: int | None = None
    returned: int | None = None
    void: int | None = None
    votes: Mapping[Key, Mapping[str, int]] = field(default_factory=dict)
    weight: int | None = None
    ballots: int = 0
    own_name: str = ""

    @property
    def valid(self) -> int:
        """有效票: 收回 − 废票, or the ballots that were entered."""
        return self.ballots if self.returned is None else self.returned - (self.void or 0)

    @property
    def counted(self) -> int:
        """有效票 once votes are written down, 0 before: a paper nobody has counted abstains from
        nothing."""
        return self.valid if any(any(said.values()) for said in self.votes.values()) else 0


@dataclass(frozen=True, slots=True)
class ItemResult:
    """The result of one item for one subject.

    Attributes:
        votes: per grade, also those without a vote.
        abstain, invalid: of this item.
        valid: ballots that count for this item.
    """

    votes: Mapping[str, int]
    abstain: int
    invalid: int
    valid: int
    satisfied: Fraction | None
    accepted: Fraction | None
    score: Fraction | None


@dataclass(frozen=True, slots=True)
class Result:
    """What a survey says, for the whole or one group.

    Attributes:
        items: (subject id or "", item) → result.
        overall: subject id or "" → result of the item that stands for the whole.
    """

    expected: int | None
    issued: int | None
    returned: int | None
    void: int
    valid: int
    items: Mapping[Key, ItemResult]
    overall: Mapping[str, ItemResult]

    @property
    def return_rate(self) -> Fraction | None:
        """回收率 = 收回 ÷ 发出."""
        return _rate(self.returned, self.issued)

    @property
    def turnout(self) -> Fraction | None:
        """参评率 = 有效票 ÷ 应参评."""
        return _rate(self.valid, self.expected)


def tally(ballots: Iterable[Mapping[str, str]], keys: Sequence[Key]) -> dict[Key, dict[str, int]]:
    """Votes of ballots; what a ballot leaves out is an abstention.

    Args:
        ballots: each {"subject/item" or "item": grade, ``abstain`` or ``invalid``}.
        keys: what is asked.
    """
    counts: dict[Key, Counter[str]] = {key: Counter() for key in keys}
    for ballot in ballots:
        for key in keys:
            counts[key][ballot.get(ballot_key(key), ABSTAIN)] += 1
    return {key: dict(counter) for key, counter in counts.items()}


def ballot_key(key: Key) -> str:
    """The name of an item on a ballot."""
    subject, item = key
    return f"{subject}/{item}" if subject else item


def keys_of(form: Form, subjects: Sequence[str] = ()) -> list[Key]:
    """Everything a ballot of this form asks."""
    return [
        (s, item) for s in (subjects if form.subjects else ("",)) for item, _words in form.items
    ]


def count(form: Form, groups: Sequence[Group], subjects: Sequence[str] = ()) -> Result:
    """The result of groups together.

    Where all groups carry weights, the rates and scores are the weighted mean of the groups' own
    (职工群众 50 %, 下级工会 30 % …); else every ballot counts alike.
    """
    keys = keys_of(form, subjects)
    weights = [g.weight for g in groups]
    weighted = len(groups) > 1 and all(weights) and any(g.valid for g in groups)
    items = {}
    for key in keys:
        own = [_item(form, g.votes.get(key, {}), g.counted) for g in groups]
        whole = _together(form, own)
        items[key] = _weigh(whole, own, [int(w or 0) for w in weights]) if weighted else whole
    return Result(
        _sum(g.expected for g in groups),
        _sum(g.issued for g in groups),
        _sum(g.returned for g in groups),
        sum(g.void or 0 for g in groups),
        sum(g.valid for g in groups),
        items,
        {subject: items[subject, item] for subject, item in keys if item == form.overall},
    )


def shown_alone(group: Group, least: int) -> bool:
    """Whether a group is large enough to be shown by itself."""
    return group.valid >= least


def _item(form: Form, votes: Mapping[str, int], valid: int) -> ItemResult:
    grades = {g.code: votes.get(g.code, 0) for g in form.grades}
    invalid = votes.get(INVALID, 0)
    said = sum(grades.values())
    # Counts typed in need not mention abstentions: who said nothing abstained.
    abstain = max(votes.get(ABSTAIN, 0), valid - invalid - said)
    return _judged(form, grades, abstain, invalid)


def _together(form: Form, results: Sequence[ItemResult]) -> ItemResult:
    grades = {g.code: sum(r.votes[g.code] for r in results) for g in form.grades}
    return _judged(form, grades, sum(r.abstain for r in results), sum(r.invalid for r in results))


def _judged(form: Form, grades: Mapping[str, int], abstain: int, invalid: int) -> ItemResult:
    said = sum(grades.values())
    valid = said + abstain
    satisfied = sum(grades[g.code] for g in form.grades if g.satisfied)
    accepted = sum(grades[g.code] for g in form.grades if g.accepted)
    score = sum(grades[g.code] * g.weight for g in form.grades)
    return ItemResult(
        grades, abstain, invalid, valid, _rate(satisfied, valid), _rate(accepted, valid),
        _rate(score, said),
    )  # fmt: skip


def _weigh(whole: ItemResult, own: Sequence[ItemResult], weights: Sequence[int]) -> ItemResult:
    def mean(values: Sequence[Fraction | None]) -> Fraction | None:
        pairs = [(v, w) for v, w in zip(values, weights, strict=True) if v is not None and w]
        total = sum(w for _value, w in pairs)
        return sum((v * w for v, w in pairs), Fraction(0)) / total if total else None

    return ItemResult(
        whole.votes, whole.abstain, whole.invalid, whole.valid,
        mean([r.satisfied for r in own]), mean([r.accepted for r in own]),
        mean([r.score for r in own]),
    )  # fmt: skip


def _rate(part: int | None, whole: int | None) -> Fraction | None:
    return Fraction(part, whole) if part is not None and whole else None


def _sum(values: Iterable[int | None]) -> int | None:
    known = [value for value in values if value is not None]
    return sum(known) if known else None
