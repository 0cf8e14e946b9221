"""Looking into an old Excel file (.xls, .et): what it is, passwords, formulas, the day epoch.

python-calamine reads the cells; it tells neither a formula from a value nor, in the old format,
from which year day numbers count. Both stand in plain records of the workbook stream.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from app.sheets.sniff import broken, encrypted, ole_content

_END = 0xFFFFFFFA  # this and above are marks, not sectors
_BOF, _EOF, _FORMULA, _DATEMODE, _FILEPASS, _BOUNDSHEET = 0x809, 0x0A, 0x06, 0x22, 0x2F, 0x85
_MOST_STREAM = 600 * 1024 * 1024


@dataclass
class OldWorkbook:
    """What the records tell.

    Attributes:
        mac_epoch: day numbers count from 1904.
        formulas: one per sheet in the order of the file: row (from 1) → {column: cached value}.
    """

    mac_epoch: bool = False
    formulas: list[dict[int, dict[int, bool]]] = field(default_factory=list)


def inspect(data: bytes) -> OldWorkbook:
    """Check an OLE file and scan its workbook stream.

    Raises:
        KnownError: IMP-FILE: Word, password, damaged.
    """
    try:
        container = _Container(data)
        ole_content(set(container.streams))
        stream = container.read("Workbook" if "Workbook" in container.streams else "Book")
    except (struct.error, IndexError, OverflowError):
        raise broken() from None
    return scan(stream)


def scan(stream: bytes) -> OldWorkbook:
    """The records of a workbook stream.

    Raises:
        KnownError: IMP-FILE if it has a password.
    """
    book = OldWorkbook()
    starts: list[int] = []
    sheets: dict[int, dict[int, dict[int, bool]]] = {}
    current: dict[int, dict[int, bool]] | None = None
    for at, kind, body in _records(stream):
        if kind == _FORMULA and current is not None and len(body) >= 14:
            row, column = struct.unpack_from("<HH", body)
            current.setdefault(row + 1, {})[column] = _cached(body[6:14])
        elif kind == _BOF:
            current = sheets.get(at)
        elif kind == _FILEPASS:
            raise encrypted()
        elif kind == _DATEMODE and len(body) >= 2:
            book.mac_epoch = body[0] == 1
        elif kind == _BOUNDSHEET and len(body) >= 4:
            start = struct.unpack_from("<I", body)[0]
            starts.append(start)
            sheets[start] = {}
    book.formulas = [sheets[start] for start in starts]
    return book


def _cached(result: bytes) -> bool:
    if result[6:8] != b"\xff\xff":
        return True
    return result[0] in (0, 1)  # text or bool; 2 is an error, 3 an empty text


def _records(stream: bytes) -> Iterator[tuple[int, int, bytes]]:
    at, wanted = 0, {_BOF, _FORMULA, _DATEMODE, _FILEPASS, _BOUNDSHEET}
    head = struct.Struct("<HH")
    while at + 4 <= len(stream):
        kind, size = head.unpack_from(stream, at)
        if kind in wanted:
            yield at, kind, stream[at + 4 : at + 4 + size]
        at += 4 + size


class _Container:
    """The streams of an OLE compound file."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        shift, mini_shift = struct.unpack_from("<HH", data, 30)
        if shift not in (9, 12) or mini_shift != 6:
            raise broken()
        self._size, self._mini_size = 1 << shift, 64
        fats, directory, self._cutoff = (
            struct.unpack_from("<I", data, 44)[0],
            *struct.unpack_from("<I4xI", data, 48),
        )
        mini, _, difat, _ = struct.unpack_from("<4I", data, 60)
        self._fat = self._table(self._difat(difat, fats))
        self._mini_fat = self._table(self._chain(mini, self._fat))
        self.streams: dict[str, tuple[int, int]] = {}
        self._root = (0, 0)
        self._directory(self._join(self._chain(directory, self._fat)))

    def _sector(self, number: int) -> bytes:
        start = (number + 1) * self._size
        return self._data[start : start + self._size]

    def _difat(self, following: int, count: int) -> list[int]:
        found = [n for n in struct.unpack_from("<109I", self._data, 76) if n < _END]
        seen: set[int] = set()
        while following < _END and following not in seen and len(found) < count:
            seen.add(following)
            numbers = struct.unpack(f"<{self._size // 4}I", self._sector(following))
            found += [n for n in numbers[:-1] if n < _END]
            following = numbers[-1]
        return found[:count]

    def _table(self, sectors: list[int]) -> list[int]:
        raw = self._join(sectors)
        return list(struct.unpack(f"<{len(raw) // 4}I", raw[: len(raw) // 4 * 4]))

    def _chain(self, start: int, table: list[int]) -> list[int]:
        chain: list[int] = []
        limit = min(len(table), _MOST_STREAM // self._mini_size)
        while start < _END:
            if start >= len(table) or len(chain) > limit:
                raise broken()
            chain.append(start)
            start = table[start]
        return chain

    def _join(self, sectors: list[int]) -> bytes:
        return b"".join(self._sector(number) for number in sectors)

    def _directory(self, raw: bytes) -> None:
        for at in range(0, len(raw) - 127, 128):
            length, kind = struct.unpack_from("<HB", raw, at + 64)
            name = raw[at : at + max(0, min(length, 64) - 2)].decode("utf-16-le", errors="replace")
            start, size = struct.unpack_from("<II", raw, at + 116)
            if kind == 5:
                self._root = (start, size)
            elif kind == 2:
                self.streams.setdefault(name, (start, size))

    def read(self, name: str) -> bytes:
        start, size = self.streams[name]
        if size >= self._cutoff:
            return self._join(self._chain(start, self._fat))[:size]
        small = self._join(self._chain(self._root[0], self._fat))
        parts = self._chain(start, self._mini_fat)
        return b"".join(small[n * 64 : n * 64 + 64] for n in parts)[:size]
