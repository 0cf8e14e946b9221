"""The lists of the area in the layouts that are imported again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from app.base.lists import View
from app.desk.exporting import AsSheet, Exporter


def _cadres(connection: Any, source: Any, view: View) -> tuple[Any, Iterator[dict[str, Any]]]:
    from ..sheet.cadres import CADRE_SHEET, KIND

    del source
    return KIND, (dict(row) for row in CADRE_SHEET.export(connection, view))


def _terms(connection: Any, source: Any, view: View) -> tuple[Any, Iterator[dict[str, Any]]]:
    from ..sheet.terms import KIND, TERM_SHEET

    del source
    return KIND, (dict(row) for row in TERM_SHEET.export(connection, view))


class CadreExporter(Exporter):
    """Lists as they are shown, and as the workbooks that are imported."""

    sheets: ClassVar[Mapping[str, AsSheet]] = {"posts": _cadres, "organs": _terms}
