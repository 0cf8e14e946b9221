"""check, verify."""

from __future__ import annotations

from pathlib import Path

from .conftest import Run

KEYS = {"rule", "severity", "result", "object", "id", "message", "basis", "explanation"}


def test_check_lists_failures_alone_and_makes_status_1(run: Run, office: Path) -> None:
    said = run("check", folder=office)
    assert said.status == 1
    findings = said.json["findings"]
    assert findings
    assert all(set(f) >= KEYS for f in findings)
    assert {f["result"] for f in findings} == {"fail"}
    assert {f["severity"] for f in findings} <= {"must", "explain", "info"}
    counts = said.json["counts"]
    assert counts["fail"] == len(findings) >= counts["must"] + counts["explain"]


def test_check_all_lists_every_result(run: Run, office: Path) -> None:
    found = run("check", "--all", folder=office).json["findings"]
    assert {"fail", "pass", "no_data", "not_applicable"} >= {f["result"] for f in found}
    assert len({f["result"] for f in found}) > 1


def test_check_of_one_rule(run: Run, office: Path) -> None:
    said = run("check", "--rule", "TWN-02", folder=office)
    assert {f["rule"] for f in said.json["findings"]} == {"TWN-02"}
    said = run("check", "--rule", "NIX-99", folder=office)
    assert (said.status, said.code) == (3, "RULE-UNKNOWN")


def test_before_the_opening_nothing_is_judged(run: Run, office: Path) -> None:
    assert run("check", "--year", "2024", folder=office).status == 0
    said = run("check", "--year", "2024", "--all", folder=office)
    assert {f["result"] for f in said.json["findings"]} == {"no_data"}


def test_check_of_one_unit(run: Run, office: Path) -> None:
    unit = "新光纺织有限公司工会委员会"
    said = run("check", "--unit", unit, "--all", folder=office)
    assert said.status in (0, 1)
    assert "TWN-02" not in {f["rule"] for f in said.json["findings"] if f["result"] == "fail"}


def test_a_sound_workspace_has_no_findings(run: Run, office: Path) -> None:
    said = run("verify", folder=office)
    assert (said.status, said.json["findings"]) == (0, [])
    assert "完好" in run("verify", folder=office, text=True).out


def test_people_read_the_findings(run: Run, office: Path) -> None:
    said = run("check", folder=office, text=True)
    assert "TWN-02" in said.out
    assert "需要说明" in said.out
