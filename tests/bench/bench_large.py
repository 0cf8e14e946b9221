"""Measure the backup and the home page of a large register against what SQLite takes by itself.

    python -m tests.bench.bench_large [--members 200000] [--folder PLACE]

Floors: for the backup a plain copy of the file, its digest, and SQLite's own checks of the copy
(``cipher_integrity_check``, ``integrity_check``, ``foreign_key_check``); for the home page one pass
over the memberships of the day with the persons' fields, written by hand. Ratios of processor time,
the best of three. Exits with 1 over the limits.
"""

from __future__ import annotations

import argparse
import hashlib
import shutil
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from app import gathered
from app.base.progress import SILENT
from app.store import backup, copying
from app.store.connect import connect
from app.store.workspace import Workspace

from .members_maker import TODAY, register

BACKUP_LIMIT, HOME_LIMIT = 2.2, 4.5
CHECKS = ("cipher_integrity_check", "integrity_check", "foreign_key_check")
BY_HAND = """
SELECT count(*), sum(NOT EXISTS (SELECT 1 FROM identity_document d WHERE d.person_id = p.id)),
       sum(p.sex IS NULL), sum(p.birth_on IS NULL), sum(p.ethnicity IS NULL), sum(p.phone IS NULL),
       sum(NOT EXISTS (SELECT 1 FROM employment e WHERE e.person_id = p.id AND e.since <= :day
                       AND (e.until IS NULL OR e.until > :day)))
FROM membership m JOIN person p ON p.id = m.person_id
WHERE m.status = 'active' AND m.since <= :day AND (m.until IS NULL OR m.until > :day)
"""


def best(work: Callable[[], Any], times: int = 3) -> float:
    """Seconds of processor time of this process, the least of a few runs."""
    took = []
    for _ in range(times):
        began = time.process_time()
        work()
        took.append(time.process_time() - began)
    return min(took)


def copy_floor(space: Workspace, source: Path) -> None:
    """A copy by the system, of a file that is not the live one, and SQLite's own checks of it."""
    copy = source.with_suffix(".floor")
    shutil.copyfile(source, copy)
    with copy.open("rb") as handle:
        hashlib.file_digest(handle, "sha256")
    raw = connect(copy, space.key, look=True)
    for pragma in CHECKS:
        raw.execute(f"PRAGMA {pragma}").fetchall()
    raw.close()
    copy.unlink()


def made(space: Workspace, place: Path) -> None:
    """The daily backup, into a folder of its own."""
    out = place / "made.udb"
    now = space.surroundings.now()
    backup.make(space.folder, space.key, space.on_writer, out, reason="daily", now=now)
    out.unlink()


def main() -> int:
    """Print times and ratios; 1 over a limit."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--members", type=int, default=200_000)
    parser.add_argument("--folder", type=Path)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        place = Path(scratch)
        space = register(asked.folder or place / "w", asked.members)
        space.sound()  # the look at all pages would be counted with what comes next
        day = {"day": TODAY.isoformat()}
        same, good = place / "same.db", True
        copying.copy_beside(space.folder, space.key, same, SILENT)
        for title, limit, floor, ours in (
            ("backup", BACKUP_LIMIT, lambda: copy_floor(space, same), lambda: made(space, place)),
            (
                "home page", HOME_LIMIT,
                lambda: space.read(
                    lambda conn: conn.exec_driver_sql(BY_HAND, day).fetchall()
                ),
                lambda: space.read(lambda conn: gathered.home_content(conn, None, TODAY)),
            ),
        ):  # fmt: skip
            least, took = best(floor), best(ours)
            ratio = took / least
            print(f"{title:10} {took:6.2f} s, floor {least:6.2f} s, ratio {ratio:.2f}", flush=True)
            good = good and ratio <= limit
        space.close()
    return 0 if good else 1


if __name__ == "__main__":
    raise SystemExit(main())
