"""What the search box finds of this area: people by every name and number they have or had."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from sqlalchemy import Column, Connection, Select, func, select

from app.areas.organisations.records import UNION_SPELL
from app.base import pinyin
from app.base.codes import code_list
from app.base.lists import Ids
from app.store.meta import among, plain_rows
from app.store.search import SearchRow, SearchSource

from .records import FORMER_NAME, IDENTITY, MEMBERSHIP, PERSON

KIND = "member"
PART = 20_000
_OWNED = (IDENTITY, FORMER_NAME, MEMBERSHIP)


def _lines(conn: Connection, query: Select[Any]) -> Iterator[tuple[Any, ...]]:
    """What ``_query`` tells of each person, ids as bytes: read by types it takes twice as long."""
    made = query.compile(dialect=conn.dialect)
    return plain_rows(conn, str(made), [made.params[name] for name in made.positiontup or ()])


def _owners(conn: Connection, kinds: Mapping[str, set[str]]) -> set[str]:
    """The people touched, those whom a touched one was merged into, all who are or were last in a
    union that has another name."""
    ids = set(kinds.get(PERSON.name, ()))
    for table in _OWNED:
        if touched := kinds.get(table.name):
            ids.update(_ids(conn, table.c.person_id, table.c.id, touched))
    if renamed := kinds.get(UNION_SPELL.name):
        unions = _ids(conn, UNION_SPELL.c.union_id, UNION_SPELL.c.id, renamed)
        ids.update(_ids(conn, MEMBERSHIP.c.person_id, MEMBERSHIP.c.union_id, unions))
    new: Iterable[str] = list(ids) if _any_alias(conn) else ()
    while new:
        new = set(_ids(conn, PERSON.c.alias_of_id, PERSON.c.id, new)) - ids
        ids.update(new)
    return ids


def _ids(
    conn: Connection, wanted: Column[Any], column: Column[Any], ids: Iterable[str]
) -> Iterator[str]:
    """Ids that stand beside others; put together by the database, for they may be many."""
    every = sorted(ids)
    joined = func.group_concat(func.lower(func.hex(wanted)), "")
    for start in range(0, len(every), PART):
        query = select(joined).where(among(column, every[start : start + PART]))
        yield from Ids(conn.execute(query.where(wanted.is_not(None))).scalar() or "")


def _any_alias(conn: Connection) -> bool:
    query = select(PERSON.c.id).where(PERSON.c.alias_of_id.is_not(None)).limit(1)
    return conn.execute(query).first() is not None


def _rows(conn: Connection, ids: set[str] | None) -> Iterator[SearchRow]:
    unions = {
        bytes.fromhex(row.union_id): row.name
        for row in conn.execute(
            select(UNION_SPELL.c.union_id, UNION_SPELL.c.name).order_by(UNION_SPELL.c.since)
        )
    }
    merged = _merged(conn)
    for part in _parts(conn, ids):
        yield from _part(conn, part, unions, merged)


def _parts(conn: Connection, ids: set[str] | None) -> Iterator[Sequence[Any]]:
    """One statement tells everything of a person, so that few things are made for each of many."""
    present = _query().where(PERSON.c.alias_of_id.is_(None))
    if ids is None:
        whole = _lines(conn, present)
        while found := list(islice(whole, PART)):
            yield found
        return
    every = sorted(ids)
    for start in range(0, len(every), PART):
        part = every[start : start + PART]
        yield list(_lines(conn, present.where(among(PERSON.c.id, part))))


def _merged(conn: Connection) -> dict[str, list[str]]:
    """A person → all who were merged into her, over several steps."""
    query = select(PERSON.c.id, PERSON.c.alias_of_id).where(
        PERSON.c.alias_of_id.is_not(None), PERSON.c.erased_on.is_(None)
    )
    into: dict[str, str] = {row.id: row.alias_of_id for row in conn.execute(query)}
    found: dict[str, list[str]] = defaultdict(list)
    for one in into:
        last, seen = one, {one}
        while last in into and into[last] not in seen:
            last = into[last]
            seen.add(last)
        found[last].append(one)
    return found


def _part(
    conn: Connection,
    people: Sequence[Any],
    unions: Mapping[bytes, str],
    merged: Mapping[str, list[str]],
) -> Iterator[SearchRow]:
    others = {m for row in people for m in merged.get(row[0].hex(), ())} if merged else set()
    them = _query().where(among(PERSON.c.id, others))
    also = {row[0].hex(): row for row in _lines(conn, them)} if others else {}
    for row in people:
        person, words, union = row[0].hex(), _words(row), row[-3]
        for one in merged.get(person, ()) if merged else ():
            if one in also:
                words += _words(also[one])
        under = union.hex() if union is not None else ""
        yield SearchRow(person, row[1], _place(row, unions), tuple(words), under)


_END = "\n"


def _query() -> Select[Any]:
    person, spell = PERSON.c, MEMBERSHIP.c

    def every(column: Column[Any]) -> Any:
        owner = column.table.c.person_id
        joined = func.group_concat(column, _END)
        return select(joined).where(owner == person.id).correlate(PERSON).scalar_subquery()

    own = MEMBERSHIP.alias("own")
    last = (
        select(own.c.id)
        .where(own.c.person_id == person.id, own.c.status != "voided")
        .order_by(own.c.since.desc())
        .limit(1)
        .correlate(PERSON)
        .scalar_subquery()
    )
    return (
        select(
            *(person[c] for c in ("id", "name", "phone", "card_no", "service_card_no")),
            every(IDENTITY.c.number),
            every(FORMER_NAME.c.name),
            *(spell[c] for c in ("union_id", "status", "ended")),
        )
        .select_from(PERSON)
        .outerjoin(MEMBERSHIP, spell.id == last)
        .where(person.erased_on.is_(None))
    )


def _words(row: Any) -> list[str]:
    _id, name, phone, card, service, numbers, former, *_spell = row
    words = [name, *pinyin.name_keys(name)]
    if former:
        for one in former.split(_END):
            words += (one, *pinyin.name_keys(one))
    if numbers:
        words += numbers.split(_END)
    words += [number for number in (phone, card, service) if number]
    return words


def _place(row: Any, unions: Mapping[bytes, str]) -> str:
    """Where the person is a member now, or was last, in words."""
    union, status, ended = row[-3:]
    if union is None:
        return "未入会"
    name = unions.get(union, "")
    if ended is not None:
        return f"{name}　已终止：{code_list('membership_ended').name_of(ended)}"
    return f"{name}　保留会籍" if status == "retained" else name


SEARCH = (SearchSource(KIND, _owners, _rows),)
