"""``backup``, ``restore``, ``verify``: that nothing is ever lost, and that it can be shown."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from app import start
from app.base.command import Outcome
from app.commands.reports import finding_json, finding_line
from app.commands.workspace import MADE, current_counts
from app.store import backup as store
from app.store.container import digest_of
from app.store.restore import restore as restore_backup
from app.store.verify import verify as verify_all
from app.store.workspace import Workspace

if TYPE_CHECKING:
    from app.base.command import Call


def backup(call: Call) -> Outcome:
    """A checked copy of everything in one file."""
    out = Path(call.options.out)
    with call.workspace() as workspace:
        counts = current_counts(workspace, call.today)
        made = store.backup(workspace, out, progress=call.progress)
        assert made.manifest is not None
        workspace.remember(MADE, made.manifest.moment, user="")
    result = {
        "file": out.absolute(),
        "counts": counts,
        "tables": made.manifest.counts,
        "digest": digest_of(out),
        "moment": made.manifest.when,
    }
    return Outcome(result, [f"已备份并校验：{out}（{made.size / 1e6:.1f} MB）"])


def restore(call: Call) -> Outcome:
    """A backup as a workspace in a new folder; opened once to see that it is one."""
    file, folder = Path(call.options.file), Path(call.options.to)
    password = call.password()
    facts = restore_backup(
        file, folder, password=password, user=call.options.user, progress=call.progress
    )
    with Workspace.open(
        folder,
        password=password,
        user=call.options.user,
        wiring=start.wiring(),
        surroundings=call.surroundings(),
    ) as workspace:
        counts = current_counts(workspace, call.today)
    result = {
        "file": file.absolute(),
        "workspace": folder.absolute(),
        "counts": counts,
        "digest": digest_of(file),
        "moment": facts.made,
        "users": list(facts.users),
    }
    return Outcome(result, [f"已恢复到：{folder}", *facts.lines()])


def verify(call: Call) -> Outcome:
    """The whole integrity list."""
    with call.workspace() as workspace:
        findings = verify_all(workspace, call.progress)
    result = {"findings": [finding_json(f) for f in findings]}
    lines = [finding_line(f) for f in findings] or ["完好：没有发现问题"]
    return Outcome(result, lines, status=1 if findings else 0)
