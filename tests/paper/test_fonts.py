"""Bundled fonts, fallback by character, text that can be copied out again."""

from __future__ import annotations

import gc
import hashlib
import shutil
import subprocess
import tomllib
import weakref
from pathlib import Path

import pytest
from reportlab.pdfbase.pdfdoc import PDFDocument

from app.base.paths import resource
from app.paper.document import render
from app.paper.fonts import ROLES, clean, font_book
from app.paper.model import Column, Document, Heading, Paragraph, Table
from tests.paper.reading import fonts, open_pdf, runs
from tests.paper.samples import everything

RARE = (Path(__file__).parents[1] / "data" / "rare-characters.txt").read_text("utf-8").split()


def test_bundled_fonts_are_what_their_list_says() -> None:
    listed = tomllib.loads(resource("fonts", "fonts.toml").read_text("utf-8"))
    assert {"fang", "song", "song_bold", "hei", "hei_bold", "kai", "rare"} == set(listed)
    total = 0
    for role, entry in listed.items():
        data = resource("fonts", entry["file"]).read_bytes()
        total += len(data)
        assert hashlib.sha256(data).hexdigest() == entry["sha256"], role
        assert len(resource("fonts", entry["licence_file"]).read_text("utf-8")) > 1000
        assert entry["source"]
    assert total <= 70_000_000


def test_every_role_prints_every_common_and_rare_character() -> None:
    book = font_book()
    level_2 = [chr(c) for c in (*range(0x4E00, 0x9FF0), *range(0x3400, 0x4DB6))]
    assert len(RARE) == 1605
    for role in ROLES:
        missing = [c for c in (*RARE, *level_2) if not book.has(role, c)]
        assert not missing, (role, missing[:5])


def test_all_fonts_are_embedded_subsets() -> None:
    found = fonts(render(everything()).pdf)
    assert len(found) >= 5
    for name, font in found.items():
        descriptor = font["/FontDescriptor"]
        assert "/FontFile2" in descriptor, name
        assert name[7] == "+", name
        assert len(descriptor["/FontFile2"].get_data()) < 2_000_000


def test_rare_characters_are_printed_and_copied_out_again() -> None:
    printed = render(Document("生僻字", (Paragraph("".join(RARE)),)))
    assert printed.missing == ()
    body = "".join(r.text for r in runs(printed.pdf) if r.size == 15.75)
    assert body == "".join(RARE)
    assert "𬱖" in "".join(page.extract_text() for page in open_pdf(printed.pdf).pages)


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="poppler is not installed")
def test_other_programs_read_the_same_text(tmp_path: Path) -> None:
    names = "张㛃李䶮王𬱖赵𬭎陈𫖯周𫓧孙𣲗吴𬍛郑𠅤牛犇"
    pdf = render(Document("姓名", (Heading(names), Paragraph(names)))).pdf
    path = tmp_path / "姓名.pdf"
    path.write_bytes(pdf)
    read = subprocess.run(
        ["pdftotext", "-enc", "UTF-8", str(path), "-"], capture_output=True, check=True
    ).stdout.decode()
    assert read.count(names) == 2


def test_what_no_font_has_is_a_mark_and_is_reported_with_its_place() -> None:
    table = Table((Column("姓名"),), (("王一",), ("李\U000323b0",)), title="表1")
    printed = render(
        Document("缺字", (Heading("名册"), Paragraph("甲\U0010fff0乙\U0010fff0"), table))
    )
    assert [(m.code, m.where) for m in printed.missing] == [
        ("U+10FFF0", "名册"),
        ("U+323B0", "名册 · 表1 第2行"),
    ]
    text = "".join(r.text for r in runs(printed.pdf))
    assert "甲〓乙〓" in text
    assert "李〓" in text


@pytest.mark.parametrize(
    ("given", "printed"),
    [
        (
            "<b>粗</b>&amp;<img src=file:///etc/passwd>",
            "<b>粗</b>&amp;<img src=file:///etc/passwd>",
        ),
        ("甲\u202e乙\u200b丙\ufeff", "甲乙丙"),
        ("甲\x00\x07乙", "甲乙"),
        ("葛\U000e0100城", "葛城"),
        ("一\t二\u00a0三", "一 二 三"),
        ("{0.__class__} %n %s \\n ()", "{0.__class__} %n %s \\n ()"),
    ],
)
def test_text_is_printed_as_text(given: str, printed: str) -> None:
    result = render(Document("文字", (Paragraph(given),)))
    assert printed in "".join(r.text for r in runs(result.pdf))
    assert result.missing == ()
    assert clean(given) == printed


def test_a_printed_paper_is_let_go() -> None:
    """What a book remembers of a file being made goes with the file: pages are not small."""
    document = PDFDocument(invariant=1)
    assert font_book().codes(document, "song")["工"][1]
    made = weakref.ref(document)
    del document
    gc.collect()
    assert made() is None
