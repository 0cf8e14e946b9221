"""Photos on paper: so many a page, captions below, memory bounded, the same in PDF and .docx."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import tracemalloc
from pathlib import Path

import docx
import pytest
from pypdf import PdfReader

from app.paper.digest import digest, texts
from app.paper.document import render
from app.paper.docx import to_docx
from app.paper.model import Annex, Document, Landscape, Paragraph, Photo, Photos
from tests.pictures.samples import picture, saved

WIDE, TALL = saved(picture(900, 600), quality=80), saved(picture(600, 900), quality=80)


def album(count: int, columns: int = 2, rows: int = 3, *, turned: bool = False) -> Document:
    photos = tuple(
        Photo(WIDE if n % 3 else TALL, f"第{n + 1}张：女职工趣味运动会现场，各基层工会代表队参加")
        for n in range(count)
    )
    block = Photos(photos, columns, rows)
    inner = (Landscape((block,)),) if turned else (block,)
    return Document("照片", (Annex("活动照片", 1), *inner), office="柳溪镇总工会", day="2026-11-22")


def look(pdf: bytes, name: str) -> None:
    folder = os.environ.get("LOOK")
    if folder:
        (Path(folder) / f"{name}.pdf").write_bytes(pdf)


@pytest.mark.parametrize(("columns", "rows"), [(1, 1), (1, 2), (2, 2), (2, 3), (3, 4)])
def test_so_many_photos_stand_on_a_page(columns: int, rows: int) -> None:
    each = columns * rows
    block = Photos(tuple(Photo(WIDE, f"第{n}张") for n in range(each * 3)), columns, rows)
    printed = render(Document("照片", (block,), digest=False))
    pages = PdfReader(io.BytesIO(printed.pdf)).pages
    assert [len(page.extract_text().split("张")) - 1 for page in pages] == [each] * 3


def test_photos_follow_a_heading_and_captions_are_whole_or_end_in_dots() -> None:
    printed = render(album(9))
    look(printed.pdf, "photos")
    pages = [p.extract_text() for p in PdfReader(io.BytesIO(printed.pdf)).pages]
    assert len(pages) == 2
    assert "活动照片" in pages[0]
    assert pages[0].count("现场") == 4, "two rows below the head of the annex"
    assert "第9张" in pages[1]
    long = Photos((Photo(WIDE, "很长的说明" * 40),), 3, 4)
    text = PdfReader(io.BytesIO(render(Document("照片", (long,))).pdf)).pages[0].extract_text()
    assert "…" in text


def test_turned_pages_take_photos_too() -> None:
    printed = render(album(8, 3, 2, turned=True))
    look(printed.pdf, "photos-turned")
    assert printed.pages == 3


def test_no_photos_print_nothing() -> None:
    empty = Document("照片", (Paragraph("无。"), Photos(())), digest=False)
    assert render(empty).pages == 1
    assert len(docx.Document(io.BytesIO(to_docx(empty))).tables) == 0


def test_photos_are_printed_as_they_are_each_once() -> None:
    """JPEG goes into the file as it is: no quality lost, no memory for its points."""
    same = Photos(tuple(Photo(WIDE, str(n)) for n in range(50)), 2, 3)
    printed = render(Document("照片", (same,)))
    assert len(printed.pdf) < len(WIDE) * 4 + 400_000
    images = list(PdfReader(io.BytesIO(printed.pdf)).pages[0].images)
    assert images[0].image is not None
    assert images[0].image.size == (900, 600)


def test_the_digest_knows_each_photo_and_captions_are_checked_for_glyphs() -> None:
    one = Document("照片", (Photos((Photo(WIDE, "甲"),)),))
    other = Document("照片", (Photos((Photo(TALL, "甲"),)),))
    assert digest(one) != digest(other)
    assert render(one).pdf == render(one).pdf
    assert "甲" in [text for text, _place in texts(one)]
    assert repr(one).count("xff") == 0, "no bytes in a log"


def test_the_docx_has_the_same_photos_with_captions(tmp_path: Path) -> None:
    data = to_docx(album(9))
    made = docx.Document(io.BytesIO(data))
    (table,) = [t for t in made.tables if len(t.columns) == 2]
    cells = [cell for row in table.rows for cell in row.cells]
    captions = [cell.paragraphs[-1].text for cell in cells]
    assert [c[:4] for c in captions if c] == [f"第{n}张：" for n in range(1, 10)]
    shapes = made.inline_shapes
    assert len(shapes) == 9
    ratio = shapes[1].width / shapes[1].height
    assert abs(ratio - 1.5) < 0.01
    assert shapes[1]._inline.docPr.get("descr", "").startswith("第2张")
    assert to_docx(album(9)) == data
    folder = os.environ.get("LOOK")
    if folder:
        (Path(folder) / "photos.docx").write_bytes(data)


def test_two_hundred_photos_need_little_more_memory_than_they_have() -> None:
    """Each another photo of 0.1 MB, as ``app.pictures.printing`` makes them; no garbage is
    collected meanwhile, as in a process with much in memory."""
    photos = []
    for number in range(200):
        made = picture(920, 690)
        made.putpixel((number, 3), (1, 2, 3))
        noise = os.urandom(60)
        photos.append(Photo(saved(made, quality=90) + noise * 1500, f"第{number + 1}张"))
    size = sum(len(photo.content) for photo in photos)
    document = Document("照片", (Photos(tuple(photos)),))
    tracemalloc.start()
    try:
        printed = render(document)
        _now, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert printed.pages == 34
    assert size > 15_000_000
    assert most < 4 * size + 40_000_000, f"{most >> 20} MB for {size >> 20} MB of photos"


def test_a_paper_of_photos_is_made_in_the_child_of_every_paper() -> None:
    code = (
        "from app.paper.child import in_child\n"
        "from tests.paper.test_photos import album\n"
        "if __name__ == '__main__':\n    print(in_child(album(4)).pages)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "1"
