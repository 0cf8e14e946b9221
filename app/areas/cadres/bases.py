"""What the figures of 干部与换届 count: posts, the people who hold them, bodies, training.

A person who holds several posts is counted once, by her highest one; a post is counted where it
is. Age is told by the year of birth, as for members.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    Integer,
    Select,
    and_,
    case,
    cast,
    exists,
    func,
    literal,
    literal_column,
    null,
    or_,
    select,
    type_coerce,
)

from app.areas.members.records import MEMBERSHIP, PERSON, PERSON_SPELL
from app.areas.organisations.bases import COUNTED_TYPES, no_employer, subtree
from app.areas.organisations.records import UNION, UNION_SPELL
from app.figures.registry import NO, YES, Scope, flag
from app.store.meta import on_day
from app.store.types import Words

from .lists.common import CHAIR, COMMITTEE, cadre_roles, rank, roles_with
from .records import BODY, HONOUR, POST, TERM, TRAINED, TRAINING

HOME = "职工之家"
HOME_LEVELS = ("national", "province", "city", "county")
"""The levels that J409 counts, the highest first."""


def _kind(word: str) -> Any:
    return literal_column(f"'{word}'").label("kind")


def _union(scope: Scope, name: str) -> tuple[Any, list[Any]]:
    """The union a row belongs to, as of the day: its spell, and the conditions on it."""
    spell: Any = UNION_SPELL.alias(f"{name}_spell")
    held = [on_day(spell, scope.day), spell.c.status == "active"]
    below = subtree(scope, f"{name}_below")
    if below is not None:
        held.append(spell.c.union_id.in_(select(below.c.id)))
    return spell, held


def _age(scope: Scope) -> Any:
    year = cast(func.substr(type_coerce(scope.day, Words), 1, 4), Integer)
    return (year - PERSON.c.birth_year).label("age")


def _own() -> Any:
    return UNION.c.outside == False  # noqa: E712  SQL


def posts(scope: Scope) -> tuple[Select[Any], Select[Any]]:
    """One row per post of the day; and per union whose ledger names a chair of whom no post was
    ever kept (reported, with nothing known of the person)."""
    spell, held = _union(scope, "posts")
    inside = BODY.alias("post_body")
    listed = (
        select(
            _kind("post"),
            POST.c.id,
            PERSON.c.name.label("title"),
            NO.label("reported"),
            POST.c.union_id,
            spell.c.type,
            spell.c.form,
            spell.c.place_id,
            *no_employer(),
            POST.c.role,
            POST.c.service,
            func.coalesce(POST.c.acting, 0).label("acting"),
            inside.c.kind.label("body"),
            PERSON.c.sex,
            PERSON.c.ethnicity,
            PERSON_SPELL.c.education,
            PERSON_SPELL.c.political,
            _age(scope),
        )
        .select_from(POST)
        .join(PERSON, PERSON.c.id == POST.c.person_id)
        .join(UNION, UNION.c.id == POST.c.union_id)
        .join(spell, spell.c.union_id == POST.c.union_id)
        .outerjoin(inside, inside.c.id == POST.c.body_id)
        .outerjoin(
            PERSON_SPELL,
            and_(PERSON_SPELL.c.person_id == PERSON.c.id, on_day(PERSON_SPELL, scope.day)),
        )
        .where(on_day(POST, scope.day), _own(), *held)
    )
    return listed, _named_chairs(scope)


def _named_chairs(scope: Scope) -> Select[Any]:
    spell, held = _union(scope, "named")
    kept = exists().where(
        POST.c.union_id == UNION.c.id,
        POST.c.role == CHAIR,
        BODY.c.id == POST.c.body_id,
        BODY.c.kind == COMMITTEE,
    )
    unknown = ("sex", "ethnicity", "education", "political", "age")
    return (
        select(
            _kind("union"),
            UNION.c.id,
            spell.c.name.label("title"),
            YES.label("reported"),
            UNION.c.id.label("union_id"),
            spell.c.type,
            spell.c.form,
            spell.c.place_id,
            *no_employer(),
            literal(CHAIR).label("role"),
            null().label("service"),
            NO.label("acting"),
            literal(COMMITTEE).label("body"),
            *(null().label(name) for name in unknown),
        )
        .join(spell, spell.c.union_id == UNION.c.id)
        .where(_own(), *held, func.coalesce(UNION.c.chair, "") != "", ~kept.correlate(UNION))
    )


_FLAGS = (
    "cadre", "full_time", "seconded", "part_time", "social_worker", "audit", "women",
    "group_leader", "activist", "volunteer",
)  # fmt: skip


def _what() -> dict[str, Any]:
    """What a post makes of the person who holds it."""
    role, service = POST.c.role, POST.c.service
    cadre, social = role.in_(cadre_roles()), role == "social_worker"
    found = {
        "cadre": cadre,
        **{s: and_(cadre, ~social, service == s) for s in ("full_time", "seconded", "part_time")},
        "social_worker": social,
        "audit": role.in_(roles_with("audit")),
        "women": role.in_(roles_with("women")),
        **{r: role == r for r in ("group_leader", "activist", "volunteer")},
    }
    assert tuple(found) == _FLAGS
    return found


def _held(scope: Scope) -> Any:
    """Every post of the day with its place among its holder's, and with what she is by all."""
    spell, held = _union(scope, "people")
    tests = _what()
    order = (flag(tests["cadre"]).desc(), rank(), POST.c.since, POST.c.id)
    whose = POST.c.person_id
    return (
        select(
            whose,
            POST.c.union_id,
            *(spell.c[c] for c in ("type", "form", "place_id")),
            func.row_number().over(partition_by=whose, order_by=order).label("place"),
            *(
                func.max(flag(test)).over(partition_by=whose).label(name)
                for name, test in tests.items()
            ),
        )
        .join(UNION, UNION.c.id == POST.c.union_id)
        .join(spell, spell.c.union_id == POST.c.union_id)
        .where(on_day(POST, scope.day), _own(), *held)
        .subquery("held_posts")
    )


def cadre_people(scope: Scope) -> Select[Any]:
    """One row per person who holds a post on the day, in the union of her highest post, with what
    she is (``full_time`` …: 1 if any of her posts makes her so)."""
    own = _held(scope)
    return (
        select(
            _kind("cadre"),
            PERSON.c.id,
            PERSON.c.name.label("title"),
            NO.label("reported"),
            *(own.c[c] for c in ("union_id", "type", "form", "place_id", *_FLAGS)),
            *no_employer(),
            PERSON.c.sex,
            PERSON.c.ethnicity,
            PERSON_SPELL.c.education,
            PERSON_SPELL.c.political,
            _age(scope),
        )
        .select_from(own)
        .join(PERSON, PERSON.c.id == own.c.person_id)
        .outerjoin(
            PERSON_SPELL,
            and_(PERSON_SPELL.c.person_id == PERSON.c.id, on_day(PERSON_SPELL, scope.day)),
        )
        .where(own.c.place == 1)
    )


def trained(scope: Scope) -> Select[Any]:
    """One row per person and course begun in the period, in the union of her highest post on that
    day, else of her membership."""
    post = (
        select(POST.c.union_id)
        .where(POST.c.person_id == TRAINED.c.person_id, _held_on(POST, TRAINING.c.since))
        .order_by(rank(), POST.c.since)
        .limit(1)
        .correlate(TRAINED, TRAINING)
        .scalar_subquery()
    )
    member = (
        select(MEMBERSHIP.c.union_id)
        .where(
            MEMBERSHIP.c.person_id == TRAINED.c.person_id,
            MEMBERSHIP.c.status == "active",
            _held_on(MEMBERSHIP, TRAINING.c.since),
        )
        .limit(1)
        .correlate(TRAINED, TRAINING)
        .scalar_subquery()
    )
    rows = (
        select(
            TRAINED.c.id,
            TRAINED.c.person_id,
            TRAINING.c.since,
            func.coalesce(post, member).label("union_id"),
        )
        .join(TRAINING, TRAINING.c.id == TRAINED.c.training_id)
        .where(
            TRAINING.c.since >= scope.period.first,
            TRAINING.c.since <= func.min(scope.period.last, scope.day),
        )
        .subquery("trained_rows")
    )
    spell = UNION_SPELL.alias("trained_spell")
    query = (
        select(
            _kind("trained"),
            rows.c.id,
            PERSON.c.name.label("title"),
            NO.label("reported"),
            rows.c.union_id,
            spell.c.type,
            spell.c.form,
            spell.c.place_id,
            *no_employer(),
        )
        .select_from(rows)
        .join(PERSON, PERSON.c.id == rows.c.person_id)
        .outerjoin(spell, and_(spell.c.union_id == rows.c.union_id, _held_on(spell, rows.c.since)))
    )
    below = subtree(scope, "trained_below")
    return query if below is None else query.where(rows.c.union_id.in_(select(below.c.id)))


def _held_on(table: Any, day: Any) -> Any:
    return and_(table.c.since <= day, or_(table.c.until.is_(None), table.c.until > day))


def organised(scope: Scope) -> Select[Any]:
    """One row per union that counts as 基层工会, with which bodies it has on the day."""
    spell, held = _union(scope, "organised")

    def has(kind: str) -> Any:
        body = exists().where(
            BODY.c.union_id == UNION.c.id, BODY.c.kind == kind, on_day(BODY, scope.day)
        )
        post = exists().where(
            POST.c.union_id == UNION.c.id,
            POST.c.role.in_(roles_with(kind)),
            on_day(POST, scope.day),
        )
        return flag(or_(body.correlate(UNION), post.correlate(UNION)))

    home = (
        select(HONOUR.c.level)
        .where(
            HONOUR.c.union_id == UNION.c.id,
            func.instr(HONOUR.c.title, HOME) > 0,
            HONOUR.c.level.in_(HOME_LEVELS),
            or_(HONOUR.c.on_day.is_(None), HONOUR.c.on_day <= scope.day),
        )
        .order_by(case({level: n for n, level in enumerate(HOME_LEVELS)}, value=HONOUR.c.level))
        .limit(1)
        .correlate(UNION)
        .scalar_subquery()
    )
    return (
        select(
            _kind("union"),
            UNION.c.id,
            spell.c.name.label("title"),
            NO.label("reported"),
            UNION.c.id.label("union_id"),
            spell.c.type,
            spell.c.form,
            spell.c.place_id,
            *no_employer(),
            has("audit").label("audit"),
            has("women").label("women"),
            home.label("home_level"),
        )
        .join(spell, spell.c.union_id == UNION.c.id)
        .where(_own(), *held, spell.c.type.in_(COUNTED_TYPES))
    )


def inner_bodies(scope: Scope) -> tuple[Select[Any], Select[Any]]:
    """分会 and 小组: bodies of a union, and those kept as units of the tree."""
    spell, held = _union(scope, "inner")
    columns = (spell.c.type, spell.c.form, spell.c.place_id)
    bodies = (
        select(
            _kind("organs"),
            BODY.c.union_id.label("id"),
            BODY.c.name.label("title"),
            NO.label("reported"),
            BODY.c.union_id,
            *columns,
            *no_employer(),
            BODY.c.kind.label("inner"),
        )
        .join(UNION, UNION.c.id == BODY.c.union_id)
        .join(spell, spell.c.union_id == BODY.c.union_id)
        .where(_own(), *held, on_day(BODY, scope.day), BODY.c.kind.in_(("branch", "group")))
    )
    other, held_too = _union(scope, "inner_units")
    units = (
        select(
            _kind("union"),
            UNION.c.id,
            other.c.name.label("title"),
            NO.label("reported"),
            UNION.c.id.label("union_id"),
            other.c.type,
            other.c.form,
            other.c.place_id,
            *no_employer(),
            other.c.type.label("inner"),
        )
        .join(other, other.c.union_id == UNION.c.id)
        .where(_own(), *held_too, other.c.type.in_(("branch", "group")))
    )
    return bodies, units


def with_terms(query: Select[Any], scope: Scope) -> Select[Any]:
    """The unions with ``term_until`` of the committee's term on the day, where one is kept; else
    what the ledger says."""
    plain = query.subquery("plain_unions")
    due = (
        select(TERM.c.due_on)
        .join(BODY, BODY.c.id == TERM.c.body_id)
        .where(
            BODY.c.union_id == plain.c.id,
            BODY.c.kind == COMMITTEE,
            on_day(BODY, scope.day),
            on_day(TERM, scope.day),
        )
        .limit(1)
        .correlate(plain)
        .scalar_subquery()
    )
    known = func.coalesce(due, plain.c.term_until, type_=plain.c.term_until.type)
    return select(*(known.label(c.name) if c.name == "term_until" else c for c in plain.c))


def kept() -> Select[Any]:
    """Whether there is a post at all: only then none means 0."""
    return select(POST.c.id).limit(1)


def kept_courses() -> Select[Any]:
    """Whether there is a course at all."""
    return select(TRAINED.c.id).limit(1)


def kept_bodies() -> Select[Any]:
    """Whether there is a body at all."""
    return select(BODY.c.id).limit(1)
