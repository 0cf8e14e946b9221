"""选举: founding, renewal, by-elections and recalls of the office's unions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, false, or_, select

from app.areas.members.lists.narrowing import hex_ids
from app.areas.members.lists.queues import coded, in_order, within
from app.areas.members.lists.queues import days as in_days
from app.areas.organisations.lists.common import chosen, code_filter, name_of, ordered
from app.areas.organisations.records import UNION_SPELL
from app.base.lists import Choice, Column, Filter, Group, How, Role, Status, Tone, View
from app.rules.office import rule_book
from app.store.meta import on_day

from ..records import ELECTION
from ..rules.counting import Outcome
from ..rules.renewal import State, Step
from .votes import Whole, whole_elections

_STATES = (
    Choice("open", "进行中"),
    Choice("held", "已选举未批复"),
    Choice("done", "已批复"),
    Choice("cancelled", "已取消"),
)
_WAYS = {"assembly": "会员大会", "delegates": "会员代表大会"}


class ElectionList:
    """Elections, those that run first, then the newest."""

    key = "elections"
    title = "选举和换届"
    kind = "election"
    kinds = frozenset({"election", "ballot", "candidate", "post", "term", "union_spell"})
    purpose = "这里登记建会、换届、补选、罢免的选举：按日程一步步办，录入计票，程序算出谁当选。"
    columns = (
        Column("union", "工会", 230),
        Column("kind", "种类", 64),
        Column("ordinal", "届次", 60, Role.COUNT),
        Column("state", "进度", 132, Role.STATUS, sortable=False),
        Column("next", "下一步", 190, sortable=False),
        Column("next_due", "应在", 100, Role.DAY, sortable=False),
        Column("meeting_on", "大会日期", 100, Role.DAY, help="还没召开的是计划日期"),
        Column("way", "大会形式", 110, sortable=False),
        Column("due", "应到", 64, Role.COUNT, sortable=False),
        Column("present", "实到", 64, Role.COUNT, sortable=False),
        Column("elected", "当选", 64, Role.COUNT, sortable=False),
        Column("result", "选举结果", 150, sortable=False),
        Column("reported_on", "结果上报", 100, Role.DAY, shown=False),
        Column("replied_on", "批复日期", 100, Role.DAY, shown=False),
        Column("reply_doc_no", "批复文号", 150, shown=False),
        Column("note", "备注", 160, shown=False, sortable=False),
    )
    groups = (
        Group("open", "正在办理", {"state": ("open", "held")}),
        Group("late", "有工作过期", {"late": "yes"}),
    )

    @property
    def filters(self) -> tuple[Filter, ...]:
        """种类, 进度, 过期, 大会日期."""
        return (
            code_filter("kind", "种类", "election_kind"),
            Filter("state", "进度", _STATES, many=True),
            Filter("late", "日程", (Choice("yes", "有工作过期"),)),
            Filter("meeting", "大会日期", how=How.PERIOD),
        )

    def ids(self, connection: Connection, view: View) -> Sequence[str]:
        """All ids in order."""
        row = ELECTION.c
        spell = UNION_SPELL
        query = (
            select(row.id)
            .outerjoin(spell, (spell.c.union_id == row.union_id) & on_day(spell, view.day))
            .where(
                *within(view, row.union_id),
                *coded(view, {"kind": row.kind}),
                *in_days(view, {"meeting": row.meeting_on}),
            )
        )
        for word in view.text.split():
            query = query.where(spell.c.name.contains(word, autoescape=True))
        if keys := chosen(view, "state"):
            query = query.where(or_(false(), *(_in_state(key) for key in keys)))
        keys = ("kind", "ordinal", "meeting_on", "reported_on", "replied_on", "reply_doc_no")
        columns: dict[str, Any] = {key: row[key] for key in keys} | {"union": spell.c.name}
        running = row.cancelled_on.is_not(None) | row.replied_on.is_not(None)
        first = (
            running,
            row.meeting_on.is_not(None),
            row.meeting_on.desc(),
            row.planned_on,
            row.id,
        )
        found = in_order(connection, ordered(query, view, columns, first))
        if chosen(view, "late"):
            whole = whole_elections(connection, found, view.day, rule_book(connection))
            return [one for one in found if one in whole and _late(whole[one])]
        return found

    def rows(
        self, connection: Connection, ids: Sequence[str], view: View
    ) -> Sequence[Mapping[str, Any]]:
        """One page of rows in the order of ``ids``."""
        found = whole_elections(connection, hex_ids(ids), view.day, rule_book(connection))
        return [election_row(found[one], view.day) for one in ids if one in found]


def _in_state(key: str) -> Any:
    row = ELECTION.c
    alive = row.cancelled_on.is_(None)
    return {
        "open": alive & row.meeting_on.is_(None),
        "held": alive & row.meeting_on.is_not(None) & row.replied_on.is_(None),
        "done": alive & row.replied_on.is_not(None),
        "cancelled": row.cancelled_on.is_not(None),
    }[key]


def next_step(whole: Whole) -> Step | None:
    """The first step that is not done."""
    if whole.row["cancelled_on"] is not None:
        return None
    return next((one for one in whole.steps if one.state is not State.DONE), None)


def election_status(whole: Whole, day: date) -> Status:
    """How far an election is."""
    row = whole.row
    if row["cancelled_on"] is not None:
        return Status("已取消", Tone.IDLE)
    if row["approved"] is False:
        return Status("未获批准", Tone.BAD)
    if row["replied_on"] is not None:
        left = next_step(whole)
        return Status("已批复", Tone.GOOD) if left is None else Status("已批复，待收尾", Tone.INFO)
    if row["meeting_on"] is not None and row["meeting_on"] <= day:
        return Status("已选举", Tone.WARN if _late(whole) else Tone.INFO)
    return Status("有过期", Tone.BAD) if _late(whole) else Status("进行中", Tone.INFO)


def _late(whole: Whole) -> bool:
    if whole.row["cancelled_on"] is not None:
        return False
    return any(one.state is State.LATE for one in whole.steps)


def result_words(whole: Whole) -> str:
    """The result in a few words."""
    if not whole.votes:
        return ""
    if whole.posts:
        return f"已登记 {len(whole.posts)} 项任职"
    if whole.finished:
        return "全部选出，待登记当选"
    states = [v.result.outcome for v in whole.votes]
    if Outcome.TIE in states:
        return "有票数相等，要再次投票"
    if any(one in (Outcome.VOID, Outcome.NO_QUORUM) for one in states):
        return "选举无效"
    return "名额没有选满" if Outcome.FEW in states else "等待录入计票"


def election_row(whole: Whole, day: date) -> dict[str, Any]:
    """An election as a list shows it."""
    row, step = whole.row, next_step(whole)
    return {
        **row,
        "union": whole.union,
        "kind": name_of("election_kind", row["kind"]),
        "state": election_status(whole, day),
        "next": step.title if step else "",
        "next_due": step.due if step else None,
        "meeting_on": row["meeting_on"] or row["planned_on"],
        "way": _WAYS.get(row["congress"] or "", ""),
        "elected": len({one.person_id or one.name for _, one in whole.elected}) or None,
        "result": result_words(whole),
    }


ELECTIONS = ElectionList()
