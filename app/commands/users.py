"""``user``, ``password``: who may open the workspace."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.base.command import Outcome
from app.store.users import add_user, change_password, disable_user, users

if TYPE_CHECKING:
    from app.base.command import Call
    from app.store.workspace import Workspace


def user(call: Call) -> Outcome:
    """List, add or disable."""
    verb = call.options.verb
    secret = call.new_password() if verb == "add" else ""
    with call.workspace() as workspace:
        if verb == "add":
            add_user(workspace, call.options.name, secret)
        elif verb == "disable":
            disable_user(workspace, call.options.name)
        return Outcome(*_shown(workspace))


def password(call: Call) -> Outcome:
    """Change one's own password."""
    old, new = call.password(), call.new_password()
    with call.workspace() as workspace:
        change_password(workspace, old, new)
        result, lines = _shown(workspace)
    return Outcome(result, [f"「{workspace.user}」的口令已更改", *lines])


def _shown(workspace: Workspace) -> tuple[dict[str, object], list[str]]:
    every = users(workspace)
    result: dict[str, object] = {
        "users": [
            {"name": u.name, "disabled": u.disabled, "has_password": u.has_password} for u in every
        ]
    }
    return result, [u.name + ("  已停用" if u.disabled else "") for u in every]
