"""The backup file: one zip, stored, whose comment is the SHA-256 of everything before it.

Any changed bit shows, also where SQLite would see nothing (a changed letter is valid SQLite). What
lies inside is encrypted as it is in the workspace; the manifest holds no names.
"""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import IO

from app.base.errors import KnownError
from app.base.files import write_atomically

from .connect import DATABASE
from .exchange import ATTACHMENTS
from .keys import KEY_FILE

MANIFEST = "manifest.json"
LISTING = "attachments.json"
"""Member that names the attachments beside the backup, where they are not inside: ``beside.py``."""
FORMAT = 1
_SEAL = 64
_CHUNK = 1 << 20
_LARGEST_MANIFEST = 1 << 20


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup says of itself.

    Attributes:
        program: version that made it.
        schema: number of the database's schema.
        workspace: random id of the workspace, no name.
        reason: why it was made, see ``backup.REASONS``.
        moment: when, UTC ISO text.
        entry: number of the newest log entry.
        head: its digest, hex.
        counts: rows of every table.
        members: name → SHA-256 of every file inside.
        faults: what the check found when it was made; empty: verified.
    """

    program: str
    schema: int
    workspace: str
    reason: str
    moment: str
    entry: int
    head: str
    counts: dict[str, int]
    members: dict[str, str]
    faults: tuple[str, ...] = ()
    format: int = FORMAT

    @property
    def when(self) -> datetime:
        """The moment as a time."""
        return datetime.fromisoformat(self.moment)


def digest_of(path: Path) -> str:
    """SHA-256 of a file, hex."""
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


def write(path: Path, manifest: Manifest, files: Mapping[str, Path]) -> None:
    """Write a backup file: whole under its name, or not at all."""

    def content(handle: IO[bytes]) -> None:
        with zipfile.ZipFile(handle, "w", zipfile.ZIP_STORED) as archive:
            text = json.dumps(asdict(manifest), ensure_ascii=False, indent=1, sort_keys=True)
            archive.writestr(_info(MANIFEST, manifest.when), text.encode())
            for name, source in files.items():
                info = _info(name, manifest.when)
                info.file_size = source.stat().st_size
                with source.open("rb") as reading, archive.open(info, "w") as writing:
                    while chunk := reading.read(_CHUNK):
                        writing.write(chunk)
            archive.comment = b"0" * _SEAL
        handle.flush()
        handle.seek(-_SEAL, 2)
        seal, _ = _seals(Path(handle.name))
        handle.write(seal.encode())

    write_atomically(path, content, check=lambda written: _check_whole(written, path.name))


def _info(name: str, moment: datetime) -> zipfile.ZipInfo:
    return zipfile.ZipInfo(name, moment.timetuple()[:6])


def _seals(path: Path) -> tuple[str, str]:
    """The seal as it should be and as it stands in the file."""
    size = path.stat().st_size
    digest, left = hashlib.sha256(), size - _SEAL
    with path.open("rb") as handle:
        while left > 0:
            chunk = handle.read(min(_CHUNK, left))
            if not chunk:
                break
            digest.update(chunk)
            left -= len(chunk)
        return digest.hexdigest(), handle.read(_SEAL).decode("ascii", "replace")


def _check_whole(path: Path, name: str) -> None:
    if path.stat().st_size <= _SEAL:
        raise damaged(name, "文件是空的或不完整")
    should, stands = _seals(path)
    if should != stands:
        raise damaged(name, "内容与保存时的校验值不符")


def read(path: Path) -> Manifest:
    """The manifest of a backup file whose every bit is as it was written.

    Raises:
        KnownError: BACKUP_MISSING, BACKUP_FOREIGN (no backup of ours), BACKUP_DAMAGED, NEWER.
    """
    if not path.is_file():
        raise KnownError("BACKUP_MISSING", f"找不到备份文件「{path.name}」。", "请重新选择文件。")
    try:
        with path.open("rb") as handle:
            start = handle.read(4)
    except OSError as error:
        raise damaged(path.name, "读不出来") from error
    if start != b"PK\x03\x04":
        if not start:
            raise damaged(path.name, "文件是空的")
        raise foreign(path.name)
    try:
        _check_whole(path, path.name)
        return _manifest(path)
    except OSError as error:
        raise damaged(path.name, "读不出来") from error


def glance(path: Path) -> Manifest | None:
    """The manifest without checking the seal; None if it is unreadable."""
    try:
        return _manifest(path)
    except (KnownError, OSError):
        return None


def _manifest(path: Path) -> Manifest:
    try:
        with zipfile.ZipFile(path) as archive:
            names = [info.filename for info in archive.infolist()]
            size = archive.getinfo(MANIFEST).file_size
            if size > _LARGEST_MANIFEST:
                raise foreign(path.name)
            content = json.loads(archive.read(MANIFEST))
        if int(content["format"]) > FORMAT:
            raise KnownError("NEWER", "这份备份是更新版本的程序做的。", "请先升级本程序，再恢复。")
        content["faults"] = tuple(content["faults"])
        manifest = Manifest(**content)
        _ = manifest.when
    except (zipfile.BadZipFile, KeyError, ValueError, TypeError, EOFError) as error:
        raise foreign(path.name) from error
    if sorted(names) != sorted([MANIFEST, *manifest.members]) or not _allowed(manifest.members):
        raise foreign(path.name)
    return manifest


def _allowed(names: Mapping[str, str]) -> bool:
    """Nothing but what a backup holds; no path that leads out of the folder."""
    if not {DATABASE, KEY_FILE} <= set(names):
        return False
    others = set(names) - {DATABASE, KEY_FILE, LISTING}
    folder = ATTACHMENTS + "/"
    return all(n.startswith(folder) and n[len(folder) :].isalnum() for n in others)


def extract(path: Path, manifest: Manifest, target: Path) -> Iterator[str]:
    """Write the files into a folder, each compared with its digest; yields names as they are done.

    Raises:
        KnownError: BACKUP_DAMAGED.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            for name, expected in manifest.members.items():
                info = archive.getinfo(name)
                if info.compress_type != zipfile.ZIP_STORED or info.is_dir():
                    raise foreign(path.name)
                goal = target / name
                goal.parent.mkdir(exist_ok=True)
                digest = hashlib.sha256()
                with archive.open(info) as reading, goal.open("xb") as writing:
                    while chunk := reading.read(_CHUNK):
                        digest.update(chunk)
                        writing.write(chunk)
                if digest.hexdigest() != expected:
                    raise damaged(path.name, "里面的文件与清单的校验值不符")
                yield name
    except (zipfile.BadZipFile, KeyError, EOFError) as error:
        raise damaged(path.name, "里面的文件读不出来") from error


def damaged(name: str, why: str) -> KnownError:
    """A backup that is not as it was made."""
    return KnownError(
        "BACKUP_DAMAGED",
        f"备份「{name}」已损坏：{why}。现在的数据没有改动。",
        "请改用列表里另一份校验通过的备份。",
    )


def foreign(name: str) -> KnownError:
    """A file that is no backup of this program."""
    return KnownError(
        "BACKUP_FOREIGN",
        f"「{name}」不是本程序的备份文件。现在的数据没有改动。",
        "请选择以 .udb 结尾的备份文件。",
    )
