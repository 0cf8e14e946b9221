"""The list of members in the layout that is imported again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from app.base.lists import View
from app.desk.exporting import AsSheet, Exporter


def _members(connection: Any, source: Any, view: View) -> tuple[Any, Iterator[dict[str, Any]]]:
    """Those of the list who are members or retained on the day."""
    from ..sheet.export import member_values
    from ..sheet.kinds import MEMBERS

    wanted = set(source.ids(connection, view))
    rows = member_values(connection, view.day, None, also=("id",))
    return MEMBERS, ({k: v for k, v in one.items() if k != "id"} for one in rows
                     if one["id"] in wanted)  # fmt: skip


class MemberExporter(Exporter):
    """Members as a list, and as the workbook that is imported."""

    sheets: ClassVar[Mapping[str, AsSheet]] = {"members": _members}
