"""The same content as .docx, for papers that offices go on editing in WPS or Word.

Fonts are named, not embedded: 仿宋, 黑体, 楷体, 方正小标宋简体, as offices have them, or as this
machine calls its own. The same content gives the same bytes.
"""

from __future__ import annotations

import datetime
import io
import zipfile
from collections.abc import Mapping
from functools import singledispatchmethod
from typing import Any

import docx
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from app.paper import model
from app.paper.digest import digest
from app.paper.docx_parts import (
    BODY,
    FANG,
    HEI,
    KAI,
    LATIN,
    PITCH,
    SONG,
    XBS,
    add_field,
    safe,
    set_font,
)
from app.paper.docx_photos import photo_table
from app.paper.docx_tables import DocxTables
from app.paper.model import Align, Document
from app.paper.numbering import HeadingCounter, annex_label

_ALIGN = {
    Align.LEFT: WD_ALIGN_PARAGRAPH.JUSTIFY,
    Align.CENTRE: WD_ALIGN_PARAGRAPH.CENTER,
    Align.RIGHT: WD_ALIGN_PARAGRAPH.RIGHT,
}
_HEADING_FONTS = {1: HEI, 2: KAI, 3: FANG, 4: FANG}
_EPOCH = datetime.datetime(2000, 1, 1, tzinfo=datetime.UTC)


class _Writer(DocxTables):
    """Writes blocks in order; tables are in ``DocxTables``."""

    def __init__(self, document: Document) -> None:
        self.doc = docx.Document()
        self.counter = HeadingCounter()
        self.turned = document.landscape
        self.base = document.landscape
        self._break = False
        self._styles()
        section = self.doc.sections[0]
        blocks = document.blocks
        if blocks and isinstance(blocks[0], model.Landscape):
            self.turned = True
        self._page(section, self.turned)
        self._numbers(section)
        if blocks and isinstance(blocks[0], model.Cover):
            section.different_first_page_header_footer = True

    def _styles(self) -> None:
        normal = self.doc.styles["Normal"]
        normal.font.name = LATIN
        normal.font.size = Pt(BODY)
        normal.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), FANG)
        spacing = normal.paragraph_format
        spacing.space_before = spacing.space_after = Pt(0)
        spacing.line_spacing_rule = WD_LINE_SPACING.EXACTLY
        spacing.line_spacing = Pt(PITCH)
        for level in range(1, 5):
            style = self.doc.styles[f"Heading {level}"]
            style.font.name = LATIN
            style.font.size = Pt(BODY)
            style.font.bold = style.font.italic = False
            style.font.color.rgb = RGBColor(0, 0, 0)
            fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
            for attribute in list(fonts.attrib):
                if "heme" in attribute:
                    del fonts.attrib[attribute]
            fonts.set(qn("w:eastAsia"), _HEADING_FONTS[level])
            style.paragraph_format.space_before = style.paragraph_format.space_after = Pt(0)
            style.paragraph_format.first_line_indent = Pt(2 * BODY)

    def _page(self, section: Any, turned: bool) -> None:
        """GB/T 9704 margins; a turned page is the same sheet lying."""
        section.page_width, section.page_height = (
            (Mm(297), Mm(210)) if turned else (Mm(210), Mm(297))
        )
        section.orientation = WD_ORIENT.LANDSCAPE if turned else WD_ORIENT.PORTRAIT
        top, right, bottom, left = (28, 37, 26, 35) if turned else (37, 26, 35, 28)
        section.top_margin, section.right_margin = Mm(top), Mm(right)
        section.bottom_margin, section.left_margin = Mm(bottom), Mm(left)
        section.footer_distance = Mm(bottom - 12)

    def _numbers(self, section: Any) -> None:
        """— 1 — in 4号宋体, odd right, even left."""
        settings = self.doc.settings.element
        if settings.find(qn("w:evenAndOddHeaders")) is None:
            self.doc.settings.odd_and_even_pages_header_footer = True
        for footer, align in (
            (section.footer, WD_ALIGN_PARAGRAPH.RIGHT),
            (section.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT),
        ):
            paragraph = footer.paragraphs[0]
            paragraph.alignment = align
            indent = paragraph.paragraph_format
            indent.left_indent = indent.right_indent = Pt(14)
            set_font(paragraph.add_run("— "), SONG, 14)
            add_field(paragraph, "PAGE", SONG, 14)
            set_font(paragraph.add_run(" —"), SONG, 14)

    def turn(self, turned: bool) -> None:
        """Go on in a section of this orientation, on a new page."""
        section = self.doc.add_section(WD_SECTION.NEW_PAGE)
        section.different_first_page_header_footer = False
        self._page(section, turned)
        self.turned, self._break = turned, False

    def line(
        self, text: str, font: str = FANG, size: float = BODY, *, align: Align = Align.LEFT,
        indent: float = 0.0, style: str = "Normal", pitch: float = PITCH,
    ) -> Any:  # fmt: skip
        """A paragraph on a new page if one is due."""
        paragraph = self.doc.add_paragraph(style=style)
        if self._break:
            paragraph.paragraph_format.page_break_before = True
            self._break = False
        paragraph.alignment = _ALIGN[align]
        paragraph.paragraph_format.first_line_indent = Pt(indent)
        if pitch != PITCH:
            paragraph.paragraph_format.line_spacing = Pt(pitch)
        for number, part in enumerate(safe(text).split("\n")):
            run = paragraph.add_run()
            if number:
                run.add_break(WD_BREAK.LINE)
            run.add_text(part)
            set_font(run, font, size)
        return paragraph

    @singledispatchmethod
    def block(self, block: Any) -> None:
        """One block."""
        raise TypeError(type(block).__name__)

    @block.register
    def _(self, block: model.Title) -> None:
        self.line(block.text, XBS, 22, align=Align.CENTRE, pitch=37)
        if block.subtitle:
            self.line(block.subtitle, KAI, align=Align.CENTRE)
        self.line("")

    @block.register
    def _(self, block: model.RedHead) -> None:
        head = self.line(block.name, XBS, 42, align=Align.CENTRE, pitch=56)
        set_font(head.runs[0], XBS, 42, "D4000F")
        signer = f"　　签发人：{block.signer}" if block.signer else ""
        number = self.line(block.number + signer, align=Align.CENTRE)
        borders = OxmlElement("w:pBdr")
        bottom = OxmlElement("w:bottom")
        for key, value in (("val", "single"), ("sz", "12"), ("space", "4"), ("color", "D4000F")):
            bottom.set(qn(f"w:{key}"), value)
        borders.append(bottom)
        number._element.get_or_add_pPr().append(borders)
        self.line("")

    @block.register
    def _(self, block: model.Recipient) -> None:
        self.line(block.text.rstrip(":：") + "：")

    @block.register
    def _(self, block: model.Heading) -> None:
        level = min(max(block.level, 1), 4)
        text = self.counter.text(block)
        self.line(text, _HEADING_FONTS[level], indent=2 * BODY, style=f"Heading {level}")

    @block.register
    def _(self, block: model.Paragraph) -> None:
        indented = block.indent and block.align is Align.LEFT
        for number, text in enumerate(block.text.split("\n")):
            paragraph = self.line("", align=block.align, indent=2 * BODY if indented else 0)
            for part, font in ((block.lead if not number else "", KAI), (text, FANG)):
                if part:
                    set_font(paragraph.add_run(safe(part)), font, BODY)

    @block.register
    def _(self, block: model.Note) -> None:
        self.note(block.text)

    @block.register
    def _(self, block: model.Attachments) -> None:
        self.line("")
        several = len(block.names) > 1
        for number, name in enumerate(block.names, 1):
            head = "附件：" if number == 1 else "　　　"
            mark = f"{number}." if several else ""
            self.line(f"{head}{mark}{name}", indent=2 * BODY)

    @block.register
    def _(self, block: model.Table) -> None:
        self.table(block)

    @block.register
    def _(self, block: model.Facts) -> None:
        self.facts(block)

    @block.register
    def _(self, block: model.FormGrid) -> None:
        self.form(block)

    @block.register
    def _(self, block: model.CutLine) -> None:
        self.line(f"- - - - - - {block.text} - - - - - -", size=9, align=Align.CENTRE, pitch=20)

    @block.register
    def _(self, block: model.KeyFigures) -> None:
        self.figures(block)

    @block.register
    def _(self, block: model.Chart) -> None:
        self.chart(block)

    @block.register
    def _(self, block: model.Diagram) -> None:
        self.diagram(block)

    @block.register
    def _(self, block: model.Photos) -> None:
        if self._break:
            self.line("", pitch=1)
        photo_table(self.doc, block, turned=self.turned)

    @block.register
    def _(self, block: model.Signature) -> None:
        self.line("")
        self.line("")
        for text in (block.name, block.date):
            paragraph = self.line(text, align=Align.RIGHT)
            paragraph.paragraph_format.right_indent = Pt(4 * BODY if block.seal else 2 * BODY)

    @block.register
    def _(self, block: model.SealBox) -> None:
        self.seals(block)

    @block.register
    def _(self, block: model.PageBreak) -> None:  # noqa: ARG002
        self._break = True

    @block.register
    def _(self, block: model.Space) -> None:
        for _ in range(block.lines):
            self.line("")

    @block.register
    def _(self, block: model.Cover) -> None:
        self.line(block.mark, HEI)
        for _ in range(3):
            self.line("")
        self.line(block.title, XBS, 36, align=Align.CENTRE, pitch=54)
        if block.subtitle:
            self.line(block.subtitle, KAI, 22, align=Align.CENTRE, pitch=40)
        self.line("")
        for name, value in block.facts:
            self.line(f"{name}：{value}", align=Align.CENTRE)
        for _ in range(3):
            self.line("")
        self.line(block.office, XBS, 22, align=Align.CENTRE, pitch=36)
        self.line(block.date, KAI, 18, align=Align.CENTRE)
        self._break = True

    @block.register
    def _(self, block: model.Contents) -> None:
        self._break = True
        self.line("目　录", XBS, 22, align=Align.CENTRE, pitch=37)
        self.line("")
        paragraph = self.line("")
        add_field(paragraph, f'TOC \\o "1-{block.levels}" \\h \\z \\u', FANG, 14)
        self.line("（在此处点右键，选“更新域”，即得带页码的目录。）", FANG, 10.5, pitch=18)
        self._break = True

    @block.register
    def _(self, block: model.Annex) -> None:
        self._break = True
        self.counter.restart()
        heading = self.line(annex_label(block), HEI, style="Heading 1")
        heading.paragraph_format.first_line_indent = Pt(0)
        self.line("")
        self.line(block.title, XBS, 22, align=Align.CENTRE, pitch=37)
        self.line("")

    @block.register
    def _(self, block: model.Landscape) -> None:
        if len(self.doc.element.body) > 1:
            self.turn(True)
        for inner in block.blocks:
            self.block(inner)
        self._back = True

    _back = False

    @block.register
    def _(self, block: model.Together) -> None:
        for inner in block.blocks:
            self.block(inner)

    def write(self, blocks: tuple[Any, ...]) -> None:
        """All blocks."""
        for block in blocks:
            if self._back:
                self._back = False
                if not isinstance(block, model.Landscape) and not self.base:
                    self.turn(False)
            self.block(block)


def _repack(data: bytes) -> bytes:
    """The same package with no times in it."""
    output = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(output, "w") as new:
        for name in old.namelist():
            info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = 0
            new.writestr(info, old.read(name))
    return output.getvalue()


_EAST_ASIAN = qn("w:eastAsia")
_ROLES = {"fang": FANG, "song_bold": XBS, "hei": HEI, "kai": KAI}


def _faces(doc: Any, families: Mapping[str, str]) -> list[str]:
    """Call the fonts as this machine does; returns the names that the file now asks for."""
    other = {_ROLES[role]: name for role, name in families.items() if role in _ROLES}
    asked = set()
    roots = [doc.element, doc.styles.element]
    for section in doc.sections:
        roots += [section.footer._element, section.even_page_footer._element]
    for root in roots:
        for fonts in root.iter(qn("w:rFonts")):
            name = fonts.get(_EAST_ASIAN)
            if name:
                fonts.set(_EAST_ASIAN, other.get(name, name))
                asked.add(other.get(name, name))
    return sorted(asked)


def to_docx(document: Document, families: Mapping[str, str] | None = None) -> bytes:
    """The document as .docx: same headings, paragraphs and tables in the same order.

    Charts become tables of their numbers. The digest of the content stands at the end; the fonts
    that the file asks for stand in its properties.

    Args:
        document: what to write.
        families: role to name of the fonts this machine has, ``families`` of
            ``app.paper.fonts_office.own_fonts``; the usual names for the others.
    """
    writer = _Writer(document)
    writer.write(document.blocks)
    if document.digest:
        writer.note(f"数据摘要　SHA-256　{digest(document)}", 7.5)
    properties = writer.doc.core_properties
    properties.title, properties.author = safe(document.title)[:255], safe(document.office)[:255]
    properties.subject, properties.comments = safe(document.day), ""
    properties.created = properties.modified = _EPOCH
    properties.last_modified_by = ""
    properties.keywords = f"字体 {'、'.join(_faces(writer.doc, families or {}))}"[:255]
    output = io.BytesIO()
    writer.doc.save(output)
    return _repack(output.getvalue())
