"""Facts that the rules of consultations and collective contracts look at. ``None``: not known."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

WAGE = "wage"
WORKERS, EMPLOYER = "workers", "employer"
REGIONAL = ("regional", "trade")


@dataclass(frozen=True, slots=True)
class Seat:
    """One at the table.

    Attributes:
        office: ``chair`` or ``legal_representative`` where that makes her the head.
        mandate_on: day of the written mandate.
        sex: GB/T 2261.1; ``"2"``: a woman.
    """

    name: str
    head: bool = False
    office: str | None = None
    mandate_on: date | None = None
    outside: bool | None = None
    front_line: bool | None = None
    dispatched: bool | None = None
    sex: str | None = None


@dataclass(frozen=True, slots=True)
class Vote:
    """The 职工(代表)大会 that looked at a draft.

    Attributes:
        held_on: None while it is planned.
        due, present: 应到, 实到.
        yes: votes for the draft; None where no resolution is named or its votes are not filled in.
        decided: whether a resolution is named.
    """

    held_on: date | None = None
    due: int | None = None
    present: int | None = None
    yes: int | None = None
    decided: bool = False


@dataclass(frozen=True, slots=True)
class ContractFacts:
    """A contract on the day ``on``.

    Attributes:
        form: of ``contract_kind``; ``scope``: of ``contract_scope``.
        since, ends_on: both days belong to it.
        objected: the authority objected.
        effective: from which day it holds (``process.effective_on``).
        renewed: a later contract takes its place, signed or in force.
        employers: how many it covers on the day; ``confirmed``: of these, in writing.
        outside: names of covered employers that the union does not cover.
        area: how many employers the union covers.
        agreed: its papers say that a 职代会 agreed, whichever it was.
        women: whether it has women workers, ``women_clause``: and speaks of them.
    """

    id: str
    name: str
    on: date
    form: str = WAGE
    scope: str = "enterprise"
    where: str = ""
    signed_on: date | None = None
    since: date | None = None
    ends_on: date | None = None
    filed_on: date | None = None
    reviewed_on: date | None = None
    objected: bool | None = None
    published_on: date | None = None
    effective: date | None = None
    terminated_on: date | None = None
    renewed: bool = False
    employers: int = 0
    confirmed: int = 0
    outside: tuple[str, ...] = ()
    area: int = 0
    agreed: bool | None = None
    women: int | None = None
    women_clause: bool | None = None
    kind: str = "contract"

    @property
    def wage(self) -> bool:
        """Whether the shorter terms of a wage agreement hold."""
        return self.form == WAGE


@dataclass(frozen=True, slots=True)
class ConsultationFacts:
    """A consultation on the day ``on``.

    Attributes:
        form: of ``contract_kind``.
        seats: side → who sits there.
        talks: days of the meetings that were held.
        vote: None where no congress is named.
        workers, women, dispatched: of the employer on the day, for the shares of a side.
        contract: what it led to; ``leads``: it is the first of those that led to it.
    """

    id: str
    name: str
    on: date
    form: str = WAGE
    scope: str = "enterprise"
    where: str = ""
    offered_on: date | None = None
    delivered_on: date | None = None
    answered_on: date | None = None
    answer: str | None = None
    data_on: date | None = None
    seats: dict[str, tuple[Seat, ...]] = field(default_factory=dict)
    talks: tuple[date, ...] = ()
    outcome: str | None = None
    vote: Vote | None = None
    contract: ContractFacts | None = None
    leads: bool = True
    closed_on: date | None = None
    workers: int | None = None
    women: int | None = None
    dispatched: int | None = None
    kind: str = "consultation"

    def side(self, which: str) -> tuple[Seat, ...]:
        """Who sits on a side."""
        return self.seats.get(which, ())


@dataclass(frozen=True, slots=True)
class WageYearFacts:
    """A union and its wage consultations of a year.

    Attributes:
        type: of the union.
        signed: wage agreements signed and filed in the year.
        through: wage agreements in force on every day of the year, or to its present day.
        running: wage consultations offered in the year that still run.
        last: last day of the year.
    """

    id: str
    name: str
    on: date
    last: date
    type: str = ""
    where: str = ""
    signed: int = 0
    through: int = 0
    running: int = 0
    kind: str = "union"
