"""What several acts of the area need."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Table, select

from app.base.days import Span
from app.base.errors import UserError
from app.store import evidence
from app.store.meta import METADATA
from app.store.work import Work

from ..records import COVERAGE, READING


def references(table: Table) -> list[Any]:
    """The columns of all logged tables that point at this table."""
    return [
        key.parent
        for other in METADATA.tables.values()
        if other.info.get("logged")
        for key in other.foreign_keys
        if key.column.table is table
    ]


def refuse_if_referred(work: Work, table: Table, row_id: str, own: set[str]) -> None:
    """删除误录 is only for a record that nothing refers to.

    Args:
        own: ids of rows that go with the record (its spells).

    Raises:
        UserError: REFERRED, naming the kind of record that refers to it.
    """
    for column in references(table):
        rows = work.rows(select(column.table.c.id).where(column == row_id).limit(len(own) + 1))
        if any(row["id"] not in own for row in rows):
            raise UserError(
                "REFERRED",
                f"还有「{column.table.info['title']}」引用它，不能当作误录删除。",
                "请先处理这些记录；如果它确实存在过，请改用撤销、注销等操作。",
            )


def repoint(work: Work, table: Table, old: str, new: str, *, skip: tuple[Table, ...] = ()) -> None:
    """Everything that points at ``old`` points at ``new``."""
    for column in references(table):
        if column.table in skip:
            continue
        rows = work.rows(select(column.table.c.id).where(column == old))
        if rows:
            work.update_rows(column.table, {r["id"]: {column.name: new} for r in rows})
    evidence.hand_over(work, table.name, old, new)


def settle_readings(work: Work, column: str, old: str, new: str) -> None:
    """Of two reported numbers of one day the one of ``new`` stays. ``column``: of the owner."""
    for row in work.rows(select(READING).where(READING.c[column] == old)):
        same = select(READING.c.id).where(
            READING.c[column] == new,
            READING.c.code == row["code"],
            READING.c.on_day == row["on_day"],
        )
        if work.rows(same):
            work.delete(READING, row["id"])


def settle_coverage(work: Work, column: str, old: str, new: str) -> None:
    """Of two coverages that would be the same or overlap once ``old`` is ``new``, that of ``new``
    stays. ``column``: ``employer_id`` or ``union_id``."""
    mine = work.rows(select(COVERAGE).where(COVERAGE.c[column] == new))
    for row in work.rows(select(COVERAGE).where(COVERAGE.c[column] == old)):
        span, then = Span(row["since"], row["until"]), {**row, column: new}
        if any(
            m["kind"] == then["kind"]
            and m["employer_id"] == then["employer_id"]
            and (then["kind"] == "found" or m["union_id"] == then["union_id"])
            and Span(m["since"], m["until"]).overlaps(span)
            for m in mine
        ):
            for reading in work.rows(select(READING).where(READING.c.coverage_id == row["id"])):
                work.delete(READING, reading["id"])
            work.delete(COVERAGE, row["id"])
