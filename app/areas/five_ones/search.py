"""What the search box finds of this area: activities and congresses by title, place and theme;
consultations, offers to many firms and contracts by title, firm and number.

A slice adds its own to ``SEARCH``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from sqlalchemy import Connection, select

from app.areas.organisations.lists.names import names_of
from app.areas.organisations.records import EMPLOYER_SPELL, UNION_SPELL
from app.base.codes import code_list
from app.store.search import SearchRow, SearchSource
from app.store.work import in_parts

from .records import ACTIVITY, CONSULTATION, CONTRACT, OFFER_BATCH


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


def _touching(table: Any) -> Callable[[Connection, Mapping[str, set[str]]], set[str]]:
    """Records touched, and those of a union or an employer that has another name."""

    def touched(conn: Connection, kinds: Mapping[str, set[str]]) -> set[str]:
        ids = set(kinds.get(table.name, ()))
        for spell, owner, column in (
            (UNION_SPELL, "union_id", "union_id"),
            (EMPLOYER_SPELL, "employer_id", "employer_id"),
        ):
            if column not in table.c:
                continue
            for part in in_parts(kinds.get(spell.name, ())):
                renamed = select(spell.c[owner]).where(spell.c.id.in_(part))
                mine = select(table.c.id).where(table.c[column].in_(renamed))
                ids.update(conn.execute(mine).scalars())
        return ids

    return touched


def _bargains(
    table: Any, day: str, more: tuple[str, ...], words: str
) -> Callable[[Connection, set[str] | None], Iterator[SearchRow]]:
    """Rows of consultations, batches or contracts: title, union and firm, the columns ``more``."""

    def rows(conn: Connection, ids: set[str] | None) -> Iterator[SearchRow]:
        query = select(table)
        parts = [query] if ids is None else [query.where(table.c.id.in_(p)) for p in in_parts(ids)]
        for part in parts:
            found = conn.execute(part).mappings().all()
            names = names_of(conn, "union", (one["union_id"] for one in found))
            firms = names_of(conn, "employer", (one.get("employer_id") for one in found))
            for one in found:
                union = names.get(one["union_id"], "")
                firm = firms.get(one.get("employer_id") or "", "")
                when = one[day].isoformat() if one[day] else ""
                where = "　".join(part for part in (union, when, words) if part)
                said = tuple(str(one[key] or "") for key in more)
                yield SearchRow(one["id"], one["title"], where, (one["title"], union, firm, *said),
                                "")  # fmt: skip

    return rows


SEARCH = (
    SearchSource("activity", _touched, _rows),
    SearchSource(
        "consultation", _touching(CONSULTATION),
        _bargains(CONSULTATION, "offered_on", ("subject",), "集体协商"),
    ),
    SearchSource(
        "offer_batch", _touching(OFFER_BATCH),
        _bargains(OFFER_BATCH, "offered_on", ("doc_word",), "集中要约"),
    ),
    SearchSource(
        "contract", _touching(CONTRACT),
        _bargains(CONTRACT, "signed_on", ("number", "review_no"), "集体合同"),
    ),
)  # fmt: skip
