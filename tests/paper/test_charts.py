"""Charts alone, for the window."""

from __future__ import annotations

from app.paper.charts import chart_pdf
from app.paper.document import render
from app.paper.model import Chart, ChartKind, Document, Paragraph, Series
from tests.paper.reading import fonts, open_pdf, runs
from tests.paper.samples import BARS, SHARES


def test_a_chart_is_one_page_with_title_labels_and_numbers() -> None:
    for chart in (BARS, SHARES):
        pdf = chart_pdf(chart, 480)
        (page,) = open_pdf(pdf).pages
        assert float(page.mediabox.width) == 480
        text = "".join(r.text for r in runs(pdf))
        assert chart.title.replace("　", "") in text.replace("　", "")
        assert all(label in text for label in chart.labels)
        assert all("/FontFile2" in f["/FontDescriptor"] for f in fonts(pdf).values())
        assert pdf == chart_pdf(chart, 480)


def test_nothing_sticks_out_of_a_narrow_page() -> None:
    long = Chart(
        "图3", tuple(f"柳溪镇第{i}村（社区）股份经济合作社工会联合会" for i in range(40)),
        (Series("2026年", tuple(float(i) for i in range(40))),),
    )  # fmt: skip
    pdf = chart_pdf(long, 320)
    for run in runs(pdf):
        assert run.x >= 0
        assert run.right <= 320.5


def test_empty_and_zero_charts_draw() -> None:
    for kind in ChartKind:
        for values in ((), (0.0,), (0.0, 0.0)):
            labels = tuple("甲乙"[: len(values)])
            chart = Chart("空", labels, (Series("甲", values),), kind=kind)
            assert len(open_pdf(chart_pdf(chart)).pages) == 1


def test_many_bars_go_on_on_the_next_page_with_the_title_again() -> None:
    labels = tuple(f"{i}村" for i in range(70))
    chart = Chart("图4　各村建会率", labels, (Series("今年", tuple(range(70))),))
    found = runs(render(Document("图", (Paragraph("前文。"), chart))).pdf)
    pages = {r.page for r in found}
    assert len(pages) >= 3
    for page in pages:
        titles = [r.text for r in found if r.page == page and "各村建会率" in r.text]
        assert len(titles) == 1
    joined = "".join(r.text for r in found)
    assert all(label in joined for label in labels)
