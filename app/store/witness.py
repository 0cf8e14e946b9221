"""The side file: number and digest of the newest log entry, outside the database.

A database that is older than its witness has lost its journal, was cut, or was replaced by an old
copy; SQLite itself notices none of these. It is a witness, not a journal: an old one is harmless,
so it is not synced.
"""

from __future__ import annotations

import json
from pathlib import Path

from app.base.errors import KnownError

HEAD_FILE = "head.json"


def write(folder: Path, number: int, digest: bytes) -> None:
    """Remember the newest entry; a disk that refuses is not an error."""
    path = folder / HEAD_FILE
    temp = path.with_suffix(".tmp")
    try:
        temp.write_text(json.dumps({"entry": number, "digest": digest.hex()}), "utf-8")
        temp.replace(path)
    except OSError:
        temp.unlink(missing_ok=True)


def read(folder: Path) -> tuple[int, str] | None:
    """What was remembered; None if nothing readable is there."""
    try:
        side = json.loads((folder / HEAD_FILE).read_text("utf-8"))
        return int(side["entry"]), str(side["digest"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def check(folder: Path, number: int, digest: bytes) -> None:
    """Compare the database's newest entry with the side file.

    Raises:
        KnownError: JOURNAL_LOST.
    """
    side = read(folder)
    if side is None:
        return
    expected, head = side
    if number < expected or (number == expected and digest.hex() != head):
        raise KnownError(
            "JOURNAL_LOST",
            f"数据文件只到第 {number} 号操作，而上次已保存到第 {expected} 号："
            "日志文件丢失、被换掉，或数据文件被旧文件替换。",
            "请不要继续使用它，从最近一份校验过的备份恢复。",
        )
