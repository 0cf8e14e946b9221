"""What would stop the window is made in pieces, or when it is first wanted."""

from __future__ import annotations

import gc
import threading
from datetime import date
from typing import Any

import pytest
import shiboken6
from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QLabel, QPushButton

from app.base.home import Due, Target
from app.desk import collecting
from app.desk.cards import DUE_SHOWN, DueList
from app.desk.collecting import Collector
from app.desk.page import Desk, Page, PageEntry
from app.desk.settings import Settings
from app.desk.shell import Shell
from app.desk.turns import Turns
from app.desk.views import Views

from .conftest import TODAY


def test_steps_are_done_in_order_with_the_event_loop_between(qtbot: Any) -> None:
    owner, done = QObject(), []
    turns = Turns(owner)
    turns.add(lambda: done.append("a"), lambda: done.append("b"), lambda: done.append("c"))
    between = QTimer(owner, interval=0)
    between.timeout.connect(lambda: done.append("."))
    between.start()
    assert done == []
    qtbot.waitUntil(lambda: "c" in done)
    said = "".join(done)
    assert [c for c in said if c != "."] == ["a", "b", "c"]
    assert "ab" not in said
    assert "bc" not in said


def test_the_rest_can_be_done_now_or_dropped(qtbot: Any) -> None:
    owner, done = QObject(), []
    turns = Turns(owner)
    turns.add(lambda: done.append(1), lambda: done.append(2))
    turns.next()
    assert done == [1]
    turns.finish()
    assert done == [1, 2]
    turns.add(lambda: done.append(3))
    turns.begin([lambda: done.append(4)])
    qtbot.waitUntil(lambda: len(done) == 3)
    assert done == [1, 2, 4]


def test_nothing_is_done_for_an_owner_that_is_gone(qtbot: Any) -> None:
    owner, done = QObject(), []
    Turns(owner).add(lambda: done.append(1))
    shiboken6.delete(owner)
    loop: list[int] = []
    QTimer.singleShot(20, lambda: loop.append(1))
    qtbot.waitUntil(lambda: bool(loop))
    assert done == []


def test_a_view_is_made_when_it_first_comes_up(qtbot: Any) -> None:
    views = Views("sample", (("one", "一"), ("two", "二")))
    qtbot.addWidget(views)
    made: dict[str, QLabel] = {}

    def maker(key: str) -> Any:
        return lambda: made.setdefault(key, QLabel(key))

    views.give(maker("one"), maker("two"))
    assert set(made) == {"one"}
    assert views.front() == "one"
    views.bring("two")
    assert views.stack.currentWidget() is made["two"]
    assert views.front() == "two"
    views.bring("one")
    assert views.stack.currentWidget() is made["one"]
    assert views.stack.count() == 2


class Slow(Page):
    """Tells what was asked of it."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.told: list[str] = []

    def parts(self) -> Any:
        return (lambda: self.told.append("part 1"), lambda: self.told.append("part 2"))

    def look(self) -> None:
        self.told.append("look")

    def jump(self, target: Target) -> None:
        self.told.append(f"jump {target.view}")


@pytest.fixture
def shell(qtbot: Any, ops: Any, tmp_path: Any) -> Shell:
    desk = Desk(None, ops, Settings(tmp_path / "s.json"), today=lambda: TODAY)
    made = Shell(
        desk,
        [PageEntry("slow", "慢", "home", 1, Slow), PageEntry("other", "另", "home", 2, Slow)],
        check_password=lambda _password: True,
        report=lambda _error: tmp_path,
    )
    qtbot.addWidget(made)
    return made


def test_a_new_page_is_finished_in_turns_and_then_looks(qtbot: Any, shell: Shell) -> None:
    page = shell.open("slow")
    assert isinstance(page, Slow)
    assert page.told == []
    qtbot.waitUntil(lambda: "look" in page.told)
    assert page.told == ["part 1", "part 2", "look"]
    shell.open("other")
    shell.open("slow")
    assert page.told == ["part 1", "part 2", "look", "look"], "made once, read at once"


def test_a_new_page_jumps_from_where_it_has_looked(shell: Shell) -> None:
    shell.go(Target("slow", view="there"))
    page = shell.page()
    assert isinstance(page, Slow)
    assert page.told == ["part 1", "part 2", "look", "jump there"]


def test_things_to_do_are_all_listed_and_only_made_anew_if_they_changed(qtbot: Any) -> None:
    made = DueList("sample_due", "要办的事", "没有")
    qtbot.addWidget(made)
    due = [
        Due(f"第 {n} 件", day=date(2026, 11, 22), action="去办", target=Target("a", id=str(n)))
        for n in range(DUE_SHOWN + 5)
    ]
    links = lambda: [b for b in made.findChildren(QPushButton) if b.text() == "去办"]  # noqa: E731
    made.show_due(due)
    assert 0 < len(links()) < DUE_SHOWN
    qtbot.waitUntil(lambda: len(links()) == DUE_SHOWN)
    qtbot.waitUntil(lambda: any("还有 5 件" in one.text() for one in made.findChildren(QLabel)))
    before = links()
    made.show_due(list(due))
    assert links() == before
    made.show_due(due[:1])
    assert [one.accessibleName() for one in links()] == ["去办：第 0 件"]


def test_garbage_with_qt_objects_goes_in_the_qt_thread(qtbot: Any) -> None:
    collector = Collector(lambda: True)
    gone: list[int] = []

    def waste() -> None:
        for _ in range(5):
            timer = QTimer()
            timer.itself = timer  # type: ignore[attr-defined]
            timer.destroyed.connect(
                lambda *_: gone.append(threading.get_ident()), Qt.ConnectionType.DirectConnection
            )

    def work() -> list[list[int]]:
        return [[n] for n in range(20_000)]

    waste()
    made: list[Any] = []
    worker = threading.Thread(target=lambda: made.append(work()))
    worker.start()
    worker.join()
    assert gone == []
    qtbot.waitUntil(lambda: len(gone) == 5)
    assert set(gone) == {threading.get_ident()}
    collector.deleteLater()


def test_where_much_has_come_it_is_put_aside_without_a_look(
    qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    collector = Collector(lambda: False)
    monkeypatch.setattr(collecting, "DUE", 0)
    gc.freeze()
    many = [[n] for n in range(20_000)]
    gc.collect()
    put_aside = gc.get_freeze_count()
    try:
        collector._look()
        assert (collector.made, gc.get_freeze_count() > put_aside) == (1, False)
        monkeypatch.setattr(collecting, "MANY", len(many) // 2)
        collector._look()
        assert collector.made == 1
        assert gc.get_freeze_count() >= put_aside + len(many)
    finally:
        gc.unfreeze()
