"""Photos of the .docx: a table without lines, so many rows a page, captions below."""

from __future__ import annotations

import io
from typing import Any

from docx.enum.table import WD_ROW_HEIGHT_RULE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.image.image import Image
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Emu, Pt

from app.paper.docx_parts import PITCH, SONG, safe, set_font
from app.paper.model import Photo, Photos
from app.paper.pages import DEPTH, SPAN
from app.paper.photos import CAPTION, CAPTION_LINES, fitted, row_height, rows_of

_POINT = 12700  # EMU
_SPARE = 12.0  # points that Word needs around a picture


def photo_table(doc: Any, block: Photos, *, turned: bool) -> Any:
    """All photos of a block as one table at the end of the document; None for no photos."""
    rows = list(rows_of(block))
    if not rows:
        return None
    columns = max(1, block.columns)
    high = row_height(block, DEPTH[turned]) - PITCH / max(1, block.rows)
    wide = SPAN[turned] / columns
    low = CAPTION_LINES * CAPTION.pitch
    table = doc.add_table(rows=len(rows), cols=columns)
    table.autofit = False
    for line, photos in zip(table.rows, rows, strict=True):
        line.height, line.height_rule = Pt(high), WD_ROW_HEIGHT_RULE.EXACTLY
        line._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        for cell in line.cells:
            cell.width = Pt(wide)
        for cell, photo in zip(line.cells, photos, strict=False):
            _fill(cell, photo, (wide - _SPARE, high - low - _SPARE))
    return table


def put_picture(paragraph: Any, content: bytes, room: tuple[float, float]) -> Any:
    """A photo in a paragraph, as large as its room in points lets it be."""
    picture = Image.from_blob(content)
    wide, high = fitted(picture.px_width, picture.px_height, room)
    _centre(paragraph)
    paragraph.paragraph_format.line_spacing_rule = WD_LINE_SPACING.SINGLE
    size = {"width": Emu(round(wide * _POINT)), "height": Emu(round(high * _POINT))}
    return paragraph.add_run().add_picture(io.BytesIO(content), **size)


def _fill(cell: Any, photo: Photo, room: tuple[float, float]) -> None:
    shape = put_picture(cell.paragraphs[0], photo.content, room)
    shape._inline.docPr.set("descr", safe(photo.caption)[:250])
    caption = cell.add_paragraph()
    _centre(caption)
    caption.paragraph_format.line_spacing = Pt(CAPTION.pitch)
    run = caption.add_run(safe(photo.caption).replace("\n", " "))
    set_font(run, SONG, CAPTION.size)


def _centre(paragraph: Any) -> None:
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.paragraph_format.first_line_indent = Pt(0)
    properties = paragraph._element.get_or_add_pPr()
    properties.append(properties.makeelement(qn("w:keepLines"), {}))
