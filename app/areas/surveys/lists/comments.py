"""意见建议: what was said in surveys, what was answered, what was done."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, and_, func, or_, select

from app.areas.members.lists.narrowing import hex_ids
from app.areas.members.lists.queues import coded, days, within
from app.areas.organisations.lists.common import by_ids, chosen, code_filter, name_of, ordered
from app.areas.organisations.lists.names import names_of
from app.base.lists import Choice, Column, Filter, Group, How, Role, Status, Tone, View
from app.store.search import IndexPicker

from ..records import SURVEY, SURVEY_COMMENT

STATES = (
    Choice("waiting", "待答复"),
    Choice("answered", "已答复"),
    Choice("late", "逾期未办"),
    Choice("done", "已办结"),
)


def state_of(row: Mapping[Any, Any], day: date) -> Status:
    """How far a comment is, told on a day."""
    if row["done_on"] is not None and row["done_on"] <= day:
        return Status("已办结", Tone.GOOD)
    if row["due_on"] is not None and row["due_on"] < day:
        return Status("逾期未办", Tone.BAD)
    if row["reply"] is None:
        return Status("待答复", Tone.WARN)
    return Status("已答复", Tone.INFO)


def _states(view: View) -> Any:
    row, day = SURVEY_COMMENT.c, view.day
    done = func.coalesce(row.done_on <= day, False)
    late = and_(~done, func.coalesce(row.due_on < day, False))
    conditions = {
        "waiting": and_(~done, ~late, row.reply.is_(None)),
        "answered": and_(~done, ~late, row.reply.is_not(None)),
        "late": late,
        "done": done,
    }
    keys = [key for key in chosen(view, "state") if key in conditions]
    return or_(*(conditions[key] for key in keys)) if keys else None


class CommentList:
    """Comments, those that wait first."""

    key = "survey_comments"
    title = "意见建议"
    kind = SURVEY_COMMENT.name
    kinds = frozenset({SURVEY_COMMENT.name, SURVEY.name, "union_spell"})
    purpose = "这里列出评议时提出的意见建议。逐条答复，定下措施、责任人和期限，办完登记办结。"
    columns = (
        Column("text", "意见建议", 330, sortable=False),
        Column("state", "状态", 92, Role.STATUS, sortable=False),
        Column("heading", "分类", 84),
        Column("due_on", "期限", 98, Role.DAY),
        Column("responsible", "责任人", 92),
        Column("union", "工会", 180, sortable=False, shown=False),
        Column("survey", "评议", 200, sortable=False, shown=False),
        Column("reply", "答复", 240, sortable=False, shown=False),
        Column("replied_on", "答复日期", 100, Role.DAY, shown=False),
        Column("measure", "措施", 240, sortable=False, shown=False),
        Column("done_on", "办结日期", 100, Role.DAY, shown=False),
    )
    groups = (
        Group("waiting", "待答复", {"state": ("waiting",)}),
        Group("late", "逾期未办", {"state": ("late",)}),
    )

    @property
    def filters(self) -> tuple[Filter, ...]:
        """状态, 分类, 工会, 期限."""
        return (
            Filter("state", "状态", STATES, many=True),
            code_filter("heading", "分类", "comment_heading"),
            Filter("union", "工会", how=How.RECORD, source=IndexPicker("union", "工会")),
            Filter("due", "期限", how=How.PERIOD),
        )

    def ids(self, connection: Connection, view: View) -> Sequence[str]:
        """All ids in order; of surveys called off none."""
        row = SURVEY_COMMENT.c
        query = (
            select(row.id)
            .join(SURVEY, SURVEY.c.id == row.survey_id)
            .where(
                SURVEY.c.cancelled_on.is_(None),
                *within(view, SURVEY.c.union_id),
                *coded(view, {"heading": row.heading}),
                *days(view, {"due": row.due_on}),
            )
        )
        states = _states(view)
        if states is not None:
            query = query.where(states)
        for word in view.text.split():
            found = (func.instr(func.lower(c), word.lower()) > 0 for c in (row.text, row.reply))
            query = query.where(or_(*found))
        keys = ("heading", "due_on", "responsible", "replied_on", "done_on")
        order = (row.done_on.is_not(None), row.reply.is_not(None), row.due_on, SURVEY.c.year.desc(),
                 row.heading, row.id)  # fmt: skip
        query = ordered(query, view, {key: row[key] for key in keys}, order)
        return list(connection.execute(query).scalars())

    def rows(
        self, connection: Connection, ids: Sequence[str], view: View
    ) -> Sequence[Mapping[str, Any]]:
        """One page of rows in the order of ``ids``."""
        query = select(SURVEY_COMMENT, SURVEY.c.union_id, SURVEY.c.title.label("survey")).join(
            SURVEY, SURVEY.c.id == SURVEY_COMMENT.c.survey_id
        )
        found = by_ids(connection, query, SURVEY_COMMENT.c.id, hex_ids(ids))
        names = names_of(connection, "union", (r["union_id"] for r in found.values()), view.day)
        return [
            {
                **found[i],
                "heading": name_of("comment_heading", found[i]["heading"]),
                "union": names.get(found[i]["union_id"], ""),
                "state": state_of(found[i], view.day),
            }
            for i in ids
            if i in found
        ]


COMMENTS = CommentList()
