"""One search over everything: single characters as tokens, phrase queries, any substring.

The words of a record (names, readings, initials, numbers, phones) lie in a contentless FTS5 table
whose rowid is that of ``search_item``. A token that nobody types stands between two words, so that
a phrase never crosses them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import Column, Connection, Table, bindparam, text

from .meta import METADATA
from .types import Code, Count, Id, Words

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


@dataclass(frozen=True, slots=True)
class SearchRow:
    """What is found of one record: its title, where it stands, the words that find it."""

    record: str
    title: str
    place: str
    words: tuple[str, ...]


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


def tokens(words: Iterable[str]) -> str:
    """Words as the index holds them: every character a token, a break between words."""
    return f" {BREAK} ".join(" ".join(word.lower().replace(" ", "")) for word in words if word)


def refresh(
    conn: Connection, sources: Iterable[SearchSource], kinds: Mapping[str, set[str]] | None
) -> None:
    """Bring the index up to date for the touched records (None: build it anew)."""
    for source in sources:
        ids = None if kinds is None else source.owners(conn, kinds)
        if ids is not None and not ids:
            continue
        _forget(conn, source.kind, ids)
        rows = list(source.rows(conn, ids))
        first = conn.execute(text("SELECT coalesce(max(number), 0) FROM search_item")).scalar_one()
        items = [
            {
                "n": first + k,
                "kind": source.kind,
                "record": bytes.fromhex(row.record),
                "title": row.title,
                "place": row.place,
                "words": tokens(row.words),
            }
            for k, row in enumerate(rows, 1)
        ]
        if items:
            conn.execute(
                text(
                    "INSERT INTO search_item (number, kind, record, title, place)"
                    " VALUES (:n, :kind, :record, :title, :place)"
                ),
                items,
            )
            conn.execute(text("INSERT INTO search_words (rowid, words) VALUES (:n, :words)"), items)


def _forget(conn: Connection, kind: str, ids: set[str] | None) -> None:
    numbers: list[int] = []
    if ids is None:
        every_number = text("SELECT number FROM search_item WHERE kind = :kind")
        numbers += conn.execute(every_number, {"kind": kind}).scalars()
    else:
        query = text("SELECT number FROM search_item WHERE record IN :ids").bindparams(
            bindparam("ids", expanding=True)
        )
        every = [bytes.fromhex(i) for i in ids]
        for start in range(0, len(every), 500):
            numbers += conn.execute(query, {"ids": every[start : start + 500]}).scalars()
    gone = [{"n": n} for n in numbers]
    if gone:
        conn.execute(text("DELETE FROM search_words WHERE rowid = :n"), gone)
        conn.execute(text("DELETE FROM search_item WHERE number = :n"), gone)


def find(conn: Connection, query: str, limit: int = 50) -> tuple[list[dict[str, str]], str]:
    """Records that hold every part of the query as a substring of one word.

    Returns:
        The first ``limit`` hits (kind, id, title, where), best first, and the total as text:
        exact to 1,000, then "1000+".
    """
    query = "".join(c for c in query if c != "\0" and not 0xD800 <= ord(c) <= 0xDFFF)
    parts = [p for p in query.lower().split() if any(c.isalnum() for c in p)]
    if not parts:
        return [], "0"
    match = " AND ".join('"' + " ".join(c for c in p if c != '"') + '"' for p in parts)
    rows = conn.execute(
        text(
            "SELECT i.kind, i.record, i.title, i.place FROM search_words w"
            " JOIN search_item i ON i.number = w.rowid WHERE search_words MATCH :m LIMIT 1001"
        ),
        {"m": match},
    ).all()
    total = "1000+" if len(rows) > 1000 else str(len(rows))

    def rank(row: tuple[str, bytes, str, str]) -> tuple[int, int, str]:
        title = row[2].lower()
        found = title == query.lower(), title.startswith(parts[0]), parts[0] in title
        return (3 - sum(found), len(title), title)

    best = sorted((tuple(r) for r in rows), key=rank)[:limit]
    return [
        {"kind": k, "id": record.hex(), "title": title, "where": place}
        for k, record, title, place in best
    ], total


def named(conn: Connection, record: str) -> dict[str, str] | None:
    """Kind, id, title and place of one record by its hex id; None if it is not in the index."""
    row = conn.execute(
        text("SELECT kind, title, place FROM search_item WHERE record = :id"),
        {"id": bytes.fromhex(record)},
    ).first()
    if row is None:
        return None
    return {"kind": row.kind, "id": record, "title": row.title, "where": row.place}
