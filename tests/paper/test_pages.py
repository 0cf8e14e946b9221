"""GB/T 9704-2012, measured on our own PDFs (PDF-01 to PDF-05)."""

from __future__ import annotations

import itertools

import pytest

from app.paper.document import render
from app.paper.model import (
    Align,
    Annex,
    Column,
    Cover,
    Document,
    Heading,
    Landscape,
    PageBreak,
    Paragraph,
    Table,
    Title,
)  # fmt: skip
from tests.paper.reading import MM, lines, open_pdf, runs, sample_text
from tests.paper.samples import everything

LEFT, RIGHT = 28 * MM, (28 + 156) * MM
TOP, BOTTOM = (297 - 37) * MM, (297 - 37 - 225) * MM


@pytest.fixture(scope="module")
def body() -> bytes:
    return render(Document("正文", (Paragraph(sample_text(4000)),), digest=False)).pdf


def test_pages_are_a4_and_text_stays_in_its_block(body: bytes) -> None:
    for page in open_pdf(body).pages:
        assert float(page.mediabox.width) == pytest.approx(595.28, abs=0.5)
        assert float(page.mediabox.height) == pytest.approx(841.89, abs=0.5)
    for run in runs(body):
        if run.y > BOTTOM - 1 * MM:
            assert run.x >= LEFT - 0.1
            assert run.right <= RIGHT + 0.1
            assert run.y - 0.12 * run.size >= BOTTOM - 0.5
            assert run.y + 0.88 * run.size <= TOP + 0.5


def test_full_pages_have_22_lines_of_28_characters(body: bytes) -> None:
    found = runs(body)
    last = len(open_pdf(body).pages) - 1
    for page in range(last):
        text = [line for line in lines(found, page) if not line[1].startswith("—")]
        assert len(text) == 22
        pitches = {round(a[0] - b[0], 1) for a, b in itertools.pairwise(text)}
        assert pitches == {29.6}
        counts = [len(line) for _, line in text]
        assert max(counts) == 28
        assert counts[0] == (26 if page == 0 else 28)


def test_lines_fill_the_width(body: bytes) -> None:
    full = [r for r in runs(body) if r.page == 0 and len(r.text) == 28]
    assert full
    assert all(r.right == pytest.approx(RIGHT, abs=1 * MM) for r in full)


def test_page_numbers_stand_outside_7_mm_below_the_text(body: bytes) -> None:
    found = runs(body)
    for page in range(len(open_pdf(body).pages)):
        number = [r for r in found if r.page == page and r.y < BOTTOM]
        assert "".join(r.text for r in number) == f"— {page + 1} —"
        assert all(r.size == 14 for r in number)
        assert BOTTOM - number[0].y == pytest.approx(7 * MM, abs=1 * MM)
        if page % 2 == 0:
            assert number[-1].right == pytest.approx(RIGHT - 14, abs=0.5)
        else:
            assert number[0].x == pytest.approx(LEFT + 14, abs=0.5)


def test_headings_have_their_fonts_numbers_and_bookmarks() -> None:
    blocks = (
        Heading("甲"), Heading("乙", 2), Heading("丙", 3), Heading("丁", 4), Heading("戊", 2),
        Heading("己"), Heading("庚", 2), Heading("不编号", 1, numbered=False),
        Annex("清单", 1), Heading("重新"),
    )  # fmt: skip
    pdf = render(Document("标题", blocks)).pdf
    heads = {line for _, line in lines(runs(pdf), 0)}
    assert {"一、甲", "（一）乙", "1.丙", "（1）丁", "（二）戊", "二、己", "（一）庚"} <= heads
    by_text = {r.text: r.font for r in runs(pdf) if r.page == 0}
    assert by_text["一、甲"].endswith("UnionDeskHei-Regular")
    assert by_text["（一）乙"].endswith("UnionDeskKai-Regular")
    outline = open_pdf(pdf).outline
    assert [o.title for o in outline if not isinstance(o, list)] == [
        "一、甲", "二、己", "不编号", "附件1 清单", "一、重新",
    ]  # fmt: skip


def test_title_is_centred_and_large() -> None:
    pdf = render(Document("题", (Title("关于开展工作的通知"),))).pdf
    (title,) = [r for r in runs(pdf) if r.size == 22]
    assert (title.x + title.right) / 2 == pytest.approx((LEFT + RIGHT) / 2, abs=0.5)
    assert title.font.endswith("UnionDeskSong-Bold")


def test_a_heading_is_never_the_last_line_of_a_page() -> None:
    for count in range(18, 23):
        text = Paragraph(sample_text(26 + 28 * (count - 1)))
        pdf = render(Document("留行", (text, Heading("下一节"), Paragraph(sample_text(200))))).pdf
        found = runs(pdf)
        for page in range(len(open_pdf(pdf).pages)):
            text_lines = [line for y, line in lines(found, page) if y > BOTTOM]
            assert text_lines[-1] != "一、下一节"


def test_turned_pages_keep_the_place_of_the_page_number() -> None:
    wide = Table(tuple(Column(f"栏{i}", align=Align.RIGHT) for i in range(12)), ((1,) * 12,) * 60)
    document = Document("横排", (Paragraph("立。"), Landscape((wide,)), Paragraph("又立。")))
    pdf = render(document).pdf
    reader, found = open_pdf(pdf), runs(pdf)
    assert len(reader.pages) >= 4
    assert [p.get("/Rotate", 0) for p in reader.pages] == [
        0, *[90] * (len(reader.pages) - 2), 0
    ]  # fmt: skip
    for number, page in enumerate(reader.pages):
        assert float(page.mediabox.width) == pytest.approx(595.28, abs=0.5)
        mark = [r for r in found if r.page == number and r.text.startswith("—")]
        assert BOTTOM - mark[0].y == pytest.approx(7 * MM, abs=1 * MM)
        if number % 2:
            assert mark[0].x == pytest.approx(LEFT + 14, abs=0.5)
        if page.get("/Rotate", 0):
            content = [r for r in found if r.page == number and r.y > BOTTOM - 1]
            # the head of the table is the part nearest the left edge of the sheet
            assert min(content, key=lambda r: r.x).text.startswith("栏")
            assert all(LEFT - 1 <= r.x <= RIGHT + 1 for r in content)
            assert all(BOTTOM - 1 <= r.y <= TOP + 1 for r in content)


def test_cover_has_no_number_and_numbering_begins_after_it() -> None:
    cover = Cover("年度报告", "柳溪镇总工会", "2027年1月15日", facts=(("填报人", "王𬱖"),))
    pdf = render(Document("封面", (cover, Paragraph("正文。")))).pdf
    found = runs(pdf)
    assert not [r for r in found if r.page == 0 and "—" in r.text]
    assert next(line for _, line in lines(found, 1)) == "正文。"
    assert any(line.startswith("— 1 —") or "— 1 —" in line for _, line in lines(found, 1))
    assert open_pdf(pdf).page_labels == ["封面", "1"]


def test_contents_name_the_pages_the_headings_are_on() -> None:
    pdf = render(everything()).pdf
    found = runs(pdf)
    listed = {}
    for _, line in lines(found, 1):
        head, _, number = line.partition(" ") if "." not in line else line.partition(".")
        if line.rstrip()[-1:].isdigit() and "." in line:
            listed[head.strip()] = int(number.strip(". "))
    assert {"一、基本情况", "二、组织建设", "三、建会率"} <= set(listed)
    for head, number in listed.items():
        if not head.startswith("附件"):
            assert head in [line for _, line in lines(found, number)], (head, number)


def test_metadata_and_digest() -> None:
    printed = render(everything())
    reader = open_pdf(printed.pdf)
    assert reader.metadata is not None
    assert reader.metadata.title == "柳溪镇总工会2026年度工会组织工作年报"
    assert reader.metadata.author == "柳溪镇总工会"
    assert printed.digest in str(reader.metadata["/Keywords"])
    assert "UnionDeskFang-Regular" in str(reader.metadata["/Keywords"])
    assert printed.pages == len(reader.pages)
    last = "".join(line for _, line in lines(runs(printed.pdf), printed.pages - 1))
    assert printed.digest in last


def test_everything_stays_inside_the_text_block() -> None:
    printed = render(everything())
    for run in runs(printed.pdf):
        if run.page == 0 or BOTTOM - 12 * MM < run.y < BOTTOM - 5 * MM:
            continue
        assert LEFT - 1 <= run.x <= RIGHT + 1, run
        assert BOTTOM - 1 <= run.y <= TOP + 1, run


def test_a_note_never_stands_alone_on_the_next_page() -> None:
    for count in range(24, 34):
        note = Table((Column("甲"), Column("乙")), (("子", "丑"),) * count, note="注：见上表。")
        found = runs(render(Document("注", (note,))).pdf)
        (page,) = {r.page for r in found if "见上表" in r.text}
        assert any(r.text == "子" for r in found if r.page == page), count


def test_a_short_table_is_not_broken() -> None:
    short = Table((Column("甲"), Column("乙")), (("子", "丑"),) * 6, title="表1")
    for count in range(10, 22):
        text = Paragraph(sample_text(26 + 28 * (count - 1)))
        found = runs(render(Document("短表", (text, short))).pdf)
        assert len({r.page for r in found if r.text in ("子", "表1")}) == 1


def test_what_belongs_on_a_front_stands_on_one() -> None:
    long = (Paragraph("甲"), *(Paragraph("长") for _ in range(50)))
    breaks = (PageBreak(front=True), Paragraph("乙"), PageBreak(front=True), Paragraph("丙"))
    found = runs(render(Document("正反", (*long, *breaks))).pdf)
    assert [run.page + 1 for run in found if run.text in ("甲", "乙", "丙")] == [1, 5, 7]
