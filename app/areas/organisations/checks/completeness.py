"""What is merely not filled in yet: a percentage with a list, never a finding.

Which fields are expected of what stands in ``resources/rules/expected.toml``.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import Connection

from app.base.paths import resource

from . import facts
from .fetch import Register


class Missing(NamedTuple):
    """One field that is not filled in: of which record, and how the clerk calls it."""

    kind: str
    id: str
    title: str
    field: str
    label: str


@dataclass(frozen=True, slots=True)
class _Expected:
    kind: str
    fields: tuple[str, ...]
    numbers: tuple[str, ...]
    types: tuple[str, ...]
    statuses: tuple[str, ...]
    natures: tuple[str, ...]
    levels: tuple[str, ...]
    when: str

    def of(self, row: Any) -> bool:
        """Whether these fields are expected of the record."""
        if self.statuses and row.status not in self.statuses:
            return False
        if self.kind == "union":
            if self.types and (row.type or "local") not in self.types:
                return False
        elif (self.natures and row.nature not in self.natures) or (
            self.levels and row.unit_level not in self.levels
        ):
            return False
        return not self.when or bool(getattr(row, self.when))


@dataclass(slots=True)
class Completeness:
    """How much of what is expected is filled in.

    Attributes:
        filled, expected: numbers of fields.
        missing: every field that is not, in the order of the records' names.
        objects: hex id of a record to its own (filled, expected).
    """

    filled: int = 0
    expected: int = 0
    missing: list[Missing] = field(default_factory=list)
    objects: dict[str, tuple[int, int]] = field(default_factory=dict)

    @property
    def percent(self) -> int | None:
        """Whole percent, rounded down: 100 only where nothing is missing; None: nothing is
        expected."""
        return self.filled * 100 // self.expected if self.expected else None

    def of(self, object_id: str) -> Completeness:
        """That of one record."""
        filled, expected = self.objects.get(object_id, (0, 0))
        own = [one for one in self.missing if one.id == object_id]
        return Completeness(filled, expected, own, {object_id: (filled, expected)})


@cache
def _plan() -> tuple[dict[str, dict[str, str]], tuple[_Expected, ...], dict[str, int]]:
    table = tomllib.loads(resource("rules", "expected.toml").read_text("utf-8"))
    expected = tuple(
        _Expected(
            kind=row["kind"],
            fields=tuple(row.get("fields", ())),
            numbers=tuple(row.get("numbers", ())),
            types=tuple(row.get("types", ())),
            statuses=tuple(row.get("statuses", ())),
            natures=tuple(row.get("natures", ())),
            levels=tuple(row.get("levels", ())),
            when=row.get("when", ""),
        )
        for row in table["expected"]
    )
    return table["labels"], expected, table["due"]


def due_settings() -> dict[str, int]:
    """``planned_days``, ``returned_days``, ``shown``: how early the home page reminds, how much it
    lists of one sort."""
    return _plan()[2]


def completeness(conn: Connection, day: date, *, unit: str | None = None) -> Completeness:
    """What is filled in as of a day, of the whole office or of one union and all below it."""
    records = Register(conn, day, unit)
    found = Completeness()
    for union in records.own_unions:
        if not union.outside:
            _count(found, "union", union, _fields(records, "union", union))
    for employer in records.own_employers:
        _count(found, "employer", employer, _fields(records, "employer", employer))
    return found


def _count(found: Completeness, kind: str, row: Any, fields: Iterator[tuple[str, bool]]) -> None:
    labels = _plan()[0][kind]
    filled = expected = 0
    for name, there in fields:
        expected += 1
        if there:
            filled += 1
        else:
            found.missing.append(Missing(kind, row.id, row.name, name, labels[name]))
    if expected:
        found.filled += filled
        found.expected += expected
        found.objects[row.id] = (filled, expected)


def _fields(records: Register, kind: str, row: Any) -> Iterator[tuple[str, bool]]:
    for expected in _plan()[1]:
        if expected.kind != kind or not expected.of(row):
            continue
        for name in expected.fields:
            yield name, getattr(row, name) not in (None, "")
        for code in expected.numbers:
            yield code, _number(records, kind, row, code) is not None


def _number(records: Register, kind: str, row: Any, code: str) -> int | None:
    if kind == "union":
        return records.covered(row) if code == "J107" else records.heads(row, code)
    return facts.headcount(records, row.id, code)
