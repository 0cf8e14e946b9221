"""What is printed adds up: numbers read back from the PDF of the sheet of scores."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from app.areas import AREAS
from app.areas.six_haves.lists.assessments import Assessed
from app.areas.six_haves.rules.conditions import plain, to_hundredths
from app.areas.six_haves.rules.scoring import State
from app.paper.asking import ask_of, papers_of, year_scope
from app.paper.document import render
from tests.areas.six_haves.township import TODAY, look, made, opened
from tests.conftest import FULL
from tests.paper.reading import Run, runs

SUMS = ("不适用", "加分", "总分")
"""How the rows below the items begin."""
NEAR = 7
"""Points: half the height of a row of two lines."""
HEADS = ("自评", "复评", "终评")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("printed") / "样例"
    made(folder, "small").close()
    return folder


def chosen(found: tuple[Assessed, ...]) -> list[Assessed]:
    """One of each sort of union and stage, those first where something does not apply."""
    some: dict[Any, Assessed] = {}
    for one in sorted(
        found, key=lambda o: -sum(x.state is State.NOT_APPLICABLE for x in o.scored.lines)
    ):
        stage = one.row is not None and (one.row["self_on"] is not None, one.row["final_on"])
        some.setdefault((one.letter, one.rubric.code, stage), one)
    return list(some.values())[: None if FULL else 4]


@pytest.mark.parametrize("year", [2025, 2026])
def test_the_printed_total_is_the_sum_of_the_printed_points(folder: Path, year: int) -> None:
    def papers(conn: Any) -> list[tuple[Assessed, bytes]]:
        scope = year_scope(conn, year, today=TODAY)
        pages = []
        for one in chosen(look(conn, year).found):
            if one.rubric.by_class:
                continue
            options = {"id": one.union_id}
            ask = ask_of(conn, AREAS, scope, year=year, today=TODAY, options=options)
            pages.append((one, render(papers_of(AREAS)["six_sheet"].make(ask)).pdf))
        return pages

    with opened(folder) as space:
        printed = space.read(papers)
    assert len(printed) >= 4
    scaled = 0
    for one, pdf in printed:
        totals = (one.scored.own, one.scored.review, one.scored.final)
        for head, total in zip(HEADS, totals, strict=True):
            numbers = column(pdf, head)
            if head != "自评" and "总分" not in numbers:
                continue  # nobody scored at this stage yet
            ids = {item.id: item.how for item in one.rubric.items}
            points = sum(n for key, n in numbers.items() if ids.get(key, "bonus") != "bonus")
            extra, bonus = numbers.get("不适用", 0), numbers.get("加分", 0)
            assert points + extra + bonus == numbers["总分"], (one.name, head)
            assert numbers["总分"] == total.score, (one.name, head, plain(total.score))
            bonuses = sum(n for key, n in numbers.items() if ids.get(key) == "bonus")
            assert bonus == min(bonuses, one.rubric.bonus_cap)
            scaled += bool(extra)
    assert scaled


def column(pdf: bytes, head: str) -> dict[str, int]:
    """First cell (or its words) of each row → the number in a column, hundredths.

    The pages are turned: a line of text runs up the sheet.
    """
    found: dict[str, int] = {}
    by_page: dict[int, list[Run]] = {}
    for run in runs(pdf):
        by_page.setdefault(run.page, []).append(run)
    for page in by_page.values():
        heads = {run.text: run for run in page if run.text in (*HEADS, "序号")}
        if len(heads) < len(HEADS) + 1:
            continue  # only what follows the table
        middle, first = heads[head].y + heads[head].size, heads["序号"].y + heads["序号"].size
        half = abs(heads[HEADS[0]].y - heads[HEADS[1]].y) / 2
        for run in page:
            if abs(run.y - middle) < half and is_number(run.text):
                near = [r for r in page if abs(r.x - run.x) < NEAR]
                words = "".join(r.text for r in sorted(near, key=lambda r: (round(r.x), r.y)))
                key = next((r.text for r in near if abs(r.y - first) < half), "")
                key = key or next((word for word in SUMS if word in words), "")
                assert key, run
                assert key not in found, key
                found[key] = to_hundredths(run.text)
    return found


def is_number(text: str) -> bool:
    return text.lstrip("-").replace(".", "", 1).isdigit()
