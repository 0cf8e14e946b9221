"""A person's data printed on request: all that any area keeps of her, and nothing of others."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from app.areas.cadres import records as cadres
from app.areas.five_ones import records as five_ones
from app.areas.members.acts import edit_person, leave, merge_people, not_same
from app.areas.members.records import PERSON
from app.areas.surveys import records as surveys
from app.store.meta import METADATA
from app.store.work import Work, act
from tests.areas.members.test_erasing import WORDS, planted, wiring
from tests.areas.members.test_forms import paper, said

__all__ = ["planted", "wiring"]
D = date
ELSEWHERE: dict[str, dict[str, Any]] = {
    "post": {"duties": "分管暗记", "role": "chair", "since": D(2026, 3, 1)},
    "candidate": {"name": "候选暗记", "written_in": False, "resume": [{"what": "简历暗记"}]},
    "delegate": {"name": "代表暗记", "since": D(2026, 3, 1)},
    "trained": {"certificate_no": "证书暗记"},
    "honour": {"title": "荣誉暗记"},
    "winner": {"name": "获奖暗记", "prize": "一等奖"},
    "negotiator": {"name": "协商暗记", "side": "workers", "head": True},
    "survey_subject": {"name": "评议暗记"},
}
"""Table of a higher area → what stands there of her."""


@act("test.elsewhere", "别处的记录（试验）")
def elsewhere(work: Work, *, person: str, union: str) -> None:
    day = D(2026, 3, 1)
    election = work.insert(
        cadres.ELECTION, union_id=union, kind="renewal", direct=False, meeting_on=day
    )
    ballot = {"body": "committee", "role": "member", "round": 1, "by_body": False}
    activity = {"union_id": union, "kind": "recreation", "title": "趣味运动会", "held_on": day}
    consultation = {"union_id": union, "kind": "wage", "scope": "enterprise", "title": "工资协商"}
    survey = {"union_id": union, "year": 2026, "kind": "cadres", "form": {}, "title": "评议"}
    owners = {
        "post": {"union_id": union},
        "candidate": {"ballot_id": work.insert(cadres.BALLOT, election_id=election, **ballot)},
        "delegate": {
            "delegation_id": work.insert(
                cadres.DELEGATION, union_id=union, kind="members", since=day, listed=True
            )
        },
        "trained": {"training_id": work.insert(cadres.TRAINING, title="培训班", since=day)},
        "honour": {},
        "winner": {"activity_id": work.insert(five_ones.ACTIVITY, **activity)},
        "negotiator": {"consultation_id": work.insert(five_ones.CONSULTATION, **consultation)},
        "survey_subject": {"survey_id": work.insert(surveys.SURVEY, **survey)},
    }
    for name, values in ELSEWHERE.items():
        work.insert(METADATA.tables[name], person_id=person, **owners[name], **values)


@pytest.fixture
def whole(people: Any, planted: str) -> str:
    people.space.do(elsewhere, person=planted, union=people.one)
    return planted


def test_the_sample_has_a_record_in_every_table_of_persons(whole: str) -> None:
    owned = {
        table.name
        for table in METADATA.sorted_tables
        for key in table.foreign_keys
        if key.column.table is PERSON and table is not PERSON
    }
    own = {
        "person_spell", "identity_document", "former_name", "membership", "employment", "transfer",
        "member_application", "not_same_person", "erasure",
    }  # fmt: skip
    assert owned - own == set(ELSEWHERE)


def test_she_gets_all_that_any_area_keeps(people: Any, whole: str) -> None:
    text = said(paper(people, "person", id=whole))
    for word in (*WORDS.values(), "变更暗记", "简历暗记", "一等奖", "趣味运动会", "甲公司工会"):
        assert word.replace(" ", "") in text, word
    for values in ELSEWHERE.values():
        for value in values.values():
            if isinstance(value, str) and "暗记" in value:
                assert value in text, value


def test_what_was_there_before_stands_in_the_log(people: Any) -> None:
    row = people.member("改号人", phone="13911112222")
    people.space.do(edit_person, row, phone="13933334444")
    people.space.do(leave, row, on=D(2026, 5, 1), reason="own_wish")
    text = said(paper(people, "person", id=row))
    assert "13911112222" in text
    assert "13933334444" in text
    assert "经办人" in text
    assert "个人要求退会" in text


def test_what_was_merged_into_her_is_hers(people: Any) -> None:
    kept = people.member("并入人", phone="13911112222")
    gone = people.person("并出人", phone="13955556666", address="旧址暗记")
    people.space.do(merge_people, kept, gone)
    text = said(paper(people, "person", id=kept))
    for word in ("并出人", "13955556666", "旧址暗记"):
        assert word in text, word


def test_nothing_of_others(people: Any) -> None:
    one = people.member("同名人", phone="13911112222")
    two = people.member("近似人", phone="13955556666", address="他人住址")
    people.space.do(not_same, one, two)
    text = said(paper(people, "person", id=one))
    assert "另外1条" in text
    for word in ("近似人", "13955556666", "他人住址"):
        assert word not in text, word
