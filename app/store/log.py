"""The change log: entries, changes, and the chain that makes tampering show.

digest of a change = SHA-256(salt, data); chain of an entry = SHA-256(previous chain, the entry's
own fields, SHA-256 of its changes in (table, row) order: table, row, part, kind, rev, digest;
SHA-256 of its body). Erasing a person empties data and salt; the digest stays, so the chain holds.
"""

from __future__ import annotations

import hashlib
import itertools
import json
import zlib
from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, insert, select

from .meta import METADATA
from .system import CHANGE, ENTRY
from .types import Day, Moment, Since, dumps, moment_text

GENESIS = bytes(32)
_PIECE = 20_000
_NO_PART = -(1 << 63)


@dataclass(slots=True)
class Change:
    """One touched record of an entry."""

    table: str
    row: str
    kind: str
    before: dict[str, Any]
    part: int | None = None
    rev: int | None = None


def head(conn: Connection) -> tuple[int, bytes]:
    """Number and digest of the newest entry; (0, zeros) for an empty log."""
    row = conn.execute(
        select(ENTRY.c.number, ENTRY.c.digest).order_by(ENTRY.c.number.desc()).limit(1)
    ).first()
    return (row.number, row.digest) if row else (0, GENESIS)


def encode(values: Mapping[str, Any]) -> str:
    """Field values as canonical JSON."""
    plain = {}
    for key, value in values.items():
        if isinstance(value, datetime):
            value = moment_text(value)
        elif isinstance(value, date):
            value = value.isoformat()
        elif isinstance(value, bytes):
            value = {"hex": value.hex()}
        plain[key] = value
    return dumps(plain)


def decode(table: str, data: str) -> dict[str, Any]:
    """Field values back in Python's types, by the table's columns of today."""
    columns = METADATA.tables[table].c
    values = json.loads(data)
    for key, value in values.items():
        if key not in columns or value is None:
            continue
        kind = columns[key].type
        if isinstance(kind, (Day, Since)):
            values[key] = date.fromisoformat(value)
        elif isinstance(kind, Moment):
            values[key] = datetime.fromisoformat(value)
        elif isinstance(value, dict) and set(value) == {"hex"}:
            values[key] = bytes.fromhex(value["hex"])
    return dict(values)


class Made:
    """Ids of a mass import's new rows with the import row of each, as bytes: while a workbook is
    still being read, a million of them as texts in sets would take 200 MB."""

    def __init__(self) -> None:
        self._ids, self._parts = bytearray(), array("q")
        self._rising = True  # as ids are made; they are found by halving
        self._span = ("g", "")  # first and last of them; no id lies there yet

    @property
    def ids(self) -> list[str]:
        """All of them, in their order."""
        return list(self.slice(0, len(self)))

    def slice(self, start: int, stop: int) -> Iterator[str]:
        """Some of them."""
        text = self._ids[16 * start : 16 * min(stop, len(self))].hex()
        return (text[k : k + 32] for k in range(0, len(text), 32))

    def parts(self, start: int, stop: int) -> list[int | None]:
        """The import rows of some of them."""
        return [None if part == _NO_PART else part for part in self._parts[start:stop]]

    def add(self, ids: Sequence[str], parts: Sequence[int | None]) -> None:
        """Further rows."""
        first, last = self._span
        rising = [last, *ids]
        self._rising = self._rising and rising == sorted(rising)
        self._span = (min([first, *ids]), max(rising))
        self._ids += bytes.fromhex("".join(ids))
        self._parts.extend([_NO_PART if part is None else part for part in parts])

    def remove(self, row_id: str) -> None:
        """A row that was deleted again."""
        place = self._place(row_id)
        del self._ids[16 * place : 16 * place + 16], self._parts[place]

    def _id(self, place: int) -> bytes:
        return bytes(self._ids[16 * place : 16 * place + 16])

    def _place(self, row_id: str) -> int:
        """Where a row stands; -1 if it is none of them."""
        wanted, every = bytes.fromhex(row_id), range(len(self))
        if self._rising:
            place = bisect_left(every, wanted, key=self._id)
            return place if place < len(self) and self._id(place) == wanted else -1
        return next((place for place in every if self._id(place) == wanted), -1)

    def __contains__(self, row_id: object) -> bool:
        if not isinstance(row_id, str) or not self._span[0] <= row_id <= self._span[1]:
            return False  # what was there before lies before them
        return self._place(row_id) >= 0

    def __len__(self) -> int:
        return len(self._parts)


def pack_body(bulk: Mapping[str, Made]) -> bytes | None:
    """Ids of a mass import's new rows, compressed piece by piece."""
    if not any(bulk.values()):
        return None
    packer, packed, first = zlib.compressobj(1), [], "{"
    for name, made in bulk.items():
        packed.append(packer.compress(f"{first}{json.dumps(name)}:[".encode()))
        pieces = range(0, len(made), _PIECE)
        ids = ('"' + '","'.join(made.slice(start, start + _PIECE)) + '"' for start in pieces)
        parts = (
            json.dumps(made.parts(start, start + _PIECE), separators=(",", ":"))[1:-1]
            for start in pieces
        )
        for end, every in ((",", ids), ("]", parts)):
            opened = "["
            for text in every:
                packed.append(packer.compress(f"{opened}{text}".encode()))
                opened = ","
            packed.append(packer.compress(f"{'[]' if opened == '[' else ']'}{end}".encode()))
        first = ","
    packed.append(packer.compress(b"}"))
    packed.append(packer.flush())
    return b"".join(packed)


def unpack_body(body: bytes | None) -> dict[str, dict[str, int | None]]:
    """The reverse of ``pack_body``."""
    if not body:
        return {}
    plain = json.loads(zlib.decompress(body))
    return {name: dict(zip(ids, parts, strict=True)) for name, (ids, parts) in plain.items()}


def _line(row: Any) -> bytes:
    """What the chain holds of a change: all that stays when its content is erased."""
    fields = (row["tbl"], row["row"], row["part"], row["kind"], row["rev"])
    return dumps(fields).encode() + bytes(row["digest"])


def _link(previous: bytes, meta: Sequence[Any], lines: list[bytes], body: bytes | None) -> bytes:
    h = hashlib.sha256(previous)
    h.update(dumps(list(meta)).encode())
    h.update(hashlib.sha256(b"".join(lines)).digest())
    h.update(hashlib.sha256(body or b"").digest())
    return h.digest()


def write(
    conn: Connection,
    *,
    number: int,
    moment: datetime,
    user: str,
    act: str,
    title: str,
    undoable: bool,
    batch: str | None,
    undoes: int | None,
    changes: list[Change],
    bulk: Mapping[str, Made],
    random_bytes: Callable[[int], bytes],
) -> bytes:
    """Write one entry with its changes; returns the new head of the chain."""
    last, previous = head(conn)
    if number != last + 1:
        raise RuntimeError("log entry out of order")
    changes.sort(key=lambda c: (c.table, c.row))
    salts = random_bytes(16 * len(changes)) if changes else b""
    rows = []
    for k, change in enumerate(changes):
        salt = salts[16 * k : 16 * k + 16]
        data = encode(change.before) if change.before else None
        digest = hashlib.sha256(salt + (data or change.kind).encode()).digest()
        rows.append(
            {
                "entry": number,
                "tbl": change.table,
                "row": change.row,
                "part": change.part,
                "kind": change.kind,
                "data": data,
                "salt": salt,
                "digest": digest,
                "rev": change.rev,
            }
        )
    body = pack_body(bulk)
    meta = (number, moment_text(moment), user, act, title, undoable, batch, undoes)
    digest = _link(previous, meta, [_line(row) for row in rows], body)
    conn.execute(
        insert(ENTRY).values(
            number=number,
            moment=moment,
            user=user,
            act=act,
            title=title,
            undoable=undoable,
            batch=batch,
            undoes=undoes,
            body=body,
            digest=digest,
        )
    )
    for start in range(0, len(rows), 5000):
        conn.execute(insert(CHANGE), rows[start : start + 5000])
    return digest


def broken(conn: Connection) -> Iterator[tuple[int, str]]:
    """Walk the chain; yields (entry number, what is wrong in Chinese) for every break."""
    previous, expected = GENESIS, 1
    changes = conn.execute(select(CHANGE).order_by(CHANGE.c.entry, CHANGE.c.tbl, CHANGE.c.row))
    grouped = itertools.groupby(changes.mappings(), key=lambda row: int(row["entry"]))
    waiting = next(grouped, None)
    for entry in conn.execute(select(ENTRY).order_by(ENTRY.c.number)).mappings().all():
        number = entry["number"]
        if number != expected:
            yield expected, f"操作记录从第 {expected} 号到第 {number - 1} 号缺失"
        expected = number + 1
        lines: list[bytes] = []
        while waiting is not None and waiting[0] <= number:
            if waiting[0] < number:
                yield _loose(waiting[0])
            else:
                for row in waiting[1]:
                    if _altered(row):
                        yield number, f"第 {number} 号操作记录的内容被改动过"
                    lines.append(_line(row))
            waiting = next(grouped, None)
        meta = (
            number,
            moment_text(entry["moment"]),
            entry["user"],
            entry["act"],
            entry["title"],
            entry["undoable"],
            entry["batch"],
            entry["undoes"],
        )
        if _link(previous, meta, lines, entry["body"]) != entry["digest"]:
            yield number, f"第 {number} 号操作记录与前后记录接不上"
        previous = entry["digest"]
    while waiting is not None:
        yield _loose(waiting[0])
        waiting = next(grouped, None)


def _altered(row: Any) -> bool:
    if row["salt"] is None:
        return row["data"] is not None
    said = (row["data"] or row["kind"]).encode()
    return bool(hashlib.sha256(row["salt"] + said).digest() != row["digest"])


def _loose(number: int) -> tuple[int, str]:
    return number, f"第 {number} 号操作记录只剩明细，没有记录头"
