"""Facts that the rules of the area look at. ``None`` means: not known."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Holder:
    """One post as a rule looks at it.

    Attributes:
        person: her name; ``person_id``: of the register.
        role, service: codes; ``post``: the role in words.
        office_since: since when she holds this role of this union without a gap; None: not known.
        until, ended: how it ended.
        office_due: when her term is over.
        duties: whether they are written down.
        front_line: of the post; ``model_worker``: of the person.
        executive, kin, finance: what bars from which post.
        trained: days on which courses for chairs began that she took part in.
    """

    person_id: str
    person: str
    role: str
    post: str = ""
    id: str = ""
    service: str | None = None
    since: date | None = None
    office_since: date | None = None
    until: date | None = None
    ended: str | None = None
    office_due: date | None = None
    duties: bool = False
    front_line: bool | None = None
    model_worker: bool | None = None
    kin: bool | None = None
    finance: bool | None = None
    acting: bool = False
    contract_until: date | None = None
    seconded_until: date | None = None
    own_consent_on: date | None = None
    upper_consent_on: date | None = None
    trained: tuple[date, ...] = ()


@dataclass(frozen=True, slots=True)
class TermFacts:
    """The running term of one body, on the day ``on`` (LAW-04, ELE-06, ELE-07, ELE-13).

    Attributes:
        body: kind; ``body_name``: in words.
        appointed: the body is appointed: no rule of elections applies.
        committee_due: when the term of the union's committee is over.
    """

    id: str
    name: str
    on: date
    body: str = "committee"
    body_name: str = "工会委员会"
    appointed: bool = False
    since: date | None = None
    years: int | None = None
    due: date | None = None
    delay: date | None = None
    delay_doc: str | None = None
    committee_due: date | None = None
    where: str = ""
    kind: str = "organs"


@dataclass(frozen=True, slots=True)
class UnionFacts:
    """A union with its bodies and posts on the day ``on``.

    Attributes:
        type, form: codes of ``union_type`` (empty for a local union) and ``union_form``;
            ``office_kind``: of the office where it is the office's own.
        appointed: its committee is appointed; None: no committee is kept here.
        members: for the size of the committee: those of the election, else of today, with all
            below; ``women``: its own women members; ``workers``: its own workers.
        committee, audit, women_posts: the holders of posts in these bodies (or, of a small union,
            of these posts without a body).
        has_audit, has_women: whether there is such a body.
        cadres: everybody who holds a post of a cadre here.
        own_account: it keeps money of its own.
        vacant_since: since when the union has no chair; ``has_chair``: None where nothing is kept.
    """

    id: str
    name: str
    on: date
    type: str = ""
    form: str | None = None
    office_kind: str = ""
    appointed: bool | None = False
    members: int | None = None
    women: int | None = None
    workers: int | None = None
    committee: tuple[Holder, ...] | None = None
    audit: tuple[Holder, ...] = ()
    women_posts: tuple[Holder, ...] = ()
    has_audit: bool = False
    has_women: bool = False
    cadres: tuple[Holder, ...] = ()
    own_account: bool | None = None
    has_chair: bool | None = None
    vacant_since: date | None = None
    where: str = ""
    kind: str = "organs"


@dataclass(frozen=True, slots=True)
class PostFacts:
    """One post on the day ``on`` (LAW-07, LAW-08, ELE-14, TWN-04); ``name``: of the union."""

    id: str
    name: str
    on: date
    holder: Holder
    appointed: bool = False
    where: str = ""
    kind: str = "post"


@dataclass(frozen=True, slots=True)
class Chair:
    """The chair of a union below a federation; ``person_id`` empty where only a name is kept."""

    union_id: str
    union: str
    person: str
    person_id: str = ""
    inside: bool = False


@dataclass(frozen=True, slots=True)
class FederationFacts:
    """A federation on the day (FED-01).

    Attributes:
        unions: how many it covers.
        chairs: of the covered unions that have one.
        seats: how many members its committee has; None: not kept.
        members: of the federation with all below, for the size of its committee.
    """

    id: str
    name: str
    on: date
    type: str
    unions: int
    chairs: tuple[Chair, ...]
    seats: int | None
    members: int | None = None
    where: str = ""
    kind: str = "organs"
