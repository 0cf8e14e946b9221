"""Goals of a year beside what stands now: of any number of units, read at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import Connection, select

from app.areas.members.lists.queues import within
from app.areas.organisations.lists.names import names_of
from app.areas.organisations.records import PLACE_SPELL, UNION, UNION_SPELL
from app.base.days import Period
from app.base.lists import Choice, View
from app.figures.engine import Value, evaluate
from app.figures.registry import Registry, Scope
from app.rules.office import rule_book
from app.store.meta import on_day
from app.store.notes import setting

from ..records import TARGET
from ..rules.conditions import HUNDRED
from ..rules.goals import Pace, Sum, done, pace, passed, together
from .assessments import FEDERATIONS
from .goal_figures import may_be_summed


@dataclass(frozen=True, slots=True)
class Goal:
    """A goal beside what stands now.

    Attributes:
        id: of the record.
        union_id, union: the unit and its name; what is below it counts.
        code: of the figure or rate.
        value: the goal; rates in hundredths of a percent.
        now: what stands, kept like the goal; None where there are no data.
        pace: how it stands, seen from how much of the year is over.
    """

    id: str
    union_id: str
    union: str
    code: str
    value: int
    now: int | None
    pace: Pace
    note: str = ""

    @property
    def done(self) -> int | None:
        """Whole percent of the goal."""
        return done(self.value, self.now)

    @property
    def missing(self) -> int | None:
        """What is still missing, kept like the goal; None where nothing is known."""
        return None if self.now is None else max(0, self.value - self.now)


@dataclass(frozen=True, slots=True)
class Goals:
    """Goals of a year.

    Attributes:
        day: as of which day they are told, within the year.
        share: how much of the year is over then, percent.
        uppers: union → the one above it.
    """

    year: int
    day: date
    share: int
    found: Sequence[Goal]
    uppers: Mapping[str, str | None]

    def codes(self) -> list[str]:
        """The figures that goals are set for."""
        return sorted({goal.code for goal in self.found})

    def sums(self, registry: Registry) -> dict[str, Sum]:
        """Figure → its goals put together."""
        by_code: dict[str, dict[str, tuple[int, int | None]]] = defaultdict(dict)
        for goal in self.found:
            by_code[goal.code][goal.union_id] = (goal.value, goal.now)
        return {
            code: together(mine, self.uppers, self.share, summed=may_be_summed(registry, code))
            for code, mine in sorted(by_code.items())
        }


def scope_of(connection: Connection, year: int, day: date) -> Scope:
    """Stocks on the last day of the report year or the day looked at; flows in the year."""
    period: Period = rule_book(connection).period_of("annual", year)
    opening = setting(connection, "opening")
    return Scope(
        min(day, period.last), period, None, date.fromisoformat(opening) if opening else None
    )


def standing(
    connection: Connection, registry: Registry, wanted: Mapping[str, Collection[str]], scope: Scope
) -> dict[tuple[str, str], int | None]:
    """What stands: (union, figure) → its number with all that is below the union, kept like a
    goal."""
    found: dict[tuple[str, str], int | None] = {}
    for union, codes in wanted.items():
        known = [c for c in codes if c in registry.figures or c in registry.rates]
        values = evaluate(connection, registry, known, replace(scope, unit=union)) if known else {}
        found |= {(union, code): _kept(values.get(code)) for code in codes}
    return found


def _kept(value: Value | None) -> int | None:
    if value is None or value.value is None:
        return None
    if value.denominator:
        top, below = int(value.numerator or 0), value.denominator
        return (2 * top * HUNDRED * HUNDRED + below) // (2 * below)
    return int(value.value)


def read_goals(
    connection: Connection,
    registry: Registry,
    *,
    year: int,
    day: date,
    unit: str | None = None,
    ids: Collection[str] | None = None,
    counted: bool = True,
) -> Goals:
    """Goals of a year by the names of the units and by figure.

    Args:
        unit: those of this union and of what is below it; None: all.
        ids: only these records.
        counted: what stands is counted; else nothing is known of it.
    """
    query = select(TARGET).where(TARGET.c.year == year, *within(View(day, unit), TARGET.c.union_id))
    rows = [row for row in connection.execute(query).mappings() if ids is None or row["id"] in ids]
    scope = scope_of(connection, year, day)
    wanted: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        wanted[row["union_id"]].append(row["code"])
    now = standing(connection, registry, wanted, scope) if counted else {}
    names = names_of(connection, "union", wanted, scope.day)
    share = passed(scope.period, scope.day)
    found = [
        Goal(
            row["id"], row["union_id"], names.get(row["union_id"], ""), row["code"], row["value"],
            stands := now.get((row["union_id"], row["code"])), pace(row["value"], stands, share),
            row["note"] or "",
        )
        for row in rows
    ]  # fmt: skip
    found.sort(key=lambda goal: (goal.union, goal.union_id, goal.code))
    return Goals(year, scope.day, share, found, uppers_of(connection, scope.day))


def uppers_of(connection: Connection, day: date) -> dict[str, str | None]:
    """Union → the one above it on a day."""
    query = select(UNION_SPELL.c.union_id, UNION_SPELL.c.upper_id).where(on_day(UNION_SPELL, day))
    return {row.union_id: row.upper_id for row in connection.execute(query)}


def every_goal(connection: Connection) -> dict[tuple[int, str, str], Mapping[Any, Any]]:
    """(year, union, figure) → the row of the goal, of all years."""
    return {
        (row["year"], row["union_id"], row["code"]): dict(row)
        for row in connection.execute(select(TARGET)).mappings()
    }


# -- units to set goals for ------------------------------------------------------------------------

SORTS = (
    Choice("aimed", "已下达目标的"),
    Choice("federations", "联合会"),
    Choice("villages", "村（社区）工会"),
    Choice("primary", "基层工会"),
    Choice("township", "本级工会"),
    Choice("all", "全部工会"),
)
"""Which units a grid of goals shows."""


def units_of(
    connection: Connection, sort: str, *, year: int, day: date, unit: str | None = None
) -> list[tuple[str, str]]:
    """(id, name) of the units of a sort, by name; the upper ones first.

    Args:
        sort: a key of ``SORTS``.
        unit: of this union and of what is below it.
    """
    row = UNION_SPELL.c
    query = (
        select(row.union_id, row.name, row.type, row.level, row.place_id)
        .join(UNION, UNION.c.id == row.union_id)
        .where(
            on_day(UNION_SPELL, day),
            row.status == "active",
            UNION.c.outside == False,  # noqa: E712
            *within(View(day, unit), row.union_id),
        )
    )
    rows = connection.execute(query).all()
    if sort == "aimed":
        aimed = select(TARGET.c.union_id).where(TARGET.c.year == year)
        wanted = set(connection.execute(aimed).scalars())
        rows = [one for one in rows if one.union_id in wanted]
    elif sort == "villages":
        places = _villages(connection, day)
        rows = [one for one in rows if places.get(one.place_id, "\0") in one.name]
    elif sort != "all":
        rank = {"township": 0, "federations": 1, "primary": 2}[sort]
        rows = [one for one in rows if _rank(one) == rank]
    found = sorted((_rank(one), one.name, one.union_id) for one in rows)
    return [(union, name) for _rank, name, union in found]


def _villages(connection: Connection, day: date) -> dict[str, str]:
    """Villages and communities by name: a union of one bears its name."""
    row = PLACE_SPELL.c
    query = select(row.place_id, row.name).where(
        on_day(PLACE_SPELL, day), row.kind.in_(("village", "community"))
    )
    return {one.place_id: one.name for one in connection.execute(query)}


def _rank(one: Any) -> int:
    """The township first, then federations."""
    if one.level in ("local", "dual"):
        return 0
    return 1 if one.type in FEDERATIONS else 2


def copied(
    connection: Connection, registry: Registry, year: int, taken: Iterable[tuple[str, str]]
) -> dict[tuple[str, str], int]:
    """Last year's goals as the beginning of a year's, but for what is set there already, of
    figures that are still counted and unions that still act."""
    day = scope_of(connection, year, date(year, 12, 31)).day
    active = {union for union, _name in units_of(connection, "all", year=year, day=day)}
    query = select(TARGET.c.union_id, TARGET.c.code, TARGET.c.value).where(
        TARGET.c.year == year - 1
    )
    there = set(taken)
    return {
        (row.union_id, row.code): row.value
        for row in connection.execute(query)
        if (row.union_id, row.code) not in there
        and row.union_id in active
        and (row.code in registry.figures or row.code in registry.rates)
    }
