"""The page of 干部与换届 in the real window: lists, details, and acts through their forms."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from app.areas.cadres import acts
from app.areas.cadres.checks import INVARIANTS
from app.areas.cadres.records import HONOUR, POST, TRAINED
from app.base.home import Target
from app.desk.rows import RowList


@pytest.fixture(autouse=True)
def sound(shown: Any):
    """Whatever the forms did, the file is sound afterwards."""
    yield
    found = shown.read(lambda c: [f.message for rule in INVARIANTS for f in rule(c)])
    assert found == []


def rows(shown: Any, kind: str, tab: str) -> list[str]:
    detail = shown.page.details[kind]
    detail.show_tab(tab)
    shown.settle()
    made = detail.widget(tab)
    assert isinstance(made, RowList)
    return [row.title for row in made.model.rows]


def test_unions_stand_with_chair_and_term(shown):
    assert shown.names() == ["王庆坨镇总工会", "乙公司工会", "甲公司工会"] or sorted(
        shown.names()
    ) == sorted(["王庆坨镇总工会", "乙公司工会", "甲公司工会"])
    card = shown.show("organs", shown.cadres.one)
    facts = {f.label: f.value for f in card.facts}
    assert (facts["主席"], facts["届满"]) == ("王小明", "2027-03-01")
    assert rows(shown, "organs", "posts") == ["王小明　主席"]
    assert rows(shown, "organs", "bodies") == ["工会委员会"]


def test_a_committee_is_set_up_with_its_term_in_one_form(shown):
    shown.show("organs", shown.cadres.two)
    shown.act("organs", "set_up")
    shown.fill(term_since=date(2025, 5, 8), years="5", ordinal=3)
    shown.save()
    card = shown.show("organs", shown.cadres.two)
    assert card.row["ordinal"] == 3
    assert card.row["due_on"] == date(2030, 5, 8)
    assert shown.cadres.union(shown.cadres.two)["term_until"] == date(2030, 5, 8)
    shown.undone("登记机构")
    assert shown.cadres.union(shown.cadres.two)["term_until"] is None


def test_a_person_of_the_register_takes_a_post(shown):
    deputy = shown.cadres.people.person("李副主席")
    shown.show("organs", shown.cadres.one)
    shown.act("organs", "assign")
    form = shown.page.editor.form
    assert form.value("body_id") == shown.body
    assert shown.refused()["role"]
    shown.fill(role="vice_chair", person_id=(deputy, "李副主席"), service="part_time",
               duties="分管劳动竞赛")  # fmt: skip
    shown.save()
    row = shown.cadres.posts(role="vice_chair")[0]
    assert (row["person_id"], row["term_id"], row["duties"]) == (deputy, shown.term, "分管劳动竞赛")
    assert shown.page.key() == "posts"
    shown.undone("登记任职")
    assert shown.cadres.posts(role="vice_chair") == []


def test_somebody_outside_the_register_becomes_one_person(shown):
    shown.page.bring("cadres")
    shown.page.main_act()
    shown.fill(how="new", role="social_worker", union_id=(shown.cadres.one, "甲公司工会"))
    said = shown.refused()
    assert said.get("name") == "请填姓名。", said
    shown.fill(name="社工张", sex="2", sender_name="某某社工服务中心", service="full_time")
    shown.save()
    row = shown.cadres.posts(role="social_worker")[0]
    assert row["sender_name"] == "某某社工服务中心"
    shown.page.bring("cadres")
    shown.wait(lambda: "社工张" in shown.names())


def test_a_second_chair_is_refused_beside_the_post(shown):
    other = shown.cadres.people.person("另一个")
    shown.show("organs", shown.cadres.one)
    shown.act("organs", "assign")
    shown.fill(role="chair", person_id=(other, "另一个"))
    assert "已经有主席" in shown.refused()["role"]
    shown.fill(acting=True)
    shown.save()
    assert shown.cadres.union()["chair"] == "王小明"


def test_a_chair_leaves_and_the_post_is_vacant(shown):
    shown.show("post", shown.chair)
    shown.act("post", "end")
    shown.fill(ended="resigned")
    shown.save()
    assert shown.cadres.row(POST, shown.chair)["ended"] == "resigned"
    card = shown.show("organs", shown.cadres.one)
    assert {f.label: f.value for f in card.facts}["主席"] == "空缺或未填"
    assert rows(shown, "organs", "posts") == ["王小明　主席"]
    assert shown.page.details["organs"].widget("posts").model.rows[0].status.word == "辞职"


def test_where_the_chair_is_vacant_somebody_stands_in_or_is_elected(shown):
    cadres = shown.cadres
    shown.show("organs", cadres.one)
    assert not {"acting", "by_election"} & set(shown.acts("organs"))
    deputy = cadres.people.person("李副主席")
    cadres.post("vice_chair", deputy, body=shown.body)
    cadres.do(acts.end_post, shown.chair, on=date(2026, 10, 1), ended="resigned")
    shown.show("organs", cadres.two)
    shown.show("organs", cadres.one)
    assert {"acting", "by_election"} <= set(shown.acts("organs"))
    shown.act("organs", "acting")
    shown.fill(person_id=(deputy, "李副主席"))
    shown.save()
    assert [p["person_id"] for p in cadres.posts(acting=True)] == [deputy]
    shown.show("organs", cadres.two)
    shown.show("organs", cadres.one)
    assert "by_election" in shown.acts("organs"), "who stands in is no chair"


def test_a_post_is_mended_and_changed(shown):
    shown.show("post", shown.chair)
    shown.act("post", "edit")
    shown.fill(service="part_time", duties="主持全面工作", front_line="1")
    shown.save()
    row = shown.cadres.row(POST, shown.chair)
    assert (row["service"], row["duties"], row["front_line"]) == ("part_time", "主持全面工作", True)
    assert row["acting"] is None
    shown.show("post", shown.chair)
    shown.act("post", "change")
    shown.fill(since=date(2026, 5, 1), service="full_time")
    shown.save()
    assert [p["service"] for p in shown.cadres.posts()] == ["part_time", "full_time"]


def test_a_new_term_from_the_detail(shown):
    shown.show("organs", shown.cadres.one)
    shown.act("organs", "term")
    shown.fill(since=date(2026, 11, 1), years="5")
    shown.save()
    assert shown.cadres.union()["term_until"] == date(2031, 11, 1)
    assert shown.cadres.row(POST, shown.chair)["ended"] == "term_over"
    shown.undone("登记新一届")
    assert shown.cadres.row(POST, shown.chair)["until"] is None


def test_a_delay_is_recorded(shown):
    shown.show("organs", shown.cadres.one)
    shown.act("organs", "delay")
    shown.fill(until=date(2027, 3, 1))
    assert "届满" in shown.refused()["until"]
    shown.fill(until=date(2027, 8, 1), doc_no="总工延〔2027〕1号")
    shown.save()
    assert shown.cadres.terms()[0]["delay_doc_no"] == "总工延〔2027〕1号"


def test_a_course_and_who_took_part(shown):
    shown.page.bring("trainings")
    shown.page.main_act()
    shown.fill(title="新任主席培训", kind="new_chair", since=date(2026, 6, 1), hours=16)
    shown.save()
    shown.settle()
    shown.act("training", "people")
    person = shown.cadres.row(POST, shown.chair)["person_id"]
    shown.fill(person_id=(person, "王小明"), certificate_no="证1")
    shown.save()
    (taken,) = shown.cadres.office.rows(TRAINED.select())
    assert (taken["hours"], taken["certificate_no"]) == (16, "证1")
    assert rows(shown, "training", "people") == ["王小明"]


def test_honours_of_a_union_and_of_a_person(shown):
    shown.page.bring("honours")
    shown.page.main_act()
    shown.fill(title="模范职工之家", level="county", union_id=(shown.cadres.one, "甲公司工会"))
    shown.save()
    person = shown.cadres.row(POST, shown.chair)["person_id"]
    shown.show("cadre", person)
    shown.act("cadre", "honour")
    shown.fill(title="优秀工会工作者")
    shown.save()
    owners = {(h["union_id"], h["person_id"]) for h in shown.cadres.office.rows(HONOUR.select())}
    assert owners == {(shown.cadres.one, None), (None, person)}


def test_filters_find_what_runs_out_and_who_is_missing(shown):
    page, made = shown.page, shown.page.list()
    shown.cadres.body(union=shown.cadres.two)
    shown.cadres.term(shown.cadres.bodies()[-1]["id"], date(2021, 12, 1), 5)

    def names(**filters: Any) -> list[str]:
        from app.base.lists import View

        view = View(shown.desk.day, filters=filters)
        ids = shown.read(lambda c: made.source.ids(c, view))
        return [r["name"] for r in shown.read(lambda c: list(made.source.rows(c, ids, view)))]

    two = shown.cadres.bodies()[-1]["union_id"]
    expected = "乙公司工会" if two == shown.cadres.two else "甲公司工会"
    assert expected == "乙公司工会"
    assert names(due=("1",)) == ["乙公司工会"]
    assert names(due=("6",)) == ["乙公司工会", "甲公司工会"]
    assert names(due=("over",)) == []
    assert "甲公司工会" not in names(chair="vacant")
    assert "乙公司工会" in names(chair="vacant")
    assert names(body=("no_committee",)) == ["王庆坨镇总工会"]
    assert page.key() == "organs"


def test_every_view_comes_up_and_a_target_leads_to_its_record(shown):
    for key in ("cadres", "posts", "trainings", "honours", "organs"):
        shown.page.bring(key)
        shown.settle()
        assert shown.page.key() == key
    shown.shell.go(Target("cadres", "post", shown.chair, "duties", "edit"))
    shown.wait(shown.page.editor.is_open)
    assert shown.page.editor.form.value("duties") is None


def test_reminders_open_what_is_to_be_done(shown):
    shown.shell.go(Target("cadres", "organs", shown.cadres.one, "due_on"))
    shown.wait(shown.page.editor.is_open)
    assert shown.page.editor.spec.key == "plan_election"
    shown.page.back()
    shown.wait(lambda: not shown.page.editor.is_open())
    shown.shell.go(Target("cadres", "organs", shown.cadres.two, "chair"))
    shown.wait(shown.page.editor.is_open)
    form = shown.page.editor.form
    assert (form.value("union_id"), form.value("role")) == (shown.cadres.two, "chair")
