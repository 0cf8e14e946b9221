"""Forms with cells over several columns and rows, and lines to cut along."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from reportlab.platypus import Flowable

from app.paper.breaking import break_lines
from app.paper.fonts import FontBook, clean
from app.paper.model import Align, CutLine, FormGrid, Slot
from app.paper.photos import put_photo
from app.paper.tables import shown
from app.paper.text import TAIL, Pen, Piece, Style

_SIDE, _THIN, _STRONG, _ASCENT = 5.0, 0.5, 1.0, 0.88
_FRAME = 2.0
_CUT = Style("fang", 9, 13)


@dataclass(frozen=True, slots=True)
class Placed:
    """A slot with its place: first row and column."""

    slot: Slot
    row: int
    column: int


def place(form: FormGrid) -> list[Placed]:
    """Where each slot stands.

    Raises:
        ValueError: the slots of a row do not fill it, or run over its end.
    """
    taken: set[tuple[int, int]] = set()
    found = []
    for row, slots in enumerate(form.rows):
        column = 0
        for slot in slots:
            while (row, column) in taken:
                column += 1
            if column + slot.across > len(form.columns):
                raise ValueError(f"row {row} of the form is too long")
            if row + slot.down > len(form.rows):
                raise ValueError(f"a slot of row {row} runs over the end of the form")
            found.append(Placed(slot, row, column))
            cells = [(row + d, column + a) for d in range(slot.down) for a in range(slot.across)]
            if taken & set(cells):
                raise ValueError(f"slots of row {row} overlap")
            taken.update(cells)
            column += slot.across
    if len(taken) != len(form.rows) * len(form.columns):
        raise ValueError("the form has empty places")
    return found


class GridForm(Piece):
    """A form on the page; breaks between rows that no slot joins."""

    def __init__(self, book: FontBook, form: FormGrid, width: float) -> None:
        super().__init__()
        self.book, self.form, self.whole = book, form, width
        self.pitch = round(form.size * 1.45, 2)
        total = sum(form.columns)
        self.edges = [0.0]
        for share in form.columns:
            self.edges.append(self.edges[-1] + width * share / total)
        self.placed = place(form)
        self._texts = {id(one): self._wrap(one) for one in self.placed}
        self.heights = self._heights()

    def _style(self, slot: Slot) -> Style:
        return Style("hei" if slot.head else "fang", self.form.size, self.pitch)

    def _room(self, one: Placed) -> float:
        return self.edges[one.column + one.slot.across] - self.edges[one.column] - 2 * _SIDE

    def _wrap(self, one: Placed) -> list[str]:
        style, text = self._style(one.slot), clean(shown(one.slot.text))

        def measure(piece: str) -> float:
            return style.width(self.book, piece)

        room = max(self._room(one), style.size)
        return [line for line, _ in break_lines(text, measure, room)]

    def _heights(self) -> list[float]:
        least = [
            (self.form.heights[row] if row < len(self.form.heights) else 1) * self.pitch + 8
            for row in range(len(self.form.rows))
        ]
        for one in sorted(self.placed, key=lambda p: p.slot.down):
            needed = len(self._texts[id(one)]) * self.pitch + 8
            rows = range(one.row, one.row + one.slot.down)
            lacking = needed - sum(least[row] for row in rows)
            if lacking > 0:
                least[rows[-1]] += lacking
        return least

    def _breaks(self) -> Iterator[int]:
        """Rows before which no slot joins what is above and below."""
        for row in range(1, len(self.form.rows)):
            if not any(p.row < row < p.row + p.slot.down for p in self.placed):
                yield row

    def wrap(self, width: float, room: float) -> tuple[float, float]:
        """All rows."""
        return self.fit(width, sum(self.heights), room)

    def least(self, width: float) -> float:  # noqa: ARG002
        """The rows up to the first place where it may break."""
        first = next(self._breaks(), len(self.form.rows))
        return sum(self.heights[:first]) + TAIL

    def split(self, width: float, room: float) -> list[Flowable]:  # noqa: ARG002
        """The rows that fit, and the others."""
        fitting = [row for row in self._breaks() if sum(self.heights[:row]) + TAIL <= room]
        if not fitting:
            return []
        row = fitting[-1]
        return [self._part(0, row), self._part(row, len(self.form.rows))]

    def _part(self, first: int, after: int) -> GridForm:
        form = self.form
        part = FormGrid(
            form.columns, form.rows[first:after], form.heights[first:after], size=form.size
        )
        return GridForm(self.book, part, self.whole)

    def draw(self) -> None:
        """The ruled cells with their texts."""
        canvas, pen = self.canv, Pen(self.canv, self.book)
        tops = [self.height]
        for height in self.heights:
            tops.append(tops[-1] - height)
        canvas.saveState()
        canvas.setLineWidth(_THIN)
        for one in self.placed:
            left, right = self.edges[one.column], self.edges[one.column + one.slot.across]
            top, bottom = tops[one.row], tops[one.row + one.slot.down]
            canvas.rect(left, bottom, right - left, top - bottom)
            self._put(pen, one, left, right, top, bottom)
        canvas.setLineWidth(_STRONG)
        canvas.rect(0, tops[-1], self.whole, tops[0] - tops[-1])
        canvas.restoreState()
        pen.done()

    def _put(
        self, pen: Pen, one: Placed, left: float, right: float, top: float, bottom: float
    ) -> None:
        lines, style, slot = self._texts[id(one)], self._style(one.slot), one.slot
        if slot.photo:
            room = (right - left - 2 * _FRAME, top - bottom - 2 * _FRAME)
            put_photo(self.canv, slot.photo, (left + _FRAME, bottom + _FRAME), room)
            return
        depth = len(lines) * self.pitch
        high = bottom + 4 + depth if slot.low else (top + bottom + depth) / 2
        y = high - (self.pitch - style.size) / 2 - style.size * _ASCENT
        align = Align.CENTRE if slot.head else slot.align
        for line in lines:
            slack = right - left - 2 * _SIDE - style.width(self.book, line)
            shift = {Align.LEFT: 0.0, Align.CENTRE: slack / 2, Align.RIGHT: slack}[align]
            pen.put(left + _SIDE + max(shift, 0.0), y, line, style)
            y -= self.pitch


class CutPiece(Piece):
    """A dashed line over the whole width, its words in the middle."""

    def __init__(self, book: FontBook, cut: CutLine) -> None:
        super().__init__()
        self.book, self.text = book, clean(cut.text)

    def wrap(self, width: float, room: float) -> tuple[float, float]:
        """One and a half small lines."""
        return self.fit(width, 24.0, room)

    def draw(self) -> None:
        """Dashes left and right of the words."""
        canvas, middle = self.canv, self.height / 2
        words = _CUT.width(self.book, self.text) if self.text else 0.0
        gap = words / 2 + 6 if words else 0.0
        canvas.saveState()
        canvas.setLineWidth(_THIN)
        canvas.setDash(4, 3)
        canvas.line(0, middle, self.width / 2 - gap, middle)
        canvas.line(self.width / 2 + gap, middle, self.width, middle)
        canvas.restoreState()
        if words:
            pen = Pen(canvas, self.book)
            pen.put((self.width - words) / 2, middle - 3, self.text, _CUT)
            pen.done()
