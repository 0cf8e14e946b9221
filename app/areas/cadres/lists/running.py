"""What runs out or is not filled in, for the home page."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, and_, exists, func, or_, select

from app.areas.members.lists.queues import within
from app.areas.members.records import PERSON
from app.areas.organisations.records import UNION, UNION_SPELL
from app.base.lists import View
from app.store.meta import on_day

from ..records import BODY, ELECTION, POST
from .common import CHAIR, COMMITTEE, cadre_roles, chair_post, delay_on, due_on


def _unions(day: date, unit: str | None) -> list[Any]:
    """SQL conditions: active unions of the office, or of a union and below it."""
    return [
        UNION_SPELL.c.union_id == UNION.c.id,
        on_day(UNION_SPELL, day),
        UNION_SPELL.c.status == "active",
        UNION.c.outside == False,  # noqa: E712  SQL
        *within(View(day, unit), UNION.c.id),
    ]


def terms(conn: Connection, day: date, last: date, unit: str | None) -> Sequence[Any]:
    """(id, name, due, delay) of unions whose term is over by ``last`` and that are not in the
    middle of a 换届."""
    due = due_on(day)
    under_way = exists().where(
        ELECTION.c.union_id == UNION.c.id,
        ELECTION.c.kind == "renewal",
        ELECTION.c.cancelled_on.is_(None),
        ELECTION.c.replied_on.is_(None),
    )
    query = (
        select(UNION.c.id, UNION_SPELL.c.name, due.label("due"), delay_on(day).label("delay"))
        .where(*_unions(day, unit), due <= last, ~under_way.correlate(UNION))
        .order_by(due, UNION_SPELL.c.name)
    )
    return conn.execute(query).all()


def vacancies(conn: Connection, day: date, unit: str | None) -> Sequence[Any]:
    """(id, name, since) of unions whose last chair has left and who have none."""
    holds = (
        POST.c.union_id == UNION.c.id, POST.c.body_id == BODY.c.id, BODY.c.kind == COMMITTEE,
        POST.c.role == CHAIR,
    )  # fmt: skip
    open_ = exists().where(*holds, chair_post(day)).correlate(UNION)
    left = (
        select(func.max(POST.c.until))
        .where(*holds, POST.c.until <= day, func.coalesce(POST.c.acting, 0) == 0)
        .correlate(UNION)
        .scalar_subquery()
    )
    since = func.coalesce(left, None, type_=POST.c.until.type)
    query = (
        select(UNION.c.id, UNION_SPELL.c.name, since.label("since"))
        .where(*_unions(day, unit), ~open_, left.is_not(None))
        .order_by(since, UNION_SPELL.c.name)
    )
    return conn.execute(query).all()


def posts(conn: Connection, column: str, day: date, last: date, unit: str | None) -> Sequence[Any]:
    """(id, person, union, until) of present posts whose secondment (``seconded_until``) or
    contract (``contract_until``) ends by ``last``."""
    until = POST.c[column]
    query = (
        select(
            POST.c.id, PERSON.c.name.label("person"), UNION_SPELL.c.name.label("union"),
            until.label("until"),
        )
        .join(PERSON, PERSON.c.id == POST.c.person_id)
        .join(UNION, UNION.c.id == POST.c.union_id)
        .join(UNION_SPELL, UNION_SPELL.c.union_id == UNION.c.id)
        .where(*_unions(day, unit), on_day(POST, day), POST.c.until.is_(None), until <= last)
        .order_by(until, PERSON.c.name, POST.c.id)
    )  # fmt: skip
    return conn.execute(query).all()


def lacking(conn: Connection, day: date, unit: str | None) -> dict[str, int]:
    """How many unions have no end of a term (``term``), how many posts no ``duties`` or
    ``service``; nothing of posts where none is kept."""
    unions = (
        select(func.count())
        .select_from(UNION)
        .join(UNION_SPELL, UNION_SPELL.c.union_id == UNION.c.id)
        .where(
            *_unions(day, unit),
            due_on(day).is_(None),
            or_(
                UNION_SPELL.c.type.is_(None),
                UNION_SPELL.c.type.not_in(("branch", "group", "working_committee")),
            ),
        )
    )
    held = (
        select(func.count())
        .select_from(POST)
        .join(UNION, UNION.c.id == POST.c.union_id)
        .join(UNION_SPELL, UNION_SPELL.c.union_id == UNION.c.id)
        .where(*_unions(day, unit), on_day(POST, day), POST.c.role.in_(cadre_roles()))
    )
    none = {
        "duties": func.coalesce(POST.c.duties, "") == "",
        "service": POST.c.service.is_(None),
    }
    found = {"term": int(conn.execute(unions).scalar_one())}
    for key, test in none.items():
        found[key] = int(conn.execute(held.where(and_(test))).scalar_one())
    return found
