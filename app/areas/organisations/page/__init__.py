"""The screens of 组织."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from app.desk.page import Desk, Page, PageEntry


def _build(desk: Desk) -> Page:
    from .screen import OrganisationsPage

    return OrganisationsPage(desk)


def unit_popup(desk: Desk, chosen: Callable[[str | None, str], object]) -> QWidget:
    """The tree under the unit button: what is looked at everywhere; the top is everything."""
    from app.base.lists import TreeNode
    from app.desk.tree import TreePane

    from .trees import UnionTree

    pane = TreePane("unit_tree", (UnionTree(),), desk.ops)

    def take(node: TreeNode) -> None:
        if node.kind == "union":
            index = pane.model.index_of(node.key)
            top = not index.parent().isValid()
            chosen(None if top else node.id, node.title)

    pane.look(day=desk.day)
    pane.opened.connect(take)
    return pane


PAGE = PageEntry(
    "organisations",
    "组织",
    "organisations",
    10,
    _build,
    short="组织",
    kinds=frozenset({"union", "unions", "employer", "place", "coverage", "rule"}),
    ahead=(f"{__name__}.screen",),
    help="organisations",
)
