"""迎检材料清单: what proves each item, where it is, its page in the annex, and what is missing."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from typing import Any

from PIL import Image
from pypdf import PdfReader

from app.areas.six_haves.acts import open_line
from app.paper.document import render
from app.paper.model import Document, Landscape, Photos, Table
from app.store import evidence
from tests.areas.six_haves.test_answers import contest, printed
from tests.areas.six_haves.test_assessments import Scoring, office, six

__all__ = ["office", "six"]


def put(six: Scoring, table: str, owner: str, kind: str, title: str, **more: Any) -> None:
    data, media = title.encode(), "application/pdf"
    if kind == "photo":
        buffer = BytesIO()
        Image.new("RGB", (1600, 1200), (len(title) * 9 % 255, 90, 60)).save(buffer, "JPEG")
        data, media = buffer.getvalue(), "image/jpeg"
    kept = evidence.keep(six.space, data, kind=kind, title=title, media_type=media, **more)
    six.do(evidence.attach, table, owner, files=[kept])


def on_line(six: Scoring, made: str, item: str, *rest: str, **more: Any) -> None:
    put(six, "assessment_line", six.do(open_line, made, item=item), *rest, **more)


def rows(document: Document) -> list[dict[str, Any]]:
    (turned,) = [block for block in document.blocks if isinstance(block, Landscape)]
    (table,) = [block for block in turned.blocks if isinstance(block, Table)]
    heads = [column.title for column in table.columns]
    assert all(len(row) == len(heads) for row in table.rows)
    return [dict(zip(heads, row, strict=True)) for row in table.rows]


def test_every_item_names_its_pieces_their_day_and_page_and_what_is_missing(six: Scoring) -> None:
    made = six.start()
    on_line(six, made, "C1", "photo", "IMG_1.jpg", caption="门口的牌子", made_on=date(2026, 6, 1))
    held = contest(six)
    put(six, "activity", held, "photo", "IMG_22.jpg", caption="颁奖")
    put(six, "activity", held, "plan", "方案.pdf", made_on=date(2026, 4, 1))
    put(six, "activity", held, "receipt", "奖品签收.pdf")
    on_line(six, made, "B5", "certificate", "法人证书.pdf")
    on_line(six, made, "A7", "other", "2026年述职报告.pdf")
    found = rows(printed(six, "six_proofs"))
    of = {row["序号"]: row for row in found}
    assert [of["C1"][k] for k in ("已有材料", "种类", "日期", "附件页", "放在哪里", "还缺")] == [
        "门口的牌子", "照片", "2026-06-01", "第1页\n照片1", "本项", "",
    ]  # fmt: skip
    place = found.index(of["C2"])
    assert [(r["已有材料"], r["附件页"], r["放在哪里"]) for r in found[place : place + 2]] == [
        ("颁奖", "第1页\n照片2", "焊工竞赛"), ("方案.pdf", "另附", "焊工竞赛"),
    ]  # fmt: skip
    assert found[place + 1]["序号"] == ""
    assert found[place + 2]["序号"] == "C3", "a receipt was not asked for"
    assert of["C2"]["还缺"] == "缺：总结"
    assert (of["B5"]["已有材料"], of["B5"]["还缺"]) == ("法人证书.pdf", "")
    assert (of["A7"]["已有材料"], of["A7"]["还缺"]) == ("2026年述职报告.pdf", "缺：测评汇总")
    assert (of["A1"]["已有材料"], of["A1"]["还缺"]) == ("", "缺：选举办法、计票单、会议记录")
    assert "B7" not in of, "nothing is asked for and nothing there"
    assert [row["序号"] for row in found if row["序号"].startswith("有")] == [
        "有依法选举的工会主席", "有独立健全的组织机构", "有服务职工的活动载体",
        "有健全完善的制度机制", "有自主管理的工会经费", "有会员满意的工作绩效",
    ]  # fmt: skip


def test_the_photos_stand_on_the_pages_that_the_list_names(six: Scoring) -> None:
    made = six.start()
    for number in range(1, 15):
        on_line(six, made, "C6", "photo", f"{'现' * number}.jpg", caption=f"现场{number}")
    document = printed(six, "six_proofs")
    blocks = [block for block in document.blocks if isinstance(block, Photos)]
    assert [len(block.photos) for block in blocks] == [6, 6, 2]
    made_ = render(document)
    assert made_.missing == ()
    pages = PdfReader(BytesIO(made_.pdf)).pages
    annex = [page.extract_text().replace(" ", "") for page in pages if page.images]
    assert len(annex) == 3
    told = {
        row["附件页"].partition("照片")[2]: row["附件页"]
        for row in rows(document)
        if "照片" in row["附件页"]
    }
    assert len(told) == 14
    for number, words in told.items():
        page = int(words.partition("页")[0].removeprefix("第"))
        assert f"照片{number}C6现场{number}" in annex[page - 1].replace("\u3000", "")
    assert sum(len(page.images) for page in pages) == 14


def test_without_photos_there_is_no_annex_and_a_lost_file_is_no_photo(six: Scoring) -> None:
    made = six.start()
    assert len([b for b in printed(six, "six_proofs").blocks if isinstance(b, Photos)]) == 0
    on_line(six, made, "C6", "photo", "现场.jpg")
    for file in (six.space.folder / "attachments").rglob("*"):
        if file.is_file():
            file.unlink()
    document = printed(six, "six_proofs")
    assert [b for b in document.blocks if isinstance(b, Photos)] == []
    (row,) = [r for r in rows(document) if r["已有材料"]]
    assert row["附件页"] == "另附"
