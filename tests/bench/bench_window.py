"""Measure the pauses of the Qt thread on a county, with all that a clerk lets run beside it.

    python -m tests.bench.bench_window [WORKSPACE PASSWORD] [--rows 20000] [--trace]

Promise: no turn of the Qt thread over 50 ms of processor time (see ``tests.desk.heartbeat``) while
every page comes up for the first time, the trees open, 表一 appears by place, the list of all
employers scrolls, and during an import of 20,000 employers, an annual report and a backup. Exits
with 1 if not. Told beside it: the pauses by the clock and by the time of all threads, which say
the same on a machine that has nothing else to do. ``--trace`` tells what ran during long pauses.
"""

from __future__ import annotations

import argparse
import gc
import os
import shutil
import sys
import tempfile
import threading
import time
import traceback
from collections import Counter
from datetime import date
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
LIMIT = 0.05
TODAY = date(2026, 11, 22)
PASSWORD = "bench"
IDLE = ("wait", "_worker", "_wait_for_tstate_lock")


class Trace:
    """Where the threads of this process were during long pauses, and how long collections took."""

    def __init__(self) -> None:
        self.last, self.seen = time.perf_counter(), Counter[str]()
        self.collected: list[tuple[int, float]] = []
        self._began = 0.0
        self._main = threading.main_thread().ident
        gc.callbacks.append(self._gc)
        threading.Thread(target=self._watch, daemon=True).start()

    def _gc(self, phase: str, info: dict[str, int]) -> None:
        if phase == "start":
            self._began = time.perf_counter()
        else:
            self.collected.append((info["generation"], time.perf_counter() - self._began))

    def beat(self) -> None:
        self.last = time.perf_counter()

    def _watch(self) -> None:
        mine = threading.get_ident()
        while True:
            time.sleep(0.01)
            if time.perf_counter() - self.last < 0.03:
                continue
            for ident, frame in sys._current_frames().items():
                if ident == mine:
                    continue
                stack = traceback.extract_stack(frame)
                if stack[-1].name in IDLE or "heartbeat.py" in stack[-1].filename:
                    continue
                where = " < ".join(
                    f"{Path(f.filename).name}:{f.lineno} {f.name}" for f in reversed(stack[-5:])
                )
                self.seen[("QT " if ident == self._main else "") + where] += 1

    def tell(self) -> None:
        for where, count in self.seen.most_common(8):
            print(f"      {count:4}  {where}")
        slow = [took for _gen, took in self.collected if took > 0.01]
        print(f"      {len(slow)} collections over 10 ms, longest "
              f"{max(slow, default=0) * 1000:.0f} ms")  # fmt: skip
        self.seen.clear()
        self.collected.clear()


def measure(folder: Path, password: str, rows: int, trace: Trace | None) -> bool:
    """Walk and print; whether the promise is kept."""
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication

    from app import start
    from app.store.surroundings import Surroundings
    from app.store.workspace import Workspace
    from tests.desk.heartbeat import heartbeat
    from tests.desk.tour import touring, workbook

    application = QApplication.instance() or QApplication([])
    workspace = Workspace.open(
        folder, password=password, wiring=start.wiring(),
        surroundings=Surroundings(today=lambda: TODAY),
    )  # fmt: skip
    file = workbook(folder.parent / "单位.xlsx", rows, [])
    good = True
    with touring(application, workspace, folder.parent / "settings.json") as tour:
        beat = QTimer(tour.shell, interval=5)
        if trace is not None:
            beat.timeout.connect(trace.beat)
            beat.start()
        for title, step in (
            ("nothing", tour.quiet),
            ("pages, first time", tour.pages),
            ("both trees", tour.trees),
            ("表一 by place", tour.table_by_place),
            ("scrolling", tour.scroll),
            (f"import of {rows:,}", lambda: tour.bring_in(file)),
            ("annual report", tour.report),
            ("backup", tour.backup),
        ):
            with heartbeat(tour.shell) as beats:
                step()
            print(f"{title:18} {beats.line()}", flush=True)
            good = good and beats.longest <= LIMIT
            if trace is not None:
                trace.tell()
    return good


def main() -> int:
    """Print the pauses; 1 if the limit is broken."""
    parser = argparse.ArgumentParser()
    parser.add_argument("workspace", nargs="?", type=Path)
    parser.add_argument("password", nargs="?", default=PASSWORD)
    parser.add_argument("--rows", type=int, default=20_000)
    parser.add_argument("--trace", action="store_true")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "县"
        if asked.workspace is not None:
            shutil.copytree(asked.workspace, folder)
        else:
            from tests.bench.bench_figures import county

            county(folder).close()
        trace = Trace() if asked.trace else None
        return 0 if measure(folder, asked.password, asked.rows, trace) else 1


if __name__ == "__main__":
    raise SystemExit(main())
