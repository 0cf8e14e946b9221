"""The schema as written today: lays out a new file, and is what others are compared with."""

from __future__ import annotations

import functools
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.dialects.sqlite import dialect
from sqlalchemy.schema import CreateIndex, CreateTable
from sqlcipher3 import dbapi2

from . import search, version
from .evidence import EVIDENCE  # noqa: F401  the store's own tables belong to every schema
from .meta import METADATA
from .system import ENTRY  # noqa: F401

VERSION_DDL = (
    "CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL,"
    " CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num))"
)


def statements() -> list[str]:
    """The whole schema as statements in an order that can be run, each on its own."""
    rules = dialect()
    found = []
    for table in METADATA.sorted_tables:
        found.append(str(CreateTable(table).compile(dialect=rules)).strip())
        indexes = sorted(table.indexes, key=lambda i: str(i.name))
        found += [str(CreateIndex(i).compile(dialect=rules)).strip() for i in indexes]
    evened = ["\n".join(line.rstrip() for line in s.splitlines()) for s in found]
    return [*evened, search.FTS_DDL]


def lay_out(conn: Connection) -> None:
    """Make every table in an empty file and say what the file is."""
    for statement in statements():
        conn.exec_driver_sql(statement)
    conn.exec_driver_sql(VERSION_DDL)
    conn.exec_driver_sql(
        "INSERT INTO alembic_version (version_num) VALUES (?)", (f"{version.SCHEMA:04d}",)
    )
    conn.exec_driver_sql(f"PRAGMA application_id = {version.APPLICATION_ID}")
    conn.exec_driver_sql(f"PRAGMA user_version = {version.SCHEMA}")


def objects(raw: Any) -> dict[tuple[str, str], str]:
    """Every table, index, trigger and view of a file with its text, blanks evened out."""
    rows = raw.execute("SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL")
    return {
        (kind, name): " ".join(sql.replace("(", " ( ").replace(")", " ) ").split())
        for kind, name, sql in rows.fetchall()
        if not name.startswith("sqlite_")
    }


@functools.cache
def reference() -> dict[tuple[str, str], str]:
    """The objects of a file as this program lays it out."""
    raw = dbapi2.connect(":memory:", isolation_level=None)
    try:
        for statement in (*statements(), VERSION_DDL):
            raw.execute(statement)
        return objects(raw)
    finally:
        raw.close()
