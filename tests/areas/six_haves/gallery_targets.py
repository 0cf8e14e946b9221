"""Pictures of 年度目标: python -m tests.areas.six_haves.gallery_targets OUT [SIZE SCHEME]."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from tests.areas.organisations.gallery import until, windowed
from tests.desk.gallery import SIZES, in_children, wait

AREAS = ("organisations", "members", "cadres", "five_ones", "surveys", "six_haves")
FIGURES = ("J206", "R201", "J401")
MINE = {"1366-100": (1366, 768, 1.0), "1366-150": (1366, 768, 1.5)}
SIZES.update(MINE)


def one(out: Path, size: str, scheme: str) -> None:
    """The view, the grid read and written, at one size."""
    windowed(out, size, scheme, tour, areas=AREAS, data="township")


def tour(shell: Any, grab: Any) -> None:
    from app.areas.six_haves.lists.goals import units_of
    from app.areas.six_haves.page.target_grid import open_grid
    from app.store.notes import setting

    page = shell.page()
    day = date(2026, 11, 22)
    page.bring("six_targets")
    shown = page.list()
    until(lambda: shown.count() > 0)
    shown.select_first()
    until(lambda: "target" in page.details and page.details["target"].card is not None)
    wait(800)
    grab("targets")
    unions = page.desk.workspace.read(lambda c: units_of(c, "federations", year=day.year, day=day))
    made = open_grid(page)
    until(lambda: made._data is not None and made._data.counted)
    grab("grid-progress", made)
    made.which.setCurrentIndex(made.which.findData("federations"))
    for code in FIGURES:
        made._add(code)
        until(lambda: made._data is not None and made._data.counted)
    block = "\n".join(f"{400 + 25 * n}\t" for n in range(len(unions) - 1))
    places = [n for n, c in enumerate(made.grid.model.columns) if c.key == "J206"]
    made.grid.model.paste(0, places[0] + 2, block)
    wait(400)
    grab("grid-writing", made)
    made.grid.table.scrollToBottom()
    wait(200)
    grab("grid-sums", made)
    made._leave()
    page.bring("six_haves")
    until(lambda: page.scores() is not None and not page.scoring.busy(), 60_000)
    root = page.desk.workspace.read(lambda c: setting(c, "root"))
    page.record_opened("six_union", root)
    until(lambda: "six_union" in page.details and page.details["six_union"].card is not None)
    page.details["six_union"].show_tab("facts")
    wait(500)
    grab("township")


if __name__ == "__main__":
    raise SystemExit(in_children("tests.areas.six_haves.gallery_targets", one, sizes=tuple(MINE)))
