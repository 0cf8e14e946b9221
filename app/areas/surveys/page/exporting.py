"""The list of surveys in the layout that is imported again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from app.base.lists import View
from app.desk.exporting import AsSheet, Exporter


def _counts(connection: Any, source: Any, view: View) -> tuple[Any, Iterator[dict[str, Any]]]:
    """The votes of the surveys of the list."""
    del source
    from ..sheet.counts import COUNT_SHEET

    return COUNT_SHEET.kind, COUNT_SHEET.export(connection, view)


class SurveysExporter(Exporter):
    """Lists as they are shown, and as the workbook that is imported."""

    sheets: ClassVar[Mapping[str, AsSheet]] = {"surveys": _counts}
