"""The files of evidence: sweeping what nothing names, checking them all, mending, a new key."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select
from sqlalchemy import update as sql_update

from app.base.errors import KnownError
from app.base.files import write_atomically
from app.base.findings import Finding, Severity
from app.base.progress import SILENT, Progress

from . import attachments
from .backup import FOLDER, SUFFIX
from .evidence import EVIDENCE, RENAMED, names_in
from .exchange import ATTACHMENTS
from .found import ASIDE, folder_on_drive, noted_place
from .meta import METADATA, owned_tables
from .system import CHANGE, ENTRY, STATE
from .workspace import Workspace

RULE = "SYS-PROOF"
_SHOWN = 50
_STEP = 20


def named(conn: Connection) -> set[str]:
    """Names of all attachments that a record names."""
    rows = conn.execute(select(EVIDENCE.c.file, EVIDENCE.c.original_file)).all()
    return {name for row in rows for name in row if name}


def _named_in_log(conn: Connection, since: datetime | None = None) -> set[str]:
    """Names that the log could bring back, from entries since a moment."""
    query = (
        select(CHANGE.c.data)
        .join(ENTRY, ENTRY.c.number == CHANGE.c.entry)
        .where(CHANGE.c.tbl == EVIDENCE.name, CHANGE.c.data.is_not(None))
    )
    if since is not None:
        query = query.where(ENTRY.c.moment >= since)
    return {name for data in conn.execute(query).scalars() for name in names_in(data)}


def sweep(workspace: Workspace) -> list[str]:
    """Remove attachments that nothing has named for a week; between two acts, so that no act
    brings one back meanwhile. Returns their names."""
    now = workspace.surroundings.now()
    since = now - attachments.ORPHAN_AGE

    def look(conn: Connection) -> list[str]:
        with conn.begin():
            kept = named(conn) | _named_in_log(conn, since)
        return attachments.sweep(workspace.folder, kept, now)

    return workspace.between_acts(look)


# -- checking --------------------------------------------------------------------------------------


def links(conn: Connection) -> Iterator[Finding]:
    """Rows that belong to a record that is not there."""
    for table in owned_tables():
        title = table.info["title"]
        for kind in conn.execute(select(table.c.owner_kind).distinct()).scalars().all():
            owner = METADATA.tables.get(kind)
            if owner is None:
                yield _must(f"有{title}属于不存在的记录种类。", kind=table.name)
                continue
            lost = select(table.c.id).where(
                table.c.owner_kind == kind, table.c.owner_id.not_in(select(owner.c.id))
            )
            number = len(conn.execute(lost).all())
            if number:
                text = f"有 {number} 份{title}属于不存在的{owner.info['title']}记录。"
                yield _must(text, kind=table.name)


def check(workspace: Workspace, progress: Progress = SILENT) -> list[Finding]:
    """Every piece has its files, each with the content of its name; nothing lies there for nobody.

    Reads and opens every attachment (about a second for 300 MB).
    """
    pieces = workspace.read(_pieces)
    found: list[Finding] = []
    wrong: dict[str, str] = {}
    names = sorted({name for piece in pieces for name in piece["files"]})
    for number, name in enumerate(names):
        if number % _STEP == 0:
            progress.step(number, len(names), "正在检查附件")
        wrong |= _wrong(workspace, name)
    bad = [(piece, name) for piece in pieces for name in piece["files"] if name in wrong]
    for piece, name in bad[:_SHOWN]:
        owner = METADATA.tables.get(piece["owner"])
        of = f"{owner.info['title']}的" if owner is not None else ""
        found.append(
            Finding(
                RULE,
                Severity.MUST,
                f"{of}证明材料的文件{wrong[name]}。可以点「修复」从备份里找回；找不到的，"
                "在它所属的记录里重新添加同一份文件，或移除这份材料。",
                kind=EVIDENCE.name,
                id=piece["id"],
                title=piece["title"],
            )
        )
    if len(bad) > _SHOWN:
        more = f"另有 {len(bad) - _SHOWN} 份证明材料的文件也不见了或已损坏。"
        found.append(Finding(RULE, Severity.MUST, more, kind=EVIDENCE.name))
    found += _strays(workspace, set(names))
    return found


def _must(text: str, **more: Any) -> Finding:
    return Finding("SYS-LINK", Severity.MUST, text, **more)


def _pieces(conn: Connection) -> list[dict[str, Any]]:
    e = EVIDENCE.c
    query = select(e.id, e.title, e.owner_kind, e.file, e.original_file).order_by(e.id)
    return [
        {"id": row[0], "title": row[1], "owner": row[2], "files": [n for n in row[3:] if n]}
        for row in conn.execute(query)
    ]


def _wrong(workspace: Workspace, name: str) -> dict[str, str]:
    try:
        attachments.get(workspace.folder, workspace.key, name)
    except KnownError as error:
        return {name: "不见了" if error.code == "ATTACHMENT_MISSING" else "已损坏"}
    except OSError:
        return {name: "读不出来"}
    return {}


def _strays(workspace: Workspace, names: set[str]) -> list[Finding]:
    """What lies there for nobody longer than undo needs it."""
    now, place = workspace.surroundings.now().timestamp(), workspace.folder / ATTACHMENTS
    since = workspace.surroundings.now() - attachments.ORPHAN_AGE
    kept = names | workspace.read(lambda conn: _named_in_log(conn, since))
    number = 0
    for path in place.iterdir() if place.is_dir() else ():
        age = now - path.stat().st_mtime
        if path.name not in kept and age > attachments.ORPHAN_AGE.total_seconds():
            number += 1
    if not number:
        return []
    text = f"附件文件夹里有 {number} 个没有记录使用的文件，下次自动备份时会清理，也可以点「修复」。"
    return [Finding(RULE, Severity.EXPLAIN, text, kind=ATTACHMENTS)]


# -- mending ---------------------------------------------------------------------------------------


def mend(workspace: Workspace, progress: Progress = SILENT) -> int:
    """Bring missing and damaged files back from the backups of this workspace, here and in the
    second place, and sweep; returns how many came back."""
    names = sorted(workspace.read(named))
    wrong = [name for name in names if _wrong(workspace, name)]
    back = 0
    for number, name in enumerate(wrong):
        progress.step(number, len(wrong), "正在从备份找回附件")
        for sealed in _copies(workspace.folder, name):
            try:
                attachments.unseal(workspace.key, name, sealed)
            except KnownError:
                continue
            place = workspace.folder / ATTACHMENTS
            place.mkdir(mode=0o700, exist_ok=True)
            write_atomically(place / name, sealed)
            back += 1
            break
    sweep(workspace)
    return back


def _copies(folder: Path, name: str) -> Iterator[bytes]:
    """What backups have under this name, as it lies there."""
    places, second = [folder / FOLDER, *folder.glob(f"{ASIDE}*")], noted_place(folder)
    if second is not None:
        places.append(second / folder_on_drive(folder))
    for place in places:
        try:
            yield (place / ATTACHMENTS / name).read_bytes()
        except OSError:
            continue
    member = f"{ATTACHMENTS}/{name}"
    for place in places:
        for file in sorted(place.glob(f"*{SUFFIX}"), reverse=True):
            try:
                with zipfile.ZipFile(file) as archive:
                    yield archive.read(member)
            except (OSError, KeyError, ValueError, zipfile.BadZipFile):
                continue


# -- a new key -------------------------------------------------------------------------------------


def encrypt_anew(
    folder: Path, place: Path, old: bytes, new: bytes, needed: set[str], progress: Progress = SILENT
) -> dict[str, str]:
    """All attachments under a new key, into another place: old name → new name.

    Args:
        needed: names that a record names.

    Raises:
        KnownError: ATTACHMENT_DAMAGED if one of these cannot be read; what is missing, or damaged
            and of nobody, is left behind.
    """
    names, source = dict[str, str](), folder / ATTACHMENTS
    paths = sorted(p for p in source.iterdir() if p.name.isalnum()) if source.is_dir() else []
    for number, path in enumerate(paths):
        if number % _STEP == 0:
            progress.step(number, len(paths), "正在用新密钥加密附件")
        try:
            content = attachments.get(folder, old, path.name)
        except KnownError as error:
            if path.name in needed:
                raise KnownError(
                    error.code,
                    "有证明材料的文件已损坏，没有更换密钥。",
                    "请先在「检查」里修复，或移除这份材料，再更换密钥。",
                ) from error
            continue
        names[path.name] = attachments.put(place, new, content)
    return names


def rename(conn: Connection, names: Mapping[str, str]) -> int:
    """In the copy under the new key: rows name the files anew. What the log could bring back has
    the old names under its digests; their new ones are remembered for that.

    Returns:
        Number of rows of ``state`` it added.
    """
    rows = conn.execute(select(EVIDENCE.c.id, EVIDENCE.c.file, EVIDENCE.c.original_file)).all()
    statement = sql_update(EVIDENCE).where(EVIDENCE.c.id == bindparam("_id"))
    statement = statement.values(file=bindparam("_file"), original_file=bindparam("_original"))
    anew = [
        {
            "_id": row.id,
            "_file": names.get(row.file, row.file),
            "_original": names.get(row.original_file, row.original_file),
        }
        for row in rows
    ]
    if anew:
        conn.execute(statement, anew)
    query = select(STATE.c.value).where(STATE.c.user == "", STATE.c.key == RENAMED)
    before: dict[str, str] | None = conn.execute(query).scalar_one_or_none()
    known = before or {}
    known = {old: names.get(now, now) for old, now in known.items()}
    known |= {old: names[old] for old in _named_in_log(conn) if old in names}
    if known:
        row = insert(STATE).values(user="", key=RENAMED, value=known)
        conn.execute(row.prefix_with("OR REPLACE"))
    return int(bool(known) and before is None)
