"""The list of unions (基层工会组织台账) as of a day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, Select, func, select

from app.base.lists import Choice, Column, Filter, Role, Status, Tone, View, counted
from app.figures.registry import Registry, Scope
from app.store.meta import on_day
from app.store.work import in_parts

from .. import bases
from ..records import COVERAGE, EMPLOYER_SPELL, PLACE_SPELL, UNION, UNION_SPELL
from .common import (
    UNION_STATUS,
    by_ids,
    chosen,
    code_filter,
    name_of,
    narrowed,
    ordered,
    place_names,
    rate_of,
    readings_of,
    union_names,
)

MEMBERS_HELP = "名册已录全的按名册计；与填报的不同时，括号里是填报的数"
OUTSIDE = Status("属地不属本会管", Tone.IDLE)


class UnionList:
    """Unions with their figures; dissolved ones only when the filter asks for them.

    Attributes:
        registry: the figures of all areas, so that listed members count as they do there; None
            where nobody looks at numbers of members.
    """

    key = "unions"
    title = "工会组织"
    kind = "unions"
    kinds = frozenset(
        {"unions", "union_spell", "coverage", "reading", "federation_member", "membership"}
    )
    purpose = "这里列出本单位管理的工会。可以从工作簿导入组织台账，也可以逐个补录或登记建会。"
    columns = (
        Column("name", "工会名称", 240),
        Column("type", "工会类型", 104),
        Column(
            "covered",
            "涵盖单位数",
            90,
            Role.COUNT,
            sortable=False,
            help="以建会方式涵盖的单位；名单已录全的按名单计，与填报的不同时，括号里是填报的数",
        ),
        Column("workers", "职工人数", 76, Role.COUNT, sortable=False),
        Column("members", "会员人数", 100, Role.COUNT, sortable=False, help=MEMBERS_HELP),
        Column("rate", "入会率", 76, Role.RATE, sortable=False),
        Column("status", "状态", 92, Role.STATUS),
        Column("upper", "上级工会", 180, sortable=False),
        Column("place", "所在村（社区）/园区", 140),
        Column("form", "组织形式", 120, shown=False),
        Column("level", "级别", 70, shown=False),
        Column("women", "女职工", 80, Role.COUNT, shown=False, sortable=False),
        Column("women_members", "女会员", 80, Role.COUNT, shown=False, sortable=False),
        Column("migrant_members", "农民工会员", 90, Role.COUNT, shown=False, sortable=False),
        Column("code", "工会编码", 140, Role.CODE, shown=False),
        Column("credit_code", "工会统一社会信用代码", 180, Role.CODE, shown=False),
        Column("chair", "工会主席（负责人）", 120, shown=False),
        Column("phone", "联系电话", 120, sensitive=True, shown=False),
        Column("address", "地址", 200, shown=False),
        Column("founded_on", "建会日期", 100, Role.DAY, shown=False),
        Column("founded_doc", "建会批复文号", 150, shown=False),
        Column("legal_person", "法人资格", 80, shown=False),
        Column("certificate_no", "法人资格证书号", 150, Role.CODE, shown=False),
        Column("certificate_until", "证书有效期至", 110, Role.DAY, shown=False),
        Column("term_from", "本届任期自", 100, Role.DAY, shown=False),
        Column("term_until", "本届任期至", 100, Role.DAY, shown=False),
        Column("note", "备注", 200, shown=False),
    )

    def __init__(self, registry: Registry | None = None) -> None:
        self.registry = registry

    @property
    def filters(self) -> tuple[Filter, ...]:
        """类型, 形式, 状态, 归属."""
        return (
            code_filter("type", "工会类型", "union_type"),
            code_filter("form", "组织形式", "union_form"),
            code_filter("status", "状态", "union_status"),
            Filter(
                "belongs",
                "归属",
                (
                    Choice("own", "本会管理"),
                    Choice("outside", "属地不属本会管"),
                    Choice("all", "全部"),
                ),
            ),
        )

    def _query(self, view: View, *columns: Any) -> Select[Any]:
        query = (
            select(UNION.c.id, *columns)
            .join(UNION_SPELL, UNION_SPELL.c.union_id == UNION.c.id)
            .outerjoin(
                PLACE_SPELL,
                (PLACE_SPELL.c.place_id == UNION_SPELL.c.place_id) & on_day(PLACE_SPELL, view.day),
            )
            .where(on_day(UNION_SPELL, view.day))
        )
        belongs = (chosen(view, "belongs") or ("own",))[0]
        if belongs != "all":
            query = query.where(UNION.c.outside == (belongs == "outside"))
        if not chosen(view, "status"):
            query = query.where(UNION_SPELL.c.status != "dissolved")
        if view.unit is not None:
            below = bases.subtree(Scope(view.day, period=None, unit=view.unit))  # type: ignore[arg-type]
            query = query.where(UNION.c.id.in_(select(below.c.id)))
        places = chosen(view, "place")
        if places:
            query = query.where(UNION_SPELL.c.place_id.in_(places))
        return query

    def ids(self, connection: Connection, view: View) -> Sequence[str]:
        """All ids in order."""
        query = narrowed(
            self._query(view),
            view,
            {
                "type": UNION_SPELL.c.type,
                "form": UNION_SPELL.c.form,
                "status": UNION_SPELL.c.status,
            },
            (UNION_SPELL.c.name, UNION.c.code, UNION.c.credit_code, UNION.c.chair),
        )
        query = ordered(
            query,
            view,
            {
                "name": UNION_SPELL.c.name,
                "type": UNION_SPELL.c.type,
                "form": UNION_SPELL.c.form,
                "level": UNION_SPELL.c.level,
                "status": UNION_SPELL.c.status,
                "place": PLACE_SPELL.c.name,
                **{
                    c: UNION.c[c]
                    for c in UNION.c.keys()  # noqa: SIM118  a column collection, not a dict
                    if c not in ("id", "rev")
                },
            },
            (UNION_SPELL.c.name, UNION.c.id),
        )
        return list(connection.execute(query).scalars())

    def rows(
        self, connection: Connection, ids: Sequence[str], view: View
    ) -> Sequence[Mapping[str, Any]]:
        """One page of rows in the order of ``ids``."""
        all_view = View(
            view.day, filters={"belongs": "all", "status": ("active", "preparing", "dissolved")}
        )
        plain = [c for c in UNION.c if c.name not in ("id", "rev")]
        query = self._query(
            all_view,
            *plain,
            UNION_SPELL.c.name,
            UNION_SPELL.c.upper_id,
            UNION_SPELL.c.type,
            UNION_SPELL.c.form,
            UNION_SPELL.c.level,
            UNION_SPELL.c.status,
            UNION_SPELL.c.place_id,
        )
        found = by_ids(connection, query, UNION.c.id, ids)
        uppers = union_names(connection, view.day, (r["upper_id"] for r in found.values()))
        places = place_names(connection, view.day)
        reported = readings_of(connection, "union_id", list(ids), view.day)
        listed = covered_counts(connection, ids, view)
        rosters = counted_by_list(connection, self.registry, ids, view)
        return [
            _row(
                found[i],
                uppers,
                places,
                reported.get(i, {}),
                listed.get(i, {}),
                view,
                rosters.get(i),
            )
            for i in ids
            if i in found
        ]


def covered_counts(
    connection: Connection, ids: Sequence[str], view: View
) -> dict[str, dict[str, int]]:
    """Per union: listed covered employers (``J107``) and the sums of their headcounts."""
    found: dict[str, dict[str, int]] = {}
    for part in in_parts(ids):
        scope = Scope(view.day, period=None)  # type: ignore[arg-type]
        heads = bases.latest(scope, "employer_id", ("J201", "J202", "J206", "J207", "J208"), "h")
        query = (
            select(
                COVERAGE.c.union_id,
                func.count().label("J107"),
                *(func.sum(heads.c[k]).label(k) for k in ("J201", "J202", "J206", "J207", "J208")),
            )
            .join(EMPLOYER_SPELL, EMPLOYER_SPELL.c.employer_id == COVERAGE.c.employer_id)
            .outerjoin(heads, heads.c.owner == COVERAGE.c.employer_id)
            .where(
                COVERAGE.c.union_id.in_(part),
                COVERAGE.c.kind == "found",
                on_day(COVERAGE, view.day),
                on_day(EMPLOYER_SPELL, view.day),
                EMPLOYER_SPELL.c.status.in_(bases.OPEN_STATUS),
            )
            .group_by(COVERAGE.c.union_id)
        )
        for row in connection.execute(query).mappings():
            found[row["union_id"]] = {k: v for k, v in row.items() if k.startswith("J")}
    return found


def roster_counts(
    connection: Connection,
    registry: Registry | None,
    ids: Sequence[str],
    view: View,
    by: str = "union_id",
) -> dict[str, dict[str, int]] | None:
    """Of unions that report no number of members those whom higher areas list, per union or per
    covered employer (``by``: ``employer_id``); None where no area lists any."""
    added = registry.extensions.get("heads", []) if registry is not None else []
    found: dict[str, dict[str, int]] = {}
    for build in added:
        people = build(Scope(view.day, period=None)).subquery()  # type: ignore[arg-type]
        owner = people.c[by].label("owner")
        sums = [func.sum(people.c[code]).label(code) for code in bases.MEMBER_HEADS]
        query = select(owner, *sums).where(owner.is_not(None)).group_by(owner)
        for part in in_parts(ids):
            for row in connection.execute(query.where(people.c.union_id.in_(part))).mappings():
                own = found.setdefault(row["owner"], {})
                for code in bases.MEMBER_HEADS:
                    own[code] = own.get(code, 0) + row[code]
    return found if added else None


def rosters_since(connection: Connection, ids: Iterable[str], view: View) -> dict[str, date | None]:
    """Per union that counts on the day: from which day on its roster is complete, None if none was
    named."""
    query = (
        select(UNION.c.id, UNION.c.members_complete_from)
        .join(UNION_SPELL, UNION_SPELL.c.union_id == UNION.c.id)
        .where(
            on_day(UNION_SPELL, view.day),
            UNION_SPELL.c.status == "active",
            UNION.c.outside == False,  # noqa: E712
        )
    )
    rows = by_ids(connection, query, UNION.c.id, list(ids)).values()
    return {row["id"]: row["members_complete_from"] for row in rows}


def counted_by_list(
    connection: Connection, registry: Registry | None, ids: Sequence[str], view: View
) -> dict[str, dict[str, int]]:
    """Per union whose members count by the list, complete or beside no reported number: how many
    there are by code of the figure."""
    return _counted(connection, registry, {union: union for union in ids}, view, "union_id")


def counted_at(
    connection: Connection, registry: Registry | None, covering: Mapping[str, str], view: View
) -> dict[str, dict[str, int]]:
    """Per employer whose members count by the list of the union that covers it: how many there are
    by code of the figure. ``covering``: employer → union."""
    return _counted(connection, registry, covering, view, "employer_id")


def _counted(
    connection: Connection,
    registry: Registry | None,
    unions: Mapping[str, str],
    view: View,
    by: str,
) -> dict[str, dict[str, int]]:
    """``unions``: who is asked for → the union whose list has the members."""
    wanted = list(set(unions.values()))
    rosters = roster_counts(connection, registry, wanted, view, by)
    if rosters is None:
        return {}
    found, since = {}, rosters_since(connection, wanted, view)
    for one, union in unions.items():
        if union not in since:
            continue
        complete = since[union]
        if one in rosters or (complete is not None and complete <= view.day):
            own = rosters.get(one, {})
            found[one] = {code: own.get(code, 0) for code in bases.MEMBER_HEADS}
    return found


def holds(
    code: str, reported: Mapping[str, int], listed: Mapping[str, int], complete: bool
) -> int | None:
    """Which number holds for a union: the reported one until its list is complete (design of the
    readings); without a reported one, what is listed."""
    if not complete and code in reported:
        return reported[code]
    return listed.get(code)


def _row(
    record: Mapping[str, Any],
    uppers: Mapping[str, str],
    places: Mapping[str, str],
    reported: Mapping[str, int],
    listed: Mapping[str, int],
    view: View,
    roster: Mapping[str, int] | None,
) -> dict[str, Any]:
    if record["type"] is None:  # numbers typed for the office's own union are past years' totals
        reported = {}
    complete_from = record["covered_complete_from"]
    complete = complete_from is not None and complete_from <= view.day

    def number(code: str) -> int | None:
        if roster is not None and code in bases.MEMBER_HEADS:
            return counted(roster[code], reported.get(code))
        return holds(code, reported, listed, complete)

    workers, members = number("J201"), number("J206")
    row = {k: v for k, v in record.items() if not k.endswith("_id")}
    row.update(
        id=record["id"],
        upper=uppers.get(record["upper_id"] or "", ""),
        place=places.get(record["place_id"] or "", ""),
        type=name_of("union_type", record["type"]),
        form=name_of("union_form", record["form"]),
        level=name_of("union_level", record["level"]),
        status=OUTSIDE
        if record["outside"]
        else Status(name_of("union_status", record["status"]), UNION_STATUS[record["status"]]),
        covered=counted(number("J107") or 0, reported.get("J107")),
        covered_listed=listed.get("J107", 0),
        covered_reported=reported.get("J107"),
        workers=workers,
        members=members,
        women=number("J202"),
        women_members=number("J207"),
        migrant_members=number("J208"),
        rate=rate_of(members, workers),
    )
    return row


UNIONS = UnionList()
