"""A federation's year carried through in the real window: planned, held, counted, proved."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import select

from app.areas.five_ones.records import ACTIVITY, ACTIVITY_UNIT, CONGRESS, RESOLUTION, WINNER

FED = "工贸园工会联合会"


def rows(shown: Any, table: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = shown.year.office.rows(select(table))
    return found


def test_a_federations_year_of_five_ones(shown: Any) -> None:
    page, fed = shown.page, shown.year.fed
    assert set(shown.lamps().values()) == {"未开展"}
    card = shown.show("five_year", fed)
    assert card.status.word == "0 / 5"

    # the first that is not done is offered: the members' congress
    shown.act("five_year", "next")
    shown.fill(kind=("members_congress", "会员（代表）大会"), title="一届二次会员代表大会",
               held_on=date(2026, 3, 20), due=60, present=40, ordinal=1, session=2,
               topic_work_report=True, notice_on=date(2026, 3, 10))  # fmt: skip
    shown.save()
    congress = rows(shown, ACTIVITY)[0]["id"]
    assert rows(shown, CONGRESS)[0]["topics"] == ["work_report"]
    assert shown.lamps()["members_congress"] == "缺材料"
    shown.show("activity", congress)
    detail = page.details["activity"]
    assert not detail.tabs.isTabVisible([t.key for t in detail._tabs].index("people"))
    shown.act("activity", "decide")
    shown.fill(title="关于通过工作报告的决议", yes=31, no=5, abstain=4)
    shown.save()
    assert rows(shown, RESOLUTION)[0]["yes"] == 31
    shown.settle()
    detail.show_tab("decisions")
    shown.wait(lambda: detail.widget("decisions").count() == 1)
    assert detail.widget("decisions").rows.model().rows[0].status.word == "通过"
    shown.year.prove(congress, "minutes", "photo")
    shown.page.changed({"evidence": set()})
    assert shown.lamps()["members_congress"] == "完成"

    # a contest is planned, held with its counts, proved
    shown.show("five_year", fed)
    shown.act("five_year", "plan")
    shown.fill(kind=("labour_contest", "劳动竞赛"), title="自行车装配技能竞赛",
               planned_on=date(2026, 11, 1))  # fmt: skip
    shown.save()
    contest = next(r["id"] for r in rows(shown, ACTIVITY) if r["kind"] == "labour_contest")
    assert shown.lamps()["labour_contest"] == "已过期"
    shown.show("activity", contest)
    shown.act("activity", "hold")
    shown.fill(held_on=date(2026, 11, 3), participants=86, women=30, units=12)
    shown.save()
    assert shown.lamps()["labour_contest"] == "缺材料"
    shown.show("activity", contest)
    page.details["activity"].show_tab("people")
    shown.chip("detail_activity_winners_add")
    shown.wait(page.editor.is_open)
    shown.fill(name="王小明", prize="一等奖", unit_name="宏达公司")
    shown.save()
    assert [(w["name"], w["prize"]) for w in rows(shown, WINNER)] == [("王小明", "一等奖")]
    shown.show("activity", contest)
    shown.chip("detail_activity_units_add")
    shown.wait(page.editor.is_open)
    shown.fill(unit_id=(shown.year.firm, "宏达公司工会"), participants=20)
    shown.save()
    assert [u["participants"] for u in rows(shown, ACTIVITY_UNIT)] == [20]
    shown.undone("登记参加单位")
    assert rows(shown, ACTIVITY_UNIT) == []
    shown.year.prove(contest, "summary", "results")
    shown.page.changed({"evidence": set()})
    assert shown.lamps()["labour_contest"] == "完成"


def test_what_cannot_be_is_told_beside_its_field(shown: Any) -> None:
    shown.show("five_year", shown.year.fed)
    shown.act("five_year", "record")
    shown.fill(kind=("recreation", "文体活动"), title="职工运动会", held_on=date(2026, 11, 23))
    assert "不能晚于今天" in shown.refused()["held_on"]
    shown.fill(held_on=date(2026, 11, 21), participants=10, women=11)
    shown.page.save()
    shown.settle()
    assert shown.page.editor.is_open()
    shown.fill(women=5)
    shown.save()
    assert rows(shown, ACTIVITY)[0]["women"] == 5


def test_fields_of_another_kind_are_not_shown(shown: Any) -> None:
    page = shown.page
    page.bring("activities")
    page.main_act()
    shown.wait(page.editor.is_open)
    form = shown.fill(kind=("recreation", "文体活动"))
    assert form.cells["category_recreation"].isVisible()
    assert not form.cells["category_labour_contest"].isVisible()
    assert not form.cells["method"].isVisible()
    shown.fill(kind=("labour_contest", "劳动竞赛"))
    assert form.cells["method"].isVisible()


def test_called_off_and_planned_again(shown: Any) -> None:
    made = shown.year.planned(on=date(2026, 12, 1))
    shown.show("activity", made)
    shown.act("activity", "cancel")
    shown.fill(reason="场地停用")
    shown.save()
    assert shown.show("activity", made).status.word == "已取消"
    shown.act("activity", "resume")
    shown.fill(planned_on=date(2026, 12, 5))
    shown.save()
    assert shown.show("activity", made).status.word == "已计划"


def test_the_ledger_is_a_view_to_export_and_print(shown: Any) -> None:
    made = shown.year.activity("recreation", on=date(2026, 6, 1), title="健步走", participants=9)
    shown.year.prove(made, "summary", "photo")
    page = shown.page
    page.bring("five_ones_ledger")
    shown.wait(lambda: page.list().count() == 1)
    view = page.list().view()
    (row,) = shown.read(lambda c: list(page.list().source.rows(c, [shown.year.fed], view)))
    assert (row["r_title"], row["r_people"], row["done"]) == ("健步走", 9, 1)
    page.list().select_first()
    shown.wait(lambda: "five_year" in page.details and page.details["five_year"].card is not None)
    assert {"import", "export", "print"} <= {action.key for action in page.page_actions()}


def test_last_year_is_looked_at_through_the_filter(shown: Any) -> None:
    made = shown.year.activity("recreation", on=date(2025, 6, 1), participants=9)
    shown.year.prove(made, "summary", "photo")
    made = shown.page.list("five_ones")
    made.look(day=shown.desk.day, unit=None, year="1")
    assert shown.page.year() == 2025
    card = shown.show("five_year", shown.year.fed)
    assert card.subtitle.startswith("2025年")
    assert card.status.word == "1 / 5"
