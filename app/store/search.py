"""One search over everything: any part of a word, by phrases of an index of tokens.

The words of a record (names, readings, initials, numbers, phones) lie in a contentless FTS5 table
whose rowid is that of ``search_item``. A word in Chinese is a phrase of its characters. A word of
Latin letters and digits alone (a reading, a number) is the row of its pieces of four: a single
digit stands in every record, and phrases of such tokens would be slow at a million of them. A
token that nobody types stands around every word, so that a phrase never crosses words, and so
that whole words and beginnings of words can be asked for.

The first word of a record is its title. Each kind has its own range of numbers, so that a kind
of a million records does not hide the others.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from sqlalchemy import (
    Column,
    Connection,
    Table,
    column,
    false,
    literal_column,
    select,
    table,
)

from app.base.lists import Choice

from .meta import METADATA
from .types import Code, Count, Id, Words, dumps

ITEM = Table(
    "search_item",
    METADATA,
    Column("number", Count, primary_key=True, nullable=False),
    Column("kind", Code, nullable=False),
    Column("record", Id, nullable=False, unique=True),
    Column("title", Words, nullable=False),
    Column("place", Words, nullable=False),
    sqlite_strict=True,
)
FTS_DDL = (
    "CREATE VIRTUAL TABLE search_words USING fts5(words, content='', contentless_delete=1, "
    "tokenize='unicode61 remove_diacritics 0')"
)
BREAK = "zz0"
UNDER = "zz1"
HOLDERS = 200
FEW = 20
PIECE = 4
SHORTEST = {True: 2, False: 3}
"""Of how many letters, or of how many characters with a digit, a part is looked for in pieces."""
MOST = 1000
"""Hits of a kind that are counted and put in order; more are told as "1000+"."""
RANGE = 1 << 40
"""Numbers of one kind lie in one range of this size."""
PART = 20_000


@dataclass(frozen=True, slots=True)
class SearchRow:
    """What is found of one record: its title, where it stands, the words that find it, the title
    first.

    Attributes:
        under: hex id of a record that this one belongs to; the words of that find this one too.
    """

    record: str
    title: str
    place: str
    words: tuple[str, ...]
    under: str = ""


@dataclass(frozen=True, slots=True)
class SearchSource:
    """An area's searchable kind.

    Attributes:
        kind: e.g. ``union``.
        owners: from touched table → ids, the records whose words may have changed.
        rows: the present words of these records (None: of all); a record that is gone is left out.
    """

    kind: str
    owners: Callable[[Connection, Mapping[str, set[str]]], set[str]]
    rows: Callable[[Connection, set[str] | None], Iterable[SearchRow]]


def tokens(row: SearchRow) -> str:
    """The words of a record as the index holds them."""
    spelt = f" {BREAK} ".join([_spelt(word) for word in row.words if word])
    under = f" {UNDER} {UNDER}{row.under}" if row.under else ""
    return f"{BREAK} {spelt} {BREAK}{under}"


def _spelt(word: str) -> str:
    if word.isascii():
        if not word.isalnum():
            word = "".join(c for c in word if c.isalnum())
        return _pieces(word.lower())
    return " ".join(word.lower().replace(" ", ""))


def _pieces(word: str) -> str:
    """abcdef → abcd bcde cdef def ef: each character begins a piece, but the last one."""
    if len(word) < 2:
        return word
    return " ".join([word[i : i + PIECE] for i in range(len(word) - 1)])


# -- keeping it right --------------------------------------------------------------------------


def refresh(
    conn: Connection, sources: Iterable[SearchSource], kinds: Mapping[str, set[str]] | None
) -> None:
    """Bring the index up to date for the touched records (None: build it anew)."""
    sources = list(sources)
    if kinds is None:
        _forget_all(conn)
    for source in sources:
        ids = None if kinds is None else source.owners(conn, kinds)
        if ids is None or ids:
            _forget(conn, ids or ())
            _write(conn, source.kind, source.rows(conn, ids))


def _write(conn: Connection, kind: str, rows: Iterable[SearchRow]) -> None:
    free, rows = _last_number(conn, kind) + 1, iter(rows)
    while part := list(islice(rows, PART)):
        items, spelt = [], []
        for number, row in enumerate(part, free):
            items.append((number, kind, bytes.fromhex(row.record), row.title, row.place))
            spelt.append((number, tokens(row)))
        free += len(part)
        conn.exec_driver_sql(
            "INSERT INTO search_item (number, kind, record, title, place) VALUES (?, ?, ?, ?, ?)",
            items,
        )
        conn.exec_driver_sql("INSERT INTO search_words (rowid, words) VALUES (?, ?)", spelt)


def _ranges(conn: Connection) -> list[tuple[str, int]]:
    """Each kind in the index with the number at which its range begins."""
    rows = conn.exec_driver_sql(
        "WITH RECURSIVE first(number) AS ("
        " SELECT min(number) FROM search_item UNION ALL"
        " SELECT (SELECT min(number) FROM search_item WHERE number >= (f.number / ? + 1) * ?)"
        " FROM first f WHERE f.number IS NOT NULL"
        ") SELECT i.kind, f.number / ? * ? FROM first f JOIN search_item i USING (number)",
        (RANGE,) * 4,
    )
    return [(kind, start) for kind, start in rows]


def _last_number(conn: Connection, kind: str) -> int:
    """The last number given to the kind; the one before the next free range for a new one."""
    ranges = _ranges(conn)
    start = next((start for known, start in ranges if known == kind), None)
    if start is None:
        return max((start + RANGE for _kind, start in ranges), default=0)
    query = "SELECT max(number) FROM search_item WHERE number < ?"
    return int(conn.exec_driver_sql(query, (start + RANGE,)).scalar_one())


def _forget_all(conn: Connection) -> None:
    conn.exec_driver_sql("INSERT INTO search_words (search_words) VALUES ('delete-all')")
    conn.exec_driver_sql("DELETE FROM search_item")


def _forget(conn: Connection, ids: Iterable[str]) -> None:
    ids = iter(ids)
    while part := list(islice(ids, PART)):
        found = conn.exec_driver_sql(
            "SELECT number FROM search_item"
            " WHERE record IN (SELECT unhex(value) FROM json_each(?))",
            (dumps(part),),
        )
        gone = [(number,) for (number,) in found]
        if not gone:
            continue
        conn.exec_driver_sql("DELETE FROM search_words WHERE rowid = ?", gone)
        conn.exec_driver_sql("DELETE FROM search_item WHERE number = ?", gone)


# -- finding -----------------------------------------------------------------------------------

_ANY = "SELECT rowid FROM search_words WHERE search_words MATCH ? AND rowid BETWEEN ? AND ? LIMIT 1"
_BY_WORDS = (
    "SELECT i.kind, i.record, i.title, i.place FROM search_words w"
    " JOIN search_item i ON i.number = w.rowid"
    " WHERE search_words MATCH ? AND w.rowid BETWEEN ? AND ? LIMIT ?"
)


def find(
    conn: Connection, query: str, limit: int = 50, *, kinds: Collection[str] = ()
) -> tuple[list[dict[str, str]], str]:
    """Records that hold every part of the query as a part of one word, or belong to one that does.

    A single Latin letter or one or two digits are looked for in words with Chinese characters
    only: they are a part of nearly every reading and number.

    Args:
        kinds: only these; none: all.

    Returns:
        The first ``limit`` hits (kind, id, title, where), best first, and the total as text:
        exact to 1,000 of each kind, then "1000+". First come titles and words that are the query,
        then titles that begin with it, numbers that end with it, titles that hold it.
    """
    query = "".join(c for c in query if c != "\0" and not 0xD800 <= ord(c) <= 0xDFFF)
    parts = [p for p in query.lower().split() if any(c.isalnum() for c in p)]
    if not parts:
        return [], "0"
    ranges = _ranges(conn)
    held = _held(conn, parts, ranges)
    search = _Search(conn, parts, " ".join(query.lower().split()), held)
    for kind, start in ranges:
        if not kinds or kind in kinds:
            search.look(start)
    best = sorted(search.hits.values(), key=lambda hit: hit[0])[:limit]
    return [
        {"kind": kind, "id": record.hex(), "title": title, "where": place}
        for _rank, (kind, record, title, place) in best
    ], f"{MOST}+" if search.more or search.total > MOST else str(search.total)


def _held(conn: Connection, parts: Sequence[str], ranges: Sequence[tuple[str, int]]) -> list[str]:
    """For each part the tokens of what belongs to a record that the part finds; for a query of
    one part only where it finds few, else empty."""
    found: list[list[bytes]] = [[] for _ in parts]
    belonging = False
    for _kind, start in ranges:
        span = (start, start + RANGE - 1)
        if conn.exec_driver_sql(_ANY, (UNDER, *span)).first():
            belonging = True
            continue
        for part, records in zip(parts, found, strict=True):
            rows = conn.exec_driver_sql(_BY_WORDS, (_anywhere(part), *span, HOLDERS)).all()
            records += [row[1] for row in rows]
    most = FEW if len(parts) == 1 else HOLDERS * len(ranges)
    return [
        " OR ".join(f"{UNDER}{record.hex()}" for record in records)
        if belonging and len(records) <= most
        else ""
        for records in found
    ]


class _Search:
    """One question put to the ranges one after another.

    Attributes:
        hits: record → its rank and row.
        total: how many there are; ``more``: at least.
    """

    def __init__(
        self, conn: Connection, parts: Sequence[str], plain: str, held: Sequence[str]
    ) -> None:
        self._conn, self._first, self._plain = conn, parts[0], plain
        self._alone = held[0] if len(parts) == 1 else ""
        self._match = _matching(parts, held if len(parts) > 1 else [""])
        self._rest = [
            _matching([part], [inside]) for part, inside in zip(parts[1:], held[1:], strict=True)
        ]
        self.hits: dict[bytes, tuple[tuple[Any, ...], Sequence[Any]]] = {}
        self.total, self.more = 0, False

    def look(self, start: int) -> None:
        """Add the hits of the range that begins there."""
        found = self._ask(self._match, start, MOST + 1)
        if len(found) > 1:
            self._add(self._with(_whole(self._first), start), 0)
        if len(found) > MOST:
            self._add(self._with(_first(self._first), start), 1)
        if len(found) > 1 and self._first.isdigit() and len(self._first) >= PIECE:
            self._add(self._with(_last(self._first), start), 2)
        self._add(found[:MOST], 3)
        self.total += len(found)
        self.more = self.more or len(found) > MOST
        if self._alone:
            inside = self._ask(self._alone, start, MOST + 1)
            self.total += sum(row[1] not in self.hits for row in inside)
            self._add(inside[:MOST], 4)

    def _ask(self, match: str, start: int, most: int) -> Sequence[Any]:
        values = (match, start, start + RANGE - 1, most)
        return self._conn.exec_driver_sql(_BY_WORDS, values).all()

    def _with(self, match: str, start: int) -> Sequence[Any]:
        return self._ask(" AND ".join((match, *self._rest)), start, MOST)

    def _add(self, rows: Sequence[Any], word: int) -> None:
        for row in rows:
            title = row[2].lower()
            shown = 0 if title == self._plain else 1 if title.startswith(self._first) else word
            rank = (min(word, shown), self._first not in title, len(title), title, row[0])
            self.hits.setdefault(row[1], (rank, row))


def _matching(parts: Sequence[str], held: Sequence[str]) -> str:
    """Every part in a word of the record, or of the one it belongs to."""
    every = zip(map(_anywhere, parts), held, strict=True)
    return " AND ".join(_either(*filter(None, both)) for both in every)


def _characters(part: str) -> str:
    return " ".join(c for c in part if c != '"')


def _latin(part: str) -> str:
    """The letters and digits of a part that has nothing else beside marks; else nothing."""
    return "".join(c for c in part if c.isalnum()) if part.isascii() else ""


def _either(*phrases: str) -> str:
    return f"({' OR '.join(phrases)})"


def _anywhere(part: str) -> str:
    """The part as a part of a word."""
    spread, latin = f'"{_characters(part)}"', _latin(part)
    if not latin or len(latin) < SHORTEST[latin.isalpha()]:
        return spread
    if len(latin) < PIECE:
        return _either(spread, f'"{latin}"*')
    pieces = " ".join(latin[i : i + PIECE] for i in range(len(latin) - PIECE + 1))
    return _either(spread, f'"{pieces}"')


def _whole(part: str) -> str:
    """The part as a whole word."""
    spread, latin = f'"{BREAK} {_characters(part)} {BREAK}"', _latin(part)
    return _either(spread, f'"{BREAK} {_pieces(latin)} {BREAK}"') if latin else spread


def _first(part: str) -> str:
    """The part as the beginning of the title; a title of Latin letters alone is not one here."""
    return f'^ "{BREAK} {_characters(part)}"'


def _last(number: str) -> str:
    """Digits at the end of a number."""
    return f'"{_pieces(number)} {BREAK}"'


def named(conn: Connection, record: str) -> dict[str, str] | None:
    """Kind, id, title and place of one record by its hex id; None if it is not in the index."""
    row = conn.exec_driver_sql(
        "SELECT kind, title, place FROM search_item WHERE record = ?", (bytes.fromhex(record),)
    ).first()
    if row is None:
        return None
    return {"kind": row.kind, "id": record, "title": row.title, "where": row.place}


def condition(conn: Connection, record: Any, kind: str, text: str) -> Any:
    """SQL condition: the record is one of a kind that the query finds (all of them, not the best).

    Args:
        record: the column that holds its id.
    """
    plain = "".join(c for c in text if c != "\0" and not 0xD800 <= ord(c) <= 0xDFFF)
    parts = [p for p in plain.lower().split() if any(c.isalnum() for c in p)]
    ranges = _ranges(conn)
    start = next((start for known, start in ranges if known == kind), None)
    if not parts or start is None:
        return false()
    match = _matching(parts, _held(conn, parts, ranges))
    words = table("search_words", column("rowid"))
    found = (
        select(ITEM.c.record)
        .select_from(words)
        .join(ITEM, ITEM.c.number == words.c.rowid)
        .where(
            literal_column("search_words").op("MATCH")(match),
            words.c.rowid.between(start, start + RANGE - 1),
        )
    )
    return record.in_(found)


class IndexPicker:
    """A source of records of one kind to choose while typing, found as the search box finds."""

    def __init__(self, kind: str, title: str) -> None:
        self.kind, self.title = kind, title

    def search(self, connection: Connection, text: str, limit: int) -> Sequence[Choice]:
        """The best records of the kind that hold the text."""
        hits, _total = find(connection, text, limit, kinds=(self.kind,))
        return [Choice(hit["id"], hit["title"], hit["where"]) for hit in hits]

    def titles(self, connection: Connection, keys: Sequence[str]) -> dict[str, str]:
        """Titles of records by id."""
        found = {key: named(connection, key) for key in keys}
        return {key: hit["title"] for key, hit in found.items() if hit is not None}
