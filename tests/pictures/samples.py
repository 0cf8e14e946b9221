"""Pictures and files as offices have them, made when they are needed."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from typing import Any

from PIL import Image, ImageDraw

TAKEN = "2026:03:08 09:30:00"


def picture(wide: int = 1600, high: int = 1200, mode: str = "RGB") -> Image.Image:
    """Red at the upper left, white at the lower right."""
    made = Image.new(mode, (wide, high), "blue" if mode == "RGB" else 90)
    draw = ImageDraw.Draw(made)
    red = (220, 40, 40) if mode == "RGB" else 200
    draw.rectangle((0, 0, wide // 2, high // 2), fill=red)
    draw.rectangle((wide * 3 // 4, high * 3 // 4, wide, high),
                   fill="white" if mode == "RGB" else 255)  # fmt: skip
    return made


def saved(made: Image.Image, how: str = "JPEG", **more: Any) -> bytes:
    buffer = io.BytesIO()
    made.save(buffer, how, **more)
    return buffer.getvalue()


def phone_photo(wide: int = 4000, high: int = 3000, turn: int = 6) -> bytes:
    """With a place, a day, a camera, lying on its side."""
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = turn, "某牌手机"
    exif.get_ifd(0x8769)[0x9003] = TAKEN
    place = exif.get_ifd(0x8825)
    place[1], place[2] = "N", (39.0, 10.0, 5.0)
    return saved(picture(wide, high), "JPEG", quality=90, exif=exif)


def bomb(side: int = 60_000) -> bytes:
    """A PNG of a few kilobytes that would be 10 GB in memory."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return (
            struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        )

    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    rows = zlib.compress(b"\0" * 1_000_000, 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def package(*names: str) -> bytes:
    """A zip with these members."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in names:
            archive.writestr(name, b"x")
    return buffer.getvalue()


def docx(*more: str) -> bytes:
    return package("[Content_Types].xml", "word/document.xml", *more)


def old_office(*streams: str) -> bytes:
    body = b"".join(name.encode("utf-16-le").ljust(128, b"\0") for name in streams)
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(512, b"\0") + body
