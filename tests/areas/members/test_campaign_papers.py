"""集体入会登记表 and 专项行动进度表, on paper and as a workbook."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from app import start
from app.areas.members import acts
from app.areas.members.lists.campaigns import CAMPAIGN_LIST, progress_of
from app.areas.members.sheet.campaigns import write_campaign
from app.base.errors import UserError
from app.base.lists import View
from app.paper.document import render
from app.paper.model import Chart, Document, KeyFigures, Note, Table
from tests.areas.members.conftest import People
from tests.areas.members.rosters import DAY, identity
from tests.areas.members.templates import cells
from tests.paper.reading import runs

D = date


def paper(people: People, name: str, **options: str) -> Document:
    scope = people.office.scope()

    def make(conn: Any) -> Document:
        ask = start.ask(conn, scope, year=2026, today=DAY, options=options)
        return start.papers()[name].make(ask)

    return people.space.read(make)


def of(document: Document, kind: type) -> list[Any]:
    return [block for block in document.blocks if isinstance(block, kind)]


def printed(document: Document) -> str:
    made = render(document)
    assert made.missing == ()
    return "".join(run.text for run in runs(made.pdf)).replace(" ", "")


def applied(people: People, name: str, **kw: Any) -> str:
    kw.setdefault("received_on", D(2026, 11, 1))
    return people.space.do(acts.apply, name=name, **kw).result


@pytest.fixture
def campaign(people: People) -> str:
    """From 12 October to 31 December: three joined in 甲 (target 4), one in 乙 (target 0), one
    whose day lies before."""
    made = people.space.do(
        acts.add_campaign,
        name="农民工入会集中行动",
        since=D(2026, 10, 12),
        until=D(2026, 12, 31),
        targets={people.one: 4},
    ).result
    for number, (union, since) in enumerate(
        [
            (people.one, D(2026, 10, 12)),
            (people.one, D(2026, 11, 2)),
            (people.one, D(2026, 11, 20)),
            (people.two, D(2026, 11, 20)),
            (people.two, D(2026, 9, 1)),
        ]
    ):
        people.space.do(
            acts.join,
            people.person(f"人{number}"),
            union_id=union,
            since=since,
            campaign_id=made,
        )
    return str(made)


def test_the_progress_of_a_campaign_on_paper(people: People, campaign: str) -> None:
    document = paper(people, "campaign", id=campaign)
    (figures,) = of(document, KeyFigures)
    assert [item[1] for item in figures.items] == ["4", "4", "100.00%"]
    units, months, weeks = of(document, Table)
    assert [row[1:] for row in units.rows] == [
        ("甲公司工会", "4", "1", "2", 3, "75.00%"),
        ("乙公司工会", "—", "1", "1", 1, "—"),
        ("合计", "4", "2", "3", 4, "100.00%"),
    ]
    assert [row[1:] for row in months.rows] == [(1, 1, "25.00%"), (3, 4, "100.00%")]
    assert len(weeks.rows) == 6
    assert weeks.rows[0] == ("2026.10.12—2026.10.18", 1, 1, "25.00%")
    assert [row[1] for row in weeks.rows] == [1, 0, 0, 1, 0, 2]
    (chart,) = of(document, Chart)
    assert (chart.labels, chart.series[0].values) == (("甲公司工会",), (75.0,))
    assert any("另有1人" in block.text for block in of(document, Note))
    text = printed(document)
    assert "农民工入会集中行动进度表" in text
    assert "图1" in text


def test_a_campaign_must_be_named_and_be_there(people: People) -> None:
    with pytest.raises(UserError, match="REQUIRED"):
        paper(people, "campaign")
    with pytest.raises(UserError, match="NOT_FOUND"):
        paper(people, "campaign", id="0f" * 16)


def test_a_campaign_that_has_not_begun_prints(people: People) -> None:
    made = people.space.do(
        acts.add_campaign, name="明年行动", since=D(2027, 1, 1), until=D(2027, 3, 1)
    ).result
    assert "还没有目标" in printed(paper(people, "campaign", id=made))


def test_the_table_of_a_campaign_as_a_workbook(
    people: People, campaign: str, tmp_path: Path
) -> None:
    write_campaign(people.space, tmp_path / "进度.xlsx", campaign)
    head, one, two, whole = cells(tmp_path / "进度.xlsx", 1)
    assert head[:6] == ["单位", "目标", "已入会", "完成率", "2026年10月", "2026年11月"]
    assert head[6] == "2026.10.12—10.18"
    assert one[:6] == ["甲公司工会", 4, 3, "75.00%", 1, 2]
    assert two[:6] == ["乙公司工会", 0, 1, "—", 0, 1]
    assert whole[:6] == ["合计", 4, 4, "100.00%", 1, 3]
    assert sum(whole[6:]) == 4
    with pytest.raises(UserError, match="NOT_FOUND"):
        write_campaign(people.space, tmp_path / "无.xlsx", "0f" * 16)


def test_a_register_to_sign_from_what_waits(people: People) -> None:
    number = identity(5, male=False)
    first = applied(
        people,
        "王小红",
        document_type="resident_id",
        number=number,
        phone="13900000001",
        union_id=people.one,
        employer_name="快递站",
        details={"sex": "2"},
    )
    applied(people, "李大明", union_id=people.one)
    refused = applied(people, "不批准的", union_id=people.one)
    people.space.do(acts.refuse_applications, [refused], on=D(2026, 11, 2), refusal="不在本地")
    (table,) = of(paper(people, "collective"), Table)
    assert [row[1] for row in table.rows] == ["王小红", "李大明"]
    told = table.rows[0][2:6]
    assert told == ("女", f"9999**********{number[-4:]}", "139****0001", "快递站")
    document = paper(people, "collective", id=first)
    (table,) = of(document, Table)
    assert [row[1] for row in table.rows] == ["王小红"]
    text = printed(document)
    assert "甲公司工会：" in text
    assert "本人签名" in text
    assert number not in text


def test_a_register_of_chosen_people_and_a_blank_one(people: People) -> None:
    who = people.member("张三丰", sex="1")
    people.at_work(who)
    (table,) = of(paper(people, "collective", id=who), Table)
    assert table.rows[0][1:3] == ("张三丰", "男")
    assert table.rows[0][5] == "甲公司"
    (blank,) = of(paper(people, "collective", id="blank"), Table)
    assert len(blank.rows) == 20
    assert not any(cell.strip() for cell in blank.rows[0][1:])


def test_the_list_counts_who_joined_in_the_period_as_the_paper_does(
    people: People, campaign: str
) -> None:
    (row,) = people.space.read(lambda c: CAMPAIGN_LIST.rows(c, [campaign], View(DAY)))
    assert (row["joined"], row["late"], row["rate"]) == (4, 1, "100.00%")


def test_who_joins_below_counts_for_the_target_above(people: People, campaign: str) -> None:
    top = people.office.union("王庆坨镇一村工会联合会", "regional")
    low = people.office.union("一村某厂工会", upper_id=top)
    own = people.office.union("一村某店工会", upper_id=top)
    people.space.do(acts.set_targets, campaign, targets={top: 10, own: 2})
    for union in (low, low, own):
        someone = people.person(f"新人{union[-3:]}")
        people.space.do(
            acts.join, someone, union_id=union, since=D(2026, 11, 3), campaign_id=campaign
        )
    table = people.space.read(lambda c: progress_of(c, campaign, DAY, "month"))
    told = {line.union: (line.target, line.total) for line in table.lines}
    assert told["王庆坨镇一村工会联合会"] == (10, 2)
    assert told["一村某店工会"] == (2, 1)
    assert "一村某厂工会" not in told
    assert told["乙公司工会"] == (0, 1)  # nobody above has a target


def test_the_table_leaves_the_window_as_a_workbook(shown: Any, tmp_path: Path) -> None:
    space, one = shown.people.space, shown.people.one
    made = space.do(
        acts.add_campaign,
        name="集中行动",
        since=D(2026, 10, 12),
        until=D(2026, 12, 31),
        targets={one: 4},
    ).result
    shown.page.bring("campaigns")
    shown.show("campaign", made)
    detail = shown.page.details["campaign"]
    (which,) = [one for one in detail.acts_of(detail.card) if one.key == "workbook"]
    which.run()
    dialog = detail.files
    dialog.fileSelected.emit(str(tmp_path / "进度.xlsx"))
    dialog.close()
    shown.wait(lambda: (tmp_path / "进度.xlsx").exists() and not shown.desk.ops.busy())
    assert cells(tmp_path / "进度.xlsx", 2)[0][:3] == ["甲公司工会", 4, 0]
