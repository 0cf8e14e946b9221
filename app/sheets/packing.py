"""Checked rows on their way from the child: many at once, column by column, as plain JSON data.

Row by row, the names of the fields and every text that is at once a cell and a value would be
written and read again for each; that costs a long list more than checking it. For the same reason
a column of texts is one text.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, repeat
from typing import Any

from app.sheets.checked import PENDING, CheckedRow
from app.sheets.grid import EMPTY, column_index
from app.sheets.header import Layout

_BETWEEN = "\x7f"
"""Stands between the texts of a column: nobody types it, and JSON takes it as it is. A column in
which it stands all the same is sent as a list."""


def places_of(layout: Layout) -> dict[str, int]:
    """Field → its column, from 0."""
    return {one.field: column_index(one.column) for one in layout.columns}


def pack(rows: Sequence[CheckedRow], places: Mapping[str, int]) -> dict[str, Any]:
    """Rows of one sheet as plain data.

    Args:
        places: see ``places_of``.
    """
    width = max(len(row.cells) for row in rows)
    lines = [
        row.cells if len(row.cells) == width else row.cells + [EMPTY] * (width - len(row.cells))
        for row in rows
    ]
    cells = list(zip(*lines, strict=True))
    sent = [_joined(column) for column in cells]
    told = [row.values for row in rows]
    keys = list(dict.fromkeys(chain.from_iterable(dict.fromkeys(map(tuple, told)))))
    values: list[Any] = []
    for key in keys:
        column = tuple(map(dict.get, told, repeat(key)))
        place = places.get(key, width)
        # 1 is True: only a text is surely the same as an equal one
        same = place < width and type(sent[place]) is str and column == cells[place]
        values.append(place if same else _joined(column))
    more = [[at, _beside(row)] for at, row in enumerate(rows) if _says_more(row)]
    return {
        "sheet": rows[0].sheet,
        "rows": [row.row for row in rows],
        "cells": sent,
        "keys": keys,
        "values": values,
        "more": more,
    }


def unpack(data: Mapping[str, Any]) -> Iterator[CheckedRow]:
    """From ``pack``."""
    sheet, keys, cells = data["sheet"], data["keys"], [_parted(one) for one in data["cells"]]
    columns = [cells[one] if isinstance(one, int) else _parted(one) for one in data["values"]]
    whole = not any(None in column for column in columns)
    more = dict(data["more"])
    every = zip(data["rows"], _rows(cells), _rows(columns), strict=False)
    for at, (number, line, told) in enumerate(every):
        raw = list(line)
        while raw and raw[-1] == EMPTY:
            raw.pop()
        pairs = zip(keys, told, strict=True)
        values = dict(pairs) if whole else {key: v for key, v in pairs if v is not None}
        if at in more:
            plain = {"sheet": sheet, "row": number, "cells": raw, "values": values}
            yield CheckedRow.from_json(plain | more[at])
        else:
            yield CheckedRow(sheet, number, values, {}, [], PENDING, "", "", (), raw)


def _joined(column: Sequence[Any]) -> str | Sequence[Any]:
    """A column as one text, if it is of texts alone."""
    try:
        text = _BETWEEN.join(column)
    except TypeError:
        return column
    return text if text.count(_BETWEEN) == len(column) - 1 else column


def _parted(sent: str | Sequence[Any]) -> Sequence[Any]:
    """From ``_joined``."""
    return sent.split(_BETWEEN) if isinstance(sent, str) else sent


def _rows(columns: Sequence[Sequence[Any]]) -> Iterable[Sequence[Any]]:
    return zip(*columns, strict=True) if columns else repeat(())


def _says_more(row: CheckedRow) -> bool:
    return bool(
        row.problems
        or row.originals
        or row.outcome is not PENDING
        or row.section
        or row.filled
        or row.reason
        or None in row.values.values()
    )


def _beside(row: CheckedRow) -> dict[str, Any]:
    """What is to be said of a row beside its cells and values."""
    data = row.to_json()
    for key in ("sheet", "row", "cells", "values"):
        data.pop(key, None)
    if None in row.values.values():
        data["values"] = row.values
    return data
