"""What the figures of this slice count: activities of a period, unions with a 职代会, seats of
workers on boards."""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    Select,
    and_,
    case,
    exists,
    func,
    literal_column,
    null,
    or_,
    select,
    type_coerce,
)

from app.areas.cadres.records import DELEGATE, DELEGATION, POST
from app.areas.members.records import PERSON
from app.areas.organisations.bases import subtree
from app.areas.organisations.records import COVERAGE, FEDERATION_MEMBER, UNION, UNION_SPELL
from app.figures.registry import NO, YES, Scope
from app.store.meta import on_day
from app.store.types import Words

from .lists.year import FEDERATIONS, PRIMARY
from .records import ACTIVITY, CONGRESS
from .rules.meetings import WORKERS

BOARD_ROLES = ("worker_director", "worker_supervisor")
"""职工董事 and 职工监事 among the codes of ``post_role``."""
_KEPT = "-5 years"
"""A 职代会 is still there so long after its last meeting (企业民主管理规定: 届期 3—5年)."""
_UNKNOWN = ("nature", "industry", "economic_type")


def _flag(condition: Any) -> Any:
    return case((condition, YES), else_=NO)


def _kind(word: str) -> Any:
    return literal_column(f"'{word}'").label("kind")


def _none() -> list[Any]:
    return [null().label(name) for name in _UNKNOWN]


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
            *_none(),
            row.kind.label("what"),
            row.participants,
            row.proposals,
            row.adopted,
            _flag(~before).label("first"),
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
            *_none(),
            _flag(UNION_SPELL.c.type.in_(FEDERATIONS)).label("regional"),
            _flag(_meetings(scope, ACTIVITY.c.held_on >= scope.period.first)).label("met"),
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
            *_none(),
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
