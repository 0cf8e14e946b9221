"""A workspace that cannot be opened any more: a backup, or the key file of one, in its place.

All files stay under a second name in a folder ``damaged-…`` of the workspace.
"""

from __future__ import annotations

import shutil
import tempfile
from datetime import datetime
from pathlib import Path

from app.base.errors import KnownError, UnionDeskError
from app.base.files import another_name, sync_folder
from app.base.progress import SILENT, Progress

from . import container, erased, exchange, version
from .backup import room_for_copy
from .container import Manifest
from .errors import told
from .found import ASIDE, workspace_id
from .keys import KeyFile
from .lock import LOCK_FILE, WorkspaceLock
from .opening import preflight
from .restore import STEPS, Candidate, Facts, facts, other_workspace, todays_passwords, unpack


def restore_damaged(
    folder: Path,
    file: Path,
    *,
    now: datetime,
    password: str | None = None,
    user: str | None = None,
    key: bytes | None = None,
    progress: Progress = SILENT,
) -> tuple[Facts, Path]:
    """A backup in the place of a workspace that cannot be opened any more.

    Today's passwords stay where the key file is whole and the key is still the same; otherwise
    those of the backup hold again.

    Args:
        password: of today, or of the day of the backup.
        key: the recovery key instead; the passwords of the backup hold again then.

    Returns:
        What was restored, and the folder ``damaged-…`` in the workspace's own that has all files
        as they were. Nothing of them is deleted.

    Raises:
        UserError: OTHER_WORKSPACE. Otherwise as ``unpack``; IN_USE, DISK_FULL, READ_ONLY. All
            files lie as before then.
    """
    lock = WorkspaceLock(folder, now)
    try:
        with told(folder):
            room_for_copy(file, folder, times=3)
            exchange.finish(folder)
            manifest = container.read(file)
            if workspace_id(folder) not in ("", manifest.workspace):
                raise other_workspace()
            try:
                candidate = _unpack_damaged(folder, file, password, user, key, progress)
                progress.step(6, STEPS, "正在保留坏了的文件")
                kept = _set_aside(folder, now)
                erased.carry(file, folder)
            except BaseException:
                exchange.abandon(folder)
                raise
            exchange.commit(folder)
    finally:
        lock.release()
    progress.step(STEPS, STEPS, "恢复完成")
    return facts(candidate), kept


def keys_from_backup(
    folder: Path,
    file: Path,
    *,
    now: datetime,
    password: str | None = None,
    user: str | None = None,
    key: bytes | None = None,
) -> tuple[Manifest, Path]:
    """Only the key file out of a backup, for a workspace whose own is lost or damaged: nothing of
    the data is lost then. The passwords of the backup hold again.

    Returns:
        The backup's manifest, and the folder with all files as they were.

    Raises:
        KnownError: KEYS_UNFIT (the key of the backup does not open the data). Otherwise as
            ``unpack``; IN_USE, READ_ONLY. All files lie as before then.
    """
    lock = WorkspaceLock(folder, now)
    try:
        with told(folder):
            exchange.finish(folder)
            with tempfile.TemporaryDirectory(prefix="union-desk-") as place:
                manifest = container.read(file)
                for _name in container.extract(file, manifest, Path(place)):
                    pass
                keys = KeyFile.read(Path(place))
            found = key if key is not None else keys.unwrap(password or "", user)
            try:
                preflight(folder, found, version.SCHEMA)
            except KnownError as error:
                if error.code == "DAMAGED":
                    raise keys_unfit() from error
                raise
            kept = _set_aside(folder, now)
            keys.write(folder)
    finally:
        lock.release()
    return manifest, kept


def keys_unfit() -> KnownError:
    """The key file of a backup is of another key than the data."""
    return KnownError(
        "KEYS_UNFIT",
        "这份备份里的钥匙打不开现在的数据文件：后来换过密钥，或者数据文件也坏了。",
        "请换一份较新的备份；或者取消，用恢复密钥打开。",
    )


def _unpack_damaged(
    folder: Path,
    file: Path,
    password: str | None,
    user: str | None,
    key: bytes | None,
    progress: Progress,
) -> Candidate:
    """By today's password if that still leads to the key of the backup, else by that of then."""
    today = _todays_key(folder, password, user) if key is None else None
    if today is not None:
        keys, present = today
        try:
            candidate = unpack(
                file, exchange.begin(folder), key=present, present=folder, progress=progress
            )
        except KnownError as error:
            if error.code != "BACKUP_KEY":
                raise
        else:
            todays_passwords(candidate, keys)
            return candidate
    place = exchange.begin(folder)
    return unpack(
        file,
        place,
        password=password,
        user=user,
        key=key,
        present=folder,
        progress=progress,
    )


def _todays_key(
    folder: Path, password: str | None, user: str | None
) -> tuple[KeyFile, bytes] | None:
    if password is None:
        return None
    try:
        keys = KeyFile.read(folder)
        return keys, keys.unwrap(password, user)
    except UnionDeskError:
        return None  # damaged too, or another password: that of the backup is tried


def _set_aside(folder: Path, now: datetime) -> Path:
    """All files of the workspace under a second name. A link needs no room, and also keeps what
    a failing disk can no longer read."""
    kept = folder / f"{ASIDE}{now.astimezone():%Y%m%d-%H%M%S}"
    if kept.exists():
        kept = another_name(kept)
    kept.mkdir(mode=0o700)
    passed = {LOCK_FILE, exchange.LIST_FILE}
    files = [path for path in folder.iterdir() if path.is_file() and path.name not in passed]
    files += (folder / exchange.ATTACHMENTS).glob("*")
    try:
        for path in files:
            goal = kept / path.relative_to(folder)
            goal.parent.mkdir(mode=0o700, exist_ok=True)
            try:
                goal.hardlink_to(path)
            except OSError:  # FAT and exFAT know no links
                shutil.copyfile(path, goal)
                exchange.sync(goal)
    except BaseException:
        shutil.rmtree(kept, ignore_errors=True)  # second names: the files lie where they were
        raise
    sync_folder(kept)
    return kept
