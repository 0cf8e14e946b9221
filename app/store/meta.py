"""How tables are declared: one metadata, named constraints, STRICT, ``id`` and ``rev`` everywhere.

``rev`` is the number of the log entry that wrote the row last. Undo restores it with the row, so
equal ``rev`` means equal content.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    Column,
    Connection,
    ForeignKey,
    Index,
    MetaData,
    Table,
    func,
    select,
    text,
)

from .types import Code, Count, Day, Id, Since, dumps

METADATA = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def record_table(name: str, *columns: Any, title: str, **options: Any) -> Table:
    """A logged table: hex ``id``, the given columns, ``rev``.

    Args:
        title: what one row is, in the clerk's words (used in history and verdicts).
    """
    return Table(
        name,
        METADATA,
        Column("id", Id, primary_key=True, nullable=False),
        *columns,
        Column("rev", Count, nullable=False),
        sqlite_strict=True,
        info={"logged": True, "title": title},
        **options,
    )


def link(name: str, target: str, *, nullable: bool = False, index: bool = False) -> Column[Any]:
    """A foreign key to another record table."""
    return Column(name, Id, ForeignKey(f"{target}.id"), nullable=nullable, index=index)


def owner_columns() -> tuple[Column[Any], Column[Any]]:
    """``owner_kind`` (name of a record table) and ``owner_id``: a reference to a record of any
    kind. What a foreign key does is done for it by the unit of work, undo and ``verify``."""
    return Column("owner_kind", Code, nullable=False), Column("owner_id", Id, nullable=False)


def owned_tables() -> list[Table]:
    """The tables whose rows belong to a record of any kind."""
    return [table for table in METADATA.tables.values() if "owner_kind" in table.c]


def spell_table(name: str, owner: str, target: str, *columns: Any, title: str) -> Table:
    """A dated table of one owner: half-open [since, until), index (owner, since, until), and at
    most one open spell each. ``since`` empty means unknown, before the records begin."""
    table = record_table(
        name,
        link(owner, target),
        Column("since", Since, nullable=False),
        Column("until", Day),
        *columns,
        CheckConstraint("until IS NULL OR since < until", name="dates"),
        title=title,
    )
    Index(f"ix_{name}_spell", table.c[owner], table.c.since, table.c.until)
    Index(f"uq_{name}_open", table.c[owner], unique=True, sqlite_where=text("until IS NULL"))
    return table


def on_day(table: Table, day: Any) -> Any:
    """SQL condition: the spell holds on that day."""
    return (table.c.since <= day) & (table.c.until.is_(None) | (table.c.until > day))


def among(column: Any, values: Iterable[str]) -> Any:
    """SQL condition: the column (ids or text) is one of many values. They are handed over as one:
    a statement with a mark for each takes longer to make than to run."""
    listed = func.json_each(dumps(list(values))).table_valued("value")
    value = func.unhex(listed.c.value) if isinstance(column.type, Id) else listed.c.value
    return column.in_(select(value))


def plain_rows(
    conn: Connection, statement: str, values: Sequence[Any] = ()
) -> Iterator[tuple[Any, ...]]:
    """Rows of very many records as the file has them (ids as bytes, days as text), in the driver's
    own tuples: made into anything else they cost as much again as the reading."""
    result = conn.exec_driver_sql(statement, tuple(values))
    cursor: Any = result.cursor
    try:
        yield from cursor
    finally:
        result.close()
