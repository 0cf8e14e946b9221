"""What a run of the checks looks at, and the unions in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from sqlalchemy import Connection, select

from app.areas.organisations.bases import subtree
from app.areas.organisations.records import UNION, UNION_SPELL
from app.base.days import Period
from app.figures.registry import Scope
from app.rules.book import RuleBook
from app.store.meta import on_day


@dataclass(frozen=True)
class Look:
    """One run.

    Attributes:
        day: the day stocks are looked at; nothing later is judged.
        period: the year of what was held.
        unit: hex id of a union: only it and what is below it.
    """

    conn: Connection
    day: date
    period: Period
    unit: str | None
    book: RuleBook

    @property
    def last(self) -> date:
        """The last day of the year that has come."""
        return min(self.day, self.period.last)

    @cached_property
    def unions(self) -> dict[str, Any]:
        """Id → name, type and place of the office's unions on the day."""
        spell = UNION_SPELL.c
        query = (
            select(spell.union_id, spell.name, spell.type, spell.status)
            .join(UNION, UNION.c.id == spell.union_id)
            .where(on_day(UNION_SPELL, self.last), UNION.c.outside == False)  # noqa: E712  SQL
        )
        below = subtree(Scope(self.last, self.period, self.unit))
        if below is not None:
            query = query.where(spell.union_id.in_(select(below.c.id)))
        return {row.union_id: row for row in self.conn.execute(query)}
