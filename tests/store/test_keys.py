"""Passwords, wraps and the recovery key."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.base.errors import KnownError, UserError
from app.store.keys import KEY_FILE, Cost, KeyFile, new_key, recovery_key, recovery_text
from tests.workspaces import CHEAP


def keys_for(*users: str) -> tuple[KeyFile, bytes]:
    key, keys = new_key(), KeyFile("w" * 32, [])
    for user in users:
        keys.add(user, f"口令{user}", key, CHEAP)
    return keys, key


def test_each_user_opens_with_the_own_password_only() -> None:
    keys, key = keys_for("张三", "李四")
    assert keys.unwrap("口令张三", "张三") == key
    assert keys.unwrap("口令李四", " 李四 ") == key
    for password, user in [("口令张三", "李四"), ("口令", "张三"), ("", "张三"), ("口令", "王五")]:
        with pytest.raises(UserError, match="WRONG_PASSWORD"):
            keys.unwrap(password, user)
    with pytest.raises(UserError, match="USER_NEEDED"):
        keys.unwrap("口令张三")


@pytest.mark.parametrize(
    "password", ["口令 ", " 口令", "ｐａｓｓ", "𠮷", "a" * 1000, "é", "'; DROP TABLE x; --"]
)
def test_a_password_is_taken_as_typed(password: str) -> None:
    key, keys = new_key(), KeyFile("w" * 32, [])
    keys.add("张三", password, key, CHEAP)
    assert keys.unwrap(password, "张三") == key
    for other in (password.strip() + "x", password + " ", password.upper() + "."):
        with pytest.raises(UserError):
            keys.unwrap(other)


def test_one_password_however_it_was_composed() -> None:
    key, keys = new_key(), KeyFile("w" * 32, [])
    keys.add("张三", "caf\u00e9", key, CHEAP)
    assert keys.unwrap("cafe\u0301") == key


def test_a_wrap_is_bound_to_its_user_workspace_and_cost() -> None:
    keys, _ = keys_for("张三", "李四")
    first, second = keys.wraps
    swapped = KeyFile(keys.workspace, [{**first, "user": second["user"]}])
    with pytest.raises(UserError, match="WRONG_PASSWORD"):
        swapped.unwrap("口令张三")
    with pytest.raises(UserError, match="WRONG_PASSWORD"):
        KeyFile("x" * 32, [first]).unwrap("口令张三")
    cheaper = KeyFile(keys.workspace, [{**first, "memory": 9 * 1024 * 1024}])
    with pytest.raises(UserError, match="WRONG_PASSWORD"):
        cheaper.unwrap("口令张三")


def test_the_file_holds_no_name(tmp_path: Path) -> None:
    keys, key = keys_for("张三")
    keys.write(tmp_path)
    content = (tmp_path / KEY_FILE).read_bytes()
    assert "张三".encode() not in content
    assert json.dumps("张三").encode() not in content
    assert key not in content
    assert key.hex().encode() not in content
    assert KeyFile.read(tmp_path).unwrap("口令张三") == key


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (None, "KEYS_MISSING"),
        (b"", "KEYS_DAMAGED"),
        (b"\xff\xfe", "KEYS_DAMAGED"),
        (b"[]", "KEYS_DAMAGED"),
        (b'{"format": 1, "workspace": "a", "wraps": [1]}', "KEYS_DAMAGED"),
        (b'{"format": 2, "workspace": "a", "wraps": []}', "NEWER"),
    ],
)
def test_a_key_file_that_is_none(tmp_path: Path, content: bytes | None, code: str) -> None:
    if content is not None:
        (tmp_path / KEY_FILE).write_bytes(content)
    with pytest.raises(KnownError, match=code):
        KeyFile.read(tmp_path)


def test_a_damaged_wrap_is_told_apart_from_a_wrong_password() -> None:
    keys, _ = keys_for("张三")
    for field, value in [("salt", "zz"), ("box", None), ("passes", 0), ("nonce", "00")]:
        broken = KeyFile(keys.workspace, [{**keys.wraps[0], field: value}])
        with pytest.raises(KnownError, match="KEYS_DAMAGED"):
            broken.unwrap("口令张三")


@given(st.binary(min_size=32, max_size=32))
def test_recovery_key_there_and_back(key: bytes) -> None:
    text = recovery_text(key)
    assert recovery_key(text) == key
    assert recovery_key(text.lower().replace("-", " ")) == key
    assert recovery_key(text.replace("0", "O").replace("1", "l")) == key


def test_every_single_mistake_in_the_recovery_key_is_noticed() -> None:
    text = recovery_text(bytes(range(32))).replace("-", "")
    for place, letter in enumerate(text):
        for other in "07AZ":
            if other == letter:
                continue
            wrong = text[:place] + other + text[place + 1 :]
            with pytest.raises(UserError, match="RECOVERY_WRONG"):
                recovery_key(wrong)
    with pytest.raises(UserError, match="55"):
        recovery_key(text[:-1])


def test_the_real_cost_takes_noticeable_time() -> None:
    keys, key = KeyFile("w" * 32, []), new_key()
    begun = time.perf_counter()
    keys.add("张三", "口令", key, Cost())
    assert time.perf_counter() - begun > 0.1
    begun = time.perf_counter()
    with pytest.raises(UserError, match="WRONG_PASSWORD"):
        keys.unwrap("口令", "谁也不是")
    assert time.perf_counter() - begun > 0.1, "an unknown user must not answer sooner"
