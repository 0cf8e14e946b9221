"""What must hold after every entry, acts and undo alike: a person's spells never overlap."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from sqlalchemy import select

from app.base.errors import UserError
from app.store import spells
from app.store.work import Guard, Work, in_parts

from .records import MEMBERSHIP, PERSON_SPELL


def _no_overlap(work: Work, ids: set[str], table: Any) -> None:
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
        for rows in found.values():
            if len(rows) > 1 and spells.overlap(rows):
                raise UserError(
                    "OVERLAP",
                    f"同一个人在同一段时间有两条{table.info['title']}。",
                    "请先更正或结束其中一条。",
                )


def _memberships(work: Work, ids: set[str]) -> None:
    _no_overlap(work, ids, MEMBERSHIP)


def _spells(work: Work, ids: set[str]) -> None:
    _no_overlap(work, ids, PERSON_SPELL)


GUARDS: dict[str, Guard] = {MEMBERSHIP.name: _memberships, PERSON_SPELL.name: _spells}
