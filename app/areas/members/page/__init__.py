"""The screens of 会员."""

from __future__ import annotations

from app.desk.page import Desk, Page, PageEntry, UnitAct

MOVE = "move_everybody"
"""View that begins moving all members of a union."""


def _build(desk: Desk) -> Page:
    from .screen import MembersPage

    return MembersPage(desk)


PAGE = PageEntry(
    "members",
    "会员",
    "members",
    20,
    _build,
    short="会员",
    kinds=frozenset({"member", "person", "transfer", "member_application", "campaign"}),
    ahead=(f"{__name__}.screen",),
    help="members",
    of_unit=("会员名册", "J224"),
    unit_acts=(UnitAct(MOVE, "会员整体接转…", "merge_doubled", ("active", "dissolved")),),
)
