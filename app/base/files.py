"""The one place in ``base`` that touches the disk: files that are whole or not there.

Workbooks, PDFs, keys and backups all save through ``write_atomically``: a second way of saving
would be a second way of losing a file. ``write_for_person`` is the same with every failure of
the disk told as a sentence; ``safe_file_name`` makes names that every system takes.
"""

from __future__ import annotations

import errno
import os
import re
import secrets
import time
import unicodedata
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import IO

from app.base.errors import KnownError

_LONGEST = 120
_BYTES_LONGEST = 240  # most file systems take 255 bytes; room left for a number
_RESERVED = {
    "CON", "PRN", "AUX", "NUL", "CLOCK$", "CONIN$", "CONOUT$",
    *(f"COM{n}" for n in "123456789¹²³"), *(f"LPT{n}" for n in "123456789¹²³"),
}  # fmt: skip
_FORBIDDEN = str.maketrans('<>:"/\\|?*', "＜＞：＂／＼｜？＊")

Writer = Callable[[IO[bytes]], None]
Check = Callable[[Path], None]


def write_atomically(
    path: Path, data: bytes | Writer, *, patience: float = 3.0, check: Check | None = None
) -> None:
    """Write a file so that it is the old one or the new one, never a mixture.

    Temp name in the same folder, flush, fsync, read back, replace, fsync the folder. If the
    target is held open (antivirus, WPS), try again for ``patience`` seconds.

    Args:
        path: the file; its folder exists.
        data: the bytes, or a function that writes them to the open binary file it is given.
        patience: seconds to wait for a target that is held open.
        check: called with the finished temporary file before it takes the name; raises if the
            file is not what it should be.

    Raises:
        KnownError: FILE_HELD, with the advice to choose another name; DISK_ERROR.
        OSError: no room, read-only, no such folder.
    """
    temp = path.with_name(f".{secrets.token_hex(4)}.{os.getpid()}.tmp")
    try:
        with temp.open("xb") as handle:
            if isinstance(data, bytes):
                handle.write(data)
            else:
                data(handle)
            handle.flush()
            os.fsync(handle.fileno())
            size = os.fstat(handle.fileno()).st_size
        same = temp.read_bytes() == data if isinstance(data, bytes) else temp.stat().st_size == size
        if not same:
            raise KnownError(
                "DISK_ERROR", f"「{path.name}」写入后读出的内容不一致。", "请换一个磁盘。"
            )
        if check is not None:
            check(temp)
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
                    "请先在 WPS 或 Excel 里关闭它，"
                    f"或换一个文件名保存，例如「{another_name(path).name}」。",
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


def write_for_person(
    path: Path, data: bytes | Writer, *, patience: float = 3.0, check: Check | None = None
) -> None:
    """``write_atomically`` for a file that a person asked for by name.

    Raises:
        KnownError: FILE_HELD, DISK_FULL, READ_ONLY, NO_FOLDER or DISK_ERROR; the file of before,
            if there was one, is unchanged.
    """
    path = Path(path)
    if path.is_dir():
        raise KnownError("READ_ONLY", f"「{path.name}」是一个文件夹。", "请换一个文件名。")
    try:
        write_atomically(path, data, patience=patience, check=check)
    except OSError as error:
        raise _told(error, path) from error


def _told(error: OSError, path: Path) -> KnownError:
    if error.errno in (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)):
        return KnownError(
            "DISK_FULL",
            f"磁盘已满，「{path.name}」没有保存。",
            "请腾出空间，或保存到别的磁盘；原来的文件没有变。",
        )
    if not path.parent.is_dir():
        return KnownError(
            "NO_FOLDER", f"文件夹「{path.parent}」不存在。", "请先建好文件夹，或换一个位置。"
        )
    if isinstance(error, PermissionError) or error.errno == errno.EROFS:
        return KnownError(
            "READ_ONLY", f"不能在「{path.parent}」保存文件。", "请换一个可以写入的位置保存。"
        )
    if error.errno == errno.ENAMETOOLONG:
        return KnownError("DISK_ERROR", "文件名太长，不能保存。", "请换一个短一些的文件名。")
    return KnownError(
        "DISK_ERROR",
        f"磁盘出错，「{path.name}」没有保存。",
        "请检查磁盘或U盘是否拔出或损坏，或换一个位置保存；原来的文件没有变。",
    )


def another_name(path: Path) -> Path:
    """A free name beside ``path``: 名单.xlsx → 名单(2).xlsx."""
    for number in range(2, 10_000):
        other = path.with_name(f"{path.stem}({number}){path.suffix}")
        if not other.exists():
            return other
    return path.with_name(f"{path.stem}-{secrets.token_hex(4)}{path.suffix}")


def safe_file_name(text: str, *, taken: Iterable[str] = (), fallback: str = "未命名") -> str:
    """A file name (with its ending, without folder) that Windows, Linux and USB sticks all take.

    Forbidden signs become their full-width twins; control and direction characters go; reserved
    device names (CON, aux.txt) get an underline; dots and blanks at the ends go; long names are
    cut before the ending; a name that differs from one in ``taken`` at most by upper and lower
    case gets a number.
    """
    text = unicodedata.normalize("NFC", text)
    text = "".join(" " if c in "\t\r\n" else c for c in text)
    text = "".join(c for c in text if unicodedata.category(c) not in ("Cc", "Cf", "Cs"))
    text = re.sub(r"\s+", " ", text.translate(_FORBIDDEN)).strip(" .") or fallback
    stem, ending = _split(text)
    if stem.split(".")[0].strip().upper() in _RESERVED:
        stem = f"_{stem}"
    stem = _shorten(stem, _BYTES_LONGEST - len(ending.encode()))
    used = {name.casefold() for name in taken}
    name, number = stem + ending, 2
    while name.casefold() in used:
        name, number = f"{stem}({number}){ending}", number + 1
    return name


def _split(text: str) -> tuple[str, str]:
    stem, dot, ending = text.rpartition(".")
    if dot and stem.strip(" .") and re.fullmatch(r"[A-Za-z0-9]{1,8}", ending):
        return stem.rstrip(" ."), f".{ending}"
    return text, ""


def _shorten(stem: str, room: int) -> str:
    stem = stem[:_LONGEST]
    while len(stem.encode()) > room:
        stem = stem[:-1]
    return stem.rstrip(" .")


def read_file(path: str | Path, most: int = 1024 * 1024) -> tuple[str, bytes]:
    """Name and bytes of a small file from outside.

    Raises:
        KnownError: FILE_READ: it is not there, not readable, or larger than ``most`` bytes.
    """
    path = Path(path)
    try:
        if path.stat().st_size > most:
            raise KnownError("FILE_READ", f"「{path.name}」太大，不是这样的文件。", "请选对文件。")
        return path.name, path.read_bytes()
    except OSError:
        raise KnownError("FILE_READ", f"「{path.name}」打不开。", "请检查文件是否还在。") from None
