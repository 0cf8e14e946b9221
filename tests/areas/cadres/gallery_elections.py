"""Pictures of elections, delegates, papers: python -m tests.areas.cadres.gallery_elections OUT."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.areas.organisations.gallery import until, windowed
from tests.desk.gallery import in_children, wait

AREAS = ("organisations", "members", "cadres")
KINDS = {"elections": "election", "delegations": "delegation", "official_papers": "official_paper"}


def one(out: Path, size: str, scheme: str) -> None:
    """Every view and form of these views at one size."""
    windowed(out, size, scheme, tour, areas=AREAS, data="township")


def tour(shell: Any, grab: Any) -> None:
    page = shell.page()
    until(lambda: page.list().count() > 0)
    for key, kind in KINDS.items():
        page.bring(key)
        until(lambda: page.list().count() > 0)
        page.list().select_first()
        until(lambda kind=kind: kind in page.details and page.details[kind].card is not None)
        wait(700)
        detail = page.details[kind]
        for tab in [t.key for t in detail._tabs]:
            detail.show_tab(tab)
            wait(600)
            grab(f"{key}-{tab}")
        detail.show_tab("facts")
        page.main_act()
        wait(400)
        grab(f"{key}-main")
        page.editor.close_form()
        page.form_left()
    dialogs(page, grab)


def dialogs(page: Any, grab: Any) -> None:
    """The counts of a vote and the text of a paper."""
    from app.areas.cadres.page.counts import ask_counts
    from app.areas.cadres.page.paper_editor import PaperEditor, start_paper

    page.bring("elections")
    until(lambda: page.list().count() > 0)
    page.list().select(page.list().model.id_at(8))
    until(
        lambda: bool(
            page.details["election"].card and page.details["election"].card.data["whole"].votes
        )
    )
    wait(500)
    card = page.details["election"].card
    made = ask_counts(page.desk, page, card.data["whole"].votes[0])
    wait(500)
    grab("counts", made)
    made.reject()
    start_paper(page, "result_report", card.id)
    wait(900)
    editor = page.window().findChild(PaperEditor)
    grab("paper", editor)
    editor.reject()


if __name__ == "__main__":
    raise SystemExit(in_children("tests.areas.cadres.gallery_elections", one))
