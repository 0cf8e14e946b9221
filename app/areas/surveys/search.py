"""What the search box finds of this area: a survey by its title and its union."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sqlalchemy import Connection, select

from app.areas.organisations.lists.names import names_of
from app.areas.organisations.records import UNION_SPELL
from app.base import pinyin
from app.base.codes import code_list
from app.store.search import SearchRow, SearchSource
from app.store.work import in_parts

from .records import SURVEY


def _touched(conn: Connection, kinds: Mapping[str, set[str]]) -> set[str]:
    """Surveys touched, and those of a union that has another name."""
    ids = set(kinds.get(SURVEY.name, ()))
    for part in in_parts(kinds.get(UNION_SPELL.name, ())):
        unions = select(UNION_SPELL.c.union_id).where(UNION_SPELL.c.id.in_(part))
        ids.update(conn.execute(select(SURVEY.c.id).where(SURVEY.c.union_id.in_(unions))).scalars())
    return ids


def _rows(conn: Connection, ids: set[str] | None) -> Iterator[SearchRow]:
    row = SURVEY.c
    query = select(row.id, row.union_id, row.title, row.kind, row.year)
    parts = [query] if ids is None else [query.where(row.id.in_(p)) for p in in_parts(ids)]
    kinds = code_list("survey_kind")
    for part in parts:
        found = conn.execute(part).all()
        names = names_of(conn, "union", (one.union_id for one in found))
        for one in found:
            union = names.get(one.union_id, "")
            where = f"{union}　{one.year}年{kinds.name_of(one.kind)}"
            words = (one.title, f"{union} {one.title}", *pinyin.name_keys(one.title))
            yield SearchRow(one.id, one.title, where, words, "")


SEARCH = (SearchSource(SURVEY.name, _touched, _rows),)
