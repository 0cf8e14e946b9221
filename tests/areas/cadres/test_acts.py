"""Bodies, terms and posts: what each act does, what it refuses, what the ledger's line says."""

from __future__ import annotations

from datetime import date

import pytest

from app.areas.cadres import acts
from app.areas.cadres.records import BODY, HONOUR, POST, TERM, TRAINED, TRAINING
from app.areas.members.acts import rename_person
from app.areas.members.records import PERSON
from app.areas.organisations.acts import dissolve_union
from app.base.errors import UserError

D = date


def refused(cadres, act, /, *args, **kw):
    with pytest.raises(UserError) as caught:
        cadres.do(act, *args, **kw)
    assert caught.value.message
    return caught.value.code


# bodies


def test_a_union_has_one_body_of_a_kind_at_a_time(cadres):
    first = cadres.body("audit", since=D(2020, 1, 1))
    assert (
        refused(cadres, acts.set_up_body, union_id=cadres.one, kind="audit", since=D(2022, 1, 1))
        == "TWICE"
    )
    cadres.do(acts.close_body, first, on=D(2022, 1, 1), doc_no="撤1号")
    assert cadres.row(BODY, first)["until"] == D(2022, 1, 1)
    cadres.body("audit", since=D(2022, 1, 1))
    cadres.body("audit", union=cadres.two)
    assert len(cadres.bodies()) == 3


def test_groups_have_names_and_there_may_be_many(cadres):
    assert (
        refused(cadres, acts.set_up_body, union_id=cadres.one, kind="group", since=None)
        == "REQUIRED"
    )
    cadres.body("group", name="第一小组")
    second = cadres.body("group", name="第二小组")
    assert refused(cadres, acts.edit_body, second, name="第一小组") == "TWICE"
    cadres.do(acts.edit_body, second, name="第三小组")
    assert cadres.row(BODY, second)["name"] == "第三小组"


def test_bodies_are_of_known_kinds_and_of_unions_that_exist(cadres):
    assert refused(cadres, acts.set_up_body, union_id=cadres.one, kind="club", since=None) == "CODE"
    cadres.do(dissolve_union, cadres.two, on=D(2026, 5, 1))
    assert (
        refused(cadres, acts.set_up_body, union_id=cadres.two, kind="women", since=None)
        == "DISSOLVED"
    )


def test_closing_a_body_ends_its_term_and_posts(cadres):
    body, term, post = cadres.led()
    cadres.do(acts.close_body, body, on=D(2026, 6, 1), doc_no="撤2号")
    assert cadres.row(TERM, term)["until"] == D(2026, 6, 1)
    ended = cadres.row(POST, post)
    assert (ended["until"], ended["ended"], ended["end_doc_no"]) == (
        D(2026, 6, 1),
        "body_closed",
        "撤2号",
    )
    assert refused(cadres, acts.close_body, body, on=D(2026, 7, 1)) == "STATUS"
    assert cadres.union()["chair"] is None


def test_a_body_keeps_what_belongs_to_it(cadres):
    body, _term, post = cadres.led()
    assert refused(cadres, acts.edit_body, body, since=D(2025, 1, 1)) == "DATES"
    assert refused(cadres, acts.delete_body, body) == "REFERRED"
    assert refused(cadres, acts.edit_body, body, kind="audit") == "FIELD"
    empty = cadres.body("women")
    cadres.do(acts.delete_body, empty)
    assert [b["id"] for b in cadres.bodies()] == [body]
    assert cadres.row(POST, post)["until"] is None


# terms


def test_the_end_of_a_term_follows_from_its_years(cadres):
    body = cadres.body()
    term = cadres.term(body, D(2024, 2, 29), 3)
    assert cadres.row(TERM, term)["due_on"] == D(2027, 2, 28)
    cadres.do(acts.edit_term, term, years=5)
    assert cadres.row(TERM, term)["due_on"] == D(2029, 2, 28)
    cadres.do(acts.edit_term, term, due_on=D(2029, 3, 1))
    assert cadres.row(TERM, term)["due_on"] == D(2029, 3, 1)


def test_a_new_term_ends_the_one_before_and_its_posts(cadres):
    body, term, post = cadres.led(ordinal=4)
    new = cadres.term(body, D(2026, 10, 1), 5)
    assert cadres.row(TERM, term)["until"] == D(2026, 10, 1)
    assert cadres.row(TERM, new)["ordinal"] == 5
    ended = cadres.row(POST, post)
    assert (ended["until"], ended["ended"]) == (D(2026, 10, 1), "term_over")
    assert cadres.union()["chair"] is None
    assert cadres.union()["term_until"] == D(2031, 10, 1)


def test_posts_may_stay_open_over_a_new_term(cadres):
    body, _term, post = cadres.led()
    cadres.term(body, D(2026, 10, 1), keep_posts=True)
    assert cadres.row(POST, post)["until"] is None


def test_history_is_entered_with_its_end_and_never_overlaps(cadres):
    body = cadres.body()
    cadres.term(body, D(2024, 3, 1), ordinal=3)
    old = cadres.term(body, D(2021, 3, 1), until=D(2024, 3, 1))
    assert cadres.row(TERM, old)["ordinal"] is None
    assert (
        refused(cadres, acts.start_term, body, since=D(2023, 1, 1), until=D(2024, 6, 1))
        == "OVERLAP"
    )
    assert refused(cadres, acts.start_term, body, since=D(2020, 1, 1), years=3) == "DATES"
    assert [t["ordinal"] for t in cadres.terms()] == [None, 3]


def test_a_delay_goes_beyond_the_end_of_the_term(cadres):
    body, term, _post = cadres.led()
    assert refused(cadres, acts.delay_term, term, until=D(2027, 3, 1)) == "DATES"
    cadres.do(
        acts.delay_term, term, until=D(2027, 8, 1), doc_no="延1号", on=D(2027, 2, 1), reason="疫情"
    )
    assert cadres.row(TERM, term)["delay_until"] == D(2027, 8, 1)
    loose = cadres.do(acts.start_term, cadres.body("women"), since=None, years=None)
    assert refused(cadres, acts.delay_term, loose, until=D(2027, 8, 1)) == "DATES"
    cadres.do(acts.end_term, term, on=D(2027, 3, 1))
    assert refused(cadres, acts.delay_term, term, until=D(2027, 8, 1)) == "STATUS"
    assert refused(cadres, acts.end_term, term, on=D(2027, 4, 1)) == "STATUS"
    assert cadres.row(BODY, body)["until"] is None


def test_terms_entered_by_mistake_go_only_when_nothing_belongs_to_them(cadres):
    _body, term, post = cadres.led()
    assert refused(cadres, acts.delete_term, term) == "REFERRED"
    cadres.do(acts.delete_post, post)
    cadres.do(acts.delete_term, term)
    assert cadres.terms() == []


# the ledger's line


def test_the_ledger_says_what_term_and_chair_say(cadres):
    _body, _term, post = cadres.led(years=5)
    line = cadres.union()
    assert (line["term_from"], line["term_until"], line["chair"]) == (
        D(2024, 3, 1),
        D(2029, 3, 1),
        "王小明",
    )
    cadres.do(acts.end_post, post, on=D(2026, 1, 10), ended="resigned")
    assert cadres.union()["chair"] is None


def test_a_typed_line_without_detail_stays(cadres):
    cadres.office.space.do(_edit(), cadres.one, chair="老张", term_until=D(2025, 1, 1))
    body = cadres.body()
    assert cadres.union()["chair"] == "老张"
    cadres.post("member", body=body)
    assert cadres.union()["chair"] == "老张"
    cadres.term(body, D(2024, 3, 1))
    assert cadres.union()["term_until"] == D(2027, 3, 1)


def _edit():
    from app.areas.organisations.acts import edit_union

    return edit_union


def test_who_stands_in_is_no_chair(cadres):
    body = cadres.body()
    cadres.term(body)
    deputy = cadres.people.person("李副")
    cadres.post("vice_chair", deputy, body=body)
    cadres.post("chair", deputy, body=body, acting=True)
    assert cadres.union()["chair"] is None
    cadres.post("chair", body=body, name="正主席")
    assert cadres.union()["chair"] == "正主席"


# posts


def test_one_person_stays_one_record(cadres):
    known = cadres.people.person("李四", number="E123")
    new = {"plain": {"name": "李四"}, "documents": [("passport", "E123")]}
    post = cadres.post("activist", new)
    assert cadres.row(POST, post)["person_id"] == known
    other = cadres.post("activist", {"plain": {"name": "新人", "sex": "2"}}, union=cadres.two)
    assert cadres.row(PERSON, cadres.row(POST, other)["person_id"])["sex"] == "2"
    cadres.space.do(rename_person, known, name="李思")
    again = cadres.post(
        "volunteer", {"plain": {"name": "李四"}, "documents": [("passport", "E123")]}
    )
    assert cadres.row(POST, again)["person_id"] == known


def test_a_number_of_somebody_else_is_refused(cadres):
    cadres.people.person("李四", number="E123")
    who = {"plain": {"name": "王五"}, "documents": [("passport", "E123")]}
    code = refused(
        cadres, acts.assign_post, union_id=cadres.one, who=who, role="activist", since=None
    )
    assert code == "DOCUMENT_KNOWN"


def test_posts_belong_to_bodies_of_their_union_and_kind(cadres):
    audit, committee = cadres.body("audit"), cadres.body()
    foreign = cadres.body(union=cadres.two)

    def code(role, body, **kw):
        who = cadres.people.person("某人")
        return refused(
            cadres,
            acts.assign_post,
            union_id=cadres.one,
            who=who,
            role=role,
            since=D(2024, 5, 1),
            body_id=body,
            **kw,
        )

    assert code("chair", audit) == "ROLE"
    assert code("audit_director", committee) == "ROLE"
    assert code("chair", foreign) == "UNION"
    assert code("king", committee) == "CODE"
    assert code("chair", committee, service="sometimes") == "CODE"
    assert code("chair", committee, salary=3) == "FIELD"
    cadres.post("women_member", body=committee)


def test_a_post_takes_the_running_term_and_stays_within_it(cadres):
    body = cadres.body(since=D(2020, 1, 1))
    term = cadres.term(body, D(2024, 3, 1))
    post = cadres.post("member", body=body, since=D(2024, 3, 1))
    assert cadres.row(POST, post)["term_id"] == term
    who = cadres.people.person("早")
    common = {"union_id": cadres.one, "who": who, "role": "member", "body_id": body}
    assert refused(cadres, acts.assign_post, since=D(2024, 2, 1), **common) == "DATES"
    assert (
        refused(cadres, acts.assign_post, since=D(2019, 2, 1), until=D(2020, 6, 1), **common)
        == "DATES"
    )
    old = cadres.do(acts.assign_post, since=D(2021, 2, 1), until=D(2024, 3, 1), **common)
    assert (cadres.row(POST, old)["term_id"], cadres.row(POST, old)["ended"]) == (None, "other")


def test_nobody_holds_the_same_post_twice_and_there_is_one_chair(cadres):
    body, _term, post = cadres.led()
    person = cadres.row(POST, post)["person_id"]
    common = {"union_id": cadres.one, "role": "chair", "since": D(2025, 1, 1), "body_id": body}
    assert refused(cadres, acts.assign_post, who=person, **common) == "TWICE"
    other = cadres.people.person("另一个")
    assert refused(cadres, acts.assign_post, who=other, **common) == "CHAIR"
    cadres.do(
        acts.end_post,
        post,
        on=D(2025, 1, 1),
        ended="moved",
        own_consent_on=D(2024, 12, 1),
        upper_consent_on=D(2024, 12, 5),
    )
    cadres.do(acts.assign_post, who=other, **common)
    assert cadres.union()["chair"] == "另一个"


def test_a_change_of_service_is_a_new_spell(cadres):
    body, _term, post = cadres.led()
    cadres.do(acts.edit_post, post, service="part_time", duties="主持全面工作")
    new = cadres.do(acts.change_post, post, since=D(2025, 6, 1), service="full_time")
    old, now = cadres.row(POST, post), cadres.row(POST, new)
    assert (old["until"], old["ended"], old["service"]) == (D(2025, 6, 1), "changed", "part_time")
    assert (now["since"], now["service"], now["duties"]) == (
        D(2025, 6, 1),
        "full_time",
        "主持全面工作",
    )
    assert cadres.union()["chair"] == "王小明"
    assert (
        refused(cadres, acts.change_post, post, since=D(2025, 7, 1), service="part_time")
        == "STATUS"
    )
    assert now["body_id"] == body


def test_an_end_has_a_day_and_a_reason(cadres):
    _body, _term, post = cadres.led()
    assert refused(cadres, acts.edit_post, post, until=D(2025, 1, 1)) == "END"
    assert refused(cadres, acts.end_post, post, on=D(2025, 1, 1), ended="bored") == "CODE"
    assert refused(cadres, acts.end_post, post, on=D(2024, 3, 1), ended="moved") == "DATES"
    cadres.do(acts.edit_post, post, until=D(2025, 1, 1), ended="resigned")
    cadres.do(acts.edit_post, post, until=None, ended=None)
    assert cadres.row(POST, post)["until"] is None


def test_a_whole_committee_at_once(cadres):
    body = cadres.body()
    cadres.term(body, D(2026, 4, 1), 5)
    posts = [
        {"who": cadres.people.person(n), "role": r}
        for n, r in (("甲", "chair"), ("乙", "vice_chair"), ("丙", "member"))
    ]
    made = cadres.do(
        acts.assign_posts, union_id=cadres.one, posts=posts, since=D(2026, 4, 1), body_id=body
    )
    assert [cadres.row(POST, one)["position"] for one in made] == [1, 2, 3]
    cadres.do(acts.end_posts, made[1:], on=D(2026, 9, 1), ended="resigned")
    assert len(cadres.posts(until=None)) == 1


# training and honours


def test_a_course_with_those_who_took_part(cadres):
    one, two = cadres.people.person("甲"), cadres.people.person("乙")
    course = cadres.do(
        acts.add_training, title=" 新任主席培训 ", since=D(2026, 5, 6), kind="new_chair", hours=24
    )
    cadres.do(acts.record_trained, course, people=[one])
    cadres.do(acts.record_trained, course, people=[one, two], result="合格")
    rows = cadres.office.rows(TRAINED.select())
    assert sorted((r["hours"], r["result"] or "") for r in rows) == [(24, ""), (24, "合格")]
    assert cadres.row(TRAINING, course)["title"] == "新任主席培训"
    assert (
        refused(cadres, acts.record_trained, course, people=[one, two], certificate_no="1")
        == "MANY"
    )
    assert refused(cadres, acts.add_training, title="  ", since=D(2026, 1, 1)) == "REQUIRED"
    assert refused(cadres, acts.edit_training, course, until=D(2026, 5, 5)) == "DATES"
    assert refused(cadres, acts.edit_training, course, kind="dancing") == "CODE"
    assert refused(cadres, acts.edit_trained, rows[0]["id"], hours=-1) == "NUMBER"
    cadres.do(acts.delete_trained, rows[0]["id"])
    cadres.do(acts.delete_training, course)
    assert cadres.office.rows(TRAINED.select()) == []


def test_an_honour_is_of_a_person_or_of_a_union(cadres):
    one = cadres.people.person("甲")
    assert refused(cadres, acts.add_honour, title="先进") == "OWNER"
    assert refused(cadres, acts.add_honour, title="先进", who=one, union_id=cadres.one) == "OWNER"
    assert refused(cadres, acts.add_honour, title="先进", who=one, level="world") == "CODE"
    mine = cadres.do(
        acts.add_honour, title="优秀工会工作者", who=one, level="county", on_day=D(2026, 4, 28)
    )
    cadres.do(acts.edit_honour, mine, level="city")
    assert cadres.row(HONOUR, mine)["level"] == "city"
    home = cadres.do(acts.add_honour, title="模范职工之家", union_id=cadres.one, level="province")
    cadres.do(acts.delete_honour, home)
    assert len(cadres.office.rows(HONOUR.select())) == 1
