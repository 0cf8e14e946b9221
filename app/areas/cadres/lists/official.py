"""收发文登记: papers that went out and came in, what awaits an answer first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, func, or_, select

from app.areas.members.lists.narrowing import hex_ids
from app.areas.members.lists.queues import coded, in_order, within
from app.areas.members.lists.queues import days as in_days
from app.areas.organisations.lists.common import (
    by_ids,
    chosen,
    code_filter,
    name_of,
    ordered,
    union_names,
)
from app.base.lists import Choice, Column, Filter, Group, How, Role, Status, Tone, View

from ..records import OFFICIAL_PAPER

DIRECTIONS = {"out": "发文", "in": "收文"}


class PaperList:
    """Official papers of the office and its unions."""

    key = "official_papers"
    title = "收发文登记"
    kind = "official_paper"
    kinds = frozenset({"official_paper", "union_spell"})
    purpose = "这里起草和登记请示、报告、批复等公文：编文号、登记收发、提醒答复期限。"
    columns = (
        Column("direction", "收发", 72),
        Column("doc_no", "文号", 170),
        Column("title", "标题", 320),
        Column("kind", "文种", 70),
        Column("state", "状态", 120, Role.STATUS, sortable=False),
        Column("passed_on", "收发日期", 100, Role.DAY),
        Column("due_on", "答复期限", 100, Role.DAY),
        Column("closed_on", "办结日期", 100, Role.DAY, shown=False),
        Column("other_side", "主送或来文单位", 180),
        Column("union", "所属工会", 200, sortable=False, shown=False),
        Column("signed_on", "成文日期", 100, Role.DAY, shown=False),
        Column("handler", "经办人", 90, shown=False),
        Column("own", "改过的段落", 90, Role.COUNT, sortable=False, shown=False),
        Column("note", "备注", 160, shown=False, sortable=False),
    )
    groups = (
        Group("waiting", "等待答复", {"state": "waiting"}),
        Group("drafts", "草稿", {"state": "draft"}),
    )

    @property
    def filters(self) -> tuple[Filter, ...]:
        """收发, 文种, 状态, 日期."""
        ways = tuple(Choice(key, word) for key, word in DIRECTIONS.items())
        states = (
            Choice("draft", "草稿"), Choice("waiting", "等待答复"), Choice("over", "超过期限"),
            Choice("closed", "已办结"),
        )  # fmt: skip
        return (
            Filter("direction", "收发", ways),
            code_filter("kind", "文种", "paper_kind"),
            Filter("state", "状态", states),
            Filter("passed", "收发日期", how=How.PERIOD),
        )

    def ids(self, connection: Connection, view: View) -> Sequence[str]:
        """All ids in order."""
        row = OFFICIAL_PAPER.c
        query = select(row.id).where(
            *within(view, row.union_id),
            *coded(view, {"kind": row.kind, "direction": row.direction}),
            *in_days(view, {"passed": row.passed_on}),
        )
        if keys := chosen(view, "state"):
            query = query.where(_in_state(keys[0], view.day))
        for word in view.text.split():
            hits = (row.title, row.doc_no, row.other_side)
            query = query.where(or_(*(func.instr(func.coalesce(c, ""), word) > 0 for c in hits)))
        keys = (
            "direction", "doc_no", "title", "kind", "passed_on", "due_on", "closed_on",
            "other_side", "signed_on", "handler",
        )  # fmt: skip
        columns = {key: row[key] for key in keys}
        first = (
            row.passed_on.is_not(None),
            row.passed_on.desc(),
            row.doc_seq.desc(),
            row.id.desc(),
        )
        return in_order(connection, ordered(query, view, columns, first))

    def rows(
        self, connection: Connection, ids: Sequence[str], view: View
    ) -> Sequence[Mapping[str, Any]]:
        """One page of rows in the order of ``ids``."""
        found = by_ids(connection, select(OFFICIAL_PAPER), OFFICIAL_PAPER.c.id, hex_ids(ids))
        unions = union_names(connection, view.day, (r["union_id"] for r in found.values()))
        return [paper_row(found[one], unions, view.day) for one in ids if one in found]


def _in_state(key: str, day: date) -> Any:
    row = OFFICIAL_PAPER.c
    awaited = row.due_on.is_not(None) & row.closed_on.is_(None) & row.passed_on.is_not(None)
    return {
        "draft": row.passed_on.is_(None),
        "waiting": awaited,
        "over": awaited & (row.due_on < day),
        "closed": row.closed_on.is_not(None),
    }[key]


def paper_status(row: Mapping[Any, Any], day: date) -> Status:
    """Whether a paper is a draft, waits, is late or settled."""
    if row["closed_on"] is not None:
        return Status("已办结", Tone.GOOD)
    if row["passed_on"] is None:
        return Status("已编号待发" if row["doc_no"] else "草稿", Tone.INFO)
    if row["due_on"] is None:
        return Status("已发出" if row["direction"] == "out" else "已收到", Tone.GOOD)
    left = (row["due_on"] - day).days
    if left < 0:
        return Status(f"超期 {-left} 天", Tone.BAD)
    return Status(f"等待答复，还有 {left} 天", Tone.WARN)


def paper_row(row: Mapping[Any, Any], unions: Mapping[str, str], day: date) -> dict[str, Any]:
    """A paper as a list shows it."""
    return {
        **row,
        "direction": DIRECTIONS[row["direction"]],
        "kind": name_of("paper_kind", row["kind"]),
        "state": paper_status(row, day),
        "union": unions.get(row["union_id"], ""),
        "own": sum(bool(p.get("own")) for p in row["paragraphs"] or ()) or None,
    }


OFFICIAL_PAPERS = PaperList()
