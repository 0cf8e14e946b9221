"""Users and passwords: the log, the list and the key file agree, and nobody is locked out."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from sqlalchemy import select

from app.base.errors import KnownError, UserError
from app.store.keys import KEY_FILE, KeyFile, recovery_key, recovery_text
from app.store.system import ENTRY
from app.store.users import (
    NEXT_FILE,
    User,
    add_user,
    change_password,
    disable_user,
    enable_user,
    set_password,
    sweep,
    users,
)
from app.store.workspace import Workspace
from tests.store.acts import set_value
from tests.workspaces import CHEAP, PASSWORD, USER


def reopen(workspace: Workspace, password: str, user: str | None = None) -> str:
    """Who is working after opening so."""
    workspace.close()
    with Workspace.open(workspace.folder, password=password, user=user) as again:
        return again.user


def test_add_then_each_opens_with_the_own_password(workspace: Workspace) -> None:
    add_user(workspace, " 李四 ", "第二", CHEAP)
    assert users(workspace) == [User(USER, False, True), User("李四", False, True)]
    assert reopen(workspace, "第二", "李四") == "李四"
    assert reopen(workspace, PASSWORD, USER) == USER
    with pytest.raises(UserError, match="USER_NEEDED"):
        reopen(workspace, PASSWORD)
    with pytest.raises(UserError, match="WRONG_PASSWORD"):
        reopen(workspace, PASSWORD, "李四")


def test_every_change_is_one_entry_that_cannot_be_undone(workspace: Workspace) -> None:
    add_user(workspace, "李四", "第二", CHEAP)
    change_password(workspace, PASSWORD, "新的", cost=CHEAP)
    disable_user(workspace, "李四")
    enable_user(workspace, "李四", "第三", CHEAP)
    query = select(ENTRY.c.title, ENTRY.c.undoable).where(ENTRY.c.number > 1)
    entries = workspace.read(lambda c: [tuple(r) for r in c.execute(query.order_by("number"))])
    assert entries == [
        ("添加用户", False), ("更改口令", False), ("停用用户", False), ("启用用户", False),
    ]  # fmt: skip
    for number in range(2, 6):
        with pytest.raises(UserError, match="UNDO_NO"):
            workspace.undo(number)


def test_refusals_change_nothing(workspace: Workspace) -> None:
    keys = (workspace.folder / KEY_FILE).read_bytes()
    for refused in (
        lambda: add_user(workspace, "  ", "x", CHEAP),
        lambda: add_user(workspace, USER, "x", CHEAP),
        lambda: add_user(workspace, "李四", "", CHEAP),
        lambda: change_password(workspace, "不对", "x", cost=CHEAP),
        lambda: set_password(workspace, "王五", "x", CHEAP),
        lambda: disable_user(workspace, "王五"),
        lambda: disable_user(workspace, USER),
        lambda: enable_user(workspace, "王五", "x", CHEAP),
    ):
        with pytest.raises(UserError):
            refused()
    assert (workspace.folder / KEY_FILE).read_bytes() == keys
    assert not (workspace.folder / NEXT_FILE).exists()
    assert users(workspace) == [User(USER, False, True)]


def test_the_last_who_can_log_in_cannot_be_disabled(workspace: Workspace) -> None:
    add_user(workspace, "李四", "第二", CHEAP)
    keys = KeyFile.read(workspace.folder)
    keys.remove("李四")
    keys.write(workspace.folder)
    with pytest.raises(UserError, match="USER_LAST"):
        disable_user(workspace, USER)
    set_password(workspace, "李四", "第三", CHEAP)
    disable_user(workspace, USER)
    assert reopen(workspace, "第三") == "李四"


def test_a_disabled_user_is_refused_and_enabled_with_a_new_password(workspace: Workspace) -> None:
    add_user(workspace, "李四", "第二", CHEAP)
    disable_user(workspace, "李四")
    assert users(workspace)[1] == User("李四", True, False)
    with pytest.raises(UserError, match="WRONG_PASSWORD"):
        reopen(workspace, "第二", "李四")
    with Workspace.open(workspace.folder, password=PASSWORD) as again:
        enable_user(again, "李四", "第三", CHEAP)
    assert reopen(workspace, "第三", "李四") == "李四"


def test_an_old_wrap_does_not_let_a_disabled_user_in(workspace: Workspace, tmp_path: Path) -> None:
    """Killed between the commit and the renaming of the key file, or an old key file put back."""
    add_user(workspace, "李四", "第二", CHEAP)
    old = tmp_path / "old.json"
    shutil.copy(workspace.folder / KEY_FILE, old)
    disable_user(workspace, "李四")
    shutil.copy(old, workspace.folder / KEY_FILE)
    with pytest.raises(UserError, match="USER_DISABLED"):
        reopen(workspace, "第二", "李四")
    with Workspace.open(workspace.folder, password=PASSWORD, user=USER) as again:
        sweep(again)
        assert len(KeyFile.read(again.folder).wraps) == 1
    assert reopen(workspace, PASSWORD) == USER


def test_a_wrap_without_a_user_is_refused_and_swept(workspace: Workspace) -> None:
    keys = KeyFile.read(workspace.folder)
    keys.add("路人", "我猜", workspace.key, CHEAP)
    keys.write(workspace.folder)
    (workspace.folder / NEXT_FILE).write_bytes(b"half")
    with pytest.raises(UserError, match="USER_UNKNOWN"):
        reopen(workspace, "我猜", "路人")
    with Workspace.open(workspace.folder, password=PASSWORD, user=USER) as again:
        sweep(again)
        assert not (again.folder / NEXT_FILE).exists()
    assert reopen(workspace, PASSWORD) == USER


def test_a_user_without_a_wrap_is_shown_so(workspace: Workspace) -> None:
    """Killed after the commit and before the key file took its name."""
    before = (workspace.folder / KEY_FILE).read_bytes()
    add_user(workspace, "李四", "第二", CHEAP)
    (workspace.folder / KEY_FILE).write_bytes(before)
    assert users(workspace)[1] == User("李四", False, False)
    set_password(workspace, "李四", "第二次", CHEAP)
    assert reopen(workspace, "第二次", "李四") == "李四"


def test_a_full_disk_while_writing_the_key_file_changes_nothing(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise KnownError("FILE-FULL", "磁盘已满", "")

    monkeypatch.setattr(KeyFile, "write", full)
    with pytest.raises(KnownError, match="FILE-FULL"):
        add_user(workspace, "李四", "第二", CHEAP)
    assert users(workspace) == [User(USER, False, True)]


def test_recovery_opens_without_a_key_file_and_sets_a_new_password(workspace: Workspace) -> None:
    text = recovery_text(workspace.key)
    workspace.do(set_value, key="a", value=1)
    folder = workspace.folder
    workspace.close()
    (folder / KEY_FILE).unlink()
    with pytest.raises(KnownError, match="KEYS_MISSING"):
        Workspace.open(folder, password=PASSWORD)
    with Workspace.open(folder, key=recovery_key(text)) as opened:
        assert opened.user == USER
        set_password(opened, USER, "再也不忘", CHEAP)
    assert reopen(workspace, "再也不忘") == USER


def test_recovery_with_several_users_asks_who_is_working(workspace: Workspace) -> None:
    add_user(workspace, "李四", "第二", CHEAP)
    key, folder = workspace.key, workspace.folder
    workspace.close()
    with Workspace.open(folder, key=key) as opened:
        assert opened.user == ""
        with pytest.raises(UserError, match="USER_NEEDED"):
            opened.do(set_value, key="a", value=1)
        with pytest.raises(UserError, match="USER_UNKNOWN"):
            opened.become("王五")
        opened.become("李四")
        opened.do(set_value, key="a", value=1)
