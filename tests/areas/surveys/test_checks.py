"""CNG-10: the members' congress of the year rated the union's work, or its members did in a
survey that was counted."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from app.areas.five_ones import acts as five_ones
from app.areas.surveys.acts import cancel_survey
from app.areas.surveys.checks import run_checks
from app.rules.office import rule_book
from app.store import evidence

TODAY = date(2026, 11, 22)


@pytest.fixture
def told(polls: Any) -> Any:
    """Ids of the unions whose work was not rated."""

    def read(conn: Any) -> list[Any]:
        return run_checks(conn, day=TODAY, year=2026, book=rule_book(conn), rule="CNG-10")

    def ids() -> list[str]:
        return [finding.id for finding in polls.space.read(read)]

    return ids


def congress(polls: Any, **more: Any) -> str:
    made = polls.space.do(
        five_ones.record_congress, union_id=polls.one, kind="members_congress", title="会员大会",
        held_on=date(2026, 3, 1), congress={"form": "assembly", "due": 30, "present": 25, **more},
    )  # fmt: skip
    found: str = made.result
    return found


def test_a_union_that_held_no_congress_is_not_told(told: Any) -> None:
    assert told() == []


def test_a_congress_that_rated_nothing_is_told_until_a_survey_was_counted(
    polls: Any, told: Any
) -> None:
    congress(polls)
    assert told() == [polls.one]
    polls.survey("service", on_day=date(2026, 6, 1))
    polls.survey(on_day=date(2025, 6, 1))
    polls.survey()
    assert told() == [polls.one]
    counted = polls.survey(on_day=date(2026, 6, 1))
    assert told() == []
    polls.space.do(cancel_survey, counted, on=TODAY, reason="重来")
    assert told() == [polls.one]


def test_or_until_its_congress_has_the_forms(polls: Any, told: Any) -> None:
    made = congress(polls, topics=["assessment"])
    assert told() == [polls.one]
    proof = evidence.keep(
        polls.space, b"x", kind="assessment_form", title="a.txt", media_type="text/plain"
    )
    polls.space.do(evidence.attach, "activity", made, files=[proof])
    assert told() == []
