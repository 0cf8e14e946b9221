"""工会班子: every union of the office with its bodies, term and chair on a day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, Select, and_, exists, false, func, or_, select

from app.areas.members.lists.narrowing import hex_ids
from app.areas.members.lists.queues import in_order, within
from app.areas.organisations.lists.common import (
    by_ids,
    chosen,
    code_filter,
    name_of,
    ordered,
    place_names,
    union_names,
)
from app.areas.organisations.records import UNION, UNION_SPELL
from app.base.days import add_months
from app.base.lists import Choice, Column, Filter, Group, Role, Status, Tone, View
from app.rules.office import rule_book
from app.store.meta import on_day

from ..records import BODY, POST, TERM
from .common import (
    CHAIR,
    COMMITTEE,
    chair_name,
    delay_on,
    due_on,
    due_status,
    grouped,
    posts_of,
    roles_with,
    term_since,
)

MONTHS = (6, 3, 1)
"""The steps of 换届到期预警."""
_HAS = {
    "audit": "经审会",
    "women": "女职工委员会",
    "labour_law": "劳动法律监督",
    "mediation": "调解委员会",
}


class OrgansList:
    """Unions that are there on the day, 分会 and 小组 left out; ids are those of unions."""

    key = "organs"
    title = "工会班子"
    kind = "organs"
    kinds = frozenset({"body", "term", "post", "person", "unions", "union_spell"})
    purpose = (
        "这里列出各工会的委员会、经审会、女职工委员会和它们的任期、主席。"
        "可以从工作簿导入换届台账和干部花名册，也可以逐个登记。"
    )
    columns = (
        Column("name", "工会名称", 240),
        Column("chair", "主席", 96),
        Column("service", "专兼挂", 70, sortable=False),
        Column("ordinal", "届次", 60, Role.COUNT, sortable=False),
        Column("since", "本届自", 100, Role.DAY),
        Column("due_on", "届满", 100, Role.DAY),
        Column("state", "任期", 120, Role.STATUS, sortable=False),
        Column("members", "委员", 60, Role.COUNT, sortable=False, help="委员会在任的人数"),
        Column("seats", "名额", 60, Role.COUNT, sortable=False, shown=False),
        Column("audit", "经审会", 90, sortable=False),
        Column("women", "女职工委员会", 110, sortable=False),
        Column("labour_law", "劳动法律监督", 100, sortable=False, shown=False),
        Column("mediation", "劳动争议调解", 100, sortable=False, shown=False),
        Column("groups", "分会、小组", 90, Role.COUNT, sortable=False, shown=False),
        Column("elected", "产生方式", 80, sortable=False, shown=False),
        Column("delay_until", "延期至", 100, Role.DAY, sortable=False, shown=False),
        Column("doc_no", "批复文号", 140, sortable=False, shown=False),
        Column("type", "工会类型", 116, shown=False),
        Column("upper", "上级工会", 180, sortable=False, shown=False),
        Column("place", "所在村（社区）/园区", 140, sortable=False, shown=False),
    )
    groups = (
        Group("over", "届满未换届", {"due": ("over",)}),
        Group("soon", "6个月内届满", {"due": ("6",)}),
        Group("vacant", "主席空缺", {"chair": ("vacant",)}),
        Group("unknown", "任期未填", {"due": ("unknown",)}),
    )

    @property
    def filters(self) -> tuple[Filter, ...]:
        """届满, 主席, 机构, 产生方式, 类型."""
        soon = (Choice(str(m), f"{m}个月内届满") for m in MONTHS)
        lacking = (Choice(f"no_{k}", f"没有{w}") for k, w in _HAS.items())
        return (
            Filter("due", "届满", (Choice("over", "已届满"), Choice("delayed", "已批准延期"), *soon,
                                  Choice("unknown", "任期未填")), many=True),
            Filter("chair", "主席", (Choice("vacant", "空缺"), Choice("acting", "有人主持工作"),
                                    Choice("full_time", "专职"), Choice("part_time", "兼职"))),
            Filter("body", "机构", (*(Choice(k, f"有{w}") for k, w in _HAS.items()), *lacking,
                                   Choice("no_committee", "没有登记委员会")), many=True),
            Filter("elected", "产生方式", (Choice("no", "任命"), Choice("yes", "选举"))),
            code_filter("type", "工会类型", "union_type"),
        )  # fmt: skip

    def ids(self, connection: Connection, view: View) -> Sequence[str]:
        """All ids in order."""
        due, day = due_on(view.day), view.day
        query = _present(day, UNION.c.id).where(*within(view, UNION.c.id))
        for word in view.text.split():
            hit = func.instr(UNION_SPELL.c.name, word) > 0
            query = query.where(or_(hit, func.instr(func.coalesce(chair_name(day), ""), word) > 0))
        if keys := chosen(view, "due"):
            query = query.where(or_(false(), *(_due(key, day) for key in keys)))
        if keys := chosen(view, "chair"):
            query = query.where(or_(false(), *(_chair(key, day) for key in keys)))
        for key in chosen(view, "body"):
            query = query.where(_body(key, day))
        if keys := chosen(view, "elected"):
            query = query.where(_elected(keys[0], day))
        if keys := chosen(view, "type"):
            query = query.where(UNION_SPELL.c.type.in_(keys))
        columns = {
            "name": UNION_SPELL.c.name, "type": UNION_SPELL.c.type, "chair": chair_name(day),
            "since": term_since(day), "due_on": due,
        }  # fmt: skip
        usual: tuple[Any, ...] = (UNION_SPELL.c.name, UNION.c.id)
        if chosen(view, "due"):
            usual = (due, *usual)
        return in_order(connection, ordered(query, view, columns, usual))

    def rows(
        self, connection: Connection, ids: Sequence[str], view: View
    ) -> Sequence[Mapping[str, Any]]:
        """One page of rows in the order of ``ids``."""
        day, wanted = view.day, hex_ids(ids)
        query = _present(
            day, UNION.c.id, UNION_SPELL.c.name, UNION_SPELL.c.type, UNION_SPELL.c.upper_id,
            UNION_SPELL.c.place_id, chair_name(day).label("chair"),
            term_since(day).label("since"), due_on(day).label("due_on"),
            delay_on(day).label("delay_until"),
        )  # fmt: skip
        found = by_ids(connection, query, UNION.c.id, wanted)
        bodies = grouped(connection, select(BODY).where(on_day(BODY, day)), BODY.c.union_id, found)
        mine = {b["id"]: b for rows in bodies.values() for b in rows if b["kind"] == COMMITTEE}
        terms = grouped(connection, select(TERM).where(on_day(TERM, day)), TERM.c.body_id, mine)
        posts = posts_of(connection, POST.c.union_id, list(found), on_day(POST, day))
        uppers = union_names(connection, day, (r["upper_id"] for r in found.values()))
        places = place_names(connection, day)
        warn = int(rule_book(connection).rule("ELE-06", on=day).params["warn_days"])
        return [
            _row(
                found[one], bodies.get(one, []), terms, posts.get(one, []), day, warn,
                upper=uppers.get(found[one]["upper_id"] or "", ""),
                place=places.get(found[one]["place_id"] or "", ""),
            )
            for one in ids
            if one in found
        ]  # fmt: skip


def _present(day: date, *columns: Any) -> Select[Any]:
    return (
        select(*columns)
        .select_from(UNION)
        .join(UNION_SPELL, UNION_SPELL.c.union_id == UNION.c.id)
        .where(
            on_day(UNION_SPELL, day),
            UNION.c.outside == False,  # noqa: E712  SQL
            UNION_SPELL.c.status == "active",
            or_(UNION_SPELL.c.type.is_(None), UNION_SPELL.c.type.not_in(("branch", "group"))),
        )
    )


def _due(key: str, day: date) -> Any:
    due, delay = due_on(day), delay_on(day)
    delayed = and_(delay.is_not(None), delay >= day)
    if key == "unknown":
        return due.is_(None)
    if key == "over":
        return and_(due <= day, or_(delay.is_(None), delay < day))
    if key == "delayed":
        return and_(due <= day, delayed)
    if key.isdigit():
        return and_(due > day, due <= add_months(day, int(key)))
    return false()


def _chair(key: str, day: date) -> Any:
    holds = (POST.c.union_id == UNION.c.id, POST.c.role == CHAIR, on_day(POST, day))
    acting = exists().where(*holds, POST.c.acting == True).correlate(UNION)  # noqa: E712  SQL
    if key == "vacant":
        return func.coalesce(chair_name(day), "") == ""
    if key == "acting":
        return acting
    if key in ("full_time", "part_time"):
        return exists().where(*holds, POST.c.service == key).correlate(UNION)
    return false()


def _body(key: str, day: date) -> Any:
    kind = key.removeprefix("no_")
    holds = (BODY.c.union_id == UNION.c.id, BODY.c.kind == kind, on_day(BODY, day))
    there: Any = exists().where(*holds).correlate(UNION)
    if kind in ("audit", "women"):
        # a small union has one member for it instead of a body
        one = exists().where(
            POST.c.union_id == UNION.c.id, POST.c.role.in_(roles_with(kind)), on_day(POST, day)
        )
        there = or_(there, one.correlate(UNION))
    return ~there if key.startswith("no_") else there


def _elected(key: str, day: date) -> Any:
    appointed = exists().where(
        BODY.c.union_id == UNION.c.id, BODY.c.kind == COMMITTEE, on_day(BODY, day),
        BODY.c.appointed == True,  # noqa: E712  SQL
    ).correlate(UNION)  # fmt: skip
    return appointed if key == "no" else ~appointed


def _row(
    union: Mapping[str, Any],
    bodies: Sequence[Mapping[Any, Any]],
    terms: Mapping[str, Sequence[Mapping[Any, Any]]],
    posts: Sequence[Mapping[Any, Any]],
    day: date,
    warn: int,
    **names: str,
) -> dict[str, Any]:
    body = next((b for b in bodies if b["kind"] == COMMITTEE), None)
    term = next(iter(terms.get(body["id"], ())), None) if body is not None else None
    inside = Counter(p["body_id"] for p in posts)
    kinds = {b["kind"]: inside[b["id"]] for b in bodies}
    chair = next((p for p in posts if p["role"] == CHAIR and p["body_kind"] == COMMITTEE
                  and not p["acting"]), None)  # fmt: skip
    acting = next((p for p in posts if p["role"] == CHAIR and p["acting"]), None)
    row = {k: v for k, v in union.items() if not k.endswith("_id")}
    told = union["chair"] or (f"（{acting['person']}主持）" if acting is not None else "")
    appointed = body is not None and body["appointed"]
    status = due_status(union["due_on"], union["delay_until"], day, warn)
    if appointed and union["due_on"] is None:
        status = Status("任命产生", Tone.INFO)
    row.update(
        id=union["id"],
        type=name_of("union_type", union["type"]),
        chair=told,
        service=name_of("post_service", chair["service"] if chair is not None else None),
        ordinal=term["ordinal"] if term is not None else None,
        seats=term["seats"] if term is not None else None,
        doc_no=(term["doc_no"] if term is not None else None) or "",
        members=inside[body["id"]] if body is not None else None,
        elected="" if body is None else "任命" if appointed else "选举",
        state=status,
        groups=sum(1 for b in bodies if b["kind"] in ("branch", "group")),
        audit=_organ("audit", kinds, posts),
        women=_organ("women", kinds, posts),
        labour_law=_organ("labour_law", kinds, posts),
        mediation=_organ("mediation", kinds, posts),
        **names,
    )
    return row


def _organ(kind: str, kinds: Mapping[str, int], posts: Sequence[Mapping[Any, Any]]) -> str:
    """n 人 of the body; 委员 where one member does it; empty for neither."""
    if kind in kinds:
        return f"{kinds[kind]} 人" if kinds[kind] else "已建"
    alone = (
        [p for p in posts if p["role"] in roles_with(kind)] if kind in ("audit", "women") else []
    )
    return f"委员 {len(alone)} 人" if alone else ""


ORGANS = OrgansList()
