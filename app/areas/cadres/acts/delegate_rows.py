"""The act that takes in a workbook of delegates: one entry, taken back row by row."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection

from app.store.incoming import Incoming, end_import, rows_in
from app.store.work import Work, act

from ..records import DELEGATION
from .delegates import NUMBERS, add_delegate, edit_delegate, edit_delegation, start_delegation


@dataclass(frozen=True, slots=True)
class DelegateRow:
    """One delegate of a row.

    Attributes:
        part: number of the row.
        union_id, kind: whose delegate, of which congress.
        id: the delegate that is filled in; None for a new one.
        delegation_id: the present 届; None: one without a beginning is entered.
        who: the person of the register, if she is one.
        values: further fields.
    """

    part: int
    union_id: str
    kind: str
    id: str | None = None
    delegation_id: str | None = None
    who: str | None = None
    values: Mapping[str, Any] = field(default_factory=dict)


@act("cadres.import_delegates", "导入代表名册")
def import_delegates(
    work: Work,
    make_rows: Callable[[Connection], Iterable[DelegateRow]],
    *,
    incoming: Incoming,
) -> dict[str, Any]:
    """Delegates of a workbook. A 届 whose numbers were reported is counted from its list then.

    Args:
        make_rows: judges the rows against the data inside this transaction.
        incoming: the workbook.

    Returns:
        ``batch``, and how many ``delegates`` are new and ``changed``.
    """
    made: dict[tuple[str, str], str] = {}
    new = changed = 0
    for row in rows_in(work, make_rows):
        if row.id is not None:
            edit_delegate(work, row.id, **row.values)
            changed += 1
            continue
        key = (row.union_id, row.kind)
        of = made.get(key) or row.delegation_id
        if of is None:
            of = start_delegation(
                work, union_id=row.union_id, kind=row.kind, since=None, listed=True
            )
        made[key] = _listed(work, of)
        add_delegate(work, of, who=row.who, **row.values)
        new += 1
    return end_import(work, incoming, {"delegates": new, "changed": changed})


def _listed(work: Work, delegation_id: str) -> str:
    if not work.row(DELEGATION, delegation_id)["listed"]:
        edit_delegation(work, delegation_id, listed=True, **dict.fromkeys(NUMBERS))
    return delegation_id
