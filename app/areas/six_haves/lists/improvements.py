"""整改: everything that is to be done about lost points, of all unions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, Select, func, or_, select

from app.areas.members.lists.narrowing import hex_ids
from app.areas.members.lists.queues import days, within
from app.areas.organisations.lists.common import by_ids, chosen, ordered
from app.areas.organisations.lists.names import names_of
from app.base.lists import Choice, Column, Filter, Group, How, Role, Status, Tone, View

from ..records import ASSESSMENT, IMPROVEMENT

STATES = (
    Choice("open", "整改中"),
    Choice("late", "已逾期"),
    Choice("done", "已完成"),
)


def state_of(row: Mapping[Any, Any], day: date) -> Status:
    """How far an improvement is, told on a day."""
    if row["done_on"] is not None and row["done_on"] <= day:
        return Status("已完成", Tone.GOOD)
    if row["due_on"] is not None and row["due_on"] < day:
        return Status("已逾期", Tone.BAD)
    return Status("整改中", Tone.WARN)


class ImprovementList:
    """Improvements, those that are late first."""

    key = "six_improving"
    title = "整改"
    kind = IMPROVEMENT.name
    kinds = frozenset({IMPROVEMENT.name, ASSESSMENT.name, "union_spell"})
    purpose = (
        "这里列出失分项的整改事项：措施、责任人、期限和完成情况。"
        "在一个工会的「整改」栏里，失分项点一下就生成一条。"
    )
    columns = (
        Column("union", "工会", 160, sortable=False),
        Column("item", "评分项", 62),
        Column("measure", "整改措施", 224, sortable=False),
        Column("state", "状态", 86, Role.STATUS, sortable=False),
        Column("due_on", "完成期限", 98, Role.DAY),
        Column("responsible", "责任人", 86),
        Column("year", "年度", 60, shown=False),
        Column("cause", "原因", 220, shown=False, sortable=False),
        Column("done_on", "完成日期", 98, Role.DAY, shown=False),
        Column("result", "完成情况", 220, shown=False, sortable=False),
    )
    filters = (
        Filter("state", "状态", STATES, many=True),
        Filter("due", "期限", how=How.PERIOD),
    )
    groups = (
        Group("open", "没有完成", {"state": ("open", "late")}),
        Group("late", "已逾期", {"state": ("late",)}),
    )

    def ids(self, connection: Connection, view: View) -> Sequence[str]:
        """All ids in order."""
        row = IMPROVEMENT.c
        query = (
            select(row.id)
            .join(ASSESSMENT, ASSESSMENT.c.id == row.assessment_id)
            .where(*within(view, ASSESSMENT.c.union_id), *days(view, {"due": row.due_on}))
        )
        query = _in_states(query, view)
        for word in view.text.split():
            query = query.where(
                or_(*(func.instr(c, word) > 0 for c in (row.measure, row.responsible, row.cause)))
            )
        keys = {key: row[key] for key in ("item", "due_on", "responsible", "done_on")}
        order = (row.done_on.is_not(None), row.due_on.is_(None), row.due_on, row.item, row.id)
        query = ordered(query, view, {**keys, "year": ASSESSMENT.c.year}, order)
        return list(connection.execute(query).scalars())

    def rows(
        self, connection: Connection, ids: Sequence[str], view: View
    ) -> Sequence[Mapping[str, Any]]:
        """One page of rows in the order of ``ids``."""
        query = select(IMPROVEMENT, ASSESSMENT.c.union_id, ASSESSMENT.c.year).join(
            ASSESSMENT, ASSESSMENT.c.id == IMPROVEMENT.c.assessment_id
        )
        found = by_ids(connection, query, IMPROVEMENT.c.id, hex_ids(ids))
        names = names_of(connection, "union", (r["union_id"] for r in found.values()), view.day)
        return [
            {
                **found[one],
                "year": str(found[one]["year"]),
                "union": names.get(found[one]["union_id"], ""),
                "state": state_of(found[one], view.day),
            }
            for one in ids
            if one in found
        ]


def improvement_row(connection: Connection, record: str) -> Mapping[Any, Any] | None:
    """One improvement with the union and year of its assessment."""
    query = (
        select(IMPROVEMENT, ASSESSMENT.c.union_id, ASSESSMENT.c.year)
        .join(ASSESSMENT, ASSESSMENT.c.id == IMPROVEMENT.c.assessment_id)
        .where(IMPROVEMENT.c.id == record)
    )
    row = connection.execute(query).mappings().first()
    return dict(row) if row is not None else None


def _in_states(query: Select[Any], view: View) -> Select[Any]:
    row, day = IMPROVEMENT.c, view.day
    done = func.coalesce(row.done_on <= day, False)
    late = ~done & func.coalesce(row.due_on < day, False)
    conditions = {"done": done, "late": late, "open": ~done & ~late}
    keys = [key for key in chosen(view, "state") if key in conditions]
    return query.where(or_(*(conditions[key] for key in keys))) if keys else query


IMPROVEMENTS = ImprovementList()
