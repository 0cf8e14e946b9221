"""Acts through their forms: what is written, what is refused beside which field."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QAbstractButton

from app.areas.organisations import acts
from app.areas.organisations.lists import coverage_of
from app.areas.organisations.lists.common import readings_of
from app.areas.organisations.lists.window import same_name
from app.base.lists import View
from app.desk.change_or_correct import ChangeOrCorrect
from tests.areas.organisations.town import TODAY


def test_found_writes_union_coverage_and_numbers_at_once(qtbot, shown):
    page = shown.page
    shown.show("employer", shown.bare)
    shown.act("employer", "found")
    form = page.editor.form
    assert form.value("name") == "天津华盛物流有限公司工会委员会"
    assert form.value("employer") == shown.bare
    shown.fill(founded_on=date(2026, 10, 8), founded_doc="武工复〔2026〕9号", J201=22, J206=20)
    shown.save()
    assert shown.newest() == "登记建会"
    ((union, _name),) = shown.town.workspace.read(
        lambda c: same_name(c, "union", "天津华盛物流有限公司工会委员会")
    )
    kept = shown.values("union", union)
    assert (kept["founded_on"], kept["form"]) == (date(2026, 10, 8), "committee")
    assert kept["upper_id"] == shown.town.root
    (link,) = shown.town.workspace.read(lambda c: coverage_of(c, employer_id=shown.bare))
    assert (link["union_id"], link["since"]) == (union, date(2026, 10, 8))
    heads = shown.town.workspace.read(lambda c: readings_of(c, "union_id", [union], TODAY))
    assert heads == {union: {"J201": 22, "J206": 20}}
    shown.wait(lambda: page.details["union"].card is not None)
    shown.wait(lambda: page.details["union"].card.id == union)
    shown.wait(lambda: page.middle.key() == "unions" and page.middle.list().count() == 4)


def test_what_is_missing_or_wrong_is_said_beside_its_field_and_nothing_is_written(qtbot, shown):
    page, before = shown.page, shown.number()
    page.found_for({})
    shown.fill(name="", J201=5, J202=9, credit_code="91120114MA0000000X")
    said = shown.refused()
    assert said["name"] == "请填工会名称。"
    assert "校验" in said["credit_code"] or "字符" in said["credit_code"]
    shown.fill(name="新工会", credit_code="")
    page.save()
    shown.wait(lambda: "J202" in shown.messages())
    assert shown.messages()["J202"] == "女职工 9 人，比职工 5 人还多，请核对。"
    assert shown.number() == before
    assert page.editor.is_open()


def test_a_credit_code_is_checked_while_it_is_typed(qtbot, shown):
    page = shown.page
    page.found_for({})
    form = page.editor.form
    shown.shell.activateWindow()
    shown.wait(form.editor("name").hasFocus)
    editor = form.editor("credit_code")
    editor.setFocus()
    shown.wait(editor.hasFocus)
    qtbot.keyClicks(editor, "81120114MC0000000A")
    assert "校验" in form.cells["credit_code"].message.text()
    qtbot.keyClicks(editor, "\b")
    assert form.cells["credit_code"].message.text() == ""


def test_a_name_that_is_there_is_warned_of_while_typing(qtbot, shown):
    page = shown.page
    page.found_for({})
    shown.fill(name="一街村 工会联合会")
    shown.wait(lambda: "已有同名的记录" in shown.text("found_union_name_warning"))
    shown.fill(name="一街村商户工会联合会")
    shown.wait(lambda: shown.text("found_union_name_warning") == "")


def test_a_code_of_another_record_is_refused(qtbot, shown):
    code = "81120114MC1234567P"
    from app.areas.organisations import acts
    from app.base.numbers import credit_check

    code = code[:17] + credit_check(code[:17])
    shown.town.do(acts.edit_union, shown.single, credit_code=code)
    shown.show("union", shown.federation)
    shown.page.edit()
    shown.wait(shown.page.editor.is_open)
    before = shown.number()
    shown.fill(credit_code=code)
    said = shown.refused()
    assert said["credit_code"].startswith("「天津恒泰车料有限公司工会委员会」已经用了这个代码")
    assert shown.number() == before


def test_edit_of_a_name_asks_and_a_change_keeps_the_old_days(qtbot, shown):
    shown.show("union", shown.federation)
    shown.page.edit()
    shown.wait(shown.page.editor.is_open)
    shown.fill(name="一街村和平工会联合会", chair="李敏")
    shown.page.save()
    dialog = shown.dialog("change_or_correct")
    assert isinstance(dialog, ChangeOrCorrect)
    assert dialog.change.isChecked()
    dialog.since.set_day(date(2026, 9, 1))
    dialog.document.setText("武工复〔2026〕5号")
    dialog._done()
    shown.wait(lambda: not shown.page.editor.is_open())
    assert shown.newest() == "变更工会"
    now = shown.values("union", shown.federation)
    assert (now["name"], now["doc_no"]) == ("一街村和平工会联合会", "武工复〔2026〕5号")
    assert now["chair"] == "李敏"
    then = shown.values("union", shown.federation, date(2026, 8, 31))
    assert then["name"] == "一街村工会联合会"
    shown.wait(lambda: shown.page.details["union"].card.title == "一街村和平工会联合会")


def test_edit_of_a_place_corrects_all_days_by_default(qtbot, shown):
    shown.show("union", shown.federation)
    shown.page.edit()
    shown.wait(shown.page.editor.is_open)
    other = shown.town.villages["二街村"]
    shown.fill(place_id=(other, "二街村"))
    shown.page.save()
    dialog = shown.dialog("change_or_correct")
    assert dialog.correct.isChecked()
    dialog._done()
    shown.wait(lambda: not shown.page.editor.is_open())
    assert shown.newest() == "更正工会"
    assert shown.values("union", shown.federation, date(2024, 5, 1))["place_id"] == other


def test_a_plain_edit_asks_nothing(qtbot, shown):
    shown.show("union", shown.federation)
    shown.page.edit()
    shown.wait(shown.page.editor.is_open)
    shown.fill(legal_person="1", note="办公地点在村委会")
    shown.save()
    assert shown.newest() == "编辑工会信息"
    kept = shown.values("union", shown.federation)
    assert (kept["legal_person"], kept["note"]) == (True, "办公地点在村委会")


def test_dissolve_says_what_becomes_of_members_and_assets(qtbot, shown):
    shown.show("union", shown.single)
    shown.act("union", "dissolve")
    shown.fill(on=date(2026, 11, 1), members_to="转入镇联合工会",
               assets_to_id=(shown.town.root, "王庆坨镇总工会"))  # fmt: skip
    shown.save()
    kept = shown.values("union", shown.single)
    assert (kept["status"], kept["members_to"]) == ("dissolved", "转入镇联合工会")
    assert kept["assets_to_id"] == shown.town.root
    shown.wait(lambda: shown.page.middle.list().count() == 2)
    shown.wait(lambda: shown.page.details["union"].card.values["status"] == "dissolved")
    titles = [a.title for a in shown.page.menu().of(shown.page.details["union"].card)]
    assert "恢复工会…" in titles
    assert "撤销工会…" not in titles


def test_a_refusal_of_the_act_stands_beside_its_field(qtbot, shown):
    shown.town.union("丙公司工会委员会", upper_id=shown.federation)
    shown.show("union", shown.federation)
    shown.act("union", "dissolve")
    before = shown.number()
    said = shown.refused()
    assert "下面还有 1 个工会" in said["on"]
    assert shown.number() == before
    shown.page.editor.close_form()
    shown.page.form_left()
    shown.act("union", "move")
    form = shown.fill(upper_id=(shown.town.root, "王庆坨镇总工会"))
    form.editor("since").setText("2026-13-01")
    assert "没有" in shown.refused()["since"]


def test_cover_and_move_coverage(qtbot, shown):
    shown.show("union", shown.single)
    detail = shown.page.details["union"]
    detail.show_tab("covered")
    detail._cover()
    shown.wait(shown.page.editor.is_open)
    shown.fill(employer_id=(shown.first, "天津沐阳"), organiser="王建国")
    said = shown.refused()
    assert "已由「一街村工会联合会」涵盖" in said["employer_id"]
    shown.fill(employer_id=(shown.bare, "天津华盛"))
    shown.save()
    shown.wait(lambda: detail.widget("covered").count() == 1)
    (row,) = detail.widget("covered").model.rows
    assert row.title == "天津华盛物流有限公司"
    shown.show("employer", shown.first)
    shown.act("employer", "move_coverage")
    shown.fill(to_union=(shown.single, "天津恒泰"))
    shown.save()
    links = shown.town.workspace.read(lambda c: coverage_of(c, employer_id=shown.first))
    assert [(x["union_id"], x["until"]) for x in links] == [
        (shown.single, None), (shown.federation, TODAY)
    ]  # fmt: skip


def test_new_employer_and_closing_it_with_a_successor(qtbot, shown):
    page = shown.page
    page.middle.bring("employers")
    page.main_act()
    shown.wait(page.editor.is_open)
    shown.fill(name="天津金轮车业有限公司", J201=19)
    shown.save()
    ((made, _),) = shown.town.workspace.read(
        lambda c: same_name(c, "employer", "天津金轮车业有限公司")
    )
    shown.wait(lambda: "employer" in page.details and page.details["employer"].record() == made)
    shown.show("employer", shown.first)
    shown.act("employer", "close")
    shown.fill(on=date(2026, 11, 20), status="deregistered", successor_id=(made, "天津金轮"))
    shown.save()
    (link,) = shown.town.workspace.read(lambda c: coverage_of(c, employer_id=made))
    assert link["union_id"] == shown.federation


def test_places_are_added_and_renamed_from_a_day(qtbot, shown):
    page = shown.page
    page.middle.bring("places")
    page.main_act()
    shown.wait(page.editor.is_open)
    shown.fill(name="自行车产业园", kind="park", upper_id=(shown.town.place, "王庆坨镇"))
    shown.save()
    ((park, _),) = shown.town.workspace.read(lambda c: same_name(c, "place", "自行车产业园"))
    shown.show("place", park)
    page.edit()
    shown.wait(page.editor.is_open)
    shown.fill(name="智能骑行产业园")
    page.save()
    shown.dialog("change_or_correct")._done()
    shown.wait(lambda: not page.editor.is_open())
    assert shown.newest() == "变更地点"
    assert shown.values("place", park)["name"] == "智能骑行产业园"
    assert shown.values("place", park, date(2026, 11, 21))["name"] == "自行车产业园"


def test_headcounts_are_pasted_into_the_grid_and_kept_for_the_day(qtbot, shown):
    page = shown.page
    page.middle.bring("employers")
    shown.wait(lambda: page.middle.list().count() == 3)
    page.heads()
    heads = page.workplace.heads
    shown.wait(lambda: len(heads.grid.model.rows) == 3)
    names = [r.title for r in heads.grid.model.rows]
    place = names.index("天津华盛物流有限公司")
    heads.grid.table.setCurrentIndex(heads.grid.model.index(place, 2))
    QGuiApplication.clipboard().setText("30\t40\t20\t8")
    heads.grid._paste()
    page.save()
    assert heads.message.text() == "天津华盛物流有限公司：女职工 40 人，比职工 30 人还多，请核对。"
    assert page.is_dirty()
    QGuiApplication.clipboard().setText("30\t12\t20\t8")
    heads.grid._paste()
    heads.day.set_day(date(2026, 11, 20))
    page.save()
    shown.wait(lambda: page.whole.currentWidget() is page.panes)
    assert shown.newest() == "登记填报数"
    kept = shown.town.workspace.read(
        lambda c: readings_of(c, "employer_id", [shown.bare], date(2026, 11, 20))
    )
    assert kept[shown.bare] == {"J201": 30, "J202": 12, "J206": 20, "J207": 8}


def test_three_employers_found_a_joint_union(shown):
    town, page = shown.town, shown.page
    firms = {shown.bare: "天津华盛物流有限公司"}
    firms |= {town.employer(name): name for name in ("甲车料厂", "乙车料厂")}
    page.menu().found(firms)
    shown.wait(page.editor.is_open)
    assert page.editor.form.value("type") == "joint"
    shown.fill(name="一街村小微企业联合工会委员会", J201=60, J206=50)
    shown.save()
    union = shown.ident("union", "一街村小微企业联合工会委员会")
    covered = shown.read(lambda c: coverage_of(c, union_id=union))
    assert {link["employer_id"] for link in covered} == set(firms)
    heads = shown.read(lambda c: readings_of(c, "union_id", [union], TODAY))
    assert heads == {union: {"J201": 60, "J206": 50}}


def test_an_employer_with_its_own_union_shows_what_that_reports(shown):
    town = shown.town
    own = town.employer("天津恒泰车料有限公司", of=shown.single)
    source, view = shown.page.middle.list("employers").source, View(TODAY)
    (row,) = shown.read(lambda c: source.rows(c, [own], view))
    assert (row["workers"], row["members"], row["rate"]) == (83, 61, "73.49%")
    town.report("employer", own, J201=80)
    (row,) = shown.read(lambda c: source.rows(c, [own], view))
    assert (row["workers"], row["members"]) == (80, 61)


def test_members_of_a_complete_roster_are_not_keyed_into_the_grid(qtbot, shown):
    page = shown.page
    page.middle.bring("unions")
    shown.wait(lambda: page.middle.list().count() > 1)
    first = page.middle.list().source
    union = shown.read(lambda c: next(
        r["id"] for r in first.rows(c, first.ids(c, View(TODAY)), View(TODAY)) if r["members"]
    ))  # fmt: skip
    shown.town.do(acts.mark_complete, union, members_from=date(2026, 6, 1))
    page.heads()
    heads = page.workplace.heads
    model = heads.grid.model
    shown.wait(lambda: any(row.locked for row in model.rows))
    place = [row.id for row in model.rows].index(union)
    members = model.index(place, 4)
    assert not members.flags() & Qt.ItemFlag.ItemIsEditable
    assert model.index(place, 2).flags() & Qt.ItemFlag.ItemIsEditable
    assert members.data().startswith("按名册")
    assert "会员名册自2026年6月1日起录全" in members.data(Qt.ItemDataRole.ToolTipRole)
    assert "灰底的会员数按名册计" in heads.grid.said.text()
    heads.grid.table.setCurrentIndex(model.index(place, 2))
    QGuiApplication.clipboard().setText("30\t12\t29\t8")
    heads.grid._paste()
    assert heads.grid.changes() == {union: {"J201": 30, "J202": 12}}
    assert not model.take(place, 4, "29")
    assert "不在这里填" in heads.grid.said.text()
    heads.day.set_day(date(2026, 5, 31))  # a day on which the reported number still counts
    assert members.flags() & Qt.ItemFlag.ItemIsEditable
    assert model.take(place, 4, "29")
    heads.day.set_day(TODAY)
    assert heads.grid.changes() == {union: {"J201": 30, "J202": 12}}
    page.save()
    shown.wait(lambda: page.whole.currentWidget() is page.panes)
    kept = shown.read(lambda c: readings_of(c, "union_id", [union], TODAY))[union]
    assert (kept["J201"], kept["J202"]) == (30, 12)
    assert kept.get("J206") != 29


def test_doubled_employers_are_merged_field_by_field(qtbot, shown):
    from app.areas.organisations import acts

    double = shown.town.employer("天津顺驰轮胎公司", credit_code=None)
    shown.town.do(acts.edit_employer, double, address="一街村8号", legal_representative="王顺")
    shown.town.do(acts.edit_employer, shown.second, address="一街村")
    page = shown.page
    shown.show("employer", shown.second)
    page.merge_employers(shown.second, "")
    doubles = page.workplace.doubles
    doubles._picked(double)
    shown.wait(lambda: bool(doubles._groups))
    doubles.findChild(QAbstractButton, "doubles_address_1").setChecked(True)
    page.save()
    shown.wait(lambda: shown.values("employer", double) is None)
    kept = shown.values("employer", shown.second)
    assert (kept["address"], kept["legal_representative"]) == ("一街村8号", "王顺")
    assert kept["name"] == "天津顺驰轮胎有限公司"
    shown.wait(lambda: page.whole.currentWidget() is page.panes)


def test_undo_of_an_act_refreshes_the_page(qtbot, shown):
    page = shown.page
    page.found_for({})
    shown.fill(name="丁公司工会委员会")
    shown.save()
    shown.wait(lambda: page.middle.list().count() == 4)
    shown.shell.undo()
    shown.wait(lambda: page.middle.list().count() == 3)
    shown.wait(lambda: page.right.currentWidget() is page._nothing)


def test_an_open_form_is_not_lost_by_moving_in_the_list(qtbot, shown):
    page = shown.page
    page.found_for({})
    shown.fill(name="戊公司工会委员会")
    page.middle.list().select(shown.federation)
    page._show_chosen()
    assert page.editor.is_open()
    assert page.editor.form.value("name") == "戊公司工会委员会"
