"""Papers of consultations and contracts: filled from the data, whole, the same twice."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from app import start
from app.areas.five_ones.acts import consultations, contracts, offers
from app.areas.five_ones.acts.contracts import Cover
from app.areas.five_ones.acts.offers import Answer
from app.areas.five_ones.records import CONSULTATION
from app.base.errors import UserError
from app.paper.asking import year_scope
from app.paper.document import render
from tests.areas.five_ones.test_bargains import TODAY, Talks, talks
from tests.paper.reading import fonts, lines, runs

__all__ = ["talks"]
D = date
BLANK = str.maketrans("", "", " \u3000")


def printed(talks: Talks, name: str, **options: str) -> Any:
    def make(conn: Any) -> Any:
        scope = year_scope(conn, 2026, today=TODAY)
        asked = start.ask(conn, scope, year=2026, today=TODAY, options=options)
        return start.papers()[name].make(asked)

    one = render(talks.space.read(make))
    assert render(talks.space.read(make)).pdf == one.pdf, "printed twice the same"
    assert one.missing == ()
    for font, known in fonts(one.pdf).items():
        assert "/FontFile2" in known["/FontDescriptor"], font
    return one


def words(made: Any) -> str:
    found = runs(made.pdf)
    pages = range(made.pages)
    return "".join("".join(line for _, line in lines(found, n)) for n in pages).translate(BLANK)


@pytest.fixture
def batch(talks: Talks) -> str:
    """One offer to three firms, delivered on the next day."""
    found: str = talks.do(
        offers.offer_together, union_id=talks.fed, title="春季集中要约", doc_word="园工要约",
        offered_on=D(2026, 3, 10), employer_ids=talks.employers, delivered_on=D(2026, 3, 11),
        subject="工资增长", proposal="3月底在园区会议室协商",
    )  # fmt: skip
    return found


def test_the_offers_of_a_batch_are_printed_one_to_a_page(talks: Talks, batch: str) -> None:
    made = printed(talks, "offer", batch=batch)
    assert made.pages == 3
    said = words(made)
    for number, firm in enumerate(("宏达公司", "甲公司", "乙公司"), 1):
        assert f"园工要约〔2026〕{number}号" in said
        assert f"{firm}：" in said
    assert "3月底在园区会议室协商" in said
    assert "20日内（2026年3月31日前）" in said
    ids = [r["id"] for r in talks.office.rows(CONSULTATION.select().order_by("batch_no"))]
    assert printed(talks, "offer", id=",".join(ids[:2])).pages == 2


def test_the_answer_names_what_was_answered_and_who_comes(talks: Talks) -> None:
    one = talks.start(delivered_on=D(2026, 3, 2))
    talks.do(consultations.answer_offer, one, on=D(2026, 3, 9), answer="agreed")
    talks.do(consultations.add_negotiator, one, side="employer", name="赵总", head=True,
             office="legal_representative", post_name="总经理")  # fmt: skip
    said = words(printed(talks, "offer_answer", id=one))
    assert "■同意协商" in said
    assert "□不同意协商" in said
    assert "赵总总经理" in said
    listed = words(printed(talks, "negotiators", id=one))
    assert "职工方宏达公司工会" in listed
    assert "法定代表人" in listed
    talks.do(consultations.add_talk, one, on_day=D(2026, 3, 20), place="二楼", minutes="增长5%")
    assert "增长5%" in words(printed(talks, "talks", id=one))


def test_the_note_to_the_authority_and_the_confirmations(talks: Talks, batch: str) -> None:
    ids = [r["id"] for r in talks.office.rows(CONSULTATION.select().order_by("batch_no"))]
    talks.do(offers.enter_answers, {one: Answer(D(2026, 3, 20), "agreed") for one in ids})
    made = talks.do(offers.sign_together, ids, title="工贸园工资专项集体合同",
                    signed_on=D(2026, 4, 1), since=D(2026, 4, 1), ends_on=D(2027, 3, 31),
                    confirmed_on=D(2026, 4, 2))  # fmt: skip
    note = printed(talks, "contract_note", id=made)
    assert note.pages == 1
    assert "2026年4月1日至2027年3月31日" in words(note)
    assert "3家" in words(note)
    sure = words(printed(talks, "contract_covers", id=made))
    assert sure.count("2026-04-02") == 3
    table = words(printed(talks, "offer_statistics", batch=batch))
    assert "100.00%" in table
    assert "园工要约〔2026〕3号" in table
    assert "春季集中要约" in words(printed(talks, "offer_statistics"))


def test_the_ledger_has_the_year_and_the_warning_what_ends(talks: Talks) -> None:
    cover = [Cover(talks.employers[0], 30)]
    mine = {"union_id": talks.firm, "scope": "enterprise", "covers": cover}
    talks.contract(title="今年的", **mine)
    talks.contract(title="早已过期", ends_on=D(2025, 6, 1), signed_on=D(2024, 6, 2),
                   since=D(2024, 6, 2), kind="safety", **mine)  # fmt: skip
    talks.contract(title="快到期的", kind="comprehensive", ends_on=D(2027, 1, 20), **mine)
    book = words(printed(talks, "contract_ledger", year="2026"))
    assert "今年的" in book
    assert "早已过期" not in book
    warned = words(printed(talks, "contract_ends"))
    assert "快到期的" in warned
    assert "早已过期" in warned
    assert "今年的" not in warned
    talks.do(contracts.terminate_contract, talks.office.rows(
        contracts.CONTRACT.select().where(contracts.CONTRACT.c.title == "早已过期")
    )[0]["id"], on=D(2025, 5, 1), reason="停产")  # fmt: skip
    assert "早已过期" not in words(printed(talks, "contract_ends"))


def test_the_annual_report_has_its_chapter_with_last_year_beside(talks: Talks, batch: str) -> None:
    del batch
    talks.contract(covers=[Cover(one, 20) for one in talks.employers], filed_on=D(2026, 4, 3))
    said = words(printed(talks, "annual"))
    assert "集体协商" in said
    assert "有效工资专项集体合同1份，覆盖企业3家、职工60人" in said
    assert "全年发出集体协商要约3份" in said
    assert "协商与劳动关系指标与上年对比" in said
    assert "集体合同台账" in said


def test_a_paper_of_nothing_says_so(talks: Talks) -> None:
    with pytest.raises(UserError, match="REQUIRED"):
        printed(talks, "offer")
    with pytest.raises(UserError, match="NOT_FOUND"):
        printed(talks, "contract_note", id="0f" * 16)
