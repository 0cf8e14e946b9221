"""Reading the change log back: the newest entries, the history of one record, an import's entry."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, Table, select

from app.base.errors import UserError

from . import log
from .meta import METADATA, owned_tables
from .system import CHANGE, ENTRY
from .undo import undone

CHUNK = 500


_ID = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True, slots=True)
class Touched:
    """One record of an entry.

    Attributes:
        table: name of its table.
        title: what the record is, in the clerk's words.
        row: hex id.
        kind: ``new``, ``set`` or ``gone``.
        before: the changed fields as they were; empty for a new record, and for one whose content
            was erased.
    """

    table: str
    title: str
    row: str
    kind: str
    before: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Entry:
    """One act of the log.

    Attributes:
        number: place in the log.
        moment: when, UTC.
        user: who.
        act: the act's code.
        title: what was done, in Chinese.
        undoable: whether its kind can be undone at all.
        undone: whether it is undone at present.
        undoes: number of the entry it took back, if it is an undo or redo.
        batch: hex id of the import, if it was one.
        records: what it touched of the record asked for; empty where none was asked for.
    """

    number: int
    moment: datetime
    user: str
    act: str
    title: str
    undoable: bool
    undone: bool
    undoes: int | None
    batch: str | None
    records: tuple[Touched, ...] = field(default=())


def entries(conn: Connection, *, limit: int = 50, record: str | None = None) -> list[Entry]:
    """Entries, newest first.

    Args:
        limit: at most so many.
        record: hex id; only what touched this record or one that belongs to it (its spells,
            contacts, readings ...). A line that is shown without a record of its own (a rubric as
            shipped, a row of sums) has none.
    """
    dead = undone(conn)
    query = select(ENTRY).order_by(ENTRY.c.number.desc())
    if record is None:
        rows = conn.execute(query.limit(limit)).mappings()
        return [_entry(row, dead, ()) for row in rows]
    if not _ID.fullmatch(record):
        return []
    touched = _touched(conn, _family(conn, record))
    numbers = sorted(touched, reverse=True)[:limit]
    found: dict[int, RowMapping] = {}
    for part in _chunks(numbers):
        for row in conn.execute(query.where(ENTRY.c.number.in_(part))).mappings():
            found[row["number"]] = row
    return [_entry(found[number], dead, tuple(touched[number])) for number in numbers]


def entry_of(conn: Connection, name: str) -> int:
    """Number of the entry with this batch id, or with this number.

    Raises:
        UserError: NOT_FOUND.
    """
    if name.isdigit() and len(name) < 16:
        return int(name)
    found = None
    if _ID.fullmatch(name):
        found = conn.execute(select(ENTRY.c.number).where(ENTRY.c.batch == name)).scalar()
    if found is None:
        raise UserError("NOT_FOUND", f"没有编号为「{name}」的导入。", "请从操作记录里选择。")
    return int(found)


def rows_now(conn: Connection, table: str, ids: Sequence[str]) -> dict[str, dict[str, Any]]:
    """Rows of a table as they are now, by id; what is gone is left out."""
    which = METADATA.tables[table]
    found: dict[str, dict[str, Any]] = {}
    for part in _chunks(ids):
        rows = conn.execute(select(which).where(which.c.id.in_(part)))
        found.update({row["id"]: dict(row) for row in rows.mappings()})
    return found


def _entry(row: RowMapping, dead: set[int], records: tuple[Touched, ...]) -> Entry:
    return Entry(
        number=row["number"],
        moment=row["moment"],
        user=row["user"],
        act=row["act"],
        title=row["title"],
        undoable=row["undoable"],
        undone=row["number"] in dead,
        undoes=row["undoes"],
        batch=row["batch"],
        records=records,
    )


def _tables() -> Iterable[Table]:
    return (table for table in METADATA.tables.values() if table.info.get("logged"))


def _family(conn: Connection, record: str) -> set[str]:
    """The record and what belongs to it: a row whose first reference is the record."""
    found = {record}
    for table in _tables():
        for column in table.c:
            if column.foreign_keys and not column.name.startswith(("upper", "parent", "assets")):
                query = select(table.c.id).where(column == record)
                found.update(conn.execute(query).scalars())
    for table in owned_tables():
        found.update(conn.execute(select(table.c.id).where(table.c.owner_id == record)).scalars())
    return found


def _touched(conn: Connection, family: set[str]) -> dict[int, list[Touched]]:
    found: dict[int, list[Touched]] = {}
    for part in _chunks(sorted(family)):
        for row in conn.execute(select(CHANGE).where(CHANGE.c.row.in_(part))).mappings():
            before = log.decode(row["tbl"], row["data"]) if row["data"] else {}
            before.pop("rev", None)
            one = Touched(row["tbl"], _title(row["tbl"]), row["row"], row["kind"], before)
            found.setdefault(row["entry"], []).append(one)
    imports = select(ENTRY.c.number, ENTRY.c.body).where(ENTRY.c.body.is_not(None))
    for number, body in conn.execute(imports):
        for name, ids in log.unpack_body(body).items():
            for row_id in family & ids.keys():
                one = Touched(name, _title(name), row_id, "new", {})
                found.setdefault(number, []).append(one)
    return found


def _title(table: str) -> str:
    return str(METADATA.tables[table].info.get("title", table))


def _chunks(values: Sequence[Any]) -> list[Sequence[Any]]:
    return [values[start : start + CHUNK] for start in range(0, len(values), CHUNK)]
