"""Every computed point opens the records behind it, and they are what the score was made of."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from collections import defaultdict
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from app.areas import AREAS
from app.areas.six_haves.checks.behind import RESULTS, Behind, behind
from app.areas.six_haves.checks.facts import facts_of, rules_of
from app.areas.six_haves.lists.assessments import Assessed
from app.areas.six_haves.rules.conditions import HUNDRED
from app.areas.six_haves.rules.rubric import shipped
from app.areas.six_haves.rules.scoring import Fact, Facts, Line, Ruled, State, score
from app.base.area import gather
from app.base.findings import Result
from app.figures.registry import Rate
from app.store.meta import METADATA
from app.store.work import in_parts
from tests.areas.six_haves.township import Looked, look, made, written
from tests.areas.six_haves.township import opened as opened_again
from tests.conftest import FULL

SOME = 16
"""So many unions of the office are looked at by default, and all federations and the root."""
TABLES = {"member": "person", "cadre": "person", "union": "unions", "organs": "unions"}
"""Kinds of records of figures and findings → the table they lie in, where it has another name."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed workspace of sample data."""
    folder = tmp_path_factory.mktemp("six") / "样例"
    made(folder).close()
    return folder


def chosen(looked: Looked) -> list[Assessed]:
    if FULL:
        return list(looked.found)
    some = [one for one in looked.found if one.letter != "G"][:6]
    rest = [one for one in looked.found if one.letter == "G"]
    return some + random.Random(6).sample(rest, SOME)


def opened(looked: Looked, one: Assessed, line: Line) -> list[Behind]:
    """As the window opens it."""
    day = looked.scope.day if one.row is None else min(looked.scope.day, one.row["on_day"])
    return behind(
        looked.conn, one.rubric, line.item, one.union_id, registry=looked.registry,
        scope=replace(looked.scope, day=day), checks=looked.checks,
    )  # fmt: skip


def test_an_assessment_made_again_is_the_same_to_the_byte(folder: Path) -> None:
    """In other processes, in which sets and dictionaries of texts have another order."""
    asked = [sys.executable, "-m", "tests.areas.six_haves.township", str(folder)]
    one, two = (
        subprocess.run(
            asked, check=True, capture_output=True, env={**os.environ, "PYTHONHASHSEED": seed}
        ).stdout
        for seed in ("1", "20261122")
    )
    assert one == two
    assert len(one.splitlines()) > 50
    with opened_again(folder) as space:
        assert space.read(written).encode() == one


def test_every_computed_line_opens_into_what_its_score_rests_on(folder: Path) -> None:
    with opened_again(folder) as space:
        space.read(lambda conn: opens(look(conn)))


def test_whatever_a_rule_says_is_said_of_some_union(folder: Path) -> None:
    def reached(conn: Any) -> None:
        looked = look(conn)
        rules = rules_of(looked.registry, shipped().values())
        told = {
            finding.rule
            for finding in looked.checks(rules, looked.scope.day)
            if finding.result is not Result.NOT_APPLICABLE
        }
        scored = {rule for facts in looked.facts.values() for rule in facts.rules}
        assert told
        assert told <= scored

    with opened_again(folder) as space:
        space.read(reached)


def opens(looked: Looked) -> None:
    """Each line of each union."""
    ids: dict[str, set[str]] = defaultdict(set)
    seen: set[tuple[str, str]] = set()
    for one, told in [*((one, looked.facts.get(one.union_id)) for one in chosen(looked)),
                      *by_class(looked)]:  # fmt: skip
        for line in one.scored.lines:
            if line.state not in (State.COMPUTED, State.PROPOSED):
                continue
            found = opened(looked, one, line)
            for record in found:
                assert all((record.record, record.kind, record.id)), (one.name, line.item.id)
                ids[record.kind].add(record.id)
            assert {record.code for record in found} <= line.item.asked()
            if told is not None:
                for code in line.item.asked() & told.figures.keys():
                    same_number(looked, code, told.figures[code], found, one.name)
                for code in line.item.asked() & told.rules.keys():
                    same_result(code, told.rules[code], found, one.name)
                    seen.add((one.rubric.code, line.item.id))
                if not found:
                    rests_on_nothing(line, told.figures)
            seen.add((one.rubric.code, line.item.id))
    there(looked, ids)
    assert {rubric for rubric, _item in seen} == set(shipped())
    if FULL:
        assert {item for rubric, item in seen if rubric == "six-25"} >= {
            "A1", "A4", "B2", "B5", "B6", "C1", "C2", "D1", "D2", "D3", "D6", "E1", "F2", "F4",
        }  # fmt: skip


def by_class(looked: Looked) -> list[tuple[Assessed, Facts]]:
    """The townships by the table of classes, which they are not offered first."""
    rubric = shipped()["three-class"]
    unions = {one.union_id: rubric for one in looked.found if one.letter == "T"}
    told = facts_of(
        looked.conn, unions, registry=looked.registry, scope=looked.scope, checks=looked.checks
    )
    return [
        (replace(one, row=None, rubric=rubric, scored=score(rubric, "T", told[one.union_id])),
         told[one.union_id])
        for one in looked.found
        if one.union_id in unions
    ]  # fmt: skip


def same_number(
    looked: Looked, code: str, fact: Fact, found: list[Behind], name: str
) -> None:  # fmt: skip
    """The values of the records add up to the figure, or to both sides of the rate."""
    mine = [one for one in found if one.code == code]
    sums: dict[str, int] = defaultdict(int)
    for one in mine:
        assert one.value is not None
        sums[one.part] += one.value
    if isinstance(looked.registry.get(code), Rate):
        if fact.value is not None:
            assert (sums["分子"], sums["分母"]) == (fact.numerator, fact.denominator), (name, code)
    else:
        assert sums[""] == (fact.value or 0) // HUNDRED, (name, code)


def same_result(code: str, ruled: Ruled, found: list[Behind], name: str) -> None:
    """A rule's result is that of a finding opened."""
    mine = {one.part for one in found if one.code == code}
    if ruled.result is Result.NOT_APPLICABLE:
        assert not mine, (name, code)
    else:
        assert RESULTS[ruled.result] in mine, (name, code)
        assert (RESULTS[Result.FAIL] in mine) == (ruled.result is Result.FAIL), (name, code)


def rests_on_nothing(line: Line, figures: Any) -> None:
    """A line without records has no points, and its words say 0 (or that nothing applies)."""
    asked = [figures[code] for code in line.item.asked() & figures.keys()]
    assert not line.own, line.item.id
    assert all(fact.value == 0 for fact in asked)
    if asked:
        assert "0" in line.words or "：否" in line.words


def there(looked: Looked, ids: dict[str, set[str]]) -> None:
    """The records lie in the workspace, and some page of the window shows such a record."""
    shown = {kind for page in gather(AREAS, "page") for kind in page.kinds}
    for kind, some in ids.items():
        table = METADATA.tables[TABLES.get(kind, kind)]
        kept = {
            row
            for part in in_parts(sorted(some))
            for row in looked.conn.execute(select(table.c.id).where(table.c.id.in_(part))).scalars()
        }
        assert kept == some, kind
        assert kind in shown, kind
