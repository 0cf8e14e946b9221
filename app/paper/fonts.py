"""Fonts of the papers: one fallback chain per role, chosen character by character.

``FontBook`` knows which font of a chain has a character, loads a font when a character first asks
for it, and gives the width. What no font has is printed as 〓 (the caller reports it).
"""

from __future__ import annotations

import hashlib
import logging
import re
import struct
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary, ref

from reportlab import rl_config
from reportlab.pdfbase import pdfmetrics, ttfonts

from app.base.paths import resource
from app.paper.digest import texts
from app.paper.fonts_office import told
from app.paper.model import Document, MissingGlyph

LOG = logging.getLogger(__name__)
GETA = "〓"

# After the role's own font: the serif text faces first, for they sit well with each other.
_CHAINS: dict[str, tuple[str, ...]] = {
    "fang": ("fang", "song", "hei", "kai", "rare"),
    "song": ("song", "hei", "kai", "rare"),
    "song_bold": ("song_bold", "song", "hei", "kai", "rare"),
    "hei": ("hei", "song", "kai", "rare"),
    "hei_bold": ("hei_bold", "hei", "song", "kai", "rare"),
    "kai": ("kai", "song", "hei", "rare"),
}
ROLES = tuple(_CHAINS)

_DIGITS = "0123456789"
_LATIN = "".join(map(chr, range(0x21, 0x7F)))
_WIDE_MARKS = "“”‘’…—·"
# The 仿宋 has grotesque Latin; the Ming digits are half-width and as light as it. The quotation
# marks of 楷体, and the dashes of 宋体 and 黑体, are Latin ones, narrower than a Chinese character.
_PREFERRED: dict[str, tuple[tuple[str, str], ...]] = {
    "fang": ((_DIGITS, "rare"), (_LATIN, "song")),
    "kai": ((_WIDE_MARKS, "fang"),),
    "song": (("…—", "fang"),),
    "song_bold": (("…—", "hei_bold"),),
}


def _to_unicode(fontname: str, subset: list[int]) -> str:
    """ToUnicode map of a subset: UTF-16 above U+FFFF, and blocks of at most 100 entries.

    reportlab writes five hexadecimal digits there, so that 𬱖 is copied out as another character.
    """
    entries = [
        f"<{code:02X}> <{chr(value).encode('utf-16-be').hex().upper()}>"
        for code, value in enumerate(subset)
        if value
    ]
    blocks = []
    for start in range(0, len(entries), 100):
        part = entries[start : start + 100]
        blocks += [f"{len(part)} beginbfchar", *part, "endbfchar"]
    return "\n".join(
        [
            "/CIDInit /ProcSet findresource begin",
            "12 dict begin",
            "begincmap",
            f"/CIDSystemInfo << /Registry ({fontname}) /Ordering ({fontname}) /Supplement 0 >> def",
            f"/CMapName /{fontname} def",
            "/CMapType 2 def",
            "1 begincodespacerange",
            "<00> <FF>",
            "endcodespacerange",
            *blocks,
            "endcmap",
            "CMapName currentdict /CMap defineresource pop",
            "end",
            "end",
        ]
    )


_VARIATION = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")


def clean(text: str) -> str:
    """Text as it can be printed: no control, format or variation characters; tabs are spaces.

    Line feeds stay. U+00A0 becomes a space, since PDF has one space.
    """
    if text.isprintable() and not _VARIATION.search(text):
        return text
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ").replace("\u00a0", " ")
    return "".join(
        c
        for c in text
        if c == "\n" or not (unicodedata.category(c) in ("Cc", "Cf", "Cs") or _VARIATION.match(c))
    )


_ESCAPED = {code: f"\\{code:03o}" for code in (*range(32), *range(127, 256))} | {
    ord(c): f"\\{c}" for c in "()\\"
}


class Codes(dict[str, tuple[str, str]]):
    """Character → (internal font with its subset, string operand), filled as characters come."""

    def __init__(self, book: FontBook, document: Any, role: str) -> None:
        super().__init__()
        self._book, self._role = book, role
        self._document = ref(document)  # which is the key to this: it would never be let go

    def __missing__(self, char: str) -> tuple[str, str]:
        name = self._book.glyph(self._role, char)[0]
        shown = char
        if not name:
            name, shown = self._book.glyph("song", GETA)[0], GETA
        font = pdfmetrics.getFont(name)
        document = self._document()
        ((subset, code),) = font.splitString(shown, document)
        byte = code[0]
        operand = _ESCAPED.get(byte) or chr(byte)
        found = (font.getSubsetInternalName(subset, document), operand)
        self[char] = found
        return found


def _mark(path: Path) -> str:
    """Of the font itself, not of where it lies: the name gets into the file."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()[:12]
    except OSError:
        return "gone"


class FontBook:
    """A set of fonts by role; a role's font is loaded when a character first needs it."""

    def __init__(self, files: Mapping[str, Path], own: Mapping[str, Path]) -> None:
        """``files``: the bundled font of each role; ``own``: the office's, used instead."""
        self._bundled, self._own = dict(files), dict(own)
        self._names = {role: f"ud-{role}" for role in files}
        for role, path in own.items():
            self._names[role] = f"office-{role}-{_mark(path)}"
        self._faces: dict[str, Mapping[int, int]] = {}
        self._glyphs: dict[str, dict[str, tuple[str, float]]] = {role: {} for role in _CHAINS}
        self._codes: WeakKeyDictionary[Any, dict[str, Codes]] = WeakKeyDictionary()

    def name(self, role: str) -> str:
        """The name reportlab knows the role's font by; loads it."""
        if role not in self._faces:
            font = self._load(role)
            # reportlab keeps the first font of a face name, though another file be registered.
            font.unregister()
            pdfmetrics.registerFont(font)
            self._faces[role] = font.face.charToGlyph
        return self._names[role]

    def _load(self, role: str) -> ttfonts.TTFont:
        """The office's font; if it has gone or is damaged, the bundled one."""
        if role in self._own:
            try:
                return ttfonts.TTFont(self._names[role], str(self._own[role]), shapable=False)
            except (ttfonts.TTFError, OSError, struct.error) as error:
                LOG.warning("own font not loaded, the bundled one instead %s", type(error),
                            exc_info=error)  # fmt: skip
                del self._own[role]
                self._names[role] = f"ud-{role}"
        return ttfonts.TTFont(self._names[role], str(self._bundled[role]), shapable=False)

    def families(self, names: Iterable[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Whose fonts these registered names are: (the office's own, the bundled), in order."""
        roles = sorted(role for role, name in self._names.items() if name in set(names))
        own = {told(self._own[role]) for role in roles if role in self._own}
        bundled = set()
        for role in roles:
            if role not in self._own:
                found = pdfmetrics.getFont(self._names[role]).face.name
                bundled.add(found.decode("latin-1") if isinstance(found, bytes) else str(found))
        return tuple(sorted(own)), tuple(sorted(bundled))

    def _has(self, role: str, char: str) -> bool:
        self.name(role)
        return ord(char) in self._faces[role]

    def _chain(self, role: str, char: str) -> Iterable[str]:
        if role not in self._own:
            for characters, other in _PREFERRED.get(role, ()):
                if char in characters:
                    yield other
        yield from _CHAINS[role]

    def has(self, role: str, char: str) -> bool:
        """Whether any font of the role's chain can print the character."""
        return any(self._has(candidate, char) for candidate in self._chain(role, char))

    def glyph(self, role: str, char: str) -> tuple[str, float]:
        """Registered font and width (in em) of a character; those of 〓 if no font has it."""
        known = self._glyphs[role]
        found = known.get(char)
        if found is None:
            for candidate in self._chain(role, char):
                if self._has(candidate, char):
                    name = self.name(candidate)
                    found = (name, pdfmetrics.stringWidth(char, name, 1000) / 1000)
                    break
            else:
                found = ("", 1.0)
            known[char] = found
        return found

    def width(self, text: str, role: str, size: float) -> float:
        """Width in points without letter spacing."""
        known = self._glyphs[role]
        total = 0.0
        for char in text:
            found = known.get(char)
            total += (found if found is not None else self.glyph(role, char))[1]
        return total * size

    def runs(self, text: str, role: str) -> list[tuple[str, str]]:
        """The text in pieces of one registered font each."""
        pieces: list[tuple[str, str]] = []
        current, start = None, 0
        known = self._glyphs[role]
        shown = text
        for position, char in enumerate(text):
            found = known.get(char) or self.glyph(role, char)
            name = found[0]
            if not name:
                name = self.glyph("song", GETA)[0]
                shown = shown[:position] + GETA + shown[position + 1 :]
            if name != current:
                if current is not None:
                    pieces.append((current, shown[start:position]))
                current, start = name, position
        if current is not None:
            pieces.append((current, shown[start:]))
        return pieces

    def codes(self, document: Any, role: str) -> Codes:
        """How a PDF document writes the characters of a role; remembered for the document."""
        known = self._codes.setdefault(document, {})
        if role not in known:
            known[role] = Codes(self, document, role)
        return known[role]

    def missing(self, document: Document) -> tuple[MissingGlyph, ...]:
        """Characters of the document that no font has, each place once, in order."""
        found: dict[MissingGlyph, None] = {}
        good: set[str] = set()
        for text, where in texts(document):
            if good.issuperset(text):
                continue
            for char in clean(text):
                if char not in good:
                    if char in "\n " or self.has("fang", char):
                        good.add(char)
                    else:
                        found[MissingGlyph(ord(char), where)] = None
        return tuple(found)


@cache
def _bundled_files() -> dict[str, Path]:
    listed = tomllib.loads(resource("fonts", "fonts.toml").read_text("utf-8"))
    return {role: resource("fonts", entry["file"]) for role, entry in listed.items()}


@cache
def font_book(office: tuple[tuple[str, str], ...] = ()) -> FontBook:
    """The bundled fonts, or with some roles taken from the office's own (role, file) pairs."""
    ttfonts.makeToUnicodeCMap = _to_unicode
    rl_config.useA85 = 0  # streams as bytes: smaller, and Python is slow at base 85
    return FontBook(_bundled_files(), {role: Path(path) for role, path in office})
