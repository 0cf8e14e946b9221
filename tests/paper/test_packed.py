"""Rows that are very many: in little memory, and printed as if they were not packed."""

from __future__ import annotations

import pickle
import tracemalloc
from collections.abc import Iterator
from dataclasses import replace

import pytest

from app.paper.digest import digest
from app.paper.document import render
from app.paper.lists import list_document
from app.paper.model import Column, Document, Table
from app.paper.packed import PART, Packed, Row, packed


def some(count: int) -> Iterator[Row]:
    for n in range(count):
        yield (f"会员{n}", None, n, f"第{n % 7}小组\n二行", "", "\ud83d" if n % 100 == 3 else "𬱖")


@pytest.mark.parametrize("count", [0, 1, PART - 1, PART, PART + 1, 3 * PART, 1000])
def test_rows_come_out_as_they_went_in(count: int) -> None:
    plain, kept = tuple(some(count)), packed(some(count))
    assert len(kept) == count
    assert tuple(kept) == plain
    assert tuple(kept[n] for n in range(count)) == plain
    assert tuple(kept[n] for n in range(-1, -count - 1, -1)) == plain[::-1]
    assert tuple(kept[2:700:3]) == plain[2:700:3]
    assert tuple(kept[: PART + 5]) == plain[: PART + 5]
    with pytest.raises(IndexError):
        kept[count]
    again = pickle.loads(pickle.dumps(kept))
    assert again == kept
    assert hash(again) == hash(kept)
    assert isinstance(kept, Packed) == (count >= PART)


def test_very_many_rows_take_little_memory() -> None:
    def taken(rows: object) -> int:
        return tracemalloc.get_traced_memory()[0] - before if rows else 0

    tracemalloc.start()
    try:
        before = tracemalloc.get_traced_memory()[0]
        plain = taken(tuple(some(20_000)))
        little = taken(packed(some(20_000)))
        before = tracemalloc.get_traced_memory()[0]
        tracemalloc.reset_peak()
        digest(Document("名册", (Table((Column("a"),) * 6, packed(some(20_000))),)))
        highest = tracemalloc.get_traced_memory()[1] - before
    finally:
        tracemalloc.stop()
    assert little < plain / 10
    assert highest < plain / 5, "the digest goes over the rows and does not copy them"


def test_a_packed_list_is_printed_as_a_plain_one() -> None:
    columns = tuple(Column(f"列{n}", 1 + n % 2) for n in range(6))
    long = ("很长的一格" * 900, *[""] * 5)
    rows = [*some(PART), long, *some(PART + 20)]
    made = list_document("名册", columns, iter(rows), sections=(3, 400), totals=(40, 500))
    table = made.blocks[1]
    assert isinstance(table, Table)
    assert isinstance(table.rows, Packed)
    plain = replace(made, blocks=(made.blocks[0], replace(table, rows=tuple(table.rows))))
    one, two = render(made), render(plain)
    assert one.digest == two.digest
    assert one.sha256 == two.sha256
    assert one.missing == two.missing
    assert one.pages > 20
