"""The screens of 干部与换届."""

from __future__ import annotations

from app.desk.page import Desk, Page, PageEntry


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
        }
    ),
    ahead=(f"{__name__}.screen",),
)
