"""Acts on elections, votes, delegates and official papers, on a real workspace."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from app.areas.cadres import acts
from app.areas.cadres.records import (
    BALLOT,
    BODY,
    CANDIDATE,
    DELEGATE,
    DELEGATION,
    ELECTION,
    OFFICIAL_PAPER,
    POST,
    TERM,
)
from app.areas.members.acts import add_person
from app.areas.organisations.records import UNION
from app.base.errors import UserError
from tests.areas.organisations.conftest import Office, office

__all__ = ["office"]

MEETING = date(2026, 11, 20)


def person(office: Office, name: str) -> str:
    return str(office.space.do(add_person, plain={"name": name}, dated={}).result)


def all_of(office: Office, table: Any, **where: Any) -> list[dict[str, Any]]:
    query = select(table)
    for key, value in where.items():
        query = query.where(table.c[key] == value)
    return office.rows(query)


def refused(office: Office, act: Any, *args: Any, **kw: Any) -> str:
    with pytest.raises(UserError) as told:
        office.space.do(act, *args, **kw)
    assert told.value.advice or told.value.args
    return told.value.code


class Renewal:
    """A union with a committee of the third term and a running 换届 to the fourth."""

    def __init__(self, office: Office) -> None:
        do = office.space.do
        self.office = office
        self.union = office.union("宏达公司工会", founded_on=date(2020, 1, 1))
        self.names = {name: person(office, name) for name in ("王建国", "李红梅", "张伟", "赵敏")}
        self.body = do(
            acts.set_up_body, union_id=self.union, kind="committee", since=date(2020, 1, 1)
        ).result
        self.term = do(
            acts.start_term, self.body, since=date(2021, 11, 20), years=5, ordinal=3
        ).result
        self.old = do(
            acts.assign_post, union_id=self.union, who=self.names["王建国"], role="chair",
            since=date(2021, 11, 20), body_id=self.body, service="part_time", duties="全面工作",
        ).result  # fmt: skip
        self.election = do(
            acts.plan_election, union_id=self.union, kind="renewal", planned_on=MEETING, years=5,
            due=40,
        ).result  # fmt: skip
        self.ballot = do(
            acts.add_ballot, self.election, body="committee", role="member", seats=3
        ).result
        self.candidates = {
            name: do(acts.add_candidate, self.ballot, who=one).result
            for name, one in self.names.items()
        }

    def count(self, *yes: int) -> None:
        votes = {one: {"yes": n} for one, n in zip(self.candidates.values(), yes, strict=True)}
        counts = {"due": 40, "present": 40, "issued": 40, "returned": 40, "valid": 40, "invalid": 0}
        self.office.space.do(acts.enter_counts, self.ballot, counts=counts, votes=votes)


@pytest.fixture
def renewal(office: Office) -> Renewal:
    return Renewal(office)


def test_a_renewal_follows_the_running_term(renewal: Renewal) -> None:
    """The ordinal is one more; a second one of the kind is refused until the first is held."""
    (row,) = all_of(renewal.office, ELECTION)
    assert (row["ordinal"], row["kind"], row["planned_on"]) == (4, "renewal", MEETING)
    code = refused(renewal.office, acts.plan_election, union_id=renewal.union, kind="renewal")
    assert code == "RUNNING"
    renewal.office.space.do(acts.plan_election, union_id=renewal.union, kind="by_election")


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"present": 41}, "PRESENT"),
        ({"due": -1}, "NUMBER"),
        ({"requested_on": MEETING, "request_replied_on": date(2026, 11, 1)}, "DATES"),
        ({"notice_from": MEETING, "notice_until": date(2026, 11, 1)}, "DATES"),
        ({"congress": "party"}, "CODE"),
        ({"weather": "fine"}, "FIELD"),
    ],
)
def test_what_cannot_be_is_refused(renewal: Renewal, values: dict[str, Any], code: str) -> None:
    assert refused(renewal.office, acts.edit_election, renewal.election, **values) == code


def test_counts_are_entered_at_once_with_names_written_in(renewal: Renewal) -> None:
    renewal.count(38, 35, 30, 12)
    renewal.office.space.do(
        acts.enter_counts, renewal.ballot, counts={}, votes={}, written=[("钱多多", 2)]
    )
    rows = {r["name"]: r for r in all_of(renewal.office, CANDIDATE)}
    assert [rows[n]["yes"] for n in ("王建国", "李红梅", "张伟", "赵敏", "钱多多")] == [
        38,
        35,
        30,
        12,
        2,
    ]
    assert rows["钱多多"]["written_in"] is True
    (ballot,) = all_of(renewal.office, BALLOT)
    assert (ballot["issued"], ballot["returned"], ballot["round"]) == (40, 40, 1)
    assert (
        refused(renewal.office, acts.enter_counts, renewal.ballot, counts={}, votes={"0" * 32: {}})
        == "OTHER"
    )


def test_who_was_elected_takes_office_in_a_new_term(renewal: Renewal) -> None:
    """The old term and its posts end on the day; the union's summary follows; undo undoes all."""
    office, do = renewal.office, renewal.office.space.do
    renewal.count(38, 35, 30, 12)
    do(acts.edit_election, renewal.election, meeting_on=MEETING)
    chair = do(
        acts.add_ballot, renewal.election, body="committee", role="chair", seats=1, by_body=True
    ).result
    as_chair = do(acts.add_candidate, chair, who=renewal.names["李红梅"], yes=3).result
    chosen = [renewal.candidates[n] for n in ("王建国", "李红梅", "张伟")]
    before = office.rows(select(POST)), office.rows(select(TERM))
    made = do(acts.register_result, renewal.election, candidate_ids=[*chosen, as_chair])
    posts = {r["id"]: r for r in all_of(office, POST)}
    assert posts[renewal.old]["until"] == MEETING
    assert posts[renewal.old]["ended"] == "term_over"
    new = {posts[one]["person_id"]: posts[one] for one in made.result}
    names = {v: k for k, v in renewal.names.items()}
    assert {names[p]: r["role"] for p, r in new.items()} == {
        "李红梅": "chair", "王建国": "member", "张伟": "member",
    }  # fmt: skip
    terms = {r["id"]: r for r in all_of(office, TERM)}
    assert terms[renewal.term]["until"] == MEETING
    (term,) = (r for one, r in terms.items() if one != renewal.term)
    assert (term["ordinal"], term["due_on"], term["seats"]) == (4, date(2031, 11, 20), 3)
    assert {r["term_id"] for r in new.values()} == {term["id"]}
    union = office.rows(select(UNION).where(UNION.c.id == renewal.union))[0]
    assert (union["chair"], union["term_from"]) == ("李红梅", MEETING)
    assert (
        refused(office, acts.register_result, renewal.election, candidate_ids=chosen)
        == "REGISTERED"
    )
    office.space.undo(made.entry)
    assert (office.rows(select(POST)), office.rows(select(TERM))) == before


def test_an_approval_reaches_the_terms(renewal: Renewal) -> None:
    do = renewal.office.space.do
    renewal.count(38, 35, 30, 12)
    do(acts.edit_election, renewal.election, meeting_on=MEETING, reported_on=date(2026, 11, 21))
    do(acts.register_result, renewal.election, candidate_ids=[renewal.candidates["王建国"]])
    do(
        acts.record_approval, renewal.election, replied_on=date(2026, 11, 22), approved=True,
        doc_no="武总工复〔2026〕8号",
    )  # fmt: skip
    terms = all_of(renewal.office, TERM, election_id=renewal.election)
    assert [(t["doc_no"], t["approved_on"]) for t in terms] == [
        ("武总工复〔2026〕8号", date(2026, 11, 22))
    ]


def test_somebody_without_a_record_is_not_registered(renewal: Renewal) -> None:
    """A name that was written in is first said to be a person."""
    do, office = renewal.office.space.do, renewal.office
    do(acts.edit_election, renewal.election, meeting_on=MEETING)
    written = do(acts.add_candidate, renewal.ballot, name="钱多多", written_in=True, yes=39).result
    assert (
        refused(office, acts.register_result, renewal.election, candidate_ids=[written]) == "PERSON"
    )
    do(acts.edit_candidate, written, who=person(office, "钱多多"))
    assert len(do(acts.register_result, renewal.election, candidate_ids=[written]).result) == 1


def test_a_by_election_serves_the_rest_of_the_term(renewal: Renewal) -> None:
    """No new term; whoever stood in for the chair goes back."""
    office, do = renewal.office, renewal.office.space.do
    do(acts.end_post, renewal.old, on=date(2026, 6, 1), ended="moved")
    acting = do(
        acts.appoint_acting, union_id=renewal.union, person_id=renewal.names["张伟"],
        since=date(2026, 6, 1),
    ).result  # fmt: skip
    election = do(
        acts.plan_election, union_id=renewal.union, kind="by_election", meeting_on=MEETING
    ).result
    ballot = do(acts.add_ballot, election, body="committee", role="chair", seats=1).result
    chosen = do(acts.add_candidate, ballot, who=renewal.names["赵敏"], yes=39).result
    (made,) = do(acts.register_result, election, candidate_ids=[chosen]).result
    posts = {r["id"]: r for r in all_of(office, POST)}
    assert (posts[made]["term_id"], posts[made]["role"]) == (renewal.term, "chair")
    assert (posts[acting]["until"], posts[acting]["ended"]) == (MEETING, "changed")
    assert len(all_of(office, TERM)) == 1


def test_a_recall_ends_the_post(renewal: Renewal) -> None:
    office, do = renewal.office, renewal.office.space.do
    election = do(
        acts.plan_election, union_id=renewal.union, kind="recall", meeting_on=MEETING
    ).result
    ballot = do(acts.add_ballot, election, body="committee", role="chair", due=40).result
    against = do(acts.add_candidate, ballot, who=renewal.names["王建国"], yes=21).result
    assert do(acts.register_result, election, candidate_ids=[against]).result == [renewal.old]
    (post,) = all_of(office, POST)
    assert (post["until"], post["ended"]) == (MEETING, "removed")


def test_another_round_for_what_is_left(renewal: Renewal) -> None:
    renewal.count(38, 30, 25, 25)
    office, do = renewal.office, renewal.office.space.do
    tied = [renewal.candidates["张伟"], renewal.candidates["赵敏"]]
    made = do(acts.vote_again, renewal.ballot, candidate_ids=tied, seats=1).result
    (ballot,) = all_of(office, BALLOT, id=made)
    assert (ballot["round"], ballot["seats"], ballot["due"], ballot["issued"]) == (2, 1, 40, None)
    again = all_of(office, CANDIDATE, ballot_id=made)
    assert {(r["name"], r["yes"]) for r in again} == {("张伟", None), ("赵敏", None)}


def test_cancelled_resumed_deleted(renewal: Renewal) -> None:
    office, do = renewal.office, renewal.office.space.do
    do(acts.cancel_election, renewal.election, on=MEETING, reason="合并到园区工会")
    assert refused(office, acts.edit_election, renewal.election, place="会议室") == "CANCELLED"
    assert refused(office, acts.add_candidate, renewal.ballot, name="甲") == "CANCELLED"
    do(acts.resume_election, renewal.election)
    do(acts.edit_election, renewal.election, place="会议室")
    do(acts.delete_election, renewal.election)
    assert not all_of(office, ELECTION) + all_of(office, BALLOT) + all_of(office, CANDIDATE)


# -- delegates -------------------------------------------------------------------------------------


def test_delegates_come_and_go(renewal: Renewal) -> None:
    office, do = renewal.office, renewal.office.space.do
    of = do(
        acts.start_delegation, union_id=renewal.union, kind="members", since=date(2021, 11, 1),
        years=5, seats=3, listed=True,
    ).result  # fmt: skip
    first, second = do(
        acts.add_delegates, of,
        delegates=[
            {"who": renewal.names["张伟"], "front_line": True}, {"name": "周芳", "sex": "2"},
        ],
    ).result  # fmt: skip
    assert refused(office, acts.add_delegate, of, who=renewal.names["张伟"]) == "TWICE"
    assert refused(office, acts.add_delegate, of, name="吴", sex="9x") == "CODE"
    do(acts.end_delegate, first, on=date(2024, 1, 1), ended="moved")
    assert refused(office, acts.end_delegate, first, on=date(2024, 2, 1), ended="moved") == "STATUS"
    assert refused(office, acts.recall_delegate, second, on=MEETING, yes=9, every=8) == "NUMBER"
    do(acts.recall_delegate, second, on=MEETING, yes=7, every=8)
    rows = {r["name"]: r for r in all_of(office, DELEGATE)}
    assert (rows["周芳"]["ended"], rows["周芳"]["recall_yes"]) == ("recalled", 7)
    third = do(acts.add_delegate, of, name="郑爽", since=date(2025, 1, 1)).result
    new = do(acts.start_delegation, union_id=renewal.union, kind="members", since=MEETING).result
    found = {r["id"]: r for r in all_of(office, DELEGATION)}
    assert (found[of]["until"], found[new]["until"]) == (MEETING, None)
    assert [r["ended"] for r in all_of(office, DELEGATE, id=third)] == ["term_over"]
    do(acts.start_delegation, union_id=renewal.union, kind="workers", since=date(2022, 1, 1))


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"unit_name": "一车间", "due": 10, "present": 11}, "NUMBER"),
        ({"due": 10}, "REQUIRED"),
        ({"unit_name": "一车间", "seats": -1}, "NUMBER"),
    ],
)
def test_an_election_in_a_unit(renewal: Renewal, values: dict[str, Any], code: str) -> None:
    do = renewal.office.space.do
    of = do(acts.start_delegation, union_id=renewal.union, kind="members", since=MEETING).result
    assert refused(renewal.office, acts.add_poll, of, **values) == code
    do(
        acts.add_poll,
        of,
        unit_name="一车间",
        seats=2,
        candidates=3,
        due=20,
        present=15,
        least_yes=11,
    )


# -- official papers -------------------------------------------------------------------------------


def draft(office: Office, **more: Any) -> str:
    values: dict[str, Any] = {
        "union_id": office.root,
        "kind": "reply",
        "title": "关于选举结果的批复",
    }
    return str(office.space.do(acts.draft_paper, **(values | more)).result)


def test_numbers_of_a_year_follow_each_other(office: Office) -> None:
    """Each word and year has its own sequence; a number once used is not given again."""
    do = office.space.do
    first, second, third, fourth = (draft(office, title=f"批复{n}") for n in range(4))
    assert do(acts.number_paper, first, word="王总工复", on=MEETING).result == "王总工复〔2026〕1号"
    assert (
        do(acts.number_paper, second, word="王总工复", on=MEETING, seq=7).result
        == "王总工复〔2026〕7号"
    )
    assert do(acts.number_paper, third, word="王总工复", on=MEETING).result == "王总工复〔2026〕8号"
    assert (
        do(acts.number_paper, fourth, word="王总工复", on=date(2027, 1, 4)).result
        == "王总工复〔2027〕1号"
    )
    assert refused(office, acts.number_paper, first, word="王总工复", on=MEETING) == "NUMBERED"
    fifth = draft(office, title="批复5")
    assert refused(office, acts.number_paper, fifth, word="王总工复", on=MEETING, seq=7) == "TAKEN"
    assert refused(office, acts.number_paper, fifth, word=" ", on=MEETING) == "REQUIRED"
    do(acts.unnumber_paper, third)
    assert do(acts.number_paper, fifth, word="王总工复", on=MEETING).result == "王总工复〔2026〕8号"
    do(acts.send_paper, fifth, on=MEETING)
    assert refused(office, acts.unnumber_paper, fifth) == "STATUS"


def test_a_question_waits_for_its_answer(office: Office) -> None:
    do = office.space.do
    asked = draft(office, kind="request", title="关于换届的请示", other_side="武清区总工会")
    do(acts.send_paper, asked, on=date(2026, 11, 1), due_on=date(2026, 11, 16))
    came = do(
        acts.receive_paper, union_id=office.root, kind="reply", title="关于同意换届的批复",
        on=date(2026, 11, 12), doc_no="武总工复〔2026〕3号", answers_id=asked,
    ).result  # fmt: skip
    rows = {r["id"]: r for r in all_of(office, OFFICIAL_PAPER)}
    assert rows[asked]["closed_on"] == date(2026, 11, 12)
    assert rows[came]["answers_id"] == asked
    assert refused(
        office, acts.receive_paper, union_id=office.root, kind="reply", title="又一份",
        on=date(2026, 11, 13), answers_id=asked,
    ) == "ANSWERED"  # fmt: skip
    assert refused(office, acts.delete_paper, asked) == "REFERRED"
    assert refused(office, acts.write_paper, came, paragraphs=[]) == "STATUS"


def test_the_clerks_own_words_are_marked(office: Office) -> None:
    paper = draft(
        office, paragraphs=[{"key": "body", "text": "同意。"}], filled={"union": "宏达公司工会"}
    )
    words = [{"key": "body", "text": "原则同意。", "own": True}]
    office.space.do(acts.write_paper, paper, paragraphs=words)
    (row,) = all_of(office, OFFICIAL_PAPER)
    assert row["paragraphs"] == words
    assert row["values"] == {"union": "宏达公司工会"}
    twice = [{"key": "body", "text": "一"}, {"key": "body", "text": "二"}]
    assert refused(office, acts.write_paper, paper, paragraphs=twice) == "PARAGRAPHS"
    assert not all_of(office, BODY)
