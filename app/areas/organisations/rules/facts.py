"""Facts that the rules of the area look at: one object on one day. ``None`` means: not known."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class CoveredEmployer:
    """An employer that a union covers (建会) on the day."""

    name: str
    status: str
    members: int | None = None


@dataclass(frozen=True, slots=True)
class UnionFacts:
    """A union on the day ``on``.

    Attributes:
        where: name of its place, shown beside the name.
        type, form, level, status: codes of the lists of that name.
        outside: in the area but of an upper union elsewhere; hardly any rule applies.
        is_root: the office's own union; ``office_kind`` is then the kind of the office.
        members, workers: persons on the day, listed or reported.
        covered_employers, covered_unions: how many it covers; None when nothing is listed and the
            list is not marked complete.
        employers: the covered employers one by one (needed for single and joint unions).
        credit_code: the union's own 统一社会信用代码.
        meeting_on: day of the founding congress; ``approval_no``, ``approved_on``: 批复.
        dissolved_on, dissolved_reported_on: end, and report of it to the upper union.
        members_left: members of a dissolved union neither moved nor 保留.
        uppers: (id, name) of the upper unions, nearest first; where it runs in a circle, up to and
            with the first one that comes again.
    """

    id: str
    name: str
    on: date
    type: str
    status: str = "active"
    where: str = ""
    form: str | None = None
    level: str = "primary"
    outside: bool = False
    is_root: bool = False
    office_kind: str = ""
    members: int | None = None
    workers: int | None = None
    covered_employers: int | None = None
    covered_unions: int | None = None
    employers: tuple[CoveredEmployer, ...] = ()
    credit_code: str | None = None
    legal_person: bool | None = None
    certificate_no: str | None = None
    certificate_until: date | None = None
    term_until: date | None = None
    meeting_on: date | None = None
    approval_no: str | None = None
    approved_on: date | None = None
    dissolved_on: date | None = None
    dissolved_reported_on: date | None = None
    members_left: int | None = None
    uppers: tuple[tuple[str, str], ...] = ()
    kind: str = "union"


@dataclass(frozen=True, slots=True)
class EmployerFacts:
    """An employer on the day ``on``.

    Attributes:
        members: active members working there, without 会籍保留.
        union_type, union_name, union_status: of the union that covers it (建会); None: 未建会.
        union_employers: how many employers that union covers.
        organisers: how many 组织员 are named on its coverages (0 when none is).
        opened_on: day of registration.
    """

    id: str
    name: str
    on: date
    status: str = "active"
    where: str = ""
    should_unionise: str | None = None
    members: int | None = None
    workers: int | None = None
    union_type: str | None = None
    union_name: str = ""
    union_status: str = "active"
    union_employers: int | None = None
    organisers: int = 0
    opened_on: date | None = None
    kind: str = "employer"


@dataclass(frozen=True, slots=True)
class PlaceFacts:
    """A place on a day: whether it has a union, or is listed as covered by one."""

    id: str
    name: str
    place_kind: str
    has_union: bool | None
    covered: bool | None = None
    where: str = ""
    kind: str = "place"


@dataclass(frozen=True, slots=True)
class RateFacts:
    """Numerator and denominator of a rate of a union, a place or the whole area.

    For the joining rate these are members and workers of the same units on the same day; ``type``
    is the union's type where the object is one union.
    """

    kind: str
    id: str
    name: str
    numerator: int | None
    denominator: int | None
    type: str = ""
    where: str = ""


@dataclass(frozen=True, slots=True)
class PartFacts:
    """A total with its parts (其中), and with the rows below that make it up, if there are any."""

    kind: str
    id: str
    name: str
    what: str
    total: int | None
    parts: tuple[tuple[str, int | None], ...] = ()
    rows: tuple[int | None, ...] | None = None
    where: str = ""


@dataclass(frozen=True, slots=True)
class ChangeFacts:
    """One figure of this year and last year."""

    kind: str
    id: str
    name: str
    what: str
    previous: int | None
    current: int | None
    where: str = ""


@dataclass(frozen=True, slots=True)
class DoubleFacts:
    """A member or employer with the names of all unions that count it on the day."""

    kind: str
    id: str
    name: str
    unions: tuple[str, ...]
    where: str = ""
