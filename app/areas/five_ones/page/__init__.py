"""The screens of 五个一."""

from __future__ import annotations

from app.desk.page import Desk, Page, PageEntry


def _build(desk: Desk) -> Page:
    from .screen import FiveOnesPage

    return FiveOnesPage(desk)


PAGE = PageEntry(
    "five_ones",
    "五个一",
    "five_ones",
    40,
    _build,
    short="五个一",
    kinds=frozenset({"five_year", "activity", "consultation", "offer_batch", "contract"}),
    ahead=(f"{__name__}.screen",),
    help="five_ones",
)
