"""更换密钥 from the page of users to the unlock window, with two users and an old backup."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from app import start
from app.base.errors import KnownError, UserError
from app.desk.keeping.rekeying import RekeyDialog
from app.desk.keeping.users import PasswordDialog
from app.desk.preview import Preview
from app.desk.program import Program
from app.desk.recovery import NewKeyDialog
from app.store import keeping, users
from app.store.keys import Cost, recovery_key, recovery_text
from app.store.restore import restore
from app.store.workspace import Workspace
from tests.desk.test_program import PASSWORD, leave, made, office, program, wait_for_shell

__all__ = ["made", "office", "program"]
SECOND = "李四自己的口令 1"


@pytest.fixture
def shared(office: Path) -> tuple[Path, str]:
    """A workspace of two users, and its recovery key."""
    with Workspace.open(office, password=PASSWORD, wiring=start.wiring()) as space:
        users.add_user(space, "李四", SECOND, Cost(1, 8 << 20))
        keeping.automatic(space, "daily")
        return office, recovery_text(space.key)


def users_view(shell: Any, qtbot: Any) -> Any:
    shell.open("backup")
    page = shell.page()
    page.show_view("users")
    qtbot.waitUntil(lambda: len(page.users.table.model.entries) == 2, timeout=10_000)
    return page.users


def choose(view: Any, name: str) -> None:
    names = [entry["name"] for entry in view.table.model.entries]
    view.table.table.selectRow(names.index(name))


def child(parent: Any, kind: type[Any]) -> Any:
    return next(one for one in parent.findChildren(kind) if one.isVisible())


def settled(program: Program, qtbot: Any) -> None:
    """Nothing is under way any more: the window closes without asking."""
    qtbot.waitUntil(lambda: not program.open.ops.busy(), timeout=20_000)


def test_a_new_key_is_shown_and_the_old_one_opens_old_backups_only(
    program: Program, qtbot: Any, shared: tuple[Path, str]
) -> None:
    folder, old = shared
    shell = wait_for_shell(program, qtbot, lambda: program.begin(folder, "张三", PASSWORD))
    users_view(shell, qtbot).ask_rekey()
    dialog = child(shell, RekeyDialog)
    dialog.main.click()
    assert dialog.message.text() == "请输入口令。"
    dialog.password.setText("猜的")
    dialog.main.click()
    qtbot.waitUntil(lambda: "口令不对" in dialog.message.text(), timeout=20_000)
    assert program.open is not None
    dialog.password.setText(PASSWORD)
    dialog.main.click()
    qtbot.waitUntil(lambda: program.unlock is not None, timeout=30_000)
    told = child(program.unlock, NewKeyDialog)
    new = "-".join(told.card.key.text().split())
    assert new != old
    assert "李四" in told.said.text()
    assert "旧的恢复密钥" in told.said.text()
    assert not told.main.isEnabled()
    told.card.print()
    qtbot.waitUntil(lambda: bool(told.findChildren(Preview)), timeout=60_000)
    told.findChildren(Preview)[0].close()
    told.card.kept.setChecked(True)
    told.main.click()

    window = program.unlock
    assert window is not None
    with Workspace.open(folder, key=recovery_key(new), user="张三") as opened:
        assert opened.by_key
    with pytest.raises(KnownError):
        Workspace.open(folder, key=recovery_key(old))
    (kept,) = (folder / "backups").glob("*before-rekey.udb")
    restore(kept, folder.parent / "旧的", key=recovery_key(old))
    with pytest.raises(KnownError, match="BACKUP_KEY"):
        restore(kept, folder.parent / "新的", key=recovery_key(new))

    window.user.setText("张三")
    window.password.setText(PASSWORD)
    shell = wait_for_shell(program, qtbot, window.main.click)
    view = users_view(shell, qtbot)
    choose(view, "张三")
    assert not view.reset.isEnabled()
    choose(view, "李四")
    assert "重设口令" in view.table.current()["note"]
    view.reset.click()
    asked = child(shell, PasswordDialog)
    asked.new.setText(SECOND)
    asked.again.setText(SECOND)
    asked.save()
    qtbot.waitUntil(
        lambda: not any("还没有口令" in e["note"] for e in view.table.model.entries),
        timeout=20_000,
    )
    settled(program, qtbot)
    leave(program, qtbot)
    Workspace.open(folder, user="李四", password=SECOND, wiring=start.wiring()).close()


def test_who_comes_with_the_recovery_key_is_named_and_sets_a_password(
    program: Program, qtbot: Any, shared: tuple[Path, str]
) -> None:
    folder, text = shared
    program.begin(folder)
    window = program.unlock
    assert window is not None
    qtbot.waitUntil(window.user.isVisible, timeout=5_000)
    window.switch.click()
    assert window.user.isVisible()
    window.password.setText(text)
    window.main.click()
    assert "用户姓名" in window.message.text()
    window.user.setText("李四")
    shell = wait_for_shell(program, qtbot, window.main.click)
    view = users_view(shell, qtbot)
    choose(view, "李四")
    view.reset.click()
    asked = child(shell, PasswordDialog)
    asked.new.setText("想起来的新口令 2")
    asked.again.setText("想起来的新口令 2")
    asked.save()
    settled(program, qtbot)
    leave(program, qtbot)
    Workspace.open(folder, user="李四", password="想起来的新口令 2").close()
    with pytest.raises(UserError, match="WRONG_PASSWORD"):
        Workspace.open(folder, user="李四", password=SECOND)
