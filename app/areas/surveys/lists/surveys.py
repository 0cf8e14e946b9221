"""民主评议: surveys with their papers and results, the newest first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Any

from sqlalchemy import Connection, Select, and_, func, or_, select

from app.areas.members.lists.narrowing import hex_ids
from app.areas.members.lists.queues import coded, days, within
from app.areas.organisations.lists.common import chosen, code_filter, name_of, ordered
from app.areas.organisations.lists.names import names_of
from app.base.lists import Choice, Column, Filter, Group, How, Role, Status, Tone, View
from app.base.text import rate
from app.store.search import IndexPicker

from ..records import (
    BALLOT_BATCH,
    SURVEY,
    SURVEY_COMMENT,
    SURVEY_COUNT,
    SURVEY_GROUP,
    SURVEY_SUBJECT,
)
from .results import Counted, read_surveys

STATES = (
    Choice("planned", "未开始"),
    Choice("running", "进行中"),
    Choice("late", "逾期未计票"),
    Choice("counted", "已计票"),
    Choice("published", "已公布"),
    Choice("unanswered", "有意见未答复"),
    Choice("cancelled", "已取消"),
)


def percent(value: Fraction | None) -> str:
    """A rate as printed; empty where there is none."""
    return "" if value is None else rate(value.numerator, value.denominator)


def state_of(row: Mapping[Any, Any], day: date) -> Status:
    """How far a survey is, told on a day."""
    if row["cancelled_on"] is not None:
        return Status("已取消", Tone.IDLE)
    if row["on_day"] is not None and row["on_day"] <= day:
        published = row["published_on"] is not None and row["published_on"] <= day
        return Status("已公布" if published else "已计票", Tone.GOOD)
    if row["since"] is not None and row["since"] > day:
        return Status("未开始", Tone.INFO)
    if row["until"] is not None and row["until"] < day:
        return Status("逾期未计票", Tone.WARN)
    return Status("进行中", Tone.INFO)


def _states(view: View) -> Any:
    row, day = SURVEY.c, view.day
    open_ = and_(row.cancelled_on.is_(None), or_(row.on_day.is_(None), row.on_day > day))
    begun = func.coalesce(row.since <= day, True)
    late = func.coalesce(row.until < day, False)
    counted = and_(row.cancelled_on.is_(None), row.on_day <= day)
    silent = select(SURVEY_COMMENT.c.survey_id).where(SURVEY_COMMENT.c.reply.is_(None))
    conditions = {
        "planned": and_(open_, ~begun),
        "running": and_(open_, begun, ~late),
        "late": and_(open_, late),
        "counted": counted,
        "published": and_(counted, row.published_on <= day),
        "unanswered": and_(row.cancelled_on.is_(None), row.id.in_(silent)),
        "cancelled": row.cancelled_on.is_not(None),
    }
    keys = [key for key in chosen(view, "state") if key in conditions]
    return or_(*(conditions[key] for key in keys)) if keys else None


class SurveyList:
    """Surveys, the newest year first."""

    key = "surveys"
    title = "民主评议"
    kind = SURVEY.name
    kinds = frozenset({
        SURVEY.name, SURVEY_GROUP.name, SURVEY_COUNT.name, SURVEY_SUBJECT.name, BALLOT_BATCH.name,
        SURVEY_COMMENT.name, "union_spell",
    })  # fmt: skip
    purpose = (
        "这里列出每一次评议：会员评家、评议工会干部、下级评上级、服务满意度。"
        "先新增评议、打印评议票，收回以后登记计票或逐票录入，满意率由程序算出。"
    )
    columns = (
        Column("union", "工会", 190, sortable=False),
        Column("kind", "种类", 104),
        Column("state", "进展", 96, Role.STATUS, sortable=False),
        Column("returned", "收回", 56, Role.COUNT, sortable=False, help="收回的评议票，含废票"),
        Column("satisfied", "满意率", 78, Role.RATE, sortable=False,
               help="总体评价为满意的票除以有效票；按人评的是各人合计"),
        Column("accepted", "综合满意率", 90, Role.RATE, sortable=False,
               help="总体评价为满意和基本满意的票除以有效票"),
        Column("waiting", "待答复", 64, Role.COUNT, sortable=False, help="还没有答复的意见条数"),
        Column("title", "名称", 220, shown=False),
        Column("year", "年度", 64, shown=False),
        Column("on_day", "计票日期", 100, Role.DAY, shown=False),
        Column("issued", "发出", 64, Role.COUNT, sortable=False, shown=False),
        Column("valid", "有效", 64, Role.COUNT, sortable=False, shown=False),
        Column("return_rate", "回收率", 78, Role.RATE, sortable=False, shown=False),
        Column("turnout", "参评率", 78, Role.RATE, sortable=False, shown=False),
        Column("comments", "意见", 64, Role.COUNT, sortable=False, shown=False),
        Column("since", "开始", 100, Role.DAY, shown=False),
        Column("until", "结束", 100, Role.DAY, shown=False),
        Column("published_on", "公布日期", 100, Role.DAY, shown=False),
        Column("note", "备注", 200, sortable=False, shown=False),
    )  # fmt: skip
    groups = (
        Group("open", "进行中", {"state": ("running", "late")}),
        Group("unanswered", "有意见未答复", {"state": ("unanswered",)}),
    )

    @property
    def filters(self) -> tuple[Filter, ...]:
        """进展, 种类, 工会, 计票日期."""
        return (
            Filter("state", "进展", STATES, many=True),
            code_filter("kind", "种类", "survey_kind"),
            Filter("union", "工会", how=How.RECORD, source=IndexPicker("union", "工会")),
            Filter("counted", "计票日期", how=How.PERIOD),
        )

    def _query(self, view: View) -> Select[Any]:
        row = SURVEY.c
        query = select(row.id).where(
            *within(view, row.union_id),
            *coded(view, {"kind": row.kind}),
            *days(view, {"counted": row.on_day}),
        )
        states = _states(view)
        if states is not None:
            query = query.where(states)
        for word in view.text.split():
            query = query.where(func.instr(func.lower(row.title), word.lower()) > 0)
        return query

    def ids(self, connection: Connection, view: View) -> Sequence[str]:
        """All ids in order."""
        row = SURVEY.c
        keys = ("title", "kind", "year", "on_day", "since", "until", "published_on")
        last = (row.year.desc(), func.coalesce(row.on_day, row.until, row.since).desc(), row.id)
        query = ordered(self._query(view), view, {key: row[key] for key in keys}, last)
        return list(connection.execute(query).scalars())

    def rows(
        self, connection: Connection, ids: Sequence[str], view: View
    ) -> Sequence[Mapping[str, Any]]:
        """One page of rows in the order of ``ids``."""
        found = read_surveys(connection, hex_ids(ids), view.day)
        unions = (one.row["union_id"] for one in found.values())
        names = names_of(connection, "union", unions, view.day)
        return [shown_row(found[i], names, view.day) for i in ids if i in found]


def overall_rates(one: Counted) -> tuple[Fraction | None, Fraction | None]:
    """满意率 and 综合满意率 of the whole; of several people the votes for all of them together.
    None before anything was counted."""
    results = list(one.result.overall.values())
    if not one.counted:
        return None, None
    if len(results) == 1:
        return results[0].satisfied, results[0].accepted
    valid = sum(result.valid for result in results)
    if not valid:
        return None, None
    good = {g.code for g in one.form.grades if g.satisfied}
    well = {g.code for g in one.form.grades if g.accepted}
    return (
        Fraction(sum(r.votes[c] for r in results for c in good), valid),
        Fraction(sum(r.votes[c] for r in results for c in well), valid),
    )


def shown_row(one: Counted, names: Mapping[str, str], day: date) -> dict[str, Any]:
    """A survey as the list shows it."""
    row, result = one.row, one.result
    satisfied, accepted = overall_rates(one)
    return {
        **row,
        "union": names.get(row["union_id"], ""),
        "kind": name_of("survey_kind", row["kind"]),
        "year": str(row["year"]),
        "state": state_of(row, day),
        "issued": result.issued,
        "returned": result.returned,
        "valid": result.valid or None,
        "return_rate": percent(result.return_rate),
        "turnout": percent(result.turnout),
        "satisfied": percent(satisfied),
        "accepted": percent(accepted),
        "comments": len(one.comments) or None,
        "waiting": sum(c["reply"] is None for c in one.comments) or None,
    }


SURVEYS = SurveyList()
