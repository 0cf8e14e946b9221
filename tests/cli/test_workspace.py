"""new and info."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from app.areas.organisations import opening
from app.base.errors import UserError
from app.divisions import Divisions
from app.store.keys import recovery_key
from app.store.workspace import Workspace

from .conftest import DIVISION, Run


def key_in(path: Path) -> bytes:
    """The recovery key out of the file that ``new`` wrote."""
    groups = re.findall(r"\b[0-9A-Z]{4}(?:-[0-9A-Z]{4})+\b", path.read_text("utf-8-sig"))
    return recovery_key("-".join(groups))


def test_new_makes_an_office_with_its_villages_and_no_union_but_its_own(
    run: Run, tmp_path: Path
) -> None:
    folder = tmp_path / "新 工作库"
    said = run("new", folder, "--division", DIVISION, "--kind", "township", "--villages")
    assert said.status == 0
    made = said.json
    assert set(made) >= {"command", "workspace", "root", "unions", "places", "recovery_key_file"}
    with Divisions() as divisions:
        villages = list(divisions.children(DIVISION))
    assert made["places"] == len(villages) + 1
    assert made["unions"] == 1
    assert made["workspace"] == str(folder)
    key_file = Path(made["recovery_key_file"])
    assert key_file.parent == folder.parent
    assert key_file.stat().st_mode & 0o077 == 0
    assert "打印" in said.err + key_file.read_text("utf-8-sig")
    with Workspace.open(folder, key=key_in(key_file)) as space:
        assert space.user == "经办人"
    info = run("info", folder=folder).json
    assert info["root"] == made["root"]
    assert (info["counts"]["unions"], info["counts"]["places"]) == (1, len(villages) + 1)


def test_opening_day_is_the_first_of_this_year_unless_said(run: Run, tmp_path: Path) -> None:
    plan = opening.plan(division=DIVISION, kind="township", opening=opening.date(2025, 7, 1))
    assert plan["opening"].isoformat() == "2025-07-01"
    said = run("new", tmp_path / "a", "--division", DIVISION, "--kind", "village")
    assert said.code == "DIVISION_LEVEL"
    assert not (tmp_path / "a").exists()


def test_recovery_key_goes_where_it_is_said_and_never_into_the_workspace(
    run: Run, tmp_path: Path
) -> None:
    folder, place = tmp_path / "库", ("--division", DIVISION, "--kind", "township")
    inside = run("new", folder, *place, "--recovery-key", folder / "钥匙.txt")
    assert (inside.status, inside.code) == (3, "RECOVERY_INSIDE")
    there = tmp_path / "已有.txt"
    there.write_text("旧钥匙", "utf-8")
    taken = run("new", folder, *place, "--recovery-key", there)
    assert (taken.status, taken.code) == (3, "FILE_EXISTS")
    assert there.read_text("utf-8") == "旧钥匙"
    nowhere = run("new", folder, *place, "--recovery-key", tmp_path / "没有" / "钥匙.txt")
    assert (nowhere.status, nowhere.code) == (3, "NO_FOLDER")
    assert not folder.exists()
    done = run("new", folder, *place, "--recovery-key", tmp_path / "钥匙.txt", "--name", "某镇工会")
    assert done.json["recovery_key_file"] == str(tmp_path / "钥匙.txt")
    assert done.json["root_name"] == "某镇工会"
    assert len(key_in(tmp_path / "钥匙.txt")) == 32


def test_new_refuses_an_unknown_division_and_a_used_folder(
    run: Run, tmp_path: Path, office: Path
) -> None:
    said = run("new", tmp_path / "库", "--division", "999999", "--kind", "township")
    assert (said.status, said.code) == (3, "NO_DIVISION")
    said = run("new", office, "--division", DIVISION, "--kind", "township")
    assert (said.status, said.code) == (3, "FOLDER_USED")
    assert run("info", folder=office).status == 0


def test_new_refuses_an_unknown_kind_as_wrong_usage(run: Run, tmp_path: Path) -> None:
    said = run("new", tmp_path / "库", "--division", DIVISION, "--kind", "city")
    assert (said.status, said.code) == (2, "USAGE")


def test_info_answers_with_the_keys_of_the_contract(run: Run, office: Path) -> None:
    said = run("info", folder=office)
    assert said.status == 0
    assert set(said.json) >= {"command", "schema", "program", "root", "counts", "last_backup"}
    assert {"unions", "employers"} <= set(said.json["counts"])
    assert said.json["counts"]["unions"] == 2
    assert said.json["last_backup"] is None
    assert "城关镇总工会" in run("info", folder=office, text=True).out


@pytest.mark.parametrize(
    ("kind", "code", "name", "own"),
    [
        ("township", "620121100000", "城关镇总工会", None),
        ("subdistrict", DIVISION, "城关镇总工会", None),
        ("county", "620121", "永登县总工会", None),
        ("enterprise", DIVISION, "城关镇企业工会委员会", None),
    ],
)
def test_plan_of_each_kind(kind: str, code: str, name: str, own: str | None) -> None:
    plan = opening.plan(division=code, kind=kind, opening=opening.date(2026, 1, 1))
    assert (plan["name"], plan["own_place"]) == (name, own)
    assert plan["places"][0].upper is None


def test_plan_of_a_zone_makes_the_park_a_place_of_its_own() -> None:
    plan = opening.plan(
        division="620121", kind="zone", opening=opening.date(2026, 1, 1), name="某某工业园总工会"
    )
    assert [p.code for p in plan["places"]] == ["620121"]
    assert (plan["own_place"].name, plan["own_place"].kind) == ("某某工业园", "park")


def test_plan_of_a_county_has_its_townships_and_villages_only_if_asked() -> None:
    def places(*, villages: bool) -> list[Any]:
        plan = opening.plan(
            division="620121", kind="county", opening=opening.date(2026, 1, 1), villages=villages
        )
        return list(plan["places"])

    few, many = places(villages=False), places(villages=True)
    assert {len(p.code) for p in few} == {6, 9}
    assert {len(p.code) for p in many} == {6, 9, 12}
    made = {p.code for p in many}
    assert all(p.upper in made for p in many[1:])


def test_plan_refuses_a_village_of_nowhere() -> None:
    with pytest.raises(UserError, match="没有代码"):
        opening.plan(division="620121100999", kind="village", opening=opening.date(2026, 1, 1))
