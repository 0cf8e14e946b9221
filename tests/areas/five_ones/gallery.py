"""Pictures of the page of 五个一: python -m tests.areas.five_ones.gallery OUT [SIZE SCHEME]."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.areas.organisations.gallery import until, windowed
from tests.desk.gallery import in_children, wait

AREAS = ("organisations", "five_ones")


def one(out: Path, size: str, scheme: str) -> None:
    """Every view and form of the page at one size."""
    windowed(out, size, scheme, tour, areas=AREAS, data="small")


def tour(shell: Any, grab: Any) -> None:
    page = shell.page()
    shown = page.list()
    until(lambda: shown.count() > 0)
    grab("lamps")
    shown.select_first()
    until(lambda: "five_year" in page.details and page.details["five_year"].card is not None)
    detail = page.details["five_year"]
    for tab in ("facts", "lamps", "activities", "findings"):
        detail.show_tab(tab)
        wait(700)
        grab(f"year-{tab}")
    page.main_act()
    wait(500)
    grab("record-activity")
    page.editor.close_form()
    page.form_left()
    for key in ("congress", "plan"):
        (which,) = [a for a in detail.acts_of(detail.card) if a.key == key]
        which.run()
        wait(500)
        grab(f"form-{key}")
        page.editor.close_form()
        page.form_left()
    page.bring("activities")
    made = page.list()
    until(lambda: made.count() > 0)
    made.select_first()
    until(lambda: "activity" in page.details and page.details["activity"].card is not None)
    detail = page.details["activity"]
    for tab in ("facts", "decisions", "people", "findings", "history"):
        detail.show_tab(tab)
        wait(700)
        grab(f"activity-{tab}")


if __name__ == "__main__":
    raise SystemExit(in_children("tests.areas.five_ones.gallery", one))
