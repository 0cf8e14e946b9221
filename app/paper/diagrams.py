"""Diagrams of boxes (组织机构图), drawn as charts are: one drawing for paper and window."""

from __future__ import annotations

from collections.abc import Sequence

from reportlab.graphics.shapes import Drawing, Line, Rect
from reportlab.lib.colors import HexColor
from reportlab.platypus import Flowable, PageBreak

from app.paper.breaking import break_lines
from app.paper.charts import page_of, put, write
from app.paper.fonts import FontBook, clean, font_book
from app.paper.model import Box, Diagram
from app.paper.text import TAIL, Piece, Style

_LINE, _FILL, _HEAD = HexColor("#1F4E79"), HexColor("#FFFFFF"), HexColor("#E8EEF4")
_BLACK = HexColor("#000000")
_BOLD = Style("hei", 10.5, 15)
_TEXT = Style("song", 9.5, 13.5)
GAP, RISE, PAD, SPINE = 12.0, 26.0, 6.0, 8.0
"""Between boxes; above a row of them; inside a box; width of the line at the left."""


class _Sized:
    """A box with its lines broken for a width."""

    def __init__(self, book: FontBook, box: Box, width: float) -> None:
        self.width = width
        room = width - 2 * PAD
        self.head = _broken(book, box.head, _BOLD, room)
        self.lines = [part for line in box.lines for part in _broken(book, line, _TEXT, room)]
        self.top = len(self.head) * _BOLD.pitch + PAD
        below = len(self.lines) * _TEXT.pitch + PAD if self.lines else 0.0
        self.height = self.top + below

    def draw(self, drawing: Drawing, book: FontBook, x: float, y: float) -> None:
        """With its lower left corner there."""
        drawing.add(Rect(x, y, self.width, self.height, fillColor=_FILL, strokeColor=_LINE,
                         strokeWidth=0.8))  # fmt: skip
        head = y + self.height - self.top
        drawing.add(Rect(x, head, self.width, self.top, fillColor=_HEAD, strokeColor=_LINE,
                         strokeWidth=0.8))  # fmt: skip
        at = y + self.height - PAD / 2 - _BOLD.size
        for line in self.head:
            left = x + (self.width - _BOLD.width(book, line)) / 2
            write(drawing, book, left, at, line, _BOLD, _BLACK)
            at -= _BOLD.pitch
        at = head - PAD / 2 - _TEXT.size
        for line in self.lines:
            write(drawing, book, x + PAD, at, line, _TEXT, _BLACK)
            at -= _TEXT.pitch


def _broken(book: FontBook, text: str, style: Style, room: float) -> list[str]:
    return [line for line, _ in break_lines(clean(text), lambda t: style.width(book, t), room)]


class _Plan:
    """Geometry of a diagram for a width."""

    def __init__(self, book: FontBook, diagram: Diagram, width: float) -> None:
        self.book, self.width = book, width
        across = max(1, min(diagram.across, len(diagram.below) or 1))
        self.box = (width - SPINE - GAP * (across - 1)) / across
        self.top = _Sized(book, diagram.top, min(width * 0.62, 320.0))
        every = [_Sized(book, box, self.box) for box in diagram.below]
        self.rows = [every[i : i + across] for i in range(0, len(every), across)]

    def row(self, index: int) -> float:
        """Height of a row of boxes with the lines above it."""
        return RISE + max(one.height for one in self.rows[index])

    def height(self, start: int, end: int) -> float:
        """Of some rows; the box above goes with the first."""
        head = self.top.height if start == 0 else 0.0
        return head + sum(self.row(i) for i in range(start, end))

    def draw(self, start: int, end: int) -> Drawing:
        """Some rows, the box above with the first."""
        drawing = Drawing(self.width, self.height(start, end))
        y, middle = drawing.height, self.width / 2
        if start == 0:
            y -= self.top.height
            self.top.draw(drawing, self.book, middle - self.top.width / 2, y)
        last = len(self.rows) - 1
        for index in range(start, end):
            bus, low = y - RISE / 2, y - self.row(index)
            lefts = self._lefts(self.rows[index])
            ends = [left + self.box / 2 for left in lefts]
            if index == 0:
                ends.append(middle)
                drawing.add(_line(middle, y, middle, bus))
            if last > 0:  # the rows hang on a line at the left
                ends.append(SPINE / 2)
                foot = low if index < last else bus
                drawing.add(_line(SPINE / 2, bus if index == 0 else y, SPINE / 2, foot))
            drawing.add(_line(min(ends), bus, max(ends), bus))
            for left, one in zip(lefts, self.rows[index], strict=True):
                x = left + self.box / 2
                drawing.add(_line(x, bus, x, y - RISE))
                one.draw(drawing, self.book, left, y - RISE - one.height)
            y = low
        return drawing

    def _lefts(self, row: Sequence[_Sized]) -> list[float]:
        return [SPINE + i * (self.box + GAP) for i in range(len(row))]


def _line(x: float, y: float, to_x: float, to_y: float) -> Line:
    return Line(x, y, to_x, to_y, strokeColor=_LINE, strokeWidth=0.8)


class DiagramPiece(Piece):
    """A diagram on a page; its rows of boxes go on on the next one."""

    def __init__(
        self, book: FontBook, diagram: Diagram, start: int = 0, end: int | None = None
    ) -> None:
        super().__init__()
        self.book, self.diagram, self.start, self.end = book, diagram, start, end
        self._made: _Plan | None = None

    def _plan(self, width: float) -> _Plan:
        if self._made is None or self._made.width != width:
            self._made = _Plan(self.book, self.diagram, width)
        return self._made

    def _end(self, plan: _Plan) -> int:
        return len(plan.rows) if self.end is None else self.end

    def drawing(self, width: float) -> Drawing:
        """What is drawn."""
        plan = self._plan(width)
        return plan.draw(self.start, self._end(plan))

    def wrap(self, width: float, room: float) -> tuple[float, float]:
        """As high as the drawing."""
        plan = self._plan(width)
        return self.fit(width, plan.height(self.start, self._end(plan)), room)

    def least(self, width: float) -> float:
        """The first row."""
        plan = self._plan(width)
        return plan.height(self.start, min(self.start + 1, self._end(plan))) + TAIL

    def split(self, width: float, room: float) -> list[Flowable]:
        """The rows that fit, and the others."""
        plan = self._plan(width)
        end = self._end(plan)
        middle = self.start
        while middle < end and plan.height(self.start, middle + 1) + TAIL <= room:
            middle += 1
        if middle in (self.start, end):
            return []
        rest = DiagramPiece(self.book, self.diagram, middle, self.end)
        return [DiagramPiece(self.book, self.diagram, self.start, middle), PageBreak(), rest]

    def draw(self) -> None:
        """Put the drawing on the page."""
        put(self.drawing(self.width), self.book, self.canv, 0, 0)


def diagram_pdf(
    diagram: Diagram, width: float = 480, office: tuple[tuple[str, str], ...] = ()
) -> bytes:
    """The diagram as a PDF of one page of its own size, for the window; see ``chart_pdf``."""
    book = font_book(office)
    drawing = DiagramPiece(book, diagram).drawing(width - 32)
    return page_of(book, drawing, diagram.title, width)
