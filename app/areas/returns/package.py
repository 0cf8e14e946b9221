"""迎检资料包: everything behind one union's year in one folder, with an index.

The folder gets its name when the last file in it is written; before that it has a name that says
it is not finished, and whatever stops the work removes it. What a killed program left is removed
when the window is next opened, or before the next package is begun.
"""

from __future__ import annotations

import os
import secrets
import shutil
import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from app.base.area import Area
from app.base.errors import KnownError, UserError
from app.base.files import (
    another_name,
    replace_patiently,
    safe_file_name,
    sync_folder,
    write_for_person,
)
from app.base.progress import SILENT, Progress
from app.paper.asking import ask_of, papers_of, year_scope
from app.paper.child import in_child
from app.paper.model import Document, Printed
from app.paper.reports import texts
from app.sheets.fields import Kind
from app.sheets.writing import OutColumn, Written, export_file
from app.store import evidence
from app.store.backup import room_for_copy
from app.store.workspace import Workspace

from .lists.archive import Archive, Entry, read_archive
from .paper.archive import archive_document, row_of, titles_of

TITLE = "迎检资料包"
INDEX = "归档目录"
_UNFINISHED = f"未做完的{TITLE}-"
_KEY = "unfinished_packages"
_LONGEST = 110
"""Characters a path may have for the folder to lie in: Windows opens no more than 259 in all."""
_PAPER_BYTES = 2 << 20
_BUSY = threading.Lock()
_WIDTHS = (10, 40, 40, 12, 12, 12, 14, 70)
_KINDS = {3: Kind.DAY}


@dataclass(frozen=True, slots=True)
class Packed:
    """What was made.

    Attributes:
        folder: the finished package.
        files: evidence and papers in it, without the index.
        lost: files that were missing or damaged in the workspace; the index says which.
        skipped: papers that do not fit this union, with the reason.
    """

    folder: Path
    files: int
    lost: int
    skipped: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a package or list is asked for.

    Attributes:
        areas: the descriptors.
        union: hex id; empty: the office's own.
        year: the working year.
        today: the day it is made.
        persons: with what belongs to single persons.
        own_fonts: print with the fonts of this machine.
    """

    areas: tuple[Area, ...]
    union: str
    year: int
    today: date
    persons: bool = False
    own_fonts: bool = False


def archive_of(workspace: Workspace, wanted: Wanted) -> Archive:
    """The archive list of a union's year."""

    def read(conn: Any) -> Archive:
        scope = year_scope(conn, wanted.year, today=wanted.today, unit=wanted.union or None)
        return read_archive(
            conn,
            wanted.areas,
            titles_of(wanted.areas),
            union=wanted.union,
            period=scope.period,
            year=wanted.year,
            persons=wanted.persons,
        )

    return workspace.read(read)


def write_index(path: Path, found: Archive, progress: Progress = SILENT) -> Written:
    """The archive list as a workbook.

    Raises:
        UserError, KnownError: as ``export_file``.
    """
    heads = texts("archive")["columns"]
    columns = [
        OutColumn(head, _KINDS.get(place, Kind.TEXT), width)
        for place, (head, width) in enumerate(zip(heads, _WIDTHS, strict=True))
    ]
    rows = [[cell or None for cell in row_of(one)] for one in found.entries]
    return export_file(path, columns, rows, sheet=INDEX, progress=progress)


def make_package(
    workspace: Workspace, place: Path, wanted: Wanted, progress: Progress = SILENT
) -> Packed:
    """Write the package of a union's year as a new folder in ``place``.

    Raises:
        UserError: NOT_FOUND, PACKAGE_PLACE, PACKAGE_BUSY.
        KnownError: NO_FOLDER, DISK_FULL, READ_ONLY, DISK_ERROR, or the printing failed.
        Cancelled: by ``progress``; nothing is left behind.
    """
    if not _BUSY.acquire(blocking=False):
        raise UserError("PACKAGE_BUSY", f"正在做另一份{TITLE}。", "请等它做完，或先停止它。")
    try:
        progress.step(0, 0, "正在查找全年的材料")
        kept = _swept(workspace)[1]
        found = archive_of(workspace, wanted)
        _fit(workspace, place, found)
        temp = place / f"{_UNFINISHED}{secrets.token_hex(4)}"
        workspace.remember(_KEY, [*kept, str(temp)], "")
        try:
            return _Making(workspace, temp, wanted, progress).run(found, place)
        finally:
            shutil.rmtree(temp, ignore_errors=True)
            if not temp.exists():
                workspace.remember(_KEY, kept, "")
    finally:
        _BUSY.release()


def sweep(workspace: Workspace) -> int:
    """Remove what a killed program left of a package; returns how many folders went. Nothing is
    touched while a package is being made."""
    if not _BUSY.acquire(blocking=False):
        return 0
    try:
        return _swept(workspace)[0]
    finally:
        _BUSY.release()


def _swept(workspace: Workspace) -> tuple[int, list[str]]:
    """How many folders went, and those that cannot be looked at now: their drive is not there."""
    left = [Path(text) for text in workspace.state(_KEY, "") or ()]
    gone = 0
    for folder in left:
        if folder.name.startswith(_UNFINISHED) and _there(folder):
            shutil.rmtree(folder, ignore_errors=True)
            gone += not _there(folder)
    kept = [str(f) for f in left if _there(f) or not _there(f.parent)]
    if len(kept) < len(left):
        workspace.remember(_KEY, kept, "")
    return gone, kept


def _there(folder: Path) -> bool:
    try:
        return folder.is_dir()
    except OSError:  # a share that nobody answers for
        return False


def _fit(workspace: Workspace, place: Path, found: Archive) -> None:
    """Refuse a place before anything is written there."""
    if not place.is_dir():
        raise KnownError("NO_FOLDER", f"文件夹「{place}」不存在。", "请换一个位置。")
    inside = workspace.folder.resolve()
    if place.resolve() == inside or inside in place.resolve().parents:
        raise UserError(
            "PACKAGE_PLACE", f"{TITLE}不能放在工作库里面。", "请选择别的文件夹，例如桌面或U盘。"
        )
    if len(str(place.absolute())) > _LONGEST:
        raise UserError(
            "PACKAGE_PLACE",
            "这个文件夹的路径太长，里面的文件可能打不开。",
            "请选择层次浅一些的文件夹。",
        )
    if not os.access(place, os.W_OK):
        raise KnownError("READ_ONLY", f"不能在「{place}」保存文件。", "请换一个可以写入的位置。")
    papers = sum(bool(one.paper) for one in found.entries)
    room_for_copy(Path(), place, times=0, more=found.bytes + papers * _PAPER_BYTES)


class _Making:
    """One package under way."""

    def __init__(
        self, workspace: Workspace, temp: Path, wanted: Wanted, progress: Progress
    ) -> None:
        self.workspace, self.temp, self.wanted = workspace, temp, wanted
        self.progress = progress
        self.skipped: list[str] = []

    def run(self, found: Archive, place: Path) -> Packed:
        """Write all files, then give the folder its name."""
        self._folder(self.temp)
        total = len(found.entries) + 2
        made: list[Entry] = []
        for number, one in enumerate(found.entries):
            self.progress.step(number, total, f"正在写入 {one.path[0]}")
            done = self._paper(one) if one.paper else self._evidence(one)
            if done is not None:
                made.append(done)
        whole = replace(found, entries=tuple(made))
        self._index(whole, total)
        name = safe_file_name(f"{found.name[:40]} {found.year}年{TITLE}")
        final = place / name
        if final.exists():
            final = another_name(final)
        for folder in (*self.temp.iterdir(), self.temp):
            if folder.is_dir():
                sync_folder(folder)
        self._told(lambda: replace_patiently(self.temp, final))
        lost = sum(one.lost for one in made)
        return Packed(final, len(made) - lost, lost, tuple(self.skipped))

    def _evidence(self, one: Entry) -> Entry:
        piece = one.piece
        assert piece is not None
        try:
            data = self.workspace.read(lambda conn: evidence.content(conn, piece.file))
        except KnownError:  # missing or damaged: the index says so, the rest is worth having
            return replace(one, lost=True)
        self._write(one.path, data)
        return one

    def _paper(self, one: Entry) -> Entry | None:
        """A paper of the program; None where it says that it does not fit this union."""
        report = papers_of(self.wanted.areas)[one.paper]
        try:
            document = self.workspace.read(lambda conn: report.make(self._ask(conn, one)))
        except UserError as error:
            self.skipped.append(f"{report.title}：{error.message}")
            return None
        printed = self._print(document)
        self._write(one.path, printed.pdf)
        return replace(one, pages=printed.pages)

    def _ask(self, conn: Any, one: Entry) -> Any:
        wanted = self.wanted
        scope = year_scope(conn, wanted.year, today=wanted.today, unit=wanted.union or None)
        options = {"id": one.record, "year": str(wanted.year)} if one.record else {}
        return ask_of(
            conn, wanted.areas, scope, year=wanted.year, today=wanted.today, options=options
        )

    def _print(self, document: Document) -> Printed:
        stop = Progress(cancelled=self.progress.stopped)
        return in_child(document, stop, own_fonts=self.wanted.own_fonts)

    def _index(self, whole: Archive, total: int) -> None:
        self.progress.step(total - 2, total, f"正在写入{INDEX}")
        stop = Progress(cancelled=self.progress.stopped)
        write_index(self.temp / f"{INDEX}.xlsx", whole, stop)
        self.progress.step(total - 1, total, f"正在打印{INDEX}")
        printed = self._print(archive_document(whole, self.wanted.today.isoformat()))
        self._write(("", f"{INDEX}.pdf"), printed.pdf)

    def _write(self, path: tuple[str, str], data: bytes) -> None:
        folder = self.temp / path[0]
        if not folder.is_dir():
            self._folder(folder)
        write_for_person(folder / path[1], data)

    def _folder(self, folder: Path) -> None:
        self._told(folder.mkdir)

    @staticmethod
    def _told(do: Callable[[], object]) -> None:
        try:
            do()
        except OSError as error:
            raise KnownError(
                "DISK_ERROR",
                f"磁盘出错，{TITLE}没有做成。",
                "请检查磁盘或U盘是否拔出、写满，或换一个位置；没有留下半份文件。",
            ) from error
