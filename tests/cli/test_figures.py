"""figures: what stands, what flowed, what it is made of."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from app import start
from app.areas.organisations import acts
from app.store.notes import setting
from app.store.workspace import Workspace

from .conftest import PASSWORD, Run


@pytest.fixture
def town(office: Path) -> Path:
    """One joint union of a village covers two firms, one single union is founded in May."""
    with Workspace.open(office, password=PASSWORD, wiring=start.wiring()) as space:
        root = space.read(lambda conn: setting(conn, "root"))
        village = next(h["id"] for h in space.find("村")[0] if h["kind"] == "place")
        joint = space.do(
            acts.record_union,
            name="某村联合工会",
            upper_id=root,
            type="joint",
            form="joint_committee",
            level="primary",
            place_id=village,
        ).result
        for name in ("甲商店", "乙商店"):
            firm = space.do(acts.add_employer, name=name, unit_level="legal_person").result
            space.do(acts.cover_employer, employer_id=firm, union_id=joint, since=None)
        space.do(
            acts.found_union,
            name="新厂工会委员会",
            upper_id=root,
            type="single",
            form="committee",
            level="primary",
            founded_on=date(2026, 5, 4),
        )
    return office


def values(said: Any) -> dict[str, Any]:
    return {figure["code"]: figure["value"] for figure in said.json["figures"]}


def test_figures_have_the_keys_of_the_contract(run: Run, town: Path) -> None:
    said = run("figures", folder=town)
    assert said.status == 0
    assert (said.json["from"], said.json["to"]) == ("2026-01-01", "2026-12-31")
    for figure in said.json["figures"]:
        assert {"code", "title", "value", "unit", "state"} <= set(figure)
        assert figure["state"] in ("counted", "reported", "mixed", "no_data")
        assert (figure["value"] is None) == (figure["state"] == "no_data")


def test_the_office_itself_is_not_among_its_unions(run: Run, town: Path) -> None:
    found = values(run("figures", folder=town))
    assert (found["J101"], found["J102"], found["J103"]) == (3, 2, 1)
    assert found["J107"] == 2


def test_flows_are_of_the_year_and_unknown_starts_never_flow(run: Run, town: Path) -> None:
    assert values(run("figures", "--code", "J115", folder=town)) == {"J115": 1}


def test_stocks_are_taken_on_the_day_asked_for(run: Run, town: Path) -> None:
    assert values(run("figures", "--code", "J101", "--as-of", "2026-05-03", folder=town)) == {
        "J101": 2
    }
    assert values(run("figures", "--code", "J101", "--as-of", "2026-05-04", folder=town)) == {
        "J101": 3
    }


def test_a_day_before_the_opening_has_no_data_never_zero(run: Run, town: Path) -> None:
    for arguments in (("--year", "2025"), ("--as-of", "2025-12-31")):
        said = run("figures", "--code", "J101", *arguments, folder=town)
        (figure,) = said.json["figures"]
        assert (figure["value"], figure["state"]) == (None, "no_data")
        assert said.json["to"] == "2025-12-31"


def test_the_records_behind_a_figure_add_up_to_it(run: Run, town: Path) -> None:
    for code in ("J101", "J107", "J115", "R101"):
        said = run("figures", "--code", code, "--open", folder=town)
        records = said.json["records"]
        assert sum(r["value"] for r in records) == values(said)[code] > 0
        assert all({"kind", "id", "title", "value", "source"} <= set(r) for r in records)
        assert {r["source"] for r in records} <= {"counted", "reported"}


def test_a_rate_opens_into_numerator_and_denominator(run: Run, town: Path) -> None:
    said = run("figures", "--code", "R104", "--open", folder=town)
    top, bottom = said.json["numerator"], said.json["denominator"]
    assert values(said) == {"R104": 100.0}
    assert [sum(r["value"] for r in part) for part in (top, bottom)] == [2, 2]


def test_groups_add_up_unless_they_overlap(run: Run, town: Path) -> None:
    said = run("figures", "--code", "J101", "--by", "place", "--open", folder=town)
    groups = said.json["groups"]
    assert sum(g["figures"][0]["value"] for g in groups) == values(said)["J101"]
    assert sum(r["value"] for r in said.json["records"]) == values(said)["J101"]
    assert {g["overlap"] for g in groups} == {False}
    assert run("figures", "--by", "federation", folder=town).status == 0


def test_a_unit_is_meant_by_id_or_by_its_name(run: Run, town: Path) -> None:
    found = run("find", "某村联合工会", folder=town).json["results"]
    one = next(r["id"] for r in found if r["kind"] == "union")
    for unit in (one, "某村联合工会"):
        assert values(run("figures", "--code", "J101", "--unit", unit, folder=town)) == {"J101": 1}


@pytest.mark.parametrize(
    ("arguments", "status", "code"),
    [
        (("--code", "X999"), 3, "NO_FIGURE"),
        (("--by", "colour"), 3, "NO_DIMENSION"),
        (("--unit", "没有的工会"), 3, "NO_UNIT"),
        (("--unit", "工会"), 3, "NO_UNIT"),
        (("--unit", "ff" * 16), 3, "NO_UNIT"),
        (("--year", "3"), 3, "NO_YEAR"),
        (("--open",), 2, "USAGE"),
    ],
)
def test_what_is_not_there_is_refused(
    run: Run, town: Path, arguments: tuple[str, ...], status: int, code: str
) -> None:
    said = run("figures", *arguments, folder=town)
    assert (said.status, said.code) == (status, code)


def test_people_read_lines(run: Run, town: Path) -> None:
    said = run("figures", "--code", "J101", "--by", "type", "--open", folder=town, text=True)
    assert "J101  基层工会组织数  3个" in said.out
    assert "新厂工会委员会" in said.out
