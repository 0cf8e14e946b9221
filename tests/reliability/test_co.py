"""CO: damaged files are told, never a crash, never made worse by opening them."""

from __future__ import annotations

import hashlib
import os
import random
import sqlite3
import time
from pathlib import Path

import pytest

from app.base.errors import KnownError, UnionDeskError
from app.store import version
from app.store.connect import connect
from app.store.verify import verify
from app.store.workspace import Workspace
from tests.conftest import FULL
from tests.reliability.killing import copy, look
from tests.store.acts import dump, import_units, set_value
from tests.workspaces import bare_wiring

PAGE = 4096


@pytest.fixture
def closed(make_workspace) -> tuple[Path, bytes]:
    workspace = make_workspace("原样")
    workspace.do(import_units, count=150)
    key = workspace.key
    workspace.close()
    return workspace.folder, key


def digest(folder: Path) -> str:
    return hashlib.sha256((folder / "workspace.db").read_bytes()).hexdigest()


def tried(folder: Path, key: bytes) -> str:
    """Open, look at everything, write once: how it ended; a crash or a bug would raise."""
    try:
        with Workspace.open(folder, key=key, wiring=bare_wiring()) as workspace:
            if any(f.rule == "SYS-FILE" for f in verify(workspace)):
                return "found"
            workspace.do(set_value, key="a", value=1)
            dump(workspace)
    except KnownError as error:
        return error.code
    return "sound"


def test_co_1_each_of_the_first_hundred_bytes(closed, tmp_path) -> None:
    folder, key = closed
    content = (folder / "workspace.db").read_bytes()
    for place in range(0, 100, 1 if FULL else 7):
        live = copy(folder, tmp_path / "活")
        changed = bytearray(content)
        changed[place] ^= 0x55
        (live / "workspace.db").write_bytes(changed)
        with pytest.raises(KnownError, match="DAMAGED") as told:
            Workspace.open(live, key=key)
        assert "备份" in told.value.advice
        assert (live / "workspace.db").read_bytes() == bytes(changed)


def test_co_2_random_damage_anywhere(closed, tmp_path, times) -> None:
    folder, key = closed
    content = (folder / "workspace.db").read_bytes()
    pages = len(content) // PAGE
    chance = random.Random(2)
    kinds = ["bit", "byte", "page", "zero", "swap"]
    for number in range(times(2000, 20)):
        changed = bytearray(content)
        kind, page = kinds[number % 5], chance.randrange(1, pages)
        start = page * PAGE
        if kind == "bit":
            changed[start + chance.randrange(PAGE)] ^= 1 << chance.randrange(8)
        elif kind == "byte":
            place = start + chance.randrange(PAGE)
            changed[place] ^= chance.randrange(1, 256)
        elif kind == "page":
            changed[start : start + PAGE] = os.urandom(PAGE)
        elif kind == "zero":
            changed[start : start + PAGE] = bytes(PAGE)
        else:
            other = (page % (pages - 1) + 1) * PAGE
            changed[start : start + PAGE], changed[other : other + PAGE] = (
                changed[other : other + PAGE],
                changed[start : start + PAGE],
            )
        if changed == content:
            continue
        live = copy(folder, tmp_path / "活")
        (live / "workspace.db").write_bytes(changed)
        begun = time.perf_counter()
        assert tried(live, key) in ("DAMAGED", "JOURNAL_LOST", "found"), (kind, page)
        assert time.perf_counter() - begun < 10
        assert (live / "workspace.db").read_bytes() == bytes(changed), "nothing was written"


def test_co_3_cut_anywhere(closed, tmp_path) -> None:
    folder, key = closed
    content = (folder / "workspace.db").read_bytes()
    cuts = range(0, len(content), PAGE * (1 if FULL else 7))
    for cut in [*cuts, 1, 100, PAGE + 1, len(content) - 1]:
        live = copy(folder, tmp_path / "活")
        (live / "workspace.db").write_bytes(content[:cut])
        assert tried(live, key) in ("DAMAGED", "JOURNAL_LOST", "found"), cut
        assert (live / "workspace.db").read_bytes() == content[:cut], cut


def test_co_3_files_of_another_kind(closed, tmp_path) -> None:
    folder, key = closed
    other = sqlite3.connect(tmp_path / "other.db")
    other.execute("CREATE TABLE a (b)")
    other.commit()
    other.close()
    contents = {
        "text": "这是一份说明".encode() * 100,
        "picture": b"\xff\xd8\xff\xe0" + os.urandom(5000),
        "sqlite": (tmp_path / "other.db").read_bytes(),
        "empty": b"",
    }
    for name, content in contents.items():
        live = copy(folder, tmp_path / "活")
        (live / "workspace.db").write_bytes(content)
        with pytest.raises(KnownError, match="DAMAGED"):
            Workspace.open(live, key=key)
        assert (live / "workspace.db").read_bytes() == content, name


def test_co_3_a_folder_and_a_link(closed, tmp_path) -> None:
    folder, key = closed
    live = copy(folder, tmp_path / "活")
    (live / "workspace.db").rename(live / "elsewhere.db")
    (live / "workspace.db").mkdir()
    with pytest.raises(UnionDeskError, match="NOT_A_WORKSPACE"):
        Workspace.open(live, key=key)
    (live / "workspace.db").rmdir()
    (live / "workspace.db").symlink_to(tmp_path / "nowhere")
    with pytest.raises(UnionDeskError, match="NOT_A_WORKSPACE"):
        Workspace.open(live, key=key)
    (live / "workspace.db").unlink()
    (live / "workspace.db").symlink_to(live / "elsewhere.db")
    assert len(look(live, key)["unions"]) == 150


@pytest.mark.parametrize(
    ("pragma", "code"),
    [
        (f"user_version = {version.SCHEMA + 1}", "NEWER"),
        ("application_id = 1", "DAMAGED"),
        ("application_id = 0", "DAMAGED"),
    ],
)
def test_co_4_newer_or_foreign_files_are_refused_untouched(closed, pragma, code) -> None:
    folder, key = closed
    raw = connect(folder / "workspace.db", key)
    raw.execute(f"PRAGMA {pragma}")
    raw.close()
    before = digest(folder)
    with pytest.raises(KnownError, match=code):
        Workspace.open(folder, key=key)
    assert digest(folder) == before
    assert not (folder / "backups").exists()


def test_co_7_is_the_integrity_list() -> None:
    """Each logical damage and its words are in tests/store/test_verify.py and in the areas' own
    tests; there are more than thirty."""
    from tests.areas.organisations.test_invariants import DAMAGES
    from tests.store import test_verify

    assert len(test_verify.test_each_damage_is_named.pytestmark[0].args[1]) + len(DAMAGES) > 30
