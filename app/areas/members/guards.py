"""What must hold after every entry, acts and undo alike: a person's spells never overlap."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from sqlalchemy import Text, func, or_, select, type_coerce

from app.base.errors import UserError
from app.store import spells
from app.store.work import Guard, Work, in_parts

from .records import MEMBERSHIP, PERSON_SPELL

FEW = 500
"""From so many touched spells on the whole table is looked through at once."""


def _no_overlap(work: Work, ids: set[str], table: Any) -> None:
    if _overlap_anywhere(work, table) if len(ids) > FEW else _overlap_among(work, ids, table):
        raise UserError(
            "OVERLAP",
            f"同一个人在同一段时间有两条{table.info['title']}。",
            "请先更正或结束其中一条。",
        )


def _overlap_among(work: Work, ids: set[str], table: Any) -> bool:
    owners: set[str] = set()
    for part in in_parts(ids):
        query = select(table.c.person_id).where(table.c.id.in_(part))
        owners.update(work.conn.execute(query).scalars())
    for part in in_parts(owners):
        query = select(table).where(table.c.person_id.in_(part))
        found: dict[str, list[Any]] = defaultdict(list)
        for row in work.rows(query):
            if row.get("status") != "voided":
                found[row["person_id"]].append(row)
        if any(len(rows) > 1 and spells.overlap(rows) for rows in found.values()):
            return True
    return False


def _overlap_anywhere(work: Work, table: Any) -> bool:
    """One statement over the index of persons; who has one spell is passed over in it."""
    one, two = table.alias(), table.alias()
    several = select(table.c.person_id).group_by(table.c.person_id).having(func.count() > 1)
    query = (
        select(one.c.id)
        .join(two, (two.c.person_id == one.c.person_id) & (two.c.id > one.c.id))
        .where(
            one.c.person_id.in_(several),
            or_(two.c.until.is_(None), type_coerce(one.c.since, Text) < two.c.until),
            or_(one.c.until.is_(None), type_coerce(two.c.since, Text) < one.c.until),
        )
        .limit(1)
    )
    if "status" in table.c:
        query = query.where(one.c.status != "voided", two.c.status != "voided")
    return work.conn.execute(query).first() is not None


def _memberships(work: Work, ids: set[str]) -> None:
    _no_overlap(work, ids, MEMBERSHIP)


def _spells(work: Work, ids: set[str]) -> None:
    _no_overlap(work, ids, PERSON_SPELL)


GUARDS: dict[str, Guard] = {MEMBERSHIP.name: _memberships, PERSON_SPELL.name: _spells}
