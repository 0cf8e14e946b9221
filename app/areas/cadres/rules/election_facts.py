"""Facts that the rules of elections and delegates look at. ``None`` means: not known."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """A candidate of a ballot, or somebody written in, with her votes.

    Attributes:
        flags: keys of ``candidate`` that bar from a post → yes, no, or not yet looked at.
    """

    id: str
    name: str
    yes: int | None = None
    no: int | None = None
    abstain: int | None = None
    written_in: bool = False
    person_id: str | None = None
    flags: dict[str, bool | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class BallotFacts:
    """One vote of an election (``ballot``).

    Attributes:
        kind: of the object that findings name: the election.
        on: the day of the vote, else of the meeting or of today.
        election: kind of the election: ``founding``, ``renewal``, ``by_election``, ``recall``.
        body, role: ``body_kind`` and ``post_role``; ``round`` from 1.
        by_body: the new body itself votes; ``due`` are its members.
        due, present: who may and who did vote; of the ballot, else of the meeting.
        wider: the congress named these fields, not the ballot, so that a correction belongs there.
        held: posts written from this election as (candidate's person, name) of this body and role.
    """

    id: str
    name: str
    on: date
    election: str = "renewal"
    body: str = "committee"
    role: str = "member"
    role_name: str = "委员"
    round: int = 1
    by_body: bool = False
    seats: int | None = None
    due: int | None = None
    present: int | None = None
    issued: int | None = None
    returned: int | None = None
    valid: int | None = None
    invalid: int | None = None
    candidates: tuple[Counted, ...] = ()
    where: str = ""
    kind: str = "election"


@dataclass(frozen=True, slots=True, kw_only=True)
class ElectionFacts:
    """An election's dates (``election``).

    Attributes:
        on: the day looked at.
    """

    id: str
    name: str
    on: date
    election: str = "renewal"
    congress: str | None = None
    due: int | None = None
    present: int | None = None
    dates: dict[str, date | None] = field(default_factory=dict)
    approved: bool | None = None
    where: str = ""
    kind: str = "election"


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisteredFacts:
    """What an election was and what was written from it (posts of that election).

    Attributes:
        elected: (person or empty, name, role) of everybody who is elected by the counts.
        posts: (person, name, role) of the posts that stand under the election.
    """

    id: str
    name: str
    on: date
    elected: tuple[tuple[str, str, str], ...] = ()
    posts: tuple[tuple[str, str, str], ...] = ()
    counted: bool = False
    where: str = ""
    kind: str = "election"


@dataclass(frozen=True, slots=True, kw_only=True)
class DelegationFacts:
    """The delegates of one 届 of a 会员代表大会 on a day.

    Attributes:
        members, women_members: of the union on the day of the election.
        union_type: of ``union_type``; a federation's delegates follow no table.
        total: delegates in office; ``seats`` as decided.
        vacant: seats without a delegate; ``oldest``: since when the longest.
        elected_on: all were elected; ``session_on``: the first meeting after that.
    """

    id: str
    name: str
    on: date
    union_type: str | None = None
    members: int | None = None
    women_members: int | None = None
    seats: int | None = None
    total: int | None = None
    women: int | None = None
    front_line: int | None = None
    managers: int | None = None
    vacant: int | None = None
    oldest: date | None = None
    elected_on: date | None = None
    session_on: date | None = None
    where: str = ""
    kind: str = "delegation"


@dataclass(frozen=True, slots=True, kw_only=True)
class PollFacts:
    """How one electing unit chose its delegates (``delegate_poll``)."""

    id: str
    name: str
    seats: int | None = None
    candidates: int | None = None
    due: int | None = None
    present: int | None = None
    least_yes: int | None = None
    where: str = ""
    kind: str = "delegation"


@dataclass(frozen=True, slots=True, kw_only=True)
class RecallFacts:
    """A delegate who was recalled: votes for it, and all members of her unit."""

    id: str
    name: str
    person: str
    yes: int | None = None
    every: int | None = None
    where: str = ""
    kind: str = "delegation"


@dataclass(frozen=True, slots=True, kw_only=True)
class RightFacts:
    """A listed person who stands for election or is a delegate.

    Attributes:
        kind: of the object that findings name: the election or the delegation.
        on: the day on which it counts: of the vote, or looked at.
        retained: whether her membership was retained (保留会籍) then.
    """

    id: str
    name: str
    person: str
    on: date
    retained: bool
    where: str = ""
    kind: str = "election"
