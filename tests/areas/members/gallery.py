"""Pictures of the page of 会员: python -m tests.areas.members.gallery OUT [SIZE SCHEME]."""

from __future__ import annotations

from pathlib import Path
from typing import Any

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
