"""Charts drawn with reportlab.graphics, each with its numbers printed beside it.

The same drawing goes on paper and, as a page of its own, to the window.
"""

from __future__ import annotations

import io
import math
from dataclasses import replace
from typing import Any

from reportlab.graphics import renderPDF
from reportlab.graphics.renderbase import STATE_DEFAULTS, renderScaledDrawing
from reportlab.graphics.shapes import Drawing, Line, Rect, String
from reportlab.lib.colors import HexColor
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, PageBreak

from app.base.text import rate
from app.paper.breaking import break_lines
from app.paper.fonts import FontBook, clean, font_book
from app.paper.model import Chart, ChartKind, Series
from app.paper.text import CAPTION, PITCH, TAIL, Pen, Piece, Style

_INK, _EDGE, _PALE = HexColor("#1F4E79"), HexColor("#1F4E79"), HexColor("#FFFFFF")
_AXIS = HexColor("#8C96A0")
_BLACK = HexColor("#000000")
# Light enough beside each other to tell apart in grey; the numbers ①② name them anyway.
_SHARES = [HexColor(c) for c in ("#1F4E79", "#5B8DB8", "#A9C6DF", "#D9DEE3", "#7F8C98", "#B9B3A4")]
_MOST_SHARES = 20
_TEXT = Style("song", 10.5, 13.5)
_SMALL = Style("song", 9, 12)


def write(
    drawing: Drawing, book: FontBook, x: float, y: float, text: str, style: Style, colour: Any
) -> float:
    """Add text to a drawing with the right font for each character; returns where it ends."""
    for font, piece in book.runs(text, style.role):
        drawing.add(String(x, y, piece, fontName=font, fontSize=style.size, fillColor=colour))
        x += book.width(piece, style.role, style.size)
    return x


class _Renderer(renderPDF._PDFRenderer):  # type: ignore[misc]
    """Draws without ever naming Helvetica, which would be a font that is not embedded."""

    def __init__(self, font: str) -> None:
        super().__init__()
        self._base = font

    def applyStateChanges(self, delta: dict[str, Any], newState: Any) -> None:  # noqa: N802, N803
        """Our font where a drawing has its default one."""
        if delta.get("fontName") == STATE_DEFAULTS["fontName"]:
            delta = {**delta, "fontName": self._base}
        super().applyStateChanges(delta, newState)


def put(drawing: Drawing, book: FontBook, canvas: Any, x: float, y: float) -> None:
    """Draw a drawing on a canvas."""
    renderer = _Renderer(book.name("song"))
    renderer.draw(renderScaledDrawing(drawing), canvas, x, y, showBoundary=0)


def numbers(series: Series) -> tuple[str, ...]:
    """The values as printed."""
    if series.shown:
        return series.shown
    return tuple(str(int(v)) if float(v).is_integer() else str(v) for v in series.values)


class _Bars:
    """Geometry of lying bars for a width."""

    def __init__(self, book: FontBook, chart: Chart, width: float) -> None:
        self.book, self.chart, self.width = book, chart, width
        wide = max((_TEXT.width(book, clean(label)) for label in chart.labels), default=0.0)
        self.label_room = min(wide, width * 0.34)
        self.labels = [self._wrap(label) for label in chart.labels]
        texts = [text for series in chart.series for text in numbers(series)]
        self.number_room = max((_TEXT.width(book, text) for text in texts), default=0.0) + 8
        self.left = self.label_room + 8
        self.bar_room = width - self.left - self.number_room
        values = [value for series in chart.series for value in series.values]
        self.top = chart.top or max([*values, 1e-9])
        self.bar = 9.0 if len(chart.series) > 1 else 11.0
        self.legend = 20.0 if len(chart.series) > 1 else 0.0

    def _wrap(self, label: str) -> list[str]:
        def measure(piece: str) -> float:
            return _TEXT.width(self.book, piece)

        return [line for line, _ in break_lines(clean(label), measure, self.label_room)][:3]

    def row(self, index: int) -> float:
        """Height of one label with its bars."""
        bars = len(self.chart.series) * (self.bar + 2) + 8
        return max(bars, len(self.labels[index]) * _TEXT.pitch + 4, PITCH * 2 / 3)

    def draw(self, start: int, end: int) -> Drawing:
        """The drawing of some labels."""
        height = sum(self.row(i) for i in range(start, end)) + self.legend
        drawing = Drawing(self.width, height)
        y = height
        if self.legend:
            self._legend(drawing, y)
            y -= self.legend
        drawing.add(Line(self.left, 0, self.left, y, strokeColor=_AXIS, strokeWidth=0.6))
        for index in range(start, end):
            y -= self.row(index)
            self._row(drawing, index, y)
        return drawing

    def _legend(self, drawing: Drawing, top: float) -> None:
        x = self.left
        for number, series in enumerate(self.chart.series):
            self._rect(drawing, x, top - 13, 18, number)
            x = write(drawing, self.book, x + 23, top - 12, clean(series.name), _SMALL, _BLACK) + 18

    def _rect(self, drawing: Drawing, x: float, y: float, width: float, number: int) -> None:
        drawing.add(
            Rect(
                x, y, max(width, 0.6), self.bar, strokeColor=_EDGE, strokeWidth=0.6,
                fillColor=_PALE if number else _INK,
            )
        )  # fmt: skip

    def _row(self, drawing: Drawing, index: int, low: float) -> None:
        row, label = self.row(index), self.labels[index]
        y = low + row / 2 + len(label) * _TEXT.pitch / 2 - _TEXT.size
        for line in label:
            x = self.label_room - _TEXT.width(self.book, line)
            write(drawing, self.book, x, y, line, _TEXT, _BLACK)
            y -= _TEXT.pitch
        step = self.bar + 2
        y = low + row / 2 + len(self.chart.series) * step / 2 - self.bar - 1
        for number, series in enumerate(self.chart.series):
            share = min(max(series.values[index] / self.top, 0.0), 1.0)
            self._rect(drawing, self.left, y, share * self.bar_room, number)
            style = _TEXT if number == 0 else _SMALL
            text = clean(numbers(series)[index])
            x = self.left + share * self.bar_room + 5
            write(drawing, self.book, x, y + self.bar / 2 - style.size * 0.36, text, style, _BLACK)
            y -= step


def _circled(number: int) -> str:
    return chr(0x2460 + number) if number < 20 else str(number + 1)


def _shortened(book: FontBook, text: str, room: float) -> str:
    """The text, cut with … where it is wider than the room."""
    if _TEXT.width(book, text) <= room:
        return text
    while text and _TEXT.width(book, text + "…") > room:
        text = text[:-1]
    return text + "…"


def _shares(book: FontBook, chart: Chart, width: float) -> Drawing:
    """One bar divided in shares; below it each share with its number and percentage."""
    series = chart.series[0]
    total = sum(series.values)
    shown = numbers(series)
    texts = [
        f"{_circled(i)} {clean(label)}　{clean(shown[i])}"
        + (f"（{rate(round(series.values[i] * 100), round(total * 100))}）" if total else "")
        for i, label in enumerate(chart.labels)
    ]
    texts = [_shortened(book, text, width - 20) for text in texts]
    widest = max((_TEXT.width(book, text) for text in texts), default=0.0) + 24
    across = max(1, min(3, int(width // widest)))
    rows = math.ceil(len(texts) / across)
    bar = 24.0
    height = bar + 12 + rows * 18
    drawing = Drawing(width, height)
    x = 0.0
    for index, value in enumerate(series.values):
        wide = width * value / total if total else 0.0
        colour = _SHARES[index % len(_SHARES)]
        drawing.add(
            Rect(x, height - bar, wide, bar, fillColor=colour, strokeColor=_PALE, strokeWidth=1)
        )
        mark = _circled(index)
        if wide > _TEXT.size * 1.5:
            dark = index % len(_SHARES) in (0, 1, 4)
            at = x + (wide - _TEXT.width(book, mark)) / 2
            ink = _PALE if dark else _BLACK
            write(drawing, book, at, height - bar / 2 - 4, mark, _TEXT, ink)
        x += wide
    for index, text in enumerate(texts):
        column, row = index % across, index // across
        x, y = column * width / across, height - bar - 12 - row * 18 - 11
        drawing.add(
            Rect(
                x, y - 1, 10, 10, fillColor=_SHARES[index % len(_SHARES)],
                strokeColor=_EDGE, strokeWidth=0.4,
            )
        )  # fmt: skip
        write(drawing, book, x + 15, y, text, _TEXT, _BLACK)
    return drawing


def _divided(chart: Chart) -> bool:
    """Whether it is drawn as one divided bar; too many shares are bars of their own."""
    return chart.kind is ChartKind.SHARE and len(chart.labels) <= _MOST_SHARES


class ChartPiece(Piece):
    """A chart on a page; many bars go on on the next page."""

    def __init__(
        self, book: FontBook, chart: Chart, start: int = 0, end: int | None = None
    ) -> None:
        super().__init__()
        self.book, self.chart = book, chart
        self.start, self.end = start, len(chart.labels) if end is None else end
        self.reserve = 0.0
        self._bars: _Bars | None = None

    def _geometry(self, width: float) -> _Bars:
        if self._bars is None or self._bars.width != width:
            self._bars = _Bars(self.book, self.chart, width)
        return self._bars

    def drawing(self, width: float) -> Drawing:
        """What is drawn."""
        if _divided(self.chart):
            return _shares(self.book, self.chart, width)
        return self._geometry(width).draw(self.start, self.end)

    def wrap(self, width: float, room: float) -> tuple[float, float]:
        """As high as the drawing."""
        if _divided(self.chart):
            return self.fit(width, self.drawing(width).height, room)
        bars = self._geometry(width)
        height = bars.legend + sum(bars.row(i) for i in range(self.start, self.end))
        return self.fit(width, height + self._caption, room)

    @property
    def _caption(self) -> float:
        """Room for the title with （续） on later pages."""
        return CAPTION.pitch + 4 if self.start and self.chart.title else 0.0

    def least(self, width: float) -> float:
        """The whole chart up to ten bars; of more, the first six."""
        if _divided(self.chart) or self.end - self.start <= 10:
            return self.wrap(width, 1e6)[1] + self.reserve + TAIL
        bars = self._geometry(width)
        return bars.legend + TAIL + sum(bars.row(i) for i in range(self.start, self.start + 6))

    def split(self, width: float, room: float) -> list[Flowable]:
        """The bars that fit, and the others."""
        if _divided(self.chart):
            return []
        bars = self._geometry(width)
        height, count = bars.legend + self._caption + TAIL, 0
        while self.start + count < self.end and height + bars.row(self.start + count) <= room:
            height += bars.row(self.start + count)
            count += 1
        if count == 0 or self.start + count == self.end:
            return []
        middle = self.start + count
        rest = ChartPiece(self.book, self.chart, middle, self.end)
        return [ChartPiece(self.book, self.chart, self.start, middle), PageBreak(), rest]

    def draw(self) -> None:
        """Put the drawing on the page."""
        if self._caption:
            text = f"{clean(chart_title(self.chart))}（续）"
            style = replace(
                CAPTION,
                size=min(
                    CAPTION.size, CAPTION.size * self.width / max(CAPTION.width(self.book, text), 1)
                ),
            )
            pen = Pen(self.canv, self.book)
            x = (self.width - style.width(self.book, text)) / 2
            pen.put(x, self.height - style.size, text, style)
            pen.done()
        put(self.drawing(self.width), self.book, self.canv, 0, 0)


def chart_title(chart: Chart) -> str:
    """Title with the unit in brackets."""
    return f"{chart.title}（{chart.unit}）" if chart.unit else chart.title


def chart_pdf(chart: Chart, width: float = 480, office: tuple[tuple[str, str], ...] = ()) -> bytes:
    """The chart as a PDF of one page of its own size, for the window.

    Args:
        chart: what to draw.
        width: of the page in points.
        office: (role, file) pairs, ``files`` of ``app.paper.fonts_office.own_fonts``.
    """
    book = font_book(office)
    drawing = ChartPiece(book, chart).drawing(width - 32)
    return page_of(book, drawing, chart_title(chart), width)


def page_of(book: FontBook, drawing: Drawing, title: str, width: float) -> bytes:
    """A drawing below its title, as a PDF of one page of its own size."""
    title = clean(title)
    top = 26.0 if title else 0.0
    height = drawing.height + top + 32
    output = io.BytesIO()
    canvas = Canvas(
        output, pagesize=(width, height), invariant=1, pageCompression=1,
        initialFontName=book.name("fang"),
    )  # fmt: skip
    canvas.setTitle(title or "图")
    if title:
        head = Drawing(width, top)
        x = max(16.0, (width - CAPTION.width(book, title)) / 2)
        write(head, book, x, 6, title, CAPTION, _BLACK)
        put(head, book, canvas, 0, height - 16 - top)
    put(drawing, book, canvas, 16, 16)
    canvas.showPage()
    canvas.save()
    return output.getvalue()
