"""Checks between figures, as the national pack states them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.base.findings import Finding, Result, Severity
from app.rules.packs import shipped
from app.rules.relations import judge

CHECKS = shipped()[0].checks
TITLES = {"J101": "基层工会组织数", "J107": "涵盖单位数", "J108": "其中企业"}
TOWN = {
    "J101": 62, "J102": 50, "J103": 0, "J104": 12, "J105": 0, "J106": 5, "J107": 372,
    "J108": 370, "J109": 300, "J110": 1, "J111": 1, "J112": 0, "J113": 0, "J114": 0,
    "J115": 1, "J116": 0, "J117": 10, "J118": 0, "J201": 900, "J202": 400, "J203": 0, "J204": 0,
    "J205": 0, "J206": 800, "J207": 300, "J208": 0, "J209": 0, "J210": 0, "J211": 0, "J212": 0,
    "J213": 0,
}  # fmt: skip


def results(check: str, values: dict[str, int | None] | None = None, **more) -> list[Finding]:
    return judge(CHECKS[check], TOWN if values is None else values, TITLES, **more)


def failed(findings: list[Finding]) -> list[Finding]:
    return [f for f in findings if f.result is Result.FAIL]


@pytest.mark.parametrize("check", ["L01", "L02", "L03", "L04", "L20"])
def test_a_town_that_balances_passes(check: str):
    found = results(check)
    assert found
    assert all(f.result is Result.PASS for f in found)


def test_l01_names_both_sides_with_their_figures():
    (found,) = results("L01", TOWN | {"J102": 49})
    assert found.result is Result.FAIL
    assert found.severity is Severity.MUST
    assert (found.kind, found.id) == ("figure", "J101")
    assert "J101基层工会组织数 62" in found.message
    assert "合计 61" in found.message
    assert "应等于" in found.message


def test_a_missing_figure_is_never_a_pass():
    for check in ("L01", "L02", "L03", "L04", "L20"):
        assert all(f.result is Result.NO_DATA for f in results(check, {}))
    (found,) = results("L01", TOWN | {"J105": None})
    assert found.result is Result.NO_DATA


def test_l02_fewer_units_than_unions_is_to_be_verified():
    (found,) = failed(results("L02", TOWN | {"J107": 61}))
    assert found.severity is Severity.EXPLAIN
    assert not failed(results("L02", TOWN | {"J107": 62}))


@pytest.mark.parametrize(
    ("union_type", "covered", "bad"),
    [
        ("single", 1, False), ("single", 2, True), ("single", 0, True),
        ("joint", 2, False), ("joint", 1, True), ("regional_federation", 2, False),
        ("industry_federation", 1, True),
    ],
)  # fmt: skip
def test_l02_of_each_union_by_its_type(union_type: str, covered: int, bad: bool):
    found = results("L02", {"J107": covered}, union_type=union_type, unit=("u1", "某工会"))
    assert len(found) == 1
    assert (found[0].result is Result.FAIL) is bad
    assert (found[0].kind, found[0].id) == ("union", "u1")
    if bad:
        assert found[0].message.startswith("某工会：")
        assert found[0].severity is Severity.MUST


def test_l02_leaves_other_types_out():
    assert results("L02", {"J107": 0}, union_type="working_committee", unit=("u", "n")) == []


def test_l03_sum_and_part():
    assert len(failed(results("L03", TOWN | {"J114": 1}))) == 1
    (found,) = failed(results("L03", TOWN | {"J109": 371}))
    assert "J109" in found.message


def test_l20_negative_fraction_and_part_over_total():
    assert "不应小于 0" in failed(results("L20", TOWN | {"J116": -1}))[0].message
    (found,) = failed(results("L04", TOWN | {"J207": 801}))
    assert "J207 801" in found.message
    assert failed(results("L20", TOWN | {"J116": 0.5}))  # type: ignore[dict-item]


def test_l21_rows_add_up_to_the_town():
    north = {code: value // 2 for code, value in TOWN.items()}
    south = {code: value - value // 2 for code, value in TOWN.items()}
    assert results("L21") == []
    found = results("L21", rows=[north, south])
    assert found
    assert not failed(found)
    (wrong,) = failed(results("L21", rows=[north, south | {"J107": 0}]))
    assert "下级各行之和 186" in wrong.message
    unknown = results("L21", rows=[north, south | {"J107": None}])
    assert [f.id for f in unknown if f.result is Result.NO_DATA] == ["J107"]


@given(st.lists(st.integers(0, 10**6), min_size=4, max_size=4), st.integers(-5, 5))
def test_l01_fails_exactly_when_the_sums_differ(parts: list[int], off: int):
    codes = ["J102", "J103", "J104", "J105"]
    values = dict(zip(codes, parts, strict=True)) | {"J101": sum(parts) + off}
    (found,) = results("L01", values)
    assert (found.result is Result.FAIL) is (off != 0)
