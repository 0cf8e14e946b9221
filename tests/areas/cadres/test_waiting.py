"""What elections and papers put on the home page, and where it leads."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from app.areas.cadres import acts
from app.areas.cadres.due import due
from app.areas.cadres.lists.waiting import election_due
from app.base.home import Target
from app.base.lists import Tone
from app.rules.office import rule_book

TODAY = date(2026, 11, 22)


def waits(cadres: Any, day: date = TODAY) -> list[Any]:
    return cadres.space.read(lambda c: election_due(c, day=day, book=rule_book(c)))


def planned(cadres: Any, on: date, **more: Any) -> str:
    return str(
        cadres.do(acts.plan_election, union_id=cadres.one, kind="renewal", planned_on=on, **more)
    )


@pytest.mark.parametrize(
    ("planned_on", "title", "tone"),
    [
        (date(2027, 6, 1), None, None),  # 100 days ahead of it is far away
        (date(2027, 4, 1), "甲公司工会换届：同级党组织同意", Tone.WARN),
        (date(2027, 2, 1), "甲公司工会换届：同级党组织同意", Tone.BAD),
    ],
)
def test_the_next_step_is_told_once_it_is_near(
    cadres: Any, planned_on: date, title: str | None, tone: Tone | None
) -> None:
    election = planned(cadres, planned_on)
    found = waits(cadres)
    assert [(one.title, one.tone) for one in found] == ([(title, tone)] if title else [])
    if found:
        assert found[0].target == Target("cadres", "election", election, "party_agreed_on")
        assert found[0].key == f"cadres:election:{election}:party_agreed_on"


def test_one_step_follows_another(cadres: Any) -> None:
    """Done steps go, cancelled elections wait for nothing."""
    election = planned(cadres, date(2027, 2, 1), congress="assembly")
    cadres.do(acts.edit_election, election, party_agreed_on=TODAY)
    assert [one.title for one in waits(cadres)] == ["甲公司工会换届：向上一级工会请示"]
    cadres.do(acts.cancel_election, election, on=TODAY, reason="合并")
    assert waits(cadres) == []


def test_counted_votes_wait_to_be_registered(cadres: Any) -> None:
    body, _term, _post = cadres.led()
    del body
    election = planned(cadres, TODAY, congress="assembly", due=40, present=40, years=5)
    cadres.do(acts.edit_election, election, meeting_on=date(2026, 11, 20))
    ballot = cadres.do(
        acts.add_ballot, election, body="committee", role="chair", seats=1, issued=40, returned=40
    )
    who = cadres.people.person("李红梅")
    chosen = cadres.do(acts.add_candidate, ballot, who=who, yes=30)
    assert any("登记当选" in one.title for one in waits(cadres))
    cadres.do(acts.register_result, election, candidate_ids=[chosen])
    assert not any("登记当选" in one.title for one in waits(cadres))


@pytest.mark.parametrize(
    ("day", "tone"), [(date(2026, 11, 16), Tone.WARN), (date(2026, 11, 17), Tone.BAD)]
)
def test_papers_that_await_an_answer(cadres: Any, day: date, tone: Tone) -> None:
    """Until the fifteenth day they wait, then they are late; an answer settles them."""
    paper = cadres.do(acts.draft_paper, union_id=cadres.one, kind="request", title="关于换届的请示")
    assert waits(cadres, day) == []
    cadres.do(acts.send_paper, paper, on=date(2026, 11, 1), due_on=date(2026, 11, 16))
    (one,) = waits(cadres, day)
    assert (one.day, one.tone, one.action) == (date(2026, 11, 16), tone, "催办")
    assert one.target.id == paper
    cadres.do(
        acts.receive_paper, union_id=cadres.one, kind="reply", title="批复", on=day,
        answers_id=paper,
    )  # fmt: skip
    assert waits(cadres, day) == []


def test_the_home_page_has_them(cadres: Any) -> None:
    planned(cadres, date(2027, 2, 1))
    found = cadres.space.read(lambda c: due(c, day=TODAY, book=rule_book(c)))
    assert any(one.title == "甲公司工会换届：同级党组织同意" for one in found)
