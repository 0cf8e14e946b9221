"""Who retains a membership neither stands for election nor is a delegate (ELE-17, CON-05)."""

from __future__ import annotations

from datetime import date
from typing import Any

from app.areas.cadres import acts
from app.areas.members.acts import restore, retain
from app.base.findings import Severity
from tests.areas.cadres.test_checks import found, results

LEFT, VOTED, NOW = date(2026, 3, 1), date(2026, 5, 20), date(2026, 11, 22)


def standing(cadres: Any, day: date) -> tuple[str, str]:
    """An election of 甲 on a day with one candidate, a member: election and candidate's person."""
    person = cadres.people.member("李芳")
    election = cadres.do(
        acts.plan_election, union_id=cadres.one, kind="renewal", planned_on=day, years=5
    )
    ballot = cadres.do(acts.add_ballot, election, body="committee", role="member", seats=1)
    cadres.do(acts.add_candidate, ballot, who=person)
    cadres.do(acts.add_candidate, ballot, name="外来人")
    cadres.do(acts.edit_election, election, meeting_on=day)
    return election, person


def test_a_candidate_is_judged_on_the_day_of_the_vote(cadres: Any) -> None:
    election, person = standing(cadres, VOTED)
    assert results(cadres, "ELE-17", election, day=NOW) == ["pass"]
    cadres.space.do(retain, [person], on=LEFT, reason="retired")
    (one,) = found(cadres, "ELE-17", day=NOW)
    assert (one.kind, one.id, one.severity) == ("election", election, Severity.EXPLAIN)
    assert "「李芳」投票那天（2026年5月20日）是保留会籍" in one.message


def test_who_came_back_before_the_vote_may_stand(cadres: Any) -> None:
    election, person = standing(cadres, VOTED)
    cadres.space.do(retain, [person], on=LEFT, reason="laid_off")
    cadres.space.do(restore, person, on=VOTED)
    assert results(cadres, "ELE-17", election, day=NOW) == ["pass"]


def test_a_delegate_is_judged_on_the_day_looked_at(cadres: Any) -> None:
    person = cadres.people.member("李芳")
    of = cadres.do(
        acts.start_delegation, union_id=cadres.one, kind="members", since=date(2025, 1, 1)
    )
    cadres.do(acts.add_delegate, of, who=person, since=date(2025, 1, 1))
    cadres.do(acts.add_delegate, of, name="周芳", since=date(2025, 1, 1))
    cadres.space.do(retain, [person], on=LEFT, reason="retired")
    assert found(cadres, "ELE-17", day=date(2026, 2, 28)) == []
    (one,) = found(cadres, "ELE-17", day=NOW)
    assert (one.kind, one.id) == ("delegation", of)
    assert "代表「李芳」现在是保留会籍" in one.message
