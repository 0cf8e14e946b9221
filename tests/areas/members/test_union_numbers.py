"""A union's number of members is the same in its list, on its card and in the figures."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from app.areas import AREAS
from app.areas.members.lists.platforms import headcounts
from app.areas.organisations.acts import NewReading, cover_employer, mark_complete, set_readings
from app.areas.organisations.lists import EMPLOYERS, UnionList
from app.areas.organisations.page.headcounts import Roster, read_rows
from app.areas.organisations.page.reading import read_card
from app.areas.organisations.paper import employers
from app.base.lists import Role, View, written
from app.paper.asking import ask_at, registry_of
from app.paper.document import render
from app.sheets.intake import sheets_of
from tests.areas.members.conftest import People
from tests.paper.reading import runs

MARKED = date(2026, 6, 1)
COLUMNS = {"members": "J206", "women_members": "J207", "migrant_members": "J208"}


@pytest.fixture
def told(people: People) -> People:
    """Three people of whom one leaves later; the union reported nine members."""
    for name in ("王小明", "李芳", "赵强"):
        people.member(name)
    numbers = (("J201", 12), ("J206", 9), ("J207", 4))
    given = [NewReading("union", people.one, code, number) for code, number in numbers]
    people.space.do(set_readings, given, on_day=date(2026, 5, 1))
    return people


def row_of(people: People, day: date, figures: Any = None) -> Any:
    source = UnionList(figures or registry_of(AREAS))
    return people.space.read(lambda conn: source.rows(conn, [people.one], View(day))[0])


def test_a_complete_roster_counts_from_its_day_on(told: People) -> None:
    told.space.do(mark_complete, told.one, members_from=MARKED)
    before, after = row_of(told, date(2026, 5, 31)), row_of(told, MARKED)
    assert (before["members"], before["women_members"], before["rate"]) == (9, 4, "75.00%")
    assert (after["members"], after["workers"], after["rate"]) == (3, 12, "25.00%")
    assert after["women_members"] == told.space.read(
        lambda conn: headcounts(conn, MARKED)[told.one]["J207"]
    )


def test_the_card_says_the_same(told: People) -> None:
    told.space.do(mark_complete, told.one, members_from=MARKED)
    card = told.space.read(
        lambda conn: read_card(conn, "union", told.one, MARKED, registry_of(AREAS))
    )
    assert card is not None
    (heads,) = [fact for fact in card.facts if fact.label == "职工/会员"]
    assert (heads.value, heads.note) == ("12 / 3（报9）", "（按名册，2026-06-01起）")
    facts = {fact.label: fact.value for fact in card.facts}
    assert facts["入会率"] == "25.00%"


def test_a_complete_roster_of_nobody_is_no_member(people: People) -> None:
    given = [NewReading("union", people.one, "J206", 9)]
    people.space.do(set_readings, given, on_day=date(2026, 5, 1))
    people.space.do(mark_complete, people.one, members_from=MARKED)
    assert row_of(people, MARKED)["members"] == 0


def test_without_a_reported_number_the_listed_members_count(people: People) -> None:
    people.member("王小明")
    assert row_of(people, MARKED)["members"] == 1


def test_every_union_of_every_list_counts_as_the_figures_do(told: People) -> None:
    told.member("孙丽", union=told.two)
    for marked in (False, True):
        if marked:
            told.space.do(mark_complete, told.one, members_from=MARKED)
        for day in (date(2026, 4, 1), MARKED, date(2026, 11, 22)):
            source, view = UnionList(registry_of(AREAS)), View(day)
            rows, counted = told.space.read(
                lambda conn, source=source, view=view: (
                    source.rows(conn, source.ids(conn, view), view),
                    headcounts(conn, view.day),
                )
            )
            for row in rows:
                for column, code in COLUMNS.items():
                    assert row[column] == counted.get(row["id"], {}).get(code), (day, row["name"])


# -- employers -------------------------------------------------------------------------------------


def employer_row(people: People, day: date) -> Any:
    source = EMPLOYERS.among(registry_of(AREAS))
    return people.space.read(lambda conn: source.rows(conn, [people.firm], View(day))[0])


@pytest.fixture
def covered(told: People) -> People:
    """甲公司 has its own union and reported ten members of its own."""
    told.space.do(cover_employer, union_id=told.one, employer_id=told.firm, since=date(2026, 1, 1))
    numbers = (("J201", 20), ("J206", 10))
    given = [NewReading("employer", told.firm, code, number) for code, number in numbers]
    told.space.do(set_readings, given, on_day=date(2026, 5, 1))
    return told


def test_an_employer_counts_by_the_complete_roster_of_its_union(covered: People) -> None:
    covered.space.do(mark_complete, covered.one, members_from=MARKED)
    before, after = (employer_row(covered, day) for day in (date(2026, 5, 31), MARKED))
    assert (before["members"], before["rate"]) == (10, "50.00%")
    assert (after["members"], after["rate"]) == (3, "15.00%")
    assert [written(row["members"], Role.COUNT) for row in (before, after)] == ["10", "3（报10）"]


def test_its_card_and_its_ledger_say_so_too(covered: People) -> None:
    covered.space.do(mark_complete, covered.one, members_from=MARKED)
    card = covered.space.read(
        lambda conn: read_card(conn, "employer", covered.firm, MARKED, registry_of(AREAS))
    )
    assert card is not None
    (heads,) = [fact for fact in card.facts if fact.label == "职工/会员"]
    assert (heads.value, heads.note) == ("20 / 3（报10）", "（按会员名册）")
    paper = covered.space.read(
        lambda conn: employers(ask_at(conn, AREAS, day=MARKED, unit=None, options={}))
    )
    printed = "".join(run.text for run in runs(render(paper).pdf))
    assert "3（报10）" in printed
    assert "括号里的" in printed


def test_members_of_a_joint_union_count_where_they_work(people: People) -> None:
    joint = people.office.union("园区联合工会", type="joint")
    other = people.office.employer("乙公司")
    for firm in (people.firm, other):
        people.space.do(cover_employer, union_id=joint, employer_id=firm, since=date(2026, 1, 1))
    for name in ("王小明", "李芳"):
        people.at_work(people.member(name, union=joint))
    lent = people.member("赵强", union=joint)
    people.at_work(lent, host_id=other)
    people.member("孙丽", union=joint)  # a flexible worker counts for the union alone
    people.space.do(mark_complete, joint, members_from=MARKED)
    source, day = EMPLOYERS.among(registry_of(AREAS)), View(MARKED)
    rows = people.space.read(lambda c: source.rows(c, [people.firm, other], day))
    assert [row["members"] for row in rows] == [2, 1]
    assert union_row(people, joint)["members"] == 4


def union_row(people: People, union: str) -> Any:
    source = UnionList(registry_of(AREAS))
    return people.space.read(lambda conn: source.rows(conn, [union], View(MARKED))[0])


def test_an_employer_of_an_incomplete_roster_keeps_its_reported_number(covered: People) -> None:
    assert employer_row(covered, MARKED)["members"] == 10


def test_listed_employers_leave_the_program_as_they_count(covered: People) -> None:
    covered.space.do(mark_complete, covered.one, members_from=MARKED)
    sheet = sheets_of(AREAS)["employers"]
    (row,) = covered.space.read(lambda c: list(sheet.export(c, View(MARKED))))
    assert (row["workers"], row["members"]) == (20, 3)


def test_whose_members_count_by_the_roster_is_told_to_the_grid_of_headcounts(
    covered: People,
) -> None:
    covered.space.do(mark_complete, covered.one, members_from=MARKED)
    figures = registry_of(AREAS)
    for source, kind, record in (
        (UnionList(figures), "union", covered.one),
        (EMPLOYERS.among(figures), "employer", covered.firm),
    ):
        for day, counts in ((MARKED, {"J206": 3, "J207": 0}), (date(2026, 5, 31), {})):
            _rows, rosters, left = covered.space.read(
                lambda c, s=source, k=kind, d=day: read_rows(c, s, View(d), k)
            )
            assert (rosters, left) == ({record: Roster(MARKED, counts)}, 0)
