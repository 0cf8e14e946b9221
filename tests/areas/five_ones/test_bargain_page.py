"""A wage consultation carried from the offer to its publication in the real window, and one offer
to thirty firms."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from PySide6.QtWidgets import QAbstractButton, QDialog
from sqlalchemy import select

from app.areas.five_ones.page.bargain_details import ConsultationDetail
from app.areas.five_ones.records import (
    CONSULTATION,
    CONTRACT,
    CONTRACT_COVER,
    NEGOTIATOR,
    OFFER_BATCH,
)
from app.areas.organisations.acts import cover_employer
from app.areas.organisations.lists.names import names_of
from app.desk.stepper import Way

D = date
TODAY = D(2026, 11, 22)
DECISION = "关于通过工资专项集体合同草案的决议"


def rows(shown: Any, table: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = shown.year.office.rows(select(table))
    return found


def next_step(shown: Any, one: str, **values: Any) -> None:
    """The main button of the consultation, its form filled in and saved."""
    shown.show("consultation", one)
    shown.act("consultation", "next")
    shown.fill(**values)
    shown.save()
    shown.settle()


def ways(shown: Any, one: str) -> dict[str, Way]:
    """The steps as they are shown."""
    shown.show("consultation", one)
    detail: ConsultationDetail = shown.page.details["consultation"]
    detail.show_tab("steps")
    made = detail.widget("steps")
    shown.wait(lambda: len(made.steps()) == 12)
    shown.settle()
    return {step.key: step.way for step in made.steps()}


def test_a_wage_consultation_from_offer_to_publication(shown: Any) -> None:
    page, year = shown.page, shown.year
    year.space.do(cover_employer, union_id=year.firm, employer_id=year.employer, since=None)
    page.bring("consultations")
    page.main_act()
    shown.wait(page.editor.is_open)
    shown.fill(union_id=(year.firm, "宏达公司工会"), employer_id=(year.employer, "宏达公司"),
               title="宏达公司2026年工资协商", offered_on=D(2026, 9, 1))  # fmt: skip
    shown.save()
    one = rows(shown, CONSULTATION)[0]["id"]
    now = ways(shown, one)
    assert (now["offer"], now["deliver"], now["answer"]) == (Way.DONE, Way.NEXT, Way.AHEAD)
    next_step(shown, one, on=D(2026, 9, 2))
    assert ways(shown, one)["answer"] is Way.LATE
    assert shown.page.details["consultation"].card.status.word == "逾期未答复"
    next_step(shown, one, on=D(2026, 9, 15), answer=("agreed", "同意协商"))
    for side in ("workers", "employer"):
        for number in range(3):
            shown.show("consultation", one)
            detail = page.details["consultation"]
            detail.show_tab("sides")
            shown.chip(f"detail_consultation_{side}_add")
            shown.wait(page.editor.is_open)
            shown.fill(name=f"{side}{number}")
            shown.save()
    seats = rows(shown, NEGOTIATOR)
    assert [s["office"] for s in seats if s["head"]] == ["chair", "legal_representative"]
    next_step(shown, one, on=D(2026, 9, 18))
    next_step(shown, one, on_day=D(2026, 9, 20), place="二楼会议室", agreed=("1", "是"))
    next_step(shown, one, outcome=("agreed", "达成一致"))
    meeting = year.congress(
        "workers_congress", year.firm, D(2026, 10, 8),
        resolutions=[{"title": DECISION, "yes": 22, "no": 1, "abstain": 2}],
    )  # fmt: skip
    shown.show("consultation", one)
    shown.act("consultation", "next")
    offered = shown.offered("decision", "")
    assert offered[0] == DECISION
    picker = page.editor.form.editor("decision").picker
    key = shown.read(lambda c: picker.search(c, "", 1))[0].key
    assert key.startswith(meeting)
    shown.fill(decision=(key, offered[0]))
    shown.save()
    next_step(shown, one, signed_on=D(2026, 10, 10), since=D(2026, 10, 10),
              ends_on=D(2027, 10, 9), workers=80, increase="5.25", minimum_wage=230000)  # fmt: skip
    contract = rows(shown, CONTRACT)[0]
    assert (contract["increase"], contract["minimum_wage"]) == (525, 230000)
    assert ways(shown, one)["file"] is Way.LATE
    shown.act("consultation", "next")
    shown.fill(on=D(2026, 10, 9))
    assert "早于签订日期" in shown.refused()["on"]
    shown.fill(on=D(2026, 10, 15))
    shown.save()
    assert ways(shown, one)["publish"] is Way.LATE, "fifteen days without a word put it in force"
    shown.show("contract", contract["id"])
    shown.act("contract", "review")
    shown.fill(on=D(2026, 10, 28), review_no="人社审〔2026〕9号")
    shown.save()
    next_step(shown, one, on=D(2026, 10, 30))
    assert set(ways(shown, one).values()) == {Way.DONE}
    card = shown.show("consultation", one)
    assert card.status.word == "已公布"
    shown.undone("登记合同公布")
    assert rows(shown, CONTRACT)[0]["published_on"] is None
    card = shown.show("contract", contract["id"])
    assert {f.label: f.value for f in card.facts}["生效"] == "2026-10-28"
    assert "publish" in shown.acts("contract")


def firms_of(shown: Any, count: int) -> list[str]:
    """So many firms that the federation covers."""
    year = shown.year
    made = [year.office.employer(f"第{n:02d}公司") for n in range(1, count + 1)]
    for one in made:
        year.space.do(cover_employer, union_id=year.fed, employer_id=one, since=None)
    return made


def press(dialog: QDialog, name: str) -> None:
    dialog.findChild(QAbstractButton, name).click()


def test_one_offer_to_thirty_firms_and_their_answers_in_one_table(shown: Any) -> None:
    page = shown.page
    firms = firms_of(shown, 30)
    page.bring("offers")
    page.main_act()
    dialog = shown.dialog("firms")
    model = dialog.model
    assert len(model.every) == 30
    press(dialog, "firms_without")
    assert len(dialog.chosen()) == 30
    dialog.search.setText("第07")
    assert [one["name"] for one in model.shown] == ["第07公司"]
    model.tick([model.shown[0]["id"]], on=False)
    assert dialog.said.text() == "已选 29 家，共 30 家"
    model.tick([model.shown[0]["id"]])
    press(dialog, "firms_ok")
    shown.wait(page.editor.is_open)
    shown.fill(doc_word="工贸园工要约", offered_on=D(2026, 9, 1), delivered_on=D(2026, 9, 2))
    shown.save()
    batch = rows(shown, OFFER_BATCH)[0]["id"]
    given = rows(shown, CONSULTATION)
    assert sorted(r["batch_no"] for r in given) == list(range(1, 31))
    card = shown.show("offer_batch", batch)
    facts = {f.label: f.value for f in card.facts}
    assert facts["文号"] == "工贸园工要约〔2026〕1号 至 工贸园工要约〔2026〕30号"

    page.details["offer_batch"].answers()
    grid = shown.dialog("answers")
    made = grid.grid.model
    block = "\n".join(f"2026-9-{n % 20 + 3}\t{'拒绝' if n == 29 else '同意'}" for n in range(30))
    assert made.paste(0, 2, block) == (60, 0)
    assert made.take(4, 3, "不知道") is False
    grid.save()
    shown.settle()
    answers = [r["answer"] for r in rows(shown, CONSULTATION)]
    assert (answers.count("agreed"), answers.count("refused")) == (29, 1)

    shown.show("offer_batch", batch)
    shown.act("offer_batch", "together")
    shown.fill(title="工贸园区域性工资专项集体合同", signed_on=D(2026, 10, 8), workers=900)
    shown.save()
    covers = rows(shown, CONTRACT_COVER)
    assert len(covers) == 29
    assert {c["employer_id"] for c in covers} < set(firms)
    contract = rows(shown, CONTRACT)[0]["id"]
    shown.show("contract", contract)
    page.details["contract"].confirm()
    grid = shown.dialog("covers")
    grid.fill_empty()
    grid.save()
    shown.settle()
    assert {c["confirmed_on"] for c in rows(shown, CONTRACT_COVER)} == {TODAY}
    card = shown.show("contract", contract)
    fact = next(f for f in card.facts if f.label == "覆盖单位")
    assert (fact.value, fact.note) == ("29 家", "（已确认 29 家，占本会涵盖的 96.67%）")
    names = shown.read(lambda c: names_of(c, "employer", firms))
    assert len(names) == 30


def test_the_list_of_contracts_says_which_end_soon(shown: Any) -> None:
    from app.areas.five_ones.acts.contracts import add_contract

    year = shown.year
    for number, left in enumerate((-1, 60, 61)):
        ends = TODAY + timedelta(days=left)
        year.space.do(
            add_contract, union_id=year.fed, kind="wage", scope="regional", title=f"合同{number}",
            signed_on=D(2025, 12, 1), since=D(2025, 12, 1), ends_on=ends, filed_on=D(2025, 12, 2),
        )  # fmt: skip
    page = shown.page
    page.bring("contracts")
    made = page.list()
    shown.wait(lambda: made.count() == 3)

    def read(connection: Any) -> dict[str, str]:
        view = made.view()
        ids = made.source.ids(connection, view)
        return {r["title"]: r["state"].word for r in made.source.rows(connection, ids, view)}

    assert shown.read(read) == {"合同0": "已到期", "合同1": "剩60天", "合同2": "有效"}
