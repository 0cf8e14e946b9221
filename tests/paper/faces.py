"""Font files as offices have them, made out of the bundled ones: other names, other outlines."""

from __future__ import annotations

from pathlib import Path

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.t2CharStringPen import T2CharStringPen
from fontTools.ttLib import TTCollection, TTFont

from app.base.paths import resource

CHINESE, ENGLISH = 0x804, 0x409


def truetype(
    role: str,
    path: Path,
    chinese: str = "",
    english: str = "Own",
    version: str = "Version 5.00",
    allowed: int = 0,
) -> Path:
    """The bundled font of a role under the names an office's own has.

    Args:
        role: e.g. ``kai``.
        path: where to write it.
        chinese, english: family names.
        version: name 5.
        allowed: fsType of the OS/2 table.
    """
    font = TTFont(resource("fonts", f"{role}.ttf"))
    table = font["name"]
    table.names = []
    for language, family in ((CHINESE, chinese), (ENGLISH, english)):
        if family:
            for number, text in ((1, family), (2, "Regular"), (4, family), (5, version)):
                table.setName(text, number, 3, 1, language)
    table.setName(english, 6, 3, 1, ENGLISH)
    table.setName(english, 6, 1, 0, 0)
    font["OS/2"].fsType = allowed
    path.parent.mkdir(parents=True, exist_ok=True)
    font.save(path)
    return path


def postscript(path: Path, family: str, text: str = "工会年度报告") -> Path:
    """A font with CFF outlines: a box for every character of the text."""
    glyphs = [".notdef", *(f"uni{ord(char):04X}" for char in text)]
    builder = FontBuilder(1000, isTTF=False)
    builder.setupGlyphOrder(glyphs)
    builder.setupCharacterMap({ord(char): f"uni{ord(char):04X}" for char in text})
    pen = T2CharStringPen(1000, None)
    pen.moveTo((100, 0))
    for place in ((100, 800), (900, 800), (900, 0)):
        pen.lineTo(place)
    pen.closePath()
    drawn = pen.getCharString()
    builder.setupCFF("Own", {"FullName": "Own"}, dict.fromkeys(glyphs, drawn), {})
    builder.setupHorizontalMetrics(dict.fromkeys(glyphs, (1000, 100)))
    builder.setupHorizontalHeader(ascent=880, descent=-120)
    builder.setupNameTable({"familyName": "Own", "psName": "Own"})
    builder.font["name"].setName(family, 1, 3, 1, CHINESE)
    builder.setupOS2()
    builder.setupPost()
    builder.save(path)
    return path


def collection(path: Path, parts: list[Path]) -> Path:
    """Several fonts in one file."""
    made = TTCollection()
    made.fonts = [TTFont(part) for part in parts]
    made.save(path)
    return path
