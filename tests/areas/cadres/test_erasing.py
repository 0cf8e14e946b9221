"""A candidate or delegate who has her data erased leaves no name: not in the papers either."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from app.areas.cadres import acts
from app.areas.cadres.lists.official_values import filled_paper
from app.areas.cadres.records import CANDIDATE, DELEGATE, OFFICIAL_PAPER
from app.areas.members.acts import edit_person
from app.areas.members.acts.erasing import carry_out, what_will_go
from app.areas.organisations.acts import edit_union
from app.areas.organisations.records import UNION
from app.start import wiring as whole_wiring
from app.store.meta import METADATA
from app.store.types import Json, Words
from app.store.verify import verify
from tests.areas.cadres.test_elections import MEETING, Renewal, renewal
from tests.areas.organisations.conftest import office
from tests.reliability.pages import found

__all__ = ["office", "renewal"]

HERS = ["李红梅", "李红玫", "密车间", "密岗位", "密备注", "密简历", "密意见"]
NOT_HERS = {("winner", "unit_name"), ("winner", "event"), ("winner", "prize")}
"""What is said of a prize and not of who has it."""


@pytest.fixture
def wiring() -> Any:
    return whole_wiring()


@pytest.fixture
def planted(renewal: Renewal) -> Renewal:
    """She was chair under another spelling, stands again, is a delegate, and papers name her."""
    do, who = renewal.office.space.do, renewal.names["李红梅"]
    do(edit_person, who, name="李红玫")
    old = do(acts.end_post, renewal.old, on=date(2024, 3, 1), ended="moved",
             own_consent_on=date(2024, 2, 1))  # fmt: skip
    assert old.entry
    led = do(acts.assign_post, union_id=renewal.union, who=who, role="chair",
             since=date(2024, 3, 1), body_id=renewal.body, duties="密备注").result  # fmt: skip
    do(acts.end_post, led, on=date(2025, 3, 1), ended="moved", own_consent_on=date(2025, 2, 1))
    do(edit_person, who, name="李红梅")
    do(acts.edit_candidate, renewal.candidates["李红梅"], note="密备注",
       resume=[{"since": "2010年7月", "until": "", "what": "密简历"}])  # fmt: skip
    of = do(acts.start_delegation, union_id=renewal.union, kind="members", since=date(2026, 9, 1),
            seats=4, listed=True, election_id=renewal.election).result  # fmt: skip
    do(acts.add_delegate, of, who=who, unit_name="密车间", post_name="密岗位")
    do(acts.add_delegate, of, name="王小明", sex="1", unit_name="一车间")
    do(acts.edit_election, renewal.election, meeting_on=MEETING, present=39)
    renewal.count(38, 35, 30, 12)
    for key in ("candidates_request", "result_report"):
        one, filled = renewal.office.space.read(
            lambda c, k=key: filled_paper(c, k, renewal.election, MEETING)
        )
        own = {"key": "own_1", "text": "李红梅同志的密意见，李红梅同志服从组织安排。", "own": True}
        paper = do(acts.draft_paper, union_id=renewal.union, kind=one.kind, title=filled.title,
                   paragraphs=[*filled.paragraphs, own], filled=filled.values, subject_kind=key,
                   subject=renewal.election).result  # fmt: skip
        do(acts.write_paper, paper, paragraphs=[
            *filled.paragraphs, {**own, "text": own["text"].replace("密意见", "意见")},
        ])  # fmt: skip
    do(edit_union, renewal.union, phone="022-12345678")
    return renewal


def test_nothing_of_a_candidate_and_delegate_is_left_in_any_file(planted: Renewal) -> None:
    space, who = planted.office.space, planted.names["李红梅"]
    assert {word for _file, word in found(HERS, space)} == set(HERS)
    going = dict(space.read(lambda c: what_will_go(c, who)).items)
    assert {"候选人", "代表", "任职", "公文", "工会"} <= set(going)
    assert going["公文"] == 2
    carry_out(space, who, reason="本人要求")
    assert found(HERS, space) == set()
    assert verify(space) == []


def test_others_stay_in_the_papers_she_stood_in(planted: Renewal) -> None:
    space, who = planted.office.space, planted.names["李红梅"]
    before = planted.office.rows(select(UNION).where(UNION.c.id == planted.union))[0]
    carry_out(space, who, reason="本人要求")
    papers = planted.office.rows(select(OFFICIAL_PAPER).where(OFFICIAL_PAPER.c.direction == "out"))
    text = "".join(p["text"] for paper in papers for p in paper["paragraphs"])
    for name in ("王建国", "张伟"):
        assert name in text
    assert "已清除同志的意见，已清除同志服从组织安排。" in text
    after = planted.office.rows(select(UNION).where(UNION.c.id == planted.union))[0]
    assert after == {**before, "rev": after["rev"]}
    names = {row["name"] for row in planted.office.rows(select(CANDIDATE))}
    assert names == {"王建国", "张伟", "赵敏", "已清除"}
    delegates = {row["name"]: row for row in planted.office.rows(select(DELEGATE))}
    assert delegates["已清除"]["unit_name"] is None
    assert delegates["王小明"]["unit_name"] == "一车间"


def test_whatever_is_typed_of_a_person_above_the_register_goes_with_her() -> None:
    """A new column beside a ``person_id`` says whether it is hers."""
    whole_wiring()
    missing = [
        (table.name, column.name)
        for table in METADATA.sorted_tables
        if any(key.column.table.name == "person" for key in table.foreign_keys)
        and table.info.get("area") not in ("members",)
        and any(column.info.get("personal") for column in table.c)
        for column in table.c
        if isinstance(column.type, (Words, Json))
        and not column.info.get("personal")
        and (table.name, column.name) not in NOT_HERS
    ]
    assert missing == []
