"""A year of real records: the lamps, the lists, the findings."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import event

from app.areas.five_ones import acts
from app.areas.five_ones.checks import INVARIANTS, run_checks
from app.areas.five_ones.lists import ACTIVITIES, LAMPS
from app.areas.five_ones.lists.year import Year, progress
from app.areas.five_ones.records import CONGRESS
from app.base.lists import View
from app.rules.office import rule_book
from app.store.work import act

D = date
TODAY = D(2026, 11, 22)


def lamps_of(year: Any, union: str, today: date = TODAY) -> dict[str, str]:
    def read(conn: Any) -> dict[str, str]:
        return {lp.kind: lp.state for lp in Year(conn, today.year, today).lamps[union]}

    found: dict[str, str] = year.space.read(read)
    return found


def findings(year: Any, rule: str, day: date = TODAY) -> list[Any]:
    def read(conn: Any) -> list[Any]:
        return run_checks(conn, day=day, year=day.year, book=rule_book(conn), rule=rule)

    found: list[Any] = year.space.read(read)
    return found


def rows(year: Any, source: Any, **view: Any) -> list[dict[str, Any]]:
    look = View(TODAY, **view)
    found: list[dict[str, Any]] = year.space.read(
        lambda c: list(source.rows(c, source.ids(c, look), look))
    )
    return found


def test_a_federations_year_shines_step_by_step(year: Any) -> None:
    assert set(lamps_of(year, year.fed).values()) == {"none"}
    contest = year.planned("labour_contest", on=D(2026, 12, 1))
    assert lamps_of(year, year.fed)["labour_contest"] == "planned"
    year.space.do(acts.hold_activity, contest, held_on=D(2026, 11, 20), participants=60)
    assert lamps_of(year, year.fed)["labour_contest"] == "short"
    year.prove(contest, "plan", "photo")
    assert lamps_of(year, year.fed)["labour_contest"] == "short"
    year.prove(contest, "summary")
    assert lamps_of(year, year.fed)["labour_contest"] == "done"
    congress = year.congress()
    year.prove(congress, "minutes", "sign_in")
    assert lamps_of(year, year.fed)["members_congress"] == "done"
    assert lamps_of(year, year.fed, D(2026, 5, 31))["members_congress"] == "none"
    assert set(lamps_of(year, year.firm).values()) == {"none"}


def test_called_off_shines_for_nothing(year: Any) -> None:
    made = year.planned("recreation", on=D(2026, 12, 1))
    year.space.do(acts.cancel_activity, made, on=TODAY, reason="天气")
    assert lamps_of(year, year.fed)["recreation"] == "none"


def test_many_federations_take_few_statements(year: Any) -> None:
    for number in range(12):
        fed = year.office.union(f"第{number}联合会", "industry_federation", form="federation")
        year.prove(year.activity("recreation", fed, participants=9), "summary", "photo")

    def count(conn: Any) -> tuple[int, int]:
        seen: list[str] = []

        def note(_c: Any, _k: Any, statement: str, *_rest: Any) -> None:
            seen.append(statement)

        event.listen(conn, "before_cursor_execute", note)
        done = sum(
            lamp.state == "done" for ls in Year(conn, 2026, TODAY).lamps.values() for lamp in ls
        )
        event.remove(conn, "before_cursor_execute", note)
        return len(seen), done

    statements, done = year.space.read(count)
    assert done == 12
    assert statements <= 14


def test_the_list_of_lamps(year: Any) -> None:
    year.activity("recreation", participants=9)
    (row,) = rows(year, LAMPS)
    assert (row["name"], row["done"]) == ("工贸园工会联合会", 0)
    assert (row["recreation"].word, row["recreation"].tone) == ("缺材料", "warn")
    assert row["labour_contest"].word == "未开展"
    assert "文体活动：缺" in row["missing"]
    year.planned("labour_contest", on=D(2026, 9, 1))
    assert rows(year, LAMPS)[0]["labour_contest"].word == "已过期"
    assert len(rows(year, LAMPS, filters={"who": "all"})) == 2
    assert rows(year, LAMPS, filters={"left": "done"}) == []
    assert rows(year, LAMPS, filters={"year": "1"})[0]["recreation"].word == "未开展"
    assert rows(year, LAMPS, text="不存在") == []
    assert rows(year, LAMPS, unit=year.firm) == []


def test_the_list_of_activities(year: Any) -> None:
    made = year.activity("training", category="law", participants=30)
    year.planned("recreation", on=D(2026, 9, 1), title="秋季运动会")
    year.congress(on=D(2026, 3, 1))
    found = rows(year, ACTIVITIES)
    assert [(r["kind"], r["state"].word, r["people"]) for r in found] == [
        ("文体活动", "计划已过期", None),
        ("培训、普法、安全教育", "没有材料", 30),
        ("会员（代表）大会", "没有材料", 25),
    ]
    assert found[1]["category"] == "普法教育"
    year.prove(made, "photo")
    assert [r["id"] for r in rows(year, ACTIVITIES, filters={"kind": ("training",)})] == [made]
    assert rows(year, ACTIVITIES, filters={"kind": ("training",)})[0]["state"].word == "已开展"
    for state, number in (("late", 1), ("planned", 0), ("held", 2), ("unproved", 1)):
        assert len(rows(year, ACTIVITIES, filters={"state": (state,)})) == number, state
    assert len(rows(year, ACTIVITIES, text="运动会")) == 1
    assert len(rows(year, ACTIVITIES, filters={"day": ("2026-06-01", "2026-06-30")})) == 1
    assert rows(year, ACTIVITIES, unit=year.firm) == []


def test_progress_by_quarter(year: Any) -> None:
    year.activity("recreation", on=D(2026, 3, 31))
    year.activity("labour_contest", on=D(2026, 4, 1))

    def read(conn: Any) -> list[int]:
        whole = Year(conn, 2026, TODAY)
        return [
            sum(sum(flags) for _one, flags in progress(whole, until))
            for until in (D(2026, 3, 30), D(2026, 3, 31), D(2026, 6, 30))
        ]

    assert year.space.read(read) == [0, 1, 2]


@pytest.mark.parametrize(("present", "told"), [(20, 0), (19, 1)])
def test_a_meeting_is_judged_by_its_counts(year: Any, present: int, told: int) -> None:
    made = year.congress("workers_congress", due=30, present=present)
    found = findings(year, "DEM-04")
    assert [(f.kind, f.id) for f in found] == [("activity", made)] * told


def test_two_congresses_on_one_day_are_kept_apart(year: Any) -> None:
    one = year.congress(resolutions=[{"title": "通过报告", "yes": 20}])
    two = year.congress("workers_congress")
    assert {f.id for f in findings(year, "DEM-09")} == {one, two}
    year.prove(one, "agenda")
    year.prove(two, "agenda", "resolution")
    assert findings(year, "DEM-09") == []


def test_no_congress_is_told_only_of_unions_that_are_kept(year: Any) -> None:
    assert findings(year, "CON-01") == []
    year.activity("recreation")
    assert [(f.kind, f.id) for f in findings(year, "CON-01")] == [("union", year.fed)]
    year.congress()
    assert findings(year, "CON-01") == []


def test_a_federation_behind_the_calendar_is_told(year: Any) -> None:
    assert findings(year, "FIVE-01") == []
    year.activity("recreation")
    (found,) = findings(year, "FIVE-01")
    assert "应完成4项，现在完成0项" in found.message
    assert findings(year, "FIVE-01", D(2026, 6, 29)) == []


def test_what_must_hold_is_noticed(year: Any) -> None:
    made = year.congress(resolutions=[{"title": "通过报告", "yes": 20}])
    assert year.space.read(lambda c: [f for check in INVARIANTS for f in check(c)]) == []

    @act("test.spoil_congress", "坏")
    def spoil_congress(work: Any, /) -> set[str]:
        row = next(iter(work.rows(CONGRESS.select())))
        work.delete(CONGRESS, row["id"])
        return {f"{f.rule} {f.id}" for check in INVARIANTS for f in check(work.conn)}

    found = year.space.do(spoil_congress).result
    assert {f"INV-CONGRESS {made}", f"INV-RESOLUTION {made}"} <= found
