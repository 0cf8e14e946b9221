"""Reads that several parts of one look at the workspace need, made once."""

from __future__ import annotations

import weakref
from collections.abc import Callable, Hashable
from typing import TypeVar

from sqlalchemy import Connection

T = TypeVar("T")
_PLACE = "once"


def once(conn: Connection, key: Hashable, read: Callable[[], T]) -> T:
    """What ``read`` gives; asked again in the same transaction, and nothing written since, what it
    gave then.

    Args:
        key: names the read with all it depends on besides the records.
    """
    present = conn.get_transaction()
    if present is None:
        return read()
    changes = conn.connection.driver_connection.total_changes  # type: ignore[union-attr]
    kept = conn.info.get(_PLACE)
    if kept is None or kept[0]() is not present or kept[1] != changes:
        kept = conn.info[_PLACE] = (weakref.ref(present), changes, {})
    found: dict[Hashable, T] = kept[2]
    if key not in found:
        found[key] = read()
    return found[key]
