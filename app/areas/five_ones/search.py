"""What the search box finds of this area: activities and congresses by title, place and theme.

A slice adds its own to ``SEARCH``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sqlalchemy import Connection, select

from app.areas.organisations.lists.names import names_of
from app.areas.organisations.records import UNION_SPELL
from app.base.codes import code_list
from app.store.search import SearchRow, SearchSource
from app.store.work import in_parts

from .records import ACTIVITY


def _touched(conn: Connection, kinds: Mapping[str, set[str]]) -> set[str]:
    """Activities touched, and those of a union that has another name."""
    ids = set(kinds.get(ACTIVITY.name, ()))
    for part in in_parts(kinds.get(UNION_SPELL.name, ())):
        unions = select(UNION_SPELL.c.union_id).where(UNION_SPELL.c.id.in_(part))
        own = select(ACTIVITY.c.id).where(ACTIVITY.c.union_id.in_(unions))
        ids.update(conn.execute(own).scalars())
    return ids


def _rows(conn: Connection, ids: set[str] | None) -> Iterator[SearchRow]:
    row = ACTIVITY.c
    query = select(
        *(row[c] for c in ("id", "union_id", "kind", "title", "held_on", "planned_on", "place"))
    )
    parts = [query] if ids is None else [query.where(row.id.in_(p)) for p in in_parts(ids)]
    kinds = code_list("activity_kind")
    for part in parts:
        found = conn.execute(part).all()
        names = names_of(conn, "union", (one.union_id for one in found))
        for one in found:
            union, day = names.get(one.union_id, ""), one.held_on or one.planned_on
            where = f"{union}　{day.isoformat()}　{kinds.name_of(one.kind)}"
            yield SearchRow(one.id, one.title, where, (one.title, union, one.place or ""), "")


SEARCH = (SearchSource("activity", _touched, _rows),)
