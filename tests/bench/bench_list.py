"""Measure the list of members: its ids, a page, and the pauses of the window while it scrolls.

    python -m tests.bench.bench_list [FOLDER] [--members 1000000]

Promise: no pause over 50 ms on the Qt thread that is ours (see ``tests.desk.heartbeat``) while the
list of 1,000,000 members is read, scrolled from end to end, jumped about in, chosen from end to
end, put in another order, searched, and read again after an act.
Garbage is collected as in the program (``app.desk.collecting``): a full collection would stop the
window for 60 ms. Exits with 1 if not. Told beside it: processor time of reading the ids and a page
of 64 rows.
"""

from __future__ import annotations

import argparse
import os
import random
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from app.areas.members.acts.saving import change_people
from app.areas.members.lists import FORMER, MEMBERS
from app.base.lists import View
from tests.bench.members_maker import TODAY, register

LIMIT = 0.05


def told(title: str, job: Callable[[], Any]) -> Any:
    """Run and print its processor time."""
    begun = time.thread_time()
    found = job()
    print(
        f"  {title:26} {(time.thread_time() - begun) * 1000:7.0f} ms, {len(found):9,}", flush=True
    )
    return found


def reads(conn: Any) -> None:
    """The queries behind the list."""
    view = View(TODAY)
    ids = told("all ids by name", lambda: MEMBERS.ids(conn, view))
    row = told("a page of 64", lambda: MEMBERS.rows(conn, ids[5000:5064], view))[0]
    for title, source, look in (
        ("one union", MEMBERS, View(TODAY, unit=row["union_id"])),
        ("女会员, 农民工", MEMBERS, View(TODAY, filters={"sex": ("2",), "migrant": ("yes",)})),
        ("words", MEMBERS, View(TODAY, text=row["name"])),
        ("by union", MEMBERS, View(TODAY, sort=(("union", False),))),
        ("former members", FORMER, View(TODAY)),
    ):
        told(title, lambda: source.ids(conn, look))  # noqa: B023  called here


def steps(view: Any, ops: Any, until: Any) -> Iterator[tuple[str, Callable[[], None]]]:
    """What is done in the window."""
    counted: list[int] = []
    view.counted.connect(counted.append)

    def again(act: Callable[[], object]) -> None:
        before = len(counted)
        act()
        until(lambda: len(counted) > before and _shown(view), 300)

    def scroll() -> None:
        rows = view.model.rowCount()
        for place in range(0, rows, max(1, rows // 300)):
            view.table.scrollTo(view.model.index(place, 0))
            until(lambda: True, 1)
        view.table.scrollToBottom()
        until(lambda: view.model.row(rows - 1) is not None, 60)

    def jump() -> None:
        chance, bar = random.Random(7), view.table.verticalScrollBar()
        for _ in range(150):
            place = chance.randrange(view.model.rowCount() - 1)
            bar.setValue(place)
            until(lambda: view.model.row(place) is not None, 60)  # noqa: B023  called here

    def choose() -> None:
        view.select_all()
        until(lambda: True, 1)
        assert len(view.selected()) == view.count()
        view.table.clearSelection()

    def change() -> None:
        ids = [view.model.id_at(place) for place in (5, view.count() // 2)]
        view.select(ids[1])
        told: list[object] = []
        act = partial(ops.act, change_people, ids, plain={"note": "甲"}, dated={})
        act(owner=view, done=told.append)
        until(lambda: told, 300)
        again(view.refresh)

    yield "opening", lambda: again(lambda: view.look(day=TODAY))
    yield "scrolling to the end", scroll
    yield "jumping", jump
    yield "choosing all", choose
    yield "an act, read again", change
    yield "another order", lambda: again(lambda: view._sorted("birth_on", True))
    yield "a filter", lambda: again(lambda: view.bar.choose("migrant", ("yes",)))
    yield "words", lambda: again(lambda: view.bar.box.setText("王芳"))
    yield "everything again", lambda: again(view.clear_filters)
    yield "read again in place", lambda: again(view.refresh)


def _shown(view: Any) -> bool:
    return not view.model.rowCount() or view.model.row(0) is not None


def window(workspace: Any) -> bool:
    """Print the pauses of each step; whether the promise is kept."""
    from PySide6.QtWidgets import QApplication

    import app.desk  # noqa: F401  before Qt
    from app.desk import theme
    from app.desk.collecting import Collector
    from app.desk.lists import ListView
    from app.desk.operations import Operations
    from tests.desk.heartbeat import heartbeat, until

    application = QApplication.instance() or QApplication([])
    theme.apply(application)
    ops = Operations(workspace)
    view = ListView(MEMBERS, ops)
    view.resize(1366, 700)
    view.show()
    collector = Collector(ops.busy, view)
    collector.begin()
    until(lambda: True, 1)
    collector.settle()
    worst = 0.0
    for title, step in steps(view, ops, until):
        with heartbeat(view) as beats:
            step()
        print(f"  {title:22} {beats.line()}", flush=True)
        worst = max(worst, beats.worst)
    print(f"longest pause of ours: {worst * 1000:.0f} ms")
    collector.end()
    view.close()
    ops.close()
    return worst <= LIMIT


def main() -> int:
    """Print the figures; 1 if the limit is broken."""
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", nargs="?", type=Path)
    parser.add_argument("--members", type=int, default=1_000_000)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        where = (asked.folder or Path(scratch)) / f"members-{asked.members}"
        with register(where, asked.members) as workspace:
            workspace.read(reads)
            return 0 if window(workspace) else 1


if __name__ == "__main__":
    raise SystemExit(main())
