"""A few files that stand for all proof of the sample data: each lies in the workspace once."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Mapping

from app.base.codes import code_list
from app.store import evidence
from app.store.workspace import Workspace

_WIDE, _HIGH = 480, 320
_INKS = ((196, 60, 52), (52, 120, 180), (74, 140, 84), (200, 150, 60))


def stored(workspace: Workspace) -> Mapping[str, tuple[evidence.Stored, ...]]:
    """Kind of proof → stored files: photos are pictures, all else short texts."""
    found: dict[str, tuple[evidence.Stored, ...]] = {}
    for entry in code_list("proof_kind"):
        if entry.code == evidence.PHOTO:
            found[entry.code] = tuple(
                evidence.keep(
                    workspace, _picture(n), kind=entry.code, title=f"现场照片{n + 1}.png",
                    media_type="image/png",
                )
                for n in range(len(_INKS))
            )  # fmt: skip
            continue
        text = f"这是示例数据里的「{entry.name}」，内容是虚构的。\n"
        found[entry.code] = (
            evidence.keep(
                workspace, text.encode(), kind=entry.code, title=f"{entry.name}.txt",
                media_type="text/plain",
            ),
        )  # fmt: skip
    return found


def _picture(number: int) -> bytes:
    """A PNG of a banner over a lighter ground, told apart by its colour."""
    ink, ground = _INKS[number], tuple(min(255, 150 + part // 3) for part in _INKS[number])
    lines = bytearray()
    for y in range(_HIGH):
        colour = ink if _HIGH // 5 < y < _HIGH // 5 * 2 else ground
        lines += b"\0" + bytes(colour) * _WIDE
    head = struct.pack(">IIBBBBB", _WIDE, _HIGH, 8, 2, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(bytes(lines), 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, data) for name, data in parts)


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
