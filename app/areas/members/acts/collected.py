"""The act that takes in a workbook of applications: one entry, taken back row by row."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from sqlalchemy import Connection

from app.store.incoming import Incoming, end_import
from app.store.work import Work, act

from .applications import apply


@act("members.import_applications", "导入入会申请")
def import_applications(
    work: Work,
    make_rows: Callable[[Connection], Iterable[tuple[int, Mapping[str, Any]]]],
    *,
    received_on: date,
    incoming: Incoming,
) -> dict[str, Any]:
    """Applications of a workbook into the queue.

    Args:
        make_rows: judges the rows against the data inside this transaction; gives (number of the
            row, values of ``apply``) of those that go in.
        received_on: the day they came.
        incoming: the workbook.

    Returns:
        ``batch`` and how many ``applications`` there are now more. Nothing is noted if none is.
    """
    work.start_batch()
    done = 0
    for part, values in make_rows(work.conn):
        work.part = part
        apply(work, received_on=received_on, **values)
        done += 1
    return end_import(work, incoming, {"applications": done})
