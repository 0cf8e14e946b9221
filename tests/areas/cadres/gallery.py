"""Pictures of the page of 干部与换届: python -m tests.areas.cadres.gallery OUT [SIZE SCHEME]."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.areas.organisations.gallery import until, windowed
from tests.desk.gallery import in_children, wait

AREAS = ("organisations", "members", "cadres")


def one(out: Path, size: str, scheme: str) -> None:
    """Every view and form of the page at one size."""
    windowed(out, size, scheme, tour, areas=AREAS, data="small")


def tour(shell: Any, grab: Any) -> None:
    page = shell.page()
    until(lambda: page.list().count() > 0)
    grab("list")
    for number in range(page.list().count()):
        page.list().select(page.list().model.id_at(number))
        until(lambda: "organs" in page.details and page.details["organs"].card is not None)
        wait(300)
        if len(page.details["organs"].card.data["bodies"]) > 2:
            break
    detail = page.details["organs"]
    for tab in ("facts", "posts", "bodies", "terms", "chart", "share", "findings", "history"):
        detail.show_tab(tab)
        wait(900)
        grab(f"organs-{tab}")
    forms(page, detail, grab)
    for key in ("cadres", "posts", "trainings", "honours"):
        page.bring(key)
        until(lambda: page.list().count() > 0)
        page.list().select_first()
        wait(900)
        grab(key)
        page.main_act()
        wait(400)
        grab(f"{key}-main")
        page.editor.close_form()
        page.form_left()


def forms(page: Any, detail: Any, grab: Any) -> None:
    for action in detail.acts_of(detail.card):
        if action.key not in ("assign", "set_up", "term", "delay", "honour"):
            continue
        action.run()
        wait(400)
        grab(f"form-{action.key}")
        page.editor.close_form()
        page.form_left()


if __name__ == "__main__":
    raise SystemExit(in_children("tests.areas.cadres.gallery", one))
