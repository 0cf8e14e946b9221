"""Lists: pages in the background, filters with a count, masking, column state."""

from __future__ import annotations

import json
import re
import time

import pytest
from PySide6.QtCore import QItemSelection, QItemSelectionModel, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel

from app.base.lists import Column, Role, mask, written
from app.desk.lists import ListView
from app.desk.settings import ListStates
from app.desk.table import RecordModel, cell_text

from .conftest import TODAY, Bench, Firms


@pytest.fixture
def shown(qtbot, ops):
    view = ListView(Firms(), ops)
    qtbot.addWidget(view)
    view.resize(900, 500)
    view.show()
    with qtbot.waitSignal(view.counted):
        view.look(day=TODAY)
    qtbot.waitUntil(lambda: view.model.row(0) is not None)
    return view


def test_model_keeps_qt_rules(qtbot, ops, qtmodeltester):
    model = RecordModel(Firms(), ops)
    from app.base.lists import View

    with qtbot.waitSignal(model.loaded):
        model.look(View(TODAY))
    model.row(0)
    qtbot.waitUntil(lambda: model.row(0) is not None)
    qtmodeltester.check(model)
    model.deleteLater()


def test_count_is_always_in_sight_and_follows_the_filter(qtbot, shown):
    count = shown.findChild(QLabel, "list_firms_count")
    assert count.text() == "120 条"
    with qtbot.waitSignal(shown.counted):
        shown.bar.box.setText("恒泰")
    assert count.text() == "12 条"
    assert shown.view().text == "恒泰"
    with qtbot.waitSignal(shown.counted):
        shown.bar.box.setText("没有这家")
    assert shown._stack.currentWidget().objectName() == "list_firms_none_empty"
    with qtbot.waitSignal(shown.counted):
        shown.clear_filters()
    assert count.text() == "120 条"


def test_sql_text_in_the_filter_is_literal(qtbot, shown):
    with qtbot.waitSignal(shown.counted):
        shown.bar.box.setText("' OR 1=1 --")
    assert shown.model.rowCount() == 0


def test_filter_of_many_keeps_both(qtbot, shown):
    with qtbot.waitSignal(shown.counted):
        shown.bar.choose("state", ("1", "3"))
    words = {shown.model.source.columns[6].title}
    assert words == {"状态"}
    assert 0 < shown.model.rowCount() < 120
    assert shown.bar.buttons["state"].text() == "状态：满25人应建会、已吊销未清理 ▽"


def test_sensitive_cells_are_masked_on_screen_and_in_the_clipboard(qtbot, shown, ops):
    column = [c.key for c in shown.model.columns].index("phone")
    assert re.fullmatch(r"138\*{4}\d{4}", shown.model.text(0, column))
    shown.select(shown.model.id_at(3))
    with qtbot.waitSignal(ops.noticed):
        shown.copy()
    text = QGuiApplication.clipboard().text()
    assert text.splitlines()[0].startswith("单位\t建会\t职工")
    assert "138****0003" in text
    assert "13800000003" not in text
    shown.model.reveal(shown.model.id_at(3), "phone")
    assert shown.model.text(3, column) == "13800000003"
    shown.model.conceal()
    assert shown.model.text(3, column) == "138****0003"


def test_column_state_comes_back(qtbot, ops):
    kept = {}
    first = ListView(Firms(), ops, ListStates({}, kept.update))
    qtbot.addWidget(first)
    first.show()
    first.columns.show(1, False)
    first.columns.show(7, True)
    first.table.horizontalHeader().moveSection(6, 1)
    first.save_state()
    again = ListView(Firms(), ops, ListStates(json.loads(json.dumps(kept))))
    qtbot.addWidget(again)
    keys = [c.key for c in again.columns_shown()]
    assert keys == [c.key for c in first.columns_shown()]
    assert keys[1] == "state"
    assert "way" not in keys
    assert "rate" in keys


def test_filter_comes_back_but_not_the_words_typed(qtbot, ops):
    kept = {}
    first = ListView(Firms(), ops, ListStates({}, kept.update))
    qtbot.addWidget(first)
    with qtbot.waitSignal(first.counted):
        first.look(day=TODAY)
    with qtbot.waitSignal(first.counted):
        first.bar.choose("way", "单独建会")
    with qtbot.waitSignal(first.counted):
        first.bar.box.setText("张三")
    first.save_state()
    assert "张三" not in json.dumps(kept, ensure_ascii=False)
    again = ListView(Firms(), ops, ListStates(kept))
    qtbot.addWidget(again)
    with qtbot.waitSignal(again.counted) as got:
        again.look(day=TODAY)
    assert got.args == [30]


def test_enter_opens_and_selection_survives_a_refresh(qtbot, shown):
    target = shown.model.id_at(5)
    shown.select(target)
    with qtbot.waitSignal(shown.opened) as got:
        qtbot.keyClick(shown.table, Qt.Key.Key_Return)
    assert got.args == [target]
    with qtbot.waitSignal(shown.counted):
        shown.refresh({"employer": {target}})
    assert shown.current() == target


def test_a_million_rows_need_few_pages(qtbot, qapp, tmp_path):
    from app.base.lists import View
    from app.desk.operations import Operations
    from app.desk.table import KEPT_PAGES

    bench = Bench(tmp_path / "big.db", 10)

    class Many(Firms):
        def ids(self, connection, view):
            return [f"{n:032x}" for n in range(1_000_000)]

        def rows(self, connection, ids, view):
            return [{"name": i} for i in ids]

    ops = Operations(bench)
    view = ListView(Many(), ops)
    qtbot.addWidget(view)
    view.resize(800, 500)
    view.show()
    with qtbot.waitSignal(view.counted, timeout=20000):
        view.look(day=TODAY)
    began = time.thread_time()
    view.select_all()
    qapp.processEvents()
    chosen = view.selected()
    assert time.thread_time() - began < 0.5  # 3 s if each row is asked for each column
    assert (len(chosen), chosen[-1]) == (1_000_000, f"{999_999:032x}")
    for place in range(0, 1_000_000, 9_973):
        view.table.scrollTo(view.model.index(place, 0))
        qapp.processEvents()
    view.table.scrollTo(view.model.index(999_999, 0))
    qtbot.waitUntil(lambda: view.model.row(999_999) is not None)
    assert len(view.model._pages) <= KEPT_PAGES
    assert view.model.text(999_999, 0) == f"{999_999:032x}"
    assert isinstance(view.view(), View)
    ops.close()
    bench.close()


def test_selected_rows_come_top_to_bottom_whatever_was_clicked_first(shown):
    model, table = shown.model, shown.table
    flags = QItemSelectionModel.SelectionFlag
    for first, last in ((50, 52), (7, 7), (51, 54), (90, 90)):
        span = QItemSelection(model.index(first, 0), model.index(last, 0))
        table.selectionModel().select(span, flags.Select | flags.Rows)
    assert shown.selected() == [model.id_at(n) for n in (7, 50, 51, 52, 53, 54, 90)]
    table.clearSelection()
    assert list(shown.selected()) == []


def test_what_is_too_much_to_copy_is_told(qtbot, shown, ops, monkeypatch):
    monkeypatch.setattr("app.desk.lists.COPY_LIMIT", 10)
    shown.select_all()
    with qtbot.waitSignal(ops.noticed) as got:
        shown.copy()
    notice = got.args[0]
    assert "选中 120 行" in notice.text
    assert "10 行" in notice.text
    assert "导出" in notice.advice
    assert len(QGuiApplication.clipboard().text().splitlines()) == 11


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("110105194912310021", "1101**********0021"),
        ("13812341201", "138****1201"),
        ("12345", "*****"),
    ],
)
def test_mask(value, shown):
    assert mask(value) == shown


@pytest.mark.parametrize(
    ("value", "role", "shown"),
    [(None, Role.TEXT, "—"), (123456789, Role.MONEY, "1,234,567.89"), (-5, Role.MONEY, "-0.05"),
     (9840, Role.COUNT, "9,840"), (TODAY, Role.DAY, "2026-11-22"), (True, Role.TEXT, "是")],
)  # fmt: skip
def test_written(value, role, shown):
    assert written(value, role) == shown
    assert cell_text(Column("k", "t", role=role), value) == shown
