"""Checked rows wait encrypted until somebody decides."""

from __future__ import annotations

import pytest

from app.base.errors import UserError
from app.store.staging import Staging
from app.store.workspace import Workspace


def row(number: int, outcome: str = "new") -> dict[str, object]:
    return {"row": number, "outcome": outcome, "values": {"name": f"王庆坨{number}厂", "n": None}}


def test_rows_come_back_in_their_order_by_page_and_outcome(workspace: Workspace) -> None:
    with Staging(workspace) as staging:
        one = staging.begin({"file": "台账.xlsx"})
        two = staging.begin({"file": "另一份.xlsx"})
        rows = [row(k, "rejected" if k % 3 == 0 else "new") for k in range(2500)]
        assert staging.add(one, rows[:1000]) == list(range(1000))
        assert staging.add(one, rows[1000:])[-1] == 2499
        staging.add(two, [row(1, "")])
        assert staging.counts(one) == {"new": 1666, "rejected": 834}
        page = staging.rows(one, "rejected", start=4, limit=2)
        assert [(r["number"], r["row"]) for r in page] == [(6, 6), (9, 9)]
        assert [r["number"] for r in staging.every(one)] == list(range(2500))
        assert page[0] == {**rows[6], "number": 6}
        staging.update(one, [{**page[0], "outcome": "new", "values": {}}])
        assert staging.counts(one)["rejected"] == 833
        assert staging.rows(one, start=6, limit=1)[0]["values"] == {}
        assert [i["rows"] for i in staging.imports()] == [1, 2500]
        staging.drop(one)
        assert staging.counts(one) == {}
        assert staging.counts(two) == {"": 1}


def test_rows_outlive_the_program_and_stay_encrypted(workspace: Workspace) -> None:
    with Staging(workspace) as staging:
        kept = staging.begin({"file": "台账.xlsx"})
        staging.add(kept, [row(7)])
    content = (workspace.folder / "staging.db").read_bytes()
    assert b"SQLite" not in content
    assert "王庆坨".encode() not in content
    with Staging(workspace) as staging:
        assert staging.source(kept) == {"file": "台账.xlsx"}
        assert staging.rows(kept)[0]["row"] == 7


def test_a_file_that_cannot_be_read_is_made_anew(workspace: Workspace) -> None:
    (workspace.folder / "staging.db").write_bytes(b"no database at all" * 300)
    with Staging(workspace) as staging:
        staging.begin({})
        assert len(staging.imports()) == 1


def test_an_empty_one_leaves_no_file_and_the_old_are_forgotten(workspace, clock) -> None:
    with Staging(workspace) as staging:
        old = staging.begin({"file": "旧"})
        staging.add(old, [row(1)])
        clock.go_on(days=31)
        young = staging.begin({"file": "新"})
        assert staging.drop_old() == 1
        assert [i["id"] for i in staging.imports()] == [young]
        with pytest.raises(UserError, match="NOT_FOUND"):
            staging.source(old)
        staging.drop(young)
    assert not (workspace.folder / "staging.db").exists()


def test_a_failing_row_leaves_nothing(workspace: Workspace) -> None:
    with Staging(workspace) as staging:
        one = staging.begin({})
        with pytest.raises(TypeError):
            staging.add(one, [row(1), {"bad": object()}])
        assert staging.counts(one) == {}
