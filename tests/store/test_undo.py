"""Undo, redo, taking back an import: verdicts, restart, later changes."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from app.areas.organisations.records import COVERAGE, EMPLOYER, UNION, UNION_SPELL
from app.base.errors import UserError
from app.store.system import ENTRY
from app.store.work import Work, act
from app.store.workspace import Workspace
from tests.store.acts import (
    add_union,
    cover,
    drop_value,
    dump,
    import_units,
    rename_union,
    set_value,
)
from tests.workspaces import PASSWORD


def titles(workspace: Workspace) -> list[str]:
    query = select(ENTRY.c.title).order_by(ENTRY.c.number)
    return workspace.read(lambda c: list(c.execute(query).scalars()))


def test_stacks_of_undo_and_redo(workspace: Workspace) -> None:
    states = [dump(workspace)]
    for value in range(4):
        workspace.do(set_value, key="a", value=value)
        states.append(dump(workspace))
    for k in (3, 2, 1):
        assert workspace.undo().title == "撤销：写一项设置"
        assert dump(workspace) == states[k]
    assert workspace.redo().title == "重做：写一项设置"
    assert dump(workspace) == states[2]
    workspace.redo()
    assert dump(workspace) == states[3]
    workspace.undo()
    workspace.undo()
    assert dump(workspace) == states[1]
    workspace.do(set_value, key="b", value=1)
    with pytest.raises(UserError, match="REDO_NOTHING"):
        workspace.redo()
    workspace.undo()
    assert dump(workspace) == states[1]
    workspace.undo()
    assert dump(workspace) == states[0]


def test_undo_stops_at_opening_and_older_acts_are_taken_from_the_list(
    workspace: Workspace,
) -> None:
    empty = dump(workspace)
    old = workspace.do(set_value, key="a", value=1)
    folder = workspace.folder
    workspace.close()
    with Workspace.open(folder, password=PASSWORD) as again:
        with pytest.raises(UserError, match="UNDO_NOTHING"):
            again.undo()
        again.undo(old.entry)
        assert dump(again) == empty
        again.redo()
        assert dump(again) != empty


def test_undoing_twice_is_refused_and_a_redo_can_be_undone_from_the_list(
    workspace: Workspace,
) -> None:
    before = dump(workspace)
    done = workspace.do(set_value, key="a", value=1)
    after = dump(workspace)
    workspace.undo(done.entry)
    with pytest.raises(UserError, match="UNDO_NO"):
        workspace.undo(done.entry)
    redone = workspace.redo()
    assert dump(workspace) == after
    assert redone.changes
    verdict = workspace.undo(redone.changes.entry)
    assert verdict.title == "撤销：写一项设置"
    assert dump(workspace) == before
    assert workspace.redo().title == "重做：写一项设置"
    assert dump(workspace) == after


def test_an_act_changed_since_is_kept_whole(workspace: Workspace) -> None:
    union = workspace.do(add_union, name="甲").result
    renamed = workspace.do(rename_union, union, name="乙", since=date(2025, 1, 1))
    workspace.do(rename_union, union, name="丙", since=date(2026, 1, 1))
    before = dump(workspace)
    with pytest.raises(UserError, match="UNDO_CHANGED") as told:
        workspace.undo(renamed.entry)
    assert "改名（试验）" in told.value.message
    assert dump(workspace) == before


def test_undo_of_a_removal_brings_the_record_back_as_it_was(workspace: Workspace) -> None:
    row = workspace.do(set_value, key="a", value={"深": [1, "二", None]}).result
    before = dump(workspace)
    workspace.do(drop_value, row)
    workspace.undo()
    assert dump(workspace) == before


def test_undo_is_refused_where_the_place_is_taken(workspace: Workspace) -> None:
    row = workspace.do(set_value, key="a", value=1).result
    gone = workspace.do(drop_value, row)
    workspace.do(set_value, key="a", value=2)
    before = dump(workspace)
    with pytest.raises(UserError, match="UNDO_CHANGED"):
        workspace.undo(gone.entry)
    assert dump(workspace) == before


def test_only_the_present_users_acts_are_taken_back_by_ctrl_z(workspace: Workspace) -> None:
    workspace.do(set_value, key="mine", value=1)
    workspace.user = "李四"
    workspace.do(set_value, key="theirs", value=1)
    workspace.user = "张三"
    workspace.undo()
    keys = workspace.read(lambda c: [r.key for r in c.exec_driver_sql("SELECT key FROM setting")])
    assert keys == ["theirs"]


def test_undo_of_an_import_judges_each_row(workspace: Workspace) -> None:
    done = workspace.do(import_units, count=5)
    unions = workspace.read(lambda c: list(c.execute(select(UNION.c.id).order_by("id")).scalars()))
    employers = workspace.read(
        lambda c: list(c.execute(select(EMPLOYER.c.id).order_by("id")).scalars())
    )
    workspace.do(rename_union, unions[1], name="改过名", since=date(2026, 1, 1))
    outside = workspace.do(add_union, name="别的工会").result
    workspace.do(cover, outside, employers[3])
    verdict = workspace.undo(done.entry)
    kept = {row.part for row in verdict.rows if row.verdict == "kept"}
    assert kept == {1, 3}, "a row stays or goes whole"
    assert verdict.count("reversed") == 3 * 5
    reasons = {row.reason for row in verdict.rows if row.verdict == "kept"}
    assert any("改名（试验）" in reason for reason in reasons)
    assert any("引用" in reason for reason in reasons)
    left = workspace.read(lambda c: set(c.execute(select(UNION.c.id)).scalars()))
    assert left == {unions[1], unions[3], outside}
    covers = workspace.read(lambda c: len(c.execute(select(COVERAGE.c.id)).all()))
    assert covers == 3


def test_undo_of_an_import_then_redo_brings_back_every_row(workspace: Workspace) -> None:
    empty = dump(workspace)
    done = workspace.do(import_units, count=30)
    full = dump(workspace)
    workspace.undo(done.entry)
    assert dump(workspace) == empty
    workspace.redo()
    assert dump(workspace) == full


def test_titles_of_undo_do_not_pile_up(workspace: Workspace) -> None:
    workspace.do(set_value, key="a", value=1)
    for _ in range(3):
        workspace.undo()
        workspace.redo()
    assert set(titles(workspace)[2:]) == {"撤销：写一项设置", "重做：写一项设置"}


def test_an_act_that_cannot_be_undone_is_said_so(workspace: Workspace) -> None:
    with pytest.raises(UserError, match="UNDO_NO"):
        workspace.undo(1)
    with pytest.raises(UserError, match="NOT_FOUND"):
        workspace.undo(99)


def test_every_link_has_an_index() -> None:
    """Without one, taking back an import reads the whole table for each record that goes."""
    from app.start import wiring
    from app.store.meta import METADATA

    wiring()
    missing = [
        f"{table.name}.{column.name}"
        for table in METADATA.sorted_tables
        for column in table.c
        if column.foreign_keys
        and column.name not in {next(iter(index.columns)).name for index in table.indexes}
        and column.name != next(iter(table.primary_key.columns)).name
    ]
    assert missing == []


@act("test.import_changes", "导入更改（试验）")
def import_changes(work: Work, *, values: dict[str, dict[str, Any]]) -> None:
    """A mass import that changes unions, one per row."""
    work.start_batch()
    for part, (row, new) in enumerate(sorted(values.items())):
        work.part = part
        work.update(UNION, row, **new)


@act("test.edit_union", "改工会（试验）")
def edit_union(work: Work, row: str, **values: Any) -> None:
    work.update(UNION, row, **values)


@act("test.remove_union", "删工会（试验）")
def remove_union(work: Work, row: str) -> None:
    for spell in work.rows(select(UNION_SPELL).where(UNION_SPELL.c.union_id == row)):
        work.delete(UNION_SPELL, spell["id"])
    work.delete(UNION, row)


def test_a_row_whose_place_is_taken_is_impossible_and_the_others_go(workspace: Workspace) -> None:
    one, two, three = (workspace.do(add_union, name=n).result for n in "甲乙丙")
    workspace.do(edit_union, one, credit_code="A")
    done = workspace.do(import_changes, values={one: {"credit_code": "B"}, two: {"note": "导入的"}})
    workspace.do(edit_union, three, credit_code="A")
    verdict = workspace.undo(done.entry)
    assert {(r.row, r.verdict) for r in verdict.rows} == {(one, "impossible"), (two, "reversed")}
    codes = dict(
        workspace.read(lambda c: [tuple(r) for r in c.execute(select(UNION.c.id, UNION.c.note))])
    )
    assert codes[two] is None
    assert all(r.reason for r in verdict.rows if r.verdict == "impossible")
    single = workspace.do(edit_union, three, credit_code="C")
    workspace.do(edit_union, one, credit_code="A")
    before = dump(workspace)
    with pytest.raises(UserError, match="UNDO_CHANGED"):
        workspace.undo(single.entry)
    assert dump(workspace) == before


def test_a_row_that_pointed_at_what_is_gone_stays(workspace: Workspace) -> None:
    one, two, old, new = (workspace.do(add_union, name=n).result for n in "甲乙丙丁")
    workspace.do(edit_union, one, assets_to_id=old)
    done = workspace.do(
        import_changes, values={one: {"assets_to_id": new}, two: {"note": "导入的"}}
    )
    workspace.do(remove_union, old)
    verdict = workspace.undo(done.entry)
    assert {(r.row, r.verdict) for r in verdict.rows} == {(one, "kept"), (two, "reversed")}
    assert any("已经不在了" in r.reason for r in verdict.rows)
    kept = workspace.read(
        lambda c: c.execute(select(UNION.c.assets_to_id).where(UNION.c.id == one)).scalar_one()
    )
    assert kept == new
