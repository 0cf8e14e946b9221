"""Facts that the rules of the area look at: one object on one day. ``None`` means: not known."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonFacts:
    """A person on the day ``on``.

    Attributes:
        where: the union, shown beside the name.
        document_type, number: the present identity document.
        sex: GB/T 2261.1.
        same_phone: how many present members have this phone, this one included.
        status, form: codes of ``employment_status`` and ``employment_form``.
        manager: a woman on a management or technical post, whose age of retirement was 55.
        away: works away from the place of the household.
    """

    id: str
    name: str
    on: date
    where: str = ""
    document_type: str | None = None
    number: str | None = None
    sex: str | None = None
    birth_on: date | None = None
    phone: str | None = None
    no_phone: bool = False
    same_phone: int = 0
    status: str | None = None
    form: str | None = None
    manager: bool | None = None
    household_type: str | None = None
    migrant: bool | None = None
    away: bool | None = None
    kind: str = "person"


@dataclass(frozen=True, slots=True)
class FilledFacts:
    """How much of what is expected of a union's members is filled in (MEM-06)."""

    id: str
    name: str
    filled: int
    expected: int
    where: str = ""
    kind: str = "union"


@dataclass(frozen=True, slots=True)
class Event:
    """One event of a membership.

    Attributes:
        change: ``opening`` or a code of ``membership_change``.
        on: the day; None: not known, before the records begin.
        reason: code of ``change_reason``.
        target: for 转出, whether it is known where to; None where it does not matter.
    """

    change: str
    on: date | None = None
    reason: str | None = None
    target: bool | None = None


@dataclass(frozen=True, slots=True)
class ChainFacts:
    """All events of one person's membership, in their order (MEM-07)."""

    id: str
    name: str
    events: tuple[Event, ...]
    where: str = ""
    kind: str = "person"


@dataclass(frozen=True, slots=True)
class SameNumberFacts:
    """A person whose document number others have too (MEM-03).

    Attributes:
        others: names of the others who are counted now.
        former: names of others who no longer have a membership.
        decided: a person has said that they are not the same.
    """

    id: str
    name: str
    others: tuple[str, ...]
    former: tuple[str, ...] = ()
    decided: bool = False
    where: str = ""
    kind: str = "person"


@dataclass(frozen=True, slots=True)
class RollFacts:
    """A union's members as counted, as listed by status, and as reported (MEM-08, MEM-11).

    Attributes:
        counted: the number of members that the union gives.
        active, retained: memberships 在籍 and 保留 on the day.
        reported: the reported number of members (填报数).
    """

    id: str
    name: str
    counted: int | None = None
    active: int | None = None
    retained: int | None = None
    reported: int | None = None
    where: str = ""
    kind: str = "union"


@dataclass(frozen=True, slots=True)
class TransferFacts:
    """A 接转 on the day ``on`` (MEM-10); ``to`` names the other side."""

    id: str
    name: str
    on: date
    state: str
    sent_on: date
    to: str = ""
    where: str = ""
    kind: str = "transfer"


@dataclass(frozen=True, slots=True)
class RetainedFacts:
    """A retained membership (CON-05).

    Attributes:
        reason: code of ``change_reason``.
    """

    id: str
    name: str
    reason: str | None
    where: str = ""
    kind: str = "person"


@dataclass(frozen=True, slots=True)
class ExpelledFacts:
    """An expulsion with its steps (CON-06).

    Attributes:
        heard_on: the members' group discussed it; ``decided_on``: the committee decided it, and it
            holds from then on; ``reported_on``: to the upper union.
    """

    id: str
    name: str
    decided_on: date | None
    reported_on: date | None
    heard_on: date | None = None
    where: str = ""
    kind: str = "person"


@dataclass(frozen=True, slots=True)
class BalanceFacts:
    """The listed members of a year's end and of the year before, what came and went (L07)."""

    kind: str
    id: str
    name: str
    before: int | None
    came: int
    went: int
    now: int | None
    where: str = ""
