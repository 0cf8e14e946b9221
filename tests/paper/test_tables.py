"""Tables over pages: heads repeated, every row once and whole (RU-9: 0, 1, 30, 5,000 rows)."""

from __future__ import annotations

import dataclasses
import re

import pytest

from app.base.text import chinese_number
from app.paper.document import render
from app.paper.lists import list_document
from app.paper.model import Align, Column, Document, Facts, Paragraph, Table
from tests.paper.reading import MM, Run, open_pdf, runs, sample_text
from tests.paper.samples import COLUMNS, rows, table

BOTTOM, TOP = (297 - 37 - 225) * MM, (297 - 37) * MM


def _on_pages(found: list[Run], pattern: str) -> dict[str, list[Run]]:
    hits: dict[str, list[Run]] = {}
    for run in found:
        for match in re.findall(pattern, run.text):
            hits.setdefault(match, []).append(run)
    return hits


@pytest.mark.parametrize("count", [0, 1, 30, 5000])
def test_heads_repeat_and_rows_stay_whole(count: int) -> None:
    pdf = render(Document("表", (Paragraph(sample_text(100)), table(count)))).pdf
    found = runs(pdf)
    pages = len(open_pdf(pdf).pages)
    heads = [r.page for r in found if r.text == "统一社会信用代码"]
    assert heads == list(range(pages))
    continued = [r.page for r in found if r.text == "表1　单位情况（续）"]
    assert continued == list(range(1, pages))
    names = _on_pages(found, r"MA2B(\d{6})")
    assert len(names) == count
    assert all(len(hits) == 1 for hits in names.values())
    staff = {r.text: r for r in found if r.size == 10.5 and r.text.isdigit()}
    for number in (0, count // 2, count - 1):
        if 0 <= number < count:
            assert staff[str(10 + number)] is not None
    assert all(BOTTOM - 0.5 <= r.y <= TOP for r in found if r.size == 10.5)
    if count == 0:
        assert any(r.text == "（无）" for r in found)


def test_cells_of_a_row_stand_on_one_page() -> None:
    long_rows = tuple((f"行{i}首", sample_text(30 + 17 * (i % 9)), f"行{i}尾") for i in range(120))
    columns = (Column("甲"), Column("乙", 2), Column("丙"))
    found = runs(render(Document("表", (Table(columns, long_rows),))).pdf)
    first, last = _on_pages(found, r"行(\d+)首"), _on_pages(found, r"行(\d+)尾")
    assert set(first) == set(last) == {str(i) for i in range(120)}
    for number, (run,) in first.items():
        assert run.page == last[number][0].page
        assert run.y == pytest.approx(last[number][0].y)


def test_numbers_stand_right_and_codes_in_the_middle() -> None:
    found = runs(render(Document("表", (table(30),))).pdf)
    staff = [r for r in found if r.size == 10.5 and r.text.isdigit() and r.right > 500]
    assert len(staff) == 30
    assert len({round(r.right, 1) for r in staff}) == 1


def test_lines_in_cells_never_begin_with_a_mark() -> None:
    text = "柳溪镇（第一）精密机械，制造有限公司、“分公司”；" * 3
    columns = tuple(Column(str(i), 4 + i) for i in range(5))
    found = runs(render(Document("表", (Table(columns, ((text,) * 5,) * 10),))).pdf)
    begins: dict[tuple[int, float, float], Run] = {}
    for run in found:
        if run.size == 10.5 and not run.text.isdigit():
            assert run.text[0] not in "，、；”）" or any(
                abs(other.right - run.x) < 0.5 and abs(other.y - run.y) < 0.1 for other in found
            )
            begins[run.page, run.y, run.x] = run
    assert len(begins) > 50


def test_a_total_is_not_alone_on_the_last_page() -> None:
    for count in range(25, 36):
        body = (*rows(count), (None, "合计", None, None, 999))
        whole = dataclasses.replace(table(0), rows=body, totals=(count,), note="")
        found = runs(render(Document("表", (whole,))).pdf)
        (total,) = [r for r in found if r.text == "合计"]
        beside = [r for r in found if r.page == total.page and "MA2B" in r.text]
        assert beside, count


def test_sections_run_over_the_whole_width_and_stay_with_their_rows() -> None:
    body, sections = [], []
    for village in range(40):
        sections.append(len(body))
        body.append((f"第{village}村：下列单位", "", "", "", ""))
        body += [tuple(row) for row in rows(1 + village % 4)]
    whole = Table(COLUMNS, tuple(body), sections=tuple(sections))
    found = runs(render(Document("表", (whole,))).pdf)
    titles = [r.page for r in found if r.text == "单位名称"]
    assert len(titles) == len(set(titles)), "a head in the middle of a page"
    heads = _on_pages(found, r"第\d+村")
    assert len(heads) == 40
    for hits in heads.values():
        page = [r for r in found if r.page == hits[0].page and "MA2B" in r.text]
        assert any(r.y < hits[0].y for r in page)


def test_a_cell_of_a_megabyte_does_not_stop_the_paper() -> None:
    text = "<b>很长</b>" * 20_000
    pdf = render(Document("表", (Table((Column("甲"), Column("乙")), ((text, "尾"),)),))).pdf
    joined = "".join(r.text for r in runs(pdf) if r.size == 10.5)
    assert joined.count("很长") + joined.count("长</b>") >= 20_000
    assert len(open_pdf(pdf).pages) > 20


def test_facts_form_breaks_between_rows() -> None:
    items = tuple((f"名{chinese_number(i)}。", f"值{chinese_number(i)}。") for i in range(1, 99))
    found = runs(render(Document("表", (Facts(items, across=2),))).pdf)
    names, values = _on_pages(found, r"名(.+)。"), _on_pages(found, r"值(.+)。")
    assert len(names) == len(values) == 98
    assert all(names[n][0].page == values[n][0].page for n in names)


def test_list_is_numbered_and_turned_when_wide() -> None:
    narrow = list_document("名单", COLUMNS[1:], [row[1:] for row in rows(3)], subtitle="共3家")
    found = runs(render(narrow).pdf)
    assert [r.text for r in found if r.size == 10.5 and r.text in ("1", "2", "3")] == [
        "1",
        "2",
        "3",
    ]
    wide = tuple(Column(f"栏{i}", align=Align.RIGHT) for i in range(9))
    document = list_document(
        "宽表", wide, [("节", *[""] * 8), tuple(range(9)), ("合计", *range(8))],
        sections=(0,), totals=(2,),
    )  # fmt: skip
    assert document.landscape
    pdf = render(document).pdf
    assert open_pdf(pdf).pages[0]["/Rotate"] == 90
    assert "节" in {r.text for r in runs(pdf)}
