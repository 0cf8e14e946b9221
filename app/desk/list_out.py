"""A list leaves the window exactly as it is filtered: as a workbook or text table, or on paper."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QFileDialog, QWidget

from app.base.days import chinese
from app.base.lists import Column, Role, Tone, mask, written
from app.base.progress import Progress
from app.desk.operations import Notice, Operations
from app.desk.preview import Preview, open_preview
from app.desk.table import cell_text
from app.sheets.fields import Kind

if TYPE_CHECKING:  # workbook and paper libraries take a second: only when they are needed
    from app.paper.model import Document
    from app.sheets.writing import OutColumn, Written

Rows = Iterable[Mapping[str, Any]]


WORKBOOK, TEXT_TABLE = "工作簿 (*.xlsx)", "文本表格 (*.csv)"


def ask_file(
    parent: QWidget,
    title: str,
    write: Callable[[Path], object],
    endings: Sequence[str] = (WORKBOOK, TEXT_TABLE),
) -> QFileDialog:
    """Ask where a workbook or text table goes. ``title``: the name offered, without ending."""
    made = QFileDialog(parent.window(), "导出到", title)
    made.setObjectName("export_file")
    made.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    made.setNameFilters(list(endings))
    made.setDefaultSuffix("xlsx")
    made.selectFile(f"{title}.xlsx")
    made.filterSelected.connect(
        lambda chosen: made.setDefaultSuffix("csv" if "csv" in chosen else "xlsx")
    )
    made.fileSelected.connect(lambda name: write(Path(name)))
    made.finished.connect(made.deleteLater)
    made.open()
    return made


def written_notice(done: Written) -> Notice:
    """What the banner says of an export."""
    return Notice(f"已导出 {done.rows:,} 行：{done.file}", "".join(done.notes), Tone.GOOD)


def out_columns(columns: Sequence[Column]) -> list[OutColumn]:
    """Columns of a list as columns of a workbook."""
    from app.sheets.writing import OutColumn

    kinds = {Role.COUNT: Kind.COUNT, Role.MONEY: Kind.MONEY, Role.DAY: Kind.DAY,
             Role.CODE: Kind.NUMBER}  # fmt: skip
    return [
        OutColumn(c.title, kinds.get(c.role, Kind.TEXT), max(8, round(c.width / 8)))
        for c in columns
    ]


def out_cell(which: Column, value: Any, *, full: bool = False) -> Any:
    """A value of a list as it goes into a workbook; sensitive ones masked unless ``full``."""
    if value is None or str(value).strip() == "":
        return None
    if which.sensitive and not full:
        return mask(str(value))
    if which.role in (Role.COUNT, Role.MONEY) and isinstance(value, int):
        return int(value)  # of what is counted and reported, what counts
    if which.role is Role.DAY:
        return value.isoformat() if hasattr(value, "isoformat") else str(value)
    return written(value, which.role) if not isinstance(value, str) else value


def paper_of_list(
    title: str,
    columns: Sequence[Column],
    rows: Rows,
    *,
    filtered: str = "",
    office: str = "",
    day: date,
) -> Document:
    """A list on paper: what is on the screen, masked as there.

    Args:
        filtered: how it is filtered, in words; printed below it.
        day: the day looked at.
    """
    from app.paper.lists import list_document
    from app.paper.model import Align
    from app.paper.model import Column as PaperColumn
    from app.paper.packed import packed

    centred = (Role.DAY, Role.STATUS)
    heads = [
        PaperColumn(
            c.title,
            c.width,
            Align.RIGHT if c.right else Align.CENTRE if c.role in centred else Align.LEFT,
        )
        for c in columns
    ]
    body = packed(tuple(_said(c, one.get(c.key)) for c in columns) for one in rows)
    return list_document(
        f"{office}{title}",
        heads,
        body,
        subtitle=f"（截至{chinese(day)}，共 {len(body):,} 条）",
        note=filtered,
        office=office,
        day=day.isoformat(),
    )


def _said(which: Column, value: Any) -> str:
    text = cell_text(which, value)
    return "" if text == "—" else text.strip()


def preview_list(
    parent: QWidget,
    ops: Operations,
    title: str,
    make: Callable[[Progress], Document],
    on_open: Callable[[Preview], object] | None = None,
) -> None:
    """Typeset a list in the background and show the very PDF, to be printed or saved."""

    def pdf(progress: Progress) -> bytes:
        from app.paper.child import in_child

        return in_child(make(progress), progress).pdf

    open_preview(parent, ops, title, pdf, on_open=on_open)
