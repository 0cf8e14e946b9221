"""What a clerk does while the heartbeat is watched: trees, table, list, import, report, backup."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication

from app import start
from app.areas.organisations.lists import EMPLOYERS
from app.areas.organisations.page.trees import PlaceTree, UnionTree
from app.areas.organisations.sheet import SHEETS
from app.base.home import Target
from app.base.progress import Progress
from app.desk.lists import ListView
from app.desk.program import Program
from app.desk.tree import TreePane
from app.sheets.writing import write_list
from app.store import keeping
from app.store.workspace import Workspace
from tests.desk.heartbeat import rest, until

PATIENCE = 150.0
SHEET = next(sheet for sheet in SHEETS if sheet.kind.kind == "employers")


def workbook(path: Path, count: int, places: list[str]) -> Path:
    """Employers to import, all new, spread over the places."""
    rows = (
        {
            "name": f"天津导入{n:05}机械制造有限公司",
            "place": places[n % len(places)] if places else None,
            "address": f"工业园{n % 97}号",
            "legal_representative": "王建国",
            "workers": 5 + n % 90,
            "women": 2 + n % 3,
            "status": "active",
        }
        for n in range(count)
    )
    write_list(path, SHEET.kind, rows)
    return path


@dataclass
class Tour:
    """Walks the window of an open workspace. Each step runs the event loop until it is done."""

    program: Program
    workspace: Workspace

    @property
    def shell(self) -> Any:
        assert self.program.open is not None
        return self.program.open.shell

    @property
    def ops(self) -> Any:
        assert self.program.open is not None
        return self.program.open.ops

    def job(self, title: str, work: Callable[[Progress], Any]) -> Any:
        """Run a long job as pages do, until its result is delivered."""
        found: list[Any] = []

        def failed(error: BaseException) -> bool:
            found.append(error)
            return True

        self.ops.run(title, work, owner=self.shell, done=found.append, failed=failed)
        until(lambda: found, PATIENCE)
        if isinstance(found[0], BaseException):
            raise found[0]
        return found[0]

    def pages(self) -> None:
        """Every page for the first time."""
        for name in self.shell.entries:
            self.shell.open(name)
            rest(0.5)

    def trees(self) -> None:
        """Both trees, opened down two levels."""
        pane = TreePane("tour_tree", (UnionTree(), PlaceTree()), self.ops)
        pane.resize(300, 700)
        pane.show()
        pane.look(day=self.shell.desk.day)
        for tab in range(2):
            pane.tabs.setCurrentIndex(tab)
            until(lambda: pane.model.rowCount() > 0, PATIENCE)
            for depth in range(2):
                pane.tree.expandToDepth(depth)
                rest(0.3)
        pane.close()
        pane.deleteLater()

    def table_by_place(self) -> None:
        """表一 grouped by place, on the page of the returns."""
        self.shell.open("returns")
        page = self.shell.page()
        page.show_view("figures")
        page.figures.by.setCurrentIndex(page.figures.by.findData("place"))
        model = page.figures.table.model
        until(lambda: len(model.entries) > 100 or model.rowCount() > 100, PATIENCE)
        rest(0.3)
        page.figures.by.setCurrentIndex(0)

    def scroll(self) -> None:
        """All employers, scrolled from top to bottom and by jumps."""
        made = ListView(EMPLOYERS, self.ops)
        made.resize(900, 700)
        made.show()
        made.look(day=self.shell.desk.day)
        until(lambda: made.count() > 0, PATIENCE)
        bar = made.table.verticalScrollBar()
        for step in range(120):
            bar.setValue(step * 7 if step < 60 else (step * 7919) % max(1, made.count()))
            rest(0.02)
        made.close()
        made.deleteLater()

    def bring_in(self, path: Path) -> int:
        """An import through its page: read and checked, compared, backed up, written."""
        self.shell.go(Target("import", view="employers"))
        page = self.shell.page()
        step = page.step("source")
        step.add_paths([path])
        until(lambda: step.sources, PATIENCE)
        for key in ("columns", "check", "done"):
            page.wizard.main.click()
            step = page.step(key)
            until(lambda now=step: not now.busy and not self.ops.running(), PATIENCE)
            rest(0.5)
        return sum(file.to_write() for file in page.intake.files)

    def report(self) -> None:
        """The annual report, as its page makes it."""
        self.shell.go(Target("returns", view="papers"))
        page = self.shell.page()
        page.papers.names.setCurrentRow(0)
        page.papers.printed = None
        page.papers.make()
        until(lambda: page.papers.printed is not None, PATIENCE)
        rest(0.5)

    def backup(self) -> None:
        """A verified backup."""
        self.job("备份", lambda progress: keeping.automatic(self.workspace, "manual", progress))

    def quiet(self) -> None:
        """Nothing at all."""
        rest(2.0)


def put_away() -> None:
    """Windows of earlier tests are gone, not only closed: some tests walk all widgets."""
    gc.collect()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@contextmanager
def touring(application: QApplication, workspace: Workspace, settings: Path) -> Iterator[Tour]:
    """The window of an open workspace, with its settings in a file of its own."""
    put_away()
    doors = start.doors(workspace.surroundings.today())
    doors.settings.path = settings
    program = Program(application, doors)
    program.show_shell(start.house(workspace))
    tour = Tour(program, workspace)
    until(lambda: not tour.ops.running(), PATIENCE)
    program._ahead()  # now, not after a while: the timer then finds everything imported
    until(lambda: not tour.ops.busy(), PATIENCE)
    try:
        yield tour
    finally:
        left: list[bool] = []
        program._left.connect(lambda: left.append(True))
        shell = tour.shell
        shell.close()
        until(lambda: left, PATIENCE)
        shell.deleteLater()  # the next test walks all widgets there are
        program._ops.close()
        program.deleteLater()
        put_away()
