"""The pages of GB/T 9704-2012: margins, page numbers, turned pages, bookmarks."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.units import mm
from reportlab.pdfbase.pdfdoc import PDFArray, PDFDictionary, PDFName, PDFStream, PDFZCompress
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, NextPageTemplate, PageBreak
from reportlab.platypus import PageTemplate as _PageTemplate
from reportlab.platypus.doctemplate import ActionFlowable

from app.paper.fonts import FontBook
from app.paper.text import PITCH, TAIL, Pen, Piece, Style

# GB/T 9704-2012 5.2.1: 天头 37 mm, 订口 28 mm, 版心 156 x 225 mm.
TOP, LEFT = 37 * mm, 28 * mm
BLOCK_WIDTH, BLOCK_HEIGHT = 156 * mm, 225 * mm
PAGE_WIDTH, PAGE_HEIGHT = A4
BOTTOM = PAGE_HEIGHT - TOP - BLOCK_HEIGHT
SPAN: dict[bool, float] = {False: BLOCK_WIDTH, True: BLOCK_HEIGHT}
"""Width of the text for pages that stand (False) and pages that are turned (True)."""
DEPTH = {False: 22 * PITCH, True: 15 * PITCH}
"""Height of whole grid lines: 22 on a standing page, 15 on a turned one (156 mm)."""

_NUMBER = Style("song", 14, 20)
_DIGEST = Style("song", 6.5, 8)
_RISE = 0.95 * mm  # the dash, not the digits' foot, is 7 mm below the text block (7.5)


class PageTemplate(_PageTemplate):  # type: ignore[misc]
    """One kind of page; turned pages are portrait sheets whose content is rotated.

    GB/T 9704-2012 7.7 and 10.2: the page number of a turned table stays where it is on the other
    pages, and the head of the table is towards the left edge of the sheet. The page is marked as
    rotated, so that a screen shows the table upright.
    """

    def __init__(self, name: str, *, turned: bool, numbered: bool) -> None:
        height = DEPTH[turned] + 0.3
        low = PAGE_HEIGHT - TOP if not turned else PAGE_WIDTH - LEFT
        left = LEFT if not turned else BOTTOM
        frame = Frame(left, low - height, SPAN[turned], height, 0, 0, 0, 0, id=name)
        # reportlab exchanges width and height of a rotated page, so they are exchanged here too.
        super().__init__(id=name, frames=[frame], pagesize=landscape(A4) if turned else A4)
        self.turned, self.numbered = turned, numbered
        self.rotation = 90 if turned else 0

    def beforeDrawPage(self, canvas: Any, document: Any) -> None:  # noqa: ARG002, N802
        """Before the content: turn the sheet."""
        canvas.saveState()
        if self.turned:
            canvas.translate(PAGE_WIDTH, 0)
            canvas.rotate(90)

    def afterDrawPage(self, canvas: Any, document: Any) -> None:  # noqa: N802
        """After the content: page number, and the digest on the last page."""
        canvas.restoreState()
        if self.numbered:
            document.number_page(canvas)
        document.page_done(canvas)


class _Output:
    """Where reportlab writes the file, at once: kept as it is and not copied."""

    data = b""

    def write(self, data: bytes) -> None:
        """All of it."""
        self.data += data


class _Stream(PDFStream):  # type: ignore[misc]
    """The packed operators of a page, given away when they are written into the file."""

    def format(self, document: Any) -> bytes:
        written: bytes = super().format(document)
        self.content = b""
        return written


class _Sheets(Canvas):  # type: ignore[misc]
    """Packs what is written on a page as soon as the page is done, and not all in the end."""

    def showPage(self) -> None:  # noqa: N802
        """Close the page."""
        name = self._doc.thisPageName()
        super().showPage()
        page = self._doc.idToObject[name]
        filters = PDFArray([PDFName(PDFZCompress.pdfname)])
        text, page.stream = page.stream, None
        page.Contents = _Stream(PDFDictionary({"Filter": filters}), PDFZCompress.encode(text))


class Pages(BaseDocTemplate):  # type: ignore[misc]
    """Lays pieces out on pages."""

    def __init__(self, book: FontBook, info: dict[str, str], turned: bool, cover: bool) -> None:
        """``info``: title, author, subject, keywords of the file."""
        self.output = _Output()
        super().__init__(
            self.output,
            pagesize=A4,
            invariant=1,
            pageCompression=1,
            creator="基层工会工作台",
            producer="基层工会工作台",
            initialFontName=book.name("fang"),  # else each page names Helvetica, not embedded
            **info,
        )
        self.book = book
        self.headings: dict[str, int] = {}
        self.ended = False
        self.digest = ""
        self.fonts: tuple[str, ...] = ()
        self.own_fonts: tuple[str, ...] = ()
        self.covers = 1 if cover else 0
        self.told: Callable[[int], None] = lambda _: None
        self._level = -1
        self._turned = turned
        kinds = [
            PageTemplate("portrait", turned=False, numbered=True),
            PageTemplate("landscape", turned=True, numbered=True),
            PageTemplate("cover", turned=False, numbered=False),
        ]
        first = "cover" if cover else "landscape" if turned else "portrait"
        kinds.sort(key=lambda kind: kind.id != first)
        self.addPageTemplates(kinds)

    def make(self, pieces: list[Flowable]) -> bytes:
        """The PDF of these pieces."""
        self.build(pieces, canvasmaker=_Sheets)
        return self.output.data

    def beforeDocument(self) -> None:  # noqa: N802
        """Label the pages as they are numbered."""
        if self.covers:
            self.canv.addPageLabel(0, prefix="封面")
        self.canv.addPageLabel(self.covers, style="ARABIC", start=1)

    def page_done(self, canvas: Any) -> None:
        """Tell how far it is; on the last page name the fonts in the file's keywords."""
        self.told(self.page)
        if self.ended:
            self.own_fonts, bundled = self.book.families(canvas._doc.fontMapping)
            self.fonts = (*self.own_fonts, *bundled)
            own = (f"本机字体 {name}" for name in self.own_fonts)
            digest = f"数据摘要 SHA-256 {self.digest}" if self.digest else ""
            parts = [digest, *own, *bundled]
            canvas.setKeywords("; ".join(part for part in parts if part))

    @property
    def number(self) -> int:
        """The number printed on the current page."""
        return int(self.page) - self.covers

    def heading(self, label: str, level: int, key: str) -> None:
        """Note a heading on the current page and give it a bookmark."""
        self.headings[key] = self.number
        depth = min(level - 1, self._level + 1)
        self._level = depth
        self.canv.addOutlineEntry(label, key, depth, closed=0 if depth < 1 else 1)

    def number_page(self, canvas: Any) -> None:
        """4号 digits between dashes, 7 mm below the text block; odd right, even left (7.5)."""
        text = f"— {self.number} —"
        odd = self.number % 2 == 1
        y = BOTTOM - 7 * mm - _RISE
        wide = _NUMBER.width(self.book, text)
        one = _NUMBER.size
        pen = Pen(canvas, self.book)
        pen.put(LEFT + BLOCK_WIDTH - one - wide if odd else LEFT + one, y, text, _NUMBER)
        if self.ended and self.digest:
            foot = f"数据摘要　SHA-256　{self.digest}"
            wide = _DIGEST.width(self.book, foot)
            pen.put(LEFT if odd else LEFT + BLOCK_WIDTH - wide, y, foot, _DIGEST)
        pen.done()


class End(Piece):
    """The end of the document: the digest is printed on this page."""

    _ZEROSIZE = True

    def wrap(self, width: float, room: float) -> tuple[float, float]:  # noqa: ARG002
        """Needs no room."""
        return 0, 0

    def draw(self) -> None:
        """Tell the document."""
        document = getattr(self.canv, "_doctemplate", None)
        if document is not None:
            document.ended = True


class ToFront(ActionFlowable):  # type: ignore[misc]
    """Leaves the back of a sheet empty, so that what follows stands on a front."""

    def apply(self, doc: BaseDocTemplate) -> None:
        """Called at the top of a page."""
        if doc.page % 2 == 0:
            doc.handle_pageBreak()


def turn(turned: bool) -> list[Flowable]:
    """Go on with a new page that stands, or is turned."""
    return [NextPageTemplate("landscape" if turned else "portrait"), PageBreak()]


__all__ = [
    "BLOCK_HEIGHT", "BLOCK_WIDTH", "BOTTOM", "DEPTH", "LEFT", "PAGE_HEIGHT", "PAGE_WIDTH",
    "SPAN", "TAIL", "TOP", "End", "PageTemplate", "Pages", "ToFront", "turn",
]  # fmt: skip
