"""What is not filled in, as rows. Called on a reader."""

from __future__ import annotations

from datetime import date
from typing import Any

from app.desk.rows import Row

from ..checks import completeness


def read_missing(connection: Any, day: date, kind: str, field: str) -> tuple[list[Row], str]:
    """What is not filled in, one row a record and field; and how complete the whole is."""
    whole = completeness(connection, day)
    rows = []
    for one in whole.missing:
        if (not kind or one.kind == kind) and (not field or one.field == field):
            word = {"union": "工会", "employer": "单位", "place": "地点"}.get(one.kind, "")
            rows.append(
                Row(f"{one.id}:{one.field}", one.title, f"{word}　没有填：{one.label}", data=one)
            )
    said = "" if whole.percent is None else f"资料完整率 {whole.percent}%，缺 {len(rows):,} 项"
    return rows, said
