"""Tables of the .docx: heads repeat, rows stay whole, numbers stand right.

The rows are made as XML directly; python-docx takes minutes for five thousand of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

from app.paper.charts import chart_title, numbers
from app.paper.docx_parts import FANG, HEI, LATIN, PITCH, SONG, XBS, safe
from app.paper.docx_photos import put_picture
from app.paper.forms import place
from app.paper.model import (
    Align,
    Cell,
    Chart,
    Column,
    Diagram,
    Facts,
    FormGrid,
    KeyFigures,
    SealBox,
    Table,
)
from app.paper.tables import facts_table, shown

_TWIPS = {False: 8844, True: 12756}  # 156 mm and 225 mm in twentieths of a point
_JC = {Align.LEFT: "left", Align.CENTRE: "center", Align.RIGHT: "right"}


def _element(tag: str, **attributes: str) -> Any:
    element = OxmlElement(f"w:{tag}")
    for name, value in attributes.items():
        element.set(qn(f"w:{name}"), value)
    return element


def _run(text: str, font: str, size: float) -> Any:
    run, properties = _element("r"), _element("rPr")
    properties.append(_element("rFonts", ascii=LATIN, hAnsi=LATIN, eastAsia=font))
    properties.append(_element("sz", val=str(round(size * 2))))
    run.append(properties)
    for number, line in enumerate(text.split("\n")):
        if number:
            run.append(_element("br"))
        words = _element("t")
        words.text = line
        words.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        run.append(words)
    return run


def _paragraph(text: str, font: str, size: float, align: Align) -> Any:
    paragraph, properties = _element("p"), _element("pPr")
    properties.append(
        _element("spacing", before="20", after="20", line=str(round(size * 26)), lineRule="exact")
    )
    properties.append(_element("jc", val=_JC[align]))
    paragraph.append(properties)
    paragraph.append(_run(text, font, size))
    return paragraph


def _cell(
    text: str, width: int, font: str, size: float, align: Align, *, span: int = 1, merge: str = ""
) -> Any:
    cell, properties = _element("tc"), _element("tcPr")
    properties.append(_element("tcW", w=str(width), type="dxa"))
    if span > 1:
        properties.append(_element("gridSpan", val=str(span)))
    if merge:
        properties.append(_element("vMerge", val=merge))
    properties.append(_element("vAlign", val="center"))
    cell.append(properties)
    cell.append(_paragraph(text, font, size, align))
    return cell


def _row(cells: Sequence[Any], *, head: bool = False, height: int = 0) -> Any:
    row, properties = _element("tr"), _element("trPr")
    properties.append(_element("cantSplit"))
    if height:
        properties.append(_element("trHeight", val=str(height), hRule="atLeast"))
    if head:
        properties.append(_element("tblHeader"))
    row.append(properties)
    row.extend(cells)
    return row


def _table(widths: Sequence[int], rows: Sequence[Any], *, closed: bool) -> Any:
    table, properties = _element("tbl"), _element("tblPr")
    properties.append(_element("tblW", w=str(sum(widths)), type="dxa"))
    properties.append(_element("jc", val="center"))
    borders = _element("tblBorders")
    side = "single" if closed else "nil"
    for edge, size, kind in (
        ("top", "8", "single"), ("left", "8", side), ("bottom", "8", "single"),
        ("right", "8", side), ("insideH", "4", "single"), ("insideV", "4", "single"),
    ):  # fmt: skip
        borders.append(_element(edge, val=kind, sz=size, space="0", color="000000"))
    properties.append(borders)
    properties.append(_element("tblLayout", type="fixed"))
    margins = _element("tblCellMar")
    for edge in ("left", "right"):
        margins.append(_element(edge, w="60", type="dxa"))
    properties.append(margins)
    table.append(properties)
    grid = _element("tblGrid")
    for width in widths:
        grid.append(_element("gridCol", w=str(width)))
    table.append(grid)
    table.extend(rows)
    return table


class DocxTables:
    """The blocks that become tables; ``app.paper.docx`` adds the others."""

    doc: Any
    turned: bool
    _break: bool

    def line(
        self, text: str, font: str = FANG, size: float = 16.0, *, align: Align = Align.LEFT,
        indent: float = 0.0, style: str = "Normal", pitch: float = PITCH,
    ) -> Any:  # fmt: skip
        """A paragraph."""
        raise NotImplementedError

    def note(self, text: str, size: float = 10.5) -> None:
        """Small print."""
        self.line(text, FANG, size, pitch=round(size * 1.4, 1))

    def _put(self, table: Any) -> None:
        """Add a table, and the paragraph that keeps it from the next one."""
        if self._break:
            self.line("", size=2, pitch=2)
        self.doc.element.body.insert_element_before(table, "w:sectPr")
        self.line("", size=5, pitch=8)

    def _widths(self, weights: Sequence[float]) -> list[int]:
        room = _TWIPS[self.turned]
        return [max(1, round(room * max(w, 0.05) / sum(weights))) for w in weights]

    def _caption(self, title: str, unit: str = "") -> None:
        if title:
            paragraph = self.line(title, HEI, 12, align=Align.CENTRE, pitch=20)
            paragraph.paragraph_format.keep_with_next = True
        if unit:
            paragraph = self.line(unit, SONG, 9, align=Align.RIGHT, pitch=14)
            paragraph.paragraph_format.keep_with_next = True

    def table(self, table: Table) -> None:
        """A table with its caption, unit and note."""
        self._caption(table.title, table.unit)
        widths = self._widths([column.weight for column in table.columns])
        rows = self._heads(table.columns, widths, table.size)
        if not table.rows:
            whole, count = sum(widths), len(widths)
            text = safe(table.empty)
            rows.append(_row([_cell(text, whole, SONG, table.size, Align.CENTRE, span=count)]))
        totals, sections = frozenset(table.totals), frozenset(table.sections)
        for index, row in enumerate(table.rows):
            font = HEI if index in totals or index in sections else SONG
            if index in sections:
                text = safe(shown(row[0]))
                cell = _cell(text, sum(widths), font, table.size, Align.LEFT, span=len(widths))
                rows.append(_row([cell]))
                continue
            cells = zip(row, widths, table.columns, strict=True)
            rows.append(
                _row([_cell(safe(shown(c)), w, font, table.size, k.align) for c, w, k in cells])
            )
        self._put(_table(widths, rows, closed=False))
        if table.note:
            self.note(table.note)

    def _heads(self, columns: Sequence[Column], widths: list[int], size: float) -> list[Any]:
        """One head row, or two where columns are grouped."""
        centre = Align.CENTRE
        if not any(column.group for column in columns):
            cells = zip(columns, widths, strict=True)
            return [_row([_cell(safe(c.title), w, HEI, size, centre) for c, w in cells], head=True)]
        upper: list[Any] = []
        lower: list[Any] = []
        index = 0
        while index < len(columns):
            column, end = columns[index], index + 1
            if not column.group:
                text = safe(column.title)
                upper.append(_cell(text, widths[index], HEI, size, centre, merge="restart"))
                lower.append(_cell("", widths[index], HEI, size, centre, merge="continue"))
            else:
                while end < len(columns) and columns[end].group == column.group:
                    end += 1
                wide, text = sum(widths[index:end]), safe(column.group)
                upper.append(_cell(text, wide, HEI, size, centre, span=end - index))
                for place in range(index, end):
                    text = safe(columns[place].title)
                    lower.append(_cell(text, widths[place], HEI, size, centre))
            index = end
        return [_row(upper, head=True), _row(lower, head=True)]

    def facts(self, facts: Facts) -> None:
        """Names and values in a closed grid."""
        self._caption(facts.title)
        rows = facts_table(facts)
        if not rows:
            return
        across = len(rows[0])
        widths = self._widths([weight for _ in range(across) for weight in (1.0, 1.3 * 2 / across)])
        made = []
        for row in rows:
            flat: list[tuple[Cell, str]] = []
            for name, value in row:
                flat += [(name, HEI), (value, FANG)]
            cells = zip(flat, widths, strict=True)
            made.append(_row([_cell(safe(shown(t)), w, f, 12, Align.LEFT) for (t, f), w in cells]))
        self._put(_table(widths, made, closed=True))

    def form(self, form: FormGrid) -> None:
        """A form whose cells cover several columns and rows."""
        self._caption(form.title)
        widths = self._widths(form.columns)
        starts = {(p.row, p.column): p.slot for p in place(form)}
        below = {(p.row + d, p.column): p.slot for p in place(form) for d in range(1, p.slot.down)}
        made: list[Any] = []
        photos: list[tuple[Any, bytes, tuple[float, float]]] = []
        high = [self._line_high(form, row) for row in range(len(form.rows))]
        for row in range(len(form.rows)):
            cells: list[Any] = []
            column = 0
            while column < len(widths):
                slot = starts.get((row, column))
                goes_on = slot is None
                slot = slot or below[row, column]
                width = sum(widths[column : column + slot.across])
                merge = "continue" if goes_on else "restart" if slot.down > 1 else ""
                text = "" if goes_on or slot.photo else safe(shown(slot.text))
                font, align = (HEI, Align.CENTRE) if slot.head else (FANG, slot.align)
                cells.append(
                    _cell(text, width, font, form.size, align, span=slot.across, merge=merge)
                )
                if slot.photo and not goes_on:
                    room = (width / 20 - 8, sum(high[row : row + slot.down]) / 20 - 4)
                    photos.append((cells[-1], slot.photo, room))
                column += slot.across
            made.append(_row(cells, height=high[row]))
        self._put(_table(widths, made, closed=True))
        for cell, content, room in photos:
            put_picture(Paragraph(cell.find(qn("w:p")), self.doc._body), content, room)

    @staticmethod
    def _line_high(form: FormGrid, row: int) -> int:
        lines = form.heights[row] if row < len(form.heights) else 1
        return round(lines * form.size * 1.45 * 20 + 160)

    def figures(self, figures: KeyFigures) -> None:
        """Large numbers side by side."""
        items = figures.items
        for start in range(0, len(items), 4):
            part = items[start : start + 4]
            widths = self._widths([1.0] * len(part))
            rows = []
            for line, (font, size) in enumerate(((HEI, 10.5), (XBS, 22.0), (SONG, 9.0))):
                cells = zip(part, widths, strict=True)
                rows.append(
                    _row([_cell(safe(i[line]), w, font, size, Align.CENTRE) for i, w in cells])
                )
            self._put(_table(widths, rows, closed=False))

    def chart(self, chart: Chart) -> None:
        """The numbers of a chart as a table."""
        columns = [Column("", 2.0)] + [Column(s.name, 1.0, Align.RIGHT) for s in chart.series]
        shown_numbers = [numbers(series) for series in chart.series]
        rows = tuple(
            (label, *(texts[index] for texts in shown_numbers))
            for index, label in enumerate(chart.labels)
        )
        self.table(Table(tuple(columns), rows, title=chart_title(chart), note=chart.note))

    def diagram(self, diagram: Diagram) -> None:
        """The boxes of a diagram as a table, the one above first."""
        rows = tuple((box.head, "\n".join(box.lines)) for box in (diagram.top, *diagram.below))
        columns = (Column("", 1.0), Column("", 2.4))
        self.table(Table(columns, rows, title=diagram.title, note=diagram.note))

    def seals(self, seal: SealBox) -> None:
        """Boxes to sign and seal in."""
        boxes = seal.boxes[:4]
        if not boxes:
            return
        widths = self._widths([1.0] * len(boxes))
        texts = ["\n".join((title, "", "（盖章处）", "", *lines)) for title, lines in boxes]
        cells = [
            _cell(safe(text), width, FANG, 12, Align.LEFT)
            for text, width in zip(texts, widths, strict=True)
        ]
        row = _row(cells, height=round(seal.height * PITCH * 20))
        self._put(_table(widths, [row], closed=True))
