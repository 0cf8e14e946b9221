"""The lists of what passes between hands: 会员关系接转, and applications that wait (入会申请)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Select, false, func, or_, select

from app.areas.organisations.bases import subtree
from app.areas.organisations.lists.common import (
    by_ids,
    choices,
    chosen,
    code_filter,
    employer_names,
    name_of,
    ordered,
    union_names,
)
from app.base.lists import Column, Filter, Group, How, Ids, Role, Status, Tone, View
from app.figures.registry import Scope
from app.store import search
from app.store.search import IndexPicker

from ..records import APPLICATION, CAMPAIGN, PERSON, TRANSFER
from .declared import CAMPAIGNS
from .narrowing import hex_ids, period

_STATE_TONE = {"sent": Tone.WARN, "received": Tone.GOOD, "returned": Tone.IDLE}
_APPLICATION_TONE = {
    "waiting": Tone.WARN,
    "approved": Tone.GOOD,
    "refused": Tone.BAD,
    "withdrawn": Tone.IDLE,
}
_UNION = IndexPicker("union", "工会")


def within(view: View, *columns: Any) -> list[Any]:
    """In the unit looked at and in the unions chosen, by any of these columns."""

    def inside(unit: str, name: str) -> Any:
        tree = subtree(Scope(view.day, period=None, unit=unit), name)  # type: ignore[arg-type]
        return or_(*(column.in_(select(tree.c.id)) for column in columns))

    found = [] if view.unit is None else [inside(view.unit, "subtree")]
    if keys := chosen(view, "union"):
        each = (inside(unit, f"below_{n}") for n, unit in enumerate(hex_ids(keys)))
        found.append(or_(false(), *each))
    return found


def coded(view: View, columns: Mapping[str, Any]) -> list[Any]:
    """Of each filter chosen: the column holds one of its keys."""
    return [column.in_(keys) for key, column in columns.items() if (keys := chosen(view, key))]


def days(view: View, columns: Mapping[str, Any]) -> list[Any]:
    """Of each filter of days chosen: the column lies in its period."""
    return [period(column, keys) for key, column in columns.items() if (keys := chosen(view, key))]


class TransferList:
    """接转 as they stand now, the newest first."""

    key = "transfers"
    title = "会籍接转"
    kind = "transfer"
    kinds = frozenset({"transfer", "person", "union_spell"})
    purpose = "这里列出会员关系的转出、转入和内部接转。办理接转以后，接转单从这里打印。"
    columns = (
        Column("name", "姓名", 116),
        Column("direction", "方向", 110),
        Column("from_union", "转出工会", 220, sortable=False),
        Column("to_union", "转入工会", 220, sortable=False),
        Column("sent_on", "转出日期", 100, Role.DAY),
        Column("state", "状态", 100, Role.STATUS),
        Column("days", "等待天数", 80, Role.COUNT, help="转出以后还没有回执的天数"),
        Column("received_on", "接收日期", 100, Role.DAY, shown=False),
        Column("returned_on", "退回日期", 100, Role.DAY, shown=False),
        Column("number", "接转单号", 130, Role.CODE),
        Column("reason", "原因", 130, shown=False),
        Column("dues_until", "会费交至", 100, Role.DAY, shown=False),
        Column("handler", "经办人", 90, shown=False),
        Column("note", "备注", 200, shown=False, sortable=False),
    )
    groups = (
        Group("waiting", "转出待接收", {"direction": ("out",), "state": ("sent",)}),
        Group("arriving", "转入待办", {"direction": ("in",), "state": ("sent",)}),
    )

    @property
    def filters(self) -> tuple[Filter, ...]:
        """状态, 方向, 工会, 日期."""
        return (
            code_filter("state", "状态", "transfer_state"),
            code_filter("direction", "方向", "transfer_direction"),
            Filter("union", "工会", how=How.RECORD, source=_UNION),
            Filter("sent", "转出日期", how=How.PERIOD),
        )

    def ids(self, connection: Connection, view: View) -> Sequence[str]:
        """All ids in order."""
        row = TRANSFER.c
        query = (
            select(row.id)
            .join(PERSON, PERSON.c.id == row.person_id)
            .where(
                row.sent_on <= view.day,
                *within(view, row.from_union_id, row.to_union_id),
                *coded(view, {"state": row.state, "direction": row.direction}),
                *days(view, {"sent": row.sent_on}),
            )
        )
        if view.text.strip():
            found = search.condition(connection, row.person_id, "member", view.text)
            numbered = func.instr(func.coalesce(row.number, ""), view.text.strip()) > 0
            query = query.where(or_(found, numbered))
        keys = ("direction", "state", "sent_on", "received_on", "returned_on", "number", "reason")
        columns: dict[str, Any] = {key: row[key] for key in (*keys, "dues_until", "handler")}
        columns |= {"name": PERSON.c.name, "days": func.iif(row.state == "sent", row.sent_on, None)}
        return in_order(connection, ordered(query, view, columns, (row.sent_on.desc(), row.id)))

    def rows(
        self, connection: Connection, ids: Sequence[str], view: View
    ) -> Sequence[Mapping[str, Any]]:
        """One page of rows in the order of ``ids``."""
        query = select(TRANSFER, PERSON.c.name).join(PERSON, PERSON.c.id == TRANSFER.c.person_id)
        found = by_ids(connection, query, TRANSFER.c.id, hex_ids(ids))
        unions = union_names(
            connection,
            view.day,
            (row[key] for row in found.values() for key in ("from_union_id", "to_union_id")),
        )
        return [_transfer(found[one], unions, view) for one in ids if one in found]


def _transfer(row: Mapping[str, Any], unions: Mapping[str, str], view: View) -> dict[str, Any]:
    waits = row["state"] == "sent"
    return {
        **row,
        "direction": name_of("transfer_direction", row["direction"]),
        "from_union": unions.get(row["from_union_id"] or "") or row["from_name"],
        "to_union": unions.get(row["to_union_id"] or "") or row["to_name"],
        "state": Status(name_of("transfer_state", row["state"]), _STATE_TONE[row["state"]]),
        "days": (view.day - row["sent_on"]).days if waits else None,
        "reason": name_of("change_reason", row["reason"]),
    }


class ApplicationList:
    """入会申请; without a filter those that wait."""

    key = "applications"
    title = "入会申请"
    kind = "member_application"
    kinds = frozenset({"member_application", "union_spell", "employer_spell"})
    purpose = "这里列出等待审批的入会申请。线上收来的申请表从工作簿导入，线下的逐个登记。"
    columns = (
        Column("name", "姓名", 116),
        Column("state", "状态", 100, Role.STATUS),
        Column("union", "申请加入的工会", 220, sortable=False),
        Column("employer", "工作单位", 200, sortable=False),
        Column("received_on", "收到日期", 100, Role.DAY),
        Column("days", "等待天数", 80, Role.COUNT),
        Column("phone", "手机", 120, Role.CODE, sensitive=True, sortable=False),
        Column("document_type", "证件类型", 120, shown=False, sortable=False),
        Column("number", "证件号码", 170, Role.CODE, sensitive=True, shown=False, sortable=False),
        Column("applied_on", "申请日期", 100, Role.DAY, shown=False),
        Column("source", "来源", 110),
        Column("campaign", "专项行动", 160, shown=False, sortable=False),
        Column("decided_on", "审批日期", 100, Role.DAY, shown=False),
        Column("decided_by", "审批人", 100, shown=False),
        Column("refusal", "不批准的原因", 200, shown=False, sortable=False),
    )
    groups = (
        Group("refused", "未批准", {"state": ("refused",)}),
        Group("decided", "已办结", {"state": ("approved", "refused", "withdrawn")}),
    )

    @property
    def filters(self) -> tuple[Filter, ...]:
        """状态, 工会, 专项行动, 收到日期."""
        return (
            Filter("state", "状态", choices("application_state"), many=True, every="待审批"),
            Filter("union", "工会", how=How.RECORD, source=_UNION),
            Filter("campaign", "专项行动", how=How.RECORD, source=CAMPAIGNS),
            Filter("received", "收到日期", how=How.PERIOD),
        )

    def ids(self, connection: Connection, view: View) -> Sequence[str]:
        """All ids in order."""
        row = APPLICATION.c
        query: Select[Any] = select(row.id).where(
            row.received_on <= view.day,
            row.state.in_(chosen(view, "state") or ("waiting",)),
            *within(view, row.union_id),
            *days(view, {"received": row.received_on}),
        )
        if keys := chosen(view, "campaign"):
            query = query.where(row.campaign_id.in_(hex_ids(keys)))
        for word in view.text.split():
            held = (func.instr(row[key], word) > 0 for key in ("name", "number", "phone"))
            query = query.where(or_(*held))
        sorts = ("name", "state", "received_on", "applied_on", "source", "decided_on", "decided_by")
        columns = {key: row[key] for key in sorts} | {"days": row.received_on}
        return in_order(connection, ordered(query, view, columns, (row.received_on, row.id)))

    def rows(
        self, connection: Connection, ids: Sequence[str], view: View
    ) -> Sequence[Mapping[str, Any]]:
        """One page of rows in the order of ``ids``."""
        found = by_ids(connection, select(APPLICATION), APPLICATION.c.id, hex_ids(ids))
        rows = list(found.values())
        unions = union_names(connection, view.day, (row["union_id"] for row in rows))
        firms = employer_names(connection, view.day, (row["employer_id"] for row in rows))
        campaigns = {
            row.id: row.name for row in connection.execute(select(CAMPAIGN.c.id, CAMPAIGN.c.name))
        }
        return [
            {
                **row,
                "state": Status(
                    name_of("application_state", row["state"]), _APPLICATION_TONE[row["state"]]
                ),
                "union": unions.get(row["union_id"] or "", ""),
                "employer": firms.get(row["employer_id"] or "") or row["employer_name"],
                "days": (view.day - row["received_on"]).days if row["state"] == "waiting" else None,
                "document_type": name_of("document_type", row["document_type"]),
                "campaign": campaigns.get(row["campaign_id"] or "", ""),
            }
            for row in (found[one] for one in ids if one in found)
        ]


def in_order(connection: Connection, query: Select[Any]) -> Ids:
    """The ids of an ordered query of one column, put together by the database: the interpreter
    lock is not held for each of a million."""
    ordered_ids = query.subquery()
    each = func.lower(func.hex(next(iter(ordered_ids.c))))
    return Ids(connection.execute(select(func.group_concat(each, ""))).scalar() or "")


TRANSFERS = TransferList()
APPLICATIONS = ApplicationList()
