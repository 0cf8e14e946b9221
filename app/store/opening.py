"""The look at a file before anything is written to it: identity, version, journal, newest entry.

A journal of another file beside ours would be written into it at the first checkpoint, so a
journal found at opening is read through first on a connection that cannot write; a rollback
journal, which cannot be read without rolling back, is tried on a copy.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2

from app.base.errors import KnownError, UserError

from . import exchange, version, witness
from .connect import DATABASE, connect
from .errors import damaged, told
from .lock import LOCK_FILE

BEGUN_FILE = "begun"
"""Lies in the folder only while a workspace is being made."""


def newer(number: int, known: int) -> KnownError:
    """The sentence for a file of a newer program."""
    return KnownError(
        "NEWER",
        f"这个工作库是更新版本的程序写的（第 {number} 版，本程序只认识到第 {known} 版）。",
        "请先升级本程序；数据没有改动。",
    )


def identity(raw: Any, schema: int) -> int:
    """Number of the file's schema, if the file is ours and not newer.

    Raises:
        KnownError: DAMAGED, NEWER.
    """
    if raw.execute("PRAGMA application_id").fetchone()[0] != version.APPLICATION_ID:
        raise damaged()
    number = int(raw.execute("PRAGMA user_version").fetchone()[0])
    if number > schema:
        raise newer(number, schema)
    return number


def head(raw: Any) -> tuple[int, bytes]:
    """Number and digest of the newest entry through a driver connection."""
    row = raw.execute("SELECT number, digest FROM entry ORDER BY number DESC LIMIT 1").fetchone()
    return (int(row[0]), bytes(row[1])) if row else (0, bytes(32))


def faults(raw: Any) -> list[str]:
    """What SQLite and SQLCipher themselves find wrong in the file, in their words."""
    pages = [str(r[0]) for r in raw.execute("PRAGMA cipher_integrity_check").fetchall()]
    tree = [str(r[0]) for r in raw.execute("PRAGMA integrity_check(20)").fetchall()]
    return pages + [line for line in tree if line != "ok"]


def preflight(folder: Path, key: bytes, schema: int) -> bool:
    """Look before opening; nothing is written. Returns whether every page was read on the way.

    Raises:
        KnownError: DAMAGED, NEWER, JOURNAL_LOST, READ_ONLY.
    """
    path = folder / DATABASE
    with told(folder):
        if _filled(path, "-journal"):
            _try_journal(folder, key, schema)
            return True
        raw = connect(path, key, look=True)
        try:
            identity(raw, schema)
            journal = _filled(path, "-wal")
            if journal:
                _read_through(raw)
            _check_head(folder, raw)
        finally:
            raw.close()
    return journal


def _check_head(folder: Path, raw: Any) -> None:
    """A page whose seal is broken may read as zeros once before SQLCipher reports it: a wrong
    newest entry is damage then, not a lost journal."""
    try:
        witness.check(folder, *head(raw))
    except KnownError:
        if faults(raw):
            raise damaged() from None
        raise


def _filled(path: Path, ending: str) -> bool:
    beside = path.with_name(path.name + ending)
    return beside.is_file() and beside.stat().st_size > 0


def _read_through(raw: Any) -> None:
    try:
        lines = raw.execute("PRAGMA integrity_check(1)").fetchall()
    except dbapi2.Error as error:
        raise foreign_journal() from error
    if [tuple(line) for line in lines] != [("ok",)]:
        raise foreign_journal()


def _try_journal(folder: Path, key: bytes, schema: int) -> None:
    """Roll a left-over rollback journal back on a copy, and judge the outcome."""
    path = folder / DATABASE
    with tempfile.TemporaryDirectory(prefix="try-", dir=folder) as trial:
        copy = Path(trial) / DATABASE
        for ending in ("", "-journal", "-wal"):
            if _filled(path, ending):
                source = path.with_name(path.name + ending)
                shutil.copyfile(source, copy.with_name(copy.name + ending))
        raw = connect(copy, key, wal=False)
        try:
            identity(raw, schema)
            if faults(raw):
                raise foreign_journal()
            witness.check(folder, *head(raw))
        except dbapi2.Error as error:
            raise foreign_journal() from error
        finally:
            raw.close()


def foreign_journal() -> KnownError:
    """A journal lies beside the database that does not belong to it, or is damaged."""
    return KnownError(
        "JOURNAL_FOREIGN",
        "数据文件旁边的日志文件不是它自己的，或者已经损坏；数据文件没有改动。",
        "请不要继续使用它，从最近一份校验过的备份恢复。",
    )


def check_active(names: dict[str, bool], user: str) -> None:
    """Refuse a user who is not in the list, or disabled (name → disabled).

    Raises:
        UserError: USER_UNKNOWN, USER_DISABLED.
    """
    disabled = names.get(user)
    if disabled is None:
        raise UserError(
            "USER_UNKNOWN",
            "钥匙文件里的这位用户不在工作库的用户名单里。",
            "请另一位用户登录，在「用户」里重新添加。",
        )
    if disabled:
        raise UserError(
            "USER_DISABLED", "这位用户已经停用。", "请另一位用户登录，需要时在「用户」里启用。"
        )


def free(folder: Path) -> bool:
    """Whether a workspace may be made here: nothing in it, or what an interrupted attempt left."""
    names = {path.name for path in folder.iterdir()}
    return not names or BEGUN_FILE in names


def clear_begun(folder: Path) -> None:
    """Remove what an interrupted attempt left."""
    for path in folder.iterdir():
        if path.is_file() and path.name not in (BEGUN_FILE, LOCK_FILE):
            path.unlink()


def not_a_workspace(folder: Path) -> KnownError:
    """The sentence for a folder that holds no workspace."""
    return KnownError(
        "NOT_A_WORKSPACE",
        f"「{folder}」不是工作库。",
        "请选择里面有 workspace.db 的文件夹；如果手里是备份文件，请用「从备份恢复」。",
    )


def check_there(folder: Path) -> None:
    """Refuse a folder that holds no workspace, or one whose making was interrupted.

    Raises:
        KnownError: NOT_A_WORKSPACE, NOT_FINISHED.
    """
    with told(folder):
        if (folder / BEGUN_FILE).exists():
            raise KnownError(
                "NOT_FINISHED",
                f"「{folder}」里的工作库上次没有建完，里面还没有数据。",
                "请用「新建」在同一个文件夹里重新建立。",
            )
        if not (folder / DATABASE).is_file() and not exchange.pending(folder):
            raise not_a_workspace(folder)


LONGEST_PATH = 440
"""Bytes; SQLite takes 512 with the endings of its own files and those of a copy beside it."""


def check_path(folder: Path) -> None:
    """Refuse a folder whose path is too long for SQLite.

    Raises:
        KnownError: PATH_LONG.
    """
    if len(os.fsencode(folder.absolute())) > LONGEST_PATH:
        raise KnownError(
            "PATH_LONG",
            "工作库所在的文件夹层数太多、路径太长。",
            "请把工作库放到路径短一些的地方，例如硬盘的第一层文件夹里。",
        )


def clear_temporary(folder: Path) -> None:
    """Remove what a killed process left half written."""
    for path in folder.glob(".*.tmp"):
        path.unlink(missing_ok=True)
    for path in folder.glob("try-*"):
        shutil.rmtree(path, ignore_errors=True)
