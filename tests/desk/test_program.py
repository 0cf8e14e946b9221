"""From the start of the program to its end, with a real workspace behind the real windows."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from app import start
from app.areas.organisations import acts, opening
from app.desk.program import Program
from app.desk.unlock import UnlockWindow
from app.store.keys import Cost, recovery_text
from app.store.workspace import Workspace

PASSWORD = "口令 abc"
TODAY = date(2026, 11, 22)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("program") / "城关镇"
    space = Workspace.create(
        folder, user="张三", password=PASSWORD, wiring=start.wiring(), cost=Cost(1, 8 << 20)
    )
    with space:
        plan = opening.plan(division="620121100", kind="township", opening=date(2026, 1, 1))
        space.do(acts.open_office, **plan)
    return folder


@pytest.fixture
def office(made: Path, tmp_path: Path) -> Path:
    folder = tmp_path / "城关镇"
    shutil.copytree(made, folder)
    return folder


@pytest.fixture
def program(qapp: QApplication, tmp_path: Path) -> Iterator[Program]:
    doors = start.doors(TODAY)
    doors.settings.path = tmp_path / "settings.json"
    doors.settings.set("recent", [])
    one = Program(qapp, doors)
    yield one
    for window in (one.unlock, one.first):
        if window is not None:
            window.blockSignals(True)
            window.close()
            window.deleteLater()
    one._ops.close()
    one.deleteLater()


def wait_for_shell(program: Program, qtbot: Any, begin: Callable[[], object]) -> Any:
    with qtbot.waitSignal(program.shown, timeout=20000):
        begin()
    assert program.open is not None
    return program.open.shell


def leave(program: Program, qtbot: Any) -> None:
    assert program.open is not None
    shell = program.open.shell
    with qtbot.waitSignal(program._left, timeout=20000):
        shell.close()
    assert program.open is None


def test_without_a_workspace_the_first_run_comes_up(program: Program) -> None:
    program.begin()
    assert program.unlock is None
    assert program.first is not None
    assert program.first.isVisible()


def test_password_on_the_command_line_opens_the_home_page(
    program: Program, qtbot: Any, office: Path
) -> None:
    shell = wait_for_shell(program, qtbot, lambda: program.begin(office, None, PASSWORD))
    assert shell.isVisible()
    assert shell.current() == "home"
    assert program.unlock is None
    page = shell.page()
    qtbot.waitUntil(lambda: "11月22日" in page._title.text(), timeout=5000)
    leave(program, qtbot)
    assert list((office / "backups").glob("*.udb"))
    Workspace.open(office, password=PASSWORD, wiring=start.wiring()).close()


def test_wrong_password_is_said_and_the_window_stays(
    program: Program, qtbot: Any, office: Path
) -> None:
    program.begin(office, None, "错的")
    window = program.unlock
    assert isinstance(window, UnlockWindow)
    qtbot.waitUntil(lambda: "口令不对" in window.message.text(), timeout=10000)
    assert window.isVisible()
    assert program.open is None


def test_the_recovery_key_opens_too(program: Program, qtbot: Any, office: Path) -> None:
    with Workspace.open(office, password=PASSWORD, wiring=start.wiring()) as space:
        text = recovery_text(space.key)
    program.begin(office)
    window = program.unlock
    assert isinstance(window, UnlockWindow)
    window.switch.click()
    window.password.setText(text.lower())
    wait_for_shell(program, qtbot, window.main.click)
    leave(program, qtbot)


def test_copies_opened_outside_go_at_the_start_the_lock_and_the_exit(
    program: Program, qtbot: Any, office: Path
) -> None:
    from app.desk import evidence_outside

    def put() -> Path:
        return evidence_outside.put(office, "现场.jpg", "image/jpeg", b"plain")

    file = put()
    shell = wait_for_shell(program, qtbot, lambda: program.begin(office, None, PASSWORD))
    qtbot.waitUntil(lambda: not file.exists(), timeout=5000)
    file = put()
    shell.lock()
    qtbot.waitUntil(lambda: not file.exists(), timeout=5000)
    shell.unlock()
    file = put()
    leave(program, qtbot)
    assert not file.parent.exists()


def test_another_look_makes_the_window_anew_at_the_same_page(
    program: Program, qtbot: Any, office: Path
) -> None:
    old = wait_for_shell(program, qtbot, lambda: program.begin(office, None, PASSWORD))
    program._doors.settings.set("scheme", "dark")
    old.look_changed.emit()
    assert program.open is not None
    assert program.open.shell is not old
    assert program.open.shell.current() == old.current()
    program._doors.settings.set("scheme", "light")
    program.look()
    leave(program, qtbot)


def test_closing_the_unlock_window_ends_the_program(
    program: Program, qtbot: Any, office: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ended: list[bool] = []
    monkeypatch.setattr(program, "_quit", lambda: ended.append(True))
    program.begin(office)
    assert program.unlock is not None
    QTimer.singleShot(0, program.unlock.close)
    qtbot.waitUntil(lambda: bool(ended), timeout=5000)


def test_first_run_work_suggests_and_makes_a_workspace(tmp_path: Path) -> None:
    from app.base.progress import SILENT
    from app.desk.newoffice import NewOffice

    work = start.doors(TODAY).first_run()
    with work.divisions() as divisions:
        town, county = divisions.get("620121100"), divisions.get("620121")
    assert work.suggest(town, "") == ("township", "城关镇总工会", "")
    assert work.suggest(county, "")[0] == "county"
    assert "乡级" in work.suggest(county, "township")[2]
    asked = NewOffice(
        "620121100", "township", "城关镇总工会", True, date(2026, 1, 1), tmp_path / "库", "李四",
        PASSWORD,
    )  # fmt: skip
    house = work.create(asked, SILENT)
    try:
        assert house.title == "城关镇总工会"
        assert len(work.recovery_text(house).split("-")) == 14
        assert work.recovery_pdf(house, SILENT).startswith(b"%PDF")
        assert house.check_password(PASSWORD)
        assert not house.check_password("别的")
    finally:
        house.leave()
