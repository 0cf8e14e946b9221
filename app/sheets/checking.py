"""The import pipeline up to the checked row: sheets, header, cells, rows.

``check_file`` runs it in a child process; ``check`` is the same in this one, for the child itself.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from itertools import chain, islice
from pathlib import Path
from typing import Any

from app.base.progress import SILENT, Progress
from app.sheets import child
from app.sheets.checked import CheckedRow, FileEnd, Outcome
from app.sheets.fields import SheetKind
from app.sheets.grid import Book, Row, Sheet, file_error
from app.sheets.header import LOOK, Choice, Layout, find_layout
from app.sheets.packing import pack, places_of, unpack
from app.sheets.reading import open_data, read_bytes
from app.sheets.row_checker import RowChecker, raw_cell, raw_cells
from app.sheets.rows import FillDown, RowSorter
from app.sheets.sniff import broken
from app.sheets.twice import Twice

_STEP = 500
_PREVIEW = 40
_BLOCK = 250


@dataclass(frozen=True, slots=True)
class Options:
    """How a file is to be read.

    Attributes:
        sheet: read only this one, even if hidden; "" for every sheet that holds such a list.
        remembered: how headers were matched before (``header.Remembered``).
        choices: sheet → what a person decided in the mapping screen.
        given: obligatory fields that come from elsewhere (``--unit``).
    """

    sheet: str = ""
    remembered: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    choices: Mapping[str, Choice] = field(default_factory=dict)
    given: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Pasted:
    """A block of cells from the clipboard, in place of a file: it lies nowhere on the disk.

    Attributes:
        text: cells separated by tabs, rows by line ends.
        name: what it is called.
    """

    text: str
    name: str = "粘贴的内容"


Source = Path | Pasted


@dataclass(slots=True)
class SheetLook:
    """A sheet for the mapping screen: its first rows, and the layout found (or None); one with
    ``missing`` columns is shown for a person to name them."""

    name: str
    hidden: bool
    rows: list[tuple[int, list[Any]]]
    layout: Layout | None


def check_file(
    path: Source,
    kinds: Sequence[SheetKind],
    options: Options | None = None,
    progress: Progress = SILENT,
    *,
    memory: int = child.MEMORY,
) -> Iterator[Layout | CheckedRow | FileEnd]:
    """Read and check a file in a child process.

    Yields, for every sheet that holds one of the lists, its ``Layout`` and then its rows in
    order (blank rows never appear); at the end one ``FileEnd``.

    Args:
        path: the file, or what was pasted.
        kinds: the lists that it may hold; each sheet is read as the one that fits best.
        options: see there.
        progress: gets (rows, 0, text); cancelling ends the child at once.
        memory: limit of the child in bytes.

    Raises:
        KnownError: ``IMP-FILE``: no workbook, or it holds no such list.
        Cancelled: by ``progress``.
    """
    options = options or Options()
    for message in _carefully("check_job", path, (tuple(kinds), options), progress, memory):
        kind, data = message
        if kind == "rows":
            yield from unpack(data)
        elif kind == "layout":
            yield Layout.from_json(data)
        else:
            yield FileEnd(**data)


def look_into(
    path: Source,
    kinds: Sequence[SheetKind],
    options: Options | None = None,
    progress: Progress = SILENT,
) -> list[SheetLook]:
    """The sheets of a file with their first rows and the layouts found, for the mapping screen.

    Raises:
        KnownError: ``IMP-FILE``: no workbook.
    """
    arguments = (tuple(kinds), options or Options())
    found = []
    for data in _carefully("look_job", path, arguments, progress, child.MEMORY):
        layout = data["layout"]
        data["layout"] = Layout.from_json(layout) if layout else None
        found.append(SheetLook(**data))
    return found


def _carefully(
    job: str, path: Source, arguments: tuple[Any, ...], progress: Progress, memory: int
) -> Iterator[Any]:
    """Run a job; if the fast parser brought the child down, once more with the bounded reader."""
    begun = False
    for careful in (False, True):
        call = child.run(
            f"app.sheets.checking:{job}",
            path,
            *arguments,
            careful,
            progress=progress,
            memory=memory,
        )
        try:
            for message in call:
                begun = True
                yield message
        except child.ChildDied:
            if begun or careful:
                raise broken() from None
        else:
            return


# --- in the child ---------------------------------------------------------------------------------


def check_job(
    path: Source, kinds: Sequence[SheetKind], options: Options, careful: bool
) -> Iterator[Any]:
    """``check`` as messages, rows many at a time."""
    rows: list[CheckedRow] = []
    places: dict[str, int] = {}
    for number, item in enumerate(check(path, kinds, options, careful=careful), 1):
        if isinstance(item, CheckedRow):
            rows.append(item)
        if rows and (len(rows) == _BLOCK or not isinstance(item, CheckedRow)):
            yield ["rows", pack(rows, places)]
            rows = []
        if isinstance(item, Layout):
            places = places_of(item)
            yield ["layout", item.to_json()]
        elif isinstance(item, FileEnd):
            yield ["end", asdict(item)]
        if number % _STEP == 0:
            yield {"progress": [number, 0, "正在检查"]}


def look_job(
    path: Source, kinds: Sequence[SheetKind], options: Options, careful: bool
) -> Iterator[Any]:
    """``look_into`` as messages."""
    data, name = _content(path)
    book = open_data(data, name, careful=careful)
    for sheet in book.sheets:
        if not sheet.cells:
            continue
        rows = list(islice(book.rows(sheet.name), LOOK))
        whole, near = _best_layout(book, sheet, rows, kinds, options)
        layout = whole or near
        shown = [[number, [raw_cell(cell) for cell in cells]] for number, cells in rows[:_PREVIEW]]
        yield {
            "name": sheet.name,
            "hidden": sheet.hidden,
            "rows": shown,
            "layout": layout.to_json() if layout else None,
        }


def check(
    path: Source, kinds: Sequence[SheetKind], options: Options, *, careful: bool = False
) -> Iterator[Layout | CheckedRow | FileEnd]:
    """See ``check_file``."""
    data, name = _content(path)
    book = open_data(data, name, careful=careful)
    end = FileEnd(digest=hashlib.sha256(data).hexdigest(), notes=book.notes)
    del data  # a large part of the memory
    _wanted(book, options)
    nearest: Layout | None = None
    read = 0
    twice: dict[str, Twice] = {}
    for sheet in book.sheets:
        if options.sheet not in ("", sheet.name):
            continue
        if not sheet.cells or (sheet.hidden and not options.sheet):
            end.skipped_sheets[sheet.name] = "隐藏的工作表" if sheet.cells else "不是数据表"
            continue
        source = book.rows(sheet.name)
        first = list(islice(source, LOOK))
        layout, near = _best_layout(book, sheet, first, kinds, options)
        if layout is None:
            end.skipped_sheets[sheet.name] = _why_not(near, kinds)
            nearest = near or nearest
            continue
        read += 1
        yield layout
        kind = next(k for k in kinds if k.kind == layout.kind)
        seen = twice.setdefault(kind.kind, Twice(kind))
        for row in _sheet_rows(book, layout, kind, chain(first, source), seen):
            end.rows += 1
            yield row
    if not read:
        raise _no_list(book, kinds, nearest)
    yield end


def _content(source: Source) -> tuple[bytes, str]:
    """What is to be read, and the name of a sheet that has none."""
    if isinstance(source, Pasted):
        return source.text.encode("utf-8", errors="replace"), source.name
    return read_bytes(source), source.stem


def _wanted(book: Book, options: Options) -> None:
    names = [sheet.name for sheet in book.sheets]
    if options.sheet and options.sheet not in names:
        raise file_error(
            f"文件里没有工作表「{options.sheet}」。", f"文件里的工作表有：{'、'.join(names[:20])}。"
        )


def _best_layout(
    book: Book, sheet: Sheet, rows: Sequence[Row], kinds: Sequence[SheetKind], options: Options
) -> tuple[Layout | None, Layout | None]:
    """The layout of the best kind; else None and the nearest miss."""
    merged = book.merged(sheet.name) if rows else []
    found = [
        layout
        for kind in kinds
        if (
            layout := find_layout(
                sheet.name,
                rows,
                merged,
                kind,
                remembered=options.remembered,
                choice=options.choices.get(sheet.name),
                given=options.given,
            )
        )
    ]
    whole = [layout for layout in found if not layout.missing]
    if whole:
        return max(whole, key=lambda layout: layout.score), None
    likely = [one for one in found if len(one.columns) > 1 or one.sheet in options.choices]
    return None, max(likely, key=lambda layout: layout.score, default=None)


def _why_not(near: Layout | None, kinds: Sequence[SheetKind]) -> str:
    if near is None:
        return "没有认出表头"
    kind = next(k for k in kinds if k.kind == near.kind)
    titles = "、".join(f"「{kind.field(key).title}」" for key in near.missing)
    return f"缺少{titles}列"


def _no_list(book: Book, kinds: Sequence[SheetKind], nearest: Layout | None) -> Exception:
    titles = "、".join(kind.title for kind in kinds)
    hidden = [sheet.name for sheet in book.sheets if sheet.hidden and sheet.cells]
    if nearest is not None:
        why = f"：第 {nearest.header_row} 行像表头，但{_why_not(nearest, kinds)}"
    elif hidden:
        why = f"（隐藏的工作表「{hidden[0]}」没有读）"
    else:
        why = "：没有找到表头"
    return file_error(
        f"这个文件里没有能导入的{titles}名单{why}。",
        "请先用「下载模板」得到模板，把数据贴进去再导入；或在导入向导里自己指定表头和列。",
    )


def _sheet_rows(
    book: Book, layout: Layout, kind: SheetKind, rows: Iterator[Row], twice: Twice
) -> Iterator[CheckedRow]:
    merged = book.merged(layout.sheet)
    sorter = RowSorter(layout, kind, merged)
    fill = FillDown(layout, kind, merged)
    checker = RowChecker(layout, kind, mac_epoch=book.mac_epoch)
    while part := list(islice(rows, _BLOCK)):
        found, data = [], []
        for number, cells in part:
            if number < layout.first_row or _is_blank(cells):
                continue
            row = CheckedRow(layout.sheet, number, cells=raw_cells(cells))
            found.append(row)
            row.reason = sorter.why_not_data(number, cells)
            if row.reason:
                row.outcome = Outcome.SKIPPED
                continue
            row.section, filled = sorter.section, fill.apply(number, cells)
            if filled:
                row.cells = raw_cells(cells)
            data.append((row, cells, filled))
        checker.check_all(data)
        for row, _, _ in data:
            twice.look(row)
        yield from found


def _is_blank(cells: Sequence[Any]) -> bool:
    if type(cells[0]) is str and cells[0].strip():  # most rows
        return False
    return not any(not isinstance(cell, str) or cell.strip() for cell in cells)
