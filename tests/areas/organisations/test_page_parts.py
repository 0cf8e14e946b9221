"""Places, and what belongs to an employer or union, through their real forms."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import Qt

from app.areas.organisations import acts
from app.areas.organisations.checks.invariants import INVARIANTS
from app.areas.organisations.lists import sites_of, succession_of
from app.areas.organisations.lists.common import readings_of
from app.divisions import Divisions
from tests.areas.organisations.town import TODAY


@pytest.fixture(autouse=True)
def sound(town: Any):
    """Whatever the forms did, the file is sound afterwards."""
    yield
    found = town.workspace.read(lambda c: [f.message for rule in INVARIANTS for f in rule(c)])
    assert found == []


def new_place(shown: Any) -> Any:
    """The form of 新增地点; it is read what divisions there are."""
    shown.page.middle.bring("places")
    shown.page.main_act()
    shown.wait(shown.page.editor.is_open)
    return shown.page.editor.form


# -- places ----------------------------------------------------------------------------------------


def test_a_new_place_lies_in_that_of_the_office_or_in_the_one_chosen(shown):
    form = new_place(shown)
    assert form.value("upper_id") == shown.town.place
    shown.page.editor.close_form()
    shown.show("place", shown.town.villages["二街村"])
    shown.act("place", "add_place")
    assert shown.page.editor.form.editor("upper_id").title() == "二街村"


def test_only_divisions_that_are_not_there_yet_are_offered(shown):
    new_place(shown)
    there = {"120114102201", "120114102202", "120114102203"}
    with Divisions() as directory:
        fresh = [d.short_name for d in directory.below("120114102") if d.code not in there]
    assert shown.offered("division", "") == fresh
    assert len(fresh) > 20
    assert shown.offered("division", "南辛庄") == ["南辛庄村"]
    assert shown.offered("division", "nxz") == ["南辛庄村", "年辛庄村"]
    assert shown.offered("division", "120114102201") == []
    assert shown.offered("division", "城关镇") == []


def test_a_division_brings_its_name_code_kind_and_upper_place(shown):
    form = new_place(shown)
    picker = form.editor("division").picker
    (choice,) = shown.read(lambda c: picker.search(c, "南辛庄", 5))
    shown.fill(division=(choice.key, choice.title))
    shown.wait(lambda: form.value("name") == "南辛庄村")
    assert (form.value("kind"), form.value("code")) == ("village", choice.key)
    assert (form.value("upper_id"), form.editor("upper_id").title()) == (
        shown.town.place, "王庆坨镇",
    )  # fmt: skip
    shown.save()
    made = shown.ident("place", "南辛庄村")
    kept = shown.values("place", made)
    assert (kept["code"], kept["origin"], kept["upper_id"]) == (
        choice.key, "national", shown.town.place,
    )  # fmt: skip
    shown.wait(lambda: "南辛庄村" in shown.names())
    shown.wait(lambda: shown.page.details["place"].record() == made)
    new_place(shown)
    assert shown.offered("division", "南辛庄") == []
    shown.page.editor.close_form()
    shown.undone("新增地点")
    shown.wait(lambda: "南辛庄村" not in shown.names())


def test_another_division_replaces_what_the_first_filled_in_but_not_what_was_typed(shown):
    form = new_place(shown)
    picker = form.editor("division").picker
    choices = shown.read(lambda c: picker.search(c, "", 3))
    shown.fill(division=(choices[0].key, choices[0].title))
    shown.wait(lambda: form.value("name") == choices[0].title)
    shown.fill(division=(choices[1].key, choices[1].title))
    shown.wait(lambda: form.value("code") == choices[1].key)
    assert form.value("name") == choices[1].title
    shown.fill(name="自己的叫法")
    shown.fill(division=(choices[2].key, choices[2].title))
    shown.wait(lambda: form.value("code") == choices[2].key)
    assert form.value("name") == "自己的叫法"


def test_the_directory_is_let_go_with_the_form(shown):
    form = new_place(shown)
    directory = form.editor("division").picker._divisions
    shown.offered("division", "南辛庄")
    assert directory.loaded
    shown.page.editor.leave()
    assert not directory.loaded


def test_a_code_is_checked_and_borne_by_one_place_only(shown):
    new_place(shown)
    before = shown.number()
    shown.fill(name="王庆坨老街", code="12011410", upper_id=(shown.town.place, "王庆坨镇"))
    assert "6、9 或 12 位数字" in shown.refused()["code"]
    shown.fill(code="120114102201")
    said = {"code": "「一街村」已经用了这个代码，请核对是不是同一个。"}
    assert shown.refused() == said
    assert shown.number() == before
    shown.fill(code="")
    shown.save()
    assert shown.values("place", shown.ident("place", "王庆坨老街"))["origin"] == "own"


def test_a_code_changes_from_a_day_on(shown):
    place = shown.town.villages["一街村"]
    shown.show("place", place)
    shown.page.edit()
    shown.wait(shown.page.editor.is_open)
    shown.fill(code="120114102301")
    shown.page.save()
    dialog = shown.dialog("change_or_correct")
    assert dialog.change.isChecked()
    dialog.since.set_day(date(2026, 10, 1))
    dialog.document.setText("统设管函〔2026〕3号")
    dialog._done()
    shown.wait(lambda: not shown.page.editor.is_open())
    assert shown.newest() == "变更地点"
    assert shown.values("place", place)["code"] == "120114102301"
    assert shown.values("place", place, date(2026, 9, 30))["code"] == "120114102201"
    states = shown.tab("place", "history", 2)
    notes = [r.note for r in states.model.rows]
    assert "120114102301" in notes[0]
    assert "120114102201" in notes[1]
    shown.undone("变更地点")
    assert shown.values("place", place)["code"] == "120114102201"


def test_places_are_merged_with_all_that_is_there(shown):
    town = shown.town
    old, new = town.villages["一街村"], town.villages["二街村"]
    site = town.do(acts.add_site, employer_id=shown.bare, address="一街村9号", place_id=old)
    shown.show("place", old)
    shown.act("place", "merge")
    assert shown.refused() == {"into": "请选并入的地点。"}
    shown.fill(into=(new, "二街村"), on=date(2026, 11, 1), doc_no="武政函〔2026〕2号")
    lines = shown.agree()
    assert lines == [
        ("一街村工会联合会", "工会"),
        ("天津华盛物流有限公司", "单位"),
        ("天津沐阳自行车配件有限公司", "单位"),
        ("天津顺驰轮胎有限公司", "单位"),
    ]
    assert shown.values("union", shown.federation)["place_id"] == new
    assert shown.values("union", shown.federation, date(2026, 10, 31))["place_id"] == old
    assert shown.values("place", old) is None
    (told,) = shown.read(lambda c: succession_of(c, new))
    assert (told["place_id"], told["how"], told["on_day"]) == (old, "merged", date(2026, 11, 1))
    (kept,) = shown.read(lambda c: sites_of(c, shown.bare))
    assert (kept["id"], kept["place_id"]) == (site, new)
    shown.wait(lambda: shown.page.details["place"].record() == new)
    shown.wait(lambda: "2026-11-01 一街村并入二街村" in shown.facts("place"))
    shown.wait(lambda: "一街村" not in shown.names())
    shown.undone("合并地点")
    shown.wait(lambda: "一街村" in shown.names())


def test_a_place_goes_into_what_lies_in_it_but_not_into_what_lies_deeper(shown):
    town = shown.town
    old = town.villages["一街村"]
    park = town.do(acts.add_place, name="产业园", kind="park", upper_id=old)
    building = town.do(acts.add_place, name="一号楼", kind="building", upper_id=park)
    shown.show("place", old)
    shown.act("place", "merge")
    shown.fill(into=(building, "一号楼"))
    assert "绕成了圈" in shown.refused_after_review()["into"]
    shown.fill(into=(park, "产业园"))
    shown.agree()
    assert shown.values("place", park)["upper_id"] == town.place
    assert shown.values("union", shown.federation)["place_id"] == park


def test_a_place_is_closed_once_nothing_lies_there(shown):
    town = shown.town
    shown.show("place", town.villages["一街村"])
    shown.act("place", "close")
    assert "还有工会「一街村工会联合会」" in shown.refused()["on"]
    shown.page.editor.close_form()
    place = town.villages["三街社区"]
    park = town.do(acts.add_place, name="产业园", kind="park", upper_id=place)
    shown.show("place", place)
    shown.act("place", "close")
    assert "还有下级地点「产业园」" in shown.refused()["on"]
    shown.page.editor.close_form()
    shown.show("place", park)
    shown.act("place", "close")
    shown.fill(on=date(2026, 11, 20))
    shown.save()
    assert shown.values("place", park) is None
    shown.wait(lambda: "产业园" not in shown.names())
    shown.undone("撤销地点")
    shown.wait(lambda: "产业园" in shown.names())


# -- what belongs to an employer -------------------------------------------------------------------


def test_contacts_are_added_edited_and_removed(shown):
    shown.show("employer", shown.first)
    rows = shown.tab("employer", "contacts", 0)
    shown.chip("detail_employer_contacts_add")
    shown.wait(shown.page.editor.is_open)
    shown.fill(phone="1381234")
    said = shown.refused()
    assert said["name"] == "请填姓名。"
    assert said["phone"]
    shown.fill(name="刘芳", role="人事", phone="138 1234 1201")
    shown.save()
    shown.wait(lambda: rows.count() == 1)
    (row,) = rows.model.rows
    assert (row.title, row.note) == ("刘芳", "人事　138****1201")
    rows.select(row.id)
    shown.chip("detail_employer_contacts_edit")
    shown.wait(shown.page.editor.is_open)
    assert shown.page.editor.form.value("phone") == "13812341201"
    shown.fill(role="工会主席")
    shown.save()
    shown.wait(lambda: rows.model.rows[0].note == "工会主席　138****1201")
    rows.select(row.id)
    shown.chip("detail_employer_contacts_delete")
    shown.wait(lambda: rows.count() == 0)
    shown.undone("删除联系人")
    shown.wait(lambda: rows.count() == 1)


def test_a_union_has_contacts_too(shown):
    shown.show("union", shown.federation)
    shown.act("union", "contact")
    shown.fill(name="韩敏", role="主席")
    shown.save()
    assert shown.page.details["union"].record() == shown.federation
    shown.tab("union", "contacts", 1)


def test_sites_are_added_edited_and_removed(shown):
    shown.show("employer", shown.first)
    rows = shown.tab("employer", "contacts", 0)
    shown.chip("detail_employer_contacts_site")
    shown.wait(shown.page.editor.is_open)
    assert shown.refused() == {"address": "请填地址。"}
    shown.fill(name="二厂", address="二街村5号", place_id=(shown.town.villages["二街村"], "二街村"))
    shown.save()
    shown.wait(lambda: rows.count() == 1)
    rows.select(rows.model.rows[0].id)
    shown.chip("detail_employer_contacts_edit")
    shown.wait(shown.page.editor.is_open)
    form = shown.page.editor.form
    shown.wait(lambda: form.editor("place_id").text() == "二街村")
    shown.fill(address="二街村15号")
    shown.save()
    shown.wait(lambda: rows.model.rows[0].note == "二街村15号")
    (kept,) = shown.read(lambda c: sites_of(c, shown.first))
    assert (kept["name"], kept["place_id"]) == ("二厂", shown.town.villages["二街村"])
    shown.undone("编辑经营场所")
    shown.wait(lambda: rows.model.rows[0].note == "二街村5号")


def test_parent_employer_is_kept_and_may_not_go_round(shown):
    shown.town.do(acts.edit_employer, shown.second, parent_id=shown.first)
    shown.show("employer", shown.first)
    shown.page.edit()
    shown.wait(shown.page.editor.is_open)
    assert "天津沐阳自行车配件有限公司" not in shown.offered("parent_id", "天津")
    shown.fill(parent_id=(shown.second, "天津顺驰轮胎有限公司"))
    assert shown.refused() == {"parent_id": "上级单位不能是它自己或它的下属单位。"}
    shown.fill(parent_id=(shown.bare, "天津华盛物流有限公司"))
    shown.save()
    shown.wait(lambda: "天津华盛物流有限公司" in shown.facts("employer"))
    assert shown.values("employer", shown.first)["parent_id"] == shown.bare
    shown.undone("编辑单位信息")
    assert shown.values("employer", shown.first)["parent_id"] is None


# -- reported numbers ------------------------------------------------------------------------------


def test_an_emptied_cell_removes_that_reported_number(qtbot, shown):
    town, page = shown.town, shown.page
    town.report("employer", shown.first, on=date(2025, 3, 1), J201=20)
    page.middle.bring("employers")
    shown.wait(lambda: page.middle.list().count() == 3)
    page.heads()
    heads = page.workplace.heads
    shown.wait(lambda: len(heads.grid.model.rows) == 3)
    place = [r.id for r in heads.grid.model.rows].index(shown.first)
    heads.grid.table.setCurrentIndex(heads.grid.model.index(place, 2))
    qtbot.keyClick(heads.grid.table, Qt.Key.Key_Delete)
    heads.grid.table.setCurrentIndex(heads.grid.model.index(place, 4))
    qtbot.keyClick(heads.grid.table, Qt.Key.Key_Delete)
    heads.grid.model.take(place, 3, "7")
    before = shown.number()
    dialog, lines = shown.reviewed()
    name = "天津沐阳自行车配件有限公司"
    assert lines == [
        (f"{name}　职工", "26（2026-03-01）", "删除，改用20（2025-03-01）"),
        (f"{name}　女职工", "—", "7（2026-11-22）"),
        (f"{name}　会员", "18（2026-03-01）", "删除"),
    ]
    dialog.reject()
    assert shown.number() == before
    assert page.is_dirty()
    shown.agree()
    shown.wait(lambda: page.whole.currentWidget() is page.panes)
    assert shown.newest() == "登记填报数"

    def kept() -> Any:
        return shown.read(lambda c: readings_of(c, "employer_id", [shown.first], TODAY))

    assert kept() == {shown.first: {"J201": 20, "J202": 7}}
    shown.undone("登记填报数")
    assert kept() == {shown.first: {"J201": 26, "J206": 18}}


def test_a_number_emptied_in_the_form_is_gone_for_that_day(shown):
    shown.show("employer", shown.first)
    rows = shown.tab("employer", "readings", 2)
    shown.chip("detail_employer_readings_add")
    shown.wait(shown.page.editor.is_open)
    assert shown.page.editor.form.value("J206") == 18
    shown.fill(on_day=date(2026, 3, 1), J206=None)
    shown.save()
    shown.wait(lambda: rows.count() == 1)
    assert rows.model.rows[0].value == "26 人"
    shown.undone("登记填报数")
    shown.wait(lambda: rows.count() == 2)


def test_a_reported_number_is_removed_from_the_list(shown):
    shown.show("employer", shown.first)
    rows = shown.tab("employer", "readings", 2)
    (members,) = [r for r in rows.model.rows if r.data["code"] == "J206"]
    rows.select(members.id)
    shown.chip("detail_employer_readings_delete")
    shown.wait(lambda: rows.count() == 1)
    shown.undone("删除填报数")
    shown.wait(lambda: rows.count() == 2)
