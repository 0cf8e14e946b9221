"""The record sets this area's figures are computed over, as of a day or in a period.

Which number holds for a union: its reported one (填报数), until its list is marked 名册已录全 from
a day not later than the one looked at; without a reported number, what is listed.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    Integer,
    and_,
    case,
    cast,
    exists,
    func,
    literal_column,
    null,
    or_,
    select,
    type_coerce,
    union_all,
)

from app.figures.registry import NO, YES, Scope
from app.store.meta import on_day

from .records import (
    COVERAGE,
    EMPLOYER,
    EMPLOYER_SPELL,
    FEDERATION_MEMBER,
    PLACE_SPELL,
    READING,
    UNION,
    UNION_SPELL,
)

COUNTED_TYPES = ("single", "joint", "regional_federation", "industry_federation")
HEADS = tuple(f"J2{n:02d}" for n in range(1, 11))
MEMBER_HEADS = HEADS[5:]
"""The headcounts of members, which a complete roster answers."""
SPLITS = ("J108", "J109", "J110", "J111", "J112", "J113")
OPEN_STATUS = ("active", "suspended")


def subtree(scope: Scope, name: str = "subtree") -> Any:
    """Ids of the union ``scope.unit`` and all below it on the day; None for the whole office.

    Args:
        name: of the common table; another one for each query of a base.
    """
    if scope.unit is None:
        return None
    unit = type_coerce(scope.unit, UNION.c.id.type)
    top = select(unit.label("id")).cte(name, recursive=True)
    lower = select(UNION_SPELL.c.union_id).join(top, UNION_SPELL.c.upper_id == top.c.id)
    return top.union(lower.where(on_day(UNION_SPELL, scope.day)))


_UNION: Any = literal_column("'union'")
_EMPLOYER: Any = literal_column("'employer'")
_OWNERS = {"union_id": UNION, "employer_id": EMPLOYER, "coverage_id": COVERAGE}


def latest(
    scope: Scope,
    owner: str,
    codes: tuple[str, ...],
    name: str,
    *,
    needed: str | None = None,
    whole: bool = False,
) -> Any:
    """Per owner the newest reading of each code not later than the day, one column per code; only
    owners that have one (of ``needed``, if given). Each is one step down the index of its owner,
    which is several times faster than ranking all readings. ``whole``: fetch them once for all
    owners; else for those that the statement asks for, each time it does."""
    table = _OWNERS[owner]

    def held(*wanted: str) -> Any:
        code = READING.c.code
        return (
            READING.c[owner] == table.c.id,
            code == wanted[0] if len(wanted) == 1 else code.in_(wanted),
            READING.c.on_day <= scope.day,
        )

    newest = (
        select(READING.c.value)
        .where(*held(code))
        .order_by(READING.c.on_day.desc())
        .limit(1)
        .scalar_subquery()
        .label(code)
        for code in codes
    )
    some = exists().where(*held(*([needed] if needed else codes)))
    found = select(table.c.id.label("owner"), *newest).where(some).cte(name)
    return found.prefix_with("MATERIALIZED") if whole else found


def _unions(scope: Scope) -> Any:
    """Unions of the office with their dated fields on the day."""
    query = (
        select(
            UNION.c.id.label("union_id"),
            UNION_SPELL.c.name,
            UNION_SPELL.c.upper_id,
            UNION_SPELL.c.type,
            UNION_SPELL.c.form,
            UNION_SPELL.c.level,
            UNION_SPELL.c.status,
            UNION_SPELL.c.place_id,
            UNION.c.legal_person,
            UNION.c.term_until,
            UNION.c.covered_complete_from,
            UNION.c.members_complete_from,
        )
        .join(UNION_SPELL, UNION_SPELL.c.union_id == UNION.c.id)
        .where(UNION.c.outside == False, on_day(UNION_SPELL, scope.day))  # noqa: E712
    )
    below = subtree(scope)
    return query if below is None else query.where(UNION.c.id.in_(select(below.c.id)))


def unions(scope: Scope) -> Any:
    """One row per union that counts as 基层工会: of a counted type and with status 正常."""
    every = _unions(scope).subquery()
    place = (
        select(PLACE_SPELL.c.place_id, PLACE_SPELL.c.kind)
        .where(on_day(PLACE_SPELL, scope.day))
        .subquery()
    )
    return (
        select(
            _UNION.label("kind"),
            every.c.union_id.label("id"),
            every.c.name.label("title"),
            NO.label("reported"),
            every,
            place.c.kind.label("place_kind"),
            _none("industry"),
            _none("economic_type"),
            _none("nature"),
            type_coerce(scope.day, UNION.c.term_until.type).label("day"),
        )
        .outerjoin(place, place.c.place_id == every.c.place_id)
        .where(every.c.type.in_(COUNTED_TYPES), every.c.status == "active")
    )


def _none(name: str) -> Any:
    return null().label(name)


def no_employer() -> list[Any]:
    """The columns that group by what an employer is, for records that belong to a union alone."""
    return [_none(name) for name in ("nature", "industry", "economic_type")]


def _covered(scope: Scope) -> Any:
    """Open 建会 coverage on the day, with the employer's dated fields; one row per employer."""
    found = (
        select(COVERAGE.c.union_id, COVERAGE.c.employer_id, COVERAGE.c.id.label("coverage_id"))
        .where(COVERAGE.c.kind == "found", on_day(COVERAGE, scope.day))
        .subquery()
    )
    return (
        select(
            found.c.union_id,
            found.c.employer_id,
            EMPLOYER_SPELL.c.name,
            EMPLOYER_SPELL.c.nature,
            EMPLOYER_SPELL.c.industry,
            EMPLOYER_SPELL.c.economic_type,
            EMPLOYER_SPELL.c.place_id.label("employer_place"),
        )
        .join(EMPLOYER_SPELL, EMPLOYER_SPELL.c.employer_id == found.c.employer_id)
        .where(on_day(EMPLOYER_SPELL, scope.day), EMPLOYER_SPELL.c.status.in_(OPEN_STATUS))
    )


def _takes_list(column: Any, scope: Scope) -> Any:
    return and_(column.is_not(None), column <= scope.day)


def units(scope: Scope) -> Any:
    """涵盖单位: one row per covered employer, and one row per union that only reports a number."""
    return select(union_all(*unit_parts(scope)).subquery())


def unit_parts(scope: Scope) -> tuple[Any, Any]:
    """The two kinds of rows of ``units``, each by its own query."""
    own = _unions(scope).subquery()
    every = (
        select(own.c["union_id", "name", "type", "form", "place_id", "covered_complete_from"])
        .where(own.c.status == "active")
        .cte("unit_unions")
        .prefix_with("MATERIALIZED")
    )
    counted = latest(
        scope, "union_id", ("J107", *SPLITS), "unit_readings", needed="J107", whole=True
    )
    lists = _takes_list(every.c.covered_complete_from, scope)
    reporting = (
        select(counted.c.owner.label("id"))
        .join(every, every.c.union_id == counted.c.owner)
        .where(every.c.type.in_(COUNTED_TYPES), ~func.coalesce(lists, NO))
        .cte("reporting")
        .prefix_with("MATERIALIZED")
    )
    reports = every.c.union_id.in_(select(reporting.c.id))
    listed = _by_list(every, _covered(scope).cte("covered")).where(~reports)
    return listed, _by_number(every, counted).where(reports)


def _by_list(every: Any, covered: Any) -> Any:
    return select(
        _EMPLOYER.label("kind"),
        covered.c.employer_id.label("id"),
        covered.c.name.label("title"),
        NO.label("reported"),
        every.c.union_id,
        every.c.type,
        every.c.form,
        func.coalesce(every.c.place_id, covered.c.employer_place).label("place_id"),
        covered.c.nature,
        covered.c.industry,
        covered.c.economic_type,
        YES.label("value"),
        *(cast(null(), Integer).label(code) for code in SPLITS),
    ).join(every, every.c.union_id == covered.c.union_id)


def _by_number(every: Any, counted: Any) -> Any:
    return select(
        _UNION.label("kind"),
        every.c.union_id.label("id"),
        every.c.name.label("title"),
        YES.label("reported"),
        every.c.union_id,
        every.c.type,
        every.c.form,
        every.c.place_id,
        _none("nature"),
        _none("industry"),
        _none("economic_type"),
        counted.c.J107.label("value"),
        *(counted.c[code] for code in SPLITS),
    ).join(counted, counted.c.owner == every.c.union_id)


def head_parts(scope: Scope) -> tuple[Any, Any]:
    """Headcounts: per union its reported numbers, per covered employer those of unions that
    report none. A row holds NULL for a code that does not come from it. Numbers typed for the
    office's own (local) union are its past years' totals and never a part of a sum; reported
    members of a union whose roster is complete give way to the list (``members_reported``).
    ``employer_id``: the covered employer whom a row counts for, if it is one's."""
    every = _unions(scope).cte("head_unions")
    own = latest(scope, "union_id", HEADS, "head_readings", whole=True)
    theirs = latest(scope, "employer_id", HEADS, "employer_readings", whole=True)
    covered = _covered(scope).cte("head_covered")
    from_union, from_employer = _reported_by(every, own, theirs, scope)
    by_union = (
        select(
            _UNION.label("kind"),
            every.c.union_id.label("id"),
            every.c.name.label("title"),
            YES.label("reported"),
            every.c.union_id,
            every.c.type,
            every.c.form,
            every.c.place_id,
            _none("nature"),
            _none("industry"),
            _none("economic_type"),
            *(from_union(code).label(code) for code in HEADS),
            _none("employer_id"),
        )
        .join(own, own.c.owner == every.c.union_id)
        .where(every.c.status == "active")
    )

    by_employer = (
        select(
            _EMPLOYER.label("kind"),
            covered.c.employer_id.label("id"),
            covered.c.name.label("title"),
            YES.label("reported"),
            every.c.union_id,
            every.c.type,
            every.c.form,
            func.coalesce(every.c.place_id, covered.c.employer_place).label("place_id"),
            covered.c.nature,
            covered.c.industry,
            covered.c.economic_type,
            *(from_employer(code).label(code) for code in HEADS),
            covered.c.employer_id,
        )
        .join(every, every.c.union_id == covered.c.union_id)
        .join(theirs, theirs.c.owner == covered.c.employer_id)
        .outerjoin(own, own.c.owner == every.c.union_id)
        .where(every.c.status == "active")
    )
    return by_union, by_employer


def _reported_by(every: Any, own: Any, theirs: Any, scope: Scope) -> tuple[Any, Any]:
    """Per code what a union reports, and what an employer of a union that reports none does."""
    workers_listed = _takes_list(every.c.covered_complete_from, scope)
    roster = func.coalesce(_takes_list(every.c.members_complete_from, scope), NO)

    def from_union(code: str) -> Any:
        counts: Any = and_(every.c.type.in_(COUNTED_TYPES), ~func.coalesce(workers_listed, NO))
        if code in MEMBER_HEADS:
            counts = and_(counts, ~roster)
        return case((counts, own.c[code]))

    def from_employer(code: str) -> Any:
        counts: Any = func.coalesce(from_union(code), None).is_(None)
        if code in MEMBER_HEADS:
            counts = and_(counts, ~roster)
        return case((counts, theirs.c[code]))

    return from_union, from_employer


def members_reported(scope: Scope) -> Any:
    """Ids of the unions whose number of members is a reported one on the day, their own or that of
    an employer they cover: no complete roster, and a reading of J206."""
    held = (READING.c.code == MEMBER_HEADS[0], READING.c.on_day <= scope.day)
    counts = (
        UNION_SPELL.c.type.in_(COUNTED_TYPES),
        on_day(UNION_SPELL, scope.day),
        ~func.coalesce(_takes_list(UNION.c.members_complete_from, scope), NO),
    )
    own = (
        select(UNION.c.id.label("union_id"))
        .join(UNION_SPELL, UNION_SPELL.c.union_id == UNION.c.id)
        .join(READING, READING.c.union_id == UNION.c.id)
        .where(*held, *counts)
    )
    theirs = (
        select(UNION.c.id)
        .join(UNION_SPELL, UNION_SPELL.c.union_id == UNION.c.id)
        .join(COVERAGE, COVERAGE.c.union_id == UNION.c.id)
        .join(READING, READING.c.employer_id == COVERAGE.c.employer_id)
        .where(*held, *counts, COVERAGE.c.kind == "found", on_day(COVERAGE, scope.day))
    )
    return own.union(theirs)


def union_events(scope: Scope) -> Any:
    """Founding, dissolving and restoring of unions in the period, by the place on that day. A
    union whose start is unknown was there before the records begin: no event."""
    earlier = UNION_SPELL.alias("earlier")
    before = (
        select(earlier.c.status)
        .where(earlier.c.union_id == UNION_SPELL.c.union_id, earlier.c.since < UNION_SPELL.c.since)
        .order_by(earlier.c.since.desc())
        .limit(1)
        .scalar_subquery()
    )
    steps = (
        select(UNION_SPELL, before.label("before"))
        .join(UNION, UNION.c.id == UNION_SPELL.c.union_id)
        .where(
            UNION.c.outside == False,  # noqa: E712
            UNION_SPELL.c.since >= scope.period.first,
            UNION_SPELL.c.since <= scope.period.last,
            UNION_SPELL.c.since <= scope.day,
        )
        .subquery()
    )
    query = select(
        _UNION.label("kind"),
        steps.c.union_id.label("id"),
        steps.c.name.label("title"),
        NO.label("reported"),
        steps.c.union_id,
        steps.c.type,
        steps.c.form,
        steps.c.place_id,
        steps.c.since,
        steps.c.status,
        steps.c.before,
        _none("nature"),
        _none("industry"),
        _none("economic_type"),
    ).where(
        steps.c.type.in_(COUNTED_TYPES),
        or_(steps.c.before.is_(None), steps.c.before != steps.c.status),
    )
    below = subtree(scope)
    return query if below is None else query.where(steps.c.union_id.in_(select(below.c.id)))


def employers(scope: Scope) -> Any:
    """Every employer of the area on the day: what it is, whether it should have a union, whether
    one covers it. The union's place does not matter here, the employer's does."""
    found = (
        select(COVERAGE.c.employer_id, COVERAGE.c.union_id, UNION_SPELL.c.type, UNION_SPELL.c.form)
        .join(UNION_SPELL, UNION_SPELL.c.union_id == COVERAGE.c.union_id)
        .join(UNION, UNION.c.id == COVERAGE.c.union_id)
        .where(
            COVERAGE.c.kind == "found",
            on_day(COVERAGE, scope.day),
            on_day(UNION_SPELL, scope.day),
            UNION_SPELL.c.status == "active",
        )
        .cte("found_of")
    )
    query = (
        select(
            _EMPLOYER.label("kind"),
            EMPLOYER.c.id,
            EMPLOYER_SPELL.c.name.label("title"),
            NO.label("reported"),
            EMPLOYER.c.unit_level,
            EMPLOYER.c.should_unionise,
            EMPLOYER.c.should_reason,
            EMPLOYER_SPELL.c.status,
            EMPLOYER_SPELL.c.place_id,
            EMPLOYER_SPELL.c.nature,
            EMPLOYER_SPELL.c.industry,
            EMPLOYER_SPELL.c.economic_type,
            found.c.union_id,
            found.c.type,
            found.c.form,
        )
        .join(EMPLOYER_SPELL, EMPLOYER_SPELL.c.employer_id == EMPLOYER.c.id)
        .outerjoin(found, found.c.employer_id == EMPLOYER.c.id)
        .where(on_day(EMPLOYER_SPELL, scope.day))
    )
    below = subtree(scope)
    return query if below is None else query.where(found.c.union_id.in_(select(below.c.id)))


def federation_links(scope: Scope) -> Any:
    """(member, key): each union and the federations it belongs to: itself, those above it in the
    tree, those it joined."""
    federations = ("regional_federation", "industry_federation")
    spell = (
        select(UNION_SPELL.c.union_id, UNION_SPELL.c.upper_id, UNION_SPELL.c.type)
        .where(on_day(UNION_SPELL, scope.day))
        .cte("federation_spell")
    )
    up = select(spell.c.union_id.label("member"), spell.c.union_id.label("key")).cte(
        "federation_up", recursive=True
    )
    up = up.union(
        select(up.c.member, spell.c.upper_id)
        .join(spell, spell.c.union_id == up.c.key)
        .where(spell.c.upper_id.is_not(None))
    )
    joined = select(
        FEDERATION_MEMBER.c.union_id.label("member"),
        FEDERATION_MEMBER.c.federation_id.label("key"),
    ).where(on_day(FEDERATION_MEMBER, scope.day))
    of_tree = (
        select(up.c.member, up.c.key)
        .join(spell, spell.c.union_id == up.c.key)
        .where(spell.c.type.in_(federations))
    )
    return select(of_tree.union(joined).subquery())


def place_links(scope: Scope, root: Any) -> Any:
    """(member, key): each place and the place directly below the office's own that holds it; the
    office's own place is its own group."""
    return _links_below(scope, PLACE_SPELL, "place_id", root, "place")


def union_links(scope: Scope, top: Any) -> Any:
    """(member, key): each union and the union directly below ``top`` that it belongs to."""
    return _links_below(scope, UNION_SPELL, "union_id", top, "union")


def _links_below(scope: Scope, table: Any, owner: str, top: Any, name: str) -> Any:
    """(member, key) of a dated tree: ``top`` itself, and everything under the node below it."""
    spell = (
        select(table.c[owner], table.c.upper_id).where(on_day(table, scope.day)).cte(f"{name}_now")
    )
    node = spell.c[owner]
    down = (
        select(node.label("member"), node.label("key"))
        .where(or_(spell.c.upper_id == top, node == top))
        .cte(f"{name}_down", recursive=True)
    )
    return select(
        down.union(
            select(node, down.c.key)
            .join(down, spell.c.upper_id == down.c.member)
            .where(spell.c.upper_id != top)
        )
    )
