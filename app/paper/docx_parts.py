"""Small things the .docx writer is made of: fonts, fields, text that XML can hold."""

from __future__ import annotations

from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor

from app.paper.fonts import clean

FANG, SONG, HEI, KAI, XBS = "仿宋", "宋体", "黑体", "楷体", "方正小标宋简体"
LATIN = "Times New Roman"
BODY, PITCH = 16.0, 28.9  # 22 lines of 28.9 pt fill 225 mm; Word's 3号 is 16 pt


def safe(text: str) -> str:
    """Text that XML can hold."""
    return "".join(c for c in clean(text) if c not in "\ufffe\uffff")


def set_font(run: Any, font: str, size: float, colour: str = "") -> None:
    """Chinese font, Latin font and size of a run."""
    run.font.name = LATIN
    run.font.size = Pt(size)
    run.font.bold = False
    fonts = run._element.get_or_add_rPr().get_or_add_rFonts()
    fonts.set(qn("w:eastAsia"), font)
    if colour:
        run.font.color.rgb = RGBColor.from_string(colour)


def add_field(paragraph: Any, code: str, font: str, size: float) -> None:
    """A field such as PAGE."""
    for kind, text in (("begin", ""), ("", code), ("end", "")):
        run = paragraph.add_run()
        set_font(run, font, size)
        element = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        else:
            element.set(qn("xml:space"), "preserve")
            element.text = text
        run._element.append(element)
