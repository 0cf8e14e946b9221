"""The tree: read level by level, counts, views, following a path."""

from __future__ import annotations

import pytest

from app.base.lists import View
from app.desk.tree import NODE_ROLE, TreeModel, TreePane

from .conftest import TODAY
from .samples import ByPlace, Tree


@pytest.fixture
def pane(qtbot, ops):
    made = TreePane("tree", (Tree(), ByPlace()), ops)
    qtbot.addWidget(made)
    made.resize(260, 400)
    made.show()
    with qtbot.waitSignal(made.model.arrived):
        made.look(day=TODAY)
    qtbot.waitUntil(lambda: made.model.children_read("root"))
    return made


def test_model_keeps_qt_rules(qtbot, ops, qtmodeltester):
    model = TreeModel(Tree(), ops)
    with qtbot.waitSignal(model.arrived):
        model.look(View(TODAY))
    with qtbot.waitSignal(model.arrived):
        model.fetchMore(model.index(0, 0))
    qtmodeltester.check(model)
    model.deleteLater()


def test_counts_say_what_they_count(pane):
    index = pane.model.index(0, 0)
    assert index.data(NODE_ROLE).count == "62 / 372"
    assert "组织 / 单位：62 / 372" in index.data(3)


def test_a_single_root_is_open_and_branches_are_read_when_opened(qtbot, pane):
    assert pane.tree.isExpanded(pane.model.index(0, 0))
    branch = pane.model.index_of("f1")
    assert pane.model.hasChildren(branch)
    assert pane.model.rowCount(branch) == 0
    pane.tree.expand(branch)
    qtbot.waitUntil(lambda: pane.model.rowCount(pane.model.index_of("f1")) == 12)


def test_a_record_is_found_through_levels_not_read_yet(qtbot, pane):
    pane.select("employer", f"{64 + 5:032x}")
    qtbot.waitUntil(lambda: pane.current() is not None and pane.current().key == "f1.5")


def test_a_refresh_keeps_branches_open_and_the_cursor(qtbot, pane):
    pane.select("employer", f"{64 + 5:032x}")
    qtbot.waitUntil(lambda: pane.current() is not None and pane.current().key == "f1.5")
    with qtbot.waitSignal(pane.model.arrived):
        pane.refresh({"union": set()})
    qtbot.waitUntil(lambda: pane.current() is not None and pane.current().key == "f1.5")
    assert pane.tree.isExpanded(pane.model.index_of("f1"))
    pane.refresh({"member": set()})
    assert not pane._again.isActive()


def test_the_other_view_keeps_the_record(qtbot, pane):
    pane.select("union", f"{3:032x}")
    qtbot.waitUntil(lambda: pane.current() is not None and pane.current().key == "f3")
    pane.tabs.setCurrentIndex(1)
    assert pane.model.source.key == "place"
    qtbot.waitUntil(lambda: pane.current() is not None and pane.current().key == "f3")
