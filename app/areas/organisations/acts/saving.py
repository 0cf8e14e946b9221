"""What one form of the window writes, as one entry of the log."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from app.base.errors import UserError
from app.store.work import Work, act

from .employers import add_employer, change_employer, correct_employer, edit_employer
from .places import change_place, correct_place, edit_place
from .readings import NewReading, set_readings
from .unions import change_union, correct_union, edit_union, found_union


@act("organisations.save_union", "编辑工会信息")
def save_union(
    work: Work,
    /,
    union_id: str,
    *,
    plain: Mapping[str, Any],
    dated: Mapping[str, Any],
    change: bool = False,
    since: date | None = None,
    doc_no: str | None = None,
) -> str:
    """Plain and dated fields of a union at once.

    Args:
        change: the dated fields are 变更 from ``since`` on; else 更正 of what holds on ``since``
            (None: today).
    """
    _only_from_a_day(change, since)
    if dated and change:
        work.rename_entry("变更工会")
        change_union(work, union_id, since=since or work.today, doc_no=doc_no, **dated)
    elif dated:
        work.rename_entry("更正工会")
        correct_union(work, union_id, day=since or work.today, **dated)
    if plain:
        edit_union(work, union_id, **plain)
    return union_id


@act("organisations.save_employer", "编辑单位信息")
def save_employer(
    work: Work,
    /,
    employer_id: str,
    *,
    plain: Mapping[str, Any],
    dated: Mapping[str, Any],
    change: bool = False,
    since: date | None = None,
    doc_no: str | None = None,
) -> str:
    """Plain and dated fields of an employer at once; see ``save_union``."""
    _only_from_a_day(change, since)
    if dated and change:
        work.rename_entry("变更单位")
        change_employer(work, employer_id, since=since or work.today, doc_no=doc_no, **dated)
    elif dated:
        work.rename_entry("更正单位")
        correct_employer(work, employer_id, day=since or work.today, **dated)
    if plain:
        edit_employer(work, employer_id, **plain)
    return employer_id


@act("organisations.save_place", "编辑地点备注")
def save_place(
    work: Work,
    /,
    place_id: str,
    *,
    plain: Mapping[str, Any],
    dated: Mapping[str, Any],
    change: bool = False,
    since: date | None = None,
    doc_no: str | None = None,
) -> str:
    """Plain and dated fields of a place at once; see ``save_union``."""
    _only_from_a_day(change, since)
    if dated and change:
        work.rename_entry("变更地点")
        change_place(work, place_id, since=since or work.today, doc_no=doc_no, **dated)
    elif dated:
        work.rename_entry("更正地点")
        correct_place(work, place_id, day=since or work.today, **dated)
    if plain:
        edit_place(work, place_id, **plain)
    return place_id


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


def _only_from_a_day(change: bool, since: date | None) -> None:
    if change and since is None:
        raise UserError("DATES", "请填写从哪一天起变更。")
