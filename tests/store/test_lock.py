"""One process has the workspace; the second is told who, and a dead one is no hindrance."""

from __future__ import annotations

import pytest

from app.base.errors import KnownError
from app.store.lock import LOCK_FILE, WorkspaceLock, in_use


def test_the_second_is_told_who_and_since_when(tmp_path, clock) -> None:
    first = WorkspaceLock(tmp_path, clock())
    with pytest.raises(KnownError, match="IN_USE") as told:
        WorkspaceLock(tmp_path, clock())
    assert f"{clock().astimezone():%Y-%m-%d %H:%M}" in told.value.message
    first.release()
    WorkspaceLock(tmp_path, clock()).release()
    assert (tmp_path / LOCK_FILE).read_bytes() == b""


@pytest.mark.parametrize("left", [b"", b"{", b'{"host": 1}', b"\xff" * 500])
def test_whatever_lies_in_the_file_does_not_keep_anybody_out(tmp_path, clock, left) -> None:
    (tmp_path / LOCK_FILE).write_bytes(left)
    assert in_use(left).code == "IN_USE"
    WorkspaceLock(tmp_path, clock()).release()


def test_a_folder_that_is_not_there(tmp_path, clock) -> None:
    with pytest.raises(KnownError, match="READ_ONLY"):
        WorkspaceLock(tmp_path / "没有", clock())
