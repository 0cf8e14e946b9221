"""Consultations, offers and contracts: what the acts write, and what they refuse."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from app.areas.five_ones.acts import consultations, contracts, offers
from app.areas.five_ones.acts.contracts import Cover
from app.areas.five_ones.acts.offers import Answer
from app.areas.five_ones.lists.bargains import Bargains, terms
from app.areas.five_ones.lists.offers import OFFERS
from app.areas.five_ones.lists.reach import Reach, within
from app.areas.five_ones.records import CONSULTATION, CONTRACT, CONTRACT_COVER, OFFER_BATCH
from app.areas.five_ones.rules.process import TITLES, standing
from app.areas.organisations.acts import cover_employer
from app.base.errors import UserError
from app.base.lists import View
from app.rules.office import rule_book

D = date
TODAY = D(2026, 11, 22)


class Talks:
    """A federation with three firms of its own and one below it; makers of consultations."""

    def __init__(self, year: Any) -> None:
        self.year, self.space, self.office = year, year.space, year.office
        self.fed, self.firm = year.fed, year.firm
        self.employers = [year.employer, *map(self.office.employer, ("甲公司", "乙公司"))]
        self.stranger = self.office.employer("外地公司")
        for place, one in enumerate(self.employers):
            union = self.firm if place == 0 else self.fed
            self.do(cover_employer, union_id=union, employer_id=one, since=None)

    def do(self, act: Any, *args: Any, **kw: Any) -> Any:
        return self.space.do(act, *args, **kw).result

    def refused(self, code: str, act: Any, *args: Any, **kw: Any) -> UserError:
        with pytest.raises(UserError, match=code) as told:
            self.space.do(act, *args, **kw)
        return told.value

    def row(self, table: Any, one: str) -> dict[str, Any]:
        return self.office.rows(select(table).where(table.c.id == one))[0]

    def start(self, **kw: Any) -> str:
        given = {"union_id": self.firm, "kind": "wage", "scope": "enterprise",
                 "title": "宏达公司工资协商", "employer_id": self.employers[0],
                 "offered_on": D(2026, 3, 1), "offered_by": "union"}  # fmt: skip
        made: str = self.do(consultations.start_consultation, **(given | kw))
        return made

    def contract(self, **kw: Any) -> str:
        days = {"signed_on": D(2026, 4, 1), "since": D(2026, 4, 1), "ends_on": D(2027, 3, 31)}
        given = {"union_id": self.fed, "kind": "wage", "scope": "regional", "title": "区域", **days}
        made: str = self.do(contracts.add_contract, **(given | kw))
        return made

    def facts(self, one: str) -> Any:
        def read(conn: Any) -> Any:
            found = Bargains(conn, TODAY, terms(rule_book(conn), TODAY), consultations=[one])
            return next(found.consultations())

        return self.space.read(read)

    def standing(self, one: str) -> Any:
        facts = self.facts(one)
        return standing(facts, self.space.read(lambda c: terms(rule_book(c), TODAY)))


@pytest.fixture
def talks(year: Any) -> Talks:
    """A federation and its firms."""
    return Talks(year)


def test_a_wage_consultation_goes_from_offer_to_publication(talks: Talks) -> None:
    one = talks.start(delivered_on=D(2026, 3, 2))
    do = talks.do
    do(consultations.answer_offer, one, on=D(2026, 3, 12), answer="agreed")
    for side, office in (("workers", "chair"), ("employer", "legal_representative")):
        for n in range(3):
            do(consultations.add_negotiator, one, side=side, name=f"{side}{n}", head=n == 0,
               office=office if n == 0 else None)  # fmt: skip
    do(consultations.hand_over_data, one, on=D(2026, 3, 15))
    do(consultations.add_talk, one, on_day=D(2026, 3, 20), agreed=True)
    do(consultations.conclude, one, outcome="agreed")
    meeting = talks.year.congress(
        "workers_congress", talks.firm, D(2026, 4, 1),
        resolutions=[{"title": "通过工资协议草案", "yes": 20, "no": 3, "abstain": 2}],
    )  # fmt: skip
    resolution = talks.office.rows(select(CONSULTATION.metadata.tables["resolution"]))[0]["id"]
    do(consultations.put_to_congress, one, congress_id=meeting, resolution_id=resolution)
    assert talks.standing(one).next.key == "sign"
    made = do(consultations.sign_contract, one, signed_on=D(2026, 4, 3), since=D(2026, 4, 3),
              ends_on=D(2027, 4, 2), workers=80)  # fmt: skip
    assert talks.standing(one).due_on == D(2026, 4, 10)
    do(contracts.file_contract, made, on=D(2026, 4, 8))
    assert talks.standing(one).due_on == D(2026, 4, 28)
    do(contracts.review_contract, made, on=D(2026, 4, 20), review_no="2026-7")
    do(contracts.publish_contract, made, on=D(2026, 4, 22))
    now = talks.standing(one)
    assert (now.over, now.reached) == ("done", "publish")
    assert [step.key for step in now.steps if step.done] == list(TITLES)
    cover = talks.office.rows(select(CONTRACT_COVER))[0]
    assert (cover["employer_id"], cover["workers"]) == (talks.employers[0], 80)
    vote = talks.facts(one).vote
    assert (vote.due, vote.present, vote.yes) == (30, 25, 20)


def test_days_must_follow_each_other(talks: Talks) -> None:
    one = talks.start()
    told = talks.refused(
        "DATES", consultations.answer_offer, one, on=D(2026, 2, 28), answer="agreed"
    )
    assert "2026年2月28日" in told.message
    assert "2026年3月1日" in told.message
    talks.refused("DATES", consultations.deliver_offers, [one], on=D(2026, 2, 1))
    talks.refused("FUTURE", consultations.answer_offer, one, on=D(2026, 11, 23), answer="agreed")
    made = talks.contract()
    talks.refused("DATES", contracts.edit_contract, made, ends_on=D(2026, 3, 31))
    talks.refused("DATES", contracts.file_contract, made, on=D(2026, 3, 31))
    talks.refused("NOT_FILED", contracts.review_contract, made, on=D(2026, 5, 1))
    talks.do(contracts.file_contract, made, on=D(2026, 4, 1))
    talks.refused("DATES", contracts.review_contract, made, on=D(2026, 3, 31))


def test_an_answer_wants_an_offer_and_a_firm_wants_an_employer(talks: Talks) -> None:
    one = talks.start(offered_on=None, offered_by=None)
    talks.refused("NOT_OFFERED", consultations.answer_offer, one, on=TODAY, answer="agreed")
    talks.do(consultations.make_offer, one, on=D(2026, 5, 1))
    talks.do(consultations.answer_offer, one, on=D(2026, 5, 2), answer="refused")
    talks.refused("REQUIRED", consultations.start_consultation, union_id=talks.firm, kind="wage",
                  scope="enterprise", title="没有单位")  # fmt: skip
    talks.refused("CODE", consultations.start_consultation, union_id=talks.firm, kind="salary",
                  scope="regional", title="没有这种")  # fmt: skip


def test_one_head_a_side_and_nobody_twice(talks: Talks) -> None:
    one = talks.start()
    first = talks.do(consultations.add_negotiator, one, side="workers", name="王一", head=True)
    talks.refused("HEAD", consultations.add_negotiator, one, side="workers", name="王二", head=True)
    talks.refused("TWICE", consultations.add_negotiator, one, side="workers", name="王一")
    talks.do(consultations.add_negotiator, one, side="employer", name="王一", head=True)
    second = talks.do(consultations.add_negotiator, one, side="workers", name="王二")
    talks.refused("HEAD", consultations.edit_negotiator, second, head=True)
    talks.do(consultations.edit_negotiator, first, head=False)
    talks.do(consultations.edit_negotiator, second, head=True)


def test_without_agreement_nothing_is_signed(talks: Talks) -> None:
    one = talks.start()
    talks.do(consultations.conclude, one, outcome="failed", closed_on=D(2026, 6, 1))
    talks.refused("NO_AGREEMENT", consultations.sign_contract, one, signed_on=D(2026, 6, 2))
    talks.do(consultations.reopen_consultation, one)
    made = talks.do(consultations.sign_contract, one, signed_on=D(2026, 6, 2))
    talks.refused("SIGNED", consultations.sign_contract, one, signed_on=D(2026, 6, 2))
    talks.refused("REFERRED", consultations.delete_consultation, one)
    talks.do(contracts.delete_contract, made)
    talks.do(consultations.delete_consultation, one)


def test_a_contract_covers_whom_the_union_covers_or_says_why(talks: Talks) -> None:
    every = [Cover(one) for one in talks.employers]
    made = talks.contract(covers=every)
    told = talks.refused("OUTSIDE", contracts.cover_employers, made, covers=[Cover(talks.stranger)])
    assert "外地公司" in told.message
    talks.do(contracts.cover_employers, made, covers=[Cover(talks.stranger)],
             outside_reason="租用本园区厂房")  # fmt: skip
    assert "租用本园区厂房" in talks.row(CONTRACT, made)["note"]
    talks.refused("OUTSIDE", contracts.add_contract, union_id=talks.firm, kind="wage",
                  scope="enterprise", title="别家", covers=[Cover(talks.employers[1])])  # fmt: skip
    talks.refused("ONE_EMPLOYER", contracts.add_contract, union_id=talks.fed, kind="wage",
                  scope="enterprise", title="两家", covers=every[1:])  # fmt: skip


def test_who_is_within_reach_is_the_same_for_one_union_and_for_all(talks: Talks) -> None:
    reach = talks.space.read(lambda c: Reach(c, TODAY))
    for union, firms in ((talks.fed, talks.employers), (talks.firm, talks.employers[:1])):
        assert talks.space.read(lambda c, u=union: within(c, u, TODAY)) == set(firms)
        assert reach.area(union) == len(firms)
        assert all(reach.reaches(union, firm) for firm in firms)
        assert not reach.reaches(union, talks.stranger)


def test_confirmations_are_entered_for_many_at_once(talks: Talks) -> None:
    made = talks.contract(covers=[Cover(one) for one in talks.employers])
    ids = [r["id"] for r in talks.office.rows(select(CONTRACT_COVER).order_by("id"))]
    given = {one: {"confirmed_on": D(2026, 4, 2), "workers": 10} for one in ids}
    assert talks.do(contracts.set_covers, made, covers=given) == 3
    talks.refused("FUTURE", contracts.set_covers, made,
                  covers={ids[0]: {"confirmed_on": D(2027, 1, 1)}})  # fmt: skip
    talks.do(contracts.end_cover, ids[0], on=D(2026, 9, 1))
    talks.refused("ENDED", contracts.end_cover, ids[0], on=D(2026, 9, 1))
    fresh = talks.do(contracts.renew_contract, made, signed_on=D(2026, 11, 1),
                     since=D(2027, 4, 1), ends_on=D(2028, 3, 31))  # fmt: skip
    kept = talks.office.rows(select(CONTRACT_COVER).where(CONTRACT_COVER.c.contract_id == fresh))
    assert {row["employer_id"] for row in kept} == set(talks.employers[1:])
    talks.refused("RENEWED", contracts.renew_contract, made, signed_on=D(2026, 11, 2),
                  since=D(2027, 4, 1), ends_on=D(2028, 3, 31))  # fmt: skip


def test_an_objection_keeps_a_contract_from_being_published(talks: Talks) -> None:
    made = talks.contract(filed_on=D(2026, 4, 5))
    talks.do(contracts.review_contract, made, on=D(2026, 4, 12), objected=True)
    talks.refused("OBJECTED", contracts.publish_contract, made, on=D(2026, 4, 13))
    talks.refused("REQUIRED", contracts.terminate_contract, made, on=D(2026, 5, 1), reason=" ")
    talks.refused("DATES", contracts.terminate_contract, made, on=D(2027, 4, 1), reason="停业")
    talks.do(contracts.terminate_contract, made, on=D(2026, 5, 1), reason="停业")
    talks.do(contracts.restore_contract, made)
    assert talks.row(CONTRACT, made)["terminated_on"] is None


def test_one_offer_to_many_firms_is_numbered_on_within_the_year(talks: Talks) -> None:
    give = {"union_id": talks.fed, "title": "2026年春季要约", "doc_word": "工贸园工要约"}
    first = talks.do(offers.offer_together, offered_on=D(2026, 3, 10),
                     employer_ids=talks.employers[:2], **give)  # fmt: skip
    second = talks.do(offers.offer_together, offered_on=D(2026, 9, 1),
                      employer_ids=talks.employers, **give)  # fmt: skip
    last = talks.do(offers.offer_together, offered_on=D(2025, 9, 1),
                    employer_ids=talks.employers[:1], **give)  # fmt: skip

    def numbers(batch: str) -> list[int]:
        query = select(CONSULTATION).where(CONSULTATION.c.batch_id == batch)
        return [r["batch_no"] for r in talks.office.rows(query.order_by("batch_no"))]

    assert (numbers(first), numbers(second), numbers(last)) == ([1, 2], [3, 4, 5], [1])
    talks.refused("OUTSIDE", offers.offer_together, offered_on=D(2026, 9, 1),
                  employer_ids=[talks.stranger], **give)  # fmt: skip
    talks.refused("TWICE", offers.add_to_offer, second, employer_ids=talks.employers[:1])
    before = talks.office.rows(select(CONSULTATION))
    talks.do(offers.add_to_offer, first, employer_ids=talks.employers[2:])
    assert numbers(first) == [1, 2, 6]
    talks.space.undo()
    assert talks.office.rows(select(CONSULTATION)) == before


def test_a_batch_is_not_done_while_a_firm_has_put_it_off(talks: Talks) -> None:
    batch = talks.do(
        offers.offer_together, union_id=talks.fed, title="要约", offered_on=D(2026, 3, 10),
        employer_ids=talks.employers, delivered_on=D(2026, 3, 12),
    )  # fmt: skip
    ids = [r["id"] for r in talks.office.rows(select(CONSULTATION).order_by("batch_no"))]
    on = D(2026, 3, 20)

    def state() -> str:
        view = View(TODAY)
        (row,) = talks.space.read(lambda c: OFFERS.rows(c, [batch], view))
        return str(row["state"])

    talks.do(offers.enter_answers, {ids[0]: Answer(on, "refused"), ids[1]: Answer(on, "refused")})
    assert state() == "1家未答复"
    talks.do(offers.enter_answers, {ids[2]: Answer(on, "later")})
    assert state() == "1家要求延期"
    talks.do(consultations.close_consultation, ids[2], on=D(2026, 9, 1))
    assert state() == "已办完"


def test_the_answers_of_many_firms_come_in_one_table(talks: Talks) -> None:
    batch = talks.do(
        offers.offer_together, union_id=talks.fed, title="要约", offered_on=D(2026, 3, 10),
        employer_ids=talks.employers, delivered_on=D(2026, 3, 12),
    )  # fmt: skip
    ids = [r["id"] for r in talks.office.rows(select(CONSULTATION).order_by("batch_no"))]
    agreed = Answer(D(2026, 3, 20), "agreed")
    told = talks.refused("ANSWER", offers.enter_answers, {ids[0]: Answer(None, "agreed")})
    assert "答复日期" in told.message
    assert talks.do(offers.enter_answers, {ids[0]: agreed, ids[1]: agreed}) == 2
    assert talks.do(offers.enter_answers, {ids[1]: Answer()}) == 1
    assert talks.row(CONSULTATION, ids[1])["answer"] is None
    talks.refused("REFERRED", offers.delete_offer, batch)
    talks.refused("DATES", offers.edit_offer, batch, offered_on=D(2026, 3, 13))
    talks.do(offers.edit_offer, batch, offered_on=D(2026, 3, 11))
    assert talks.row(CONSULTATION, ids[2])["offered_on"] == D(2026, 3, 11)
    made = talks.do(offers.sign_together, ids[:2], title="区域性工资协议",
                    signed_on=D(2026, 4, 20), confirmed_on=D(2026, 4, 25))  # fmt: skip
    rows = talks.office.rows(select(CONTRACT_COVER).where(CONTRACT_COVER.c.contract_id == made))
    assert {row["employer_id"] for row in rows} == set(talks.employers[:2])
    talks.refused("SIGNED", offers.sign_each, ids)
    (alone,) = talks.do(offers.sign_each, ids[2:], signed_on=D(2026, 4, 21))
    assert talks.row(CONTRACT, alone)["title"] == "乙公司工资专项集体合同"
    empty = talks.do(
        offers.offer_together, union_id=talks.fed, title="误录", offered_on=D(2026, 5, 1),
        employer_ids=talks.employers[:1],
    )  # fmt: skip
    talks.do(offers.delete_offer, empty)
    assert len(talks.office.rows(select(OFFER_BATCH))) == 1
