"""The act that takes in a workbook of activities: one entry, taken back row by row."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection

from app.store.incoming import Incoming, end_import, rows_in
from app.store.work import Work, act

from .activities import edit_activity, plan_activity, record_activity
from .common import is_congress
from .congresses import add_resolution, edit_congress, plan_congress, record_congress


@dataclass(frozen=True, slots=True)
class ActivityRow:
    """One row of a workbook as it goes in.

    Attributes:
        part: number of the row.
        id: the activity that is filled in; None for a new one.
        head: union_id and kind of a new one.
        values: fields of the activity; congress: of what stands beside it.
        resolutions: titles of decisions that are new.
    """

    part: int
    id: str | None = None
    head: Mapping[str, Any] = field(default_factory=dict)
    values: Mapping[str, Any] = field(default_factory=dict)
    congress: Mapping[str, Any] = field(default_factory=dict)
    resolutions: tuple[str, ...] = ()


@act("five_ones.import", "导入活动台账")
def import_activities(
    work: Work,
    make_rows: Callable[[Connection], Iterable[ActivityRow]],
    *,
    incoming: Incoming,
) -> dict[str, Any]:
    """Activities of a workbook.

    Args:
        make_rows: judges the rows against the data inside this transaction.
        incoming: the workbook.

    Returns:
        ``batch``, and how many ``activities`` are new and ``changed``. Nothing is noted if nothing
        is done.
    """
    new = changed = 0
    for row in rows_in(work, make_rows):
        if row.id is None:
            _add(work, row)
            new += 1
        else:
            _fill(work, row.id, row)
            changed += 1
    return end_import(work, incoming, {"activities": new, "changed": changed})


def _add(work: Work, row: ActivityRow) -> None:
    held = row.values.get("held_on") is not None
    if is_congress(row.head["kind"]):
        whole = {**row.head, **row.values, "congress": row.congress}
        made = (record_congress if held else plan_congress)(work, **whole)
        for title in row.resolutions:
            add_resolution(work, made, title=title)
        return
    (record_activity if held else plan_activity)(work, **row.head, **row.values)


def _fill(work: Work, activity_id: str, row: ActivityRow) -> None:
    if row.congress:
        edit_congress(work, activity_id, values=row.values, congress=row.congress)
    elif row.values:
        edit_activity(work, activity_id, **row.values)
    for title in row.resolutions:
        add_resolution(work, activity_id, title=title)
