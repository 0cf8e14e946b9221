"""A workspace that cannot be opened any more: the unlock window leads back to a good backup."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QFileDialog

from app import start
from app.desk.program import Program
from app.desk.rescue import RescueDialog
from app.desk.unlock import UnlockWindow
from app.store import keeping
from app.store.keys import recovery_text
from app.store.log import head
from app.store.workspace import Workspace
from tests.desk.test_program import PASSWORD, leave, made, office, program, wait_for_shell
from tests.reliability.test_fs import cd

__all__ = ["cd", "made", "office", "program"]
BROKEN = b"not a database any more" * 1000


@pytest.fixture
def kept(office: Path, tmp_path: Path) -> tuple[Path, str]:
    """A workspace with two backups here and one on a drive, damaged; and its recovery key."""
    drive = tmp_path / "U盘"
    drive.mkdir()
    with Workspace.open(office, password=PASSWORD, wiring=start.wiring()) as space:
        keeping.automatic(space, "daily")
        keeping.set_second_place(space, drive)
        keeping.automatic(space, "exit")
        text = recovery_text(space.key)
    for path in drive.glob("*/*daily.udb"):
        path.unlink()
    (office / "workspace.db").write_bytes(BROKEN)
    return office, text


def unlock_of(program: Program) -> UnlockWindow:
    assert isinstance(program.unlock, UnlockWindow)
    return program.unlock


def dialog_of(program: Program, qtbot: Any) -> RescueDialog:
    def up() -> list[RescueDialog]:
        return [d for d in unlock_of(program).findChildren(RescueDialog) if d.isVisible()]

    qtbot.waitUntil(lambda: bool(up()), timeout=20_000)
    (made,) = up()
    qtbot.waitUntil(lambda: "查找" not in made.said.whole(), timeout=20_000)
    return made


def aside(folder: Path) -> list[Path]:
    return list(folder.glob("damaged-*"))


def restore_and_open(program: Program, dialog: RescueDialog, qtbot: Any) -> None:
    dialog.main.click()
    qtbot.waitUntil(lambda: dialog.kept is not None, timeout=20_000)
    assert dialog.told.isVisible()
    assert dialog.place.text() == str(dialog.kept)
    dialog.main.click()
    window = unlock_of(program)
    qtbot.waitUntil(lambda: "已从备份取回" in window.advice.text(), timeout=5_000)
    assert window.password.text() == ""


def test_a_damaged_workspace_is_restored_from_the_list_and_opened(
    program: Program, qtbot: Any, kept: tuple[Path, str]
) -> None:
    folder, _ = kept
    program.begin(folder, None, PASSWORD)
    dialog = dialog_of(program, qtbot)
    assert "已损坏" in unlock_of(program).message.text()
    entries = dialog.table.model.entries
    assert [(e["title"], e["place"]) for e in entries] == [
        ("退出时自动备份", "本机"),
        ("退出时自动备份", "第二个位置"),
        ("每日自动备份", "本机"),
    ]
    assert {e["state"].word for e in entries} == {"已校验"}
    assert dialog.fields.typed() == (None, PASSWORD, False), "what was typed need not be again"
    restore_and_open(program, dialog, qtbot)
    (left,) = aside(folder)
    assert (left / "workspace.db").read_bytes() == BROKEN
    unlock_of(program).password.setText(PASSWORD)
    shell = wait_for_shell(program, qtbot, unlock_of(program).main.click)
    assert shell.isVisible()
    leave(program, qtbot)


def test_the_way_back_stays_open_after_closing_the_list(
    program: Program, qtbot: Any, kept: tuple[Path, str]
) -> None:
    program.begin(kept[0], None, PASSWORD)
    dialog_of(program, qtbot).reject()
    window = unlock_of(program)
    assert window.way_out.isVisible()
    assert not aside(kept[0])
    window.way_out.click()
    dialog_of(program, qtbot).reject()


def test_a_wrong_password_is_said_and_the_recovery_key_helps(
    program: Program, qtbot: Any, kept: tuple[Path, str]
) -> None:
    folder, text = kept
    program.begin(folder, None, PASSWORD)
    dialog = dialog_of(program, qtbot)
    before = sorted(p.name for p in folder.iterdir())
    dialog.fields.fill("猜的口令")
    dialog.main.click()
    qtbot.waitUntil(lambda: "口令不对" in dialog.message.text(), timeout=20_000)
    assert sorted(p.name for p in folder.iterdir()) == before
    dialog.fields.fill("")
    dialog.main.click()
    assert "请输入" in dialog.message.text()
    dialog.fields.fill(text.replace("A", "B", 1) if "A" in text else text[1:], by_key=True)
    dialog.main.click()
    qtbot.waitUntil(lambda: "恢复密钥" in dialog.message.text(), timeout=20_000)
    dialog.fields.fill(text.lower(), by_key=True)
    restore_and_open(program, dialog, qtbot)
    Workspace.open(folder, password=PASSWORD, wiring=start.wiring()).close()


def test_a_damaged_backup_is_named_and_not_chosen(
    program: Program, qtbot: Any, kept: tuple[Path, str], tmp_path: Path
) -> None:
    folder, _ = kept
    (newest,) = (folder / "backups").glob("*exit.udb")
    elsewhere = tmp_path / "拷来的.udb"
    newest.write_bytes(newest.read_bytes()[:-10])
    shutil.copyfile(newest, elsewhere)
    program.begin(folder, None, PASSWORD)
    dialog = dialog_of(program, qtbot)
    entries = dialog.table.model.entries
    assert [e["state"].word for e in entries] == ["已校验", "已校验", "已损坏"]
    assert entries[0]["place"] == "第二个位置"
    dialog.table.table.selectRow(2)
    assert not dialog.main.isEnabled()
    assert "不能用" in dialog.message.text()
    dialog.take(str(elsewhere))
    assert dialog.main.isEnabled()
    dialog.main.click()
    qtbot.waitUntil(lambda: "已损坏" in dialog.message.text(), timeout=20_000)
    assert not aside(folder)
    dialog.table.table.selectRow(0)
    restore_and_open(program, dialog, qtbot)


def test_a_backup_from_elsewhere_is_taken(
    program: Program, qtbot: Any, kept: tuple[Path, str], tmp_path: Path
) -> None:
    folder, _ = kept
    elsewhere = tmp_path / "拷来的.udb"
    shutil.move(next((folder / "backups").glob("*daily.udb")), elsewhere)
    shutil.rmtree(folder / "backups")
    program.begin(folder, None, PASSWORD)
    dialog = dialog_of(program, qtbot)
    assert dialog.said.whole() == "没有找到备份"
    assert not dialog.main.isEnabled()
    next(b for b in dialog.findChildren(object, "rescue_file")).click()
    picker = dialog.findChild(QFileDialog, "rescue_file_dialog")
    picker.fileSelected.emit(str(elsewhere))
    picker.close()
    restore_and_open(program, dialog, qtbot)
    Workspace.open(folder, password=PASSWORD, wiring=start.wiring()).close()


def test_a_lost_journal_leads_to_the_backups_too(
    program: Program, qtbot: Any, kept: tuple[Path, str]
) -> None:
    """An older data file was copied over the newer one."""
    folder, _ = kept
    (left,) = (folder / "backups").glob("*daily.udb")
    shutil.unpack_archive(left, folder / "try", "zip")
    shutil.copyfile(folder / "try" / "workspace.db", folder / "workspace.db")
    shutil.rmtree(folder / "try")
    program.begin(folder, None, PASSWORD)
    dialog = dialog_of(program, qtbot)
    assert "旧文件" in unlock_of(program).message.text()
    restore_and_open(program, dialog, qtbot)
    Workspace.open(folder, password=PASSWORD, wiring=start.wiring()).close()


def test_on_a_medium_that_became_read_only_another_folder_is_offered(
    program: Program, qtbot: Any, kept: tuple[Path, str], cd: Path
) -> None:
    folder = cd / "城关镇"
    shutil.copytree(kept[0], folder)
    program.begin(folder, None, PASSWORD)
    dialog = dialog_of(program, qtbot)
    subprocess.run(["mount", "-o", "remount,ro", str(cd)], check=True)
    dialog.main.click()
    qtbot.waitUntil(lambda: "不能写入" in dialog.message.text(), timeout=20_000)
    assert (folder / "workspace.db").read_bytes() == BROKEN
    chosen = str(dialog.file)
    dialog.other.click()
    assert program.first is not None
    qtbot.waitUntil(lambda: program.unlock is None, timeout=5_000)
    field: Any = program.first.findChild(object, "restore_file")
    assert field.text() == chosen


@pytest.mark.parametrize("lost", [True, False])
def test_a_key_file_that_is_lost_or_damaged_comes_back_without_losing_data(
    program: Program, qtbot: Any, office: Path, lost: bool
) -> None:
    with Workspace.open(office, password=PASSWORD, wiring=start.wiring()) as space:
        keeping.automatic(space, "daily")
        keeping.set_second_place(space, None)
        last = space.read(head)[0]
    keys = office / "keys.json"
    if lost:
        keys.unlink()
    else:
        keys.write_text("{", "utf-8")
    program.begin(office)
    window = unlock_of(program)
    qtbot.waitUntil(window.way_out.isVisible, timeout=10_000)
    assert "钥匙文件" in window.message.text()
    window.way_out.click()
    dialog = dialog_of(program, qtbot)
    dialog.fields.fill("猜的口令")
    dialog.main.click()
    qtbot.waitUntil(lambda: "口令不对" in dialog.message.text(), timeout=20_000)
    dialog.fields.fill(PASSWORD)
    restore_and_open(program, dialog, qtbot)
    assert len(aside(office)) == 1
    with Workspace.open(office, password=PASSWORD, wiring=start.wiring()) as again:
        assert again.read(head)[0] == last


def test_damage_that_shows_after_opening_is_told_with_the_way_back(
    program: Program, qtbot: Any, office: Path
) -> None:
    """A page in the middle of the file: the workspace opens, and the look at all pages finds it."""
    with Workspace.open(office, password=PASSWORD, wiring=start.wiring()) as space:
        keeping.automatic(space, "daily")
    content = bytearray((office / "workspace.db").read_bytes())
    middle = len(content) // 4096 // 2 * 4096
    content[middle : middle + 4096] = bytes(4096)
    (office / "workspace.db").write_bytes(content)
    shell = wait_for_shell(program, qtbot, lambda: program.begin(office, None, PASSWORD))
    qtbot.waitUntil(lambda: shell.banner.isVisible(), timeout=20_000)
    notice = shell.banner.notice
    assert notice is not None
    assert "已损坏" in notice.text
    shell.findChild(object, "banner_action").click()
    dialog = dialog_of(program, qtbot)
    assert program.open is None
    dialog.fields.fill(PASSWORD)
    restore_and_open(program, dialog, qtbot)
    assert len(aside(office)) == 1
    unlock_of(program).password.setText(PASSWORD)
    wait_for_shell(program, qtbot, unlock_of(program).main.click)
    leave(program, qtbot)
