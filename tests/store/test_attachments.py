"""Attachments: encrypted, named by a keyed digest, kept a week after nothing names them."""

from __future__ import annotations

import os
from datetime import timedelta

import pytest

from app.base.errors import KnownError
from app.store import attachments
from app.store.keys import new_key

CONTENT = "批准成立的批复".encode() * 99


def test_the_same_content_lies_there_once_and_unreadable(tmp_path) -> None:
    key = new_key()
    name = attachments.put(tmp_path, key, CONTENT)
    assert attachments.put(tmp_path, key, CONTENT) == name
    (path,) = (tmp_path / "attachments").iterdir()
    assert "批准".encode() not in path.read_bytes()
    assert attachments.get(tmp_path, key, name) == CONTENT
    assert attachments.name_of(new_key(), CONTENT) != name, "nobody can tell what lies there"


@pytest.mark.parametrize("damage", ["flip", "cut", "empty", "swap", "gone"])
def test_a_changed_file_is_told(tmp_path, damage: str) -> None:
    key = new_key()
    name, other = (attachments.put(tmp_path, key, c) for c in (CONTENT, b"other"))
    path = tmp_path / "attachments" / name
    data = bytearray(path.read_bytes())
    data[-1] ^= 1
    if damage == "gone":
        path.unlink()
    else:
        others = (tmp_path / "attachments" / other).read_bytes()
        contents = {"flip": bytes(data), "cut": data[:-9], "empty": b"", "swap": others}
        path.write_bytes(contents[damage])
    with pytest.raises(KnownError, match=r"ATTACHMENT_(DAMAGED|MISSING)"):
        attachments.get(tmp_path, key, name)


def test_orphans_go_after_a_week(tmp_path, clock) -> None:
    key = new_key()
    kept, young, old = (attachments.put(tmp_path, key, c) for c in (b"1", b"2", b"3"))
    now = clock()
    for name, days in ((kept, 30), (young, 6), (old, 8)):
        moment = (now - timedelta(days=days)).timestamp()
        os.utime(tmp_path / "attachments" / name, (moment, moment))
    assert attachments.sweep(tmp_path, {kept}, now) == [old]
    left = {p.name for p in (tmp_path / "attachments").iterdir()}
    assert left == {kept, young}
