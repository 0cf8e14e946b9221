"""A person's spells never overlap, however many were touched at once."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from app.areas.members.guards import FEW
from app.areas.members.records import MEMBERSHIP, PERSON, PERSON_SPELL
from app.base.errors import UserError
from app.store.work import Work, act
from tests.areas.members.conftest import People

ENDED = {"until": date(2020, 1, 1), "ended": "left"}
NEXT = {"since": date(2020, 1, 1)}
AMID = {"since": date(2019, 12, 31)}


@act("test.many_members", "很多会员")
def many_members(work: Work, union: str, last: list[dict[str, Any]]) -> None:
    people = work.insert_rows(PERSON, [{"name": f"王{n}"} for n in range(FEW + 1)])
    spells = [(one, ENDED) for one in people] + [(one, NEXT) for one in people[:-1]]
    spells += [(people[-1], one) for one in last]
    row = {"union_id": union, "since": None, "status": "active", "began": "opening"}
    work.insert_rows(MEMBERSHIP, [{**row, "person_id": one, **told} for one, told in spells])


@act("test.many_spells", "很多类别")
def many_spells(work: Work, since: date) -> None:
    people = work.insert_rows(PERSON, [{"name": f"王{n}"} for n in range(FEW + 1)])
    rows = [{"person_id": one, "since": None, "until": date(2020, 1, 1)} for one in people]
    work.insert_rows(PERSON_SPELL, [*rows, {"person_id": people[-1], "since": since}])


def test_spells_that_follow_each_other_may_be_many(people: People) -> None:
    people.space.do(many_members, people.one, [NEXT])
    voided = {**AMID, "until": date(2021, 1, 1), "ended": "voided", "status": "voided"}
    people.space.do(many_members, people.one, [NEXT, voided])
    people.space.do(many_spells, date(2020, 1, 1))


@pytest.mark.parametrize("since", [None, date(2019, 12, 31)])
def test_one_overlap_among_many_is_refused(people: People, since: date | None) -> None:
    with pytest.raises(UserError, match="会籍") as refused:
        people.space.do(many_members, people.one, [{"since": since}])
    assert refused.value.code == "OVERLAP"
    with pytest.raises(UserError) as refused:
        people.space.do(many_spells, since)
    assert refused.value.code == "OVERLAP"
