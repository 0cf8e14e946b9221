"""Judged rows of a file: outcomes and what was added are kept, the rows stay where they wait."""

from __future__ import annotations

from typing import Any

import pytest

from app.base.findings import Severity
from app.sheets.checked import CheckedRow, Outcome
from app.sheets.judged import JudgedRows, StagedRows
from app.store.staging import Staging


def rows(count: int) -> list[CheckedRow]:
    return [
        CheckedRow(
            "甲" if n < count // 2 else "乙", n + 1, {"name": f"会员{n}"}, cells=[f"会员{n}"]
        )
        for n in range(count)
    ]


def judged(source: Any, made: JudgedRows) -> JudgedRows:
    for n, row in enumerate(source):
        row.outcome = Outcome.NEW if n % 3 else Outcome.SAME
        if n % 5 == 0:
            row.add("IMP-DIFFERS", Severity.EXPLAIN, "不同")
        if n % 7 == 0:
            row.add("IMP-UNION", Severity.MUST, "没有这个工会")
        made.add(row)
    return made


def test_rows_that_wait_are_fetched_with_what_was_judged(workspace: Any) -> None:
    with Staging(workspace) as staging:
        job = staging.begin({})
        staging.add(job, [row.to_json() for row in rows(1200)])
        waiting = StagedRows(staging, job)
        assert len(waiting) == 1200
        assert [row.row for row in waiting] == list(range(1, 1201))
        assert (waiting[-1].row, [r.row for r in waiting[3:9:2]]) == (1200, [4, 6, 8])
        with pytest.raises(IndexError):
            waiting[1200]
        found = judged(waiting, JudgedRows(waiting))
        expected = judged(rows(1200), JudgedRows(rows(1200)))
        assert [r.to_json() for r in found] == [r.to_json() for r in expected]
        assert found[35].values == {"name": "会员35"}
        assert [p.code for p in found[35].problems] == ["IMP-DIFFERS", "IMP-UNION"]
        assert found.counts() == expected.counts()
        staging.drop(job)


def test_without_a_place_to_wait_what_needs_a_person_is_kept_whole() -> None:
    found = judged(iter(rows(50)), JudgedRows())
    assert len(list(found.outcomes())) == 50
    assert list(found.outcomes())[49] == ("乙", 50, Outcome.REJECTED)
    left = [row for row in found.told() if row.outcome is Outcome.REJECTED]
    assert [row.cells for row in left] == [[f"会员{n}"] for n in range(0, 50, 7)]
    told = [row for row in found.told() if row.outcome is not Outcome.REJECTED]
    assert [(row.row, row.cells) for row in told] == [(n + 1, []) for n in range(5, 50, 5) if n % 7]
    assert (found[1].row, found[1].outcome, found[1].values) == (2, Outcome.NEW, {})
