"""The files of evidence: swept when nothing needs them, told when they are missing, brought back;
backups have them once; a new key and an erasure reach them."""

from __future__ import annotations

import os
import shutil
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from app.base.errors import KnownError, UserError
from app.base.findings import Severity
from app.store import attachments, beside, evidence, evidence_files
from app.store.backup import FOLDER, VERIFIED, backup, list_backups
from app.store.evidence import attach, detach
from app.store.keeping import automatic, daily, rotate, second_place_state, set_second_place
from app.store.rekey import rekey
from app.store.rescue import restore_damaged
from app.store.restore import inspect, restore, restore_over
from app.store.verify import repair, verify
from app.store.workspace import Wiring, Workspace
from tests.store.acts import add_union, set_value
from tests.store.test_evidence import JPEG, pieces, stored
from tests.workspaces import CHEAP, PASSWORD, surroundings


@pytest.fixture
def union(workspace: Workspace) -> str:
    return str(workspace.do(add_union, name="自行车厂工会").result)


def files(folder: Path) -> set[str]:
    return set(beside.listing(folder))


def aged(space: Workspace, clock: Any, days: float = 0) -> None:
    """The files lie there since so many days before the test's clock."""
    moment = (clock() - timedelta(days=days)).timestamp()
    for path in (space.folder / "attachments").iterdir():
        os.utime(path, (moment, moment))


def put(space: Workspace, owner: str, *contents: bytes) -> list[str]:
    kept = [stored(space, content) for content in contents]
    ids: list[str] = space.do(attach, "unions", owner, files=kept).result
    return ids


# -- sweeping --------------------------------------------------------------------------------------


def test_added_and_undone_leaves_no_orphan_after_the_sweep(
    workspace: Workspace, union: str, clock: Any
) -> None:
    put(workspace, union, b"stays")
    put(workspace, union, JPEG)
    aged(workspace, clock)
    workspace.undo()
    clock.go_on(days=6)
    assert evidence_files.sweep(workspace) == []
    assert verify(workspace) == []
    workspace.redo()
    workspace.undo()
    clock.go_on(days=6)  # twelve days old, undone six days ago
    assert evidence_files.sweep(workspace) == []
    clock.go_on(days=2)
    assert [f.severity for f in verify(workspace)] == [Severity.EXPLAIN]
    assert len(evidence_files.sweep(workspace)) == 1
    assert files(workspace.folder) == {p.file for p in pieces(workspace, union)}
    assert verify(workspace) == []


def test_removed_it_waits_a_week_from_its_removal(
    workspace: Workspace, union: str, clock: Any
) -> None:
    ids = put(workspace, union, JPEG)
    aged(workspace, clock, days=100)
    gone = workspace.do(detach, ids)
    clock.go_on(days=6)
    assert evidence_files.sweep(workspace) == []
    workspace.undo(gone.entry)
    clock.go_on(days=100)
    assert evidence_files.sweep(workspace) == []
    assert attachments.get(workspace.folder, workspace.key, pieces(workspace, union)[0].file)


def test_undo_after_the_sweep_says_so_and_changes_nothing(
    workspace: Workspace, union: str, clock: Any
) -> None:
    gone = workspace.do(detach, put(workspace, union, JPEG))
    aged(workspace, clock)
    clock.go_on(days=8)
    workspace.do(set_value, key="a", value=1)
    assert daily(workspace) is not None, "the first opening of a day sweeps"
    assert files(workspace.folder) == set()
    with pytest.raises(UserError, match="EVIDENCE_FILE"):
        workspace.undo(gone.entry)
    assert pieces(workspace, union) == []
    assert verify(workspace) == []


def test_the_same_file_added_again_is_young_again(
    workspace: Workspace, union: str, clock: Any
) -> None:
    kept = stored(workspace)
    aged(workspace, clock, days=30)
    assert stored(workspace).file == kept.file
    moment = (workspace.folder / "attachments" / kept.file).stat().st_mtime
    assert moment > (clock() - timedelta(days=29)).timestamp()


# -- FS-10 -----------------------------------------------------------------------------------------


def harm(space: Workspace, name: str, how: str) -> None:
    path = space.folder / "attachments" / name
    if how == "folder":
        shutil.rmtree(path.parent)
    elif how == "missing":
        path.unlink()
    else:
        content = bytearray(path.read_bytes())
        content[len(content) // 2] ^= 1
        path.unlink()
        path.write_bytes(content)


@pytest.mark.parametrize("how", ["folder", "missing", "changed"])
def test_fs_10_each_wrong_file_is_listed_and_comes_back_from_a_backup(
    workspace: Workspace, union: str, how: str
) -> None:
    ids = put(workspace, union, JPEG, b"another")
    automatic(workspace, "daily")
    harm(workspace, pieces(workspace, union)[0].file, how)
    found = verify(workspace)
    assert {f.rule for f in found} == {"SYS-PROOF"}
    assert {f.id for f in found} == (set(ids) if how == "folder" else {ids[0]})
    assert all("修复" in f.message and "移除" in f.message for f in found)
    mended = repair(workspace)
    assert mended.left == []
    assert mended.mended == {"SYS-PROOF": len(found)}
    for piece, content in zip(pieces(workspace, union), (JPEG, b"another"), strict=True):
        assert attachments.get(workspace.folder, workspace.key, piece.file) == content


def test_fs_10_without_a_backup_adding_it_again_or_removing_it_mends(
    workspace: Workspace, union: str
) -> None:
    ids = put(workspace, union, JPEG, b"another")
    for piece, how in zip(pieces(workspace, union), ("changed", "missing"), strict=True):
        harm(workspace, piece.file, how)
    assert len(repair(workspace).left) == 2
    with pytest.raises(UserError, match="EVIDENCE_TWICE"):
        put(workspace, union, JPEG)
    assert [f.id for f in verify(workspace)] == [ids[1]], "the file itself is back"
    workspace.do(detach, [ids[1]])
    assert verify(workspace) == []


def test_fs_10_it_comes_back_from_the_second_place_and_from_a_file_with_everything(
    workspace: Workspace, union: str, tmp_path: Path
) -> None:
    drive = tmp_path / "U盘"
    drive.mkdir()
    put(workspace, union, JPEG, b"another")
    one, two = (p.file for p in pieces(workspace, union))
    automatic(workspace, "daily")
    set_second_place(workspace, drive)
    shutil.rmtree(workspace.folder / FOLDER / "attachments")
    harm(workspace, one, "changed")
    assert repair(workspace).left == []
    shutil.rmtree(drive)
    backup(workspace, workspace.folder / FOLDER / "whole.udb")
    harm(workspace, two, "missing")
    assert repair(workspace).left == []


def test_fs_10_a_lost_folder_of_many_is_told_in_short(workspace: Workspace, union: str) -> None:
    put(workspace, union, *(bytes([n]) * 9 for n in range(60)))
    automatic(workspace, "daily")
    shutil.rmtree(workspace.folder / "attachments")
    found = verify(workspace)
    assert len(found) == 51
    assert "另有 10 份" in found[-1].message
    assert "工会的证明材料" in found[0].message
    assert repair(workspace).left == []


def test_fs_10_a_stray_file_is_listed(workspace: Workspace, union: str, clock: Any) -> None:
    put(workspace, union, JPEG)
    (workspace.folder / "attachments" / ("f" * 64)).write_bytes(b"whose?")
    aged(workspace, clock, days=9)
    (found,) = verify(workspace)
    assert (found.rule, found.severity) == ("SYS-PROOF", Severity.EXPLAIN)
    assert repair(workspace).left == []
    assert len(files(workspace.folder)) == 1


def test_evidence_of_a_record_that_is_not_there_is_listed(workspace: Workspace, union: str) -> None:
    put(workspace, union, JPEG)
    workspace.on_writer(lambda raw: raw.execute("UPDATE evidence SET owner_id = zeroblob(16)"))
    assert [f.rule for f in verify(workspace)] == ["SYS-LINK"]


# -- backups ---------------------------------------------------------------------------------------


def test_automatic_backups_have_a_file_once(workspace: Workspace, union: str, clock: Any) -> None:
    put(workspace, union, b"1" * 200_000, b"2" * 200_000)
    first = automatic(workspace, "daily")
    place = workspace.folder / FOLDER
    assert files(place) == files(workspace.folder)
    written = {p.name: p.stat().st_mtime_ns for p in (place / "attachments").iterdir()}
    clock.go_on(days=1)
    put(workspace, union, b"3" * 200_000)
    second = automatic(workspace, "daily")
    assert len(files(place)) == 3
    again = {p.name: p.stat().st_mtime_ns for p in (place / "attachments").iterdir()}
    assert written.items() <= again.items(), "what is there is not written again"
    assert second.size - first.size < 100_000, "nothing of the photos is in the file"
    assert (first.state, second.state, second.missing) == (VERIFIED, VERIFIED, 0)


def test_half_a_copy_is_cleared_away_and_made_anew(
    workspace: Workspace, union: str, tmp_path: Path
) -> None:
    put(workspace, union, JPEG)
    (name,) = files(workspace.folder)
    place = tmp_path / "attachments"
    place.mkdir()
    (place / f".{name}.tmp").write_bytes(b"half")
    (place / name).write_bytes(b"cut")
    assert beside.bring(beside.listing(workspace.folder), [workspace.folder], tmp_path) == []
    assert [path.name for path in place.iterdir()] == [name]
    assert beside.listing(tmp_path) == beside.listing(workspace.folder)


def test_what_no_backup_needs_is_removed_with_the_last_that_did(
    workspace: Workspace, union: str, clock: Any
) -> None:
    ids = put(workspace, union, JPEG)
    old = automatic(workspace, "exit")
    workspace.do(detach, ids)
    aged(workspace, clock)
    clock.go_on(days=8)
    evidence_files.sweep(workspace)
    automatic(workspace, "exit")
    assert len(files(old.path.parent)) == 1
    old.path.unlink()
    (old.path.parent / "broken.udb").write_bytes(b"PK\x03\x04 who knows what it needs")
    rotate(old.path.parent, clock())
    assert len(files(old.path.parent)) == 1, "not while one of them cannot be read"
    (old.path.parent / "broken.udb").unlink()
    rotate(old.path.parent, clock())
    assert files(old.path.parent) == set()


def test_restored_over_and_into_a_new_folder_the_photos_are_there(
    workspace: Workspace, union: str, tmp_path: Path
) -> None:
    put(workspace, union, JPEG)
    file = automatic(workspace, "daily").path
    later = put(workspace, union, b"later")
    assert later
    restore(file, tmp_path / "新", key=workspace.key)
    with Workspace.open(tmp_path / "新", key=workspace.key, wiring=Wiring()) as new:
        assert verify(new) == []
        assert len(pieces(new, union)) == 1
        assert not (new.folder / "attachments.json").exists()
    restore_over(workspace, file)
    with Workspace.open(workspace.folder, password=PASSWORD, wiring=Wiring()) as old:
        assert verify(old) == []
        assert len(files(old.folder)) == 1
        before = [b for b in list_backups(old.folder / FOLDER) if "restore" in b.path.name]
        assert [b.missing for b in before] == [0], "the later one can come back from here"
        restore_over(old, before[0].path)
    with Workspace.open(workspace.folder, password=PASSWORD, wiring=Wiring()) as again:
        assert verify(again) == []
        assert len(pieces(again, union)) == 2


def test_a_backup_without_its_photos_says_how_many_are_missing(
    workspace: Workspace, union: str, tmp_path: Path
) -> None:
    put(workspace, union, JPEG, b"another")
    made = automatic(workspace, "daily").path
    alone = tmp_path / "单独" / made.name
    alone.parent.mkdir()
    shutil.copyfile(made, alone)
    (shown,) = list_backups(alone.parent)
    assert (shown.state, shown.missing) == (VERIFIED, 2)
    assert "缺 2 份附件" in shown.why
    facts = inspect(alone, key=workspace.key)
    assert facts.missing == 2
    assert any("有 2 份附件" in line for line in facts.lines())
    assert inspect(alone, present=workspace).missing == 0, "the present workspace has them"
    assert restore(alone, tmp_path / "新", key=workspace.key).missing == 2
    with Workspace.open(tmp_path / "新", key=workspace.key, wiring=Wiring()) as new:
        assert [f.rule for f in verify(new)] == ["SYS-PROOF"] * 2


def test_the_second_place_gets_copies_of_its_own(
    workspace: Workspace, union: str, tmp_path: Path, clock: Any
) -> None:
    drive = tmp_path / "U盘"
    drive.mkdir()
    put(workspace, union, JPEG)
    automatic(workspace, "daily")
    set_second_place(workspace, drive)
    (there,) = drive.iterdir()
    assert files(there) == files(workspace.folder)
    assert second_place_state(workspace, clock.today).state == "ok"
    name = next(iter(files(there)))
    shutil.rmtree(workspace.folder / "attachments")
    (workspace.folder / FOLDER / "attachments" / name).unlink()
    (copied,) = list_backups(there)
    assert copied.missing == 0
    restore(copied.path, tmp_path / "新", key=workspace.key)
    assert attachments.get(tmp_path / "新", workspace.key, name) == JPEG


def test_a_damaged_workspace_is_replaced_with_its_photos(
    workspace: Workspace, union: str, clock: Any
) -> None:
    put(workspace, union, JPEG)
    file = automatic(workspace, "daily").path
    workspace.close()
    (workspace.folder / "workspace.db").write_bytes(b"broken" * 1000)
    facts, _aside = restore_damaged(workspace.folder, file, now=clock(), password=PASSWORD)
    assert facts.missing == 0
    with Workspace.open(workspace.folder, password=PASSWORD, wiring=Wiring()) as new:
        assert verify(new) == []


def test_one_file_with_everything_holds_the_photos(
    workspace: Workspace, union: str, tmp_path: Path
) -> None:
    put(workspace, union, JPEG)
    made = backup(workspace, tmp_path / "带走.udb")
    assert made.missing == 0
    assert not (tmp_path / "attachments").exists()
    restore(made.path, tmp_path / "新", key=workspace.key)
    with Workspace.open(tmp_path / "新", key=workspace.key, wiring=Wiring()) as new:
        assert verify(new) == []


# -- a new key -------------------------------------------------------------------------------------


def test_after_a_change_of_key_every_row_has_its_file_and_undo_still_works(
    workspace: Workspace, union: str, clock: Any
) -> None:
    kept = evidence.keep(workspace, JPEG, original=b"as taken", kind="photo", title="a.jpg",
                         media_type="image/jpeg")  # fmt: skip
    workspace.do(attach, "unions", union, files=[kept])
    removed = put(workspace, union, b"removed")
    gone = workspace.do(detach, removed)
    old = files(workspace.folder)
    rekey(workspace, PASSWORD, CHEAP)
    space = Workspace.open(workspace.folder, password=PASSWORD, wiring=Wiring(),
                           surroundings=surroundings(clock))  # fmt: skip
    with space:
        assert not files(space.folder) & old
        assert verify(space) == []
        (piece,) = pieces(space, union)
        assert attachments.get(space.folder, space.key, piece.file) == JPEG
        assert attachments.get(space.folder, space.key, str(piece.original_file)) == b"as taken"
        space.undo(gone.entry)
        assert verify(space) == []
        assert [p.id for p in pieces(space, union)] == [piece.id, *removed]


def test_a_damaged_file_stops_a_change_of_key_before_anything_is_changed(
    workspace: Workspace, union: str
) -> None:
    put(workspace, union, JPEG)
    harm(workspace, pieces(workspace, union)[0].file, "changed")
    with pytest.raises(KnownError, match="ATTACHMENT_DAMAGED"):
        rekey(workspace, PASSWORD, CHEAP)
    assert len(verify(workspace)) == 1
