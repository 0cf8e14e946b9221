"""会员队伍 of the annual report, from the same figures as everything else."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from app import start
from app.areas.members import acts
from app.areas.organisations.acts import NewReading, set_readings
from app.paper.document import render
from app.paper.model import Chart, Document, Heading, Landscape, Table
from tests.paper.reading import runs

D = date
DAY = D(2026, 11, 22)


def annual(people: Any) -> Document:
    scope = people.office.scope()
    return people.space.read(
        lambda c: start.papers()["annual"].make(start.ask(c, scope, year=2026, today=DAY))
    )


def blocks_of(document: Document) -> list[Any]:
    found = []
    for block in document.blocks:
        found += block.blocks if isinstance(block, Landscape) else [block]
    return found


@pytest.fixture
def year(people: Any) -> Any:
    """Some members and a year of events."""
    stays = [people.member(f"旧{n}", sex="2" if n % 2 else "1", education="20") for n in range(6)]
    people.member("新一", since=D(2026, 3, 1), birth_on=D(1999, 1, 1), new_group="delivery_rider")
    people.space.do(acts.leave, stays[0], on=D(2026, 5, 1))
    people.space.do(acts.transfer, [stays[1]], to_union_id=people.two, on=D(2026, 9, 1))
    people.space.do(acts.retain, [stays[2]], on=D(2026, 9, 1))
    return people


def test_an_office_without_numbers_of_members_has_no_chapter(people: Any) -> None:
    heads = [b.text for b in blocks_of(annual(people)) if isinstance(b, Heading)]
    assert "会员队伍" not in heads
    assert "组织建设" in heads


def test_the_chapter_says_what_the_figures_say(year: Any) -> None:
    blocks = blocks_of(annual(year))
    texts = "".join(getattr(b, "text", "") for b in blocks)
    assert "共有工会会员 5 人" in texts
    assert "本年发展会员 1 人" in texts
    assert "另有保留会籍 1 人" in texts
    assert "接转 1 人，不计入转入、转出" in texts
    tables = {b.title.split("　")[-1]: b for b in blocks if isinstance(b, Table)}
    moves = dict(tables["会员增减平衡"].rows)
    assert moves["本年末在册会员"] == "5"
    by_union = {row[0]: row[1:] for row in tables["各工会会员情况"].rows}
    assert by_union["乙公司工会"][:4] == ("1", "1", "0", "1")
    assert by_union["合计"][0] == "5"
    assert by_union["合计"][3:5] == ("0", "0")


def test_the_years_balance_is_the_rosters_where_some_unions_only_report(year: Any) -> None:
    """What is only reported moves unseen: it is named beside the balance and does not upset it."""
    reading = NewReading("union", year.two, "J206", 41)
    year.space.do(set_readings, [reading], on_day=D(2026, 10, 1), source="台账")
    blocks = blocks_of(annual(year))
    table = next(b for b in blocks if isinstance(b, Table) and "会员增减平衡" in b.title)
    rows = {word: int(value) for word, value in table.rows if value != "—"}
    assert rows["本年末在册会员"] == 5
    assert "有 40 人只有填报数" in table.note
    assert "会员 45 人中" in table.note


def test_tables_and_charts_are_numbered_through_the_whole_paper(year: Any) -> None:
    blocks = blocks_of(annual(year))
    for kind, word in ((Table, "表"), (Chart, "图")):
        titles = [b.title for b in blocks if isinstance(b, kind) and b.title.startswith(word)]
        assert [t.split("　")[0] for t in titles] == [
            f"{word}{n}" for n in range(1, len(titles) + 1)
        ]
    assert not [b for b in blocks if "#" in getattr(b, "title", "")]


def test_the_chapter_prints(year: Any) -> None:
    printed = render(annual(year))
    said = "".join(run.text for run in runs(printed.pdf))
    assert "会员增减平衡" in said.replace(" ", "")
    assert printed.missing == ()
