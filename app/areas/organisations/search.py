"""What the search box finds of this area: unions, employers, places."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, Table, select

from app.base import pinyin
from app.store.search import SearchRow, SearchSource

from .records import CONTACT, EMPLOYER, EMPLOYER_SPELL, PLACE, PLACE_SPELL, UNION, UNION_SPELL

_FIELDS = {
    UNION.name: ("code", "credit_code", "certificate_no", "chair", "phone"),
    EMPLOYER.name: ("credit_code", "legal_representative"),
    PLACE.name: (),
}


def _source(kind: str, plain: Table, spell: Table, owner: str) -> SearchSource:
    fields = _FIELDS[plain.name]

    def owners(conn: Connection, kinds: Mapping[str, set[str]]) -> set[str]:
        ids = set(kinds.get(plain.name, ()))
        for table in (spell, CONTACT):
            if table is CONTACT and owner not in CONTACT.c:
                continue
            touched = sorted(kinds.get(table.name, ()))
            for start in range(0, len(touched), 500):
                rows = conn.execute(
                    select(table.c[owner]).where(table.c.id.in_(touched[start : start + 500]))
                )
                ids.update(row[0] for row in rows if row[0])
        if "place_id" in spell.c and spell is not PLACE_SPELL:
            ids |= _at_renamed(conn, kinds.get(PLACE_SPELL.name, set()), spell, owner)
        return ids

    def rows(conn: Connection, ids: set[str] | None) -> Iterable[SearchRow]:
        names: dict[str, list[Any]] = {}
        query = select(spell).order_by(spell.c.since)
        for row in _of(conn, query, spell.c[owner], ids):
            names.setdefault(row[owner], []).append(row)
        contacts: dict[str, list[str]] = {}
        if owner in CONTACT.c:
            listed = select(CONTACT).where(CONTACT.c[owner].is_not(None)).order_by(CONTACT.c.id)
            for row in _of(conn, listed, CONTACT.c[owner], ids):
                contacts.setdefault(row[owner], []).extend([row["name"], row["phone"] or ""])
        places = _place_names(conn) if "place_id" in spell.c else {}
        for row in _of(conn, select(plain), plain.c.id, ids):
            spells = names.get(row["id"])
            if not spells:
                continue
            words: list[str] = []
            for name in dict.fromkeys(s["name"] for s in reversed(spells)):
                words += [name, *pinyin.full(name), *pinyin.initials(name)]
            words += [row[f] for f in fields if row[f]]
            words += contacts.get(row["id"], [])
            if "code" in spell.c:
                words += [s["code"] for s in spells if s["code"]]
            last = spells[-1]
            where = places.get(last.get("place_id"), "") if "place_id" in spell.c else ""
            yield SearchRow(row["id"], last["name"], where, tuple(dict.fromkeys(words)))

    return SearchSource(kind, owners, rows)


def _at_renamed(conn: Connection, spells: set[str], spell: Table, owner: str) -> set[str]:
    """Who sits in a place that has another name now: it is shown beside the title."""
    named = select(PLACE_SPELL.c.place_id)
    places = {row["place_id"] for row in _of(conn, named, PLACE_SPELL.c.id, spells)}
    found = _of(conn, select(spell.c[owner]), spell.c.place_id, places)
    return {row[owner] for row in found}


def _of(conn: Connection, query: Any, column: Any, ids: set[str] | None) -> Iterable[Any]:
    if ids is None:
        yield from conn.execute(query).mappings()
        return
    every = sorted(ids)
    for start in range(0, len(every), 500):
        part = query.where(column.in_(every[start : start + 500]))
        yield from conn.execute(part).mappings()


def _place_names(conn: Connection) -> dict[str, str]:
    rows = conn.execute(
        select(PLACE_SPELL.c.place_id, PLACE_SPELL.c.name).order_by(PLACE_SPELL.c.since)
    )
    return {row.place_id: row.name for row in rows}


SEARCH = (
    _source("union", UNION, UNION_SPELL, "union_id"),
    _source("employer", EMPLOYER, EMPLOYER_SPELL, "employer_id"),
    _source("place", PLACE, PLACE_SPELL, "place_id"),
)
