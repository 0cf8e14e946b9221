"""A desk over a real workspace, for the tests of one page."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import app.desk  # noqa: F401  before any other Qt
from app.areas import AREAS
from app.desk.operations import Operations
from app.desk.page import Desk, Page
from app.desk.settings import Settings

DAY = date(2026, 11, 22)


@contextmanager
def desk_on(space: Any, folder: Path) -> Iterator[Desk]:
    """The desk of an open workspace, with its settings in ``folder``. No job of it may crash."""
    ops = Operations(space)
    crashed: list[BaseException] = []
    ops.crashed.connect(crashed.append)
    try:
        yield Desk(space, ops, Settings(folder / "settings.json"), today=lambda: DAY, areas=AREAS)
    finally:
        ops.close()
    assert crashed == []


def put_up(page: Page, qtbot: Any) -> None:
    """Show a page alone, told of every act as the shell would tell it."""
    qtbot.addWidget(page)
    page.show()
    page.desk.ops.changed.connect(lambda changes: page.changed(changes.kinds))
