"""What the register holds on a day, in plain dictionaries: what an import is compared with."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import Connection, select

from app.base.lists import View
from app.figures.registry import Registry
from app.store.meta import on_day
from app.store.notes import setting
from app.store.system import CHOICE

from ..records import (
    COVERAGE,
    EMPLOYER,
    EMPLOYER_SPELL,
    PLACE_SPELL,
    READING,
    UNION,
    UNION_SPELL,
)
from .unions import counted_at, counted_by_list


@dataclass(slots=True)
class Snapshot:
    """The register on a day.

    Attributes:
        root, root_place: ids of the office's own union and place.
        unions, employers, places: id → all plain and dated fields.
        covered: employer id → its open 建会 coverage.
        liaised: (union id, employer id) pairs with an open 联系 coverage.
        readings: (owner id, code) → (day, value) of the newest reading.
        choices: (kind, text) → record a person once chose.
        listed: union or employer whose members count by the list → code → how many; empty where
            nobody asks (``count_listed``).
    """

    day: date
    root: str
    root_place: str
    unions: dict[str, dict[str, Any]] = field(default_factory=dict)
    employers: dict[str, dict[str, Any]] = field(default_factory=dict)
    places: dict[str, dict[str, Any]] = field(default_factory=dict)
    covered: dict[str, dict[str, Any]] = field(default_factory=dict)
    liaised: set[tuple[str, str]] = field(default_factory=set)
    readings: dict[tuple[str, str], tuple[date, int]] = field(default_factory=dict)
    choices: dict[tuple[str, str], str] = field(default_factory=dict)
    listed: dict[str, dict[str, int]] = field(default_factory=dict)


def snapshot(conn: Connection, day: date) -> Snapshot:
    """Read the register as it is on a day, in a handful of statements."""
    found = Snapshot(day, setting(conn, "root") or "", setting(conn, "root_place") or "")
    found.unions = _owners(conn, UNION, UNION_SPELL, "union_id", day)
    found.employers = _owners(conn, EMPLOYER, EMPLOYER_SPELL, "employer_id", day)
    for row in conn.execute(select(PLACE_SPELL).where(on_day(PLACE_SPELL, day))).mappings():
        found.places[row["place_id"]] = dict(row)
    for row in conn.execute(select(COVERAGE).where(on_day(COVERAGE, day))).mappings():
        if row["kind"] == "found":
            found.covered[row["employer_id"]] = dict(row)
        else:
            found.liaised.add((row["union_id"], row["employer_id"]))
    query = select(READING).where(READING.c.on_day <= day).order_by(READING.c.on_day)
    for row in conn.execute(query).mappings():
        owner = row["union_id"] or row["employer_id"] or row["coverage_id"]
        found.readings[owner, row["code"]] = (row["on_day"], row["value"])
    for row in conn.execute(select(CHOICE)).mappings():
        found.choices[row["kind"], row["text"]] = row["record"]
    return found


def count_listed(
    conn: Connection, now: Snapshot, registry: Registry | None, unions: Iterable[str]
) -> None:
    """Fill ``listed`` for some unions and the employers that they cover; ``registry``: the figures
    of all areas, without them what was reported holds."""
    wanted, view = set(unions), View(now.day)
    covering = {
        employer: link["union_id"]
        for employer, link in now.covered.items()
        if link["union_id"] in wanted
    }
    now.listed = counted_by_list(conn, registry, list(wanted), view)
    now.listed |= counted_at(conn, registry, covering, view)


def _owners(
    conn: Connection, plain: Any, spell: Any, owner: str, day: date
) -> dict[str, dict[str, Any]]:
    dated = [c for c in spell.c if c.name not in ("id", "rev", owner)]
    query = (
        select(*[c for c in plain.c if c.name != "rev"], *dated)
        .join(spell, spell.c[owner] == plain.c.id)
        .where(on_day(spell, day))
    )
    return {row["id"]: dict(row) for row in conn.execute(query).mappings()}
