"""Making, opening, closing; what waits for what."""

from __future__ import annotations

import threading
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from app.base.errors import KnownError, UserError
from app.base.progress import Cancelled, Progress
from app.store.opening import BEGUN_FILE
from app.store.version import SCHEMA
from app.store.witness import HEAD_FILE
from app.store.workspace import Workspace
from tests.store.acts import dump, import_units, set_value
from tests.workspaces import CHEAP, PASSWORD, USER


def make(folder: Path) -> Workspace:
    return Workspace.create(folder, user=USER, password=PASSWORD, cost=CHEAP)


def test_the_engine_settings_are_the_promised_ones(workspace: Workspace) -> None:
    promised = {
        "journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "cell_size_check": 1,
        "trusted_schema": 0, "secure_delete": 1, "temp_store": 2, "user_version": SCHEMA,
    }  # fmt: skip

    def ask(raw) -> dict[str, object]:
        return {name: raw.execute(f"PRAGMA {name}").fetchone()[0] for name in promised}

    assert workspace.on_writer(ask) == promised
    reader = workspace.read(lambda c: c.execute(text("PRAGMA query_only")).scalar())
    assert reader == 1


def test_every_table_is_strict_and_every_constraint_has_a_name(workspace: Workspace) -> None:
    rows = workspace.on_writer(
        lambda raw: raw.execute(
            "SELECT name, strict FROM pragma_table_list WHERE type = 'table'"
            " AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'search_words%'"
            " AND name <> 'alembic_version'"
        ).fetchall()
    )
    assert len(rows) > 20
    assert [name for name, strict in rows if not strict] == []
    from app.store.meta import METADATA

    for table in METADATA.tables.values():
        assert all(constraint.name for constraint in table.constraints), table.name


def test_a_folder_that_is_used_is_not_made_into_a_workspace(tmp_path: Path) -> None:
    (tmp_path / "信.docx").write_bytes(b"x")
    for refused in (tmp_path, tmp_path / "信.docx"):
        with pytest.raises(UserError, match="FOLDER_USED"):
            make(refused)
    with pytest.raises(UserError, match="USER_EMPTY"):
        Workspace.create(tmp_path / "a", user=" ", password="x", cost=CHEAP)
    with pytest.raises(UserError, match="PASSWORD_EMPTY"):
        Workspace.create(tmp_path / "b", user="a", password="", cost=CHEAP)
    with pytest.raises(KnownError, match="NOT_A_WORKSPACE"):
        Workspace.open(tmp_path, password="x")


@pytest.mark.parametrize("left", [(), ("keys.json",), ("keys.json", "workspace.db")])
def test_an_interrupted_making_is_told_and_begun_again(tmp_path: Path, left) -> None:
    folder = tmp_path / "库"
    folder.mkdir()
    for name in (BEGUN_FILE, *left):
        (folder / name).write_bytes(b"half" * 100)
    with pytest.raises(KnownError, match="NOT_FINISHED"):
        Workspace.open(folder, password=PASSWORD)
    make(folder).close()
    with Workspace.open(folder, password=PASSWORD) as opened:
        assert opened.user == USER
    assert not (folder / BEGUN_FILE).exists()


def test_a_failing_opening_gives_the_workspace_free(workspace: Workspace) -> None:
    folder = workspace.folder
    workspace.close()
    threads = threading.active_count()
    for _ in range(3):
        with pytest.raises(UserError, match="WRONG_PASSWORD"):
            Workspace.open(folder, password="falsch")
    (folder / HEAD_FILE).write_text('{"entry": 99, "digest": ""}')
    with pytest.raises(KnownError, match="JOURNAL_LOST"):
        Workspace.open(folder, password=PASSWORD)
    assert threading.active_count() == threads
    (folder / HEAD_FILE).write_text("rubbish")
    Workspace.open(folder, password=PASSWORD).close()


def test_closing_leaves_no_journal_and_no_lock(workspace: Workspace) -> None:
    workspace.do(import_units, count=20)
    folder = workspace.folder
    workspace.close()
    workspace.close()
    names = {p.name for p in folder.iterdir() if p.stat().st_size}
    assert names == {"workspace.db", "keys.json", "head.json"}


def test_half_written_files_of_a_killed_process_go(workspace: Workspace) -> None:
    folder = workspace.folder
    workspace.close()
    (folder / ".ab12.99.tmp").write_bytes(b"half")
    (folder / "incoming").mkdir()
    (folder / "incoming" / "workspace.db").write_bytes(b"half")
    (folder / "keys.next.json").write_bytes(b"half")
    Workspace.open(folder, password=PASSWORD).close()
    left = {p.name for p in folder.iterdir()}
    assert left == {"workspace.db", "keys.json", "head.json", "in-use.lock"}


def test_readers_see_before_or_after_and_never_wait(workspace: Workspace) -> None:
    seen: set[int] = set()
    running = workspace.submit(import_units, count=3000)
    while not running.done():
        seen.add(workspace.read(lambda c: c.execute(text("SELECT count(*) FROM unions")).scalar()))
    running.result()
    seen.add(workspace.read(lambda c: c.execute(text("SELECT count(*) FROM unions")).scalar()))
    assert seen == {0, 3000}


def test_a_cancelled_act_leaves_nothing(workspace: Workspace) -> None:
    before = dump(workspace)
    asked = iter([False] * 100 + [True])
    with pytest.raises(Cancelled):
        workspace.do(import_units, count=500, progress=Progress(cancelled=lambda: next(asked)))
    assert dump(workspace) == before
    workspace.do(set_value, key="a", value=1)


def test_what_the_window_remembers_is_no_act(workspace: Workspace, clock) -> None:
    entries = text("SELECT count(*) FROM entry")
    before = workspace.read(lambda c: c.execute(entries).scalar())
    workspace.remember("widths", {"name": 200})
    workspace.remember("widths", {"name": 240})
    workspace.remember("place", "U盘", user="")
    assert workspace.state("widths") == {"name": 240}
    assert workspace.state("place") is None
    assert workspace.state("place", user="") == "U盘"
    assert workspace.read(lambda c: c.execute(entries).scalar()) == before
    clock.moment += timedelta(days=1)


def test_ids_rise_and_are_of_their_moment(workspace: Workspace, clock) -> None:
    ids = [workspace.new_id() for _ in range(5000)]
    assert ids == sorted(set(ids))
    assert int(ids[0][:12], 16) == clock.milliseconds()
    assert {i[12] for i in ids} == {"7"}
