"""The facts that the rules of the area look at, fetched as of a day, each kind once."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cached_property
from typing import Any

from sqlalchemy import Connection, Select, Table, and_, column, func, select, values

from app.areas.organisations.bases import COUNTED_TYPES, MEMBER_HEADS, subtree
from app.areas.organisations.records import COVERAGE, READING, UNION, UNION_SPELL
from app.base.days import Period
from app.figures.registry import Scope
from app.rules.book import Rule
from app.store.meta import on_day
from app.store.types import Day, Id

from ..records import (
    EMPLOYMENT,
    IDENTITY,
    MEMBERSHIP,
    NOT_SAME,
    PERSON,
    PERSON_SPELL,
    TRANSFER,
)
from ..rules.facts import (
    ChainFacts,
    Event,
    ExpelledFacts,
    FilledFacts,
    PersonFacts,
    RetainedFacts,
    RollFacts,
    SameNumberFacts,
    TransferFacts,
)
from ..rules.people import expected_fields, missing_fields

_COME = {"joined": "joined", "transferred_in": "transferred_in", "returned": "transferred_in"}


class Roll:
    """The members of the office (or of a union and what is below it) on a day.

    Args:
        unit: hex id of the union; None: all.
        only: of this person alone.
    """

    def __init__(
        self, conn: Connection, day: date, unit: str | None = None, only: str | None = None
    ) -> None:
        self.conn, self.day, self.unit, self.only = conn, day, unit, only
        self.scope = Scope(day, Period(day, day), unit)

    @cached_property
    def unions(self) -> dict[str, str]:
        """Hex id → name of the unions looked at."""
        query = (
            select(UNION_SPELL.c.union_id, UNION_SPELL.c.name)
            .join(UNION, UNION.c.id == UNION_SPELL.c.union_id)
            .where(UNION.c.outside == False, on_day(UNION_SPELL, self.day))  # noqa: E712
        )
        below = subtree(self.scope)
        if below is not None:
            query = query.where(UNION_SPELL.c.union_id.in_(select(below.c.id)))
        return {row.union_id: row.name for row in self.conn.execute(query)}

    @cached_property
    def rows(self) -> list[Any]:
        """One row per person with a membership on the day: particulars of the person and of the
        day, her present document (a citizen's own first), whether she has an employer."""
        own = IDENTITY.alias("own")
        document = (
            select(own.c.id)
            .where(
                own.c.person_id == PERSON.c.id,
                own.c.until.is_(None) | (own.c.until > self.day),
            )
            .order_by(own.c.type != "resident_id", own.c.id)
            .limit(1)
            .correlate(PERSON)
            .scalar_subquery()
        )
        works = (
            select(EMPLOYMENT.c.id)
            .where(EMPLOYMENT.c.person_id == PERSON.c.id, on_day(EMPLOYMENT, self.day))
            .limit(1)
            .correlate(PERSON)
            .scalar_subquery()
        )
        query = (
            select(
                PERSON,
                MEMBERSHIP.c.union_id,
                MEMBERSHIP.c.status,
                IDENTITY.c.type.label("document_type"),
                IDENTITY.c.number,
                works.label("employer"),
                *(PERSON_SPELL.c[c] for c in (
                    "employment_status", "employment_form", "household_type", "migrant",
                )),
            )
            .select_from(MEMBERSHIP)
            .join(PERSON, PERSON.c.id == MEMBERSHIP.c.person_id)
            .outerjoin(
                PERSON_SPELL,
                and_(PERSON_SPELL.c.person_id == PERSON.c.id, on_day(PERSON_SPELL, self.day)),
            )
            .outerjoin(IDENTITY, IDENTITY.c.id == document)
            .where(
                MEMBERSHIP.c.status != "voided",
                PERSON.c.erased_on.is_(None),
                on_day(MEMBERSHIP, self.day),
            )
            .order_by(PERSON.c.name, PERSON.c.id)
        )  # fmt: skip
        if self.only is not None:
            query = query.where(PERSON.c.id == self.only)
        return [row for row in self.conn.execute(query) if row.union_id in self.unions]

    def people(self) -> Iterator[PersonFacts]:
        """Everybody who is counted (在籍)."""
        shared = Counter(row.phone for row in self.rows if row.phone)
        if self.only is not None:
            shared = self._shared(list(shared))
        for row in self.rows:
            if row.status == "active":
                yield self._person(row, shared)

    def _shared(self, phones: list[str]) -> Counter[str]:
        """How many members of the day have each of these phones."""
        query = (
            select(PERSON.c.phone, func.count())
            .join(MEMBERSHIP, MEMBERSHIP.c.person_id == PERSON.c.id)
            .where(
                PERSON.c.phone.in_(phones),
                MEMBERSHIP.c.status != "voided",
                on_day(MEMBERSHIP, self.day),
            )
            .group_by(PERSON.c.phone)
        )
        return Counter({row[0]: row[1] for row in self.conn.execute(query)})

    def _person(self, row: Any, shared: Mapping[str, int]) -> PersonFacts:
        return PersonFacts(
            id=row.id,
            name=row.name,
            on=self.day,
            where=self.unions[row.union_id],
            document_type=row.document_type,
            number=row.number,
            sex=row.sex,
            birth_on=row.birth_on,
            phone=row.phone,
            no_phone=bool(row.no_phone),
            same_phone=shared.get(row.phone, 0),
            status=row.employment_status,
            form=row.employment_form,
            household_type=row.household_type,
            migrant=row.migrant,
        )

    def filled(self, rule: Rule) -> Iterator[FilledFacts]:
        """How complete the particulars of each union's members are."""
        fields = rule.params["fields"]
        count: dict[str, list[int]] = defaultdict(lambda: [0, 0])
        for row in self.rows:
            if row.status != "active":
                continue
            lacking, expected = self.lacking(rule, row, fields)
            count[row.union_id][0] += expected - len(lacking)
            count[row.union_id][1] += expected
        for union, (filled, expected) in sorted(count.items(), key=lambda c: self.unions[c[0]]):
            yield FilledFacts(union, self.unions[union], filled, expected)

    def lacking(self, rule: Rule, row: Any, fields: list[str]) -> tuple[tuple[str, ...], int]:
        """Expected fields of a person that are not filled in, and how many are expected."""
        facts = self._person(row, {})
        has = {f for f in fields if getattr(row, f, None) not in (None, "")}
        return missing_fields(rule, facts, has), len(expected_fields(rule, facts))

    def chains(self) -> Iterator[ChainFacts]:
        """The events of everybody's memberships, in order."""
        spells: dict[str, list[Any]] = defaultdict(list)
        query = (
            select(MEMBERSHIP)
            .where(MEMBERSHIP.c.status != "voided")
            .order_by(MEMBERSHIP.c.person_id, MEMBERSHIP.c.since)
        )
        out = select(TRANSFER.c.person_id).where(TRANSFER.c.direction != "in")
        if self.only is not None:
            query = query.where(MEMBERSHIP.c.person_id == self.only)
            out = out.where(TRANSFER.c.person_id == self.only)
        for row in self.conn.execute(query):
            spells[row.person_id].append(row)
        sent = set(self.conn.execute(out).scalars())
        for row in self.rows:
            events = _events(spells[row.id], row.id in sent)
            yield ChainFacts(row.id, row.name, events, self.unions[row.union_id])

    def same_numbers(self) -> Iterator[SameNumberFacts]:
        """Those whose document number another person has too."""
        shared = (
            select(IDENTITY.c.type, IDENTITY.c.number)
            .join(PERSON, PERSON.c.id == IDENTITY.c.person_id)
            .where(PERSON.c.alias_of_id.is_(None))
            .group_by(IDENTITY.c.type, IDENTITY.c.number)
            .having(func.count(func.distinct(IDENTITY.c.person_id)) > 1)
        )
        if self.only is not None:
            hers = select(IDENTITY.c.number).where(IDENTITY.c.person_id == self.only)
            shared = shared.where(IDENTITY.c.number.in_(hers))
        twice = shared.subquery()
        query = (
            select(IDENTITY.c.type, IDENTITY.c.number, PERSON.c.id, PERSON.c.name)
            .join(PERSON, PERSON.c.id == IDENTITY.c.person_id)
            .join(
                twice,
                and_(twice.c.number == IDENTITY.c.number, twice.c.type == IDENTITY.c.type),
            )
            .where(PERSON.c.alias_of_id.is_(None))
            .order_by(PERSON.c.name, PERSON.c.id)
        )
        groups: dict[tuple[str, str], dict[str, str]] = defaultdict(dict)
        for row in self.conn.execute(query):
            groups[row.type, row.number][row.id] = row.name
        told = {(r.person_id, r.other_id) for r in self.conn.execute(select(NOT_SAME))}
        here = self._members_of({one for people in groups.values() for one in people})
        for people in groups.values():
            for one, name in people.items():
                if one not in here or self.only not in (None, one):
                    continue
                others = {o: n for o, n in people.items() if o != one}
                open_ = {o: n for o, n in others.items() if (min(one, o), max(one, o)) not in told}
                yield SameNumberFacts(
                    one,
                    name,
                    tuple(n for o, n in open_.items() if o in here),
                    tuple(n for o, n in open_.items() if o not in here),
                    not open_,
                    here[one],
                )

    def _members_of(self, people: set[str]) -> dict[str, str]:
        """Who of these has a membership on the day: person → name of the union."""
        if self.only is None:
            return {row.id: self.unions[row.union_id] for row in self.rows if row.id in people}
        query = select(MEMBERSHIP.c.person_id, MEMBERSHIP.c.union_id).where(
            MEMBERSHIP.c.person_id.in_(people),
            MEMBERSHIP.c.status != "voided",
            on_day(MEMBERSHIP, self.day),
        )
        return {
            row.person_id: self.unions[row.union_id]
            for row in self.conn.execute(query)
            if row.union_id in self.unions
        }

    def _hers(self, query: Select[Any], table: Table) -> Select[Any]:
        """The query, of the one person if there is one."""
        return query if self.only is None else query.where(table.c.person_id == self.only)

    def rolls(self) -> Iterator[RollFacts]:
        """Each union's list beside what it last reported, both as of the day of the report."""
        reported = self._reported()
        days = {union: day for union, (day, _) in reported.items()}
        listed, kept = self._listed(days, "active"), self._listed(days, "retained")
        for union, name in sorted(self.unions.items(), key=lambda u: u[1]):
            if listed.get(union):
                _, value = reported[union]
                yield RollFacts(
                    union,
                    name,
                    counted=value,
                    active=listed[union],
                    retained=kept.get(union, 0),
                    reported=value,
                )

    def _listed(self, days: Mapping[str, date], status: str) -> dict[str, int]:
        """How many members of a status each union had on its day."""
        if not days:
            return {}
        wanted = (
            values(column("union_id", Id), column("day", Day), name="wanted")
            .data(list(days.items()))
            .cte()
        )
        query = (
            select(MEMBERSHIP.c.union_id, func.count())
            .join(wanted, wanted.c.union_id == MEMBERSHIP.c.union_id)
            .where(MEMBERSHIP.c.status == status, on_day(MEMBERSHIP, wanted.c.day))
            .group_by(MEMBERSHIP.c.union_id)
        )
        return {row[0]: row[1] for row in self.conn.execute(query)}

    def _reported(self) -> dict[str, tuple[date, int]]:
        """Union → (day, number) of its newest report; without one of its own the sum of what its
        employers reported on their newest common day."""
        code = MEMBER_HEADS[0]
        held = (READING.c.code == code, READING.c.on_day <= self.day)
        found: dict[str, tuple[date, int]] = {}
        types = select(UNION_SPELL.c.union_id).where(
            UNION_SPELL.c.type.in_(COUNTED_TYPES), on_day(UNION_SPELL, self.day)
        )
        own = select(READING).where(*held, READING.c.union_id.in_(types))
        for row in self.conn.execute(own.order_by(READING.c.on_day)):
            found[row.union_id] = (row.on_day, row.value)
        theirs: dict[str, dict[date, list[int]]] = defaultdict(lambda: defaultdict(list))
        covered: dict[str, set[str]] = defaultdict(set)
        query = (
            select(COVERAGE.c.union_id, COVERAGE.c.employer_id, READING.c.on_day, READING.c.value)
            .join(READING, READING.c.employer_id == COVERAGE.c.employer_id)
            .where(*held, COVERAGE.c.kind == "found", on_day(COVERAGE, self.day))
        )
        for row in self.conn.execute(query):
            theirs[row.union_id][row.on_day].append(row.value)
            covered[row.union_id].add(row.employer_id)
        for union, days in theirs.items():
            whole = [d for d, values in days.items() if len(values) == len(covered[union])]
            if union not in found and whole:
                found[union] = (max(whole), sum(days[max(whole)]))
        return found

    def transfers(self) -> Iterator[TransferFacts]:
        """Every 转出 that waits on the day."""
        day, paper = self.day, TRANSFER.c
        answers = (paper.received_on, paper.returned_on)
        query = (
            select(TRANSFER, PERSON.c.name)
            .join(PERSON, PERSON.c.id == TRANSFER.c.person_id)
            .where(
                paper.direction == "out",
                paper.sent_on <= day,
                *(answer.is_(None) | (answer > day) for answer in answers),
            )
            .order_by(TRANSFER.c.sent_on, TRANSFER.c.id)
        )
        for row in self.conn.execute(self._hers(query, TRANSFER)):
            if row.from_union_id in self.unions:
                where = self.unions[row.from_union_id]
                yield TransferFacts(
                    row.id, row.name, day, "sent", row.sent_on, row.to_name or "", where
                )

    def retained(self) -> Iterator[RetainedFacts]:
        """Every retained member, with the reason of it."""
        ended = (
            select(MEMBERSHIP.c.person_id, MEMBERSHIP.c.reason)
            .where(MEMBERSHIP.c.ended == "retained", MEMBERSHIP.c.until <= self.day)
            .order_by(MEMBERSHIP.c.until)
        )
        led: dict[str, str | None] = dict(self.conn.execute(self._hers(ended, MEMBERSHIP)).all())
        before = select(MEMBERSHIP.c.person_id).where(
            MEMBERSHIP.c.status == "retained",
            MEMBERSHIP.c.began == "opening",
            on_day(MEMBERSHIP, self.day),
        )
        opened = set(self.conn.execute(self._hers(before, MEMBERSHIP)).scalars())
        for row in self.rows:
            if row.status == "retained" and row.id not in opened:
                where = self.unions[row.union_id]
                yield RetainedFacts(row.id, row.name, led.get(row.id), where=where)

    def expelled(self, period: Period) -> Iterator[ExpelledFacts]:
        """Everybody expelled in the period."""
        query = (
            select(MEMBERSHIP, PERSON.c.name)
            .join(PERSON, PERSON.c.id == MEMBERSHIP.c.person_id)
            .where(
                MEMBERSHIP.c.ended == "expelled",
                MEMBERSHIP.c.until >= period.first,
                MEMBERSHIP.c.until <= min(period.last, self.day),
            )
            .order_by(MEMBERSHIP.c.until)
        )
        for row in self.conn.execute(self._hers(query, MEMBERSHIP)):
            if row.union_id in self.unions:
                yield ExpelledFacts(
                    row.person_id,
                    row.name,
                    row.until,
                    row.end_reported_on,
                    row.end_decided_on,
                    where=self.unions[row.union_id],
                )


def _events(spells: list[Any], sent: bool) -> tuple[Event, ...]:
    """Beginnings and ends as the changes of 会籍变化类型; an end that goes on in the next spell
    and that spell's beginning are one."""
    found: list[Event] = []
    for number, spell in enumerate(spells):
        before = spells[number - 1] if number else None
        after = spells[number + 1] if number + 1 < len(spells) else None
        if before is None:
            found.append(Event(_COME.get(spell.began, spell.began), spell.since))
        elif spell.began in _COME:
            found.append(Event(_COME[spell.began], spell.since))
        if spell.ended is not None:
            target = None
            if spell.ended == "transferred_out":
                target = sent or (after is not None and after.since == spell.until)
            found.append(Event(spell.ended, spell.until, spell.reason, target))
    return tuple(found)
