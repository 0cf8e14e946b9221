"""What the figures of 六有 count that no other area counts: a union's fittings, smaller activities,
and assessments themselves."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Integer, and_, case, cast, func, literal_column, select

from app.areas.five_ones.records import ACTIVITY
from app.areas.organisations.bases import no_employer, subtree
from app.areas.organisations.records import UNION, UNION_SPELL
from app.figures.registry import NO, YES, Scope
from app.store.meta import on_day

_UNION: Any = literal_column("'union'")
_ACTIVITY: Any = literal_column("'activity'")
FITTINGS = ("has_office", "has_sign", "has_seal", "own_account")


def fittings(scope: Scope) -> Any:
    """One row per working union of the office with what it has; NULL: not filled in."""
    below = subtree(scope, "fitted_below")
    query = (
        select(
            _UNION.label("kind"),
            UNION.c.id,
            UNION_SPELL.c.name.label("title"),
            NO.label("reported"),
            UNION.c.id.label("union_id"),
            UNION_SPELL.c.type,
            UNION_SPELL.c.form,
            UNION_SPELL.c.place_id,
            *no_employer(),
            *(UNION.c[name] for name in FITTINGS),
        )
        .join(UNION_SPELL, UNION_SPELL.c.union_id == UNION.c.id)
        .where(
            UNION.c.outside == False,  # noqa: E712
            on_day(UNION_SPELL, scope.day),
            UNION_SPELL.c.status == "active",
        )
    )
    return query if below is None else query.where(UNION.c.id.in_(select(below.c.id)))


def held(scope: Scope) -> Any:
    """One row per activity held in the period; ``first_of_quarter``: no earlier one of its kind and
    union lies in the same quarter."""
    below = subtree(scope, "holders_below")
    day = ACTIVITY.c.held_on
    quarter = (
        cast(func.substr(day, 1, 4), Integer) * 4 + (cast(func.substr(day, 6, 2), Integer) + 2) // 3
    )
    rank = func.row_number().over(
        partition_by=(ACTIVITY.c.union_id, ACTIVITY.c.kind, quarter),
        order_by=(day, ACTIVITY.c.id),
    )
    query = (
        select(
            _ACTIVITY.label("kind"),
            ACTIVITY.c.id,
            ACTIVITY.c.title,
            NO.label("reported"),
            ACTIVITY.c.kind.label("activity_kind"),
            ACTIVITY.c.union_id,
            UNION_SPELL.c.type,
            UNION_SPELL.c.form,
            UNION_SPELL.c.place_id,
            *no_employer(),
            case((rank == 1, YES), else_=NO).label("first_of_quarter"),
        )
        .select_from(ACTIVITY)
        .outerjoin(
            UNION_SPELL,
            and_(UNION_SPELL.c.union_id == ACTIVITY.c.union_id, on_day(UNION_SPELL, day)),
        )
        .where(
            day >= scope.period.first,
            day <= func.min(scope.period.last, scope.day),
            ACTIVITY.c.cancelled_on.is_(None),
        )
    )
    return query if below is None else query.where(ACTIVITY.c.union_id.in_(select(below.c.id)))
