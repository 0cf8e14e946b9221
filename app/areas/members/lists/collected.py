"""Applications that are there already, for those that come in a workbook."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy import Connection, select

from app.store.work import in_parts

from ..records import APPLICATION


def applications_of(
    conn: Connection, numbers: Collection[str], phones: Collection[str]
) -> dict[tuple[str, str], list[Any]]:
    """Applications, decided or not, by (``number``, document number) and (``phone``, phone)."""
    found: dict[tuple[str, str], list[Any]] = {}
    for key, wanted in (("number", numbers), ("phone", phones)):
        for part in in_parts(wanted):
            query = select(APPLICATION).where(APPLICATION.c[key].in_(part))
            for row in conn.execute(query.order_by(APPLICATION.c.id)).mappings():
                found.setdefault((key, row[key]), []).append(row)
    return found
