"""Measure the national divisions: size, first search, later searches, memory.

    python -m tests.bench.bench_divisions

First searches are measured by the clock, later ones by processor time (other programs may run).
Promise: at most 5 MB on disk, the first search within a second, each later one under 50 ms, and
the memory freed by ``close``. Exits with 1 if a limit is broken.
"""

from __future__ import annotations

import gc
import json
import os
import random
import re
import statistics
import subprocess
import sys
import time
from pathlib import Path

from app.base.paths import resource
from app.base.pinyin import character_readings, full, initials, syllables
from app.divisions import Divisions

QUERIES = 300
LIMIT_SIZE, LIMIT_FIRST, LIMIT_LATER = 5_000_000, 1.0, 0.050


def resident() -> float:
    """Resident memory of this process in MB (Linux)."""
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def sample(divisions: Divisions, count: int) -> list[str]:
    """Names of all levels, evenly spread, with and without their endings."""
    rng = random.Random(20260101)
    names = []
    provinces = divisions.children()
    while len(names) < count:
        division = rng.choice(provinces)
        for _ in range(rng.randrange(1, 5)):
            below = divisions.children(division.code)
            division = rng.choice(below) if below else division
        name = division.short_name
        names.append(name if rng.random() < 0.5 else name[: rng.randrange(1, len(name) + 1)])
    return names


def timed(divisions: Divisions, queries: list[str]) -> list[tuple[float, str]]:
    """Processor time, the better of two runs, each with its patterns compiled anew."""
    took = []
    for query in queries:
        runs = []
        for _ in range(2):
            re.purge()
            start = time.thread_time()
            divisions.search(query)
            runs.append(time.thread_time() - start)
        took.append((min(runs), query))
    return took


def first_search(query: str) -> dict[str, float]:
    """In a process of its own: the first search, pinyin tables and all."""
    code = (
        "import json,sys,time\n"
        "from app.divisions import Divisions\n"
        "start=time.perf_counter(); found=Divisions().search(sys.argv[1])\n"
        "print(json.dumps({'seconds': time.perf_counter()-start, 'hits': len(found)}))"
    )
    run = subprocess.run(
        [sys.executable, "-c", code, query], capture_output=True, text=True, check=True
    )
    result: dict[str, float] = json.loads(run.stdout)
    return result


def main() -> int:
    """Print the figures; 1 if a limit is broken."""
    size = sum(path.stat().st_size for path in resource("divisions").iterdir())
    print(f"on disk (with licence and script): {size / 1e6:.2f} MB")
    good = size <= LIMIT_SIZE
    for query in ("重庆", "chongqing", "cq"):
        runs = [first_search(query)["seconds"] for _ in range(3)]
        print(f"first search, {query}: median {statistics.median(runs) * 1000:.0f} ms of 3")
        good = good and max(runs) <= LIMIT_FIRST

    full("中国")
    character_readings("中")  # the pinyin kit stays: the search of the workspace needs it too
    gc.collect()
    before = resident()
    with Divisions() as divisions:
        divisions.search("重庆")
        divisions.search("chongqing")
        used = resident()
        names = sample(divisions, QUERIES)
        forms = {
            "names": names,
            "pinyin": [spelling[0] for name in names if (spelling := full(name))],
            "initials": [letters[0] for name in names if (letters := initials(name))],
            "every single syllable": sorted(syllables()),
            "letters while typing": ["chongqingshi"[:n] for n in range(1, 13)],
            "no hit": ["不存在的地名", "zzzzzzzz", "qqqq", "囧"],
        }
        for title, queries in forms.items():
            took = sorted(timed(divisions, queries))
            median = statistics.median(seconds for seconds, _ in took)
            worst, query = took[-1]
            print(
                f"{title} ({len(took)}): median {median * 1000:.1f} ms, "
                f"max {worst * 1000:.1f} ms ({query})"
            )
            good = good and worst <= LIMIT_LATER
    del names, forms
    gc.collect()
    closed = resident()
    print(f"memory: before {before:.0f} MB, in use {used:.0f} MB, closed {closed:.0f} MB")
    return 0 if good else 1


if __name__ == "__main__":
    raise SystemExit(main())
