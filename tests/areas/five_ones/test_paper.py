"""Papers printed beforehand, forms of the 职代会, ledger, quarters, a year's sheet, chapters."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from typing import Any

import pytest
from PIL import Image
from pypdf import PdfReader

from app import start
from app.areas.five_ones.acts import consultations
from app.areas.five_ones.lists.ledger import LEDGER
from app.base.errors import UserError
from app.base.lists import View
from app.paper.document import render
from app.paper.model import Document, FormGrid, Heading, Landscape, Photos, Table
from app.store import evidence
from tests.paper.reading import runs

D = date
DAY = D(2026, 11, 22)


def paper(made: Any, name: str, **options: str) -> Document:
    def make(conn: Any) -> Document:
        ask = start.ask(conn, made.office.scope(), year=2026, today=DAY)
        ask.options = options
        return start.papers()[name].make(ask)

    found: Document = made.space.read(make)
    return found


def blocks_of(document: Document) -> list[Any]:
    found: list[Any] = []
    for block in document.blocks:
        found += block.blocks if isinstance(block, Landscape) else [block]
    return found


def tables(document: Document) -> list[Table]:
    return [block for block in blocks_of(document) if isinstance(block, Table)]


def text_of(document: Document) -> str:
    return "".join(run.text for run in runs(render(document).pdf))


@pytest.fixture
def full(year: Any) -> Any:
    """A federation with three of the five, and last year's one."""
    year.one = year.congress(
        topics=["work_report", "audit_report"], due=60, present=45,
        resolutions=[{"title": "关于通过工作报告的决议", "yes": 40, "no": 3, "abstain": 2}],
    )  # fmt: skip
    year.prove(year.one, "minutes", "photo", "sign_in")
    year.two = year.congress("workers_congress", on=D(2026, 6, 20), topics_text="食堂管理办法")
    year.contest = year.activity(on=D(2026, 9, 10), participants=86)
    year.prove(year.contest, "summary", "photo")
    year.activity("recreation", on=D(2025, 5, 4), title="健步走", participants=120)
    return year


def test_the_sign_in_sheet_has_a_line_for_everybody(full: Any) -> None:
    (table,) = tables(paper(full, "activity_sign_in", id=full.one))
    assert len(table.rows) == 60
    (blank,) = tables(paper(full, "activity_sign_in", id=full.planned()))
    assert len(blank.rows) == 25


def test_the_agenda_follows_the_topics(full: Any) -> None:
    (table,) = tables(paper(full, "congress_agenda", id=full.one))
    items = [row[1] for row in table.rows]
    assert items[2:5] == [
        "听取并审议工会工作报告", "听取并审议经费审查报告", "表决「关于通过工作报告的决议」",
    ]  # fmt: skip
    assert items[-1] == "宣布闭会"
    assert "表决通过各项决议" not in items
    (table,) = tables(paper(full, "congress_agenda", id=full.two))
    assert table.rows[-2][1] == "表决通过各项决议"
    with pytest.raises(UserError, match="KIND"):
        paper(full, "congress_agenda", id=full.contest)


def test_the_sheet_of_decisions_shows_votes_or_leaves_room(full: Any) -> None:
    grid = next(
        b for b in paper(full, "congress_decisions", id=full.one).blocks if isinstance(b, FormGrid)
    )
    assert grid.rows[1][1].text == "赞成 40 票，反对 3 票，弃权 2 票。"
    empty = paper(full, "congress_decisions", id=full.two)
    blank = [block for block in empty.blocks if isinstance(block, FormGrid)]
    assert len(blank) == 3
    assert "赞成　　票" in blank[0].rows[1][1].text


def test_a_notice_names_day_place_and_topics(full: Any) -> None:
    said = text_of(paper(full, "activity_notice", id=full.one))
    assert "2026年6月1日" in said
    assert "工会工作报告、经费审查报告" in said
    assert "关于召开" in said
    assert "关于举办焊工技能竞赛的通知" in text_of(
        paper(full, "activity_notice", id=full.contest)
    ).replace("\n", "")
    with pytest.raises(UserError, match="REQUIRED"):
        paper(full, "activity_notice")


def test_the_three_forms_of_a_workers_congress(full: Any) -> None:
    earlier = full.congress("workers_congress", on=D(2025, 6, 1))
    form = next(
        b for b in paper(full, "workers_congress_report", id=full.two).blocks
        if isinstance(b, FormGrid)
    )  # fmt: skip
    cells = {row[0].text: row[1].text for row in form.rows}
    assert cells["上届（次）召开时间"] == "2025年6月1日"
    assert "食堂管理办法" in cells["本届（次）主要议题"]
    assert cells["应到、实到"] == "应到 30 人，实到 25 人"
    (quality,) = tables(paper(full, "workers_congress_quality", id=full.two))
    assert len(quality.rows) == 8
    assert [c.title for c in quality.columns][2:] == ["满意", "基本满意", "不满意"]
    (inspection,) = tables(paper(full, "workers_congress_inspection", id=earlier))
    assert len(inspection.rows) == 6
    with pytest.raises(UserError, match="KIND"):
        paper(full, "workers_congress_report", id=full.one)


def test_the_ledger_and_its_one_page(full: Any) -> None:
    statistics, ledger = tables(paper(full, "five_ones_ledger"))
    counts = {row[0]: row[2:6] for row in statistics.rows}
    assert counts["会员代表大会"] == ("1", "0", "0", "0")
    assert counts["职工代表大会"] == ("0", "1", "0", "0")
    assert counts["文体活动"] == ("0", "0", "0", "1")
    (row,) = ledger.rows
    assert "60/45" in row[5]
    assert "关于通过工作报告的决议" in row[5]
    assert row[-2] == "2/5"
    (last,) = tables(paper(full, "five_ones_ledger", year="2025"))[1].rows
    assert "健步走" in last[9]
    assert last[-2] == "0/5"
    with pytest.raises(UserError, match="VALUE"):
        paper(full, "five_ones_ledger", year="去年")


def test_the_ledger_is_a_list_to_export(full: Any) -> None:
    view = View(DAY)
    (row,) = full.space.read(lambda c: LEDGER.rows(c, LEDGER.ids(c, view), view))
    assert (row["m_due"], row["m_present"], row["c_people"], row["proofs"]) == (60, 45, 86, 5)
    assert (row["m_on"], row.get("r_on")) == (D(2026, 6, 1), None)


def test_progress_by_quarter(full: Any) -> None:
    whole, each = tables(paper(full, "five_ones_quarters"))
    found = {row[0]: row[1:] for row in whole.rows}
    assert found["会员代表大会"] == ("0", "1", "1", "1")
    assert found["劳动竞赛"] == ("0", "0", "1", "1")
    assert found["每个应完成（项）"] == ("0", "2", "4", "5")
    assert each.rows[0][1:] == ("0/5", "2/5", "3/5", "3/5")


def test_a_federations_own_sheet(full: Any) -> None:
    five, proofs = tables(paper(full, "five_ones_year", id=full.fed))
    assert [row[1] for row in five.rows] == ["完成", "已开展缺材料", "未开展", "完成", "未开展"]
    assert len(proofs.rows) == 5
    with pytest.raises(UserError, match="NOT_FOUND"):
        paper(full, "five_ones_year", id="0f" * 16)


def photographed(made: Any, owner: str, caption: str = "", table: str = "activity") -> None:
    buffer = BytesIO()
    Image.new("RGB", (1600, 1200), (200, 40 * len(caption), 40)).save(buffer, "JPEG")
    kept = evidence.keep(
        made.space, buffer.getvalue(), kind="photo", title="IMG_0001.jpg",
        media_type="image/jpeg", caption=caption,
    )  # fmt: skip
    made.space.do(evidence.attach, table, owner, files=[kept])


def test_the_years_photos_stand_in_the_annex_each_with_what_it_shows(full: Any) -> None:
    no_photos = paper(full, "five_ones_year", id=full.fed)
    assert not [b for b in no_photos.blocks if isinstance(b, Photos)]
    talk = full.space.do(
        consultations.start_consultation, union_id=full.fed, kind="wage", scope="regional",
        title="工贸园工资集体协商", offered_by="union", offered_on=D(2026, 3, 1),
    ).result  # fmt: skip
    full.space.do(consultations.answer_offer, talk, on=D(2026, 3, 9), answer="agreed")
    full.space.do(consultations.add_talk, talk, on_day=D(2026, 3, 12), agreed=True)
    full.space.do(consultations.conclude, talk, outcome="agreed")
    contract = full.space.do(
        consultations.sign_contract, talk, signed_on=D(2026, 4, 1), since=D(2026, 4, 1),
        ends_on=D(2027, 3, 31),
    ).result  # fmt: skip
    training = full.activity("training", on=D(2026, 10, 8), title="安全教育课")
    photographed(full, full.contest, "焊工赛")
    photographed(full, training)
    photographed(full, contract, "签字仪式", "contract")
    document = paper(full, "five_ones_year", id=full.fed)
    (photos,) = [b for b in document.blocks if isinstance(b, Photos)]
    assert [one.caption for one in photos.photos] == [
        "工贸园工资集体协商：签字仪式", "焊工技能竞赛：焊工赛（2026-09-10）",
        "安全教育课（2026-10-08）",
    ]  # fmt: skip
    pages = PdfReader(BytesIO(render(document).pdf)).pages
    shown = {image.name for page in pages for image in page.images}
    assert len(shown) == 3
    assert "焊工赛" in pages[-1].extract_text()


def test_the_chapters_of_the_annual_report(full: Any) -> None:
    blocks = blocks_of(paper(full, "annual"))
    heads = [b.text for b in blocks if isinstance(b, Heading)]
    assert {"五个一工作", "民主管理"} <= set(heads)
    said = "".join(getattr(b, "text", "") for b in blocks)
    assert "全年开展劳动竞赛 1 次，参赛 86 人次" in said
    assert "本年召开会员（代表）大会的工会 1 个" in said
    named = {b.title.split("　")[-1]: b for b in blocks if isinstance(b, Table)}
    beside = {row[0]: row[1:] for row in named["五个一完成情况与上年对比"].rows}
    assert beside["会员代表大会"][0] == "1"
    assert "竞赛和文体活动与上年对比" in named


def test_an_office_that_keeps_none_has_no_chapter(year: Any) -> None:
    heads = {b.text for b in blocks_of(paper(year, "annual")) if isinstance(b, Heading)}
    assert not heads & {"五个一工作", "民主管理"}
