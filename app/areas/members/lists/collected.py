"""Applications that are there already, for those that come in a workbook."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any

from sqlalchemy import Connection, select

from app.areas.organisations.lists.common import name_of, union_names
from app.base.days import chinese
from app.store.work import in_parts

from ..records import APPLICATION, MEMBERSHIP, PERSON
from .platforms import ended, holders


def applications_of(
    conn: Connection, numbers: Collection[str], phones: Collection[str]
) -> dict[tuple[str, str], list[Any]]:
    """Applications, decided or not, by (``number``, document number) and (``phone``, phone)."""
    found: dict[tuple[str, str], list[Any]] = {}
    for key, wanted in (("number", numbers), ("phone", phones)):
        for part in in_parts(wanted):
            query = select(APPLICATION).where(APPLICATION.c[key].in_(part))
            for row in conn.execute(query.order_by(APPLICATION.c.id)).mappings():
                found.setdefault((key, row[key]), []).append(row)
    return found


def known_as(conn: Connection, number: str | None, day: date) -> tuple[str, str]:
    """Who in the register has the document number of an application: the person and how she
    stands, both empty where there is nobody."""
    person = holders(conn, [number]).get(number, "") if number else ""
    if not person:
        return "", ""
    name = conn.execute(select(PERSON.c.name).where(PERSON.c.id == person)).scalar_one()
    open_one = (MEMBERSHIP.c.person_id == person) & MEMBERSHIP.c.until.is_(None)
    now = conn.execute(select(MEMBERSHIP).where(open_one)).mappings().first()
    if now is not None:
        union = union_names(conn, day, [now["union_id"]]).get(now["union_id"], "")
        return person, f"{name}，{union}，{name_of('membership_status', now['status'])}"
    last = ended(conn, [person], day).get(person)
    if last is None:
        return person, f"{name}，还没有会籍"
    union = union_names(conn, day, [last.union_id]).get(last.union_id, "")
    return (
        person,
        f"{name}，{union}，{chinese(last.until)}{name_of('membership_ended', last.ended)}",
    )
