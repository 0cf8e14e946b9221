"""Diagrams of boxes: all words there, inside the page, over several pages, in .docx as a table."""

from __future__ import annotations

from app.paper.diagrams import diagram_pdf
from app.paper.document import render
from app.paper.docx import to_docx
from app.paper.model import Box, Diagram, Document, Title
from tests.paper.reading import fonts, open_pdf, runs

TOP = Box("王庆坨镇第一自行车配件有限公司工会委员会", ("主席：张三（专职）",))


def made(count: int, lines: int = 2) -> Diagram:
    below = tuple(
        Box(f"第{n}机构", tuple(f"委员{n}之{k}：王小明、李芳、赵强" for k in range(lines)))
        for n in range(count)
    )
    return Diagram(TOP, below, "图　组织机构图")


def test_a_diagram_is_one_page_with_every_word_inside() -> None:
    for count in (0, 1, 3, 10):
        pdf = diagram_pdf(made(count), 480)
        (page,) = open_pdf(pdf).pages
        text = "".join(run.text for run in runs(pdf))
        assert "主席：张三" in text
        assert all(f"第{n}机构" in text for n in range(count))
        assert all(run.x >= 0 and run.right <= 480.5 and run.y >= 0 for run in runs(pdf))
        assert all("/FontFile2" in f["/FontDescriptor"] for f in fonts(pdf).values())
        assert float(page.mediabox.width) == 480
        assert pdf == diagram_pdf(made(count), 480)


def test_many_boxes_go_on_on_the_next_page() -> None:
    document = Document("机构图", (Title("机构图"), made(40, 6)), "某工会", "2026-11-22")
    pdf = render(document).pdf
    assert len(open_pdf(pdf).pages) > 1
    text = "".join(run.text for run in runs(pdf))
    assert all(f"第{n}机构" in text for n in range(40))


def test_in_docx_the_boxes_are_a_table(tmp_path) -> None:
    from docx import Document as Docx

    file = tmp_path / "图.docx"
    document = Document("机构图", (Title("机构图"), made(3)), "某工会", "2026-11-22")
    file.write_bytes(to_docx(document))
    (table,) = Docx(str(file)).tables
    words = [cell.text for row in table.rows for cell in row.cells]
    assert TOP.head in words
    assert "第2机构" in words
