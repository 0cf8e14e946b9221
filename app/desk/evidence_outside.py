"""Evidence opened with another program: a copy in a private folder that is emptied when the window
is locked, at the exit, and at the next start."""

from __future__ import annotations

import hashlib
import os
import shutil
import stat
from datetime import datetime
from pathlib import Path
from threading import Lock

from platformdirs import user_cache_path

from app.base.errors import KnownError
from app.pictures.media import clean_name, copy_name

_OLD = 12 * 3600  # seconds; folders of other workspaces that nobody came back to empty
_ONE = Lock()  # a copy is not put into a folder that is just being removed


def _root() -> Path:
    return user_cache_path("union-desk", appauthor=False) / "opened"


def _place(workspace: Path) -> Path:
    name = os.path.normcase(workspace.absolute())
    return _root() / hashlib.sha256(name.encode()).hexdigest()[:16]


def put(workspace: Path, title: str, media: str, content: bytes) -> Path:
    """A copy for another program, not to be written to; returns where it lies.

    Args:
        workspace: folder of the workspace.

    Raises:
        KnownError: EVIDENCE_OPEN.
    """
    place = _place(workspace)
    try:
        with _ONE:
            file = _put(place, clean_name(copy_name(title, media)), content)
    except OSError as error:
        raise KnownError(
            "EVIDENCE_OPEN", "没有地方放打开用的副本。", "请检查磁盘空间，或改用「另存」。"
        ) from error
    return file


def _put(place: Path, name: str, content: bytes) -> Path:
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    taken = [path.name for path in place.iterdir()]
    file = place / (f"{len(taken) + 1}-{name}" if name in taken else name)
    with file.open("xb") as handle:
        handle.write(content)
    file.chmod(stat.S_IRUSR)
    return file


def empty(workspace: Path, now: datetime) -> None:
    """Remove the copies of this workspace, and old ones of others. What another program holds open
    goes the next time."""
    root, own = _root(), _place(workspace)
    if not root.is_dir():
        return
    for place in root.iterdir():
        try:
            if place == own or now.timestamp() - place.stat().st_mtime > _OLD:
                with _ONE:
                    _remove(place)
        except OSError:
            continue


def _remove(place: Path) -> None:
    for file in place.rglob("*"):
        if file.is_file():
            try:
                file.chmod(stat.S_IRUSR | stat.S_IWUSR)
                file.unlink()
            except OSError:  # held open
                continue
    shutil.rmtree(place, ignore_errors=True)
