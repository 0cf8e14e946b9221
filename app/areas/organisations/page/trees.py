"""The two trees at the left, 按隶属 and 按村（社区）, opened level by level. No Qt in here.

All nodes of a day are read at once on a reader's thread (a county has 6,000) and kept as plain
tuples; the window asks for one level at a time.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from app.base.lists import Tone, TreeNode, View

from ..lists import UNCOVERED, Node, place_tree, union_tree

GROUPED = 6
"""So many single unions and more below one union stand in a group of their own."""
COUNTS = "组织 / 单位"


@dataclass(slots=True)
class _Held:
    day: date
    unit: str | None
    below: dict[str, list[TreeNode]] = field(default_factory=dict)
    above: dict[str, str] = field(default_factory=dict)

    def hang(self, upper: str, node: TreeNode) -> None:
        self.below.setdefault(upper, []).append(node)
        self.above[node.key] = upper


def _count(unions: int, units: int) -> str:
    return f"{unions:,} / {units:,}"


class _Tree:
    """What both trees share: reading once, answering level by level."""

    key = ""
    title = ""
    counts = COUNTS
    kinds: frozenset[str] = frozenset()

    def __init__(self) -> None:
        self._held: _Held | None = None

    def children(self, connection: Any, node: str | None, view: View) -> Sequence[TreeNode]:
        """One level; the root is read anew."""
        held = self._held
        if node is None or held is None or (held.day, held.unit) != (view.day, view.unit):
            held = self._held = self._read(connection, view)
        return held.below.get(node or "", ())

    def path(self, connection: Any, kind: str, record: str, view: View) -> Sequence[str]:
        """Keys from the root to a record; empty if it is not in this tree."""
        held = self._held
        if held is None or (held.day, held.unit) != (view.day, view.unit):
            held = self._held = self._read(connection, view)
        key = f"{kind}:{record}"
        way: list[str] = []
        while key and key in held.above:
            way.insert(0, key)
            key = held.above[key]
        return way

    def _read(self, connection: Any, view: View) -> _Held:
        raise NotImplementedError


class UnionTree(_Tree):
    """按隶属: unions below their upper union; single unions of one upper in a group."""

    key = "by_upper"
    title = "按隶属"
    kinds = frozenset({"unions", "union_spell", "coverage", "reading", "employer_spell"})

    def _read(self, connection: Any, view: View) -> _Held:
        held = _Held(view.day, view.unit)
        nodes = union_tree(connection, view.day)
        known = {node.id: node for node in nodes}
        children: dict[str, list[Node]] = {}
        tops: list[Node] = []
        outside = [node for node in nodes if node.outside]
        for node in nodes:
            if node.outside:
                continue
            if node.upper in known and node.id != view.unit:
                children.setdefault(str(node.upper), []).append(node)
            elif view.unit is None or node.id == view.unit:
                tops.append(node)
        for node in tops:
            self._hang(held, "", node, children)
        if tops and view.unit is None:
            top = f"union:{tops[0].id}"
            bare = len(UNCOVERED.ids(connection, View(view.day)))
            if bare:
                held.hang(top, TreeNode("group:uncovered", "uncovered", "", "未建会单位",
                                        f"{bare:,}", leaf=True))  # fmt: skip
            if outside:
                self._group_outside(held, top, outside)
        return held

    def _group_outside(self, held: _Held, top: str, outside: list[Node]) -> None:
        held.hang(top, TreeNode("group:outside", "outside", "", "属地不属本会管"))
        for node in outside:
            held.hang("group:outside", TreeNode(f"union:{node.id}", "union", node.id, node.title,
                                                leaf=True, tone=Tone.IDLE))  # fmt: skip

    def _hang(self, held: _Held, upper: str, first: Node, children: dict[str, list[Node]]) -> None:
        waiting = [(upper, first)]
        while waiting:
            at, node = waiting.pop()
            key = f"union:{node.id}"
            below = children.get(node.id, [])
            tone = Tone.INFO if node.status == "preparing" else None
            held.hang(at, TreeNode(key, "union", node.id, node.title,
                                   _count(node.unions, node.units), not below, tone))  # fmt: skip
            single = [one for one in below if one.type == "single"]
            others = [one for one in below if one.type != "single"]
            if len(single) < GROUPED or not others:
                waiting += [(key, one) for one in reversed(below)]
                continue
            group = f"single:{node.id}"
            # what is taken from the stack last stands last: the group follows its siblings
            waiting += [(group, one) for one in reversed(single)]
            waiting += [(key, one) for one in reversed(others)]
            count = _count(sum(s.unions for s in single), sum(s.units for s in single))
            title = f"单独建会（{len(single):,} 个）"
            held.hang(key, TreeNode(group, "single", node.id, title, count))
        self._groups_last(held)

    @staticmethod
    def _groups_last(held: _Held) -> None:
        for nodes in held.below.values():
            nodes.sort(key=lambda node: node.kind == "single")


class PlaceTree(_Tree):
    """按村（社区）: places with the unions and covered units there."""

    key = "by_place"
    title = "按村（社区）"
    kinds = frozenset(
        {"place", "place_spell", "union_spell", "coverage", "reading", "employer_spell"}
    )

    def _read(self, connection: Any, view: View) -> _Held:
        held = _Held(view.day, view.unit)
        nodes = place_tree(connection, view.day)
        known = {node.id for node in nodes}
        uppers = {node.upper for node in nodes}
        for node in nodes:
            upper = f"place:{node.upper}" if node.upper in known else ""
            held.hang(
                upper,
                TreeNode(
                    f"place:{node.id}",
                    "place",
                    node.id,
                    node.title,
                    _count(node.unions, node.units),
                    node.id not in uppers,
                ),
            )
        return held
