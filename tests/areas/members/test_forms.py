"""Forms of one person, the monthly report: what they say, and that they print."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from app import start
from app.areas.members import acts
from app.areas.members.lists.people import rows_of
from app.areas.members.records import TRANSFER
from app.areas.organisations.acts import change_employer
from app.base.errors import UserError
from app.paper.document import render
from app.paper.docx import to_docx
from app.paper.model import Document, Facts, FormGrid, Table
from tests.areas.members.rosters import identity
from tests.paper.reading import MM, runs

D = date
DAY = D(2026, 11, 22)


def paper(people: Any, name: str, **options: str) -> Document:
    scope = people.office.scope()
    return people.space.read(
        lambda c: start.papers()[name].make(
            start.ask(c, scope, year=2026, today=DAY, options=options)
        )
    )


def said(document: Document) -> str:
    """The printed text without spaces, and once as .docx, which must not fail."""
    assert to_docx(document)
    return "".join(run.text for run in runs(render(document).pdf)).replace(" ", "")


@pytest.fixture
def moved(people: Any) -> Any:
    """A member of 甲 who went to 乙, with the paper of it."""
    people.who = people.member(
        "欧阳小明", sex="1", ethnicity="01", joined_on=D(2019, 5, 1), education="20"
    )
    people.at_work(people.who)
    people.paper = people.space.do(
        acts.transfer, [people.who], to_union_id=people.two, on=D(2026, 5, 1), number="转2026-1"
    ).result[0]
    return people


def test_the_transfer_has_three_parts_on_one_page(moved: Any) -> None:
    document = paper(moved, "transfer", id=moved.paper)
    text = said(document)
    for part in ("（存根）", "会员关系介绍信", "会员关系接转回执", "骑缝章"):
        assert part in text, part
    assert text.count("欧阳小明") >= 4
    assert "甲公司工会" in text
    assert "乙公司工会" in text
    assert "转2026-1" in text
    assert render(document).pages == 1


@pytest.mark.parametrize("long", ["from", "to", "both"])
def test_the_transfer_stays_on_one_page_whatever_the_unions_are_called(
    people: Any, long: str
) -> None:
    name = "武清区自行车产业园区某某机械制造（集团）股份有限公司第一分公司工会委员会"
    union = people.office.union(name) if long != "to" else people.one
    who = people.member("欧阳小明", union=union, ethnicity="05", joined_on=D(2019, 5, 1))
    (made,) = people.space.do(
        acts.send_out, [who], to_name="外地总工会" if long == "from" else f"外地{name}",
        on=D(2026, 5, 1), reason="laid_off", number="转2026-2",
    ).result  # fmt: skip
    document = paper(people, "transfer", id=made)
    assert name in said(document)
    assert render(document).pages == 1


def test_a_form_says_whom_it_wants(moved: Any) -> None:
    for name in ("transfer", "person", "application", "retained"):
        with pytest.raises(UserError, match="REQUIRED"):
            paper(moved, name)
        with pytest.raises(UserError, match="NOT_FOUND"):
            paper(moved, name, id="0f" * 16)
        with pytest.raises(UserError, match="NOT_FOUND"):
            paper(moved, name, id="不是编号")


def test_only_who_is_retained_gets_that_paper(moved: Any) -> None:
    with pytest.raises(UserError, match="STATUS"):
        paper(moved, "retained", id=moved.who)
    moved.space.do(acts.retain, [moved.who], on=D(2026, 9, 1), reason="retired")
    text = said(paper(moved, "retained", id=moved.who))
    assert "2026年9月1日" in text
    assert "退休" in text


def test_application_and_register_are_two_sides_of_a_sheet(moved: Any) -> None:
    document = paper(moved, "application", id=moved.who)
    assert render(document).pages == 2
    text = said(document)
    assert "自愿加入中华全国总工会" in text
    assert "工会会员登记表" in text
    blank = paper(moved, "application", id="blank")
    assert render(blank).pages == 2
    assert "欧阳" not in said(blank)
    applied = moved.space.do(
        acts.apply, name="申请人", received_on=D(2026, 3, 1), union_id=moved.one
    ).result
    assert "申请人" in said(paper(moved, "application", id=applied))


def test_a_person_gets_all_that_is_kept(moved: Any) -> None:
    moved.space.do(acts.rename_person, moved.who, name="欧阳晓明")
    document = paper(moved, "person", id=moved.who)
    facts = dict(next(b for b in document.blocks if isinstance(b, Facts)).items)
    assert (facts["姓名"], facts["曾用名"], facts["民族"]) == ("欧阳晓明", "欧阳小明", "汉族")
    text = said(document)
    for word in ("E00000001", "甲公司工会", "乙公司工会", "甲公司"):
        assert word in text


def test_the_month_adds_up_per_union(moved: Any) -> None:
    moved.member("新一", since=D(2026, 5, 10), sex="2", migrant=True)
    document = paper(moved, "monthly", month="2026-05")
    table = next(b for b in document.blocks if isinstance(b, Table))
    rows = {row[1]: [int(str(v)) for v in row[2:]] for row in table.rows}
    for name, row in rows.items():
        start_, came, went, end = row[0], sum(row[1:5]), sum(row[5:8]), row[8]
        assert end == start_ + came - went, name
    assert rows["甲公司工会"][:1] + rows["甲公司工会"][8:9] == [1, 1]
    assert rows["合计"][0] == 1
    assert rows["合计"][8:12] == [2, 1, 1, 1]  # 期末, 女, 农民工, 范围内接转
    assert "2026年5月" in said(document)
    for wrong in ("2026-13", "五月", "2027-01"):
        with pytest.raises(UserError, match="OPTION"):
            paper(moved, "monthly", month=wrong)


def test_rosters_hold_everybody_and_no_number(moved: Any) -> None:
    moved.member("新一", sex="2", phone="13812345678", union=moved.two)
    for name, word in (("roster", "会员名册"), ("sign_in", "签名"), ("hand_out", "慰问品")):
        text = said(paper(moved, name))
        for member in ("欧阳小明", "新一", word):
            assert member in text, name
        assert "13812345678" not in text
        assert "E00000001" not in text
    assert "端午粽子" in said(paper(moved, "hand_out", item="端午粽子", id=moved.who))
    assert "新一" not in said(paper(moved, "hand_out", id=moved.who))


@pytest.mark.parametrize(
    ("name", "sign", "after"), [("sign_in", "签名", "备注"), ("hand_out", "签收", "日期")]
)
def test_there_is_room_to_sign_however_long_the_names_beside(
    people: Any, name: str, sign: str, after: str
) -> None:
    long = "天津市武清区京津科技谷产业园航盈精密童车自行车制造有限公司"
    people.space.do(change_employer, people.firm, since=D(2026, 1, 1), name=long)
    people.at_work(people.member("欧阳小明"))
    pdf = render(paper(people, name, item="中秋慰问品（月饼一盒、食用油一桶）")).pdf
    middle = {run.text: (run.x + run.right) / 2 for run in runs(pdf)}
    assert middle[after] - middle[sign] > 16 * MM


def test_a_sheet_for_nobody_is_an_empty_one(people: Any) -> None:
    table = next(b for b in paper(people, "sign_in").blocks if isinstance(b, Table))
    assert len(table.rows) == 25
    assert {cell for row in table.rows for cell in row[1:]} == {""}


def test_a_form_must_be_filled_up() -> None:
    from app.paper.forms import place
    from app.paper.model import Slot

    good = FormGrid((1, 1), ((Slot("甲", down=2), Slot("乙")), (Slot("丙"),)))
    assert [(p.row, p.column) for p in place(good)] == [(0, 0), (0, 1), (1, 1)]
    for rows in (
        ((Slot("甲"),),),
        ((Slot("甲", across=3),),),
        ((Slot("甲", down=2), Slot("乙")),),
    ):
        with pytest.raises(ValueError, match="form"):
            place(FormGrid((1, 1), rows))


def test_the_receipt_names_the_group_and_the_stub_the_reason(people: Any) -> None:
    do, who = people.space.do, people.person("李来", number="E5")
    letter = do(
        acts.register_incoming, who, from_name="外地工会", to_union_id=people.one,
        sent_on=D(2026, 5, 1),
    ).result  # fmt: skip
    assert "编入分会" in said(paper(people, "transfer", id=letter)).replace("　", "")
    do(acts.accept_incoming, letter, on=D(2026, 5, 3), group_name="一车间")
    do(acts.transfer, [who], to_union_id=people.two, on=D(2026, 6, 1))
    assert "已于2026年5月3日接收，编入一车间分会" in said(paper(people, "transfer", id=letter))
    moved = people.office.rows(select(TRANSFER).filter_by(direction="inner"))[0]["id"]
    text = said(paper(people, "transfer", id=moved))
    assert "转出原因劳动（工作）关系变化" in text


def test_papers_show_the_identity_card_of_who_has_a_passport_too(people: Any) -> None:
    number = identity(5)
    one = people.member("张两证", number="E12345678")
    people.space.do(acts.add_document, one, type="resident_id", number=number)
    people.space.do(acts.add_document, one, type="hkmo_permit", number="H12345678")
    people.space.do(acts.retain, [one], on=D(2026, 5, 10), reason="retired")
    assert f"居民身份证{number}" in said(paper(people, "retained", id=one))
    row = people.space.read(lambda c: rows_of(c, [one], DAY))[0]
    assert (row["document_type"], row["number"]) == ("居民身份证", number)
