"""Two records of what may be one person, field by field, for the screen of a merge."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, select

from app.areas.organisations.lists.common import name_of
from app.base.days import Span
from app.base.lists import mask, written

from ..records import PERSON, PERSON_SPELL
from .declared import COLUMNS
from .people import owned


@dataclass(frozen=True, slots=True)
class Side:
    """One field of two records beside each other.

    Attributes:
        key: column of a person or of her categories; ``dated``: the latter.
        title: in words.
        one, two: both values in words; ``values``: as they are stored, for ``merge_people``.
        prefer: 0 or 1: which is proposed.
        differs: both are filled and not the same.
        sensitive: shown masked until revealed; ``masked``: both values so.
    """

    key: str
    title: str
    one: str
    two: str
    values: tuple[Any, Any]
    prefer: int
    differs: bool
    dated: bool
    sensitive: bool

    @property
    def masked(self) -> tuple[str, str]:
        """Both values with their middle hidden."""
        return (mask(self.one), mask(self.two)) if self.sensitive else (self.one, self.two)


_PLAIN = [
    c.name
    for c in PERSON.c
    if c.name not in ("id", "rev", "alias_of_id", "erased_on", "birth_year")
]
_DATED = [
    c.name
    for c in PERSON_SPELL.c
    if c.name not in ("id", "rev", "person_id", "since", "until", "doc_no")
]
_NOT_LISTED = {"no_phone": "没有手机"}
_TITLES = {column.key: column.title for column in COLUMNS} | _NOT_LISTED
_SENSITIVE = {column.key for column in COLUMNS if column.sensitive}
_CODED = {"sex", "ethnicity", "marital", "education", "political", "employment_status",
          "employment_form", "new_group", "skill", "household_type"}  # fmt: skip
_EARLIEST = {"joined_on", "worked_from"}


def side_by_side(conn: Connection, keep_id: str, other_id: str, day: date) -> list[Side]:
    """The two records field by field as of a day, for the screen on which a person chooses; fields
    that are empty on both sides are left out.

    Proposed is what is filled; of two values the earlier 入会日期 and 参加工作日期, else the first
    record's. Documents, former names, memberships and the like are joined and need no choice.
    """
    query = select(PERSON).where(PERSON.c.id.in_([keep_id, other_id]))
    people = {row["id"]: row for row in conn.execute(query).mappings()}
    spells = owned(conn, PERSON_SPELL, [keep_id, other_id])
    found = []
    for key in (*_PLAIN, *_DATED):
        dated = key in _DATED
        values = tuple(
            _on(spells.get(one, []), key, day) if dated else people[one][key]
            for one in (keep_id, other_id)
        )
        if values[0] in (None, "") and values[1] in (None, ""):
            continue
        words = [_in_words(key, value) for value in values]
        differs = None not in values and values[0] != values[1]
        found.append(
            Side(
                key,
                _TITLES.get(key, key),
                words[0],
                words[1],
                (values[0], values[1]),
                _preferred(key, values),
                differs,
                dated,
                key in _SENSITIVE,
            )
        )
    return found


def _on(rows: Sequence[Mapping[Any, Any]], key: str, day: date) -> Any:
    holding = (row[key] for row in rows if Span(row["since"], row["until"]).covers(day))
    return next(holding, None)


def _in_words(key: str, value: Any) -> str:
    if value is None or value == "":
        return ""
    return name_of(key, value) if key in _CODED else written(value)


def _preferred(key: str, values: tuple[Any, ...]) -> int:
    one, two = values
    if one in (None, ""):
        return 1
    if key in _EARLIEST and two is not None and two < one:
        return 1
    return 0
