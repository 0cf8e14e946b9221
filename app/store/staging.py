"""Where the checked rows of an import wait until a person decides: an encrypted file of its own.

Never in memory, because a ledger may have 200,000 rows and the program may be closed before the
decision; never in a plain file. The key is the workspace's; after a restore or a change of key the
file is gone and the workbook is read again.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from sqlcipher3 import dbapi2

from app.base.errors import UserError

from .connect import connect
from .errors import told
from .exchange import STAGING
from .types import dumps, moment_text
from .workspace import Workspace

VERSION = 1
KEEP = timedelta(days=30)
_DDL = (
    "CREATE TABLE import (id TEXT NOT NULL PRIMARY KEY, moment TEXT NOT NULL,"
    " source TEXT NOT NULL) STRICT",
    "CREATE TABLE line (import TEXT NOT NULL REFERENCES import (id) ON DELETE CASCADE,"
    " number INTEGER NOT NULL, outcome TEXT NOT NULL, content TEXT NOT NULL,"
    " PRIMARY KEY (import, number)) STRICT, WITHOUT ROWID",
    "CREATE INDEX ix_line_outcome ON line (import, outcome, number)",
)


class Staging:
    """The staging database of an open workspace; may be used from any thread, one at a time."""

    def __init__(self, workspace: Workspace) -> None:
        """Open it, or make it. One that cannot be read (another key, damaged) is made anew: it
        holds nothing that is not in the workbook.

        Raises:
            KnownError: DISK_FULL, READ_ONLY.
        """
        self._workspace = workspace
        self._path = workspace.folder / STAGING
        self._lock = threading.Lock()
        with told(workspace.folder):
            try:
                self._raw = self._open()
            except dbapi2.DatabaseError:
                self._remove()
                self._raw = self._open()

    def _open(self) -> Any:
        raw = connect(self._path, self._workspace.key, wal=False)
        try:
            if raw.execute("PRAGMA user_version").fetchone()[0] != VERSION:
                raw.execute("BEGIN IMMEDIATE")
                for (name,) in raw.execute(
                    "SELECT name FROM sqlite_master WHERE name IN ('line', 'import')"
                    " ORDER BY name DESC"
                ).fetchall():
                    raw.execute(f"DROP TABLE {name}")
                for statement in _DDL:
                    raw.execute(statement)
                raw.execute(f"PRAGMA user_version = {VERSION}")
                raw.execute("COMMIT")
        except dbapi2.Error:
            raw.close()
            raise
        return raw

    def _remove(self) -> None:
        for ending in ("", "-journal", "-wal", "-shm"):
            self._path.with_name(STAGING + ending).unlink(missing_ok=True)

    @contextmanager
    def _writing(self) -> Iterator[Any]:
        with told(self._workspace.folder), self._lock:
            self._raw.execute("BEGIN IMMEDIATE")
            try:
                yield self._raw
            except BaseException:
                if self._raw.in_transaction:
                    self._raw.execute("ROLLBACK")
                raise
            self._raw.execute("COMMIT")

    def _ask(self, query: str, values: Sequence[Any] = ()) -> list[Any]:
        with told(self._workspace.folder), self._lock:
            return list(self._raw.execute(query, tuple(values)).fetchall())

    # -- imports -------------------------------------------------------------------------------

    def begin(self, source: Mapping[str, Any]) -> str:
        """A new import; ``source`` is what is to be remembered of it (file name, sheet, kind)."""
        made = self._workspace.new_id()
        moment = moment_text(self._workspace.surroundings.now())
        with self._writing() as raw:
            raw.execute("INSERT INTO import VALUES (?, ?, ?)", (made, moment, dumps(source)))
        return made

    def imports(self) -> list[dict[str, Any]]:
        """What waits, newest first: id, moment, source, rows."""
        rows = self._ask(
            "SELECT i.id, i.moment, i.source, (SELECT count(*) FROM line l WHERE l.import = i.id)"
            " FROM import i ORDER BY i.moment DESC, i.id DESC"
        )
        return [
            {"id": i, "moment": datetime.fromisoformat(m), "source": json.loads(s), "rows": n}
            for i, m, s, n in rows
        ]

    def source(self, import_id: str) -> dict[str, Any]:
        """What was remembered at ``begin``.

        Raises:
            UserError: NOT_FOUND.
        """
        rows = self._ask("SELECT source FROM import WHERE id = ?", (import_id,))
        if not rows:
            raise UserError("NOT_FOUND", "这次导入的待定数据已经清理掉了。", "请重新读取工作簿。")
        found: dict[str, Any] = json.loads(rows[0][0])
        return found

    def set_source(self, import_id: str, source: Mapping[str, Any]) -> None:
        """Replace what is remembered of an import."""
        with self._writing() as raw:
            raw.execute("UPDATE import SET source = ? WHERE id = ?", (dumps(source), import_id))

    # -- rows ----------------------------------------------------------------------------------

    def add(self, import_id: str, rows: Iterable[Mapping[str, Any]]) -> list[int]:
        """Append rows (plain JSON data; ``outcome`` is what they are listed by, empty if absent).

        Returns their numbers, which count from 0 within the import.
        """
        with self._writing() as raw:
            query = "SELECT coalesce(max(number) + 1, 0) FROM line WHERE import = ?"
            first = raw.execute(query, (import_id,)).fetchone()[0]
            lines = [
                (import_id, first + k, str(row.get("outcome") or ""), dumps(row))
                for k, row in enumerate(rows)
            ]
            raw.executemany("INSERT INTO line VALUES (?, ?, ?, ?)", lines)
        return [line[1] for line in lines]

    def rows(
        self, import_id: str, outcome: str | None = None, start: int = 0, limit: int = 1000
    ) -> list[dict[str, Any]]:
        """Rows from a number on, in their order, each with its ``number``."""
        if outcome is None:
            found = self._ask(
                "SELECT number, content FROM line WHERE import = ? AND number >= ?"
                " ORDER BY number LIMIT ?",
                (import_id, start, limit),
            )
        else:
            found = self._ask(
                "SELECT number, content FROM line WHERE import = ? AND outcome = ?"
                " AND number >= ? ORDER BY number LIMIT ?",
                (import_id, outcome, start, limit),
            )
        return [{**json.loads(content), "number": number} for number, content in found]

    def every(self, import_id: str, outcome: str | None = None) -> Iterator[dict[str, Any]]:
        """All rows, fetched page by page."""
        start = 0
        while page := self.rows(import_id, outcome, start, 500):
            yield from page
            start = page[-1]["number"] + 1

    def count(self, import_id: str) -> int:
        """How many rows."""
        return int(self._ask("SELECT count(*) FROM line WHERE import = ?", (import_id,))[0][0])

    def update(self, import_id: str, rows: Iterable[Mapping[str, Any]]) -> None:
        """Replace rows by their ``number``."""
        lines = []
        for row in rows:
            content = dict(row)
            number = content.pop("number")
            lines.append((str(row.get("outcome") or ""), dumps(content), import_id, number))
        with self._writing() as raw:
            raw.executemany(
                "UPDATE line SET outcome = ?, content = ? WHERE import = ? AND number = ?", lines
            )

    def counts(self, import_id: str) -> dict[str, int]:
        """Rows by outcome."""
        query = "SELECT outcome, count(*) FROM line WHERE import = ? GROUP BY outcome"
        return dict(self._ask(query, (import_id,)))

    # -- clearing ------------------------------------------------------------------------------

    def drop(self, import_id: str) -> None:
        """Forget an import: it is committed, or not wanted."""
        with self._writing() as raw:
            raw.execute("DELETE FROM line WHERE import = ?", (import_id,))
            raw.execute("DELETE FROM import WHERE id = ?", (import_id,))

    def drop_old(self) -> int:
        """Forget imports that nobody decided on for a month; returns how many."""
        limit = moment_text(self._workspace.surroundings.now() - KEEP)
        old = [i for (i,) in self._ask("SELECT id FROM import WHERE moment < ?", (limit,))]
        for import_id in old:
            self.drop(import_id)
        return len(old)

    def close(self) -> None:
        """Close the file; an empty one is removed."""
        empty = not self._ask("SELECT 1 FROM import LIMIT 1")
        self._raw.close()
        if empty:
            self._remove()

    def __enter__(self) -> Staging:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()


def forget(workspace: Workspace, words: Sequence[str] | None) -> None:
    """Drop waiting imports that hold one of the words (None: all); their workbooks are read again.

    Works beside one that is open in the window.
    """
    path = workspace.folder / STAGING
    if not path.exists():
        return
    with told(workspace.folder):
        try:
            raw = connect(path, workspace.key, wal=False)
        except dbapi2.DatabaseError:
            return  # of another key: nobody can read it, and it is made anew
        try:
            held = _holding(raw, words)
            raw.execute("BEGIN IMMEDIATE")
            raw.executemany("DELETE FROM line WHERE import = ?", held)
            raw.executemany("DELETE FROM import WHERE id = ?", held)
            raw.execute("COMMIT")
            raw.execute("VACUUM")
        finally:
            raw.close()


def _holding(raw: Any, words: Sequence[str] | None) -> list[tuple[str]]:
    if not raw.execute("SELECT 1 FROM sqlite_master WHERE name = 'line'").fetchone():
        return []
    if words is None:
        return list(raw.execute("SELECT id FROM import").fetchall())
    found: set[tuple[str]] = set()
    for word in words:
        found.update(
            raw.execute(
                "SELECT id FROM import WHERE instr(source, ?1) > 0"
                " OR id IN (SELECT import FROM line WHERE instr(content, ?1) > 0)",
                (word,),
            ).fetchall()
        )
    return sorted(found)
