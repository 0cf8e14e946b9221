"""表二 from the list: who counts, what flows, and what crosses a border."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from app.areas.members import acts
from app.areas.members.figures import CAME, WENT
from app.areas.organisations.acts import (
    NewReading,
    approve_union,
    dissolve_union,
    mark_complete,
    prepare_union,
    set_readings,
)
from app.base.days import Period
from app.figures.engine import evaluate
from tests.areas.organisations.conftest import registry

D = date


def values(people: Any, *codes: str, unit: str | None = None, **kw: Any) -> list[Any]:
    return [people.office.figure(code, unit=unit, **kw).value for code in codes]


def in_period(people: Any, first: date, last: date, *codes: str) -> list[Any]:
    scope = replace(people.office.scope(day=last), period=Period(first, last))
    found = people.space.read(lambda c: evaluate(c, registry(), codes, scope))
    return [found[code].value for code in codes]


def test_without_a_membership_nothing_is_known(people: Any) -> None:
    found = people.office.figure("J214")
    assert (found.value, found.state) == (None, "no_data")
    assert people.office.figure("J206").value is None


def test_listed_members_count_where_no_number_is_reported(people: Any) -> None:
    people.member("甲一", sex="2", migrant=True)
    people.member("甲二", sex="1", union=people.two)
    people.space.do(acts.retain, [people.member("甲三")], on=D(2026, 2, 1))
    assert values(people, "J206", "J207", "J208", "J218") == [2, 1, 1, 1]
    assert people.office.figure("J206").state == "counted"
    people.space.do(
        set_readings,
        [NewReading("union", people.one, "J206", 61)],
        on_day=D(2026, 3, 1),
        source="台账",
    )
    found = people.office.figure("J206")
    assert (found.value, found.state) == (62, "mixed")
    assert values(people, "J206", day=D(2026, 2, 2)) == [2]
    people.space.do(mark_complete, people.one, members_from=D(2026, 5, 1))
    assert people.office.figure("J206").value == 2
    assert values(people, "J206", day=D(2026, 4, 1)) == [62]
    opened = people.office.records("J206")
    assert sum(r.value for r in opened) == 2
    assert {r.kind for r in opened} == {"member"}


def test_an_employers_number_counts_until_its_unions_roster_is_complete(people: Any) -> None:
    from app.areas.organisations.acts import cover_employer

    people.space.do(cover_employer, union_id=people.one, employer_id=people.firm, since=None)
    people.space.do(
        set_readings,
        [NewReading("employer", people.firm, "J206", 30)],
        on_day=D(2026, 3, 1),
        source="台账",
    )
    people.member("甲一")
    assert values(people, "J206") == [30]
    people.space.do(mark_complete, people.one, members_from=D(2026, 3, 1))
    assert values(people, "J206") == [1]


def test_the_year_rolls_forward(people: Any) -> None:
    office = people.office
    stays = [people.member(f"旧{n}") for n in range(5)]
    people.member("新一", since=D(2026, 3, 1))
    people.member("新二", since=D(2026, 4, 1), union=people.two)
    people.space.do(acts.leave, stays[0], on=D(2026, 5, 1))
    people.space.do(acts.retain, [stays[1]], on=D(2026, 5, 1))
    people.space.do(acts.restore, stays[1], on=D(2026, 8, 1))
    people.space.do(acts.send_out, [stays[2]], to_name="外地", on=D(2026, 6, 1))
    paper = people.space.do(acts.send_out, [stays[3]], to_name="外地", on=D(2026, 6, 1)).result[0]
    people.space.do(acts.take_back, paper, on=D(2026, 7, 1))
    people.space.do(acts.transfer, [stays[4]], to_union_id=people.two, on=D(2026, 9, 1))
    joined, came, went, less, opened, back, kept, inner = values(
        people, "J214", "J215", "J216", "J217", "J220", "J221", "J222", "J223"
    )
    assert (joined, came, went, less, opened, back, kept, inner) == (2, 1, 2, 1, 0, 1, 1, 1)
    before = office.figure("J206", day=D(2026, 1, 1)).value
    now = office.figure("J206").value
    assert now == before + opened + joined + came + back - went - less - kept
    assert values(people, "J215", "J216", "J223", unit=people.two) == [1, 0, 0]
    assert values(people, "J215", "J216", "J223", unit=people.one) == [1, 3, 0]


def test_moves_that_cross_a_groups_border(people: Any) -> None:
    a = people.member()
    people.space.do(acts.transfer, [a], to_union_id=people.two, on=D(2026, 9, 1))
    found = people.office.by("union", "J215", "J216", "J223")
    assert [found.total[c].value for c in ("J215", "J216", "J223")] == [0, 0, 1]
    assert [found.rows[people.one][c].value for c in ("J215", "J216", "J223")] == [0, 1, 0]
    assert [found.rows[people.two][c].value for c in ("J215", "J216", "J223")] == [1, 0, 0]


def test_what_was_voided_counts_on_no_day(people: Any) -> None:
    from sqlalchemy import select

    from app.areas.members.records import MEMBERSHIP

    people.member("甲一")
    people.member("错录", since=D(2026, 3, 1))
    wrong = next(r for r in people.office.rows(select(MEMBERSHIP)) if r["began"] == "joined")
    people.space.do(acts.void, wrong["id"])
    assert values(people, "J206", "J214") == [1, 0]
    assert values(people, "J206", day=D(2026, 4, 1)) == [1]


def test_members_are_grouped_by_what_they_are(people: Any) -> None:
    people.member("甲一", sex="1", birth_on=D(2000, 12, 31))
    people.member("甲二", sex="2", birth_on=D(1980, 1, 1))
    people.member("甲三", sex="2")
    found = people.office.by("sex", "J224", "J101")
    assert {k: v["J224"].value for k, v in found.rows.items()} == {"1": 1, "2": 2}
    assert found.rows["1"]["J101"].state == "no_data"
    assert found.total["J101"].value == 2
    ages = people.office.by("age", "J224")
    assert {ages.labels[k]: v["J224"].value for k, v in ages.rows.items()} == {
        "26—35岁": 1,
        "46—55岁": 1,
        "未分类": 1,
    }
    assert values(people, "J213", "J219") == [1, 3]


def test_minorities_and_party_members(people: Any) -> None:
    for ethnicity, political in (("01", "01"), ("02", "02"), ("97", "13"), (None, None)):
        people.member("某", ethnicity=ethnicity, political=political)
    assert values(people, "J211", "J212") == [1, 2]


@pytest.mark.parametrize("code", ["J206", "J207", "J214", "J215", "J216", "J218", "J219", "J224"])
def test_what_stands_behind_a_figure_adds_up_to_it(people: Any, code: str) -> None:
    a = people.member("甲一", sex="2")
    people.member("甲二", since=D(2026, 3, 1))
    people.space.do(acts.transfer, [a], to_union_id=people.two, on=D(2026, 9, 1))
    people.space.do(acts.retain, [people.member("甲三")], on=D(2026, 4, 1))
    found = people.office.records(code)
    assert sum(r.value for r in found) == people.office.figure(code).value


def test_the_months_balance_where_a_union_counts_only_later(people: Any) -> None:
    office, do = people.office, people.space.do
    fresh = do(
        prepare_union, name="新建工会", upper_id=None, type="single", preparing_on=D(2026, 2, 1)
    ).result
    late = office.union("晚立工会", founded_on=D(2026, 5, 1))
    people.member("期初的", union=late)
    people.member("筹备时入会", union=fresh, since=D(2026, 3, 1))
    gone = people.member("筹备时退会", union=fresh, since=D(2026, 3, 1))
    do(acts.leave, gone, on=D(2026, 4, 1))
    moved, closed = people.member("转来的"), people.member("关停的", union=people.two)
    do(acts.transfer, [moved], to_union_id=fresh, on=D(2026, 4, 1))
    do(approve_union, fresh, founded_on=D(2026, 5, 1))
    do(acts.transfer, [closed], to_union_id=people.one, on=D(2026, 6, 1))
    do(dissolve_union, people.two, on=D(2026, 6, 1))
    counted = {}
    for month in range(2, 8):
        first, last = D(2026, month, 1), D(2026, month, 28)
        before = values(people, "J224", day=D(2026, month - 1, 28))[0]
        now, *flows = in_period(people, first, last, "J224", *CAME, *WENT)
        assert now == before + sum(flows[: len(CAME)]) - sum(flows[len(CAME) :]), month
        counted[month] = now
    assert counted == {2: 2, 3: 2, 4: 1, 5: 4, 6: 4, 7: 4}
    may = in_period(people, D(2026, 5, 1), D(2026, 5, 28), "J220", "J214", "J215", "J223")
    assert may == [1, 1, 1, 0]
    june = in_period(people, D(2026, 6, 1), D(2026, 6, 28), "J215", "J216", "J223")
    assert june == [0, 0, 1]
