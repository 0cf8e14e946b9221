"""The office's own fonts: which of 仿宋, 小标宋, 黑体 and 楷体 this machine has and we can use.

Only TrueType outlines can be put into our papers. A face that is there but cannot be used is
refused with the reason, and the bundled font of its role is printed instead.
"""

from __future__ import annotations

import os
import struct
import sys
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from reportlab.pdfbase import ttfonts

from app.base.paths import resource

_ENDINGS = (".ttf", ".otf", ".ttc", ".otc")
_TRUETYPE = (b"\x00\x01\x00\x00", b"true")
_COLLECTION = b"ttcf"
_TABLES = (b"cmap", b"glyf", b"head", b"hhea", b"hmtx", b"loca", b"maxp")
_SAMPLE = "工会年度报告"
# OpenType 1.9, OS/2: fsType. Restricted licence; no subsetting; bitmaps only.
_RESTRICTED, _USAGE, _NO_SUBSET = 0x0002, 0x000F, 0x0300


@dataclass(frozen=True, slots=True)
class OwnFace:
    """A face this machine has for one of the roles.

    Attributes:
        name: its family as offices know it, e.g. 仿宋_GB2312.
        file: the font file.
        version: as the file tells it.
        refused: why it cannot be used, a sentence; empty for one that can.
    """

    name: str
    file: str
    version: str = ""
    refused: str = ""


@dataclass(frozen=True, slots=True)
class Sought:
    """What was found for one role.

    Attributes:
        role: see ``app.paper.fonts.ROLES``.
        title: what the role prints, in the clerk's words.
        face: the one that is used; None if the bundled font stays.
        refused: faces of the right name that cannot be used, best first.
    """

    role: str
    title: str
    face: OwnFace | None
    refused: tuple[OwnFace, ...] = ()


@dataclass(frozen=True, slots=True)
class OwnFonts:
    """What the font folders of this machine hold for our papers.

    Attributes:
        sought: one entry per role that an office may have a font for.
        unreadable: names of font files that could not be read at all.
    """

    sought: tuple[Sought, ...]
    unreadable: tuple[str, ...] = ()

    @property
    def files(self) -> tuple[tuple[str, str], ...]:
        """(role, file) of the faces that are used, for ``font_book`` and ``render``."""
        return tuple((s.role, s.face.file) for s in self.sought if s.face is not None)

    @property
    def families(self) -> dict[str, str]:
        """Role to family of the faces that are used, for ``to_docx``."""
        return {s.role: s.face.name for s in self.sought if s.face is not None}


NONE = OwnFonts(())
"""The setting is off."""


def font_folders() -> list[Path]:
    """Where the fonts of this machine and this user lie."""
    if sys.platform == "win32":
        system = Path(os.environ.get("SYSTEMROOT", r"C:\Windows")) / "Fonts"
        local = os.environ.get("LOCALAPPDATA")
        user = [Path(local) / "Microsoft" / "Windows" / "Fonts"] if local else []
        return [system, *user]
    home = Path.home()
    data = Path(os.environ.get("XDG_DATA_HOME") or home / ".local" / "share")
    shared = [Path("/usr/share/fonts"), Path("/usr/local/share/fonts")]
    return [*shared, data / "fonts", home / ".fonts"]


def own_fonts(folders: Iterable[Path] | None = None) -> OwnFonts:
    """Look through font folders, those of this machine by default.

    Reads the directory and the names of every font file (some hundred files: below a second), and
    loads the few that are called as ``resources/fonts/office.toml`` says.
    """
    by_name: dict[str, list[tuple[Path, dict[int, list[str]]]]] = {}
    unreadable = []
    for path in _font_files(font_folders() if folders is None else folders):
        try:
            names = _names_of(path)
        except (OSError, struct.error):
            unreadable.append(path.name)
            continue
        for name in dict.fromkeys(n for key in (1, 4, 6) for n in names.get(key, ())):
            by_name.setdefault(name, []).append((path, names))
    wanted = tomllib.loads(resource("fonts", "office.toml").read_text("utf-8"))
    sought = []
    for role, entry in wanted.items():
        refused: dict[str, OwnFace] = {}
        face = None
        for name in entry["names"]:
            for path, names in by_name.get(name, ()):
                if str(path) in refused:
                    continue
                found = _face(path, names)
                if not found.refused:
                    face = found
                    break
                refused[str(path)] = found
            if face is not None:
                break
        sought.append(Sought(role, entry["title"], face, tuple(refused.values())))
    return OwnFonts(tuple(sought), tuple(unreadable))


def _font_files(folders: Iterable[Path]) -> Iterator[Path]:
    for folder in folders:
        for place, inner, files in os.walk(folder):
            inner.sort()
            for file in sorted(files):
                if file.lower().endswith(_ENDINGS):
                    yield Path(place) / file


def told(path: Path) -> str:
    """Family and version of a font file, as the metadata of a paper names it."""
    name, version = _called(_names_of(path))
    return f"{name} {version}".strip()


def _called(names: dict[int, list[str]]) -> tuple[str, str]:
    """Family, the Chinese one if there is one, and version."""
    families = names.get(1) or names.get(4) or names.get(6) or [""]
    name = next((n for n in families if not n.isascii()), families[0])
    return name, next(iter(names.get(5, ())), "")


def _face(path: Path, names: dict[int, list[str]]) -> OwnFace:
    name, version = _called(names)
    try:
        refused = _wrong(path)
    except (OSError, struct.error, IndexError):
        refused = DAMAGED
    return OwnFace(name, str(path), version, refused)


DAMAGED = "字体文件不完整或已损坏，请重新安装这个字体。"
POSTSCRIPT = (
    "这是 PostScript（CFF）轮廓的 OpenType 字体，程序只能用 TrueType 轮廓的，请装它的 TrueType 版。"
)
TOGETHER = "这是几个字体合在一起的文件（.ttc），程序不能用，请装单独的 .ttf 文件。"
FORBIDDEN = "这个字体的许可不允许把它放进别的文件里。"
NO_CHINESE = "这个字体里没有汉字。"
UNKNOWN = "这个字体的写法程序读不了，请换一个版本。"


def _wrong(path: Path) -> str:
    """Why a font cannot be used; empty if it can."""
    with path.open("rb") as file:
        head = file.read(4)
        if head == _COLLECTION:
            return TOGETHER
        file.seek(0)
        tables = _directory(file.read(12 + 16 * 256))
        if head == b"OTTO" or (b"glyf" not in tables and {b"CFF ", b"CFF2"} & tables.keys()):
            return POSTSCRIPT
        size = path.stat().st_size
        if any(tag not in tables for tag in _TABLES):
            return DAMAGED
        if any(offset + length > size for offset, length in tables.values()):
            return DAMAGED

        def read(tag: bytes, at: int, format_: str) -> tuple[int, ...]:
            file.seek(tables[tag][0] + at)
            return struct.unpack(format_, file.read(struct.calcsize(format_)))

        if b"OS/2" in tables:
            (allowed,) = read(b"OS/2", 8, ">H")
            if allowed & _USAGE == _RESTRICTED or allowed & _NO_SUBSET:
                return FORBIDDEN
        (glyphs,) = read(b"maxp", 4, ">H")
        (long,) = read(b"head", 50, ">h")
        places = read(b"loca", 0, f">{glyphs + 1}{'L' if long else 'H'}")
        if places[-1] * (1 if long else 2) > tables[b"glyf"][1] or list(places) != sorted(places):
            return DAMAGED
    try:
        face = ttfonts.TTFont("office-tried", str(path), shapable=False).face
    except (ttfonts.TTFError, KeyError, ValueError):
        return UNKNOWN
    return "" if all(ord(char) in face.charToGlyph for char in _SAMPLE) else NO_CHINESE


def _directory(data: bytes, at: int = 0) -> dict[bytes, tuple[int, int]]:
    """Tables of a font with place and length. ``struct.error`` if there are fewer than said."""
    (count,) = struct.unpack_from(">H", data, at + 4)
    tables = {}
    for entry in range(at + 12, at + 12 + 16 * count, 16):
        tag, _, offset, length = struct.unpack_from(">4sLLL", data, entry)
        tables[tag] = (offset, length)
    return tables


def _names_of(path: Path) -> dict[int, list[str]]:
    """Names in a font file by their number (1 family, 4 full name, 5 version, 6 PostScript)."""
    with path.open("rb") as file:
        head = file.read(12)
        starts = [0]
        if head[:4] == _COLLECTION:
            (count,) = struct.unpack_from(">L", head, 8)
            starts = list(struct.unpack(f">{min(count, 256)}L", file.read(4 * min(count, 256))))
        elif head[:4] not in (*_TRUETYPE, b"OTTO"):
            raise struct.error(head[:4])
        found: dict[int, list[str]] = {}
        for start in starts:
            file.seek(start)
            offset, length = _directory(file.read(12 + 16 * 256)).get(b"name", (0, 0))
            file.seek(offset)
            table = file.read(min(length, 1 << 20))
            if len(table) < min(length, 1 << 20):
                raise struct.error("names beyond the end of the file")
            for number, name in _names(table):
                found.setdefault(number, []).append(name)
        return found


def _names(table: bytes) -> Iterator[tuple[int, str]]:
    if len(table) < 6:
        return
    _, count, strings = struct.unpack_from(">HHH", table)
    for index in range(count):
        platform, encoding, _, number, length, offset = struct.unpack_from(
            ">HHHHHH", table, 6 + 12 * index
        )
        raw = table[strings + offset : strings + offset + length]
        if number not in (1, 4, 5, 6):
            continue
        if platform == 3 and encoding in (0, 1, 10):
            yield number, raw.decode("utf-16-be", "ignore").strip()
        elif (platform, encoding) in ((3, 3), (1, 25)):  # GBK, in older Chinese fonts
            yield number, raw.replace(b"\0", b"").decode("gb18030", "ignore").strip()
        elif (platform, encoding) == (1, 0):
            yield number, raw.decode("mac-roman", "ignore").strip()
