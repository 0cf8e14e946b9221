"""The act that takes in a workbook of contracts: one entry, taken back row by row."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection

from app.store.incoming import Incoming, end_import, rows_in
from app.store.work import Work, act

from .contracts import Cover, add_contract, cover_employers, edit_contract


@dataclass(frozen=True, slots=True)
class ContractRow:
    """One row of a workbook as it goes in.

    Attributes:
        part: number of the row.
        id: the contract that is filled in; None for a new one.
        follows: number of the row that makes the contract, where several rows are one.
        head: union_id, kind, scope and title of a new one.
        values: further columns of the contract.
        covers: employers that are covered besides those there.
    """

    part: int
    id: str | None = None
    follows: int | None = None
    head: Mapping[str, Any] = field(default_factory=dict)
    values: Mapping[str, Any] = field(default_factory=dict)
    covers: tuple[Cover, ...] = ()


@act("five_ones.import_contracts", "导入集体合同台账")
def import_contracts(
    work: Work,
    make_rows: Callable[[Connection], Iterable[ContractRow]],
    *,
    incoming: Incoming,
) -> dict[str, Any]:
    """Contracts of a workbook.

    Args:
        make_rows: judges the rows against the data inside this transaction.
        incoming: the workbook.

    Returns:
        ``batch``, and how many ``contracts`` are new and ``changed``. Nothing is noted if nothing
        is done.
    """
    made: dict[int, str] = {}
    new = changed = 0
    for row in rows_in(work, make_rows):
        known = made.get(row.follows) if row.follows is not None else row.id
        if known is None:
            made[row.part] = add_contract(work, **row.head, **row.values, covers=row.covers)
            new += 1
            continue
        if row.values:
            edit_contract(work, known, **row.values)
        if row.covers:
            cover_employers(work, known, covers=row.covers)
        changed += 1
    return end_import(work, incoming, {"contracts": new, "changed": changed})
