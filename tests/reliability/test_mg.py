"""MG: an older file is brought up to date whole or not at all."""

from __future__ import annotations

import errno
import shutil
from pathlib import Path
from typing import Any

import pytest

from app.base.errors import KnownError, UserError
from app.store import layout, migrate, version
from app.store.backup import FOLDER, VERIFIED, list_backups
from app.store.connect import connect, engine
from app.store.keys import new_key
from app.store.migrations import freeze
from app.store.restore import restore
from app.store.undo import undo_entry
from app.store.verify import verify
from app.store.workspace import Workspace
from tests.data.schema_0001 import make as stored
from tests.reliability.jobs import COUNT, FAIL_ON, KILL
from tests.reliability.killing import Child, copy, every_call, needs_faults
from tests.store.acts import set_value
from tests.workspaces import bare_wiring

HERE = Path(__file__).parent
STEPS = HERE / "migrations"
NEXT = len(list(STEPS.glob("[0-9]*.py")))


def opened(folder: Path) -> Workspace:
    return Workspace.open(folder, key=stored.stored_key(), wiring=bare_wiring())


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A copy of the stored workspace of schema 1."""
    return copy(stored.FOLDER, tmp_path / "旧库")


@pytest.fixture
def newer(monkeypatch: pytest.MonkeyPatch) -> None:
    """A program that knows the test's own steps after ours."""
    monkeypatch.setattr(version, "MIGRATIONS", (*version.MIGRATIONS, STEPS))
    monkeypatch.setattr(version, "SCHEMA", version.SCHEMA + NEXT)


def raw_of(folder: Path) -> Any:
    return connect(folder / "workspace.db", stored.stored_key(), look=True)


def shape(folder: Path) -> tuple[Any, ...]:
    """Schema, version, and rows of every table."""
    from app.store.copying import counts

    raw = raw_of(folder)
    try:
        found = counts(raw)
        assert raw.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        assert raw.execute("PRAGMA foreign_key_check").fetchone() is None
        return (
            raw.execute("PRAGMA user_version").fetchone()[0],
            raw.execute("SELECT version_num FROM alembic_version").fetchall(),
            layout.objects(raw),
            {k: v for k, v in found.items() if not k.startswith("search_words_")},
        )
    finally:
        raw.close()


def test_mg_1_the_stored_workspace_opens_and_holds_what_it_held(old: Path) -> None:
    with opened(old) as workspace:
        assert stored.signature(workspace) == stored.stored_signature()
        assert verify(workspace) == []
        workspace.undo(3)
        assert verify(workspace) == []
    with Workspace.open(old, password=stored.PASSWORD, user=stored.USER) as workspace:
        assert workspace.user == stored.USER


def test_mg_2_a_fresh_file_equals_a_migrated_one(tmp_path: Path, workspace: Workspace) -> None:
    key = new_key()
    made = engine(lambda: connect(tmp_path / "链.db", key), begin="BEGIN IMMEDIATE")
    with made.begin() as conn:
        migrate.run_chain(conn)
    with made.connect() as conn:
        migrated = layout.objects(conn.connection.driver_connection)
        number = conn.exec_driver_sql("SELECT version_num FROM alembic_version").scalar_one()
    made.dispose()
    fresh = workspace.on_writer(layout.objects)
    assert sorted(migrated) == sorted(fresh)
    for key_ in fresh:
        assert migrated[key_] == fresh[key_]
    assert number == f"{version.SCHEMA:04d}"
    assert fresh == layout.reference()


def test_mg_2_the_first_schema_is_written_down_as_it_is() -> None:
    """If this fails: a table changed. Before the first release run
    ``python -m app.store.migrations.freeze`` and ``python -m tests.data.schema_0001.make``; after
    it, write a step of the chain."""
    assert freeze.TARGET.read_text("utf-8") == freeze.text()


def test_an_upgrade_keeps_every_record_and_closes_undo_below(old: Path, newer: None) -> None:
    with opened(old) as workspace:
        assert stored.signature(workspace) == stored.stored_signature()
        raw = workspace.on_writer(lambda r: r.execute("SELECT memo FROM unions").fetchall())
        assert set(raw) == {("旧数据",)}
        links = workspace.on_writer(lambda r: r.execute("PRAGMA foreign_keys").fetchone())
        assert links == (1,)
        codes = {f.rule for f in verify(workspace)}
        assert codes == {"SYS-SCHEMA"}, "only the test's own tables are strange to this program"
        with pytest.raises(UserError, match="UNDO_NO") as told:
            workspace.do(undo_entry, 3)
        assert "升级" in told.value.message
        workspace.do(set_value, key="after", value=1)
        workspace.undo()
    number, name, _, _ = shape(old)
    assert (number, name) == (version.SCHEMA, [(f"{version.SCHEMA:04d}",)])
    with opened(old) as workspace:
        entries = "SELECT count(*) FROM entry WHERE act = 'store.upgrade'"
        assert workspace.on_writer(lambda r: r.execute(entries).fetchone()) == (1,)


BAD_STEPS = {
    "raises": "    raise RuntimeError('step')",
    "loses_rows": "    op.execute('DELETE FROM contact')\n    op.execute('DELETE FROM coverage')",
    "dangles": '    op.execute("UPDATE coverage SET union_id = zeroblob(16)")',
    "empties_children": "    op.execute('DELETE FROM unions')",
}


@pytest.mark.parametrize("kind", sorted(BAD_STEPS))
@pytest.mark.parametrize("after", range(NEXT + 1))
def test_mg_3_a_step_that_fails(
    old: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str, after: int
) -> None:
    steps = tmp_path / "steps"
    steps.mkdir()
    for path in sorted(STEPS.glob("[0-9]*.py"))[:after]:
        shutil.copy(path, steps)
    last, bad = version.SCHEMA + after, version.SCHEMA + after + 1
    text = (
        "from alembic import op\n"
        f"revision = '{bad:04d}'\ndown_revision = '{last:04d}'\n"
        f"def upgrade():\n{BAD_STEPS[kind]}\n"
    )
    (steps / f"{bad:04d}_bad.py").write_text(text, "utf-8")
    before = shape(old)
    with monkeypatch.context() as patched:
        patched.setattr(version, "MIGRATIONS", (*version.MIGRATIONS, steps))
        patched.setattr(version, "SCHEMA", bad)
        with pytest.raises((RuntimeError, KnownError)) as told:
            opened(old)
        if isinstance(told.value, KnownError):
            assert told.value.code == "UPGRADE_LOST"
    assert shape(old) == before
    with opened(old) as workspace:
        assert stored.signature(workspace) == stored.stored_signature()
        workspace.do(set_value, key="on", value=1)


@needs_faults
@pytest.mark.parametrize("mode", [KILL, FAIL_ON])
def test_mg_3_killed_or_full_at_every_call(old: Path, tmp_path: Path, times, mode: int) -> None:
    key = stored.stored_key()
    before = shape(old)
    live = copy(old, tmp_path / "活")
    done = Child("one_upgrade", live, key, arm=(COUNT, 0, 0), steps=str(STEPS)).ready().end()[-1]
    assert done[0] == "done"
    after = shape(live)
    assert after[0] == before[0] + NEXT
    for number in every_call(done[1], times(10_000, 15)):
        live = copy(old, tmp_path / "活")
        arm = (mode, number, errno.ENOSPC)
        said = Child("one_upgrade", live, key, arm=arm, steps=str(STEPS)).ready().end()
        if mode == FAIL_ON:
            assert said, f"crash at call {number}"
            assert said[-1][0] in ("done", "error")
            if said[-1][0] == "error":
                assert said[-1][1] in ("DISK_FULL", "DISK_ERROR"), said
        found = shape(live)
        assert found in (before, after), number
        for each in list_backups(live / FOLDER):
            assert each.state == VERIFIED
        again = Child("one_upgrade", live, key, steps=str(STEPS)).ready().end()[-1]
        assert again[0] == "done"
        assert shape(live)[:3] == after[:3]


def test_mg_4_the_copy_before_is_verified_and_opens_in_the_old_program(
    old: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(version, "MIGRATIONS", (*version.MIGRATIONS, STEPS))
        patched.setattr(version, "SCHEMA", version.SCHEMA + NEXT)
        opened(old).close()
    (kept,) = list_backups(old / FOLDER)
    assert kept.state == VERIFIED
    assert kept.title == "升级前的备份"
    with pytest.raises(KnownError, match="NEWER"):
        opened(old)
    restore(kept.path, tmp_path / "退回", key=stored.stored_key())
    with opened(tmp_path / "退回") as workspace:
        assert stored.signature(workspace) == stored.stored_signature()
        assert verify(workspace) == []


def test_an_older_backup_is_upgraded_when_it_is_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(version, "MIGRATIONS", (*version.MIGRATIONS, STEPS))
    monkeypatch.setattr(version, "SCHEMA", version.SCHEMA + NEXT)
    facts = restore(stored.HERE / "backup.udb", tmp_path / "回", password=stored.PASSWORD)
    assert facts.older
    with opened(tmp_path / "回") as workspace:
        assert stored.signature(workspace) == stored.stored_signature()


def test_no_full_disk_lets_an_upgrade_begin(
    old: Path, newer: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = (old / "workspace.db").read_bytes()
    usage = shutil.disk_usage(old)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage._replace(free=50 << 20))
    with pytest.raises(KnownError, match="DISK_FULL"):
        opened(old)
    monkeypatch.undo()
    assert (old / "workspace.db").read_bytes() == before
