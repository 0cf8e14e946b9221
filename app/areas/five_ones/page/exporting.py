"""The lists of the area in the layouts that are imported again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from app.base.lists import View
from app.desk.exporting import AsSheet, Exporter


def _activities(connection: Any, source: Any, view: View) -> tuple[Any, Iterator[dict[str, Any]]]:
    """The activities of the list."""
    del source
    from ..sheet.activities import ACTIVITY_SHEET

    return ACTIVITY_SHEET.kind, (dict(row) for row in ACTIVITY_SHEET.export(connection, view))


def _contracts(connection: Any, source: Any, view: View) -> tuple[Any, Iterator[dict[str, Any]]]:
    """The contracts of the list."""
    del source
    from ..sheet.contracts import CONTRACT_SHEET

    return CONTRACT_SHEET.kind, (dict(row) for row in CONTRACT_SHEET.export(connection, view))


def _ledger(connection: Any, source: Any, view: View) -> tuple[Any, Iterator[dict[str, Any]]]:
    """The ledger of a year."""
    del source
    from ..sheet.five_ones import FIVE_ONES_SHEET

    return FIVE_ONES_SHEET.kind, (dict(row) for row in FIVE_ONES_SHEET.export(connection, view))


class FiveOnesExporter(Exporter):
    """Lists as they are shown, and as the workbooks that are imported."""

    sheets: ClassVar[Mapping[str, AsSheet]] = {
        "activities": _activities,
        "five_ones_ledger": _ledger,
        "contracts": _contracts,
    }
