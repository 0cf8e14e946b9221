"""A wrong cell mended on the screen: its row is checked again, without the file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from app.sheets.checked import CheckedRow, Outcome
from app.sheets.fields import SheetKind
from app.sheets.grid import EMPTY, column_letter
from app.sheets.header import Layout
from app.sheets.row_checker import RowChecker, raw_cells
from app.sheets.twice import Twice


def check_again(
    layout: Layout, kind: SheetKind, row: CheckedRow, column: int, text: str
) -> CheckedRow:
    """A row in which a person has mended one cell (column from 0), checked anew by itself.

    What needs the whole file is for ``look_for_twice``.
    """
    cells = [*row.cells, *[EMPTY] * (column + 1 - len(row.cells))]
    cells[column] = text
    found = RowChecker(layout, kind, mac_epoch=False).check(row.row, cells, {})
    found.filled = tuple(f for f in row.filled if layout.letter(f) != column_letter(column))
    found.cells, found.section = raw_cells(cells), row.section
    return found


def look_for_twice(
    rows: Iterable[CheckedRow], layouts: Sequence[Layout], kinds: Sequence[SheetKind]
) -> list[tuple[int, CheckedRow]]:
    """Judge anew which rows of a file are the same thing twice, after one of them was mended.

    Returns:
        The rows that are judged otherwise than before, with their places.
    """
    by_sheet = {layout.sheet: layout.kind for layout in layouts}
    twice = {kind.kind: Twice(kind) for kind in kinds}
    changed = []
    for place, row in enumerate(rows):
        before = (row.outcome, row.reason, len(row.problems))
        if row.outcome is Outcome.SKIPPED and row.reason == "repeated":
            row.outcome, row.reason = Outcome.PENDING, ""
        if row.outcome is Outcome.SKIPPED:
            continue
        if any(problem.code == "IMP-TWICE" for problem in row.problems):
            row.problems = [p for p in row.problems if p.code != "IMP-TWICE"]
            row.judge()
        twice[by_sheet[row.sheet]].look(row)
        if (row.outcome, row.reason, len(row.problems)) != before:
            changed.append((place, row))
    return changed
