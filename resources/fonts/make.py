"""Make the bundled fonts from pinned registry packages: ``python resources/fonts/make.py``.

Fetches the packages (npm and Debian, nothing is installed), checks the digest of every source
file, converts FandolFang from CFF to TrueType outlines (reportlab embeds no CFF), cuts the fonts
to what GB 18030-2022 level 2 asks for and writes ``*.ttf``, the licence texts and ``fonts.toml``
beside this file. HanaMinB keeps all its characters, in fewer points. The same sources give the
same bytes. Needs npm, apt-get and dpkg, and the extra ``resources`` of this project.

Every font that is changed gets a family name of ours, since the licences reserve the old names.
"""

from __future__ import annotations

import bz2
import gzip
import hashlib
import math
import re
import subprocess
import sys
from array import array
from dataclasses import dataclass
from pathlib import Path

from fontTools import subset
from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont, newTable
from fontTools.ttLib.tables._g_l_y_f import GlyphCoordinates, dropImpliedOnCurvePoints

HERE = Path(__file__).resolve().parent
WORK = HERE.parents[1] / "build" / "fonts"
LIMIT = 70_000_000
# FandolFang and HanaMinB are so light that a character from another font looks bold beside them.
BOLDER = 8
SANS, SERIF = "@expo-google-fonts/noto-sans-sc", "@expo-google-fonts/noto-serif-sc"
KAI, TEX, HANA, UNIHAN = (
    "fonts-lxgw-wenkai", "texlive-lang-chinese", "fonts-hanazono", "unicode-data",
)  # fmt: skip
VERSIONS = {
    SANS: "0.4.3", SERIF: "0.4.3", KAI: "1.250+repack-1", TEX: "2022.20230122-1",
    HANA: "20170904-2.1", UNIHAN: "15.0.0-1",
}  # fmt: skip


@dataclass(frozen=True)
class Role:
    """One bundled font: where it comes from, how much of it is kept, what it is called."""

    role: str
    family: str
    style: str
    package: str
    source: str
    sha256: str
    repertoire: str  # "level2", "common" or "whole"
    licence: str
    licence_file: str


ROLES = (
    Role("fang", "Union Desk Fang", "Regular", TEX,
         "usr/share/texlive/texmf-dist/fonts/opentype/public/fandol/FandolFang-Regular.otf",
         "d838ad32ce2244d8144f408c37fe71065aba6fbbc80759a4d2aa2033948d5bc9", "level2",
         "GPL-3.0-or-later WITH Font-exception-2.0", "LICENCE-fang-GPL-3.txt"),
    Role("song", "Union Desk Song", "Regular", SERIF, "400Regular/NotoSerifSC_400Regular.ttf",
         "c358a69de3df5f423a8946a7b03e3126fb6ba116f1130a463455b4e39e1f0742", "level2",
         "OFL-1.1", "LICENCE-song-OFL.txt"),
    Role("song_bold", "Union Desk Song", "Bold", SERIF, "900Black/NotoSerifSC_900Black.ttf",
         "092e71a70c744be3cc33999eb4edcb10fbe95c1b4cff6c2d7f04d6ff15d031e2", "common",
         "OFL-1.1", "LICENCE-song-OFL.txt"),
    Role("hei", "Union Desk Hei", "Regular", SANS, "400Regular/NotoSansSC_400Regular.ttf",
         "d45f67f0a7c0ca3f256950777ce6a61cc7ce5f9696d02900cbbaac25f8aa7d16", "level2",
         "OFL-1.1", "LICENCE-hei-OFL.txt"),
    Role("hei_bold", "Union Desk Hei", "Bold", SANS, "700Bold/NotoSansSC_700Bold.ttf",
         "9a38ae0ab28cd5a256f9ea8e00dedc688aac17f7915fcb000572990afa956b96", "common",
         "OFL-1.1", "LICENCE-hei-OFL.txt"),
    Role("kai", "Union Desk Kai", "Regular", KAI,
         "usr/share/fonts/truetype/lxgw-wenkai/LXGWWenKai-Regular.ttf",
         "bbf534b0ca093928f94d1782855e65a19a32cde82b075d495d072025521953c8", "common",
         "OFL-1.1", "LICENCE-kai-OFL.txt"),
    Role("rare", "Union Desk Rare", "Regular", HANA,
         "usr/share/fonts/truetype/hanazono/HanaMinB.ttf",
         "829543436cdf7b4c6730e2af5806fa406f8ddf0d4b656e0cd49c58d4db1c8d3c", "whole",
         "OFL-1.1 or Hanazono", "LICENCE-rare-Hanazono.txt"),
)  # fmt: skip

# Latin, punctuation, number forms, arrows, operators, boxes, CJK punctuation, full width.
SYMBOLS = (
    (0x0020, 0x017F), (0x01CD, 0x01DC), (0x02C6, 0x02DD), (0x0391, 0x03C9), (0x2010, 0x2051),
    (0x20AC, 0x20AC), (0x2100, 0x218F), (0x2190, 0x2199), (0x2200, 0x226F), (0x2460, 0x249B),
    (0x2500, 0x254B), (0x25A0, 0x25EF), (0x2605, 0x2606), (0x2610, 0x2612), (0x2640, 0x2642),
    (0x2713, 0x2718), (0x3000, 0x3029), (0x3220, 0x3229), (0x32A3, 0x32A3), (0x338E, 0x33D5),
    (0xFE30, 0xFE4F), (0xFF00, 0xFFEF),
)  # fmt: skip
# What the level-2 set has beyond them: Greek, Cyrillic, radicals, kana, bopomofo, compatibility.
MORE_SYMBOLS = (
    (0x0370, 0x03FF), (0x0400, 0x045F), (0x2000, 0x206F), (0x20A0, 0x20BF), (0x2190, 0x22FF),
    (0x2300, 0x23FF), (0x2460, 0x26FF), (0x2E80, 0x2FFF), (0x3000, 0x312F), (0x31A0, 0x31BF),
    (0x3200, 0x33FF), (0xF900, 0xFAFF), (0xFE10, 0xFE6F),
)  # fmt: skip
FONT_EXCEPTION = """\
FandolFang-Regular (Fandol fonts v0.3), by Clerk Ma and Jie Su, "GPL + GPL font exception".
Converted from CFF to TrueType outlines, cut to the characters in use and renamed by make.py.

As a special exception, if you create a document which uses this font, and embed this font or
unaltered portions of this font into the document, this font does not by itself cause the
resulting document to be covered by the GNU General Public License. This exception does not
however invalidate any other reasons why the document might be covered by the GNU General Public
License. If you modify this font, you may extend this exception to your version of the font, but
you are not obligated to do so.

"""


def spread(ranges: tuple[tuple[int, int], ...]) -> set[int]:
    """All code points of the ranges, both ends included."""
    return {code for first, last in ranges for code in range(first, last + 1)}


def run(*command: str, cwd: Path) -> str:
    """Run a program that must succeed; returns what it printed."""
    return subprocess.run(command, cwd=cwd, check=True, capture_output=True, text=True).stdout


def fetch(package: str) -> Path:
    """Unpack the pinned version of a package below ``build/fonts``; returns its folder."""
    target = WORK / re.sub(r"\W+", "-", package).strip("-")
    if target.exists():
        return target / "package" if package.startswith("@") else target
    downloads = WORK / "downloads"
    downloads.mkdir(parents=True, exist_ok=True)
    if package.startswith("@"):
        archive = run("npm", "pack", "--silent", f"{package}@{VERSIONS[package]}", cwd=downloads)
        target.mkdir()
        run("tar", "xzf", str(downloads / archive.split()[-1]), "-C", str(target), cwd=WORK)
        return target / "package"
    run("apt-get", "download", f"{package}={VERSIONS[package]}", cwd=downloads)
    (archive_path,) = downloads.glob(f"{package}_*.deb")
    run("dpkg", "-x", str(archive_path), str(target), cwd=WORK)
    return target


def gb2312() -> set[int]:
    """The characters of GB 2312."""
    found = set()
    for lead in range(0xA1, 0xF8):
        for trail in range(0xA1, 0xFF):
            text = bytes((lead, trail)).decode("gb2312", "ignore")
            found.update(map(ord, text))
    return found


def standard_characters() -> dict[int, int]:
    """通用规范汉字表 as code point → number in the table (1 to 8105), from Unihan kTGH."""
    table = {}
    for path in sorted(fetch(UNIHAN).glob("usr/share/unicode/Unihan_*.txt.bz2")):
        with bz2.open(path, "rt", encoding="utf-8") as lines:
            for line in lines:
                match = re.match(r"U\+([0-9A-F]+)\tkTGH\t2013:(\d+)", line)
                if match:
                    table[int(match[1], 16)] = int(match[2])
    return table


def repertoires() -> dict[str, set[int]]:
    """Code points to keep, by name."""
    standard = standard_characters()
    if len(standard) != 8105:
        raise SystemExit(f"通用规范汉字表 has {len(standard)} characters, not 8105")
    han = set(range(0x4E00, 0xA000)) | set(range(0x3400, 0x4DC0)) | set(standard)
    return {
        "level2": han | spread(SYMBOLS) | spread(MORE_SYMBOLS),
        # The whole table and GB 2312; what lies beyond them falls back to song.
        "common": set(standard) | gb2312() | spread(SYMBOLS),
    }


def to_truetype(font: TTFont, max_error: float) -> None:
    """Replace CFF outlines by quadratic ones that stray no further than ``max_error`` units."""
    glyphs, order = font.getGlyphSet(), font.getGlyphOrder()
    table = newTable("glyf")
    table.glyphOrder, table.glyphs = order, {}
    for name in order:
        pen = TTGlyphPen(glyphs)
        glyphs[name].draw(Cu2QuPen(pen, max_error, reverse_direction=True))
        table.glyphs[name] = pen.glyph(dropImpliedOnCurves=True)
    font["loca"], font["glyf"] = newTable("loca"), table
    maximum = font["maxp"]
    maximum.tableVersion = 0x00010000
    for field in (
        "maxTwilightPoints", "maxStorage", "maxFunctionDefs", "maxInstructionDefs",
        "maxStackElements", "maxSizeOfInstructions", "maxComponentElements", "maxComponentDepth",
        "maxPoints", "maxContours", "maxCompositePoints", "maxCompositeContours",
    ):  # fmt: skip
        setattr(maximum, field, 0)
    maximum.maxZones = 1
    table.compile(font)
    metrics = font["hmtx"]
    for name, glyph in table.glyphs.items():
        if hasattr(glyph, "xMin"):
            metrics[name] = (metrics[name][0], glyph.xMin)
    del font["CFF "]
    font.sfntVersion = "\x00\x01\x00\x00"


def cut(font: TTFont, keep: set[int] | None) -> None:
    """Keep the outlines of these characters (all, if None); layout and hinting go."""
    options = subset.Options()
    options.layout_features = []
    options.hinting = False
    options.notdef_outline = True
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14]
    options.name_legacy = False
    options.glyph_names = False
    options.recalc_timestamp = False
    options.drop_tables += [
        "vhea", "vmtx", "VORG", "GSUB", "GPOS", "GDEF", "BASE", "DSIG", "STAT", "gasp", "meta",
        "FFTM",
    ]  # fmt: skip
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=keep if keep is not None else set(font.getBestCmap()))
    cutter.subset(font)


def thin(font: TTFont) -> None:
    """Leave out the points that a TrueType outline implies; the curves stay the same."""
    table = font["glyf"]
    for name in font.getGlyphOrder():
        glyph = table[name]
        if not glyph.isComposite() and glyph.numberOfContours > 0:
            dropImpliedOnCurvePoints(glyph)


def straighten(points: list[tuple[int, int]], tolerance: float) -> list[int]:
    """Indexes of the points that keep a closed polygon within ``tolerance`` (Douglas-Peucker)."""
    count = len(points)
    x0, y0 = points[0]
    far = max(range(count), key=lambda i: (points[i][0] - x0) ** 2 + (points[i][1] - y0) ** 2)
    ring, kept, todo = [*points, points[0]], {0, far}, [(0, far), (far, count)]
    while todo:
        first, last = todo.pop()
        (ax, ay), (bx, by) = ring[first], ring[last]
        dx, dy = bx - ax, by - ay
        length, worst, where = math.hypot(dx, dy), tolerance, -1
        for i in range(first + 1, last):
            px, py = ring[i]
            off = (
                abs((px - ax) * dy - (py - ay) * dx) / length
                if length
                else math.hypot(px - ax, py - ay)
            )
            if off > worst:
                worst, where = off, i
        if where >= 0:
            kept.add(where)
            todo += [(first, where), (where, last)]
    return sorted(kept)


def simplify(font: TTFont, tolerance: float) -> None:
    """Fewer points for a font of polygons: HanaMinB draws each curve with a dozen lines."""
    table = font["glyf"]
    for name in font.getGlyphOrder():
        glyph = table[name]
        if glyph.isComposite() or glyph.numberOfContours <= 0 or not all(glyph.flags):
            continue
        start, coordinates, ends = 0, [], []
        for end in glyph.endPtsOfContours:
            contour = list(glyph.coordinates[start : end + 1])
            start = end + 1
            if len(contour) > 4:
                contour = [contour[i] for i in straighten(contour, tolerance)]
            coordinates += contour
            ends.append(len(coordinates) - 1)
        glyph.coordinates = GlyphCoordinates(coordinates)
        glyph.flags = array("B", [1]) * len(coordinates)
        glyph.endPtsOfContours = ends


def shifted(points: list[tuple[float, float]], half: float) -> list[tuple[int, int]]:
    """A clockwise contour moved outwards by ``half`` units (as FreeType emboldens outlines)."""
    moved = [(float(x), float(y)) for x, y in points]
    count = len(points)
    i, j, k = count - 1, 0, -1
    in_x = in_y = in_length = anchor_x = anchor_y = anchor_length = 0.0
    while j != i and i != k:
        if j != k:
            out_x, out_y = points[j][0] - points[i][0], points[j][1] - points[i][1]
            out_length = math.hypot(out_x, out_y)
            if out_length == 0:
                j = (j + 1) % count
                continue
            out_x, out_y = out_x / out_length, out_y / out_length
        else:
            out_x, out_y, out_length = anchor_x, anchor_y, anchor_length
        if in_length:
            if k < 0:
                k, anchor_x, anchor_y, anchor_length = i, in_x, in_y, in_length
            cosine = in_x * out_x + in_y * out_y
            shift_x = shift_y = 0.0
            if cosine > -0.9375:
                shift_x, shift_y = -(in_y + out_y), in_x + out_x
                turn = out_y * in_x - out_x * in_y
                short = min(in_length, out_length)
                share = half / (cosine + 1) if half * turn <= short * (cosine + 1) else short / turn
                shift_x, shift_y = shift_x * share, shift_y * share
            while i != j:
                moved[i] = (points[i][0] + shift_x, points[i][1] + shift_y)
                i = (i + 1) % count
        else:
            i = j
        in_x, in_y, in_length = out_x, out_y, out_length
        j = (j + 1) % count
    return [(round(x), round(y)) for x, y in moved]


def embolden(font: TTFont, strength: int) -> None:
    """Thicken all strokes by ``strength`` units; the advance widths stay."""
    table = font["glyf"]
    for name in font.getGlyphOrder():
        glyph = table[name]
        glyph.expand(table)
        if glyph.isComposite() or glyph.numberOfContours <= 0:
            continue
        start, contours = 0, []
        for end in glyph.endPtsOfContours:
            contours.append([tuple(point) for point in glyph.coordinates[start : end + 1]])
            start = end + 1
        area = sum(
            ax * by - bx * ay
            for contour in contours
            for (ax, ay), (bx, by) in zip(contour, contour[1:] + contour[:1], strict=True)
        )
        coordinates = []
        for contour in contours:  # some glyphs are drawn the other way round
            ordered = contour if area < 0 else contour[::-1]
            coordinates += shifted(ordered, strength / 2)[:: 1 if area < 0 else -1]
        glyph.coordinates = GlyphCoordinates(coordinates)
        glyph.recalcBounds(table)
        font["hmtx"][name] = (font["hmtx"][name][0], glyph.xMin)


def rename(font: TTFont, role: Role) -> None:
    """Our own names, and style bits that agree with them."""
    names = font["name"]
    full = role.family if role.style == "Regular" else f"{role.family} {role.style}"
    postscript = f"{role.family.replace(' ', '')}-{role.style}"
    names.names = [n for n in names.names if n.nameID in (0, 5, 13, 14) and n.platformID == 3]
    for number, text in (
        (1, role.family), (2, role.style), (3, postscript), (4, full), (6, postscript),
    ):  # fmt: skip
        names.setName(text, number, 3, 1, 0x409)
    bold = role.style == "Bold"
    font["OS/2"].usWeightClass = 700 if bold else 400
    font["OS/2"].fsSelection = 0x20 if bold else 0x40
    font["head"].macStyle = 1 if bold else 0


def build(role: Role, sets: dict[str, set[int]]) -> tuple[Path, int]:
    """Make one font; returns its path and how many characters it has."""
    source = fetch(role.package) / role.source
    digest = hashlib.sha256(source.read_bytes()).hexdigest()
    if digest != role.sha256:
        raise SystemExit(f"{source}: sha256 is {digest}")
    font = TTFont(source, recalcTimestamp=False)
    if role.repertoire != "whole":
        cut(font, sets[role.repertoire])
        if "CFF " in font:
            to_truetype(font, 1.0)
            embolden(font, BOLDER)
        else:
            thin(font)
        rename(font, role)
    else:
        cut(font, None)
        simplify(font, 1.0)
        embolden(font, BOLDER)
        rename(font, role)
    font["post"].formatType = 3.0
    target = HERE / f"{role.role}.ttf"
    font.save(target, reorderTables=None)
    count = len(TTFont(target).getBestCmap())
    sys.stdout.write(f"{target.name}: {target.stat().st_size / 1e6:.1f} MB, {count} characters\n")
    return target, count


def licences() -> None:
    """Copy the licence texts of the sources beside the fonts."""
    tex = fetch(TEX) / "usr/share/doc/texlive-doc/fonts/fandol/COPYING.gz"
    texts = {
        "LICENCE-fang-GPL-3.txt": FONT_EXCEPTION + gzip.decompress(tex.read_bytes()).decode(),
        "LICENCE-song-OFL.txt": (fetch(SERIF) / "LICENSE_FONT").read_text("utf-8"),
        "LICENCE-hei-OFL.txt": (fetch(SANS) / "LICENSE_FONT").read_text("utf-8"),
        "LICENCE-kai-OFL.txt": (fetch(KAI) / f"usr/share/doc/{KAI}/copyright").read_text("utf-8"),
        "LICENCE-rare-Hanazono.txt": (fetch(HANA) / f"usr/share/doc/{HANA}/copyright").read_text(
            "utf-8"
        ),
    }
    for name, text in texts.items():
        lines = (line.rstrip() for line in text.splitlines())
        (HERE / name).write_text("\n".join(lines).rstrip() + "\n", encoding="utf-8")


def main() -> int:
    """Make everything; returns the exit status."""
    only = set(sys.argv[1:])
    sets = repertoires()
    toml = ["# Written by make.py. Bundled fonts, their sources and licences.", ""]
    total = 0
    for role in ROLES:
        path = HERE / f"{role.role}.ttf"
        if not only or role.role in only:
            path, count = build(role, sets)
        else:
            count = len(TTFont(path).getBestCmap())
        data = path.read_bytes()
        total += len(data)
        toml += [
            f"[{role.role}]", f'file = "{path.name}"', f'family = "{role.family}"',
            f'style = "{role.style}"', f"characters = {count}",
            f'source = "{role.package} {VERSIONS[role.package]}, {Path(role.source).name}"',
            f'licence = "{role.licence}"', f'licence_file = "{role.licence_file}"',
            f'sha256 = "{hashlib.sha256(data).hexdigest()}"', "",
        ]  # fmt: skip
    (HERE / "fonts.toml").write_text("\n".join(toml).rstrip() + "\n", encoding="utf-8")
    licences()
    sys.stdout.write(f"together {total / 1e6:.1f} MB\n")
    return 0 if total <= LIMIT else 1


if __name__ == "__main__":
    sys.exit(main())
