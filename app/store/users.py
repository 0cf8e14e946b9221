"""Users: add, change password, disable, enable. The key file follows the change log.

The new key file is written and synced under another name inside the transaction, where a full disk
still rolls everything back, and takes its name after the commit. Killed between the two, a user
has no wrap yet and is told so; the last wrap of the last user is never in danger. A wrap without
an active user is swept at the next opening.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import RowMapping, select

from app.base.errors import KnownError, UserError
from app.base.files import replace_patiently
from app.base.text import tidy

from .keys import KEY_FILE, Cost, KeyFile
from .system import USER
from .work import Work, act
from .workspace import Workspace

NEXT_FILE = "keys.next.json"
_WHY = "口令和用户的操作不能撤销；请直接再改一次。"


@dataclass(frozen=True, slots=True)
class User:
    """A user as shown in lists. ``has_password`` False: nobody has set one since the workspace's
    key was changed (or the program was killed while adding); another user sets it."""

    name: str
    disabled: bool
    has_password: bool


def users(workspace: Workspace) -> list[User]:
    """All users, active ones first."""
    keys = KeyFile.read(workspace.folder)
    query = select(USER.c.name, USER.c.disabled).order_by(USER.c.disabled, USER.c.name)
    rows = workspace.read(lambda conn: conn.execute(query).all())
    return [User(name, bool(disabled), keys.has(name)) for name, disabled in rows]


def add_user(workspace: Workspace, name: str, password: str, cost: Cost | None = None) -> None:
    """A new user with a password.

    Raises:
        UserError: USER_EMPTY, USER_EXISTS, PASSWORD_EMPTY.
    """
    name = tidy(name)
    if not name:
        raise UserError("USER_EMPTY", "用户姓名不能为空。", "请填写姓名。")
    workspace.do(_add_user, name=name, wrap=_wrap(workspace, name, password, cost))


def change_password(
    workspace: Workspace, old: str, new: str, user: str | None = None, cost: Cost | None = None
) -> None:
    """Change the password of the present user (or ``user``), who knows the old one.

    Raises:
        UserError: WRONG_PASSWORD, PASSWORD_EMPTY.
    """
    name = user or workspace.user
    KeyFile.read(workspace.folder).unwrap(old, name)
    set_password(workspace, name, new, cost)


def set_password(workspace: Workspace, user: str, password: str, cost: Cost | None = None) -> None:
    """Set a password without the old one: after opening by recovery key, or for a colleague whose
    password is forgotten or has lapsed.

    Raises:
        UserError: USER_UNKNOWN, USER_DISABLED, PASSWORD_EMPTY.
    """
    workspace.do(_set_password, user, wrap=_wrap(workspace, user, password, cost))


def disable_user(workspace: Workspace, name: str) -> None:
    """Take a user's access away.

    Raises:
        UserError: USER_UNKNOWN, USER_LAST (nobody could open the workspace any more).
    """
    workspace.do(_disable_user, name, wrap=Wrap(workspace.folder, name, None))


def enable_user(workspace: Workspace, name: str, password: str, cost: Cost | None = None) -> None:
    """Give a disabled user access again, with a new password.

    Raises:
        UserError: USER_UNKNOWN, PASSWORD_EMPTY.
    """
    workspace.do(_enable_user, name, wrap=_wrap(workspace, name, password, cost))


def sweep(workspace: Workspace) -> None:
    """At opening: drop a half-written key file, and wraps that belong to no active user."""
    (workspace.folder / NEXT_FILE).unlink(missing_ok=True)
    try:
        keys = KeyFile.read(workspace.folder)
    except KnownError:
        return  # opened by recovery key; a new password writes a new file
    query = select(USER.c.name).where(USER.c.disabled.is_(False))
    active = {keys.tag(n) for n in workspace.read(lambda c: list(c.execute(query).scalars()))}
    kept = [wrap for wrap in keys.wraps if wrap["user"] in active]
    if kept and len(kept) < len(keys.wraps):
        keys.wraps = kept
        keys.write(workspace.folder)


# -- the acts --------------------------------------------------------------------------------------


@act("store.add_user", "添加用户", undo=False, why_not=_WHY)
def _add_user(work: Work, *, name: str, wrap: Wrap) -> None:
    if work.rows(select(USER).where(USER.c.name == name)):
        raise UserError(
            "USER_EXISTS", f"已经有名为「{name}」的用户。", "请换一个姓名，或启用原来的用户。"
        )
    work.insert(USER, name=name, disabled=False)
    wrap.put(work)


@act("store.set_password", "更改口令", undo=False, why_not=_WHY)
def _set_password(work: Work, user: str, *, wrap: Wrap) -> None:
    if _user(work, user)["disabled"]:
        raise UserError("USER_DISABLED", "这位用户已经停用。", "请先启用。")
    wrap.put(work)


@act("store.disable_user", "停用用户", undo=False, why_not=_WHY)
def _disable_user(work: Work, name: str, *, wrap: Wrap) -> None:
    row = _user(work, name)
    keys = KeyFile.read(wrap.folder)
    others = select(USER.c.name).where(USER.c.disabled.is_(False), USER.c.name != name)
    if not any(keys.has(other) for other in work.conn.execute(others).scalars()):
        raise UserError(
            "USER_LAST",
            "这是最后一位能登录的用户，停用后谁也打不开工作库。",
            "请先添加另一位用户。",
        )
    work.update(USER, row["id"], disabled=True)
    wrap.put(work)


@act("store.enable_user", "启用用户", undo=False, why_not=_WHY)
def _enable_user(work: Work, name: str, *, wrap: Wrap) -> None:
    work.update(USER, _user(work, name)["id"], disabled=False)
    wrap.put(work)


def _user(work: Work, name: str) -> RowMapping:
    rows = work.rows(select(USER).where(USER.c.name == name))
    if not rows:
        raise UserError("USER_UNKNOWN", f"没有名为「{name}」的用户。", "请从用户列表里选择。")
    return rows[0]


# -- the key file ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Wrap:
    """One user's new wrap (None: taken away), to be put into the key file with an act."""

    folder: Path
    user: str
    fresh: KeyFile | None

    def put(self, work: Work) -> None:
        """Write the new key file beside the old one; the commit decides which stays."""
        try:
            keys = KeyFile.read(self.folder)
        except KnownError:
            if self.fresh is None:
                raise
            keys = KeyFile(self.fresh.workspace, [])
        keys.remove(self.user)
        if self.fresh is not None:
            keys.wraps += self.fresh.wraps
        coming = self.folder / NEXT_FILE
        keys.write(self.folder, NEXT_FILE)
        work.committed.append(lambda: replace_patiently(coming, self.folder / KEY_FILE))
        work.failed.append(lambda: coming.unlink(missing_ok=True))


def _wrap(workspace: Workspace, user: str, password: str, cost: Cost | None) -> Wrap:
    """Derived before the act, so that the writer does not wait for half a second."""
    try:
        identity = KeyFile.read(workspace.folder).workspace
    except KnownError:
        identity = workspace.new_id()
    fresh = KeyFile(identity, [])
    fresh.add(user, password, workspace.key, cost)
    return Wrap(workspace.folder, user, fresh)
