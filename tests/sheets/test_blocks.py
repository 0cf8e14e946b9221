"""What is asked of many rows at once, or told at a glance, is as for each row by itself."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from app.areas.members.sheet.service import MEMBER_SHEET
from app.sheets.checked import CheckedRow
from app.sheets.fields import SheetKind
from app.sheets.grid import EMPTY, Formula
from app.sheets.header import Layout, find_layout
from app.sheets.row_checker import RowChecker, RowOfData, raw_cells
from app.sheets.rows import RowSorter
from app.sheets.words import words
from tests.sheets.kinds import EMPLOYERS, UNIONS

MEMBERS = MEMBER_SHEET.reads[0]
SAID = (
    "||无|0|张三|李 四|买买提•艾力|王\u3000五|男|女性|汉|汉族|维吾尔|居民身份证|护照|"
    "130001197807067351|13000119780706735X|130001780706735|E12345678|1978-09-03|1978.9|1978年9月|2月30日|"
    "13900000000|139 0000 0000|0312-1234567|1.39E+10|是|否|√|群众|中国共产党党员|大学本科教育|本科|"
    "某镇某村|1|2|甲|第1有限公司工会|120100\n0000|１２３|坏\ufffd字|\ue000|合计|小计：|填表人：某|备注|姓名|"
    "单位名称|(示例)|91130000MA07XXXX1X|81130000MC12345678|12.5万|1,000|61人|-3"
)
TEXTS = st.sampled_from(SAID.split("|"))
CELLS: Any = st.one_of(
    TEXTS,
    TEXTS,
    st.text(max_size=6),
    st.sampled_from([1, 0, True, False, 2.5, 61.0, 43000, 1e17, Formula("张三", cached=True)]),
    st.sampled_from([Formula("", cached=False), Formula("2020-01-01", cached=True)]),
)


def layout_of(kind: SheetKind) -> Layout:
    heads = [(1, [field.title for field in kind.fields])]
    found = find_layout("表", heads, [], kind)
    assert found is not None
    assert not found.missing
    return found


LAYOUTS = {kind.kind: (kind, layout_of(kind)) for kind in (MEMBERS, UNIONS, EMPLOYERS)}
ROWS = st.lists(st.lists(CELLS, max_size=24), min_size=1, max_size=30)


def told(row: CheckedRow) -> str:
    return json.dumps(row.to_json(), ensure_ascii=False)  # in the same order, too


@settings(max_examples=150)
@given(st.sampled_from(sorted(LAYOUTS)), ROWS, st.booleans())
def test_rows_checked_together_are_what_each_is_by_itself(
    name: str, lines: list[list[Any]], fill: bool
) -> None:
    kind, layout = LAYOUTS[name]
    together = RowChecker(layout, kind, mac_epoch=False)
    filled = {0: "x", 2: "y"} if fill else {}
    data: list[RowOfData] = [
        (CheckedRow("表", n, cells=raw_cells(cells)), cells, filled)
        for n, cells in enumerate(lines, 2)
    ]
    together.check_all(data)
    for row, cells, _ in data:
        alone = RowChecker(layout, kind, mac_epoch=False).check(row.row, cells, filled)
        alone.cells = raw_cells(cells)
        assert told(row) == told(alone)


def test_no_rows_are_no_trouble() -> None:
    kind, layout = LAYOUTS["unions"]
    RowChecker(layout, kind, mac_epoch=False).check_all([])


class Slow(RowSorter):
    """Looks at every row in full."""

    def _is_usual(self, number: int, cells: Any) -> bool:
        del number, cells
        return False


@st.composite
def sheets(draw: Any) -> tuple[str, list[list[Any]]]:
    """Rows that are the header, its own examples, or messy, in part or as a whole."""
    name = draw(st.sampled_from(sorted(LAYOUTS)))
    kind, _ = LAYOUTS[name]
    heads, examples = [f.title for f in kind.fields], [f.example for f in kind.fields]
    lines = []
    for _ in range(draw(st.integers(1, 25))):
        line = list(draw(st.sampled_from([heads, examples, [EMPTY] * len(heads)])))
        if draw(st.booleans()):
            line = draw(st.lists(TEXTS, min_size=len(heads), max_size=len(heads)))
        for _ in range(draw(st.integers(0, 4))):
            line[draw(st.integers(0, len(line) - 1))] = draw(CELLS)
        line = line[: draw(st.integers(1, len(line)))]
        if any(cell != EMPTY for cell in line):
            lines.append(line)
    return name, lines


@settings(max_examples=300)
@given(sheets())
def test_a_row_told_at_a_glance_is_what_it_is_in_full(given_: tuple[str, list[list[Any]]]) -> None:
    name, lines = given_
    kind, layout = LAYOUTS[name]
    quick, slow = RowSorter(layout, kind, []), Slow(layout, kind, [])
    for number, cells in enumerate(lines, 2):
        assert quick.why_not_data(number, cells) == slow.why_not_data(number, cells)
        assert quick.section == slow.section


@given(st.from_regex("[0-9A-Z]{1,20}", fullmatch=True))
def test_a_number_is_no_word_of_the_rows(text: str) -> None:
    assert not words().odd(text)
    assert not words().example.match(text)
