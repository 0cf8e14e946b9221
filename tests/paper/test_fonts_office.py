"""Fonts of this machine: found by their names, refused with a reason, named in what is made."""

from __future__ import annotations

import io
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn
from pypdf import PdfReader

from app.paper import fonts_office
from app.paper.child import docx_in_child, in_child
from app.paper.document import render
from app.paper.docx import to_docx
from app.paper.fonts_office import OwnFace, own_fonts
from app.paper.model import Column, Document, Heading, Paragraph, Table, Title
from tests.paper import faces

PAPER = Document(
    "字体",
    (
        Title("某某镇总工会年度报告"),
        Heading("基本情况"),
        Heading("组织建设", level=2),
        Paragraph("正文。", lead="一是扩大覆盖。"),
        Table((Column("名称"), Column("数量")), (("工会", 3),), title="表1"),
    ),
)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The font folder of an office that has all four faces."""
    folder = tmp_path_factory.mktemp("office") / "字体"
    faces.truetype("kai", folder / "simfang.ttf", "仿宋_GB2312", "FangSong_GB2312")
    faces.truetype(
        "song_bold", folder / "wps" / "FZXBSJW.TTF", "方正小标宋简体", "FZXiaoBiaoSong-B05S"
    )
    faces.truetype("hei_bold", folder / "simhei.ttf", "黑体", "SimHei", "Version 5.01")
    faces.truetype("fang", folder / "simkai.ttf", "楷体", "KaiTi", "Version 7.00")
    return folder


def _keywords(pdf: bytes) -> str:
    metadata = PdfReader(io.BytesIO(pdf)).metadata
    assert metadata is not None
    return str(metadata["/Keywords"])


def _one(folder: Path, role: str = "fang") -> fonts_office.Sought:
    return next(s for s in own_fonts([folder]).sought if s.role == role)


def test_the_faces_of_an_office_are_found_by_the_names_inside(office: Path) -> None:
    found = own_fonts([office])
    assert [face for s in found.sought for face in s.refused] == []
    assert {s.role: s.face.name for s in found.sought if s.face} == {
        "fang": "仿宋_GB2312",
        "song_bold": "方正小标宋简体",
        "hei": "黑体",
        "kai": "楷体",
    }
    assert found.unreadable == ()
    assert dict(found.files)["song_bold"] == str(office / "wps" / "FZXBSJW.TTF")


def test_an_english_name_alone_is_enough_and_the_better_name_wins(tmp_path: Path) -> None:
    faces.truetype("kai", tmp_path / "a.ttf", "", "FangSong")
    assert _one(tmp_path).face == OwnFace("FangSong", str(tmp_path / "a.ttf"), "Version 5.00")
    faces.truetype("kai", tmp_path / "b.ttf", "仿宋_GB2312", "FangSong_GB2312")
    assert _one(tmp_path).face.file == str(tmp_path / "b.ttf")  # type: ignore[union-attr]


def test_a_paper_says_which_faces_it_was_made_with(office: Path) -> None:
    plain, own = render(PAPER), render(PAPER, office_fonts=own_fonts([office]).files)
    assert own.own_fonts == (
        "仿宋_GB2312 Version 5.00",
        "方正小标宋简体 Version 5.00",
        "楷体 Version 7.00",
        "黑体 Version 5.01",
    )
    for name in own.own_fonts:
        assert f"本机字体 {name}" in _keywords(own.pdf)
    embedded = {
        str(font.get_object()["/BaseFont"]).split("+")[-1]
        for page in PdfReader(io.BytesIO(own.pdf)).pages
        for font in page["/Resources"]["/Font"].values()
    }
    assert {"FangSong_GB2312", "FZXiaoBiaoSong-B05S", "SimHei", "KaiTi"} <= embedded
    assert plain.own_fonts == ()
    assert "本机字体" not in _keywords(plain.pdf)
    assert own.digest == plain.digest, "the digest is of the data, not of the looks"
    assert own.missing == ()


def test_only_faces_that_print_something_are_named(office: Path) -> None:
    bare = Document("字体", (Paragraph("正文。"),), digest=False)
    made = render(bare, office_fonts=own_fonts([office]).files)
    assert made.own_fonts == ("仿宋_GB2312 Version 5.00",)


def test_the_same_data_and_fonts_give_the_same_bytes_wherever_the_fonts_lie(
    office: Path, tmp_path: Path
) -> None:
    other = tmp_path / "别处"
    for path in office.rglob("*.*"):
        other.mkdir(exist_ok=True)
        (other / f"x{path.name}").write_bytes(path.read_bytes())
    one, two = (render(PAPER, office_fonts=own_fonts([f]).files) for f in (office, other))
    assert one.sha256 == two.sha256
    assert render(PAPER, office_fonts=own_fonts([office]).files).sha256 == one.sha256
    assert render(PAPER).own_fonts == (), "used once, they leave no trace"


def test_another_file_of_the_same_face_is_another_font(tmp_path: Path) -> None:
    bare = Document("字体", (Paragraph("正文。"),), digest=False)
    for version in ("Version 5.00", "Version 5.10"):
        faces.truetype("kai", tmp_path / "a.ttf", "仿宋_GB2312", "FangSong_GB2312", version)
        made = render(bare, office_fonts=own_fonts([tmp_path]).files)
        assert made.own_fonts == (f"仿宋_GB2312 {version}",)


def test_postscript_outlines_are_refused_whatever_the_file_is_called(tmp_path: Path) -> None:
    for name in ("fang.otf", "仿宋.ttf"):
        faces.postscript(tmp_path / name, "仿宋")
    sought = _one(tmp_path)
    assert sought.face is None
    assert {Path(face.file).name for face in sought.refused} == {"fang.otf", "仿宋.ttf"}
    assert {face.refused for face in sought.refused} == {fonts_office.POSTSCRIPT}
    faces.truetype("kai", tmp_path / "good.ttf", "FangSong")
    assert _one(tmp_path).face is not None, "one that can be used is taken instead"


@pytest.mark.parametrize(
    ("allowed", "refused"),
    [(0, ""), (0x8, ""), (0x2, fonts_office.FORBIDDEN), (0x100, fonts_office.FORBIDDEN)],
)
def test_a_licence_that_forbids_embedding_is_kept(
    tmp_path: Path, allowed: int, refused: str
) -> None:
    faces.truetype("kai", tmp_path / "a.ttf", "仿宋", allowed=allowed)
    sought = _one(tmp_path)
    assert (sought.face is None) == bool(refused)
    assert [face.refused for face in sought.refused] == ([refused] if refused else [])


def test_files_that_are_no_whole_fonts_are_told(tmp_path: Path) -> None:
    whole = faces.truetype("kai", tmp_path / "whole" / "a.ttf", "仿宋").read_bytes()
    (tmp_path / "whole" / "a.ttf").unlink()
    (tmp_path / "不是字体.ttf").write_text("内容", "utf-8")
    (tmp_path / "空.otf").write_bytes(b"")
    (tmp_path / "broken.ttf").write_bytes(b"\x00\x01\x00\x00\x00\x09nothing")
    found = own_fonts([tmp_path])
    assert found.unreadable == ("broken.ttf", "不是字体.ttf", "空.otf")
    assert all(s.face is None for s in found.sought)
    # cut off, as an interrupted copy leaves it: the names may still be there, the outlines are not
    seen = set()
    for length in (100, len(whole) // 3, len(whole) * 9 // 10, len(whole) - 8):
        (tmp_path / "cut.ttf").write_bytes(whole[:length])
        found = own_fonts([tmp_path])
        assert found.files == ()
        refused = [face.refused for s in found.sought for face in s.refused]
        assert refused == [fonts_office.DAMAGED] or "cut.ttf" in found.unreadable
        seen.add(bool(refused))
    assert seen == {True, False}


def test_outlines_that_point_outside_are_damage(tmp_path: Path) -> None:
    path = faces.truetype("kai", tmp_path / "a.ttf", "仿宋")
    data = bytearray(path.read_bytes())
    for entry in range(12, 12 + 16 * int.from_bytes(data[4:6], "big"), 16):
        if data[entry : entry + 4] == b"loca":
            at = int.from_bytes(data[entry + 8 : entry + 12], "big")
            data[at + 400 : at + 404] = b"\xff\xff\xff\xff"
    path.write_bytes(data)
    assert [face.refused for face in _one(tmp_path).refused] == [fonts_office.DAMAGED]


def test_a_collection_and_a_font_without_chinese_are_refused(tmp_path: Path) -> None:
    inner = tmp_path / "inner"
    parts = [faces.truetype("kai", inner / "a.ttf", "仿宋"), faces.truetype("kai", inner / "b.ttf")]
    faces.collection(tmp_path / "all.ttc", parts)
    for part in parts:
        part.unlink()
    assert [face.refused for face in _one(tmp_path).refused] == [fonts_office.TOGETHER]
    faces.truetype("rare", tmp_path / "r.ttf", "楷体")
    assert [face.refused for face in _one(tmp_path, "kai").refused] == [fonts_office.NO_CHINESE]


def test_no_folder_and_no_permission_mean_no_fonts(tmp_path: Path) -> None:
    assert own_fonts([tmp_path / "无"]).files == ()
    assert {s.role for s in own_fonts([]).sought} == {"fang", "song_bold", "hei", "kai"}


@pytest.mark.logs("own font not loaded")
def test_a_font_that_has_gone_since_is_replaced_by_the_bundled_one(tmp_path: Path) -> None:
    (tmp_path / "坏.ttf").write_bytes(b"\x00\x01\x00\x00nothing")
    gone = (("fang", str(tmp_path / "无.ttf")), ("hei", str(tmp_path / "坏.ttf")))
    assert render(PAPER, office_fonts=gone).fonts == render(PAPER).fonts


def test_the_child_looks_in_the_folders_of_this_user(
    office: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(office.parent))
    (office.parent / "fonts").symlink_to(office)
    printed = in_child(PAPER, own_fonts=True)
    assert "仿宋_GB2312 Version 5.00" in printed.own_fonts
    assert in_child(PAPER).own_fonts == ()
    named = docx.Document(io.BytesIO(docx_in_child(PAPER, own_fonts=True)))
    assert "仿宋_GB2312" in named.core_properties.keywords


def test_a_word_document_asks_for_the_faces_and_says_so(office: Path) -> None:
    usual, own = to_docx(PAPER), to_docx(PAPER, own_fonts([office]).families)
    told = docx.Document(io.BytesIO(usual)).core_properties.keywords
    assert told == "字体 仿宋、宋体、方正小标宋简体、楷体、黑体"
    made = docx.Document(io.BytesIO(own))
    asked = {
        fonts.get(qn("w:eastAsia"))
        for root in (made.element, made.styles.element)
        for fonts in root.iter(qn("w:rFonts"))
    }
    assert "仿宋_GB2312" in asked
    assert "仿宋" not in asked
    assert "仿宋_GB2312" in made.core_properties.keywords
    assert to_docx(PAPER, own_fonts([office]).families) == own
