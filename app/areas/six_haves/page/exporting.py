"""The goals of the list in the layout that is imported again, what stands beside them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from app.base.lists import View
from app.desk.exporting import AsSheet, Exporter


def _targets(connection: Any, source: Any, view: View) -> tuple[Any, Iterator[Mapping[str, Any]]]:
    """The goals that the list shows."""
    from ..sheet.targets import KIND, rows_of

    return KIND, rows_of(source.registry, source.goals(connection, view))


class SixExporter(Exporter):
    """Lists as they are shown, and as the workbook that is imported."""

    sheets: ClassVar[Mapping[str, AsSheet]] = {"six_targets": _targets}
