"""How a federation stands: which chairs of the unions it covers sit on its committee (FED-01)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from app.base.days import calendar_year
from app.rules.office import rule_book

from ..rules.facts import Chair
from ..rules.sizes import Share, federation_share
from .facts import federation
from .look import Look


@dataclass(frozen=True, slots=True)
class Standing:
    """Both measures of FED-01 of one federation, with the chairs one by one."""

    share: Share
    chairs: tuple[Chair, ...]
    unions: int

    @property
    def said(self) -> str:
        """Whether it is kept or how many are needed, then both measures: the line is narrow."""
        one, seats = self.share, self.share.seats
        told = "已过半数" if one.kept else f"还要 {one.needed} 人才过半数"
        told += f"：{one.unions} 位主席中 {one.inside} 位进了委员会"
        return told + (f"，委员共 {seats} 人。" if seats else "；还没有登记委员。")


def share_of(connection: Connection, union_id: str, day: date) -> Standing | None:
    """How a union stands as a federation on a day; None if it is none."""
    book = rule_book(connection)
    look = Look(connection, day, calendar_year(day.year), book, top=union_id)
    union = look.register.unions.get(union_id)
    if union is None or union.type not in book.rule("FED-01", on=day).params["types"]:
        return None
    facts = federation(look, union)
    share = federation_share(facts, book.rule("ELE-01", on=day).params)
    return Standing(share, facts.chairs, facts.unions)
