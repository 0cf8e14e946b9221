"""One year of 五个一: the unions, what each planned and held, and its lamps; few statements for
any number of unions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from sqlalchemy import Connection, and_, exists, func, or_, select

from app.areas.organisations.bases import subtree
from app.areas.organisations.lists.names import names_of
from app.areas.organisations.records import COVERAGE, UNION, UNION_SPELL
from app.base.days import Period, calendar_year
from app.figures.registry import Scope
from app.rules.book import RuleBook
from app.rules.office import rule_book
from app.store import evidence
from app.store.meta import on_day

from ..records import ACTIVITY, CONGRESS, CONSULTATION, CONTRACT, CONTRACT_COVER, TALK
from ..rules.lamps import RULE, WAGE, Held, Lamp, lamps

FEDERATIONS = ("regional_federation", "industry_federation")
PRIMARY = ("single", "joint", *FEDERATIONS)
"""Union types that have lamps: federations, and those of whom 六有 asks the same."""
WAGE_KIND = "wage"
SIGNED = ("signed_on", "filed_on")


@dataclass(frozen=True, slots=True)
class YearUnion:
    """A union as of the year's day."""

    id: str
    name: str
    type: str | None
    place: str = ""

    @property
    def federation(self) -> bool:
        """Whether the policy asks five a year of it."""
        return self.type in FEDERATIONS


def day_of(year: int, today: date) -> date:
    """The day on which a year is looked at: its last one once it is over."""
    return min(today, date(year, 12, 31)) if today >= date(year, 1, 1) else date(year, 1, 1)


class Year:
    """The year of the office, of a unit and what is below it, or of some unions.

    Args:
        today: the day looked at.
        unit: hex id of a union; None: all.
        only: these unions alone.
        book: of the office; None: it is read.
    """

    def __init__(
        self,
        conn: Connection,
        year: int,
        today: date,
        *,
        unit: str | None = None,
        only: Sequence[str] | None = None,
        book: RuleBook | None = None,
    ) -> None:
        self.conn, self.number, self.unit, self.only = conn, year, unit, only
        self.period: Period = calendar_year(year)
        self.day = day_of(year, today)
        self.params = (book or rule_book(conn)).rule(RULE, on=self.day).params

    @cached_property
    def unions(self) -> dict[str, YearUnion]:
        """Unions with lamps, federations first, then by name."""
        spell = UNION_SPELL.c
        query = (
            select(spell.union_id, spell.name, spell.type, spell.place_id)
            .join(UNION, UNION.c.id == spell.union_id)
            .where(
                on_day(UNION_SPELL, self.day),
                UNION.c.outside == False,  # noqa: E712  SQL
                spell.status == "active",
                spell.type.in_(PRIMARY),
            )
        )
        if self.only is not None:
            query = query.where(spell.union_id.in_(self.only))
        scope = Scope(self.day, self.period, self.unit)
        below = subtree(scope)
        if below is not None:
            query = query.where(spell.union_id.in_(select(below.c.id)))
        rows = self.conn.execute(query).all()
        places = names_of(self.conn, "place", (row.place_id for row in rows), self.day)
        every = [
            YearUnion(row.union_id, row.name, row.type, places.get(row.place_id, ""))
            for row in rows
        ]
        every.sort(key=lambda one: (not one.federation, one.name, one.id))
        return {one.id: one for one in every}

    @property
    def federations(self) -> list[YearUnion]:
        """Those of whom the policy asks it."""
        return [one for one in self.unions.values() if one.federation]

    @cached_property
    def facts(self) -> dict[str, dict[str, list[Held]]]:
        """Union → kind → what there is of the year."""
        found: dict[str, dict[str, list[Held]]] = defaultdict(lambda: defaultdict(list))
        for row, held in self._activities():
            found[row["union_id"]][row["kind"]].append(held)
        for union, held in self._wages():
            found[union][WAGE].append(held)
        return found

    @cached_property
    def lamps(self) -> dict[str, tuple[Lamp, ...]]:
        """Union → its five lamps."""
        return {
            one.id: lamps(
                self.params, self.facts.get(one.id, {}), self.period, federation=one.federation
            )
            for one in self.unions.values()
        }

    @cached_property
    def kept(self) -> set[str]:
        """Unions of which anything is kept here, in whatever year: of the others nothing is known,
        which is not the same as nothing done."""
        found = set(self.conn.execute(select(ACTIVITY.c.union_id).distinct()).scalars())
        found |= set(self.conn.execute(select(CONSULTATION.c.union_id).distinct()).scalars())
        return found | set(self.conn.execute(select(CONTRACT.c.union_id).distinct()).scalars())

    # statements

    def _activities(self) -> Iterator[tuple[Mapping[Any, Any], Held]]:
        row, first, last = ACTIVITY.c, self.period.first, self.period.last
        of_year = or_(
            row.held_on.between(first, last),
            and_(row.held_on.is_(None), row.planned_on.between(first, last)),
        )
        conditions = [
            of_year,
            row.cancelled_on.is_(None),
            row.kind.in_(tuple(self.params["lamps"])),
        ]
        if self.only is not None:
            conditions.append(row.union_id.in_(self.only))
        query = (
            select(
                *(row[c] for c in ("id", "union_id", "kind", "title", "planned_on", "held_on",
                                   "participants")),
                CONGRESS.c.due,
                CONGRESS.c.present,
            )
            .outerjoin(CONGRESS, CONGRESS.c.activity_id == row.id)
            .where(*conditions)
            .order_by(row.held_on, row.planned_on, row.id)
        )  # fmt: skip
        mine = select(row.id).where(*conditions)
        proofs = evidence.kinds_of(self.conn, ACTIVITY.name, mine)
        for one in self.conn.execute(query).mappings():
            numbers = {key: one[key] for key in ("participants", "due", "present")}
            held = one["held_on"]
            if held is not None and held > self.day:  # on the day looked at it was only planned
                held = None
                if one["planned_on"] is None:
                    continue
            kinds_of = frozenset(proofs.get(one["id"], ()))
            yield (
                one,
                Held(ACTIVITY.name, one["id"], one["title"], one["planned_on"], held, numbers,
                     kinds_of),
            )  # fmt: skip

    def _wages(self) -> list[tuple[str, Held]]:
        """Consultations on wages of the year, and the contracts that hold in it."""
        first, last, row = self.period.first, self.period.last, CONTRACT.c
        fits = and_(
            row.kind == WAGE_KIND,
            or_(
                row.signed_on.between(first, last),
                and_(
                    func.coalesce(row.since, row.signed_on) <= last,
                    func.coalesce(row.terminated_on, row.ends_on) >= first,
                ),
            ),
        )
        contracts = {
            one["id"]: one for one in self.conn.execute(select(CONTRACT).where(fits)).mappings()
        }
        proofs = evidence.kinds_of(self.conn, CONTRACT.name, select(row.id).where(fits))
        found, told = self._consultations(contracts, proofs)
        for one in contracts.values():
            if one["id"] not in told:
                found.append((one["union_id"], _contract(one, proofs.get(one["id"], ()))))
        return found + self._covered(contracts, proofs)

    def _consultations(
        self, contracts: Mapping[str, Any], proofs: Mapping[str, Any]
    ) -> tuple[list[tuple[str, Held]], set[str]]:
        row, first, last = CONSULTATION.c, self.period.first, self.period.last
        talked = (
            select(func.min(TALK.c.on_day))
            .where(TALK.c.consultation_id == row.id)
            .scalar_subquery()
        )
        in_year = or_(
            row.offered_on.between(first, last),
            row.contract_id.in_(
                select(CONTRACT.c.id).where(CONTRACT.c.signed_on.between(first, last))
            ),
            exists().where(TALK.c.consultation_id == row.id, TALK.c.on_day.between(first, last)),
            row.offered_on.is_(None) & row.closed_on.is_(None) & row.contract_id.is_(None),
        )
        fits = and_(row.kind == WAGE_KIND, in_year)
        query = select(CONSULTATION, talked.label("talked_on")).where(fits)
        own = evidence.kinds_of(self.conn, CONSULTATION.name, select(row.id).where(fits))
        found, told = [], set()
        for one in self.conn.execute(query).mappings():
            contract = contracts.get(one["contract_id"] or "")
            kinds = {*own.get(one["id"], ()), *proofs.get(one["contract_id"] or "", ())}
            begun = one["offered_on"] or one["talked_on"]
            if contract is not None:
                told.add(contract["id"])
                begun = (
                    begun if begun is not None and begun in self.period else contract["signed_on"]
                )
            if begun is not None and begun > self.day:
                continue
            numbers = {
                key: contract[key] if contract else None for key in ("signed_on", "filed_on")
            }
            found.append(
                (
                    one["union_id"],
                    Held(
                        CONSULTATION.name, one["id"], one["title"], None, begun, numbers,
                        frozenset(kinds), _valid(contract) if contract else None,
                    ),
                )
            )  # fmt: skip
        return found, told

    def _covered(
        self, contracts: Mapping[str, Any], proofs: Mapping[str, Any]
    ) -> list[tuple[str, Held]]:
        """Regional contracts shine for the unions of the employers they cover, too."""
        wide = [one["id"] for one in contracts.values() if one["scope"] != "enterprise"]
        if not wide:
            return []
        cover = CONTRACT_COVER.c
        query = (
            select(cover.contract_id, COVERAGE.c.union_id)
            .join(COVERAGE, COVERAGE.c.employer_id == cover.employer_id)
            .where(
                cover.contract_id.in_(wide),
                or_(cover.until.is_(None), cover.until > self.day),
                COVERAGE.c.kind == "found",
                on_day(COVERAGE, self.day),
            )
            .distinct()
        )
        return [
            (row.union_id, _contract(contracts[row.contract_id], proofs.get(row.contract_id, ())))
            for row in self.conn.execute(query)
            if row.union_id != contracts[row.contract_id]["union_id"]
        ]


def _valid(contract: Mapping[Any, Any]) -> tuple[date, date] | None:
    since, until = contract["since"] or contract["signed_on"], contract["ends_on"]
    if contract["terminated_on"] is not None:
        until = min(until or contract["terminated_on"], contract["terminated_on"])
    return None if since is None or until is None else (since, until)


def _contract(contract: Mapping[Any, Any], proofs: Any) -> Held:
    return Held(
        CONTRACT.name,
        contract["id"],
        contract["title"],
        None,
        contract["signed_on"] or contract["since"],
        {key: contract[key] for key in SIGNED},
        frozenset(proofs),
        _valid(contract),
    )


def progress(year: Year, until: date) -> list[tuple[YearUnion, tuple[bool, ...]]]:
    """Which of the five each federation had held by a day of the year."""
    return [
        (
            one,
            tuple(lamp.first is not None and lamp.first <= until for lamp in year.lamps[one.id]),
        )
        for one in year.federations
    ]
