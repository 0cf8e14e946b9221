"""Putting a whole new database in the place of the old one: old or new, whatever happens between.

The new files wait in a folder of their own, complete and synced. A small list written beside them
is the moment that counts: before it everything is thrown away at the next opening, after it
everything is put in place, as often as it takes. The journal of the old file goes first: SQLite
would replay it over the new one.
"""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

from app.base.files import write_atomically

from .connect import DATABASE
from .keys import KEY_FILE
from .witness import HEAD_FILE

INCOMING = "incoming"
LIST_FILE = "incoming.json"
ATTACHMENTS = "attachments"
STAGING = "staging.db"
_OLD = (f"{DATABASE}-wal", f"{DATABASE}-shm", f"{DATABASE}-journal", HEAD_FILE)
_STALE = (STAGING, f"{STAGING}-wal", f"{STAGING}-shm", f"{STAGING}-journal")


def begin(folder: Path) -> Path:
    """An empty place for the new files."""
    place = folder / INCOMING
    if place.exists():
        shutil.rmtree(place)
    place.mkdir(mode=0o700)
    return place


def commit(folder: Path) -> None:
    """All files are complete in the incoming folder and the old database is closed: exchange."""
    place = folder / INCOMING
    names = sorted(p.name for p in place.iterdir())
    for path in place.rglob("*"):
        if path.is_file():
            sync(path)
    write_atomically(folder / LIST_FILE, json.dumps(names).encode())
    finish(folder)


def abandon(folder: Path) -> None:
    """Throw away what was prepared."""
    shutil.rmtree(folder / INCOMING, ignore_errors=True)


def pending(folder: Path) -> bool:
    """Whether an exchange was decided and not finished."""
    return (folder / LIST_FILE).is_file()


def finish(folder: Path) -> None:
    """At opening: complete a decided exchange, throw an undecided one away."""
    place = folder / INCOMING
    if not pending(folder):
        if place.exists():
            abandon(folder)
        return
    for name in (*_OLD, *_STALE):
        (folder / name).unlink(missing_ok=True)
    for name in (DATABASE, KEY_FILE):
        if (place / name).exists():
            (place / name).replace(folder / name)
    if (place / ATTACHMENTS).exists():
        old = folder / ATTACHMENTS
        if old.exists():
            shutil.rmtree(old)
        (place / ATTACHMENTS).rename(old)
    sync(folder)
    (folder / LIST_FILE).unlink()
    abandon(folder)


def sync(path: Path) -> None:
    """Bring a file, or the names of a folder, onto the disk."""
    if path.is_dir() and os.name != "posix":
        return
    handle = os.open(path, os.O_RDONLY if os.name == "posix" else os.O_RDWR)
    try:
        os.fsync(handle)
    except OSError:
        if not path.is_dir():
            raise
    finally:
        os.close(handle)
