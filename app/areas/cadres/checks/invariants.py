"""What must hold in the records of 干部与换届 whatever the rules say; ``verify`` runs it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, Select, and_, exists, func, literal_column, or_, select

from app.areas.members.records import FORMER_NAME, PERSON
from app.areas.organisations.records import UNION
from app.base.findings import Finding, Severity

from ..lists.common import CHAIR, COMMITTEE
from ..records import BODY, DELEGATE, HONOUR, POST, TERM, TRAINED


def _found(
    conn: Connection, rule: str, message: str, query: Select[Any], kind: str = "organs"
) -> Iterator[Finding]:
    for row in conn.execute(query).scalars():
        yield Finding(rule=rule, severity=Severity.MUST, message=message, kind=kind, id=str(row))


def overlapping_terms(conn: Connection) -> Iterator[Finding]:
    """The terms of one body never share a day."""
    one, two = TERM.alias("one"), TERM.alias("two")
    query = (
        select(BODY.c.union_id)
        .join(one, one.c.body_id == BODY.c.id)
        .join(two, and_(two.c.body_id == one.c.body_id, two.c.id != one.c.id))
        .where(
            one.c.since <= two.c.since,
            or_(one.c.until.is_(None), one.c.until > two.c.since),
        )
        .distinct()
    )
    yield from _found(conn, "INV-TERM", "同一个机构有两届任期重叠。", query)


def posts_out_of_place(conn: Connection) -> Iterator[Finding]:
    """A post is in a body of its union, and in a term of that body."""
    query = (
        select(POST.c.id)
        .outerjoin(BODY, BODY.c.id == POST.c.body_id)
        .outerjoin(TERM, TERM.c.id == POST.c.term_id)
        .where(
            or_(
                and_(POST.c.body_id.is_not(None), BODY.c.union_id != POST.c.union_id),
                and_(POST.c.term_id.is_not(None), TERM.c.body_id != POST.c.body_id),
            )
        )
    )
    yield from _found(conn, "INV-POST", "任职与所在的机构、届次对不上。", query, "post")


def two_chairs(conn: Connection) -> Iterator[Finding]:
    """A committee has one chair at a time; who stands in is none."""
    one, two = POST.alias("one"), POST.alias("two")
    query = (
        select(one.c.union_id)
        .join(BODY, BODY.c.id == one.c.body_id)
        .join(two, and_(two.c.body_id == one.c.body_id, two.c.id != one.c.id))
        .where(
            BODY.c.kind == COMMITTEE,
            one.c.role == CHAIR,
            two.c.role == CHAIR,
            func.coalesce(one.c.acting, 0) == 0,
            func.coalesce(two.c.acting, 0) == 0,
            one.c.since <= two.c.since,
            or_(one.c.until.is_(None), one.c.until > two.c.since),
        )
        .distinct()
    )
    yield from _found(conn, "INV-CHAIR", "同一个委员会在同一天有两名主席。", query)


def ledger_differs(conn: Connection) -> Iterator[Finding]:
    """The ledger's 本届任期 and 主席 say what the committee's term and chair say."""
    term = (
        select(UNION.c.id)
        .join(BODY, and_(BODY.c.union_id == UNION.c.id, BODY.c.kind == COMMITTEE))
        .join(TERM, TERM.c.body_id == BODY.c.id)
        .where(
            BODY.c.until.is_(None),
            TERM.c.until.is_(None),
            TERM.c.since != literal_column("''"),
            or_(
                func.coalesce(UNION.c.term_from, "") != TERM.c.since,
                func.coalesce(UNION.c.term_until, "") != func.coalesce(TERM.c.due_on, ""),
            ),
        )
    )
    yield from _found(conn, "INV-LEDGER", "组织台账的本届任期与委员会的任期不一致。", term)
    holds = (
        POST.c.union_id == UNION.c.id,
        POST.c.role == CHAIR,
        POST.c.body_id == BODY.c.id,
        BODY.c.kind == COMMITTEE,
    )
    open_ = (POST.c.until.is_(None), func.coalesce(POST.c.acting, 0) == 0)
    formerly = exists().where(
        FORMER_NAME.c.person_id == PERSON.c.id, FORMER_NAME.c.name == UNION.c.chair
    )
    named = exists().where(
        *holds,
        *open_,
        PERSON.c.id == POST.c.person_id,
        or_(PERSON.c.name == UNION.c.chair, formerly),
    )
    query = select(UNION.c.id).where(
        exists().where(*holds),
        or_(
            and_(exists().where(*holds, *open_), ~named),
            and_(UNION.c.chair.is_not(None), ~exists().where(*holds, *open_)),
        ),
    )
    yield from _found(conn, "INV-LEDGER", "组织台账的主席与任职登记的主席不一致。", query)


def merged_still_used(conn: Connection) -> Iterator[Finding]:
    """Nothing points at a person who was merged into another."""
    gone = select(PERSON.c.id).where(PERSON.c.alias_of_id.is_not(None))
    for table in (POST, TRAINED, HONOUR, DELEGATE):
        query = select(table.c.id).where(table.c.person_id.in_(gone))
        yield from _found(conn, "INV-MERGED", "合并掉的人员记录仍被引用。", query, table.name)


INVARIANTS = (
    overlapping_terms,
    posts_out_of_place,
    two_chairs,
    ledger_differs,
    merged_still_used,
)
