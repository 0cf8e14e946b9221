"""RS: restoring checks first, keeps the present, and gives exactly what was kept."""

from __future__ import annotations

import json
import shutil
import zipfile
from pathlib import Path
from typing import Any

import pytest

from app.base.errors import KnownError, UnionDeskError, UserError
from app.store import container, version
from app.store.backup import FOLDER, VERIFIED, Backup, backup, list_backups
from app.store.container import MANIFEST, Manifest
from app.store.keeping import automatic
from app.store.keys import KEY_FILE, KeyFile
from app.store.rekey import rekey
from app.store.rescue import restore_damaged
from app.store.restore import inspect, restore, restore_over, unpack
from app.store.users import add_user, change_password
from app.store.workspace import Workspace
from tests.data.schema_0001 import make as reference
from tests.reliability.killing import Child, copy, look
from tests.store.acts import add_union, dump, import_units, set_value
from tests.workspaces import CHEAP, PASSWORD, USER, bare_wiring

STORED = Path(__file__).parents[1] / "data" / "schema_0001"


def again(folder: Path, password: str = PASSWORD, user: str | None = None) -> Workspace:
    return Workspace.open(folder, password=password, user=user, wiring=bare_wiring())


def before_restore(folder: Path) -> Backup:
    every = list_backups(folder / FOLDER)
    return next(b for b in every if b.manifest and b.manifest.reason == "before-restore")


def test_rs_1_the_stored_backup_of_every_schema(tmp_path: Path) -> None:
    facts = restore(STORED / "backup.udb", tmp_path / "回", password=reference.PASSWORD)
    assert facts.then["工会"] > 3
    with again(tmp_path / "回", reference.PASSWORD) as workspace:
        assert reference.signature(workspace) == reference.stored_signature()


@pytest.fixture
def kept(workspace: Workspace, tmp_path: Path) -> tuple[Workspace, Path, dict[str, Any]]:
    """An open workspace, a backup of an earlier state, and that state."""
    workspace.do(import_units, count=10)
    file = tmp_path / "旧的.udb"
    backup(workspace, file)
    earlier = dump(workspace)
    workspace.do(add_union, name="后来的工会")
    return workspace, file, earlier


def test_what_one_gets_and_what_one_loses(kept) -> None:
    workspace, file, _ = kept
    facts = inspect(file, present=workspace)
    assert (facts.then["工会"], facts.now["工会"], facts.lost) == (10, 11, 1)
    assert facts.users == (USER,)
    assert not facts.other
    assert not facts.older
    text = "".join(facts.lines())
    assert "工会：现在 11 条，恢复后 10 条" in text


def test_rs_6_restored_is_what_was_kept(kept) -> None:
    workspace, file, earlier = kept
    restore_over(workspace, file)
    with again(workspace.folder) as restored:
        assert dump(restored) == earlier
        restored.do(set_value, key="on", value=1)


def rebuilt(file: Path, target: Path, change: Any) -> Path:
    """A backup whose manifest or members were changed and whose seal is right again."""
    place = target.parent / "拆开"
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir()
    manifest = container.read(file)
    list(container.extract(file, manifest, place))
    content = {**json.loads(zipfile.ZipFile(file).read(MANIFEST))}
    files = {name: place / name for name in manifest.members}
    change(content, files)
    content["members"] = {n: container.digest_of(p) for n, p in files.items()}
    content["faults"] = tuple(content["faults"])
    container.write(target, Manifest(**content), files)
    return target


def lose_a_row(content: dict[str, Any], files: dict[str, Path]) -> None:
    content["counts"]["unions"] += 1


def other_head(content: dict[str, Any], files: dict[str, Path]) -> None:
    content["head"] = "00" * 32


def newer_schema(content: dict[str, Any], files: dict[str, Path]) -> None:
    content["schema"] = version.SCHEMA + 1


def newer_format(content: dict[str, Any], files: dict[str, Path]) -> None:
    content["format"] = 2


def no_key_file(content: dict[str, Any], files: dict[str, Path]) -> None:
    files[KEY_FILE].write_bytes(b"{}")


def cut_database(content: dict[str, Any], files: dict[str, Path]) -> None:
    path = files["workspace.db"]
    path.write_bytes(path.read_bytes()[: 4096 * 20])


def flipped_page(content: dict[str, Any], files: dict[str, Path]) -> None:
    path = files["workspace.db"]
    data = bytearray(path.read_bytes())
    data[4096 * 30 + 100] ^= 1
    path.write_bytes(data)


def plain_database(content: dict[str, Any], files: dict[str, Path]) -> None:
    files["workspace.db"].write_bytes(b"SQLite format 3\0" + bytes(5000))


def in_the_database(statement: str) -> Any:
    def change(content: dict[str, Any], files: dict[str, Path]) -> None:
        from app.store.connect import connect

        raw = connect(files["workspace.db"], KEY[0], wal=False)
        raw.execute("PRAGMA foreign_keys = OFF")
        raw.execute(statement)
        raw.close()

    return change


KEY: list[bytes] = []


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lose_a_row, "BACKUP_DAMAGED"),
        (other_head, "BACKUP_DAMAGED"),
        (newer_schema, "NEWER"),
        (newer_format, "NEWER"),
        (no_key_file, "KEYS_DAMAGED"),
        (cut_database, "BACKUP_DAMAGED|BACKUP_KEY"),
        (flipped_page, "BACKUP_DAMAGED"),
        (plain_database, "BACKUP_FOREIGN"),
        (in_the_database("DELETE FROM unions"), "BACKUP_DAMAGED"),
        (in_the_database("PRAGMA application_id = 7"), "DAMAGED"),
        (in_the_database("PRAGMA user_version = 99"), "NEWER"),
        (in_the_database("DROP TABLE contact"), "BACKUP_DAMAGED"),
        (in_the_database("UPDATE user SET disabled = 1"), "BACKUP_USERS"),
    ],
)
def test_rs_2_every_check_of_the_chain(kept, tmp_path, change: Any, code: str) -> None:
    workspace, file, _ = kept
    KEY[:] = [workspace.key]
    bad = rebuilt(file, tmp_path / "改过.udb", change)
    present = dump(workspace)
    workspace.checkpoint()
    digest = container.digest_of(workspace.database)
    with pytest.raises(UnionDeskError, match=code) as told:
        restore_over(workspace, bad)
    assert told.value.message
    assert told.value.advice
    assert dump(workspace) == present
    assert container.digest_of(workspace.database) == digest
    assert not (workspace.folder / "incoming").exists()
    with pytest.raises(UnionDeskError):
        restore(bad, tmp_path / "新", key=workspace.key)
    assert not (tmp_path / "新").exists()


@pytest.mark.parametrize(
    "make",
    [
        lambda p: p.write_bytes(b""),
        lambda p: p.write_bytes("备份".encode() * 99),
        lambda p: p.mkdir(),
        lambda p: zipfile.ZipFile(p, "w").writestr("a.txt", "x"),
    ],
)
def test_rs_2_a_file_that_is_no_backup(kept, tmp_path, make: Any) -> None:
    workspace, _, _ = kept
    make(tmp_path / "别的.udb")
    with pytest.raises(KnownError, match=r"BACKUP_"):
        restore_over(workspace, tmp_path / "别的.udb")
    assert not workspace._closed


@pytest.mark.parametrize("name", ["../x", "/etc/x", "C:\\x", "attachments/../../x", "con/x", "x"])
def test_rs_7_names_that_lead_out(kept, tmp_path, name: str) -> None:
    workspace, file, _ = kept

    def change(content: dict[str, Any], files: dict[str, Path]) -> None:
        extra = tmp_path / "extra"
        extra.write_bytes(b"1")
        files[name] = extra

    with pytest.raises(KnownError, match="BACKUP_FOREIGN"):
        restore(rebuilt(file, tmp_path / "坏.udb", change), tmp_path / "回", key=workspace.key)
    assert not (tmp_path / "回").exists()


def test_rs_3_restored_or_not_the_present_is_kept(kept) -> None:
    """The kills and errors at every call are CR-5, CR-7 and DF-3."""
    workspace, file, _ = kept
    present = dump(workspace)
    restore_over(workspace, file)
    made = before_restore(workspace.folder)
    assert made.state == VERIFIED
    restore(made.path, workspace.folder.parent / "现在", key=workspace.key)
    assert look(workspace.folder.parent / "现在", workspace.key) == present


def test_rs_4_and_back_again(kept) -> None:
    workspace, file, earlier = kept
    present = dump(workspace)
    restore_over(workspace, file)
    with again(workspace.folder) as restored:
        assert dump(restored) == earlier
        restore_over(restored, before_restore(restored.folder).path)
    with again(workspace.folder) as back:
        assert dump(back) == present
        assert back.read(lambda c: c.exec_driver_sql("SELECT count(*) FROM entry").scalar()) == 3


def test_rs_5_another_workspace_or_another_password(kept, make_workspace, tmp_path) -> None:
    workspace, _, _ = kept
    stranger = tmp_path / "别家.udb"
    other = Workspace.create(tmp_path / "别家", user="王五", password="另一个", cost=CHEAP)
    backup(other, stranger)
    other.close()
    with pytest.raises(KnownError, match="BACKUP_KEY") as told:
        restore_over(workspace, stranger)
    assert "口令" in told.value.advice
    with pytest.raises(UserError, match="WRONG_PASSWORD"):
        restore_over(workspace, stranger, password="猜")
    with pytest.raises(UserError, match="OTHER_WORKSPACE"):
        restore_over(workspace, stranger, password="另一个")
    with pytest.raises(UserError, match="PASSWORD_NEEDED"):
        restore(stranger, tmp_path / "新")
    restore_over(workspace, stranger, password="另一个", other_too=True)
    with again(workspace.folder, "另一个") as opened:
        assert opened.user == "王五"


def test_passwords_of_today_stay(kept) -> None:
    workspace, file, _ = kept
    change_password(workspace, PASSWORD, "新口令", cost=CHEAP)
    add_user(workspace, "李四", "第二", CHEAP)
    restore_over(workspace, file)
    with pytest.raises(UserError):
        again(workspace.folder, PASSWORD, USER)
    with again(workspace.folder, "新口令", USER) as restored:
        assert restored.user == USER
    with pytest.raises(UserError):
        again(workspace.folder, "第二", "李四")


def test_a_backup_from_before_a_change_of_key(kept, tmp_path) -> None:
    workspace, file, earlier = kept
    old_key = workspace.key
    rekey(workspace, PASSWORD, CHEAP)
    with again(workspace.folder) as opened:
        assert opened.key != old_key
        with pytest.raises(KnownError, match="BACKUP_KEY"):
            restore_over(opened, file)
        restore_over(opened, file, password=PASSWORD)
    with again(workspace.folder) as restored:
        assert restored.key == old_key
        assert dump(restored) == earlier


def test_rs_8_a_journal_of_the_old_never_stays(kept, tmp_path, times) -> None:
    """The program is killed just before: the old journal lies there, full."""
    workspace, file, earlier = kept
    key = workspace.key
    workspace.close()
    for number in range(times(50, 5)):
        live = copy(workspace.folder, tmp_path / f"活{number}")
        child = Child("saves", live, key, many=20).ready()
        for _ in range(30):
            child.wait()
        child.kill()
        assert (live / "workspace.db-wal").stat().st_size > 0
        if number % 2:
            with Workspace.open(live, key=key, wiring=bare_wiring()) as opened:
                restore_over(opened, file)
        else:
            _, left = restore_damaged(live, file, now=workspace.surroundings.now(), key=key)
            assert (left / "workspace.db-wal").stat().st_size > 0
        assert look(live, key) == earlier


def test_a_damaged_workspace_is_replaced_and_its_files_kept(kept, tmp_path, clock) -> None:
    workspace, file, earlier = kept
    folder, key = workspace.folder, workspace.key
    workspace.close()
    broken = b"not a database any more" * 1000
    (folder / "workspace.db").write_bytes(broken)
    with pytest.raises(KnownError, match="DAMAGED"):
        again(folder)
    facts, left = restore_damaged(folder, file, now=clock(), password=PASSWORD)
    assert facts.then["工会"] == 10
    assert (left / "workspace.db").read_bytes() == broken
    assert look(folder, key) == earlier


def test_a_full_folder_is_not_restored_into(kept, tmp_path) -> None:
    _, file, _ = kept
    used = tmp_path / "已用"
    used.mkdir()
    (used / "信.docx").write_bytes(b"x")
    with pytest.raises(UserError, match="FOLDER_USED"):
        restore(file, used, password=PASSWORD)
    assert [p.name for p in used.iterdir()] == ["信.docx"]
    (tmp_path / "空").mkdir()
    restore(file, tmp_path / "空", password=PASSWORD)


def test_attachments_travel_with_a_backup_and_a_change_of_key(kept, tmp_path) -> None:
    from app.store import attachments

    workspace, _, _ = kept
    content = "批复扫描件".encode() * 1000
    name = attachments.put(workspace.folder, workspace.key, content)
    file = tmp_path / "带附件.udb"
    backup(workspace, file)
    restore(file, tmp_path / "回", password=PASSWORD)
    assert attachments.get(tmp_path / "回", workspace.key, name) == content
    raw = (tmp_path / "回" / "attachments" / name).read_bytes()
    assert "批复".encode() not in raw
    key = rekey(workspace, PASSWORD, CHEAP)
    (path,) = (workspace.folder / "attachments").iterdir()
    assert attachments.get(workspace.folder, key, path.name) == content
    with pytest.raises(KnownError, match="ATTACHMENT_DAMAGED"):
        attachments.get(tmp_path / "回", key, name)


def test_an_automatic_backup_is_restored_from_the_list(workspace: Workspace) -> None:
    for reason in ("daily", "exit", "before-import", "manual"):
        workspace.do(set_value, key="a", value=reason)
        state = dump(workspace)
        made = automatic(workspace, reason)
        workspace.do(set_value, key="a", value="later")
        restore_over(workspace, made.path)
        workspace = again(workspace.folder)
        assert dump(workspace) == state
    workspace.close()


def test_the_unpacked_candidate_is_the_backup(kept, tmp_path) -> None:
    workspace, file, _ = kept
    (tmp_path / "放").mkdir()
    candidate = unpack(file, tmp_path / "放", password=PASSWORD)
    assert candidate.key == workspace.key
    assert KeyFile.read(candidate.folder).has(USER)
