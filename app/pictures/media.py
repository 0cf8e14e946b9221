"""What a file is, told by its content; what may be kept, what may run (``resources/evidence``).

Only what is in the list is let in. The name decides nothing but refusals: an ending that a system
would run is refused whatever the content is.
"""

from __future__ import annotations

import io
import tomllib
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from app.base.errors import UserError
from app.base.files import safe_file_name
from app.base.paths import resource

_HEAD = 1 << 16
_ISO_HEIC = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MOST_MEMBERS = 20_000
_OFFICE = {
    "word/": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document",
              "application/vnd.ms-word.document.macroEnabled.12"),
    "xl/": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            "application/vnd.ms-excel.sheet.macroEnabled.12"),
    "ppt/": ("application/vnd.openxmlformats-officedocument.presentationml.presentation",
             "application/vnd.ms-powerpoint.presentation.macroEnabled.12"),
}  # fmt: skip
_OLD = {"WordDocument": "application/msword", "Workbook": "application/vnd.ms-excel",
        "PowerPoint Document": "application/vnd.ms-powerpoint"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Media:
    """One kind of file.

    Attributes:
        media: its media type.
        name: for people, e.g. 照片.
        endings: of its names; the first is given to a copy.
        how: ``picture``, ``pages`` or ``whole``, see the resource.
        ask: it may run something when it is opened outside.
    """

    media: str
    name: str
    endings: tuple[str, ...]
    how: str
    ask: bool = False


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits and measures of the resource; bytes and pixels."""

    largest_bytes: int
    largest_pixels: int
    memory_bytes: int
    long_side: int
    quality: int
    plain_bytes: int
    thumbnail: int
    print_side: int
    portrait_side: int


@cache
def _resource() -> Mapping[str, Any]:
    return tomllib.loads(resource("evidence", "media.toml").read_text("utf-8"))


@cache
def limits() -> Limits:
    """The limits in force."""
    table = _resource()
    names = ("largest_bytes", "largest_pixels", "memory_bytes")
    return Limits(**{name: table[name] for name in names}, **table["photo"])


@cache
def kinds() -> Mapping[str, Media]:
    """All kinds that may be kept, by media type."""
    rows = _resource()["type"]
    return {row["media"]: Media(**{**row, "endings": tuple(row["endings"])}) for row in rows}


def kind_of(media: str) -> Media:
    """The kind of a stored file; one that is not in the list any more is asked about."""
    return kinds().get(media) or Media(media, "文件", ("bin",), "whole", True)


def endings(how: str = "") -> list[str]:
    """Endings of what may be kept (shown one way), for the box in which files are chosen."""
    found = (e for kind in kinds().values() if how in ("", kind.how) for e in kind.endings)
    return list(dict.fromkeys(found))


def clean_name(name: str) -> str:
    """The last part of a name from outside, fit for every system."""
    return safe_file_name(name.replace("\\", "/").rsplit("/", 1)[-1], fallback="未命名")


def copy_name(title: str, media: str) -> str:
    """A name for a copy outside: the ending says what the content is, whatever it was called."""
    kind, name = kind_of(media), clean_name(title)
    stem, dot, ending = name.rpartition(".")
    if dot and ending.lower() in kind.endings:
        return name
    known = ending.lower() in {e for each in kinds().values() for e in each.endings}
    return clean_name(f"{stem if dot and known else name}.{kind.endings[0]}")


def _ending(name: str) -> str:
    return name.rpartition(".")[2].lower() if "." in name else ""


def refuse_by_name(name: str, size: int) -> None:
    """Refuse before anything is read.

    Raises:
        UserError: EVIDENCE_PROGRAM, EVIDENCE_ARCHIVE, EVIDENCE_EMPTY, EVIDENCE_LARGE.
    """
    ending, refused = _ending(clean_name(name)), _resource()["refused"]
    if ending in refused["programs"]:
        raise _program(name)
    if ending in refused["archives"]:
        raise _archive(name)
    if size <= 0:
        raise UserError(
            "EVIDENCE_EMPTY",
            f"「{clean_name(name)}」是空的，里面没有内容。",
            "请确认文件已经保存、复制完整。",
        )
    most = limits().largest_bytes
    if size > most:
        raise UserError(
            "EVIDENCE_LARGE",
            f"「{clean_name(name)}」有 {size >> 20} MB，超过了 {most >> 20} MB。",
            "请压缩或拆分以后再添加；录像请另外保存，这里放照片和文件。",
        )


def look(name: str, data: bytes) -> Media:
    """What a file is.

    Raises:
        UserError: EVIDENCE_PROGRAM, EVIDENCE_ARCHIVE, EVIDENCE_EMPTY, EVIDENCE_LARGE,
            EVIDENCE_TYPE (nothing that may be kept).
    """
    refuse_by_name(name, len(data))
    for start in _resource()["refused"]["program_starts"]:
        if data.startswith(start.encode("latin-1")):
            raise _program(name)
    media = _picture(data[:64]) or _paper(name, data)
    kind = kinds().get(media)
    if kind is None:
        raise UserError(
            "EVIDENCE_TYPE",
            f"「{clean_name(name)}」不是能作为证明材料的文件。",
            "可以添加照片、扫描件、PDF、OFD 和 WPS、Office 文档。",
        )
    return kind


def _picture(head: bytes) -> str:
    starts = {
        b"\xff\xd8\xff": "image/jpeg", b"\x89PNG\r\n\x1a\n": "image/png", b"GIF87a": "image/gif",
        b"GIF89a": "image/gif", b"II*\0": "image/tiff", b"MM\0*": "image/tiff",
    }  # fmt: skip
    for start, media in starts.items():
        if head.startswith(start):
            return media
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "image/webp"
    if head[:2] == b"BM" and head[6:10] == b"\0\0\0\0":
        return "image/bmp"
    if head[4:8] == b"ftyp":
        brands = {head[at : at + 4] for at in (8, *range(16, min(len(head), 64), 4))}
        if brands & {b"avif", b"avis"}:
            return "image/avif"
        if brands & set(_ISO_HEIC):
            return "image/heic"
    return ""


def _paper(name: str, data: bytes) -> str:
    if b"%PDF-" in data[:1024]:
        return "application/pdf"
    if data.startswith(b"PK\x03\x04"):
        return _package(name, data)
    if data.startswith(_OLE):
        return _old_office(data)
    if data.startswith(b"{\\rtf"):
        return "application/rtf"
    for start in (b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"BZh", b"\xfd7zXZ", b"PK\x05\x06"):
        if data.startswith(start):
            raise _archive(name)
    ending = _ending(clean_name(name))
    if ending in ("txt", "csv") and _is_text(data):
        return "text/csv" if ending == "csv" else "text/plain"
    return ""


def _package(name: str, data: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()[:_MOST_MEMBERS]
            own = archive.getinfo("mimetype") if "mimetype" in names else None
            said = archive.read(own).decode("ascii", "replace") if own and _small(own) else ""
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError):
        raise UserError(
            "EVIDENCE_BROKEN",
            f"「{clean_name(name)}」不完整或已损坏，打不开。",
            "可能是复制、下载没有完成；请重新复制一份。",
        ) from None
    if "OFD.xml" in names:
        return "application/ofd"
    if said.startswith("application/vnd.oasis.opendocument"):
        return said.strip()
    if "[Content_Types].xml" in names:
        active = any(_active(member.lower()) for member in names)
        for folder, (plain, macro) in _OFFICE.items():
            if any(n.startswith(folder) for n in names):
                return macro if active else plain
    raise _archive(name)


def _active(member: str) -> bool:
    """Whether a part of an Office document could run: macros, controls, programs inside."""
    return (
        member.endswith(("vbaproject.bin", ".exe", ".js", ".vbs"))
        or "/activex/" in member
        or member.startswith("xl/macrosheets")
        or member == "xl/workbook.bin"
    )


def _small(member: zipfile.ZipInfo) -> bool:
    return member.file_size < 200


def _old_office(data: bytes) -> str:
    """Names of streams stand in the directory as UTF-16."""

    def has(stream: str) -> bool:
        return stream.encode("utf-16-le") in data

    if has("EncryptedPackage"):
        return "application/office+locked"
    for stream, media in _OLD.items():
        if has(stream):
            return f"{media}+macro" if has("_VBA_PROJECT") or has("Macros") else media
    return "application/vnd.ms-excel" if has("Book") else ""


def _is_text(data: bytes) -> bool:
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return True
    if b"\0" in data[:_HEAD]:
        return False
    for how in ("utf-8", "gb18030"):
        try:
            data.decode(how)
        except UnicodeDecodeError:
            continue
        return True
    return False


def _program(name: str) -> UserError:
    return UserError(
        "EVIDENCE_PROGRAM",
        f"「{clean_name(name)}」是程序、脚本或网页，不能作为证明材料。",
        "请不要打开来历不明的程序；需要的是照片、扫描件、PDF 或文档。",
    )


def _archive(name: str) -> UserError:
    return UserError(
        "EVIDENCE_ARCHIVE",
        f"「{clean_name(name)}」是压缩包，看不到里面的内容。",
        "请先解压，再添加里面的照片和文档。",
    )
