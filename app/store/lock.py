"""Who has the workspace: an operating-system lock held for the life of the process.

The lock vanishes with the process, also after kill -9; the text in the file only tells a second
start who holds it, and is emptied at a clean end. It names the computer and the system account,
not the user of the workspace.
"""

from __future__ import annotations

import contextlib
import getpass
import json
import os
import platform
import sys
from datetime import datetime
from pathlib import Path
from typing import IO

from app.base.errors import KnownError

LOCK_FILE = "in-use.lock"

if sys.platform == "win32":
    import msvcrt

    def _take(handle: IO[bytes]) -> None:
        handle.seek(1 << 20)  # a byte far behind the text, which a second start must read
        msvcrt.locking(handle.fileno(), msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _take(handle: IO[bytes]) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


class WorkspaceLock:
    """Held from opening to closing of a workspace."""

    def __init__(self, folder: Path, now: datetime) -> None:
        """Take the lock.

        Raises:
            KnownError: IN_USE with host, account and since; READ_ONLY.
        """
        path = folder / LOCK_FILE
        try:
            descriptor = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o600)
        except OSError as error:
            raise read_only(folder) from error
        self._handle: IO[bytes] = os.fdopen(descriptor, "r+b", buffering=0)
        try:
            _take(self._handle)
        except OSError:
            with self._handle:
                self._handle.seek(0)
                raise in_use(self._handle.read(4096)) from None
        who = {"host": platform.node(), "user": _account(), "since": now.isoformat()}
        self._say(json.dumps(who).encode())

    def release(self) -> None:
        """Give the workspace free."""
        if not self._handle.closed:
            self._say(b"")
            self._handle.close()

    def _say(self, text: bytes) -> None:
        """What a second start reads; on a full disk the lock holds without it."""
        with contextlib.suppress(OSError):
            self._handle.seek(0)
            self._handle.truncate()
            self._handle.write(text)


def _account() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return ""


def in_use(content: bytes) -> KnownError:
    """The sentence for a second start: who has it and since when."""
    try:
        who = json.loads(content.decode())
        since = datetime.fromisoformat(who["since"]).astimezone()
        text = f"电脑「{who['host']}」上的「{who['user']}」从 {since:%Y-%m-%d %H:%M} 起正在使用。"
    except (ValueError, KeyError, TypeError):
        text = "另一个窗口或另一台电脑正在使用。"
    return KnownError(
        "IN_USE", "这个工作库正在使用中：" + text, "请先在那边退出，再打开；不用删除任何文件。"
    )


def read_only(folder: Path) -> KnownError:
    """The sentence for a folder or medium that cannot be written."""
    return KnownError(
        "READ_ONLY",
        f"「{folder}」不能写入（只读的文件夹、光盘或写保护的U盘）。",
        "请把整个工作库文件夹复制到可以写入的地方，再从那里打开。",
    )
