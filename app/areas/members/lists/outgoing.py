"""The members of a day with all that their workbook shows: read by column, in one statement.

Values are as the file has them: ids as bytes, days as ISO text. A register of
200,000 goes out this way; a row of the library and a ``date`` for each value take longer than
the reading itself. To hand over a value costs more than to find it, so those that are the same
for many members (codes, union, firm, post) come some columns together as one JSON text, and each
of these texts is read once.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, Select, Text, func, select, type_coerce
from sqlalchemy.types import NULLTYPE

from app.areas.organisations.records import EMPLOYER_SPELL, UNION_SPELL
from app.base.known import Known
from app.store.meta import among, on_day
from app.store.types import Flag, Id

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
_PART = 300  # few enough to stay in the cache of the processor until they are written
_CODES = (
    "sex", "ethnicity", "no_phone", "marital", "professional_title", "hardship", "model_worker",
)  # fmt: skip
_PERSON = [
    c.name
    for c in PERSON.c
    if c.name not in (*_CODES, "rev", "birth_year", "alias_of_id", "erased_on")
]
_DATED = [
    c.name
    for c in PERSON_SPELL.c
    if c.name not in ("id", "rev", "person_id", "since", "until", "doc_no")
]
_TOGETHER: tuple[tuple[Any, ...], ...] = (
    (*(PERSON.c[name] for name in _CODES), IDENTITY.c.type.label("document_type")),
    tuple(PERSON_SPELL.c[name] for name in _DATED),
    (
        *(MEMBERSHIP.c[name] for name in ("union_id", "status", "began", "group_name")),
        MEMBERSHIP.c.campaign_id,
        *(EMPLOYMENT.c[name] for name in ("employer_id", "host_id", "employer_name")),
        *(EMPLOYMENT.c[name] for name in ("post", "department")),
    ),
)
"""Columns that come as one text: of the person, of her dated fields, of where she is."""
_MAKES: Mapping[type, Callable[[Any], Any]] = {Id: bytes.fromhex, Flag: bool}
"""What stands otherwise in that text."""


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
    known = [Known(_reader(columns)) for columns in _TOGETHER]
    with conn.execute(query) as rows:
        names, last = list(rows.keys())[len(known) :], None
        assert rows.cursor is not None
        while part := rows.cursor.fetchmany(_PART):  # as the driver has them: no row of the library
            columns, before = list(zip(*part, strict=True)), last
            ids = columns[len(known)]
            last = ids[-1]
            if len(set(ids)) < len(ids) or ids[0] == before:
                seen = zip(part, [before, *ids], ids, strict=False)
                columns = list(zip(*(r for r, one, this in seen if this != one), strict=True))
            if columns:
                yield dict(zip(names, columns[len(known) :], strict=True)) | _apart(known, columns)


def _reader(columns: Sequence[Any]) -> Callable[[str], tuple[Any, ...]]:
    """From what ``_together`` makes of these columns to their values."""
    makes = [_MAKES.get(type(column.type)) for column in columns]

    def read(text: str) -> tuple[Any, ...]:
        return tuple(
            v if make is None else None if v in (None, "") else make(v)
            for v, make in zip(json.loads(text), makes, strict=True)
        )

    return read


def _apart(known: Sequence[Known[str, tuple[Any, ...]]], texts: Sequence[Any]) -> dict[str, Any]:
    """Values of the columns that came together."""
    apart: dict[str, Any] = {}
    for columns, read, found in zip(_TOGETHER, known, texts, strict=False):
        values = zip(*map(read.__getitem__, found), strict=True)
        apart.update(zip((column.name for column in columns), values, strict=True))
    return apart


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
            *(_together(columns) for columns in _TOGETHER),
            *(_stored(PERSON.c[name]) for name in _PERSON),
            _stored(member.since).label("m_since"),
            IDENTITY.c.number,
            FORMER_NAME.c.name.label("former_name"),
            work.employee_no,
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


def _together(columns: Sequence[Any]) -> Any:
    """A JSON list; ids in hex, "" for none."""
    return func.json_array(
        *(func.hex(c) if isinstance(c.type, Id) else type_coerce(c, NULLTYPE) for c in columns),
        type_=Text,
    )


def _stored(column: Any) -> Any:
    return type_coerce(column, NULLTYPE).label(column.name)
