"""The page of 会员: its lists, what they lead to, many at once, applications, campaigns, rights."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from PySide6.QtWidgets import QAbstractButton, QLabel, QPlainTextEdit

from app.areas.members import acts
from app.areas.members.checks import INVARIANTS
from app.areas.members.lists.campaigns import progress_of, spans_of
from app.areas.members.page.batch_forms import move_everybody
from app.base.home import Target
from tests.areas.members.rosters import identity
from tests.areas.members.windows import TODAY
from tests.desk.pages import unnamed


@pytest.fixture(autouse=True)
def sound(shown: Any):
    """Whatever was done in the window, the file is sound afterwards."""
    yield
    found = shown.read(lambda c: [f.message for rule in INVARIANTS for f in rule(c)])
    assert found == []


def test_the_list_leads_to_the_person_and_her_tabs(shown):
    assert shown.names() == ["李芳", "王小明", "赵强"]
    shown.page.list().select(shown.wang)
    shown.wait(lambda: "member" in shown.page.details)
    detail = shown.page.details["member"]
    shown.wait(lambda: detail.card is not None and detail.card.title == "王小明")
    assert str(detail.card.status) == "在籍"
    for tab in ("events", "work", "documents", "findings", "history"):
        detail.show_tab(tab)
        shown.settle()
    assert [row.title for row in detail.widget("events").model.rows] == ["2026-03-01　入会"]
    (paper,) = detail.widget("documents").model.rows
    assert "*" in paper.title
    assert "E0000000" not in paper.title
    assert detail.history.model.rowCount() == 2


def test_a_past_day_is_only_for_reading(shown):
    shown.member(shown.wang)
    shown.desk.look_at_day(date(2026, 2, 1))
    shown.wait(lambda: shown.page.list().count() == 2)
    assert [a.key for a in shown.page.page_actions()] == ["export", "print", "today"]
    shown.page.edit()
    assert not shown.page.editor.is_open()
    shown.page.main_act()
    shown.wait(lambda: shown.page.list().count() == 3)


def test_due_things_of_the_home_page_lead_here(shown):
    people = shown.people
    lacking = people.member("缺手机")
    shown.shell.go(Target("members", "member", field="phone", view="missing"))
    shown.wait(lambda: "缺手机" in shown.names() and "王小明" not in shown.names())
    (sent,) = people.space.do(acts.send_out, [lacking], to_name="外地工会",
                              on=date(2026, 7, 1)).result  # fmt: skip
    card = shown.show("transfer", sent)
    assert card.facts[0].value == f"{(TODAY - date(2026, 7, 1)).days} 天"
    assert shown.page.key() == "transfers"
    shown.shell.go(Target("members", view="applications"))
    assert shown.page.key() == "applications"


def test_a_field_that_is_missing_opens_in_the_form(shown):
    shown.show("member", shown.li, field="birth_on", view="edit")
    shown.wait(shown.page.editor.is_open)
    assert shown.page.editor.form.value("birth_on") is None
    shown.fill(birth_on=date(1990, 5, 6))
    shown.save()
    assert shown.card(shown.li)["values"]["birth_year"] == 1990


def test_findings_of_the_person_shown_stand_with_her(shown):
    number = identity(21, born=date(1990, 1, 2), male=False)
    wrong = shown.people.space.do(
        acts.add_person, plain={"name": "性别错", "sex": "1"}, documents=[("resident_id", number)]
    ).result
    shown.people.space.do(acts.record_member, wrong, union_id=shown.people.one)
    shown.member(wrong)
    detail = shown.page.details["member"]
    shown.wait(lambda: any(f.rule == "MEM-02" for f in detail._mine()))
    shown.member(shown.wang)
    shown.wait(lambda: shown.page.problems.known and not shown.desk.ops.busy())
    assert not any(f.rule == "MEM-02" for f in detail._mine())


# -- many at once ----------------------------------------------------------------------------------


def bar(shown: Any, key: str, which: str = "members") -> None:
    """Press a button of the bar for many."""
    shown.wait(lambda: shown.page.bars[which].isVisible())
    shown.chip(f"members_{which}_batch_{key}")
    shown.wait(shown.page.editor.is_open)


def test_many_move_at_once_those_who_cannot_are_told_and_left_alone(shown):
    people = shown.people
    there = people.member("已在乙", union=people.two)
    kept = people.member("保留的")
    people.space.do(acts.retain, [kept], on=date(2026, 5, 1), reason="retired")
    shown.page.look()
    shown.choose(shown.wang, shown.li, there, kept)
    bar(shown, "transfer")
    shown.fill(to_union_id=(people.two, "乙公司工会"), on=date(2026, 11, 1))
    dialog, lines = shown.reviewed()
    assert dialog.findChild(QAbstractButton, "review_yes").text() == "内部接转 2 人"
    told = {name: result for name, _union, result in lines}
    assert told == {
        "保留的": "不能办理：是保留会籍，请先办理恢复会籍。",
        "已在乙": "不能办理：已经是这个工会的会员。",
        "李芳": "转到 乙公司工会",
        "王小明": "转到 乙公司工会",
    }
    before = shown.number()
    dialog.findChild(QAbstractButton, "review_yes").click()
    shown.wait(lambda: not shown.page.editor.is_open())
    assert shown.number() == before + 1
    assert shown.standing(shown.wang) == shown.standing(shown.li) == ("在籍", "乙公司工会")
    assert shown.standing(kept) == ("保留会籍", "甲公司工会")
    shown.undone("内部接转")
    assert shown.standing(shown.wang) == shown.standing(shown.li) == ("在籍", "甲公司工会")


def test_everybody_of_a_union_moves_with_those_retained(shown):
    people = shown.people
    kept = people.member("保留的")
    people.space.do(acts.retain, [kept], on=date(2026, 5, 1), reason="retired")
    shown.page.open_form(move_everybody(shown.page.make, None))
    shown.fill(from_union_id=(people.one, "甲公司工会"), to_union_id=(people.two, "乙公司工会"))
    lines = shown.agree()
    assert sorted(line[0] for line in lines) == ["保留的", "李芳", "王小明", "赵强"]
    shown.wait(lambda: not shown.page.editor.is_open())
    assert shown.standing(kept) == ("保留会籍", "乙公司工会")
    assert shown.standing(shown.li) == ("在籍", "乙公司工会")
    shown.undone("整体接转")
    assert shown.standing(kept) == ("保留会籍", "甲公司工会")


def test_nobody_is_touched_where_nobody_can_be(shown):
    shown.choose(shown.wang, shown.li)
    bar(shown, "retain")
    shown.fill(reason="retired", on=date(2026, 3, 1))
    dialog, lines = shown.reviewed()
    assert {line[0] for line in lines if line[2].startswith("不能办理")} == {"王小明"}
    dialog.reject()
    shown.page.editor.close_form()
    shown.page.form_left()
    shown.choose(shown.wang, shown.zhao)
    bar(shown, "transfer")
    shown.fill(to_union_id=(shown.people.one, "甲公司工会"))
    dialog, lines = shown.reviewed()
    assert dialog.findChild(QAbstractButton, "review_yes") is None
    assert len(lines) == 2


def test_many_are_put_into_a_group_counted_for_a_campaign_and_changed_in_one_field(shown):
    people = shown.people
    campaign = people.space.do(
        acts.add_campaign, name="集中入会", since=date(2026, 1, 1), until=date(2026, 12, 31)
    ).result
    shown.choose(shown.wang, shown.li)
    bar(shown, "group")
    shown.fill(group_name="一车间")
    shown.agree()
    shown.settle()
    assert {shown.card(p)["row"]["group_name"] for p in (shown.wang, shown.li)} == {"一车间"}
    shown.choose(shown.wang, shown.li)
    bar(shown, "tag")
    shown.fill(campaign_id=(campaign, "集中入会"))
    shown.agree()
    shown.settle()
    assert shown.card(shown.wang)["row"]["campaign"] == "集中入会"
    shown.choose(shown.wang, shown.li, shown.zhao)
    bar(shown, "change")
    shown.fill(item="migrant", to_migrant="1", how="change", since=date(2026, 6, 1))
    lines = shown.agree()
    assert [line[2] for line in lines] == ["（空） → 是"] * 3
    assert shown.card(shown.zhao)["row"]["migrant"] == "是"
    assert shown.card(shown.zhao, date(2026, 5, 31))["row"]["migrant"] == ""
    shown.undone("批量修改会员信息")
    assert shown.card(shown.zhao)["row"]["migrant"] == ""


# -- applications, campaigns -----------------------------------------------------------------------


def test_an_application_is_registered_checked_and_approved(shown):
    shown.page.bring("applications")
    shown.page.main_act()
    number = identity(31, born=date(1992, 4, 5))
    shown.fill(name="郑申请", number=number, union_id=(shown.people.two, "乙公司工会"),
               migrant="1")  # fmt: skip
    shown.save()
    shown.wait(lambda: shown.names() == ["郑申请"])
    shown.show("member_application", shown.page.details["member_application"].record())
    shown.act("edit", "member_application")
    assert shown.page.editor.form.value("number").count("*") == 10
    shown.fill(phone="13700001111")
    shown.save()
    shown.settle()
    shown.act("approve", "member_application")
    shown.fill(decided_by="乙公司工会委员会")
    shown.save()
    shown.wait(lambda: shown.names() == [])
    shown.page.bring("members")
    shown.wait(lambda: "郑申请" in shown.names())
    (member,) = [i for i in _ids(shown) if shown.card(i)["row"]["name"] == "郑申请"]
    card = shown.card(member)
    assert (card["row"]["union"], card["values"]["phone"], card["row"]["migrant"]) == (
        "乙公司工会", "13700001111", "是")  # fmt: skip
    assert (card["documents"][0]["number"], card["values"]["birth_on"]) == (
        number, date(1992, 4, 5))  # fmt: skip


def _ids(shown: Any) -> list[str]:
    made = shown.page.list()
    return [made.model.id_at(n) for n in range(made.count())]


def test_many_applications_are_approved_and_one_is_refused_with_the_reason(shown):
    people = shown.people
    made = [
        people.space.do(acts.apply, name=name, received_on=date(2026, 11, 1),
                        union_id=people.one if name != "无工会" else None).result
        for name in ("甲申", "乙申", "无工会")
    ]  # fmt: skip
    shown.page.bring("applications")
    shown.wait(lambda: shown.page.list().count() == 3)
    shown.choose(*made)
    bar(shown, "approve", "applications")
    assert "没有写明加入哪个工会" in shown.refused()["union_id"]
    shown.fill(union_id=(people.two, "乙公司工会"))
    shown.save()
    shown.wait(lambda: shown.page.list().count() == 0)
    shown.undone("批准入会")
    shown.wait(lambda: shown.page.list().count() == 3)
    shown.show("member_application", made[0])
    shown.act("refuse", "member_application")
    assert shown.refused() == {"refusal": "请填不批准的原因。"}
    shown.fill(refusal="已在别处入会")
    shown.save()
    shown.wait(lambda: shown.page.list().count() == 2)


def test_a_campaign_shows_goals_and_who_joined_by_week_and_month(shown):
    people = shown.people
    shown.page.bring("campaigns")
    shown.page.main_act()
    shown.fill(name="农民工入会集中行动", since=date(2026, 9, 1), until=date(2026, 8, 1))
    assert shown.refused() == {"until": "结束日期不能早于开始日期。"}
    shown.fill(until=date(2026, 12, 31))
    shown.save()
    record = shown.page.details["campaign"].record()
    shown.show("campaign", record)
    shown.act("target", "campaign")
    shown.fill(union_id=(people.one, "甲公司工会"), target=4)
    shown.save()
    for day in (date(2026, 9, 2), date(2026, 9, 3), date(2026, 10, 1)):
        one = people.person(f"新{day}")
        people.space.do(acts.join, one, union_id=people.one, since=day, campaign_id=record)
    table = shown.read(lambda c: progress_of(c, record, TODAY, "month"))
    assert [line.joined for line in table.lines] == [[2, 1, 0]]
    assert (table.lines[0].target, table.lines[0].total) == (4, 3)
    card = shown.show("campaign", record)
    detail = shown.page.details["campaign"]
    shown.wait(lambda: detail.card.row["joined"] == 3)
    for tab in ("unions", "week", "month"):
        detail.show_tab(tab)
        shown.settle()
    assert detail.widget("unions").model.rows[0].note == "目标 4 人 · 完成 75.00%"
    assert [e["came"] for e in detail.widget("month").model.entries] == [0, 1, 2]
    assert card.title == "农民工入会集中行动"


def test_weeks_and_months_cover_every_day_once():
    for by in ("week", "month"):
        spans = spans_of(date(2026, 1, 15), date(2026, 12, 30), by)
        days = [f + timedelta(n) for f, last in spans for n in range((last - f).days + 1)]
        assert days == [date(2026, 1, 15) + timedelta(n) for n in range(350)]
    assert all(first.weekday() == 0 for first, _ in spans_of(date(2026, 1, 15), TODAY, "week")[1:])


# -- doubled records, rights -----------------------------------------------------------------------


def double(shown: Any) -> str:
    """A second record of 王小明, with a phone of his and an address."""
    return str(shown.people.person("王小明", phone="13812341201", address="一街8号", sex="1"))


def test_a_doubled_person_is_merged_side_by_side_and_comes_back(shown):
    other = double(shown)
    shown.page.bring("duplicates")
    shown.wait(lambda: shown.page.list().count() == 1)
    shown.page.list().select_first()
    shown.wait(lambda: "duplicate" in shown.page.details)
    detail = shown.page.details["duplicate"]
    shown.wait(lambda: detail.card is not None)
    assert [a.key for a in detail.acts_of(detail.card)] == ["merge", "not_same"]
    shown.page.merge(shown.wang, other)
    merging = shown.page.merging()
    shown.wait(lambda: merging.pair() == (shown.wang, other))
    shown.page.save()
    shown.wait(lambda: shown.page.merging() is None)
    card = shown.card(shown.wang)
    assert card["values"]["address"] == "一街8号"
    assert [name for _id, name in card["merged"]] == ["王小明"]
    assert len(card["documents"]) == 2
    shown.undone("合并人员")
    assert shown.card(other)["alias_of"] is None


def test_two_who_are_not_the_same_are_not_listed_again(shown):
    other = double(shown)
    shown.page.bring("duplicates")
    shown.wait(lambda: shown.page.list().count() == 1)
    shown.page.merge(shown.wang, other)
    shown.wait(lambda: all(shown.page.merging().pair()))
    shown.chip("merge_not_same")
    shown.wait(lambda: shown.page.list().count() == 0)
    assert shown.page.merging() is None


def test_personal_data_are_erased_after_two_questions_and_the_membership_stays(shown):
    shown.member(shown.wang)
    (erase,) = [a for a in shown.page.menu.person(shown.page.details["member"].card)
                if a.key == "erase"]  # fmt: skip
    erase.run()
    dialog = shown.dialog("erase")
    dialog.findChild(QAbstractButton, "erase_next").click()
    assert dialog.message.text() == "请写明清除的原因。"
    dialog.findChild(QPlainTextEdit, "erase_reason").setPlainText("王小明要求")
    dialog.findChild(QAbstractButton, "erase_next").click()
    shown.dialog("erase_sure").findChild(QAbstractButton, "erase_sure_yes").click()
    shown.wait(lambda: "姓名或号码" in dialog.message.text())
    dialog.findChild(QPlainTextEdit, "erase_reason").setPlainText("本人书面要求")
    dialog.findChild(QAbstractButton, "erase_next").click()
    shown.dialog("erase_sure").findChild(QAbstractButton, "erase_sure_yes").click()
    shown.wait(lambda: shown.newest() == "清除个人信息")
    shown.settle()
    card = shown.card(shown.wang)
    assert (card["values"]["phone"], [d["number"] for d in card["documents"]]) == (None, [""])
    assert card["row"]["union"] == "甲公司工会"
    shown.wait(lambda: shown.page.menu.person(shown.page.details["member"].card) == [])


# -- out -------------------------------------------------------------------------------------------


def test_papers_of_a_person_are_shown_as_the_very_pdf(shown, qtbot):
    from app.desk.preview import Preview

    shown.member(shown.wang)
    (register,) = [a for a in shown.page.menu.person(shown.page.details["member"].card)
                   if a.key == "print_register"]  # fmt: skip
    register.run()
    qtbot.waitUntil(lambda: bool(_previews(Preview)), timeout=60_000)
    (preview,) = _previews(Preview)
    assert preview.pane.document.pageCount() == 2
    preview.close()


def test_her_own_data_is_printed_for_a_reason_that_is_logged(shown, qtbot):
    from app.desk.preview import Preview

    shown.member(shown.wang)
    (own,) = [a for a in shown.page.menu.person(shown.page.details["member"].card)
              if a.key == "print_person"]  # fmt: skip
    own.run()
    dialog = shown.dialog("print_person")
    box = dialog.findChild(QPlainTextEdit, "print_person_reason")
    assert box.toPlainText() == "应本人要求"
    box.setPlainText("")
    dialog.findChild(QAbstractButton, "print_person_ok").click()
    assert not _previews(Preview), "no reason, no paper"
    box.setPlainText("本人来查")
    dialog.findChild(QAbstractButton, "print_person_ok").click()
    qtbot.waitUntil(lambda: bool(_previews(Preview)), timeout=60_000)
    assert shown.newest() == "显示完整号码：会员的个人信息（打印） 1 条（本人来查）"
    (preview,) = _previews(Preview)
    preview.close()


def _previews(kind: Any) -> list[Any]:
    from PySide6.QtWidgets import QApplication

    return [w for w in QApplication.topLevelWidgets() if isinstance(w, kind) and w.isVisible()]


def test_the_list_goes_out_as_it_is_filtered_and_masked(shown, tmp_path):
    from openpyxl import load_workbook

    made = shown.page.list()
    made.bar.box.setText("王小明")
    shown.wait(lambda: made.count() == 1)
    file = tmp_path / "名册.xlsx"
    shown.page.exporter.write(made, file)
    shown.settle()
    head, *rows = load_workbook(file).active.iter_rows(values_only=True)
    assert len(rows) == 1
    assert rows[0][head.index("姓名")] == "王小明"
    assert rows[0][head.index("手机")] == "138****1201"


def test_the_workbook_that_goes_out_comes_in_again_without_a_change(shown, tmp_path):
    from tests.areas.members.rosters import Books

    file = tmp_path / "台账.xlsx"
    shown.page.exporter.write(shown.page.list(), file, way="sheet", reason="上级要求")
    shown.wait(lambda: file.exists() and not shown.desk.ops.busy())
    assert shown.newest() == "显示完整号码：会员 3 条（上级要求）"
    plan = Books(shown.people.office, tmp_path).look(file)
    assert [row.outcome.value for row in plan.rows] == ["same"] * 3


def test_sheets_to_sign_are_made_of_those_selected(shown, qtbot):
    from app.desk.preview import Preview

    shown.choose(shown.wang, shown.li)
    shown.page.rosters()
    dialog = shown.dialog("rosters")
    assert any("选中的 2 人" in w.text() for w in dialog.findChildren(QLabel))
    assert not dialog.boxes["item"].isVisible()
    dialog.findChild(QAbstractButton, "rosters_hand_out").setChecked(True)
    assert dialog.boxes["item"].isVisible()
    dialog.boxes["item"].setText("中秋慰问品")
    dialog.findChild(QAbstractButton, "rosters_ok").click()
    qtbot.waitUntil(lambda: bool(_previews(Preview)), timeout=60_000)
    (preview,) = _previews(Preview)
    text = preview.pane.document.getAllText(0).text().replace("\r\n", "")
    assert "中秋慰问品" in text
    assert "王小明" in text
    assert "赵强" not in text
    preview.close()


def test_everything_that_can_be_used_has_a_name(shown):
    shown.member(shown.wang)
    for key in (
        "former_members",
        "transfers",
        "applications",
        "campaigns",
        "duplicates",
        "members",
    ):
        shown.page.bring(key)
        shown.settle()
    shown.page.main_act()
    shown.settle()
    nameless = unnamed(shown.page)
    shown.page.editor.close_form()
    shown.page.form_left()
    shown.page.merge(shown.wang, shown.li)
    shown.wait(lambda: all(shown.page.merging().pair()))
    assert nameless + unnamed(shown.page) == []


def test_one_pane_with_a_way_back_when_narrow(shown):
    page = shown.page
    shown.shell.resize(900, 700)
    shown.wait(page.panes.is_narrow)
    page.record_opened("member", shown.wang)
    shown.wait(lambda: page.right.isVisible())
    assert page.back()
    assert not page.right.isVisible()


def test_nobody_is_said_to_be_sound_before_she_was_checked(shown):
    people = shown.people
    people.space.do(acts.expel, shown.zhao, on=date(2026, 3, 1), decided_on=date(2026, 2, 1))
    shown.member(shown.wang)
    detail = shown.page.details["member"]
    detail.show_tab("findings")
    shown.wait(lambda: shown.page.problems.known)
    found = detail.widget("findings")
    detail.show_record(shown.zhao)  # the check waits a moment before it begins
    detail._tell_findings()
    assert found.count.text() == "正在审核"
    shown.wait(lambda: found.count.text() == "须说明 1")
    shown.member(shown.wang)
    shown.wait(lambda: shown.page.problems.known)
    assert found.count.text() != "正在审核"
