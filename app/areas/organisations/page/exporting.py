"""The lists of this area in the layout that is imported again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from app.base.lists import View
from app.desk import exporting


def _unions(connection: Any, source: Any, view: View) -> tuple[Any, list[dict[str, Any]]]:
    from ..sheet.export import union_values
    from ..sheet.kinds import ORGANISATIONS

    return ORGANISATIONS, [
        dict(r)
        for r in union_values(connection, source.ids(connection, view), view, source.registry)
    ]


def _employers(connection: Any, source: Any, view: View) -> tuple[Any, list[dict[str, Any]]]:
    from ..sheet.export import employer_values
    from ..sheet.kinds import EMPLOYERS

    return EMPLOYERS, [
        dict(r)
        for r in employer_values(connection, source.ids(connection, view), view, source.registry)
    ]


class Exporter(exporting.Exporter):
    """Unions and employers as lists, and as the workbooks that are imported."""

    sheets: ClassVar[Mapping[str, exporting.AsSheet]] = {
        "unions": _unions,
        "employers": _employers,
        "uncovered": _employers,
    }
