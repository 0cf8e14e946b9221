"""Photos made fit to keep: upright, sized down, without place and camera (runs in the child)."""

from __future__ import annotations

import io
import struct
import zlib
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from PIL import Image, ImageOps, UnidentifiedImageError

from app.base.errors import UserError
from app.pictures.media import Limits, clean_name

FORMATS = ("JPEG", "MPO", "PNG", "WEBP", "BMP", "DIB", "TIFF", "GIF", "HEIF")
Image.MAX_IMAGE_PIXELS = None  # the limit is the resource's; Pillow's own speaks English
_EXIF, _TAKEN, _CHANGED = 0x8769, 0x9003, 0x0132
_BROKEN = (
    UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError, IndexError, struct.error,
    OverflowError, zlib.error,
)  # fmt: skip
_PROFILE = 8192  # bytes; a colour profile of a phone takes 500
_SAVED_WELL = 92  # quality of what is small enough already


@dataclass(frozen=True, slots=True)
class Photo:
    """A picture fit to keep.

    Attributes:
        content: JPEG or PNG.
        media: its media type.
        taken: day on which it was taken, if it says so.
        pages: pictures in the file; only the first is in ``content``.
    """

    content: bytes
    media: str
    taken: date | None
    pages: int


def fit(data: bytes, limits: Limits, name: str = "") -> Photo:
    """Decode one picture and make it fit.

    Raises:
        UserError: EVIDENCE_PIXELS, EVIDENCE_BROKEN.
    """
    try:
        Image.init()
        formats = [name for name in FORMATS if name in Image.OPEN]
        with Image.open(io.BytesIO(data), formats=formats) as picture:
            wide, high = picture.size
            if wide * high > limits.largest_pixels:
                raise UserError(
                    "EVIDENCE_PIXELS",
                    f"「{clean_name(name)}」有 {wide}×{high} 点，太大了，程序不打开它。",
                    "请用看图软件缩小以后再添加。",
                )
            return _fit(picture, limits)
    except _BROKEN as error:
        raise UserError(
            "EVIDENCE_BROKEN",
            f"「{clean_name(name)}」不完整或已损坏，打不开。",
            "可能是复制、下载没有完成；请重新复制一份，或从手机里重新传一次。",
        ) from error


def _fit(picture: Image.Image, limits: Limits) -> Photo:
    source = picture.format or ""
    pages = int(getattr(picture, "n_frames", 1)) if source == "TIFF" else 1
    taken = _taken(picture)
    side = limits.long_side
    small = max(picture.size) <= side
    if source in ("JPEG", "MPO"):
        picture.draft("RGB", (side * 2, side * 2))  # the decoder itself leaves out what is too fine
    profile = picture.info.get("icc_profile")
    # The larger of the two steps first, so that a picture of 200 million points is not copied.
    picture.thumbnail((side, side), Image.Resampling.LANCZOS, reducing_gap=2.0)
    try:
        upright = ImageOps.exif_transpose(picture)
    except _BROKEN:  # only what it says of itself is broken
        upright = picture
    flat = _flat(upright)
    more: dict[str, Any] = {}
    if profile and len(profile) <= _PROFILE and flat.mode == "RGB":
        more["icc_profile"] = profile
    if source in ("PNG", "GIF") and small:
        content = _saved(flat, "PNG", optimize=True, **more)
        if len(content) <= limits.plain_bytes:
            return Photo(content, "image/png", taken, pages)
    quality = _SAVED_WELL if small else limits.quality
    return Photo(_saved(flat, "JPEG", quality=quality, **more), "image/jpeg", taken, pages)


def _flat(picture: Image.Image) -> Image.Image:
    """RGB or grey, on white; nothing of its information is carried along."""
    if picture.mode.startswith("I;16") or picture.mode in ("I", "F"):
        deep = picture.convert("F")
        extremes: Any = deep.getextrema()
        low, high = extremes
        scale = 255.0 / (high - low) if high > low else 1.0
        picture = deep.point(lambda value: value * scale - low * scale).convert("L")
    if picture.mode in ("1", "L"):
        return picture.convert("L")
    if picture.has_transparency_data:
        layer = picture.convert("RGBA")
        ground = Image.new("RGB", picture.size, "white")
        ground.paste(layer, mask=layer.getchannel("A"))
        return ground
    return picture.convert("RGB")


def _saved(picture: Image.Image, how: str, **more: Any) -> bytes:
    bare = Image.new(picture.mode, picture.size)
    bare.paste(picture)
    buffer = io.BytesIO()
    bare.save(buffer, how, **more)
    return buffer.getvalue()


def _taken(picture: Image.Image) -> date | None:
    try:
        exif = picture.getexif()
        said = (exif.get_ifd(_EXIF).get(_TAKEN), exif.get(_CHANGED))
    except (*_BROKEN, TypeError, KeyError):
        return None
    for text in said:
        try:
            day = datetime.strptime(str(text)[:10], "%Y:%m:%d").date()  # noqa: DTZ007  a day
        except ValueError:
            continue
        if 1990 <= day.year < 2100:
            return day
    return None
