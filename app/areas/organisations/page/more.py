"""The menus of the page: what is done less often, and the acts of the record in the list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QMenu

from app.desk.menus import open_menu
from app.desk.page import Entry
from app.desk.widgets import named

from . import employer_forms, union_forms

if TYPE_CHECKING:
    from .screen import OrganisationsPage


def more_entries(page: OrganisationsPage) -> list[Entry]:
    """补录, 筹建, 批量填人数, findings, what is missing."""
    kind, make = page.middle.kind(), page.maker()
    entries: list[Entry] = []
    if kind == "union":
        upper = page.upper()
        entries = [
            ("record", "补录已有的工会…",
             lambda: page.open_form(union_forms.record(make, upper=upper))),
            ("prepare", "登记筹建…",
             lambda: page.open_form(union_forms.prepare(make, upper=upper))),
        ]  # fmt: skip
    elif page.middle.key() == "uncovered":
        entries = [("add", "新增单位…", lambda: page.open_form(employer_forms.add(make)))]
    return [
        *entries,
        ("heads", "批量填人数…", page.heads),
        ("findings", "全部审核问题…", lambda: page.work("findings", rule="")),
        ("missing", "还没有填的资料…", lambda: page.work("missing", kind="", field="")),
    ]


def open_more(page: OrganisationsPage) -> None:
    """更多 of the top bar."""
    open_menu(page, "organisations", "更多", more_entries(page))


def open_list_menu(page: OrganisationsPage, ids: Sequence[str], at: QPoint) -> None:
    """The acts of the record under the cursor."""
    detail = page.detail()
    if detail is None or detail.card is None or not ids or page.desk.is_past:
        return
    menu = QMenu(page)
    named(menu, "organisations_list_menu", "对所选记录")
    if page.middle.key() == "uncovered":
        entry = menu.addAction(f"为所选 {len(ids)} 家登记建会…")
        entry.triggered.connect(page.found_for_selected)
    if len(ids) == 1 and detail.record() == ids[0]:
        for which in page.menu().of(detail.card):
            entry = menu.addAction(which.title.replace("&", "&&"))
            entry.triggered.connect(lambda _c=False, run=which.run: run())
    menu.aboutToHide.connect(menu.deleteLater)
    menu.popup(at)
