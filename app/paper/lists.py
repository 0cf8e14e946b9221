"""Any list as a paper, and ready for fifty thousand rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from app.paper.model import Align, Block, Cell, Column, Document, Note, Table, Title
from app.paper.packed import packed

WIDE = 7
"""Lists of more columns than this are printed on turned pages."""


def list_document(
    title: str,
    columns: Sequence[Column],
    rows: Iterable[Sequence[Cell]],
    *,
    subtitle: str = "",
    unit: str = "",
    note: str = "",
    totals: Sequence[int] = (),
    sections: Sequence[int] = (),
    office: str = "",
    day: str = "",
    landscape: bool | None = None,
    numbered: bool = True,
) -> Document:
    """A list with its title, a table with running numbers, and a note.

    Args:
        title: of the paper.
        columns: heads, weights, alignment.
        rows: as long as ``columns``.
        subtitle: e.g. 共372家, below the title.
        unit: above the right end of the table.
        note: below it, e.g. the filter the list was made with.
        totals: numbers of the rows (from 0) that are totals; they get no running number.
        sections: numbers of the rows that are heads over the whole width.
        office, day: for the file's metadata.
        landscape: turned pages; by the number of columns if None.
        numbered: begin each row with 序号.
    """
    heads = tuple(columns)
    if numbered:
        rows, heads = _numbered(rows, heads, frozenset(totals), frozenset(sections))
    turned = len(heads) > WIDE if landscape is None else landscape
    table = Table(
        columns=heads,
        rows=packed(rows),
        unit=unit,
        totals=tuple(totals),
        sections=tuple(sections),
        size=10.5 if len(heads) <= WIDE else 9,
    )
    blocks: list[Block] = [Title(title, subtitle), table]
    if note:
        blocks.append(Note(note))
    return Document(title, tuple(blocks), office=office, day=day, landscape=turned)


def _numbered(
    rows: Iterable[Sequence[Cell]],
    heads: tuple[Column, ...],
    totals: frozenset[int],
    sections: frozenset[int],
) -> tuple[Iterator[tuple[Cell, ...]], tuple[Column, ...]]:
    """Put running numbers before the rows; total and section rows have none."""
    share = sum(column.weight for column in heads) * 0.07

    def numbered() -> Iterator[tuple[Cell, ...]]:
        count = 0
        for index, row in enumerate(rows):
            if index in sections:
                yield (*row, "")
            elif index in totals:
                yield ("", *row)
            else:
                count += 1
                yield (count, *row)

    return numbered(), (Column("序号", share, Align.CENTRE), *heads)
