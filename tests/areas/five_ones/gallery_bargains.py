"""Pictures of consultations, offers and contracts: python -m tests.areas.five_ones.gallery_bargains
OUT [SIZE SCHEME]."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QDialog

from tests.areas.organisations.gallery import until, windowed
from tests.desk.gallery import in_children, wait

AREAS = ("organisations", "members", "cadres", "five_ones")


def one(out: Path, size: str, scheme: str) -> None:
    """The three views, their details, forms and grids at one size."""
    windowed(out, size, scheme, tour, areas=AREAS, data="small")


def tour(shell: Any, grab: Any) -> None:
    page = shell.page()
    tabs = {
        "consultations": ("facts", "steps", "sides", "talks", "evidence", "findings", "history"),
        "offers": ("facts", "offers"),
        "contracts": ("facts", "covers", "evidence", "history"),
    }
    for key, names in tabs.items():
        page.bring(key)
        made = page.list()
        until(lambda made=made: made.count() > 0)
        wait(500)
        grab(key)
        ids = made.source.ids  # a record that has much to show
        view = made.view()
        every = page.desk.workspace.read(lambda c, ids=ids, view=view: list(ids(c, view)))
        kind = made.source.kind
        page.record_opened(kind, every[len(every) // 3])
        until(lambda kind=kind: kind in page.details and page.details[kind].card is not None)
        detail = page.details[kind]
        for tab in names:
            detail.show_tab(tab)
            wait(600)
            grab(f"{key}-{tab}")
        page.main_act()
        wait(900)
        grab(f"{key}-main")
        for dialog in shell.findChildren(QDialog):
            grab(f"{key}-dialog", dialog)
            dialog.close()
        page.editor.close_form()
        page.form_left()
        wait(300)
    page.bring("offers")
    wait(600)
    page.list().select_first()
    wait(800)
    page.details["offer_batch"].answers()
    wait(800)
    for dialog in shell.findChildren(QDialog):
        grab("offers-answers", dialog)
        dialog.close()
    page.bring("contracts")
    wait(600)
    page.details["contract"].confirm()
    wait(800)
    for dialog in shell.findChildren(QDialog):
        grab("contracts-confirm", dialog)
        dialog.close()


if __name__ == "__main__":
    raise SystemExit(in_children("tests.areas.five_ones.gallery_bargains", one))
