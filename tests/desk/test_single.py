"""TI-1 in the window: a second start brings the first window forward."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QWidget

from app import start
from app.desk.single import Doorbell, call
from app.store.lock import LOCK_FILE
from app.store.workspace import Workspace
from tests.desk.heartbeat import until
from tests.desk.tour import Tour, touring

HOUSE = Path(__file__).parents[2]
SECOND = """
import sys, time
from pathlib import Path
from PySide6.QtWidgets import QApplication
application = QApplication([])
from app.desk.single import call
began = time.perf_counter()
print(call(Path(sys.argv[1])), time.perf_counter() - began, flush=True)
"""


@pytest.fixture
def tour(qapp: QApplication, workspace: Workspace, tmp_path: Path) -> Iterator[Tour]:
    with touring(qapp, workspace, tmp_path / "settings.json") as made:
        yield made


def _second(*arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, *arguments], cwd=HOUSE, text=True, stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )  # fmt: skip


def test_ti_1_the_first_window_comes_forward_within_a_second(tour: Tour) -> None:
    tour.shell.showMinimized()
    second = _second("-c", SECOND, str(tour.workspace.folder))
    until(lambda: second.poll() is not None, 30)
    answer, took = second.communicate()[0].split()
    assert answer == "True"
    assert float(took) < 1.0
    assert tour.shell.isVisible()
    assert not tour.shell.isMinimized()


def test_ti_1_the_second_program_ends_without_a_second_writer(tour: Tour, tmp_path: Path) -> None:
    tour.shell.showMinimized()
    before = (tour.workspace.folder / LOCK_FILE).read_bytes()
    second = _second("app.py", "-w", str(tour.workspace.folder))
    until(lambda: second.poll() is not None, 60)
    said = second.communicate()
    assert second.returncode == 0, said
    assert not tour.shell.isMinimized()
    assert (tour.workspace.folder / LOCK_FILE).read_bytes() == before
    assert json.loads(before)["host"]


def test_the_last_workspace_is_meant_where_none_is_named(
    tour: Tour, qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from app.desk import program

    asked: list[Path] = []

    def answered(folder: Path) -> bool:
        asked.append(folder)
        return True

    monkeypatch.setattr(program, "call", answered)
    doors = start.doors()
    doors.settings.path = tmp_path / "others.json"
    doors.settings.remember_workspace(tour.workspace.folder)
    assert program.run(doors) == 0
    assert asked == [tour.workspace.folder]


def test_nobody_answers_for_a_workspace_that_is_closed_or_was_killed(
    qapp: QApplication, tmp_path: Path
) -> None:
    began = time.monotonic()
    assert not call(tmp_path)
    (tmp_path / LOCK_FILE).write_text("left behind by a killed process", encoding="utf-8")
    assert not call(tmp_path)
    assert time.monotonic() - began < 1.5


def test_a_name_left_by_a_killed_process_is_taken_over(qapp: QApplication, tmp_path: Path) -> None:
    owner = QWidget()
    rung: list[bool] = []
    first = Doorbell(tmp_path, lambda: rung.append(False), owner)
    first._server.newConnection.disconnect()
    second = Doorbell(tmp_path, lambda: rung.append(True), owner)
    assert second._server.isListening()
    second.close()
    first.close()
    owner.deleteLater()
