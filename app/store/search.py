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
from typing import Any, NamedTuple

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
from app.base.text import letters_and_digits

from .meta import METADATA
from .phrases import (
    BREAK,
    PIECE,
    UNDER,
    anywhere,
    beginning,
    ending,
    matching,
    parts_of,
    pieces,
    plain,
    reading,
    whole,
)
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
HOLDERS, FEW = 200, 20
"""Of how many records that a part of several, or a part alone, finds also those are found that
belong to them."""
MOST = 1000
"""Hits of a kind that are counted and put in order; more are told as "1000+"."""
RANGE = 1 << 40
"""Numbers of one kind lie in one range of this size."""
EVERY = (0, (1 << 63) - 1)
LAST = 6
"""Of so many digits at most it is asked whether a number ends with them."""
PART = 20_000
HASH = 8 << 20
"""Bytes of new tokens that FTS5 holds before it writes them, while many records are put in: with
its own 1 MB it takes half as long again, for many small pieces are merged over and over."""


class SearchRow(NamedTuple):
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
    _record, _title, _place, words, under = row
    spelt = f" {BREAK} ".join([_spelt(word) for word in words if word])
    below = f" {UNDER} {UNDER}{under}" if under else ""
    return f"{BREAK} {spelt} {BREAK}{below}"


def _spelt(word: str) -> str:
    if word.isascii():
        if word.isalpha():
            return reading(word)
        if not word.isalnum():
            word = letters_and_digits(word)
        return pieces(word.lower())
    return " ".join(word.lower().replace(" ", ""))


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
    """Row by row, so that nothing lives long: it is the collector that many rows keep busy."""
    items: list[tuple[int, str, bytes, str, str]] = []
    spelt: list[tuple[int, str]] = []
    for number, row in enumerate(rows, _last_number(conn, kind) + 1):
        items.append((number, kind, bytes.fromhex(row.record), row.title, row.place))
        spelt.append((number, tokens(row)))
        if len(items) == PART:
            conn.exec_driver_sql(_HOLD, (HASH,))
            _put(conn, items, spelt)
            items, spelt = [], []
    if items:
        _put(conn, items, spelt)


_HOLD = "INSERT INTO search_words (search_words, rank) VALUES ('hashsize', ?)"


def _put(conn: Connection, items: Sequence[Any], spelt: Sequence[Any]) -> None:
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
    every = sorted(ids)  # as they lie in the file, so that each page is written once
    for start in range(0, len(every), PART):
        part = every[start : start + PART]
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

_BY_WORDS = (
    "SELECT kind, record, title, place, count(*) OVER () AS many,"
    " CASE WHEN lower(title) = ? THEN 0 WHEN instr(lower(title), ?) = 1 THEN 1"
    " WHEN instr(lower(title), ?) THEN 2 ELSE 3 END AS shown"
    " FROM (SELECT i.* FROM search_words w JOIN search_item i ON i.number = w.rowid"
    " WHERE search_words MATCH ? AND w.rowid BETWEEN ? AND ? LIMIT ?)"
    " ORDER BY shown, length(title), title LIMIT ?"
)


def find(
    conn: Connection, query: str, limit: int = 50, *, kinds: Collection[str] = ()
) -> tuple[list[dict[str, str]], str]:
    """Records that hold every part of the query as a part of one word, or belong to one that does.

    A single Latin letter or one or two digits are looked for in words with Chinese characters
    only: they are a part of nearly every reading and number. Letters and digits may be full-width;
    a part of characters and letters may be a name that is half spelt (王xm, 王xiaom).

    Args:
        kinds: only these; none: all.

    Returns:
        The first ``limit`` hits (kind, id, title, where), best first, and the total as text:
        exact to 1,000 of each kind, then "1000+". First come titles and words that are the query,
        then titles that begin with it, numbers that end with it, titles that hold it.
    """
    parts = parts_of(query)
    if not parts:
        return [], "0"
    search = _Search(conn, parts, plain(query), max(limit, FEW))
    search.look(kinds)
    best = sorted(search.hits.values(), key=lambda hit: hit[0])[:limit]
    return [
        {"kind": kind, "id": record.hex(), "title": title, "where": place}
        for _rank, (kind, record, title, place) in best
    ], f"{MOST}+" if search.more or search.total > MOST else str(search.total)


def _ask(
    conn: Connection,
    match: str,
    words: tuple[str, str],
    span: tuple[int, int],
    most: int,
    limit: int,
) -> Sequence[Any]:
    """The first ``most`` of what matches: of these the best ``limit`` by their titles, each with
    how many there are (``many``) and how the title holds the words (``shown``).

    Args:
        words: the whole query, and its first word.
    """
    values = (*words, words[1], match, *span, most, limit)
    return conn.exec_driver_sql(_BY_WORDS, values).all()


def _held(conn: Connection, parts: Sequence[str]) -> list[str]:
    """For each of several parts the tokens of what belongs to a record that the part finds."""
    if len(parts) == 1:
        return [""]
    return [
        _inside(_ask(conn, anywhere(part), (part, part), EVERY, HOLDERS, HOLDERS)) for part in parts
    ]


def _inside(rows: Sequence[Any]) -> str:
    return " OR ".join(f"{UNDER}{row.record.hex()}" for row in rows)


class _Search:
    """One question put to the index.

    Attributes:
        hits: record → its rank and row.
        total: how many there are; ``more``: at least.
    """

    def __init__(self, conn: Connection, parts: Sequence[str], plain: str, limit: int) -> None:
        self._conn, self._first, self._plain, self._limit = conn, parts[0], plain, limit
        held = _held(conn, parts)
        self._alone = len(parts) == 1
        self._match = matching(parts, held)
        self._rest = [
            matching([part], [inside]) for part, inside in zip(parts[1:], held[1:], strict=True)
        ]
        self.hits: dict[bytes, tuple[tuple[Any, ...], Sequence[Any]]] = {}
        self.total, self.more = 0, False

    def look(self, kinds: Collection[str]) -> None:
        """At everything at once; kind by kind where there is too much, or only some are wanted."""
        found = [] if kinds else self._ask(self._match, EVERY)
        if kinds or _many(found) > MOST:
            for kind, start in _ranges(self._conn):
                if not kinds or kind in kinds:
                    span = (start, start + RANGE - 1)
                    self._take(self._ask(self._match, span), span)
            return
        self._take(found, EVERY)
        if self._alone and 0 < len(found) <= FEW:
            inside = self._ask(_inside(found), EVERY)
            self.total += _many(inside)
            self._add(inside, 4)

    def _take(self, found: Sequence[Any], span: tuple[int, int]) -> None:
        first, many = self._first, _many(found)
        if first.isdigit() and len(first) >= PIECE:
            if many > 1 and len(first) <= LAST:
                self._add(self._with(ending(first), span), 0)
        elif many > MOST and len(first) > 1:
            self._add(self._with(whole(first), span), 0)
        if many > MOST:
            self._add(self._with(beginning(first), span), 1)
        self._add(found, 3)
        self.total += many
        self.more = self.more or many > MOST

    def _ask(self, match: str, span: tuple[int, int]) -> Sequence[Any]:
        words = (self._plain, self._first)
        return _ask(self._conn, match, words, span, MOST + 1, self._limit)

    def _with(self, match: str, span: tuple[int, int]) -> Sequence[Any]:
        return self._ask(" AND ".join((match, *self._rest)), span)

    def _add(self, rows: Sequence[Any], word: int) -> None:
        for kind, record, title, place, _many, shown in rows:
            if record not in self.hits:
                best = min(word, shown) if shown < 2 else word
                rank = (best, shown, len(title), title, kind)
                self.hits[record] = (rank, (kind, record, title, place))


def _many(rows: Sequence[Any]) -> int:
    return int(rows[0].many) if rows else 0


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
    parts = parts_of(text)
    start = next((start for known, start in _ranges(conn) if known == kind), None)
    if not parts or start is None:
        return false()
    held = _held(conn, parts)
    if len(parts) == 1:
        few = _ask(conn, anywhere(parts[0]), (text, text), EVERY, FEW + 1, FEW + 1)
        held = [_inside(few) if len(few) <= FEW else ""]
    match = matching(parts, held)
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
