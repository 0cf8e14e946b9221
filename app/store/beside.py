"""The attachments of automatic backups: once in a folder beside them, not again in each.

Attachments never change, only come and go, and their names say their content. So an automatic
backup lists those it needs (``attachments.json`` inside, under its seal), and brings into the
folder ``attachments`` beside it what is not there yet: on the same disk a second name of the same
file, elsewhere a copy that is read back. What no backup of the folder lists any more is removed.
"""

from __future__ import annotations

import json
import os
import shutil
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path

from app.base.errors import KnownError
from app.base.files import sync_folder
from app.base.progress import SILENT, Progress

from .container import LISTING, digest_of
from .exchange import ATTACHMENTS, sync

_LARGEST_LISTING = 64 << 20


def listing(folder: Path) -> dict[str, int]:
    """Attachments in the folder ``attachments`` of a workspace or beside backups: name → bytes."""
    try:
        with os.scandir(folder / ATTACHMENTS) as entries:
            return {e.name: e.stat().st_size for e in entries if e.name.isalnum()}
    except FileNotFoundError:
        return {}


def pack(listed: Mapping[str, int]) -> bytes:
    """The list as it stands in the backup file."""
    return json.dumps(listed, sort_keys=True).encode()


def listed_in(file: Path) -> dict[str, int]:
    """What a backup file lists as beside it; empty for one that has everything inside.

    Raises:
        KnownError: BACKUP_DAMAGED.
    """
    from .container import damaged

    try:
        with zipfile.ZipFile(file) as archive:
            if LISTING not in archive.namelist():
                return {}
            if archive.getinfo(LISTING).file_size > _LARGEST_LISTING:
                raise damaged(file.name, "附件清单太大")
            found = json.loads(archive.read(LISTING))
        return {str(name): int(size) for name, size in found.items() if str(name).isalnum()}
    except (OSError, zipfile.BadZipFile, ValueError, AttributeError, TypeError) as error:
        raise damaged(file.name, "附件清单读不出来") from error


def needed(listed: Mapping[str, int], goal: Path) -> int:
    """Bytes that bringing these into a folder on another disk would take."""
    there = listing(goal)
    return sum(size for name, size in listed.items() if there.get(name) != size)


def bring(
    listed: Mapping[str, int],
    sources: Iterable[Path],
    goal: Path,
    progress: Progress = SILENT,
) -> list[str]:
    """Put the listed attachments into ``goal / attachments``, those that are not there yet.

    Args:
        listed: name → bytes.
        sources: folders whose ``attachments`` are looked through, in this order.
        goal: a backup folder, or a workspace that is being restored.

    Returns:
        Names that no source has whole.

    Raises:
        OSError: no room, pulled out ...
    """
    there = listing(goal)
    wanted = [name for name, size in sorted(listed.items()) if there.get(name) != size]
    if not wanted:
        return []
    place, lost = goal / ATTACHMENTS, []
    place.mkdir(mode=0o700, exist_ok=True)
    for half in place.glob(".*.tmp"):  # of a copy that was cut short
        half.unlink()
    places = [source / ATTACHMENTS for source in sources]
    for number, name in enumerate(wanted):
        if number % 20 == 0:
            progress.step(number, len(wanted), "正在备份附件")
        if not any(_give(one / name, place / name, listed[name]) for one in places):
            lost.append(name)
    sync_folder(place)
    return lost


def _give(source: Path, goal: Path, size: int) -> bool:
    """A second name, or a copy that was read back; False if the source is not there whole."""
    try:
        if source.stat().st_size != size:
            return False
    except FileNotFoundError:
        return False
    goal.unlink(missing_ok=True)
    try:
        goal.hardlink_to(source)
        return True
    except OSError:  # another disk, or one that knows no second names
        pass
    temp = goal.with_name(f".{goal.name}.tmp")
    try:
        shutil.copyfile(source, temp)
        sync(temp)
        if digest_of(temp) != digest_of(source):
            raise OSError(f"{goal.parent} does not keep what is written")
        temp.replace(goal)
    finally:
        temp.unlink(missing_ok=True)
    return True


def missing(file: Path, there: Mapping[str, int] | None = None) -> int:
    """How many attachments a backup lists that are not beside it.

    Args:
        there: what is there, if known (``listing`` of the folder).
    """
    try:
        listed = listed_in(file)
    except KnownError:
        return 0
    if there is None and listed:
        there = listing(file.parent)
    return sum(1 for name, size in listed.items() if (there or {}).get(name) != size)


def prune(place: Path, suffix: str) -> list[str]:
    """Remove what no backup in the folder lists; nothing while one of them cannot be read."""
    there = listing(place)
    if not there:
        return []
    needed: set[str] = set()
    try:
        for file in place.glob(f"*{suffix}"):
            needed |= set(listed_in(file))
    except KnownError:
        return []
    gone = sorted(set(there) - needed)
    for name in gone:
        (place / ATTACHMENTS / name).unlink(missing_ok=True)
    return gone
