"""年度目标: goals of a year with how far they are, from the registry of figures."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import Connection, select

from app.areas.organisations.lists.common import chosen
from app.base.lists import Choice, Column, Filter, Role, Status, Tone, View
from app.figures.registry import Registry

from ..records import TARGET
from ..rules.goals import PACES, Pace
from .goal_figures import said, short_of, title_of
from .goals import Goal, Goals, read_goals
from .overview import YEARS, year_of

TONES: Mapping[Pace, Tone] = {
    Pace.REACHED: Tone.GOOD,
    Pace.IN_STEP: Tone.INFO,
    Pace.BEHIND: Tone.WARN,
    Pace.NO_DATA: Tone.IDLE,
}


def read_target(connection: Connection, record: str) -> Mapping[Any, Any] | None:
    """One goal."""
    row = connection.execute(select(TARGET).where(TARGET.c.id == record)).mappings().first()
    return dict(row) if row is not None else None


def read_goal(
    connection: Connection, registry: Registry, record: str, day: date
) -> tuple[Goals, Goal] | None:
    """One goal with what stands as of a day."""
    row = read_target(connection, record)
    if row is None:
        return None
    goals = read_goals(connection, registry, year=row["year"], day=day, ids={record})
    return goals, goals.found[0]


def progress(goal: Goal) -> Status:
    """How far a goal is, in percent."""
    word = PACES[goal.pace]
    if goal.pace in (Pace.REACHED, Pace.NO_DATA):
        return Status(word, TONES[goal.pace])
    return Status(f"{word} {goal.done}%", TONES[goal.pace])


class TargetList:
    """Goals of a year.

    Args:
        registry: gives the figures of all areas.
    """

    key = "six_targets"
    title = "年度目标"
    kind = TARGET.name
    kinds = frozenset({TARGET.name, "union_spell", "unions", "membership", "reading"})
    purpose = (
        "给各个工会定一年的目标，这里随时显示完成了多少。先在“目标表”里选指标、填数，"
        "也可以导入工作簿，或复制上年的目标。"
    )
    filters = (
        Filter("year", "年度", (Choice("-1", "下年"), *YEARS), every="本年"),
        Filter("pace", "进度", tuple(Choice(one.value, word) for one, word in PACES.items()), True),
    )
    columns = (
        Column("union", "工会", 184, sortable=False),
        Column("figure", "指标", 176, sortable=False),
        Column("goal", "目标", 80, Role.RATE, sortable=False),
        Column("now", "现在", 80, Role.RATE, sortable=False),
        Column("progress", "进度", 118, Role.STATUS, sortable=False,
               help="落后：完成的百分比低于全年已过的百分比"),
        Column("missing", "还差", 80, Role.RATE, shown=False, sortable=False),
        Column("code", "编号", 70, Role.CODE, shown=False, sortable=False),
        Column("note", "备注", 160, shown=False, sortable=False),
    )  # fmt: skip

    def __init__(self, registry: Callable[[], Registry]) -> None:
        self._registry = registry

    @property
    def registry(self) -> Registry:
        """The figures of all areas."""
        return self._registry()

    def goals(
        self,
        connection: Connection,
        view: View,
        ids: Sequence[str] | None = None,
        *,
        counted: bool = True,
    ) -> Goals:
        """Those that the list shows, or only these records."""
        registry, year = self._registry(), year_of(view)
        if ids is not None:
            return read_goals(connection, registry, year=year, day=view.day, ids=set(ids))
        paces, words = chosen(view, "pace"), view.text.split()
        found = read_goals(
            connection, registry, year=year, day=view.day, unit=view.unit,
            counted=counted or bool(paces),
        )  # fmt: skip
        return replace(found, found=[
            goal
            for goal in found.found
            if (not paces or goal.pace in paces)
            and all(word in goal.union or word in title_of(registry, goal.code) for word in words)
        ])  # fmt: skip

    def ids(self, connection: Connection, view: View) -> Sequence[str]:
        """Ids by union and figure."""
        return [goal.id for goal in self.goals(connection, view, counted=False).found]

    def rows(
        self, connection: Connection, ids: Sequence[str], view: View
    ) -> Sequence[Mapping[str, Any]]:
        """One page of rows."""
        registry = self._registry()
        found = {
            goal.id: {
                "id": goal.id,
                "union": goal.union,
                "code": goal.code,
                "figure": title_of(registry, goal.code),
                "goal": said(registry, goal.code, goal.value),
                "now": said(registry, goal.code, goal.now),
                "progress": progress(goal),
                "missing": short_of(registry, goal.code, goal.missing),
                "note": goal.note,
            }
            for goal in self.goals(connection, view, ids).found
        }
        return [found[one] for one in ids if one in found]
