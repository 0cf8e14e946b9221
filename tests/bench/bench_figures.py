"""Measure the figures of a county of sample data beside one hand-written statement.

    python -m tests.bench.bench_figures [WORKSPACE]

Promise: all figures of 表一 take at most 1.5 times as long as one hand-written statement for the
whole table, in the same run on the same file, on a day looked at before as on another. Processor
time of the thread that works. Exits with 1 if not, or if the numbers differ.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, text

from app import start
from app.areas.organisations.demo import demo, demo_surroundings
from app.areas.organisations.figures import ONE, register
from app.areas.organisations.lists import EMPLOYERS
from app.base.codes import code_list
from app.base.days import calendar_year
from app.base.lists import View
from app.figures.engine import evaluate, table
from app.figures.registry import Registry, Scope
from app.store.keys import Cost
from app.store.workspace import Workspace

TODAY = date(2026, 11, 22)
PASSWORD = "bench"
LIMIT = 1.5
RUNS = 15

STATEMENT = """
WITH u AS MATERIALIZED (
    SELECT s.union_id AS id, s.type, s.place_id, p.legal_person, p.term_until,
           p.covered_complete_from AS complete
    FROM union_spell s JOIN unions p ON p.id = s.union_id
    WHERE s.status = 'active' AND s.since <= :day AND (s.until IS NULL OR s.until > :day)
      AND p.outside = 0
), said AS MATERIALIZED (
    SELECT u.id, r.code, r.value, max(r.on_day)
    FROM u JOIN reading r ON r.union_id = u.id AND r.on_day <= :day
        AND r.code IN ('J107','J108','J109','J110','J111','J112','J113')
    WHERE u.type IS NOT NULL AND (u.complete IS NULL OR u.complete > :day) AND EXISTS (
        SELECT 1 FROM reading WHERE union_id = u.id AND code = 'J107' AND on_day <= :day
    )
    GROUP BY u.id, r.code
), number AS MATERIALIZED (
    SELECT id,
        max(CASE code WHEN 'J107' THEN value END) AS n107,
        coalesce(max(CASE code WHEN 'J108' THEN value END), 0) AS n108,
        coalesce(max(CASE code WHEN 'J109' THEN value END), 0) AS n109,
        coalesce(max(CASE code WHEN 'J110' THEN value END), 0) AS n110,
        coalesce(max(CASE code WHEN 'J111' THEN value END), 0) AS n111,
        coalesce(max(CASE code WHEN 'J112' THEN value END), 0) AS n112,
        coalesce(max(CASE code WHEN 'J113' THEN value END), 0) AS n113
    FROM said GROUP BY id
), a AS (
    SELECT count(*) AS j101, sum(type = 'single') AS j102, sum(type = 'joint') AS j103,
        sum(type = 'regional_federation') AS j104, sum(type = 'industry_federation') AS j105,
        sum(type IN ('joint','regional_federation') AND kind IN ('village','community')) AS j106,
        sum(coalesce(legal_person, 0)) AS j117, sum(coalesce(term_until < :day, 0)) AS j118
    FROM u LEFT JOIN (
        SELECT place_id, kind FROM place_spell
        WHERE since <= :day AND (until IS NULL OR until > :day)
    ) p ON p.place_id = u.place_id
    WHERE type IN ('single','joint','regional_federation','industry_federation')
), b AS (
    SELECT count(*) AS n, sum(e.nature = 'enterprise') AS j108,
        sum(e.nature = 'enterprise' AND e.economic_type IN (PRIVATE)) AS j109,
        sum(e.nature = 'public_institution') AS j110, sum(e.nature = 'government') AS j111,
        sum(e.nature = 'social_organisation') AS j112, sum(e.nature = 'individual_economy') AS j113
    FROM u JOIN coverage c ON c.union_id = u.id JOIN employer_spell e
        ON e.employer_id = c.employer_id
    WHERE c.kind = 'found' AND c.since <= :day AND (c.until IS NULL OR c.until > :day)
      AND e.since <= :day AND (e.until IS NULL OR e.until > :day)
      AND e.status IN ('active','suspended') AND u.id NOT IN (SELECT id FROM number)
), r AS (
    SELECT coalesce(sum(n107), 0) AS n, coalesce(sum(n108), 0) AS j108,
        coalesce(sum(n109), 0) AS j109, coalesce(sum(n110), 0) AS j110,
        coalesce(sum(n111), 0) AS j111, coalesce(sum(n112), 0) AS j112,
        coalesce(sum(n113), 0) AS j113
    FROM number
), f AS (
    SELECT sum(status = 'active' AND (before IS NULL OR before = 'preparing')) AS j115,
        sum(status = 'dissolved' AND before = 'active') AS j116
    FROM (
        SELECT s.status, (
            SELECT status FROM union_spell e WHERE e.union_id = s.union_id AND e.since < s.since
            ORDER BY e.since DESC LIMIT 1
        ) AS before
        FROM union_spell s JOIN unions p ON p.id = s.union_id
        WHERE p.outside = 0 AND s.since BETWEEN :first AND :day
          AND s.type IN ('single','joint','regional_federation','industry_federation')
    )
)
SELECT a.*, b.n + r.n AS j107, b.j108 + r.j108 AS j108, b.j109 + r.j109 AS j109,
    b.j110 + r.j110 AS j110, b.j111 + r.j111 AS j111, b.j112 + r.j112 AS j112,
    b.j113 + r.j113 AS j113, f.j115, f.j116
FROM a, b, r, f
"""


def by_hand(conn: Connection, scope: Scope) -> dict[str, int]:
    """表一 by one statement."""
    private = [e.code for e in code_list("economic_type").entries if e.flag("public") is False]
    statement = STATEMENT.replace("PRIVATE", ",".join(f"'{code}'" for code in private))
    days = {"day": scope.day.isoformat(), "first": scope.period.first.isoformat()}
    row = conn.execute(text(statement), days).mappings().one()
    found = {key.upper(): int(value) for key, value in row.items()}
    natures = ("J108", "J110", "J111", "J112", "J113")
    return found | {"J114": found["J107"] - sum(found[code] for code in natures)}


def timed(job: Callable[[], Any]) -> float:
    """Seconds of processor time of one run."""
    begun = time.thread_time()
    job()
    return time.thread_time() - begun


def alternately(one: Callable[[], Any], two: Callable[[], Any]) -> tuple[float, float, float]:
    """Medians of two jobs that take turns, so that both meet the same machine, and the median of
    the ratio of neighbours."""
    one(), two()
    pairs = [(timed(one), timed(two)) for _ in range(RUNS)]
    median = statistics.median
    return median(a for a, _ in pairs), median(b for _, b in pairs), median(a / b for a, b in pairs)


def county(folder: Path) -> Workspace:
    """A county of sample data."""
    workspace = Workspace.create(
        folder,
        user="经办人",
        password=PASSWORD,
        cost=Cost(1, 8 * 1024 * 1024),
        wiring=start.wiring(),
        surroundings=demo_surroundings(1, TODAY),
    )
    begun, cpu = time.perf_counter(), time.process_time()
    made = demo(workspace, size="county", seed=1, today=TODAY)
    wall, cpu = time.perf_counter() - begun, time.process_time() - cpu
    print(f"demo county: {wall:.1f} s ({cpu:.1f} s CPU), {made['unions']:,} unions, ", end="")
    print(f"{made['members']:,} members, {workspace.database.stat().st_size / 1e6:.0f} MB")
    return workspace


def measure(workspace: Workspace) -> bool:
    """Print the figures; whether the promise is kept."""
    registry = Registry()
    register(registry)
    codes = [code for code, figure in registry.figures.items() if figure.table == ONE]
    scope = Scope(TODAY, calendar_year(TODAY.year), opening=date(TODAY.year - 2, 1, 1))

    def run(conn: Connection) -> bool:
        counted = {c: v.value for c, v in evaluate(conn, registry, codes, scope).items()}
        written = by_hand(conn, scope)
        same = counted == {code: written[code] for code in codes}
        if not same:
            print("the numbers differ:", counted, written)
        ours, theirs, ratio = alternately(
            lambda: evaluate(conn, registry, codes, scope), lambda: by_hand(conn, scope)
        )
        print(f"表一, {len(codes)} figures: {ours * 1000:.0f} ms; one statement by hand: "
              f"{theirs * 1000:.0f} ms; ratio {ratio:.2f}")  # fmt: skip

        days = iter([replace(scope, day=TODAY - timedelta(days)) for days in range(1, 100)])
        mine, other = partial(evaluate, conn, registry, codes), partial(by_hand, conn)
        ours, theirs, other_day = alternately(lambda: mine(next(days)), lambda: other(next(days)))
        print(f"another day each time: {ours * 1000:.0f} ms; by hand: {theirs * 1000:.0f} ms; "
              f"ratio {other_day:.2f}")  # fmt: skip

        def anew() -> None:
            registry.statements.clear()
            mine(scope)

        first = statistics.median(timed(anew) for _ in range(RUNS))
        print(f"the same with the statements put together anew: {first * 1000:.0f} ms")
        for by in ("place", "union", "type", "industry"):
            job = partial(table, conn, registry, codes, scope, by)
            grouped, rows = [timed(job) for _ in range(3)], len(job().rows)
            print(f"表一 by {by} ({rows} rows): {min(grouped) * 1000:.0f} ms")
        every = [timed(lambda: evaluate(conn, registry, registry.codes(), scope)) for _ in range(3)]
        print(f"every figure and rate ({len(registry.codes())}): {min(every) * 1000:.0f} ms")
        view = View(TODAY)
        listed = [timed(lambda: EMPLOYERS.ids(conn, view)) for _ in range(3)]
        ids = EMPLOYERS.ids(conn, view)
        page = [timed(lambda: EMPLOYERS.rows(conn, ids[5000:5100], view)) for _ in range(3)]
        print(f"list of employers: {len(ids):,} ids {min(listed) * 1000:.0f} ms, ", end="")
        print(f"a page of 100 {min(page) * 1000:.0f} ms")
        return same and max(ratio, other_day) <= LIMIT

    return workspace.read(run)


def main() -> int:
    """Print the figures; 1 if the limit is broken."""
    if len(sys.argv) > 1:
        workspace = Workspace.open(Path(sys.argv[1]), password=PASSWORD, wiring=start.wiring())
        with workspace:
            return 0 if measure(workspace) else 1
    with tempfile.TemporaryDirectory() as folder, county(Path(folder) / "县") as workspace:
        return 0 if measure(workspace) else 1


if __name__ == "__main__":
    raise SystemExit(main())
