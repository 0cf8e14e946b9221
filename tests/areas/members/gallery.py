"""Pictures of the page of 会员: python -m tests.areas.members.gallery OUT [SIZE SCHEME]."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QWidget

from tests.areas.organisations.gallery import until, windowed
from tests.desk.gallery import in_children, wait

AREAS = ("organisations", "members")


def one(out: Path, size: str, scheme: str) -> None:
    """Every view and form of the page at one size."""
    windowed(out, size, scheme, tour, areas=AREAS, data="small")


def tour(shell: Any, grab: Any) -> None:
    page = shell.page()
    shown = page.list()
    until(lambda: shown.count() > 0)
    if page.panes.is_narrow():
        grab("narrow")
    grab("list")
    shown.select_first()
    until(lambda: "member" in page.details and page.details["member"].card is not None)
    detail = page.details["member"]
    for tab in ("facts", "events", "work", "documents", "findings", "history"):
        detail.show_tab(tab)
        wait(700)
        grab(f"member-{tab}")
    detail.show_tab("facts")
    forms(page, detail, grab)
    batches(page, shown, grab)
    lists(page, detail, grab)
    for key in ("former_members", "transfers", "applications", "campaigns"):
        page.bring(key)
        wait(900)
        if page.list().count():
            page.list().select_first()
            wait(900)
        grab(key)
        page.main_act()
        wait(400)
        grab(f"{key}-main")
        page.editor.close_form()
        page.form_left()


def lists(page: Any, detail: Any, grab: Any) -> None:
    """Dialogs, the side-by-side view, tabs of a campaign, an application."""
    from PySide6.QtWidgets import QDialog

    page.rosters()
    wait(300)
    found = page.window().findChild(QDialog, "rosters")
    found.findChild(QWidget, "rosters_hand_out").setChecked(True)
    grab("rosters", found)
    found.reject()
    page.erase(detail.record(), detail.card.title)
    until(lambda: page.window().findChild(QDialog, "erase") is not None)
    grab("erase", page.window().findChild(QDialog, "erase"))
    page.window().findChild(QDialog, "erase").reject()
    page.merge(page.list().model.id_at(1), page.list().model.id_at(2))
    until(lambda: all(page.merging().pair()))
    grab("merge")
    page.back()
    page.bring("campaigns")
    until(lambda: page.list().count() > 0)
    page.list().select_first()
    until(lambda: "campaign" in page.details and page.details["campaign"].card is not None)
    for tab in ("facts", "unions", "week", "month"):
        page.details["campaign"].show_tab(tab)
        wait(300)
        grab(f"campaign-{tab}")
    page.bring("duplicates")
    wait(1500)
    page.list().select_first()
    wait(900)
    grab("duplicates")
    page.bring("members")
    until(lambda: page.list().count() > 0)


def forms(page: Any, detail: Any, grab: Any) -> None:
    """Every form of a person."""
    page.main_act()
    wait(400)
    page.save()
    wait(300)
    grab("register")
    page.editor.close_form()
    page.form_left()
    page._arrive()
    wait(300)
    grab("arrive")
    page.editor.close_form()
    page.form_left()
    for which in page.menu.person(detail.card):
        if which.key.startswith(("print", "merge", "erase", "delete")):
            continue
        which.run()
        wait(350)
        if page.editor.is_open():
            grab(f"form-{which.key}")
            page.editor.close_form()
            page.form_left()


def batches(page: Any, shown: Any, grab: Any) -> None:
    """The bar for many, a form of many, its review."""
    from PySide6.QtWidgets import QDialog

    shown.table.selectAll()
    wait(400)
    grab("batch")
    page._batch(__import__("app.areas.members.page.batch_forms", fromlist=["retain"]).retain,
                shown.selected()[:12])  # fmt: skip
    form = page.editor.form
    form.put("reason", "retired")
    grab("batch-form")
    page.save()
    until(lambda: page.window().findChild(QDialog, "review") is not None)
    grab("batch-review", page.window().findChild(QDialog, "review"))
    page.window().findChild(QDialog, "review").reject()
    page.editor.close_form()
    page.form_left()


if __name__ == "__main__":
    raise SystemExit(in_children("tests.areas.members.gallery", one))
