"""The home page fills part by part: what is quick is shown at once, leaving it drops the rest."""

from __future__ import annotations

import threading
from datetime import date

import pytest

import app.desk  # noqa: F401
from app.base.home import Card, Due
from app.desk.cards import COUNTING, HomeContent, HomePage, HomePart
from app.desk.page import Desk
from app.desk.settings import Settings

from .conftest import TODAY
from .samples import year

QUICK = HomeContent([Card("quick", "工会", "62")], [Due("快的事", date(2026, 12, 1))])
SLOW = HomeContent([Card("slow", "名册会员", "1,000,000")], [Due("慢的事", date(2026, 11, 1))])


class Held:
    """A part that is not read to its end before it may be."""

    def __init__(self) -> None:
        self.go, self.begun = threading.Event(), 0

    def read(self, _connection: object, _unit: str | None, _day: date) -> HomeContent:
        self.begun += 1
        assert self.go.wait(30)
        return SLOW


@pytest.fixture
def held():
    made = Held()
    yield made
    made.go.set()


@pytest.fixture
def desk(bench, ops, tmp_path):
    return Desk(bench, ops, Settings(tmp_path / "s.json"), today=lambda: TODAY)


def _page(qtbot, desk, *parts: HomePart) -> HomePage:
    page = HomePage(desk, parts, year)
    qtbot.addWidget(page)
    page.resize(1100, 600)
    page.show()
    page.look()
    return page


def _cards(page: HomePage) -> list[tuple[str, str]]:
    return [(box.which.title, box.which.value) for box in page.cards._boxes]


def test_what_is_quick_is_shown_while_the_rest_is_counted(qtbot, desk, held):
    quick = HomePart("cadres", "干部", lambda *_: QUICK)
    page = _page(qtbot, desk, HomePart("members", "会员", held.read), quick)
    qtbot.waitUntil(lambda: bool(page.cards._boxes))
    assert _cards(page) == [("会员", COUNTING), ("工会", "62")]
    assert [due.title for due in page.due._due] == ["快的事"]
    assert page._said.whole() == COUNTING, "it is not known yet how much there is to do"
    held.go.set()
    qtbot.waitUntil(lambda: len(page.due._due) == 2)
    assert _cards(page) == [("名册会员", "1,000,000"), ("工会", "62")]
    assert [due.title for due in page.due._due] == ["慢的事", "快的事"], "by day, over all parts"
    assert page._said.whole() == "有 2 件事要办"


def test_leaving_the_page_drops_what_has_not_come(qtbot, desk, held):
    others = [HomePart(f"p{n}", f"部分{n}", held.read) for n in range(6)]
    page = _page(qtbot, desk, *others)
    qtbot.waitUntil(lambda: held.begun > 0)
    page.hide()
    held.go.set()
    qtbot.waitUntil(lambda: not desk.ops.busy())
    assert held.begun < len(others), "what had not begun is not read"
    assert not page._found
    page.show()
    qtbot.waitUntil(lambda: len(page._found) == len(others))


def test_a_part_that_fails_does_not_count_for_ever(qtbot, desk):
    from app.base.errors import KnownError

    def fail(*_: object) -> HomeContent:
        raise KnownError("DISK_ERROR", "读不出来。", "请再试。")

    told: list[object] = []
    desk.ops.noticed.connect(told.append)
    page = _page(
        qtbot, desk, HomePart("members", "会员", fail), HomePart("cadres", "干部", lambda *_: QUICK)
    )
    qtbot.waitUntil(lambda: bool(page.cards._boxes))
    assert _cards(page) == [("会员", "—"), ("工会", "62")]
    assert len(told) == 1
