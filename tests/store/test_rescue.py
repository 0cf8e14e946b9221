"""A workspace that cannot be opened: its backups are found, one takes its place, nothing goes."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from app.base.errors import KnownError, UserError
from app.store import attachments
from app.store.backup import DAMAGED, VERIFIED, backup
from app.store.found import ASIDE, backups_of, noted_place, rescued_lately, workspace_id
from app.store.keeping import JUST_RESTORED, automatic, set_second_place
from app.store.keys import KEY_FILE
from app.store.rekey import rekey
from app.store.rescue import keys_from_backup, restore_damaged
from app.store.users import change_password
from app.store.workspace import Workspace
from tests.store.acts import dump, import_units, set_value
from tests.workspaces import CHEAP, PASSWORD, bare_wiring

BROKEN = b"not a database any more" * 1000


def again(folder: Path, password: str = PASSWORD) -> Workspace:
    return Workspace.open(folder, password=password, wiring=bare_wiring())


def break_it(workspace: Workspace, password: str = PASSWORD) -> Path:
    workspace.close()
    (workspace.folder / "workspace.db").write_bytes(BROKEN)
    with pytest.raises(KnownError, match="DAMAGED"):
        again(workspace.folder, password)
    return workspace.folder


def everything(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.name != "in-use.lock"
    }


@pytest.fixture
def kept(workspace: Workspace) -> tuple[Workspace, Path, dict[str, Any]]:
    """An open workspace, its automatic backup, and what that holds."""
    workspace.do(import_units, count=5)
    state = dump(workspace)
    return workspace, automatic(workspace, "daily").path, state


def test_backups_of_both_places_are_found_the_verified_first(kept, tmp_path, clock) -> None:
    workspace, early, _ = kept
    drive = tmp_path / "U盘"
    drive.mkdir()
    set_second_place(workspace, drive)
    clock.go_on(days=1)
    workspace.do(set_value, key="a", value=1)
    late = automatic(workspace, "exit").path
    late.write_bytes(late.read_bytes()[:-100])
    (drive / "union-desk-00000000").mkdir()
    shutil.copyfile(early, drive / "union-desk-00000000" / "of-another.udb")
    folder = break_it(workspace)
    found, away = backups_of(folder)
    assert away is None
    states = [(one.backup.state, one.elsewhere) for one in found]
    assert states == [(VERIFIED, True), (VERIFIED, False), (VERIFIED, True), (DAMAGED, False)]
    moments = [one.backup.manifest.moment for one in found[:3]]
    assert moments == sorted(moments, reverse=True)
    drive.rename(tmp_path / "拔掉")
    found, away = backups_of(folder)
    assert away == drive
    assert [one.elsewhere for one in found] == [False, False]


def test_a_lost_key_file_hides_no_backup(kept, tmp_path) -> None:
    workspace, _file, _ = kept
    drive = tmp_path / "U盘"
    drive.mkdir()
    set_second_place(workspace, drive)
    known = workspace_id(workspace.folder)
    workspace.close()
    (workspace.folder / KEY_FILE).unlink()
    assert workspace_id(workspace.folder) == known
    assert [one.elsewhere for one in backups_of(workspace.folder)[0]] == [False, True]
    set_aside = noted_place(workspace.folder)
    assert set_aside == drive


def test_all_files_are_kept_attachments_too(kept, clock) -> None:
    workspace, _file, _ = kept
    name = attachments.put(workspace.folder, workspace.key, b"in the backup")
    file = automatic(workspace, "manual").path
    later = attachments.put(workspace.folder, workspace.key, b"later than the backup")
    folder = break_it(workspace)
    before = everything(folder)
    _facts, aside = restore_damaged(folder, file, now=clock(), password=PASSWORD)
    after = everything(aside)
    own = {key: value for key, value in before.items() if not key.startswith("backups")}
    assert after == own
    assert f"attachments/{later}" in after
    with again(folder) as restored:
        assert attachments.get(folder, restored.key, name) == b"in the backup"
    _facts, second = restore_damaged(folder, file, now=clock(), password=PASSWORD)
    assert second != aside
    assert everything(aside) == after


def test_what_is_written_later_does_not_reach_the_kept_files(kept, clock) -> None:
    """They may be second names of the same bytes until the exchange."""
    workspace, file, _ = kept
    folder = break_it(workspace)
    _facts, aside = restore_damaged(folder, file, now=clock(), password=PASSWORD)
    with again(folder) as restored:
        change_password(restored, PASSWORD, "别的口令", cost=CHEAP)
        restored.do(set_value, key="a", value=1)
    assert (aside / "workspace.db").read_bytes() == BROKEN
    with pytest.raises(UserError, match="WRONG_PASSWORD"):
        again(folder)


def test_a_password_changed_since_does_not_come_back(kept, clock) -> None:
    workspace, file, state = kept
    change_password(workspace, PASSWORD, "新的口令", cost=CHEAP)
    folder = break_it(workspace, "新的口令")
    restore_damaged(folder, file, now=clock(), password="新的口令")
    with pytest.raises(UserError, match="WRONG_PASSWORD"):
        again(folder)
    with again(folder, "新的口令") as restored:
        assert dump(restored) == state


def test_the_password_of_then_opens_what_was_kept_under_another_key(kept, clock) -> None:
    workspace, file, state = kept
    old = workspace.key
    rekey(workspace, PASSWORD, CHEAP)
    opened = again(workspace.folder)
    change_password(opened, PASSWORD, "新的口令", cost=CHEAP)
    folder = break_it(opened, "新的口令")
    with pytest.raises(UserError, match="WRONG_PASSWORD"):
        restore_damaged(folder, file, now=clock(), password="新的口令")
    restore_damaged(folder, file, now=clock(), password=PASSWORD)
    with again(folder) as restored:
        assert restored.key == old
        assert dump(restored) == state


@pytest.mark.parametrize("what", ["password", "damaged", "other", "missing", "key"])
def test_whatever_is_refused_changes_nothing(kept, make_workspace, tmp_path, clock, what) -> None:
    workspace, file, _ = kept
    other = tmp_path / "别处.udb"
    backup(make_workspace("另一个"), other)
    folder = break_it(workspace)
    other_id = workspace_id(folder)
    keys = (folder / KEY_FILE).read_text("utf-8")
    if what == "other":  # the template's copies share an id; this one is of another office
        (folder / KEY_FILE).write_text(keys.replace(other_id, "0" * 32), "utf-8")
    if what == "damaged":
        file.write_bytes(file.read_bytes()[:-3] + b"abc")
    asked: dict[str, Any] = {"password": PASSWORD}
    code = {"password": "WRONG_PASSWORD", "damaged": "BACKUP_DAMAGED", "key": "BACKUP_KEY",
            "other": "OTHER_WORKSPACE", "missing": "BACKUP_MISSING"}[what]  # fmt: skip
    chosen = file
    if what == "password":
        asked = {"password": "猜的"}
    elif what == "key":
        asked = {"key": bytes(32)}
    elif what == "other":
        chosen = other
    elif what == "missing":
        chosen = tmp_path / "没有.udb"
    before = everything(folder)
    with pytest.raises((KnownError, UserError), match=code):
        restore_damaged(folder, chosen, now=clock(), **asked)
    assert everything(folder) == before
    assert not list(folder.glob(f"{ASIDE}*"))


def test_a_key_file_of_another_key_is_not_put_in(kept, clock) -> None:
    workspace, file, _ = kept
    rekey(workspace, PASSWORD, CHEAP)
    (workspace.folder / KEY_FILE).unlink()
    before = everything(workspace.folder)
    with pytest.raises(KnownError, match="KEYS_UNFIT"):
        keys_from_backup(workspace.folder, file, now=clock(), password=PASSWORD)
    assert everything(workspace.folder) == before
    (newer,) = (workspace.folder / "backups").glob("*before-rekey*")
    with pytest.raises(KnownError, match="KEYS_UNFIT"):
        keys_from_backup(workspace.folder, newer, now=clock(), password=PASSWORD)


def test_no_backup_goes_for_a_week_after(kept, clock) -> None:
    workspace, file, _ = kept
    folder = break_it(workspace)
    assert not rescued_lately(folder, clock(), JUST_RESTORED)
    restore_damaged(folder, file, now=clock(), password=PASSWORD)
    assert rescued_lately(folder, clock(), JUST_RESTORED)
    clock.go_on(days=8)
    assert not rescued_lately(folder, clock(), JUST_RESTORED)
