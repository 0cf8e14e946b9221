"""The sample data: consistent, repeatable, three years deep, with mistakes on purpose."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from app import start
from app.areas.organisations.checks import INVARIANTS, run_checks
from app.areas.organisations.demo import demo, demo_surroundings, sizes
from app.areas.organisations.figures import register
from app.areas.organisations.guards import GUARDS
from app.areas.organisations.records import (
    CONTACT,
    COVERAGE,
    EMPLOYER,
    EMPLOYER_SPELL,
    PLACE_SPELL,
    PLACE_SUCCESSION,
    UNION,
    UNION_SPELL,
)
from app.base.days import calendar_year
from app.base.findings import Finding, Severity
from app.base.numbers import credit_code_problem
from app.figures.engine import Value, evaluate, records, table
from app.figures.registry import Registry, Scope
from app.rules.book import RuleBook
from app.rules.packs import shipped
from app.store.workspace import Workspace
from tests.store.acts import dump
from tests.workspaces import CHEAP

TODAY = date(2026, 11, 22)
OPENING = date(2024, 1, 1)
REGISTRY = Registry()
register(REGISTRY)


@dataclass(frozen=True, slots=True)
class Sample:
    """An open workspace of sample data and what ``demo`` said of it."""

    workspace: Workspace
    said: dict[str, Any]
    today: date

    def rows(self, table: Any) -> list[Any]:
        return self.workspace.read(lambda conn: conn.execute(table.select()).mappings().all())

    def figures(self, year: int) -> dict[str, Value]:
        scope = scope_of(year, self.today)
        return self.workspace.read(lambda c: evaluate(c, REGISTRY, REGISTRY.codes(), scope))


def scope_of(year: int, today: date = TODAY) -> Scope:
    opening = date(today.year - 2, 1, 1)
    return Scope(min(date(year, 12, 31), today), calendar_year(year), opening=opening)


def make(folder: Path, size: str, seed: int = 1, today: date = TODAY) -> Sample:
    workspace = Workspace.create(
        folder,
        user="经办人",
        password="口令",
        cost=CHEAP,
        wiring=start.wiring(),
        surroundings=demo_surroundings(seed, today),
    )
    return Sample(workspace, demo(workspace, size=size, seed=seed, today=today), today)


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sample]:
    sample = make(tmp_path_factory.mktemp("demo") / "小", "small")
    yield sample
    sample.workspace.close()


@pytest.fixture(scope="module")
def township(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sample]:
    sample = make(tmp_path_factory.mktemp("demo") / "镇", "township")
    yield sample
    sample.workspace.close()


def findings(sample: Sample) -> list[Finding]:
    book = RuleBook(shipped(), "120114114")
    today = sample.today
    return sample.workspace.read(
        lambda conn: run_checks(conn, day=today, year=today.year, book=book)
    )


def test_the_sizes_hold_what_they_promise(small: Sample, township: Sample) -> None:
    assert sizes() == ("small", "township", "county")
    for sample, unions, people in ((small, 60, 1_500), (township, 400, 20_000)):
        assert abs(sample.said["unions"] - unions) <= unions * 0.05
        assert abs(sample.said["members"] - people) <= people * 0.12
        workers = sample.figures(2026)["J201"].value
        assert workers is not None
        assert people <= workers <= people * 1.25
        rate = sample.figures(2026)["R201"].value
        assert rate is not None
        assert 78 <= rate <= 90


def test_the_same_seed_and_day_give_the_same_records(small: Sample, tmp_path: Path) -> None:
    again, other = make(tmp_path / "一", "small"), make(tmp_path / "二", "small", seed=2)
    try:
        first = dump(small.workspace)
        assert dump(again.workspace) == first
        assert again.said == small.said
        assert dump(other.workspace) != first
    finally:
        again.workspace.close()
        other.workspace.close()


@pytest.mark.parametrize("size", ["small", "township"])
def test_what_must_be_mended_is_there_on_purpose(size: str, request: Any) -> None:
    sample: Sample = request.getfixturevalue(size)
    found, meant = findings(sample), set(sample.said["flaws"])
    accidents = [f for f in found if f.severity is Severity.MUST and (f.rule, f.id) not in meant]
    assert accidents == []
    seen = {(f.rule, f.id) for f in found}
    lacking = {rule for rule, thing in meant if (rule, thing) not in seen}
    assert lacking <= {"DUP-01"}  # two employers, one finding
    assert {rule for rule, _ in meant} <= {rule for rule, _ in seen}


def test_two_findings_are_explained_and_one_is_put_off(small: Sample) -> None:
    found = findings(small)
    assert {f.rule for f in found if f.explanation} == {"STA-06", "TWN-02"}
    assert [f.rule for f in found if f.put_off] == ["FED-07"]


@pytest.mark.parametrize("today", [date(2026, 1, 1), date(2028, 2, 29), date(2027, 6, 15)])
@pytest.mark.parametrize("seed", [1, 5])
def test_any_day_and_seed_will_do(tmp_path: Path, today: date, seed: int) -> None:
    sample = make(tmp_path / "库", "small", seed, today)
    try:
        meant = set(sample.said["flaws"])
        must = {(f.rule, f.id) for f in findings(sample) if f.severity is Severity.MUST}
        assert must <= meant
        assert broken(sample) == []
    finally:
        sample.workspace.close()


def broken(sample: Sample) -> list[str]:
    def run(conn: Any) -> list[str]:
        return [finding.message for check in INVARIANTS for finding in check(conn)]

    return sample.workspace.read(run)


def test_nothing_breaks_the_guards_and_invariants(township: Sample) -> None:
    assert broken(township) == []
    tables = {t.name: t for t in (UNION_SPELL, PLACE_SPELL, EMPLOYER_SPELL, COVERAGE)}
    ids = {name: {row["id"] for row in township.rows(t)} for name, t in tables.items()}

    def guard(conn: Any, name: str) -> None:
        GUARDS[name](township.workspace.work(conn), ids[name])

    for name in tables:
        township.workspace.read(partial(guard, name=name))


def test_every_year_has_its_numbers(township: Sample) -> None:
    years = [township.figures(year) for year in (2024, 2025, 2026)]
    for code in ("J101", "J107", "J201", "J206"):
        values = [figures[code].value or 0 for figures in years]
        assert values[0] > 0
        assert all(0.9 * a < b < 1.2 * a for a, b in pairwise(values))
    assert all((figures["J115"].value or 0) > 0 for figures in years)
    assert sum(figures["J116"].value or 0 for figures in years) > 3
    before = township.figures(2023)
    assert before["J101"].state == "reported"
    assert 0 < (before["J101"].value or 0) < (years[0]["J101"].value or 0)
    assert before["J106"].state == "no_data"


def test_the_balance_of_table_one(township: Sample) -> None:
    value = {code: v.value or 0 for code, v in township.figures(2026).items()}
    assert value["J101"] == sum(value[f"J10{n}"] for n in (2, 3, 4, 5))
    natures = ("J108", "J110", "J111", "J112", "J113", "J114")
    assert value["J107"] == sum(value[code] for code in natures)
    assert value["J109"] <= value["J108"]
    assert all(value[f"J10{n}"] for n in (2, 3, 4, 5, 6))
    assert all(value[code] for code in natures[:5])


def test_rows_by_place_and_records_add_up(township: Sample) -> None:
    scope = scope_of(2026)
    codes = ["J101", "J107", "J201", "J206"]
    made = township.workspace.read(lambda c: table(c, REGISTRY, codes, scope, "place"))
    for code in codes:
        total = made.total[code].value
        assert total == sum(row[code].value or 0 for row in made.rows.values())
        opened = township.workspace.read(lambda c, k=code: records(c, REGISTRY, k, scope))
        assert total == sum(record.value for record in opened)
    assert None not in made.rows  # everything lies somewhere


def test_employers_are_covered_in_all_ways_and_not_at_all(small: Sample) -> None:
    spells = {r["union_id"]: r for r in small.rows(UNION_SPELL) if r["until"] is None}
    ways: Counter[str] = Counter()
    covered = set()
    for row in small.rows(COVERAGE):
        if row["until"] is None:
            ways[str(spells[row["union_id"]]["type"]) + row["kind"]] += 1
            covered.add(row["employer_id"])
    for way in ("singlefound", "jointfound", "regional_federationfound", "Noneliaise"):
        assert ways[way], way
    alone = [r for r in small.rows(EMPLOYER) if r["id"] not in covered]
    assert {r["should_unionise"] for r in alone} >= {"required", "deferred", "exempt"}
    assert all(r["should_reason"] for r in alone if r["should_unionise"] in ("deferred", "exempt"))
    levels = {r["unit_level"] for r in small.rows(EMPLOYER)}
    assert levels >= {"legal_person", "establishment", "self_employed", "government",
                      "public_institution", "social_organisation"}  # fmt: skip
    branches = [r for r in small.rows(EMPLOYER) if r["unit_level"] == "establishment"]
    assert all(r["parent_id"] for r in branches)


def test_the_years_have_seen_every_kind_of_change(small: Sample) -> None:
    unions: dict[str, list[Any]] = defaultdict(list)
    for row in small.rows(UNION_SPELL):
        unions[row["union_id"]].append(row)
    assert {r["status"] for rows in unions.values() for r in rows} == {
        "preparing", "active", "dissolved",
    }  # fmt: skip
    assert any(len({r["name"] for r in rows}) > 1 for rows in unions.values())
    assert any(len({r["upper_id"] for r in rows}) > 1 for rows in unions.values())
    assert any(r["outside"] and r["outside_upper"] for r in small.rows(UNION))
    places: dict[str, list[Any]] = defaultdict(list)
    for row in small.rows(PLACE_SPELL):
        places[row["place_id"]].append(row)
    assert any(len({r["name"] for r in rows}) > 1 for rows in places.values())
    assert [r["how"] for r in small.rows(PLACE_SUCCESSION)] == ["merged"]
    assert {r["status"] for r in small.rows(EMPLOYER_SPELL)} >= {"active", "suspended"}


def test_codes_are_valid_and_phones_are_nobodys(township: Sample) -> None:
    unions, employers = township.rows(UNION), township.rows(EMPLOYER)
    codes = [r["credit_code"] for r in (*unions, *employers) if r["credit_code"]]
    assert len(codes) > 800
    assert [c for c in codes if credit_code_problem(c)] == []
    of_unions = Counter(r["credit_code"][:2] for r in unions if r["credit_code"])
    assert set(of_unions) == {"81", "91"}
    assert of_unions["91"] == 1  # one was typed wrong on purpose
    phones = [r["phone"] for t in (UNION, CONTACT, COVERAGE) for r in township.rows(t)]
    assert all(p[3:7] == "0000" and len(p) == 11 for p in phones if p)


def test_it_is_found_and_can_be_taken_back_in_part(tmp_path: Path) -> None:
    sample = make(tmp_path / "库", "small")
    try:
        name = next(r["name"] for r in sample.rows(EMPLOYER_SPELL) if "自行车" in r["name"])
        hits, _ = sample.workspace.find(name)
        assert name in {hit["title"] for hit in hits}
        before = dump(sample.workspace)
        assert sample.workspace.undo().title
        assert dump(sample.workspace) != before
    finally:
        sample.workspace.close()


def test_the_command_makes_the_same_workspace(
    small: Sample, tmp_path: Path, monkeypatch: Any, capsys: Any
) -> None:
    monkeypatch.setenv("UNION_DESK_PASSWORD", "口令")
    folder = tmp_path / "示例"
    arguments = ["--json", "--quiet", "--today", "2026-11-22", "demo", str(folder)]
    assert start.main([*arguments, "--size", "small"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert said == {
        "command": "demo",
        "workspace": str(folder),
        **{key: small.said[key] for key in ("root", "unions", "members")},
    }
    assert start.main([*arguments, "--size", "small"]) == 3  # never over another one


@pytest.mark.full
@pytest.mark.timeout(300)
def test_a_county(tmp_path: Path) -> None:
    sample = make(tmp_path / "县", "county")
    try:
        assert abs(sample.said["unions"] - 6_000) < 300
        assert abs(sample.said["members"] - 200_000) < 24_000
        must = {(f.rule, f.id) for f in findings(sample) if f.severity is Severity.MUST}
        assert must <= set(sample.said["flaws"])
        assert broken(sample) == []
    finally:
        sample.workspace.close()
