"""The .docx says the same as the PDF, in the same order."""

from __future__ import annotations

import io
import shutil
import subprocess
import zipfile
from pathlib import Path

import docx
import pytest

from app.paper.docx import to_docx
from app.paper.model import Align, Column, Document, Paragraph, Table
from tests.paper.reading import open_pdf
from tests.paper.samples import everything, rows, table


@pytest.fixture(scope="module")
def made() -> bytes:
    return to_docx(everything())


def test_same_content_same_bytes_and_no_times(made: bytes) -> None:
    assert to_docx(everything()) == made
    with zipfile.ZipFile(io.BytesIO(made)) as package:
        assert {info.date_time for info in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert b"2000-01-01" in package.read("docProps/core.xml")


def test_headings_paragraphs_and_tables_are_in_order(made: bytes) -> None:
    document = docx.Document(io.BytesIO(made))
    heads = [p.text for p in document.paragraphs if p.style.name.startswith("Heading")]
    assert heads == [
        "一、基本情况", "二、组织建设", "（一）按类型", "1.说明", "（1）口径", "三、建会率",
        "（一）联系方式", "附件1", "附件2",
    ]  # fmt: skip
    assert [t.rows[0].cells[0].text for t in document.tables] == [
        "基层工会", "单位名称", "序号", "", "", document.tables[5].rows[0].cells[0].text, "序号",
    ]  # fmt: skip


def test_page_fonts_and_page_numbers_are_official(made: bytes) -> None:
    document = docx.Document(io.BytesIO(made))
    first = document.sections[0]
    assert round(first.top_margin.mm) == 37
    assert round(first.left_margin.mm) == 28
    assert round(first.right_margin.mm) == 26
    assert [s.orientation for s in document.sections].count(1) == 1
    with zipfile.ZipFile(io.BytesIO(made)) as package:
        xml = package.read("word/document.xml").decode()
        assert "evenAndOddHeaders" in package.read("word/settings.xml").decode()
    for font in ("仿宋", "黑体", "楷体", "方正小标宋简体"):
        assert f'w:eastAsia="{font}"' in xml


def test_table_heads_repeat_and_rows_stay_whole() -> None:
    document = docx.Document(io.BytesIO(to_docx(Document("表", (table(500),)))))
    xml = document.tables[0]._element.xml
    assert xml.count("<w:tblHeader/>") == 2
    assert xml.count("<w:cantSplit/>") == 502
    assert document.tables[0].rows[501].cells[4].text == "509"


def test_text_that_xml_cannot_hold_is_left_out() -> None:
    text = "甲\x00\x0b\ufffe\uffff\ud800乙<b>&"
    columns = (Column("\x01丙", align=Align.RIGHT),)
    data = to_docx(Document("文\x02字", (Paragraph(text), Table(columns, ((text,),)))))
    document = docx.Document(io.BytesIO(data))
    assert document.paragraphs[0].text == "甲乙<b>&"
    assert document.tables[0].rows[1].cells[0].text == "甲乙<b>&"


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_libreoffice_opens_it(made: bytes, tmp_path: Path) -> None:
    path = tmp_path / "年报.docx"
    path.write_bytes(made)
    subprocess.run(
        [
            "soffice", "--headless", f"-env:UserInstallation={(tmp_path / 'lo').as_uri()}",
            "--convert-to", "pdf", "--outdir", str(tmp_path), str(path),
        ],
        check=True, capture_output=True, timeout=110,
    )  # fmt: skip
    pages = open_pdf((tmp_path / "年报.pdf").read_bytes()).pages
    assert 8 <= len(pages) <= 20
    text = "".join(page.extract_text() for page in pages)
    assert "基本情况" in text
    assert str(rows(1)[0][1]) in "".join(text.split())
