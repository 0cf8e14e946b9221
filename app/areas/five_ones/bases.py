"""What the figures of this area count: activities of a period, unions with a 职代会, seats of
workers on boards; contracts in force and whom they cover, bodies and numbers of disputes."""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    Select,
    and_,
    case,
    exists,
    func,
    literal_column,
    or_,
    select,
    type_coerce,
)

from app.areas.cadres.records import BODY, DELEGATE, DELEGATION, POST
from app.areas.members.records import PERSON
from app.areas.organisations.bases import no_employer, subtree
from app.areas.organisations.records import (
    COVERAGE,
    EMPLOYER_SPELL,
    FEDERATION_MEMBER,
    READING,
    UNION,
    UNION_SPELL,
)
from app.figures.registry import NO, YES, Scope, flag
from app.store.meta import on_day
from app.store.types import Words

from .lists.year import FEDERATIONS, PRIMARY
from .records import ACTIVITY, CONGRESS, CONTRACT, CONTRACT_COVER
from .rules.meetings import WORKERS

BOARD_ROLES = ("worker_director", "worker_supervisor")
"""职工董事 and 职工监事 among the codes of ``post_role``."""
_KEPT = "-5 years"
"""A 职代会 is still there so long after its last meeting (企业民主管理规定: 届期 3—5年)."""


def _kind(word: str) -> Any:
    return literal_column(f"'{word}'").label("kind")


def activities(scope: Scope) -> Select[Any]:
    """One row per activity that was held in the period. ``first``: whether it is the union's
    first of its kind in the period, so that unions can be counted."""
    below = subtree(scope, "activities_below")
    last = func.min(scope.period.last, scope.day)
    row, earlier = ACTIVITY.c, ACTIVITY.alias("earlier")
    sooner = or_(
        earlier.c.held_on < row.held_on,
        and_(earlier.c.held_on == row.held_on, earlier.c.id < row.id),
    )
    before = exists().where(
        earlier.c.union_id == row.union_id,
        earlier.c.kind == row.kind,
        earlier.c.held_on >= scope.period.first,
        sooner,
    )
    query = (
        select(
            _kind("activity"),
            row.id,
            row.title,
            NO.label("reported"),
            row.union_id,
            UNION_SPELL.c.type,
            UNION_SPELL.c.form,
            UNION_SPELL.c.place_id,
            *no_employer(),
            row.kind.label("what"),
            row.participants,
            row.proposals,
            row.adopted,
            flag(~before).label("first"),
        )
        .join(UNION, UNION.c.id == row.union_id)
        .outerjoin(
            UNION_SPELL,
            and_(
                UNION_SPELL.c.union_id == row.union_id,
                UNION_SPELL.c.since <= row.held_on,
                or_(UNION_SPELL.c.until.is_(None), UNION_SPELL.c.until > row.held_on),
            ),
        )
        .where(
            row.held_on >= scope.period.first,
            row.held_on <= last,
            UNION.c.outside == False,  # noqa: E712  SQL
        )
    )
    return query if below is None else query.where(row.union_id.in_(select(below.c.id)))


def kept() -> Any:
    """Whether activities are kept at all."""
    return select(ACTIVITY.c.id).limit(1)


def _meetings(scope: Scope, *conditions: Any) -> Any:
    """A 职工（代表）大会 of the union that was held until the day."""
    row = ACTIVITY.c
    return exists().where(
        row.union_id == UNION.c.id, row.kind == WORKERS, row.held_on <= scope.day, *conditions
    )


def _delegation(scope: Scope, column: Any) -> Any:
    """A value of the 届 of delegates that is in office on the day."""
    return (
        select(column)
        .select_from(DELEGATION)
        .where(
            DELEGATION.c.union_id == UNION.c.id,
            DELEGATION.c.kind == "workers",
            on_day(DELEGATION, scope.day),
        )
        .limit(1)
        .correlate(UNION)
        .scalar_subquery()
    )


def _listed(scope: Scope, *conditions: Any) -> Any:
    one = DELEGATE.c
    return (
        select(func.count())
        .select_from(DELEGATE)
        .outerjoin(PERSON, PERSON.c.id == one.person_id)
        .where(
            one.delegation_id == DELEGATION.c.id,
            or_(one.until.is_(None), one.until > scope.day),
            *conditions,
        )
        .correlate(DELEGATION)
        .scalar_subquery()
    )


def _last_meeting(column: Any) -> Any:
    """A count of the union's newest 职工代表大会: where no list of delegates is kept."""
    row = ACTIVITY.c
    return (
        select(column)
        .select_from(ACTIVITY)
        .join(CONGRESS, CONGRESS.c.activity_id == row.id)
        .where(
            row.union_id == UNION.c.id,
            row.kind == WORKERS,
            row.held_on.is_not(None),
            CONGRESS.c.form == "delegates",
        )
        .order_by(row.held_on.desc())
        .limit(1)
        .correlate(UNION)
        .scalar_subquery()
    )


def _covered(scope: Scope) -> Any:
    """How many employers the union covers: its own, and those of the unions right below it and of
    its members."""
    lower: Any = UNION_SPELL.alias("lower")
    members = select(FEDERATION_MEMBER.c.union_id).where(
        FEDERATION_MEMBER.c.federation_id == UNION.c.id, on_day(FEDERATION_MEMBER, scope.day)
    )
    below = select(lower.c.union_id).where(lower.c.upper_id == UNION.c.id, on_day(lower, scope.day))
    return (
        select(func.count(COVERAGE.c.employer_id.distinct()))
        .where(
            COVERAGE.c.kind == "found",
            on_day(COVERAGE, scope.day),
            or_(
                COVERAGE.c.union_id == UNION.c.id,
                COVERAGE.c.union_id.in_(members.correlate(UNION)),
                COVERAGE.c.union_id.in_(below.correlate(UNION)),
            ),
        )
        .correlate(UNION)
        .scalar_subquery()
    )


def systems(scope: Scope) -> Select[Any]:
    """One row per union with a 职工（代表）大会: delegates are in office, or one was held within
    five years. ``regional``: of a federation; ``met``: held one in the period."""
    below = subtree(scope, "systems_below")
    since = func.date(type_coerce(scope.day, Words), _KEPT)
    in_office = exists().where(
        DELEGATION.c.union_id == UNION.c.id,
        DELEGATION.c.kind == "workers",
        on_day(DELEGATION, scope.day),
    )
    woman = func.coalesce(PERSON.c.sex, DELEGATE.c.sex) == "2"
    own = {
        "delegates": case((DELEGATION.c.listed, _listed(scope)), else_=DELEGATION.c.total),
        "women": case((DELEGATION.c.listed, _listed(scope, woman)), else_=DELEGATION.c.women),
    }
    query = (
        select(
            _kind("union"),
            UNION.c.id,
            UNION_SPELL.c.name.label("title"),
            NO.label("reported"),
            UNION.c.id.label("union_id"),
            UNION_SPELL.c.type,
            UNION_SPELL.c.form,
            UNION_SPELL.c.place_id,
            *no_employer(),
            flag(UNION_SPELL.c.type.in_(FEDERATIONS)).label("regional"),
            flag(_meetings(scope, ACTIVITY.c.held_on >= scope.period.first)).label("met"),
            func.coalesce(
                _delegation(scope, own["delegates"]), _last_meeting(CONGRESS.c.due)
            ).label("delegates"),
            func.coalesce(_delegation(scope, own["women"]), _last_meeting(CONGRESS.c.women)).label(
                "women"
            ),
            _covered(scope).label("covered"),
        )
        .join(UNION_SPELL, UNION_SPELL.c.union_id == UNION.c.id)
        .where(
            on_day(UNION_SPELL, scope.day),
            UNION.c.outside == False,  # noqa: E712  SQL
            UNION_SPELL.c.status == "active",
            UNION_SPELL.c.type.in_(PRIMARY),
            or_(in_office, _meetings(scope, ACTIVITY.c.held_on >= since)),
        )
    )
    return query if below is None else query.where(UNION.c.id.in_(select(below.c.id)))


def seats(scope: Scope) -> Select[Any]:
    """One row per 职工董事 or 职工监事 of the day."""
    below = subtree(scope, "seats_below")
    query = (
        select(
            _kind("post"),
            POST.c.id,
            PERSON.c.name.label("title"),
            NO.label("reported"),
            POST.c.union_id,
            UNION_SPELL.c.type,
            UNION_SPELL.c.form,
            UNION_SPELL.c.place_id,
            *no_employer(),
            POST.c.role,
        )
        .join(PERSON, PERSON.c.id == POST.c.person_id)
        .join(UNION, UNION.c.id == POST.c.union_id)
        .join(UNION_SPELL, UNION_SPELL.c.union_id == POST.c.union_id)
        .where(
            POST.c.role.in_(BOARD_ROLES),
            on_day(POST, scope.day),
            on_day(UNION_SPELL, scope.day),
            UNION.c.outside == False,  # noqa: E712  SQL
        )
    )
    return query if below is None else query.where(POST.c.union_id.in_(select(below.c.id)))


def kept_posts() -> Any:
    """Whether posts are kept at all."""
    return select(POST.c.id).limit(1)


# -- 表六 ------------------------------------------------------------------------------------------

DISPUTES = ("J612", "J613", "J615")
"""受理争议, 调解成功, 法律援助: numbers that unions report for a year."""
LABOUR_BODIES = ("mediation", "labour_law")
"""劳动争议调解 and 劳动法律监督 among the codes of ``body_kind``."""


def _in_force(scope: Scope) -> list[Any]:
    """A contract that holds on the day by its own dates: signed, begun, neither over nor ended nor
    objected to."""
    row, day = CONTRACT.c, scope.day
    return [
        row.signed_on <= day,
        or_(row.since.is_(None), row.since <= day),
        or_(row.ends_on.is_(None), row.ends_on >= day),
        or_(row.terminated_on.is_(None), row.terminated_on > day),
        func.coalesce(row.objected, NO) == NO,
    ]


def _union_of(column: Any, scope: Scope) -> Any:
    return and_(UNION_SPELL.c.union_id == column, on_day(UNION_SPELL, scope.day))


def contracts(scope: Scope) -> Select[Any]:
    """One row per contract in force on the day; ``covered``: workers as written on it, else the
    sum of those of its employers."""
    row, cover = CONTRACT.c, CONTRACT_COVER.c
    below = subtree(scope, "contracts_below")
    counted = (
        select(func.sum(cover.workers))
        .where(cover.contract_id == row.id, or_(cover.until.is_(None), cover.until > scope.day))
        .scalar_subquery()
    )
    query = (
        select(
            _kind("contract"),
            row.id,
            row.title,
            NO.label("reported"),
            row.union_id,
            UNION_SPELL.c.type,
            UNION_SPELL.c.form,
            UNION_SPELL.c.place_id,
            *no_employer(),
            row.kind.label("what"),
            row.scope,
            func.coalesce(row.workers, counted).label("covered"),
        )
        .join(UNION, UNION.c.id == row.union_id)
        .outerjoin(UNION_SPELL, _union_of(row.union_id, scope))
        .where(*_in_force(scope), UNION.c.outside == False)  # noqa: E712  SQL
    )
    return query if below is None else query.where(row.union_id.in_(select(below.c.id)))


def contract_employers(scope: Scope) -> Select[Any]:
    """One row per employer that contracts in force cover on the day, each once: ``comprehensive``
    and ``wage`` say by which kinds."""
    row, cover = CONTRACT.c, CONTRACT_COVER.c
    below = subtree(scope, "covers_below")
    held = (
        select(
            cover.employer_id,
            func.min(row.union_id, type_=UNION.c.id.type).label("union_id"),
            func.max(flag(row.kind == "comprehensive")).label("comprehensive"),
            func.max(flag(row.kind == "wage")).label("wage"),
        )
        .join(CONTRACT, row.id == cover.contract_id)
        .join(UNION, UNION.c.id == row.union_id)
        .where(
            *_in_force(scope),
            or_(cover.until.is_(None), cover.until > scope.day),
            UNION.c.outside == False,  # noqa: E712  SQL
        )
        .group_by(cover.employer_id)
    )
    if below is not None:
        held = held.where(row.union_id.in_(select(below.c.id)))
    every = held.cte("contract_covered").prefix_with("MATERIALIZED")
    firm = EMPLOYER_SPELL.c
    return (
        select(
            _kind("employer"),
            every.c.employer_id.label("id"),
            firm.name.label("title"),
            NO.label("reported"),
            every.c.union_id,
            UNION_SPELL.c.type,
            UNION_SPELL.c.form,
            func.coalesce(UNION_SPELL.c.place_id, firm.place_id).label("place_id"),
            firm.nature,
            firm.industry,
            firm.economic_type,
            every.c.comprehensive,
            every.c.wage,
        )
        .outerjoin(
            EMPLOYER_SPELL,
            and_(firm.employer_id == every.c.employer_id, on_day(EMPLOYER_SPELL, scope.day)),
        )
        .outerjoin(UNION_SPELL, _union_of(every.c.union_id, scope))
    )


def kept_contracts() -> Any:
    """Whether contracts are kept at all."""
    return select(CONTRACT.c.id).limit(1)


def labour_bodies(scope: Scope) -> Select[Any]:
    """One row per body for disputes or labour law of a union on the day."""
    below = subtree(scope, "labour_below")
    query = (
        select(
            _kind("union"),
            BODY.c.union_id.label("id"),
            UNION_SPELL.c.name.label("title"),
            NO.label("reported"),
            BODY.c.union_id,
            UNION_SPELL.c.type,
            UNION_SPELL.c.form,
            UNION_SPELL.c.place_id,
            *no_employer(),
            BODY.c.kind.label("what"),
        )
        .join(UNION, UNION.c.id == BODY.c.union_id)
        .join(UNION_SPELL, _union_of(BODY.c.union_id, scope))
        .where(
            BODY.c.kind.in_(LABOUR_BODIES),
            on_day(BODY, scope.day),
            UNION_SPELL.c.status == "active",
            UNION.c.outside == False,  # noqa: E712  SQL
        )
    )
    return query if below is None else query.where(BODY.c.union_id.in_(select(below.c.id)))


def kept_bodies() -> Any:
    """Whether bodies are kept at all."""
    return select(BODY.c.id).limit(1)


def disputes(scope: Scope) -> Select[Any]:
    """One row per union that reported one of ``DISPUTES`` in the period: its newest number each.
    Numbers typed for the office's own (local) union are its totals of past years, no part of it."""
    below = subtree(scope, "disputes_below")
    last = func.min(scope.period.last, scope.day)

    def newest(code: str) -> Any:
        held = (
            select(READING.c.value)
            .where(
                READING.c.union_id == UNION.c.id,
                READING.c.code == code,
                READING.c.on_day >= scope.period.first,
                READING.c.on_day <= last,
            )
            .order_by(READING.c.on_day.desc())
            .limit(1)
        )
        return held.scalar_subquery().label(code)

    reported = exists().where(
        READING.c.union_id == UNION.c.id,
        READING.c.code.in_(DISPUTES),
        READING.c.on_day >= scope.period.first,
        READING.c.on_day <= last,
    )
    query = (
        select(
            _kind("union"),
            UNION.c.id,
            UNION_SPELL.c.name.label("title"),
            YES.label("reported"),
            UNION.c.id.label("union_id"),
            UNION_SPELL.c.type,
            UNION_SPELL.c.form,
            UNION_SPELL.c.place_id,
            *no_employer(),
            *(newest(code) for code in DISPUTES),
        )
        .join(UNION_SPELL, _union_of(UNION.c.id, scope))
        .where(
            reported,
            UNION_SPELL.c.type.in_((*PRIMARY, *FEDERATIONS)),
            UNION.c.outside == False,  # noqa: E712  SQL
        )
    )
    return query if below is None else query.where(UNION.c.id.in_(select(below.c.id)))


def kept_disputes() -> Any:
    """Whether such numbers are reported at all."""
    return select(READING.c.id).where(READING.c.code.in_(DISPUTES)).limit(1)
