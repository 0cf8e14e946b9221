"""A paper of an area about one record: made in the background, shown as the very PDF."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from app.base.progress import Progress
from app.desk.list_out import preview_list
from app.desk.page import Desk
from app.desk.preview import Preview

if TYPE_CHECKING:  # the paper libraries take a second to import: only when they are needed
    from app.paper.model import Document


def preview_paper(
    parent: QWidget,
    desk: Desk,
    name: str,
    title: str,
    options: Mapping[str, str],
    on_open: Callable[[Preview], object] | None = None,
) -> None:
    """Show a paper that an area brings, for the year, unit and day looked at.

    Args:
        name: of the ``Report``.
        title: of the preview's window.
        options: as on the command line, e.g. ``id``; ``year``: of another year than that of the
            day looked at.
    """
    workspace, areas = desk.workspace, desk.areas
    day, unit = desk.day, desk.unit

    def make(progress: Progress) -> Document:
        del progress
        from app.paper.asking import ask_at, papers_of

        report = papers_of(areas)[name]

        def build(connection: Any) -> Document:
            return report.make(ask_at(connection, areas, day=day, unit=unit, options=options))

        return workspace.read(build)

    preview_list(parent, desk.ops, title, make, on_open)
