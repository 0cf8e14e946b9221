"""What stands on a page besides text and tables: cover, red head, figures, signature, boxes."""

from __future__ import annotations

from typing import Any

from reportlab.lib.colors import HexColor
from reportlab.lib.units import mm
from reportlab.platypus import Flowable

from app.paper.breaking import break_lines, title_lines
from app.paper.fonts import FontBook, clean
from app.paper.model import Cover, KeyFigures, RedHead, SealBox, Signature
from app.paper.pages import BLOCK_HEIGHT
from app.paper.text import _ASCENT, ADVANCE, BODY, PITCH, SIZE_3, TAIL, Pen, Piece, Style

RED = HexColor("#D4000F")
_GREY = HexColor("#8C8C8C")
_SMALL = Style("song", 9, 13)


def _measure(book: FontBook, style: Style) -> Any:
    return lambda piece: style.width(book, piece)


def _centred(pen: Pen, book: FontBook, y: float, text: str, style: Style, width: float) -> None:
    pen.put((width - style.width(book, text)) / 2, y, text, style)


class CoverPiece(Piece):
    """The cover page."""

    def __init__(self, book: FontBook, cover: Cover) -> None:
        super().__init__()
        self.book, self.cover = book, cover

    def wrap(self, width: float, room: float) -> tuple[float, float]:
        """The whole page."""
        self.width, self.height = width, room
        return width, room

    def draw(self) -> None:
        """Mark at the top, title in the upper third, facts below, office and date at the foot."""
        cover, book, width = self.cover, self.book, self.width
        pen = Pen(self.canv, book)
        mark = Style("hei", SIZE_3, PITCH)
        pen.put(0, self.height - SIZE_3 * _ASCENT, clean(cover.mark), mark)
        title = Style("song_bold", 36, 54)
        lines = title_lines(clean(cover.title), _measure(book, title), width)
        y = self.height - 44 * mm - title.size * _ASCENT
        for line in lines:
            _centred(pen, book, y, line, title, width)
            y -= title.pitch
        subtitle = Style("kai", 22, 34)
        if cover.subtitle:
            _centred(pen, book, y - 10, clean(cover.subtitle), subtitle, width)
            y -= 44
        self._facts(pen, y - 44)
        low = TAIL + 8 * mm
        foot = Style("song_bold", 22, 36)
        office = title_lines(clean(cover.office), _measure(book, foot), width)
        for index, line in enumerate(office):
            _centred(pen, book, low + foot.pitch * (len(office) - index), line, foot, width)
        _centred(pen, book, low, clean(cover.date), Style("kai", 18, 30), width)
        pen.done()

    def _facts(self, pen: Pen, y: float) -> None:
        """Names at the left, values on a thin line."""
        if not self.cover.facts:
            return
        style = Style("fang", SIZE_3, PITCH + 4)
        names = [clean(name) for name, _ in self.cover.facts]
        wide = max(style.width(self.book, name) for name in names) + 12
        value_room = 92 * mm
        left = (self.width - wide - value_room) / 2
        self.canv.setLineWidth(0.5)
        for name, (_, value) in zip(names, self.cover.facts, strict=True):
            pen.put(left, y, name, style)
            for number, (line, _) in enumerate(
                break_lines(clean(value), _measure(self.book, style), value_room - 8)
            ):
                y -= style.pitch if number else 0
                room = value_room - style.width(self.book, line)
                pen.put(left + wide + room / 2, y, line, style)
                self.canv.line(left + wide, y - 6, left + wide + value_room, y - 6)
            y -= style.pitch


class RedHeadPiece(Piece):
    """发文机关标志 35 mm below the text block's top, number two lines below, red line 4 mm below it
    (GB/T 9704-2012 7.2)."""

    def __init__(self, book: FontBook, head: RedHead) -> None:
        super().__init__()
        self.book, self.head = book, head

    def wrap(self, width: float, room: float) -> tuple[float, float]:
        """Down to two lines below the red line, in whole grid lines."""
        name = clean(self.head.name)
        self._size = min(45.0, 0.96 * width / max(self.book.width(name, "song_bold", 1), 1))
        self._line = 35 * mm + self._size + 2 * PITCH + 4 * mm
        lines = int((self._line + 2 * PITCH) // PITCH)
        return self.fit(width, lines * PITCH, room)

    def draw(self) -> None:
        """Name and line in red, number and signer in black."""
        head, canvas = self.head, self.canv
        name = Style("song_bold", self._size, self._size)
        canvas.saveState()
        canvas.setFillColor(RED)
        pen = Pen(canvas, self.book)
        y = self.height - 35 * mm - self._size * _ASCENT
        _centred(pen, self.book, y, clean(head.name), name, self.width)
        pen.done()
        canvas.restoreState()
        line = self.height - self._line
        y = line + 4 * mm + 2
        pen = Pen(canvas, self.book)
        number = clean(head.number)
        if head.signer:
            pen.put(ADVANCE, y, number, BODY)
            kai = Style("kai", SIZE_3, PITCH)
            label, signer = "签发人：", clean(head.signer)
            right = self.width - ADVANCE - kai.width(self.book, signer)
            pen.put(right, y, signer, kai)
            pen.put(right - BODY.width(self.book, label), y, label, BODY)
        else:
            _centred(pen, self.book, y, number, BODY, self.width)
        pen.done()
        canvas.saveState()
        canvas.setStrokeColor(RED)
        canvas.setLineWidth(1.4)
        canvas.line(0, line, self.width, line)
        canvas.restoreState()


class FiguresPiece(Piece):
    """Large numbers side by side between two rules."""

    def __init__(self, book: FontBook, figures: KeyFigures) -> None:
        super().__init__()
        self.book, self.figures = book, figures

    def wrap(self, width: float, room: float) -> tuple[float, float]:
        """Three lines of the page for every four numbers."""
        rows = -(-len(self.figures.items) // 4)
        return self.fit(width, rows * 3 * PITCH, room)

    def draw(self) -> None:
        """Label, number, small print, one below the other in each cell."""
        items = self.figures.items
        rows = [items[i : i + 4] for i in range(0, len(items), 4)]
        pen = Pen(self.canv, self.book)
        canvas = self.canv
        canvas.saveState()
        top = self.height - 2
        for row in rows:
            bottom = top - 3 * PITCH + 18
            canvas.setLineWidth(1.0)
            canvas.lines([(0, top, self.width, top), (0, bottom, self.width, bottom)])
            canvas.setLineWidth(0.4)
            wide = self.width / len(row)
            for index, (label, value, note) in enumerate(row):
                if index:
                    canvas.line(index * wide, top - 9, index * wide, bottom + 9)
                self._cell(pen, index * wide, wide, top, (label, value, note))
            top = bottom - 18
        canvas.restoreState()
        pen.done()

    def _cell(
        self, pen: Pen, left: float, wide: float, top: float, item: tuple[str, str, str]
    ) -> None:
        label, value, note = map(clean, item)
        for text, role, size, y in (
            (label, "hei", 10.5, 17.0), (value, "song_bold", 24.0, 46.0), (note, "song", 9.0, 64.0),
        ):  # fmt: skip
            wanted = self.book.width(text, role, size)
            size = min(size, size * (wide - 8) / wanted) if wanted else size
            style = Style(role, size, size)
            pen.put(left + (wide - style.width(self.book, text)) / 2, top - y, text, style)


class SignaturePiece(Piece):
    """署名 and 成文日期 (GB/T 9704-2012 7.3.5)."""

    def __init__(self, book: FontBook, signature: Signature) -> None:
        super().__init__()
        self.book, self.signature = book, signature

    def wrap(self, width: float, room: float) -> tuple[float, float]:  # noqa: ARG002
        """Two lines, with room for the seal above them."""
        lines = 5 if self.signature.seal else 3
        self.width, self.height = width, lines * PITCH
        return width, self.height

    def draw(self) -> None:
        """With a seal the name stands in the middle above the date, 4 characters from the right."""
        name, date = clean(self.signature.name), clean(self.signature.date)
        name_width, date_width = BODY.width(self.book, name), BODY.width(self.book, date)
        y = PITCH + (PITCH - SIZE_3 * _ASCENT)
        if self.signature.seal:
            date_x = self.width - 4 * ADVANCE - date_width
            name_x = date_x + (date_width - name_width) / 2
            name_x = min(name_x, self.width - name_width)
        else:
            name_x = self.width - 2 * ADVANCE - name_width
            date_x = min(name_x + 2 * ADVANCE, self.width - date_width)
            if date_width > name_width:
                date_x = self.width - 2 * ADVANCE - date_width
                name_x = min(name_x, date_x - 2 * ADVANCE)
        pen = Pen(self.canv, self.book)
        pen.put(max(name_x, 0), y, name, BODY)
        pen.put(date_x, y - PITCH, date, BODY)
        pen.done()


class SealPiece(Piece):
    """Boxes side by side to sign and seal in."""

    def __init__(self, book: FontBook, seal: SealBox) -> None:
        super().__init__()
        self.book, self.seal = book, seal

    def wrap(self, width: float, room: float) -> tuple[float, float]:
        """As many lines as asked for."""
        return self.fit(width, max(self.seal.height, 3) * PITCH, room)

    def draw(self) -> None:
        """Head, place of the seal, lines to fill in."""
        canvas, boxes = self.canv, self.seal.boxes[:4]
        wide = self.width / max(len(boxes), 1)
        height = self.height - 6
        pen = Pen(canvas, self.book)
        faint = Pen(canvas, self.book)
        canvas.saveState()
        canvas.setLineWidth(0.4)
        head, line_style = Style("hei", 12, 18), Style("fang", 12, 20)
        for index, (title, lines) in enumerate(boxes):
            left = index * wide
            if index:
                canvas.line(left, 0, left, height)
            pen.put(left + 7, height - 18, clean(title), head)
            y = 9 + (len(lines) - 1) * line_style.pitch
            for line in lines:
                pen.put(left + 7, y, clean(line), line_style)
                y -= line_style.pitch
            middle = (height - 22 + 9 + len(lines) * line_style.pitch) / 2
            text = "（盖章处）"
            faint.put(left + (wide - _SMALL.width(self.book, text)) / 2, middle - 3, text, _SMALL)
        canvas.setLineWidth(1.0)
        canvas.rect(0, 0, self.width, height)
        pen.done()
        canvas.setFillColor(_GREY)
        faint.done()
        canvas.restoreState()


class ContentsPiece(Piece):
    """目录 with dot leaders and links; the page numbers come from the pass before."""

    def __init__(
        self, book: FontBook, entries: list[tuple[str, int, str]], numbers: dict[str, int]
    ) -> None:
        """``entries``: (text, level, key of the bookmark); ``numbers``: page by key."""
        super().__init__()
        self.book, self.entries, self.numbers = book, entries, numbers

    def wrap(self, width: float, room: float) -> tuple[float, float]:  # noqa: ARG002
        """One line for each entry."""
        self.width, self.height = width, len(self.entries) * PITCH
        return width, self.height

    def split(self, width: float, room: float) -> list[Flowable]:  # noqa: ARG002
        """The lines that fit, and the others."""
        count = int((room + 0.05) // PITCH)
        if not 0 < count < len(self.entries):
            return []
        parts = (self.entries[:count], self.entries[count:])
        return [ContentsPiece(self.book, part, self.numbers) for part in parts]

    def draw(self) -> None:
        """Write the lines."""
        pen = Pen(self.canv, self.book)
        y = self.height - SIZE_3 * _ASCENT
        dots = Style("song", 10.5, 12)
        for text, level, key in self.entries:
            style = Style("hei" if level <= 1 else "fang", 14, PITCH)
            left = (level - 1) * 2 * 14.0
            number = str(self.numbers.get(key, "　"))
            number_width = BODY.width(self.book, number)
            room = self.width - left - number_width - 26
            lines = break_lines(text, _measure(self.book, style), room)
            shown = lines[0][0] + ("…" if len(lines) > 1 else "")
            pen.put(left, y, shown, style)
            pen.put(self.width - number_width, y, number, Style("song", 14, PITCH))
            start = left + style.width(self.book, shown) + 8
            step = 6.0
            count = int((self.width - number_width - 8 - start) // step)
            for place in range(count):
                x = self.width - number_width - 10 - (count - place) * step + 2
                pen.put(x, y, ".", dots)
            self.canv.linkRect("", key, (0, y - 5, self.width, y + 14), relative=1, thickness=0)
            y -= PITCH
        pen.done()


__all__ = [
    "BLOCK_HEIGHT", "ContentsPiece", "CoverPiece", "FiguresPiece", "RedHeadPiece", "SealPiece",
    "SignaturePiece",
]  # fmt: skip
