"""任职: one line per post, those of the day or those that have ended."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection, Select, and_, false, func, or_, select

from app.areas.members.lists.narrowing import hex_ids
from app.areas.members.lists.queues import coded, days, in_order, within
from app.areas.members.records import PERSON
from app.areas.organisations.lists.common import (
    by_ids,
    chosen,
    code_filter,
    employer_names,
    name_of,
    ordered,
    union_names,
)
from app.areas.organisations.records import UNION_SPELL
from app.base.days import add_months
from app.base.lists import Choice, Column, Filter, Group, How, Role, Status, Tone, View
from app.rules.office import rule_book
from app.store import search
from app.store.meta import on_day
from app.store.search import IndexPicker

from ..records import BODY, POST, TERM
from .common import body_name, cadre_roles, rank

_UNION = IndexPicker("union", "工会")
_KEYS = ("role", "since", "until", "service", "doc_no", "seconded_until", "contract_until")


class PostList:
    """Posts of the day; with the filter 已离任 those that ended."""

    key = "posts"
    title = "任职"
    kind = "post"
    kinds = frozenset({"post", "person", "body", "term", "union_spell"})
    purpose = "这里列出工会干部的任职，一项一行。可以导入干部花名册，也可以逐个登记。"
    columns = (
        Column("person", "姓名", 90),
        Column("union", "工会", 220),
        Column("body", "机构", 130, sortable=False),
        Column("role", "职务", 120),
        Column("service", "专兼挂", 70),
        Column("since", "任职自", 100, Role.DAY),
        Column("until", "任职至", 100, Role.DAY, shown=False),
        Column("state", "状态", 120, Role.STATUS, sortable=False),
        Column("duties", "分工和职责", 240, sortable=False),
        Column("front_line", "一线", 60, sortable=False, shown=False),
        Column("ordinal", "届次", 60, Role.COUNT, sortable=False, shown=False),
        Column("doc_no", "任职文号", 140, shown=False),
        Column("sender", "派出单位", 180, sortable=False, shown=False),
        Column("seconded_until", "挂职期满", 100, Role.DAY, shown=False),
        Column("contract_until", "劳动合同至", 100, Role.DAY, shown=False),
        Column("ended", "离任原因", 100, sortable=False, shown=False),
        Column("note", "备注", 160, sortable=False, shown=False),
    )
    groups = (
        Group("no_duties", "没写职责", {"lacks": ("duties",)}),
        Group("no_service", "没填专兼挂", {"lacks": ("service",)}),
        Group("seconded", "挂职将满", {"running": ("seconded",)}),
        Group("contract", "合同将到期", {"running": ("contract",)}),
        Group("gone", "已离任", {"when": "ended"}),
    )

    @property
    def filters(self) -> tuple[Filter, ...]:
        """职务, 专兼挂, 机构, 工会, 缺项, 期限."""
        return (
            Filter("when", "在任", (Choice("now", "在任"), Choice("ended", "已离任"))),
            code_filter("role", "职务", "post_role"),
            code_filter("service", "专兼挂", "post_service"),
            code_filter("body", "机构", "body_kind"),
            Filter("union", "工会", how=How.RECORD, source=_UNION),
            Filter("lacks", "缺项", (Choice("duties", "没写职责"), Choice("service", "没填专兼挂"),
                                    Choice("doc_no", "没有任职文号")), many=True),
            Filter("running", "期限", (Choice("seconded", "挂职将满或已满"),
                                      Choice("contract", "劳动合同将到期")), many=True),
            Filter("began", "任职日期", how=How.PERIOD),
            code_filter("ended", "离任原因", "post_ended"),
        )  # fmt: skip

    def ids(self, connection: Connection, view: View) -> Sequence[str]:
        """All ids in order."""
        row, day = POST.c, view.day
        ended = chosen(view, "when")[:1] == ("ended",) or bool(chosen(view, "ended"))
        holds = and_(row.until.is_not(None), row.until <= day) if ended else on_day(POST, day)
        query: Select[Any] = (
            select(row.id)
            .join(PERSON, PERSON.c.id == row.person_id)
            .outerjoin(BODY, BODY.c.id == row.body_id)
            .outerjoin(UNION_SPELL, and_(UNION_SPELL.c.union_id == row.union_id,
                                         on_day(UNION_SPELL, day)))
            .where(
                holds,
                *within(view, row.union_id),
                *coded(view, {"role": row.role, "service": row.service, "body": BODY.c.kind,
                              "ended": row.ended}),
                *days(view, {"began": row.since}),
            )
        )  # fmt: skip
        if keys := chosen(view, "lacks"):
            query = query.where(or_(false(), *(_lacks(key) for key in keys)))
        if keys := chosen(view, "running"):
            limits = {key: limit(connection, key, day) for key in keys}
            query = query.where(or_(false(), *(_running(k, until) for k, until in limits.items())))
        if view.text.strip():
            named = func.instr(PERSON.c.name, view.text.strip()) > 0
            found = search.condition(connection, row.id, "post", view.text)
            query = query.where(or_(named, found))
        columns = {key: row[key] for key in _KEYS} | {
            "person": PERSON.c.name, "union": UNION_SPELL.c.name,
        }  # fmt: skip
        usual = (UNION_SPELL.c.name, row.union_id, rank(), row.position.is_(None), row.position,
                 PERSON.c.name, row.id)  # fmt: skip
        return in_order(connection, ordered(query, view, columns, usual))

    def rows(
        self, connection: Connection, ids: Sequence[str], view: View
    ) -> Sequence[Mapping[str, Any]]:
        """One page of rows in the order of ``ids``."""
        query = (
            select(
                POST,
                PERSON.c.name.label("person"),
                BODY.c.kind.label("body_kind"),
                BODY.c.name.label("body_name"),
                TERM.c.ordinal,
                TERM.c.due_on,
            )
            .join(PERSON, PERSON.c.id == POST.c.person_id)
            .outerjoin(BODY, BODY.c.id == POST.c.body_id)
            .outerjoin(TERM, TERM.c.id == POST.c.term_id)
        )
        found = by_ids(connection, query, POST.c.id, hex_ids(ids))
        unions = union_names(connection, view.day, (r["union_id"] for r in found.values()))
        firms = employer_names(connection, view.day, (r["sender_id"] for r in found.values()))
        ahead = limit(connection, "seconded", view.day)
        return [_row(found[one], unions, firms, view.day, ahead) for one in ids if one in found]


def limit(connection: Connection, key: str, day: date) -> date:
    """Up to which day a secondment (``seconded``) or contract counts as running out."""
    rule = {"seconded": "TWN-04", "contract": "LAW-08"}[key]
    return day + timedelta(int(rule_book(connection).rule(rule, on=day).params["days"]))


def _lacks(key: str) -> Any:
    if key == "duties":
        return and_(func.coalesce(POST.c.duties, "") == "", POST.c.role.in_(cadre_roles()))
    if key == "service":
        return and_(POST.c.service.is_(None), POST.c.role.in_(cadre_roles()))
    return POST.c.doc_no.is_(None) if key == "doc_no" else false()


def _running(key: str, until: date) -> Any:
    column = {"seconded": POST.c.seconded_until, "contract": POST.c.contract_until}.get(key)
    return false() if column is None else and_(column <= until, POST.c.until.is_(None))


def _row(
    row: Mapping[str, Any],
    unions: Mapping[str, str],
    firms: Mapping[str, str],
    day: date,
    ahead: date,
) -> dict[str, Any]:
    kind = row["body_kind"]
    return {
        **{k: v for k, v in row.items() if not k.endswith("_id")},
        "id": row["id"],
        "person_id": row["person_id"],
        "union_id": row["union_id"],
        "union": unions.get(row["union_id"], ""),
        "body": body_name(kind, row["body_name"]) if kind else "",
        "role": name_of("post_role", row["role"]) + ("（主持工作）" if row["acting"] else ""),
        "service": name_of("post_service", row["service"]),
        "sender": firms.get(row["sender_id"] or "") or row["sender_name"],
        "front_line": "" if row["front_line"] is None else "是" if row["front_line"] else "否",
        "ended": name_of("post_ended", row["ended"]),
        "state": _state(row, day, ahead),
    }


def _state(row: Mapping[str, Any], day: date, ahead: date) -> Status:
    until, seconded = row["until"], row["seconded_until"]
    if until is not None and until <= day:
        return Status("已离任", Tone.IDLE)
    if seconded is not None and seconded < day:
        return Status("挂职已满", Tone.BAD)
    if seconded is not None and seconded <= ahead:
        return Status(f"挂职剩 {(seconded - day).days} 天", Tone.WARN)
    if row["due_on"] is not None and row["due_on"] <= day:
        return Status("本届已届满", Tone.BAD)
    if row["due_on"] is not None and row["due_on"] <= add_months(day, 1):
        return Status("本届将届满", Tone.WARN)
    return Status("在任", Tone.GOOD)


POSTS = PostList()
