"""Nothing of a record gets into the log or into a report; reports survive until they are shown."""

from __future__ import annotations

import enum
import logging
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from app import crash
from app.base.crash import describe, short
from app.base.errors import KnownError, UserError
from tests.conftest import Clock

MARKERS = ("王建国", "44190019800101001X", "13800138000", "红星纸箱厂", "MARKER-SECRET")
HOUSE = Path(__file__).parents[1]


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    crash.install(tmp_path / "日志", version="0.1.0")
    yield tmp_path / "日志"
    crash.uninstall()
    logging.getLogger("app").setLevel(logging.NOTSET)


def left_behind(folder: Path) -> str:
    for handler in logging.getLogger().handlers:
        handler.flush()
    return "\n".join(p.read_text(encoding="utf-8") for p in folder.rglob("*") if p.is_file())


def assert_clean(folder: Path) -> str:
    text = left_behind(folder)
    for marker in MARKERS:
        assert marker not in text
    return text


class Colour(enum.Enum):
    RED = "王建国"


def fail_deeply() -> None:
    name, number = MARKERS[0], MARKERS[1]
    try:
        {}[f"{name} {number}"]
    except KeyError as error:
        raise ValueError(f"{name} at {MARKERS[3]}") from error


@pytest.mark.logs("bug, report")
def test_a_report_names_types_and_lines_and_no_value(folder: Path) -> None:
    with pytest.raises(ValueError) as caught:
        fail_deeply()
    path = crash.report(caught.value)
    text = path.read_text(encoding="utf-8")
    assert path.parent == folder
    assert "ValueError" in text
    assert "KeyError" in text
    assert "test_crash.py" in text
    assert "fail_deeply" in text
    assert path.name in assert_clean(folder)


@pytest.mark.logs("bug, report")
def test_our_own_errors_show_their_code_alone(folder: Path) -> None:
    for error in (UserError("LAW-01", "王建国的号码错了"), KnownError("STORE-FULL", "红星纸箱厂")):
        assert f"[{error.code}]" in crash.report(error).read_text(encoding="utf-8")
    assert_clean(folder)


def test_a_report_opens_groups_and_names_system_errors() -> None:
    def refuse() -> None:
        raise OSError(28, "no room for 王建国", "/home/王建国/工作库")

    parts: list[Exception] = [KnownError("STORE-FULL", "红星纸箱厂")]
    try:
        refuse()
    except OSError as error:
        parts.append(error)
    text = describe(ExceptionGroup("MARKER-SECRET", parts))
    assert "[STORE-FULL]" in text
    assert "[errno 28]" in text
    assert "tests/test_crash.py:" in text
    assert not [marker for marker in MARKERS if marker in text]
    assert short("/home/王建国/工作/x.py") == "x.py"
    assert short("/home/王建国/app/union/app/store/work.py") == "app/store/work.py"


@pytest.mark.logs("王建国")
def test_the_log_masks_its_arguments(folder: Path) -> None:
    log = logging.getLogger("app.areas.x")
    log.info("rows %d of %s in %.1f s", 12, MARKERS[0], 0.5)
    log.info("act %s colour %s kind %s", crash.Plain("members.join"), Colour.RED, ValueError)
    log.info("number %s", int(MARKERS[2]))
    log.info("named %(who)s", {"who": MARKERS[0]})
    logging.getLogger("stranger").error("formatted already: " + MARKERS[0])
    logging.getLogger("stranger").error("template %s", MARKERS[0])
    wrong = log.makeRecord(log.name, logging.INFO, "x.py", 1, "wrong %d", (MARKERS[0],), None)
    assert crash.MaskedFormatter().format(wrong).endswith("wrong %d (unformatted)")
    try:
        raise ValueError(MARKERS[4])
    except ValueError:
        log.info("went wrong", exc_info=True)
    text = assert_clean(folder)
    for expected in (
        "rows 12 of <str> in 0.5 s", "act members.join colour RED kind ValueError",
        "number <int>", "named <str>", "builtins.ValueError", "template <str>",
    ):  # fmt: skip
        assert expected in text


@pytest.mark.logs("bug, report")
@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_bug_in_a_thread_is_reported_and_told(tmp_path: Path) -> None:
    told: list[Path] = []
    crash.install(tmp_path, on_bug=lambda error, path: told.append(path))
    try:
        thread = threading.Thread(target=fail_deeply)
        thread.start()
        thread.join()
        assert [p.read_text(encoding="utf-8").count("ValueError") for p in told] == [1]
        assert_clean(tmp_path)
    finally:
        crash.uninstall()


@pytest.mark.logs("bug, report")
def test_reports_are_shown_once_and_kept(tmp_path: Path) -> None:
    clock = Clock()
    crash.install(tmp_path, now=clock)
    try:
        first = crash.report(ValueError())
        clock.go_on(minutes=1)
        second = crash.report(ValueError())
        assert crash.unseen() == [first, second]
        crash.mark_seen([first])
        assert crash.unseen() == [second]
        crash.mark_seen([second])
        assert crash.unseen() == []
        assert first.exists()
        for _ in range(crash.REPORTS_KEPT + 5):
            clock.go_on(minutes=1)
            crash.report(ValueError())
        assert len(list(tmp_path.glob("report-*"))) == crash.REPORTS_KEPT
        assert not first.exists()
    finally:
        crash.uninstall()


def run(code: str, folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", f"from app import crash\nfrom pathlib import Path\n"
         f"crash.install(Path({str(folder)!r}))\n{code}"],
        cwd=HOUSE, capture_output=True, text=True, encoding="utf-8", timeout=60,
    )  # fmt: skip


def test_a_fault_below_python_is_found_at_the_next_start(tmp_path: Path) -> None:
    died = run("import os\nsecret = '王建国'\nos.abort()", tmp_path)
    assert died.returncode != 0
    assert crash.unseen() == []  # not installed here yet
    crash.install(tmp_path)
    try:
        (path,) = crash.unseen()
        assert path.name.endswith("-fault.txt")
        assert "Fatal Python error" in path.read_text(encoding="utf-8")
        assert_clean(tmp_path)
    finally:
        crash.uninstall()


def test_a_program_that_ends_well_leaves_no_fault_log(tmp_path: Path) -> None:
    assert run("pass", tmp_path).returncode == 0
    assert [p.name for p in tmp_path.iterdir()] == [crash.LOG_FILE]


def test_what_nobody_caught_is_reported_without_its_text(tmp_path: Path) -> None:
    died = run("name = '王建国'\nraise RuntimeError('MARKER-SECRET ' + name)", tmp_path)
    assert died.returncode == 1
    (path,) = tmp_path.glob("report-*.txt")
    assert str(path) in died.stderr
    assert "MARKER-SECRET" not in died.stderr
    assert_clean(tmp_path)


def test_df4_a_log_that_cannot_be_written_stops_nothing(tmp_path: Path) -> None:
    wall = tmp_path / "wall"
    wall.write_text("a file where the folder should be", encoding="utf-8")
    ended = run("import logging\nlogging.getLogger('app.x').info('x')\n"
                "print(crash.report(ValueError('MARKER-SECRET')))", wall / "below")  # fmt: skip
    assert ended.returncode == 0
    assert ended.stderr == ""
    assert Path(ended.stdout.strip()).is_file()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_df2_a_log_on_a_full_disk_stops_nothing(tmp_path: Path) -> None:
    (tmp_path / crash.LOG_FILE).symlink_to("/dev/full")
    ended = run("import logging\nlogging.getLogger('app.x').info('x')\nprint('done')", tmp_path)
    assert ended.stdout == "done\n"
    assert ended.stderr == ""


def test_another_program_that_still_runs_keeps_its_fault_log(tmp_path: Path) -> None:
    other = tmp_path / f"fault-{os.getppid()}.log"
    other.write_text("", encoding="utf-8")
    crash.install(tmp_path)
    try:
        assert other.exists()
        assert crash.unseen() == []
    finally:
        crash.uninstall()
