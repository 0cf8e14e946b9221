"""user, password."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from pypdf import PdfReader

from app.store.keys import recovery_key
from app.store.workspace import Workspace

from .conftest import PASSWORD, USER, Run


def names(said_json: dict[str, list[dict[str, object]]]) -> dict[object, object]:
    return {user["name"]: user["disabled"] for user in said_json["users"]}


def test_users_are_listed(run: Run, office: Path) -> None:
    said = run("user", "list", folder=office)
    assert said.status == 0
    assert said.json["command"] == "user"
    assert names(said.json) == {USER: False}


def test_a_user_is_added_opens_by_name_and_is_disabled(
    run: Run, office: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    new = tmp_path / "新口令.txt"
    new.write_text("李四的口令\n", "utf-8")
    said = run("user", "add", "李四", "--new-password-file", new, folder=office)
    assert names(said.json) == {USER: False, "李四": False}
    assert run("info", folder=office).code == "USER_NEEDED"
    monkeypatch.setenv("UNION_DESK_PASSWORD", "李四的口令")
    assert run("--user", "李四", "info", folder=office).status == 0
    gone = run("--user", "李四", "user", "disable", USER, folder=office)
    assert names(gone.json) == {USER: True, "李四": False}
    said = run("--user", "李四", "user", "disable", "李四", folder=office)
    assert (said.status, said.code) == (3, "USER_LAST")
    monkeypatch.setenv("UNION_DESK_PASSWORD", PASSWORD)
    assert run("--user", USER, "info", folder=office).code == "WRONG_PASSWORD"


def test_password_is_changed(run: Run, office: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("UNION_DESK_NEW_PASSWORD", "换过的")
    said = run("password", "change", folder=office)
    assert (said.status, names(said.json)) == (0, {USER: False})
    assert run("info", folder=office).code == "WRONG_PASSWORD"
    monkeypatch.setenv("UNION_DESK_PASSWORD", "换过的")
    assert run("info", folder=office).status == 0


def test_a_missing_new_password_is_an_error_not_a_question(run: Run, office: Path) -> None:
    for arguments in (("user", "add", "李四"), ("password", "change")):
        said = run(*arguments, folder=office)
        assert (said.status, said.code) == (2, "USAGE")
        assert "新口令" in said.json["error"]["message"]
    assert names(run("user", "list", folder=office).json) == {USER: False}


def test_passwords_are_in_no_output(
    run: Run, office: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("UNION_DESK_NEW_PASSWORD", "绝密新口令")
    said = run("password", "change", folder=office, text=True)
    assert PASSWORD not in said.out + said.err
    assert "绝密新口令" not in said.out + said.err


def test_recovery_key_is_printed_and_opens_the_workspace(
    run: Run, office: Path, tmp_path: Path
) -> None:
    out = tmp_path / "恢复密钥.pdf"
    said = run("recovery", "print", out, folder=office)
    assert said.status == 0
    assert set(said.json) >= {"command", "file", "pages", "users"}
    assert said.json["pages"] == 1
    assert out.stat().st_mode & 0o077 == 0
    text = "".join(page.extract_text() for page in PdfReader(out).pages)
    groups = re.findall(r"\b[0-9A-Z]{4}\b", text)
    assert len(groups) == 14
    with Workspace.open(office, key=recovery_key("-".join(groups))) as space:
        assert space.counts()["unions"] == 2


def test_recovery_key_is_never_printed_into_the_workspace(run: Run, office: Path) -> None:
    said = run("recovery", "print", office / "钥匙.pdf", folder=office)
    assert (said.status, said.code) == (3, "RECOVERY_INSIDE")
    assert not (office / "钥匙.pdf").exists()
