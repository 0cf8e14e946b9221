"""The backups of a workspace, open or not: what can be found without a password.

The second place stands in the database; for the day on which that cannot be read it is written
down once more, beside the backups.
"""

from __future__ import annotations

import contextlib
import json
import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from app.base.errors import KnownError
from app.base.files import write_atomically
from app.base.progress import SILENT, Progress

from .backup import FOLDER, SUFFIX, VERIFIED, Backup, list_backups, look_at
from .keys import KeyFile

PLACE_FILE = "second-place.json"
ASIDE = "damaged-"
"""Begins the name of a folder with the files of a workspace that could not be opened any more."""


@dataclass(frozen=True, slots=True)
class Found:
    """A backup and where it lies.

    Attributes:
        backup: with its seal checked.
        elsewhere: it lies in the second place.
    """

    backup: Backup
    elsewhere: bool


def backups_of(folder: Path, progress: Progress = SILENT) -> tuple[list[Found], Path | None]:
    """All backups of a workspace folder: the verified ones first, each kind newest first.

    Returns:
        The backups; and the second place if one is known and it is not there now.
    """
    place = noted_place(folder)
    away = place is not None and not place.is_dir()
    folders = [(folder / FOLDER, False)]
    if place is not None and not away:
        folders.append((place / folder_on_drive(folder), True))
    paths = [(path, far) for one, far in folders for path in sorted(one.glob(f"*{SUFFIX}"))]
    found = []
    for number, (path, far) in enumerate(paths):
        progress.step(number, len(paths), "正在核对备份")
        found.append(Found(look_at(path), far))
    found.sort(key=_order, reverse=True)
    return found, place if away else None


def _order(one: Found) -> tuple[bool, str, bool]:
    manifest = one.backup.manifest
    return one.backup.state == VERIFIED, manifest.moment if manifest else "", not one.elsewhere


def workspace_id(folder: Path) -> str:
    """The random id of a workspace, also of one that cannot be opened; empty if nothing in the
    folder tells it any more."""
    try:
        return KeyFile.read(folder).workspace
    except KnownError:
        known = (b.manifest for b in list_backups(folder / FOLDER, check=False))
        return next((m.workspace for m in known if m is not None), "")


def folder_on_drive(folder: Path) -> str:
    """Several workspaces may share a drive; no name of an office stands on it."""
    return f"union-desk-{workspace_id(folder)[:8]}"


def note_place(folder: Path, place: Path | None) -> None:
    """Write the second place down beside the backups; a disk that refuses is not an error."""
    note = folder / FOLDER / PLACE_FILE
    with contextlib.suppress(OSError, KnownError):
        if place is None:
            note.unlink(missing_ok=True)
        elif noted_place(folder) != place:
            note.parent.mkdir(mode=0o700, exist_ok=True)
            write_atomically(note, json.dumps({"place": str(place)}).encode())


def noted_place(folder: Path) -> Path | None:
    """The second place as it was written down; None if none was, or it cannot be read."""
    try:
        return Path(json.loads((folder / FOLDER / PLACE_FILE).read_text("utf-8"))["place"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def rescued_lately(folder: Path, now: datetime, within: timedelta) -> bool:
    """Whether a backup took the place of a damaged workspace so short a time ago."""
    names = (path.name.removeprefix(ASIDE)[:15] for path in folder.glob(f"{ASIDE}*"))
    return any(
        abs(now - datetime.strptime(name, "%Y%m%d-%H%M%S").astimezone()) < within
        for name in names
        if re.fullmatch(r"\d{8}-\d{6}", name)
    )
