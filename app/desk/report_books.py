"""A finished workbook of an area: where it goes is asked, then it is made and written."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QFileDialog, QWidget

from app.base.lists import Tone
from app.base.progress import Progress
from app.desk.list_out import WORKBOOK, ask_file
from app.desk.operations import Notice
from app.desk.page import Desk

if TYPE_CHECKING:  # workbook and paper libraries take a second: only when they are needed
    from app.sheets.writing import Written


def save_report_book(
    parent: QWidget, desk: Desk, kind: str, title: str, options: Mapping[str, str]
) -> QFileDialog:
    """Save a finished workbook for the year, unit and day looked at.

    Args:
        kind: of the ``ReportBook``.
        title: the name offered, with the day.
        options: as ``preview_paper`` takes them; ``year``: of another year.
    """

    workspace, areas = desk.workspace, desk.areas
    day, unit = desk.day, desk.unit

    def work(path: Path, progress: Progress) -> Written:
        from app.paper.asking import ask_at
        from app.sheets.report_book import books_of, write_report

        def build(connection: Any) -> Any:
            ask = ask_at(connection, areas, day=day, unit=unit, options=options)
            return books_of(areas)[kind].make(ask)

        progress.step(0, 0, "正在整理")
        return write_report(path, workspace.read(build))

    def write(path: Path) -> None:
        desk.ops.run(f"导出{title}", lambda progress: work(path, progress), owner=parent, done=done)

    def done(written: Written) -> None:
        desk.ops.noticed.emit(Notice(f"已写到：{written.file}", "", Tone.GOOD))

    return ask_file(parent, f"{title} {day.isoformat()}", write, (WORKBOOK,))
