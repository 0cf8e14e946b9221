"""Pictures of the page of 六有: python -m tests.areas.six_haves.gallery OUT [SIZE SCHEME]."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.areas.organisations.gallery import until, windowed
from tests.desk.gallery import in_children, wait

AREAS = ("organisations", "members", "cadres", "five_ones", "six_haves")


def one(out: Path, size: str, scheme: str) -> None:
    """Every view and form of the page at one size."""
    windowed(out, size, scheme, tour, areas=AREAS, data="small")


def tour(shell: Any, grab: Any) -> None:
    page = shell.page()
    shown = page.list()
    until(lambda: page.scores() is not None and not page.scoring.busy(), 60_000)
    until(lambda: shown.count() > 0)
    shown.select_first()
    until(lambda: "six_union" in page.details and page.details["six_union"].card is not None)
    detail = page.details["six_union"]
    for tab in ("facts", "lines", "improving", "history"):
        detail.show_tab(tab)
        wait(700)
        grab(f"union-{tab}")
    page.start([shown.model.id_at(1), shown.model.id_at(2)])
    wait(500)
    grab("start")
    page.editor.close_form()
    page.form_left()
    union = shown.model.id_at(0)
    page.record_opened("six_line", f"{union}:B2")
    until(lambda: "six_line" in page.details and page.details["six_line"].card is not None)
    detail = page.details["six_line"]
    for tab in ("facts", "behind", "evidence"):
        detail.show_tab(tab)
        wait(700)
        grab(f"line-{tab}")
    for key in ("answer", "score", "words"):
        found = [a for a in detail.acts_of(detail.card) if a.key == key]
        if found:
            found[0].run()
            wait(500)
            grab(f"form-{key}")
            page.editor.close_form()
            page.form_left()
    page.bring("six_improving")
    wait(900)
    grab("improving")
    page.bring("six_rubrics")
    rubrics = page.list()
    until(lambda: rubrics.count() > 0)
    rubrics.select_first()
    until(lambda: "rubric" in page.details and page.details["rubric"].card is not None)
    for tab in ("facts", "items"):
        page.details["rubric"].show_tab(tab)
        wait(500)
        grab(f"rubric-{tab}")
    page.bring("six_targets")
    targets = page.list()
    until(lambda: targets.count() > 0)
    targets.select_first()
    until(lambda: "target" in page.details and page.details["target"].card is not None)
    wait(500)
    grab("target")


if __name__ == "__main__":
    raise SystemExit(in_children("tests.areas.six_haves.gallery", one))
