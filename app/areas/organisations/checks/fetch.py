"""The records as of one day, each kind fetched by one statement when it is first asked for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import Any

from sqlalchemy import Connection, func, select

from app.base.days import Period
from app.figures.registry import Registry, Scope
from app.store.meta import on_day
from app.store.notes import setting

from ..bases import COUNTED_TYPES, HEADS, OPEN_STATUS, SPLITS, latest
from ..records import (
    COVERAGE,
    EMPLOYER,
    EMPLOYER_SPELL,
    FEDERATION_MEMBER,
    PLACE_SPELL,
    READING,
    UNION,
    UNION_SPELL,
)

INSIDE_TYPES = ("branch", "group")
"""Parts of a union: never counted as a union of their own."""
AREA_TYPES = (None, "regional_federation", "working_committee")
"""Unions that answer for the whole of their place; a joint union does in a village."""
VILLAGE_KINDS = ("village", "community")
CODES = tuple(dict.fromkeys(("J107", *SPLITS, *HEADS)))
LISTED_CODES = ("J107", "J201", "J206")


class Register:
    """What the records say on a day, for the whole office or for one union and all below it.

    Attributes:
        day: the day looked at.
        unit: hex id of the union whose subtree is meant; None: the whole office.
        registry: the figures of all areas; None where nobody asks for members that are listed.
    """

    def __init__(
        self,
        conn: Connection,
        day: date,
        unit: str | None = None,
        registry: Registry | None = None,
    ) -> None:
        self.conn, self.day, self.unit, self.registry = conn, day, unit, registry
        self.root: str | None = setting(conn, "root")
        self.root_place: str | None = setting(conn, "root_place")
        self.office_kind: str = setting(conn, "office_kind", "")
        self.office_name: str = setting(conn, "office_name", "")
        opening = setting(conn, "opening")
        self.opening: date | None = date.fromisoformat(opening) if opening else None
        if unit == self.root:
            self.unit = None
        self._covered: dict[str, int | None] = {}
        self._listed: dict[str, list[str]] = {}
        self._made: dict[str, list[Any]] = {}

    def once(self, key: str, make: Callable[[Register], Iterable[Any]]) -> list[Any]:
        """Facts made from these records, made when first asked for."""
        if key not in self._made:
            self._made[key] = list(make(self))
        return self._made[key]

    # -- records -------------------------------------------------------------------------------

    @cached_property
    def unions(self) -> Mapping[str, Any]:
        """Every union there is on the day, by id, with its dated and plain fields."""
        spell = [c for c in UNION_SPELL.c if c.name not in ("id", "rev", "union_id", "until")]
        plain = [c for c in UNION.c if c.name not in ("rev",)]
        query = (
            select(*plain, *spell)
            .join(UNION_SPELL, UNION_SPELL.c.union_id == UNION.c.id)
            .where(on_day(UNION_SPELL, self.day))
            .order_by(UNION_SPELL.c.name, UNION.c.id)
        )
        return {row.id: row for row in self.conn.execute(query)}

    @cached_property
    def employers(self) -> Mapping[str, Any]:
        """Every employer there is on the day, by id."""
        query = (
            select(
                EMPLOYER.c.id,
                EMPLOYER.c.credit_code,
                EMPLOYER.c.unit_level,
                EMPLOYER.c.parent_id,
                EMPLOYER.c.registered_on,
                EMPLOYER.c.should_unionise,
                EMPLOYER.c.planned_on,
                EMPLOYER.c.legal_representative,
                EMPLOYER_SPELL.c.name,
                EMPLOYER_SPELL.c.place_id,
                EMPLOYER_SPELL.c.nature,
                EMPLOYER_SPELL.c.industry,
                EMPLOYER_SPELL.c.economic_type,
                EMPLOYER_SPELL.c.status,
            )
            .join(EMPLOYER_SPELL, EMPLOYER_SPELL.c.employer_id == EMPLOYER.c.id)
            .where(on_day(EMPLOYER_SPELL, self.day))
            .order_by(EMPLOYER_SPELL.c.name, EMPLOYER.c.id)
        )
        return {row.id: row for row in self.conn.execute(query)}

    @cached_property
    def places(self) -> Mapping[str, Any]:
        """Every place there is on the day, by id, in the order of the codes."""
        query = (
            select(
                PLACE_SPELL.c.place_id,
                PLACE_SPELL.c.name,
                PLACE_SPELL.c.kind,
                PLACE_SPELL.c.upper_id,
            )
            .where(on_day(PLACE_SPELL, self.day))
            .order_by(PLACE_SPELL.c.code.is_(None), PLACE_SPELL.c.code, PLACE_SPELL.c.name)
        )
        return {row.place_id: row for row in self.conn.execute(query)}

    @cached_property
    def coverage(self) -> Sequence[Any]:
        """Every coverage on the day."""
        query = select(
            COVERAGE.c.id,
            COVERAGE.c.union_id,
            COVERAGE.c.employer_id,
            COVERAGE.c.kind,
            COVERAGE.c.organiser,
        ).where(on_day(COVERAGE, self.day))
        return self.conn.execute(query).all()

    @cached_property
    def joined(self) -> Mapping[str, set[str]]:
        """Federation id to the unions that are its members on the day."""
        query = select(FEDERATION_MEMBER.c.federation_id, FEDERATION_MEMBER.c.union_id).where(
            on_day(FEDERATION_MEMBER, self.day)
        )
        found: dict[str, set[str]] = defaultdict(set)
        for row in self.conn.execute(query):
            found[row.federation_id].add(row.union_id)
        return found

    @cached_property
    def served(self) -> set[str]:
        """Ids of the places where an employer is that a union covers (建会) on the day."""
        query = (
            select(EMPLOYER_SPELL.c.place_id)
            .join(COVERAGE, COVERAGE.c.employer_id == EMPLOYER_SPELL.c.employer_id)
            .join(UNION_SPELL, UNION_SPELL.c.union_id == COVERAGE.c.union_id)
            .where(
                on_day(EMPLOYER_SPELL, self.day),
                on_day(COVERAGE, self.day),
                on_day(UNION_SPELL, self.day),
                COVERAGE.c.kind == "found",
                UNION_SPELL.c.status != "dissolved",
                EMPLOYER_SPELL.c.place_id.is_not(None),
            )
            .distinct()
        )
        return set(self.conn.execute(query).scalars())

    @cached_property
    def left(self) -> Mapping[str, list[str]]:
        """Union id to employers that once were covered, for unions that cover none any more."""
        query = select(COVERAGE.c.union_id, COVERAGE.c.employer_id).where(
            COVERAGE.c.kind == "found", COVERAGE.c.until <= self.day
        )
        found: dict[str, list[str]] = defaultdict(list)
        for row in self.conn.execute(query):
            if row.union_id not in self.covered_by and row.employer_id not in self.found_of:
                found[row.union_id].append(row.employer_id)
        return found

    @cached_property
    def left_members(self) -> Mapping[str, int]:
        """Dissolved union to the members that it still lists."""
        brought = self.registry.extensions.get("left_members", []) if self.registry else []
        scope = Scope(self.day, Period(self.day, self.day))
        return {
            row.union_id: row.members
            for build in brought
            for row in self.conn.execute(build(scope))
        }

    # -- readings ------------------------------------------------------------------------------

    @cached_property
    def reported(self) -> Mapping[str, Mapping[str, int]]:
        """Union id to its newest reading of each code."""
        return {
            owner: {
                code: value for code, value in zip(CODES, row[1:], strict=True) if value is not None
            }
            for owner, row in self._latest("union_id", CODES).items()
        }

    @cached_property
    def reported_on(self) -> Mapping[tuple[str, str], date]:
        """(union id, code) to the day of that reading, for the codes that are listed as well."""
        query = (
            select(READING.c.union_id, READING.c.code, func.max(READING.c.on_day))
            .where(
                READING.c.union_id.is_not(None),
                READING.c.code.in_(LISTED_CODES),
                READING.c.on_day <= self.day,
            )
            .group_by(READING.c.union_id, READING.c.code)
        )
        return {(row[0], row[1]): row[2] for row in self.conn.execute(query)}

    @cached_property
    def employer_numbers(self) -> Mapping[str, Any]:
        """Employer id to its newest readings of the headcount codes (attributes ``J201`` …)."""
        return self._latest("employer_id", HEADS)

    @cached_property
    def coverage_numbers(self) -> Mapping[str, Any]:
        """Coverage id to its newest readings of the headcount codes."""
        return self._latest("coverage_id", HEADS)

    def _latest(self, owner: str, codes: tuple[str, ...]) -> Mapping[str, Any]:
        scope = Scope(self.day, Period(self.day, self.day))
        newest = latest(scope, owner, codes, f"newest_{owner}")
        return {row.owner: row for row in self.conn.execute(select(newest))}

    # -- what belongs together -----------------------------------------------------------------

    @cached_property
    def found_of(self) -> Mapping[str, list[Any]]:
        """Employer id to its 建会 coverages by unions that are not dissolved."""
        found: dict[str, list[Any]] = defaultdict(list)
        for row in self.coverage:
            union = self.unions.get(row.union_id)
            if row.kind == "found" and union is not None and union.status != "dissolved":
                found[row.employer_id].append(row)
        return found

    @cached_property
    def covered_by(self) -> Mapping[str, list[Any]]:
        """Union id to its 建会 coverages of employers that exist on the day."""
        found: dict[str, list[Any]] = defaultdict(list)
        for row in self.coverage:
            if row.kind == "found" and row.employer_id in self.employers:
                found[row.union_id].append(row)
        return found

    @cached_property
    def organisers(self) -> Mapping[str, str]:
        """Employer id to the 组织员 named on all its coverages, of both kinds, together."""
        found: dict[str, str] = {}
        for row in self.coverage:
            if row.organiser:
                before = found.get(row.employer_id)
                found[row.employer_id] = f"{before}、{row.organiser}" if before else row.organiser
        return found

    @cached_property
    def children(self) -> Mapping[str | None, list[str]]:
        """Union id to the unions directly below it."""
        found: dict[str | None, list[str]] = defaultdict(list)
        for union in self.unions.values():
            found[union.upper_id].append(union.id)
        return found

    def uppers(self, union_id: str) -> tuple[tuple[str, str], ...]:
        """(id, name) upwards, nearest first; a circle ends with the first that comes again."""
        found: list[tuple[str, str]] = []
        seen = {union_id}
        at = self.unions[union_id].upper_id
        while at is not None and at in self.unions:
            found.append((at, self.unions[at].name))
            if at in seen:
                break
            seen.add(at)
            at = self.unions[at].upper_id
        return tuple(found)

    def below(self, top: str, lower: Mapping[str | None, Iterable[str]]) -> set[str]:
        """An id and all below it."""
        found, queue = {top}, [top]
        while queue:
            for one in lower.get(queue.pop(), ()):
                if one not in found:
                    found.add(one)
                    queue.append(one)
        return found

    # -- the unit ------------------------------------------------------------------------------

    @cached_property
    def own_unions(self) -> list[Any]:
        """The unions looked at."""
        if self.unit is None:
            return list(self.unions.values())
        below = self.below(self.unit, self.children)
        return [union for union in self.unions.values() if union.id in below]

    @cached_property
    def own_places(self) -> set[str]:
        """The places looked at: all, or those a unit answers for."""
        if self.unit is None:
            return set(self.places)
        union = self.unions.get(self.unit)
        if union is None or union.place_id is None:
            return set()
        kind = self.places[union.place_id].kind if union.place_id in self.places else ""
        village = union.type == "joint" and kind in VILLAGE_KINDS
        if union.type not in AREA_TYPES and not village:
            return set()
        return self.below(union.place_id, self.places_below)

    @cached_property
    def places_below(self) -> Mapping[str | None, list[str]]:
        """Place id to the places directly below it."""
        found: dict[str | None, list[str]] = defaultdict(list)
        for place in self.places.values():
            found[place.upper_id].append(place.place_id)
        return found

    @cached_property
    def own_employers(self) -> list[Any]:
        """The employers looked at: those the unit's unions cover, and those without a union in
        the places it answers for."""
        if self.unit is None:
            return list(self.employers.values())
        unions = {union.id for union in self.own_unions}
        mine = {row.employer_id for row in self.coverage if row.union_id in unions}
        return [
            employer
            for employer in self.employers.values()
            if employer.id in mine
            or (employer.place_id in self.own_places and employer.id not in self.found_of)
        ]

    def where(self, place_id: str | None) -> str:
        """Name of a place, as it stands beside a name; empty for the office's own."""
        place = self.places.get(place_id or "")
        return "" if place is None or place_id == self.root_place else place.name

    # -- numbers as the figures take them ------------------------------------------------------

    def takes_list(self, union: Any) -> bool:
        """Whether the union's list of covered units is complete on the day."""
        since = union.covered_complete_from
        return since is not None and since <= self.day

    def listed(self, union_id: str) -> list[str]:
        """Ids of the covered employers that count: 正常 or 停产歇业."""
        if union_id not in self._listed:
            self._listed[union_id] = [
                row.employer_id
                for row in self.covered_by.get(union_id, ())
                if self.employers[row.employer_id].status in OPEN_STATUS
            ]
        return self._listed[union_id]

    def covered(self, union: Any) -> int | None:
        """涵盖单位数 of one union as J107 takes it; None: nothing listed, nothing reported."""
        if union.id not in self._covered:
            self._covered[union.id] = self._count_covered(union)
        return self._covered[union.id]

    def _count_covered(self, union: Any) -> int | None:
        reported = self.reported.get(union.id, {}).get("J107")
        complete = self.takes_list(union)
        if reported is not None and not complete and union.type in COUNTED_TYPES:
            return reported
        count = len(self.listed(union.id))
        return count if count or complete else None

    def heads(self, union: Any, code: str) -> int | None:
        """A headcount of one union: what it reports, else the sum over its employers where every
        one of them is known. The office's own local union has only totals of past years."""
        if union.type is None:
            return None
        reported = self.reported.get(union.id, {}).get(code)
        if reported is not None and (union.type not in COUNTED_TYPES or not self.takes_list(union)):
            return reported
        return self.summed(union.id, code)

    def summed(self, union_id: str, code: str) -> int | None:
        """Sum of a headcount over the covered employers; None if one of them is not known."""
        total, listed = 0, self.listed(union_id)
        for employer_id in listed:
            numbers = self.employer_numbers.get(employer_id)
            value = getattr(numbers, code) if numbers is not None else None
            if value is None:
                return None
            total += value
        return total if listed else None
