"""Activities and congresses: what the acts write, and what they refuse."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from app.areas.five_ones import acts
from app.areas.five_ones.records import ACTIVITY, ACTIVITY_UNIT, CONGRESS, RESOLUTION, WINNER
from app.areas.members.acts import add_person
from app.areas.organisations.acts import found_union
from app.areas.organisations.records import UNION
from app.base.errors import UserError
from app.store.evidence import EVIDENCE

D = date


def refused(year: Any, code: str, act: Any, *args: Any, **kw: Any) -> UserError:
    with pytest.raises(UserError, match=code) as told:
        year.space.do(act, *args, **kw)
    return told.value


def row_of(year: Any, activity: str) -> dict[str, Any]:
    return year.office.rows(select(ACTIVITY).where(ACTIVITY.c.id == activity))[0]


def test_planned_then_held_with_its_counts(year: Any) -> None:
    made = year.planned(on=D(2026, 9, 1), budget=500000)
    year.space.do(
        acts.hold_activity, made, held_on=D(2026, 9, 3), participants=80, women=30, spent=480050
    )
    row = row_of(year, made)
    assert (row["planned_on"], row["held_on"]) == (D(2026, 9, 1), D(2026, 9, 3))
    assert (row["participants"], row["budget"], row["spent"]) == (80, 500000, 480050)
    assert refused(year, "HELD", acts.hold_activity, made, held_on=D(2026, 9, 4)).advice


def test_what_happened_did_not_happen_after_today(year: Any) -> None:
    told = refused(
        year, "FUTURE", acts.record_activity, union_id=year.fed, kind="recreation",
        title="运动会", held_on=D(2026, 11, 23),
    )  # fmt: skip
    assert "计划" in told.advice
    year.activity("recreation", on=D(2026, 11, 22))


@pytest.mark.parametrize(
    ("field", "wrong", "right"),
    [
        ("women", {"participants": 10, "women": 11}, {"participants": 10, "women": 10}),
        ("winners", {"participants": 3, "winners": 4}, {"participants": 3, "winners": 3}),
        ("adopted", {"proposals": 5, "adopted": 6}, {"proposals": 5, "adopted": 5}),
        ("below", {"participants": -1}, {"participants": 0}),
    ],
)
def test_parts_are_not_more_than_their_whole(
    year: Any, field: str, wrong: dict[str, int], right: dict[str, int]
) -> None:
    del field
    made = year.activity()
    refused(year, "VALUE", acts.edit_activity, made, **wrong)
    year.space.do(acts.edit_activity, made, **right)


def test_a_category_is_one_of_its_kind(year: Any) -> None:
    year.activity("labour_contest", category="skills")
    refused(
        year, "CODE", acts.record_activity, union_id=year.fed, kind="recreation", title="球赛",
        held_on=D(2026, 6, 1), category="safety_cup",
    )  # fmt: skip


def test_an_end_is_not_before_the_beginning(year: Any) -> None:
    made = year.activity(until=D(2026, 6, 5))
    refused(year, "DATES", acts.edit_activity, made, until=D(2026, 5, 31))


def test_a_consultation_is_only_planned_here(year: Any) -> None:
    made = year.planned("wage_consultation", on=D(2026, 8, 1))
    told = refused(year, "PROCESS", acts.hold_activity, made, held_on=D(2026, 8, 1))
    assert "集体协商" in told.advice


def test_a_congress_needs_its_counts(year: Any) -> None:
    refused(
        year, "CONGRESS", acts.record_activity, union_id=year.fed, kind="members_congress",
        title="会代会", held_on=D(2026, 6, 1),
    )  # fmt: skip
    refused(
        year, "KIND", acts.record_congress, union_id=year.fed, kind="recreation", title="球赛",
        held_on=D(2026, 6, 1), congress={"form": "assembly"},
    )  # fmt: skip


def test_no_activity_of_a_union_elsewhere_or_before_it_was(year: Any) -> None:
    late = year.space.do(
        found_union, name="新公司工会", upper_id=year.fed, type="single", founded_on=D(2026, 7, 1)
    ).result
    refused(
        year, "NO_UNION", acts.record_activity, union_id=late, kind="recreation", title="球赛",
        held_on=D(2026, 6, 30),
    )  # fmt: skip
    year.activity("recreation", late, D(2026, 7, 1))
    outside = year.office.union("县直机关工会", outside=True, upper_id=None)
    assert year.office.rows(select(UNION.c.outside).where(UNION.c.id == outside))[0]["outside"]
    refused(
        year, "OUTSIDE", acts.plan_activity, union_id=outside, kind="recreation", title="球赛",
        planned_on=D(2026, 12, 1),
    )  # fmt: skip


def test_called_off_and_planned_again(year: Any) -> None:
    made = year.planned()
    refused(year, "REQUIRED", acts.cancel_activity, made, on=D(2026, 5, 1), reason=" ")
    year.space.do(acts.cancel_activity, made, on=D(2026, 5, 1), reason="场地停用")
    refused(year, "CANCELLED", acts.hold_activity, made, held_on=D(2026, 6, 1))
    year.space.do(acts.resume_activity, made, planned_on=D(2026, 10, 1))
    row = row_of(year, made)
    assert (row["planned_on"], row["cancelled_on"]) == (D(2026, 10, 1), None)
    year.space.do(acts.hold_activity, made, held_on=D(2026, 10, 2))
    refused(year, "HELD", acts.cancel_activity, made, on=D(2026, 10, 3), reason="重复")


def test_units_are_replaced_as_a_whole(year: Any) -> None:
    made = year.activity(
        units=[
            {"union_id": year.firm, "participants": 40},
            {"employer_id": year.employer, "participants": None},
        ]
    )
    year.space.do(acts.set_units, made, units=[{"union_id": year.firm, "participants": 41}])
    assert [
        (r["union_id"], r["participants"]) for r in year.office.rows(select(ACTIVITY_UNIT))
    ] == [(year.firm, 41)]
    twice = [{"union_id": year.firm}, {"union_id": year.firm}]
    refused(year, "TWICE", acts.set_units, made, units=twice)
    both = [{"union_id": year.firm, "employer_id": year.employer}]
    refused(year, "UNIT", acts.set_units, made, units=both)


def test_winners_are_names_and_may_be_persons(year: Any) -> None:
    made = year.activity()
    person = year.space.do(
        add_person, plain={"name": "王小明"}, documents=[("passport", "E1")]
    ).result
    one = year.space.do(acts.add_winner, made, name="王小明", person_id=person, prize="一等奖")
    year.space.do(acts.edit_winner, one.result, prize="二等奖")
    assert [(r["name"], r["prize"]) for r in year.office.rows(select(WINNER))] == [
        ("王小明", "二等奖")
    ]
    refused(year, "REQUIRED", acts.add_winner, made, name=" ")
    year.space.do(acts.delete_winner, one.result)
    assert year.office.rows(select(WINNER)) == []


def test_a_congress_with_its_decisions(year: Any) -> None:
    made = year.congress(
        "workers_congress",
        women=9, topics=["wage_contract"],
        resolutions=[{"title": "通过工资协议", "topic": "wage_contract", "yes": 20, "no": 5}],
    )  # fmt: skip
    row = year.office.rows(select(CONGRESS))[0]
    assert (row["activity_id"], row["due"], row["present"], row["topics"]) == (
        made, 30, 25, ["wage_contract"],
    )  # fmt: skip
    decision = year.office.rows(select(RESOLUTION))[0]
    refused(year, "VALUE", acts.edit_resolution, decision["id"], abstain=1)
    year.space.do(acts.edit_congress, made, congress={"present": 26})
    year.space.do(acts.edit_resolution, decision["id"], abstain=1)
    refused(year, "VALUE", acts.edit_congress, made, congress={"present": 25})
    refused(year, "VALUE", acts.edit_congress, made, congress={"present": 31})
    refused(year, "VALUE", acts.edit_congress, made, congress={"women": 27})
    refused(year, "CODE", acts.edit_congress, made, congress={"topics": ["lunch"]})


def test_a_planned_congress_gets_its_counts_afterwards(year: Any) -> None:
    made = year.space.do(
        acts.plan_congress, union_id=year.fed, kind="members_congress", title="二届三次会代会",
        planned_on=D(2026, 10, 10), congress={"form": "delegates", "due": 60},
    ).result  # fmt: skip
    year.space.do(
        acts.edit_congress, made, values={"held_on": D(2026, 10, 11)}, congress={"present": 40}
    )
    assert row_of(year, made)["held_on"] == D(2026, 10, 11)
    assert year.office.rows(select(CONGRESS))[0]["present"] == 40


def test_a_mistake_goes_with_all_that_hangs_on_it(year: Any) -> None:
    made = year.congress(resolutions=[{"title": "通过工作报告", "yes": 20}])
    year.prove(made, "minutes", "photo")
    year.space.do(acts.delete_activity, made)
    for table in (ACTIVITY, CONGRESS, RESOLUTION, EVIDENCE):
        assert year.office.rows(select(table)) == []
