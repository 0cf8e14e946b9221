"""FS: what file systems and other programs do to a workspace."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from app.base.errors import KnownError
from app.base.files import replace_patiently, write_atomically
from app.store.backup import backup
from app.store.keeping import automatic
from app.store.restore import restore
from app.store.workspace import Workspace
from tests.reliability.killing import Child, copy, look
from tests.store.acts import dump, import_units, set_value
from tests.workspaces import CHEAP, PASSWORD, bare_wiring


@pytest.mark.parametrize("seconds", [0.1, 1.0, 2.9, 5.0])
def test_fs_5_a_target_that_is_held_open(tmp_path, monkeypatch, seconds: float) -> None:
    """Windows refuses a rename over an open file; here the refusal is made."""
    target = tmp_path / "表.xlsx"
    target.write_bytes(b"old")
    passed = 0.0
    real = Path.replace

    def refused(self: Path, goal: Path) -> Path:
        if goal == target and passed < seconds:
            raise PermissionError(13, "held")
        return real(self, goal)

    def sleep(for_: float) -> None:
        nonlocal passed
        passed += for_

    monkeypatch.setattr(Path, "replace", refused)
    temp = tmp_path / "new.tmp"
    temp.write_bytes(b"new")
    if seconds < 3:
        replace_patiently(temp, target, sleep=sleep)
        assert target.read_bytes() == b"new"
    else:
        with pytest.raises(KnownError, match="FILE_HELD") as told:
            replace_patiently(temp, target, sleep=sleep)
        assert "表(2).xlsx" in told.value.advice
        assert target.read_bytes() == b"old"
        with pytest.raises(KnownError):
            write_atomically(target, b"new", patience=0)
        assert sorted(p.name for p in tmp_path.iterdir()) == ["new.tmp", "表.xlsx"]


@pytest.fixture
def killed(make_workspace, tmp_path) -> tuple[Path, bytes]:
    """As a killed process leaves it: much of it only in the journal."""
    workspace = make_workspace("被杀")
    workspace.do(import_units, count=20)
    key = workspace.key
    workspace.close()
    child = Child("saves", workspace.folder, key, many=5).ready()
    for _ in range(9):
        child.wait()
    child.kill()
    assert (workspace.folder / "workspace.db-wal").stat().st_size > 0
    return workspace.folder, key


def refused(folder: Path, key: bytes, code: str) -> KnownError:
    """Opening is refused with this code, and the data file is untouched by it."""
    before = (folder / "workspace.db").read_bytes()
    with pytest.raises(KnownError, match=code) as told:
        Workspace.open(folder, key=key)
    assert (folder / "workspace.db").read_bytes() == before
    assert "备份" in told.value.advice
    return told.value


def test_fs_6_the_journal_is_deleted(killed) -> None:
    folder, key = killed
    (folder / "workspace.db-wal").unlink()
    refused(folder, key, "JOURNAL_LOST")


def test_fs_6_the_journal_of_another_workspace(killed, make_workspace) -> None:
    folder, key = killed
    other = make_workspace("别的")
    other.do(import_units, count=20)
    shutil.copyfile(other.folder / "workspace.db-wal", folder / "workspace.db-wal")
    refused(folder, key, "JOURNAL_FOREIGN|DAMAGED|JOURNAL_LOST")


def test_fs_6_an_older_journal_of_the_same_workspace(killed, tmp_path) -> None:
    folder, key = killed
    earlier = copy(folder, tmp_path / "早")
    with Workspace.open(folder, key=key, wiring=bare_wiring()) as workspace:
        workspace.do(import_units, count=50)
    shutil.copyfile(earlier / "workspace.db-wal", folder / "workspace.db-wal")
    refused(folder, key, "JOURNAL_FOREIGN|JOURNAL_LOST|DAMAGED")


def test_fs_6_a_stale_index_of_the_journal(killed) -> None:
    folder, key = killed
    before = Child("saves", folder, key, many=0).ready().end()
    assert before
    (folder / "workspace.db-shm").write_bytes(os.urandom(32768))
    assert len(look(folder, key)["unions"]) == 25


def test_fs_6_the_index_is_deleted_after_a_kill(killed) -> None:
    folder, key = killed
    (folder / "workspace.db-shm").unlink(missing_ok=True)
    assert len(look(folder, key)["unions"]) == 25


@pytest.mark.parametrize("content", [b"junk" * 500, bytes(4096)])
def test_fs_6_a_left_over_rollback_journal(killed, content: bytes) -> None:
    folder, key = killed
    look(folder, key)
    (folder / "workspace.db-journal").write_bytes(content)
    assert len(look(folder, key)["unions"]) == 25


def test_fs_6_a_rollback_journal_of_another_workspace(killed, make_workspace, tmp_path) -> None:
    from app.store.connect import connect

    folder, key = killed
    look(folder, key)
    other = make_workspace("别的", opened=False)
    with Workspace.open(other, password=PASSWORD) as opened:
        other_key = opened.key
    raw = connect(other / "workspace.db", other_key, wal=False)
    raw.execute("PRAGMA cache_size = 1")
    raw.execute("BEGIN IMMEDIATE")
    raw.execute("CREATE TABLE filler (a)")
    for _ in range(300):
        raw.execute("INSERT INTO filler VALUES (randomblob(3000))")
    shutil.copyfile(other / "workspace.db-journal", folder / "workspace.db-journal")
    raw.execute("ROLLBACK")
    raw.close()
    refused(folder, key, "JOURNAL_FOREIGN|DAMAGED")
    assert [p.name for p in folder.iterdir() if p.name.startswith("try-")] == []


def test_fs_6_the_data_file_is_replaced_by_an_old_copy(workspace: Workspace, tmp_path) -> None:
    folder, key = workspace.folder, workspace.key
    workspace.checkpoint()
    shutil.copyfile(workspace.database, tmp_path / "old.db")
    workspace.do(set_value, key="a", value=1)
    workspace.close()
    shutil.copyfile(tmp_path / "old.db", folder / "workspace.db")
    refused(folder, key, "JOURNAL_LOST")


@pytest.fixture
def cd(tmp_path: Path):
    """A medium that can be made read-only."""
    place = tmp_path / "光盘"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=250m", "tmpfs", str(place)]
    if shutil.which("mount") is None or subprocess.run(mount, capture_output=True).returncode:
        pytest.skip("mounting a small volume needs root")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)


def test_fs_1_a_medium_that_cannot_be_written(workspace: Workspace, cd: Path, tmp_path) -> None:
    workspace.do(import_units, count=5)
    backup(workspace, cd / "备份.udb")
    key, state = workspace.key, dump(workspace)
    workspace.close()
    live = copy(workspace.folder, cd / "库")
    subprocess.run(["mount", "-o", "remount,ro", str(cd)], check=True)
    before = (live / "workspace.db").read_bytes()
    with pytest.raises(KnownError, match="READ_ONLY") as told:
        Workspace.open(live, password=PASSWORD)
    assert "复制" in told.value.advice
    with pytest.raises(KnownError, match="READ_ONLY"):
        Workspace.create(cd / "新", user="张三", password=PASSWORD, cost=CHEAP)
    with pytest.raises(KnownError, match="READ_ONLY"):
        restore(cd / "备份.udb", cd / "回", key=key)
    assert (live / "workspace.db").read_bytes() == before
    restore(cd / "备份.udb", tmp_path / "回", key=key)
    assert look(tmp_path / "回", key) == state
    moved = copy(live, tmp_path / "复制")
    assert look(moved, key) == state


NAMES = [
    "王庆坨镇 总工会", "😀表情", "100%", "O'Neil's", "a#b?c=d&e", "ｆｕｌｌ", "x" * 200,
    "尾.点", "分号;逗号,", "[方]{花}", "%20%41", "file:", "𠮷野", "-rf",
]  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_fs_7_paths_that_offices_have(tmp_path: Path, clock, name: str) -> None:
    folder = tmp_path / name / "工作库 1"
    workspace = Workspace.create(
        folder, user="张三", password=PASSWORD, cost=CHEAP, wiring=bare_wiring()
    )
    workspace.do(import_units, count=3)
    state, key = dump(workspace), workspace.key
    automatic(workspace, "daily")
    file = tmp_path / name / "备份.udb"
    backup(workspace, file)
    workspace.close()
    assert look(folder, key) == state
    back = tmp_path / name / "恢复 的"
    restore(file, back, key=key)
    assert look(back, key) == state


def test_fs_7_a_very_deep_path(tmp_path: Path) -> None:
    folder = tmp_path
    while len(str(folder)) < 250:
        folder = folder / "deep folder"
    folder.mkdir(parents=True)
    workspace = Workspace.create(
        folder / "库", user="张三", password=PASSWORD, cost=CHEAP, wiring=bare_wiring()
    )
    workspace.do(set_value, key="a", value=1)
    key = workspace.key
    workspace.close()
    assert look(folder / "库", key)["setting"]
    while len(str(folder).encode()) < 460:
        folder = folder / "很深的文件夹"
    folder.mkdir(parents=True)
    with pytest.raises(KnownError, match="PATH_LONG"):
        Workspace.create(folder, user="张三", password=PASSWORD, cost=CHEAP)
    with pytest.raises(KnownError, match="PATH_LONG"):
        Workspace.open(folder, password=PASSWORD)
