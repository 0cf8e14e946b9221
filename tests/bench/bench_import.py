"""Measure the import of 200,000 members by 20 columns end to end beside its floor.

    python -m tests.bench.bench_import [ROWS] [--only empty|half]

End to end: read, check, match, compare, write, log and search keys, as the command line does it,
into an encrypted workspace with its unions and firms; first without people, then with half of the
file's people there, a quarter of them with something that changes. The floor: python-calamine alone
reads the rows, and sqlcipher3 alone, without what ``app.store.connect`` tells it of binding, writes
the very rows that the import wrote into the same tables and indexes, log and search keys prepared
beforehand; the same with that told is printed beside it. That floor knows beforehand what changes:
where people are there already, it leaves out that any import must first read them, to compare. So
there is a second floor that also asks, part by part, which of the file's numbers are there, and
fetches the rows of these people from every table that is compared, with nothing done to them; both
ratios are printed. Seconds are of processor time, all processes together; each run in a process of
its own. The look at all pages, which opening begins, is waited for before. Promise: at most 2 times
the floor that reads (where nobody is there, also the other), and all processes together at most
600 MB. Exits with 1 if a limit is broken. What this module imports at its top the reading
child imports again: as little as ``app.py``. Also printed: what LibreOffice needs only to open the
file, and what taking back an import of 20,000 rows needs, beside deleting the rows with sqlcipher3.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

LIMIT, MEMORY = 2.0, 600
TODAY = date(2026, 11, 22)
UNION_SIZE, UNDONE, PART = 200, 20_000, 2000
HEAD = (
    *("姓名", "性别", "出生日期", "民族", "证件类型", "证件号码", "手机号"),
    *("学历", "政治面貌", "就业状况", "用工形式", "是否农民工", "户籍类型", "户籍所在地"),
    *("籍贯", "岗位职务", "入会日期", "所属工会", "工作单位", "会员证号"),
)
TABLES = (
    "person", "person_spell", "identity_document", "former_name", "membership", "employment",
    "transfer", "received", "search_item",
)  # fmt: skip
COMPARED = {
    "person": "id", "person_spell": "person_id", "identity_document": "person_id",
    "former_name": "person_id", "membership": "person_id", "employment": "person_id",
}  # fmt: skip
"""Tables whose rows a person's row is compared with, and the column that holds her id."""
UNHEX = "SELECT unhex(value) FROM json_each(?)"


def people(rows: int, *, changed: bool = False) -> Iterator[list[Any]]:
    """Invented members; ``changed``: as they were before, one in four without phone and card."""
    from app.base.numbers import make_identity
    from tests.bench.members_maker import name

    chance = random.Random(3)
    for n in range(rows):
        born = date(1968, 1, 1) + timedelta(chance.randrange(13_000))
        male = chance.random() < 0.6
        number = make_identity(chance, born=born, male=male, area=f"{130_000 + n % 9_000}")
        firm = n // UNION_SIZE
        joined = date(2012, 1, 1) + timedelta(chance.randrange(5_400))
        bare = changed and n % 4 == 0
        yield [
            name(chance),
            "男" if male else "女",
            born.isoformat(),
            "汉族" if n % 9 else "回族",
            "居民身份证",
            number,
            "" if bare else f"139{n:08d}",
            chance.choice(("大学专科教育", "大学本科教育")),
            chance.choice(("群众", "中国共产党党员")),
            "在岗",
            "合同制",
            "是" if n % 3 == 0 else "否",
            "农业家庭户口",
            "河北省邢台市某县某村",
            "河北邢台",
            chance.choice(("装配工", "焊工", "质检员")),
            joined.isoformat(),
            f"第{firm}自行车有限公司工会",
            f"第{firm}自行车有限公司",
            "" if bare else f"1201{n:012d}",
        ]


def write(path: Path, rows: int, *, changed: bool = False) -> None:
    """The workbook."""
    from app.sheets.writing import OutColumn, write_table

    write_table(path, [OutColumn(title) for title in HEAD], people(rows, changed=changed))


def opened(folder: Path) -> Any:
    """The workspace."""
    from app import start
    from app.store.workspace import Surroundings, Workspace
    from tests.bench.members_maker import PASSWORD

    around = Surroundings(today=lambda: TODAY)
    return Workspace.open(folder, password=PASSWORD, wiring=start.wiring(), surroundings=around)


def prepare(folder: Path, rows: int) -> None:
    """A workspace with as many unions and firms as the rows name."""
    from app import start
    from app.areas.organisations.acts import NewPlace, add_employer, cover_employer, open_office
    from app.areas.organisations.acts import record_union as record
    from app.store.keys import Cost
    from app.store.work import Work, act
    from app.store.workspace import Surroundings, Workspace
    from tests.bench.members_maker import PASSWORD

    @act("bench.units", "工会和单位")
    def units(work: Work, root: str) -> None:
        for n in range(max(1, (rows + UNION_SIZE - 1) // UNION_SIZE)):
            union = record(
                work,
                name=f"第{n}自行车有限公司工会",
                type="single",
                form="committee",
                upper_id=root,
            )
            firm = add_employer(work, name=f"第{n}自行车有限公司", nature="enterprise")
            cover_employer(work, union_id=union, employer_id=firm, since=None)

    around = Surroundings(today=lambda: TODAY)
    space = Workspace.create(
        folder, user="经办人", password=PASSWORD, cost=Cost(1, 8 * 1024 * 1024),
        wiring=start.wiring(), surroundings=around,
    )  # fmt: skip
    place = NewPlace("120114102", "王庆坨镇", "township")
    made = space.do(
        open_office,
        kind="township",
        name="王庆坨镇总工会",
        opening=date(2026, 1, 1),
        places=[place],
    )
    space.do(units, made.result["root"])
    space.checkpoint()
    space.close()


class Memory(threading.Thread):
    """Watches this process and its children; ``most``: MB together; ``took``: seconds of processor
    time of the watching, which is no part of the import."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.most = self.took = 0.0
        self.parts: list[float] = []
        self._end = threading.Event()

    def run(self) -> None:
        while not self._end.wait(0.1):
            own = [os.getpid(), *_children(os.getpid())]
            parts = [_resident(pid) for pid in own]
            if sum(parts) > self.most:
                self.most, self.parts = sum(parts), parts
        self.took = time.thread_time()

    def stop(self) -> None:
        """Watch no more."""
        self._end.set()
        self.join()


def _children(pid: int) -> list[int]:
    found: list[int] = []
    for task in Path(f"/proc/{pid}/task").iterdir():
        try:
            direct = [int(one) for one in (task / "children").read_text().split()]
        except OSError:
            continue
        for one in direct:
            found += [one, *_children(one)]
    return found


def _resident(pid: int) -> float:
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * 4096 / 1e6
    except (OSError, IndexError):
        return 0.0


def imported(folder: Path, file: Path) -> dict[str, Any]:
    """Import a workbook; seconds of processor and clock, memory."""
    from app.areas.members.sheet.service import MEMBER_SHEET
    from app.base.collecting import seldom
    from app.sheets.checking import Options
    from app.sheets.comparing import Options as Meant
    from app.sheets.intake import FileStream

    seldom()  # as the command line does
    space = opened(folder)
    space.sound()
    memory = Memory()
    memory.start()
    clock, before = time.perf_counter(), os.times()
    stream = FileStream(file, MEMBER_SHEET.reads, Options())
    options = Meant(told=stream.told)
    stream.begin()
    changes, plan = MEMBER_SHEET.commit(space, stream, options, file_name=file.name)
    took, after = time.perf_counter() - clock, os.times()
    memory.stop()
    counts = {outcome.value: count for outcome, count in plan.rows.counts().items()}
    space.checkpoint()
    space.close()
    own = after.user + after.system - before.user - before.system - memory.took
    child = after.children_user + after.children_system
    child -= before.children_user + before.children_system
    return {
        "cpu": own + child, "parent": own, "child": child, "wall": took, "memory": memory.most,
        "parts": memory.parts, "counts": counts, "entry": changes.entry,
    }  # fmt: skip


def forget_adapters() -> None:
    """The driver as it is by itself."""
    from sqlcipher3 import dbapi2

    for kind in (bytes, type(None)):
        del dbapi2.adapters[kind, dbapi2.PrepareProtocol]


def look_up(raw: Any, numbers: list[str]) -> int:
    """Fetch everybody who has one of the numbers, with all that is compared; how many rows."""
    found = 0
    for start in range(0, len(numbers), PART):
        asked = json.dumps(numbers[start : start + PART])
        papers = raw.execute(
            "SELECT person_id FROM identity_document"
            " WHERE number IN (SELECT value FROM json_each(?))",
            (asked,),
        ).fetchall()
        if not papers:
            continue
        ids = json.dumps([row[0].hex() for row in papers])
        for table, owner in COMPARED.items():
            query = f"SELECT * FROM {table} WHERE {owner} IN ({UNHEX})"
            found += len(raw.execute(query, (ids,)).fetchall())
    return found


def floor(
    before: Path, after: Path, file: Path, entry: int, told: bool, reads: bool
) -> dict[str, Any]:
    """The same rows with the two libraries alone.

    Args:
        told: of binding, as the program tells.
        reads: those who are there, too.
    """
    import python_calamine

    from app.areas.members.search import SEARCH
    from app.store.connect import connect
    from app.store.search import tokens

    done = opened(after)

    def words(conn: Any) -> list[tuple[bytes, str]]:
        (source,) = SEARCH
        ids = {r[0] for r in conn.exec_driver_sql("SELECT lower(hex(id)) FROM person")}
        return [(bytes.fromhex(r.record), tokens(r)) for r in source.rows(conn, ids)]

    said = dict(done.read(words))
    database, key = done.database, done.key
    done.close()
    raw = connect(database, key)
    inserts, updates = [], []
    old = connect(before / "workspace.db", key)
    for table in TABLES:
        names = [row[1] for row in raw.execute(f"PRAGMA table_info({table})")]
        if table == "search_item":
            last = old.execute("SELECT coalesce(max(number), 0) FROM search_item").fetchone()[0]
            rows = raw.execute(
                f"SELECT {', '.join(names)} FROM {table} WHERE number > ?",
                (last,),
            ).fetchall()
            inserts.append((table, names, rows))
            texts = [(row[names.index("number")], said[row[names.index("record")]]) for row in rows]
            inserts.append(("search_words", ["rowid", "words"], texts))
            continue
        rows = raw.execute(
            f"SELECT {', '.join(names)} FROM {table} WHERE rev = ?",
            (entry,),
        ).fetchall()
        known = {row[0] for row in old.execute(f"SELECT id FROM {table}")}
        at = names.index("id")
        inserts.append((table, names, [row for row in rows if row[at] not in known]))
        updates.append((table, names, [row for row in rows if row[at] in known]))
    for table, where in (("entry", "number"), ("change", "entry")):
        names = [row[1] for row in raw.execute(f"PRAGMA table_info({table})")]
        query = f"SELECT {', '.join(names)} FROM {table} WHERE {where} = ?"
        inserts.append((table, [f'"{n}"' for n in names], raw.execute(query, (entry,)).fetchall()))
    again = {row[0] for row in updates[0][2]}
    items = old.execute("SELECT number, record FROM search_item WHERE kind = 'member'")
    gone = [(number,) for number, record in items if record in again]
    raw.close()
    if not told:
        forget_adapters()
    started, clock = time.process_time(), time.perf_counter()
    book = python_calamine.CalamineWorkbook.from_path(str(file))
    rows_ = book.get_sheet_by_index(0).iter_rows()
    numbers = [row[HEAD.index("证件号码")] for row in rows_] if reads else []
    count = len(numbers) or sum(1 for _ in rows_)
    read = time.process_time() - started
    there = look_up(old, numbers) if reads else 0
    looked = time.process_time() - started - read
    old.execute("BEGIN IMMEDIATE")
    old.executemany("DELETE FROM search_words WHERE rowid = ?", gone)
    old.executemany("DELETE FROM search_item WHERE number = ?", gone)
    for table, names, rows in inserts:
        marks = ", ".join("?" * len(names))
        old.executemany(f"INSERT INTO {table} ({', '.join(names)}) VALUES ({marks})", rows)
    for table, names, rows in updates:
        told = ", ".join(f"{one} = ?" for one in names)
        at = names.index("id")
        lines = [(*row, row[at]) for row in rows]
        old.executemany(f"UPDATE {table} SET {told} WHERE id = ?", lines)
    old.execute("COMMIT")
    took = time.process_time() - started
    wall = time.perf_counter() - clock
    old.close()
    found = {"cpu": took, "wall": wall, "read": read, "rows": count}
    return found | {"there": there, "looked": looked}


def undone(folder: Path, entry: int) -> dict[str, Any]:
    """Take an import back; seconds of processor and clock."""
    from app.base.collecting import seldom

    seldom()
    space = opened(folder)
    started, clock = time.process_time(), time.perf_counter()
    verdict = space.undo(entry)
    took, wall = time.process_time() - started, time.perf_counter() - clock
    space.close()
    counts: dict[str, int] = {}
    for row in verdict.rows:
        counts[row.verdict] = counts.get(row.verdict, 0) + 1
    return {"cpu": took, "wall": wall, "counts": counts}


def deleted(folder: Path, entry: int) -> dict[str, Any]:
    """Delete what an import made with sqlcipher3 alone, its search keys too."""
    from app.store.connect import connect

    space = opened(folder)
    key, database = space.key, space.database
    space.close()
    raw = connect(database, key)
    ids = {
        table: raw.execute(f"SELECT id FROM {table} WHERE rev = ?", (entry,)).fetchall()
        for table in reversed(TABLES[:-1])
    }
    every = {row[0] for row in ids["person"]}
    items = raw.execute("SELECT number, record FROM search_item WHERE kind = 'member'")
    gone = [(number,) for number, record in items if record in every]
    forget_adapters()
    started = time.process_time()
    raw.execute("BEGIN IMMEDIATE")
    raw.executemany("DELETE FROM search_words WHERE rowid = ?", gone)
    raw.executemany("DELETE FROM search_item WHERE number = ?", gone)
    for table, rows in ids.items():
        raw.executemany(f"DELETE FROM {table} WHERE id = ?", rows)
    raw.execute("COMMIT")
    took = time.process_time() - started
    raw.close()
    return {"cpu": took}


def office(file: Path) -> None:
    """What LibreOffice needs only to open the file, if it is here."""
    program = shutil.which("soffice")
    if program is None:
        return
    with tempfile.TemporaryDirectory() as folder:
        before, clock = os.times(), time.perf_counter()
        command = [program, f"-env:UserInstallation=file://{folder}/profile", "--headless"]
        command += ["--convert-to", "csv", "--outdir", folder, str(file)]
        subprocess.run(command, capture_output=True, check=True)
        after, wall = os.times(), time.perf_counter() - clock
    took = after.children_user + after.children_system
    took -= before.children_user + before.children_system
    print(f"LibreOffice opens the file and writes it as csv: {took:.1f} s CPU, {wall:.1f} s")


def taken_back(folder: Path, rows: int) -> None:
    """An import of so many rows and its undo, beside plain deleting."""
    base, file = folder / "base", folder / "会员.xlsx"
    folder.mkdir()
    measured("prepare", base, rows)
    write(file, rows)
    entry = measured("import", base, file)["entry"]
    bare = folder / "bare"
    shutil.copytree(base, bare)
    done, least = measured("undo", base, entry), measured("delete", bare, entry)
    print(
        f"undo of an import of {rows:,} rows: {done['cpu']:.1f} s CPU, {done['wall']:.1f} s by the "
        f"clock, {done['counts']}; plain deleting {least['cpu']:.1f} s CPU, "
        f"ratio {done['cpu'] / least['cpu']:.2f}", flush=True,
    )  # fmt: skip


def measured(*arguments: Any) -> dict[str, Any]:
    """One of the two in a process of its own."""
    command = [sys.executable, "-m", "tests.bench.bench_import", "--run", *map(str, arguments)]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    if run.returncode:
        raise SystemExit(run.stderr)
    found: dict[str, Any] = json.loads(run.stdout.splitlines()[-1])
    return found


def compared(title: str, base: Path, folder: Path, file: Path, *, empty: bool) -> bool:
    """The import and its floors in turn, printed; True if a limit is broken."""
    program, bare = folder / "import", folder / "floor"
    shutil.rmtree(program, ignore_errors=True)
    shutil.copytree(base, program)
    done = measured("import", program, file)
    floors = {}
    for which, told, reads in (("plain", "", ""), ("reads", "", "reads"), ("told", "told", "")):
        shutil.rmtree(bare, ignore_errors=True)
        shutil.copytree(base, bare)
        floors[which] = measured("floor", bare, program, file, done["entry"], told, reads)
    least, reads_too, told_too = floors.values()
    ratios = {which: done["cpu"] / one["cpu"] for which, one in floors.items()}
    print(
        f"{title}: {done['cpu']:.1f} s CPU ({done['parent']:.1f} + child {done['child']:.1f}), "
        f"{done['wall']:.1f} s by the clock, {done['memory']:.0f} MB "
        f"({' + '.join(f'{p:.0f}' for p in done['parts'])}), {done['counts']}\n"
        f"  floor {least['cpu']:.1f} s CPU (file {least['read']:.1f}), {least['wall']:.1f} s "
        f"by the clock; ratio {ratios['plain']:.2f} of CPU, "
        f"{done['wall'] / least['wall']:.2f} of the clock\n"
        f"  floor that reads who is there {reads_too['cpu']:.1f} s CPU ({reads_too['looked']:.1f} "
        f"for {reads_too['there']:,} rows), ratio {ratios['reads']:.2f}\n"
        f"  floor with the binding of the program {told_too['cpu']:.1f} s CPU, "
        f"ratio {ratios['told']:.2f}",
        flush=True,
    )
    broken = ratios["reads"] > LIMIT or (empty and ratios["plain"] > LIMIT)
    return broken or done["memory"] > MEMORY


def main() -> int:
    """Make, measure, print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("rows", nargs="?", type=int, default=200_000)
    parser.add_argument("--only", choices=("empty", "half"))
    parser.add_argument("--run", nargs="+")
    asked = parser.parse_args()
    if asked.run:
        what, *rest = asked.run
        if what == "import":
            result = imported(Path(rest[0]), Path(rest[1]))
        elif what == "prepare":
            result = {}
            prepare(Path(rest[0]), int(rest[1]))
        elif what == "undo":
            result = undone(Path(rest[0]), int(rest[1]))
        elif what == "delete":
            result = deleted(Path(rest[0]), int(rest[1]))
        else:
            before, after, file = map(Path, rest[:3])
            result = floor(before, after, file, int(rest[3]), bool(rest[4]), bool(rest[5]))
        print(json.dumps(result))
        return 0
    broken = False
    with tempfile.TemporaryDirectory() as name_:
        folder = Path(name_)
        base, file, half = folder / "base", folder / "会员.xlsx", folder / "一半.xlsx"
        prepare(base, asked.rows)
        write(file, asked.rows)
        if asked.only != "half":
            broken |= compared(f"{asked.rows:,} rows, nobody there", base, folder, file, empty=True)
        if asked.only != "empty":
            write(half, asked.rows // 2, changed=True)
            measured("import", base, half)
            broken |= compared(f"{asked.rows:,} rows, half there", base, folder, file, empty=False)
        if asked.only is None:
            office(file)
            taken_back(folder / "back", min(asked.rows, UNDONE))
    return int(broken)


if __name__ == "__main__":
    raise SystemExit(main())
