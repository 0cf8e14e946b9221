"""DF: a full disk or a failing one. Content unchanged, a sentence that helps, and on with it."""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
from pathlib import Path

import pytest
from sqlalchemy import select

from app.areas.organisations.records import UNION
from app.base.errors import KnownError
from app.store import evidence
from app.store.backup import backup, room_for_copy
from app.store.errors import known
from app.store.keeping import (
    _set_place,
    automatic,
    copy_elsewhere,
    second_place,
    set_second_place,
)
from app.store.workspace import Workspace
from tests.reliability.jobs import COUNT, FAIL_ON, FAIL_ONCE, guarded, work
from tests.reliability.killing import Child, copy, every_call, look, needs_faults
from tests.store.acts import dump, import_units, set_value
from tests.workspaces import PASSWORD, bare_wiring

ADVICE = "空间"


def fill(workspace: Workspace) -> None:
    workspace.do(import_units, count=30)


@pytest.mark.parametrize("what", ["save", "import"])
def test_df_1_full_at_every_step(workspace: Workspace, times, what: str) -> None:
    fill(workspace)
    before = dump(workspace)
    pages = workspace.on_writer(lambda raw: raw.execute("PRAGMA page_count").fetchone()[0])
    refused = 0
    for more in [1, 2, 3, 5, *range(8, 8 + 12 * times(57, 12), 12)]:
        limit = pages + more
        workspace.on_writer(lambda raw, n=limit: raw.execute(f"PRAGMA max_page_count = {n}"))
        code, said = guarded(lambda: work(workspace, what))
        if code == "ok":
            workspace.undo()
        else:
            refused += 1
            assert code == "DISK_FULL", (code, said)
            assert str(workspace.folder) in said
            assert ADVICE in said
        assert dump(workspace) == before
    assert refused >= 4
    workspace.on_writer(lambda raw: raw.execute("PRAGMA max_page_count = 1000000"))
    work(workspace, what)
    assert dump(workspace) != before


@pytest.fixture
def closed(make_workspace) -> tuple[Path, bytes]:
    workspace = make_workspace("原样")
    fill(workspace)
    key = workspace.key
    workspace.close()
    return workspace.folder, key


@pytest.mark.parametrize("what", ["save", "import", "backup", "rekey", "restore", "staging"])
def test_df_2_under_a_limit_of_file_size(closed, tmp_path, what: str) -> None:
    folder, key = closed
    before = look(folder, key)
    out = tmp_path / "出.udb"
    if what == "restore":
        with Workspace.open(folder, key=key, wiring=bare_wiring()) as workspace:
            backup(workspace, out)
    room = {"save": 8192, "import": 8192, "staging": -200_000}.get(what, -100_000)
    child = Child("limited", folder, key, room=room, what=what, out=str(out)).ready()
    (first_code, said), later = child.end()
    assert first_code in ("DISK_FULL", "DISK_ERROR"), said
    assert "数据" in said
    assert later == ("ok", "")
    found = look(folder, key)
    assert {k: v for k, v in found.items() if k != "setting"} == {
        k: v for k, v in before.items() if k != "setting"
    }
    if what == "backup":
        assert not out.exists()


def fill_up(file: Path, leave: int) -> None:
    """Fill the volume until so many bytes are left."""
    with file.open("ab", buffering=0) as handle:
        while shutil.disk_usage(file.parent).free > leave:
            try:
                handle.write(b"0" * 65536)
            except OSError as error:
                if error.errno != errno.ENOSPC:
                    raise
                return


@pytest.fixture
def small_disk(tmp_path: Path):
    """A real volume of 8 MB."""
    place = tmp_path / "小盘"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", str(place)]
    try:
        done = subprocess.run(mount, capture_output=True, check=False)
    except FileNotFoundError:
        pytest.skip("no mount command here")
    if done.returncode:
        pytest.skip("mounting a small volume needs root")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)


def test_df_2_evidence_on_a_full_disk(closed, small_disk: Path) -> None:
    """No half file stays, nothing points at it, and with room it goes on."""
    folder, key = closed
    live = copy(folder, small_disk / "库")
    with Workspace.open(live, key=key, wiring=bare_wiring()) as workspace:
        fill_up(small_disk / "占满", leave=300_000)

        def add() -> None:
            evidence.keep(workspace, os.urandom(900_000), kind="photo", title="a.jpg",
                          media_type="image/jpeg")  # fmt: skip

        code, said = guarded(add)
        assert code == "DISK_FULL", said
        assert list((live / "attachments").iterdir()) == []
        (small_disk / "占满").unlink()
        add()
        assert len(list((live / "attachments").iterdir())) == 1


def test_df_2_a_second_place_without_room_for_the_photos_is_refused(
    closed, small_disk: Path
) -> None:
    folder, key = closed
    with Workspace.open(folder, key=key, wiring=bare_wiring()) as workspace:
        union = workspace.read(lambda c: c.execute(select(UNION.c.id).limit(1)).scalar_one())
        stored = evidence.keep(workspace, os.urandom(9_000_000), kind="photo", title="a.jpg",
                               media_type="image/jpeg")  # fmt: skip
        workspace.do(evidence.attach, "unions", union, files=[stored])
        made = automatic(workspace, "daily")
        with pytest.raises(KnownError, match="DISK_FULL") as full:
            set_second_place(workspace, small_disk)
        assert str(small_disk) in full.value.message
        assert second_place(workspace) is None
        workspace.do(_set_place, str(small_disk))
        assert copy_elsewhere(workspace, made) is None
        assert [p for p in small_disk.rglob("*") if p.is_file()] == [], "rather nothing than half"


def test_df_2_on_a_real_small_volume(closed, small_disk: Path) -> None:
    folder, key = closed
    live = copy(folder, small_disk / "库")
    workspace = Workspace.open(live, key=key, wiring=bare_wiring())
    try:
        before = dump(workspace)
        filler = small_disk / "占满"
        fill_up(filler, leave=500_000)
        code, said = guarded(lambda: workspace.do(import_units, count=4000))
        assert code == "DISK_FULL", said
        assert "MB" in said
        assert dump(workspace) == before
        workspace.checkpoint()
        fill_up(filler, leave=0)
        code, said = guarded(lambda: workspace.do(set_value, key="x", value="会" * 50_000))
        assert code == "DISK_FULL", said
        code, said = guarded(lambda: backup(workspace, small_disk / "备份.udb"))
        assert code == "DISK_FULL"
        assert not (small_disk / "备份.udb").exists()
        filler.unlink()
        workspace.checkpoint()
        workspace.do(set_value, key="x", value=1)
    finally:
        workspace.close()
    look(live, key)


@needs_faults
@pytest.mark.parametrize(
    ("mode", "code", "most"),
    [
        (FAIL_ON, errno.ENOSPC, 10_000),
        (FAIL_ONCE, errno.EIO, 10_000),
        (FAIL_ONCE, errno.ENOSPC, 40),  # the same sentence as full for good, so not every call
    ],
)
@pytest.mark.parametrize("what", ["saves", "one_import", "one_backup", "one_restore", "one_rekey"])
def test_df_3_an_error_at_the_nth_call(closed, tmp_path, times, what, mode, code, most) -> None:
    folder, key = closed
    before = look(folder, key)
    more: dict[str, object] = {"saves": {"many": 1}, "one_import": {"rows": 100}}.get(what, {})
    if what == "one_restore":
        with Workspace.open(folder, key=key, wiring=bare_wiring()) as workspace:
            backup(workspace, tmp_path / "旧.udb")
        more = {"file": str(tmp_path / "旧.udb")}
    live = copy(folder, tmp_path / "活")
    count = Child(what, live, key, arm=(COUNT, 0, 0), **more).ready().end()[-1][1]
    after = len(look(live, key)["unions"]) if what in ("saves", "one_import") else None
    for number in every_call(count, times(most, 6)):
        live = copy(folder, tmp_path / "活")
        child = Child(what, live, key, arm=(mode, number, code), **more).ready()
        said = child.end()
        if what == "one_rekey":
            with Workspace.open(live, password=PASSWORD, wiring=bare_wiring()) as opened:
                key_now = opened.key
        else:
            key_now = key
        found = look(live, key_now)
        assert found == before or len(found["unions"]) == after
        assert said, f"the program crashed at call {number}"
        kind, *rest = said[-1]
        assert kind in ("done", "error"), said
        if kind == "error":
            copied = "REKEY_FAILED" if what == "one_rekey" else "DAMAGED"
            assert rest[0] in ("DISK_FULL", "DISK_ERROR", "IN_USE", copied), rest


def test_the_space_is_asked_for_before_a_copy_is_begun(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = shutil.disk_usage(tmp_path)
    need = 2 * workspace.database.stat().st_size + 100 * 1024 * 1024
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage._replace(free=need - 1))
    with pytest.raises(KnownError, match="DISK_FULL") as told:
        room_for_copy(workspace.database, tmp_path)
    assert "需要" in told.value.message
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage._replace(free=need))
    room_for_copy(workspace.database, tmp_path)


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        (13, "DISK_FULL"), (10, "DISK_"), (778, "DISK_"), (5, "IN_USE"), (6, "IN_USE"),
        (8, "READ_ONLY"), (3, "READ_ONLY"), (14, "READ_ONLY"), (11, "DAMAGED"), (26, "DAMAGED"),
        (7, "NO_MEMORY"),
    ],
)  # fmt: skip
def test_every_result_code_has_its_sentence(tmp_path: Path, code: int, expected: str) -> None:
    found = known(code, tmp_path)
    assert found is not None
    assert found.code.startswith(expected)
    assert found.message
    assert found.advice


def test_our_own_mistakes_are_no_surroundings(tmp_path: Path) -> None:
    for code in (None, 1, 19, 20, 21, 25):
        assert known(code, tmp_path) is None
