"""backup, restore, verify."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from .conftest import PASSWORD, Run


def test_backup_and_restore_bring_everything_back(run: Run, office: Path, tmp_path: Path) -> None:
    out, again = tmp_path / "备份.udb", tmp_path / "恢复的库"
    before = run("info", folder=office).json["counts"]
    made = run("backup", out, folder=office)
    assert made.status == 0
    assert set(made.json) >= {"command", "file", "counts", "digest"}
    assert made.json["file"] == str(out)
    assert made.json["counts"] == before
    assert made.json["digest"] == hashlib.sha256(out.read_bytes()).hexdigest()
    done = run("restore", out, again)
    assert done.status == 0
    assert done.json["counts"] == before
    assert done.json["digest"] == made.json["digest"]
    assert run("info", folder=again).json["counts"] == before
    assert run("history", folder=again).json == run("history", folder=office).json


def test_the_age_of_the_last_backup_is_told(run: Run, office: Path, tmp_path: Path) -> None:
    moment = run("backup", tmp_path / "备份.udb", folder=office).json["moment"]
    assert run("info", folder=office).json["last_backup"][:16] == moment[:16]


def test_restore_wants_the_password_of_then(
    run: Run, office: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "备份.udb"
    run("backup", out, folder=office)
    monkeypatch.setenv("UNION_DESK_PASSWORD", "错的")
    said = run("restore", out, tmp_path / "库")
    assert (said.status, said.code) == (3, "WRONG_PASSWORD")
    assert not (tmp_path / "库").exists()


def test_restore_never_writes_over_something(run: Run, office: Path, tmp_path: Path) -> None:
    out = tmp_path / "备份.udb"
    run("backup", out, folder=office)
    said = run("restore", out, office)
    assert (said.status, said.code) == (3, "FOLDER_USED")
    assert run("info", folder=office).status == 0


def test_a_damaged_or_foreign_file_is_refused(run: Run, office: Path, tmp_path: Path) -> None:
    out = tmp_path / "备份.udb"
    run("backup", out, folder=office)
    content = bytearray(out.read_bytes())
    content[len(content) // 2] ^= 1
    out.write_bytes(content)
    said = run("restore", out, tmp_path / "库")
    assert (said.status, said.code) == (3, "BACKUP_DAMAGED")
    other = tmp_path / "别的.txt"
    other.write_text(PASSWORD, "utf-8")
    assert run("restore", other, tmp_path / "库").code == "BACKUP_FOREIGN"
    assert run("restore", tmp_path / "没有", tmp_path / "库").code == "BACKUP_MISSING"
