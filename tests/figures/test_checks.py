"""Checks between figures over computed tables, and explanations beside findings."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from app.base.findings import Finding, Result, Severity
from app.figures.checks import Unit, explained, figure_findings, needed
from app.figures.engine import COUNTED, NO_DATA, Table, Value
from app.figures.registry import Figure, Registry
from app.rules.relations import Check, Relation
from app.store.notes import explain_finding, put_off_finding

MUST = Severity.MUST


def registry(*codes: str) -> Registry:
    made = Registry()
    for code in codes:
        made.add(Figure(code, f"指标{code}", "个", "", "", "", "base", lambda c: c.id))
    return made


def table(total: dict[str, int | None], rows: list[dict[str, int | None]] | None = None) -> Table:
    def of(values: dict[str, int | None]) -> dict[str, Value]:
        return {c: Value(c, v, NO_DATA if v is None else COUNTED) for c, v in values.items()}

    return Table(of(total), {n: of(row) for n, row in enumerate(rows or [])})


def check(*relations: Relation) -> Check:
    return Check("L99", "试", True, relations)


def relation(left: tuple[str, ...], kind: str, right: Any = None, **more: Any) -> Relation:
    return Relation(left, kind, right, MUST, **more)


SUM = relation(("A1",), "=", ("A2", "A3"))
ROWS = relation(("A1", "A2"), "rows")
PARTS = relation(("A2", "Z9"), "each<=", ("A1",))
EACH = relation(("A1",), "=", 1, types=("single",))


def failed(found: list[Finding]) -> list[Finding]:
    return [f for f in found if f.result is Result.FAIL]


def test_the_whole_is_judged_on_what_was_computed():
    known = registry("A1", "A2", "A3")
    assert not failed(figure_findings(known, [check(SUM)], table({"A1": 5, "A2": 2, "A3": 3})))
    (found,) = failed(figure_findings(known, [check(SUM)], table({"A1": 6, "A2": 2, "A3": 3})))
    assert (found.kind, found.id, found.severity) == ("figure", "A1", MUST)
    assert "指标A1 6" in found.message


def test_only_figures_that_exist_are_asked_for():
    assert needed(registry("A1", "A2"), [check(SUM, PARTS, ROWS)]) == ["A2", "A1"]
    assert needed(registry("A1"), [check(EACH)]) == []


def test_a_sum_over_a_figure_nobody_brings_is_left_out():
    assert figure_findings(registry("A1", "A2"), [check(SUM)], table({"A1": 1, "A2": 1})) == []


def test_parts_are_judged_without_the_one_nobody_brings():
    found = figure_findings(registry("A1", "A2"), [check(PARTS)], table({"A1": 1, "A2": 2}))
    assert [(f.id, f.result) for f in found] == [("A2", Result.FAIL)]


def test_a_row_without_data_adds_nothing():
    known = registry("A1", "A2")
    rows = [{"A1": 2, "A2": None}, {"A1": 3, "A2": 4}]
    assert not failed(figure_findings(known, [check(ROWS)], table({"A1": 5, "A2": 4}, rows)))
    (found,) = failed(figure_findings(known, [check(ROWS)], table({"A1": 6, "A2": 4}, rows)))
    assert found.id == "A1"


def test_groups_that_overlap_are_no_rows():
    computed = table({"A1": 5, "A2": 1}, [{"A1": 5, "A2": 1}, {"A1": 5, "A2": 1}])
    computed.overlaps = True
    assert figure_findings(registry("A1", "A2"), [check(ROWS)], computed) == []


def test_relations_of_a_type_are_put_to_each_union_of_it():
    units = [
        Unit("u1", "甲工会", "single", {"A1": 1}),
        Unit("u2", "乙工会", "single", {"A1": 2}),
        Unit("u3", "丙工会", "joint", {"A1": 2}),
        Unit("u4", "丁工会", "single", {"A1": None}),
    ]
    found = figure_findings(registry("A1"), [check(EACH)], table({}), units)
    assert [(f.id, f.result) for f in found] == [
        ("u1", Result.PASS), ("u2", Result.FAIL), ("u4", Result.NO_DATA),
    ]  # fmt: skip
    assert found[1].kind == "union"


def finding(**more: Any) -> Finding:
    given = {"rule": "L99", "severity": Severity.EXPLAIN, "message": "m", "kind": "figure",
             "id": "A1", "values": {"left": 6, "names": ("a", "b")}}  # fmt: skip
    return Finding(**(given | more))


@pytest.fixture
def explain(workspace):
    def write(act_: Any, **values: Any) -> Any:
        about = {"rule": "L99", "kind": "figure", "object_id": "A1", "values": finding().values}
        workspace.do(act_, **(about | values))
        return lambda which, today: workspace.read(lambda c: explained(c, [which], today))[0]

    return write


def test_an_explanation_belongs_to_rule_object_and_values(explain):
    read = explain(explain_finding, text=" 属实 ")
    day = date(2026, 11, 22)
    assert read(finding(), day).explanation == "属实"
    assert read(finding(rule="L98"), day).explanation == ""
    assert read(finding(id="A2"), day).explanation == ""
    assert read(finding(values={"left": 7, "names": ("a", "b")}), day).explanation == ""
    assert read(finding(result=Result.PASS), day).explanation == ""


def test_put_off_holds_until_its_day(explain):
    until = date(2026, 12, 1)
    read = explain(put_off_finding, until=until)
    assert read(finding(), date(2026, 11, 30)).put_off == "2026-12-01"
    assert read(finding(), until).put_off == ""
    assert read(finding(values={}), date(2026, 11, 30)).put_off == ""


def test_an_explanation_takes_back_what_was_put_off(explain):
    explain(put_off_finding, until=date(2026, 12, 1))
    read = explain(explain_finding, text="属实")
    shown = read(finding(), date(2026, 11, 22))
    assert (shown.explanation, shown.put_off) == ("属实", "")
