"""Restoring: the candidate is checked from end to end before anything of the present is touched."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2

from app.base.errors import KnownError, UserError
from app.base.files import sync_folder
from app.base.progress import SILENT, Progress

from . import beside, container, erased, exchange, keeping, version, witness
from .backup import room_for_copy
from .connect import DATABASE, connect
from .container import Manifest
from .copying import counts
from .errors import told
from .keys import KeyFile
from .meta import METADATA
from .opening import check_path, faults, free, head, identity
from .workspace import Workspace

STEPS = 7


@dataclass(frozen=True, slots=True)
class Facts:
    """What one gets and what one loses.

    Attributes:
        made: when the backup was made.
        reason: why, see ``backup.REASONS``.
        then, now: records by kind (Chinese title) in the backup and at present (empty for a new
            folder).
        last_change: the newest act in the backup.
        lost: number of acts since then that the present has and the backup has not.
        users: who can log in after restoring.
        other: it is the backup of another workspace.
        older: it is of an older program and will be brought up to date when opened.
        missing: attachments the backup needs that were found nowhere.
        verified_then: False if the data were already damaged when the backup was made.
    """

    made: datetime
    reason: str
    then: dict[str, int]
    now: dict[str, int]
    last_change: datetime | None
    lost: int
    users: tuple[str, ...]
    other: bool
    older: bool
    verified_then: bool = True
    missing: int = 0

    def lines(self) -> list[str]:
        """The same in sentences for the person who decides."""
        found = [f"这份备份做于 {self.made.astimezone():%Y-%m-%d %H:%M}。"]
        if self.last_change is not None:
            found.append(f"里面最后一次操作是 {self.last_change.astimezone():%Y-%m-%d %H:%M}。")
        if self.now:
            more = f"恢复后，现在比它多出的 {self.lost} 项操作将不在工作库里。"
            found.append(more if self.lost else "现在没有比它多出的操作。")
        for title in sorted(set(self.then) | set(self.now)) if self.now else ():
            then, now = self.then.get(title, 0), self.now.get(title, 0)
            if then != now:
                found.append(f"{title}：现在 {now} 条，恢复后 {then} 条。")
        if not self.now:
            held = [f"{title} {count} 条" for title, count in sorted(self.then.items()) if count]
            found.append(f"里面有：{'，'.join(held)}。")
        if self.other:
            found.append("注意：这不是本工作库的备份！")
        if self.missing:
            found.append(
                f"有 {self.missing} 份附件（照片、扫描件等）在备份旁边的 attachments 文件夹里"
                "找不到，恢复后它们打不开；如果那个文件夹在别处，请先把它拷到备份文件旁边。"
            )
        if self.older:
            found.append("它是旧版本程序做的，打开时会自动升级。")
        found.append(f"恢复后能登录的用户：{'、'.join(self.users)}。")
        return found


@dataclass(slots=True)
class Candidate:
    """An unpacked backup that passed every check.

    Attributes:
        folder: where database, key file and attachments lie, unpacked.
        key: the key that opens it.
        active: its active users.
        missing: attachments that lie neither in the file nor beside it.
    """

    folder: Path
    manifest: Manifest
    key: bytes
    active: list[str]
    keys: KeyFile
    missing: int = 0
    titles: dict[str, int] = field(default_factory=dict)
    last_change: datetime | None = None


def unpack(
    file: Path,
    place: Path,
    *,
    password: str | None = None,
    user: str | None = None,
    key: bytes | None = None,
    present: Path | None = None,
    fetch: bool = True,
    progress: Progress = SILENT,
) -> Candidate:
    """Unpack a backup into an empty folder and check it; raises at the first thing that is wrong.

    Args:
        present: a workspace folder whose attachments may serve, too.
        fetch: bring the attachments that lie beside the backup; otherwise only count what is
            missing.

    Raises:
        UserError: WRONG_PASSWORD, USER_NEEDED, PASSWORD_NEEDED.
        KnownError: BACKUP_MISSING, BACKUP_FOREIGN, BACKUP_DAMAGED, NEWER, BACKUP_KEY (the given
            key is not the one of then), BACKUP_USERS (nobody could log in).
    """
    progress.step(0, STEPS, "正在核对备份文件")
    manifest = container.read(file)
    if manifest.schema > version.SCHEMA:
        raise KnownError(
            "NEWER",
            f"这份备份是更新版本的程序做的（第 {manifest.schema} 版，"
            f"本程序只认识到第 {version.SCHEMA} 版）。",
            "请先升级本程序，再恢复。",
        )
    progress.step(1, STEPS, "正在解开备份")
    for name in container.extract(file, manifest, place):
        progress.step(2, STEPS, f"正在解开 {Path(name).suffix}")
    keys = KeyFile.read(place)
    if key is None:
        if password is None:
            raise UserError(
                "PASSWORD_NEEDED", "恢复需要做备份时的口令。", "请输入当时的口令，或恢复密钥。"
            )
        key = keys.unwrap(password, user)
    progress.step(3, STEPS, "正在检查数据")
    candidate = Candidate(place, manifest, key, [], keys)
    _check_database(candidate, file.name)
    (place / container.LISTING).unlink(missing_ok=True)
    listed = beside.listed_in(file)
    sources = [file.absolute().parent, file.absolute().parent.parent]
    sources += [present] if present is not None else []
    if fetch:
        candidate.missing = len(beside.bring(listed, sources, place, progress))
    else:
        known = {item for source in sources for item in beside.listing(source).items()}
        candidate.missing = len(set(listed.items()) - known)
    progress.step(5, STEPS, "检查完成")
    return candidate


def _check_database(candidate: Candidate, name: str) -> None:
    path, manifest = candidate.folder / DATABASE, candidate.manifest
    with path.open("rb") as handle:
        if handle.read(16) == b"SQLite format 3\0":
            raise container.foreign(name)
    try:
        raw = connect(path, candidate.key, look=True)
    except dbapi2.Error as error:
        raise wrong_key() from error
    try:
        raw.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except dbapi2.Error as error:
        raw.close()
        raise wrong_key() from error
    try:
        if faults(raw):
            raise container.damaged(name, "数据文件的结构不对")
        if raw.execute("PRAGMA foreign_key_check").fetchone() and not manifest.faults:
            raise container.damaged(name, "有记录指向不存在的记录")
        identity(raw, version.SCHEMA)
        found = counts(raw)
        if found != manifest.counts or head(raw) != (manifest.entry, bytes.fromhex(manifest.head)):
            raise container.damaged(name, "内容与清单不符")
        if manifest.schema == version.SCHEMA and not set(METADATA.tables) <= set(found):
            raise container.damaged(name, "缺少数据表")
        _note(candidate, raw, found)
    except dbapi2.Error as error:
        raise container.damaged(name, "数据读不出来") from error
    finally:
        raw.close()
    if not candidate.active:
        raise KnownError("BACKUP_USERS", "这份备份里没有能登录的用户。", "请改用另一份备份。")


def _note(candidate: Candidate, raw: Any, found: dict[str, int]) -> None:
    rows = raw.execute("SELECT name FROM user WHERE disabled = 0 ORDER BY name").fetchall()
    candidate.active = [name for (name,) in rows]
    candidate.titles = by_title(found)
    row = raw.execute("SELECT moment FROM entry ORDER BY number DESC LIMIT 1").fetchone()
    candidate.last_change = datetime.fromisoformat(row[0]) if row else None


def by_title(found: dict[str, int]) -> dict[str, int]:
    """Rows of tables as records by their Chinese title."""
    titles: dict[str, int] = {}
    for name, table in METADATA.tables.items():
        if table.info.get("logged") and name in found:
            title = str(table.info["title"])
            titles[title] = titles.get(title, 0) + found[name]
    return titles


def facts(candidate: Candidate, present: Workspace | None = None) -> Facts:
    """What one gets and loses by restoring this candidate over the present workspace."""
    manifest, now, lost, other = candidate.manifest, dict[str, int](), 0, False
    if present is not None:
        now = by_title(present.counts())
        lost = max(0, present.on_writer(head)[0] - manifest.entry)
        other = KeyFile.read(present.folder).workspace != manifest.workspace
    able = [n for n in candidate.active if candidate.keys.has(n)]
    return Facts(
        made=manifest.when,
        reason=manifest.reason,
        then=candidate.titles,
        now=now,
        last_change=candidate.last_change,
        lost=lost,
        users=tuple(able),
        other=other,
        older=manifest.schema < version.SCHEMA,
        verified_then=not manifest.faults,
        missing=candidate.missing,
    )


def inspect(
    file: Path,
    *,
    present: Workspace | None = None,
    password: str | None = None,
    user: str | None = None,
    key: bytes | None = None,
    progress: Progress = SILENT,
) -> Facts:
    """All checks and the facts, without restoring. The key of ``present`` is tried first."""
    with tempfile.TemporaryDirectory(prefix="union-desk-") as place:
        candidate = _unpack_for(
            present, file, Path(place), password, user, key, progress, fetch=False
        )
        return facts(candidate, present)


def _unpack_for(
    present: Workspace | None,
    file: Path,
    place: Path,
    password: str | None,
    user: str | None,
    key: bytes | None,
    progress: Progress,
    *,
    fetch: bool = True,
) -> Candidate:
    if password is None and key is None and present is not None:
        key = present.key
    return unpack(
        file,
        place,
        password=password,
        user=user,
        key=key,
        present=present.folder if present is not None else None,
        fetch=fetch,
        progress=progress,
    )


def restore(
    file: Path,
    folder: Path,
    *,
    password: str | None = None,
    user: str | None = None,
    key: bytes | None = None,
    progress: Progress = SILENT,
) -> Facts:
    """A backup as a workspace in a new folder; the folder appears whole or not at all.

    Raises:
        UserError: FOLDER_USED. Otherwise as ``unpack``; DISK_FULL, READ_ONLY.
    """
    if folder.exists() and not (folder.is_dir() and free(folder)):
        raise UserError("FOLDER_USED", f"「{folder}」已经有内容。", "请换一个新的文件夹名。")
    check_path(folder)
    parent = folder.absolute().parent
    if not parent.is_dir():
        raise KnownError("READ_ONLY", f"文件夹「{parent}」不存在。", "请先建好它，或换一个位置。")
    with told(parent):
        room_for_copy(file, parent)
        with tempfile.TemporaryDirectory(prefix=".restore-", dir=parent) as holder:
            place = Path(holder) / "new"
            place.mkdir(mode=0o700)
            candidate = unpack(
                file, place, password=password, user=user, key=key, progress=progress
            )
            found = facts(candidate)
            witness.write(place, candidate.manifest.entry, bytes.fromhex(candidate.manifest.head))
            erased.carry(file, place)
            for path in place.rglob("*"):
                exchange.sync(path)
            progress.step(6, STEPS, "正在放到位")
            if folder.exists():
                shutil.rmtree(folder)
            place.rename(folder)
            sync_folder(parent)
    progress.step(STEPS, STEPS, "恢复完成")
    return found


def restore_over(
    workspace: Workspace,
    file: Path,
    *,
    password: str | None = None,
    user: str | None = None,
    key: bytes | None = None,
    other_too: bool = False,
    progress: Progress = SILENT,
) -> Facts:
    """A backup in the place of the open workspace, which is closed by it; open it again after.

    The present state is kept first as a verified ``before-restore`` backup. Passwords stay those
    of today where the key is the same.

    Args:
        other_too: go on although it is the backup of another workspace.

    Raises:
        UserError: OTHER_WORKSPACE. Otherwise as ``unpack`` and ``keeping.before``; the workspace
            is then open and unchanged.
    """
    folder = workspace.folder
    with told(folder):
        room_for_copy(file, folder, times=3)
        place = exchange.begin(folder)
        try:
            candidate = _unpack_for(workspace, file, place, password, user, key, progress)
            found = facts(candidate, workspace)
            if found.other and not other_too:
                raise other_workspace()
            if candidate.key == workspace.key:
                todays_passwords(candidate, KeyFile.read(folder))
            progress.step(6, STEPS, "正在备份现在的数据")
            keeping.before(workspace, "restore", SILENT)
            erased.carry(file, folder)
        except BaseException:
            exchange.abandon(folder)
            raise
        workspace.stop()
        try:
            exchange.commit(folder)
        finally:
            workspace.release()
    progress.step(STEPS, STEPS, "恢复完成")
    return found


def todays_passwords(candidate: Candidate, present: KeyFile) -> None:
    """The key is still the same: a password that was changed since must not come back."""
    mine = present.workspace == candidate.keys.workspace
    if mine and any(present.has(name) for name in candidate.active):
        present.write(candidate.folder)
        candidate.keys = present


def other_workspace() -> UserError:
    """The backup is of another workspace."""
    return UserError(
        "OTHER_WORKSPACE",
        "这不是本工作库的备份，恢复后现在的数据会整个换成另一个单位的。",
        "请确认文件没有选错；要查看它，请恢复到一个新文件夹。",
    )


def wrong_key() -> KnownError:
    """The backup was made under another key."""
    return KnownError(
        "BACKUP_KEY",
        "这份备份是用另一把密钥加密的（更换密钥以前做的，或是别的工作库的）。",
        "请输入做备份那时的口令，或那时打印的恢复密钥。",
    )
