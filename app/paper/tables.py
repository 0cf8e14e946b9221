"""Tables that break over pages between rows, with their heads repeated; and ruled forms.

Rows are measured only when their page is reached, and a page is written column by column, so that
a list of fifty thousand rows goes the same way as one of ten.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from reportlab.platypus import Flowable, PageBreak

from app.paper.breaking import break_lines
from app.paper.fonts import FontBook, clean
from app.paper.model import Align, Cell, Column, Facts, Table
from app.paper.packed import packed
from app.paper.pages import DEPTH, SPAN
from app.paper.text import _ASCENT, CAPTION, PITCH, TAIL, Pen, Piece, Style

_STRONG, _THIN = 1.0, 0.4
_SIDE = 3.2
_SAMPLE = 2000
"""Rows looked at for the longest code of a column."""
_WORD = re.compile(r"[0-9A-Za-z.,%+/-]{2,22}")
ROW = PITCH * 2 / 3
"""Height of a row of one line at 10.5 pt: three rows are two lines of the page's grid."""


def shown(cell: Cell) -> str:
    """A cell as text."""
    return "" if cell is None else clean(str(cell))


def _capped(lines: list[str], most: int) -> list[str]:
    """At most so many lines: a head must leave room for the rows."""
    return lines if len(lines) <= most else [*lines[: most - 1], lines[most - 1][:-1] + "…"]


def _shared(widths: list[float], wanted: list[float]) -> list[float]:
    """Widths after those that have more than they want gave to those that have less."""
    lack = sum(max(want - wide, 0.0) for want, wide in zip(wanted, widths, strict=True))
    spare = sum(max(wide - want, 0.0) for want, wide in zip(wanted, widths, strict=True))
    if not lack or not spare:
        return widths
    given = min(lack, spare)
    return [
        wide + (want - wide) * (given / lack if want > wide else given / spare)
        for want, wide in zip(wanted, widths, strict=True)
    ]


class _Layout:
    """What all parts of a broken table share: columns, head, measured rows."""

    def __init__(self, book: FontBook, table: Table, width: float) -> None:
        self.book, self.table, self.width = book, table, width
        size = table.size
        self.pitch = size * 1.3
        self.row = ROW * size / 10.5
        self.cell = Style("song", size, self.pitch)
        self.strong = Style("hei", size, self.pitch)
        self.edges = [0.0]
        for wide in self._widths():
            self.edges.append(self.edges[-1] + wide)
        self.totals, self.sections = frozenset(table.totals), frozenset(table.sections)
        self.groups = self._groups()
        self.heads = [
            self._wrap(c.title, i, i + 1, self.strong) for i, c in enumerate(table.columns)
        ]
        group_lines = [self._wrap(text, a, b, self.strong) for text, a, b in self.groups if text]
        self.group_lines = max(map(len, group_lines), default=0)
        grouped = [h for (text, a, b) in self.groups if text for h in self.heads[a:b]]
        alone = [h for (text, a, b) in self.groups if not text for h in self.heads[a:b]]
        low = self.height(max(map(len, grouped), default=0)) if grouped else 0.0
        high = self.height(self.group_lines) if grouped else 0.0
        self.head_height = max(low + high, self.height(max(map(len, alone), default=1)))
        self.group_height = high if grouped else 0.0
        self.continued = ""

    def _widths(self) -> list[float]:
        """Widths by weight; what is too narrow for its codes, and then for its longest text,
        takes from columns with room to spare."""
        columns, gap = self.table.columns, 2 * _SIDE + 0.2
        weights = [max(column.weight, 0.05) for column in columns]
        widths = [weight * self.width / sum(weights) for weight in weights]
        sections = frozenset(self.table.sections)
        sample = [r for i, r in enumerate(self.table.rows[:_SAMPLE]) if i not in sections]
        needs, wants = [], []
        for index, column in enumerate(columns):
            cells = [shown(row[index]) for row in sample]
            words = {word for cell in cells for word in _WORD.findall(cell)}
            code = max(map(self._wide, words), default=0.0)
            least = min(2, len(column.title)) * self.table.size
            needs.append(max(code, least, self.table.size) + gap)
            parts = (part for text in (column.title, *cells) for part in text.split("\n"))
            longest = self._wide(clean(max(parts, key=len))) + gap
            wants.append(max(needs[-1], min(longest, self.width * 0.45)))
        return _shared(_shared(widths, needs), wants)

    def _wide(self, text: str) -> float:
        """Width of a text, in a total row or not."""
        return max(style.width(self.book, text) for style in (self.cell, self.strong))

    def group(self, text: str, first: int, after: int) -> list[str]:
        """The lines of a group head."""
        return _capped(self._wrap(text, first, after, self.strong), 3)

    def _groups(self) -> list[tuple[str, int, int]]:
        """(text, first column, column after the last) for groups and single columns."""
        found: list[tuple[str, int, int]] = []
        for index, column in enumerate(self.table.columns):
            if column.group and found and found[-1][0] == column.group:
                found[-1] = (column.group, found[-1][1], index + 1)
            else:
                found.append((column.group, index, index + 1))
        return found

    def height(self, lines: int) -> float:
        """Height of a row of so many lines."""
        return self.row + max(lines - 1, 0) * self.pitch

    def room(self, first: int, after: int) -> float:
        """Width for text in a cell over these columns."""
        return self.edges[after] - self.edges[first] - 2 * _SIDE

    def _wrap(self, text: str, first: int, after: int, style: Style) -> list[str]:
        room = self.room(first, after)
        text = clean(text)
        if "\n" not in text and style.width(self.book, text) <= room:
            return [text]

        def measure(piece: str) -> float:
            return style.width(self.book, piece)

        return [line for line, _ in break_lines(text, measure, max(room, style.size))]

    def measure(self, index: int) -> tuple[list[list[str]], float]:
        """The lines of a row's cells, and its height."""
        row = self.table.rows[index]
        style = self.strong if index in self.totals or index in self.sections else self.cell
        if index in self.sections:
            cells = [self._wrap(shown(row[0]), 0, len(self.table.columns), style)]
        else:
            cells = [self._wrap(shown(cell), i, i + 1, style) for i, cell in enumerate(row)]
        return cells, self.height(max(map(len, cells), default=1))


class Grid(Piece):
    """A table, or the part of it that stands on one page."""

    def __init__(self, layout: _Layout, start: int = 0) -> None:
        super().__init__()
        self.layout, self.start = layout, start
        self.end = len(layout.table.rows)
        self.reserve = 0.0  # height of the note, which must not stand alone on the next page
        self._rows: list[tuple[list[list[str]], float]] = []
        self._first = start == 0

    @classmethod
    def of(cls, book: FontBook, table: Table, width: float) -> Grid:
        """A whole table for text of this width; rows higher than a page are divided first."""
        layout = _Layout(book, _with_short_rows(book, table, width), width)
        title = clean(table.title).split("\n")[0]
        layout.continued = f"{title}（续）" if title else ""
        return cls(layout)

    def _before(self) -> float:
        """Height above the rows: the repeated caption, and the head."""
        caption = 0.0 if self._first or not self.layout.continued else CAPTION.pitch
        return caption + self.layout.head_height

    def _measured(self, room: float) -> float:
        """Measure rows until they are higher than the room; returns the height."""
        height = self._before() + sum(h for _, h in self._rows)
        while height <= room and self.start + len(self._rows) < self.end:
            row = self.layout.measure(self.start + len(self._rows))
            self._rows.append(row)
            height += row[1]
        if self.start == self.end and not self.layout.table.rows:
            height += self.layout.row
        return height

    def wrap(self, width: float, room: float) -> tuple[float, float]:
        """As high as it is, or higher than the room."""
        self.width, self.height = width, self._measured(room)
        fits = self.height + self.reserve <= room - TAIL + 0.01
        return width, self.height if fits else max(self.height, room + 1)

    def least(self, width: float) -> float:  # noqa: ARG002
        """A short table whole; of a long one, the head and two rows."""
        layout = self.layout
        count = self.end - self.start
        heights = [layout.measure(self.start + i)[1] for i in range(min(count, 9))]
        whole = count < 9 and sum(heights) < 9 * ROW
        height = sum(heights) + self.reserve if whole else sum(heights[:2])
        return self._before() + (height or layout.row) + TAIL

    def split(self, width: float, room: float) -> list[Flowable]:  # noqa: ARG002
        """The rows that fit, and the others; never only the last row of all on the next page."""
        self._measured(room)
        height, count = self._before() + TAIL, 0
        for _, row in self._rows:
            if height + row > room + 0.01:
                break
            height += row
            count += 1
        left = self.end - self.start - count
        if left == 0:  # only the note does not fit
            count, left = count - 1, 1
        if left == 1 and count > 2 and self.end - 1 in self.layout.totals:
            count -= 1
        while count > 0 and self.start + count - 1 in self.layout.sections:
            count -= 1
        if count <= 0 or left <= 0:
            return []
        head, rest = Grid(self.layout, self.start), Grid(self.layout, self.start + count)
        head._first, rest._first = self._first, False
        head.end, rest.end = self.start + count, self.end
        rest.reserve = self.reserve
        head._rows, rest._rows = self._rows[:count], self._rows[count:]
        return [head, PageBreak(), rest]

    def draw(self) -> None:
        """Rules first, then the text, column by column."""
        layout, canvas = self.layout, self.canv
        top = self.height
        pen = Pen(canvas, layout.book)
        if not self._first and layout.continued:
            wide = CAPTION.width(layout.book, layout.continued)
            y = top - (CAPTION.pitch - CAPTION.size) / 2 - CAPTION.size * _ASCENT
            pen.put((layout.width - wide) / 2, y, layout.continued, CAPTION)
            top -= CAPTION.pitch
        bottoms = [top - layout.head_height]
        for _, height in self._rows:
            bottoms.append(bottoms[-1] - height)
        if not self._rows:
            bottoms.append(bottoms[-1] - layout.row)
        self._rules(top, bottoms)
        self._head(pen, top)
        if self._rows:
            for column in range(len(layout.table.columns)):
                self._column(pen, column, bottoms)
        else:
            self._empty(pen, bottoms[0])
        pen.done()

    def _rules(self, top: float, bottoms: list[float]) -> None:
        layout, canvas = self.layout, self.canv
        canvas.saveState()
        canvas.setLineCap(0)
        canvas.setLineWidth(_STRONG)
        canvas.lines([(0, y, layout.width, y) for y in (top, bottoms[-1])])
        canvas.setLineWidth(_THIN)
        canvas.lines([(0, y, layout.width, y) for y in bottoms[:-1]])
        canvas.lines(self._uprights(top, bottoms))
        canvas.setLineWidth(_STRONG * 0.7)
        strong = [
            (0, bottoms[i], layout.width, bottoms[i])
            for i in range(len(self._rows))
            if self.start + i in layout.totals and i
        ]
        if strong:
            canvas.lines(strong)
        canvas.restoreState()

    def _uprights(self, top: float, bottoms: list[float]) -> list[tuple[float, ...]]:
        """Lines between columns: below group heads only, and not through section rows."""
        layout = self.layout
        middle = top - layout.group_height
        lines: list[tuple[float, ...]] = []
        starts = {first for _, first, _ in layout.groups}
        for text, first, after in layout.groups:
            if text:
                lines.append((layout.edges[first], middle, layout.edges[after], middle))
        runs: list[tuple[float, float]] = []
        begin = bottoms[0]
        for index in range(len(self._rows)):
            if self.start + index in layout.sections:
                if begin > bottoms[index]:
                    runs.append((begin, bottoms[index]))
                begin = bottoms[index + 1]
        if self._rows and begin > bottoms[-1]:
            runs.append((begin, bottoms[-1]))
        for index, x in enumerate(layout.edges[1:-1], 1):
            lines.append((x, top if index in starts else middle, x, bottoms[0]))
            lines += [(x, upper, x, lower) for upper, lower in runs]
        return lines

    def _block(
        self, pen: Pen, text: list[str], box: tuple[float, float, float, float], align: Align,
        style: Style,
    ) -> None:  # fmt: skip
        """Write lines in a box (left, right, top, bottom), in the middle of its height."""
        left, right, top, bottom = box
        pitch = self.layout.pitch
        y = (top + bottom) / 2 + len(text) * pitch / 2 - (pitch - style.size) / 2
        y -= style.size * _ASCENT
        for line in text:
            if line:
                x = left + _SIDE
                if align is not Align.LEFT:
                    slack = right - left - 2 * _SIDE - style.width(self.layout.book, line)
                    x += slack if align is Align.RIGHT else slack / 2
                pen.put(x, y, line, style)
            y -= pitch

    def _head(self, pen: Pen, top: float) -> None:
        layout = self.layout
        low = top - layout.head_height
        for text, first, after in layout.groups:
            upper = top
            if text:
                lines = layout.group(text, first, after)
                upper = top - layout.group_height
                box = (layout.edges[first], layout.edges[after], top, upper)
                self._block(pen, lines, box, Align.CENTRE, layout.strong)
            for index in range(first, after):
                box = (layout.edges[index], layout.edges[index + 1], upper, low)
                self._block(pen, layout.heads[index], box, Align.CENTRE, layout.strong)

    def _column(self, pen: Pen, column: int, bottoms: list[float]) -> None:
        layout = self.layout
        align = layout.table.columns[column].align
        left, right = layout.edges[column], layout.edges[column + 1]
        for index, (cells, _) in enumerate(self._rows):
            number = self.start + index
            if number in layout.sections:
                if column == 0:
                    box = (0.0, layout.width, bottoms[index], bottoms[index + 1])
                    self._block(pen, cells[0], box, Align.LEFT, layout.strong)
                continue
            style = layout.strong if number in layout.totals else layout.cell
            box = (left, right, bottoms[index], bottoms[index + 1])
            self._block(pen, cells[column], box, align, style)

    def _empty(self, pen: Pen, top: float) -> None:
        layout = self.layout
        box = (0.0, layout.width, top, top - layout.row)
        self._block(pen, [clean(layout.table.empty)], box, Align.CENTRE, layout.cell)


def _with_short_rows(book: FontBook, table: Table, width: float) -> Table:
    """Divide rows that no page could hold: a cell of a megabyte must not stop the paper."""
    narrow = width / sum(c.weight for c in table.columns) * min(c.weight for c in table.columns)
    safe = max(1, int(narrow // table.size)) * 6
    long = {
        index
        for index, row in enumerate(table.rows)
        if any(len(shown(cell)) > safe or shown(cell).count("\n") > 5 for cell in row)
    }
    if not long:
        return table
    layout = _Layout(book, table, width)
    room = DEPTH[width > SPAN[False] + 1] - TAIL - 5 * CAPTION.pitch - layout.head_height
    limit = int((room - layout.row) // layout.pitch)
    moved: dict[int, int] = {}

    def divided() -> Iterator[tuple[Cell, ...]]:
        made = 0
        for index, row in enumerate(table.rows):
            moved[index] = made
            cells, height = layout.measure(index) if index in long else ([], 0.0)
            if height <= room:
                made += 1
                yield row
                continue
            for start in range(0, max(map(len, cells)), limit):
                part = ["\n".join(lines[start : start + limit]) for lines in cells]
                made += 1
                yield tuple(part + [""] * (len(row) - len(part)))

    rows = packed(divided())
    return replace(
        table,
        rows=rows,
        totals=tuple(moved[i] for i in table.totals),
        sections=tuple(moved[i] for i in table.sections),
    )


class Caption(Piece):
    """Title of a table or chart in the middle, the unit at the right end; stays with the table."""

    sticky = True

    def __init__(self, book: FontBook, title: str, unit: str = "") -> None:
        super().__init__()
        self.book, self.title, self.unit = book, clean(title), clean(unit)
        self._lines: list[str] = []

    def wrap(self, width: float, room: float) -> tuple[float, float]:
        """One line, or as many as the title needs."""
        style = CAPTION
        lines = break_lines(self.title, lambda piece: style.width(self.book, piece), width * 0.9)
        self._lines = _capped([line for line, _ in lines], 4) if self.title else []
        wide = max((style.width(self.book, line) for line in self._lines), default=0.0)
        unit = _UNIT.width(self.book, self.unit)
        self._below = bool(self.unit) and (width - wide) / 2 < unit + style.size
        height = len(self._lines) * style.pitch + (_UNIT.pitch if self._below else 0.0)
        return self.fit(width, height, room)

    def draw(self) -> None:
        """Write both."""
        pen = Pen(self.canv, self.book)
        y = self.height - CAPTION.size * _ASCENT - 1.5
        for line in self._lines:
            pen.put((self.width - CAPTION.width(self.book, line)) / 2, y, line, CAPTION)
            y -= CAPTION.pitch
        if self.unit:
            x = self.width - _UNIT.width(self.book, self.unit)
            low = y + (CAPTION.pitch if not self._below else CAPTION.size - _UNIT.size)
            pen.put(x, low, self.unit, _UNIT)
        pen.done()


_UNIT = Style("song", 9, 13)


def facts_table(facts: Facts) -> tuple[tuple[tuple[str, Cell], ...], ...]:
    """The pairs in rows of ``across``; the last row is filled up."""
    across = max(1, facts.across)
    rows = [facts.items[i : i + across] for i in range(0, len(facts.items), across)]
    return tuple(tuple(row) + (("", ""),) * (across - len(row)) for row in rows)


class Form(Piece):
    """Names and values in a closed grid; breaks between rows."""

    def __init__(self, book: FontBook, rows: Any, width: float, first: int = 0) -> None:
        super().__init__()
        self.book, self.rows, self.whole, self.first = book, rows, width, first
        across = len(rows[0]) if rows else 1
        name = 96.0 if across > 1 else 120.0
        value = width / across - name
        columns = [Column("", w) for _ in range(across) for w in (name, value)]
        flat = tuple(tuple(part for pair in row for part in pair) for row in rows)
        table = _with_short_rows(book, Table(tuple(columns), flat, size=12), width)
        self.rows = [tuple(zip(row[::2], row[1::2], strict=True)) for row in table.rows]
        self._layout = _Layout(book, table, width)

    def wrap(self, width: float, room: float) -> tuple[float, float]:
        """All rows."""
        return self.fit(width, sum(self._height(i) for i in range(len(self.rows))), room)

    def _height(self, index: int) -> float:
        return self._layout.measure(index)[1] + 2

    def least(self, width: float) -> float:  # noqa: ARG002
        """Two rows."""
        return sum(self._height(i) for i in range(min(2, len(self.rows)))) + TAIL

    def split(self, width: float, room: float) -> list[Flowable]:  # noqa: ARG002
        """The rows that fit, and the others."""
        height, count = TAIL, 0
        while count < len(self.rows) and height + self._height(count) <= room:
            height += self._height(count)
            count += 1
        if not 0 < count < len(self.rows):
            return []
        parts = (self.rows[:count], self.rows[count:])
        return [Form(self.book, part, self.whole) for part in parts]

    def draw(self) -> None:
        """Grid, names in 黑体, values in 仿宋."""
        layout, canvas = self._layout, self.canv
        name, value = Style("hei", 12, layout.pitch), Style("fang", 12, layout.pitch)
        pen = Pen(canvas, self.book)
        canvas.saveState()
        top = self.height
        ys = [top]
        for index in range(len(self.rows)):
            cells, _ = layout.measure(index)
            bottom = ys[-1] - self._height(index)
            for column, lines in enumerate(cells):
                style = value if column % 2 else name
                y = (ys[-1] + bottom) / 2 + len(lines) * layout.pitch / 2
                y -= (layout.pitch - style.size) / 2 + style.size * _ASCENT
                for line in lines:
                    pen.put(layout.edges[column] + 5, y, line, style)
                    y -= layout.pitch
            ys.append(bottom)
        canvas.setLineWidth(_THIN)
        canvas.grid(layout.edges, ys)
        canvas.setLineWidth(_STRONG)
        canvas.rect(0, ys[-1], layout.width, top - ys[-1])
        canvas.restoreState()
        pen.done()
