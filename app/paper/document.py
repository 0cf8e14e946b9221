"""From the document model to a PDF."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import singledispatchmethod
from typing import Any

from reportlab.platypus import CondPageBreak, Flowable, NextPageTemplate

from app.base.errors import BugError
from app.base.progress import SILENT, Progress
from app.paper import model
from app.paper.boxes import (
    ContentsPiece,
    CoverPiece,
    FiguresPiece,
    RedHeadPiece,
    SealPiece,
    SignaturePiece,
)
from app.paper.charts import ChartPiece, chart_title
from app.paper.diagrams import DiagramPiece
from app.paper.digest import digest
from app.paper.fonts import FontBook, clean, font_book
from app.paper.forms import CutPiece, GridForm
from app.paper.model import Align, Document, Printed
from app.paper.numbering import HeadingCounter, annex_label
from app.paper.pages import DEPTH, SPAN, End, Pages, ToFront, turn
from app.paper.photos import PhotoRow, row_height, rows_of
from app.paper.tables import Caption, Form, Grid, facts_table
from app.paper.text import (
    ADVANCE,
    BODY,
    HEADINGS,
    NOTE,
    PITCH,
    SUBTITLE,
    TITLE,
    Gap,
    HeadingLines,
    Lines,
    Piece,
    Snap,
    Style,
)

_INDENT = 2 * ADVANCE
_ANNEX = Style("hei", BODY.size, PITCH, BODY.track)


class _Builder:
    """Turns blocks into pieces for one document."""

    def __init__(self, book: FontBook, document: Document, numbers: dict[str, int]) -> None:
        self.book, self.document, self.numbers = book, document, numbers
        self.out: list[Flowable] = []
        self.counter = HeadingCounter()
        self.base = document.landscape
        self.wanted = self.current = self._starts_turned()
        self.entries: list[tuple[str, int, str]] = []
        self._break = self._front = False
        self._key = 0

    def _starts_turned(self) -> bool:
        blocks = [b for b in self.document.blocks if not isinstance(b, model.Cover)]
        return self.base or isinstance(next(iter(blocks), None), model.Landscape)

    @property
    def width(self) -> float:
        """Width of the text here."""
        return SPAN[self.wanted]

    def add(self, *pieces: Flowable) -> None:
        """Go on with these pieces, on a new page if one is due."""
        if self.wanted != self.current or self._break:
            if self.out:
                self.out += turn(self.wanted)
                if self._front:
                    self.out.append(ToFront())
            self.current, self._break, self._front = self.wanted, False, False
        self.out += pieces

    def key(self) -> str:
        """The next bookmark's name."""
        self._key += 1
        return f"h{self._key}"

    def lines(self, text: str, style: Style = BODY, **options: Any) -> Lines:
        """A piece of running text."""
        return Lines(self.book, text, style, **options)

    def blocks(self, blocks: Iterable[Any]) -> None:
        """All of these."""
        for block in blocks:
            self.block(block)

    @singledispatchmethod
    def block(self, block: Any) -> None:
        """One block."""
        raise BugError(f"unknown block {type(block).__name__}")

    @block.register
    def _(self, block: model.Title) -> None:
        self.add(self.lines(block.text, TITLE, align=Align.CENTRE, shape=True))
        if block.subtitle:
            self.add(self.lines(block.subtitle, SUBTITLE, align=Align.CENTRE, shape=True))
        self.add(Snap(DEPTH[self.current]), Gap(PITCH))

    @block.register
    def _(self, block: model.RedHead) -> None:
        self.add(RedHeadPiece(self.book, block), Snap(DEPTH[self.current]))

    @block.register
    def _(self, block: model.Recipient) -> None:
        self.add(self.lines(block.text.rstrip(":：") + "："))

    @block.register
    def _(self, block: model.Heading) -> None:
        text = self.counter.text(block)
        level = min(max(block.level, 1), 4)
        key = self.key()
        self.entries.append((" ".join(clean(text).split()), level, key))
        self.add(
            HeadingLines(self.book, text, HEADINGS[level], level=level, key=key, first=_INDENT)
        )

    @block.register
    def _(self, block: model.Paragraph) -> None:
        first = _INDENT if block.indent and block.align is Align.LEFT else 0.0
        for number, text in enumerate(block.text.split("\n")):
            lead = block.lead if number == 0 else ""
            self.add(self.lines(text, align=block.align, first=first, lead=lead))

    @block.register
    def _(self, block: model.Note) -> None:
        self.add(Gap(3), self.lines(block.text, NOTE), Snap(DEPTH[self.current]))

    @block.register
    def _(self, block: model.Attachments) -> None:
        self.add(Gap(PITCH))
        label = "附件："
        several = len(block.names) > 1
        for number, name in enumerate(block.names, 1):
            mark = (label if number == 1 else "") + (f"{number}." if several else "")
            hang = BODY.width(self.book, mark)
            left = _INDENT + BODY.width(self.book, label + (f"{number}." if several else ""))
            self.add(self.lines(mark + name, left=left, first=-hang))

    @block.register
    def _(self, block: model.Table) -> None:
        if block.title or block.unit:
            self.add(Caption(self.book, block.title, block.unit))
        grid = Grid.of(self.book, block, self.width)
        self.add(grid)
        if block.note:
            note = self.lines(block.note, NOTE)
            grid.reserve = min(note.wrap(self.width, 1e6)[1] + 4, 3 * PITCH)
            self.add(Gap(4), note)
        self.add(Snap(DEPTH[self.current]))

    @block.register
    def _(self, block: model.Facts) -> None:
        if block.title:
            self.add(Caption(self.book, block.title))
        rows = facts_table(block)
        if rows:
            self.add(Form(self.book, rows, self.width))
        self.add(Snap(DEPTH[self.current]))

    @block.register
    def _(self, block: model.FormGrid) -> None:
        if block.title:
            self.add(Caption(self.book, block.title))
        self.add(GridForm(self.book, block, self.width), Snap(DEPTH[self.current]))

    @block.register
    def _(self, block: model.CutLine) -> None:
        self.add(CutPiece(self.book, block))

    @block.register
    def _(self, block: model.KeyFigures) -> None:
        if block.items:
            self.add(FiguresPiece(self.book, block), Snap(DEPTH[self.current]))

    @block.register
    def _(self, block: model.Chart) -> None:
        chart = ChartPiece(self.book, block)
        self.add(Caption(self.book, chart_title(block)), chart)
        if block.note:
            note = self.lines(block.note, NOTE)
            chart.reserve = min(note.wrap(self.width, 1e6)[1] + 4, 3 * PITCH)
            self.add(Gap(4), note)
        self.add(Snap(DEPTH[self.current]))

    @block.register
    def _(self, block: model.Diagram) -> None:
        if block.title:
            self.add(Caption(self.book, block.title))
        self.add(DiagramPiece(self.book, block))
        if block.note:
            self.add(Gap(4), self.lines(block.note, NOTE))
        self.add(Snap(DEPTH[self.current]))

    @block.register
    def _(self, block: model.Photos) -> None:
        height = row_height(block, DEPTH[self.wanted])
        for row in rows_of(block):
            self.add(PhotoRow(self.book, row, block.columns, height))
        self.add(Snap(DEPTH[self.current]))

    @block.register
    def _(self, block: model.Signature) -> None:
        self.add(SignaturePiece(self.book, block))

    @block.register
    def _(self, block: model.SealBox) -> None:
        self.add(Gap(6), SealPiece(self.book, block), Snap(DEPTH[self.current]))

    @block.register
    def _(self, block: model.PageBreak) -> None:
        self._break = True
        self._front = block.front

    @block.register
    def _(self, block: model.Space) -> None:
        self.add(Gap(block.lines * PITCH, always=True))

    @block.register
    def _(self, block: model.Cover) -> None:
        self.out.append(CoverPiece(self.book, block))
        self._break = True

    @block.register
    def _(self, block: model.Contents) -> None:
        self._break = True
        title = Style("song_bold", 22, PITCH)
        self.add(
            self.lines("目　录", title, align=Align.CENTRE),
            Gap(PITCH),
            _ContentsPlace(block.levels),
        )
        self._break = True

    @block.register
    def _(self, block: model.Annex) -> None:
        self._break = True
        self.counter.restart()
        key = self.key()
        label = annex_label(block)
        self.entries.append((f"{label}　{clean(block.title)}", 1, key))
        head = HeadingLines(self.book, label, _ANNEX, level=1, key=key)
        head.label = f"{label} {clean(block.title)}"
        self.add(
            head,
            Gap(PITCH),
            self.lines(block.title, TITLE, align=Align.CENTRE, shape=True),
            Snap(DEPTH[self.current]),
            Gap(PITCH),
        )

    @block.register
    def _(self, block: model.Landscape) -> None:
        self.wanted = self._break = True
        self.blocks(block.blocks)
        self.wanted, self._break = self.base, True

    @block.register
    def _(self, block: model.Together) -> None:
        mark = len(self.out)
        self.blocks(block.blocks)
        pieces = [p for p in self.out[mark:] if isinstance(p, Piece)]
        height = sum(p.wrap(self.width, DEPTH[self.current])[1] for p in pieces if p.height < 1e5)
        start = next(
            (i for i in range(mark, len(self.out)) if isinstance(self.out[i], Piece)), mark
        )
        if height <= DEPTH[self.current]:
            self.out.insert(start, CondPageBreak(height))

    def finished(self) -> list[Flowable]:
        """All pieces, with contents filled in and headings kept with what follows."""
        out: list[Flowable] = []
        turned = self._starts_turned()
        for index, piece in enumerate(self.out):
            if isinstance(piece, NextPageTemplate):
                turned = piece.action[1] == "landscape"
            if isinstance(piece, _ContentsPlace):
                wanted = [entry for entry in self.entries if entry[1] <= piece.levels]
                piece = ContentsPiece(self.book, wanted, self.numbers)
            elif isinstance(piece, Piece) and (
                piece.sticky or isinstance(piece, Grid | ChartPiece)
            ):
                before = out[-1] if out else None
                if not (isinstance(before, Piece) and before.sticky):
                    out.append(CondPageBreak(min(self._need(index, turned), DEPTH[turned])))
            out.append(piece)
        return [*out, End()]

    def _need(self, index: int, turned: bool) -> float:
        """Height from a piece through all that must stay with it."""
        width, height = SPAN[turned], 0.0
        for piece in self.out[index:]:
            if not isinstance(piece, Piece):
                break
            if isinstance(piece, Snap | Gap):
                continue
            height += piece.least(width)
            if not piece.sticky:
                break
        return height


class _ContentsPlace(Flowable):  # type: ignore[misc]
    """Where the contents go when all headings are known."""

    def __init__(self, levels: int) -> None:
        super().__init__()
        self.levels = levels


def _once(
    document: Document, book: FontBook, numbers: dict[str, int], mark: str, progress: Progress
) -> tuple[Pages, bytes]:
    builder = _Builder(book, document, numbers)
    builder.blocks(document.blocks)
    covered = bool(document.blocks) and isinstance(document.blocks[0], model.Cover)
    pieces = builder.finished()
    info = {
        "title": clean(document.title),
        "author": clean(document.office),
        "subject": clean(document.day),
        "keywords": "",
    }
    pages = Pages(book, info, builder._starts_turned(), covered)
    pages.digest = mark if document.digest else ""
    pages.told = lambda page: progress.step(page, 0, f"正在排版第{page}页")
    return pages, pages.make(pieces)


def render(
    document: Document,
    *,
    office_fonts: tuple[tuple[str, str], ...] = (),
    progress: Progress = SILENT,
) -> Printed:
    """Print a document.

    The same document gives the same bytes: on every machine without office fonts, with them where
    the font files are the same.

    Args:
        document: what to print.
        office_fonts: (role, file) pairs, ``files`` of ``app.paper.fonts_office.own_fonts``.
        progress: told after each page; may raise ``Cancelled``.
    """
    book = font_book(office_fonts)
    mark = digest(document)
    numbers: dict[str, int] = {}
    if any(isinstance(block, model.Contents) for block in document.blocks):
        numbers = _once(document, book, {}, mark, progress)[0].headings
    pages, pdf = _once(document, book, numbers, mark, progress)
    return Printed(
        pdf=pdf,
        pages=int(pages.page),
        missing=book.missing(document),
        digest=mark,
        sha256=hashlib.sha256(pdf).hexdigest(),
        fonts=pages.fonts,
        own_fonts=pages.own_fonts,
    )
