"""Every official text is filled from a real 换届 and printed; the clerk's words stay."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from typing import Any

import docx
import pytest
from pypdf import PdfReader

from app.areas import AREAS
from app.areas.cadres import acts
from app.areas.cadres.lists.official_values import filled_paper
from app.areas.cadres.rules.papers import BLANK, edited, every, fill, refilled, text
from app.areas.organisations.acts import NewReading, set_readings
from app.base.codes import code_list
from app.base.errors import UserError
from app.paper.asking import ask_of, findings_of, papers_of, year_scope
from app.paper.document import render
from app.paper.docx import to_docx
from tests.areas.cadres.test_elections import MEETING, Renewal, renewal
from tests.areas.members.conftest import office

__all__ = ["office", "renewal"]

TODAY = date(2026, 11, 22)


@pytest.fixture
def held(renewal: Renewal) -> Renewal:
    """A 换届 that was held and counted, with delegates."""
    do = renewal.office.space.do
    numbers = [NewReading("union", renewal.union, c, n) for c, n in
               (("J201", 150), ("J206", 128), ("J207", 50))]  # fmt: skip
    do(set_readings, numbers, on_day=date(2026, 11, 1), source="填报")
    do(
        acts.edit_election, renewal.election, congress="delegates", meeting_on=MEETING, present=39,
        notice_from=date(2026, 11, 9), notice_until=date(2026, 11, 13),
    )  # fmt: skip
    of = do(
        acts.start_delegation, union_id=renewal.union, kind="members", since=date(2026, 9, 1),
        seats=4, listed=True, election_id=renewal.election, elected_on=date(2026, 9, 1),
    ).result  # fmt: skip
    people = [("赵一", "2", True), ("钱二", "1", True), ("丁三", "1", False), ("欧阳明", "2", True)]
    do(acts.add_delegates, of, delegates=[
        {"name": n, "sex": s, "front_line": f, "manager": not f, "unit_name": "一车间"}
        for n, s, f in people
    ])  # fmt: skip
    renewal.count(38, 35, 30, 12)
    chair = do(
        acts.add_ballot, renewal.election, body="committee", role="chair", seats=1, due=3,
        present=3, issued=3, returned=3, by_body=True,
    ).result  # fmt: skip
    do(acts.add_candidate, chair, who=renewal.names["李红梅"], yes=3)
    return renewal


def built(renewal: Renewal, name: str, **options: str) -> Any:
    def build(connection: Any) -> Any:
        scope = year_scope(connection, 2026, today=TODAY)
        asked = ask_of(connection, AREAS, scope, year=2026, today=TODAY, options=options)
        return papers_of(AREAS)[name].make(asked)

    return renewal.office.space.read(build)


def words(pdf: bytes) -> str:
    return "".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages).replace("\n", "")


def written(renewal: Renewal, key: str) -> Any:
    record = renewal.election if text(key).about == "election" else renewal.union
    return renewal.office.space.read(lambda c: filled_paper(c, key, record, TODAY))[1]


@pytest.mark.parametrize("key", list(every()))
def test_each_text_is_printed(held: Renewal, key: str) -> None:
    """As PDF and as .docx, with its title, no hole left, every sign in the fonts."""
    record = held.election if text(key).about == "election" else held.union
    document = built(held, "official_draft", id=record, text=key)
    printed = render(document)
    assert not printed.missing
    said = words(printed.pdf)
    assert written(held, key).title.replace("\n", "") in said
    assert "{" not in said
    pages = docx.Document(BytesIO(to_docx(document)))
    assert pages.paragraphs


def test_every_field_of_the_texts_has_a_name() -> None:
    """A difference is told by the field's name in Chinese."""
    from app.areas.cadres.rules.papers import holes

    names = code_list("paper_field")
    assert all(hole in names for one in every().values() for hole in holes(one))


def test_every_text_has_a_short_name_of_its_own() -> None:
    """It stands in menus: no field of the title may show through."""
    short = [one.word for one in every().values()]
    assert all(short)
    assert not any("{" in word for word in short)
    assert len(set(short)) == len(short)


def test_the_result_stands_in_the_report(held: Renewal) -> None:
    """Names by the strokes of their surnames, counts, the chair, the term."""
    said = "".join(p["text"] for p in written(held, "result_report").paragraphs)
    assert "当选委员会委员3名：王建国、李红梅、张伟。" in said
    assert "应到40人，实到39人" in said
    assert "当选主席：李红梅" in said
    assert "任期5年，自2026年11月20日至2031年11月19日" in said
    assert "发出选票40张，收回40张，其中有效票40张" in said


def test_the_request_says_how_long_the_old_committee_served(held: Renewal) -> None:
    said = "".join(p["text"] for p in written(held, "renewal_request").paragraphs)
    assert "第三届委员会于2021年11月20日选举产生，至今已满5年" in said
    assert "现有会员128人，其中女会员50人" in said
    assert "委员3名，提名候选人4名，差额1名" in said


def test_the_ballot_and_the_roster_are_by_strokes(held: Renewal) -> None:
    renewal = held
    renewal.office.space.do(acts.edit_ballot, renewal.ballot, issued=None)
    ballot = words(render(built(held, "official_draft", id=held.election, text="ballot")).pdf)
    order = [ballot.index(name) for name in ("王建国", "李红梅", "张伟", "赵敏")]
    assert order == sorted(order)
    roster = words(
        render(built(held, "official_draft", id=held.election, text="delegate_roster")).pdf
    )
    order = [roster.index(name) for name in ("丁三", "欧阳明", "赵一", "钱二")]
    assert order == sorted(order)
    assert "共4名，其中女代表2名，一线职工代表3名，管理人员代表1名" in roster


def test_shares_in_the_report_of_qualification(held: Renewal) -> None:
    said = "".join(p["text"] for p in written(held, "qualification_report").paragraphs)
    assert "女代表2名，占50.00%；一线职工代表3名，占75.00%" in said


def test_what_is_not_known_leaves_room(renewal: Renewal) -> None:
    said = "".join(p["text"] for p in written(renewal, "result_report").paragraphs)
    assert BLANK in said
    assert "None" not in said


def test_the_clerks_words_stay_when_data_change(held: Renewal) -> None:
    """What she wrote is kept, the rest follows; the finding says what differs."""
    do = held.office.space.do
    one, first = held.office.space.read(
        lambda c: filled_paper(c, "result_report", held.election, TODAY)
    )
    mine = [dict(p) for p in first.paragraphs]
    mine[-1]["text"] = "特此报告，请予审批。"
    kept = edited(first.paragraphs, mine)
    assert [p["key"] for p in kept if p["own"]] == ["close"]
    paper = do(
        acts.draft_paper, union_id=held.union, kind=one.kind, title=first.title,
        paragraphs=kept, filled=first.values, subject_kind=one.key, subject=held.election,
        other_side=first.to,
    ).result  # fmt: skip
    assert not differing(held)
    do(acts.edit_election, held.election, present=38)
    (found,) = differing(held)
    assert "实到人数原写「39」，现在是「38」" in found.message
    assert "1段是自己改写的" in found.message
    assert found.id == paper
    fresh = written(held, "result_report")
    again = refilled(kept, fresh.paragraphs)
    assert again[-1] == {"key": "close", "text": "特此报告，请予审批。", "own": True}
    assert "实到38人" in "".join(p["text"] for p in again)
    do(acts.write_paper, paper, paragraphs=again, filled=fresh.values)
    assert not differing(held)
    said = words(render(built(held, "official", id=paper)).pdf)
    assert "特此报告" in said
    do(acts.send_paper, paper, on=TODAY, due_on=date(2026, 12, 7))
    do(acts.edit_election, held.election, present=37)
    assert not differing(held), "what has gone out is history"


def differing(renewal: Renewal) -> list[Any]:
    def find(connection: Any) -> Any:
        scope = year_scope(connection, 2026, today=TODAY)
        return findings_of(connection, AREAS, scope, year=2026, today=TODAY)

    return [f for f in renewal.office.space.read(find) if f.rule == "PAP-01"]


def test_findings_of_an_election(held: Renewal) -> None:
    """26 of 40 are no two thirds, 39 are; somebody is elected and nobody registered."""

    def find(connection: Any) -> Any:
        scope = year_scope(connection, 2026, today=TODAY)
        return findings_of(connection, AREAS, scope, year=2026, today=TODAY)

    held.office.space.do(acts.edit_election, held.election, present=26)
    found = {f.rule: f for f in held.office.space.read(find) if f.id == held.election}
    assert "不足三分之二" in found["ELE-02"].message
    held.office.space.do(acts.edit_election, held.election, present=39)
    found = {f.rule: f for f in held.office.space.read(find) if f.id == held.election}
    assert "ELE-02" not in found
    assert "还没有登记当选" in found["ELE-04"].message
    assert "换届" in found["ELE-16"].title


def test_numbered_papers_carry_their_number(held: Renewal) -> None:
    do = held.office.space.do
    paper = do(
        acts.draft_paper, union_id=held.office.root, kind="reply", title="关于选举结果的批复",
        paragraphs=[{"key": "a", "text": "同意。", "own": True}],
    ).result  # fmt: skip
    do(acts.number_paper, paper, word="王总工复", on=TODAY)
    said = words(render(built(held, "official", id=paper)).pdf)
    assert "王总工复〔2026〕1号" in said
    assert "2026年11月22日" in said
    came = do(
        acts.receive_paper, union_id=held.office.root, kind="report", title="来文", on=TODAY
    ).result
    with pytest.raises(UserError):
        built(held, "official", id=came)


def test_statistics_of_the_years_renewals(held: Renewal) -> None:
    held.office.space.do(
        acts.edit_election, held.election, reported_on=date(2026, 11, 21), replied_on=TODAY,
        reply_doc_no="王总工复〔2026〕1号", approved=True,
    )  # fmt: skip
    said = words(render(built(held, "renewal_statistics")).pdf)
    assert "本年应换届1个，已换届1个，完成率100.00%；其中按期换届1个" in said
    assert "李红梅" in said


def test_a_blank_is_no_value() -> None:
    filled = fill(text("rename_request"), {"old_name": "甲工会", "upper": None})
    assert filled.missing == ("upper", "reason", "new_name")
    reply = fill(text("rename_reply"), {"old_name": "甲工会"})
    assert "请示》收悉" in reply.paragraphs[0]["text"], "a number nobody knows leaves nothing"
    numbered = fill(text("rename_reply"), {"old_name": "甲工会", "request_no": "甲工〔2026〕1号"})
    assert "请示》（甲工〔2026〕1号）收悉" in numbered.paragraphs[0]["text"]
    assert filled.values == {"old_name": "甲工会"}
    assert BLANK in filled.paragraphs[0]["text"]
