"""The list of employers (企业底册), and of those without a union, as of a day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Select, select

from app.base.lists import Column, Filter, Role, Status, View, counted
from app.figures.registry import Registry, Scope
from app.store.meta import on_day

from .. import bases
from ..records import COVERAGE, EMPLOYER, EMPLOYER_SPELL, PLACE_SPELL, UNION_SPELL
from .common import (
    EMPLOYER_STATUS,
    by_ids,
    choices,
    chosen,
    code_filter,
    covered_how,
    covered_status,
    name_of,
    narrowed,
    ordered,
    rate_of,
    readings_of,
)
from .unions import MEMBERS_HELP, counted_at


class EmployerList:
    """Employers with how they are covered.

    Args:
        uncovered: only those 应建会 without a union.
        registry: the figures of all areas, see ``UnionList``.
    """

    kind = "employer"
    kinds = frozenset(
        {"employer", "employer_spell", "coverage", "reading", "union_spell", "unions"}
        | {"membership", "employment"}
    )
    columns = (
        Column("name", "单位名称", 240),
        Column("covered", "建会情况", 116, Role.STATUS, sortable=False),
        Column(
            "workers",
            "职工人数",
            80,
            Role.COUNT,
            sortable=False,
            help="单位填报的数；单独建会的单位没有填报时，用它工会填报的数",
        ),
        Column("members", "会员人数", 110, Role.COUNT, sortable=False, help=MEMBERS_HELP),
        Column("rate", "入会率", 76, Role.RATE, sortable=False),
        Column("union", "涵盖它的工会", 220),
        Column("officer", "组织员 / 联络员", 130, sortable=False),
        Column("status", "经营状态", 100, Role.STATUS),
        Column("place", "所在村（社区）/园区", 140),
        Column("unit_level", "单位级别", 100, shown=False),
        Column("nature", "单位性质", 90, shown=False),
        Column("industry", "行业", 120, shown=False),
        Column("economic_type", "经济类型", 120, shown=False),
        Column("legal_form", "登记类型", 120, shown=False),
        Column("credit_code", "统一社会信用代码", 180, Role.CODE, shown=False),
        Column("legal_representative", "法定代表人", 110, shown=False),
        Column("address", "地址", 220, shown=False),
        Column("should_unionise", "是否应建会", 90, shown=False),
        Column("should_reason", "原因", 160, shown=False),
        Column("planned_on", "计划建会日期", 100, Role.DAY, shown=False),
        Column("registered_on", "登记日期", 100, Role.DAY, shown=False),
        Column("phone", "联系电话", 120, sensitive=True, shown=False, sortable=False),
        Column("note", "备注", 200, shown=False),
    )

    def __init__(
        self,
        key: str,
        title: str,
        purpose: str,
        *,
        uncovered: bool = False,
        registry: Registry | None = None,
    ) -> None:
        self.key, self.title, self.purpose, self.uncovered = key, title, purpose, uncovered
        self.registry = registry

    def among(self, registry: Registry | None) -> EmployerList:
        """The same list, with members counted as these figures do."""
        return EmployerList(
            self.key, self.title, self.purpose, uncovered=self.uncovered, registry=registry
        )

    @property
    def filters(self) -> tuple[Filter, ...]:
        """建会情况, 经营状态, 单位性质, 行业, 是否应建会."""
        how = Filter(
            "how",
            "建会情况",
            choices("coverage_shown"),
            many=True,
        )
        rest = (
            code_filter("status", "经营状态", "employer_status"),
            code_filter("nature", "单位性质", "unit_nature"),
            code_filter("industry", "行业", "industry"),
            code_filter("should_unionise", "是否应建会", "should_unionise"),
        )
        return rest if self.uncovered else (how, *rest)

    def _query(self, view: View, *columns: Any) -> Select[Any]:
        found = (
            select(
                COVERAGE.c.employer_id,
                COVERAGE.c.id.label("coverage_id"),
                COVERAGE.c.organiser,
                COVERAGE.c.liaison,
                COVERAGE.c.phone,
                UNION_SPELL.c.union_id,
                UNION_SPELL.c.name.label("union_name"),
                UNION_SPELL.c.type.label("union_type"),
            )
            .join(UNION_SPELL, UNION_SPELL.c.union_id == COVERAGE.c.union_id)
            .where(
                COVERAGE.c.kind == "found",
                on_day(COVERAGE, view.day),
                on_day(UNION_SPELL, view.day),
            )
            .subquery("found")
        )
        query = (
            select(EMPLOYER.c.id, *(found.c[c] if isinstance(c, str) else c for c in columns))
            .join(EMPLOYER_SPELL, EMPLOYER_SPELL.c.employer_id == EMPLOYER.c.id)
            .outerjoin(found, found.c.employer_id == EMPLOYER.c.id)
            .outerjoin(
                PLACE_SPELL,
                (PLACE_SPELL.c.place_id == EMPLOYER_SPELL.c.place_id)
                & on_day(PLACE_SPELL, view.day),
            )
            .where(on_day(EMPLOYER_SPELL, view.day))
        )
        if view.unit is not None:
            below = bases.subtree(Scope(view.day, period=None, unit=view.unit))  # type: ignore[arg-type]
            query = query.where(found.c.union_id.in_(select(below.c.id)))
        self_found: Any = found
        return self._narrow(query, view, self_found)

    def _narrow(self, query: Select[Any], view: View, found: Any) -> Select[Any]:
        if self.uncovered:
            query = query.where(
                found.c.union_id.is_(None),
                EMPLOYER_SPELL.c.status.in_(bases.OPEN_STATUS),
                EMPLOYER.c.should_unionise.is_(None)
                | EMPLOYER.c.should_unionise.in_(("required", "deferred")),
            )
        elif not chosen(view, "status"):
            query = query.where(EMPLOYER_SPELL.c.status.in_(bases.OPEN_STATUS))
        how = chosen(view, "how")
        if how:
            types = {"single": ("single",), "joint": ("joint",)}
            hit = None
            for key in how:
                if key == "none":
                    part = found.c.union_id.is_(None)
                elif key == "federation":
                    part = found.c.union_id.is_not(None) & (
                        found.c.union_type.is_(None)
                        | found.c.union_type.not_in(("single", "joint"))
                    )
                else:
                    part = found.c.union_type.in_(types.get(key, ()))
                hit = part if hit is None else hit | part
            if hit is not None:
                query = query.where(hit)
        unions = chosen(view, "union")
        if unions:
            query = query.where(found.c.union_id.in_(unions))
        places = chosen(view, "place")
        if places:
            query = query.where(EMPLOYER_SPELL.c.place_id.in_(places))
        return query

    def ids(self, connection: Connection, view: View) -> Sequence[str]:
        """All ids in order."""
        spell = EMPLOYER_SPELL.c
        query = narrowed(
            self._query(view),
            view,
            {
                "status": spell.status,
                "nature": spell.nature,
                "industry": spell.industry,
                "should_unionise": EMPLOYER.c.should_unionise,
            },
            (spell.name, EMPLOYER.c.credit_code, EMPLOYER.c.legal_representative),
        )
        sortable = {
            c: EMPLOYER.c[c]
            for c in ("credit_code", "unit_level", "address", "planned_on", "registered_on")
        }
        sortable |= {
            c: spell[c]
            for c in ("name", "nature", "industry", "economic_type", "legal_form", "status")
        }
        query = ordered(
            query, view, {**sortable, "place": PLACE_SPELL.c.name}, (spell.name, EMPLOYER.c.id)
        )
        return list(connection.execute(query).scalars())

    def rows(
        self, connection: Connection, ids: Sequence[str], view: View
    ) -> Sequence[Mapping[str, Any]]:
        """One page of rows in the order of ``ids``."""
        everything = View(
            view.day,
            filters={
                "status": ("active", "suspended", "moved_out", "revoked", "deregistered"),
            },
        )
        spell = EMPLOYER_SPELL.c
        query = EmployerList("all", "", "")._query(
            everything,
            *(c for c in EMPLOYER.c if c.name not in ("id", "rev")),
            spell.name,
            spell.nature,
            spell.industry,
            spell.economic_type,
            spell.legal_form,
            spell.status,
            PLACE_SPELL.c.name.label("place"),
            *("coverage_id", "organiser", "liaison", "phone"),
            *("union_id", "union_name", "union_type"),
        )
        found = by_ids(connection, query, EMPLOYER.c.id, ids)
        heads = readings_of(connection, "employer_id", list(ids), view.day)
        single = {i: r["union_id"] for i, r in found.items() if r["union_type"] == "single"}
        theirs = readings_of(connection, "union_id", list(single.values()), view.day)
        for employer, union in single.items():  # the numbers of its union are its own
            heads[employer] = {**theirs.get(union, {}), **heads.get(employer, {})}
        covering = {i: row["union_id"] for i, row in found.items() if row["union_id"]}
        rosters = counted_at(connection, self.registry, covering, view)
        return [_row(found[i], heads.get(i, {}), rosters.get(i)) for i in ids if i in found]


def _row(
    record: Mapping[str, Any], heads: Mapping[str, int], roster: Mapping[str, int] | None
) -> dict[str, Any]:
    workers, members, women = (heads.get(code) for code in ("J201", "J206", "J207"))
    if roster is not None:
        members, women = counted(roster["J206"], members), counted(roster["J207"], women)
    officer = [
        f"{word} {record[key]}"
        for key, word in (("organiser", "组织员"), ("liaison", "联络员"))
        if record[key]
    ]
    row = dict(record)
    row.update(
        covered=covered_status(covered_how(record["union_type"], record["union_id"])),
        union=record["union_name"] or "",
        workers=workers,
        members=members,
        women_members=women,
        by_roster=roster is not None,
        rate=rate_of(members, workers),
        officer="，".join(officer),
        place=record["place"] or "",
        status=Status(
            name_of("employer_status", record["status"]), EMPLOYER_STATUS[record["status"]]
        ),
        unit_level=name_of("unit_level", record["unit_level"]),
        nature=name_of("unit_nature", record["nature"]),
        industry=name_of("industry", record["industry"]),
        economic_type=name_of("economic_type", record["economic_type"]),
        legal_form=name_of("legal_form", record["legal_form"]),
        should_unionise=name_of("should_unionise", record["should_unionise"]),
    )
    return row


EMPLOYERS = EmployerList(
    "employers",
    "用人单位",
    "这里列出本地区的用人单位和它们的建会情况。可以导入市场监管部门的名单，也可以逐个新增。",
)
UNCOVERED = EmployerList(
    "uncovered",
    "未建会单位",
    "这里列出应建会而还没有工会的单位；现在没有这样的单位，或者还没有导入用人单位名单。",
    uncovered=True,
)
