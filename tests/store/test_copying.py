"""The copy of a backup is taken beside the clerk's work: acts go on, one moment is copied, and it
can be cancelled in the middle."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest

from app.base.progress import Cancelled, Progress
from app.store import backup, copying
from app.store.backup import FOLDER, VERIFIED
from app.store.keeping import automatic
from app.store.workspace import Workspace
from tests.store.acts import add_union, import_units

COPIED, CHECKED = "正在复制数据", "正在校验备份"


def at(text: str, work: Callable[[], object]) -> Progress:
    """A progress that does something once, in the middle of what is told as ``text``."""
    done: list[object] = []

    def report(now: int, total: int, said: str) -> None:
        if said == text and not done and (text != COPIED or 0 < now < total):
            done.append(True)
            work()

    return Progress(report, lambda: False)


@pytest.fixture
def filled(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    """A workspace of several lots of pages."""
    monkeypatch.setattr(copying, "PAGES", 8)
    workspace.do(import_units, count=200)
    return workspace


def test_an_act_is_done_while_pages_are_copied_and_is_not_in_the_copy(filled: Workspace) -> None:
    before, acts = filled.counts(), []
    made = automatic(
        filled,
        "daily",
        at(COPIED, lambda: acts.append(filled.submit(add_union, name="甲厂").result(timeout=20))),
    )
    assert acts, "the writer was free"
    assert made.state == VERIFIED
    assert made.manifest is not None
    assert made.manifest.counts["unions"] == before["unions"]
    assert filled.counts()["unions"] == before["unions"] + 1


@pytest.mark.parametrize("stage", [COPIED, CHECKED])
def test_a_cancelled_backup_leaves_nothing(filled: Workspace, stage: str) -> None:
    stop = threading.Event()

    def report(now: int, total: int, said: str) -> None:
        if said == stage and (now or stage == CHECKED):
            stop.set()

    with pytest.raises(Cancelled):
        automatic(filled, "daily", Progress(report, stop.is_set))
    place = filled.folder / FOLDER
    assert [path.name for path in place.iterdir()] == []
    assert automatic(filled, "daily").state == VERIFIED, "the next one is made as ever"


def test_a_check_stops_in_the_middle(filled: Workspace, monkeypatch, tmp_path) -> None:
    monkeypatch.setattr(backup, "_INSTRUCTIONS", 100)
    moment, sealed = copying.copy_beside(
        filled.folder, filled.key, tmp_path / "copy.db", Progress()
    )
    assert sealed
    assert backup.verify_copy(tmp_path / "copy.db", filled.key, moment) == []
    asked: list[bool] = []

    def cancelled() -> bool:
        asked.append(True)
        return len(asked) > 5

    with pytest.raises(Cancelled):
        backup.verify_copy(tmp_path / "copy.db", filled.key, moment, Progress(None, cancelled))
    assert len(asked) < 20


def test_where_readers_share_no_journal_it_is_copied_between_two_acts(
    make_workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.store.workspace.network_or_removable", lambda _folder: True)
    remote = make_workspace("网络盘")
    remote.do(import_units, count=20)
    assert not remote.on_writer(backup._journalled)
    assert automatic(remote, "daily").state == VERIFIED


def test_background_work_gives_its_result_and_its_error() -> None:
    names = [copying.in_background(lambda: threading.current_thread().name)]
    assert names != [threading.current_thread().name]

    def fail() -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        copying.in_background(fail)
