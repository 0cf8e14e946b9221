"""What several acts of the area need."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Table, select

from app.base.errors import UserError
from app.store.meta import METADATA
from app.store.work import Work


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
