"""What a union's year consists of: the union itself with its employers; the query for all areas."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, func, or_, select

from app.base.days import Period
from app.base.filed import Filed

from ..records import COVERAGE, EMPLOYER, UNION
from .names import names_of


def filed(
    conn: Connection,
    table: Table,
    subject: str,
    period: Period,
    *where: ColumnElement[bool],
    title: Any,
    days: tuple[Any, ...],
) -> list[Filed]:
    """Records of a table of which one of ``days`` lies in the period, by the first of them known.

    Args:
        title: column or expression of what it is called.
        days: columns; without one a record belongs to every year.
        where: which records of the table are the union's.
    """
    day = func.coalesce(*days) if len(days) > 1 else (days[0] if days else None)
    columns = [table.c.id, title] + ([] if day is None else [day])
    query = select(*columns).where(*where)
    if days:
        query = query.where(or_(*(one.between(period.first, period.last) for one in days)))
        query = query.order_by(day)
    rows = conn.execute(query.order_by(table.c.id)).all()
    return [
        Filed(table.name, row[0], row[1] or "", row[2] if day is not None else None, subject)
        for row in rows
    ]


def files(conn: Connection, *, union: str, period: Period, persons: bool = False) -> list[Filed]:
    """The union, and the employers it was found at in the period."""
    del persons
    own = names_of(conn, "union", [union], period.last)
    query = (
        select(COVERAGE.c.employer_id)
        .where(
            COVERAGE.c.union_id == union,
            COVERAGE.c.kind == "found",
            or_(COVERAGE.c.since.is_(None), COVERAGE.c.since <= period.last),
            or_(COVERAGE.c.until.is_(None), COVERAGE.c.until > period.first),
        )
        .distinct()
    )
    names = names_of(conn, "employer", conn.execute(query).scalars(), period.last)
    found = [Filed(UNION.name, union, own.get(union, ""), None, "organs")]
    every = sorted(names.items(), key=lambda item: (item[1], item[0]))
    return found + [Filed(EMPLOYER.name, one, name, None, "organs") for one, name in every]
