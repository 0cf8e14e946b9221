"""Tables and numbers of figures, as every area's chapter and papers print them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from app.base.days import chinese
from app.figures.engine import Table as FigureTable
from app.figures.engine import Value

from .model import (
    Align,
    Block,
    Chart,
    Column,
    Diagram,
    Document,
    Landscape,
    Table,
    Title,
    Together,
)
from .reports import Ask, shown

RIGHT, CENTRE = Align.RIGHT, Align.CENTRE
NUMBERED = ("表#", "图#")
"""How a title begins that gets its number when the whole paper is put together."""


def marked(value: Value) -> str:
    """A figure as printed, with ※ where it holds reported numbers."""
    return shown(value) + ("※" if value.state in ("reported", "mixed") and value.value else "")


def grouped(
    title: str, first: str, found: FigureTable, heads: Mapping[str, str], *, total: bool = True
) -> Table:
    """Figures by group, one row each, groups without any left out, the whole below.

    Args:
        first: head of the column of groups.
        heads: figure code → head of its column.
        total: whether a row 合计 closes the table (not where groups overlap or do not add up).
    """
    columns = (Column(first, 2.4), *(Column(head, 1.2, RIGHT) for head in heads.values()))
    rows = [
        (found.labels[key] or "未分类", *(marked(row[c]) for c in heads))
        for key, row in found.rows.items()
        if any(row[c].value for c in heads)
    ]
    if not total:
        return Table(columns, tuple(rows), title=title)
    rows.append(("合计", *(marked(found.total[c]) for c in heads)))
    return Table(columns, tuple(rows), title=title, totals=(len(rows) - 1,))


def compared(
    ask: Ask,
    codes: Sequence[str],
    values: Mapping[str, Value],
    title: str,
    note: str,
    before: Mapping[str, Value] | None = None,
) -> Table:
    """This year beside last year, with the difference where both are known.

    Args:
        before: last year's values, if they have been fetched already.
    """
    before = ask.last_year(*codes) if before is None else before
    rows = []
    for code in codes:
        now, then = values[code], before[code]
        change = "—"
        if isinstance(now.value, int) and isinstance(then.value, int):
            change = f"{now.value - then.value:+d}" if now.value != then.value else "0"
        elif now.value is not None and then.value is not None:
            change = f"{now.value - then.value:+.2f}"
        thing = ask.registry.get(code)
        rows.append((code, thing.title, thing.unit, marked(now), shown(then), change))
    return Table(
        (
            Column("指标\n编号", 0.8, CENTRE),
            Column("指标", 3.0),
            Column("单位", 0.7, CENTRE),
            Column(f"{ask.year}年", 1.2, RIGHT),
            Column(f"{ask.year - 1}年", 1.2, RIGHT),
            Column("增减", 1.0, RIGHT),
        ),
        tuple(rows),
        title=title,
        note=note,
    )


def list_paper(ask: Ask, title: str, *blocks: Block) -> Document:
    """A list of the office as a paper of its own, as of the day looked at."""
    head = Title(f"{ask.office}{title}", subtitle=f"（截至{chinese(ask.scope.day)}）")
    day = ask.scope.day.isoformat()
    if len(blocks) == 1 and isinstance(blocks[0], Landscape):
        return Document(title, (head, *blocks[0].blocks), ask.office, day, landscape=True)
    return Document(title, (head, *blocks), ask.office, day)


def numbered(blocks: Sequence[Block]) -> list[Block]:
    """Tables, charts, diagrams: titles that begin with 表# or 图# get their numbers, in order."""
    count = dict.fromkeys(NUMBERED, 0)

    def title(text: str) -> str:
        if text[:2] not in count:
            return text
        count[text[:2]] += 1
        return f"{text[0]}{count[text[:2]]}{text[2:]}"

    def one(block: Block) -> Block:
        if isinstance(block, (Landscape, Together)):
            return replace(block, blocks=tuple(one(inside) for inside in block.blocks))
        if isinstance(block, (Table, Chart, Diagram)):
            return replace(block, title=title(block.title))
        return block

    return [one(block) for block in blocks]
