"""The change log: its chain notices what an SQLite tool does to it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from app.base.errors import KnownError
from app.store import log
from app.store.connect import connect
from app.store.history import entries
from app.store.ids import IdMaker
from app.store.workspace import Workspace
from tests.store.acts import add_union, import_units, set_value


def fill(workspace: Workspace) -> None:
    row = workspace.do(set_value, key="a", value=1).result
    workspace.do(set_value, key="a", value=2)
    workspace.do(add_union, name="甲厂工会")
    workspace.do(import_units, count=5)
    workspace.undo()
    assert row


def breaks(workspace: Workspace) -> list[tuple[int, str]]:
    return workspace.read(lambda conn: list(log.broken(conn)))


def tamper(workspace: Workspace, *statements: str) -> list[tuple[int, str]]:
    """What the chain says after somebody used an SQLite tool."""

    def change(raw: Any) -> None:
        raw.execute("PRAGMA foreign_keys = OFF")
        for statement in statements:
            raw.execute(statement)
        raw.execute("PRAGMA foreign_keys = ON")

    workspace.on_writer(change)
    return breaks(workspace)


@pytest.mark.parametrize("turned", [False, True])
def test_new_rows_of_an_import_are_known_in_whatever_order(turned: bool) -> None:
    ids = IdMaker(lambda: 1, lambda count: bytes(range(7, 7 + count)))
    made, every = log.Made(), [ids() for _ in range(12)]
    others = [every.pop(0), every.pop(5), every.pop()]
    if turned:
        every.reverse()
    made.add(every[:4], [None, 1, 1, 2])
    made.add(every[4:], range(3, 8))
    made.remove(every[2])
    assert made.ids == every[:2] + every[3:]
    assert made.parts(0, 4) == [None, 1, 2, 3]
    assert all(one in made for one in made.ids)
    assert not any(one in made for one in [*others, every[2], "", None])


def test_an_honest_chain_is_sound(workspace: Workspace) -> None:
    fill(workspace)
    assert breaks(workspace) == []


@pytest.mark.parametrize(
    "statements",
    [
        ("UPDATE change SET data = replace(data, '1', '3') WHERE entry = 3",),
        ("UPDATE change SET kind = 'gone' WHERE entry = 2",),
        ("UPDATE change SET rev = 1 WHERE entry = 3",),
        ("UPDATE change SET part = 9 WHERE entry = 3",),
        ("UPDATE change SET row = zeroblob(16) WHERE entry = 3",),
        ("UPDATE change SET entry = 1 WHERE entry = 3",),
        ("UPDATE change SET salt = NULL WHERE entry = 3",),
        ("DELETE FROM change WHERE entry = 3",),
        ("DELETE FROM entry WHERE number = 3",),
        ("DELETE FROM entry WHERE number = 3", "DELETE FROM change WHERE entry = 3"),
        ("UPDATE entry SET title = '别的' WHERE number = 3",),
        ("UPDATE entry SET user = '李四' WHERE number = 3",),
        ("UPDATE entry SET moment = '2020-01-01T00:00:00.000+00:00' WHERE number = 3",),
        ("UPDATE entry SET undoable = 0 WHERE number = 3",),
        ("UPDATE entry SET undoes = NULL WHERE number = 6",),
        ("UPDATE entry SET body = NULL WHERE number = 5",),
        (
            "UPDATE entry SET number = 900 WHERE number = 3",
            "UPDATE entry SET number = 3 WHERE number = 4",
            "UPDATE entry SET number = 4 WHERE number = 900",
        ),
        (
            "INSERT INTO entry SELECT 7, moment, user, act, title, undoable, batch, undoes, body,"
            " digest FROM entry WHERE number = 3",
        ),
        (
            "INSERT INTO change SELECT entry, tbl, zeroblob(16), part, kind, data, salt, digest,"
            " rev FROM change WHERE entry = 3",
        ),
        (
            "INSERT INTO change SELECT 99, tbl, row, part, kind, data, salt, digest, rev"
            " FROM change WHERE entry = 3",
        ),
    ],
)
def test_tampering_is_noticed(workspace: Workspace, statements: tuple[str, ...]) -> None:
    fill(workspace)
    assert tamper(workspace, *statements)


def test_a_cut_tail_is_noticed_by_the_side_file(
    make_workspace: Callable[..., Workspace],
) -> None:
    workspace = make_workspace()
    fill(workspace)
    assert (
        tamper(
            workspace,
            "DELETE FROM change WHERE entry > 4",
            "DELETE FROM entry WHERE number > 4",
        )
        == []
    ), "a chain without its tail is sound in itself"
    folder, key = workspace.folder, workspace.key
    workspace.close()
    with pytest.raises(KnownError, match="JOURNAL_LOST"):
        Workspace.open(folder, key=key)


def test_erased_content_leaves_the_chain_sound(workspace: Workspace) -> None:
    fill(workspace)
    assert tamper(workspace, "UPDATE change SET data = NULL, salt = NULL WHERE entry = 3") == []


def test_a_mass_import_keeps_its_rows_as_ids(workspace: Workspace) -> None:
    done = workspace.do(import_units, count=50)
    folder, key = workspace.folder, workspace.key
    workspace.close()
    raw = connect(folder / "workspace.db", key, look=True)
    changes = raw.execute("SELECT count(*) FROM change WHERE entry = ?", (done.entry,)).fetchone()
    body = raw.execute("SELECT body FROM entry WHERE number = ?", (done.entry,)).fetchone()[0]
    raw.close()
    assert changes[0] == 0
    assert {len(ids) for ids in log.unpack_body(body).values()} == {50}


def test_a_line_that_is_no_record_has_no_history(workspace: Workspace) -> None:
    assert workspace.read(lambda conn: entries(conn, record="shipped:2026")) == []
    assert workspace.read(lambda conn: entries(conn, record="")) == []
