"""What is not filled in, and the records behind a figure, as rows. Called on a reader."""

from __future__ import annotations

from datetime import date
from typing import Any

from app.desk.rows import Row

from ..checks import completeness
from ..lists.names import names_of
from .reading import registry, scope_of


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


def read_figure(connection: Any, code: str, day: date, unit: str | None) -> tuple[list[Row], str]:
    """The records behind a figure (for a rate those of numerator and denominator)."""
    from app.base.home import Target
    from app.figures.engine import evaluate, records

    known = registry()
    if code not in known.figures and code not in known.rates:
        return [], ""
    scope = scope_of(connection, unit, day)
    rate = known.rates.get(code)
    codes = [rate.numerator, rate.denominator] if rate else [code]
    value = evaluate(connection, known, [code, *codes], scope)
    rows: list[Row] = []
    for one in codes:
        figure = known.figures[one]
        for n, found in enumerate(records(connection, known, one, scope)):
            title = found.title
            if not title and found.id:
                title = names_of(connection, found.kind, [found.id]).get(found.id, "")
            note = figure.title if rate else ("填报数" if found.source == "reported" else "")
            target = Target("organisations", found.kind, found.id)
            shown = f"{found.value:,} {figure.unit}"
            rows.append(Row(f"{one}:{n}:{found.id}", title, note, value=shown, target=target))
    known_value = value[code].value
    said = "" if known_value is None else f"{known.get(code).title}：{known_value:,}"
    if rate and known_value is not None:
        said = f"{rate.title}：{value[rate.numerator].value} / {value[rate.denominator].value}"
    return rows, said
