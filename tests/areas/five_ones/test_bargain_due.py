"""What consultations and contracts put on the home page, what the search finds, what is erased."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from app.areas.five_ones.acts import consultations, contracts, offers
from app.areas.five_ones.acts.contracts import Cover
from app.areas.five_ones.due import calendar, due
from app.areas.five_ones.records import NEGOTIATOR
from app.areas.members.acts import add_person
from app.areas.members.acts.erasing import carry_out
from app.areas.organisations.acts import change_union
from app.base.home import Due
from app.base.lists import Tone
from app.rules.office import rule_book
from app.store.search import find
from app.store.system import CHANGE
from tests.areas.five_ones.test_bargains import TODAY, Talks, talks

__all__ = ["talks"]
D = date


def things(talks: Talks, day: date = TODAY, unit: str | None = None) -> dict[str, Due]:
    def read(conn: Any) -> list[Due]:
        return due(conn, day=day, book=rule_book(conn), unit=unit)

    return {one.title: one for one in talks.space.read(read)}


def test_an_answer_is_due_after_twenty_days(talks: Talks) -> None:
    one = talks.start(offered_on=D(2026, 11, 8), delivered_on=D(2026, 11, 9))
    title = "宏达公司工资协商：等待答复"
    assert things(talks, D(2026, 11, 21)) == {}
    soon = things(talks, D(2026, 11, 29))[title]
    assert (soon.day, soon.tone, soon.target.id) == (D(2026, 11, 29), Tone.WARN, one)
    assert things(talks, D(2026, 11, 30))[title].tone is Tone.BAD
    assert things(talks, D(2026, 11, 30), unit=talks.firm).keys() == {title}
    talks.do(consultations.answer_offer, one, on=D(2026, 11, 20), answer="agreed")
    assert title not in things(talks, D(2026, 11, 30))


def test_the_answers_of_a_batch_are_one_line(talks: Talks) -> None:
    batch = talks.do(
        offers.offer_together, union_id=talks.fed, title="秋季集中要约", offered_on=D(2026, 10, 20),
        employer_ids=talks.employers,
    )  # fmt: skip
    found = things(talks)
    line = found["秋季集中要约：3 家没有答复"]
    assert (line.target.kind, line.target.id, line.tone) == ("offer_batch", batch, Tone.BAD)
    assert len({one.key for one in found.values()}) == len(found)


def test_filing_and_publishing_are_due_by_their_days(talks: Talks) -> None:
    one = talks.start()
    made = talks.do(consultations.sign_contract, one, signed_on=D(2026, 11, 18),
                    since=D(2026, 11, 18), ends_on=D(2027, 11, 17))  # fmt: skip
    assert things(talks)["宏达公司工资协商：报送"].day == D(2026, 11, 25)
    talks.do(contracts.file_contract, made, on=D(2026, 11, 20))
    assert things(talks) == {}
    assert things(talks, D(2026, 12, 5))["宏达公司工资协商：公布"].day == D(2026, 12, 10)
    talks.contract(title="台账合同", kind="comprehensive", signed_on=D(2026, 11, 15))
    assert things(talks)["台账合同：报送"].day == D(2026, 11, 25)


def test_contracts_that_end_are_shown_sixty_or_ninety_days_ahead(talks: Talks) -> None:
    cover = [Cover(talks.employers[0])]
    mine = {"union_id": talks.firm, "scope": "enterprise", "covers": cover,
            "filed_on": D(2026, 4, 2), "published_on": D(2026, 4, 20)}  # fmt: skip
    for kind, left in (("wage", 60), ("women", 61), ("comprehensive", 90), ("safety", 91)):
        talks.contract(kind=kind, title=kind, ends_on=TODAY + timedelta(days=left), **mine)
    assert set(things(talks)) == {"wage到期", "women到期", "comprehensive到期"}
    (wage,) = (one for one in things(talks).values() if one.title == "wage到期")
    talks.do(contracts.renew_contract, wage.target.id, signed_on=D(2026, 11, 20),
             since=D(2027, 1, 22), ends_on=D(2028, 1, 21))  # fmt: skip
    assert "wage到期" not in things(talks)

    def year(conn: Any) -> list[str]:
        return [d.title for d in calendar(conn, day=TODAY, year=2027, book=rule_book(conn))]

    assert sorted(talks.space.read(year)) == ["comprehensive到期", "safety到期", "women到期"]


def test_the_search_finds_them_by_title_firm_and_number(talks: Talks) -> None:
    one = talks.start(subject="高温津贴")
    made = talks.contract(title="区域协议", number="园合〔2026〕3号")
    batch = talks.do(
        offers.offer_together, union_id=talks.fed, title="秋季集中要约", offered_on=D(2026, 10, 20),
        employer_ids=talks.employers, doc_word="园工要约",
    )  # fmt: skip

    def hits(text: str) -> set[tuple[str, str]]:
        found, _total = talks.space.read(lambda c: find(c, text, 50))
        return {(hit["kind"], hit["id"]) for hit in found}

    assert ("consultation", one) in hits("高温津贴")
    assert ("contract", made) in hits("园合〔2026〕3号")
    assert ("offer_batch", batch) in hits("秋季集中")
    talks.do(change_union, talks.fed, since=D(2026, 11, 1), name="新城工会联合会")
    assert ("contract", made) in hits("新城工会联合会")


def test_a_negotiators_name_goes_with_her_data(talks: Talks) -> None:
    name = "欧阳静怡"
    person = talks.do(add_person, plain={"name": name}, documents=[("passport", "E1")])
    one = talks.start()
    talks.do(consultations.add_negotiator, one, side="workers", name=name, person_id=person,
             head=True, office="chair", post_name="工会主席")  # fmt: skip
    talks.do(consultations.add_negotiator, one, side="workers", name="王小明")
    carry_out(talks.space, person, reason="本人要求")
    names = {row["name"] for row in talks.office.rows(select(NEGOTIATOR))}
    assert names == {"已清除", "王小明"}
    logged = talks.office.rows(select(CHANGE.c.data))
    assert not any(name in str(row["data"] or "") for row in logged)
