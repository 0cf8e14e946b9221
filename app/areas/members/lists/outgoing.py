"""The members of a day with all that their workbook shows: read by column, in one statement.

Values are as the file has them: ids as bytes, days as ISO text, flags as 0 and 1. A register of
200,000 goes out this way; a row of the library and a ``date`` for each value take longer than
the reading itself.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, Select, select, type_coerce
from sqlalchemy.types import NULLTYPE

from app.areas.organisations.records import EMPLOYER_SPELL, UNION_SPELL
from app.store.meta import among, on_day

from ..records import (
    CAMPAIGN,
    EMPLOYMENT,
    FORMER_NAME,
    IDENTITY,
    MEMBERSHIP,
    PERSON,
    PERSON_SPELL,
)
from ..rules.documents import RESIDENT

Columns = Mapping[str, Sequence[Any]]
"""Some rows: column → values."""
_PART = 1_000
_PERSON = [
    c.name for c in PERSON.c if c.name not in ("rev", "birth_year", "alias_of_id", "erased_on")
]
_DATED = [
    c.name
    for c in PERSON_SPELL.c
    if c.name not in ("id", "rev", "person_id", "since", "until", "doc_no")
]
_WORK = ("employer_id", "host_id", "employer_name", "post", "department", "employee_no")


@dataclass(frozen=True, slots=True)
class Names:
    """What the ids of ``members_on`` are called on its day."""

    unions: Mapping[bytes, str]
    employers: Mapping[bytes, str]
    campaigns: Mapping[bytes, str]


def names_on(conn: Connection, day: date) -> Names:
    """Names of all unions, employers and campaigns on a day."""

    def found(owner: Any, name: Any, *held: Any) -> dict[bytes, str]:
        return {row[0]: row[1] for row in conn.execute(select(_stored(owner), name).where(*held))}

    union, employer = UNION_SPELL.c, EMPLOYER_SPELL.c
    return Names(
        found(union.union_id, union.name, on_day(UNION_SPELL, day)),
        found(employer.employer_id, employer.name, on_day(EMPLOYER_SPELL, day)),
        found(CAMPAIGN.c.id, CAMPAIGN.c.name),
    )


def members_on(
    conn: Connection, day: date, unions: Collection[str] | None
) -> Iterator[dict[str, Sequence[Any]]]:
    """Members and retained members of a day, ordered by union and name.

    Beside the person's own and dated fields: of the membership ``union_id``, ``status``, ``began``,
    ``m_since``, ``group_name`` and ``campaign_id``; ``document_type`` and ``number`` of the present
    document, the citizen identity card where there are several; ``former_name``, the first; of the
    work that the membership follows ``employer_id``, ``host_id``, ``employer_name``, ``post``,
    ``department`` and ``employee_no``.

    Args:
        unions: of these only; None: of all.
    """
    query = _statement(day)
    if unions is not None:
        query = query.where(among(MEMBERSHIP.c.union_id, unions))
    with conn.execute(query) as rows:
        names, last = list(rows.keys()), None
        assert rows.cursor is not None
        while part := rows.cursor.fetchmany(_PART):  # as the driver has them: no row of the library
            columns, before = list(zip(*part, strict=True)), last
            ids = columns[0]
            last = ids[-1]
            if len(set(ids)) < len(ids) or ids[0] == before:
                part = [r for r, one in zip(part, [before, *ids], strict=False) if r[0] != one]
                columns = list(zip(*part, strict=True))
            if part:
                yield dict(zip(names, columns, strict=True))


def _statement(day: date) -> Select[Any]:
    """A member has a row for each of her documents and former names; the first of them is the
    one."""
    member, work = MEMBERSHIP.c, EMPLOYMENT.c
    dated = (PERSON_SPELL.c.person_id == PERSON.c.id) & on_day(PERSON_SPELL, day)
    present = (IDENTITY.c.person_id == PERSON.c.id) & IDENTITY.c.until.is_(None)
    follows = work.follows == True  # noqa: E712  SQL
    held = (work.person_id == PERSON.c.id) & follows & on_day(EMPLOYMENT, day)
    return (
        select(
            _stored(member.id).label("membership_id"),
            *(_stored(PERSON.c[name]) for name in _PERSON),
            *(_stored(PERSON_SPELL.c[name]) for name in _DATED),
            *(_stored(member[name]) for name in ("union_id", "status", "began")),
            _stored(member.since).label("m_since"),
            *(_stored(member[name]) for name in ("group_name", "campaign_id")),
            IDENTITY.c.type.label("document_type"),
            IDENTITY.c.number,
            FORMER_NAME.c.name.label("former_name"),
            *(_stored(work[name]) for name in _WORK),
        )
        .join(PERSON, PERSON.c.id == member.person_id)
        .outerjoin(PERSON_SPELL, dated)
        .outerjoin(IDENTITY, present)
        .outerjoin(FORMER_NAME, FORMER_NAME.c.person_id == PERSON.c.id)
        .outerjoin(EMPLOYMENT, held)
        .where(on_day(MEMBERSHIP, day), member.status.in_(("active", "retained")))
        .order_by(
            *(member.union_id, PERSON.c.name, PERSON.c.id),
            *(IDENTITY.c.type != RESIDENT, IDENTITY.c.id, FORMER_NAME.c.id),
        )
    )


def _stored(column: Any) -> Any:
    return type_coerce(column, NULLTYPE).label(column.name)
