"""The figures that 六有 counts itself, against a count by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from app.areas.six_haves.rules.rubric import shipped
from app.figures.engine import evaluate, records
from app.start import registry
from tests.areas.five_ones.conftest import Year, office
from tests.areas.six_haves.test_assessments import SCOPE

__all__ = ["office"]


@pytest.fixture
def year(office: Any) -> Year:
    return Year(office)


def value(year: Year, code: str, union: str) -> int | float | None:
    scope = replace(SCOPE, unit=union)

    def run(conn: Any) -> Any:
        found = evaluate(conn, registry(), [code], scope)[code].value
        assert found == sum(one.value for one in records(conn, registry(), code, scope))
        return found

    return year.space.read(run)


def test_a_quarter_with_several_committee_meetings_counts_once(year: Year) -> None:
    for month, day in ((1, 5), (2, 6), (3, 31), (4, 1), (9, 30), (10, 1), (11, 3)):
        year.activity("committee_meeting", year.firm, date(2026, month, day), title="例会")
    year.activity("committee_meeting", year.firm, date(2025, 12, 31), title="上年的例会")
    assert value(year, "H203", year.firm) == 4


def test_a_federation_that_held_its_workers_congress_is_not_denied_it(year: Year) -> None:
    year.congress("workers_congress", year.fed, on=date(2026, 5, 1))
    assert value(year, "H205", year.fed) == 1
    assert value(year, "H205", year.firm) == 0
    asked = {item.id: item for item in shipped()["six-25"].items}["D2"]
    assert "L" in asked.objects
    assert "H205" in asked.codes()
