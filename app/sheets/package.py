"""Looking at a workbook package (.xlsx, .xlsm, .xlsb, .ods) before any parser may touch it.

A parser in C or Rust believes what a package says: a few kilobytes can ask for gigabytes. So the
declared sizes are summed first, then every XML part is really unpacked in pieces, counted, and
searched for what parsers stumble over: entities, far cells. The same pass finds the formulas,
which python-calamine does not tell from values.

The limits are those of the measured bombs: 200 MB unpacked, ratio 200, 1,000 parts. A package
that unpacks to more than 200 MB is still let through up to 600 MB if its ratio is at most 40:
our own export of 200,000 rows by 20 columns is 227 MB at ratio 8, bombs begin at several hundred.
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise
from posixpath import dirname, join, normpath

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring

from app.sheets.grid import MAX_COLUMNS, Sheet, column_index, column_letter, file_error
from app.sheets.sniff import broken, encrypted, slides, word

MAX_TOTAL = 200 * 1024 * 1024
MAX_TOTAL_DENSE = 600 * 1024 * 1024
MAX_RATIO = 200
DENSE_RATIO = 40
MAX_PARTS = 1_000
SPARSE = 20  # more places than this for one cell: the package is mostly emptiness
DENSE_CELLS = 4_000_000
FAR_ROWS = 300_000

_CHUNK = 1 << 18
_CARRY = 1 << 16
_SMALL = 1 << 20
_FAR = re.compile(
    rb' r="(?:[A-Z]{3}\d|S[S-Z]\d|[T-Z][A-Z]\d|[A-Z]{1,2}(?:\d{7}|[3-9]\d{5})|\d{7}|[3-9]\d{5}")'
)
_ROW = re.compile(rb'<(?:\w+:)?row [^>]*?\br="(\d+)"')
_DIMENSION = re.compile(rb'<(?:\w+:)?dimension ref="[A-Z]+\d+:([A-Z]+)\d+"')
_NEAR = re.compile(rb' r="([A-Z]{1,2})[12]?\d{1,5}"')
_FORMULA = re.compile(
    rb"<(?:\w+:)?c((?:\s[^>]*)?)>\s*<(?:\w+:)?f(?:\s[^>]*)?(?:/>|>[^<]*</(?:\w+:)?f>)"
    rb"\s*(?:<(?:\w+:)?v>([^<]*)</)?"
)
_REFERENCE = re.compile(rb'\br="([A-Z]+)(\d+)"')
_FORBIDDEN = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.I)


@dataclass
class Scan:
    """What one worksheet part holds, seen without parsing it.

    Attributes:
        formulas: row → {column: has a cached value}; rows from 1, columns from 0.
        bounded: only the streaming reader may read it.
    """

    formulas: dict[int, dict[int, bool]] = field(default_factory=dict)
    bounded: bool = False


@dataclass
class Package:
    """A package that passed.

    Attributes:
        kind: ``xlsx``, ``xlsb`` or ``ods``.
        sheets: of an xlsx: sheet, name of its part.
        scans: of an xlsx: name of the part → scan.
        mac_epoch: day numbers count from 1904.
    """

    kind: str
    sheets: list[tuple[Sheet, str]] = field(default_factory=list)
    scans: dict[str, Scan] = field(default_factory=dict)
    mac_epoch: bool = False


def inspect(data: bytes) -> Package:
    """Check a zip package and find out what a reader must know.

    Raises:
        KnownError: IMP-FILE: not a workbook, damaged, encrypted, or made to do harm.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            infos = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OverflowError, struct.error):
        raise broken() from None
    _sizes(infos, len(data))
    parts = {info.filename.lstrip("/"): info for info in infos}
    if len(parts) != len(infos):
        raise _harmful("里面有同名部件")
    kind = _kind(parts)
    package = Package(kind)
    if kind == "xlsx":
        _workbook(data, parts, package)
    worksheets = {name for _, name in package.sheets}
    for name, info in parts.items():
        if name in worksheets:
            package.scans[name] = _worksheet(data, info)
        else:
            _other(data, info)
    return package


def _sizes(infos: list[zipfile.ZipInfo], length: int) -> None:
    if len(infos) > MAX_PARTS:
        raise _harmful("里面的部件太多")
    if any(info.flag_bits & 0x1 for info in infos):
        raise encrypted()
    total = sum(info.file_size for info in infos)
    packed = max(1, min(length, sum(info.compress_size for info in infos)))
    dense = total <= MAX_TOTAL_DENSE and total <= packed * DENSE_RATIO
    if total > MAX_TOTAL and not dense:
        raise _harmful("解开以后太大")
    for info in infos:
        # a small part may well be one repeated line; the ratio matters where there is size
        if info.file_size > _SMALL and info.file_size > MAX_RATIO * max(1, info.compress_size):
            raise _harmful("压缩比例不正常")
    places = sorted((info.header_offset, info.compress_size) for info in infos)
    for (start, size), (following, _) in pairwise(places):
        if start + size > following:
            raise _harmful("部件互相重叠")


def _harmful(what: str) -> Exception:
    return file_error(
        f"这个文件{what}，不像正常的表格，为安全起见没有打开。",
        "请确认文件来源；如果 WPS 或 Excel 能正常打开，"
        "请删掉多余的空行空列和图片，另存为 .xlsx 再导入。",
    )


def _kind(parts: dict[str, zipfile.ZipInfo]) -> str:
    if "xl/workbook.bin" in parts:
        return "xlsb"
    if any(name.startswith("xl/") and name.endswith(".xml") for name in parts):
        return "xlsx"
    if "content.xml" in parts:
        return "ods"
    if any(name.startswith("word/") for name in parts):
        raise word()
    if any(name.startswith("ppt/") for name in parts):
        raise slides()
    if "[Content_Types].xml" in parts:
        raise broken()
    raise file_error(
        "这是压缩包，不是表格文件。", "请先解压，再导入里面的表格文件（也可以直接导入整个文件夹）。"
    )


def pieces(data: bytes, info: zipfile.ZipInfo) -> Iterator[bytes]:
    """A part unpacked in pieces; never more than it declared.

    ``zipfile`` stops reading where the declared size ends and calls it good; a parser that trusts
    the stream goes on. So the stream must end exactly where it said.

    Raises:
        KnownError: IMP-FILE if the part is damaged or lies about its size.
    """
    head = data[info.header_offset : info.header_offset + 30]
    if len(head) < 30 or head[:4] != b"PK\x03\x04":
        raise broken()
    name, extra = struct.unpack("<HH", head[26:30])
    start = info.header_offset + 30 + name + extra
    packed = memoryview(data)[start : start + info.compress_size]
    if len(packed) != info.compress_size:
        raise broken()
    if info.compress_type == zipfile.ZIP_STORED:
        yield from (bytes(packed[at : at + _CHUNK]) for at in range(0, len(packed), _CHUNK))
        return
    if info.compress_type != zipfile.ZIP_DEFLATED:
        raise broken()
    yield from _inflate(packed, info)


def _inflate(packed: memoryview, info: zipfile.ZipInfo) -> Iterator[bytes]:
    unpack = zlib.decompressobj(-15)
    size = check = 0
    try:
        for at in range(0, len(packed), _CHUNK // 4):
            rest: bytes | memoryview = packed[at : at + _CHUNK // 4]
            while rest and not unpack.eof:
                piece = unpack.decompress(rest, _CHUNK * 4)
                rest = unpack.unconsumed_tail
                size, check = size + len(piece), zlib.crc32(piece, check)
                if size > info.file_size:
                    raise _harmful("谎报了大小")
                yield piece
        while not unpack.eof and (piece := unpack.decompress(b"", _CHUNK * 4)):
            size, check = size + len(piece), zlib.crc32(piece, check)
            if size > info.file_size:
                raise _harmful("谎报了大小")
            yield piece
    except zlib.error:
        raise broken() from None
    if not unpack.eof or size != info.file_size or check != info.CRC:
        raise broken()


def _is_xml(info: zipfile.ZipInfo) -> bool:
    return info.filename.lower().endswith((".xml", ".rels", ".vml"))


def _other(data: bytes, info: zipfile.ZipInfo) -> None:
    """A part that is no worksheet: really as large as it says, and without a DTD."""
    carry = b""
    for number, piece in enumerate(pieces(data, info)):
        if _is_xml(info):
            carry = _no_dtd(piece, carry, first=number == 0)


def _no_dtd(piece: bytes, carry: bytes, *, first: bool) -> bytes:
    if first and (piece[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in piece[:4]):
        raise _harmful("内部编码少见")  # a DTD could hide in UTF-16; no office program writes it
    inside = b"!" in piece and b"<!" in piece  # one character is found many times faster
    if (inside and _FORBIDDEN.search(piece)) or _FORBIDDEN.search(carry + piece[:16]):
        raise _harmful("里面有外部引用或实体定义")
    return piece[-16:]


class Reach:
    """How wide the cells of a sheet reach, found without listing them.

    One search stops at a reference that is wider than all before it, far, or none at all.

    Attributes:
        width: columns from the first; what is no reference may mean any of them.
    """

    def __init__(self, width: int) -> None:
        self.width = width

    def holds(self, text: bytes) -> bool:
        """Widen for a piece of the sheet; False if a cell or row in it is far."""
        found = _beyond(self.width).search(text)
        while found:
            at = found.start()
            if _FAR.match(text, at):
                return False
            near = _NEAR.match(text, at)
            self.width = column_index(near[1].decode()) + 1 if near else MAX_COLUMNS
            found = _beyond(self.width).search(text, at)
        return True


@cache
def _beyond(width: int) -> re.Pattern[bytes]:
    """Finds the references that are not within so many columns, or far."""
    if width >= MAX_COLUMNS:
        return _FAR
    letters = column_letter(width - 1)
    first, last = letters[:-1], letters[-1]
    inside = f"[A-{last}]"
    if first:  # A to Z, AA to the letter before, and of its own letter the first ones
        before = f"|[A-{chr(ord(first) - 1)}][A-Z]" if first != "A" else ""
        inside = f"(?:[A-Z]{before}|{first}{inside})"
    # the last one of a piece may be cut off: it comes whole with the next
    return re.compile(rf' r="(?!{inside}?[12]?\d{{1,5}}"|[A-Z]{{0,3}}\d{{0,7}}\Z)'.encode())


def _worksheet(data: bytes, info: zipfile.ZipInfo) -> Scan:
    scan, reach = Scan(), Reach(1)
    tail = carry = b""
    last = cells = placed = 0
    told = False  # without a dimension: as wide as its cells
    mark = b"<"  # before the names of elements; some writers give all of them a prefix
    for number, piece in enumerate(pieces(data, info)):
        tail = _no_dtd(piece, tail, first=number == 0)
        if number == 0:
            mark = b":" if b":worksheet" in piece else mark
            if found := _DIMENSION.search(piece):
                told, reach.width = True, column_index(found[1].decode()) + 1
        text = carry + piece
        if scan.bounded or not reach.holds(text):
            scan.bounded = True  # the streaming reader finds out the rest by itself
            continue
        row = _ROW.search(text, max(0, text.rfind(b"row ") - 8))
        last = max(last, int(row[1])) if row else last
        whole = max(text.rfind(b"c>"), len(text) - _CARRY, 0)
        cells += text.count(mark + b"c ", 0, whole)
        placed += 0 if told else text.count(mark + b'c r="', 0, whole)
        if b"f" in text and mark + b"f" in text:
            _formulas(text, scan)
        carry = text[whole:]
    cells += carry.count(mark + b"c ")
    placed += carry.count(mark + b'c r="')
    # where some cells do not tell their place, any column may be theirs
    width = reach.width if told or placed >= cells else MAX_COLUMNS
    places = last * max(1, width)
    if places > DENSE_CELLS and places > SPARSE * max(1, cells):
        scan.bounded = True
    return scan


def _formulas(text: bytes, scan: Scan) -> None:
    for found in _FORMULA.finditer(text):
        place = _REFERENCE.search(found[1])
        if place is None:  # positions are only counted: let the streaming reader do it
            scan.bounded = True
            return
        cached = bool(found[2]) and b't="e"' not in found[1]
        scan.formulas.setdefault(int(place[2]), {})[column_index(place[1].decode())] = cached


def _read(data: bytes, info: zipfile.ZipInfo) -> bytes:
    if info.file_size > _SMALL * 8:
        raise _harmful("内部结构不正常")
    return b"".join(pieces(data, info))


def _workbook(data: bytes, parts: dict[str, zipfile.ZipInfo], package: Package) -> None:
    path = _target(data, parts, "_rels/.rels", "officeDocument") or "xl/workbook.xml"
    if path not in parts:
        raise broken()
    try:
        book = fromstring(_read(data, parts[path]), forbid_dtd=True)
        links = _links(data, parts, join(dirname(path), "_rels", path.rsplit("/", 1)[-1] + ".rels"))
    except DefusedXmlException:
        raise _harmful("里面有外部引用或实体定义") from None
    except ParseError:
        raise broken() from None
    for element in book.iter():
        tag = element.tag.rsplit("}", 1)[-1]
        if tag == "workbookPr":
            package.mac_epoch = element.get("date1904") in ("1", "true")
        elif tag == "sheet":
            link = next((v for k, v in element.attrib.items() if k.endswith("}id")), "")
            kind, target = links.get(link, ("", ""))
            part = (
                normpath(join(dirname(path), target)) if not target.startswith("/") else target[1:]
            )
            cells = kind.endswith("/worksheet") and part in parts
            hidden = element.get("state", "visible") != "visible"
            package.sheets.append(
                (Sheet(element.get("name", ""), hidden, cells), part if cells else "")
            )


def _links(data: bytes, parts: dict[str, zipfile.ZipInfo], name: str) -> dict[str, tuple[str, str]]:
    """Relationship id → (type, target)."""
    if name not in parts:
        return {}
    root = fromstring(_read(data, parts[name]), forbid_dtd=True)
    return {e.get("Id", ""): (e.get("Type", ""), e.get("Target", "")) for e in root}


def _target(data: bytes, parts: dict[str, zipfile.ZipInfo], name: str, kind: str) -> str:
    try:
        links = _links(data, parts, name)
    except DefusedXmlException:
        raise _harmful("里面有外部引用或实体定义") from None
    except ParseError:
        raise broken() from None
    for type_, target in links.values():
        if type_.endswith("/" + kind):
            return target.lstrip("/")
    return ""
