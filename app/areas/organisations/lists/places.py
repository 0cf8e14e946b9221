"""The list of places, and the two trees: 按隶属 and 按村（社区）."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, func, select

from app.base.days import calendar_year
from app.base.lists import Column, Role, View
from app.figures.registry import Scope
from app.store.meta import on_day

from .. import bases
from ..records import PLACE, PLACE_SPELL, UNION, UNION_SPELL
from .common import by_ids, code_filter, name_of, narrowed, ordered, place_names


class PlaceList:
    """Places of the office as of a day."""

    key = "places"
    title = "村（社区）和园区"
    kind = "place"
    kinds = frozenset({"place", "place_spell", "union_spell", "employer_spell"})
    purpose = "这里列出本单位范围内的村、社区、园区、楼宇、市场等地点。"
    columns = (
        Column("name", "名称", 200),
        Column("kind", "类别", 90),
        Column("code", "区划代码", 140, Role.CODE),
        Column("upper", "上级地点", 160, sortable=False),
        Column("unions", "工会数", 80, Role.COUNT, sortable=False),
        Column("employers", "单位数", 80, Role.COUNT, sortable=False),
        Column("note", "备注", 200, shown=False),
    )

    @property
    def filters(self) -> tuple[Any, ...]:
        """类别."""
        return (code_filter("kind", "类别", "place_kind"),)

    def ids(self, connection: Connection, view: View) -> Sequence[str]:
        """All ids in order."""
        spell = PLACE_SPELL.c
        query = select(spell.place_id).where(on_day(PLACE_SPELL, view.day))
        query = narrowed(query, view, {"kind": spell.kind}, (spell.name, spell.code))
        query = ordered(
            query,
            view,
            {"name": spell.name, "kind": spell.kind, "code": spell.code},
            (spell.code.is_(None), spell.code, spell.name, spell.place_id),
        )
        return list(connection.execute(query).scalars())

    def rows(
        self, connection: Connection, ids: Sequence[str], view: View
    ) -> Sequence[Mapping[str, Any]]:
        """One page of rows in the order of ``ids``."""
        query = (
            select(PLACE.c.id, PLACE.c.note, PLACE_SPELL)
            .join(PLACE_SPELL, PLACE_SPELL.c.place_id == PLACE.c.id)
            .where(on_day(PLACE_SPELL, view.day))
            .with_only_columns(
                PLACE.c.id,
                PLACE.c.note,
                PLACE.c.origin,
                PLACE_SPELL.c.name,
                PLACE_SPELL.c.kind,
                PLACE_SPELL.c.code,
                PLACE_SPELL.c.upper_id,
            )
        )
        found = by_ids(connection, query, PLACE.c.id, ids)
        names = place_names(connection, view.day)
        unions = _count(connection, UNION_SPELL, view.day, UNION_SPELL.c.status == "active")
        from ..records import EMPLOYER_SPELL

        employers = _count(
            connection,
            EMPLOYER_SPELL,
            view.day,
            EMPLOYER_SPELL.c.status.in_(bases.OPEN_STATUS),
        )
        return [
            {
                **found[i],
                "kind": name_of("place_kind", found[i]["kind"]),
                "upper": names.get(found[i]["upper_id"] or "", ""),
                "unions": unions.get(i, 0),
                "employers": employers.get(i, 0),
            }
            for i in ids
            if i in found
        ]


def _count(connection: Connection, table: Any, day: date, condition: Any) -> dict[str, int]:
    rows = connection.execute(
        select(table.c.place_id, func.count().label("n"))
        .where(table.c.place_id.is_not(None), on_day(table, day), condition)
        .group_by(table.c.place_id)
    )
    return {row.place_id: row.n for row in rows}


PLACES = PlaceList()


@dataclass(slots=True)
class Node:
    """One line of a tree.

    Attributes:
        kind: ``unions`` or ``place``.
        unions, units: organisations and covered units of the subtree (what J101 and J107 count).
        outside: in the area, but not of this office; in no count.
    """

    id: str
    kind: str
    title: str
    upper: str | None
    type: str | None = None
    status: str = ""
    unions: int = 0
    units: int = 0
    outside: bool = False


def union_tree(connection: Connection, day: date) -> list[Node]:
    """按隶属: all unions that are not dissolved, uppers before those below, by name."""
    rows = connection.execute(
        select(
            UNION_SPELL.c.union_id,
            UNION_SPELL.c.name,
            UNION_SPELL.c.upper_id,
            UNION_SPELL.c.type,
            UNION_SPELL.c.status,
            UNION.c.outside,
        )
        .join(UNION, UNION.c.id == UNION_SPELL.c.union_id)
        .where(on_day(UNION_SPELL, day), UNION_SPELL.c.status != "dissolved")
        .order_by(UNION_SPELL.c.name)
    ).all()
    nodes = {
        row.union_id: Node(
            row.union_id,
            "unions",
            row.name,
            row.upper_id,
            row.type,
            row.status,
            outside=row.outside,
        )
        for row in rows
    }
    for owner, unions, units in _own_counts(connection, day, "union_id"):
        if owner in nodes:
            nodes[owner].unions, nodes[owner].units = unions, units
    return _rolled_up(nodes)


def place_tree(connection: Connection, day: date) -> list[Node]:
    """按村（社区）: places with the unions and covered units there."""
    rows = connection.execute(
        select(PLACE_SPELL.c.place_id, PLACE_SPELL.c.name, PLACE_SPELL.c.upper_id)
        .add_columns(PLACE_SPELL.c.kind)
        .where(on_day(PLACE_SPELL, day))
        .order_by(PLACE_SPELL.c.code.is_(None), PLACE_SPELL.c.code, PLACE_SPELL.c.name)
    ).all()
    nodes = {
        row.place_id: Node(row.place_id, "place", row.name, row.upper_id, row.kind) for row in rows
    }
    for owner, unions, units in _own_counts(connection, day, "place_id"):
        if owner in nodes:
            nodes[owner].unions, nodes[owner].units = unions, units
    return _rolled_up(nodes)


def _own_counts(connection: Connection, day: date, column: str) -> list[tuple[Any, int, int]]:
    scope = Scope(day, calendar_year(day.year))
    found: dict[Any, list[int]] = defaultdict(lambda: [0, 0])
    unions = bases.unions(scope).cte("tree_unions")
    for row in connection.execute(
        select(unions.c[column], func.count()).group_by(unions.c[column])
    ):
        found[row[0]][0] += row[1]
    units = bases.units(scope).cte("tree_units")
    for row in connection.execute(
        select(units.c[column], func.sum(units.c.value)).group_by(units.c[column])
    ):
        found[row[0]][1] += row[1] or 0
    return [(owner, *pair) for owner, pair in found.items()]


def _rolled_up(nodes: dict[str, Node]) -> list[Node]:
    """Nodes in tree order with the counts of everything below added."""
    children: dict[str | None, list[Node]] = defaultdict(list)
    for node in nodes.values():
        children[node.upper if node.upper in nodes else None].append(node)
    ordered_nodes: list[Node] = []
    stack = list(reversed(children[None]))
    while stack:
        node = stack.pop()
        ordered_nodes.append(node)
        stack.extend(reversed(children[node.id]))
    for node in reversed(ordered_nodes):
        upper = nodes.get(node.upper or "")
        if upper is not None:
            upper.unions += node.unions
            upper.units += node.units
    return ordered_nodes
