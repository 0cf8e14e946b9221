"""What the register holds of the people a workbook may mean: read for a part of its rows at a time.

A workbook may have 200,000 rows and the register a million people; in memory are only the people
of the rows just judged, and short sums by which a row that can match nobody is told at once.
"""

from __future__ import annotations

from collections.abc import Collection, Container, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import Connection, Table, func, select

from app.areas.organisations.bases import subtree
from app.areas.organisations.lists.snapshot import Snapshot, snapshot
from app.areas.organisations.records import UNION_SPELL
from app.base.days import Span
from app.figures.registry import Scope
from app.store.meta import among, plain_rows
from app.store.notes import setting
from app.store.work import in_parts

from ..records import (
    CAMPAIGN,
    EMPLOYMENT,
    FORMER_NAME,
    IDENTITY,
    MEMBERSHIP,
    PERSON,
    PERSON_SPELL,
)

Record = Any
"""A row of a table by its columns."""


@dataclass(slots=True)
class Known:
    """A person of the register, as an import compares with.

    Attributes:
        plain: the person's own fields.
        dated: education and the like as they are on the day; ``spells``: how many times they
            were different.
        documents, former: present and former.
        membership: the one that is not ended; ``past``: the last one that is.
        work: employments that are not ended; ``gone_on``: when the last one ended.
    """

    id: str
    plain: Record
    dated: Record | None = None
    spells: int = 0
    documents: list[Record] = field(default_factory=list)
    former: list[str] = field(default_factory=list)
    membership: Record | None = None
    past: Record | None = None
    work: list[Record] = field(default_factory=list)
    gone_on: date | None = None


class Register:
    """People, unions, employers and remembered names on a day.

    Attributes:
        now: unions, employers, coverage and choices.
        opening: 启用日, the day the records begin.
        first: union → first day it is known to exist (None: before the records begin).
        covers: employer → unions that cover it; ``covered``: the other way round.
        campaigns: name → id.
        made: ids of people that this import has made; they match nobody.
    """

    def __init__(self, conn: Connection, day: date) -> None:
        self._conn, self.day = conn, day
        self.now: Snapshot = snapshot(conn, day)
        self.opening = date.fromisoformat(str(setting(conn, "opening") or date.min.isoformat()))
        self.first: dict[str, date | None] = {
            row[0]: row[1]
            for row in conn.execute(
                select(UNION_SPELL.c.union_id, func.min(UNION_SPELL.c.since)).group_by(
                    UNION_SPELL.c.union_id
                )
            )
        }
        self.covers: dict[str, list[str]] = {
            e: [link["union_id"]] for e, link in self.now.covered.items()
        }
        self.covered: dict[str, list[str]] = {}
        for employer, unions in self.covers.items():
            for union in unions:
                self.covered.setdefault(union, []).append(employer)
        self.campaigns = campaigns(conn)
        self.made: Container[str] = ()
        self._sums: set[int] | None = None
        self._asked = 0

    # -- who it may be -------------------------------------------------------------------------

    def worth_asking(self, kind: str, *values: Any) -> bool:
        """Whether anybody in the register can have this number, or this name and birth date (ISO
        text) or phone; True while that is not known."""
        return self._sums is None or _sum(kind, *values) in self._sums

    def numbers_worth_asking(self, numbers: Iterable[str]) -> set[str]:
        """Those of many numbers that anybody in the register can have."""
        sums = self._sums
        if sums is None:
            return set(numbers)
        return {one for one in numbers if hash(("number", one)) & _SUM in sums}

    def look_ahead(self, rows: int) -> None:
        """More rows come: from the second part of a file on, short sums of all numbers and names
        spare most questions."""
        self._asked += rows
        if self._sums is None and self._asked > rows:
            self._sums = self._sum_up()

    def _sum_up(self) -> set[int]:
        """Days as texts; those whom this import has made are among them, and are asked in vain."""
        numbers = plain_rows(self._conn, str(select(IDENTITY.c.number)))
        sums = {_sum("number", number) for (number,) in numbers}
        own = select(PERSON.c.name, PERSON.c.birth_on, PERSON.c.phone)
        former = select(FORMER_NAME.c.name, PERSON.c.birth_on, PERSON.c.phone).join(
            PERSON, PERSON.c.id == FORMER_NAME.c.person_id
        )
        for query in (own, former):
            for name, born, phone in plain_rows(self._conn, str(query)):
                if born is not None:
                    sums.add(_sum("born", name, born))
                if phone is not None:
                    sums.add(_sum("phone", name, phone))
        return sums

    def by_number(self, numbers: Collection[str]) -> dict[str, dict[str, list[str]]]:
        """Number → type of the document → people who have, or had, it; merged people are those
        they were merged into."""
        found: dict[str, dict[str, list[str]]] = {}
        asked = self.numbers_worth_asking(numbers)
        if not asked:
            return found
        query = (
            select(IDENTITY.c.number, IDENTITY.c.type, PERSON.c.id, PERSON.c.alias_of_id)
            .join(PERSON, PERSON.c.id == IDENTITY.c.person_id)
            .where(among(IDENTITY.c.number, asked))
        )
        for number, kind, owner, alias in self._conn.execute(query):
            if owner not in self.made:
                people = found.setdefault(number, {}).setdefault(kind, [])
                who = self._main(owner, alias)
                if who not in people:
                    people.append(who)
        return found

    def by_name(self, names: Collection[str]) -> dict[str, list[tuple[str, date | None, str]]]:
        """Name, present or former → (person, birth date, phone)."""
        found: dict[str, list[tuple[str, date | None, str]]] = {}
        own = select(
            PERSON.c.name, PERSON.c.id, PERSON.c.birth_on, PERSON.c.phone, PERSON.c.alias_of_id
        ).where(PERSON.c.erased_on.is_(None))
        former = (
            select(
                FORMER_NAME.c.name,
                PERSON.c.id,
                PERSON.c.birth_on,
                PERSON.c.phone,
                PERSON.c.alias_of_id,
            )
            .join(PERSON, PERSON.c.id == FORMER_NAME.c.person_id)
            .where(PERSON.c.erased_on.is_(None))
        )
        for query, column in ((own, PERSON.c.name), (former, FORMER_NAME.c.name)):
            for row in self._conn.execute(query.where(among(column, names))):
                name, owner, born, phone, alias = row
                if owner not in self.made:
                    line = (self._main(owner, alias), born, phone or "")
                    found.setdefault(name, []).append(line)
        return found

    def _main(self, person: str, alias: str | None) -> str:
        """Whom a merged person was merged into."""
        seen = {person}
        while alias is not None and alias not in seen:
            seen.add(alias)
            person = alias
            query = select(PERSON.c.alias_of_id).where(PERSON.c.id == person)
            alias = self._conn.execute(query).scalar_one_or_none()
        return person

    # -- who it is -----------------------------------------------------------------------------

    def people(self, ids: Iterable[str]) -> dict[str, Known]:
        """People with everything that is compared, by id."""
        every = list(dict.fromkeys(ids))
        found = {
            row["id"]: Known(row["id"], row)
            for row in self._rows(PERSON, PERSON.c.id, every)
            if row["erased_on"] is None
        }
        for row in self._rows(PERSON_SPELL, PERSON_SPELL.c.person_id, list(found)):
            who = found[row["person_id"]]
            who.spells += 1
            if Span(row["since"], row["until"]).covers(self.day) or who.dated is None:
                who.dated = row
        for row in self._rows(IDENTITY, IDENTITY.c.person_id, list(found)):
            found[row["person_id"]].documents.append(row)
        for row in self._rows(FORMER_NAME, FORMER_NAME.c.person_id, list(found)):
            found[row["person_id"]].former.append(row["name"])
        for row in self._rows(MEMBERSHIP, MEMBERSHIP.c.person_id, list(found)):
            _spell(found[row["person_id"]], row)
        for row in self._rows(EMPLOYMENT, EMPLOYMENT.c.person_id, list(found)):
            who = found[row["person_id"]]
            if row["until"] is None:
                who.work.append(row)
            else:
                who.gone_on = max(who.gone_on or row["until"], row["until"])
        return found

    def _rows(self, table: Table, column: Any, ids: list[str]) -> Iterator[Record]:
        names = table.c.keys()
        for row in self._conn.execute(select(table).where(among(column, ids))).all():
            yield dict(zip(names, row, strict=True))

    def members_of(self, unions: Collection[str]) -> list[tuple[str, str, str, date | None]]:
        """(person, name, union, since when) of everybody who is 在籍 there, by name."""
        found: list[tuple[str, str, str, date | None]] = []
        for part in in_parts(unions):
            query = (
                select(PERSON.c.id, PERSON.c.name, MEMBERSHIP.c.union_id, MEMBERSHIP.c.since)
                .join(MEMBERSHIP, MEMBERSHIP.c.person_id == PERSON.c.id)
                .where(
                    MEMBERSHIP.c.union_id.in_(part),
                    MEMBERSHIP.c.until.is_(None),
                    MEMBERSHIP.c.status == "active",
                )
            )
            found += [tuple(row) for row in self._conn.execute(query) if row[0] not in self.made]
        return sorted(found, key=lambda line: (line[1], line[2], line[0]))


_SUM = (1 << 60) - 1
"""A sum has 60 bits: a longer one takes half as much memory again."""


def _sum(*values: Any) -> int:
    return hash(values) & _SUM


def _spell(who: Known, row: Record) -> None:
    if row["status"] == "voided":
        return
    if row["until"] is None:
        who.membership = row
    elif who.past is None or row["until"] > who.past["until"]:
        who.past = row


def campaigns(conn: Connection) -> dict[str, str]:
    """专项行动 by name."""
    return {row.name: row.id for row in conn.execute(select(CAMPAIGN.c.name, CAMPAIGN.c.id))}


def below(conn: Connection, unit: str, day: date) -> list[str]:
    """A union and all below it on a day."""
    tree = subtree(Scope(day, period=None, unit=unit))  # type: ignore[arg-type]
    return list(conn.execute(select(tree.c.id)).scalars())
