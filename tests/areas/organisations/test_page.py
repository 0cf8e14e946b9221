"""The page of 组织: tree, lists, detail, a past day, keyboard, names of everything."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QLabel

from app.areas.organisations.lists import EMPLOYERS, UNIONS
from app.areas.organisations.page.trees import PlaceTree, UnionTree
from app.base.home import Target
from app.base.lists import View
from app.desk.detail import FactSheet
from app.desk.preview import Preview
from tests.areas.organisations.town import TODAY
from tests.desk.pages import unnamed


def facts(detail) -> str:
    sheet = detail.widget("facts")
    assert isinstance(sheet, FactSheet)
    return "|".join(w.text() for w in sheet.findChildren(QLabel) if not w.isHidden())


def nodes(shown, tree, upper=None):
    return shown.town.workspace.read(lambda c: list(tree.children(c, upper, View(TODAY))))


def test_tree_counts_organisations_and_units_below(shown):
    tree = UnionTree()
    (top,) = nodes(shown, tree)
    assert (top.title, top.count) == ("王庆坨镇总工会", "2 / 2")
    below = {n.title: n.count for n in nodes(shown, tree, top.key)}
    assert below == {
        "一街村工会联合会": "1 / 2",
        "天津恒泰车料有限公司工会委员会": "1 / 0",
        "未建会单位": "1",
    }
    assert tree.counts == "组织 / 单位"


def test_tree_by_place_and_the_way_to_a_record(shown):
    tree = PlaceTree()
    (top,) = nodes(shown, tree)
    villages = {n.title: n.count for n in nodes(shown, tree, top.key)}
    assert villages["一街村"] == "1 / 2"
    assert villages["二街村"] == "0 / 0"
    union = UnionTree()
    way = shown.town.workspace.read(lambda c: union.path(c, "union", shown.federation, View(TODAY)))
    assert way == [f"union:{shown.town.root}", f"union:{shown.federation}"]


def test_many_single_unions_stand_in_a_group_and_foreign_ones_apart(shown):
    for n in range(6):
        shown.town.union(f"甲{n}公司工会委员会")
    shown.town.union("铁路车站工会委员会", outside=True, upper_id=None)
    tree = UnionTree()
    (top,) = nodes(shown, tree)
    below = {n.title: n for n in nodes(shown, tree, top.key)}
    assert list(below) == ["一街村工会联合会", "单独建会（7 个）", "未建会单位", "属地不属本会管"]
    assert below["单独建会（7 个）"].count == "7 / 0"
    assert [n.title for n in nodes(shown, tree, "group:outside")] == ["铁路车站工会委员会"]
    assert top.count == "8 / 2"


def test_choosing_in_the_tree_narrows_every_list(qtbot, shown):
    page = shown.page
    page.tree.select("union", shown.federation)
    shown.wait(lambda: page.middle.node is not None and page.middle.node.id == shown.federation)
    shown.wait(lambda: page.middle.list().count() == 1)
    assert page.middle.title.whole() == "一街村工会联合会"
    numbers = "涵盖单位 2 · 职工 50 · 会员 42 · 入会率 84.00%"
    shown.wait(lambda: page.middle.summary.whole() == numbers)
    page.middle.bring("employers")
    shown.wait(lambda: page.middle.list().count() == 2)
    page.middle.bring("uncovered")
    shown.wait(lambda: page.middle.list().count() == 1)
    page.middle.bring("places")
    shown.wait(lambda: page.middle.list().count() == 1)
    page.tree.tabs.setCurrentIndex(1)
    page.tree.select("place", shown.town.villages["二街村"])
    page.middle.bring("employers")
    shown.wait(lambda: page.middle.list().count() == 0)
    assert page.middle.list().view().filters == {}


def test_the_group_of_uncovered_units_brings_up_their_list(shown):
    page = shown.page
    (top,) = nodes(shown, UnionTree())
    tree = page.tree
    shown.wait(lambda: tree.model.index_of("group:uncovered").isValid())
    tree.select_key("group:uncovered")
    shown.wait(lambda: page.middle.key() == "uncovered" and page.middle.list().count() == 1)
    assert top.kind == "union"
    titles = [a.title for a in page.page_actions()]
    assert titles == ["导入", "导出", "打印", "更多 ▽", "登记建会"]


def test_reading_the_tree_again_leaves_the_record_that_is_shown(qtbot, shown):
    from app.areas.organisations import acts

    page = shown.page
    page.tree.select("union", shown.federation)
    shown.wait(lambda: page.details.get("union") and page.details["union"].card is not None)
    page.middle.bring("employers")
    shown.wait(lambda: page.middle.list().count() == 2)
    page.middle.list().select(shown.first)
    shown.wait(lambda: page.right.currentWidget() is page.details.get("employer"))
    shown.desk.ops.act(acts.edit_employer, shown.first, owner=page, address="一街村9号")
    shown.wait(lambda: "一街村9号" in facts(page.details["employer"]))
    with qtbot.waitSignal(page.tree.model.arrived, timeout=5_000):
        page.tree.refresh()
    qtbot.wait(300)
    assert page.right.currentWidget() is page.details["employer"]
    assert page.middle.list().current() == shown.first


def test_a_union_shows_its_facts_and_masks_the_phone(qtbot, shown):
    shown.show("union", shown.federation)
    detail = shown.page.details["union"]
    assert detail.title.whole() == "一街村工会联合会"
    assert detail.subtitle.whole() == "区域性工会联合会 · 基层工会"
    shown.wait(lambda: "50 / 42" in facts(detail))
    assert "138****1201" in facts(detail)
    assert "13812341201" not in facts(detail)
    button = next(
        b
        for b in detail.findChildren(QAbstractButton)
        if b.accessibleName() == "显示完整的联系电话"
    )
    button.click()
    shown.wait(lambda: "13812341201" in facts(detail))
    assert shown.newest() == "显示完整号码：工会的联系电话 1 条"
    shown.page.conceal()
    assert "13812341201" not in facts(detail)


def test_the_tabs_show_coverage_readings_and_history(qtbot, shown):
    shown.show("union", shown.federation)
    detail = shown.page.details["union"]
    detail.show_tab("covered")
    covered = detail.widget("covered")
    shown.wait(lambda: covered.count() == 2)
    assert covered.said.whole() == "现有 2 家"
    shown.show("union", shown.single)
    detail.show_tab("readings")
    shown.wait(lambda: detail.widget("readings").count() == 2)
    detail.show_tab("history")
    shown.wait(lambda: detail.history.model.rowCount() == 2)
    first = detail.history.model.item(1)
    assert "补录工会" in first.text()
    lines = [first.child(n).text() for n in range(first.rowCount())]
    assert "名称：（空） → 天津恒泰车料有限公司工会委员会" in lines
    assert "上级：（空） → 王庆坨镇总工会" in lines
    assert detail.states.count() == 1


def test_findings_of_the_record_have_a_badge_and_can_be_explained(qtbot, shown):
    page = shown.page
    page.problems.again()
    with qtbot.waitSignal(page.problems.told, timeout=15_000):
        pass
    of_single = page.problems.of("union", shown.single)
    assert of_single
    finding = next(f for f in of_single if f.rule == "STA-02")
    shown.show("union", shown.single)
    detail = page.details["union"]
    place = [t.key for t in detail._tabs].index("findings")
    assert detail.tabs.tabText(place) == f"审核 {len(of_single)}"
    detail.show_tab("findings")
    with qtbot.waitSignal(page.problems.told, timeout=15_000):
        page.problems.explain(finding, "新招职工尚在试用期")
    (again,) = [f for f in page.problems.of("union", shown.single) if f.rule == "STA-02"]
    assert again.explanation == "新招职工尚在试用期"
    assert detail.tabs.tabText(place) in (f"审核 {len(of_single) - 1}", "审核")


def test_targets_open_records_fields_and_views(qtbot, shown):
    shell, page = shown.shell, shown.page
    shell.go(Target("organisations", "employer", shown.bare, "credit_code"))
    shown.wait(page.editor.is_open)
    assert page.editor.spec.key == "edit_employer"
    page.editor.close_form()
    page.form_left()
    shell.go(Target("organisations", view="missing"))
    shown.wait(lambda: page.workplace.missing.count() > 0)
    assert page.page_actions() == ()
    went = []
    shown.desk.went.connect(went.append)
    page.workplace.findings.went.emit(
        Target("", "figure", "R104")
    )  # 打开 of a finding of the office
    assert went == [Target("", "figure", "R104")]
    shell.go(Target("organisations", "rule", "STA-02", view="findings"))
    assert page.workplace.title.text() == "审核问题"
    shell.back()
    assert page.whole.currentWidget() is page.panes


def test_a_number_reported_later_is_not_known_on_a_past_day(shown):
    shown.show("union", shown.single)
    detail = shown.page.details["union"]
    detail.show_tab("readings")
    rows = detail.widget("readings")
    shown.wait(lambda: rows.count() > 0)
    shown.desk.look_at_day(date(2025, 6, 30))
    shown.wait(lambda: rows.count() == 0)
    shown.desk.look_at_day(None)
    shown.wait(lambda: rows.count() > 0)


def test_a_past_day_is_for_reading(qtbot, shown):
    page = shown.page
    shown.show("union", shown.federation)
    shown.desk.look_at_day(date(2025, 6, 30))
    shown.wait(lambda: page.details["union"].card.day == date(2025, 6, 30))
    assert [a.title for a in page.page_actions()] == ["导出", "打印", "回到今天办理"]
    edit = page.details["union"].findChild(QAbstractButton, "detail_union_edit")
    assert not edit.isEnabled()
    page.edit()
    assert not page.editor.is_open()
    page.found_for({})
    assert not page.editor.is_open()
    page.main_act()
    assert not shown.desk.is_past
    page.main_act()
    assert page.editor.is_open()


def test_keyboard_edits_saves_and_leaves(qtbot, shown):
    page, shell = shown.page, shown.shell
    shown.show("union", shown.federation)
    shell.activateWindow()
    shown.wait(shell.isActiveWindow)
    qtbot.keyClick(shell, Qt.Key.Key_F2)
    shown.wait(page.editor.is_open)
    qtbot.keyClick(shell, Qt.Key.Key_Escape)
    shown.wait(lambda: not page.editor.is_open())
    qtbot.keyClick(page, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    shown.wait(page.editor.is_open)
    assert page.editor.spec.key == "found_union"
    shown.fill(name="未保存的工会")
    assert page.is_dirty()
    qtbot.keyClick(shell, Qt.Key.Key_Escape)
    dialog = shown.dialog("leave_form")
    dialog.findChild(QAbstractButton, "leave_form_leave").click()
    shown.wait(lambda: not page.editor.is_open())


def test_the_tree_under_the_unit_button_chooses_what_is_looked_at(qtbot, shown):
    from app.areas.organisations.page import unit_popup

    found = []
    pane = unit_popup(shown.desk, lambda unit, title: found.append((unit, title)))
    qtbot.addWidget(pane)
    pane.show()
    shown.wait(lambda: pane.model.index_of(f"union:{shown.federation}").isValid())
    for key in (f"union:{shown.town.root}", f"union:{shown.federation}", "group:uncovered"):
        pane.select_key(key)
        pane.opened.emit(pane.current())
    assert found == [(None, "王庆坨镇总工会"), (shown.federation, "一街村工会联合会")]
    shown.desk.look_at_unit(*found[1])
    shown.wait(lambda: shown.page.middle.list().count() == 1)


def test_one_pane_with_a_way_back_when_narrow(qtbot, shown):
    page = shown.page
    shown.shell.resize(900, 700)
    shown.wait(page.panes.is_narrow)
    page.middle.list().select(shown.federation)
    page.record_opened("union", shown.federation)
    shown.wait(lambda: page.right.isVisible())
    assert not page.middle.isVisible()
    assert page.back()
    assert page.middle.isVisible()


@pytest.mark.parametrize("key", ["unions", "employers"])
def test_export_is_what_the_list_shows(qtbot, shown, tmp_path, key):
    import openpyxl

    page = shown.page
    page.middle.bring(key)
    view = page.middle.list()
    shown.wait(lambda: view.count() == 3)
    page._export()
    dialog = page.exporter.dialog
    dialog.full.setChecked(True)
    dialog._done()
    assert dialog.message.text() == "请写明为什么要完整号码。"
    dialog.reject()
    file = tmp_path / "名单.xlsx"
    with qtbot.waitSignal(shown.desk.ops.noticed, timeout=60_000):
        page.exporter.write(view, file, way="all")
    sheet = openpyxl.load_workbook(file).active
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    titles = {"unions": UNIONS, "employers": EMPLOYERS}[key].columns
    assert rows[0] == [c.title for c in titles]
    assert len(rows) == 4
    if key == "unions":
        phone = rows[0].index("联系电话")
        assert {row[phone] for row in rows[1:]} == {None, "138****1201"}
        with qtbot.waitSignal(shown.desk.ops.noticed, timeout=60_000):
            page.exporter.write(view, file, way="all", reason="核对")
        sheet = openpyxl.load_workbook(file).active
        assert "13812341201" in {c.value for c in sheet[2]} | {c.value for c in sheet[3]}


def test_a_list_is_printed_as_it_is_filtered(shown):
    page = shown.page
    page.middle.bring("employers")
    shown.wait(lambda: page.middle.list().count() == 3)
    page.middle.list().bar.choose("how", ("none",))
    shown.wait(lambda: page.middle.list().count() == 1)
    shown.shell._print()
    shown.wait(lambda: bool(page.findChildren(Preview)))
    (preview,) = page.findChildren(Preview)
    text = preview.pane.document.getAllText(0).text().replace("\n", "")
    assert "王庆坨镇总工会用人单位" in text
    assert "截至2026年11月22日，共 1 条" in text
    assert "筛选：建会情况：未建会。" in text
    assert "天津华盛物流有限公司" in text
    assert "天津沐阳" not in text
    preview.close()


def test_everything_is_named_and_every_label_is_plain(qtbot, shown):
    page = shown.page
    for kind, record in (
        ("union", shown.federation), ("employer", shown.first),
        ("place", shown.town.villages["一街村"]),
    ):  # fmt: skip
        shown.show(kind, record)
        detail = page.details[kind]
        for tab in list(detail._tabs):
            detail.show_tab(tab.key)
        page.edit()
        shown.wait(page.editor.is_open)
        page.editor.close_form()
        page.form_left()
    page.found_for({})
    for which, more in (("findings", {}), ("missing", {}), ("doubles", {"record": shown.first})):
        page.workplace.open(which, **more)
    page._export()
    assert unnamed(shown.shell) == []
    page.exporter.dialog.reject()
