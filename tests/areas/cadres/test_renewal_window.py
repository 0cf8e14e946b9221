"""A 换届 in the real window, from the plan to the 批复: forms, counts, papers, what follows."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from PySide6.QtWidgets import QAbstractButton
from sqlalchemy import select

from app.areas.cadres import acts
from app.areas.cadres.checks import INVARIANTS
from app.areas.cadres.page.counts import CountsDialog
from app.areas.cadres.page.paper_editor import PaperEditor
from app.areas.cadres.records import (
    BALLOT,
    CANDIDATE,
    DELEGATE,
    DELEGATION,
    ELECTION,
    OFFICIAL_PAPER,
    POST,
    TERM,
)
from app.base.home import Target
from app.desk.rows import RowList
from app.desk.stepper import Way

MEETING = date(2026, 11, 20)


@pytest.fixture(autouse=True)
def sound(shown: Any):
    """Whatever the forms did, the file is sound afterwards."""
    yield
    found = shown.read(lambda c: [f.message for rule in INVARIANTS for f in rule(c)])
    assert found == []


def rows_of(shown: Any, table: Any, **where: Any) -> list[dict[str, Any]]:
    query = select(table).order_by(table.c.id)
    for key, value in where.items():
        query = query.where(table.c[key] == value)
    return shown.read(lambda c: [dict(r) for r in c.execute(query).mappings()])


def tab(shown: Any, kind: str, key: str) -> list[Any]:
    """The rows of a tab of the record shown."""
    detail = shown.page.details[kind]
    detail.show_tab(key)
    shown.settle()
    made = detail.widget(key)
    assert isinstance(made, RowList)
    return list(made.model.rows)


def steps(shown: Any) -> dict[str, Way]:
    """The calendar of the election shown: step → how it stands."""
    detail = shown.page.details["election"]
    detail.show_tab("steps")
    shown.settle()
    return {step.key: step.way for step in detail.stepper.steps()}


def editor_of(shown: Any) -> PaperEditor:
    shown.wait(lambda: shown.shell.findChild(PaperEditor) is not None)
    return shown.shell.findChild(PaperEditor)


def press(shown: Any, key: str) -> None:
    """An act of the election shown that opens no form."""
    detail = shown.page.details["election"]
    (which,) = [a for a in detail.acts_of(detail.card) if a.key == key]
    which.run()


def closed(shown: Any, dialog: Any, button: str) -> None:
    """Press a button of a dialog and wait until it is gone and everything is written."""
    gone: list[bool] = []
    dialog.finished.connect(lambda _code: gone.append(True))
    dialog.findChild(QAbstractButton, button).click()
    shown.wait(lambda: bool(gone))
    shown.settle()


def put(grid: Any, line: int, **values: int) -> None:
    """Key numbers into a line of a grid."""
    keys = [column.key for column in grid.model.columns]
    for key, value in values.items():
        assert grid.model.take(line, keys.index(key) + 2, str(value))


def plan(shown: Any) -> str:
    """登记选举 of 甲 through its form."""
    shown.page.bring("elections")
    shown.page.main_act()
    shown.wait(shown.page.editor.is_open)
    shown.fill(union_id=(shown.cadres.one, "甲公司工会"), kind="renewal", planned_on=MEETING,
               years="5", congress="assembly", members=60, women_members=20, due=40)  # fmt: skip
    shown.save()
    (election,) = rows_of(shown, ELECTION)
    return str(election["id"])


def step(shown: Any, election: str, key: str, **values: Any) -> None:
    """One step of the calendar through its form."""
    shown.show("election", election)
    assert key in steps(shown)
    shown.page.details["election"].stepper.opened.emit(key)
    shown.wait(shown.page.editor.is_open)
    shown.fill(**values)
    shown.save()
    shown.settle()


def vote(shown: Any, election: str, which: str, seats: int, people: dict[str, str]) -> str:
    """A vote with its candidates through the forms."""
    shown.show("election", election)
    shown.act("election", "add_ballot")
    shown.fill(which=which, seats=seats, **({"by_body": "1", "due": 3} if "chair" in which else {}))
    shown.save()
    shown.settle()
    body, role = which.split("-")
    (ballot,) = rows_of(shown, BALLOT, body=body, role=role)
    for name, person in people.items():
        shown.show("election", election)
        tab(shown, "election", "votes")
        made = shown.page.details["election"].widget("votes")
        made.select(ballot["id"])
        shown.chip("detail_election_votes_candidate")
        shown.wait(shown.page.editor.is_open)
        shown.fill(person_id=(person, name))
        shown.save()
        shown.settle()
    return str(ballot["id"])


def counts(shown: Any, election: str, ballot: str) -> CountsDialog:
    """The dialog of the counts of a vote."""
    shown.show("election", election)
    tab(shown, "election", "votes")
    shown.page.details["election"].widget("votes").select(ballot)
    shown.chip("detail_election_votes_counts")
    shown.wait(lambda: shown.shell.findChild(CountsDialog) is not None)
    return shown.shell.findChild(CountsDialog)


def test_a_renewal_from_the_plan_to_the_reply(shown: Any) -> None:
    cadres = shown.cadres
    people = {n: cadres.people.person(n) for n in ("李红梅", "张伟", "赵敏")}
    people["王小明"] = cadres.row(POST, shown.chair)["person_id"]

    election = plan(shown)
    card = shown.show("election", election)
    assert "甲公司工会" in card.title
    assert steps(shown)["planned_on"] is Way.DONE
    assert steps(shown)["requested_on"] is Way.LATE

    # 请示: drafted, a paragraph in her own words, numbered, sent
    press(shown, "draft_renewal_request")
    editor = editor_of(shown)
    boxes = {p.key: p for p in editor.paragraphs}
    assert "甲公司工会" in boxes["intro"].box.toPlainText()
    boxes["close"].box.setPlainText("妥否，请批示。")
    assert boxes["close"].mark.accessibleName() == "自己改写"
    assert boxes["intro"].mark.accessibleName() == "数据填入"
    closed(shown, editor, "paper_save")
    (paper,) = rows_of(shown, OFFICIAL_PAPER)
    own = {p["key"]: p["own"] for p in paper["paragraphs"]}
    assert own["close"] is True
    assert own["intro"] is False
    shown.show("official_paper", paper["id"])
    shown.act("official_paper", "number")
    shown.fill(word="甲工字", on=date(2026, 8, 20))
    shown.save()
    shown.show("official_paper", paper["id"])
    shown.act("official_paper", "send")
    shown.fill(on=date(2026, 8, 21), due_on=date(2026, 9, 5))
    shown.save()
    shown.show("official_paper", paper["id"])
    shown.act("official_paper", "answer")
    shown.fill(on=date(2026, 8, 30), doc_no="王总工复〔2026〕5号")
    shown.save()
    papers = {r["direction"]: r for r in rows_of(shown, OFFICIAL_PAPER)}
    assert papers["out"]["doc_no"] == "甲工字〔2026〕1号"
    assert papers["out"]["closed_on"] == date(2026, 8, 30)
    step(shown, election, "requested_on", requested_on=date(2026, 8, 21),
         request_doc_no="甲工字〔2026〕1号")  # fmt: skip
    step(shown, election, "request_replied_on", request_replied_on=date(2026, 8, 30))
    step(shown, election, "notice_from", notice_from=date(2026, 11, 9),
         notice_until=date(2026, 11, 13))  # fmt: skip

    # candidates, the meeting, the counts
    members = vote(shown, election, "committee-member", 3, people)
    chair = vote(shown, election, "committee-chair", 1, {"李红梅": people["李红梅"]})
    step(shown, election, "meeting_on", meeting_on=MEETING, due=40, present=38)
    dialog = counts(shown, election, members)
    put(dialog.counts, 0, issued=38, returned=38, valid=37, invalid=1)
    order = [r.title for r in dialog.votes.model.rows]
    for name, yes in {"王小明": 36, "李红梅": 35, "张伟": 21, "赵敏": 20}.items():
        put(dialog.votes, order.index(name), yes=yes)
    told = {e["name"]: (e["state"].word, e["why"]) for e in dialog.table.model.entries}
    assert told["张伟"][0] == "当选"
    assert told["赵敏"] == ("未当选", "得20票，没有超过应到会40人的一半（至少21票），未当选。")
    assert "全部3人当选" in dialog.said.text()
    put(dialog.counts, 0, returned=39)
    assert "收回多于发出" in dialog.wrong.text()
    assert "重新投票" in dialog.said.text()
    put(dialog.counts, 0, returned=38)
    dialog.name.setText("钱多多")
    dialog.add_other()
    put(dialog.votes, 4, yes=1)
    closed(shown, dialog, "counts_save")
    votes = {r["name"]: r["yes"] for r in rows_of(shown, CANDIDATE, ballot_id=members)}
    assert votes == {"王小明": 36, "李红梅": 35, "张伟": 21, "赵敏": 20, "钱多多": 1}
    dialog = counts(shown, election, chair)
    put(dialog.counts, 0, present=3, issued=3, returned=3, valid=3, invalid=0)
    put(dialog.votes, 0, yes=3)
    closed(shown, dialog, "counts_save")

    # 登记当选
    shown.show("election", election)
    assert shown.acts("election")[0] == "register"
    shown.act("election", "register")
    lines = shown.agree()
    assert {(name, what) for name, what, _ in lines} == {
        ("王小明", "工会委员会委员"), ("李红梅", "工会委员会委员"), ("张伟", "工会委员会委员"),
        ("李红梅", "工会委员会主席"),
    }  # fmt: skip
    shown.settle()
    new = [p for p in rows_of(shown, POST) if p["election_id"] == election]
    assert {(p["person_id"], p["role"]) for p in new} == {
        (people["李红梅"], "chair"), (people["王小明"], "member"), (people["张伟"], "member"),
    }  # fmt: skip
    assert cadres.union()["chair"] == "李红梅"
    assert cadres.union()["term_until"] == date(2031, 11, 20)
    assert cadres.row(TERM, shown.term)["until"] == MEETING

    # 报告 and 批复
    shown.show("election", election)
    press(shown, "draft_result_report")
    editor = editor_of(shown)
    said = "".join(p.text() for p in editor.paragraphs)
    assert "当选委员会委员3名：王小明、李红梅、张伟。" in said
    assert "当选主席：李红梅" in said
    closed(shown, editor, "paper_save")
    step(shown, election, "reported_on", reported_on=date(2026, 11, 21))
    step(shown, election, "replied_on", replied_on=date(2026, 11, 22), doc_no="王总工复〔2026〕9号",
         approved="1")  # fmt: skip
    (term,) = [t for t in cadres.terms() if t["election_id"] == election]
    assert (term["doc_no"], term["approved_on"]) == ("王总工复〔2026〕9号", date(2026, 11, 22))
    card = shown.show("election", election)
    assert card.status.word == "已批复，待收尾"
    shown.undone("登记选举结果批复")
    assert rows_of(shown, ELECTION)[0]["approved"] is None


def test_a_tie_is_voted_on_again(shown: Any) -> None:
    """The next round takes those who are tied, for the seats that are left."""
    cadres, do = shown.cadres, shown.cadres.do
    election = do(acts.plan_election, union_id=cadres.one, kind="renewal", meeting_on=MEETING,
                  due=40, present=40)  # fmt: skip
    ballot = do(acts.add_ballot, election, body="committee", role="member", seats=2, issued=40,
                returned=40)  # fmt: skip
    for name, yes in (("甲一", 30), ("乙二", 25), ("丙三", 25)):
        do(acts.add_candidate, ballot, name=name, yes=yes)
    shown.page.bring("elections")
    shown.show("election", election)
    (row,) = tab(shown, "election", "votes")
    assert row.status.word == "票数相等"
    shown.page.details["election"].widget("votes").select(ballot)
    shown.chip("detail_election_votes_again")
    shown.wait(shown.page.editor.is_open)
    shown.save()
    again = [b for b in rows_of(shown, BALLOT) if b["round"] == 2]
    assert [(b["seats"]) for b in again] == [1]
    names = {r["name"] for r in rows_of(shown, CANDIDATE, ballot_id=again[0]["id"])}
    assert names == {"乙二", "丙三"}


def test_delegates_are_entered_and_end(shown: Any) -> None:
    shown.page.bring("delegations")
    shown.page.main_act()
    shown.wait(shown.page.editor.is_open)
    shown.fill(union_id=(shown.cadres.one, "甲公司工会"), seats=3, since=date(2026, 1, 1))
    shown.save()
    shown.settle()
    (row,) = rows_of(shown, DELEGATION)
    for name, sex in (("丁三", "1"), ("周芳", "2")):
        shown.show("delegation", row["id"])
        shown.act("delegation", "add")
        shown.fill(name=name, sex=sex, front_line="1", unit_name="一车间")
        shown.save()
        shown.settle()
    card = shown.show("delegation", row["id"])
    facts = {f.label: (f.value, f.note) for f in card.facts}
    assert facts["名额 / 代表"][0] == "3名 / 2名"
    assert facts["女代表"] == ("1名", "（50.00%）")
    assert [r.title for r in tab(shown, "delegation", "people")] == ["丁三", "周芳"]
    one = rows_of(shown, DELEGATE, name="丁三")[0]["id"]
    shown.page.details["delegation"].widget("people").select(one)
    shown.chip("detail_delegation_people_end")
    shown.wait(shown.page.editor.is_open)
    shown.fill(ended="recalled")
    assert "yes" in shown.refused()
    shown.fill(yes=7, every=12)
    shown.save()
    assert rows_of(shown, DELEGATE, name="丁三")[0]["recall_all"] == 12


def test_a_paper_that_came_in_waits_for_our_answer(shown: Any) -> None:
    shown.page.bring("official_papers")
    shown.page.main_act()
    shown.wait(shown.page.editor.is_open)
    shown.fill(
        union_id=(shown.cadres.one, "甲公司工会"), title="关于换届的请示", on=date(2026, 11, 1)
    )
    shown.fill(due_on=date(2026, 11, 16))
    shown.save()
    shown.settle()
    (row,) = rows_of(shown, OFFICIAL_PAPER)
    card = shown.show("official_paper", row["id"])
    assert card.status.word == "超期 6 天"
    shown.shell.go(Target("cadres", view="official_papers"))
    shown.act("official_paper", "close")
    shown.save()
    assert rows_of(shown, OFFICIAL_PAPER)[0]["closed_on"] == date(2026, 11, 22)
