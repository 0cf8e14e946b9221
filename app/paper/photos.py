"""Photos on paper: so many a page, each with its caption (for annexes of reports)."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

from reportlab.lib.colors import HexColor
from reportlab.lib.utils import ImageReader

from app.paper.breaking import break_lines
from app.paper.fonts import FontBook, clean
from app.paper.model import Photo, Photos
from app.paper.text import _ASCENT, TAIL, Pen, Piece, Style

CAPTION = Style("song", 10.5, 14)
CAPTION_LINES = 2
_BETWEEN = 10.0
_LINE = HexColor("#C8C8C8")


def rows_of(photos: Photos) -> Iterator[tuple[Photo, ...]]:
    """The photos row by row."""
    wide = max(1, photos.columns)
    for start in range(0, len(photos.photos), wide):
        yield photos.photos[start : start + wide]


def fitted(wide: float, high: float, room: tuple[float, float]) -> tuple[float, float]:
    """The largest size in a room that keeps the proportions."""
    scale = min(room[0] / max(wide, 1), room[1] / max(high, 1))
    return wide * scale, high * scale


class _Photo(ImageReader):  # type: ignore[misc]
    """A photo that is put into the file as it is, where reportlab can.

    To tell pictures apart reportlab decodes each, and keeps what it decoded until the paper is
    done: a JPEG is told by its own bytes.
    """

    def getRGBData(self) -> bytes:  # noqa: N802
        """What the picture is told by; the bytes of a JPEG, else its points."""
        file = self.jpeg_fh()
        if file is None:
            points: bytes = super().getRGBData()
            return points
        self._dataA = None
        content: bytes = file.read()
        return content


def put_photo(
    canvas: Any, content: bytes, corner: tuple[float, float], room: tuple[float, float]
) -> tuple[float, float, float, float]:
    """Draw a photo in the middle of a room, as large as it goes.

    Args:
        corner: lower left one of the room; points, as ``room``.

    Returns:
        Where it stands: left, foot, width, height.
    """
    picture = _Photo(io.BytesIO(content))
    own: tuple[int, int] = picture.getSize()
    wide, high = fitted(own[0], own[1], room)
    x, y = corner[0] + (room[0] - wide) / 2, corner[1] + (room[1] - high) / 2
    canvas.drawImage(picture, x, y, wide, high)
    return x, y, wide, high


class PhotoRow(Piece):
    """One row of photos with their captions; a page breaks between rows."""

    def __init__(
        self, book: FontBook, photos: tuple[Photo, ...], columns: int, height: float
    ) -> None:
        super().__init__()
        self.book, self.photos, self.columns = book, photos, max(1, columns)
        self._high = height

    def wrap(self, width: float, room: float) -> tuple[float, float]:
        """As high as its share of the page."""
        return self.fit(width, self._high, room)

    def draw(self) -> None:
        """Each photo in the middle of its place, its caption below it."""
        canvas, pen = self.canv, Pen(self.canv, self.book)
        wide = (self.width - (self.columns - 1) * _BETWEEN) / self.columns
        low = CAPTION_LINES * CAPTION.pitch + 6
        room = (wide, self.height - low - 6)
        canvas.saveState()
        canvas.setStrokeColor(_LINE)
        canvas.setLineWidth(0.4)
        for place, photo in enumerate(self.photos):
            left = place * (wide + _BETWEEN)
            x, y, *size = put_photo(canvas, photo.content, (left, low), room)
            canvas.rect(x, y, *size)
            self._caption(pen, photo.caption, left, wide, y - 4)
        canvas.restoreState()
        pen.done()

    def _caption(self, pen: Pen, text: str, left: float, wide: float, top: float) -> None:
        def measure(piece: str) -> float:
            return CAPTION.width(self.book, piece)

        lines = [line for line, _last in break_lines(clean(text), measure, wide, wide)]
        if len(lines) > CAPTION_LINES:
            lines = lines[:CAPTION_LINES]
            while lines[-1] and measure(lines[-1] + "…") > wide:
                lines[-1] = lines[-1][:-1]
            lines[-1] += "…"
        y = top - CAPTION.size * _ASCENT
        for line in lines:
            pen.put(left + (wide - measure(line)) / 2, y, line, CAPTION)
            y -= CAPTION.pitch


def row_height(photos: Photos, depth: float) -> float:
    """The share of a page that one row takes, in points."""
    return (depth - TAIL - 1) / max(1, photos.rows)
