"""``user``, ``password``, ``recovery``: who may open the workspace."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from app.base.command import Outcome
from app.base.files import write_for_person
from app.commands.workspace import check_outside
from app.store.keys import recovery_text
from app.store.notes import setting
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


def recovery(call: Call) -> Outcome:
    """The recovery key on a sheet of paper. That it was printed is not undone by anything."""
    from app.paper.document import render
    from app.paper.recovery import recovery_paper

    out = Path(call.options.out)
    if call.options.folder:
        check_outside(Path(call.options.folder), out)
    with call.workspace() as workspace:
        office = workspace.read(lambda conn: setting(conn, "office_name", ""))
        text = recovery_text(workspace.key)
        shown, _ = _shown(workspace)
    printed = render(recovery_paper(text, office=office, on=call.today))
    write_for_person(out, printed.pdf)
    out.chmod(0o600)
    result = {"file": out.absolute(), "pages": printed.pages, **shown}
    return Outcome(result, [f"恢复密钥已写到：{out}", "打印以后请删除这个文件。"])
