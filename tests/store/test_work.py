"""The unit of work: one act, one transaction, one entry."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import func, select

from app.areas.organisations.records import UNION, UNION_SPELL
from app.base.errors import BugError, UserError
from app.store import log
from app.store.system import CHANGE, ENTRY, SETTING
from app.store.work import ACTS, Work, act
from app.store.workspace import Workspace
from tests.store.acts import add_union, dump, rename_union, set_value

pytestmark = pytest.mark.filterwarnings("error")


@act("test.fail_late", "写了再失败")
def fail_late(work: Work) -> None:
    work.insert(SETTING, key="half", value=1)
    raise UserError("TEST", "就是要失败")


@act("test.twice", "同一条改两次")
def twice(work: Work, row: str) -> None:
    work.update(SETTING, row, value=1)
    work.update(SETTING, row, value=2)


@act("test.come_and_go", "建了又删")
def come_and_go(work: Work) -> None:
    work.delete(SETTING, work.insert(SETTING, key="short", value=1))


@act("test.uneven", "各有各的栏")
def uneven(work: Work) -> list[str]:
    return work.insert_rows(SETTING, [{"key": "bare"}, {"value": [1, None], "key": "full"}])


@act("test.same_columns", "同样的栏")
def many(work: Work, rows: list[dict[str, Any]]) -> list[str]:
    return work.insert_rows(SETTING, rows)


@act("test.nested", "外层操作")
def nested(work: Work) -> str:
    set_value(work, key="inner", value=1)
    return set_value(work, key="inner2", value=2)


@act("test.same", "什么也没有变")
def nothing(work: Work, row: str) -> None:
    work.update(SETTING, row, value=1)


def entries(workspace: Workspace) -> list[str]:
    return workspace.read(lambda c: list(c.execute(select(ENTRY.c.title)).scalars()))


def changes_of(workspace: Workspace, entry: int) -> list[tuple[str, str, str | None]]:
    query = select(CHANGE.c.tbl, CHANGE.c.kind, CHANGE.c.data).where(CHANGE.c.entry == entry)
    return workspace.read(lambda c: [tuple(r) for r in c.execute(query)])


def test_an_act_that_fails_leaves_nothing(workspace: Workspace) -> None:
    before = dump(workspace), entries(workspace)
    with pytest.raises(UserError):
        workspace.do(fail_late)
    assert (dump(workspace), entries(workspace)) == before
    workspace.do(set_value, key="after", value=1)
    assert dump(workspace) != before[0]


def test_rollback_really_rolls_back_on_disk(workspace: Workspace) -> None:
    """Without the BEGIN listener each statement would commit by itself, silently."""
    with pytest.raises(UserError):
        workspace.do(fail_late)
    folder, key = workspace.folder, workspace.key
    workspace.close()
    with Workspace.open(folder, key=key) as again:
        keys = again.read(lambda c: list(c.execute(select(SETTING.c.key)).scalars()))
    assert keys == []


def test_one_act_is_one_entry_also_with_acts_inside(workspace: Workspace) -> None:
    first = len(entries(workspace))
    changes = workspace.do(nested)
    assert entries(workspace)[first:] == ["外层操作"]
    assert len(changes.kinds["setting"]) == 2
    assert changes.result in changes.kinds["setting"]


def test_an_act_that_changes_nothing_leaves_no_entry(workspace: Workspace) -> None:
    row = workspace.do(set_value, key="a", value=1).result
    before = entries(workspace)
    assert workspace.do(nothing, row).entry == 0
    assert entries(workspace) == before


def test_two_changes_of_one_record_are_one_change_with_the_first_before(
    workspace: Workspace,
) -> None:
    row = workspace.do(set_value, key="a", value=0).result
    done = workspace.do(twice, row)
    ((table, kind, data),) = changes_of(workspace, done.entry)
    assert (table, kind) == ("setting", "set")
    assert log.decode("setting", data or "") == {"value": 0, "rev": done.entry - 1}
    workspace.undo()
    found = workspace.read(lambda c: c.execute(select(SETTING.c.value)).scalar_one())
    assert found == 0


def test_a_record_made_and_removed_in_one_act_is_no_change(workspace: Workspace) -> None:
    before = dump(workspace)
    assert workspace.do(come_and_go).entry == 0
    assert dump(workspace) == before


def test_what_one_of_many_rows_does_not_name_is_empty(workspace: Workspace) -> None:
    made = workspace.do(uneven).result
    query = select(SETTING).where(SETTING.c.id.in_(made)).order_by(SETTING.c.key)
    bare, full = workspace.read(lambda c: [dict(row) for row in c.execute(query).mappings()])
    assert bare == {"id": made[0], "key": "bare", "value": None, "rev": bare["rev"]}
    assert (full["key"], full["value"]) == ("full", [1, None])


@pytest.mark.parametrize("fields", [("key",), ("key", "value"), ("value", "key")])
def test_many_rows_that_name_the_same_are_all_written(workspace: Workspace, fields) -> None:
    told = [{"key": f"k{n}", "value": v} for n, v in enumerate((1, None, "x", [True]))]
    rows = [{field: row[field] for field in fields} for row in told]
    made = workspace.do(many, rows).result
    query = select(SETTING).where(SETTING.c.id.in_(made))
    found = workspace.read(lambda c: {row["id"]: row for row in c.execute(query).mappings()})
    assert [{field: found[one][field] for field in fields} for one in made] == rows


def test_writing_outside_an_act_is_refused(workspace: Workspace) -> None:
    def sneak() -> None:
        with workspace._writer.begin() as conn:
            workspace.work(conn).insert(SETTING, key="sneak", value=1)

    with pytest.raises(BugError):
        workspace._writer_thread.submit(sneak).result()
    count = workspace.read(lambda c: c.execute(select(func.count()).select_from(SETTING)).scalar())
    assert count == 0


def test_a_reader_cannot_write(workspace: Workspace) -> None:
    with pytest.raises(Exception, match=r"READ_ONLY|readonly"):
        workspace.read(
            lambda c: c.execute(SETTING.insert().values(id="00" * 16, key="x", value=1, rev=1))
        )


def test_rev_is_the_entry_that_wrote_the_row_last(workspace: Workspace) -> None:
    made = workspace.do(add_union, name="甲厂工会")
    changed = workspace.do(rename_union, made.result, name="乙厂工会", since=date(2026, 1, 1))
    revs = workspace.read(
        lambda c: list(c.execute(select(UNION_SPELL.c.rev).order_by(UNION_SPELL.c.id)).scalars())
    )
    assert revs == [changed.entry, changed.entry]
    assert workspace.read(lambda c: c.execute(select(UNION.c.rev)).scalar_one()) == made.entry


def test_before_values_come_back_in_their_own_types(workspace: Workspace) -> None:
    made = workspace.do(add_union, name="甲厂工会", since=date(2020, 2, 29))
    done = workspace.do(rename_union, made.result, name="乙厂工会", since=date(2026, 1, 1))
    data = {kind: data for _, kind, data in changes_of(workspace, done.entry)}["set"]
    assert log.decode("union_spell", data or "") == {"until": None, "rev": made.entry}
    assert log.decode("union_spell", '{"since":"2020-02-29"}') == {"since": date(2020, 2, 29)}


def test_a_record_that_is_gone_is_said_so(workspace: Workspace) -> None:
    with pytest.raises(UserError) as told:
        workspace.do(rename_union, "00" * 16, name="无", since=date(2026, 1, 1))
    assert told.value.code == "NOT_FOUND"


def test_a_guard_may_refuse_the_whole_act(make_workspace, wiring) -> None:
    def guard(work: Work, ids: set[str]) -> None:
        if len(ids) > 1:
            raise UserError("GUARD", "一次只能一个")

    wiring.guards["setting"] = guard
    workspace = make_workspace()
    workspace.do(set_value, key="one", value=1)
    before = dump(workspace)
    with pytest.raises(UserError, match="GUARD"):
        workspace.do(nested)
    assert dump(workspace) == before


def test_an_act_that_cannot_be_undone_says_why() -> None:
    with pytest.raises(BugError):
        act("test.silent", "不说原因", undo=False)(lambda work: None)
    assert "test.silent" not in ACTS
    for code, each in ACTS.items():
        assert each.undo or each.why_not, code


def test_files_of_an_act_wait_for_the_commit(workspace: Workspace) -> None:
    seen: list[str] = []

    def files(work: Work, *, fail: bool) -> None:
        work.insert(SETTING, key=f"k{fail}", value=1)
        work.committed.append(lambda: seen.append("committed"))
        work.failed.append(lambda: seen.append("failed"))
        if fail:
            raise UserError("TEST", "失败")

    code = "test.files"
    declared = ACTS.get(code) or act(code, "带文件的操作")(files)
    with pytest.raises(UserError):
        workspace.do(declared, fail=True)
    workspace.do(declared, fail=False)
    assert seen == ["failed", "committed"]


def test_what_the_schema_forbids_is_told_as_a_sentence(workspace: Workspace) -> None:
    def double(work: Work) -> None:
        work.insert(UNION, outside=False, credit_code="X")
        work.insert(UNION, outside=False, credit_code="X")

    def dangling(work: Work) -> None:
        work.insert(UNION_SPELL, union_id="00" * 16, since=None, name="无", type="single",
                    level="primary", status="active")  # fmt: skip

    before = dump(workspace)
    twice = ACTS.get("test.double") or act("test.double", "重复")(double)
    with pytest.raises(UserError, match="EXISTS") as told:
        workspace.do(twice)
    assert "工会" in told.value.message
    loose = ACTS.get("test.dangling") or act("test.dangling", "悬空")(dangling)
    with pytest.raises(UserError, match="REFERRED"):
        workspace.do(loose)
    assert dump(workspace) == before
