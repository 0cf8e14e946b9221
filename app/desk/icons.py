# ruff: noqa: E501
"""Small line icons and status shapes drawn in code: sharp at every size, coloured by the theme."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPainterPath, QPen, QPixmap, QPolygonF

from app.base.lists import Tone
from app.desk import theme

# Each stroke is a list of points on a 24 x 24 grid; a first item "o" is a circle (x, y, radius).
_STROKES: dict[str, tuple[tuple[object, ...], ...]] = {
    "home": ((4, 11, 12, 4, 20, 11), (6, 10, 6, 20, 18, 20, 18, 10), (10, 20, 10, 14, 14, 14, 14, 20)),
    "organisations": ((9, 3, 15, 3, 15, 9, 9, 9, 9, 3), (3, 15, 9, 15, 9, 21, 3, 21, 3, 15),
                      (15, 15, 21, 15, 21, 21, 15, 21, 15, 15), (12, 9, 12, 12), (6, 15, 6, 12, 18, 12, 18, 15)),
    "members": (("o", 9, 8, 4), (2, 20, 3, 16, 6, 14, 12, 14, 15, 16, 16, 20), (15, 4.5, 17.5, 5, 19, 8, 17.5, 11, 15, 11.5), (18, 14, 21, 16, 22, 20)),
    "cadres": (("o", 12, 6, 3.4), (6, 14, 8, 11.5, 12, 10.8, 16, 11.5, 18, 14), (4, 14, 20, 14, 19, 17.5, 5, 17.5, 4, 14), (7, 17.5, 7, 21), (17, 17.5, 17, 21)),
    "surveys": ((4, 11, 20, 11, 20, 21, 4, 21, 4, 11), (9, 11, 9, 3, 17, 3, 17, 11), (11, 7, 12.5, 8.5, 15, 5.5), (8, 15, 16, 15)),
    "five_ones": (("o", 6, 6, 2.5), ("o", 12, 6, 2.5), ("o", 18, 6, 2.5), ("o", 9, 13, 2.5), ("o", 15, 13, 2.5), (5, 20, 19, 20)),
    "six_haves": ((3, 6, 4.5, 7.5, 7.5, 4.5), (11, 6, 21, 6), (3, 12.5, 4.5, 14, 7.5, 11), (11, 12.5, 21, 12.5), (3, 19, 4.5, 20.5, 7.5, 17.5), (11, 19, 21, 19)),
    "returns": ((6, 3, 15, 3, 19, 7, 19, 21, 6, 21, 6, 3), (9, 12, 16, 12), (9, 16, 16, 16)),
    "backup": (("o", 12, 12, 9), (12, 6, 12, 12, 16, 14)),
    "search": (("o", 10.5, 10.5, 6), (15, 15, 20.5, 20.5)),
    "lock": ((6, 11, 18, 11, 18, 20, 6, 20, 6, 11), (8, 11, 8, 7.5, 10, 5, 12, 4.4, 14, 5, 16, 7.5, 16, 11)),
    "undo": ((9, 5, 4, 10, 9, 15), (4, 10, 15, 10, 19, 12, 20, 15, 19, 18, 15, 20)),
    "redo": ((15, 5, 20, 10, 15, 15), (20, 10, 9, 10, 5, 12, 4, 15, 5, 18, 9, 20)),
    "print": ((7, 9, 7, 3, 17, 3, 17, 9), (4, 9, 20, 9, 20, 17, 4, 17, 4, 9), (7, 14, 17, 14, 17, 21, 7, 21, 7, 14)),
    "settings": ((4, 7, 20, 7), (4, 12, 20, 12), (4, 17, 20, 17), ("o", 9, 7, 2), ("o", 15, 12, 2), ("o", 8, 17, 2)),
    "back": ((15, 5, 8, 12, 15, 19),),
    "down": ((6, 9, 12, 15, 18, 9),),
    "close": ((6, 6, 18, 18), (18, 6, 6, 18)),
    "plus": ((12, 5, 12, 19), (5, 12, 19, 12)),
    "columns": ((4, 5, 20, 5, 20, 19, 4, 19, 4, 5), (10, 5, 10, 19), (15, 5, 15, 19)),
    "folder": ((3, 19, 3, 5, 9, 5, 11, 8, 21, 8, 21, 19, 3, 19),),
    "day": ((4, 6, 20, 6, 20, 20, 4, 20, 4, 6), (4, 10, 20, 10), (8, 3, 8, 7), (16, 3, 16, 7)),
    "import": ((12, 3, 12, 14), (7, 10, 12, 15, 17, 10), (4, 17, 4, 21, 20, 21, 20, 17)),
    "export": ((12, 15, 12, 4), (7, 8, 12, 3, 17, 8), (4, 17, 4, 21, 20, 21, 20, 17)),
    "keys": ((3, 6, 21, 6, 21, 18, 3, 18, 3, 6), (7, 10, 7.2, 10), (12, 10, 12.2, 10), (17, 10, 17.2, 10), (8, 14, 16, 14)),
    "none": (),
    "area": ((5, 5, 19, 5, 19, 19, 5, 19, 5, 5),),
}  # fmt: skip


def icon(name: str, colour: str | None = None, size: int = 18) -> QIcon:
    """An icon in the theme's muted ink, or in ``colour``; sizes at 100 %."""
    return _icon(name, colour or theme.colours().muted, theme.px(size))


@cache
def _icon(name: str, colour: str, side: int) -> QIcon:
    made = QIcon()
    for ratio in (1.0, 2.0):
        made.addPixmap(_pixmap(name, QColor(colour), side, ratio))
    return made


def _pixmap(name: str, colour: QColor, side: int, ratio: float) -> QPixmap:
    picture = QPixmap(QSize(side, side) * ratio)
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.scale(side / 24, side / 24)
    pen = QPen(colour, 1.7)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    for stroke in _STROKES.get(name, _STROKES["area"]):
        if stroke[0] == "o":
            x, y, radius = (float(str(v)) for v in stroke[1:])
            painter.drawEllipse(QPointF(x, y), radius, radius)
            continue
        values = [float(str(v)) for v in stroke]
        points = [QPointF(x, y) for x, y in zip(values[::2], values[1::2], strict=True)]
        painter.drawPolyline(QPolygonF(points))
    painter.end()
    return picture


def draw_shape(painter: QPainter, tone: Tone, box: QRectF, colour: QColor) -> None:
    """The shape that tells a tone without its colour.

    Good: filled disc; warn: triangle; bad: square; idle: ring; info: diamond.
    """
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    left, top, right, bottom = box.left(), box.top(), box.right(), box.bottom()
    middle = box.center()
    if tone is Tone.GOOD:
        painter.drawEllipse(box)
    elif tone is Tone.WARN:
        painter.drawPolygon(
            QPolygonF([QPointF(middle.x(), top), QPointF(right, bottom), QPointF(left, bottom)])
        )
    elif tone is Tone.BAD:
        painter.drawRect(box.adjusted(0.5, 0.5, -0.5, -0.5))
    elif tone is Tone.INFO:
        painter.drawPolygon(
            QPolygonF(
                [QPointF(middle.x(), top), QPointF(right, middle.y()),
                 QPointF(middle.x(), bottom), QPointF(left, middle.y())]
            )
        )  # fmt: skip
    else:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(colour, max(1.2, box.width() / 7)))
        painter.drawEllipse(box.adjusted(1, 1, -1, -1))
    painter.restore()


def emblem(side: int) -> QPixmap:
    """The program's mark: a red rounded square with two white beams; ``side`` in real pixels."""
    picture = QPixmap(side * 2, side * 2)
    picture.setDevicePixelRatio(2)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    path = QPainterPath()
    path.addRoundedRect(QRectF(0, 0, side, side), side * 0.2, side * 0.2)
    painter.fillPath(path, QColor("#C0272D"))
    pen = QPen(QColor("#FFFFFF"), side * 0.11)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    painter.setPen(pen)
    for x1, y1, x2, y2 in ((0.26, 0.3, 0.74, 0.3), (0.5, 0.3, 0.5, 0.72), (0.26, 0.72, 0.74, 0.72)):
        painter.drawLine(QPointF(side * x1, side * y1), QPointF(side * x2, side * y2))
    painter.end()
    return picture
