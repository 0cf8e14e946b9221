"""Fields of the workbook as the register keeps them, and the words in which people read them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date
from functools import lru_cache
from operator import itemgetter
from typing import Any

from app.base.codes import code_list
from app.sheets.checked import CheckedRow
from app.sheets.fields import Kind

from .kinds import MEMBERS

PLAIN = (
    "sex", "birth_on", "ethnicity", "phone", "native_place", "household_place", "address",
    "email", "marital", "professional_title", "worked_from", "joined_on", "card_no",
    "service_card_no", "service_card_on", "consent_on", "hardship", "model_worker",
)  # fmt: skip
"""Of the person, under the name of the column."""
DATED = (
    "education", "political", "employment_status", "employment_form", "migrant", "new_group",
    "skill", "household_type",
)  # fmt: skip
"""What changes with time, kept in spells."""
DAYS = frozenset(f.key for f in MEMBERS.fields if f.kind is Kind.DAY)
WORK = ("post", "department", "employee_no")
"""Of the employment."""
NOWHERE = ("union_post",)
"""Told in the note: who holds which office is kept by the organisations."""
_LISTS = {f.key: f.choices for f in MEMBERS.fields if f.kind is Kind.CODE}
_TITLES = {f.key: f.title for f in MEMBERS.fields}


Pick = Callable[[Mapping[str, Any]], dict[str, Any]]


def plain_values(row: CheckedRow) -> dict[str, Any]:
    """The person's own fields that are told, days as days."""
    pick, days = _plain(tuple(row.values))
    found = pick(row.values)
    for key in days:
        found[key] = date.fromisoformat(found[key])
    return found


def dated_values(row: CheckedRow) -> dict[str, Any]:
    """The dated fields that are told."""
    return _dated(tuple(row.values))(row.values)


@lru_cache(maxsize=1024)
def _plain(told: tuple[str, ...]) -> tuple[Pick, tuple[str, ...]]:
    """What takes them out of rows that tell these fields, as nearly all of a file do."""
    return _picked(PLAIN, told), tuple(key for key in PLAIN if key in told and key in DAYS)


@lru_cache(maxsize=1024)
def _dated(told: tuple[str, ...]) -> Pick:
    return _picked(DATED, told)


def _picked(wanted: Iterable[str], told: Collection[str]) -> Pick:
    keys = [key for key in wanted if key in told]
    if len(keys) < 2:  # of one alone it takes no tuple
        return lambda values: {key: values[key] for key in keys}
    take = itemgetter(*keys)
    return lambda values: dict(zip(keys, take(values), strict=True))


def outside_text(row: CheckedRow) -> str:
    """What the register has no field for, as a text for the note."""
    values: Mapping[str, Any] = row.values
    return "；".join([f"{_TITLES[key]}：{values[key]}" for key in NOWHERE if values.get(key)])


def word_of(field: str, value: Any) -> str:
    """A value as the clerk knows it: a code's name, a day, a flag."""
    if value is None:
        return ""
    name = _LISTS.get(field)
    if name and isinstance(value, str):
        return code_list(name).name_of(value)
    if isinstance(value, bool):
        return "是" if value else "否"
    return str(value)
