"""届 and 次 as ledgers write them: 第三届, 二, 第2次."""

from __future__ import annotations

from typing import Any

from app.base.findings import Severity
from app.base.text import read_ordinal

_FIELDS = ("ordinal", "session")
Told = tuple[str, str, Severity, str, tuple[str, ...]]


def row_check(values: dict[str, Any], originals: dict[str, str]) -> list[Told]:
    """Read what no number could be read from; see ``SheetKind.row_check``."""
    for key in _FIELDS:
        number = read_ordinal(originals.get(key, "")) if key not in values else None
        if number is not None:
            values[key] = number
            originals.pop(key)
    return []
