"""The unit of work: one act, one transaction, one entry of the change log.

An act is a function that takes a ``Work`` first and keyword arguments after its subject:

    @act("organisations.rename", "变更工会名称")
    def rename_union(work: Work, union_id: str, *, name: str, since: date) -> None: ...

Called with a ``Work`` that has no entry yet it opens one and closes it at the end; called from
another act it is part of that act's entry. Leaving the transaction by an exception rolls back.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from operator import itemgetter
from typing import Any, Concatenate, Generic, ParamSpec, TypeVar

from sqlalchemy import Connection, RowMapping, Select, Table, bindparam, delete, insert, select
from sqlalchemy import update as sql_update

from app.base.errors import BugError, UserError
from app.base.progress import SILENT, Progress

from . import log
from .meta import METADATA, owned_tables
from .types import Since

P = ParamSpec("P")
R = TypeVar("R")
CHUNK = 500


def in_parts(ids: Iterable[str]) -> list[list[str]]:
    """Ids, each once, in parts that fit into one statement."""
    every = list(dict.fromkeys(ids))
    return [every[i : i + CHUNK] for i in range(0, len(every), CHUNK)]


@dataclass(slots=True)
class Changes:
    """What an act changed: the window refreshes from this, once.

    Attributes:
        entry: number in the change log; 0 if nothing was written.
        title: the act's Chinese title.
        kinds: table name to hex ids touched.
        batch: hex id of the import, if it was one.
        result: what the act returned beside that (an id, a verdict ...).
    """

    entry: int = 0
    title: str = ""
    kinds: dict[str, set[str]] = field(default_factory=dict)
    batch: str | None = None
    result: Any = None


@dataclass(slots=True)
class _Touched:
    kind: str  # new | set | gone
    before: dict[str, Any]
    part: int | None
    rev: int | None = None


class Act(Generic[P, R]):
    """A declared act. Attributes: ``code`` (stable), ``title`` (menu, undo name, audit line),
    ``undo`` (whether it can be undone), ``why_not`` (if it cannot)."""

    def __init__(
        self,
        code: str,
        title: str,
        function: Callable[Concatenate[Work, P], R],
        *,
        undo: bool,
        why_not: str,
    ) -> None:
        self.code, self.title, self.undo, self.why_not = code, title, undo, why_not
        self.function = function
        functools.update_wrapper(self, function)

    def __call__(self, work: Work, /, *args: P.args, **kwargs: P.kwargs) -> R:
        if work.open_act is not None:
            return self.function(work, *args, **kwargs)
        work.begin(self)
        result = self.function(work, *args, **kwargs)
        work.finish()
        work.changes.result = result
        return result


ACTS: dict[str, Act[Any, Any]] = {}
"""Every declared act by its code."""


def act(
    code: str, title: str, *, undo: bool = True, why_not: str = ""
) -> Callable[[Callable[Concatenate[Work, P], R]], Act[P, R]]:
    """Declare an act. ``why_not``: the sentence shown where an act cannot be undone."""

    def declare(function: Callable[Concatenate[Work, P], R]) -> Act[P, R]:
        if code in ACTS:
            raise BugError(f"act {code} declared twice")
        if not undo and not why_not:
            raise BugError(f"act {code} does not say why it cannot be undone")
        made = Act(code, title, function, undo=undo, why_not=why_not)
        ACTS[code] = made
        return made

    return declare


Guard = Callable[["Work", set[str]], None]
"""Checks touched rows of a table before an entry closes; raises UserError. It may write what
repeats them elsewhere (a name in a ledger), so that no act of a lower area leaves that behind."""
OWN_GUARDS: dict[str, Guard] = {}
"""Those of the store's own tables; each module registers its own."""


class Work:
    """Writes with logging inside one transaction.

    Attributes:
        conn: the writing connection, inside its transaction.
        user: the present user's name.
        today: the day acts take as today (passed in, never asked of a clock).
        progress: told how far a long act is.
        changes: what has been touched so far.
        part: number of the import row being written; undo of a batch goes row by row.
        committed: called after the commit, in order (files that belong to the act).
        failed: called if the transaction is rolled back.
        stored: whether an attachment of that name lies in the workspace.
    """

    def __init__(
        self,
        conn: Connection,
        *,
        user: str,
        today: date,
        now: Callable[[], datetime],
        new_id: Callable[[], str],
        random_bytes: Callable[[int], bytes],
        guards: Mapping[str, Guard] | None = None,
        progress: Progress = SILENT,
        stored: Callable[[str], bool] = lambda _name: False,
    ) -> None:
        self.conn, self.user, self.today, self.progress = conn, user, today, progress
        self.new_id, self.random_bytes, self._now = new_id, random_bytes, now
        self._guards = OWN_GUARDS | dict(guards or {})
        self.stored = stored
        self.open_act: Act[Any, Any] | None = None
        self.changes = Changes()
        self.part: int | None = None
        self.batch: str | None = None
        self._touched: dict[tuple[str, str], _Touched] = {}
        self._bulk: dict[str, log.Made] = {}
        self._title = ""
        self._undoes: int | None = None
        self.committed: list[Callable[[], None]] = []
        self.failed: list[Callable[[], None]] = []

    # -- entry ---------------------------------------------------------------------------------

    def begin(
        self, act_: Act[Any, Any], *, title: str | None = None, undoes: int | None = None
    ) -> None:
        """Open the entry of an act."""
        last, _ = log.head(self.conn)
        self.open_act = act_
        self._title = title or act_.title
        self._undoes = undoes
        self.changes = Changes(entry=last + 1, title=self._title)
        self._touched, self._bulk, self.part, self.batch = {}, {}, None, None

    def start_batch(self) -> str:
        """Make the present act a mass import: its new rows stand in the entry's body."""
        self.batch = self.new_id()
        self.changes.batch = self.batch
        return self.batch

    def rename_entry(self, title: str) -> None:
        """A more telling title for this entry; never with a name in it."""
        self._title = self.changes.title = title

    def finish(self) -> None:
        """Check, write the entry and its changes, close it. An act that changed nothing leaves
        no entry."""
        if self.open_act is None:
            raise BugError("no act is open")
        self._bulk = {name: made for name, made in self._bulk.items() if made}
        for name, made in self._bulk.items():
            self.changes.kinds[name].update(made.ids)
        for name, ids in list(self.changes.kinds.items()):  # a guard may bring a summary in line
            guard = self._guards.get(name)
            if guard is not None:
                guard(self, ids)
        self._refuse_orphans()
        changes = [
            log.Change(name, row, t.kind, t.before, t.part, t.rev)
            for (name, row), t in self._touched.items()
        ]
        if changes or any(self._bulk.values()) or not self.open_act.undo:
            log.write(
                self.conn,
                number=self.changes.entry,
                moment=self._now(),
                user=self.user,
                act=self.open_act.code,
                title=self._title,
                undoable=self.open_act.undo,
                batch=self.batch,
                undoes=self._undoes,
                changes=changes,
                bulk=self._bulk,
                random_bytes=self.random_bytes,
            )
        else:
            self.changes.entry = 0
        self.open_act = None

    # -- reading -------------------------------------------------------------------------------

    def row(self, table: Table, row_id: str) -> RowMapping:
        """One record.

        Raises:
            UserError: NOT_FOUND.
        """
        found = self.conn.execute(select(table).where(table.c.id == row_id)).mappings().first()
        if found is None:
            raise UserError(
                "NOT_FOUND",
                f"找不到这条{table.info['title']}记录，它可能刚刚被删除。",
                "请刷新后再试。",
            )
        return found

    def rows(self, query: Select[Any]) -> Sequence[RowMapping]:
        """All rows of a query."""
        return self.conn.execute(query).mappings().all()

    # -- writing -------------------------------------------------------------------------------

    def insert(self, table: Table, **values: Any) -> str:
        """A new record; returns its id."""
        row_id = str(values.pop("id", None) or self.new_id())
        rev = self._entry()
        self.conn.execute(insert(table).values(id=row_id, rev=rev, **values))
        self._note(table, row_id, "new", {})
        return row_id

    def insert_rows(self, table: Table, rows: Iterable[Mapping[str, Any]]) -> list[str]:
        """Many new records at once. A row may carry ``id`` and ``_part`` (its import row)."""
        rev, prepared = self._entry(), list(rows)
        if not prepared:
            return []
        parts = [row.get("_part", self.part) for row in prepared]
        own = [row.get("id") for row in prepared]
        fresh = iter(self.new_ids(len(own) - sum(map(bool, own))))
        ids = [str(one or next(fresh)) for one in own]
        if self.batch is not None:
            self.made(table).add(ids, parts)
            self.changes.kinds.setdefault(table.name, set())
        else:
            for row_id, part in zip(ids, parts, strict=True):
                self._note(table, row_id, "new", {}, part)
        put_rows(self.conn, table, prepared, ids, rev)
        return ids

    def made(self, table: Table) -> log.Made:
        """The new records of a table, as this mass import makes them."""
        return self._bulk.setdefault(table.name, log.Made())

    def new_ids(self, count: int) -> list[str]:
        """As many new ids."""
        many = getattr(self.new_id, "many", None)
        return many(count) if many is not None else [self.new_id() for _ in range(count)]

    def update(self, table: Table, row_id: str, **values: Any) -> bool:
        """Change fields of a record; False if they were so already."""
        return bool(self.update_rows(table, {row_id: values}))

    def update_rows(
        self,
        table: Table,
        values: Mapping[str, Mapping[str, Any]],
        parts: Mapping[str, int | None] | None = None,
    ) -> list[str]:
        """Change fields of many records; returns the ids that really changed."""
        rev = self._entry()
        changed: list[dict[str, Any]] = []
        before = self.images(table, list(values), {"id", "rev"}.union(*values.values()))
        for row_id, new in values.items():
            if row_id not in before:
                self.row(table, row_id)
            old = before[row_id]
            diff = {k: v for k, v in new.items() if not _same(table, k, old[k], v)}
            if not diff:
                continue
            part = parts.get(row_id) if parts else self.part
            self._note(table, row_id, "set", {k: old[k] for k in (*diff, "rev")}, part)
            changed.append({"_id": row_id, **diff, "rev": rev})
        for keys, group in _by_keys(changed):
            names = [k for k in keys if k != "_id"]
            statement = (
                sql_update(table)
                .where(table.c.id == bindparam("_id"))
                .values({k: bindparam(f"v_{k}") for k in names})
            )
            self.conn.execute(
                statement, [{"_id": r["_id"], **{f"v_{k}": r[k] for k in names}} for r in group]
            )
        return [r["_id"] for r in changed]

    def delete(self, table: Table, row_id: str) -> None:
        """Remove a record; its whole image goes into the log."""
        self._entry()
        image = dict(self.row(table, row_id))
        image.pop("id")
        self._note(table, row_id, "gone", image)
        self.conn.execute(delete(table).where(table.c.id == row_id))

    def images(
        self, table: Table, ids: Sequence[str], fields: Collection[str] = ()
    ) -> dict[str, dict[str, Any]]:
        """Rows by id, whole or only these fields, fetched in chunks."""
        columns = [column for column in table.c if not fields or column.name in fields]
        names = [column.name for column in columns]
        found: dict[str, dict[str, Any]] = {}
        for start in range(0, len(ids), CHUNK):
            query = select(*columns).where(table.c.id.in_(ids[start : start + CHUNK]))
            for row in self.conn.execute(query).all():
                image = dict(zip(names, row, strict=True))
                found[image["id"]] = image
        return found

    def concerned(self) -> dict[str, set[str]]:
        """Touched records, and those that a touched record pointed at before: a removed contact
        concerns its union, which can no longer be asked for."""
        found = {name: set(ids) for name, ids in self.changes.kinds.items()}
        for (name, _), touched in self._touched.items():
            table = METADATA.tables[name]
            for column, value in touched.before.items():
                if value is not None and column in table.c:
                    for key in table.c[column].foreign_keys:
                        found.setdefault(key.column.table.name, set()).add(value)
        return found

    def came(self, table: Table) -> set[str]:
        """Records of a table that this act made or brought back; not those of a mass import."""
        return {
            row
            for (name, row), t in self._touched.items()
            if name == table.name and t.kind == "new"
        }

    # -- used by undo --------------------------------------------------------------------------

    def note_restored(
        self, table: Table, row_id: str, kind: str, before: dict[str, Any], rev: int | None
    ) -> None:
        """Record a change made by undo, whose rev afterwards is the restored one."""
        self._note(table, row_id, kind, before)
        self._touched[table.name, row_id].rev = rev

    # -- inside --------------------------------------------------------------------------------

    def _refuse_orphans(self) -> None:
        """What a foreign key would forbid: a record that is gone while others belong to it."""
        gone: dict[str, list[str]] = {}
        for (name, row), touched in self._touched.items():
            if touched.kind == "gone":
                gone.setdefault(name, []).append(row)
        for table in owned_tables() if gone else ():
            for name, ids in gone.items():
                left = owned_rows(self.conn, table, name, ids)
                if left:
                    raise UserError(
                        "OWNED",
                        f"这条{METADATA.tables[name].info['title']}记录下面还有 "
                        f"{len(left)} 份{table.info['title']}，不能删除。",
                        "请先移除它们，或把它们改挂到别的记录上。",
                    )

    def _entry(self) -> int:
        if self.open_act is None:
            raise BugError("a write outside an act")
        return self.changes.entry

    def _note(
        self,
        table: Table,
        row_id: str,
        kind: str,
        before: dict[str, Any],
        part: int | None = None,
    ) -> None:
        self.changes.kinds.setdefault(table.name, set()).add(row_id)
        key, rev = (table.name, row_id), None if kind == "gone" else self.changes.entry
        old = self._touched.get(key)
        part = part if part is not None else self.part
        if old is None:
            made = self._bulk.get(table.name)
            if kind != "new" and made is not None and row_id in made:
                if kind == "gone":
                    made.remove(row_id)
                return
            self._touched[key] = _Touched(kind, dict(before), part, rev)
        elif old.kind == "new":
            if kind == "gone":
                del self._touched[key]
        elif kind == "gone":
            self._touched[key] = _Touched("gone", {**before, **old.before}, old.part, None)
        elif old.kind == "gone":
            self._touched[key] = _Touched("set", old.before, old.part, rev)
        else:
            old.before = {**before, **old.before}


def owned_rows(conn: Connection, table: Table, kind: str, ids: Sequence[str]) -> dict[str, str]:
    """Rows of a table of ``owned_tables`` that belong to these records: row id → owner's id."""
    query = select(table.c.id, table.c.owner_id).where(table.c.owner_kind == kind)
    if len(ids) <= CHUNK:  # of many, asking for all owners of the kind is one statement
        query = query.where(table.c.owner_id.in_(ids))
    wanted = set(ids)
    return {row: owner for row, owner in conn.execute(query).all() if owner in wanted}


def _same(table: Table, column: str, old: Any, new: Any) -> bool:
    if isinstance(table.c[column].type, Since) and not new:
        return old is None
    return bool(old == new)


def put_rows(
    conn: Connection,
    table: Table,
    rows: Sequence[Mapping[str, Any]],
    ids: Sequence[str],
    rev: int,
) -> None:
    """Insert many rows under these ids; what a row does not name is empty. Values are brought into
    the file's form column by column: row by row it costs a mass import more than the writing."""
    told = set().union(*rows) - {"id", "rev", "_part"}
    statement = insert(table).compile(dialect=conn.dialect, column_keys=["id", "rev", *told])
    names = [column.name for column in table.c if column.name in told]
    places = ["id", *names, "rev"]
    if statement.positiontup != places or len(names) != len(told):
        raise BugError(f"rows of {table.name} with unknown columns")
    into = [_into_file(conn, table, name) for name in places]
    for start in range(0, len(rows), 5000):
        part = rows[start : start + 5000]
        columns: list[Any] = [ids[start : start + 5000], *_columns(part, names), (rev,) * len(part)]
        stored = [convert(values) for convert, values in zip(into, columns, strict=True)]
        conn.exec_driver_sql(str(statement), list(zip(*stored, strict=True)))


def _columns(rows: Sequence[Mapping[str, Any]], names: Sequence[str]) -> Sequence[Any]:
    """The values of rows by name; nearly always every row names the same."""
    if not names:
        return []
    try:
        told = list(map(itemgetter(*names, names[0]), rows))  # of one alone it makes no tuples
    except KeyError:
        told = [tuple(map(row.get, names)) for row in rows]
    return list(zip(*told, strict=True))[: len(names)]


def _into_file(
    conn: Connection, table: Table, name: str
) -> Callable[[Sequence[Any]], Sequence[Any]]:
    """What brings the values of a column into the file's form."""
    own = table.c[name].type
    empty = "" if isinstance(own, Since) else None
    process = getattr(own, "stored", None) or own.dialect_impl(conn.dialect).bind_processor(
        conn.dialect
    )
    if process is None:
        return lambda values: values

    def column(values: Sequence[Any]) -> Sequence[Any]:
        if None in values:
            return [empty if value is None else process(value) for value in values]
        return list(map(process, values))

    return column


def _by_keys(rows: list[dict[str, Any]]) -> list[tuple[tuple[str, ...], list[dict[str, Any]]]]:
    groups: dict[tuple[str, ...], list[dict[str, Any]]] = {}
    for row in rows:
        groups.setdefault(tuple(row), []).append(row)
    return list(groups.items())
