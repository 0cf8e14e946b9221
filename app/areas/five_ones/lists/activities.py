"""活动: everything that unions planned and held."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, Select, and_, func, or_, select

from app.areas.members.lists.narrowing import hex_ids, period
from app.areas.organisations.bases import subtree
from app.areas.organisations.lists.common import by_ids, chosen, code_filter, name_of, ordered
from app.areas.organisations.lists.names import names_of
from app.base.codes import code_list
from app.base.lists import Choice, Column, Filter, How, Role, Status, Tone, View
from app.figures.registry import Scope
from app.store import evidence
from app.store.evidence import EVIDENCE

from ..records import ACTIVITY, CONGRESS

STATES = (
    Choice("planned", "已计划"),
    Choice("late", "计划已过期"),
    Choice("held", "已开展"),
    Choice("unproved", "没有材料"),
    Choice("cancelled", "已取消"),
)
_DAY = func.coalesce(ACTIVITY.c.held_on, ACTIVITY.c.planned_on)


def state_of(row: Mapping[Any, Any], proofs: int, day: date) -> Status:
    """How far an activity is, told on a day."""
    if row["cancelled_on"] is not None:
        return Status("已取消", Tone.IDLE)
    if row["held_on"] is None:
        late = row["planned_on"] is not None and row["planned_on"] < day
        return Status("计划已过期", Tone.WARN) if late else Status("已计划", Tone.INFO)
    return Status("已开展", Tone.GOOD) if proofs else Status("没有材料", Tone.WARN)


class ActivityList:
    """Activities of every kind, the newest first."""

    key = "activities"
    title = "活动"
    kind = "activity"
    kinds = frozenset({ACTIVITY.name, CONGRESS.name, "evidence", "unions", "union_spell"})
    purpose = (
        "这里列出各工会计划和开展的活动：两个大会、劳动竞赛、文体活动、培训、公开、例会。"
        "先排计划，开展以后登记人数、添加材料。"
    )
    filters = (
        code_filter("kind", "种类", "activity_kind"),
        Filter("state", "状态", STATES, many=True),
        Filter("day", "日期", how=How.PERIOD),
    )
    columns = (
        Column("title", "名称", 160),
        Column("day", "日期", 96, Role.DAY),
        Column("union", "工会", 148, sortable=False),
        Column("kind", "种类", 96),
        Column("state", "状态", 96, Role.STATUS, sortable=False),
        Column("people", "人数", 56, Role.COUNT, sortable=False,
               help="大会是实到人数"),
        Column("proofs", "材料", 52, Role.COUNT, sortable=False, help="证明材料的份数"),
        Column("category", "类别", 110, shown=False),
        Column("until", "结束", 100, Role.DAY, shown=False),
        Column("women", "女职工", 80, Role.COUNT, shown=False),
        Column("units", "参加单位", 84, Role.COUNT, shown=False),
        Column("place", "地点", 160, shown=False),
        Column("host", "主办", 160, shown=False),
        Column("budget", "预算（元）", 110, Role.MONEY, shown=False),
        Column("spent", "支出（元）", 110, Role.MONEY, shown=False),
        Column("effect", "效果", 240, shown=False, sortable=False),
        Column("note", "备注", 200, shown=False, sortable=False),
    )  # fmt: skip

    def _query(self, view: View) -> Select[Any]:
        row, day = ACTIVITY.c, view.day
        query = select(row.id).outerjoin(CONGRESS, CONGRESS.c.activity_id == row.id)
        if view.unit is not None:
            below = subtree(Scope(day, period=None, unit=view.unit))  # type: ignore[arg-type]
            query = query.where(row.union_id.in_(select(below.c.id)))
        if keys := chosen(view, "kind"):
            query = query.where(row.kind.in_(keys))
        if keys := chosen(view, "union"):
            query = query.where(row.union_id.in_(hex_ids(keys)))
        if keys := chosen(view, "day"):
            query = query.where(period(_DAY, keys))
        if keys := chosen(view, "state"):
            proved = select(EVIDENCE.c.owner_id).where(EVIDENCE.c.owner_kind == ACTIVITY.name)
            waits = and_(row.held_on.is_(None), row.cancelled_on.is_(None))
            states = {
                "planned": and_(waits, row.planned_on >= day),
                "late": and_(waits, row.planned_on < day),
                "held": row.held_on.is_not(None),
                "unproved": and_(row.held_on.is_not(None), row.id.not_in(proved)),
                "cancelled": row.cancelled_on.is_not(None),
            }
            query = query.where(or_(*(states[key] for key in keys if key in states)))
        for word in view.text.split():
            found = [func.instr(func.lower(row[c]), word.lower()) > 0
                     for c in ("title", "place", "host", "note")]  # fmt: skip
            query = query.where(or_(*found))
        return query

    def ids(self, connection: Connection, view: View) -> Sequence[str]:
        """All ids in order."""
        row = ACTIVITY.c
        columns = {"day": _DAY, **{k: row[k] for k in ("kind", "title", "category", "until",
                   "women", "units", "place", "host", "budget", "spent")}}  # fmt: skip
        query = ordered(self._query(view), view, columns, (_DAY.desc(), row.id))
        return list(connection.execute(query).scalars())

    def rows(
        self, connection: Connection, ids: Sequence[str], view: View
    ) -> Sequence[Mapping[str, Any]]:
        """One page of rows in the order of ``ids``."""
        query = select(ACTIVITY, CONGRESS.c.present).outerjoin(
            CONGRESS, CONGRESS.c.activity_id == ACTIVITY.c.id
        )
        found = by_ids(connection, query, ACTIVITY.c.id, hex_ids(ids))
        names = names_of(connection, "union", (r["union_id"] for r in found.values()), view.day)
        proofs = evidence.kinds_of(connection, ACTIVITY.name, list(found))
        return [
            shown_row(found[i], names, sum(proofs.get(i, {}).values()), view.day)
            for i in ids
            if i in found
        ]


def shown_row(
    row: Mapping[str, Any], names: Mapping[str, str], proofs: int, day: date
) -> dict[str, Any]:
    """An activity as the list shows it."""
    kind = code_list("activity_kind")[row["kind"]]
    categories = str(kind.flags.get("categories", ""))
    return {
        **row,
        "day": row["held_on"] or row["planned_on"],
        "union": names.get(row["union_id"], ""),
        "kind": kind.name,
        "category": name_of(categories, row["category"]) if categories else "",
        "state": state_of(row, proofs, day),
        "people": row["present"] if row["present"] is not None else row["participants"],
        "proofs": proofs or None,
    }


ACTIVITIES = ActivityList()
