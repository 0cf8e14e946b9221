"""TI: one process has the workspace."""

from __future__ import annotations

import json

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
