"""Arguments, passwords, output, errors and exit statuses: the promises around every command."""

from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from app import cli, start
from app.base.area import Area
from app.base.command import Command
from app.base.progress import Cancelled
from app.store.workspace import Workspace

from .conftest import PASSWORD, TODAY, USER, Run

HOUSE = Path(__file__).parents[2]


def program(*arguments: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """The real program in its own process, without a terminal."""
    return subprocess.run(
        [sys.executable, str(HOUSE / "app.py"), *map(str, arguments)],
        env=os.environ | environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )


def test_program_answers_with_one_json_object_and_status_0(office: Path) -> None:
    done = program("--json", "-w", office, "--today", TODAY, "info", UNION_DESK_PASSWORD=PASSWORD)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.count("\n") == 1
    assert json.loads(done.stdout)["command"] == "info"


def test_program_refuses_with_status_3_and_the_reason(office: Path) -> None:
    done = program("--json", "-w", office, "info", UNION_DESK_PASSWORD="错的口令")
    error = json.loads(done.stdout)["error"]
    assert done.returncode == 3
    assert set(error) == {"code", "message", "advice"}
    assert error["code"] == "WRONG_PASSWORD"
    assert error["message"]
    assert error["advice"]


def test_program_asks_nothing_without_a_terminal(office: Path) -> None:
    done = program("--json", "-w", office, "info")
    assert done.returncode == 2
    assert "口令" in json.loads(done.stdout)["error"]["message"]


def test_program_without_json_speaks_chinese_on_standard_error(office: Path) -> None:
    done = program("-w", office, "info", UNION_DESK_PASSWORD="错的口令")
    assert (done.returncode, done.stdout) == (3, "")
    assert "口令不对" in done.stderr


def test_help_of_the_program_imports_neither_database_nor_window() -> None:
    heavy = ("sqlalchemy", "PySide6", "reportlab", "sqlcipher3", "openpyxl", "docx", "nacl")
    probe = (
        "import sys; from app.start import main; main(['--help'])\n"
        f"print([m for m in {heavy!r} if m in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", probe], cwd=HOUSE, capture_output=True, encoding="utf-8", check=True
    )
    assert done.stderr.strip() == "[]"
    for command in ("new", "info", "history", "undo", "redo", "find"):
        assert f"\n    {command} " in done.stdout


def test_help_has_no_command_whose_area_part_is_missing(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    bare = Area("bare", "空", 1, {})
    monkeypatch.setattr("app.areas.AREAS", (bare,))
    said = run("--help", text=True)
    assert said.status == 0
    assert "info" in said.out
    assert "figures" not in said.out
    assert run("find", "x").status == 2


def test_an_area_brings_commands_of_its_own(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    extra = (Command("assess", "自评", "tests.cli.test_usage:answer"),)
    area = Area("more", "更多", 99, {})
    monkeypatch.setattr(Area, "load", lambda self, part: extra if part == "commands" else None)
    monkeypatch.setattr("app.areas.AREAS", (area,))
    assert run("assess").json == {"command": "assess", "day": TODAY}


def answer(call: Any) -> Any:
    """A command for the test above."""
    from app.base.command import Outcome

    print("a library that prints")
    return Outcome({"day": call.today})


def fail(call: Any) -> Any:
    """A command with a bug that would quote a record."""
    raise ZeroDivisionError(f"绝密姓名 {call.today}")


def interrupt(call: Any) -> Any:
    """A command during which somebody presses Ctrl+C."""
    try:
        os.kill(os.getpid(), signal.SIGINT)
        time.sleep(5)
    finally:
        with pytest.raises(Cancelled):
            call.progress.step(1)


def test_ctrl_c_stops_what_runs_and_is_no_bug(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    slow = (Command("info", "慢的", "tests.cli.test_usage:interrupt"),)
    monkeypatch.setattr("app.cli.available", lambda: list(slow))
    said = run("info")
    assert (said.status, said.code) == (3, "CANCELLED")


class Terminal(io.StringIO):
    """Standard error where a person sits before it."""

    def isatty(self) -> bool:
        return True


def work(call: Any) -> Any:
    """A command that knows what it does before it knows how much."""
    from app.base.command import Outcome

    for told in ((0, 0, "正在读"), (7, 0, "正在读"), (3, 9, "正在写")):
        call.progress.step(*told)
        time.sleep(0.11)
    return Outcome({})


def test_progress_shows_no_bare_nought(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    shown = (Command("info", "会等的", "tests.cli.test_usage:work"),)
    monkeypatch.setattr("app.cli.available", lambda: list(shown))
    terminal = Terminal()
    monkeypatch.setattr("sys.stderr", terminal)
    assert run("info").status == 0
    lines = [line for line in terminal.getvalue().split("\r\x1b[K") if line]
    assert lines == ["正在读", "正在读 7", "正在写 3/9"]


@pytest.mark.logs("bug, report")
def test_a_bug_is_status_4_with_a_report_that_holds_no_value(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = (Command("info", "坏的", "tests.cli.test_usage:fail"),)
    monkeypatch.setattr("app.cli.available", lambda: list(broken))
    said = run("info")
    assert said.status == 4
    assert said.code == "BUG"
    message = said.json["error"]["message"]
    path = Path(message.partition("在 ")[2].rstrip("。"))
    text = path.read_text("utf-8")
    assert "ZeroDivisionError" in text
    assert "绝密姓名" not in text + message


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (["nonsense"], "没有 'nonsense'"),
        (["info", "--nonsense"], "不认识的参数：--nonsense"),
        (["new"], "缺少：FOLDER"),
        (["--today", "2026-02-30", "info"], "不是日期"),
        (["history", "--limit", "x"], "要写正整数"),
        (["history", "--limit", "-1"], "要写正整数"),
        (["figures", "--year", "x"], "要写整数"),
        (["history", "--limit"], "后面要写一个值"),
        (["user"], "缺少：VERB"),
        (["info"], "缺少 -w"),
        ([], "缺少命令"),
    ],
)
def test_wrong_usage_is_status_2_in_chinese(run: Run, arguments: list[str], word: str) -> None:
    said = run(*arguments)
    assert said.status == 2
    assert said.code == "USAGE"
    assert word in said.json["error"]["message"]
    assert "--help" in said.json["error"]["advice"] or arguments == ["info"]


def test_wrong_usage_without_json_leaves_standard_output_empty(run: Run) -> None:
    said = run("nonsense", text=True)
    assert (said.status, said.out) == (2, "")
    assert "没有 'nonsense'" in said.err


def test_global_options_stand_before_or_behind_the_command(run: Run, office: Path) -> None:
    before = run("info", folder=office)
    behind = run("info", "-w", office, "--user", USER, "--quiet")
    assert before.status == behind.status == 0
    assert before.json == behind.json


@pytest.mark.parametrize("ending", ["", "\n", "\r\n"])
def test_password_file_is_read_without_its_last_line_break(
    run: Run, office: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ending: str
) -> None:
    monkeypatch.delenv("UNION_DESK_PASSWORD")
    file = tmp_path / "口令.txt"
    file.write_bytes((PASSWORD + ending).encode())
    assert run("--password-file", file, "info", folder=office).status == 0


def test_only_one_line_break_is_not_part_of_the_password(
    run: Run, office: Path, tmp_path: Path
) -> None:
    file = tmp_path / "口令.txt"
    file.write_text(PASSWORD + "\n\n", "utf-8")
    assert run("--password-file", file, "info", folder=office).code == "WRONG_PASSWORD"


def test_password_file_wins_over_the_environment(run: Run, office: Path, tmp_path: Path) -> None:
    file = tmp_path / "口令.txt"
    file.write_text("另一个", "utf-8")
    assert run("--password-file", file, "info", folder=office).code == "WRONG_PASSWORD"


def test_unreadable_password_file_is_refused(run: Run, office: Path, tmp_path: Path) -> None:
    said = run("--password-file", tmp_path / "没有.txt", "info", folder=office)
    assert (said.status, said.code) == (3, "PASSWORD_FILE")


def test_unknown_user_is_refused_like_a_wrong_password(run: Run, office: Path) -> None:
    assert run("--user", "李四", "info", folder=office).code == "WRONG_PASSWORD"


def test_a_folder_that_is_no_workspace_is_refused(run: Run, tmp_path: Path) -> None:
    said = run("info", folder=tmp_path)
    assert (said.status, said.code) == (3, "NOT_A_WORKSPACE")


def test_the_command_line_is_refused_while_another_process_has_the_workspace(
    run: Run, office: Path
) -> None:
    with Workspace.open(office, password=PASSWORD, wiring=start.wiring()):
        done = program("--json", "-w", office, "info", UNION_DESK_PASSWORD=PASSWORD)
    assert done.returncode == 3
    assert json.loads(done.stdout)["error"]["code"] == "IN_USE"
    assert run("info", folder=office).status == 0


def test_a_reader_that_went_away_is_no_bug(office: Path) -> None:
    command = [sys.executable, str(HOUSE / "app.py"), "-w", str(office), "history"]
    with subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=os.environ | {"UNION_DESK_PASSWORD": PASSWORD},
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        errors = process.stderr.read()
        assert process.wait(30) == 0
    assert errors == b""


def test_password_typed_twice_differently_is_refused(
    run: Run, office: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    typed = iter(["一", "二"])
    monkeypatch.setattr("sys.stdin.isatty", lambda: True)
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    monkeypatch.setattr("getpass.getpass", lambda prompt: next(typed))
    with pytest.raises(cli.UsageError, match="不一样"):
        cli._secret(None, "UNION_DESK_NO_SUCH", "口令", "", twice=True)
