"""The screens of 组织."""

from __future__ import annotations

from app.desk.page import Desk, Page, PageEntry


def _build(desk: Desk) -> Page:
    from .screen import OrganisationsPage

    return OrganisationsPage(desk)


PAGE = PageEntry(
    "organisations",
    "组织",
    "organisations",
    10,
    _build,
    short="组织",
    kinds=frozenset({"union", "unions", "employer", "place", "coverage", "figure", "rule"}),
)
