"""BK: a backup is one moment, whole, and any changed bit shows."""

from __future__ import annotations

import random
import shutil
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

import pytest

from app.base.errors import KnownError, UnionDeskError
from app.base.progress import Cancelled, Progress
from app.store import container, keeping
from app.store.backup import BAD, DAMAGED, FOLDER, VERIFIED, backup, list_backups, look_at
from app.store.keeping import (
    DAYS,
    MONTHS,
    WEEKS,
    Kept,
    at_exit,
    automatic,
    daily,
    evicted,
    newest,
    second_place_state,
    set_second_place,
)
from app.store.restore import inspect, restore
from app.store.workspace import Workspace
from tests.conftest import FULL
from tests.reliability.killing import copy, look
from tests.store.acts import add_union, dump, import_units, set_value
from tests.workspaces import bare_wiring


def test_bk_1_during_heavy_writing(make_workspace, tmp_path, times) -> None:
    """Two writers that never pause, all through each backup; every twenty a fresh workspace, so
    that it does not grow without end."""
    file, place, together = tmp_path / "份.udb", tmp_path / "恢复", 0
    for number in range(times(200, 6)):
        if number % 20 == 0:
            workspace = make_workspace(f"镇{number}")
            workspace.do(import_units, count=50)
        with writing(workspace):
            made = backup(workspace, file)
        assert made.state == VERIFIED
        assert made.manifest is not None
        restore(file, place, key=workspace.key)
        there = look(place, workspace.key)
        assert len(there["unions"]) == made.manifest.counts["unions"]
        assert len(there["unions"]) == 50 + made.manifest.entry - 2, "one moment between two acts"
        together += workspace.counts()["unions"] - len(there["unions"])
        shutil.rmtree(place)
        file.unlink()
    assert together > number, "they went on while the copy was packed and checked"


@contextmanager
def writing(workspace: Workspace) -> Iterator[None]:
    """Two clerks' worth of acts, one after the other, until the end of the block."""
    done = threading.Event()

    def write(name: str) -> None:
        while not done.is_set():
            workspace.do(add_union, name=name)

    with ThreadPoolExecutor(2) as threads:
        running = [threads.submit(write, name) for name in ("甲厂", "乙厂")]
        try:
            yield
        finally:
            done.set()
        for each in running:
            each.result()


def test_bk_2_rows_that_are_only_in_the_journal(workspace: Workspace, tmp_path) -> None:
    workspace.on_writer(lambda raw: raw.execute("PRAGMA wal_autocheckpoint = 0"))
    workspace.checkpoint()
    size = workspace.database.stat().st_size
    workspace.do(import_units, count=1000)
    assert workspace.database.stat().st_size == size
    made = backup(workspace, tmp_path / "a.udb")
    assert made.manifest is not None
    assert made.manifest.counts["unions"] == 1000
    restore(tmp_path / "a.udb", tmp_path / "回", key=workspace.key)
    assert len(look(tmp_path / "回", workspace.key)["unions"]) == 1000


def simulate(days: int, seed: int, jumps: dict[int, timedelta]) -> None:
    """Backups of ``days`` days with rotation after each; the promises hold all the time."""
    chance = random.Random(seed)
    now, entry = datetime(2026, 1, 1, 8, tzinfo=UTC), 0
    kept: dict[str, Kept] = {}
    for day in range(days):
        now += timedelta(days=1) + jumps.get(day, timedelta(0))
        for number in range(chance.randrange(0, 4)):
            entry += chance.randrange(0, 5)
            reason = chance.choices(
                ["daily", "exit", "before-import", "manual", "before-migration"],
                [40, 30, 20, 0.1, 0.3],
            )[0]
            moment = now + timedelta(hours=number, minutes=chance.randrange(50))
            name = f"{len(kept)}-{entry}-{moment:%Y%m%d%H%M%S}-{day}"
            kept[name] = Kept(name, moment, reason, chance.random() > 0.02, entry)
            before = dict(kept)
            for gone in evicted(kept.values(), moment):
                del kept[gone]
            check_promises(before, kept, moment)


@cache
def bucket(moment: datetime, form: str) -> str:
    """The day, week or month of a backup."""
    return moment.strftime(form)


def check_promises(before: dict[str, Kept], kept: dict[str, Kept], now: datetime) -> None:
    good_before = [k for k in before.values() if k.good]
    good = [k for k in kept.values() if k.good]
    if not good_before:
        return
    assert max(good_before, key=lambda k: (k.moment, k.entry)).name in kept
    assert max(good_before, key=lambda k: k.entry).entry == max(good, key=lambda k: k.entry).entry
    for form, wanted in (("%Y-%m-%d", DAYS), ("%G-%V", WEEKS), ("%Y-%m", MONTHS)):
        had = {bucket(k.moment, form) for k in good_before}
        has = {bucket(k.moment, form) for k in good}
        assert set(sorted(had)[-wanted:]) <= has
    young = [k for k in before.values() if timedelta(0) <= now - k.moment < timedelta(days=2)]
    assert all(k.name in kept for k in young)
    manual = [k for k in good_before if k.reason == "manual"]
    assert all(k.name in kept for k in manual)
    assert len(kept) <= DAYS + WEEKS + MONTHS + 2 + len(young) + len(manual) + 12


@pytest.mark.parametrize(
    "jumps",
    [
        {},
        {400: timedelta(days=3650), 410: timedelta(days=-3650)},
        {200: timedelta(days=-365)},
        {300: timedelta(days=-20000), 301: timedelta(days=20000)},
        {n: timedelta(hours=(-1) ** n * 7) for n in range(1000)},
    ],
)
def test_bk_3_rotation_over_three_years(jumps: dict[int, timedelta]) -> None:
    for seed in range(20 if FULL else 1):
        simulate(3 * 365, seed, jumps)


def test_bk_3_on_the_disk(workspace: Workspace, clock) -> None:
    for number in range(25):
        workspace.do(set_value, key="day", value=number)
        assert daily(workspace) is not None
        assert daily(workspace) is None, "once a day"
        clock.go_on(days=1)
    files = list_backups(workspace.folder / FOLDER)
    assert {b.state for b in files} == {VERIFIED}
    assert 12 <= len(files) <= 12 + 10 + 12
    assert len(files) < 25


def test_bk_3_nothing_goes_after_a_restore() -> None:
    now = datetime(2026, 6, 1, tzinfo=UTC)
    many = [Kept(f"{n}", now - timedelta(days=n), "daily", True, 500 - n) for n in range(3, 400)]
    assert len(evicted(many, now)) > 300
    restored = Kept("r", now - timedelta(days=1), "before-restore", True, 500)
    assert evicted([*many, restored], now) == set()
    assert evicted([*many, restored], now + timedelta(days=9)) != set()


def test_bk_4_made_while_the_live_file_is_damaged(workspace: Workspace, clock) -> None:
    for number in range(3):
        workspace.do(import_units, count=5, name=f"第{number}批")
        automatic(workspace, "daily")
        clock.go_on(days=1)
    there = {b.path.name for b in list_backups(workspace.folder / FOLDER)}

    def damage(raw) -> None:
        raw.execute("PRAGMA foreign_keys = OFF")
        raw.execute("DELETE FROM unions WHERE id IN (SELECT union_id FROM coverage LIMIT 3)")
        raw.execute("PRAGMA foreign_keys = ON")

    workspace.on_writer(damage)
    clock.go_on(days=900)
    made = automatic(workspace, "daily")
    assert made.state == BAD
    assert made.why
    now_there = {b.path.name: b for b in list_backups(workspace.folder / FOLDER)}
    assert there <= set(now_there), "a bad backup pushes nothing out"
    assert now_there[made.path.name].state == BAD
    good = newest(workspace.folder / FOLDER)
    assert good is not None
    assert good.path.name in there
    with pytest.raises(KnownError, match="DAMAGED"):
        keeping.before(workspace, "import")
    with pytest.raises(KnownError, match="DAMAGED"):
        backup(workspace, workspace.folder.parent / "手工.udb")
    assert not (workspace.folder.parent / "手工.udb").exists()


def test_bk_4_no_damaged_page_gets_into_a_backup(make_workspace, tmp_path, times) -> None:
    """SQLCipher may hand a page with a broken seal out as zeros once; that must not be copied."""
    closed = make_workspace("好的")
    closed.do(import_units, count=100)
    closed.checkpoint()
    key, folder = closed.key, closed.folder
    closed.close()
    content = (folder / "workspace.db").read_bytes()
    chance = random.Random(4)
    for number in range(times(400, 15)):
        live = copy(folder, tmp_path / "活")
        workspace = Workspace.open(live, key=key, wiring=bare_wiring())
        workspace.counts()
        changed = bytearray(content)
        page = chance.randrange(1, len(content) // 4096)
        changed[page * 4096 + chance.randrange(4096)] ^= 1 << chance.randrange(8)
        (live / "workspace.db").write_bytes(changed)
        workspace.on_writer(lambda raw: raw.execute("PRAGMA cache_size = 10"))
        with pytest.raises(KnownError, match=r"DAMAGED|DISK_ERROR"):
            automatic(workspace, "daily")
        assert list_backups(live / FOLDER) == [], number
        workspace.close()


def test_bk_5_any_changed_bit_shows(workspace: Workspace, tmp_path, times) -> None:
    workspace.do(import_units, count=20)
    file = tmp_path / "好.udb"
    backup(workspace, file)
    content = file.read_bytes()
    chance = random.Random(5)
    ends = [0, 1, 30, len(content) - 1, len(content) - 64, len(content) - 65, len(content) - 90]
    for place in ends + [chance.randrange(len(content)) for _ in range(times(2000, 60))]:
        changed = bytearray(content)
        changed[place] ^= 1 << chance.randrange(8)
        bad = tmp_path / "坏.udb"
        bad.write_bytes(changed)
        assert look_at(bad).state == DAMAGED
        with pytest.raises(UnionDeskError, match=r"BACKUP_DAMAGED|BACKUP_FOREIGN"):
            inspect(bad, key=workspace.key)
    assert look_at(file).state == VERIFIED
    for cut in (0, 1, 63, 64, 65, len(content) // 2, len(content) - 1):
        bad.write_bytes(content[:cut])
        assert look_at(bad).state == DAMAGED


def test_at_exit_only_what_changed_and_not_too_often(workspace: Workspace, clock) -> None:
    assert at_exit(workspace) is not None
    clock.go_on(minutes=40)
    assert at_exit(workspace) is None, "nothing changed"
    workspace.do(set_value, key="a", value=1)
    assert at_exit(workspace) is not None
    workspace.do(set_value, key="a", value=2)
    clock.go_on(minutes=29)
    assert at_exit(workspace) is None, "the last is young"
    clock.go_on(minutes=2)
    made = at_exit(workspace)
    assert made is not None
    assert made.title == "退出时自动备份"


def test_a_backup_holds_no_name_in_the_open(workspace: Workspace, tmp_path) -> None:
    workspace.do(add_union, name="鑫达自行车厂工会")
    file = tmp_path / "a.udb"
    made = backup(workspace, file)
    content = file.read_bytes()
    assert "鑫达".encode() not in content
    assert b"SQLite format" not in content
    assert made.manifest is not None
    assert container.read(file) == made.manifest


def test_a_cancelled_backup_leaves_nothing(workspace: Workspace, tmp_path) -> None:
    place = tmp_path / "出"
    place.mkdir()
    asked = iter([False, False, True])
    with pytest.raises(Cancelled):
        backup(workspace, place / "a.udb", progress=Progress(cancelled=lambda: next(asked)))
    assert list(place.iterdir()) == []


def test_the_second_place_gets_a_checked_copy_and_reminds(
    workspace: Workspace, tmp_path: Path, clock
) -> None:
    place = tmp_path / "U盘"
    assert second_place_state(workspace, clock.today).state == "none"
    with pytest.raises(KnownError, match="READ_ONLY"):
        set_second_place(workspace, place)
    with pytest.raises(UnionDeskError, match="PLACE_SAME"):
        set_second_place(workspace, workspace.folder / FOLDER)
    place.mkdir()
    set_second_place(workspace, place)
    assert second_place_state(workspace, clock.today).state == "never"
    automatic(workspace, "daily")
    (folder,) = place.iterdir()
    assert [b.state for b in list_backups(folder)] == [VERIFIED]
    assert second_place_state(workspace, clock.today).state == "ok"
    clock.go_on(days=7)
    assert second_place_state(workspace, clock.today).state == "ok"
    clock.go_on(days=1)
    late = second_place_state(workspace, clock.today)
    assert late.state == "overdue"
    assert "8 天前" in late.sentence
    place.rename(tmp_path / "拔掉")
    assert second_place_state(workspace, clock.today).state == "overdue"
    workspace.do(set_value, key="a", value=1)
    assert automatic(workspace, "daily").state == VERIFIED, "a drive that is away is no error"
    (tmp_path / "拔掉").rename(place)
    clock.go_on(days=1)
    workspace.do(set_value, key="a", value=2)
    daily(workspace)
    assert second_place_state(workspace, clock.today).state == "ok"
    state = dump(workspace)
    last = newest(folder)
    assert last is not None
    restore(last.path, tmp_path / "回", key=workspace.key)
    assert look(tmp_path / "回", workspace.key) == state
