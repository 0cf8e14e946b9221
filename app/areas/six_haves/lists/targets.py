"""年度目标: goals of a year with how far they are, from the registry of figures."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, select

from app.areas.members.lists.queues import within
from app.areas.organisations.lists.names import names_of
from app.base.days import Period
from app.base.lists import Column, Filter, Role, Status, Tone, View
from app.figures.engine import evaluate
from app.figures.registry import Figure, Registry, Scope
from app.store.notes import setting

from ..records import TARGET
from ..rules.conditions import HUNDRED, plain
from .overview import YEARS, year_of


def read_target(connection: Connection, record: str) -> Mapping[Any, Any] | None:
    """One goal."""
    row = connection.execute(select(TARGET).where(TARGET.c.id == record)).mappings().first()
    return dict(row) if row is not None else None


def said(registry: Registry, code: str, value: int | None) -> str:
    """A goal, or what was reached, as printed: rates are kept in hundredths of a percent."""
    if value is None:
        return ""
    thing = registry.get(code)
    return f"{value:,}{thing.unit}" if isinstance(thing, Figure) else f"{plain(value)}%"


def reached(
    connection: Connection, registry: Registry, row: Mapping[Any, Any], day: date
) -> int | None:
    """The figure of a goal as of a day, with all that is below the union; kept like the goal."""
    year = row["year"]
    period = Period(date(year, 1, 1), date(year, 12, 31))
    opening = setting(connection, "opening")
    scope = Scope(
        min(day, period.last), period, row["union_id"],
        date.fromisoformat(opening) if opening else None,
    )  # fmt: skip
    value = evaluate(connection, registry, [row["code"]], scope)[row["code"]]
    if value.value is None:
        return None
    if value.denominator:
        top, below = int(value.numerator or 0), value.denominator
        return (2 * top * HUNDRED * HUNDRED + below) // (2 * below)
    return int(value.value)


def progress(goal: int, now: int | None) -> Status:
    """How far a goal is, in percent."""
    if now is None:
        return Status("没有数据", Tone.IDLE)
    if now >= goal:
        return Status("已完成", Tone.GOOD)
    return Status(f"完成 {now * 100 // goal}%" if goal else "已完成", Tone.WARN)


class TargetList:
    """Goals of a year.

    Args:
        registry: gives the figures of all areas.
    """

    key = "six_targets"
    title = "年度目标"
    kind = TARGET.name
    kinds = frozenset({TARGET.name, "union_spell", "unions", "membership", "reading"})
    purpose = "给一个工会定一项指标的年度目标，这里随时显示完成了多少。"
    filters = (Filter("year", "年度", YEARS, every="本年"),)
    columns = (
        Column("union", "工会", 190, sortable=False),
        Column("figure", "指标", 190, sortable=False),
        Column("goal", "目标", 80, Role.RATE, sortable=False),
        Column("now", "现在", 80, Role.RATE, sortable=False),
        Column("progress", "进度", 100, Role.STATUS, sortable=False),
        Column("code", "编号", 70, Role.CODE, shown=False, sortable=False),
    )

    def __init__(self, registry: Callable[[], Registry]) -> None:
        self._registry = registry

    def ids(self, connection: Connection, view: View) -> Sequence[str]:
        """Ids by union and figure."""
        query = select(TARGET.c.id, TARGET.c.union_id, TARGET.c.code).where(
            TARGET.c.year == year_of(view), *within(view, TARGET.c.union_id)
        )
        rows = connection.execute(query).all()
        names = names_of(connection, "union", (row.union_id for row in rows), view.day)
        registry = self._registry()
        found = [
            (names.get(row.union_id, ""), row.code, row.id)
            for row in rows
            if all(
                word in names.get(row.union_id, "") or word in registry.get(row.code).title
                for word in view.text.split()
            )
        ]
        return [one for _name, _code, one in sorted(found)]

    def rows(
        self, connection: Connection, ids: Sequence[str], view: View
    ) -> Sequence[Mapping[str, Any]]:
        """One page of rows."""
        registry, found = self._registry(), []
        for one in ids:
            row = read_target(connection, one)
            if row is None:
                continue
            names = names_of(connection, "union", [row["union_id"]], view.day)
            now = reached(connection, registry, row, view.day)
            found.append({
                "id": one, "union": names.get(row["union_id"], ""), "code": row["code"],
                "figure": registry.get(row["code"]).title,
                "goal": said(registry, row["code"], row["value"]),
                "now": said(registry, row["code"], now),
                "progress": progress(row["value"], now),
            })  # fmt: skip
        return found
