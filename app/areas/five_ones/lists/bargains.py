"""Consultations and contracts of a day with everything the rules look at, each kind read once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cached_property
from typing import Any

from sqlalchemy import Connection, Select, select

from app.areas.members.lists.narrowing import hex_ids
from app.areas.organisations.bases import subtree
from app.areas.organisations.lists.common import readings_of
from app.areas.organisations.lists.names import CHUNK, names_of
from app.areas.organisations.records import UNION_SPELL
from app.base.days import Period
from app.figures.registry import Scope
from app.rules.book import RuleBook
from app.store.meta import on_day

from ..records import (
    ACTIVITY,
    CONGRESS,
    CONSULTATION,
    CONTRACT,
    CONTRACT_COVER,
    NEGOTIATOR,
    RESOLUTION,
    TALK,
)
from ..rules.bargaining_facts import (
    REGIONAL,
    WAGE,
    ConsultationFacts,
    ContractFacts,
    Seat,
    Vote,
    WageYearFacts,
)
from ..rules.process import RULES, Deadlines, effective_on, running
from .reach import Reach

STAFF = ("J201", "J202", "J204")
"""Reported numbers of an employer: workers, women, 劳务派遣工."""


def terms(book: RuleBook, day: date) -> Deadlines:
    """The terms of the process on a day."""
    return Deadlines.of({rule: book.rule(rule, on=day).params for rule in RULES})


class Bargains:
    """What is known on a day.

    Args:
        connection: a reader.
        day: the day; what was offered or signed later is not there yet.
        deadlines: of the rule packs.
        unit: hex id of a union: only what it and those below it have.
        consultations: only these, and their contracts (a detail, a page of a list).
        contracts: only these.
    """

    def __init__(
        self,
        connection: Connection,
        day: date,
        deadlines: Deadlines,
        unit: str | None = None,
        *,
        consultations: Sequence[str] | None = None,
        contracts: Sequence[str] | None = None,
    ) -> None:
        self.connection, self.day, self.unit = connection, day, unit
        self.deadlines = deadlines
        self._consultations = None if consultations is None else hex_ids(consultations)
        self._contracts = None if contracts is None else hex_ids(contracts)

    def _inside(self, query: Select[Any], column: Any) -> Select[Any]:
        if self.unit is None:
            return query
        tree = subtree(Scope(self.day, Period(self.day, self.day), self.unit), "bargains_below")
        return query.where(column.in_(select(tree.c.id)))

    @cached_property
    def reach(self) -> Reach:
        """Whom each union covers on the day."""
        return Reach(self.connection, self.day)

    @cached_property
    def unions(self) -> dict[str, tuple[str, str, str]]:
        """Union → (name, type, status) on the day."""
        query = select(
            UNION_SPELL.c.union_id, UNION_SPELL.c.name, UNION_SPELL.c.type, UNION_SPELL.c.status
        ).where(on_day(UNION_SPELL, self.day))
        return {row[0]: (row[1], row[2] or "", row[3]) for row in self.connection.execute(query)}

    def _union(self, union_id: str) -> str:
        return self.unions.get(union_id, ("", "", ""))[0]

    def _by_ids(
        self, query: Select[Any], column: Any, ids: Iterable[str] | None
    ) -> Iterator[Mapping[str, Any]]:
        """Rows of a query; with ids only theirs, in chunks."""
        if ids is None:
            yield from map(dict, self.connection.execute(query).mappings())
            return
        every = list(dict.fromkeys(ids))
        for start in range(0, len(every), CHUNK):
            part = query.where(column.in_(every[start : start + CHUNK]))
            yield from map(dict, self.connection.execute(part).mappings())

    # -- contracts -----------------------------------------------------------------------------

    @cached_property
    def rows(self) -> dict[str, Mapping[str, Any]]:
        """The contracts asked for, as rows."""
        query = select(CONTRACT).order_by(CONTRACT.c.since, CONTRACT.c.id)
        wanted = self._contracts
        if wanted is None and self._consultations is not None:
            wanted = [r["contract_id"] for r in self.talks_rows.values() if r["contract_id"]]
        query = self._inside(query, CONTRACT.c.union_id) if wanted is None else query
        found = self._by_ids(query, CONTRACT.c.id, wanted)
        return {row["id"]: row for row in found if _there(row["signed_on"], self.day)}

    @cached_property
    def covers(self) -> dict[str, list[Mapping[str, Any]]]:
        """Contract → the employers it covers on the day."""
        query = select(CONTRACT_COVER)
        every = self._contracts is None and self._consultations is None and self.unit is None
        ids = None if every else list(self.rows)
        found: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
        for row in self._by_ids(query, CONTRACT_COVER.c.contract_id, ids):
            if row["until"] is None or row["until"] > self.day:
                found[row["contract_id"]].append(row)
        return found

    @cached_property
    def _lines(self) -> tuple[set[str], dict[tuple[str, str], date]]:
        """Contracts that another one renews; and of each employer (or union, for its area) and kind
        the newest first day of a contract that was signed."""
        renewed: set[str] = set()
        newest: dict[tuple[str, str], date] = {}

        def keep(key: tuple[str, str], since: date | None) -> None:
            if since is not None and since > newest.get(key, date.min):
                newest[key] = since

        light = select(
            CONTRACT.c.id,
            CONTRACT.c.union_id,
            CONTRACT.c.kind,
            CONTRACT.c.scope,
            CONTRACT.c.since,
            CONTRACT.c.renews_id,
        ).where(CONTRACT.c.signed_on <= self.day)
        of: dict[str, tuple[str, date | None]] = {}
        for row in self.connection.execute(light):
            of[row.id] = (row.kind, row.since)
            if row.renews_id is not None:
                renewed.add(row.renews_id)
            if row.scope in REGIONAL:
                keep((row.union_id, f"{row.kind} {row.scope}"), row.since)
        held = select(CONTRACT_COVER.c.contract_id, CONTRACT_COVER.c.employer_id)
        for contract, employer in self.connection.execute(held):
            if contract in of:
                keep((employer, of[contract][0]), of[contract][1])
        return renewed, newest

    def _renewed(self, row: Mapping[str, Any]) -> bool:
        renewed, newest = self._lines
        if row["id"] in renewed:
            return True
        if row["since"] is None:
            return False
        if row["scope"] in REGIONAL:
            later = newest.get((row["union_id"], f"{row['kind']} {row['scope']}"))
            return later is not None and later > row["since"]
        covers = self.covers.get(row["id"], ())
        days = [newest.get((one["employer_id"], row["kind"])) for one in covers]
        return bool(days) and all(day is not None and day > row["since"] for day in days)

    @cached_property
    def contracts(self) -> dict[str, ContractFacts]:
        """The contracts as facts."""
        return {one: self._contract(row) for one, row in self.rows.items()}

    def _contract(self, row: Mapping[str, Any]) -> ContractFacts:
        covers = self.covers.get(row["id"], ())
        union = row["union_id"]
        strange = [
            c["employer_id"] for c in covers if not self.reach.reaches(union, c["employer_id"])
        ]
        named = names_of(self.connection, "employer", strange, self.day) if strange else {}
        facts = ContractFacts(
            id=row["id"],
            name=row["title"],
            on=self.day,
            form=row["kind"],
            scope=row["scope"],
            where=self._union(union),
            signed_on=row["signed_on"],
            since=row["since"],
            ends_on=row["ends_on"],
            filed_on=_by(row["filed_on"], self.day),
            reviewed_on=_by(row["reviewed_on"], self.day),
            objected=row["objected"],
            published_on=_by(row["published_on"], self.day),
            terminated_on=_by(row["terminated_on"], self.day),
            renewed=self._renewed(row),
            employers=len(covers),
            confirmed=sum(1 for c in covers if c["confirmed_on"] is not None),
            outside=tuple(sorted(named.get(one, "") for one in strange)),
            area=self.reach.area(union) if row["scope"] in REGIONAL else 0,
            agreed=row["congress_agreed"],
            women=row["women"],
            women_clause=row["women_clause"],
        )
        return replace(facts, effective=effective_on(facts, self.deadlines.review))

    # -- consultations -------------------------------------------------------------------------

    @cached_property
    def talks_rows(self) -> dict[str, Mapping[str, Any]]:
        """The consultations asked for, as rows."""
        query = select(CONSULTATION).order_by(CONSULTATION.c.offered_on, CONSULTATION.c.id)
        if self._consultations is None:
            query = self._inside(query, CONSULTATION.c.union_id)
        found = self._by_ids(query, CONSULTATION.c.id, self._consultations)
        return {row["id"]: row for row in found if _there(row["offered_on"], self.day)}

    def _parts(self, table: Any, *order: Any) -> dict[str, list[Mapping[str, Any]]]:
        whole = self._consultations is None and self.unit is None
        ids = None if whole else list(self.talks_rows)
        found: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
        query = select(table).order_by(*order)
        for row in self._by_ids(query, table.c.consultation_id, ids):
            found[row["consultation_id"]].append(row)
        return found

    @cached_property
    def negotiators(self) -> dict[str, list[Mapping[str, Any]]]:
        """Consultation → who sits at the table."""
        column = NEGOTIATOR.c
        return self._parts(NEGOTIATOR, column.head.desc(), column.position, column.id)

    @cached_property
    def meetings(self) -> dict[str, list[Mapping[str, Any]]]:
        """Consultation → its meetings in order."""
        return self._parts(TALK, TALK.c.on_day, TALK.c.id)

    @cached_property
    def votes(self) -> dict[str, Vote]:
        """Consultation → the congress that looked at the draft."""
        query = (
            select(
                CONSULTATION.c.id,
                ACTIVITY.c.held_on,
                CONGRESS.c.due,
                CONGRESS.c.present,
                CONSULTATION.c.resolution_id,
                RESOLUTION.c.yes,
            )
            .join(ACTIVITY, ACTIVITY.c.id == CONSULTATION.c.congress_id)
            .outerjoin(CONGRESS, CONGRESS.c.activity_id == ACTIVITY.c.id)
            .outerjoin(RESOLUTION, RESOLUTION.c.id == CONSULTATION.c.resolution_id)
        )
        whole = self._consultations is None and self.unit is None
        found = self._by_ids(query, CONSULTATION.c.id, None if whole else list(self.talks_rows))
        return {
            row["id"]: Vote(
                _by(row["held_on"], self.day),
                row["due"],
                row["present"],
                row["yes"],
                row["resolution_id"] is not None,
            )
            for row in found
        }

    @cached_property
    def _staff(self) -> dict[str, dict[str, int]]:
        firms = sorted({r["employer_id"] for r in self.talks_rows.values() if r["employer_id"]})
        return readings_of(self.connection, "employer_id", firms, self.day)

    @cached_property
    def _leaders(self) -> dict[str, str]:
        """Contract → the first of the consultations that led to it: one with a congress if any."""
        row = CONSULTATION.c
        query = select(row.contract_id, row.id).where(row.contract_id.is_not(None))
        wanted = [r["contract_id"] for r in self.talks_rows.values() if r["contract_id"]]
        found: dict[str, str] = {}
        order = (row.congress_id.is_(None), row.batch_no, row.id)
        for one in self._by_ids(query.order_by(*order), row.contract_id, wanted):
            found.setdefault(one["contract_id"], one["id"])
        return found

    def consultations(self) -> Iterator[ConsultationFacts]:
        """The consultations as facts, in the order of their offers."""
        for row in self.talks_rows.values():
            yield self.consultation(row)

    def consultation(self, row: Mapping[str, Any]) -> ConsultationFacts:
        """One of them."""
        staff = self._staff.get(row["employer_id"] or "", {})
        sides: dict[str, list[Seat]] = defaultdict(list)
        for one in self.negotiators.get(row["id"], ()):
            sides[one["side"]].append(_seat(one))
        return ConsultationFacts(
            id=row["id"],
            name=row["title"],
            on=self.day,
            form=row["kind"],
            scope=row["scope"],
            where=self._union(row["union_id"]),
            offered_on=row["offered_on"],
            delivered_on=_by(row["delivered_on"], self.day),
            answered_on=_by(row["answered_on"], self.day),
            answer=row["answer"] if _by(row["answered_on"], self.day) else None,
            data_on=_by(row["data_on"], self.day),
            seats={side: tuple(seats) for side, seats in sides.items()},
            talks=tuple(one["on_day"] for one in self.meetings.get(row["id"], ())),
            outcome=row["outcome"],
            vote=self.votes.get(row["id"]),
            contract=self.contracts.get(row["contract_id"] or ""),
            leads=row["contract_id"] is None or self._leaders[row["contract_id"]] == row["id"],
            closed_on=_by(row["closed_on"], self.day),
            workers=staff.get("J201"),
            women=staff.get("J202"),
            dispatched=staff.get("J204"),
        )

    # -- the year ------------------------------------------------------------------------------

    def wage_years(self, types: Sequence[str], period: Period) -> Iterator[WageYearFacts]:
        """Each working union of these types and its wage consultations of a year."""
        signed: dict[str, int] = defaultdict(int)
        through: dict[str, int] = defaultdict(int)
        ongoing: dict[str, int] = defaultdict(int)
        last = min(period.last, self.day)
        for one, facts in self.contracts.items():
            union = self.rows[one]["union_id"]
            if facts.form != WAGE or facts.objected:
                continue
            if facts.filed_on is not None and facts.signed_on and facts.signed_on in period:
                signed[union] += 1
            elif running(facts, period.first) and running(facts, last):
                through[union] += 1
        for row in self.talks_rows.values():
            fresh = row["kind"] == WAGE and row["offered_on"] and row["offered_on"] in period
            if fresh and row["closed_on"] is None:
                ongoing[row["union_id"]] += 1
        tree = self._tree()
        for union, (name, type_, status) in sorted(self.unions.items(), key=lambda u: u[1][0]):
            if type_ in types and status == "active" and (tree is None or union in tree):
                counts = signed[union], through[union], ongoing[union]
                yield WageYearFacts(union, name, self.day, period.last, type_, "", *counts)

    def _tree(self) -> set[str] | None:
        if self.unit is None:
            return None
        tree = subtree(Scope(self.day, Period(self.day, self.day), self.unit), "year_below")
        return set(self.connection.execute(select(tree.c.id)).scalars())


def _there(day: date | None, today: date) -> bool:
    """What has no day yet is being prepared, and is there."""
    return day is None or day <= today


def _by(day: date | None, today: date) -> date | None:
    """A day that has come."""
    return day if day is not None and day <= today else None


def _seat(row: Mapping[str, Any]) -> Seat:
    return Seat(
        name=row["name"],
        head=bool(row["head"]),
        office=row["office"],
        mandate_on=row["mandate_on"],
        outside=row["outside"],
        front_line=row["front_line"],
        dispatched=row["dispatched"],
        sex=row["sex"],
    )
