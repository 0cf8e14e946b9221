"""The copy of one moment that a backup is made of, taken page by page beside the clerk's work.

A connection of its own holds one moment of the journal while it copies, so that acts go on and are
not in the copy. Where the journal cannot do that (network and removable disks), ``backup.snapshot``
copies on the writer's thread.
"""

from __future__ import annotations

import ctypes
import os
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from app.base.progress import Progress

from .connect import DATABASE, connect
from .opening import head

T = TypeVar("T")
PAGES = 2048
"""So many pages are copied between two looks at the cancel button: 8 MB, about 50 ms."""
SAID = "正在复制数据"
_NICE = 10
_LOWEST = -2
"""THREAD_PRIORITY_LOWEST of Windows."""


@dataclass(frozen=True, slots=True)
class Moment:
    """What the source held at the moment of the copy."""

    counts: dict[str, int]
    entry: int
    head: bytes
    schema: int


def moment_of(raw: Any) -> Moment:
    """What a connection sees; inside a transaction that is one moment."""
    number, digest = head(raw)
    schema = int(raw.execute("PRAGMA user_version").fetchone()[0])
    return Moment(counts(raw), number, digest, schema)


def counts(raw: Any) -> dict[str, int]:
    """Rows of every table of the file, its own and the search's."""
    names = raw.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
    found = {}
    for (name,) in names.fetchall():
        if not name.startswith("sqlite_"):
            quoted = '"' + name.replace('"', '""') + '"'
            found[name] = raw.execute(f"SELECT count(*) FROM {quoted}").fetchone()[0]  # noqa: S608
    return found


def copy_beside(folder: Path, key: bytes, copy: Path, progress: Progress) -> tuple[Moment, bool]:
    """Copy the database as it is now while the writer goes on.

    Returns:
        The moment, and whether every seal of the source held. Pages that the writer brings into
        the file just then can look broken: only a look between two acts is certain.

    Raises:
        Cancelled: between two lots of pages; the file is left to the caller to remove.
        dbapi2.Error: as SQLite says it.
    """
    source = connect(folder / DATABASE, key, look=True)
    try:
        source.execute("BEGIN")
        moment = moment_of(source)
        _copy(source, copy, key, progress)
        source.execute("COMMIT")
        # A page whose seal is broken may have been copied as zeros before SQLCipher reported it.
        return moment, source.execute("PRAGMA cipher_integrity_check").fetchone() is None
    finally:
        source.close()


def _copy(source: Any, copy: Path, key: bytes, progress: Progress) -> None:
    target = connect(copy, key, wal=False)
    try:
        # It is checked afterwards and thrown away if anything failed: no journal, no waiting.
        target.execute("PRAGMA journal_mode = OFF")
        target.execute("PRAGMA synchronous = OFF")
        source.backup(
            target,
            pages=PAGES,
            progress=lambda _state, left, total: progress.step(total - left, total, SAID),
        )
        target.execute("PRAGMA journal_mode = DELETE").fetchall()
    finally:
        target.close()


def in_background(work: Callable[[], T]) -> T:
    """Do it on a thread that gives way to every other, and wait. (A thread cannot be given its
    rank back, so it is one of its own.)"""
    with ThreadPoolExecutor(1, "background", give_way) as thread:
        return thread.submit(work).result()


def give_way() -> None:
    """The present thread runs when no other wants to; where the system refuses, as before."""
    if sys.platform == "win32":
        kernel = ctypes.windll.kernel32
        kernel.SetThreadPriority(kernel.GetCurrentThread(), _LOWEST)
    elif sys.platform == "linux":  # elsewhere the rank is of the whole process
        with suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _NICE)
