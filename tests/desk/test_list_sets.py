"""Filters under a name, filters that are asked for in a dialog, and the marks of a search."""

from __future__ import annotations

import json
from typing import Any

import pytest
from PySide6.QtWidgets import QLineEdit

from app.base.lists import Choice, Filter, Group, How
from app.base.marking import found_by, marked
from app.desk.days import DayEdit
from app.desk.dialogs import Dialog
from app.desk.lists import ListView
from app.desk.pickers import PickerEdit
from app.desk.settings import ListStates

from .conftest import TODAY, WAYS, Firms


class FirmPicker:
    title = "单位"

    def search(self, connection: Any, text: str, limit: int) -> list[Choice]:
        rows = connection.execute("SELECT id, name FROM firm WHERE instr(name, ?)", [text])
        return [Choice(row["id"], row["name"]) for row in rows][:limit]

    def titles(self, connection: Any, keys: Any) -> dict[str, str]:
        rows = connection.execute("SELECT id, name FROM firm").fetchall()
        return {row["id"]: row["name"] for row in rows if row["id"] in keys}


class GroupedFirms(Firms):
    groups = (
        Group("none", "未建会的", {"way": WAYS[3]}),
        Group("bad", "有问题的", {"state": ("1", "3")}),
    )
    filters = (
        *Firms.filters,
        Filter("firm", "单位", how=How.RECORD, source=FirmPicker()),
        Filter("since", "登记日期", how=How.PERIOD),
    )


@pytest.fixture
def shown(qtbot, ops):
    yield from _shown(qtbot, ops, ListStates())


def _shown(qtbot, ops, states):
    view = ListView(GroupedFirms(), ops, states)
    qtbot.addWidget(view)
    view.resize(1200, 500)
    view.show()
    with qtbot.waitSignal(view.counted):
        view.look(day=TODAY)
    yield view


def pick(qtbot, view: ListView, words: str) -> None:
    menu = view.bar.sets.make_menu()
    action = next(a for a in menu.actions() if a.text() == words)
    with qtbot.waitSignal(view.counted):
        action.trigger()
    menu.deleteLater()


def dialog_of(view: ListView) -> Dialog:
    made = view.window().findChild(Dialog)
    assert made is not None
    return made


def press(dialog: Dialog, key: str) -> None:
    dialog.findChild(object, f"{dialog.objectName()}_{key}").click()


def test_a_group_sets_its_filters_and_a_second_click_takes_them_away(qtbot, shown):
    pick(qtbot, shown, "有问题的")
    assert dict(shown.bar.chosen()) == {"state": ("1", "3")}
    assert shown.bar.sets.text() == "有问题的 ▽"
    pick(qtbot, shown, "未建会的")
    assert dict(shown.bar.chosen()) == {"way": WAYS[3]}
    pick(qtbot, shown, "未建会的")
    assert dict(shown.bar.chosen()) == {}
    assert shown.bar.sets.text() == "常用 ▽"


def keep(qtbot, view: ListView, name: str, old: str = "") -> Dialog:
    made = view.bar.sets.ask_name(old)
    box = made.findChild(QLineEdit)
    box.setText(name)
    press(made, "ok")
    return made


def test_filters_are_kept_under_a_name_for_this_user(qtbot, ops):
    kept: dict[str, Any] = {}
    (view,) = _shown(qtbot, ops, ListStates({}, kept.update))
    with qtbot.waitSignal(view.counted):
        view.bar.choose("state", ("0", "2"))
    keep(qtbot, view, "  我的  条件 ")
    assert view.bar.sets.current() == "我的 条件"
    with qtbot.waitSignal(view.counted):
        view.clear_filters()
    view.save_state()
    (again,) = _shown(qtbot, ops, ListStates(json.loads(json.dumps(kept))))
    pick(qtbot, again, "我的 条件")
    assert dict(again.bar.chosen()) == {"state": ("0", "2")}
    assert again.bar.sets.text() == "我的 条件 ▽"


def test_a_kept_filter_gets_another_name_and_goes(qtbot, shown):
    with qtbot.waitSignal(shown.counted):
        shown.bar.choose("way", WAYS[1])
    keep(qtbot, shown, "甲")
    keep(qtbot, shown, "乙", old="甲")
    assert list(shown.bar.sets.sets) == ["乙"]
    menu = shown.bar.sets.make_menu()
    assert "给「乙」改名…" in [action.text() for action in menu.actions()]
    menu.deleteLater()
    shown.bar.sets.forget("乙")
    assert shown.bar.sets.sets == {}
    assert dict(shown.bar.chosen()) == {"way": WAYS[1]}


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("   ", "请写一个名称。"),
        ("甲", "已经有这个名称，请换一个。"),
        ("未建会的", "已经有这个名称，请换一个。"),
        ("长" * 21, "名称请不要超过20个字。"),
    ],
)
def test_a_name_that_cannot_be_is_told(qtbot, shown, name, said):
    shown.bar.choose("way", WAYS[1])
    assert shown.bar.sets.keep("甲") == ""
    made = keep(qtbot, shown, name)
    message = made.findChild(object, "list_firms_set_message")
    assert (message.text(), made.isVisible()) == (said, True)
    assert list(shown.bar.sets.sets) == ["甲"]
    made.reject()


def test_a_period_is_asked_for_and_told_on_the_chip(qtbot, shown):
    shown.bar.buttons["since"].click()
    made = dialog_of(shown)
    first, last = made.findChildren(DayEdit)
    first.setText("20260201")
    last.setText("2026-01-01")
    press(made, "ok")
    assert made.findChild(object, f"{made.objectName()}_message").text() == "后一天早于前一天。"
    last.setText("")
    with qtbot.waitSignal(shown.counted):
        press(made, "ok")
    assert dict(shown.bar.chosen()) == {"since": ("2026-02-01", "")}
    assert shown.bar.buttons["since"].text() == "登记日期：2026-02-01 至 ▽"


def test_a_record_is_found_by_typing_and_named_on_the_chip(qtbot, shown):
    shown.bar.buttons["firm"].click()
    made = dialog_of(shown)
    edit = made.findChild(PickerEdit)
    edit.setText("没有这家")
    press(made, "ok")
    assert (
        "请从列出的选项中选一个。" in made.findChild(object, f"{made.objectName()}_message").text()
    )
    key = f"{3:032x}"
    edit.set_key(key, "天津永利电镀有限公司")
    with qtbot.waitSignal(shown.counted):
        press(made, "ok")
    assert dict(shown.bar.chosen()) == {"firm": (key,)}
    qtbot.waitUntil(lambda: shown.bar.buttons["firm"].text() == "单位：天津永利电镀有限公司 ▽")
    with qtbot.waitSignal(shown.counted):
        shown.bar.choose("firm", None)
    assert shown.bar.buttons["firm"].text() == "单位：全部 ▽"


@pytest.mark.parametrize(
    ("title", "query", "spans"),
    [
        ("王小明", "小明", [(1, 3)]),
        ("王小明", "xm", [(1, 3)]),
        ("王小明", "wxm", [(0, 3)]),
        ("王小明", "wangx", [(0, 2)]),
        ("单雄信", "shanxiong", [(0, 2)]),
        ("单雄信", "dxx", [(0, 3)]),
        ("第一自行车Abc工会", "abc 自行", [(2, 4), (5, 8)]),
        ("王小明", "1234", []),
        ("王小明", "李", []),
        ("", "wx", []),
        ("王小明", "王xm", [(0, 3)]),
        ("王小明", "小m", [(1, 3)]),
        ("王小明", "王xiaom", [(0, 3)]),
        ("王小明", "ｗｘｍ", [(0, 3)]),
        ("王小明", "王　小明\n", [(0, 3)]),
        ("第17自行车厂", "１７", [(1, 3)]),
        ("王小明　15600005554", "156-0000-5554", [(4, 15)]),
        ("王小明", "王xl", []),
        ("王小明", "-", []),
        ("İstanbul厂", "厂", [(8, 9)]),
    ],
)
def test_what_a_search_has_found_is_marked(title, query, spans):
    assert marked(title, query) == spans


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("2562", "1201**********2562"),
        ("8704", "1201****8704**2562"),
        ("１２０１", "1201**********2562"),
        ("156-0000", "156****5554"),
        ("王小名", "王小名"),
        ("小名 2562", "王小名"),
        ("甲厂 2562", "1201**********2562"),
        ("王英文", ""),
        ("wyw", ""),
        ("9999", ""),
    ],
)
def test_what_found_a_record_is_told_where_its_title_does_not(query, found):
    words = ("王英文", "wangyingwen", "wyw", "王小名", "120114198704252562", "15600005554")
    assert found_by("王英文", "甲厂工会", words, query) == found
