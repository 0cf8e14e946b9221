"""What the figures of 会员 count: people with a membership on a day, and its events in a period.

Age is told by the year of birth alone, so that it stays the same after a person's data were erased.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    Integer,
    and_,
    case,
    cast,
    exists,
    false,
    func,
    literal_column,
    null,
    or_,
    select,
    true,
    type_coerce,
)

from app.areas.organisations.bases import HEADS, MEMBER_HEADS, members_reported, subtree
from app.areas.organisations.records import COVERAGE, EMPLOYER_SPELL, UNION, UNION_SPELL
from app.figures.registry import NO, YES, Scope, flag
from app.store.meta import on_day
from app.store.types import Words

from .records import EMPLOYMENT, IDENTITY, MEMBERSHIP, PERSON, PERSON_SPELL

_MEMBER: Any = literal_column("'member'")


def _works(scope: Scope, column: str) -> Any:
    """A dated field of the employer that the membership follows; fetched only where asked for."""
    return (
        select(EMPLOYER_SPELL.c[column])
        .join(EMPLOYMENT, EMPLOYMENT.c.employer_id == EMPLOYER_SPELL.c.employer_id)
        .where(
            EMPLOYMENT.c.person_id == MEMBERSHIP.c.person_id,
            EMPLOYMENT.c.follows == True,  # noqa: E712
            on_day(EMPLOYMENT, scope.day),
            on_day(EMPLOYER_SPELL, scope.day),
        )
        .limit(1)
        .scalar_subquery()
    )


def _counted_at(scope: Scope) -> Any:
    """The employer whom a member counts for, among those that her union covers: the one employer of
    a single union, else where she works when dispatched, else whom she works for."""
    covered = select(COVERAGE.c.employer_id).where(
        COVERAGE.c.union_id == MEMBERSHIP.c.union_id,
        COVERAGE.c.kind == "found",
        on_day(COVERAGE, scope.day),
    )

    def first(query: Any) -> Any:
        return query.correlate(MEMBERSHIP).limit(1).scalar_subquery()

    def at(column: str) -> Any:
        job = EMPLOYMENT.c
        works = (job.person_id == MEMBERSHIP.c.person_id, job.follows == True)  # noqa: E712
        joined = covered.join(EMPLOYMENT, job[column] == COVERAGE.c.employer_id)
        return first(joined.where(*works, on_day(EMPLOYMENT, scope.day)))

    return case(
        (UNION_SPELL.c.type == "single", first(covered)),
        else_=func.coalesce(at("host_id"), at("employer_id")),
    )


def _present(scope: Scope) -> Any:
    """Memberships of the day (在籍 and 保留) in the office's unions that exist on it."""
    below = subtree(scope, "members_below")
    query = (
        select(
            _MEMBER.label("kind"),
            PERSON.c.id,
            PERSON.c.name.label("title"),
            NO.label("reported"),
            MEMBERSHIP.c.union_id,
            MEMBERSHIP.c.status,
            UNION_SPELL.c.type,
            UNION_SPELL.c.form,
            func.coalesce(UNION_SPELL.c.place_id, _works(scope, "place_id")).label("place_id"),
            _works(scope, "nature").label("nature"),
            _works(scope, "industry").label("industry"),
            _works(scope, "economic_type").label("economic_type"),
            PERSON.c.sex,
            PERSON.c.ethnicity,
            PERSON_SPELL.c.education,
            PERSON_SPELL.c.political,
            PERSON_SPELL.c.employment_form,
            PERSON_SPELL.c.new_group,
            flag(PERSON_SPELL.c.migrant == True).label("migrant"),  # noqa: E712
            (
                cast(func.substr(type_coerce(scope.day, Words), 1, 4), Integer)
                - PERSON.c.birth_year
            ).label("age"),
        )
        .select_from(MEMBERSHIP)
        .join(PERSON, PERSON.c.id == MEMBERSHIP.c.person_id)
        .join(UNION, UNION.c.id == MEMBERSHIP.c.union_id)
        .join(UNION_SPELL, UNION_SPELL.c.union_id == MEMBERSHIP.c.union_id)
        .outerjoin(
            PERSON_SPELL,
            and_(PERSON_SPELL.c.person_id == PERSON.c.id, on_day(PERSON_SPELL, scope.day)),
        )
        .where(
            MEMBERSHIP.c.status != "voided",
            on_day(MEMBERSHIP, scope.day),
            on_day(UNION_SPELL, scope.day),
            UNION.c.outside == False,  # noqa: E712
            UNION_SPELL.c.status == "active",
        )
    )
    return query if below is None else query.where(MEMBERSHIP.c.union_id.in_(select(below.c.id)))


def people(scope: Scope) -> Any:
    """One row per member listed on the day, 保留 among them (``status``). ``documented``: a
    document was listed, also where its number was erased on request."""
    has_document = exists().where(IDENTITY.c.person_id == PERSON.c.id)
    return _present(scope).add_columns(flag(has_document).label("documented"))


def counted_heads(scope: Scope) -> Any:
    """The listed members of unions that report no number: their part of the headcounts."""
    listed = (
        _present(scope)
        .add_columns(_counted_at(scope).label("employer_id"))
        .where(
            MEMBERSHIP.c.status == "active",
            MEMBERSHIP.c.union_id.not_in(select(members_reported(scope).subquery().c.union_id)),
        )
        .subquery()
    )
    own = {
        "J206": YES,
        "J207": flag(listed.c.sex == "2"),
        "J208": listed.c.migrant,
        "J209": flag(listed.c.employment_form == "dispatched"),
        "J210": flag(listed.c.new_group.is_not(None)),
    }
    assert tuple(own) == MEMBER_HEADS
    return select(
        *(listed.c[name] for name in ("kind", "id", "title", "reported", "union_id", "type")),
        *(listed.c[name] for name in ("form", "place_id", "nature", "industry", "economic_type")),
        *(own.get(code, cast(null(), Integer)).label(code) for code in HEADS),
        listed.c.employer_id,
    )


def left_members(scope: Scope) -> Any:
    """(union_id, members): how many members dissolved unions still list, 保留会籍 not counted."""
    return (
        select(MEMBERSHIP.c.union_id, func.count().label("members"))
        .join(UNION_SPELL, UNION_SPELL.c.union_id == MEMBERSHIP.c.union_id)
        .where(
            MEMBERSHIP.c.status == "active",
            on_day(MEMBERSHIP, scope.day),
            on_day(UNION_SPELL, scope.day),
            UNION_SPELL.c.status == "dissolved",
        )
        .group_by(MEMBERSHIP.c.union_id)
    )


def events(scope: Scope) -> tuple[Any, Any, Any]:
    """Beginnings and ends of memberships in the period, by the union on that day. Only what
    changes the number of members: nothing of a retained one, nothing that was entered wrongly.
    Who was there before her union counts (期初, or while it was in preparation) comes on its first
    day."""
    below = subtree(scope, "movers_below")
    spell = UNION_SPELL.alias("counted")
    first = select(func.min(spell.c.since)).where(spell.c.status == "active")
    hers = first.where(spell.c.union_id == MEMBERSHIP.c.union_id).correlate(MEMBERSHIP)
    began = _events(scope, below, MEMBERSHIP.c.since, "began")
    ended = _events(scope, below, MEMBERSHIP.c.until, "ended")
    return (
        began.where(MEMBERSHIP.c.since >= hers.scalar_subquery()),
        ended.where(MEMBERSHIP.c.until > hers.scalar_subquery()),
        _late(scope, below, first.add_columns(spell.c.union_id).group_by(spell.c.union_id)),
    )


def _late(scope: Scope, below: Any, firsts: Any) -> Any:
    """Who was there before the first day on which her union counts."""
    counts = firsts.cte("counts_from")
    day, until = counts.c[0], MEMBERSHIP.c.until
    still = or_(until.is_(None), until > day)
    return _events(scope, below, day, "began", counts).where(MEMBERSHIP.c.since < day, still)


def kept() -> Any:
    """Whether there is a membership at all."""
    return select(MEMBERSHIP.c.id).limit(1)


def _events(scope: Scope, below: Any, day: Any, how: str, counts: Any = None) -> Any:
    """``counts``: the first days of unions, where ``day`` is one of them: then nobody moves."""
    begins = how == "began"
    last = func.min(scope.period.last, scope.day)
    side = MEMBERSHIP.alias("side")
    meets = side.c.until == MEMBERSHIP.c.since if begins else side.c.since == MEMBERSHIP.c.until
    moved = side.c.ended if begins else side.c.began
    word = "transferred_out" if begins else "transferred_in"
    mine = "transferred_in" if begins else "transferred_out"
    here, there = UNION_SPELL, UNION_SPELL.alias("there")
    other = case((there.c.status == "active", side.c.union_id))  # else she is counted nowhere
    within = true() if below is None else other.in_(select(below.c.id))
    inside = and_(other.is_not(None), within)
    source: Any = MEMBERSHIP
    if counts is not None:
        source = source.join(counts, counts.c.union_id == MEMBERSHIP.c.union_id)
    query = (
        select(
            _MEMBER.label("kind"),
            PERSON.c.id,
            PERSON.c.name.label("title"),
            NO.label("reported"),
            MEMBERSHIP.c.union_id,
            *(here.c[name] for name in ("type", "form", "place_id")),
            *(null().label(name) for name in ("nature", "industry", "economic_type")),
            MEMBERSHIP.c[how].label("event"),
            PERSON.c.sex,
            other.label("other_union_id"),
            there.c.place_id.label("other_place_id"),
            flag(inside).label("inside"),
        )
        .select_from(source)
        .join(PERSON, PERSON.c.id == MEMBERSHIP.c.person_id)
        .join(UNION, UNION.c.id == MEMBERSHIP.c.union_id)
        .outerjoin(here, and_(here.c.union_id == MEMBERSHIP.c.union_id, _held(here, day)))
        .outerjoin(
            side,
            and_(
                side.c.person_id == MEMBERSHIP.c.person_id,
                meets,
                moved == word,
                MEMBERSHIP.c[how] == mine,
                side.c.status != "voided",
                true() if counts is None else false(),
            ),
        )
        .outerjoin(
            there,
            and_(there.c.union_id == side.c.union_id, _held(there, day, before=begins)),
        )
        .where(
            MEMBERSHIP.c.status == "active",
            UNION.c.outside == False,  # noqa: E712
            day >= scope.period.first,
            day <= last,
        )
    )
    return query if below is None else query.where(MEMBERSHIP.c.union_id.in_(select(below.c.id)))


def _held(spell: Any, day: Any, *, before: bool = False) -> Any:
    """The spell that held on the day, or on the day before: a union may be dissolved on the day on
    which its members go."""
    if before:
        return and_(spell.c.since < day, or_(spell.c.until.is_(None), spell.c.until >= day))
    return and_(spell.c.since <= day, or_(spell.c.until.is_(None), spell.c.until > day))
