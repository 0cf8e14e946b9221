"""The home page: cards that open their figure, what is due, what is not filled in."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from app.areas.organisations import acts
from app.areas.organisations.checks import Completeness, Missing, completeness
from app.areas.organisations.due import due, home, missing
from app.base.home import Card, Due
from app.base.lists import Tone
from app.rules.office import rule_book
from app.store.notes import put_off_finding
from tests.areas.organisations.town import TODAY, Town


def cards(town: Town, **more: Any) -> dict[str, Card]:
    def read(conn: Any) -> list[Card]:
        return home(conn, book=rule_book(conn), **({"day": TODAY} | more))

    return {card.key: card for card in town.workspace.read(read)}


def things(town: Town, **more: Any) -> list[Due]:
    def read(conn: Any) -> list[Due]:
        return due(conn, book=rule_book(conn), **({"day": TODAY} | more))

    return town.workspace.read(read)


def titles(town: Town, **more: Any) -> list[str]:
    return [one.title for one in things(town, **more)]


def lacking(town: Town, **more: Any) -> Completeness:
    return town.workspace.read(lambda conn: completeness(conn, TODAY, **more))


# -- cards -------------------------------------------------------------------------------------


def test_the_cards_name_figure_goal_and_change(town: Town):
    union = town.union()
    town.employer(of=union, workers=100, members=79)
    town.employer("乙公司")
    new = town.do(acts.add_employer, name="丙公司", nature="enterprise")
    town.do(
        acts.found_union, name="丙公司工会", upper_id=town.root, type="single",
        founded_on=date(2026, 2, 1), employer_ids=[new],
    )  # fmt: skip
    shown = cards(town)
    assert list(shown) == ["organisations", "workers", "members", "joining", "founding"]
    both = shown["organisations"]
    assert (both.value, both.note, both.tone) == ("2 / 2", "比年初 +1 / +1", Tone.GOOD)
    assert shown["workers"].value == "100"
    assert shown["workers"].note == "数据截至 2026-03-01"
    assert (shown["joining"].value, shown["joining"].note) == ("79.00%", "还差 1 人到 80%")
    assert shown["founding"].value == "50.00%"
    assert shown["founding"].note == "1/2，还差 1 家到 80%"
    opened = [card.target.id for card in shown.values() if card.target]
    assert opened == ["J101", "J201", "J206", "R201", "R104"]


def test_the_cards_of_an_empty_office_promise_nothing(town: Town):
    shown = cards(town)
    assert shown["organisations"].value == "0 / 0"
    assert shown["organisations"].note == "与年初相同"
    assert {shown[k].value for k in ("workers", "members", "joining", "founding")} == {"—"}


def test_what_was_there_on_the_opening_day_is_no_change(town: Town):
    town.employer(of=town.union())
    opening = cards(town, day=date(2024, 3, 1))["organisations"]
    assert (opening.value, opening.note) == ("1 / 1", "与年初相同")


def test_a_goal_that_is_reached_is_good(town: Town):
    town.employer(of=town.union(), workers=100, members=80)
    shown = cards(town)
    assert (shown["joining"].note, shown["joining"].tone) == ("达到目标 80%", Tone.GOOD)
    assert (shown["founding"].note, shown["founding"].tone) == ("1/1，达到目标 80%", Tone.GOOD)


def test_more_members_than_workers_is_no_goal_reached(town: Town):
    town.employer(of=town.union(), workers=100, members=120)
    assert cards(town)["joining"].note == "超过100%，职工数未更新"


def test_old_numbers_are_marked(town: Town):
    union = town.union()
    town.report("union", union, on=date(2025, 3, 1), J201=10)
    assert cards(town)["workers"].tone is Tone.WARN


# -- due ---------------------------------------------------------------------------------------


def test_certificates_run_out(town: Town):
    soon, late = TODAY + timedelta(31), date(2025, 6, 1)
    union = town.union("金轮公司工会委员会", certificate_until=late)
    town.union("二街村工会联合会", term_until=soon, certificate_until=soon)
    town.union("三街村工会联合会", certificate_until=TODAY + timedelta(60))
    town.union("远期工会委员会", certificate_until=TODAY + timedelta(61))
    found = [one for one in things(town) if one.day]
    assert [(one.title, one.note, one.tone) for one in found] == [
        ("金轮公司工会委员会 法人证书已经过期", "2025年6月1日到期", Tone.BAD),
        ("二街村工会联合会 法人证书到期", "还有 31 天", Tone.WARN),
        ("三街村工会联合会 法人证书到期", "还有 60 天", Tone.WARN),
    ]
    assert found[0].target is not None
    assert (found[0].target.kind, found[0].target.id) == ("union", union)


def test_long_preparations_and_planned_foundings(town: Town):
    for days, name in ((30, "甲"), (31, "乙")):
        town.do(
            acts.prepare_union, name=f"{name}公司工会筹备组", upper_id=town.root, type="single",
            preparing_on=TODAY - timedelta(days),
        )  # fmt: skip
    town.employer("丙公司", planned_on=TODAY - timedelta(1))
    town.employer("丁公司", planned_on=TODAY + timedelta(30))
    town.employer("戊公司", planned_on=TODAY + timedelta(31))
    town.employer("己公司", planned_on=TODAY, of=town.union())
    town.employer("庚公司", planned_on=TODAY, should_unionise="exempt")
    found = [one.title for one in things(town) if one.day]
    assert found == ["丙公司 计划建会", "乙公司工会筹备组 还在筹备", "丁公司 计划建会"]


def test_villages_without_a_union_are_one_line(town: Town):
    (line,) = things(town)
    assert line.title == "3 个村（社区）还没有工会覆盖"
    assert line.note == "一街村、二街村、三街社区"
    town.federation(place_id=town.villages["一街村"])
    assert titles(town) == ["2 个村（社区）还没有工会覆盖"]


def test_what_was_put_off_comes_back_on_its_day(town: Town):
    firm = town.employer("乙公司", members=30, workers=150)
    (found,) = town.failed("STA-06")
    town.do(
        put_off_finding, rule="STA-06", kind="employer", object_id=firm, values=found.values,
        until=TODAY,
    )  # fmt: skip
    assert "乙公司 暂缓的审核问题到期" not in titles(town, day=TODAY - timedelta(1))
    back = things(town)[0]
    assert (back.title, back.note) == ("乙公司 暂缓的审核问题到期", "应重点建会的单位")


def test_only_so_many_of_one_sort_are_listed(town: Town):
    for n in range(23):
        town.union(f"{n:02}号工会委员会", certificate_until=TODAY + timedelta(n))
    found = titles(town)
    assert len([t for t in found if "法人证书到期" in t]) == 20 + 1
    assert "另有 3 项：法人证书到期" in found


def test_a_unit_sees_its_own(town: Town):
    here = town.villages["一街村"]
    head = town.federation(place_id=here)
    town.union("里面工会委员会", upper_id=head, certificate_until=TODAY)
    town.union("外面工会委员会", certificate_until=TODAY)
    town.employer("村里公司", planned_on=TODAY, place_id=here)
    town.employer("村外公司", planned_on=TODAY, place_id=town.villages["二街村"])
    assert titles(town, unit=head) == ["村里公司 计划建会", "里面工会委员会 法人证书到期"]


# -- not filled in -----------------------------------------------------------------------------


def test_completeness_names_each_missing_field(town: Town):
    union = town.union(place_id=town.villages["一街村"], founded_on=date(2020, 1, 1))
    own = lacking(town).of(union)
    fields = {one.field for one in own.missing}
    assert fields == {"founded_doc", "legal_person", "term_until", "chair", "phone",
                      "J107", "J201", "J206"}  # fmt: skip
    assert (own.filled, own.expected, own.percent) == (3, 11, 27)
    assert Missing("union", union, "甲公司工会委员会", "chair", "主席") in own.missing
    town.report("union", union, J107=1, J201=10, J206=8)
    assert lacking(town).of(union).filled == 6


def test_what_is_expected_depends_on_what_is_filled_in(town: Town):
    union = town.union(legal_person=True)
    assert "certificate_no" in {one.field for one in lacking(town).of(union).missing}
    town.do(acts.edit_union, union, legal_person=False)
    assert "certificate_no" not in {one.field for one in lacking(town).of(union).missing}


def test_completeness_of_the_office_is_that_of_its_records(town: Town):
    union = town.union()
    firm = town.employer(of=union)
    whole = lacking(town)
    parts = [whole.of(one) for one in (town.root, union, firm)]
    assert whole.expected == sum(part.expected for part in parts)
    assert whole.filled == sum(part.filled for part in parts)
    assert len(whole.missing) == whole.expected - whole.filled
    assert lacking(town, unit=union).objects.keys() == {union, firm}


def test_nothing_missing_is_a_hundred_and_only_then(town: Town):
    union = town.union()
    assert (lacking(town).percent or 0) < 100
    assert Completeness(99, 100).percent == 99
    assert Completeness(1999, 2000).percent == 99
    assert Completeness().percent is None
    assert lacking(town).of("00" * 16).percent is None
    assert union in lacking(town).objects


def test_the_home_page_sums_up_what_is_missing(town: Town):
    town.employer(of=town.union())
    found = town.workspace.read(lambda conn: missing(conn, day=TODAY))
    assert found[0].title.startswith("资料完整率 ")
    assert any(one.title == "工会主席没有填" and one.note == "2 个" for one in found)
