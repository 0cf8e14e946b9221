"""A new database key: the answer to a lost recovery sheet.

The key on the sheet opens the data as they are today; after this it opens old backups only. The
present user keeps the password. The passwords of the others cannot be known, so their wraps lapse
and somebody sets them anew; until then they are told so when they try. Old or new, never between:
the copy under the new key is complete and checked before the exchange is decided.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlcipher3 import dbapi2

from app.base.errors import KnownError
from app.base.progress import SILENT, Progress

from . import beside, evidence_files, exchange, keeping
from .backup import room_for_copy, snapshot, verify_copy
from .connect import DATABASE, connect, engine
from .copying import Moment
from .errors import damaged, no_room, told
from .keys import Cost, KeyFile, new_key
from .opening import head
from .system import USER
from .work import Work, act
from .workspace import Workspace


@act(
    "store.rekey",
    "更换密钥",
    undo=False,
    why_not="更换密钥不能撤销；旧的恢复密钥只能打开以前的备份。",
)
def _note_rekey(work: Work) -> None:
    """Nothing but its entry: who changed the key and when."""


def rekey(
    workspace: Workspace, password: str, cost: Cost | None = None, progress: Progress = SILENT
) -> bytes:
    """Encrypt everything under a new key and close the workspace; open it again with the same
    password. Returns the new key, whose recovery text is to be printed.

    Raises:
        UserError: WRONG_PASSWORD. KnownError: DISK_FULL, DAMAGED; the workspace is then open and
            unchanged.
    """
    folder = workspace.folder
    old_keys = KeyFile.read(folder)
    if old_keys.unwrap(password, workspace.user) != workspace.key:
        raise damaged()
    key = new_key()
    keys = KeyFile(old_keys.workspace, [])
    keys.add(workspace.user, password, key, cost)
    query = select(USER.c.name).where(USER.c.disabled.is_(False))
    names = workspace.read(lambda conn: list(conn.execute(query).scalars()))
    keys.lapsed = sorted(keys.tag(name) for name in names if name != workspace.user)
    with told(folder):
        more = sum(beside.listing(folder).values())
        room_for_copy(folder / DATABASE, folder, times=3, more=more)
        progress.step(0, 5, "正在备份现在的数据")
        keeping.before(workspace, "rekey")
        place = exchange.begin(folder)
        try:
            progress.step(1, 5, "正在用新密钥加密")
            copy = place / DATABASE
            moment: Moment = workspace.on_writer(lambda raw: snapshot(raw, copy))
            needed = workspace.read(evidence_files.named)
            files = evidence_files.encrypt_anew(folder, place, workspace.key, key, needed, progress)
            with _in_the_copy(folder):
                remembered = _encrypt_anew(workspace, key, files)
                progress.step(3, 5, "正在校验")
                _check(workspace, key, moment, remembered)
            keys.write(place)
        except BaseException:
            exchange.abandon(folder)
            raise
        progress.step(4, 5, "正在放到位")
        workspace.stop()
        try:
            exchange.commit(folder)
        finally:
            workspace.release()
    return key


def _failed() -> KnownError:
    return KnownError(
        "REKEY_FAILED", "换密钥的副本没有通过校验，没有更换。", "请再试一次；数据没有改动。"
    )


@contextmanager
def _in_the_copy(folder: Path) -> Iterator[None]:
    """Damage found in the block is the copy's (SQLCipher says nothing of a page that a change of
    key could not write), and must not be told as the workspace's."""
    try:
        with told(folder):
            yield
    except KnownError as error:
        if error.code == "DAMAGED":
            raise _failed() from error
        raise


def _encrypt_anew(workspace: Workspace, key: bytes, names: Mapping[str, str]) -> int:
    """Give the copy the new key and its entry in the log. A copy that fails is thrown away, so it
    needs no journal, which would write every page three times. Returns the rows it has more in
    ``state``."""
    copy = workspace.folder / exchange.INCOMING / DATABASE
    raw = connect(copy, workspace.key, wal=False)
    try:
        raw.execute("PRAGMA journal_mode = OFF")
        raw.execute(f"PRAGMA rekey = \"x'{key.hex()}'\"").fetchall()
    except dbapi2.Error as error:  # it reports every failure as a wrong statement
        raise no_room(workspace.folder) from error
    finally:
        raw.close()
    made = engine(lambda: connect(copy, key, wal=False), begin="BEGIN IMMEDIATE")
    try:
        with made.begin() as conn:
            _note_rekey(workspace.work(conn))
            return evidence_files.rename(conn, names)
    finally:
        made.dispose()


def _check(workspace: Workspace, key: bytes, moment: Moment, remembered: int) -> None:
    copy = workspace.folder / exchange.INCOMING / DATABASE
    raw: Any = connect(copy, key, look=True)
    try:
        number, digest = head(raw)
    finally:
        raw.close()
    counts = {**moment.counts, "entry": moment.counts["entry"] + 1}
    counts["state"] += remembered
    if number != moment.entry + 1 or verify_copy(
        copy, key, Moment(counts, number, digest, moment.schema)
    ):
        raise _failed()
    try:
        connect(copy, workspace.key, look=True).execute("SELECT * FROM sqlite_master")
    except dbapi2.Error:
        return
    raise KnownError("REKEY_FAILED", "旧密钥仍能打开副本，没有更换。", "请再试一次。")
