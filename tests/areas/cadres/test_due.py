"""The home page: terms, chairs, secondments and contracts, each with where it is done."""

from __future__ import annotations

from datetime import date, timedelta

from app.areas.cadres import acts, due
from app.areas.organisations.acts import edit_union
from app.base.lists import Tone
from app.rules.office import rule_book

TODAY = date(2026, 11, 22)


def things(cadres, day=TODAY, unit=None):
    return cadres.space.read(lambda c: due.due(c, day=day, book=rule_book(c), unit=unit))


def told(cadres, **kw):
    return [(one.title, one.note, one.tone) for one in things(cadres, **kw)]


def test_terms_run_out_from_half_a_year_ahead(cadres):
    body = cadres.body()
    term = cadres.term(body, TODAY - timedelta(1), 5, due_on=TODAY + timedelta(181))
    assert things(cadres) == []
    cadres.do(acts.edit_term, term, due_on=TODAY + timedelta(180))
    (one,) = things(cadres)
    assert (one.title, one.note, one.tone) == ("甲公司工会 本届届满", "还有 180 天", Tone.WARN)
    assert (one.target.area, one.target.kind, one.target.id) == ("cadres", "organs", cadres.one)
    assert one.key.endswith(":term")
    cadres.do(acts.edit_term, term, since=date(2020, 1, 1), due_on=date(2026, 9, 1))
    assert told(cadres) == [("甲公司工会 届满 2 个月未换届", "2026年9月1日届满", Tone.BAD)]
    cadres.do(acts.delay_term, term, until=date(2026, 12, 1), doc_no="延1号")
    assert told(cadres) == [("甲公司工会 延期换届期满", "还有 9 天", Tone.WARN)]
    cadres.do(acts.start_term, body, since=TODAY, years=5)
    assert things(cadres) == []


def test_the_ledgers_line_is_enough_and_a_unit_shows_its_own(cadres):
    cadres.do(edit_union, cadres.two, term_until=TODAY)
    assert told(cadres) == [("乙公司工会 届满 0 天未换届", "2026年11月22日届满", Tone.BAD)]
    assert things(cadres, unit=cadres.one) == []
    assert len(things(cadres, unit=cadres.two)) == 1


def test_a_chair_who_left_is_missed(cadres):
    body = cadres.body()
    post = cadres.post(body=body)
    cadres.do(acts.end_post, post, on=date(2026, 10, 22), ended="resigned")
    assert told(cadres) == [("甲公司工会 主席空缺 31 天", "请补选主席", Tone.WARN)]
    assert told(cadres, day=date(2027, 1, 23))[0][2] is Tone.BAD
    deputy = cadres.people.person("李副")
    cadres.post("chair", deputy, body=body, since=date(2026, 10, 23), acting=True)
    assert len(things(cadres)) == 1
    cadres.post("chair", body=body, since=TODAY, name="新主席")
    assert things(cadres) == []


def test_secondments_and_contracts_sixty_days_ahead(cadres):
    post = cadres.post("staff", service="seconded", seconded_until=TODAY + timedelta(61),
                       contract_until=TODAY + timedelta(61), name="挂职甲")  # fmt: skip
    assert things(cadres) == []
    cadres.do(acts.edit_post, post, seconded_until=TODAY + timedelta(60),
              contract_until=TODAY - timedelta(1))  # fmt: skip
    found = things(cadres)
    assert [(one.title, one.tone) for one in found] == [
        ("挂职甲 劳动合同到期", Tone.BAD), ("挂职甲 挂职期满", Tone.WARN),
    ]  # fmt: skip
    assert {one.target.field for one in found} == {"contract_until", "seconded_until"}
    assert len({one.key for one in found}) == 2
    cadres.do(acts.end_post, post, on=TODAY, ended="secondment_over")
    assert things(cadres) == []


def test_many_of_a_sort_are_one_line_more(cadres):
    for number in range(25):
        union = cadres.office.union(f"第{number}公司工会")
        cadres.do(edit_union, union, term_until=TODAY + timedelta(20 + number))
    found = things(cadres)
    (more,) = [one for one in found if one.title.startswith("另有 ")]
    assert more.target.view == "organs"
    assert len(found) < 26


def test_the_year_as_a_calendar_and_what_is_missing(cadres):
    body = cadres.body()
    cadres.term(body, date(2024, 3, 1), 3)
    cadres.post("chair", body=body)
    found = cadres.space.read(lambda c: due.calendar(c, day=TODAY, year=2027, book=rule_book(c)))
    assert [(one.title, one.day) for one in found] == [("甲公司工会 本届届满", date(2027, 3, 1))]
    lacks = cadres.space.read(lambda c: due.missing(c, day=TODAY))
    assert {one.title: one.note for one in lacks} == {
        "任期没有填": "2 个工会", "职责没有写": "1 项任职", "专兼挂没有填": "1 项任职",
    }  # fmt: skip
