"""What the killed process does: the program's own code, told by a pipe when to begin.

A job gets the workspace's folder and key and a pipe; it sends ``ready`` when the workspace is open,
waits for a word, and reports what it has done. ``arm`` = (mode, number, errno) sets the fault
library for what follows.
"""

from __future__ import annotations

import ctypes
import resource
import signal
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from app.areas.members.acts.erasing import carry_out
from app.areas.organisations.sheet.service import EMPLOYER_SHEET
from app.base.errors import UnionDeskError
from app.sheets.checked import CheckedRow
from app.sheets.comparing import Options
from app.start import wiring as whole_wiring
from app.store import (
    evidence,
    migrate,  # noqa: F401  Alembic imported once, before the fork
)
from app.store.backup import backup
from app.store.keeping import automatic
from app.store.rekey import rekey
from app.store.rescue import restore_damaged
from app.store.restore import restore_over
from app.store.staging import Staging
from app.store.workspace import Surroundings, Workspace
from tests.store.acts import add_union, import_units, rename_union, set_value
from tests.workspaces import CHEAP, PASSWORD, bare_wiring

bare_wiring()

COUNT, KILL, FAIL_ONCE, FAIL_ON = range(4)
Arm = tuple[int, int, int] | None
NOW = datetime(2026, 11, 22, 1, 30, tzinfo=UTC)
SURROUNDINGS = Surroundings(now=lambda: NOW, today=lambda: NOW.date())


def _arm(arm: Arm) -> None:
    if arm is not None:
        ctypes.CDLL(None).udk_arm(ctypes.c_int(arm[0]), ctypes.c_long(arm[1]), ctypes.c_int(arm[2]))


def _calls(arm: Arm) -> int:
    if arm is None:
        return 0
    disarm = ctypes.CDLL(None).udk_disarm
    disarm.restype = ctypes.c_long
    return int(disarm())


def opened(folder: Path, key: bytes) -> Workspace:
    return Workspace.open(folder, key=key, wiring=bare_wiring(), surroundings=SURROUNDINGS)


def saves(folder: Path, key: bytes, pipe: Any, arm: Arm = None, many: int = 10_000) -> None:
    """Single saves, each reported after it is acknowledged."""
    workspace = opened(folder, key)
    pipe.send("ready")
    pipe.recv()
    _arm(arm)
    for number in range(many):
        union = workspace.do(add_union, name=f"第{number}厂工会").result
        pipe.send(("saved", number))
        workspace.do(rename_union, union, name=f"第{number}厂工会（新）", since=date(2026, 1, 1))
        pipe.send(("renamed", number))
    pipe.send(("done", _calls(arm)))


def one_import(folder: Path, key: bytes, pipe: Any, arm: Arm = None, rows: int = 20_000) -> None:
    """One mass import."""
    workspace = opened(folder, key)
    pipe.send("ready")
    pipe.recv()
    _arm(arm)
    workspace.do(import_units, count=rows)
    pipe.send(("done", _calls(arm)))


def real_import(folder: Path, key: bytes, pipe: Any, arm: Arm = None, rows: int = 1000) -> None:
    """The import of the program: checked rows of a market regulator's list, planned and written
    in one act."""
    workspace = Workspace.open(folder, key=key, wiring=whole_wiring(), surroundings=SURROUNDINGS)
    checked = [
        CheckedRow("名单", n + 2, values={"name": f"天津第{n}自行车有限公司", "workers": n % 90})
        for n in range(rows)
    ]
    pipe.send("ready")
    pipe.recv()
    _arm(arm)
    changes, _ = EMPLOYER_SHEET.commit(workspace, checked, Options(), file_name="名单.xlsx")
    assert changes.entry
    pipe.send(("done", _calls(arm)))


def undo_import(folder: Path, key: bytes, pipe: Any, arm: Arm = None) -> None:
    """Taking back the newest import."""
    workspace = opened(folder, key)
    query = "SELECT max(number) FROM entry WHERE batch IS NOT NULL"
    number = workspace.on_writer(lambda raw: raw.execute(query).fetchone()[0])
    pipe.send("ready")
    pipe.recv()
    _arm(arm)
    workspace.undo(number)
    pipe.send(("done", _calls(arm)))


def one_backup(folder: Path, key: bytes, pipe: Any, arm: Arm = None) -> None:
    """An automatic backup with rotation."""
    workspace = opened(folder, key)
    pipe.send("ready")
    pipe.recv()
    _arm(arm)
    automatic(workspace, "daily")
    pipe.send(("done", _calls(arm)))


def proofs(folder: Path, key: bytes, pipe: Any, arm: Arm = None, many: int = 10_000) -> None:
    """Evidence put on a union piece by piece, and now and then taken off again."""
    workspace = opened(folder, key)
    union = workspace.do(add_union, name="自行车厂工会").result
    pipe.send("ready")
    pipe.recv()
    _arm(arm)
    for number in range(many):
        stored = evidence.keep(
            workspace, b"photo %d " % number * 3000, kind="photo", title="现场.jpg",
            media_type="image/jpeg",
        )  # fmt: skip
        ids = workspace.do(evidence.attach, "unions", union, files=[stored]).result
        if number % 3:
            pipe.send(("kept", stored.file))
        else:
            workspace.do(evidence.detach, ids)
    pipe.send(("done", _calls(arm)))


def one_restore(folder: Path, key: bytes, pipe: Any, arm: Arm = None, file: str = "") -> None:
    """A backup put in the place of the open workspace."""
    workspace = opened(folder, key)
    pipe.send("ready")
    pipe.recv()
    _arm(arm)
    restore_over(workspace, Path(file))
    pipe.send(("done", _calls(arm)))


def one_rescue(folder: Path, key: bytes, pipe: Any, arm: Arm = None, file: str = "") -> None:
    """A backup put in the place of a workspace that cannot be opened."""
    pipe.send("ready")
    pipe.recv()
    _arm(arm)
    restore_damaged(folder, Path(file), now=NOW, key=key)
    pipe.send(("done", _calls(arm)))


def one_erasure(folder: Path, key: bytes, pipe: Any, arm: Arm = None, person: str = "") -> None:
    """A person's data erased on request, with the cleaning of the files."""
    workspace = Workspace.open(folder, key=key, wiring=whole_wiring(), surroundings=SURROUNDINGS)
    pipe.send("ready")
    pipe.recv()
    _arm(arm)
    carry_out(workspace, person, reason="本人要求")
    pipe.send(("done", _calls(arm)))


def one_rekey(folder: Path, key: bytes, pipe: Any, arm: Arm = None) -> None:
    """A change of the database key."""
    workspace = opened(folder, key)
    pipe.send("ready")
    pipe.recv()
    _arm(arm)
    rekey(workspace, PASSWORD, CHEAP)
    pipe.send(("done", _calls(arm)))


def one_upgrade(folder: Path, key: bytes, pipe: Any, arm: Arm = None, steps: str = "") -> None:
    """Opening an older file with a newer program (a test's own migrations)."""
    from app.store import version

    version.MIGRATIONS = (*version.MIGRATIONS, Path(steps))
    version.SCHEMA += len(list(Path(steps).glob("[0-9]*.py")))
    pipe.send("ready")
    pipe.recv()
    _arm(arm)
    opened(folder, key)
    pipe.send(("done", _calls(arm)))


def hold(folder: Path, key: bytes, pipe: Any) -> None:
    """Have the workspace until killed."""
    opened(folder, key)
    pipe.send("ready")
    pipe.recv()


def try_to_have(folder: Path, key: bytes, pipe: Any) -> None:
    """Try to open at the given moment; have it for a while if it works."""
    pipe.send("ready")
    pipe.recv()
    try:
        workspace = opened(folder, key)
    except UnionDeskError as error:
        pipe.send((error.code, error.message))
        return
    pipe.send(("mine", ""))
    pipe.recv()
    workspace.do(set_value, key="winner", value=1)
    workspace.close()


def limited(
    folder: Path, key: bytes, pipe: Any, room: int = 0, what: str = "", out: str = ""
) -> None:
    """Work under a limit of file size, as a full disk that says so differently."""
    workspace = opened(folder, key)
    size = workspace.database.stat().st_size
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    limit = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size + room, limit[1]))
    pipe.send("ready")
    pipe.recv()
    pipe.send(guarded(lambda: work(workspace, what, out)))
    resource.setrlimit(resource.RLIMIT_FSIZE, limit)
    pipe.send(guarded(lambda: workspace.do(set_value, key="later", value=1)))
    workspace.close()


def work(workspace: Workspace, what: str, out: str = "") -> None:
    """One of the things that may meet a full disk."""
    if what == "save":
        size = workspace.database.stat().st_size
        workspace.do(set_value, key="big", value="会" * (size // 2))  # half as large again
    elif what == "import":
        workspace.do(import_units, count=3000)
    elif what == "backup":
        backup(workspace, Path(out))
    elif what == "rekey":
        rekey(workspace, PASSWORD, CHEAP)
    elif what == "restore":
        restore_over(workspace, Path(out))
    elif what == "staging":
        with Staging(workspace) as staging:
            staging.add(staging.begin({}), ({"row": n, "name": "会" * 50} for n in range(20_000)))


def guarded(do: Callable[[], Any]) -> tuple[str, str]:
    """How it ended: ("ok", "") or the error's code and message; a bug by its type."""
    try:
        do()
    except UnionDeskError as error:
        return error.code, error.message + error.advice
    except Exception as error:  # the test must learn of any other kind
        return "BUG", f"{type(error).__name__}: {error}"
    return "ok", ""


def run(name: str, folder: str, key: bytes, pipe: Any, more: dict[str, Any]) -> None:
    """Entry of the child process."""
    sys.stderr.flush()
    job = globals()[name]
    try:
        job(Path(folder), key, pipe, **more)
    except UnionDeskError as error:
        pipe.send(("error", error.code, error.message + error.advice, _calls((0, 0, 0))))
    except BrokenPipeError:
        pass
