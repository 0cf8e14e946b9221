"""Rows come out of the child as they went in, whatever stands in them."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from app.base.findings import Severity
from app.sheets.checked import CheckedRow, Outcome, Problem
from app.sheets.packing import pack, unpack

KEYS = ("name", "count", "flag", "day", "elsewhere")
PLACES = {key: place for place, key in enumerate(KEYS[:4])}
CELLS: Any = st.one_of(
    st.sampled_from(["", "甲", "1", "是", "2020-01-01", 0, 1, 1.0, 2.5, True, False, "乙\x7f"]),
    st.text(),
)
PROBLEM = Problem("表", 5, "A", "name", "IMP-CODE", Severity.EXPLAIN, "不在表里", ("乙",))


@st.composite
def rows(draw: Any) -> list[CheckedRow]:
    made = []
    for number in range(1, draw(st.integers(1, 8)) + 1):
        cells = draw(st.lists(CELLS, max_size=6))
        while cells and cells[-1] == "":
            cells.pop()
        values: dict[str, Any] = {}
        for key in draw(st.lists(st.sampled_from(KEYS), unique=True)):
            place = PLACES.get(key, 9)
            own = cells[place] if place < len(cells) and draw(st.booleans()) else draw(CELLS)
            values[key] = own if own != "" else None
        row = CheckedRow("表", 5 if draw(st.booleans()) else number, values, cells=cells)
        if draw(st.booleans()):
            row.originals, row.section, row.filled = {"name": "原"}, "一、", ("day",)
        if draw(st.booleans()):
            row.row, row.problems, row.outcome = 5, [PROBLEM], Outcome.REJECTED
        if draw(st.booleans()):
            row.outcome, row.reason = Outcome.SKIPPED, "repeated"
        made.append(row)
    return made


def _typed(row: CheckedRow) -> Any:
    """1 and True are the same to Python, and not to a list."""
    values = {key: (type(value), value) for key, value in row.values.items()}
    return row, values, [(type(cell), cell) for cell in row.cells]


@given(rows())
def test_rows_come_out_as_they_went_in(made: list[CheckedRow]) -> None:
    data = json.loads(json.dumps(pack(made, PLACES), ensure_ascii=False))
    assert list(map(_typed, unpack(data))) == list(map(_typed, made))


def test_a_text_that_is_cell_and_value_is_sent_once() -> None:
    made = [CheckedRow("表", n, {"name": f"会员{n}"}, cells=[f"会员{n}"]) for n in range(3)]
    assert json.dumps(pack(made, PLACES), ensure_ascii=False).count("会员1") == 1
