"""数据备份与交接 in the window, on a real workspace."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from app.desk.keeping import KeepingPage
from app.desk.keeping.users import PasswordDialog
from app.store import users
from app.store.workspace import Workspace
from tests.areas.organisations.conftest import Office, office
from tests.desk.desks import desk_on, put_up
from tests.workspaces import PASSWORD

__all__ = ["office"]


@pytest.fixture
def page(office: Office, qtbot: Any, tmp_path: Path):
    with desk_on(office.space, tmp_path) as desk:
        made = KeepingPage(desk)
        put_up(made, qtbot)
        made.office = office
        yield made


def entries(page: KeepingPage) -> list[Any]:
    return page.backups.table.model.entries


def test_backup_now_is_listed_as_verified(page: KeepingPage, qtbot: Any) -> None:
    page.backups.make_now()
    qtbot.waitUntil(lambda: bool(entries(page)), timeout=20_000)
    assert entries(page)[0]["state"].word == "已校验"
    assert entries(page)[0]["title"] == "手工备份"


def test_second_place_gets_its_copy(page: KeepingPage, qtbot: Any, tmp_path: Path) -> None:
    page.backups.make_now()
    qtbot.waitUntil(lambda: bool(entries(page)), timeout=20_000)
    drive = tmp_path / "U盘"
    drive.mkdir()
    page.backups.set_place(drive)
    qtbot.waitUntil(
        lambda: {e["place"] for e in entries(page)} == {"本机", "第二个位置"}, timeout=20_000
    )


def test_restoring_brings_the_old_state_back_and_keeps_the_present(
    page: KeepingPage, qtbot: Any
) -> None:
    page.backups.make_now()
    qtbot.waitUntil(lambda: bool(entries(page)), timeout=20_000)
    kept = Path(entries(page)[0]["path"])
    page.office.union("后来的工会")
    replaced: list[bool] = []
    page.desk.replaced.connect(lambda: replaced.append(True))
    asked: list[Any] = []
    page.backups._ask = lambda path, facts: asked.append((path, facts))
    page.backups.ask_restore(kept)
    qtbot.waitUntil(lambda: bool(asked), timeout=20_000)
    assert any("1 项操作" in line for line in asked[0][1].lines())
    page.backups.do_restore(*asked[0])
    qtbot.waitUntil(lambda: bool(replaced), timeout=30_000)
    folder = page.desk.workspace.folder
    with Workspace.open(folder, password=PASSWORD, wiring=page.desk.workspace.wiring) as again:
        assert again.find("后来的工会")[1] == "0"
        assert any("before-restore" in p.name for p in (folder / "backups").iterdir())


def test_acts_are_undone_from_the_list(page: KeepingPage, qtbot: Any) -> None:
    union = page.office.union("误录的工会")
    page.show_view("acts")
    number = page.desk.workspace.read(lambda conn: _newest(conn))
    page._undo(number)
    qtbot.waitUntil(lambda: page.desk.workspace.find("误录的工会")[1] == "0", timeout=10_000)
    assert union


def _newest(conn: Any) -> int:
    from app.store import log

    return log.head(conn)[0]


def test_user_is_added_disabled_and_listed(page: KeepingPage, qtbot: Any) -> None:
    page.show_view("users")
    qtbot.waitUntil(lambda: bool(page.users.table.model.entries), timeout=10_000)
    workspace = page.desk.workspace
    page.users._run(lambda: users.add_user(workspace, "李四", "口令654321"))
    listed = page.users.table.model
    qtbot.waitUntil(lambda: len(listed.entries) == 2, timeout=20_000)
    page.users._run(lambda: users.disable_user(workspace, "李四"))
    qtbot.waitUntil(
        lambda: any(e["state"].word == "已停用" for e in listed.entries), timeout=20_000
    )


def test_passwords_that_differ_or_are_short_are_told_inline(qtbot: Any) -> None:
    done: list[Any] = []
    dialog = PasswordDialog(None, "添加用户", name=True, do=lambda *a: done.append(a))
    qtbot.addWidget(dialog)
    dialog.save()
    assert dialog.wrong.text() == "姓名不能为空。"
    assert dialog.name is not None
    dialog.name.setText("王五")
    dialog.new.setText("abc")
    dialog.save()
    assert "至少" in dialog.wrong.text()
    dialog.new.setText("abcdefgh")
    dialog.again.setText("abcdefgg")
    dialog.save()
    assert dialog.wrong.text() == "两次输入的口令不一样。"
    dialog.again.setText("abcdefgh")
    dialog.save()
    assert done == [("王五", "", "abcdefgh")]


def test_check_says_that_all_is_well(page: KeepingPage, qtbot: Any) -> None:
    page.show_view("health")
    page.health.check()
    qtbot.waitUntil(lambda: "检查完毕" in page.health.said.whole(), timeout=30_000)
