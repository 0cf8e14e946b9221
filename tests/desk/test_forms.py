"""The form kit: inline messages, keyboard, what was changed."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QApplication

from app.base.errors import UserError
from app.base.lists import Choice
from app.desk.change_or_correct import Difference, Way, ask_change_or_correct
from app.desk.fields import Field, Kind
from app.desk.forms import Form

from .conftest import TODAY
from .samples import FIELDS

VALUES = {
    "name": "天津恒泰车料有限公司",
    "code": None,
    "status": "正常",
    "industry": "C37",
    "since": date(2018, 12, 20),
    "workers": 83,
    "wages": 512000050,
    "should": True,
    "note": "第一行\n第二行",
}


@pytest.fixture
def form(qtbot, ops):
    made = Form("firm", FIELDS, ops)
    qtbot.addWidget(made)
    made.resize(600, 500)
    made.show()
    made.load(VALUES)
    return made


def test_what_is_loaded_is_read_again_and_nothing_is_dirty(form):
    assert form.values() == VALUES
    assert not form.is_dirty()
    assert form.changes() == {}


def test_changes_are_only_what_differs(qtbot, form):
    with qtbot.waitSignal(form.edited):
        form.put("workers", 84)
    form.editor("since").setText("2019.1.2")
    assert form.is_dirty()
    assert form.changes() == {"workers": 84, "since": date(2019, 1, 2)}


def test_check_speaks_beside_the_field_and_goes_to_the_first(qtbot, form):
    form.editor("name").setText(" ")
    form.editor("workers").setText("八十")
    assert not form.check()
    assert form.cells["name"].message.text() == "请填单位名称。"
    assert "整数" in form.cells["workers"].message.text()
    assert form.cells["status"].message.isHidden()
    qtbot.waitUntil(form.editor("name").hasFocus)
    form.editor("name").setText("天津恒泰")
    form.editor("workers").setText("80")
    assert form.check()
    assert form.cells["workers"].message.isHidden()


def test_a_refusal_lands_beside_its_field(form):
    error = UserError("CODE_TWICE", "这个代码已经有了。", "请核对。")
    error.field = "code"
    assert form.take(error)
    assert form.cells["code"].message.text() == "这个代码已经有了。请核对。"
    assert not form.take(UserError("X", "别的", ""))


def press(widget, key=Qt.Key.Key_Return, modifiers=Qt.KeyboardModifier.NoModifier):
    QApplication.sendEvent(widget, QKeyEvent(QEvent.Type.KeyPress, key, modifiers, "\r"))


def test_enter_goes_to_the_next_field_and_never_saves(qtbot, form):
    saved = []
    form.save_wanted.connect(lambda: saved.append(1))
    name = form.editor("name")
    name.setFocus()
    qtbot.waitUntil(name.hasFocus)
    press(name)
    qtbot.waitUntil(form.editor("code").hasFocus)
    assert saved == []
    press(form.editor("code"), modifiers=Qt.KeyboardModifier.ControlModifier)
    assert saved == [1]


def test_enter_while_composing_neither_saves_nor_moves(qtbot, form):
    saved = []
    form.save_wanted.connect(lambda: saved.append(1))
    name = form.editor("name")
    name.setFocus()
    qtbot.waitUntil(name.hasFocus)
    QApplication.sendEvent(name, QInputMethodEvent("heng", []))
    press(name)
    press(name, modifiers=Qt.KeyboardModifier.ControlModifier)
    assert saved == []
    assert name.hasFocus()
    done = QInputMethodEvent("", [])
    done.setCommitString("恒")
    QApplication.sendEvent(name, done)
    press(name)
    assert not name.hasFocus()
    assert "恒" in name.text()


def test_long_choices_are_searched_by_title_or_code(qtbot, form):
    edit = form.editor("industry")
    assert edit.text() == "制造业第 37 类"
    edit.setFocus()
    qtbot.waitUntil(edit.hasFocus)
    edit.setText("c4")
    edit._edited("c4")
    assert form.value("industry") is None
    edit._ask()
    assert [c.key for c in edit._found] == ["C40", "C41", "C42", "C43"]
    qtbot.keyClick(edit, Qt.Key.Key_Down)
    qtbot.keyClick(edit, Qt.Key.Key_Return)
    assert form.value("industry") == "C41"


def test_typed_but_not_chosen_is_wrong(form):
    edit = form.editor("industry")
    edit.setText("随便")
    edit._edited("随便")
    assert not form.check()
    assert "选一个" in form.cells["industry"].message.text()


def test_help_shows_while_the_field_has_the_cursor(qtbot, form):
    edit = form.editor("code")
    edit.setFocus()
    qtbot.waitUntil(edit.hasFocus)
    assert form.cells["code"].help.isVisible()
    form.editor("name").setFocus()
    qtbot.waitUntil(lambda: not form.cells["code"].help.isVisible())


def test_hidden_fields_are_not_asked_for(qtbot, ops):
    made = Form("f", (Field("a", "甲", obligatory=True), Field("b", "乙")), ops)
    qtbot.addWidget(made)
    made.show_field("a", False)
    assert made.check()


def test_an_empty_choice_can_be_taken_back(qtbot, ops):
    made = Form("f", (Field("a", "甲", Kind.CHOICE, choices=(Choice("x", "一"),)),), ops)
    qtbot.addWidget(made)
    made.load({"a": "x"})
    made.put("a", None)
    assert made.changes() == {"a": None}


def answered(qtbot, change_first, act):
    answers: list[Way] = []
    dialog = ask_change_or_correct(
        None,
        [Difference("单位名称", "甲厂", "乙厂")],
        change_first=change_first,
        today=TODAY,
        on_answer=answers.append,
    )
    qtbot.addWidget(dialog)
    act(dialog)
    return answers, dialog


def test_change_asks_for_the_day(qtbot):
    def act(dialog):
        dialog.since.setText("20260301")
        dialog.document.setText("武工复〔2026〕3号")
        dialog._done()

    answers, _ = answered(qtbot, True, act)
    assert answers == [Way(True, date(2026, 3, 1), "武工复〔2026〕3号")]


def test_change_without_a_day_is_held_back(qtbot):
    def act(dialog):
        dialog.since.setText("")
        dialog._done()

    answers, dialog = answered(qtbot, True, act)
    assert answers == []
    assert "哪一天" in dialog.message.text()


def test_correct_is_the_default_where_the_field_says_so(qtbot):
    answers, _ = answered(qtbot, False, lambda dialog: dialog._done())
    assert answers == [Way(False)]
