"""The screens of 民主评议."""

from __future__ import annotations

from app.desk.page import Desk, Page, PageEntry


def _build(desk: Desk) -> Page:
    from .screen import SurveysPage

    return SurveysPage(desk)


PAGE = PageEntry(
    "surveys",
    "民主评议",
    "surveys",
    50,
    _build,
    short="评议",
    kinds=frozenset({"survey", "survey_comment"}),
    ahead=(f"{__name__}.screen",),
    help="surveys",
)
