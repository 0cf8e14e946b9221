"""The screens of 干部与换届."""

from __future__ import annotations

from app.desk.page import Desk, Page, PageEntry, UnitAct


def _build(desk: Desk) -> Page:
    from .screen import CadresPage

    return CadresPage(desk)


PAGE = PageEntry(
    "cadres",
    "干部与换届",
    "cadres",
    30,
    _build,
    short="干部",
    kinds=frozenset(
        {
            "organs",
            "cadre",
            "post",
            "training",
            "honour",
            "election",
            "delegation",
            "official_paper",
            "candidate",
            "delegate",
        }
    ),
    ahead=(f"{__name__}.screen",),
    help="cadres",
    unit_acts=(
        UnitAct("draft_founding", "建会公文…", "edit", ("preparing",)),
        UnitAct("draft_rename", "更名公文…", "rename_below", ("active",)),
        UnitAct("draft_merge", "合并公文…", "merge", ("active", "dissolved")),
        UnitAct("draft_dissolve", "撤销公文…", "dissolve", ("active", "dissolved")),
        UnitAct("draft_legal", "法人登记表…", "complete"),
    ),
)
