"""The one place in ``base`` that touches the disk: files that are whole or not there."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

from app.base.errors import KnownError


def write_atomically(path: Path, data: bytes, *, patience: float = 3.0) -> None:
    """Write a file so that it is the old one or the new one, never a mixture.

    Temp name in the same folder, flush, fsync, read back, replace, fsync the folder. If the
    target is held open (antivirus, WPS), try again for ``patience`` seconds.

    Raises:
        KnownError: FILE_HELD, with the advice to choose another name.
        OSError: no room, read-only.
    """
    temp = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        with temp.open("wb") as handle:
            handle.write(data)
            handle.flush()
            os.fsync(handle.fileno())
        if temp.read_bytes() != data:
            raise KnownError(
                "DISK_ERROR", f"「{path.name}」写入后读出的内容不一致。", "请换一个磁盘。"
            )
        replace_patiently(temp, path, patience=patience)
    finally:
        temp.unlink(missing_ok=True)


def replace_patiently(
    temp: Path, path: Path, *, patience: float = 3.0, sleep: Callable[[float], None] = time.sleep
) -> None:
    """Rename over the target, waiting while another program holds it."""
    waited = 0.0
    while True:
        try:
            temp.replace(path)
            break
        except PermissionError:
            if waited >= patience:
                raise KnownError(
                    "FILE_HELD",
                    f"「{path.name}」正被别的程序打开，不能替换。",
                    "请先在 WPS 或 Excel 里关闭它，或换一个文件名保存。",
                ) from None
            sleep(0.1)
            waited += 0.1
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Make a rename durable, where the system allows it."""
    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError:
        return
    try:
        os.fsync(handle)
    except OSError:
        return
    finally:
        os.close(handle)
