"""Fields of the workbook as the register keeps them, and the words in which people read them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
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
_PLAIN = tuple((key, key in DAYS) for key in PLAIN)


def plain_values(row: CheckedRow) -> dict[str, Any]:
    """The person's own fields that are told, days as days."""
    values = row.values
    return {
        key: date.fromisoformat(values[key]) if is_day else values[key]
        for key, is_day in _PLAIN
        if key in values
    }


def dated_values(row: CheckedRow) -> dict[str, Any]:
    """The dated fields that are told."""
    return {key: row.values[key] for key in DATED if key in row.values}


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
