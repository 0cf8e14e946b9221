"""集体合同: contracts with how long they run; and the employers of one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, func, or_, select

from app.areas.members.lists.narrowing import hex_ids
from app.areas.members.lists.queues import coded, days, in_order, within
from app.areas.organisations.lists.common import by_ids, chosen, code_filter, name_of, ordered
from app.areas.organisations.lists.names import names_of
from app.base.lists import Choice, Column, Filter, Group, How, Role, Status, Tone, View
from app.rules.book import RuleBook
from app.rules.office import rule_book
from app.store import evidence
from app.store.search import IndexPicker

from ..records import CONTRACT, CONTRACT_COVER
from ..rules.bargaining_facts import WAGE, ContractFacts
from ..rules.process import last_day
from .bargains import Bargains, terms

STATES = (
    Choice("waiting", "待报送、待生效"),
    Choice("running", "有效"),
    Choice("soon", "将到期"),
    Choice("over", "已到期"),
    Choice("ended", "已终止、已续签"),
    Choice("objected", "审查有异议"),
)
_TONES = {
    "waiting": Tone.INFO, "running": Tone.GOOD, "soon": Tone.WARN, "over": Tone.BAD,
    "ended": Tone.IDLE, "objected": Tone.BAD,
}  # fmt: skip


def windows(book: RuleBook, day: date) -> tuple[int, int]:
    """From how many days before its end a contract is said to end soon: wage, other (BAR-10)."""
    params = book.rule("BAR-10", on=day).params
    return params["wage_days"], params["other_days"]


def state_of(facts: ContractFacts, window: tuple[int, int]) -> str:
    """Key of ``STATES``."""
    if facts.objected:
        return "objected"
    if facts.renewed or facts.terminated_on is not None:
        return "ended"
    last = last_day(facts)
    if last is not None and last < facts.on:
        return "over"
    left = window[0] if facts.wage else window[1]
    if last is not None and (last - facts.on).days <= left:
        return "soon"
    waits = facts.signed_on is None or facts.effective is None or facts.effective > facts.on
    return "waiting" if waits else "running"


def status_of(facts: ContractFacts, window: tuple[int, int]) -> Status:
    """How a contract stands, with the days left where it ends soon."""
    key = state_of(facts, window)
    last = last_day(facts)
    words = {
        "soon": f"剩{(last - facts.on).days}天" if last else "将到期",
        "over": "已到期",
        "ended": "已续签" if facts.renewed else "已终止",
        "waiting": "待生效" if facts.filed_on else "待报送",
        "objected": "有异议",
        "running": "有效",
    }
    return Status(words[key], _TONES[key])


def _states(view: View, window: tuple[int, int]) -> ColumnElement[bool] | None:
    """The states chosen, as a condition; what needs a derivation is left to the rows."""
    row, day = CONTRACT.c, view.day
    later = CONTRACT.alias("later")
    renewed = row.id.in_(select(later.c.renews_id).where(later.c.renews_id.is_not(None)))
    ended = or_(row.terminated_on <= day, renewed)
    over = and_(row.ends_on < day, ~func.coalesce(ended, False))
    open_ = and_(
        ~func.coalesce(ended, False),
        or_(row.ends_on.is_(None), row.ends_on >= day),
        func.coalesce(row.objected, False).is_(False),
    )
    wage = row.kind == WAGE
    near = or_(
        and_(wage, row.ends_on <= day + timedelta(days=window[0])),
        and_(~wage, row.ends_on <= day + timedelta(days=window[1])),
    )
    conditions = {
        "waiting": and_(open_, or_(row.filed_on.is_(None), row.filed_on > day)),
        "running": open_,
        "soon": and_(open_, near),
        "over": over,
        "ended": func.coalesce(ended, False),
        "objected": row.objected.is_(True),
    }
    keys = [key for key in chosen(view, "state") if key in conditions]
    return or_(*(conditions[key] for key in keys)) if keys else None


class ContractList:
    """集体合同, those with the latest end first."""

    key = "contracts"
    title = "集体合同"
    kind = CONTRACT.name
    kinds = frozenset({
        CONTRACT.name, CONTRACT_COVER.name, "evidence", "union_spell", "coverage",
    })  # fmt: skip
    purpose = (
        "这里列出各工会签订的集体合同和工资专项、女职工专项、劳动安全专项合同。到期前会提醒。"
        "从协商里签订，或者从台账导入。"
    )
    columns = (
        Column("title", "合同名称", 230),
        Column("state", "状态", 88, Role.STATUS, sortable=False),
        Column("ends_on", "到期", 100, Role.DAY),
        Column("kind", "种类", 120),
        Column("scope", "范围", 72),
        Column("union", "工会", 190, sortable=False),
        Column("employers", "覆盖单位", 80, Role.COUNT, sortable=False),
        Column("workers", "覆盖职工", 80, Role.COUNT),
        Column("signed_on", "签订", 100, Role.DAY),
        Column("since", "开始", 100, Role.DAY, shown=False),
        Column("filed_on", "报送", 100, Role.DAY),
        Column("effective", "生效", 100, Role.DAY, sortable=False,
               help="审查意见的日期；没有意见的，报送后满15日"),
        Column("published_on", "公布", 100, Role.DAY),
        Column("number", "合同编号", 120, Role.CODE, shown=False),
        Column("review_no", "审查文号", 130, Role.CODE, shown=False),
        Column("reviewed_on", "审查", 100, Role.DAY, shown=False),
        Column("confirmed", "已确认单位", 84, Role.COUNT, shown=False, sortable=False),
        Column("women", "女职工", 76, Role.COUNT, shown=False),
        Column("minimum_wage", "最低工资（元/月）", 120, Role.MONEY, shown=False),
        Column("increase", "平均增幅", 84, shown=False),
        Column("proofs", "材料", 60, Role.COUNT, shown=False, sortable=False),
        Column("terminated_on", "终止", 100, Role.DAY, shown=False),
        Column("note", "备注", 200, shown=False, sortable=False),
    )  # fmt: skip
    groups = (
        Group("soon", "将到期", {"state": ("soon",)}),
        Group("over", "已到期没有续签", {"state": ("over",)}),
        Group("unfiled", "待报送、待生效", {"state": ("waiting",)}),
        Group("wage", "有效的工资专项", {"kind": ("wage",), "state": ("running",)}),
    )

    @property
    def filters(self) -> tuple[Filter, ...]:
        """状态, 种类, 范围, 工会, 签订日期."""
        return (
            Filter("state", "状态", STATES, many=True),
            code_filter("kind", "种类", "contract_kind"),
            code_filter("scope", "范围", "contract_scope"),
            Filter("union", "工会", how=How.RECORD, source=IndexPicker("union", "工会")),
            Filter("signed", "签订日期", how=How.PERIOD),
            Filter("ends", "到期日期", how=How.PERIOD),
        )

    def ids(self, connection: Connection, view: View) -> Sequence[str]:
        """All ids in order."""
        row = CONTRACT.c
        query = select(row.id).where(
            or_(row.signed_on.is_(None), row.signed_on <= view.day),
            *within(view, row.union_id),
            *coded(view, {"kind": row.kind, "scope": row.scope}),
            *days(view, {"signed": row.signed_on, "ends": row.ends_on}),
        )
        if view.filters.get("state"):
            condition = _states(view, windows(rule_book(connection), view.day))
            query = query if condition is None else query.where(condition)
        for word in view.text.split():
            held = [func.instr(func.lower(row[c]), word.lower()) > 0
                    for c in ("title", "number", "review_no", "note")]  # fmt: skip
            query = query.where(or_(*held))
        sorts = [c.key for c in self.columns if c.sortable]
        columns = {key: row[key] for key in sorts}
        return in_order(
            connection,
            ordered(query, view, columns, (row.ends_on.is_(None), row.ends_on.desc(), row.id)),
        )

    def rows(
        self, connection: Connection, ids: Sequence[str], view: View
    ) -> Sequence[Mapping[str, Any]]:
        """One page of rows in the order of ``ids``."""
        book = rule_book(connection)
        found = by_ids(connection, select(CONTRACT), CONTRACT.c.id, hex_ids(ids))
        known = Bargains(connection, view.day, terms(book, view.day), contracts=list(found))
        names = names_of(connection, "union", (r["union_id"] for r in found.values()), view.day)
        proofs = evidence.kinds_of(connection, CONTRACT.name, list(found))
        window = windows(book, view.day)
        return [
            shown_row(found[one], known, names, sum(proofs.get(one, {}).values()), window)
            for one in ids
            if one in found
        ]


def workers_of(row: Mapping[str, Any], covers: Sequence[Mapping[str, Any]]) -> int | None:
    """Workers covered: as written on the contract, else those of its employers."""
    if row["workers"] is not None:
        return int(row["workers"])
    counted = [one["workers"] for one in covers if one["workers"] is not None]
    return sum(counted) if counted else None


def increase_shown(hundredths: int | None) -> str | None:
    """An average rise in hundredths of a percent as a person reads it: 5.25%."""
    return None if hundredths is None else f"{hundredths // 100}.{hundredths % 100:02d}%"


def shown_row(
    row: Mapping[str, Any],
    known: Bargains,
    names: Mapping[str, str],
    proofs: int,
    window: tuple[int, int],
) -> dict[str, Any]:
    """A contract as the list shows it."""
    facts, covers = known.contracts.get(row["id"]), known.covers.get(row["id"], [])
    return {
        **row,
        "union": names.get(row["union_id"], ""),
        "kind": name_of("contract_kind", row["kind"]),
        "scope": name_of("contract_scope", row["scope"]),
        "state": status_of(facts, window) if facts else None,
        "effective": facts.effective if facts else None,
        "employers": len(covers) or None,
        "confirmed": facts.confirmed if facts and facts.employers else None,
        "workers": workers_of(row, covers),
        "increase": increase_shown(row["increase"]),
        "proofs": proofs or None,
    }


CONTRACTS = ContractList()
