"""The import in the window: for every list that an area brings (part ``sheets``)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.desk.page import PageEntry

if TYPE_CHECKING:
    from app.desk.page import Desk, Page


def import_entry() -> PageEntry:
    """The rail's line; the page and what reads workbooks are imported when it is first opened."""

    def build(desk: Desk) -> Page:
        from app.desk.importing.page import ImportPage

        return ImportPage(desk)

    ahead = (f"{__name__}.page",)
    return PageEntry(
        "import", "导入", "import", 900, build, short="导入", ahead=ahead, help="import"
    )
