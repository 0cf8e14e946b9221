"""What an import of members is asked to do, and what it says it would do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from app.sheets.checked import CheckedRow
from app.sheets.comparing import FILL, Difference
from app.sheets.judged import JudgedRows

SAME_PERSON, TWO_PEOPLE, NEW_PAPER = "rename", "despite", "replace"
TRANSFER, STAYS = "transfer", "stays"
ANSWERS: dict[str, tuple[tuple[str, str], ...]] = {
    "MEM-03": ((SAME_PERSON, "同一人更名"), (TWO_PEOPLE, "两人重号")),
    "IMP-DUPLICATE": ((NEW_PAPER, "同一人换证"),),
    "IMP-TRANSFER": (
        (TRANSFER, "转入"),
        (STAYS, "会籍留原工会，在本单位另有工作"),
    ),
}
"""Problem → what a person may answer: the decision's key, and its words."""
ABSENT: tuple[tuple[str, str], ...] = (
    ("stays", "仍在册"),
    ("send_out", "转出"),
    ("retain", "保留"),
    ("unknown", "去向不明"),
    ("die", "死亡"),
)
"""What became of somebody who is missing from a whole roster: key and words."""


@dataclass(frozen=True, slots=True)
class Options:
    """How an import is meant.

    Attributes:
        policy: what happens to existing records: ``fill``, ``skip``, ``overwrite``, ``new``.
        unit: id of the union of rows that name none.
        on_day: the day of what has no day of its own.
        decisions: (sheet, row) → what a person decided: ``record`` (id it is), ``new``, ``skip``,
            ``take`` (fields whose differing values are taken over), or a key of ``ANSWERS``.
        names: (kind, squeezed text) → id of the record that a person said it is; remembered.
        told: sheet → texts that may name the union: titles, the sheet's name, the file's.
        transfer: people whose employer reported them gone are moved without asking.
        complete: the file is the whole roster of its unions.
        absent: person → what became of her: ``what`` (see ``ABSENT``), ``to_name``.
    """

    policy: str = FILL
    unit: str | None = None
    on_day: date = date.min
    decisions: Mapping[tuple[str, int], Mapping[str, Any]] = field(default_factory=dict)
    names: Mapping[tuple[str, str], str] = field(default_factory=dict)
    told: Mapping[str, Sequence[str]] = field(default_factory=dict)
    transfer: bool = False
    complete: bool = False
    absent: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Absent:
    """A member who is not in the whole roster of her union; ``what``: decided, or ""; ``why``:
    what was decided cannot be done."""

    person: str
    name: str
    union: str
    union_name: str
    what: str = ""
    why: str = ""


@dataclass(slots=True)
class Plan:
    """The rows judged, what differs, what is filled in, and who is missing.

    Attributes:
        absent: members whom a whole roster does not name.
    """

    rows: JudgedRows = field(default_factory=JudgedRows)
    differences: list[Difference] = field(default_factory=list)
    fills: list[Difference] = field(default_factory=list)
    absent: list[Absent] = field(default_factory=list)

    @classmethod
    def of(cls, rows: object) -> Plan:
        """Empty, for rows that can be fetched again if they stand somewhere."""
        source: Sequence[CheckedRow] | None = rows if isinstance(rows, Sequence) else None
        return cls(JudgedRows(source))
