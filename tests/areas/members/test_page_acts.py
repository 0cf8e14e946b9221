"""The acts on members through their real forms: offered, checked, done, shown, taken back."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from PySide6.QtWidgets import QAbstractButton, QLabel, QPlainTextEdit

from app.areas.members import acts
from app.areas.members.checks import INVARIANTS
from app.areas.members.page.reading import read_person
from tests.areas.members.rosters import identity
from tests.areas.members.windows import TODAY

IN, KEPT = "在籍", "保留会籍"


@pytest.fixture(autouse=True)
def sound(shown: Any):
    """Whatever the forms did, the file is sound afterwards."""
    yield
    found = shown.read(lambda c: [f.message for rule in INVARIANTS for f in rule(c)])
    assert found == []


def test_a_new_member_is_registered_in_one_form_and_one_entry(shown):
    people, number = shown.people, identity(7)
    shown.page.main_act()
    assert shown.page.editor.form.value("since") == TODAY
    wrong = shown.refused()
    assert wrong["name"] == "请填姓名。"
    assert wrong["number"] == "请填证件号码。"
    shown.fill(name="孙丽", number=number[:-1] + ("1" if number[-1] != "1" else "2"),
               union_id=(people.one, "甲公司工会"))  # fmt: skip
    assert "证件号码" in shown.refused()["number"] or "校验" in shown.refused()["number"]
    form = shown.fill(number=number)
    shown.wait(lambda: form.value("birth_on") == date(1985, 3, 7))
    assert form.value("sex") == "1"
    shown.fill(employer_id=(people.firm, "甲公司"), education="20", phone="13900001111")
    shown.save()
    assert shown.newest() == "办理入会"
    shown.wait(lambda: "孙丽" in shown.names())
    record = shown.page.details["member"].record()
    card = shown.card(record)
    assert (str(card["row"]["status"]), card["row"]["union"]) == (IN, "甲公司工会")
    assert card["row"]["employer"] == "甲公司"
    assert card["documents"][0]["number"] == number
    assert card["values"]["joined_on"] == TODAY
    shown.undone("办理入会")
    assert shown.card(record) is None


def test_somebody_who_may_be_the_same_is_named_while_typing(shown):
    shown.page.main_act()
    shown.fill(name="王小明", phone="13812341201")
    said = shown.shell.findChild(QLabel, "register_member_number_warning")
    shown.wait(lambda: "「王小明」" in said.text())
    assert "姓名相同、手机号相同" in said.text()
    assert "甲公司工会" in said.text()


def test_a_number_that_is_known_is_refused_beside_it_unless_two_people_have_it(shown):
    number = "E55667788"
    shown.people.person("钱二", number=number)
    shown.page.main_act()
    shown.fill(name="钱大", document_type="passport", number=number,
               union_id=(shown.people.one, "甲公司工会"))  # fmt: skip
    assert "「钱二」" in shown.refused()["number"]
    shown.fill(despite=True)
    shown.save()
    assert "钱大" in shown.names()


def test_an_opening_member_needs_no_day(shown):
    shown.page.main_act()
    shown.fill(name="周期", number=identity(11), union_id=(shown.people.two, "乙公司工会"),
               since=None)  # fmt: skip
    assert "期初补录" in shown.refused()["since"]
    shown.fill(how="opening")
    shown.save()
    events = shown.card(shown.page.details["member"].record())["events"]
    assert [(e.change, e.day) for e in events] == [("opening", None)]


def test_what_is_filled_in_late_leaves_the_sentence_beside_another_field(shown):
    shown.page.main_act()
    shown.fill(name="周期", number=identity(11), union_id=(shown.people.two, "乙公司工会"),
               since=None)  # fmt: skip
    shown.settle()
    assert "期初补录" in shown.refused()["since"]
    shown.fill(birth_on=date(1985, 3, 8))  # as what the number says may, on a busy machine
    assert "期初补录" in shown.messages()["since"]
    shown.fill(since=date(2026, 3, 1))
    assert "since" not in shown.messages()


def test_a_member_moves_to_another_union_and_back_by_undo(shown):
    shown.member(shown.wang)
    shown.act("transfer")
    assert shown.refused() == {"to_union_id": "请选转入工会。"}
    shown.fill(to_union_id=(shown.people.one, "甲公司工会"))
    assert "已经是这个工会的会员" in shown.refused()["to_union_id"]
    shown.fill(to_union_id=(shown.people.two, "乙公司工会"), on=date(2026, 2, 1), number="接1号")
    assert "日期不能早于" in shown.refused()["on"]
    shown.fill(on=date(2026, 11, 1))
    shown.save()
    assert shown.standing(shown.wang) == (IN, "乙公司工会")
    assert "「会员关系接转单」可以从「更多操作」打印" in shown.shell.banner.notice.text
    shown.member(shown.wang)
    assert "print_transfer" in shown.acts()
    detail = shown.page.details["member"]
    detail.show_tab("events")
    shown.settle()
    rows, paper = detail.widget("events"), "detail_member_events_paper"
    offered = []
    for row in rows.model.rows:
        rows.select(row.id)
        offered.append((row.title, shown.shell.findChild(QAbstractButton, paper).isEnabled()))
    assert offered == [("2026-11-01　转入", True), ("2026-03-01　入会", False)]
    shown.page.bring("transfers")
    shown.wait(lambda: shown.page.list().count() == 1)
    shown.undone("内部接转")
    assert shown.standing(shown.wang) == (IN, "甲公司工会")


def test_who_is_sent_out_waits_until_the_other_side_answers(shown):
    shown.member(shown.wang)
    shown.act("send_out")
    shown.fill(to_name="北京某公司工会", on=date(2026, 11, 1))
    shown.save()
    assert shown.standing(shown.wang)[0] == "转出待接收"
    shown.member(shown.wang)
    assert shown.acts()[1:3] == ["received", "take_back"]
    shown.act("take_back")
    shown.fill(on=date(2026, 10, 1))
    assert "不能早于转出日期" in shown.refused()["on"]
    shown.fill(on=date(2026, 11, 10), note="查无此人")
    shown.save()
    assert shown.standing(shown.wang) == (IN, "甲公司工会")


def test_somebody_arrives_with_a_letter_and_is_accepted_later(shown):
    next(run for key, _words, run in shown.page.part().more(shown.page) if key == "arrive")()
    shown.fill(from_name="天津港工会", to_union_id=(shown.people.two, "乙公司工会"), how="later",
               name="吴刚", number=identity(13), on=date(2026, 11, 3))  # fmt: skip
    shown.save()
    record = shown.page.details["member"].record()
    assert shown.standing(record)[0] == "未入会"
    shown.member(record)
    shown.act("accept")
    shown.fill(group_name="一车间")
    shown.save()
    assert shown.standing(record) == (IN, "乙公司工会")
    assert [e.change for e in shown.card(record)["events"]] == ["transferred_in"]


def test_a_member_is_retained_and_restored(shown):
    shown.member(shown.wang)
    shown.act("retain")
    assert shown.refused() == {"reason": "请选原因。"}
    shown.fill(reason="retired", on=date(2026, 6, 1))
    shown.save()
    assert shown.standing(shown.wang)[0] == KEPT
    assert "「保留会籍证明」可以从「更多操作」打印" in shown.shell.banner.notice.text
    shown.member(shown.wang)
    assert "print_retained" in shown.acts()
    assert "transfer" not in shown.acts()
    shown.act("restore")
    shown.fill(on=date(2026, 9, 1))
    shown.save()
    assert shown.standing(shown.wang)[0] == IN
    shown.undone("恢复会籍")
    assert shown.standing(shown.wang)[0] == KEPT


def test_leaving_and_expelling_follow_their_steps(shown):
    shown.member(shown.li)
    shown.act("leave")
    shown.save()
    assert str(shown.standing(shown.li)[0]) == "已终止：退会"
    shown.member(shown.zhao)
    shown.act("expel")
    assert shown.refused() == {"decided_on": "请填小组讨论决定。"}
    shown.fill(decided_on=date(2026, 11, 30))
    assert "要先讨论决定" in shown.refused()["decided_on"]
    shown.fill(decided_on=date(2026, 11, 1), doc_no="工〔2026〕3号")
    shown.save()
    spell = shown.card(shown.zhao)["memberships"][-1]
    assert (spell["ended"], spell["end_decided_on"]) == ("expelled", date(2026, 11, 1))
    shown.wait(lambda: shown.page.list().count() == 1)


def test_a_new_name_leaves_the_old_one_findable(shown):
    shown.member(shown.wang)
    shown.act("rename")
    shown.fill(name="王晓明")
    shown.save()
    card = shown.card(shown.wang)
    assert (card["values"]["name"], card["former_names"][0]["name"]) == ("王晓明", "王小明")
    assert "王晓明" in shown.names()


def test_a_new_document_takes_the_place_of_the_old_one(shown):
    shown.member(shown.wang)
    shown.act("document")
    form = shown.fill(document_type="passport", number="E99990000")
    (old,) = shown.card(shown.wang)["documents"]
    shown.wait(lambda: form.value("replaces") == old["id"])
    shown.save()
    present, old = shown.card(shown.wang)["documents"]
    assert (present["number"], present["until"], old["until"]) == ("E99990000", None, TODAY)


def test_a_document_of_another_type_stands_beside_and_the_identity_card_is_shown(shown):
    number = identity(17)
    shown.member(shown.wang)
    shown.act("document")
    form = shown.page.editor.form
    shown.wait(lambda: form.value("replaces") is not None)
    shown.fill(document_type="resident_id", number=number)
    shown.wait(lambda: form.value("replaces") is None)
    shown.save()
    card = shown.card(shown.wang)
    assert [(d["type"], d["until"]) for d in card["documents"]] == [
        ("resident_id", None), ("passport", None),
    ]  # fmt: skip
    assert card["row"]["number"] == number
    shown.people.space.do(acts.add_document, shown.wang, type="passport", number="E55550000")
    assert shown.card(shown.wang)["row"]["number"] == number


def test_an_event_cannot_be_of_a_day_to_come(shown):
    later = date(2062, 6, 1)
    shown.member(shown.wang)
    for key, values in (
        ("transfer", {"to_union_id": (shown.people.two, "乙公司工会")}),
        ("send_out", {"to_name": "外地工会"}),
        ("retain", {"reason": "retired"}),
        ("leave", {}),
        ("death", {}),
    ):
        shown.act(key)
        shown.fill(on=later, **values)
        assert "不能晚于今天（2026-11-22）" in shown.refused()["on"], key
        shown.page.editor.close_form()
        shown.page.form_left()
    assert shown.standing(shown.wang)[0] == IN


def test_why_a_membership_is_retained_is_corrected_where_it_is_told(shown):
    shown.people.space.do(acts.retain, [shown.wang], on=date(2026, 6, 1))
    shown.member(shown.wang)
    detail = shown.page.details["member"]
    detail.show_tab("events")
    shown.settle()
    rows = detail.widget("events")
    (kept,) = [row for row in rows.model.rows if "转为保留" in row.title]
    rows.select(kept.id)
    shown.chip("detail_member_events_correct")
    shown.wait(shown.page.editor.is_open)
    shown.fill(led_reason="army")
    shown.save()
    events = {e.change: e.reason for e in shown.card(shown.wang)["events"]}
    assert events["retained"] == "服兵役"


def test_a_past_day_shows_where_she_worked_then(shown):
    people = shown.people
    people.at_work(shown.wang, since=date(2026, 3, 1))
    other = people.office.employer("丁公司")
    people.space.do(acts.employ, shown.wang, employer_id=other, since=date(2026, 9, 1))

    def told(day):
        card = shown.read(lambda c: read_person(c, shown.wang, day))
        return next(fact.value for fact in card.facts if fact.label == "工作单位")

    assert told(TODAY) == "丁公司"
    assert told(date(2026, 5, 1)) == "甲公司"
    assert told(date(2026, 2, 1)) == ""


def test_a_merge_shows_the_memberships_of_both(shown):
    people = shown.people
    space = people.space
    space.do(acts.transfer, [shown.li], to_union_id=people.two, on=date(2026, 5, 1))
    shown.page.merge(shown.wang, shown.li)
    merging = shown.page.merging()
    shown.wait(lambda: all(merging.pair()))
    said = [merging.findChild(QLabel, f"merge_membership_{side}").text() for side in (0, 1)]
    assert "入会　甲公司工会" in said[0]
    assert "转入　甲公司工会 → 乙公司工会" in said[1]
    assert "E0000" not in merging.findChild(QLabel, "merge_documents_0").text()
    assert any("两条都有会籍" in one.text() for one in merging.findChildren(QLabel))


def test_masked_numbers_stay_as_they_are_unless_typed_anew(shown):
    shown.member(shown.wang)
    shown.page.edit()
    shown.wait(shown.page.editor.is_open)
    form = shown.page.editor.form
    assert form.value("phone") == "138****1201"
    shown.fill(note="班长")
    shown.save()
    assert shown.card(shown.wang)["values"]["phone"] == "13812341201"
    shown.page.edit()
    shown.wait(shown.page.editor.is_open)
    shown.fill(phone="1391***1201")
    assert "整个重填" in shown.refused()["phone"]
    shown.fill(phone="13900002222")
    shown.save()
    assert shown.card(shown.wang)["values"]["phone"] == "13900002222"


def test_a_dated_field_asks_whether_it_changed_or_was_wrong(shown):
    shown.member(shown.wang)
    shown.page.edit()
    shown.wait(shown.page.editor.is_open)
    shown.fill(migrant="1")
    shown.page.save()
    dialog = shown.dialog("change_or_correct")
    dialog.findChild(QAbstractButton, "way_change").setChecked(True)
    dialog.since.set_day(date(2026, 5, 1))
    dialog.findChild(QAbstractButton, "change_or_correct_ok").click()
    shown.wait(lambda: not shown.page.editor.is_open())
    assert shown.card(shown.wang)["row"]["migrant"] == "是"
    assert shown.card(shown.wang, date(2026, 4, 30))["row"]["migrant"] == ""


def test_a_masked_number_is_shown_only_with_a_reason_and_logged(shown):
    shown.member(shown.wang)
    detail = shown.page.details["member"]
    detail._reveal("phone")
    dialog = shown.dialog("reveal")
    dialog.findChild(QAbstractButton, "reveal_ok").click()
    assert dialog.isVisible()
    dialog.findChild(QPlainTextEdit, "reveal_reason").setPlainText("电话核对")
    dialog.findChild(QAbstractButton, "reveal_ok").click()
    shown.wait(lambda: "phone" in detail.open_fields())
    assert shown.newest() == "显示完整号码：会员的手机 1 条（电话核对）"


def test_work_is_registered_ended_and_corrected(shown):
    shown.member(shown.wang)
    shown.act("employ")
    assert "请选工作单位" in shown.refused()["employer_id"]
    shown.fill(employer_id=(shown.people.firm, "甲公司"), since=date(2026, 4, 1), post="焊工")
    shown.save()
    detail = shown.page.details["member"]
    detail.show_tab("work")
    shown.settle()
    rows = detail.widget("work")
    assert rows.count() == 1
    rows.select(rows.model.rows[0].id)
    shown.chip("detail_member_work_end")
    shown.wait(shown.page.editor.is_open)
    shown.fill(on=date(2026, 10, 1))
    shown.save()
    (job,) = shown.card(shown.wang)["employments"]
    assert (job["post"], job["until"]) == ("焊工", date(2026, 10, 1))


def test_a_spell_is_corrected_and_voided(shown):
    shown.member(shown.wang)
    detail = shown.page.details["member"]
    detail.show_tab("events")
    shown.settle()
    rows = detail.widget("events")
    rows.select(rows.model.rows[0].id)
    shown.chip("detail_member_events_correct")
    shown.wait(shown.page.editor.is_open)
    shown.fill(since=date(2026, 4, 1), doc_no="工〔2026〕1号")
    shown.save()
    assert shown.card(shown.wang)["memberships"][0]["since"] == date(2026, 4, 1)
    shown.settle()
    rows.select(rows.model.rows[0].id)
    shown.chip("detail_member_events_void")
    shown.dialog("sure_void").findChild(QAbstractButton, "sure_void_yes").click()
    shown.wait(lambda: shown.standing(shown.wang)[0] == "未入会")


def test_only_a_person_without_membership_is_deleted(shown):
    one = shown.people.person("误录")
    shown.member(shown.wang)
    (delete,) = [a for a in shown.page.menu.person(shown.page.details["member"].card)
                 if a.key == "delete"]  # fmt: skip
    before = shown.number()
    delete.run()
    shown.dialog("sure_delete").findChild(QAbstractButton, "sure_delete_yes").click()
    shown.settle()
    assert shown.number() == before
    shown.member(one)
    (delete,) = [a for a in shown.page.menu.person(shown.page.details["member"].card)
                 if a.key == "delete"]  # fmt: skip
    delete.run()
    shown.dialog("sure_delete").findChild(QAbstractButton, "sure_delete_yes").click()
    shown.wait(lambda: shown.number() > before)
    assert shown.card(one) is None
