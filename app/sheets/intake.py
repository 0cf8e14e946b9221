"""What window and command line share of an import: the lists there are, the files of a folder,
one file read, its counts, the rows that were left, and the template to fill in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import chain
from pathlib import Path
from typing import Any

from app.base.area import gather
from app.base.errors import KnownError
from app.base.lists import View
from app.base.progress import SILENT, Progress
from app.sheets.area_sheet import AreaSheet
from app.sheets.checked import CheckedRow, FileEnd, Outcome
from app.sheets.checking import Options, Source, check_file
from app.sheets.fields import SheetKind
from app.sheets.header import Layout
from app.sheets.judged import JudgedRows, Rows
from app.sheets.masked import refuse_masked
from app.sheets.rejected import write_rejected
from app.sheets.template import write_template
from app.sheets.writing import Written
from app.store.search import named

_BATCH = 500
ENDINGS = (".xlsx", ".xlsm", ".xls", ".et", ".ods", ".csv", ".tsv", ".txt")
LEFT = (Outcome.REJECTED, Outcome.DUPLICATE, Outcome.TRANSFER)
"""Outcomes that wait for a person."""


def sheets_of(areas: Any) -> dict[str, AreaSheet]:
    """Every list that can be imported, by its kind, in the areas' order."""
    every = (sheet for part in gather(areas, "sheets") for sheet in part)
    return {sheet.kind.kind: sheet.among(areas) for sheet in every}


def workbooks_in(folder: Path) -> list[Path]:
    """The workbooks of a folder and of those in it, by name; no lock files of WPS or Excel.

    Raises:
        KnownError: IMP-FILE if there is none.
    """
    found = sorted(
        p for p in folder.rglob("*")
        if p.suffix.lower() in ENDINGS and p.is_file() and not p.name.startswith(("~$", ".~", "."))
    )  # fmt: skip
    if not found:
        raise KnownError(
            "IMP-FILE", f"文件夹「{folder.name}」里没有工作簿。", "请选择装着工作簿的文件夹。"
        )
    return found


@dataclass(slots=True)
class FileRead:
    """One workbook, read and checked.

    Attributes:
        name: of the file.
        layouts: of the sheets that hold the list.
        rows: ordered by sheet.
        end: the last word on the file.
    """

    name: str
    layouts: list[Layout] = field(default_factory=list)
    rows: Rows = field(default_factory=list)
    end: FileEnd = field(default_factory=FileEnd)

    def outcomes(self) -> Iterator[tuple[str, int, Outcome]]:
        """Sheet, number and outcome of every row."""
        if isinstance(self.rows, JudgedRows):
            return self.rows.outcomes()
        return ((row.sheet, row.row, row.outcome) for row in self.rows)

    def told(self) -> Iterator[CheckedRow]:
        """The rows of which there is something to say."""
        if isinstance(self.rows, JudgedRows):
            return self.rows.told()
        return (row for row in self.rows if row.problems or row.outcome in LEFT)


class FileStream:
    """The rows of one file as they are read and checked; a masked list is refused.

    Attributes:
        layouts, end: what is known so far.
        told: sheet → texts that say what it is about: titles, its name, the file's.
        letters: sheet → field → letter of its column.
    """

    def __init__(
        self,
        source: Source,
        kinds: Sequence[SheetKind],
        options: Options,
        progress: Progress = SILENT,
        *,
        but: Collection[str] = (),
    ) -> None:
        self.layouts: list[Layout] = []
        self.end = FileEnd()
        self.told: dict[str, tuple[str, ...]] = {}
        self.letters: dict[str, Mapping[str, str]] = {}
        self._stem = Path(source.name).stem
        self._kinds, self._but = tuple(kinds), frozenset(but)
        self._items = (item for item in check_file(source, kinds, options, progress))
        self._first: list[Layout | CheckedRow | FileEnd] = []

    def begin(self) -> None:
        """Read until it is sure that the file holds the list.

        Raises:
            KnownError: IMP-FILE. Cancelled: by the progress.
        """
        self._first.append(next(self._items))

    def __iter__(self) -> Iterator[CheckedRow]:
        batch: list[CheckedRow] = []
        for item in chain(self._first, self._items):
            if isinstance(item, FileEnd):
                self.end = item
            elif item.sheet in self._but:
                continue
            elif isinstance(item, Layout):
                yield from self._sound(batch)
                self.layouts.append(item)
                self.told[item.sheet] = told_of(item, self._stem)
                self.letters |= letters_of([item])
            else:
                batch.append(item)
                if len(batch) >= _BATCH:
                    yield from self._sound(batch)
        yield from self._sound(batch)

    def _sound(self, batch: list[CheckedRow]) -> Iterator[CheckedRow]:
        refuse_masked(self.layouts, batch, self._kinds)
        yield from batch
        batch.clear()

    def close(self) -> None:
        """Read no further."""
        self._items.close()


def letters_of(layouts: Iterable[Layout]) -> dict[str, Mapping[str, str]]:
    """Sheet → field → letter of its column."""
    return {one.sheet: {c.field: c.column for c in one.columns} for one in layouts}


def told_of(layout: Layout, stem: str) -> tuple[str, ...]:
    """What says beside its rows what a sheet is about."""
    return (*layout.titles, layout.sheet, stem)


def read_file(
    source: Source,
    kinds: Sequence[SheetKind],
    options: Options,
    progress: Progress = SILENT,
    *,
    but: frozenset[str] = frozenset(),
) -> FileRead:
    """Read and check one file; a masked list is refused.

    Args:
        but: sheets that are not wanted.

    Raises:
        KnownError: IMP-FILE. Cancelled: by ``progress``.
    """
    stream = FileStream(source, kinds, options, progress, but=but)
    rows = list(stream)
    return FileRead(source.name, stream.layouts, rows, stream.end)


def counts(rows: Iterable[CheckedRow]) -> dict[Outcome, int]:
    """Rows by outcome; an outcome that no row has counts 0."""
    if isinstance(rows, JudgedRows):
        found = rows.counts()
    else:
        found = Counter(row.outcome for row in rows)
    return {outcome: found[outcome] for outcome in Outcome}


def write_left(
    path: Path, files: Sequence[FileRead], kinds: Sequence[SheetKind], progress: Progress = SILENT
) -> Written:
    """The rows that were not written, as a workbook in the layout of their files with the reasons.

    Raises:
        UserError, KnownError: see ``write_rejected``.
    """
    several = len(files) > 1
    layouts: list[Layout] = []
    rows: list[CheckedRow] = []
    for done in files:
        for layout in done.layouts:
            sheet = f"{Path(done.name).stem}-{layout.sheet}" if several else layout.sheet
            left = [row for row in done.told() if row.sheet == layout.sheet and row.outcome in LEFT]
            if left or not several:
                layouts.append(replace(layout, sheet=sheet))
                rows += [replace(row, sheet=sheet) for row in left]
    return write_rejected(path, layouts, rows, kinds, progress)


def known_rows(
    conn: Any, sheet: AreaSheet, unit: str | None, day: date
) -> tuple[list[dict[str, Any]], str]:
    """What a template for a unit is filled with, and its title; nothing without a unit.

    Numbers of persons are left empty, not masked: an empty cell wipes nothing when it comes back.
    """
    if unit is None:
        return [], ""
    rows = [dict(row) for row in sheet.export(conn, View(day, unit=unit))]
    for row in rows:
        row |= {f.key: None for f in sheet.kind.fields if f.sensitive}
    known = named(conn, unit)
    return rows, f"{known['title']}{sheet.kind.title}" if known else ""


def write_blank(
    path: Path, sheet: AreaSheet, rows: Sequence[Mapping[str, Any]] = (), title: str = ""
) -> Written:
    """A template of a list, empty or filled with ``known_rows``.

    Raises:
        UserError, KnownError: see ``write_template``.
    """
    return write_template(path, sheet.kind, rows=rows, title=title)
