"""Erasing on request (个人信息保护法 第四十七条): the content goes, the bare record stays.

The content of a record is emptied in its table and in the change log; there the digest stays, so
that the chain holds, and without its salt nothing can be guessed back from it. After the commit
the search index is optimised and the file written anew, so that no fragment stays in a free page.

An area brings an ``Eraser`` under ``erase`` in its descriptor. An old backup still holds what was
erased: whatever way it comes back, the next opening erases it again by its id (``settle``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Table, and_, delete, func, insert, or_, select
from sqlalchemy import update as sql_update

from app.base.errors import KnownError
from app.base.progress import SILENT, Progress

from . import erased, evidence_files, staging
from .backup import FOLDER
from .exchange import ATTACHMENTS
from .found import ASIDE, Found, backups_of, folder_on_drive, noted_place
from .meta import METADATA
from .system import CHANGE, STATE
from .types import Json, Words
from .work import Act, Changes, Work, in_parts
from .workspace import Workspace

TASK = "erase_task"
"""Under this the state remembers that the files still have to be cleaned after an erasure."""
FEWEST = 2
"""Words shorter than this are looked for nowhere: they would be found everywhere."""


@dataclass(frozen=True, slots=True)
class Eraser:
    """What an area can erase.

    Attributes:
        kind: kind of the record, the key in the side file.
        done: ids that are erased in this file.
        left: of these ids the ones whose record is in the file and not erased.
        again: the act that erases records anew after a restore; takes their ids, and returns
            ``Erased``.
    """

    kind: str
    done: Callable[[Connection], Iterable[str]]
    left: Callable[[Connection, list[str]], list[str]]
    again: Act[Any, Any]


@dataclass(frozen=True, slots=True)
class Erased:
    """What an act of erasing returns.

    Attributes:
        kind: of the records.
        ids: the records, those merged into them too.
        words: names and numbers that were theirs, for the files beside the database; kept in
            memory only.
        attachments: names of files that no record uses any more.
    """

    kind: str
    ids: tuple[str, ...]
    words: tuple[str, ...] = field(default=(), repr=False)
    attachments: tuple[str, ...] = ()


# -- inside the act --------------------------------------------------------------------------------


def blank(work: Work, table: Table, values: Mapping[str, Mapping[str, Any]]) -> None:
    """Set fields of records; what they were goes nowhere."""
    rev = work.changes.entry
    for row, fields in values.items():
        work.conn.execute(sql_update(table).where(table.c.id == row).values(**fields, rev=rev))
        work.note_restored(table, row, "set", {}, rev)


def drop(work: Work, table: Table, ids: Iterable[str]) -> None:
    """Remove records; what they were goes nowhere."""
    for row in ids:
        work.conn.execute(delete(table).where(table.c.id == row))
        work.note_restored(table, row, "gone", {}, None)


def forget(work: Work, ids: Iterable[str], rows: Iterable[str]) -> None:
    """Empty the log of what it says about records: of these rows, and of every row whose content
    named one of the ids (what was deleted long ago)."""
    named = [func.instr(CHANGE.c.data, one) > 0 for one in ids]
    query = select(CHANGE.c.row).where(or_(*named)).distinct()
    every = {*rows, *ids, *work.conn.execute(query).scalars()}
    for part in in_parts(sorted(every)):
        emptied = sql_update(CHANGE).where(CHANGE.c.row.in_(part))
        work.conn.execute(emptied.values(data=None, salt=None))


def forget_words(work: Work, row: str, words: Iterable[str]) -> None:
    """Empty the log of one record where it holds one of the words; what else it says stays."""
    held = [func.instr(CHANGE.c.data, word) > 0 for word in words]
    if held:
        emptied = sql_update(CHANGE).where(CHANGE.c.row == row, or_(*held))
        work.conn.execute(emptied.values(data=None, salt=None))


def forget_state(work: Work, words: Iterable[str]) -> None:
    """Drop what the window remembered (last searches, filters) where it holds one of the words."""
    held = [func.instr(STATE.c.value, word) > 0 for word in words if len(word) >= FEWEST]
    if held:
        work.conn.execute(delete(STATE).where(or_(*held)))


def note_task(work: Work, attachments: Iterable[str]) -> None:
    """The files are cleaned after the commit, or at the next opening if that was cut short."""
    query = select(STATE.c.value).where(STATE.c.user == "", STATE.c.key == TASK)
    waiting = work.conn.execute(query).scalar_one_or_none() or {"attachments": []}
    names = sorted({*attachments, *waiting["attachments"]})
    row = insert(STATE).values(user="", key=TASK, value={"attachments": names})
    work.conn.execute(row.prefix_with("OR REPLACE"))


# -- around it -------------------------------------------------------------------------------------


def erase(
    workspace: Workspace,
    act: Act[Any, Any],
    /,
    *args: Any,
    progress: Progress = SILENT,
    **kw: Any,
) -> Changes:
    """Run an act of erasing, clean the files after it, and remember the ids outside the database.

    Raises:
        UserError: of the act; nothing is changed then.
        KnownError: DISK_FULL and the like while cleaning: the data are erased; the next opening
            cleans the files.
    """
    progress.step(0, 3, "正在清除")
    changes = workspace.do(act, *args, **kw)
    gone: Erased = changes.result
    note(workspace.folder, {gone.kind: gone.ids})
    clean(workspace, gone.words, progress)
    return changes


def clean(workspace: Workspace, words: Iterable[str] | None, progress: Progress = SILENT) -> None:
    """Leave no fragment in any file: attachments, waiting imports, index, free pages, journal.

    Args:
        words: waiting imports that hold one of them go; None: all of them go.
    """
    task = workspace.state(TASK, user="") or {}
    workspace.between_acts(lambda conn: _remove_files(workspace, conn, task))
    progress.step(1, 3, "正在清理等待确认的导入")
    staging.forget(workspace, None if words is None else [w for w in words if len(w) >= FEWEST])
    progress.step(2, 3, "正在重写数据文件")
    if workspace.on_writer(_rewrite):
        workspace.remember(TASK, None, user="")
    progress.step(3, 3, "清除完成")


def _remove_files(workspace: Workspace, conn: Connection, task: Mapping[str, Any]) -> None:
    """Between two acts, since another record may have been given the same file meanwhile."""
    with conn.begin():
        kept = evidence_files.named(conn)
    for name in set(task.get("attachments", ())) - kept:
        (workspace.folder / ATTACHMENTS / name).unlink(missing_ok=True)


def _rewrite(raw: Any) -> bool:
    """Index in one piece, file without free pages, journal empty; False if a reader held it."""
    raw.execute("INSERT INTO search_words (search_words) VALUES ('optimize')")
    raw.execute("VACUUM")
    busy, *_ = raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    return not busy


def note(folder: Path, ids: Mapping[str, Iterable[str]]) -> None:
    """Remember ids in the workspace's folder and beside its backups, wherever these are now."""
    erased.merge(folder, ids)
    known, place = erased.read(folder), noted_place(folder)
    beside = [folder / FOLDER]
    if place is not None:
        beside.append(place / folder_on_drive(folder))
    for one in beside:
        if one.is_dir():
            with suppress(OSError, KnownError):  # a full or protected drive; the next backup tells
                erased.merge(one, known)


def settle(workspace: Workspace) -> None:
    """At opening: erase again what an old backup or copy brought back, finish what was cut short.

    Raises:
        KnownError: DISK_FULL and the like if it cannot be erased again.
    """
    erasers = workspace.wiring.erasers
    if not erasers:
        return
    known = erased.read(workspace.folder)
    here = workspace.read(lambda conn: {e.kind: set(e.done(conn)) for e in erasers})
    if any(here[kind] - known.get(kind, set()) for kind in here):
        note(workspace.folder, here)
    back = workspace.read(
        lambda conn: [
            (e, e.left(conn, sorted(known.get(e.kind, set()) - here[e.kind]))) for e in erasers
        ]
    )
    user, workspace.user = workspace.user, workspace.user or "程序"
    try:
        for eraser, left in back:
            if left:
                workspace.do(eraser.again, left)
        if workspace.state(TASK, user="") is not None:
            with suppress(KnownError):  # no room: the records are erased, the files wait
                clean(workspace, None)
    finally:
        workspace.user = user


def holding(workspace: Workspace, entry: int) -> tuple[list[Found], list[Path]]:
    """Where records are still as they were before entry ``entry`` of the log: backups known here
    and in the second place, and folders with the files of a damaged workspace.

    Copies that were carried elsewhere by hand cannot be known.
    """
    found, _away = backups_of(workspace.folder)
    old = [one for one in found if one.backup.manifest is None or one.backup.manifest.entry < entry]
    return old, sorted(workspace.folder.glob(f"{ASIDE}*"))


def elsewhere(
    conn: Connection, words: Iterable[str], spared: Mapping[str, Iterable[str]]
) -> dict[str, int]:
    """Other records in which one of the words stands in a text, for a person to look at.

    Args:
        spared: table → ids that are erased anyway. In other records of these tables a field that
            is the word and nothing more is somebody else's own: a namesake, a shared phone.

    Returns:
        Title of the table → how many of its records.
    """
    needles = [word for word in words if len(word) >= FEWEST]
    found = {}
    for table in METADATA.sorted_tables:
        columns = [c for c in table.c if isinstance(c.type, (Words, Json))]
        if not table.info.get("logged") or not columns or not needles:
            continue
        held = or_(*(func.instr(c, word) > 0 for c in columns for word in needles))
        if table.name in spared:
            longer = (and_(func.instr(c, w) > 0, c != w) for c in columns for w in needles)
            held = or_(*longer)
        rows = set(conn.execute(select(table.c.id).where(held)).scalars())
        rows -= set(spared.get(table.name, ()))
        if rows:
            found[str(table.info["title"])] = len(rows)
    return found
