"""SQLite's result codes translated once into advice that a clerk can follow."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.exc import DBAPIError
from sqlcipher3 import dbapi2

from app.base.errors import BugError, KnownError, UserError

from .meta import METADATA

FULL, IOERR, BUSY, LOCKED, READONLY, CORRUPT, NOTADB, CANTOPEN, NOMEM, PERM, INTERRUPT = (
    13, 10, 5, 6, 8, 11, 26, 14, 7, 3, 9
)  # fmt: skip

_SAID = {
    "database or disk is full": FULL,
    "disk I/O error": IOERR,
    "database is locked": BUSY,
    "database table is locked": LOCKED,
    "attempt to write a readonly database": READONLY,
    "database disk image is malformed": CORRUPT,
    "file is not a database": NOTADB,
    "unable to open database file": CANTOPEN,
    "out of memory": NOMEM,
}
"""Of a copy page by page the driver tells no code, only SQLite's words for it."""


def known(code: int | None, folder: Path) -> KnownError | None:
    """The KnownError for an SQLite result code (extended codes too), None if it is our bug."""
    primary = (code or 0) & 0xFF
    if primary in (FULL, IOERR):
        return no_room(folder, certain=primary == FULL)
    if primary in (BUSY, LOCKED):
        return KnownError(
            "IN_USE",
            "工作库暂时被别的程序占用（可能是杀毒软件或同步盘）。",
            "请等几秒再试；如果总是这样，请把工作库移出同步盘的文件夹。",
        )
    if primary in (READONLY, PERM, CANTOPEN):
        return cannot_write(folder)
    if primary in (CORRUPT, NOTADB):
        return damaged()
    if primary == NOMEM:
        return KnownError("NO_MEMORY", "电脑内存不够。", "请关掉别的程序再试；数据没有改动。")
    return None


def cannot_write(folder: Path) -> KnownError:
    """A folder or medium that lets nobody write."""
    return KnownError(
        "READ_ONLY",
        f"「{folder}」不能写入，或文件不能打开。",
        "请把整个工作库文件夹复制到可以写入的地方，再从那里打开。",
    )


def no_room(folder: Path, *, certain: bool = False) -> KnownError:
    """Disk full, or an I/O error; the free space decides the wording."""
    try:
        free = shutil.disk_usage(folder).free
    except OSError:
        free = -1
    if certain or 0 <= free < 100 * 1024 * 1024:
        left = "" if free < 0 else f"，还剩 {free // 1024 // 1024} MB"
        return KnownError(
            "DISK_FULL",
            f"「{folder}」所在的磁盘写不下了{left}。",
            "请清理出至少 500 MB 空间再试；刚才的操作没有保存，之前的数据完好。",
        )
    return KnownError(
        "DISK_ERROR",
        f"读写「{folder}」所在的磁盘时出错。",
        "请检查U盘或硬盘是否拔出、损坏或有容量限制；刚才的操作没有保存，之前的数据完好。",
    )


def damaged() -> KnownError:
    """The database cannot be read as such."""
    return KnownError(
        "DAMAGED",
        "工作库的数据文件已损坏，或者不是本工作库的文件。",
        "请不要再改动它，从最近一份校验过的备份恢复。",
    )


def clash(error: dbapi2.Error) -> UserError | None:
    """A constraint that stands for a rule of the office, as a sentence; None for the others, which
    are our mistakes."""
    if not isinstance(error, dbapi2.IntegrityError):
        return None
    said = str(error)  # the driver gives no extended codes
    if said.startswith("UNIQUE"):
        name = said.rpartition("failed: ")[2].split(".")[0].strip()
        table = METADATA.tables.get(name)
        what = str(table.info.get("title", "")) if table is not None else ""
        return UserError(
            "EXISTS", f"已有相同的{what}记录，不能重复。", "请查找已有的记录，或改用别的代码。"
        )
    if said.startswith("FOREIGN KEY"):
        return UserError(
            "REFERRED",
            "这项操作涉及的记录不存在，或者还有别的记录引用它。",
            "请刷新后再试。",
        )
    return None


def translate(error: BaseException, folder: Path) -> Exception | None:
    """What a person is told for a driver error, or None if it is none of SQLite's."""
    if isinstance(error, DBAPIError):
        error = error.orig or error
    if not isinstance(error, dbapi2.Error):
        return None
    code = getattr(error, "sqlite_errorcode", None) or _SAID.get(str(error))
    return clash(error) or known(code, folder)


@contextmanager
def told(folder: Path) -> Iterator[None]:
    """Run a block; errors from the surroundings come out as KnownError."""
    try:
        yield
    except (dbapi2.Error, DBAPIError) as error:
        better = translate(error, folder)
        if better is None:
            raise
        raise better from error
    except OSError as error:
        if error.errno in (28, 27, 122, 5):  # ENOSPC, EFBIG, EDQUOT, EIO
            raise no_room(folder, certain=error.errno in (28, 122)) from error
        if error.errno in (13, 1, 30):  # EACCES, EPERM, EROFS
            raise cannot_write(folder) from error
        raise


def bug(text: str) -> BugError:
    """A state that must not be."""
    return BugError(text)
