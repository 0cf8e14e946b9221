"""What a paper says, as plain data: no reportlab here, picklable, the same for PDF and .docx.

Areas build a ``Document`` out of these blocks; ``app.paper.document.render`` prints it. Text is
plain text: ``<b>`` prints as four characters. A line feed in a text starts a new line.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeAlias

Cell: TypeAlias = str | int | None
"""What stands in a table cell: text, a whole number, or nothing."""


class Align(StrEnum):
    """Where text stands in its line or cell."""

    LEFT = "left"
    CENTRE = "centre"
    RIGHT = "right"


@dataclass(frozen=True, slots=True)
class Title:
    """The title of the paper, 2号小标宋, centred, in lines of a good shape.

    Attributes:
        text: the whole title; a line feed forces a break.
        subtitle: e.g. （2026年度）, 3号楷体 below it.
    """

    text: str
    subtitle: str = ""


@dataclass(frozen=True, slots=True)
class RedHead:
    """Red head of an issued paper: name of the office, number, signer, red line.

    Attributes:
        name: e.g. 柳溪镇总工会文件.
        number: 发文字号, e.g. 柳溪工发〔2026〕12号.
        signer: 签发人, only for papers that go up; moves the number to the left.
    """

    name: str
    number: str = ""
    signer: str = ""


@dataclass(frozen=True, slots=True)
class Recipient:
    """主送机关, flush left; the full-width colon is added."""

    text: str


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; gives a bookmark and a line in the contents.

    Attributes:
        text: without its number.
        level: 1 黑体 一、 · 2 楷体 （一） · 3 仿宋 1. · 4 仿宋 （1）.
        numbered: the kit counts and writes the number.
    """

    text: str
    level: int = 1
    numbered: bool = True


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Body text, 3号仿宋.

    Attributes:
        text: the text.
        lead: opening words in 楷体 that carry the point, e.g. 一是组织覆盖扩大。
        indent: two characters, as body text has it.
        align: left means justified to both sides.
    """

    text: str
    lead: str = ""
    indent: bool = True
    align: Align = Align.LEFT


@dataclass(frozen=True, slots=True)
class Note:
    """Small print (5号), e.g. how a rate is worked out, or who is left out and why."""

    text: str


@dataclass(frozen=True, slots=True)
class Attachments:
    """附件说明 below the body: one name, or several that are numbered."""

    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table.

    Attributes:
        title: its head; a line feed breaks it.
        weight: share of the width, relative to the other columns.
        align: numbers stand right, short codes in the centre.
        group: head over several neighbouring columns that name the same group.
    """

    title: str
    weight: float = 1.0
    align: Align = Align.LEFT
    group: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table; breaks over pages between rows, with its head repeated.

    Attributes:
        columns: at least one.
        rows: one tuple per row, as long as ``columns``; many in little memory: ``packed``.
        title: e.g. 表1 按类型分的工会; printed above, with 续表 on later pages.
        unit: e.g. 单位：个, above the right end.
        note: small print below.
        totals: numbers (from 0) of the rows that are totals (bold, a stronger line above).
        sections: numbers of the rows whose first cell runs over the whole width.
        empty: what a table without rows says.
        size: type size in points.
    """

    columns: tuple[Column, ...]
    rows: Sequence[tuple[Cell, ...]] = ()
    title: str = ""
    unit: str = ""
    note: str = ""
    totals: tuple[int, ...] = ()
    sections: tuple[int, ...] = ()
    empty: str = "（无）"
    size: float = 10.5


@dataclass(frozen=True, slots=True)
class Facts:
    """Names and values in a ruled form, e.g. 基本情况.

    Attributes:
        items: (name, value).
        across: pairs beside each other in a row.
        title: printed above.
    """

    items: tuple[tuple[str, Cell], ...]
    across: int = 2
    title: str = ""


@dataclass(frozen=True, slots=True)
class Slot:
    """A cell of a ``FormGrid``.

    Attributes:
        text: what stands in it; a line feed starts a new line.
        head: a name (黑体, centred), not a value (仿宋).
        across, down: how many columns and rows it covers.
        align: of a value; names stand in the centre.
        low: the text stands at the foot of the cell, e.g. （盖章）　年　月　日.
        photo: JPEG or PNG that is printed instead of the text; empty for none.
    """

    text: Cell = ""
    head: bool = False
    across: int = 1
    down: int = 1
    align: Align = Align.LEFT
    low: bool = False
    photo: bytes = field(default=b"", repr=False)


@dataclass(frozen=True, slots=True)
class FormGrid:
    """A ruled form whose cells may cover several columns and rows, e.g. 工会会员登记表.

    Attributes:
        columns: shares of the width.
        rows: the slots that begin in each row, left to right; places covered from above are
            left out.
        heights: text lines a row has at least; rows beyond it have 1.
        title: printed above, as of a table.
        size: type size in points.
    """

    columns: tuple[float, ...]
    rows: tuple[tuple[Slot, ...], ...]
    heights: tuple[int, ...] = ()
    title: str = ""
    size: float = 12.0


@dataclass(frozen=True, slots=True)
class CutLine:
    """A dashed line to cut or tear along, with small words in it, e.g. 骑缝章."""

    text: str = ""


@dataclass(frozen=True, slots=True)
class KeyFigures:
    """A few large numbers side by side: (name, value as printed, small print below)."""

    items: tuple[tuple[str, str, str], ...]


class ChartKind(StrEnum):
    """How a chart is drawn: lying bars, or one bar divided in shares."""

    BARS = "bars"
    SHARE = "share"


@dataclass(frozen=True, slots=True)
class Series:
    """One row of values of a chart, as long as its labels.

    Attributes:
        name: e.g. 2026年.
        values: lengths; never negative.
        shown: the values as printed beside the bars; the plain numbers if empty.
    """

    name: str
    values: tuple[float, ...]
    shown: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart with its numbers beside it.

    Attributes:
        title: e.g. 图1 各村（社区）建会率.
        labels: one per bar or share.
        series: one or two for bars (this year first, then last year), one for shares.
        kind: see ``ChartKind``.
        unit: printed after the title in brackets, e.g. 个.
        top: what a full bar means, e.g. 100 for percentages; the largest value if 0.
        note: small print below.
    """

    title: str
    labels: tuple[str, ...]
    series: tuple[Series, ...]
    kind: ChartKind = ChartKind.BARS
    unit: str = ""
    top: float = 0.0
    note: str = ""


@dataclass(frozen=True, slots=True)
class Box:
    """A box of a diagram: its head, and lines below it."""

    head: str
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Diagram:
    """Boxes below a box, e.g. 组织机构图; rows of boxes go on on the next page.

    Attributes:
        top: the box above.
        below: the boxes below it, left to right and down.
        title: e.g. 图#　组织机构图.
        across: so many of them beside each other.
        note: small print below.
    """

    top: Box
    below: tuple[Box, ...]
    title: str = ""
    across: int = 3
    note: str = ""


@dataclass(frozen=True, slots=True)
class Photo:
    """A photo on paper.

    Attributes:
        content: JPEG or PNG, of the size that is printed (``app.pictures.printing``).
        caption: at most two lines below it.
    """

    content: bytes = field(repr=False)
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Photos:
    """Photos in rows, e.g. in the annex of a report; pages break between rows.

    Attributes:
        photos: in their order.
        columns: side by side.
        rows: on a full page.
    """

    photos: tuple[Photo, ...]
    columns: int = 2
    rows: int = 3


@dataclass(frozen=True, slots=True)
class Signature:
    """署名 and 成文日期 at the end.

    Attributes:
        name: the office.
        date: e.g. 2026年12月31日.
        seal: leaves room for the seal (盖章处) over both lines.
    """

    name: str
    date: str
    seal: bool = True


@dataclass(frozen=True, slots=True)
class SealBox:
    """Boxes for signatures and seals, side by side, e.g. 填报单位（盖章）.

    Attributes:
        boxes: (head, lines to fill in such as 审核人：), at most four.
        height: in text lines of 29.6 pt.
    """

    boxes: tuple[tuple[str, tuple[str, ...]], ...]
    height: int = 4


@dataclass(frozen=True, slots=True)
class PageBreak:
    """What follows begins on a new page.

    Attributes:
        front: on the front of a sheet that is printed on both sides: after an odd number of pages
            a page stays empty.
    """

    front: bool = False


@dataclass(frozen=True, slots=True)
class Space:
    """Empty lines of 29.6 pt."""

    lines: int = 1


@dataclass(frozen=True, slots=True)
class Cover:
    """Cover page, without page number; numbering begins after it.

    Attributes:
        title: large, in a good shape; a line feed forces a break.
        office: who makes the paper, near the foot.
        date: below the office.
        subtitle: e.g. （2026年度）.
        mark: small line at the top, e.g. 内部资料　注意保管.
        facts: (name, value) between title and office.
    """

    title: str
    office: str
    date: str
    subtitle: str = ""
    mark: str = ""
    facts: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Contents:
    """目录 of headings and annexes with page numbers, on a page of its own.

    Attributes:
        levels: headings down to this level.
    """

    levels: int = 2


@dataclass(frozen=True, slots=True)
class Annex:
    """Head of an annex: new page, 附件1 黑体 flush left, its title centred on the third line.

    Attributes:
        title: e.g. 工会组织名单.
        number: None for the only annex (附件).
    """

    title: str
    number: int | None = None


@dataclass(frozen=True, slots=True)
class Landscape:
    """Blocks on pages whose content is turned, e.g. a wide table; begins and ends a page."""

    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Together:
    """Blocks that stay on one page if they fit on one."""

    blocks: tuple[Block, ...]


Block: TypeAlias = (
    Title | RedHead | Recipient | Heading | Paragraph | Note | Attachments | Table | Facts
    | KeyFigures | Chart | Diagram | Photos | Signature | SealBox | PageBreak | Space | Cover
    | Contents | Annex | Landscape | Together | FormGrid | CutLine
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Document:
    """A whole paper.

    Attributes:
        title: for the list of documents and the file's metadata; not printed by itself.
        blocks: what is printed, in order.
        office: who makes it (metadata).
        day: the day it speaks of, e.g. 2026-12-31 (metadata; never the clock).
        landscape: all pages are turned.
        digest: print the digest of the content at the foot of the last page.
    """

    title: str
    blocks: tuple[Block, ...]
    office: str = ""
    day: str = ""
    landscape: bool = False
    digest: bool = True


@dataclass(frozen=True, slots=True)
class MissingGlyph:
    """A character no font has; it is printed as 〓.

    Attributes:
        code_point: e.g. 0x323B0.
        where: heading, table and row where it stands, in Chinese.
    """

    code_point: int
    where: str

    @property
    def code(self) -> str:
        """As people write it: U+323B0."""
        return f"U+{self.code_point:04X}"


@dataclass(frozen=True, slots=True)
class Printed:
    """A paper as PDF.

    Attributes:
        pdf: the bytes.
        pages: number of pages.
        missing: characters printed as 〓, each place once.
        digest: SHA-256 of the content (see ``app.paper.digest``), hexadecimal.
        sha256: SHA-256 of ``pdf``, hexadecimal.
        fonts: families that are embedded, the office's own first.
        own_fonts: those of them that came from this machine, with their versions.
    """

    pdf: bytes
    pages: int
    missing: tuple[MissingGlyph, ...] = ()
    digest: str = ""
    sha256: str = ""
    fonts: tuple[str, ...] = field(default=())
    own_fonts: tuple[str, ...] = field(default=())
