"""IN-5: what may be kept is told by the content; pictures are made fit; nothing runs, nothing fills
the memory, no name leads anywhere."""

from __future__ import annotations

import io
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from app.base.errors import UserError
from app.base.progress import Cancelled, Progress
from app.pictures import intake
from app.pictures.intake import Ready, Refused, prepare
from app.pictures.media import clean_name, copy_name, endings, kind_of, limits, look
from tests.pictures.samples import bomb, docx, old_office, package, phone_photo, picture, saved

PDF = b"%PDF-1.7\n1 0 obj\n"


def opened(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content))


def one(item: Any, **more: Any) -> Any:
    (answer,) = prepare([item], **more)
    return answer


# -- photos ----------------------------------------------------------------------------------------


def test_a_photo_is_upright_smaller_and_says_nothing_of_place_and_camera() -> None:
    taken = phone_photo()
    assert b"Exif" in taken
    made = one(("现场.JPG", taken))
    assert isinstance(made, Ready)
    shown = opened(made.content)
    assert shown.size == (1536, 2048), "a phone held upright gives a picture that stands"
    assert shown.getpixel((1500, 20))[0] > 180, "its upper left corner is now the upper right"
    assert dict(shown.getexif()) == {}
    assert b"Exif" not in made.content
    assert len(made.content) < len(taken)
    assert (made.media, made.taken, made.original) == ("image/jpeg", date(2026, 3, 8), None)


def test_the_original_is_kept_on_request_as_it_was() -> None:
    taken = phone_photo(800, 600)
    made = one(("现场.jpg", taken), keep_original=True)
    assert made.original == taken


@pytest.mark.parametrize("how", ["JPEG", "PNG", "WEBP", "BMP", "TIFF", "GIF"])
def test_every_usual_picture_is_shown(how: str) -> None:
    made = one((f"图.{how.lower()}", saved(picture(3000, 900), how)))
    shown = opened(made.content)
    assert shown.format == "JPEG"
    assert shown.size == (2048, 614)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "I;16", "CMYK"])
def test_every_way_of_colour_is_shown(mode: str) -> None:
    base = picture(400, 300, "L")
    made = base.convert("I;16") if mode == "I;16" else picture(400, 300).convert(mode)
    how = "JPEG" if mode == "CMYK" else "TIFF" if mode == "I;16" else "PNG"
    content = one(("图", saved(made, how))).content
    shown = opened(content).convert("L")
    assert shown.size == (400, 300)
    assert shown.getpixel((390, 290)) > shown.getpixel((300, 100)), mode


def test_what_is_transparent_lies_on_white() -> None:
    clear = Image.new("RGBA", (50, 50), (255, 0, 0, 0))
    assert opened(one(("章.png", saved(clear, "PNG"))).content).convert("RGB").getpixel((5, 5)) == (
        255,
        255,
        255,
    )


def test_a_screenshot_keeps_its_edges() -> None:
    made = one(("截图.png", saved(picture(900, 600), "PNG")))
    assert made.media == "image/png"


def test_a_phones_heic_is_shown() -> None:
    """Made by an iPhone's codec: libheif with x265, which the program itself does not have."""
    made = one(Path(__file__).with_name("sample.heic"))
    shown = opened(made.content)
    assert made.media == "image/jpeg"
    assert shown.size == (480, 640), "turned upright"
    assert made.taken == date(2026, 3, 8)
    assert dict(shown.getexif()) == {}


def test_without_a_decoder_a_heic_is_kept_whole_with_a_sentence(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "pi_heif", None)
    item = Path(__file__).with_name("sample.heic")
    (told,) = intake.look_at_each([item])
    made = intake._ready(item, told, False)
    assert isinstance(made, Ready)
    assert (made.media, made.content) == ("image/heic", item.read_bytes())
    assert "已原样保存" in made.note


def test_of_a_scan_with_several_pages_the_original_is_kept_too() -> None:
    pages = [picture(500, 700) for _ in range(3)]
    scan = saved(pages[0], "TIFF", save_all=True, append_images=pages[1:])
    made = one(("记录.tif", scan))
    assert made.original == scan
    assert "3 页" in made.note
    assert opened(made.content).size == (500, 700)


def test_a_photo_whose_exif_is_broken_is_shown_all_the_same() -> None:
    whole = phone_photo(600, 400)
    at = whole.index(b"Exif\0\0") + 6
    for broken in (b"\xff" * 60, b"MM\0*\xff\xff\xff\xff", b"MM\0*\0\0\0\x08\xff\xff"):
        made = one(("乱.jpg", whole[:at] + broken + whole[at + len(broken) :]))
        assert isinstance(made, Ready), made
        assert opened(made.content).size in ((600, 400), (400, 600))


def test_of_a_moving_picture_the_first_is_kept() -> None:
    frames = [picture(80, 60), picture(60, 80).resize((80, 60))]
    moving = saved(frames[0], "GIF", save_all=True, append_images=frames[1:])
    made = one(("动.gif", moving))
    assert (made.original, made.note) == (None, "")


# -- what is refused -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("通知.exe", b"MZ" + b"\0" * 99, "EVIDENCE_PROGRAM"),
        ("通知.pdf.exe", PDF, "EVIDENCE_PROGRAM"),
        ("照片.jpg.lnk", b"L\0\0\0\1\x14\2\0", "EVIDENCE_PROGRAM"),
        ("照片.jpg", b"MZ" + b"\0" * 99, "EVIDENCE_PROGRAM"),
        ("照片.jpg", b"\x7fELF" + b"\0" * 99, "EVIDENCE_PROGRAM"),
        ("活动.js", b"alert(1)", "EVIDENCE_PROGRAM"),
        ("活动.hta", b"<hta:application>", "EVIDENCE_PROGRAM"),
        ("活动.txt", b"#!/bin/sh\nrm", "EVIDENCE_PROGRAM"),
        ("网页.html", b"<script>", "EVIDENCE_PROGRAM"),
        ("图.svg", b"<svg onload=x>", "EVIDENCE_PROGRAM"),
        ("\u202egpj.exe", b"MZ", "EVIDENCE_PROGRAM"),
        ("材料.zip", package("a.jpg"), "EVIDENCE_ARCHIVE"),
        ("材料.docx", package("a.jpg"), "EVIDENCE_ARCHIVE"),
        ("材料", b"Rar!\x1a\x07\0", "EVIDENCE_ARCHIVE"),
        ("空.jpg", b"", "EVIDENCE_EMPTY"),
        ("不明.dat", b"\1\2\3\0" * 50, "EVIDENCE_TYPE"),
        ("坏.docx", b"PK\x03\x04" + b"x" * 99, "EVIDENCE_BROKEN"),
    ],
)
def test_in_5_what_is_no_evidence_is_refused_with_a_sentence(
    name: str, content: bytes, code: str
) -> None:
    with pytest.raises(UserError, match=code) as refused:
        look(name, content)
    assert refused.value.advice
    answer = one((name, content))
    assert isinstance(answer, Refused)
    assert "\u202e" not in answer.name + answer.message


def test_in_5_two_gigabytes_are_refused_without_being_read(tmp_path: Path) -> None:
    huge = tmp_path / "录像.jpg"
    with huge.open("wb") as handle:
        handle.truncate(2 << 30)
    answer = one(huge)
    assert "2048 MB" in answer.message


def test_in_5_a_bomb_is_refused_and_the_others_go_on() -> None:
    good = saved(picture(300, 200))
    answers = list(prepare([("一.jpg", good), ("炸.png", bomb()), ("二.jpg", good)]))
    assert [type(a) for a in answers] == [Ready, Refused, Ready]
    assert "太大" in answers[1].message


def test_in_5_a_picture_that_kills_its_reader_is_refused_and_the_others_go_on() -> None:
    """Just below the limit of pixels, above that of memory: the child dies of it."""
    good = saved(picture(300, 200))
    answers = list(
        prepare(
            [("一.jpg", good), ("大.png", bomb(14_000)), ("二.jpg", good), ("三.jpg", good)],
            memory=700 * 1024 * 1024,
        )
    )
    assert [a.name for a in answers] == ["一.jpg", "大.png", "二.jpg", "三.jpg"]
    assert [type(a) for a in answers] == [Ready, Refused, Ready, Ready]


@pytest.mark.parametrize("cut", [0.2, 0.6, 0.95])
def test_a_broken_picture_is_refused(cut: float) -> None:
    whole = saved(picture())
    answer = one(("断.jpg", whole[: int(len(whole) * cut)]))
    assert isinstance(answer, Refused)
    assert "已损坏" in answer.message


def test_what_is_gone_meanwhile_is_told(tmp_path: Path) -> None:
    answer = one(tmp_path / "没有.jpg")
    assert "不在了" in answer.message
    assert isinstance(one(tmp_path), Refused), "a folder"


def test_it_can_be_stopped() -> None:
    items = [(f"{n}.jpg", saved(picture(200, 200))) for n in range(20)]
    seen: list[int] = []
    progress = Progress(lambda done, _all, _text: seen.append(done), lambda: len(seen) > 3)
    with pytest.raises(Cancelled):
        list(prepare(items, progress=progress))


# -- documents -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "content", "word", "asks"),
    [
        ("决议.pdf", PDF, "PDF", False),
        ("决议.jpg", PDF, "PDF", False),
        ("决议.docx", docx(), "文档", False),
        ("决议.docx", docx("word/vbaProject.bin"), "带宏文档", True),
        ("决议.docm", docx("word/vbaProject.bin"), "带宏文档", True),
        ("名册.xlsx", package("[Content_Types].xml", "xl/workbook.xml"), "表格", False),
        ("名册.xlsx", package("[Content_Types].xml", "xl/vbaProject.bin"), "带宏表格", True),
        ("名册.xls", old_office("Workbook"), "表格", False),
        ("名册.et", old_office("Workbook", "_VBA_PROJECT_CUR"), "带宏表格", True),
        ("决议.wps", old_office("WordDocument"), "文档", False),
        ("公文.ofd", package("OFD.xml", "Doc_0/Document.xml"), "OFD", False),
        ("加密.docx", old_office("EncryptedPackage"), "加密文档", True),
        ("说明.txt", "会议说明".encode("gb18030"), "文本", False),
    ],
)
def test_documents_are_kept_whole_and_those_that_could_run_are_known(
    name: str, content: bytes, word: str, asks: bool
) -> None:
    kind = look(name, content)
    assert (kind.name, kind.ask) == (word, asks)
    made = one((name, content))
    assert (made.content, made.media) == (content, kind.media)


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Windows\\system32\\照片.jpg", "照片.jpg"),
        ("..", "未命名"),
        ("CON.jpg", "_CON.jpg"),
        ("a\u202egpj.jpg", "agpj.jpg"),
        ("换\n行.jpg", "换 行.jpg"),
    ],
)
def test_in_5_no_name_leads_anywhere(name: str, clean: str) -> None:
    assert clean_name(name) == clean


@pytest.mark.parametrize(
    ("title", "media", "name"),
    [
        ("现场.HEIC", "image/jpeg", "现场.jpg"),
        ("现场.jpeg", "image/jpeg", "现场.jpeg"),
        ("决议.jpg", "application/pdf", "决议.pdf"),
        ("3.8活动", "image/png", "3.8活动.png"),
        ("报表.exe", "application/pdf", "报表.exe.pdf"),
    ],
)
def test_a_copy_outside_is_called_what_it_is(title: str, media: str, name: str) -> None:
    assert copy_name(title, media) == name


def test_the_list_is_whole() -> None:
    assert limits().largest_bytes > limits().plain_bytes
    assert {"jpg", "heic", "pdf", "docx", "wps", "ofd"} <= set(endings())
    assert not {"exe", "js", "html", "zip"} & set(endings())
    assert kind_of("application/x-later").ask, "unknown: asked about"
