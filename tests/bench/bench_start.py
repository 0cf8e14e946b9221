"""Measure starting, each part beside its floor in the same run.

    python -m tests.bench.bench_start

Promise: (c) ``--help`` takes at most twice as long as a bare argparse program. Runs of the two
alternate, so that both meet the same machine. Exits with 1 if a limit is broken.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

HOUSE = Path(__file__).parents[2]
ROUNDS = 21
LIMIT_HELP = 2.0

BARE_HELP = """
import argparse
parser = argparse.ArgumentParser(prog="bare", description="bare")
parser.add_argument("-w")
parser.add_argument("--json", action="store_true")
parser.parse_args(["--help"])
"""


def timed(command: list[str]) -> float:
    """Seconds from start to end of a process."""
    start = time.perf_counter()
    subprocess.run(command, cwd=HOUSE, stdout=subprocess.DEVNULL, check=True, env=os.environ)
    return time.perf_counter() - start


def compare(name: str, ours: list[str], floor: list[str], limit: float, rounds: int) -> bool:
    """Alternate both, print the medians and their ratio."""
    for command in (ours, floor):
        timed(command)  # byte code, file cache
    pairs = [(timed(ours), timed(floor)) for _ in range(rounds)]
    a, b = (statistics.median(column) for column in zip(*pairs, strict=True))
    good = a <= limit * b
    print(
        f"{name}: {a * 1000:.1f} ms, floor {b * 1000:.1f} ms, ratio {a / b:.2f}"
        f" (limit {limit}){'' if good else '  TOO SLOW'}"
    )
    return good


def main() -> int:
    """Print the figures; 1 if a limit is broken."""
    help_ = [sys.executable, "app.py", "--help"]
    good = compare(
        "--help beside bare argparse",
        help_,
        [sys.executable, "-c", BARE_HELP],
        LIMIT_HELP,
        ROUNDS,
    )
    return 0 if good else 1


if __name__ == "__main__":
    raise SystemExit(main())
