"""Work off the Qt thread."""

from __future__ import annotations

import threading
import time

import pytest
from PySide6.QtCore import QObject, QThread

from app.base.errors import BugError, KnownError, UserError
from app.base.lists import Tone
from app.desk.operations import Operation


class Rename:
    title = "更名"

    def __call__(self, connection, name):
        connection.execute("UPDATE firm SET name = ? WHERE rowid = 1", (name,))
        return {"employer": {"0"}}


def test_an_act_tells_everybody_then_its_caller(qtbot, ops):
    owner, seen = QObject(), []
    ops.changed.connect(lambda changes: seen.append(("changed", changes.title)))
    ops.act(Rename(), "新名", owner=owner, done=lambda c: seen.append(("done", c.title)))
    qtbot.waitUntil(lambda: len(seen) == 2)
    assert seen == [("changed", "更名"), ("done", "更名")]
    names = []
    ops.ask(
        lambda c: c.execute("SELECT name FROM firm WHERE rowid = 1").fetchone()[0],
        owner=owner,
        done=names.append,
    )
    qtbot.waitUntil(lambda: names == ["新名"])


def test_only_the_newest_read_of_a_slot_is_delivered(qtbot, ops):
    owner, seen = QObject(), []
    gate = threading.Event()
    ops.ask(lambda _c: gate.wait(5), owner=owner, done=seen.append, slot="s")
    for number in range(5):
        ops.ask(lambda _c, n=number: n, owner=owner, done=seen.append, slot="s")
    gate.set()
    qtbot.waitUntil(lambda: bool(seen))
    qtbot.wait(50)
    assert seen == [4]


def test_results_for_a_widget_that_is_gone_are_dropped(qtbot, ops):
    import shiboken6

    owner, seen = QObject(), []
    gate = threading.Event()
    ops.run("长活", lambda _p: gate.wait(5), owner=owner, done=seen.append)
    shiboken6.delete(owner)
    gate.set()
    qtbot.waitUntil(lambda: not ops.running())
    assert seen == []


def test_work_runs_elsewhere_and_comes_back_to_the_window(qtbot, ops):
    owner, threads = QObject(), []
    main = QThread.currentThread()
    ops.run(
        "活",
        lambda _p: threading.current_thread().name,
        owner=owner,
        done=lambda name: threads.append((name, QThread.currentThread() is main)),
    )
    qtbot.waitUntil(lambda: bool(threads))
    assert threads[0][0].startswith("desk")
    assert threads[0][1]


def test_progress_can_be_cancelled_and_says_so(qtbot, ops):
    owner, notices = QObject(), []
    ops.noticed.connect(notices.append)

    def work(progress):
        for number in range(10_000):
            progress.step(number, 10_000, "第几行")
            time.sleep(0.001)

    operation = ops.run("长活", work, owner=owner)
    qtbot.waitUntil(lambda: operation.state()[0] > 3)
    operation.cancel()
    qtbot.waitUntil(lambda: bool(notices))
    assert notices[0].text == "已取消，没有作任何改动。"
    assert operation.state()[1] == 10_000


def test_seconds_left_only_when_it_is_no_guess(monkeypatch):
    operation = Operation("活")
    progress = operation.progress()
    assert operation.seconds_left() is None
    operation._stage_began -= 10
    progress._report(25, 100, "")
    assert operation.seconds_left() == 30
    progress._report(100, 100, "")
    assert operation.seconds_left() is None


@pytest.mark.parametrize(
    ("error", "tone"),
    [
        (UserError("A", "不能。", "改一改。"), Tone.WARN),
        (KnownError("B", "满了。", "清一清。"), Tone.BAD),
    ],
)
def test_errors_that_are_known_are_told_with_advice(qtbot, ops, error, tone):
    owner, notices = QObject(), []

    def work(_progress):
        raise error

    ops.noticed.connect(notices.append)
    ops.run("活", work, owner=owner)
    qtbot.waitUntil(lambda: bool(notices))
    assert (notices[0].text, notices[0].advice, notices[0].tone) == (
        error.message,
        error.advice,
        tone,
    )


def test_a_bug_goes_to_the_crash_dialog_and_a_handled_error_nowhere(qtbot, ops):
    owner, crashes, notices, mine = QObject(), [], [], []
    ops.crashed.connect(crashes.append)
    ops.noticed.connect(notices.append)

    def bug(_progress):
        raise BugError("kaputt")

    def refused(_progress):
        raise UserError("A", "不能。")

    ops.run("活", bug, owner=owner)
    ops.run("活", refused, owner=owner, failed=lambda e: mine.append(e) or True)
    qtbot.waitUntil(lambda: bool(crashes) and bool(mine))
    assert isinstance(crashes[0], BugError)
    assert notices == []
