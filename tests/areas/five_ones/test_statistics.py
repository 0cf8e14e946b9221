"""五个一统计表: the same figures in the same order on screen, on paper and in the workbook."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from app import start
from app.areas.five_ones.lists import STATISTICS
from app.areas.five_ones.lists.lamps import HEADS
from app.areas.five_ones.lists.statistics import STATES, TOTALS, Statistics
from app.areas.five_ones.lists.year import Year
from app.areas.five_ones.sheet.statistics import STATISTICS_BOOK
from app.base.lists import View
from app.paper.document import render
from app.sheets.report_book import Grid, Head, Line, Sheet, write_report
from tests.areas.five_ones.test_paper import full, paper, tables

__all__ = ["full"]
D = date
DAY = D(2026, 11, 22)


def listed(made: Any, **filters: str) -> dict[str, dict[str, Any]]:
    view = View(DAY, filters=filters)

    def read(conn: Any) -> dict[str, dict[str, Any]]:
        return {r["id"]: dict(r) for r in STATISTICS.rows(conn, STATISTICS.ids(conn, view), view)}

    found: dict[str, dict[str, Any]] = made.space.read(read)
    return found


def written(year: Any, path: Path) -> Any:
    def make(conn: Any) -> Any:
        return STATISTICS_BOOK.make(start.ask(conn, year.office.scope(), year=2026, today=DAY))

    write_report(path, year.space.read(make))
    return load_workbook(path)


def test_the_list_counts_federations_by_state_and_quarter(full: Any) -> None:
    rows = listed(full)
    assert list(rows) == [*HEADS, *TOTALS]
    contest = rows["labour_contest"]
    assert (contest["many"], contest["done"], contest["rate"]) == (1, 1, "100.00%")
    assert [contest[f"q{n}"] for n in range(4)] == [0, 0, 1, 1]
    assert [rows["sum"][f"q{n}"] for n in range(4)] == [0, 2, 3, 3]
    assert [rows["wanted"][f"q{n}"] for n in range(4)] == [0, 2, 4, 5]
    assert rows["whole"]["done"] == 0
    assert listed(full, year="1")["recreation"]["short"] == 1


def test_an_office_without_a_federation_has_no_rows(year: Any) -> None:
    view = View(DAY, unit=year.firm)
    assert year.space.read(lambda c: STATISTICS.ids(c, view)) == []


def test_a_quarter_that_is_to_come_is_not_counted(full: Any) -> None:
    def read(conn: Any) -> Any:
        return Statistics(Year(conn, 2026, D(2026, 6, 10))).quarters[0].numbers

    assert full.space.read(read) == (0, 1, None, None)


def test_what_was_held_early_counts_early_though_a_later_one_is_proved(year: Any) -> None:
    year.activity("recreation", on=D(2026, 2, 3), participants=5)
    later = year.activity("recreation", on=D(2026, 9, 3), participants=9)
    year.prove(later, "summary", "photo")
    row = listed(year)["recreation"]
    assert (row["done"], [row[f"q{n}"] for n in range(4)]) == (1, [1, 1, 1, 1])


def test_paper_and_workbook_say_what_the_list_says(full: Any, tmp_path: Path) -> None:
    book = written(full, tmp_path / "统计表.xlsx")
    assert book.sheetnames == ["统计表", "台账", "各联合会进度"]
    page = book["统计表"]
    lines = [[cell.value for cell in row] for row in page.iter_rows(max_col=11)]
    first = next(n for n, line in enumerate(lines) if line[0] == "会员代表大会")
    rows, printed = listed(full), tables(paper(full, "five_ones_ledger"))[0].rows
    for place, row in enumerate(rows.values()):
        cells, on_paper = lines[first + place], printed[place]
        wanted = [row.get(key) for key in ("many", *STATES)]
        assert cells[:6] == [row["title"], *wanted]
        assert [text or None for text in on_paper[:6]] == [
            row["title"], *(None if n is None else str(n) for n in wanted),
        ]  # fmt: skip
        rate = cells[6]
        assert (rate is None and not on_paper[6]) or f"{rate:.2%}" == on_paper[6] == row["rate"]
        ends = [row.get(f"q{n}") for n in range(4)]
        assert cells[7:] == ends
        assert [text or None for text in on_paper[7:]] == [
            None if n is None else str(n) for n in ends
        ]
    assert lines[first + len(rows)][0] == "做法和成效"
    assert page.page_setup.fitToHeight == 1


def test_the_ledger_and_the_progress_are_in_the_workbook(full: Any, tmp_path: Path) -> None:
    book = written(full, tmp_path / "统计表.xlsx")
    lines = [[cell.value for cell in row] for row in book["台账"].iter_rows()]
    (at,) = [n for n, line in enumerate(lines) if line[0] == "序号"]
    groups, heads, row = lines[at], lines[at + 1], lines[at + 2]
    assert row[:2] == [1, "工贸园工会联合会"]
    place = groups.index("①会员代表大会")
    assert heads[place : place + 4] == ["日期", "应到", "实到", "主要决议"]
    assert [v.date() if hasattr(v, "date") else v for v in row[place : place + 4]] == [
        D(2026, 6, 1), 60, 45, "关于通过工作报告的决议",
    ]  # fmt: skip
    assert "2/5" in row
    each = [[cell.value for cell in row] for row in book["各联合会进度"].iter_rows()]
    assert each[-1] == ["工贸园工会联合会", 0, 2, 3, 3]


def test_the_printed_table_is_one_page(full: Any) -> None:
    reader = PdfReader(BytesIO(render(paper(full, "five_ones_ledger")).pdf))
    assert "填表人" in reader.pages[0].extract_text()


def test_text_in_a_finished_workbook_stays_text(tmp_path: Path) -> None:
    grid = Grid((Head("甲"), Head("乙")), [("=1+1", 0.5)])
    path = tmp_path / "表.xlsx"
    write_report(path, [Sheet("表/一", (10, 10), (Line("题", 16), grid))])
    page = load_workbook(path).active
    assert (page.title, page["A3"].value, page["A3"].data_type) == ("表一", "=1+1", "s")
    assert page["B3"].number_format == "0.00%"
    with pytest.raises(Exception, match="EXPORT-NAME"):
        write_report(tmp_path / "表.csv", [])


def test_the_table_is_saved_and_looked_at_in_the_window(shown: Any, tmp_path: Path) -> None:
    from app.areas.five_ones.page.own import OWN

    shown.year.congress()
    page = shown.page
    page.bring("five_ones_statistics")
    shown.wait(lambda: page.list().count() == len(HEADS) + len(TOTALS))
    page.list().select("workers_congress")
    shown.wait(lambda: "five_item" in page.details and page.details["five_item"].card is not None)
    detail = page.details["five_item"]
    detail.show_tab("federations")
    shown.wait(lambda: detail.widget("federations").count() == 1)
    (row,) = detail.widget("federations").rows.model().rows
    assert (row.title, row.status.word) == ("工贸园工会联合会", "未开展")
    (part,) = [part for part in OWN if part.key == "five_ones_statistics"]
    entry = next(run for key, _words, run in part.more(page) if key == "statistics")
    entry()
    out = tmp_path / "统计表.xlsx"
    page.exporter.files.fileSelected.emit(str(out))
    shown.wait(out.exists)
    shown.settle()
    assert load_workbook(out).sheetnames[0] == "统计表"
    page.exporter.files.close()
    detail.widget("federations").opened.emit(row)
    shown.wait(lambda: page.key() == "five_ones")
