"""Pictures of the page of 民主评议: python -m tests.areas.surveys.gallery OUT [SIZE SCHEME]."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog

from app.areas.surveys.lists import SURVEYS
from app.base.home import Target
from tests.areas.organisations.gallery import until, windowed
from tests.desk.gallery import in_children, wait

AREAS = ("organisations", "surveys")


def one(out: Path, size: str, scheme: str) -> None:
    """Every view and form of the page at one size."""
    windowed(out, size, scheme, tour, areas=AREAS, data="small")


def tour(shell: Any, grab: Any) -> None:
    shell.go(Target("surveys", view="surveys"))
    page = shell.page()
    shown = page.list()
    until(lambda: shown.count() > 0)
    grab("surveys")
    rows = [str(i) for i in shown.model.ids()] if hasattr(shown.model, "ids") else []
    del rows
    view = shown.view()
    found = shell.desk.workspace.read(
        lambda c: [dict(r) for r in SURVEYS.rows(c, SURVEYS.ids(c, view), view)]
    )
    done = next(r for r in found if r["state"].word == "已公布" and r["kind"] == "会员评家")
    shown.select(done["id"])
    until(lambda: "survey" in page.details and page.details["survey"].card is not None)
    detail = page.details["survey"]
    for tab in ("facts", "results", "chart", "groups", "comments", "findings", "history"):
        detail.show_tab(tab)
        wait(900)
        grab(f"survey-{tab}")
    upper = next(r for r in found if r["kind"] == "下级评上级" and r["satisfied"])
    shown.select(upper["id"])
    wait(900)
    for tab in ("results", "groups"):
        detail.show_tab(tab)
        wait(700)
        grab(f"upper-{tab}")
    waits = next(r for r in found if r["state"].word == "进行中" and r["kind"] == "会员评家")
    shown.select(waits["id"])
    wait(900)
    for key in ("count", "ballots"):
        (which,) = [a for a in detail.acts_of(detail.card) if a.key == key]
        which.run()
        wait(600)
        dialogs = [d for d in shell.findChildren(QDialog) if d.isVisible()]
        if key == "ballots":
            QTest.keyClicks(dialogs[0].grid.table, "1121113211 1")
            wait(200)
        grab(key, dialogs[0])
        for made in dialogs:
            made.close()
    page.main_act()
    wait(500)
    grab("add-survey")
    page.editor.close_form()
    page.form_left()
    page.bring("survey_comments")
    made = page.list()
    until(lambda: made.count() > 0)
    made.select_first()
    until(lambda: "survey_comment" in page.details and page.details["survey_comment"].card)
    wait(400)
    grab("comment")


if __name__ == "__main__":
    raise SystemExit(in_children("tests.areas.surveys.gallery", one))
