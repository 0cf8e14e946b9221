"""Real workbooks, made new for each test."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
import xlwt

from app.sheets.checked import CheckedRow, FileEnd
from app.sheets.checking import Options, check
from app.sheets.header import Layout


@pytest.fixture
def make_xlsx(tmp_path):
    """Rows (lists of cells) to a .xlsx; several sheets as {name: rows}."""

    def make(sheets, name="台账.xlsx", merged=(), change=None) -> Path:
        book = openpyxl.Workbook()
        book.remove(book.active)
        if not isinstance(sheets, dict):
            sheets = {"Sheet1": sheets}
        for title, rows in sheets.items():
            page = book.create_sheet(title)
            for row in rows:
                page.append(row)
            for area in merged:
                page.merge_cells(area)
        if change:
            change(book)
        path = tmp_path / name
        book.save(path)
        return path

    return make


@pytest.fixture
def make_xls(tmp_path):
    """Rows to an old .xls."""

    def make(rows, name="台账.xls", merged=()) -> Path:
        book = xlwt.Workbook(encoding="utf-8")
        page = book.add_sheet("Sheet1")
        covered = {
            (r, c)
            for r1, r2, c1, c2 in merged
            for r in range(r1, r2 + 1)
            for c in range(c1, c2 + 1)
        }
        for number, row in enumerate(rows):
            for column, cell in enumerate(row):
                if cell is not None and (number, column) not in covered:
                    page.write(number, column, cell)
        for r1, r2, c1, c2 in merged:
            page.write_merge(r1, r2, c1, c2, rows[r1][c1])
        path = tmp_path / name
        book.save(str(path))
        return path

    return make


@pytest.fixture
def checked():
    """Check a file in this process: (layouts, rows, end)."""

    def run(path, kinds, options=None):
        items = list(check(path, kinds, options or Options()))
        layouts = [item for item in items if isinstance(item, Layout)]
        rows = [item for item in items if isinstance(item, CheckedRow)]
        ends = [item for item in items if isinstance(item, FileEnd)]
        assert len(ends) == 1
        return layouts, rows, ends[0]

    return run
