"""The screens of 六有."""

from __future__ import annotations

from app.desk.page import Desk, Page, PageEntry


def _build(desk: Desk) -> Page:
    from .screen import SixPage

    return SixPage(desk)


PAGE = PageEntry(
    "six_haves",
    "六有",
    "six_haves",
    75,
    _build,
    short="六有",
    kinds=frozenset({"six_union", "six_line", "improvement", "rubric", "target"}),
    ahead=(f"{__name__}.screen",),
    help="six_haves",
)
