"""Acts on 年度目标: set, changed and taken away, by hand or from a workbook."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from app.base.errors import UserError
from app.store.incoming import Incoming, end_import, rows_in
from app.store.work import Work, act

from ..records import TARGET, UNION

Key = tuple[str, str]
"""(union, code of a figure or rate): what a goal of a year is known by."""


@dataclass(frozen=True, slots=True)
class TargetRow:
    """One row of a workbook as it goes in.

    Attributes:
        part: number of the row.
        value: the goal; None: it stays.
        note: None: it stays.
    """

    part: int
    year: int
    key: Key
    value: int | None = None
    note: str | None = None


@act("six_haves.set_targets", "下达年度目标")
def set_targets(
    work: Work,
    /,
    *,
    year: int,
    targets: Mapping[Key, int | None],
    notes: Mapping[Key, str | None] | None = None,
) -> int:
    """Goals of a year.

    Args:
        targets: (union, code of a figure or rate) → the goal; rates in hundredths of a percent;
            None takes a goal away.
        notes: of goals that are there, or are set here.

    Returns:
        How many were set, changed or taken away.

    Raises:
        UserError: VALUE: below 0.
    """
    there = _there(work, year)
    done = sum(_set(work, there, year, key, value) for key, value in targets.items())
    for key, note in (notes or {}).items():
        row = there.get(key)
        if row is not None and (note or None) != row["note"]:
            work.update(TARGET, row["id"], note=note or None)
            done += targets.get(key) is None
    return done


@act("six_haves.import_targets", "导入年度目标")
def import_targets(
    work: Work,
    make_rows: Callable[[Connection], Iterable[TargetRow]],
    *,
    incoming: Incoming,
) -> dict[str, Any]:
    """Goals of a workbook.

    Args:
        make_rows: judges the rows against the data inside this transaction.
        incoming: the workbook.

    Returns:
        ``batch``, how many ``targets`` are new and how many ``changed``. Nothing is noted if
        nothing is done.
    """
    years: dict[int, dict[Key, dict[str, Any]]] = {}
    new = changed = 0
    for row in rows_in(work, make_rows):
        if row.year not in years:
            years[row.year] = _there(work, row.year)
        there = years[row.year]
        new, changed = (new, changed + 1) if row.key in there else (new + 1, changed)
        if row.value is not None:
            _set(work, there, row.year, row.key, row.value)
        if row.note is not None:
            work.update(TARGET, there[row.key]["id"], note=row.note)
    return end_import(work, incoming, {"targets": new, "changed": changed})


def _there(work: Work, year: int) -> dict[Key, dict[str, Any]]:
    rows = work.rows(select(TARGET).where(TARGET.c.year == year))
    return {(row["union_id"], row["code"]): dict(row) for row in rows}


def _set(
    work: Work, there: dict[Key, dict[str, Any]], year: int, key: Key, value: int | None
) -> bool:
    """Set one goal; whether anything changed."""
    known = there.get(key)
    if value is not None and value < 0:
        raise UserError("VALUE", "目标不能小于0。")
    if known is None and value is None:
        return False
    if known is None:
        union, code = key
        work.row(UNION, union)
        made = work.insert(TARGET, union_id=union, year=year, code=code, value=value)
        there[key] = {"id": made, "value": value, "note": None}
        return True
    if value is None:
        work.delete(TARGET, known["id"])
        del there[key]
        return True
    if value == known["value"]:
        return False
    work.update(TARGET, known["id"], value=value)
    known["value"] = value
    return True
