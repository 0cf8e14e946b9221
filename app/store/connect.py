"""Opening the encrypted file: key, settings, identity of the file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.pool import StaticPool
from sqlcipher3 import dbapi2

from .version import SCHEMA as SCHEMA

DATABASE = "workspace.db"
READ_CACHE, WRITE_CACHE = 65536, 32768
"""KB of pages in memory; a mass import gains nothing from more."""

# The driver looks for a way to adapt every value that is no plain number or text, in vain and
# twenty times as slowly as it binds one; told the way, it takes ids and empty fields at once.
dbapi2.register_adapter(bytes, bytearray)
dbapi2.register_adapter(type(None), lambda nothing: nothing)


def connect(
    path: Path,
    key: bytes,
    *,
    read_only: bool = False,
    wal: bool = True,
    look: bool = False,
    busy_ms: int = 5000,
) -> Any:
    """A driver connection with the house's settings (reliability: synchronous FULL, WAL on local
    disks). A wrong key or a damaged file shows at the first read.

    Args:
        read_only: refuse statements that write.
        look: open the file itself for reading only and leave its journal mode alone, so that not
            even closing writes to it.
    """
    connection = dbapi2.connect(
        f"{path.absolute().as_uri()}?mode=ro" if look else str(path),
        isolation_level=None,
        check_same_thread=False,
        timeout=busy_ms / 1000,
        uri=look,
    )
    try:
        connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        connection.execute("PRAGMA cipher_log_level = NONE")
        if not look:
            connection.execute(f"PRAGMA journal_mode = {'WAL' if wal else 'DELETE'}")
        for pragma in (
            "synchronous = FULL",
            "foreign_keys = ON",
            "cell_size_check = ON",
            "trusted_schema = OFF",
            "secure_delete = ON",
            "temp_store = MEMORY",
            f"cache_size = -{READ_CACHE if read_only or look else WRITE_CACHE}",
        ):
            connection.execute(f"PRAGMA {pragma}")
        if read_only or look:
            connection.execute("PRAGMA query_only = 1")
    except dbapi2.Error:
        connection.close()
        raise
    return connection


def engine(make: Callable[[], Any], *, begin: str) -> Engine:
    """An SQLAlchemy engine over one driver connection. Without the listener SQLAlchemy would send
    no BEGIN and every statement would commit by itself, silently."""
    made = create_engine(
        "sqlite://",
        module=dbapi2,
        creator=make,
        poolclass=StaticPool,
        hide_parameters=True,
    )

    @event.listens_for(made, "begin")
    def _begin(connection: Any) -> None:
        connection.exec_driver_sql(begin)

    return made


def network_or_removable(folder: Path) -> bool:
    """Whether the folder lies on a disk where WAL is not safe (network, removable, unknown)."""
    try:
        mounts = Path("/proc/mounts").read_text("utf-8", "replace").splitlines()
    except OSError:
        return _windows_remote(folder)
    best, kind = "", "ext4"
    target = str(folder.resolve())
    for line in mounts:
        parts = line.split()
        if len(parts) < 3:
            continue
        point = parts[1].encode().decode("unicode_escape", "replace")
        if (target == point or target.startswith(point.rstrip("/") + "/")) and len(point) >= len(
            best
        ):
            best, kind = point, parts[2]
    return kind in {"cifs", "smb3", "nfs", "nfs4", "fuse.sshfs", "vfat", "exfat", "ntfs", "9p"}


def _windows_remote(folder: Path) -> bool:
    import sys

    if sys.platform != "win32":
        return False
    import ctypes

    drive = folder.resolve().anchor
    return drive.startswith("\\\\") or ctypes.windll.kernel32.GetDriveTypeW(drive) != 3
