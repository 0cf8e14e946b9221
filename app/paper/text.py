"""Lines of text on the page: the base of all pieces, and running text in the page's own grid."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from reportlab.platypus import Flowable

from app.paper.breaking import break_lines, title_lines
from app.paper.fonts import FontBook, clean
from app.paper.model import Align

# GB/T 9704-2012 5.2: 22 lines of 28 characters in 156 x 225 mm. 3号 is 15.75 pt; the advance of
# 15.79 pt fills the width, and a pitch of 29.6 pt puts the 22nd line on the lower edge.
SIZE_3 = 15.75
ADVANCE = 15.79
PITCH = 29.6
TAIL = PITCH - SIZE_3
"""The frame is this much longer than the text block, for the space below the last line."""

_ASCENT = 0.88
_LATIN = re.compile(r"[\u0020-\u024F]+|[^\u0020-\u024F]+")


@dataclass(frozen=True, slots=True)
class Style:
    """How text is set: role of the font, size and pitch in points, letter spacing in points."""

    role: str
    size: float
    pitch: float
    track: float = 0.0

    def width(self, book: FontBook, text: str) -> float:
        """Width of the text in points."""
        return book.width(text, self.role, self.size) + self.track * len(text)


BODY = Style("fang", SIZE_3, PITCH, ADVANCE - SIZE_3)
HEADINGS = {
    1: Style("hei", SIZE_3, PITCH, ADVANCE - SIZE_3),
    2: Style("kai", SIZE_3, PITCH, ADVANCE - SIZE_3),
    3: BODY,
    4: BODY,
}
TITLE = Style("song_bold", 22, 37)
SUBTITLE = Style("kai", SIZE_3, PITCH, ADVANCE - SIZE_3)
NOTE = Style("fang", 10.5, PITCH / 2)
CAPTION = Style("hei", 12, 19)


class Pen:
    """Writes text with the right font for each character; one text object until ``done``.

    The operators are written here and not through reportlab's text object, which spends most of
    its time on strings and fonts that are looked up anew for each cell.
    """

    def __init__(self, canvas: Any, book: FontBook) -> None:
        self._canvas = canvas
        self._book = book
        self._code: list[str] = []
        self._font: tuple[str, float] | None = None
        self._space = 0.0

    def put(self, x: float, y: float, text: str, style: Style, spread: float = 0.0) -> None:
        """Write from (x, y) on the base line; ``spread`` widens what is not Latin."""
        self._code.append(f"1 0 0 1 {x:.3f} {y:.3f} Tm")
        if spread:
            for piece in _LATIN.findall(text):
                latin = piece[0] <= "\u024f"
                self._runs(piece, style, style.track + (0.0 if latin else spread))
        else:
            self._runs(text, style, style.track)

    def _runs(self, text: str, style: Style, space: float) -> None:
        if space != self._space:
            self._code.append(f"{space:.4f} Tc")
            self._space = space
        codes = self._book.codes(self._canvas._doc, style.role)
        current = ""
        operands: list[str] = []
        for char in text:
            font, operand = codes[char]
            if font != current:
                if operands:
                    self._show(current, style.size, operands)
                current, operands = font, []
            operands.append(operand)
        if operands:
            self._show(current, style.size, operands)

    def _show(self, font: str, size: float, operands: list[str]) -> None:
        if (font, size) != self._font:
            self._code.append(f"{font} {size:g} Tf")
            self._font = (font, size)
        self._code.append(f"({''.join(operands)}) Tj")

    def done(self) -> None:
        """Put what was written on the page."""
        if self._space:
            self._code.append("0 Tc")
        self._canvas._code.append("\n".join(["BT", *self._code, "ET"]))


class Piece(Flowable):  # type: ignore[misc]
    """Something on a page.

    Attributes:
        sticky: stays with what follows (headings, captions).
    """

    sticky = False

    def __init__(self) -> None:
        super().__init__()
        self.width = self.height = 0.0

    def least(self, width: float) -> float:
        """Height in points that must fit for this piece to begin on a page."""
        return float(self.wrap(width, 1e6)[1])

    def fit(self, width: float, height: float, room: float) -> tuple[float, float]:
        """Size to report; what is no text keeps clear of the space below the last line."""
        self.width, self.height = width, height
        return width, (height if height <= room - TAIL + 0.01 else max(height, room + 1))

    def split(self, width: float, room: float) -> list[Flowable]:  # noqa: ARG002
        """Whole or not at all."""
        return []


class Snap(Piece):
    """Moves on to the next line of the page's grid."""

    _ZEROSIZE = True

    def __init__(self, height: float) -> None:
        super().__init__()
        self._whole = height

    def wrap(self, width: float, room: float) -> tuple[float, float]:
        """The rest of the current grid line; nothing if that is the page's end."""
        rest = -(self._whole - room) % PITCH
        if rest < 0.05 or PITCH - rest < 0.05 or rest > room:
            rest = 0.0
        self.width, self.height = width, rest
        return width, rest

    def draw(self) -> None:
        """Nothing to see."""


class Gap(Piece):
    """Empty height; cut off at the end of a page, and left out at its top unless ``always``."""

    _ZEROSIZE = True

    def __init__(self, height: float, *, always: bool = False) -> None:
        super().__init__()
        self._gap, self._always = height, always

    def wrap(self, width: float, room: float) -> tuple[float, float]:
        """The gap, or what is left of the page."""
        top = getattr(getattr(self, "_frame", None), "_atTop", False) and not self._always
        self.width, self.height = width, 0.0 if top else min(self._gap, room)
        return width, self.height

    def draw(self) -> None:
        """Nothing to see."""


class Lines(Piece):
    """Running text; breaks over pages between lines."""

    def __init__(
        self,
        book: FontBook,
        text: str,
        style: Style,
        *,
        align: Align = Align.LEFT,
        first: float = 0.0,
        left: float = 0.0,
        right: float = 0.0,
        lead: str = "",
        shape: bool = False,
    ) -> None:
        """``first``, ``left``, ``right``: indents in points; ``lead``: opening words in 楷体;
        ``shape``: break as a title."""
        super().__init__()
        self.book, self.style, self.align = book, style, align
        self.first, self.left, self.right, self.shape = first, left, right, shape
        self._lead = clean(lead)
        self._text = self._lead + clean(text)
        self._lines: list[tuple[str, bool]] = []
        self._lead_left: list[int] = []
        self._for = -1.0

    def _break(self, width: float) -> None:
        if self._for == width or self._for == -2.0:
            return
        room = width - self.left - self.right

        def measure(piece: str) -> float:
            return self.style.width(self.book, piece)

        if self.shape:
            self._lines = [(line, True) for line in title_lines(self._text, measure, room)]
        else:
            self._lines = break_lines(self._text, measure, room - self.first, room)
        remaining = len(self._lead.replace(" ", ""))
        self._lead_left = []
        for line, _ in self._lines:
            count = 0
            while remaining and count < len(line):
                remaining -= line[count] != " "
                count += 1
            self._lead_left.append(count)
        self._for = width

    def wrap(self, width: float, room: float) -> tuple[float, float]:
        """All lines at their pitch."""
        self._break(width)
        self.width, self.height = width, len(self._lines) * self.style.pitch
        fits = self.height <= room - self._clear() + 0.01
        return width, self.height if fits else max(self.height, room + 1)

    def _clear(self) -> float:
        """How much of the space below the last line must stay empty: small print is low."""
        return max(0.0, TAIL - (self.style.pitch - self.style.size))

    def least(self, width: float) -> float:
        """Two lines, or one if there is but one."""
        self._break(width)
        return min(2, len(self._lines)) * self.style.pitch

    def split(self, width: float, room: float) -> list[Flowable]:
        """The lines that fit, and the others."""
        self._break(width)
        count = int((room - self._clear() + 0.05) // self.style.pitch)
        if count <= 0 or count >= len(self._lines):
            return []
        return [self._part(0, count), self._part(count, len(self._lines))]

    def _part(self, start: int, end: int) -> Lines:
        part = type(self).__new__(type(self))
        part.__dict__.update(self.__dict__)
        part.__dict__.pop("_postponed", None)  # platypus' mark: did not fit on the last page
        part._lines, part._lead_left = self._lines[start:end], self._lead_left[start:end]
        part._for = -2.0
        if start:
            part.first = 0.0
        return part

    def draw(self) -> None:
        """Write the lines."""
        pen = Pen(self.canv, self.book)
        y = self.height - self.style.size * _ASCENT
        room = self.width - self.left - self.right
        for index, (line, last) in enumerate(self._lines):
            indent = self.first if index == 0 else 0.0
            slack = room - indent - self.style.width(self.book, line)
            x, spread = self.left + indent, 0.0
            if self.align is Align.CENTRE:
                x += slack / 2
            elif self.align is Align.RIGHT:
                x += slack
            elif not last:
                spread = self._spread(line, slack)
            self._put(pen, x, y, line, self._lead_left[index], spread)
            y -= self.style.pitch
        pen.done()

    def _put(self, pen: Pen, x: float, y: float, line: str, lead: int, spread: float) -> None:
        if lead:
            kai = Style("kai", self.style.size, self.style.pitch, self.style.track)
            head = line[:lead]
            pen.put(x, y, head, kai, spread)
            x += kai.width(self.book, head) + spread * sum(c > "\u024f" for c in head)
            line = line[lead:]
        pen.put(x, y, line, self.style, spread)

    def _spread(self, line: str, slack: float) -> float:
        """Letter spacing that fills the line, if it stays unseen."""
        gaps = sum(char > "\u024f" for char in line) - (line[-1:] > "\u024f")
        if gaps <= 0 or abs(slack) < 0.01:
            return 0.0
        spread = slack / gaps
        return spread if -0.06 * self.style.size <= spread <= 0.3 * self.style.size else 0.0


class HeadingLines(Lines):
    """A heading: stays with what follows, and has a bookmark."""

    sticky = True

    def __init__(
        self, book: FontBook, text: str, style: Style, *, level: int, key: str, **options: Any
    ) -> None:
        super().__init__(book, text, style, **options)
        self.level, self.key, self.label = level, key, " ".join(clean(text).split())

    def draw(self) -> None:
        """Write it and tell the document where it is."""
        super().draw()
        if self.key:
            mark(self, self.label, self.level, self.key)


def mark(piece: Piece, label: str, level: int, key: str) -> None:
    """Set a bookmark at the top of a piece and note its page for the contents."""
    piece.canv.bookmarkHorizontal(key, 0, piece.height)
    document = getattr(piece.canv, "_doctemplate", None)
    if document is not None:
        document.heading(label, level, key)
