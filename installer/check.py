"""Starts what a Debian package holds once, without installing it: the commands and the window.

The package is unpacked into a folder of its own and run with an environment of its own. What only a
bare system can show (declared packages, scripts, upgrade, removal) is for ``debian/prove.sh``.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from installer.common import BUILD, Commit, run, say

PASSWORD = "口令 abc12345"  # noqa: S105  of a sample that is thrown away
PATIENCE = 60.0
SETTLE = 4.0
"""Seconds from the first picture until the workspace is surely open."""
MANY = 50
"""Colours on a screen that shows more than its ground."""
IN_USE = 3
"""What a command answers while the window has the workspace."""
COLOURS = """
import sys
from PySide6.QtGui import QGuiApplication
program = QGuiApplication([])
picture = program.primaryScreen().grabWindow(0).toImage()
picture.save(sys.argv[1])
places = range(0, picture.width(), 7), range(0, picture.height(), 7)
print(len({picture.pixel(x, y) for x in places[0] for y in places[1]}))
"""


def started(file: Path, commit: Commit) -> None:
    """Unpack and try; ends the build with a sentence where something is wrong."""
    with tempfile.TemporaryDirectory(prefix="工会 ") as place:
        root, home = Path(place) / "root", Path(place) / "家 目录"
        run("dpkg-deb", "-x", file, root)
        home.mkdir()
        env = {
            "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "HOME": str(home),
            "XDG_RUNTIME_DIR": str(home), "UNION_DESK_PASSWORD": PASSWORD,
        }  # fmt: skip
        program = root / "usr" / "lib" / "union-desk" / "union-desk"
        _commands(program, home, env, commit)
        with _screen(home) as display:
            _window(program, home / "工作库", env | {"DISPLAY": display, "QT_QPA_PLATFORM": "xcb"})


def _told(program: Path, env: dict[str, str], *words: str | Path, status: int = 0) -> str:
    done = subprocess.run(
        [str(program), *map(str, words)], env=env, capture_output=True, text=True, check=False
    )
    if done.returncode != status:
        raise SystemExit(f"{words} ended with {done.returncode}: {done.stdout}{done.stderr}")
    return done.stdout


def _commands(program: Path, home: Path, env: dict[str, str], commit: Commit) -> None:
    version = _told(program, env, "--version").strip()
    work, report = home / "工作库", home / "年度报告.pdf"
    _told(program, env, "demo", work, "--size", "small")
    info = _told(program, env, "-w", work, "info")
    if commit.name not in info:
        raise SystemExit(f"this is not {commit.name}: {info}")
    _told(program, env, "-w", work, "report", "annual", report)
    if not report.read_bytes().startswith(b"%PDF"):
        raise SystemExit("the report is no PDF")
    list_ = home / "工会.xlsx"
    _told(program, env, "-w", work, "export", "organisations", list_,
          "--reveal", "--reason", "试")  # fmt: skip
    _told(program, env, "-w", work, "import", "organisations", list_, "--dry-run")
    _told(program, env, "-w", work, "backup", home / "备份.udb")
    _told(program, env, "-w", work, "verify")
    say(f"{version}: demo, info, report, export, import, backup, verify")


@contextmanager
def _screen(home: Path) -> Iterator[str]:
    """A screen nobody sees; its name."""
    reading, writing = os.pipe()
    with (home / "Xvfb.log").open("wb") as log:
        server = subprocess.Popen(
            ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1366x768x24", "-nolisten", "tcp",
             "-noreset"],
            pass_fds=[writing], stdout=log, stderr=log,
        )  # fmt: skip
    os.close(writing)
    try:
        with os.fdopen(reading) as told:
            yield f":{told.readline().strip()}"
    finally:
        server.terminate()
        server.wait()


def _window(program: Path, work: Path, env: dict[str, str]) -> None:
    """Open the workspace in the window, look at the screen, end it."""
    log, picture = work.parent / "window.log", BUILD / "check" / "window.png"
    with log.open("wb") as out:
        window = subprocess.Popen([str(program), "-w", str(work)], env=env, stdout=out, stderr=out)
    screen = {name: env[name] for name in ("DISPLAY", "QT_QPA_PLATFORM")}
    end = time.monotonic() + PATIENCE
    try:
        while int(run(sys.executable, "-c", COLOURS, picture, env=screen)) < MANY:
            if window.poll() is not None or time.monotonic() > end:
                raise SystemExit(f"no window: {log.read_text('utf-8')}")
            time.sleep(0.5)
        time.sleep(SETTLE)
        run(sys.executable, "-c", COLOURS, picture, env=screen)
        _told(program, env, "-w", work, "info", status=IN_USE)
        if window.poll() is not None or log.stat().st_size:
            raise SystemExit(f"the window complains: {log.read_text('utf-8')}")
    finally:
        window.terminate()
        window.wait()
    say(f"window: {picture}")
