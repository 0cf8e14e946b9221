"""A union's number of members is the same in its list, on its card and in the figures."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from app.areas import AREAS
from app.areas.members.lists.platforms import headcounts
from app.areas.organisations.acts import NewReading, mark_complete, set_readings
from app.areas.organisations.lists import UnionList
from app.areas.organisations.page.reading import read_card
from app.base.lists import View
from app.paper.asking import registry_of
from tests.areas.members.conftest import People

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
    assert (heads.value, heads.note) == ("12 / 3", "（按名册，2026-06-01起）")
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
