"""What one form of the window writes, as one entry of the log."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from app.store import spells
from app.store.work import Work, act

from .employers import add_employer, change_employer, correct_employer, edit_employer
from .places import change_place, correct_place, edit_place
from .readings import NewReading, set_readings
from .unions import change_union, correct_union, edit_union, found_union


@act("organisations.save_union", "编辑工会信息")
def save_union(work: Work, /, union_id: str, **edited: Any) -> str:
    """Plain and dated fields of a union at once; arguments as ``spells.save``."""
    return spells.save(work, union_id, change_union, correct_union, edit_union, **edited)


@act("organisations.save_employer", "编辑单位信息")
def save_employer(work: Work, /, employer_id: str, **edited: Any) -> str:
    """Plain and dated fields of an employer at once; arguments as ``spells.save``."""
    return spells.save(
        work, employer_id, change_employer, correct_employer, edit_employer, **edited
    )


@act("organisations.save_place", "编辑地点备注")
def save_place(work: Work, /, place_id: str, **edited: Any) -> str:
    """Plain and dated fields of a place at once; arguments as ``spells.save``."""
    return spells.save(work, place_id, change_place, correct_place, edit_place, **edited)


@act("organisations.found_with_numbers", "登记建会")
def found_with_numbers(work: Work, /, *, numbers: Mapping[str, int], **values: Any) -> str:
    """A new union with the headcounts of its founding day (figure code → number)."""
    union = found_union(work, **values)
    rows = [NewReading("union", union, code, value) for code, value in numbers.items()]
    if rows:
        set_readings(work, rows, on_day=values["founded_on"], source="登记建会")
    return union


@act("organisations.add_with_numbers", "新增单位")
def add_with_numbers(
    work: Work, /, *, numbers: Mapping[str, int], on_day: date, **values: Any
) -> str:
    """A new employer with its headcounts (figure code → number)."""
    employer = add_employer(work, **values)
    rows = [NewReading("employer", employer, code, value) for code, value in numbers.items()]
    if rows:
        set_readings(work, rows, on_day=on_day, source="新增单位")
    return employer
