"""The window answers while an import, a report and a backup run beside it.

The same walk over a county is ``tests/bench/bench_window.py``, with the limit of 50 ms. Here the
machine may be busy with other tests, so the limits are wide; what is looked at exactly is that no
full collection of garbage ever falls into a job: with the heap of a real office it stops the
window for longer than anything else.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from app import start
from app.areas.organisations.demo import demo, demo_surroundings
from app.store.workspace import Workspace
from tests.desk.heartbeat import heartbeat, rest
from tests.desk.tour import Tour, touring, workbook
from tests.workspaces import CHEAP

TODAY = date(2026, 11, 22)
PAUSE = 0.3
"""No pause of ours is longer, however busy the machine: this much a page of tables takes to be
built for the first time while five other programs compute on two processors."""
LONG, FEW = 0.06, 6
"""And only so few are longer than this."""
ROWS = 500


@pytest.fixture
def tour(qapp: QApplication, tmp_path: Path) -> Iterator[Tour]:
    workspace = Workspace.create(
        tmp_path / "样例镇",
        user="经办人",
        password="口令 abc",
        cost=CHEAP,
        wiring=start.wiring(),
        surroundings=demo_surroundings(1, TODAY),
    )
    demo(workspace, size="small", seed=1, today=TODAY)
    with touring(qapp, workspace, tmp_path / "settings.json") as made:
        yield made


@pytest.fixture
def full_collections() -> Iterator[list[int]]:
    """One entry for each full collection of garbage."""
    seen: list[int] = []

    def note(phase: str, info: dict[str, int]) -> None:
        if phase == "start" and info["generation"] == 2:
            seen.append(info["generation"])

    gc.callbacks.append(note)
    yield seen
    gc.callbacks.remove(note)


def test_window_answers_during_everything(
    full_collections: list[int], tour: Tour, tmp_path: Path
) -> None:
    with heartbeat(tour.shell) as idle:
        rest(0.5)
    file = workbook(tmp_path / "单位.xlsx", ROWS, [])
    for page in ("returns", "import"):  # built once, beforehand
        tour.shell.open(page)
    rest(0.5)
    collector = tour.program._collector
    full_collections.clear()
    made = collector.made
    found: dict[str, Any] = {}
    for title, step in (
        ("trees", tour.trees),
        ("table", tour.table_by_place),
        ("list", tour.scroll),
        ("import", lambda: found.update(rows=tour.bring_in(file))),
        ("report", tour.report),
        ("backup", tour.backup),
    ):
        with heartbeat(tour.shell) as beats:
            step()
        assert beats.worst <= PAUSE + idle.worst, (title, beats.line(), idle.line())
        assert beats.over(LONG + idle.worst) <= FEW, (title, beats.line(), idle.line())
        assert len(beats.wall) > 5, (title, "the heart hardly beat")
    assert found["rows"] == ROWS
    assert len(full_collections) == collector.made - made, "none but between jobs"
