"""Workbooks of members made for a test, and what the real pipeline makes of them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest

from app.areas.members.sheet.kinds import MEMBERS
from app.sheets.checked import CheckedRow, FileEnd, Outcome
from app.sheets.checking import Options, check
from app.sheets.header import Layout

MALE, FEMALE = "999999199001010016", "999999198506150028"
BASE = {"name": "甲一", "number": MALE}


def read(path: Path, **options: Any) -> tuple[list[Layout], list[CheckedRow]]:
    """A file through the pipeline, in this process: layouts and rows."""
    items = list(check(path, [MEMBERS], Options(**options)))
    assert isinstance(items[-1], FileEnd)
    layouts = [item for item in items if isinstance(item, Layout)]
    return layouts, [item for item in items if isinstance(item, CheckedRow)]


def told(row: CheckedRow) -> set[tuple[str, str, str]]:
    """(field, code, severity) of everything said of a row."""
    return {(p.field, p.code, p.severity.value) for p in row.problems}


@pytest.fixture
def sheet(tmp_path: Path) -> Any:
    """Rows of cells to a workbook, read and checked: (layout, rows of data)."""

    def make(*rows: Any, merged: Any = (), name: str = "名单.xlsx") -> Any:
        path = tmp_path / name
        book = openpyxl.Workbook()
        page = book.active
        for row in rows:
            page.append(list(row))
        for area in merged:
            page.merge_cells(area)
        book.save(path)
        layouts, found = read(path)
        assert len(layouts) == 1
        return layouts[0], [row for row in found if row.outcome is not Outcome.SKIPPED]

    return make


@pytest.fixture
def row(sheet: Any) -> Any:
    """One row by column titles, checked."""

    def make(**cells: Any) -> CheckedRow:
        cells = BASE | cells
        titles = [MEMBERS.field(key).title for key in cells]
        _, rows = sheet(titles, list(cells.values()))
        assert len(rows) == 1
        return rows[0]

    return make
