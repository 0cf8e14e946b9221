"""A masked export is no list to read back: its numbers would be lost or taken for wrong ones."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from app.base.errors import KnownError
from app.sheets.checked import CheckedRow
from app.sheets.fields import SheetKind
from app.sheets.grid import address, column_index
from app.sheets.header import Layout

_MASKED = re.compile(r"[0-9A-Za-z]*\*{3,}[0-9A-Za-z]*\Z")


def refuse_masked(
    layouts: Sequence[Layout], rows: Iterable[CheckedRow], kinds: Sequence[SheetKind]
) -> None:
    """Refuse a workbook in which numbers of persons are masked (``app.base.lists.mask``).

    Args:
        layouts: of the sheets that the rows come from.
        rows: the rows as read.
        kinds: of the layouts; their sensitive fields are looked at.

    Raises:
        KnownError: IMP-FILE, naming the first such cell.
    """
    hidden = {f.key for kind in kinds for f in kind.fields if f.sensitive}
    columns = {
        layout.sheet: [(c.header, column_index(c.column)) for c in layout.columns
                       if c.field in hidden]
        for layout in layouts
    }  # fmt: skip
    for row in rows:
        for header, index in columns.get(row.sheet, ()):
            cell = row.cells[index] if index < len(row.cells) else None
            if isinstance(cell, str) and "***" in cell and _MASKED.match(cell.strip()):
                raise KnownError(
                    "IMP-FILE",
                    f"这是号码打了星号的名单（{row.sheet} {address(row.row, index)}「{header}」），"
                    "不能导入：星号会盖掉真正的号码。",
                    "请导出带完整号码的名单再导入，或用空白模板填报。",
                )
