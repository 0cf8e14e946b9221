"""The integrity list names each kind of damage in the clerk's words, and is silent otherwise."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import Connection

from app.base.findings import Finding, Severity
from app.store.keys import KeyFile
from app.store.users import add_user
from app.store.verify import repair, verify
from app.store.workspace import Wiring, Workspace
from tests.store.acts import add_union, import_units, set_value
from tests.store.test_search import owners, rows
from tests.workspaces import CHEAP


def no_short_names(conn: Connection) -> Iterator[Finding]:
    for (name,) in conn.exec_driver_sql("SELECT name FROM union_spell WHERE length(name) < 2"):
        yield Finding("ORG-TEST", Severity.MUST, f"「{name}」太短")


@pytest.fixture
def wiring() -> Wiring:
    from app.store.search import SearchSource

    return Wiring(search=(SearchSource("union", owners, rows),), invariants=(no_short_names,))


def codes(workspace: Workspace) -> set[str]:
    return {finding.rule for finding in verify(workspace)}


def fill(workspace: Workspace) -> None:
    workspace.do(add_union, name="自行车厂工会")
    workspace.do(import_units, count=5)
    workspace.do(set_value, key="a", value=1)
    workspace.undo()


def break_it(workspace: Workspace, *statements: str) -> None:
    def change(raw: Any) -> None:
        raw.execute("PRAGMA foreign_keys = OFF")
        for statement in statements:
            raw.execute(statement)
        raw.execute("PRAGMA foreign_keys = ON")

    workspace.on_writer(change)


def test_a_sound_workspace_has_no_finding(workspace: Workspace) -> None:
    fill(workspace)
    assert verify(workspace) == []


@pytest.mark.parametrize(
    ("statements", "code"),
    [
        (("DELETE FROM unions WHERE id = (SELECT union_id FROM coverage LIMIT 1)",), "SYS-LINK"),
        (("CREATE TABLE extra (a)",), "SYS-SCHEMA"),
        (("CREATE TRIGGER hook AFTER INSERT ON setting BEGIN SELECT 1; END",), "SYS-SCHEMA"),
        (("DROP INDEX uq_choice_text",), "SYS-SCHEMA"),
        (("ALTER TABLE choice ADD COLUMN more TEXT",), "SYS-SCHEMA"),
        (("UPDATE entry SET title = '别的' WHERE number = 2",), "SYS-LOG"),
        (("DELETE FROM change WHERE entry = 5", "DELETE FROM entry WHERE number = 5"), "SYS-HEAD"),
        (
            (
                "INSERT INTO union_spell SELECT randomblob(16), union_id, '2020-01-01',"
                " '2021-01-01', name, upper_id, type, form, level, status, place_id, doc_no, rev"
                " FROM union_spell LIMIT 1",
            ),
            "SYS-SPELL",
        ),
        (
            ("INSERT INTO unions (id, outside, rev) VALUES (randomblob(16), 0, 3)",),
            "SYS-BATCH",
        ),
        (("UPDATE entry SET body = x'00' WHERE number = 3",), "SYS-BATCH"),
        (("UPDATE search_item SET title = '别的' WHERE number = 1",), "SYS-SEARCH"),
        (("DELETE FROM search_item WHERE number = 1",), "SYS-SEARCH"),
        (("DELETE FROM search_words WHERE rowid = 1",), "SYS-SEARCH"),
        (("UPDATE union_spell SET name = 'x' WHERE name = '企业1工会'",), "ORG-TEST"),
        (("UPDATE union_spell SET name = '自行东厂工会' WHERE name LIKE '自行%'",), "SYS-SEARCH"),
    ],
)
def test_each_damage_is_named(workspace: Workspace, statements: tuple[str, ...], code: str) -> None:
    fill(workspace)
    break_it(workspace, *statements)
    found = codes(workspace)
    assert code in found
    assert all(f.message.endswith(("。", "太短")) for f in verify(workspace))


def test_a_wrong_search_index_is_mended_and_the_second_run_is_clean(workspace: Workspace) -> None:
    fill(workspace)
    break_it(workspace, "DELETE FROM search_words", "DELETE FROM search_item WHERE number > 2")
    mended = repair(workspace)
    assert mended.mended["SYS-SEARCH"] >= 1
    assert mended.left == []
    assert workspace.find("自行车")[1] == "1"


def test_a_check_after_work_since_the_last_one_finds_no_damage(workspace: Workspace) -> None:
    """A connection that has looked at the word index before has its old shape in mind."""
    for number in range(60):
        if number % 20 == 0:
            assert verify(workspace) == []
        if number % 20 == 5:
            assert workspace.find("自行车")[1] == str(number)
        workspace.do(add_union, name=f"第{number}自行车厂工会")
    assert verify(workspace) == []


def test_users_without_a_password_and_strangers_are_named(workspace: Workspace) -> None:
    add_user(workspace, "李四", "第二", CHEAP)
    keys = KeyFile.read(workspace.folder)
    keys.remove("李四")
    keys.add("路人", "x", workspace.key, CHEAP)
    keys.write(workspace.folder)
    found = [(f.rule, f.severity) for f in verify(workspace)]
    assert found == [("SYS-USER", Severity.EXPLAIN), ("SYS-USER", Severity.MUST)]
