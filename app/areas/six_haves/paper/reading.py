"""What the papers of 六有 are made of: the assessments asked for, points as printed."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from app.base.days import Period, add_years
from app.base.errors import UserError
from app.paper.model import Align, Column
from app.paper.reports import Ask
from app.store.notes import setting

from ..lists.assessments import Assessed, assessed_unions, below, read_assessments
from ..rules.conditions import plain

ALIGN = {"left": Align.LEFT, "centre": Align.CENTRE, "right": Align.RIGHT}


def points(value: int | None) -> str:
    """Hundredths as printed; empty where nothing is known."""
    return "" if value is None else plain(value)


def columns_of(columns: list[list[Any]]) -> tuple[Column, ...]:
    """Columns as a file of texts has them: head, weight, align."""
    return tuple(Column(title, weight, ALIGN[align]) for title, weight, align in columns)


def about_union(ask: Ask) -> Ask:
    """The same with the union of ``--option id=`` as the unit looked at."""
    one = ask.options.get("id")
    return replace(ask, scope=replace(ask.scope, unit=one)) if one else ask


def one_of(ask: Ask) -> Assessed:
    """The assessment of the union asked for, begun or as it would stand; without one the office's
    own.

    Raises:
        UserError: NO_RUBRIC.
    """
    union = ask.scope.unit or setting(ask.conn, "root", "")
    found = read_assessments(
        ask.conn,
        [union],
        year=ask.year,
        scope=ask.scope,
        registry=ask.registry,
        checks=ask.results,
        planned=True,
    )
    if not found:
        raise UserError(
            "NO_RUBRIC", "没有适用于这个单位的评分标准。", "请选定一个正常的基层工会或联合会。"
        )
    return found[0]


def all_of(ask: Ask) -> list[Assessed]:
    """The assessments of all unions of the scope, begun or as they would stand."""
    chosen = below(ask.conn, ask.scope.unit, ask.scope.day) if ask.scope.unit else None
    unions = assessed_unions(ask.conn, ask.scope.day, chosen)
    return read_assessments(
        ask.conn,
        unions,
        year=ask.year,
        scope=ask.scope,
        registry=ask.registry,
        checks=ask.results,
        planned=True,
    )


def lost_before(ask: Ask, union: str) -> dict[str, int]:
    """Item → points lost in last year's closed assessment of a union; empty where there is none."""
    first = add_years(ask.scope.period.first, -1)
    period = Period(first, ask.scope.period.first - timedelta(1))
    found = read_assessments(
        ask.conn,
        [union],
        year=ask.year - 1,
        scope=replace(ask.scope, day=period.last, period=period),
        registry=ask.registry,
        checks=lambda _rules, _day: (),
    )
    closed = [one for one in found if one.row is not None and one.row["self_on"] is not None]
    return {line.item.id: line.lost for one in closed for line in one.scored.lines}
