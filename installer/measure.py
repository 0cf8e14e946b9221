"""Measures what a package costs: sizes, each font's share, and starting beside the checkout.

    python -m installer.measure [FOLDER]      the installed program; default: the bundle just built

Starting is the command ``--help`` and the window until it is on the screen of an Xvfb, alternating,
so that both meet the same machine.
"""

from __future__ import annotations

import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
import zlib
from pathlib import Path

from installer.common import BUILD, DIST, HOUSE, megabytes, say

ROUNDS = 9
LIMIT = 1.2
PASSWORD = "口令 abc12345"  # noqa: S105  of a sample that is thrown away


def sizes(bundle: Path) -> None:
    """Installers, the installed folder, and what each font adds to both."""
    for file in sorted(DIST.iterdir()):
        say(f"{megabytes(file):6.1f} MB  {file.name}")
    say(f"{megabytes(bundle):6.1f} MB  installed")
    for font in sorted((HOUSE / "resources" / "fonts").glob("*.ttf")):
        data = font.read_bytes()
        packed = len(zlib.compress(data, 9)) / 1e6
        say(f"{len(data) / 1e6:6.1f} MB  {font.name}, about {packed:.1f} MB of an installer")


def timed(command: list[str], env: dict[str, str]) -> float:
    """Seconds from start to end of a process."""
    start = time.perf_counter()
    subprocess.run(command, stdout=subprocess.DEVNULL, check=True, env=env, cwd=HOUSE)
    return time.perf_counter() - start


def shown(command: list[str], env: dict[str, str], wide: int) -> float:
    """Seconds until a window at least so wide is up; the program is ended then."""
    start = time.perf_counter()
    process = subprocess.Popen(command, env=env, cwd=HOUSE, stdout=subprocess.DEVNULL)
    try:
        while True:
            found = subprocess.run(
                ["xdotool", "search", "--onlyvisible", "--name", "基层工会工作台",
                 "getwindowgeometry", "--shell", "%@"],
                env=env, capture_output=True, check=False, text=True,
            ).stdout  # fmt: skip
            widths = [int(n) for n in re.findall(r"^WIDTH=(\d+)", found, re.MULTILINE)]
            if any(width >= wide for width in widths):
                return time.perf_counter() - start
            if time.perf_counter() - start > 60 or process.poll() is not None:
                raise SystemExit(f"no window: {command}")
    finally:
        process.kill()
        process.wait()
        time.sleep(0.3)


def told(name: str, packed: list[float], checkout: list[float]) -> None:
    """Medians and their ratio."""
    a, b = statistics.median(packed), statistics.median(checkout)
    word = "" if a <= LIMIT * b else "  TOO SLOW"
    say(f"{name}: {a * 1000:.0f} ms, checkout {b * 1000:.0f} ms, ratio {a / b:.2f}{word}")


def starts(bundle: Path) -> None:
    """``--help``, the first window, and password given until the main window."""
    packed = [str(bundle / "union-desk")]
    checkout = [sys.executable, "app.py"]
    with tempfile.TemporaryDirectory(prefix="工会 ") as place:
        env = os.environ | {
            "XDG_CONFIG_HOME": place, "XDG_STATE_HOME": place, "UNION_DESK_PASSWORD": PASSWORD,
            "DISPLAY": ":79", "QT_QPA_PLATFORM": "xcb",
        }  # fmt: skip
        server = subprocess.Popen(
            ["Xvfb", ":79", "-screen", "0", "1366x768x24", "-nolisten", "tcp", "-noreset"],
            stderr=subprocess.DEVNULL,
        )
        try:
            for _ in range(100):
                time.sleep(0.1)
                if Path("/tmp/.X11-unix/X79").exists():  # noqa: S108  where X has its sockets
                    break
            folder = Path(place) / "工作库"
            timed([*packed, "demo", str(folder), "--size", "small", "--quiet"], env)
            for name, arguments, wide in (
                ("first window", [], 1),
                ("main window, with --password", ["-w", str(folder)], 1000),
            ):
                pairs = [
                    (shown([*packed, *arguments], env, wide),
                     shown([*checkout, *arguments], env, wide))
                    for _ in range(ROUNDS + 1)
                ][1:]  # fmt: skip
                told(name, [a for a, _ in pairs], [b for _, b in pairs])
            helps = [
                (timed([*packed, "--help"], env), timed([*checkout, "--help"], env))
                for _ in range(ROUNDS + 1)
            ][1:]
            told("--help", [a for a, _ in helps], [b for _, b in helps])
        finally:
            server.terminate()
            server.wait()


def main() -> None:
    """Print it all."""
    bundle = Path(sys.argv[1]) if len(sys.argv) > 1 else BUILD / "bundle" / "union-desk"
    sizes(bundle)
    starts(bundle)


if __name__ == "__main__":
    main()
