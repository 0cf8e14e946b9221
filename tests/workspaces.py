"""Real workspaces for tests: one is made per worker with cheap keys, each test gets a copy.

def test_x(workspace): ...           an open workspace of 张三, password 口令
def test_y(make_workspace): ...      make_workspace("甲"), make_workspace("乙", opened=False)
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from app.start import wiring as whole_wiring
from app.store.keys import Cost
from app.store.workspace import Surroundings, Wiring, Workspace

USER, PASSWORD = "张三", "口令 abc"
CHEAP = Cost(1, 8 * 1024 * 1024)
"""Key derivation that costs a test 5 ms; the real cost has a test of its own."""


def bare_wiring() -> Wiring:
    """Guards and search of the areas without their invariants: the store's own tests write
    unions that hang in no tree."""
    whole = whole_wiring()
    return Wiring(dict(whole.guards), whole.search)


def surroundings(clock: Any) -> Surroundings:
    """The test's clock as the store wants it."""
    return Surroundings(now=clock, today=lambda: clock.today)


@pytest.fixture(scope="session")
def workspace_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed, empty workspace that is copied for each test."""
    whole_wiring()
    folder = tmp_path_factory.mktemp("template") / "工作库"
    Workspace.create(folder, user=USER, password=PASSWORD, cost=CHEAP).close()
    return folder


@pytest.fixture
def wiring() -> Wiring:
    """What the areas hand to the store; a test module may override it."""
    whole = whole_wiring()
    return Wiring(dict(whole.guards), whole.search, whole.invariants)


@pytest.fixture
def make_workspace(
    workspace_template: Path, tmp_path: Path, clock: Any, wiring: Wiring
) -> Iterator[Callable[..., Any]]:
    """``make_workspace(name, opened=True)`` → an open workspace (or the path of a closed one)."""
    made: list[Workspace] = []

    def make(name: str = "王庆坨镇 总工会", *, opened: bool = True) -> Any:
        folder = tmp_path / name
        shutil.copytree(workspace_template, folder)
        if not opened:
            return folder
        space = Workspace.open(
            folder, password=PASSWORD, wiring=wiring, surroundings=surroundings(clock)
        )
        made.append(space)
        return space

    yield make
    for space in made:
        space.close()


@pytest.fixture
def workspace(make_workspace: Callable[..., Any]) -> Workspace:
    """An open, empty workspace."""
    space: Workspace = make_workspace()
    return space
