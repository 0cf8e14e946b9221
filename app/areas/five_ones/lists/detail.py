"""One activity with everything that hangs on it, and one union's year."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, func, select

from app.areas.organisations.lists.common import name_of
from app.areas.organisations.lists.names import names_of
from app.areas.organisations.records import UNION_SPELL
from app.base.days import Period, calendar_year
from app.store import evidence
from app.store.meta import on_day

from ..records import ACTIVITY, ACTIVITY_UNIT, CONGRESS, RESOLUTION, WINNER
from ..rules.lamps import Lamp, lamps
from .activities import shown_row
from .attending import delegation_name
from .year import Year, YearUnion

_DAY = func.coalesce(ACTIVITY.c.held_on, ACTIVITY.c.planned_on)


@dataclass(frozen=True, slots=True)
class ActivityCard:
    """An activity.

    Attributes:
        row: its columns as kept; shown: as the list shows them.
        union: the name of its union; nature: what type it is, in words.
        congress: the row beside it, None where it is none.
        resolutions, winners: rows in their order; units: each with ``name``.
        proofs: kinds of evidence with their numbers.
        delegation: what the 届 of its delegates is called; empty for none.
    """

    row: Mapping[str, Any]
    shown: Mapping[str, Any]
    union: str
    nature: str
    congress: Mapping[str, Any] | None
    resolutions: tuple[Mapping[str, Any], ...]
    units: tuple[Mapping[str, Any], ...]
    winners: tuple[Mapping[str, Any], ...]
    proofs: Mapping[str, int]
    delegation: str = ""


def activity_card(conn: Connection, activity_id: str, day: date) -> ActivityCard | None:
    """An activity as of a day; None if there is none."""
    row = conn.execute(select(ACTIVITY).where(ACTIVITY.c.id == activity_id)).mappings().first()
    if row is None:
        return None
    congress = _of(conn, CONGRESS, activity_id)
    names = names_of(conn, "union", [row["union_id"]], day)
    proofs = evidence.kinds_of(conn, ACTIVITY.name, [activity_id]).get(activity_id, {})
    present = congress[0]["present"] if congress else None
    return ActivityCard(
        dict(row),
        shown_row({**row, "present": present}, names, sum(proofs.values()), day),
        names.get(row["union_id"], ""),
        _nature(conn, row["union_id"], day),
        congress[0] if congress else None,
        tuple(_of(conn, RESOLUTION, activity_id, RESOLUTION.c.position)),
        tuple(_units(conn, activity_id, day)),
        tuple(_of(conn, WINNER, activity_id)),
        proofs,
        delegation_name(conn, congress[0]["delegation_id"]) if congress else "",
    )


def _nature(conn: Connection, union_id: str, day: date) -> str:
    query = select(UNION_SPELL.c.type).where(
        UNION_SPELL.c.union_id == union_id, on_day(UNION_SPELL, day)
    )
    return name_of("union_type", conn.execute(query).scalar())


def _of(conn: Connection, table: Any, activity_id: str, *order: Any) -> list[dict[str, Any]]:
    query = select(table).where(table.c.activity_id == activity_id).order_by(*order, table.c.id)
    return [dict(row) for row in conn.execute(query).mappings()]


def _units(conn: Connection, activity_id: str, day: date) -> list[dict[str, Any]]:
    rows = _of(conn, ACTIVITY_UNIT, activity_id)
    names = names_of(conn, "union", (row["union_id"] for row in rows), day)
    names |= names_of(conn, "employer", (row["employer_id"] for row in rows), day)
    return [{**row, "name": names.get(row["union_id"] or row["employer_id"], "")} for row in rows]


def lamp_of(conn: Connection, card: ActivityCard, day: date) -> Lamp | None:
    """What the lamp of the activity's kind would be if it shone for this one alone; None for a
    kind without a lamp."""
    row = card.row
    on = row["held_on"] or row["planned_on"]
    whole = Year(conn, on.year, max(day, on), only=[row["union_id"]])
    of_kind = whole.facts.get(row["union_id"], {}).get(row["kind"], ())
    held = [one for one in of_kind if one.id == row["id"]]
    union = whole.unions.get(row["union_id"])
    if not held or row["kind"] not in whole.params["lamps"]:
        return None
    federation = union is not None and union.federation
    found = lamps(whole.params, {row["kind"]: held}, whole.period, federation=federation)
    return next(one for one in found if one.kind == row["kind"])


def congress_before(conn: Connection, row: Mapping[str, Any]) -> date | None:
    """The day on which the union held the congress of the same kind before this one."""
    own = ACTIVITY.c
    query = (
        select(own.held_on)
        .where(
            own.union_id == row["union_id"],
            own.kind == row["kind"],
            own.held_on < (row["held_on"] or row["planned_on"]),
        )
        .order_by(own.held_on.desc())
        .limit(1)
    )
    found: date | None = conn.execute(query).scalar()
    return found


@dataclass(frozen=True, slots=True)
class YearCard:
    """One union's year.

    Attributes:
        lamps: its five.
        activities: rows as the list shows them, oldest first, of all kinds; none called off.
        before: how many of the five it had done in the year before.
    """

    union: YearUnion
    year: int
    lamps: tuple[Lamp, ...]
    activities: tuple[Mapping[str, Any], ...]
    before: int


def year_card(conn: Connection, union_id: str, year: int, day: date) -> YearCard | None:
    """A union's year as of a day; None if it has no lamps."""
    whole = Year(conn, year, day, only=[union_id])
    if union_id not in whole.unions:
        return None
    earlier = Year(conn, year - 1, day, only=[union_id])
    rows = activities_of(conn, union_id, calendar_year(year))
    names = {union_id: whole.unions[union_id].name}
    proofs = evidence.kinds_of(conn, ACTIVITY.name, [row["id"] for row in rows])
    shown = [
        shown_row(row, names, sum(proofs.get(row["id"], {}).values()), whole.day) for row in rows
    ]
    done = sum(lamp.state == "done" for lamp in earlier.lamps.get(union_id, ()))
    return YearCard(whole.unions[union_id], year, whole.lamps[union_id], tuple(shown), done)


def activities_of(conn: Connection, union_id: str, year: Period) -> list[dict[str, Any]]:
    """What a union planned and held in a year, oldest first; not what was called off."""
    query = (
        select(ACTIVITY, CONGRESS.c.present, CONGRESS.c.due)
        .outerjoin(CONGRESS, CONGRESS.c.activity_id == ACTIVITY.c.id)
        .where(
            ACTIVITY.c.union_id == union_id,
            ACTIVITY.c.cancelled_on.is_(None),
            _DAY.between(year.first, year.last),
        )
        .order_by(_DAY, ACTIVITY.c.id)
    )
    return [dict(row) for row in conn.execute(query).mappings()]
