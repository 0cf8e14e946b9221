"""Measure the reading and writing of 200,000 rows by 20 columns beside the libraries alone.

    python -m tests.bench.bench_sheets [ROWS]

Processor time, the better of two runs, each in a process of its own. Promise: reading with the
scan for bombs, formulas and far cells takes at most 1.5 times python-calamine alone; checking all
rows in the child sends them on as they come. Exits with 1 if a limit is broken.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from app.sheets.checking import check_file
from app.sheets.writing import OutColumn, write_table
from tests.sheets.kinds import EMPLOYERS

LIMIT = 1.5
COLUMNS = [
    "单位名称",
    "所属工会",
    "所在村（社区）",
    "职工人数",
    "联系电话",
    *(f"其他{n}" for n in range(15)),
]

READ = {
    "python-calamine": """
import python_calamine
book = python_calamine.CalamineWorkbook.from_path(path)
rows = sum(1 for _ in book.get_sheet_by_index(0).iter_rows())
""",
    "open_book": """
from pathlib import Path
from app.sheets.reading import open_book
book = open_book(Path(path))
rows = sum(1 for _ in book.rows(book.sheets[0].name))
""",
}
FRAME = """
import json, resource, sys, time
path = sys.argv[1]
start = time.process_time()
{body}
print(json.dumps([time.process_time() - start, rows,
                  resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024]))
"""


def measured(body: str, path: Path) -> tuple[float, int, float]:
    """(seconds, rows, MB) of reading."""
    runs = []
    for _ in range(2):
        code = FRAME.replace("{body}", body)
        run = subprocess.run(
            [sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=True
        )
        runs.append(tuple(json.loads(run.stdout)))
    return min(runs)


def main() -> int:
    """Write, read, check; print a table."""
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 200_000
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "名单.xlsx"
        columns = [OutColumn(title) for title in COLUMNS]
        start = time.perf_counter()
        write_table(path, columns, (line(n) for n in range(rows)))
        size = path.stat().st_size / 1e6
        print(f"export {rows} x {len(columns)}: {time.perf_counter() - start:.2f} s, {size:.1f} MB")
        took = {}
        for name, body in READ.items():
            seconds, count, memory = measured(body, path)
            took[name] = seconds
            print(f"read by {name}: {seconds:.2f} s, {count} rows, {memory:.0f} MB")
        start = time.perf_counter()
        count = sum(1 for _ in check_file(path, [EMPLOYERS]))
        print(f"check_file in a child: {time.perf_counter() - start:.2f} s, {count} messages")
    ratio = took["open_book"] / took["python-calamine"]
    print(f"ratio {ratio:.2f}, limit {LIMIT}")
    return int(ratio > LIMIT)


def line(n: int) -> list[object]:
    """One invented row."""
    rest = [f"{n * 7919 % 100_003}号{n % 97}" for _ in range(15)]
    return [f"示例{n}有限公司", f"示例{n % 400}工会", f"{n % 60}村", n % 300, "13800000001", *rest]


if __name__ == "__main__":
    sys.exit(main())
