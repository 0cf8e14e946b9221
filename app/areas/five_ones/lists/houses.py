"""The unions that the sample activities are invented for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, func, select

from app.areas.organisations.lists.common import readings_of
from app.areas.organisations.records import COVERAGE, FEDERATION_MEMBER, UNION, UNION_SPELL
from app.store.meta import on_day

from ..records import ACTIVITY
from .year import FEDERATIONS, PRIMARY

_USUAL = 20
"""Workers of a covered unit, where a union reports none of its own."""


@dataclass(frozen=True, slots=True)
class House:
    """A union as of today.

    Attributes:
        since: first day of its records; None: before they begin.
        workers: reported, else by the units covered.
        units: ids of employers it covers; members: of unions that are members of it.
    """

    id: str
    name: str
    type: str
    since: date | None
    workers: int
    units: tuple[str, ...] = ()
    members: tuple[str, ...] = ()

    @property
    def federation(self) -> bool:
        """A federation of a region or a trade."""
        return self.type in FEDERATIONS


def houses(conn: Connection, today: date) -> list[House]:
    """All primary unions that stand today, in a fixed order."""
    spell = UNION_SPELL.c
    first = select(spell.union_id, func.min(spell.since).label("since")).group_by(spell.union_id)
    begun = first.subquery()
    query = (
        select(spell.union_id, spell.name, spell.type, begun.c.since)
        .join(UNION, UNION.c.id == spell.union_id)
        .join(begun, begun.c.union_id == spell.union_id)
        .where(
            on_day(UNION_SPELL, today),
            UNION.c.outside == False,  # noqa: E712  SQL
            spell.status == "active",
            spell.type.in_(PRIMARY),
        )
        .order_by(spell.name, spell.union_id)
    )
    rows = conn.execute(query).all()
    reported = readings_of(conn, "union_id", [row.union_id for row in rows], today)
    units: dict[str, list[str]] = {}
    for union, employer in conn.execute(
        select(COVERAGE.c.union_id, COVERAGE.c.employer_id)
        .where(COVERAGE.c.kind == "found", on_day(COVERAGE, today))
        .order_by(COVERAGE.c.employer_id)
    ):
        units.setdefault(union, []).append(employer)
    members: dict[str, list[str]] = {}
    for federation, union in conn.execute(
        select(FEDERATION_MEMBER.c.federation_id, FEDERATION_MEMBER.c.union_id)
        .where(on_day(FEDERATION_MEMBER, today))
        .order_by(FEDERATION_MEMBER.c.union_id)
    ):
        members.setdefault(federation, []).append(union)
    return [
        House(
            row.union_id,
            row.name,
            row.type,
            _day(row.since),
            reported.get(row.union_id, {}).get("J201")
            or _USUAL * (len(units.get(row.union_id, ())) + len(members.get(row.union_id, ()))),
            tuple(units.get(row.union_id, ())),
            tuple(members.get(row.union_id, ())),
        )
        for row in rows
    ]


def _day(value: object) -> date | None:
    if isinstance(value, date):
        return value
    return date.fromisoformat(str(value)) if value else None


def with_activities(conn: Connection) -> set[str]:
    """Unions of which an activity is kept, in whatever year."""
    return set(conn.execute(select(ACTIVITY.c.union_id).distinct()).scalars())
