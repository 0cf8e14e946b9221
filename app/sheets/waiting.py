"""Imports that nobody decided on yet when the program was closed: kept in the staging database."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.sheets.area_sheet import AreaSheet
from app.sheets.checked import FileEnd
from app.sheets.checking import Pasted
from app.sheets.header import Layout
from app.sheets.job import FileJob, Intake, Wish
from app.store.exchange import STAGING
from app.store.staging import Staging

if TYPE_CHECKING:
    from collections.abc import Mapping

    from app.store.workspace import Workspace

CUT_OFF = timedelta(hours=12)
"""A reading that began so long ago and is not done was cut off."""


def waiting(workspace: Workspace) -> list[dict[str, Any]]:
    """Imports that can be gone on with, newest first: ``job``, ``kind``, ``files`` (their names),
    ``rows``, ``moment``. What was cut off while it was read is forgotten."""
    if not (workspace.folder / STAGING).exists():
        return []
    found: dict[str, dict[str, Any]] = {}
    with Staging(workspace) as staging:
        staging.drop_old()
        for one in staging.imports():
            source = one["source"]
            if "layouts" not in source:
                if workspace.surroundings.now() - one["moment"] > CUT_OFF:
                    staging.drop(one["id"])
                continue
            job = found.setdefault(
                source["job"],
                {"job": source["job"], "kind": source["kind"], "files": [], "rows": 0,
                 "moment": one["moment"]},
            )  # fmt: skip
            job["files"].insert(0, source["file"])
            job["rows"] += one["rows"]
    return list(found.values())


def forget(workspace: Workspace, job: str) -> None:
    """Do not go on with an import."""
    with Staging(workspace) as staging:
        for one in staging.imports():
            if one["source"].get("job") == job:
                staging.drop(one["id"])


def resume(workspace: Workspace, sheets: Mapping[str, AreaSheet], job: str) -> Intake | None:
    """The import as it was left, its rows still to be judged; None if it is gone."""
    with Staging(workspace) as staging:
        mine = [one for one in staging.imports() if one["source"].get("job") == job]
    mine.sort(key=lambda one: one["source"]["place"])
    if not mine or mine[0]["source"]["kind"] not in sheets:
        return None
    first: dict[str, Any] = mine[0]["source"]
    asked = first["wish"]
    sources = tuple(
        Path(one["source"]["path"]) if one["source"]["path"] else Pasted("", one["source"]["file"])
        for one in mine
    )
    wish = Wish(
        sources,
        asked["unit"],
        asked["policy"],
        date.fromisoformat(asked["on_day"]),
        asked["type"],
        asked.get("complete", False),
    )
    made = Intake(workspace, sheets[first["kind"]], wish)
    made.job = job
    for file, one in zip(made.files, mine, strict=True):
        _unpack(file, one["id"], one["source"])
    return made


def _unpack(file: FileJob, staged: str, source: dict[str, Any]) -> None:
    file.staged = file.kept = staged
    file.layouts = [Layout.from_json(one) for one in source["layouts"]]
    file.end = FileEnd(**source["end"])
    file.decisions = {(sheet, row): what for sheet, row, what in source["decisions"]}
    file.names = {(kind, text): record for kind, text, record in source["names"]}
    file.absent = source.get("absent", {})
    file.sender = source["sender"]


def told(one: Mapping[str, Any]) -> str:
    """One of ``waiting`` in a sentence."""
    moment: datetime = one["moment"].astimezone()
    files = one["files"]
    name = f"「{files[0]}」" if len(files) == 1 else f"「{files[0]}」等 {len(files)} 个文件"
    return f"{name}（{one['rows']:,} 行，{moment:%m月%d日 %H:%M} 读入）上次检查后没有导入。"
