"""TI: one process has the workspace."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from app.base.errors import KnownError
from app.store.workspace import Workspace
from tests.reliability.killing import Child, look
from tests.workspaces import PASSWORD


@pytest.fixture
def closed(make_workspace):
    workspace = make_workspace("原样")
    key = workspace.key
    workspace.close()
    return workspace.folder, key


def test_ti_1_a_second_start_is_told_who_has_it(closed) -> None:
    folder, key = closed
    child = Child("hold", folder, key).ready()
    before = (folder / "workspace.db").read_bytes()
    with pytest.raises(KnownError, match="IN_USE") as told:
        Workspace.open(folder, password=PASSWORD)
    who = json.loads((folder / "in-use.lock").read_text())
    assert who["host"] in told.value.message
    assert who["user"] in told.value.message
    assert "2026-11-22" in told.value.message
    assert "不用删除" in told.value.advice
    assert (folder / "workspace.db").read_bytes() == before
    child.kill()
    look(folder, key)


HOLD = """
import sys
from pathlib import Path
from tests.reliability.jobs import opened
with opened(Path(sys.argv[1]), bytes.fromhex(sys.stdin.readline())):
    print("ready", flush=True)
    sys.stdin.readline()
"""


def test_ti_2_another_computer_is_told_who_has_it(closed) -> None:
    """A process under another host name and account, on the same file. It is refused and told;
    to read beside the one who writes is not offered."""
    folder, key = closed
    if subprocess.run(["unshare", "--uts", "true"], capture_output=True).returncode:
        pytest.skip("another host name needs root")
    there = f'hostname office-2 && exec "{sys.executable}" -c "$0" "$1"'
    with subprocess.Popen(
        ["unshare", "--uts", "sh", "-c", there, HOLD, str(folder)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        cwd=Path(__file__).parents[2], env={**os.environ, "LOGNAME": "zhang"},
    ) as other:  # fmt: skip
        assert other.stdin is not None
        assert other.stdout is not None
        other.stdin.write(key.hex() + "\n")
        other.stdin.flush()
        assert other.stdout.readline() == "ready\n"
        with pytest.raises(KnownError, match="IN_USE") as told:
            Workspace.open(folder, password=PASSWORD)
        for part in ("office-2", "zhang", "2026-11-22"):
            assert part in told.value.message
        other.stdin.write("\n")
    look(folder, key)


def test_ti_3_a_lock_left_by_a_dead_process_is_no_hindrance(closed, times) -> None:
    folder, key = closed
    for _ in range(times(50, 5)):
        child = Child("hold", folder, key).ready()
        child.kill()
        left = (folder / "in-use.lock").read_bytes()
        assert left, "a killed process cannot tidy up"
        look(folder, key)
    other = {"host": "别的电脑", "user": "x", "since": "2020-01-01T00:00:00+00:00", "pid": 1}
    (folder / "in-use.lock").write_text(json.dumps(other))
    look(folder, key)


def test_ti_4_twenty_starts_at_the_same_moment(closed, times) -> None:
    folder, key = closed
    for _ in range(times(50, 3)):
        children = [Child("try_to_have", folder, key) for _ in range(20)]
        for child in children:
            assert child.wait() == "ready"
        for child in children:
            child.pipe.send("go")
        answers = [child.wait() for child in children]
        assert [code for code, _ in answers].count("mine") == 1, answers
        assert {code for code, _ in answers} == {"mine", "IN_USE"}
        for child, (code, _) in zip(children, answers, strict=True):
            if code == "mine":
                child.pipe.send("go")
        for child in children:
            child.end()
        look(folder, key)
