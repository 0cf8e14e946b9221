"""What the lists of the area share: which posts and terms hold on a day, words of a post."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, Select, and_, case, exists, func, literal_column, or_, select

from app.areas.members.records import PERSON
from app.areas.organisations.lists.common import name_of
from app.areas.organisations.lists.names import CHUNK
from app.areas.organisations.records import UNION
from app.base.codes import code_list
from app.base.days import chinese
from app.base.lists import Status, Tone
from app.store.meta import on_day

from ..records import BODY, POST, TERM

COMMITTEE = "committee"
CHAIR = "chair"
DATES_FROM = "期初"


def cadre_roles() -> tuple[str, ...]:
    """Roles that make a cadre; 积极分子 and 志愿者 do not."""
    return tuple(e.code for e in code_list("post_role") if e.flag("cadre"))


def roles_with(flag: str) -> tuple[str, ...]:
    """Roles with a flag, e.g. ``audit``."""
    return tuple(e.code for e in code_list("post_role") if e.flag(flag))


def body_name(kind: str, name: str | None) -> str:
    """A body as it is called."""
    return name or name_of("body_kind", kind)


def post_name(row: Mapping[Any, Any]) -> str:
    """A post in words: 主席（主持工作）, 经审委员, 第一小组 工会小组长."""
    word = name_of("post_role", row["role"])
    if row.get("acting"):
        word += "（主持工作）"
    return f"{row['body_name']} {word}" if row.get("body_name") else word


def since_text(day: date | None) -> str:
    """The beginning of a spell; what is not known is 期初."""
    return chinese(day) if day is not None else DATES_FROM


def held(query: Select[Any], column: Any, ids: Iterable[str]) -> Iterable[Select[Any]]:
    """The query for parts of many ids."""
    every = list(dict.fromkeys(ids))
    for start in range(0, len(every), CHUNK):
        yield query.where(column.in_(every[start : start + CHUNK]))


def grouped(
    connection: Connection, query: Select[Any], column: Any, ids: Iterable[str]
) -> dict[str, list[Mapping[Any, Any]]]:
    """Rows by the id in a column, in the order of the query."""
    found: dict[str, list[Mapping[Any, Any]]] = {}
    for part in held(query, column, ids):
        for row in connection.execute(part).mappings():
            found.setdefault(row[column.name], []).append(row)
    return found


# -- of a union, as SQL ----------------------------------------------------------------------------


def committee_on(day: date) -> Any:
    """SQL: id of the committee that the union of the row has on the day."""
    return (
        select(BODY.c.id)
        .where(BODY.c.union_id == UNION.c.id, BODY.c.kind == COMMITTEE, on_day(BODY, day))
        .order_by(BODY.c.since.desc())
        .limit(1)
        .correlate(UNION)
        .scalar_subquery()
    )


def term_of(day: date, column: str) -> Any:
    """SQL: a column of the running term of the row's union, that of its committee."""
    return (
        select(TERM.c[column])
        .join(BODY, BODY.c.id == TERM.c.body_id)
        .where(
            BODY.c.union_id == UNION.c.id,
            BODY.c.kind == COMMITTEE,
            on_day(BODY, day),
            on_day(TERM, day),
        )
        .limit(1)
        .correlate(UNION)
        .scalar_subquery()
    )


def due_on(day: date) -> Any:
    """SQL: the day on which the term of the row's union is over, by its committee's term or, where
    none is kept, by the ledger's line."""
    return func.coalesce(term_of(day, "due_on"), UNION.c.term_until, type_=UNION.c.term_until.type)


def term_since(day: date) -> Any:
    """SQL: the day on which the running term of the row's union began."""
    return func.coalesce(
        func.nullif(term_of(day, "since"), literal_column("''")),
        UNION.c.term_from,
        type_=UNION.c.term_from.type,
    )


def delay_on(day: date) -> Any:
    """SQL: the day up to which the union above allowed a delay."""
    return term_of(day, "delay_until")


def chair_post(day: date) -> Any:
    """SQL condition on ``POST`` and ``BODY``: it is the chair of a committee on the day."""
    return and_(
        POST.c.role == CHAIR,
        BODY.c.kind == COMMITTEE,
        or_(POST.c.acting.is_(None), POST.c.acting == False),  # noqa: E712  SQL
        on_day(POST, day),
    )


def chair_name(day: date) -> Any:
    """SQL: name of the chair of the row's union on the day; by the ledger's line where no chair
    was ever kept as a post."""
    name = (
        select(PERSON.c.name)
        .join(POST, POST.c.person_id == PERSON.c.id)
        .join(BODY, BODY.c.id == POST.c.body_id)
        .where(POST.c.union_id == UNION.c.id, chair_post(day))
        .limit(1)
        .correlate(UNION)
        .scalar_subquery()
    )
    kept = (
        exists()
        .where(POST.c.union_id == UNION.c.id, POST.c.role == CHAIR, POST.c.body_id == BODY.c.id,
               BODY.c.kind == COMMITTEE)
        .correlate(UNION)
    )  # fmt: skip
    return case((kept, name), else_=UNION.c.chair)


def due_status(due: date | None, delay: date | None, day: date, warn: int) -> Status:
    """How far a term is: 未填, 任期内, 还有 n 天, 已延期, 已届满.

    Args:
        warn: so many days ahead it is told.
    """
    if due is None:
        return Status("任期未填", Tone.IDLE)
    left = (due - day).days
    if left > warn:
        return Status("任期内", Tone.GOOD)
    if left > 0:
        return Status(f"{left} 天后届满", Tone.WARN)
    if delay is not None and delay >= day:
        return Status("已批准延期", Tone.WARN)
    return Status(f"届满 {-left} 天" if left else "今天届满", Tone.BAD)


def names_of_people(connection: Connection, ids: Iterable[str]) -> dict[str, str]:
    """Names by id."""
    query = select(PERSON.c.id, PERSON.c.name)
    return {
        row.id: row.name
        for part in held(query, PERSON.c.id, ids)
        for row in connection.execute(part)
    }


def posts_of(
    connection: Connection, column: Any, ids: Sequence[str], *conditions: Any
) -> dict[str, list[Mapping[Any, Any]]]:
    """Posts with their person's name and body's kind and name, by a column of theirs; the head of
    each body first."""
    query = (
        select(
            POST,
            PERSON.c.name.label("person"),
            BODY.c.kind.label("body_kind"),
            BODY.c.name.label("body_name"),
        )
        .join(PERSON, PERSON.c.id == POST.c.person_id)
        .outerjoin(BODY, BODY.c.id == POST.c.body_id)
        .where(*conditions)
        .order_by(rank(), POST.c.position.is_(None), POST.c.position, PERSON.c.name, POST.c.id)
    )
    return grouped(connection, query, column, ids)


def rank() -> Any:
    """SQL: the place of a post's role in the list of roles."""
    order = {e.code: n for n, e in enumerate(code_list("post_role"))}
    return case(order, value=POST.c.role, else_=len(order))
