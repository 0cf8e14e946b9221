"""The evidence of one union's year: that of the five first, then of everything else it held."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import Connection, select

from app.store import evidence

from ..records import ACTIVITY, CONSULTATION, CONTRACT
from .detail import YearCard
from .lamps import HEADS


@dataclass(frozen=True, slots=True)
class Proved:
    """What was held, with its evidence.

    Attributes:
        id: of the record that a lamp shines for, or of the activity.
        item: which of the five it is, else the kind of the activity.
        title, day: of the record.
        pieces: its evidence; of a consultation also that of the contract it led to.
    """

    id: str
    item: str
    title: str
    day: date | None
    pieces: tuple[evidence.Piece, ...]

    def captioned(self) -> list[evidence.Piece]:
        """The pieces with what was held in the caption, for photos far from their record."""
        return [
            replace(
                piece,
                caption=f"{self.title}：{piece.caption}" if piece.caption else self.title,
                made_on=piece.made_on or (self.day if piece.owner_kind == ACTIVITY.name else None),
            )
            for piece in self.pieces
        ]


def proofs_of_year(conn: Connection, card: YearCard) -> list[Proved]:
    """Everything held in the year of a union, with its evidence.

    A few statements for the whole year.
    """
    heads = [
        (lamp.shines_for.owner, lamp.shines_for.id, HEADS[lamp.kind], lamp.shines_for.title,
         lamp.day)
        for lamp in card.lamps
        if lamp.shines_for is not None and lamp.held
    ]  # fmt: skip
    shining = {record for _owner, record, *_ in heads}
    heads += [
        (ACTIVITY.name, row["id"], row["kind"], row["title"], row["day"])
        for row in card.activities
        if row["held_on"] is not None and row["id"] not in shining
    ]
    talks = [record for owner, record, *_ in heads if owner == CONSULTATION.name]
    query = select(CONSULTATION.c.id, CONSULTATION.c.contract_id).where(
        CONSULTATION.c.id.in_(talks), CONSULTATION.c.contract_id.is_not(None)
    )
    led = {row.id: row.contract_id for row in conn.execute(query)}
    owners: dict[str, list[str]] = {CONTRACT.name: [*led.values()]}
    for owner, record, *_ in heads:
        owners.setdefault(owner, []).append(record)
    found: dict[str, list[evidence.Piece]] = {}
    for owner, ids in owners.items():
        found |= evidence.of(conn, owner, ids)
    return [
        Proved(
            record, item, title, day,
            (*found.get(record, ()), *found.get(led.get(record, ""), ())),
        )
        for _owner, record, item, title, day in heads
    ]  # fmt: skip
