"""Evidence on paper: its photos at the size in which they are printed, as a block of the kit."""

from __future__ import annotations

import io
from collections.abc import Iterable
from typing import Any

from PIL import Image

from app.base.errors import KnownError
from app.base.progress import SILENT, Progress
from app.paper.model import Photo, Photos
from app.pictures.media import limits
from app.store.evidence import PORTRAIT, Piece, content, of


def for_print(data: bytes, side: int, quality: int) -> bytes:
    """A stored photo at the size of a print, as JPEG; what is small enough stays as it is."""
    with Image.open(io.BytesIO(data), formats=("JPEG", "PNG")) as picture:
        if picture.format == "JPEG" and max(picture.size) <= side:
            return data
        picture.draft("RGB", (side, side))
        picture.thumbnail((side, side), Image.Resampling.LANCZOS, reducing_gap=2.0)
        buffer = io.BytesIO()
        mode = "L" if picture.mode == "L" else "RGB"
        picture.convert(mode).save(buffer, "JPEG", quality=quality)
        return buffer.getvalue()


def photos_of(
    conn: Any,
    pieces: Iterable[Piece],
    *,
    columns: int = 2,
    rows: int = 3,
    progress: Progress = SILENT,
) -> Photos:
    """The photos among these pieces as a block for a paper, captions below them; on a reading
    connection of an open workspace. A photo whose file is missing or damaged is left out.

    Memory: one photo as it is stored at a time, and all at the size of the print, about 0.1 MB.
    """
    wanted, made = [piece for piece in pieces if piece.picture], list[Photo]()
    side = limits().print_side // max(1, columns)
    for number, piece in enumerate(wanted):
        progress.step(number, len(wanted), "正在准备照片")
        try:
            data = for_print(content(conn, piece.file), side, limits().quality)
        except (KnownError, OSError):
            continue
        day = f"（{piece.made_on.isoformat()}）" if piece.made_on else ""
        made.append(Photo(data, f"{piece.caption or _stem(piece.title)}{day}"))
    return Photos(tuple(made), columns, rows)


def portrait(conn: Any, owner_kind: str, owner_id: str) -> bytes:
    """The newest portrait among a record's evidence at the size of a form, as JPEG; empty if there
    is none that can be read."""
    pieces = of(conn, owner_kind, [owner_id])[owner_id]
    for piece in reversed([p for p in pieces if p.kind == PORTRAIT and p.picture]):
        try:
            return for_print(content(conn, piece.file), limits().portrait_side, limits().quality)
        except (KnownError, OSError):
            continue
    return b""


def _stem(title: str) -> str:
    return title.rpartition(".")[0] or title
