"""What the sample cadres are made of: each union with its ledger's line and its members."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import Connection, select

from app.areas.members.records import MEMBERSHIP, PERSON
from app.areas.organisations.records import UNION, UNION_SPELL
from app.store.meta import on_day
from app.store.notes import setting

from .heads import heads_by_union, rolled_up, unions_below

MOST = 60
"""So many members of a union are looked at."""


@dataclass(slots=True)
class Staff:
    """A union as the sample sees it.

    Attributes:
        members: with all below; ``women``: its own women members; ``workers``: its own workers.
        people: (id, name, sex, since) of members of long standing, in a mixed order.
        below: unions below it.
    """

    id: str
    name: str
    type: str | None
    chair: str | None
    term_from: date | None
    term_until: date | None
    founded_on: date | None
    own_account: bool
    root: bool
    members: int
    women: int
    workers: int
    people: list[Any] = field(default_factory=list)
    below: tuple[str, ...] = ()


def staffs(conn: Connection, today: date) -> list[Staff]:
    """Every union of the office that is active today and no part of another one."""
    own, below = heads_by_union(conn, today), unions_below(conn, today)
    root = setting(conn, "root")
    people = _people(conn, today)
    query = (
        select(UNION, UNION_SPELL.c.name, UNION_SPELL.c.type)
        .join(UNION_SPELL, UNION_SPELL.c.union_id == UNION.c.id)
        .where(
            on_day(UNION_SPELL, today),
            UNION.c.outside == False,  # noqa: E712  SQL
            UNION_SPELL.c.status == "active",
        )
        .order_by(UNION.c.id)
    )
    found = []
    for row in conn.execute(query).mappings():
        if row["type"] in ("branch", "group"):
            continue
        heads = own.get(row["id"], {})
        found.append(
            Staff(
                id=row["id"],
                name=row["name"],
                type=row["type"],
                chair=row["chair"],
                term_from=row["term_from"],
                term_until=row["term_until"],
                founded_on=row["founded_on"],
                own_account=bool(row["own_account"]),
                root=row["id"] == root,
                members=rolled_up(own, below, row["id"], "J206") or 0,
                women=heads.get("J207") or 0,
                workers=heads.get("J201") or 0,
                people=people.get(row["id"], []),
                below=tuple(sorted(below.get(row["id"], ()))),
            )
        )
    return found


def _people(conn: Connection, today: date) -> dict[str, list[Any]]:
    query = (
        select(MEMBERSHIP.c.union_id, MEMBERSHIP.c.since, PERSON.c.id, PERSON.c.name, PERSON.c.sex)
        .join(PERSON, PERSON.c.id == MEMBERSHIP.c.person_id)
        .where(MEMBERSHIP.c.status == "active", on_day(MEMBERSHIP, today))
        .order_by(MEMBERSHIP.c.union_id, MEMBERSHIP.c.since, PERSON.c.id)
    )
    found: dict[str, list[Any]] = defaultdict(list)
    for row in conn.execute(query):
        if len(found[row.union_id]) < MOST:
            found[row.union_id].append(row)
    return found
