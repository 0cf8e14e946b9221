"""Pictures of the rubric editor: python -m tests.areas.six_haves.gallery_rubric OUT [SIZE …]."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.areas.organisations.gallery import until, windowed
from tests.desk.gallery import SIZES, in_children

AREAS = ("organisations", "members", "cadres", "five_ones", "surveys", "six_haves")
SIZES.update({"1366-100": (1366, 768, 1.0), "1366-150": (1366, 768, 1.5)})
SCORED = ("A1", "B6", "C1", "C6", "C7")
"""Items of the shipped rubric that are scored each in another way."""


def one(out: Path, size: str, scheme: str) -> None:
    """Every pane of the editor, a fault and both try-outs at one size."""
    windowed(out, size, scheme, tour, areas=AREAS, data="small")


def tour(shell: Any, grab: Any) -> None:
    page = shell.page()
    until(lambda: page.scores() is not None and not page.scoring.busy(), 60_000)
    page.bring("six_rubrics")
    until(lambda: page.list().count() > 0)
    page.list().select_first()
    until(lambda: "rubric" in page.details and page.details["rubric"].card is not None)
    grab("list")
    page.details["rubric"].edit()
    until(lambda: page.whole.up() is not None and page.whole.up().ready)
    editor = page.whole.up()
    grab("tree")
    editor.panes.show_detail()
    for view in ("text", "for", "grades"):
        editor.head.views.bring(view)
        grab(f"head-{view}")
    for number in SCORED:
        place = next(n for n, one in enumerate(editor.draft.items) if one["id"] == number)
        editor.parts.select(("item", str(place)))
        editor.item.views.bring("scoring")
        grab(f"scoring-{number}")
    for view in ("text", "proof", "applies"):
        editor.item.views.bring(view)
        grab(f"item-{view}")
    editor.item.text.put("points", "3x")
    editor.check()
    grab("fault")
    editor.item.text.put("points", "4")
    editor.check()
    grab("sums")
    editor._bring("trial")
    union = next(iter(page.scores().found.values()))
    editor.trial.union.set_key(union.union_id, union.name)
    editor.trial.run()
    until(lambda: editor.trial.lines.model.entries)
    grab("trial-one")
    editor.trial._everybody()
    until(lambda: editor.trial.unions.model.entries)
    grab("trial-all")
    editor._forget()


if __name__ == "__main__":
    raise SystemExit(in_children("tests.areas.six_haves.gallery_rubric", one))
