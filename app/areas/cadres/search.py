"""What the search box finds of this area: a cadre by name with her post, a course by its title."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sqlalchemy import Connection, select

from app.areas.members.records import PERSON
from app.areas.organisations.records import UNION_SPELL
from app.base import pinyin
from app.store.search import SearchRow, SearchSource

from .lists.common import held, post_name, posts_of
from .records import BODY, POST, TRAINING


def _touched(conn: Connection, kinds: Mapping[str, set[str]]) -> set[str]:
    """Posts touched, those of a person, body or union that has another name."""
    ids = set(kinds.get(POST.name, ()))
    for table, column in ((PERSON, POST.c.person_id), (BODY, POST.c.body_id)):
        for part in held(select(POST.c.id), column, kinds.get(table.name, ())):
            ids.update(conn.execute(part).scalars())
    spells = kinds.get(UNION_SPELL.name, ())
    unions = {
        one
        for part in held(select(UNION_SPELL.c.union_id), UNION_SPELL.c.id, spells)
        for one in conn.execute(part).scalars()
    }
    for part in held(select(POST.c.id), POST.c.union_id, unions):
        ids.update(conn.execute(part).scalars())
    return ids


def _posts(conn: Connection, ids: set[str] | None) -> Iterator[SearchRow]:
    """Who holds a post now; who was erased is not found by name."""
    query = select(POST.c.id).where(POST.c.until.is_(None))
    wanted = list(conn.execute(query).scalars()) if ids is None else sorted(ids)
    erased = set(conn.execute(select(PERSON.c.id).where(PERSON.c.erased_on.is_not(None))).scalars())
    spells = select(UNION_SPELL.c.union_id, UNION_SPELL.c.name).order_by(UNION_SPELL.c.since)
    unions = {row.union_id: row.name for row in conn.execute(spells)}
    for rows in posts_of(conn, POST.c.id, wanted, POST.c.until.is_(None)).values():
        for row in rows:
            if row["person_id"] in erased:
                continue
            name = row["person"]
            where = f"{unions.get(row['union_id'], '')}　{post_name(row)}"
            yield SearchRow(row["id"], name, where, (name, *pinyin.name_keys(name)), "")


def _changed_courses(conn: Connection, kinds: Mapping[str, set[str]]) -> set[str]:
    del conn
    return set(kinds.get(TRAINING.name, ()))


def _courses(conn: Connection, ids: set[str] | None) -> Iterator[SearchRow]:
    columns = (TRAINING.c[c] for c in ("id", "title", "since", "organiser"))
    query = select(*columns)
    parts = [query] if ids is None else held(query, TRAINING.c.id, ids)
    for part in parts:
        for row in conn.execute(part):
            where = f"培训　{row.since.isoformat()}"
            yield SearchRow(row.id, row.title, where, (row.title, row.organiser or ""), "")


SEARCH = (
    SearchSource("post", _touched, _posts),
    SearchSource("training", _changed_courses, _courses),
)
