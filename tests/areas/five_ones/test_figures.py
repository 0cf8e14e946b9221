"""表五, J405 and 表七 counted by hand beside the registry; each opens into what adds up to it."""

from __future__ import annotations

from datetime import date
from typing import Any

from app.areas.cadres.records import DELEGATE, DELEGATION, POST
from app.areas.members.acts import add_person
from app.figures.checks import figure_findings
from app.figures.engine import table
from app.rules.office import rule_book
from app.start import registry
from app.store.work import Work, act

D = date
CODES = ("J405", "J501", "J502", "J503", "J504", "J505", "J506", "J507", "J508", "J509", "J701",
         "J702", "J703", "J704", "J714", "J715")  # fmt: skip


@act("test.put", "放")
def put(work: Work, /, target: Any, *, rows: list[dict[str, Any]]) -> list[str]:
    return [work.insert(target, **row) for row in rows]


def values(year: Any, **kw: Any) -> dict[str, Any]:
    return {code: year.office.figure(code, **kw).value for code in CODES}


def test_nothing_kept_is_not_known_and_not_zero(year: Any) -> None:
    assert set(values(year).values()) == {None}
    year.activity("recreation", participants=9)
    known = values(year)
    assert (known["J714"], known["J715"], known["J701"], known["J501"]) == (1, 9, 0, 0)
    assert known["J508"] is None


def test_activities_of_the_year(year: Any) -> None:
    year.activity("labour_contest", participants=80, proposals=12, adopted=5)
    year.activity("labour_contest", year.firm, participants=20, proposals=3)
    year.activity("labour_contest", on=D(2025, 12, 31), participants=500)
    year.activity("recreation", participants=7)
    year.activity("publicity", year.firm)
    year.activity("publicity", year.firm, on=D(2026, 7, 1))
    year.planned("recreation", on=D(2026, 12, 1))
    year.congress()
    year.congress(on=D(2026, 9, 1))
    found = values(year)
    assert [found[c] for c in ("J701", "J702", "J703", "J704")] == [2, 100, 15, 5]
    assert [found[c] for c in ("J714", "J715", "J405", "J507")] == [1, 7, 1, 1]
    assert (
        year.office.figure("J702", year=2025, day=D(2025, 12, 31)).value is None
    )  # before opening
    assert values(year, unit=year.firm)["J702"] == 20
    assert sum(r.value for r in year.office.records("J702")) == 100
    assert {r.kind for r in year.office.records("J701")} == {"activity"}


def test_the_workers_congresses(year: Any) -> None:
    year.congress("workers_congress", year.firm, due=40, present=30, women=10)
    old = year.office.union("老厂工会")
    year.congress("workers_congress", old, on=D(2025, 5, 1), due=30, present=30)
    year.congress("workers_congress", due=50, present=40, women=20)
    found = values(year)
    assert [found[c] for c in ("J501", "J502", "J503", "J504")] == [2, 1, 70, 10]
    assert (found["J505"], found["J506"]) == (1, 0)
    assert {r.id for r in year.office.records("J503")} == {year.firm, old}


def test_delegates_in_office_count_before_a_meeting(year: Any) -> None:
    common = {"union_id": year.firm, "kind": "workers"}
    reported = {**common, "since": D(2024, 1, 1), "until": D(2026, 1, 1), "listed": False,
                "total": 99, "women": 9}  # fmt: skip
    listed = {**common, "since": D(2026, 1, 1), "listed": True}
    _, mine = year.space.do(put, DELEGATION, rows=[reported, listed]).result
    delegates = [
        {"delegation_id": mine, "name": f"代表{n}", "sex": sex, "since": D(2026, 1, 1)}
        for n, sex in enumerate("1222")
    ]
    gone = {**delegates[0], "until": D(2026, 3, 1), "ended": "left"}
    year.space.do(put, DELEGATE, rows=[*delegates, gone])
    year.activity("publicity", year.firm)
    found = values(year)
    assert [found[c] for c in ("J501", "J502", "J503", "J504")] == [1, 0, 4, 3]


def test_a_regional_congress_covers_the_employers_of_its_members(year: Any) -> None:
    from app.areas.organisations.acts import cover_employer

    year.space.do(cover_employer, union_id=year.firm, employer_id=year.employer, kind="found",
                  since=D(2026, 1, 1))  # fmt: skip
    year.congress("workers_congress")
    assert [values(year)[c] for c in ("J505", "J506", "J501")] == [1, 1, 0]


def test_workers_on_boards_come_from_posts(year: Any) -> None:
    person = year.space.do(
        add_person, plain={"name": "王小明"}, documents=[("passport", "E1")]
    ).result
    post = {"union_id": year.firm, "person_id": person, "since": D(2026, 1, 1)}
    roles = [{**post, "role": role} for role in ("worker_director", "worker_supervisor")]
    ended = {**post, "role": "worker_supervisor", "until": D(2026, 2, 1), "ended": "resigned"}
    year.space.do(put, POST, rows=[*roles, ended])
    assert [values(year)[c] for c in ("J508", "J509")] == [1, 1]
    assert [r.title for r in year.office.records("J508")] == ["王小明"]


def test_what_does_not_add_up_is_found(year: Any) -> None:
    year.activity("labour_contest")
    year.congress("workers_congress", year.firm, form="assembly")
    scope = year.office.scope()

    def failed(conn: Any) -> set[tuple[str, str]]:
        book = rule_book(conn)
        checks = [c for c in book.checks() if c.id in ("L11", "L14")]
        found = figure_findings(registry(), checks, table(conn, registry(), CODES, scope))
        return {(f.rule, f.severity.value) for f in found if f.result.value == "fail"}

    assert year.space.read(failed) == {("L14", "must"), ("L11", "explain")}
