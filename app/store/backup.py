"""Backups: a copy of one moment, opened, checked and counted before it counts as one.

The copy is made beside the writer (``copying.py``), on network and removable disks on its thread
between two acts; everything after that works on the copy.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

from sqlcipher3 import dbapi2

from app import __version__
from app.base.errors import KnownError
from app.base.progress import SILENT, Cancelled, Progress

from . import beside, container, erased
from .connect import DATABASE, connect
from .container import Manifest
from .copying import SAID, Moment, copy_beside, counts, moment_of
from .errors import damaged, told
from .exchange import ATTACHMENTS
from .keys import KEY_FILE, KeyFile
from .opening import faults, head
from .types import moment_text
from .workspace import Workspace

T = TypeVar("T")
OnWriter = Callable[[Callable[[Any], Any]], Any]
FOLDER = "backups"
SUFFIX = ".udb"
REASONS = {
    "manual": "手工备份",
    "daily": "每日自动备份",
    "exit": "退出时自动备份",
    "before-import": "导入前的备份",
    "before-restore": "恢复前的备份",
    "before-migration": "升级前的备份",
    "before-rekey": "更换密钥前的备份",
    "submitted": "上报后的备份",
}
VERIFIED, DAMAGED, BAD, UNCHECKED = "verified", "damaged", "bad", "unchecked"
ELSEWHERE = "backup_elsewhere"
"""Under this the moment of the newest verified copy on another drive is remembered."""
_INSTRUCTIONS = 1_000_000
"""After so many steps of SQLite's machine a check looks whether it was cancelled."""
_SPARE = 100 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup as shown in the list.

    Attributes:
        path: the file.
        state: ``verified``; ``damaged`` (changed since it was made); ``bad`` (the data were
            already damaged when it was made); ``unchecked`` (the seal was not looked at).
        manifest: None if it is unreadable.
        why: the Chinese reason of a state that is not good, or what is missing beside it.
        missing: number of attachments it needs that do not lie beside it.
    """

    path: Path
    state: str
    manifest: Manifest | None
    why: str = ""
    missing: int = 0

    @property
    def title(self) -> str:
        """Why it was made, in Chinese."""
        return REASONS.get(self.manifest.reason, "备份") if self.manifest else "备份"

    @property
    def size(self) -> int:
        """Bytes."""
        return self.path.stat().st_size


def backup(
    workspace: Workspace, out: Path, reason: str = "manual", progress: Progress = SILENT
) -> Backup:
    """A checked copy with everything in one file, attachments too.

    Raises:
        KnownError: DISK_FULL, READ_ONLY, DAMAGED (nothing is written then), FILE_HELD.
    """
    made = make(
        workspace.folder,
        workspace.key,
        workspace.on_writer,
        out,
        reason=reason,
        now=workspace.surroundings.now(),
        progress=progress,
        inside=True,
        refuse_bad=True,
    )
    if out.stat().st_dev != workspace.folder.stat().st_dev:
        workspace.remember(ELSEWHERE, workspace.surroundings.now().isoformat(), user="")
    return made


def make(
    folder: Path,
    key: bytes,
    on_writer: OnWriter,
    out: Path,
    *,
    reason: str,
    now: datetime,
    progress: Progress = SILENT,
    inside: bool = False,
    refuse_bad: bool = False,
) -> Backup:
    """The same for a workspace that is just being opened; ``on_writer`` lends the connection.

    Args:
        inside: attachments go into the file; otherwise beside it, those that are not there yet.
    """
    more = sum(beside.listing(folder).values()) if inside else 0
    room_for_copy(folder / DATABASE, out.parent, more=more)
    with told(out.parent), tempfile.TemporaryDirectory(prefix=".copy-", dir=out.parent) as place:
        copy = Path(place) / DATABASE
        progress.step(0, 4, SAID)
        moment = _copied(folder, key, on_writer, copy, progress)
        progress.step(1, 4, "正在校验备份")
        wrong = verify_copy(copy, key, moment, progress)
        if wrong and refuse_bad:
            raise damaged()
        progress.step(2, 4, "正在写入备份文件")
        files = {DATABASE: copy, KEY_FILE: _keys(folder, Path(place))}
        listed = beside.listing(folder)
        if inside:
            files |= {
                f"{ATTACHMENTS}/{name}": folder / ATTACHMENTS / name for name in sorted(listed)
            }
        elif listed:
            for lost in beside.bring(listed, [folder], out.parent, progress):
                del listed[lost]
            files[container.LISTING] = Path(place) / container.LISTING
            files[container.LISTING].write_bytes(beside.pack(listed))
        manifest = Manifest(
            program=__version__,
            schema=moment.schema,
            workspace=KeyFile.read(Path(place)).workspace,
            reason=reason,
            moment=moment_text(now),
            entry=moment.entry,
            head=moment.head.hex(),
            counts=moment.counts,
            members={name: container.digest_of(path) for name, path in files.items()},
            faults=tuple(wrong),
        )
        container.write(out, manifest, files)
        erased.merge(out.parent, erased.read(folder))
        progress.step(4, 4, "备份完成")
    return Backup(out, BAD if wrong else VERIFIED, manifest, "；".join(wrong))


def _keys(folder: Path, place: Path) -> Path:
    """The key file, or an empty one where it is lost (the recovery key opens the copy)."""
    copy = place / KEY_FILE
    try:
        KeyFile.read(folder)
        shutil.copyfile(folder / KEY_FILE, copy)
    except KnownError:
        KeyFile("", []).write(place)
    return copy


def _copied(
    folder: Path, key: bytes, on_writer: OnWriter, copy: Path, progress: Progress
) -> Moment:
    """Copy beside the writer where the journal lets that be, else between two acts."""
    if not on_writer(_journalled):
        moment: Moment = on_writer(lambda raw: snapshot(raw, copy))
        return moment
    moment, sealed = copy_beside(folder, key, copy, progress)
    if not sealed and on_writer(_broken):
        raise damaged()
    return moment


def _journalled(raw: Any) -> bool:
    """Brings the journal into the file and tells whether there is one that readers share."""
    raw.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()
    return bool(raw.execute("PRAGMA journal_mode").fetchone()[0] == "wal")


def _broken(raw: Any) -> bool:
    return raw.execute("PRAGMA cipher_integrity_check").fetchone() is not None


def snapshot(raw: Any, copy: Path) -> Moment:
    """Copy the database as it is between two acts; only for the thread that owns ``raw``."""
    raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    moment = moment_of(raw)
    raw.execute("VACUUM INTO ?", (str(copy),)).fetchall()
    # A page whose seal is broken may have been copied as zeros before SQLCipher reported it.
    if _broken(raw):
        raise damaged()
    return moment


def verify_copy(copy: Path, key: bytes, moment: Moment, progress: Progress = SILENT) -> list[str]:
    """Open a copy read-only and compare it with its source; what is wrong, in Chinese.

    Raises:
        Cancelled: also in the middle of a check.
    """
    with copy.open("rb") as handle:
        start = handle.read(16)
    if len(start) < 16 or start == b"SQLite format 3\0":
        return ["副本没有加密或是空的"]
    wrong = []
    try:
        raw = connect(copy, key, look=True)
        try:
            raw.set_progress_handler(progress.stopped, _INSTRUCTIONS)
            if faults(raw):
                wrong.append("数据文件的结构有损坏")
            if raw.execute("PRAGMA foreign_key_check").fetchone():
                wrong.append("有记录指向不存在的记录")
            if counts(raw) != moment.counts:
                wrong.append("各表的行数与原库不一致")
            if head(raw) != (moment.entry, moment.head):
                wrong.append("最后一条操作记录与原库不一致")
        finally:
            raw.close()
    except dbapi2.Error:
        wrong.append("副本读不出来")
    if progress.stopped():
        raise Cancelled
    return wrong


def room_for_copy(
    source: Path, target: Path, times: int = 2, more: int = 0, spare: int = _SPARE
) -> None:
    """Refuse before starting where the copy would not fit: 2 × the file + 100 MB (+ ``more``).

    Raises:
        KnownError: DISK_FULL naming the disk and the space needed, READ_ONLY.
    """
    size = source.stat().st_size if source.exists() else 0
    need = times * size + more + spare
    try:
        left = shutil.disk_usage(target).free
    except OSError as error:
        raise KnownError(
            "READ_ONLY", f"文件夹「{target}」不存在或读不出来。", "请换一个位置。"
        ) from error
    if left < need:
        raise KnownError(
            "DISK_FULL",
            f"「{target}」所在的磁盘只剩 {left >> 20} MB，这一步需要 {(need >> 20) + 1} MB。",
            "请清理出空间再试；现在的数据没有改动。",
        )
    if not os.access(target, os.W_OK):
        raise KnownError("READ_ONLY", f"「{target}」不能写入。", "请换一个位置。")


def look_at(path: Path, *, check: bool = True, there: dict[str, int] | None = None) -> Backup:
    """One file as a line of the list.

    Args:
        check: read it and compare its seal.
        there: attachments beside it, if known.
    """
    if not check:
        manifest = container.glance(path)
        if manifest is None:
            return Backup(path, DAMAGED, None, "读不出来")
        return Backup(path, BAD if manifest.faults else UNCHECKED, manifest)
    try:
        manifest = container.read(path)
    except KnownError as error:
        return Backup(path, DAMAGED, container.glance(path), error.message)
    if manifest.faults:
        return Backup(path, BAD, manifest, "；".join(manifest.faults))
    lost = beside.missing(path, there)
    why = f"旁边的 {ATTACHMENTS} 文件夹里缺 {lost} 份附件" if lost else ""
    return Backup(path, VERIFIED, manifest, why, lost)


def list_backups(place: Path, *, check: bool = True) -> list[Backup]:
    """The backups in a folder, newest first.

    Args:
        place: ``workspace.folder / "backups"``, the second place, or any folder.
        check: read each file and compare its seal; without it the state is ``unchecked``.
    """
    if not place.is_dir():
        return []
    there = beside.listing(place) if check else None
    found = [look_at(path, check=check, there=there) for path in place.glob(f"*{SUFFIX}")]
    found.sort(key=lambda b: (b.manifest.moment if b.manifest else "", b.path.name), reverse=True)
    return found
